//! An id that was changed by hand, without `formerly`: one finding with a fix, and the goal is the one that it was.

use serde_json::{Value, json as value};

use goalpost::model::{Day, parse_day};
use goalpost::project::Project;

use crate::support::history::with_history;
use crate::support::program::{goalpost, says};
use crate::support::repository::Repo;

fn objective(id: &str, title: &str, more: &str) -> String {
    format!("kind: objective\nid: {id}\ntitle: {title}\nowner: ana\nteam: oven\nperiod: 2026-Q4\n{more}")
}

fn key_result(id: &str, target: u32) -> String {
    format!(
        "kind: key_result\nid: {id}\ntitle: Sell a hundred loaves\nmeasures: o\nmetric:\n  name: loaves\n  unit: x\n  \
         baseline: 0\n  target: {target}\n  current: 10\n  as_of: 2026-10-01\n"
    )
}

/// Goals of which others name the key result `a` and the objective `o`.
fn shop() -> Repo {
    let repo = Repo::new();
    repo.write("goalpost.yaml", "levels: [company, department]\n");
    repo.write("org.yaml", "teams: [{id: shop, level: company}, {id: oven, level: department, parent: shop}]\n");
    repo.write("m.yaml", "kind: mission\nid: m\ntitle: Why\nstatement: because\n");
    repo.write("o.yaml", &objective("o", "Bake better bread", "supports: [m]\n"));
    repo.write("p.yaml", &objective("p", "Sell more in the till", "supports: [a, o]\n"));
    repo.write("a.yaml", &key_result("a", 100));
    repo.commit("ana", "2026-10-01T08:00:00Z", "Set the goals");
    repo
}

/// Rule, level, goal and related fields of what is found about ids and links.
fn found(repo: &Repo, args: &[&str]) -> Vec<Value> {
    let answer = goalpost(repo.path(), &[&["check", "--format", "json"], args].concat());
    let view: Value = serde_json::from_str(&answer.stdout).expect("JSON");
    let about = ["changed-id", "deleted-goal", "dangling-link", "moved-target", "objective-without-key-results"];
    let findings = view["findings"].as_array().expect("findings").iter();
    // Nothing measures `p` whatever its id.
    let is_about_p = |it: &Value| it["rule"] == "objective-without-key-results" && it["path"] == "p.yaml";
    let told = findings.filter(|it| about.contains(&it["rule"].as_str().expect("a rule")) && !is_about_p(it));
    told.map(|it| {
        let related = it["related"].as_array().expect("related").iter();
        let related: Vec<_> = related.map(|it| value!([it["path"], it["message"]])).collect();
        value!([it["rule"], it["level"], it["path"], related])
    })
    .collect()
}

#[test]
fn an_id_changed_by_hand_is_one_finding_everywhere_and_its_fix_holds() {
    let repo = shop();
    repo.write("a.yaml", &key_result("bread", 100));
    let one = [value!(["changed-id", "error", "a.yaml", [["p.yaml", "names `a`"]]])];
    assert_eq!(found(&repo, &[]), one, "in the work tree");
    repo.git(&["add", "-A"]);
    assert_eq!(found(&repo, &["--staged"]), one, "in the index");
    repo.commit("ben", "2026-11-10T08:00:00Z", "A better name");
    assert_eq!(found(&repo, &[]), one, "in a commit");
    assert_eq!(found(&repo, &["--since", "HEAD~1"]), one, "since it was right");
    assert_eq!(found(&repo, &["--since", "HEAD"]), Vec::<Value>::new(), "since it was wrong already");
    says(repo.path(), &["check", "--fix", "--rule", "changed-id"]);
    assert!(repo.read("a.yaml").contains("\nformerly: [a]\n"), "{}", repo.read("a.yaml"));
    assert_eq!(found(&repo, &[]), Vec::<Value>::new());
    assert!(says(repo.path(), &["history", "bread"]).contains("Set the goals"));
}

#[test]
fn an_objective_keeps_its_key_results_under_another_id() {
    let repo = shop();
    repo.write("o.yaml", &objective("better-bread", "Bake better bread", "supports: [m]\n"));
    repo.commit("ben", "2026-11-10T08:00:00Z", "A better name");
    let related = value!([["a.yaml", "names `o`"], ["p.yaml", "names `o`"]]);
    assert_eq!(found(&repo, &[]), [value!(["changed-id", "error", "o.yaml", related])]);
}

#[test]
fn a_file_renamed_with_its_goal_and_an_id_changed_twice_are_followed() {
    let repo = shop();
    repo.remove("a.yaml");
    repo.write("bread.yaml", &key_result("bread", 100));
    repo.commit("ben", "2026-11-05T08:00:00Z", "A better name");
    repo.write("bread.yaml", &key_result("loaves", 100));
    repo.commit("ben", "2026-11-08T08:00:00Z", "A still better name");
    assert_eq!(found(&repo, &[]), [value!(["changed-id", "error", "bread.yaml", [["p.yaml", "names `a`"]]])]);
    let answer = goalpost(repo.path(), &["history", "a"]);
    assert!(
        answer.stderr.contains("`a` was changed to `loaves`") && answer.stderr.contains("--fix"),
        "{}",
        answer.stderr
    );
    says(repo.path(), &["check", "--fix", "--rule", "changed-id"]);
    assert!(repo.read("bread.yaml").contains("\nformerly: [a, bread]\n"), "{}", repo.read("bread.yaml"));
    assert_eq!(found(&repo, &[]), Vec::<Value>::new());
}

