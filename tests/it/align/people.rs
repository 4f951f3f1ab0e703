//! What may be said of people, and of what lies in private roots.

use serde_json::{Value, json as value};

use super::hand::company;
use crate::support::program::{folder, goalpost, json, says};

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
fn what_so_few_answered_that_it_shows_who_is_shown_nowhere() {
    let survey = |respondents: u32, score: &str| {
        format!(
            "kind: survey\nid: pulse\nteam: sup\ndate: 2026-11-06\nrespondents: {respondents}\nscores: {{knows-why: {score}}}\n"
        )
    };
    let repo = crate::support::repository::Repo::new();
    repo.write("goalpost.yaml", "");
    repo.write("pulse.yaml", &survey(4, "1.57"));
    repo.commit("ines", "2026-11-10T08:00:00Z", "Ask");
    for args in [&["show", "pulse"][..], &["show", "pulse", "--format", "json"], &["blame", "pulse"], &["align"]] {
        let answer = goalpost(repo.path(), args);
        assert!(
            answer.code == 0 && !answer.stdout.contains("1.57") && !answer.stdout.contains("1.6"),
            "{args:?}: {}",
            answer.stdout
        );
    }
    assert!(goalpost(repo.path(), &["show", "pulse"]).stdout.contains("withheld"));
    repo.write("pulse.yaml", &survey(4, "1.83"));
    let answer = goalpost(repo.path(), &["diff", "--format", "json"]);
    assert!(!answer.stdout.contains("1.57") && !answer.stdout.contains("1.83"), "{}", answer.stdout);
    repo.write("pulse.yaml", &survey(5, "1.83"));
    assert!(goalpost(repo.path(), &["show", "pulse", "--format", "json"]).stdout.contains("1.83"));
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
    assert!(answer.stderr.contains("left out the goals of private roots"), "{}", answer.stderr);
    for format in ["human", "markdown"] {
        assert!(!goalpost(&root, &["align", "--format", format]).stdout.contains("secret"), "{format}");
    }
    assert_eq!(json(&root, &["align", "--include", "../people/"])["goals"], 2);
    // What is passed around leaves them out too, unless they are named; what is read on a screen does not.
    for args in [
        &["rollup", "--format", "markdown"][..],
        &["rollup", "--format", "csv"],
        &["scorecard", "--format", "markdown"],
        &["graph"],
        &["graph", "--format", "mermaid"],
        &["check", "--format", "markdown"],
        &["plan", "--period", "2026-Q4", "--format", "json"],
    ] {
        let answer = goalpost(&root, args);
        assert!(
            !answer.stdout.contains("secret") && !answer.stdout.contains("Become a lead"),
            "{args:?}: {}",
            answer.stdout
        );
    }
    assert!(goalpost(&root, &["rollup", "--format", "csv", "--include", "../people"]).stdout.contains("secret-growth"));
    let asked = goalpost(&root, &["graph", "secret-growth", "--include", "../people"]);
    assert!(asked.stdout.contains("Become a lead"), "{}", asked.stderr);
    assert!(goalpost(&root, &["rollup", "--format", "json"]).stdout.contains("secret-growth"));
    let answer = goalpost(&root, &["align", "--include", "../poeple"]);
    assert_eq!(answer.code, 2);
    assert!(answer.stderr.contains("did you mean `../people`?"), "{}", answer.stderr);
}

/// Goals of tom, in a repository without a past.
fn of_tom() -> crate::support::repository::Repo {
    let repo = crate::support::repository::Repo::new();
    repo.write("goalpost.yaml", "settle: 14d\n");
    repo.write("org.yaml", "teams: [{id: co}]\npeople: [{id: tom, team: co, email: [tom@northwind.example]}]\n");
    repo.write("m.yaml", "kind: mission\nid: m\ntitle: Money\nstatement: s\n");
    repo
}

fn goal(id: &str, title: &str, more: &str) -> String {
    format!("kind: objective\nid: {id}\ntitle: {title}\nowner: tom\nteam: co\nperiod: 2026-Q4\nsupports: [m]\n{more}")
}

#[test]
fn a_change_of_what_is_set_counts_until_it_has_settled() {
    let repo = of_tom();
    for id in ["title", "late", "value", "link", "signed"] {
        repo.write(&format!("{id}.yaml"), &goal(id, "First", ""));
    }
    repo.commit("ines", "2026-09-20T08:00:00Z", "Set them");
    // The quarter begins on October 1; goalposts settle until the 15th.
    repo.write("title.yaml", &goal("title", "Second", ""));
    repo.write("value.yaml", &goal("value", "First", "why: because\nconfidence: 0.5\n"));
    repo.commit("tom", "2026-10-15T08:00:00Z", "A title, and what is no goalpost");
    repo.write("link.yaml", &goal("link", "First", "deadline: 2026-12-01\n"));
    repo.write("signed.yaml", &goal("signed", "Second", ""));
    repo.commit("ines", "2026-10-15T09:00:00Z", "Ask tom\n\nAcked-by: Tom <tom@northwind.example>");
    repo.write("late.yaml", &goal("late", "Second", ""));
    repo.commit("tom", "2026-10-16T08:00:00Z", "Too late");
    let participation = json(repo.path(), &["align"])["indicators"]["participation"].clone();
    assert_eq!(participation["missing"], value!(["late", "value"]), "{participation}");
    // What is not committed yet is not known.
    repo.write("new.yaml", &goal("new", "New", ""));
    let participation = json(repo.path(), &["align"])["indicators"]["participation"].clone();
    assert_eq!((&participation["unknown"], &participation["of"]), (&value!(["new"]), &value!(5)));
}

