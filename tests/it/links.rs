//! Links written and taken away, and the words that guide to them.

use std::fs;

use crate::support::files::read;
use crate::support::program::{folder, goalpost, json, says};

const MISSION: &str = "kind: mission\nid: mission\ntitle: Bread\nstatement: Bread for all.\n";
const QUEUE: &str = "kind: objective\nid: queue\ntitle: Make the queue a pleasure\nowner: nia\nperiod: 2026-Q4\nsupports:\n  - mission   # the why\n  - goal: smile\n    how: who waits less smiles more\n";
const SMILE: &str = "kind: objective\nid: smile\ntitle: Make them smile\nowner: nia\nperiod: 2026-Q4\n";
const WAIT: &str = "kind: key_result\nid: wait\ntitle: Cut the wait\nmeasures: queue\nmetric: {name: wait, unit: minutes, baseline: 9, target: 4}\n";

fn goals() -> tempfile::TempDir {
    folder(&[
        ("goalpost.yaml", ""),
        ("mission.yaml", MISSION),
        ("queue.yaml", QUEUE),
        ("smile.yaml", SMILE),
        ("wait.yaml", WAIT),
    ])
}

#[test]
fn a_link_is_taken_away() {
    let goals = goals();
    says(goals.path(), &["link", "queue", "smile", "--remove", "-q"]);
    let without = QUEUE.replace("  - goal: smile\n    how: who waits less smiles more\n", "");
    assert_eq!(read(goals.path(), "queue.yaml"), without);
    let twice = goalpost(goals.path(), &["link", "queue", "smile", "--remove"]);
    assert!(twice.code == 2 && twice.stderr.contains("`queue` supports mission"), "{}", twice.stderr);
    let measure = goalpost(goals.path(), &["link", "wait", "queue", "--remove"]);
    assert!(
        measure.code == 2 && measure.stderr.contains("goalpost set wait measures OBJECTIVE --reason WHY"),
        "{}",
        measure.stderr
    );
    // What it leads to need not be there any more.
    fs::write(goals.path().join("smile.yaml"), format!("{SMILE}supports: [gone]\n")).expect("written");
    says(goals.path(), &["link", "smile", "gone", "--remove", "-q"]);
    assert_eq!(read(goals.path(), "smile.yaml"), SMILE);
}

#[test]
fn a_number_that_cannot_be_says_what_can() {
    let goals = goals();
    let refused = goalpost(goals.path(), &["link", "queue", "mission", "--weight", "-1"]);
    assert!(refused.code == 2 && refused.stderr.contains("a weight must be 0 or more"), "{}", refused.stderr);
    let refused = goalpost(goals.path(), &["new", "objective", "--title", "x", "--key-results", "-1"]);
    assert!(refused.code == 2 && refused.stderr.contains("-1 is not in 0..=9"), "{}", refused.stderr);
}

#[test]
fn guidance_goes_when_it_guides_nowhere() {
    let goals = goals();
    let fresh = |id: &str| {
        says(
            goals.path(),
            &["new", "objective", "--title", id, "--owner", "nia", "--draft", "--period", "2026-Q3", "-q"],
        );
        format!("2026-Q3/{id}.yaml")
    };
    let (one, two) = (fresh("one"), fresh("two"));
    assert!(read(goals.path(), &one).contains("goalpost suggest one\n"));
    says(goals.path(), &["link", "one", "mission", "-q"]);
    let text = read(goals.path(), &one);
    assert!(text.contains("supports: [mission]\n") && !text.contains("goalpost suggest"), "{text}");
    says(goals.path(), &["carry-over", "--from", "2026-Q3", "--to", "2026-Q4", "-q"]);
    let text = read(goals.path(), "2026-Q4/two-2026-q4.yaml");
    assert!(text.contains("goalpost suggest two-2026-q4\n"), "{text}");
    says(goals.path(), &["close", "two", "--as", "dropped", "--reason", "no", "-q"]);
    let text = read(goals.path(), &two);
    assert!(text.contains("state: dropped\n") && !text.contains("remove this line"), "{text}");
}

#[test]
fn a_new_id_counts_the_links_that_follow_it() {
    let goals = goals();
    let first = says(goals.path(), &["rename", "wait", "delay", "-q"]);
    let back = says(goals.path(), &["rename", "delay", "wait", "-q"]);
    assert!(first.contains("no links to update") && back.contains("no links to update"), "{first}{back}");
    assert!(says(goals.path(), &["rename", "queue", "line", "-q"]).contains("1 link updated"));
}

#[test]
fn there_may_be_nothing_to_hand_over() {
    let goals = goals();
    let answer = says(goals.path(), &["reassign", "--owner", "bo", "--to", "nia", "-q"]);
    assert!(answer.contains("bo has no open goals") && !answer.contains("says so already"), "{answer}");
    let asked = goalpost(goals.path(), &["reassign"]);
    assert!(asked.code == 2 && asked.stderr.contains("--owner <PERSON>|--team <TEAM>"), "{}", asked.stderr);
}

