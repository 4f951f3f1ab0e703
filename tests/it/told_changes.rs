//! What changes of goals are told as: by whom and why what differs now moved, and what goes on under another id.

use serde_json::{Value, json};

use crate::support::program::{goalpost, says};
use crate::support::repository::{Repo, at};

const ORG: &str = "people:\n  - {id: tom, name: Tom, email: [tom@northwind.example]}\n  - {id: ben, name: Ben, email: \
                   [ben@northwind.example]}\n  - {id: ana, name: Ana, email: [ana@northwind.example]}\n";

fn key_result(id: &str, metric: &str, more: &str) -> String {
    format!(
        "kind: key_result\nid: {id}\ntitle: Sell more {id}\nmeasures: o\nmetric: {{name: n, unit: x, {metric}}}\n{more}"
    )
}

/// An objective and a key result that were set on 2026-09-28.
fn set(k: &str) -> Repo {
    let repo = Repo::new();
    repo.write("goalpost.yaml", "settle: 14d\n");
    repo.write("org.yaml", ORG);
    repo.write("o.yaml", "kind: objective\nid: o\ntitle: Win\nowner: tom\nperiod: 2026-Q4\n");
    repo.write("k.yaml", k);
    repo.commit("ana", &at("2026-09-28"), "Set");
    repo
}

fn with_target(baseline: u32, target: u32) -> String {
    key_result("k", &format!("baseline: {baseline}, target: {target}, current: 10, as_of: 2026-09-28"), "owner: tom\n")
}

fn asked(repo: &Repo, args: &[&str]) -> Value {
    let args = [args, &["-q", "--today", "2026-11-20", "--format", "json"]].concat();
    let answer = goalpost(repo.path(), &args);
    serde_json::from_str(&answer.stdout).unwrap_or_else(|_| panic!("{args:?}: {} {}", answer.stdout, answer.stderr))
}