#[test]
fn what_lies_before_a_shallow_clone_is_not_guessed() {
    let repo = of_tom();
    repo.write("a.yaml", &goal("a", "First", ""));
    repo.write("b.yaml", &goal("b", "First", "").replace("supports: [m]", "supports: [a]"));
    repo.commit("ines", "2026-09-20T08:00:00Z", "Set them");
    repo.write("c.yaml", &goal("c", "Later", "").replace("supports: [m]", "supports: [a]"));
    repo.commit("tom", "2026-10-20T08:00:00Z", "Set c");
    repo.write("c.yaml", &goal("c", "Later still", "").replace("supports: [m]", "supports: [a]"));
    repo.commit("tom", "2026-11-20T08:00:00Z", "Reword c");
    let clone = repo.shallow(2);
    let it = json(clone.path(), &["align"])["indicators"].clone();
    assert_eq!(it["participation"]["unknown"], value!(["a", "b", "c"]), "{}", it["participation"]);
    assert_eq!((&it["direction"]["unknown"], &it["direction"]["top_down"]), (&value!(2), &value!(0)));
}

#[test]
fn where_no_person_is_to_be_named_no_choice_of_goals_makes_a_statistic_one_persons() {
    let repo = crate::support::repository::Repo::new();
    repo.write("goalpost.yaml", "cadence: weekly\n");
    repo.write(
        "org.yaml",
        "teams: [{id: ovens}, {id: shop}]\npeople:\n  - {id: ana, team: ovens, email: [ana@northwind.example]}\n  \
         - {id: ben, team: shop, email: [ben@northwind.example]}\n  - {id: eva, team: shop, email: [eva@northwind.example]}\n",
    );
    repo.write("m.yaml", "kind: mission\nid: m\ntitle: Money\nstatement: s\n");
    for (owner, team) in [("ana", "ovens"), ("ben", "shop"), ("eva", "shop")] {
        repo.write(
            &format!("{owner}.yaml"),
            &format!("kind: objective\nid: {owner}s\ntitle: Sell bread\nowner: {owner}\nteam: {team}\nperiod: 2026-Q4\nsupports: [m]\n"),
        );
        repo.write(
            &format!("{owner}-k.yaml"),
            &format!("kind: key_result\nid: {owner}-k\ntitle: Sell 9 loaves\nmeasures: {owner}s\nmetric: {{name: n, unit: loaves, baseline: 0, target: 9, current: 2}}\n"),
        );
    }
    repo.commit("ana", "2026-10-02T08:00:00Z", "Set the goals");
    let told = |filter: &[&str]| {
        let view = json(repo.path(), &[&["align", "-q"], filter].concat());
        ["discipline", "participation"].map(|name| view["indicators"][name]["value"].is_number())
    };
    assert_eq!(told(&[]), [true, true]);
    assert_eq!(told(&["--team", "shop"]), [true, true], "two people's");
    for filter in [&["--owner", "ana"][..], &["--team", "ovens"], &["--owner", "ben", "--team", "shop"]] {
        assert_eq!(told(filter), [false, false], "{filter:?}");
        let view = json(repo.path(), &[&["align", "-q"], filter].concat());
        for name in ["discipline", "participation"] {
            let it = &view["indicators"][name];
            assert_eq!(it["teams"].as_array().map(Vec::len), Some(0), "{it}");
            assert!(it["withheld"] == true && it["goals"].as_array().is_none_or(Vec::is_empty), "{it}");
        }
        let human = says(repo.path(), &[&["align", "-q"], filter].concat());
        assert!(human.contains("one person's goals: `people.statistics` is team"), "{human}");
        let report = says(repo.path(), &[&["report", "-q", "--format", "markdown"], filter].concat());
        assert!(!report.contains("check-ins due were made"), "{report}");
        let scores = json(repo.path(), &[&["scorecard", "-q"], filter].concat());
        assert!(scores["withheld"] == true && scores["summary"][0]["share"].is_null(), "{}", scores["summary"]);
        let plan = json(repo.path(), &[&["plan", "-q", "--period", "2026-Q4"], filter].concat());
        let teams: Vec<_> = plan["levels"]
            .as_array()
            .expect("levels")
            .iter()
            .filter_map(|it| it["teams"].as_array())
            .flatten()
            .collect();
        assert!(teams.iter().all(|team| team["effort"].is_null()), "{teams:?}");
        let of_one = |it: &Value| it["capacity"].as_array().expect("teams").iter().any(|it| it["team"] == "ovens");
        assert!(!of_one(&plan) && !of_one(&view["indicators"]), "{filter:?}: {}", plan["capacity"]);
        let digest = json(repo.path(), &[&["digest", "-q", "--since", "60d"], filter].concat());
        assert_eq!(digest["withheld"], true, "{filter:?}");
        let letter = says(repo.path(), &[&["digest", "-q", "--since", "60d"], filter].concat());
        assert!(letter.starts_with("since 2026-09-22 · one person's goals: not added up"), "{letter}");
    }
    repo.write("goalpost.yaml", "cadence: weekly\npeople: {statistics: person}\n");
    assert_eq!(told(&["--owner", "ana"]), [true, true]);
}
