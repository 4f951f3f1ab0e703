//! Moved goalposts by what they mean, and by who moved them: defaults that are written or taken away, what is removed and
//! set again, what is put back, and ways to take a goal out of the count.

use serde_json::Value;

use crate::support::moved::{json, words};
use crate::support::program::goalpost;
use crate::support::queue::{OBJECTIVE, goals_in, key_result};
use crate::support::repository::{Repo, at};

/// A key result far behind.
fn behind(target: u32, more: &str) -> String {
    key_result(target, more)
        .replace("id: a\ntitle: Raise a", "id: b\ntitle: Raise b")
        .replace("current: 20", "current: 5")
}

/// Two key results of one objective: `a` stands at 60 %, `b` at 5 %.
fn two_goals() -> Repo {
    let repo = goals_in("");
    repo.write("a.yaml", &ahead(""));
    repo.write("b.yaml", &behind(100, ""));
    repo.commit("ana", &at("2026-10-02"), "Set the goals");
    repo
}

fn ahead(more: &str) -> String {
    key_result(100, more).replace("current: 20", "current: 60")
}

/// Writes a file and commits it.
fn step(repo: &Repo, who: &str, day: &str, path: &str, text: &str) {
    repo.write(path, text);
    repo.commit(who, &at(day), "Change");
}

/// The findings about moved goalposts, as the rule and the goal.
fn found(repo: &Repo) -> Vec<String> {
    let rules = "moved-target moved-baseline moved-deadline changed-metric softened-commitment reweighted rescoped-objective \
                 deleted-goal suspect-link";
    let args: Vec<&str> = rules.split_whitespace().flat_map(|rule| ["--rule", rule]).collect();
    let checked = json(repo, &[&["check"][..], &args].concat());
    let findings = checked["findings"].as_array().expect("findings").iter();
    findings.map(|it| format!("{} {}", it["rule"].as_str().unwrap_or(""), it["goal"].as_str().unwrap_or(""))).collect()
}

/// The moves of a goal, each with the day and who made it; and whether it was put back.
fn moves(repo: &Repo, goal: &str) -> Vec<String> {
    let told = json(repo, &["history", goal]);
    let all = told["goals"][0]["goalposts"].as_array().cloned().unwrap_or_default();
    let text = |it: &Value, key: &str| it[key].as_str().unwrap_or_default().to_owned();
    let back = |it: &Value| if it["put_back"].is_null() { "" } else { ", back" };
    all.iter()
        .map(|it| format!("{}, {} {}{}", text(it, "words"), text(it, "author"), text(it, "day"), back(it)))
        .collect()
}

/// Nothing moved, as every command says.
fn is_quiet(repo: &Repo, goal: &str) {
    assert_eq!((found(repo), moves(repo, goal)), (Vec::new(), Vec::new()));
    let diff = json(repo, &["diff", "HEAD~1..HEAD"]);
    let changes = diff["changes"].as_array().expect("changes").iter();
    let moved: Vec<&Value> = changes.filter(|it| !it["moved"].is_null()).collect();
    assert!(moved.is_empty(), "{moved:?}");
    assert_eq!(words(&json(repo, &["digest", "--since", "2026-09-01"])["moves"]), [""; 0]);
}

#[test]
fn a_default_that_is_taken_away_or_written_moves_nothing() {
    let with = "commitment: committed\nweight: 1\nperiod: 2026-Q4\ndeadline: 2026-12-31\n";
    let steps = |more: &str| {
        format!(
            "kind: key_result\nid: k\ntitle: Do k\nmeasures: o\nowner: ana\nmilestones:\n  - {{title: one{more}}}\n"
        )
    };
    let repo = goals_in("");
    repo.write("a.yaml", &key_result(100, with));
    repo.write("k.yaml", &steps(", due: 2026-12-31, weight: 1"));
    repo.write("o.yaml", &format!("{OBJECTIVE}rollup: key_results\n"));
    repo.commit("ana", &at("2026-10-02"), "Say it all");
    for (who, day, more, part, rollup) in [
        ("ben", "2026-11-10", "", "", ""),
        ("ben", "2026-11-12", with, ", due: 2026-12-31, weight: 1", "rollup: key_results\n"),
    ] {
        repo.write("a.yaml", &key_result(100, more));
        repo.write("k.yaml", &steps(part));
        repo.write("o.yaml", &format!("{OBJECTIVE}{rollup}"));
        repo.commit(who, &at(day), "Tidy");
        for goal in ["a", "k", "o"] {
            is_quiet(&repo, goal);
        }
    }
}