#[test]
fn a_parent_is_suggested_by_the_children_that_it_has() {
    let objective = |id: &str, title: &str| {
        format!("kind: objective\nid: {id}\ntitle: {title}\nowner: nia\nperiod: 2026-Q4\nsupports: [mission]\n")
    };
    let result = |id: &str, parent: &str, title: &str, team: &str| {
        format!("kind: key_result\nid: {id}\ntitle: {title}\n{parent}team: {team}\nperiod: 2026-Q4\n")
    };
    let goals = folder(&[
        ("goalpost.yaml", ""),
        ("mission.yaml", MISSION),
        ("org.yaml", "people: [{id: nia}]\nteams: [{id: shop, name: Shop}, {id: oven, name: Oven}]\n"),
        ("a.yaml", &objective("a", "Sell more on Sundays")),
        ("b.yaml", &objective("b", "Be the place to go")),
        ("c.yaml", &objective("c", "Delight everybody")),
        ("a1.yaml", &result("a1", "measures: a\n", "Open a second till", "oven")),
        ("b1.yaml", &result("b1", "measures: b\n", "Wash the windows every week", "oven")),
        ("c1.yaml", &result("c1", "measures: c\n", "Greet each guest by name", "shop")),
        ("like.yaml", &result("like", "", "Wash the doors every week", "oven")),
        ("team.yaml", &result("team", "", "Carry bags to cars", "shop")),
    ]);
    let first = |id: &str| {
        let view = json(goals.path(), &["suggest", id]);
        let parent = &view["goals"][0]["parents"][0];
        let reasons: Vec<String> = serde_json::from_value(parent["reasons"].clone()).expect("reasons");
        (parent["goal"]["id"].as_str().expect("an id").to_owned(), reasons.join("; "))
    };
    let (parent, reasons) = first("like");
    assert!(parent == "b" && reasons.contains("its child `b1` has similar wording"), "{parent}: {reasons}");
    let (parent, reasons) = first("team");
    assert!(parent == "c" && reasons.contains("its child `c1` is of the same team"), "{parent}: {reasons}");
}

#[test]
fn a_parent_is_suggested_by_what_a_like_key_result_measured_last_quarter() {
    let objective = |id: &str, title: &str, period: &str, supports: &str| {
        format!("kind: objective\nid: {id}\ntitle: {title}\nowner: nia\nperiod: {period}\nsupports: [{supports}]\n")
    };
    let result = |id: &str, rest: &str, title: &str, period: &str| {
        format!("kind: key_result\nid: {id}\ntitle: {title}\n{rest}period: {period}\n")
    };
    let goals = folder(&[
        ("goalpost.yaml", ""),
        ("mission.yaml", MISSION),
        ("a-top.yaml", &objective("a-top", "Be loved", "2026-Q4", "mission")),
        ("b.yaml", &objective("b", "Sell more on Sundays", "2026-Q4", "a-top")),
        ("launch.yaml", &objective("launch", "Launch the rye bread", "2026-Q4", "a-top")),
        ("old.yaml", &objective("old", "Launch the spelt bread", "2026-Q2", "mission")),
        ("press.yaml", &result("press", "measures: old\n", "Write a press release", "2026-Q2")),
        ("b1.yaml", &result("b1", "measures: b\n", "Open a second till", "2026-Q4")),
        ("l1.yaml", &result("l1", "measures: launch\n", "Choose a flour", "2026-Q4")),
        ("new.yaml", &result("new", "", "Press release and a blog post", "2026-Q4")),
        ("late.yaml", &result("late", "", "Bake it without salt", "2026-Q2")),
    ]);
    let parents = |id: &str| -> Vec<(String, String)> {
        let view = json(goals.path(), &["suggest", id, "--today", "2026-11-21"]);
        let parents = view["goals"][0]["parents"].as_array().expect("parents").clone();
        parents
            .iter()
            .map(|it| (it["goal"]["id"].as_str().unwrap_or_default().to_owned(), it["reasons"].to_string()))
            .collect()
    };
    let found = parents("new");
    let ids: Vec<&str> = found.iter().map(|(id, _)| id.as_str()).collect();
    // What objectives alone support comes last, whatever its id.
    assert_eq!(ids, ["launch", "b", "a-top"]);
    assert!(found[0].1.contains("`press` has similar wording and measures `old`, which is like it"), "{found:?}");
    assert!(!found[1].1.contains("`press`"), "{found:?}");
    // A goal of a quarter that is long over is asked about for its own time.
    assert_eq!(parents("late").iter().map(|(id, _)| id.as_str()).collect::<Vec<_>>(), ["old"]);
}