#[test]
fn a_target_lowered_with_the_id_is_still_a_moved_target() {
    let repo = shop();
    repo.write("a.yaml", &key_result("bread", 80));
    repo.commit("ben", "2026-11-10T08:00:00Z", "A better name");
    let rules: Vec<Value> = found(&repo, &[]).into_iter().map(|it| it[0].clone()).collect();
    assert_eq!(rules, ["changed-id", "moved-target"]);
}

#[test]
fn without_a_link_it_is_a_warning_and_another_goal_in_the_same_file_is_none() {
    let repo = shop();
    repo.write("p.yaml", &objective("q", "Sell more in the till", "supports: [a, o]\n"));
    assert_eq!(found(&repo, &[]), [value!(["changed-id", "warning", "p.yaml", []])]);
    repo.write("p.yaml", &objective("q", "Bake for the market", "supports: [o]\ncommitment: committed\n"));
    let rules: Vec<Value> = found(&repo, &[]).into_iter().map(|it| it[0].clone()).collect();
    assert_eq!(rules, ["deleted-goal"]);
}

#[test]
fn what_is_reported_of_the_past_does_not_call_it_removed() {
    let repo = shop();
    repo.write("a.yaml", &key_result("bread", 100));
    repo.commit("ben", "2026-11-18T08:00:00Z", "A better name");
    for args in [&["digest", "--since", "7d"][..], &["report", "--period", "2026-Q4", "--format", "json"]] {
        let args = if args[0] == "digest" { [args, &["--format", "json"]].concat() } else { args.to_vec() };
        let view: Value = serde_json::from_str(&says(repo.path(), &args)).expect("JSON");
        assert_eq!(view["removed"], value!([]), "{args:?}");
    }
}

/// `rollup` lost the link, `history` the time before, and `diff`, `digest` and `report` told of one goal gone and one new.
#[test]
fn every_command_tells_of_one_goal_under_its_new_id() {
    let worktree = shop();
    worktree.write(
        "a.yaml",
        &key_result("bread", 100).replace("current: 10", "current: 20").replace("2026-10-01", "2026-11-10"),
    );
    let committed = shop();
    committed.write("a.yaml", &worktree.read("a.yaml"));
    committed.commit("ben", "2026-11-10T08:00:00Z", "A better name");
    for (repo, base) in [(&worktree, "HEAD"), (&committed, "HEAD~1")] {
        let view = |args: &[&str]| -> Value {
            let answer = goalpost(repo.path(), &[args, &["--format", "json"]].concat());
            assert!(
                answer.stderr.contains("`a` was changed to `bread`") && answer.stderr.contains("--fix"),
                "{args:?}: {}",
                answer.stderr
            );
            serde_json::from_str(&answer.stdout).expect("JSON")
        };
        let rollup = view(&["rollup"]);
        let goal = |id: &str| {
            rollup["goals"].as_array().expect("goals").iter().find(|it| it["id"] == id).expect("a goal").clone()
        };
        let parts = (&goal("p")["supports"][0], &goal("o")["contributions"][0]["id"]);
        assert_eq!(parts, (&value!("bread"), &value!("bread")), "the link by the earlier id leads to it");
        let history = view(&["history", "a"])["goals"][0].clone();
        let days = history["observations"].as_array().expect("observations").iter().map(|it| it["day"].clone());
        assert_eq!(
            (&history["id"], days.collect::<Vec<_>>()),
            (&value!("bread"), vec![value!("2026-10-01"), value!("2026-11-10")])
        );
        assert_eq!(view(&["show", "a"])["goal"]["id"], "bread");
        assert_eq!(view(&["why", "a"])["goal"]["id"], "bread");
        let diff = view(&["diff", base]);
        let changes = diff["changes"].as_array().expect("changes").iter().map(|it| value!([it["goal"], it["change"]]));
        assert_eq!(changes.collect::<Vec<_>>(), [value!(["bread", "modified"])]);
        let digest = view(&["digest", "--since", "2026-11-05"]);
        assert_eq!((&digest["added"], &digest["removed"]), (&value!([]), &value!([])));
        let progress =
            digest["progress"].as_array().expect("progress").iter().find(|it| it["goal"] == "bread").cloned();
        assert_eq!(progress.expect("bread")["before"], 0.1);
        let report = view(&["report", "--period", "2026-Q4"]);
        assert_eq!(report["removed"], value!([]));
        let told = report["happened"].as_array().expect("a week").iter().filter(|it| it["kind"] == "added").count();
        assert_eq!(told, 0);
    }
    // Once it is listed nothing is left to say.
    says(committed.path(), &["check", "--fix", "--rule", "changed-id"]);
    assert!(!goalpost(committed.path(), &["rollup"]).stderr.contains("was changed to"));
}

#[test]
fn a_history_that_is_read_once_tells_of_a_goal_under_its_present_id() {
    let repo = shop();
    repo.write("a.yaml", &key_result("bread", 100));
    repo.commit("ben", "2026-11-10T08:00:00Z", "A better name");
    repo.write("a.yaml", &key_result("loaves", 60));
    repo.commit("ben", "2026-11-12T08:00:00Z", "A better one");
    let project = Project::open(repo.path()).expect("goals");
    let today: Day = parse_day("2026-11-20").expect("a day");
    let facts = with_history(&project, today);
    let history = facts.timeline.history().expect("a history");
    let pair = |before: &str| (before.to_owned(), "loaves".to_owned());
    assert_eq!(history.changed_ids(), [pair("a"), pair("bread")]);
    assert_eq!((history.of("a").len(), history.of("bread").len(), history.of("loaves").len()), (0, 0, 3));
}