#[test]
fn something_easier_than_a_default_is_a_move() {
    let repo = two_goals();
    step(&repo, "ben", "2026-11-10", "a.yaml", &ahead("commitment: aspirational\n"));
    assert_eq!(found(&repo), ["softened-commitment a"]);
    assert_eq!(moves(&repo, "a"), ["commitment committed → aspirational, Ben 2026-11-10"]);
    step(&repo, "ben", "2026-11-11", "b.yaml", &behind(100, "weight: 0.1\n"));
    assert_eq!(moves(&repo, "b"), ["weight 1 → 0.1, Ben 2026-11-11"]);
    let diff = json(&repo, &["diff", "HEAD~1..HEAD"]);
    assert_eq!(diff["changes"][0]["fields"][0]["is_move"], true, "{diff}");
    assert_eq!(words(&diff["changes"][0]["moved"]["moves"]), ["weight 1 → 0.1"]);
    // Whoever puts it back is no more the one who moved it.
    step(&repo, "ana", "2026-11-12", "b.yaml", &behind(100, ""));
    assert_eq!(moves(&repo, "b"), ["weight 1 → 0.1, Ben 2026-11-11, back", "weight 0.1 → 1, Ana 2026-11-12, back"]);
    assert_eq!(found(&repo), ["softened-commitment a"]);
}

#[test]
fn a_deadline_that_is_set_and_taken_away_again_is_no_move_nor_is_an_earlier_one_a_finding() {
    let repo = goals_in("");
    step(&repo, "ben", "2026-11-10", "a.yaml", &key_result(100, "deadline: 2026-12-15\n"));
    step(&repo, "ana", "2026-11-12", "a.yaml", &key_result(100, ""));
    assert_eq!((found(&repo), moves(&repo, "a")), (vec![], vec![]));
    let repo = goals_in("");
    step(&repo, "ana", "2026-10-02", "a.yaml", &key_result(100, "deadline: 2026-12-15\n"));
    step(&repo, "ben", "2026-11-12", "a.yaml", &key_result(100, "deadline: 2026-12-10\n"));
    assert_eq!(found(&repo), [""; 0]);
    assert_eq!(json(&repo, &["history", "a"])["goals"][0]["goalposts"][0]["made_harder"], true);
    step(&repo, "ben", "2026-11-13", "a.yaml", &key_result(100, ""));
    assert_eq!(found(&repo), ["moved-deadline a"]);
}

