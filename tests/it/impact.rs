//! `goalpost impact`: what a change to a goal would affect, before it is made.

use serde_json::{Value, json as value};

use crate::support::program::{folder, goalpost, json, northwind, says};
use crate::support::repository::Repo;

const ORG: &str = "teams: [{id: shop, level: company, lead: ines}, {id: oven, level: department, parent: shop, lead: ana}, \
                   {id: till, level: department, parent: shop, lead: eva}]\n\
                   people: [{id: ines, team: shop}, {id: ana, team: oven}, {id: ben, team: till}, {id: eva, team: till}]\n";

const LOAVES: &str = "kind: key_result\nid: loaves\ntitle: Sell more loaves\nmeasures: bread\nweight: 3\nagreed: [{by: eva, date: 2026-10-02}]\n\
                      needs: [{from: till, what: longer hours, by: 2026-11-15, state: agreed}]\n\
                      metric: {name: loaves, unit: x, baseline: 0, target: 100, current: 40, as_of: 2026-11-18}\n";

fn files() -> Vec<(&'static str, &'static str)> {
    vec![
        ("goalpost.yaml", "levels: [company, department]\n"),
        ("org.yaml", ORG),
        ("m.yaml", "kind: mission\nid: m\ntitle: Why\nstatement: because\n"),
        (
            "top.yaml",
            "kind: objective\nid: top\ntitle: Win the town\nowner: ines\nteam: shop\nsupports: [m]\nperiod: 2026\n",
        ),
        (
            "bread.yaml",
            "kind: objective\nid: bread\ntitle: Bake the best bread\nowner: ana\nteam: oven\nsupports: [top]\nperiod: 2026-Q4\n\
             agreed: [{by: ines, date: 2026-10-03}]\n",
        ),
        (
            "tea.yaml",
            "kind: objective\nid: tea\ntitle: Serve hot tea\nowner: eva\nteam: till\nsupports: [top]\nperiod: 2026-Q4\n\
             needs: [{from: oven, what: bread by six, goal: loaves, state: asked}]\n",
        ),
        (
            "cups.yaml",
            "kind: key_result\nid: cups\ntitle: Cups\nmeasures: tea\nmetric: {name: cups, unit: x, baseline: 0, target: 9, current: 3}\n",
        ),
        ("loaves.yaml", LOAVES),
        (
            "rolls.yaml",
            "kind: key_result\nid: rolls\ntitle: Rolls\nmeasures: bread\nmetric: {name: rolls, unit: x, baseline: 0, target: 9, current: 3}\n",
        ),
        (
            "flour.yaml",
            "kind: objective\nid: flour\ntitle: Find fine flour\nowner: ben\nteam: till\nsupports: [loaves]\nperiod: 2026-Q4\n",
        ),
    ]
}

fn ids(list: &Value) -> Vec<&str> {
    list.as_array()
        .expect("a list")
        .iter()
        .map(|it| it["id"].as_str().or(it["goal"].as_str()).expect("an id"))
        .collect()
}

#[test]
fn everything_that_a_change_would_affect_is_told() {
    let folder = folder(&files());
    let view = json(folder.path(), &["-q", "impact", "loaves"]);
    assert_eq!(ids(&view["above"]), ["bread", "top", "m"]);
    // Three of four parts of bread, which is one of two parts of top; a mission has no progress of its own.
    let shares: Vec<Option<f64>> =
        view["above"].as_array().expect("goals").iter().map(|it| it["rollup_share"].as_f64()).collect();
    assert_eq!(shares[..2], [Some(0.75), Some(0.375)]);
    assert_eq!((&view["above"][0]["via"], &view["above"][1]["distance"]), (&value!("measures"), &value!(2)));
    assert_eq!((ids(&view["below"]), ids(&view["links"])), (vec!["flour"], vec!["flour"]));
    assert_eq!(view["links"][0]["suspect"], Value::Null, "without git it is not known");
    assert_eq!(view["needed_by"][0]["goal"]["id"], "tea");
    assert_eq!(view["needs"][0]["from"], "till");
    let agreed: Vec<(&Value, &Value)> =
        view["agreements"].as_array().expect("agreements").iter().map(|it| (&it["by"], &it["goal"])).collect();
    assert_eq!(agreed, [(&value!("eva"), &value!("loaves")), (&value!("ines"), &value!("bread"))]);
    let mut people: Vec<&str> =
        view["ask"].as_array().expect("people").iter().map(|it| it["person"].as_str().expect("a person")).collect();
    assert_eq!(people[0], "ana", "its own owner first");
    people.sort_unstable();
    assert_eq!(people, ["ana", "ben", "eva", "ines"]);
    assert_eq!(
        view["next"],
        value!([
            "goalpost diff",
            "goalpost note loaves \"WHY\" --kind decision --about metric.target",
            "goalpost ack loaves --links"
        ])
    );
    insta::assert_snapshot!(says(folder.path(), &["-q", "impact", "loaves"]));
    insta::assert_snapshot!(says(folder.path(), &["-q", "impact", "loaves", "--format", "markdown"]));
}