/// Twelve key results of three objectives, numbered by `number` from their place, and one without an objective.
fn numbered(number: impl Fn(usize) -> usize) -> tempfile::TempDir {
    let mut files = vec![("goalpost.yaml".to_owned(), String::new()), ("mission.yaml".to_owned(), MISSION.to_owned())];
    for place in 0..15 {
        let (id, first) = (format!("okr-{:02}", number(place)), place / 5 * 5);
        let text = if place == first {
            format!("kind: objective\nid: {id}\ntitle: Goal {place}\nperiod: 2026-Q4\nsupports: [mission]\n")
        } else {
            let parent = if place == 12 { String::new() } else { format!("measures: okr-{:02}\n", number(first)) };
            format!("kind: key_result\nid: {id}\ntitle: Result {place}\n{parent}period: 2026-Q4\n")
        };
        files.push((format!("{place}.yaml"), text));
    }
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    folder(&files)
}

#[test]
fn ids_tell_the_parent_of_a_key_result_where_linked_ones_bear_them_out() {
    let goals = numbered(|place| place + 1);
    let parent = &json(goals.path(), &["suggest", "okr-13"])["goals"][0]["parents"][0];
    assert!(parent["goal"]["id"] == "okr-11", "{parent}");
    assert!(parent["reasons"].to_string().contains("its child `okr-12` is numbered next to this one"), "{parent}");
    // Numbers that do not follow the objectives count for nothing.
    let goals = numbered(|place| place * 4 % 15 + 1);
    let view = json(goals.path(), &["suggest", "okr-04"]);
    assert!(view["goals"][0]["parents"].as_array().is_some_and(|parents| parents.len() == 3), "{view}");
    assert!(!view.to_string().contains("numbered next"), "{view}");

    let objective = |id: &str| format!("kind: objective\nid: {id}\ntitle: Bake {id}\nperiod: 2026-Q4\n");
    let goals = folder(&[
        ("goalpost.yaml", ""),
        ("a.yaml", &objective("o1")),
        ("b.yaml", &objective("o11")),
        ("c.yaml", "kind: key_result\nid: o11-kr2\ntitle: Open a till\nperiod: 2026-Q4\n"),
    ]);
    let parents = &json(goals.path(), &["suggest", "o11-kr2"])["goals"][0]["parents"];
    assert!(parents[0]["goal"]["id"] == "o11", "{parents}");
    assert_eq!(parents.to_string().matches("its id begins this one's").count(), 1, "{parents}");
}

/// `link --weight` moved a goalpost without a word, where `set` asks for a reason.
#[test]
fn a_weight_of_a_settled_goal_has_a_reason_or_a_note() {
    let goals = goals();
    says(goals.path(), &["link", "queue", "smile", "--weight", "1", "-q"]);
    let quiet = goalpost(goals.path(), &["link", "queue", "smile", "--weight", "3"]);
    assert_eq!(quiet.code, 0, "{}", quiet.stderr);
    assert!(quiet.stderr.contains("moves a goalpost of `queue`; add --reason WHY"), "{}", quiet.stderr);
    let link = |weight: &str, reason: &str| {
        says(goals.path(), &["link", "queue", "smile", "--weight", weight, "--reason", reason, "-q"])
    };
    let said = link("4", "it decides the day");
    assert!(said.contains("reason: it decides the day"), "{said}");
    let text = read(goals.path(), "queue.yaml");
    assert!(text.contains("reason: it decides the day\n") && text.contains("weight: 4"), "{text}");
    // A reason that stands is kept; the next one is a decision about what moved.
    link("2", "half as much now");
    let text = read(goals.path(), "queue.yaml");
    assert!(text.contains("reason: it decides the day\n") && text.contains("text: half as much now"), "{text}");
    // A link that moves nothing needs none.
    let plain = goalpost(goals.path(), &["link", "queue", "smile", "--how", "who waits less smiles"]);
    assert!(plain.code == 0 && !plain.stderr.contains("--reason"), "{}", plain.stderr);
}

/// The command to paste always failed, as a key result measures one objective.
#[test]
fn the_command_after_suggestions_works_for_a_key_result_that_has_an_objective() {
    let objective =
        |id: &str, title: &str| format!("kind: objective\nid: {id}\ntitle: {title}\nowner: nia\nperiod: 2026-Q4\n");
    let key_result = "kind: key_result\nid: k\ntitle: Shorten the queue at noon\nmeasures: b\nmetric: {name: n, unit: x, baseline: 9, target: 1}\n";
    let here = folder(&[
        ("goalpost.yaml", ""),
        ("a.yaml", &objective("a", "Shorten the queue in every shop at noon")),
        ("b.yaml", &objective("b", "Bake rye bread for the harbour")),
        ("k.yaml", key_result),
    ]);
    let said = says(here.path(), &["suggest", "k", "-q"]);
    assert!(said.contains("goalpost set k measures a --reason WHY"), "{said}");
    says(here.path(), &["set", "k", "measures", "a", "--reason", "WHY"]);
    assert!(read(here.path(), "k.yaml").contains("measures: a\n"));
}