#[test]
fn whoever_sets_what_another_removed_is_named_with_the_move() {
    let repo = goals_in("");
    step(&repo, "ben", "2026-11-10", "a.yaml", &key_result(100, "").replace("  target: 100\n", ""));
    step(&repo, "ana", "2026-11-12", "a.yaml", &key_result(50, ""));
    assert_eq!(moves(&repo, "a"), ["target 100 removed, Ben 2026-11-10, back", "target 100 → 50 x, Ana 2026-11-12"]);
    let checked = json(&repo, &["check", "--rule", "moved-target"]);
    assert_eq!(found(&repo), ["moved-target a"]);
    assert!(checked.to_string().contains("until 2026-11-12 (Ana"), "{checked}");
    let diff = json(&repo, &["diff", "HEAD~1..HEAD"]);
    assert_eq!(words(&diff["changes"][0]["moved"]["moves"]), ["target 100 → 50 x"]);
    // It was set again, elsewhere: nobody says that it was put back.
    let report = "report --output -";
    for command in ["history a", "digest --since 60d", "diff HEAD~2..HEAD~1", report, "show a"] {
        let args: Vec<&str> = command.split(' ').chain(["-q", "--today", "2026-12-10"]).collect();
        let text = goalpost(repo.path(), &args).stdout;
        assert!(!text.contains("put back"), "{command}: {text}");
        let day = if command == report { "Nov" } else { "2026-11-12" };
        assert!(text.contains(&format!("set again on {day}")) || command.starts_with("diff"), "{command}: {text}");
    }
    // A milestone that is written again with a later day.
    let steps =
        |list: &str| format!("kind: key_result\nid: k\ntitle: Do k\nmeasures: o\nowner: ana\nmilestones:\n{list}");
    let (one, two) = ("  - {title: first, due: 2026-10-30}\n", "  - {title: second, due: 2026-11-30}\n");
    step(&repo, "ana", "2026-10-02", "k.yaml", &steps(&format!("{one}{two}")));
    step(&repo, "ben", "2026-11-13", "k.yaml", &steps(two));
    step(&repo, "ana", "2026-11-14", "k.yaml", &steps(&format!("{two}  - {{title: first, due: 2026-12-20}}\n")));
    assert_eq!(
        moves(&repo, "k"),
        [
            "milestone “first” removed, Ben 2026-11-13, back",
            "milestone “first”: due 2026-10-30 → 2026-12-20, Ana 2026-11-14"
        ]
    );
}

#[test]
fn what_was_taken_back_on_the_branch_was_proposed_by_who_proposed_it_again() {
    let repo = goals_in("");
    repo.branch("lower");
    step(&repo, "ben", "2026-11-10", "a.yaml", &key_result(50, ""));
    step(&repo, "ben", "2026-11-11", "a.yaml", &key_result(100, ""));
    step(&repo, "ana", "2026-11-12", "a.yaml", &key_result(50, ""));
    repo.write("o.yaml", &format!("{OBJECTIVE}why: people wait\n"));
    repo.commit("ana", &at("2026-11-13"), "Say why");
    repo.checkout("main");
    repo.merge("ben", &at("2026-11-20"), "lower");
    assert_eq!(moves(&repo, "a"), ["target 100 → 50 x, Ana 2026-11-20"]);
    let told = json(&repo, &["history", "a"]);
    assert_eq!(told["goals"][0]["goalposts"][0]["proposed"]["day"], "2026-11-12");
}

#[test]
fn of_two_branches_that_lowered_a_target_the_first_one_proposed_it() {
    let repo = goals_in("");
    repo.branch("first");
    step(&repo, "ana", "2026-11-10", "a.yaml", &key_result(50, "confidence: 0.5\n"));
    repo.checkout("main");
    repo.branch("second");
    step(&repo, "ben", "2026-11-12", "a.yaml", &key_result(50, ""));
    repo.checkout("first");
    repo.git(&["merge", "-q", "--no-ff", "--no-commit", "-s", "ours", "second"]);
    repo.write("o.yaml", &format!("{OBJECTIVE}why: people wait\n"));
    repo.commit("ana", &at("2026-11-13"), "Merge branch 'second' into first");
    repo.checkout("main");
    repo.merge("ben", &at("2026-11-20"), "first");
    assert_eq!(moves(&repo, "a"), ["target 100 → 50 x, Ana 2026-11-20"]);
}

#[test]
fn nobody_knows_who_moved_what_could_not_be_read() {
    // What lay out of sight is read there.
    let hides =
        [("mkdir .h; git mv a.yaml .h/a.yaml", false), ("git mv a.yaml a.bak", false), ("printf '{' >> a.yaml", true)];
    for (hide, is_unknown) in hides {
        let repo = goals_in("");
        repo.shell(hide);
        repo.commit("ben", &at("2026-11-01"), "Hide");
        repo.shell("rm -rf .h a.bak");
        step(&repo, "ana", "2026-11-10", "a.yaml", &key_result(50, ""));
        let told = json(&repo, &["history", "a"]);
        let it = &told["goals"][0]["goalposts"][0];
        assert_eq!((it["author"].as_str(), it["by_owner_alone"].is_null()), (Some("Ana"), is_unknown), "{hide}: {it}");
    }
}

