//! What may be said of people, and of what lies in private roots.

use serde_json::{Value, json as value};

use super::hand::company;
use crate::support::program::{folder, goalpost, json};

#[test]
fn statistics_name_people_only_where_they_may() {
    let repo = company();
    let of = |statistics: &str| {
        repo.write("goalpost.yaml", &format!("areas: [growth, trust]\npeople: {{statistics: {statistics}}}\n"));
        json(repo.path(), &["align"])["indicators"].clone()
    };
    let person = of("person");
    assert_eq!(person["participation"]["people"][2], value!({"person": "rosa", "value": 1.0 / 3.0, "of": 3}));
    assert_eq!(person["discipline"]["people"][1], value!({"person": "tom", "value": 6.0 / 14.0, "of": 14}));
    let team = of("team");
    assert_eq!((&team["participation"]["people"], &team["discipline"]["people"]), (&Value::Null, &Value::Null));
    assert_eq!(team["discipline"]["teams"].as_array().map(Vec::len), Some(2));
    let off = of("off");
    for indicator in ["participation", "discipline"] {
        assert_eq!(off[indicator]["value"], Value::Null, "{indicator}");
        assert_eq!((&off[indicator]["teams"], &off[indicator]["people"]), (&value!([]), &Value::Null));
    }
    assert_eq!((&off["participation"]["missing"], &off["discipline"]["goals"]), (&value!([]), &value!([])));
    assert!(off["understanding"]["value"].is_number(), "surveys name nobody");
}

#[test]
fn private_goals_stay_out_unless_they_are_asked_for() {
    let world = folder(&[
        ("open/goalpost.yaml", "include: [../people]\n"),
        ("open/m.yaml", "kind: mission\nid: m\ntitle: Money\nstatement: s\n"),
        ("open/a.yaml", "kind: objective\nid: a\ntitle: Open goal\nperiod: 2026-Q4\nlevel: team\nsupports: [m]\n"),
        (
            "people/b.yaml",
            "kind: development\nid: secret-growth\ntitle: Become a lead\nowner: ben\nperiod: 2026-Q4\nsupports: [a]\n",
        ),
    ]);
    let root = world.path().join("open");
    let answer = goalpost(&root, &["align", "--format", "json"]);
    assert!(!answer.stdout.contains("secret") && answer.stdout.contains("\"goals\": 1"), "{}", answer.stdout);
    assert!(answer.stderr.contains("1 goal of included roots stay"), "{}", answer.stderr);
    for format in ["human", "markdown"] {
        assert!(!goalpost(&root, &["align", "--format", format]).stdout.contains("secret"), "{format}");
    }
    assert_eq!(json(&root, &["align", "--include", "../people/"])["goals"], 2);
    let answer = goalpost(&root, &["align", "--include", "../poeple"]);
    assert_eq!(answer.code, 2);
    assert!(answer.stderr.contains("did you mean `../people`?"), "{}", answer.stderr);
}