/// The text of a report for people, without its line breaks.
fn text(repo: &Repo, args: &[&str]) -> String {
    let said = says(repo.path(), &[args, &["-q", "--today", "2026-11-20"]].concat());
    said.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn change(repo: &Repo, range: &str) -> Value {
    let view = asked(repo, &["diff", range]);
    let all = view["changes"].as_array().expect("changes");
    all.iter().find(|it| it["goal"] == "k").expect("the goal's change").clone()
}

fn quiet_move(repo: &Repo) -> Value {
    asked(repo, &["rollup", "k"])["goals"][0]["quiet_move"].clone()
}

fn findings(repo: &Repo, rule: &str) -> Vec<String> {
    let view = asked(repo, &["check", "--rule", rule]);
    let all = view["findings"].as_array().expect("findings").iter();
    all.map(|it| it["message"].as_str().expect("a message").to_owned()).collect()
}

#[test]
fn who_put_a_goalpost_back_or_raised_it_did_not_lower_it() {
    let repo = set(&with_target(0, 100));
    for (who, day, target) in [("ben", "2026-10-20", 80), ("ana", "2026-10-23", 100), ("ben", "2026-10-25", 80)] {
        repo.write("k.yaml", &with_target(0, target));
        repo.commit(who, &at(day), "Change");
    }
    let told = text(&repo, &["diff", "HEAD~3..HEAD"]);
    assert!(told.contains("target 100 → 80 x by ben, no reason given: 10 % becomes 12 %"), "{told}");
    assert_eq!(change(&repo, "HEAD~3..HEAD")["moved"]["moves"].as_array().expect("moves").len(), 3);

    let repo = set(&with_target(0, 100));
    for (who, day, target) in [("ana", "2026-10-20", 120), ("ben", "2026-10-25", 80)] {
        repo.write("k.yaml", &with_target(0, target));
        repo.commit(who, &at(day), "Change");
    }
    let told = text(&repo, &["diff", "HEAD~2..HEAD"]);
    assert!(told.contains("target 100 → 80 x by ben, no reason given"), "{told}");
}

#[test]
fn each_moved_goalpost_has_its_own_people_and_reason() {
    let repo = set(&with_target(5, 100));
    repo.write("k.yaml", &with_target(0, 100));
    repo.commit("ana", &at("2026-10-20"), "Baseline\n\nGoal-Reason: measured anew");
    repo.write("k.yaml", &with_target(0, 60));
    repo.commit("ben", &at("2026-10-25"), "Target");
    let told = text(&repo, &["diff", "HEAD~2..HEAD"]);
    let expected = "baseline 5 → 0 x by ana, because “measured anew”; target 100 → 60 x by ben, no reason given: 5 % \
                    becomes 16 %";
    assert!(told.contains(expected), "{told}");
    // One goalpost that two people moved the same way.
    repo.write("k.yaml", &with_target(0, 50));
    repo.commit("tom", &at("2026-10-28"), "Lower\n\nGoal-Reason: a strike");
    let told = text(&repo, &["diff", "HEAD~2..HEAD"]);
    assert!(told.contains("target 100 → 50 x by ben, no reason given, and by tom, because “a strike”"), "{told}");
}

#[test]
fn the_reason_of_a_lower_target_is_not_that_of_a_higher_one() {
    let repo = set(&with_target(0, 100));
    repo.write("k.yaml", &with_target(0, 60));
    repo.commit("ben", &at("2026-10-25"), "Low\n\nGoal-Reason: a strike");
    repo.write("k.yaml", &with_target(0, 120));
    repo.commit("ana", &at("2026-10-28"), "Back, and more");
    let told = text(&repo, &["diff", "HEAD~2..HEAD"]);
    assert!(told.contains("target 100 → 120 x by ana, made harder: 10 % becomes 8 %"), "{told}");
}

#[test]
fn an_explained_move_is_explained_whatever_settled_before() {
    let repo = set(&with_target(0, 100));
    repo.write("k.yaml", &with_target(0, 90));
    repo.commit("ben", &at("2026-10-10"), "While settling");
    repo.write("k.yaml", &with_target(0, 80));
    repo.commit("ana", &at("2026-10-20"), "More\n\nGoal-Reason: a strike");
    assert_eq!(findings(&repo, "moved-target"), [""; 0]);
    let moved = change(&repo, "HEAD~2..HEAD")["moved"].clone();
    assert_eq!((&moved["explained"], &moved["reason"]), (&json!(true), &json!("a strike")));
    let told = text(&repo, &["diff", "HEAD~2..HEAD"]);
    assert!(told.contains("target 100 → 80 x by ana, because “a strike”"), "{told}");
}

/// Key results k and f of which the second goes on in another.
fn merged(keeper: &str, file: &str) -> Repo {
    let repo = set(&with_target(0, 100));
    repo.write("f.yaml", &with_target(0, 100).replace("id: k", "id: f"));
    repo.commit("ana", &at("2026-09-29"), "Another");
    repo.remove("f.yaml");
    if file != "k.yaml" {
        repo.remove("k.yaml");
    }
    repo.write(file, keeper);
    repo.commit("ben", &at("2026-11-08"), "Merge two goals into one");
    repo
}

#[test]
fn a_goal_that_was_merged_into_another_is_told_as_replaced_by_it() {
    let into_new = with_target(0, 100).replace("id: k", "id: kf\nformerly: [k, f]");
    let into_one = with_target(0, 100).replace("id: k", "id: k\nformerly: [f]");
    for (repo, by) in [(merged(&into_new, "kf.yaml"), "kf"), (merged(&into_one, "k.yaml"), "k")] {
        for args in [["diff", "HEAD~1..HEAD"].as_slice(), &["digest", "--since", "2026-11-01"]] {
            let told = text(&repo, args);
            let is_told = told.contains(&format!("replaced by {by}"));
            assert!(is_told && !told.contains("no reason given"), "{told}");
        }
        // The other goal stood beside it: that is said, and no reason.
        assert_eq!(findings(&repo, "deleted-goal").len(), 1);
    }
}

#[test]
fn a_deadline_or_a_due_day_that_is_set_again_as_it_was_is_put_back() {
    let deadline = |more: &str| key_result("k", "baseline: 0, target: 100, current: 10, as_of: 2026-09-28", more);
    let steps = |dues: &str| {
        format!(
            "kind: key_result\nid: k\ntitle: Build the crane\nmeasures: o\nmilestones:\n  - {{title: plan, due: 2026-10-20}}\n  - {{title: build{dues}}}\n"
        )
    };
    let cases = [(deadline("deadline: 2026-12-01\n"), deadline("")), (steps(", due: 2026-11-25"), steps(""))];
    for (with, without) in cases {
        let repo = set(&with);
        repo.write("k.yaml", &without);
        repo.commit("ben", &at("2026-11-05"), "Tidy up");
        assert_ne!(quiet_move(&repo), Value::Null, "{without}");
        repo.write("k.yaml", &with);
        repo.commit("ben", &at("2026-11-06"), "Back");
        assert_eq!(quiet_move(&repo), Value::Null, "{with}");
        let moves = asked(&repo, &["history", "k"])["goals"][0]["goalposts"].clone();
        assert_eq!(moves[0]["put_back"], "2026-11-06", "{moves:#}");
        // By another day it is not.
        repo.write("k.yaml", &with.replace("2026-12-01", "2026-12-10").replace("2026-11-25", "2026-11-29"));
        repo.commit("ben", &at("2026-11-07"), "Later");
        assert_ne!(quiet_move(&repo), Value::Null, "{with}");
    }
}

#[test]
fn the_price_of_a_moved_target_stays_when_its_kpi_is_renamed() {
    let repo =
        set("kind: key_result\nid: k\ntitle: Raise it\nmeasures: o\nmetric: {kpi: up, baseline: 60, target: 90}\n");
    let kpi = |id: &str, value: &str| {
        format!(
            "kind: kpi\nid: {id}\ntitle: Uptime\nowner: tom\nmetric: {{name: up, unit: \"%\", at_least: 50, {value}}}\n"
        )
    };
    repo.write("up.yaml", &kpi("up", "current: 60, as_of: 2026-09-28"));
    repo.commit("ana", &at("2026-09-29"), "A KPI");
    repo.write("k.yaml", &repo.read("k.yaml").replace("target: 90", "target: 80"));
    repo.commit("ben", &at("2026-10-28"), "Lower");
    repo.write("up.yaml", &kpi("up", "current: 75, as_of: 2026-11-05"));
    repo.commit("tom", &at("2026-11-05"), "A value");
    let before = findings(&repo, "moved-target");
    assert_eq!(before.len(), 1);
    repo.write("up.yaml", &kpi("uptime\nformerly: [up]", "current: 75, as_of: 2026-11-05"));
    repo.write("k.yaml", &repo.read("k.yaml").replace("kpi: up", "kpi: uptime"));
    assert_eq!(findings(&repo, "moved-target"), before);
    repo.commit("ana", &at("2026-11-06"), "Rename");
    assert_eq!(findings(&repo, "moved-target"), before);
    assert_eq!(quiet_move(&repo)["against_original"], 0.5);
}

#[test]
fn a_parent_under_another_id_is_still_supported() {
    let repo = set(&with_target(0, 100));
    let top = |id: &str| format!("kind: objective\nid: {id}\ntitle: Lead\nowner: ben\nperiod: 2026\n");
    repo.write("t.yaml", &top("t"));
    repo.write("o.yaml", &format!("{}supports: [t]\n", repo.read("o.yaml")));
    repo.commit("ana", &at("2026-09-29"), "Link");
    repo.write("t.yaml", &top("top\nformerly: [t]"));
    repo.write("o.yaml", &repo.read("o.yaml").replace("[t]", "[top]").replace("id: o", "id: oo\nformerly: [o]"));
    repo.write("k.yaml", &repo.read("k.yaml").replace("measures: o", "measures: oo"));
    repo.commit("ana", &at("2026-10-20"), "Rename");
    repo.write("k.yaml", &repo.read("k.yaml").replace("current: 10", "current: 20").replace("09-28", "10-21"));
    repo.write("o.yaml", &repo.read("o.yaml").replace("title: Win", "title: Win more"));
    repo.commit("tom", &at("2026-10-21"), "A value and a title");
    let told = text(&repo, &["diff", "HEAD~2..HEAD"]);
    assert!(told.contains("owner of") && !told.contains("no longer"), "{told}");
}

#[test]
fn by_the_owner_alone_is_judged_by_the_owner_that_was_inherited_then() {
    let k = key_result("k", "baseline: 0, target: 100, current: 10, as_of: 2026-09-28", "");
    let repo = set(&k);
    for (who, day, target) in [("ben", "2026-10-20", "80"), ("tom", "2026-10-25", "70")] {
        repo.write("k.yaml", &k.replace("target: 100", &format!("target: {target}")));
        repo.commit(who, &at(day), "Lower");
    }
    let alone = |repo: &Repo| {
        let moves = asked(repo, &["history", "k"])["goals"][0]["goalposts"].clone();
        let all: Vec<Value> = moves.as_array().expect("moves").iter().map(|it| it["by_owner_alone"].clone()).collect();
        all
    };
    assert_eq!(alone(&repo), [json!(false), json!(true)]);
    repo.write("o.yaml", &repo.read("o.yaml").replace("owner: tom", "owner: ben"));
    repo.commit("ana", &at("2026-11-15"), "Ben takes over");
    assert_eq!(alone(&repo), [json!(false), json!(true)]);
}

#[test]
fn a_changed_setting_is_told_with_its_own_value() {
    let repo = set(&with_target(0, 100).replace("current: 10, as_of: 2026-09-28", "current: 40, as_of: 2026-10-28"));
    for (day, share, why) in [("2026-11-01", "0.5", ""), ("2026-11-10", "0.6", "\n\nGoal-Reason: house rules")] {
        repo.write("goalpost.yaml", &format!("settle: 14d\nthresholds: {{on_track: {share}, at_risk: 0.3}}\n"));
        repo.commit("ana", &at(day), &format!("To {share}{why}"));
    }
    let told = findings(&repo, "moved-settings").join("\n");
    assert!(told.contains("{on_track: 0.9, at_risk: 0.7} to {on_track: 0.5, at_risk: 0.3}"), "{told}");
}

#[test]
fn a_value_that_does_not_count_is_told_as_it_was() {
    let k = |value: u32| key_result("k", &format!("baseline: 0, target: 100, current: {value}"), "owner: tom\n");
    let repo = set(&k(10));
    repo.write("o.yaml", &repo.read("o.yaml").replace("2026-Q4", "2026-10"));
    repo.commit("ana", &at("2026-10-01"), "Period");
    repo.write("k.yaml", &k(20));
    repo.commit("tom", &at("2026-11-03"), "After the end");
    repo.write("k.yaml", &k(30));
    let args = ["commit", "-q", "-a", "-m", "Cherry-picked", "--date", &at("2026-10-28")];
    repo.git_by("ben", &at("2026-11-05"), &args);
    let late = asked(&repo, &["rollup", "k", "--period", "all"])["goals"][0]["late_value"].clone();
    assert_eq!((&late["day"], &late["value"]), (&json!("2026-11-03"), &json!(20.0)));
}