#[test]
fn what_is_put_back_as_it_had_settled_rescopes_nothing() {
    for away in ["state: draft\n", "state: dropped\nreason: no use\n", "weight: 0.1\n"] {
        let repo = two_goals();
        step(&repo, "ben", "2026-11-01", "a.yaml", &ahead(away));
        step(&repo, "ana", "2026-11-20", "a.yaml", &ahead(""));
        assert_eq!(found(&repo), [""; 0], "{away}");
    }
    // What the objective had not when it settled raises its progress still.
    let repo = goals_in("");
    step(&repo, "ben", "2026-11-01", "c.yaml", &ahead("").replace("id: a\n", "id: c\n"));
    assert_eq!(found(&repo), ["rescoped-objective o"]);
}

#[test]
fn a_key_result_that_becomes_another_kind_of_goal_leaves_its_objective() {
    for (kind, more) in [("development", ""), ("objective", ""), ("objective", "supports: [o]\n")] {
        let repo = two_goals();
        let text = format!("kind: {kind}\nid: b\ntitle: Raise b\nowner: ana\nperiod: 2026-Q4\n{more}");
        step(&repo, "ben", "2026-11-10", "b.yaml", &text);
        assert_eq!(found(&repo), ["rescoped-objective o"], "{kind}");
        let digest = json(&repo, &["digest", "--since", "2026-09-01"]).to_string();
        assert!(digest.contains("5 x of 2026-10-20 withdrawn"), "{digest}");
    }
}

#[test]
fn many_small_contributions_rescope_an_objective_together() {
    let easy = |id: &str, current: u32, weight: &str| {
        ahead(weight)
            .replace("id: a\ntitle: Raise a", &format!("id: {id}\ntitle: Raise {id}"))
            .replace("60", &current.to_string())
    };
    let add = |current| {
        let repo = two_goals();
        for (at, id) in ["c", "d", "e", "f"].into_iter().enumerate() {
            step(&repo, "ben", &format!("2026-11-1{at}"), &format!("{id}.yaml"), &easy(id, current, "weight: 0.2\n"));
        }
        repo
    };
    let repo = add(80);
    let checked = json(&repo, &["check", "--rule", "rescoped-objective"]);
    let message = checked["findings"][0]["message"].as_str().unwrap_or_default();
    // 65 of 2, and 64 more of .8.
    let said = "progress of `o` is 46 %; changes since 2026-11-10 raised it by 13 points in small steps: 4 contributions were changed";
    assert_eq!(message, said);
    // Key results at the mean of the others raise nothing, whatever they reach later.
    let repo = add(32);
    step(&repo, "ben", "2026-11-18", "c.yaml", &easy("c", 99, "weight: 0.2\n").replace("2026-10-01", "2026-11-18"));
    step(&repo, "ben", "2026-11-19", "g.yaml", &easy("g", 36, "weight: 0.2\n"));
    assert_eq!(found(&repo), [""; 0]);
    // What is taken back counts no more.
    let repo = add(80);
    for id in ["c", "d", "e", "f"] {
        step(
            &repo,
            "ben",
            "2026-11-19",
            &format!("{id}.yaml"),
            &easy(id, 80, "weight: 0.2\nstate: dropped\nreason: too easy\n"),
        );
    }
    assert_eq!(found(&repo), [""; 0]);
}

#[test]
fn a_unit_that_a_kpi_changes_later_moves_nothing_of_the_day_on_which_it_was_the_same() {
    let repo = goals_in("");
    let kpi = |unit: &str| {
        format!(
            "kind: kpi\nid: u\ntitle: Uptime\nmetric: {{name: u, unit: {unit}, at_least: 1, current: 20, as_of: 2026-10-20}}\n"
        )
    };
    repo.write("u.yaml", &kpi("x"));
    let by_kpi = "kind: key_result\nid: a\ntitle: Raise a\nmeasures: o\nowner: ana\nmetric: {kpi: u, baseline: 0, target: 100}\n";
    step(&repo, "ana", "2026-10-21", "a.yaml", by_kpi);
    is_quiet(&repo, "a");
    step(&repo, "ben", "2026-11-10", "u.yaml", &kpi("y"));
    assert_eq!(moves(&repo, "a"), [""; 0]);
    assert_eq!(moves(&repo, "u"), ["unit x → y, Ben 2026-11-10"]);
}

