//! Goals and settings in files that are not read: repeated ids, further documents, broken objectives and settings.

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::program::{folder, goalpost, json as answer, says};
use crate::support::repository::Repo;

const MISSION: &str = "kind: mission\nid: mission\ntitle: Bread\nstatement: Bread for all.\n";
const ORG: &str = "teams:\n  - {id: bake, name: Bakers, level: company, lead: nia}\npeople:\n  - {id: nia, name: Nia, team: bake, email: [nia@northwind.example]}\n";
const OBJECTIVE: &str = "kind: objective\nid: q\ntitle: Make the queue a pleasure\nowner: nia\nteam: bake\nperiod: 2026-Q4\nsupports: [mission]\n";

fn key_result(id: &str, more: &str, current: u32) -> String {
    format!(
        "kind: key_result\nid: {id}\ntitle: Raise {id}\nmeasures: q\n{more}metric: {{name: n, unit: x, baseline: 0, target: 10, current: {current}, as_of: 2026-11-19}}\n"
    )
}

fn goals(files: &[(&str, &str)]) -> TempDir {
    let all = [("goalpost.yaml", ""), ("org.yaml", ORG), ("mission.yaml", MISSION), ("q.yaml", OBJECTIVE)];
    folder(&[&all[..], files].concat())
}

fn goal(view: &Value, id: &str) -> Value {
    view["goals"].as_array().expect("a list").iter().find(|goal| goal["id"] == id).expect("it is there").clone()
}

/// A key result that nobody reads vanished: "100 % reached early, all on track".
#[test]
fn a_goal_with_the_id_of_another_or_in_a_second_document_counts_as_unknown() {
    let (first, copied) = (key_result("one", "", 10), key_result("one", "", 0));
    let both = format!("{first}---\n{}", key_result("b", "weight: 3\n", 0));
    for (files, name, progress) in [
        (vec![("a.yaml", first.as_str()), ("b.yaml", &copied)], "b.yaml (repeats the id one)", 0.5),
        (vec![("a.yaml", both.as_str())], "a.yaml (second document)", 0.25),
    ] {
        let here = goals(&files);
        let view = answer(here.path(), &["rollup", "-q"]);
        assert_eq!(goal(&view, "q")["progress"], progress, "{name}");
        assert_eq!(goal(&view, "q")["unreadable"][0]["counts"], true, "{name}");
        let told = format!("1 file cannot be read: {name}");
        for args in [&["rollup"][..], &["agenda"], &["report", "--format", "markdown"], &["digest"], &[]] {
            let it = goalpost(here.path(), args);
            let shown = it.stdout.replace('\\', "");
            assert!(shown.contains(&told) && !it.stdout.contains("all on track"), "{args:?}: {}", it.stdout);
            assert!(it.stderr.contains(&told), "{args:?}: {}", it.stderr);
        }
        assert!(says(here.path(), &["show", "q", "-q"]).contains(&format!("{name} cannot be read and counts as 0")));
    }
    let here = goals(&[("a.yaml", &both)]);
    let it = goalpost(here.path(), &["checkin", "b", "5", "--dry-run"]);
    assert!(it.code == 2 && it.stderr.contains("a file with this id exists but cannot be read"), "{}", it.stderr);
}

#[test]
fn a_copied_draft_counts_in_nothing() {
    let (first, copied) = (key_result("one", "", 10), key_result("one", "state: draft\n", 0));
    let here = goals(&[("a.yaml", &first), ("b.yaml", &copied)]);
    let view = answer(here.path(), &["rollup", "-q"]);
    assert_eq!(goal(&view, "q")["progress"], 1.0);
    assert_eq!(view["unreadable"][0]["path"], "b.yaml", "and is named all the same");
}

#[test]
fn settings_and_organisation_with_a_second_document_are_named() {
    for (path, text) in
        [("goalpost.yaml", "ambition: 0.6\n---\nsettle: 7d\n"), ("org.yaml", "people: []\n---\nteams: []\n")]
    {
        let here = goals(&[("a.yaml", &key_result("a", "", 10))]);
        std::fs::write(here.path().join(path), text).expect("written");
        let tree = says(here.path(), &["rollup", "-q"]);
        assert!(tree.contains(&format!("1 file cannot be read: {path}")), "{tree}");
    }
}

/// What the statements of all commands say of a key result whose objective cannot be read.
fn stays_linked(here: &std::path::Path, lines: &str) {
    let ask = |args: &[&str]| says(here, &[args, &["-q"]].concat());
    let view = answer(here, &["rollup", "-q"]);
    let it = goal(&view, "a");
    assert_eq!(
        (&it["owner"], &it["team"], &it["start"]),
        (&json!("nia"), &json!("bake"), &json!("2026-10-01")),
        "{lines}"
    );
    assert_eq!(it["health"], "achieved-early", "{lines}");
    let aligned = answer(here, &["align", "-q"]);
    assert_eq!((&aligned["indicators"]["reach"]["value"], &aligned["orphans"]), (&json!(1.0), &json!([])), "{lines}");
    let report = ask(&["report", "--format", "markdown"]);
    assert!(report.contains("100 % of goals are linked") || !report.contains("0 % of goals are linked"), "{report}");
    assert!(!report.contains("Not linked to the mission"), "{report}");
    let plan = ask(&["plan", "--period", "2026-Q4"]);
    assert!(!plan.contains("not linked") && !plan.contains("no owner") && !plan.contains("no period"), "{plan}");
    let why = ask(&["why", "a"]);
    assert!(why.contains("a reaches the mission through a goal whose file cannot be read"), "{why}");
    assert!(!ask(&["agenda", "--today", "2026-11-29"]).contains("nobody named"), "{lines}");
}