#[test]
fn a_measured_key_result_rests_on_nobody_and_a_kpi_carries_its_key_results() {
    let folder = folder(&files());
    let view = json(folder.path(), &["-q", "impact", "flour"]);
    assert_eq!(ids(&view["above"]), ["loaves", "bread", "top", "m"]);
    assert!(view["above"].as_array().expect("goals").iter().all(|it| it["rollup_share"].is_null()), "{view:#}");
    let view = json(&northwind(), &["-q", "impact", "availability"]);
    let user = &view["above"][0];
    assert_eq!((&user["via"], &user["rollup_share"]), (&value!("kpi"), &value!(1.0)), "{view:#}");
    assert!(view["above"][1]["rollup_share"].as_f64().is_some_and(|share| share > 0.0 && share < 1.0), "{view:#}");
}

#[test]
fn links_that_are_suspect_already_are_marked_and_private_goals_are_not_passed_around() {
    let repo = Repo::new();
    for (path, text) in files() {
        repo.write(path, text);
    }
    repo.write("goalpost.yaml", "levels: [company, department]\ninclude: [people]\nexclude: [people/**]\n");
    repo.write("people/goalpost.yaml", "within: ..\n");
    repo.write(
        "people/mine.yaml",
        "kind: objective\nid: secret\ntitle: Secret plan\nowner: ana\nsupports: [loaves]\nperiod: 2026-Q4\n",
    );
    repo.commit("ines", "2026-10-01T08:00:00Z", "Set the goals");
    let suspect = |repo: &Repo| json(repo.path(), &["-q", "impact", "loaves"])["links"][0]["suspect"].clone();
    assert_eq!(suspect(&repo), false);
    repo.write("loaves.yaml", &LOAVES.replace("target: 100", "target: 80"));
    assert_eq!(suspect(&repo), true);
    let page = says(repo.path(), &["-q", "impact", "loaves", "--format", "markdown"]);
    assert!(page.contains("suspect already") && !page.contains("Secret") && !page.contains("secret"), "{page}");
    let refused = goalpost(repo.path(), &["-q", "impact", "secret", "--format", "markdown"]);
    assert_eq!(refused.code, 2, "{}", refused.stdout);
}

#[test]
fn a_loop_ends_and_hostile_titles_are_cleaned() {
    let hostile = "\"\\u001b[31mx\\u202e @all <b>y</b>\"";
    let goal = |id: &str, above: &str| {
        format!("kind: objective\nid: {id}\ntitle: {hostile}\nowner: {id}\nperiod: 2026-Q4\nsupports: [{above}]\n")
    };
    let (a, b) = (goal("a", "b"), goal("b", "a"));
    let folder = folder(&[("goalpost.yaml", ""), ("a.yaml", &a), ("b.yaml", &b)]);
    for format in ["human", "markdown"] {
        let text = says(folder.path(), &["-q", "impact", "a", "--format", format]);
        assert!(!text.contains(['\u{1b}', '\u{202e}']), "{text}");
        assert!(format == "human" || !(text.contains("<b>") || text.contains("@all")), "{text}");
    }
    let answer = goalpost(folder.path(), &["-q", "impact", "c"]);
    assert!(answer.code == 2 && answer.stderr.contains("there is no goal"), "{}", answer.stderr);
}