#[test]
fn an_end_set_to_a_day_long_ago_hides_no_lowered_target() {
    for more in ["deadline: 2026-11-01\n", "period: {start: 2026-10-01, end: 2026-11-01}\n"] {
        let repo = goals_in("");
        step(&repo, "ben", "2026-11-18", "a.yaml", &key_result(50, more));
        assert_eq!(found(&repo), ["moved-target a"], "{more}");
    }
    let repo = goals_in("");
    repo.write("o.yaml", &OBJECTIVE.replace("2026-Q4", "{start: 2026-10-01, end: 2026-11-01}"));
    step(&repo, "ben", "2026-11-18", "a.yaml", &key_result(50, ""));
    assert_eq!(found(&repo), ["moved-target a"]);
    // The end of a quarter that is over stays the end.
    let repo = goals_in("");
    repo.write("o.yaml", &OBJECTIVE.replace("2026-Q4", "2026-Q3"));
    repo.write("a.yaml", &key_result(100, "").replace("2026-10-20", "2026-09-20"));
    repo.commit("ana", &at("2026-10-02"), "The summer");
    step(&repo, "ben", "2026-10-15", "a.yaml", &key_result(50, "").replace("2026-10-20", "2026-09-20"));
    assert_eq!(found(&repo), [""; 0]);
}

#[test]
fn a_kpi_with_another_value_tells_nothing_of_the_original() {
    let repo = goals_in("");
    repo.write("u.yaml", "kind: kpi\nid: u\ntitle: Uptime\nmetric: {name: other, unit: x, at_least: 1, current: 95, as_of: 2026-10-20}\n");
    repo.write("a.yaml", &key_result(100, ""));
    repo.commit("ana", &at("2026-10-02"), "Set the goals");
    let by_kpi = "kind: key_result\nid: a\ntitle: Raise a\nmeasures: o\nowner: ana\nmetric: {kpi: u, baseline: 0, target: 100}\n";
    step(&repo, "ben", "2026-11-10", "a.yaml", by_kpi);
    assert_eq!(found(&repo), ["changed-metric a"]);
    let told = json(&repo, &["history", "a"]);
    assert_eq!(told["goals"][0]["price"]["against_original"], Value::Null);
}

#[test]
fn a_former_id_is_not_that_of_a_goal_that_stood_beside() {
    let repo = two_goals();
    repo.remove("b.yaml");
    step(&repo, "ben", "2026-11-20", "a.yaml", &ahead("formerly: [b]\n"));
    assert_eq!(found(&repo), ["deleted-goal b"]);
    let digest = json(&repo, &["digest", "--since", "2026-09-01"]).to_string();
    assert!(digest.contains("Raise b"), "{digest}");
    // A goal that was renamed in two steps is the same goal.
    let repo = two_goals();
    step(&repo, "ben", "2026-11-18", "c.yaml", &behind(100, "formerly: [b]\n").replace("id: b\n", "id: c\n"));
    repo.remove("b.yaml");
    repo.commit("ben", &at("2026-11-20"), "Take the old file away");
    assert_eq!(found(&repo), [""; 0]);
}