/// A conflict in one objective made everything below it an orphan without owner and period.
#[test]
fn what_is_known_of_an_objective_that_cannot_be_read_holds_for_what_is_below() {
    let repo = Repo::new();
    for (path, text) in [("goalpost.yaml", ""), ("org.yaml", ORG), ("mission.yaml", MISSION), ("q.yaml", OBJECTIVE)] {
        repo.write(path, text);
    }
    repo.write("a.yaml", &key_result("a", "", 10));
    repo.commit("nia", "2026-11-19T10:00:00Z", "Begin");
    // From whole lines that can still be read, and from the last version in git where none can.
    let period = "<<<<<<< HEAD\nperiod: 2026-Q4\n=======\nperiod: 2027-Q1\n>>>>>>> main\n";
    for text in [
        format!("{OBJECTIVE}  bad: [\n"),
        OBJECTIVE.replace("period: 2026-Q4\n", period).replace("supports: [mission]\n", "supports: [\n"),
        "\u{1}nothing left\n".to_owned(),
    ] {
        repo.write("q.yaml", &text);
        stays_linked(repo.path(), &text);
    }
    repo.commit("nia", "2026-11-20T10:00:00Z", "Break it");
    stays_linked(repo.path(), "committed");
    let outside = goals(&[("a.yaml", &key_result("a", "", 10)), ("q.yaml", &format!("{OBJECTIVE}  bad: [\n"))]);
    stays_linked(outside.path(), "without git");
}

#[test]
fn a_line_that_ends_at_a_file_that_cannot_be_read_says_so() {
    let here = goals(&[("a.yaml", &key_result("a", "", 10)), ("q.yaml", "kind: objective\nid: q\nsupports: [\n")]);
    let why = says(here.path(), &["why", "a", "-q"]);
    assert!(why.contains("it is not known whether a reaches the mission"), "{why}");
    let aligned = says(here.path(), &["align", "-q"]);
    assert!(
        aligned.contains("the file of its parent cannot be read: q") && !aligned.contains("missing goal"),
        "{aligned}"
    );
    let view = answer(here.path(), &["align", "-q"]);
    assert_eq!(view["lost_lines"][0]["because"], "unreadable");
}

#[test]
fn a_mission_that_cannot_be_read_is_still_the_mission() {
    let here = goals(&[("a.yaml", &key_result("a", "", 10)), ("mission.yaml", &format!("{MISSION}vision: \"open\n"))]);
    let aligned = answer(here.path(), &["align", "-q"]);
    assert_eq!(aligned["indicators"]["reach"]["value"], 1.0);
    assert!(!goalpost(here.path(), &["check", "-q"]).stdout.contains("no-mission"));
}

const SETTINGS: &str = "organization: Northwind\nambition: 0.5\nfiscal_year_starts: 4\nexclude: [\"templates/**\"]\n";

/// With a conflict in goalpost.yaml the fiscal year, the ambition and the exclusions were the defaults: "nothing to do".
#[test]
fn settings_that_cannot_be_read_are_those_of_the_last_version_that_can() {
    let repo = Repo::new();
    repo.write("goalpost.yaml", SETTINGS);
    repo.write("mission.yaml", MISSION);
    repo.write("q.yaml", &OBJECTIVE.replace("2026-Q4", "2027-Q3").replace("team: bake\n", ""));
    repo.write("a.yaml", &key_result("a", "", 5));
    repo.write("templates/t.yaml", &key_result("t", "", 5));
    repo.commit("nia", "2026-11-19T10:00:00Z", "Begin");
    let numbers = || {
        let view = answer(repo.path(), &["rollup", "-q", "--period", "all"]);
        let ids: Vec<String> =
            view["goals"].as_array().expect("a list").iter().map(|goal| goal["id"].to_string()).collect();
        (ids, goal(&view, "a")["start"].clone(), goal(&view, "a")["expected"].clone())
    };
    let whole = numbers();
    let ambition = "<<<<<<< HEAD\nambition: 0.5\n=======\nambition: 0.6\n>>>>>>> main\n";
    let conflict = SETTINGS.replace("ambition: 0.5\n", ambition);
    for text in [conflict.as_str(), "organization: [\n", "hello\n\u{1}"] {
        repo.write("goalpost.yaml", text);
        assert_eq!(numbers(), whole, "{text}");
        let it = goalpost(repo.path(), &["rollup"]);
        assert!(it.stderr.contains("last version of goalpost.yaml in git that can be read"), "{}", it.stderr);
        assert!(it.stdout.contains("1 file cannot be read: goalpost.yaml"), "{}", it.stdout);
        assert!(!goalpost(repo.path(), &["check", "-q"]).stdout.contains("templates/"), "{text}");
    }
    repo.commit("nia", "2026-11-20T10:00:00Z", "Break it");
    assert_eq!(numbers(), whole, "committed");
    let at_head = answer(repo.path(), &["rollup", "-q", "--period", "all", "--at", "HEAD", "--today", "2026-11-21"]);
    assert_eq!(goal(&at_head, "a")["start"], whole.1, "as of a revision");
    let staged = goalpost(repo.path(), &["check", "--staged", "-q"]).stdout;
    assert!(!staged.contains("templates/"), "{staged}");
}

#[test]
fn without_git_the_default_settings_are_named() {
    let here = goals(&[("goalpost.yaml", "organization: [\n"), ("a.yaml", &key_result("a", "", 5))]);
    let noted = goalpost(here.path(), &["rollup"]).stderr;
    assert!(noted.contains("the default settings hold"), "{noted}");
}
