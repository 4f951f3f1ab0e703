//! Duplicates, conflicts and silos, each with the people to talk to.

use serde_json::json as value;

use crate::support::program::{folder, goalpost, json, says};

const ORG: &str = "teams:\n- {id: co, level: company}\n- {id: eng, level: department, parent: co}\n\
                   - {id: ops, level: department, parent: co}\n- {id: web, level: team, parent: eng}\n\
                   - {id: desk, level: team, parent: ops}\n";

const TOP: &str = "kind: objective\nid: top\ntitle: Top\nlevel: company\nteam: co\nperiod: 2026-Q4\nsupports: [m]\n";
const MISSION: &str = "kind: mission\nid: m\ntitle: Money\nstatement: s\n";

fn objective(id: &str, team: &str, title: &str) -> String {
    format!(
        "kind: objective\nid: {id}\ntitle: {title}\nteam: {team}\nowner: {id}-owner\nperiod: 2026-Q4\nsupports: [top]\n"
    )
}

fn key_result(id: &str, measures: &str, metric: &str) -> String {
    format!(
        "kind: key_result\nid: {id}\ntitle: Number {id}\nmeasures: {measures}\nmetric: {{name: handling time, unit: min, {metric}}}\n"
    )
}

#[test]
fn a_conflict_names_both_owners_both_lines_and_the_goal_above_both() {
    let (a, b) = (objective("fast", "web", "Answer quickly"), objective("careful", "desk", "Listen with patience"));
    let (up, down) = (
        key_result("longer", "careful", "baseline: 5, target: 9"),
        key_result("shorter", "fast", "baseline: 5, target: 2"),
    );
    let guard = "kind: kpi\nid: floor\ntitle: Not below three\nmetric: {name: Handling time, unit: min, at_least: 3, current: 5, as_of: 2026-11-20}\n";
    let world = folder(&[
        ("goalpost.yaml", ""),
        ("org.yaml", ORG),
        ("m.yaml", MISSION),
        ("top.yaml", TOP),
        ("a.yaml", &a),
        ("b.yaml", &b),
        ("up.yaml", &up),
        ("down.yaml", &down),
        ("k.yaml", guard),
    ]);
    let view = json(world.path(), &["align"]);
    let conflicts = view["conflicts"].as_array().expect("conflicts");
    assert_eq!(conflicts.len(), 2, "{conflicts:#?}");
    let opposed = &conflicts[0];
    assert_eq!((&opposed["goals"], &opposed["kind"]), (&value!(["longer", "shorter"]), &value!("direction")));
    assert_eq!((&opposed["metric"], &opposed["common_ancestor"]), (&value!("handling time"), &value!("top")));
    assert_eq!(opposed["reason"], "longer raises it, shorter lowers it");
    let party = &opposed["parties"][0];
    assert_eq!(
        (&party["owner"], &party["line_of_sight"]),
        (&value!("careful-owner"), &value!(["careful", "top", "m"]))
    );
    assert_eq!(
        (&party["wants"], &party["department"], &party["reaches_mission"]),
        (&value!("up from 5 to 9"), &value!("ops"), &value!(true))
    );
    let broken = &conflicts[1];
    assert_eq!((&broken["goals"], &broken["kind"]), (&value!(["shorter", "floor"]), &value!("guardrail")));
    assert_eq!(broken["reason"], "shorter aims at 2, floor keeps at least 3");
    insta::assert_snapshot!(says(world.path(), &["align"]));
}

#[test]
fn bounds_that_cannot_both_hold_and_periods_that_do_not_meet() {
    let (a, b) = (objective("fast", "web", "Answer quickly"), objective("careful", "desk", "Listen with patience"));
    let (low, high) = (key_result("low", "fast", "at_most: 3"), key_result("high", "careful", "at_least: 4"));
    let files = [
        ("goalpost.yaml", ""),
        ("org.yaml", ORG),
        ("m.yaml", MISSION),
        ("top.yaml", TOP),
        ("a.yaml", a.as_str()),
        ("b.yaml", b.as_str()),
        ("low.yaml", low.as_str()),
        ("high.yaml", high.as_str()),
    ];
    let view = json(folder(&files).path(), &["align"]);
    assert_eq!(view["conflicts"][0]["kind"], "bounds");
    assert_eq!(view["conflicts"][0]["reason"], "high needs at least 4, low at most 3");
    let later = low.replace("measures:", "period: 2027-Q1\nmeasures:");
    let mut apart = files;
    apart[6].1 = &later;
    assert_eq!(json(folder(&apart).path(), &["align"])["conflicts"], value!([]));
}

#[test]
fn duplicates_and_silos_are_one_entry_each() {
    let title = "Shorten the waiting time of small shops for card terminals";
    let texts: Vec<(String, String)> = ["a", "b", "c"]
        .iter()
        .zip(["web", "desk", "desk"])
        .map(|(id, team)| (format!("{id}.yaml"), objective(id, team, title)))
        .collect();
    let mut files = vec![("goalpost.yaml", ""), ("org.yaml", ORG), ("m.yaml", MISSION), ("top.yaml", TOP)];
    files.extend(texts.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    let world = folder(&files);
    let view = json(world.path(), &["align"]);
    assert_eq!(view["silos"], value!([]), "nobody writes contributors or needs here");
    let with_need = texts[0].1.clone() + "needs: [{from: web, what: a list}]\n";
    let mut connected = files.clone();
    connected[4].1 = &with_need;
    let world = folder(&connected);
    let view = json(world.path(), &["align"]);
    let duplicates = view["duplicates"].as_array().expect("clusters");
    assert_eq!(duplicates.len(), 1);
    assert_eq!((&duplicates[0]["goals"], &duplicates[0]["similarity"]), (&value!(["a", "b", "c"]), &value!(1.0)));
    assert_eq!(duplicates[0]["terms"], value!(["waiting", "time", "small", "shops", "card", "terminals"]));
    assert_eq!(
        (&duplicates[0]["common_ancestor"], &duplicates[0]["parties"][1]["owner"]),
        (&value!("top"), &value!("b-owner"))
    );
    // `eng` has one goal: that is too few to be a silo.
    assert_eq!(view["silos"], value!([{"team": "ops", "goals": ["b", "c"]}]));
    assert_eq!(json(world.path(), &["align", "--team", "web"])["silos"], value!([]), "of its own department alone");
}

#[test]
fn hostile_text_stays_inert_and_within_the_page() {
    let title = format!(
        "\u{1b}[31m<script>alert(1)</script> | [x](javascript:y) \u{202e}@all {} 日本語👩‍👩‍👧",
        "long ".repeat(2000)
    );
    let world = folder(&[
        ("goalpost.yaml", ""),
        ("m.yaml", MISSION),
        (
            "a.yaml",
            &format!(
                "kind: objective\nid: a\ntitle: \"{}\"\nlevel: team\nperiod: 2026-Q4\n",
                title.replace('\u{1b}', "\\e")
            ),
        ),
    ]);
    for format in ["human", "markdown"] {
        let answer = goalpost(world.path(), &["align", "--format", format]);
        assert_eq!(answer.code, 0);
        assert!(!answer.stdout.contains('\u{1b}') && !answer.stdout.contains('\u{202e}'), "{}", answer.stdout);
        assert!(answer.stdout.len() < 5000, "{}", answer.stdout.len());
        if format == "markdown" {
            assert!(!answer.stdout.contains("<script>") && !answer.stdout.contains("](java"), "{}", answer.stdout);
        }
    }
}