#[test]
fn a_pattern_of_gitignore_hides_no_goal() {
    // Deleted with the pattern, and by another before it.
    let repo = two_goals();
    repo.remove("b.yaml");
    repo.commit("ben", &at("2026-11-10"), "Remove");
    step(&repo, "ana", "2026-11-12", ".gitignore", "b.yaml\n");
    assert_eq!(found(&repo), ["deleted-goal b"]);
    let checked = json(&repo, &["check", "--rule", "deleted-goal"]).to_string();
    assert!(checked.contains("on 2026-11-10 (Ben"), "{checked}");
    // Still there: the commit that left it out removed it, as one that excludes it does.
    let repo = two_goals();
    step(&repo, "ben", "2026-11-10", ".gitignore", "b.yaml\n");
    assert_eq!(found(&repo), ["rescoped-objective o"]);
    let checked = json(&repo, &["check", "--rule", "rescoped-objective"]).to_string();
    assert!(checked.contains("2026-11-10") && checked.contains("`b` was excluded"), "{checked}");
    // What was never read is no goal that was taken away.
    let repo = goals_in("");
    repo.write(".gitignore", "drafts/\n");
    repo.write("drafts/b.yaml", &behind(100, ""));
    repo.git(&["add", "-f", "drafts/b.yaml"]);
    repo.commit("ana", &at("2026-10-03"), "A sketch");
    assert_eq!(found(&repo), [""; 0]);
}

#[test]
fn a_later_start_gives_no_second_time_to_settle() {
    let repo = two_goals();
    step(&repo, "ben", "2026-11-20", "b.yaml", &behind(100, "period: 2026-12\n"));
    step(&repo, "ben", "2026-11-25", "b.yaml", &behind(10, "period: 2026-12\n"));
    assert_eq!(found(&repo), ["moved-target b", "moved-deadline b"]);
    assert_eq!(moves(&repo, "b"), ["period 2026-Q4 → 2026-12, Ben 2026-11-20", "target 100 → 10 x, Ben 2026-11-25"]);
    // That of its objective.
    let repo = two_goals();
    step(&repo, "ben", "2026-11-20", "o.yaml", &OBJECTIVE.replace("2026-Q4", "2026-12"));
    step(&repo, "ben", "2026-11-25", "b.yaml", &behind(10, ""));
    assert!(found(&repo).contains(&"moved-target b".to_owned()), "{:?}", found(&repo));
    assert!(found(&repo).contains(&"moved-deadline o".to_owned()), "{:?}", found(&repo));
}

#[test]
fn a_kpi_in_place_of_a_metric_of_its_own_is_a_move_unless_the_value_only_went_there() {
    let kpi = |value: u32| {
        format!(
            "kind: kpi\nid: u\ntitle: Calls\nmetric: {{name: u, unit: x, at_least: 1, current: {value}, as_of: 2026-10-20}}\n"
        )
    };
    let by_kpi = "kind: key_result\nid: a\ntitle: Raise a\nmeasures: o\nowner: ana\nmetric: {kpi: u, baseline: 0, target: 100}\n";
    let repo = goals_in("");
    repo.write("u.yaml", &kpi(70));
    step(&repo, "ben", "2026-11-01", "a.yaml", by_kpi);
    assert_eq!(found(&repo), ["changed-metric a"]);
    assert_eq!(moves(&repo, "a"), ["kpi unset → u, Ben 2026-11-01"]);
    let diff = json(&repo, &["diff", "HEAD~1..HEAD"]);
    assert_eq!(words(&diff["changes"][0]["moved"]["moves"]), ["kpi unset → u"], "{diff}");
    let repo = goals_in("");
    repo.write("u.yaml", &kpi(20));
    step(&repo, "ben", "2026-11-01", "a.yaml", by_kpi);
    is_quiet(&repo, "a");
}

#[test]
fn a_title_mended_in_the_commit_that_ticks_a_milestone_removes_none() {
    let steps = |one: &str| {
        format!(
            "kind: key_result\nid: k\ntitle: Do k\nmeasures: o\nowner: ana\nmilestones:\n  - {{title: {one}}}\n  \
             - {{title: other, due: 2026-11-30}}\n"
        )
    };
    let repo = goals_in("");
    step(&repo, "ana", "2026-10-02", "k.yaml", &steps("first stp, due: 2026-10-30, done: false"));
    step(&repo, "ben", "2026-11-09", "k.yaml", &steps("first step, due: 2026-10-30, done: 2026-11-09"));
    assert_eq!((found(&repo), moves(&repo, "k")), (vec![], vec![]));
    // Another number is another milestone.
    step(&repo, "ana", "2026-10-03", "k.yaml", &steps("step 1, due: 2026-10-30"));
    step(&repo, "ben", "2026-11-09", "k.yaml", &steps("step 2, due: 2026-10-30, done: 2026-11-09"));
    assert!(found(&repo).contains(&"moved-target k".to_owned()), "{:?}", found(&repo));
}

#[test]
fn a_request_from_the_trunk_of_a_fork_lands_when_it_is_merged() {
    let repo = goals_in("");
    repo.branch("fork");
    step(&repo, "ana", "2026-11-05", "a.yaml", &key_result(50, ""));
    repo.checkout("main");
    step(&repo, "ben", "2026-11-06", "o.yaml", &format!("{OBJECTIVE}why: people wait\n"));
    repo.git_by("ben", &at("2026-11-12"), &["merge", "--no-ff", "-m", "Merge branch 'main' into 'main'", "fork"]);
    assert_eq!(moves(&repo, "a"), ["target 100 → 50 x, Ana 2026-11-12"]);
    let told = json(&repo, &["history", "a"]);
    let it = &told["goals"][0]["goalposts"][0];
    assert_eq!((&it["by_owner_alone"], it["merged_by"].as_str()), (&Value::Bool(false), Some("ben")));
}

#[test]
fn a_planned_value_that_is_new_and_below_the_plan_is_a_move_and_one_in_more_detail_is_none() {
    let planned = |due: &str, value: u32| {
        key_result(100, &format!("milestones:\n  - {{title: first, due: {due}, value: {value}}}\n"))
    };
    let repo = goals_in("");
    step(&repo, "ben", "2026-11-20", "a.yaml", &planned("2026-12-15", 1));
    assert_eq!(moves(&repo, "a"), ["milestone “first”: value 82.42 → 1 x, Ben 2026-11-20"]);
    assert_eq!(found(&repo).len(), 1);
    // What the line through the period asks for, or more.
    for (due, value) in [("2026-12-15", 82), ("2026-11-30", 90)] {
        let repo = goals_in("");
        step(&repo, "ben", "2026-11-20", "a.yaml", &planned(due, value));
        is_quiet(&repo, "a");
    }
    // While goalposts settle a plan may begin as slowly as people like.
    let repo = goals_in("");
    step(&repo, "ben", "2026-10-05", "a.yaml", &planned("2026-12-15", 1));
    assert_eq!(found(&repo), [""; 0]);
    // Nor is a point between two others that lies on the way from one to the other.
    let repo = goals_in("");
    let slow =
        |more: &str| key_result(100, &format!("milestones:\n  - {{title: late, due: 2026-12-15, value: 1}}\n{more}"));
    step(&repo, "ana", "2026-10-05", "a.yaml", &slow(""));
    step(&repo, "ben", "2026-11-20", "a.yaml", &slow("  - {title: mid, due: 2026-11-20, value: 1}\n"));
    assert_eq!((found(&repo), moves(&repo, "a").len()), (Vec::new(), 1));
    // One that was set after goalposts had settled and is gone again leaves the plan as it was; set again it is a move again.
    let repo = goals_in("");
    step(&repo, "ben", "2026-11-20", "a.yaml", &planned("2026-12-15", 1));
    step(&repo, "ben", "2026-11-21", "a.yaml", &key_result(100, ""));
    assert_eq!((found(&repo), moves(&repo, "a").len()), (Vec::new(), 1));
    assert!(moves(&repo, "a")[0].ends_with("Ben 2026-11-20, back"));
    step(&repo, "ben", "2026-11-24", "a.yaml", &planned("2026-12-15", 1));
    assert_eq!((found(&repo).len(), moves(&repo, "a").len()), (1, 2));
}

/// It was said of what was made a draft that it was removed.
#[test]
fn what_was_made_a_draft_is_said_to_be_one() {
    let repo = two_goals();
    step(&repo, "ben", "2026-11-10", "b.yaml", &behind(100, "state: draft\n"));
    let checked = json(&repo, &["check", "--rule", "rescoped-objective"]).to_string();
    assert!(checked.contains("`b` was made a draft"), "{checked}");
}
