//! Targets that are lowered while something else of the goal is another for a while: its unit, its period, its id.

use serde_json::Value;

use crate::support::program::goalpost;
use crate::support::queue::{OBJECTIVE, goals_in, key_result};
use crate::support::repository::{Repo, at};

fn json(repo: &Repo, args: &[&str]) -> Value {
    let answer = goalpost(repo.path(), &[args, &["-q", "--today", "2026-12-10", "--format", "json"]].concat());
    serde_json::from_str(&answer.stdout).unwrap_or_else(|_| panic!("{args:?}: {}", answer.stderr))
}

/// The messages of the findings of a rule.
fn found(repo: &Repo, rule: &str) -> Vec<String> {
    let checked = json(repo, &["check", "--rule", rule]);
    let findings = checked["findings"].as_array().expect("findings").iter();
    findings.map(|it| it["message"].as_str().expect("a message").to_owned()).collect()
}

/// Writes the key result and commits it.
fn step(repo: &Repo, day: &str, text: &str) {
    repo.write("a.yaml", text);
    repo.commit("ana", &at(day), "Change");
}

fn in_unit(target: u32, unit: &str) -> String {
    key_result(target, "").replace("unit: x", &format!("unit: {unit}"))
}

#[test]
fn a_target_that_is_lowered_while_the_unit_is_another_is_lowered() {
    let repo = goals_in("");
    step(&repo, "2026-11-10", &in_unit(100, "k"));
    step(&repo, "2026-11-12", &in_unit(50, "k"));
    step(&repo, "2026-11-20", &in_unit(50, "x"));
    let told = found(&repo, "moved-target");
    assert!(told.len() == 1 && told[0].contains("lowered from 100 x to 50 x"), "{told:?}");
}

#[test]
fn a_step_of_a_scale_that_is_lowered_while_the_scale_is_another_is_lowered() {
    let rubric = |scale: &str, target: &str| {
        format!(
            "kind: key_result\nid: a\ntitle: Pilot\nmeasures: o\nowner: ana\nmetric: {{name: n, scale: [{scale}], baseline: \
             none, target: {target}, current: piloted, as_of: 2026-10-01}}\n"
        )
    };
    let (four, five) = ("none, piloted, adopted, habitual", "none, piloted, adopted, habitual, more");
    let repo = goals_in("");
    step(&repo, "2026-10-02", &rubric(four, "habitual"));
    step(&repo, "2026-11-10", &rubric(five, "habitual"));
    step(&repo, "2026-11-12", &rubric(five, "adopted"));
    step(&repo, "2026-11-20", &rubric(four, "adopted"));
    assert_eq!(found(&repo, "moved-target").len(), 1);
    // Where only a step came between, the value is what it was.
    let repo = goals_in("");
    step(&repo, "2026-10-02", &rubric(four, "habitual"));
    step(&repo, "2026-11-20", &rubric("none, tried, piloted, habitual", "habitual"));
    assert_eq!((found(&repo, "rewritten-value"), found(&repo, "changed-metric").len()), (vec![], 1));
}

#[test]
fn a_target_that_is_lowered_while_the_period_is_a_later_one_is_lowered() {
    let own = |target: u32, period: &str| key_result(target, &format!("period: {period}\n"));
    let repo = goals_in("");
    step(&repo, "2026-10-02", &own(100, "2026-Q4"));
    step(&repo, "2026-11-05", &own(100, "2027-Q1"));
    step(&repo, "2026-11-10", &own(50, "2027-Q1"));
    step(&repo, "2026-11-20", &own(50, "2026-Q4"));
    assert_eq!(found(&repo, "moved-target").len(), 1);
    // The same by the objective.
    let repo = goals_in("");
    repo.write("o.yaml", &OBJECTIVE.replace("2026-Q4", "2027-Q1"));
    repo.commit("ana", &at("2026-11-05"), "Later");
    step(&repo, "2026-11-10", &key_result(50, ""));
    repo.write("o.yaml", OBJECTIVE);
    repo.commit("ana", &at("2026-11-20"), "Now after all");
    assert_eq!(found(&repo, "moved-target").len(), 1);
}

#[test]
fn a_goal_of_a_later_period_that_is_brought_forward_had_time_to_settle() {
    let own = |target: u32, period: &str| key_result(target, &format!("period: {period}\n")).replace("id: a", "id: b");
    let repo = goals_in("");
    for (day, text) in
        [("2026-11-01", own(100, "2027-Q1")), ("2026-11-10", own(50, "2027-Q1")), ("2026-11-20", own(50, "2026-Q4"))]
    {
        repo.write("b.yaml", &text);
        repo.commit("ana", &at(day), "Change");
    }
    assert_eq!(found(&repo, "moved-target"), [""; 0]);
}

#[test]
fn a_first_period_of_its_own_that_is_a_later_one_moves_the_end() {
    let repo = goals_in("");
    step(&repo, "2026-11-20", &key_result(100, "period: 2027-Q1\n"));
    let told = found(&repo, "moved-deadline");
    assert!(told.len() == 1 && told[0].contains("from 2026-12-31 to 2027-03-31"), "{told:?}");
    // The same period as that of its objective moves nothing.
    let repo = goals_in("");
    step(&repo, "2026-11-20", &key_result(100, "period: 2026-Q4\n"));
    assert_eq!(json(&repo, &["history", "a"])["goals"][0]["goalposts"], serde_json::json!([]));
}

#[test]
fn a_goal_that_leaves_its_quarter_is_told_of_there() {
    let repo = goals_in("");
    repo.write("o.yaml", &OBJECTIVE.replace("2026-Q4", "2027-Q1"));
    let before = repo.commit("ana", &at("2026-11-20"), "Postpone");
    assert_eq!(found(&repo, "moved-deadline").len(), 1, "{before}");
    let digest = json(&repo, &["digest", "--since", "2026-11-15"]);
    assert_eq!(digest["moved"][0]["goal"], "o", "{digest}");
    for period in [&["--period", "2026-Q4"][..], &[]] {
        let report = json(&repo, &[&["report"], period].concat());
        assert_eq!(report["moved"][0]["goal"]["id"], "o", "{period:?}");
    }
    let screen = goalpost(repo.path(), &["-q", "--today", "2026-12-10"]).stdout;
    assert!(screen.contains("Moved without a reason (1)"), "{screen}");
    let other = json(&repo, &["report", "--period", "2026-Q3"]);
    assert_eq!(other["moved"], serde_json::json!([]));
}

#[test]
fn an_explanation_of_what_was_put_back_explains_no_later_move() {
    let repo = goals_in("");
    step(&repo, "2026-11-10", &key_result(50, "reason: the market\n"));
    step(&repo, "2026-11-11", &key_result(100, ""));
    assert_eq!(found(&repo, "moved-target"), [""; 0]);
    step(&repo, "2026-11-20", &key_result(50, ""));
    assert_eq!(found(&repo, "moved-target").len(), 1);
}

#[test]
fn a_reason_that_is_taken_back_explains_nothing_any_more() {
    let reason = "reason: the market shrank\n";
    let decision = |text: &str| format!("log:\n  - {{date: 2026-11-12, kind: decision, text: {text}}}\n");
    let short = decision("it shrank");
    for given in [reason, &short] {
        let repo = goals_in("");
        step(&repo, "2026-11-10", &key_result(50, ""));
        step(&repo, "2026-11-12", &key_result(50, given));
        assert_eq!(found(&repo, "moved-target"), [""; 0], "{given}");
        step(&repo, "2026-11-14", &key_result(50, ""));
        assert_eq!(found(&repo, "moved-target").len(), 1, "{given}");
        step(&repo, "2026-11-16", &key_result(50, given));
        assert_eq!(found(&repo, "moved-target"), [""; 0], "{given}, given again");
    }
    // Another in its place stands for it; the earlier one alone explains no more than it did.
    let (old, new) = (key_result(50, "reason: as always\n"), key_result(50, reason));
    let repo = goals_in("");
    step(&repo, "2026-10-02", &key_result(100, "reason: as always\n"));
    step(&repo, "2026-11-10", &old);
    step(&repo, "2026-11-12", &new);
    assert_eq!(found(&repo, "moved-target"), [""; 0]);
    step(&repo, "2026-11-14", &old);
    assert_eq!(found(&repo, "moved-target").len(), 1);
    let repo = goals_in("");
    step(&repo, "2026-11-10", &key_result(50, &short));
    step(&repo, "2026-11-16", &key_result(50, &decision("the market shrank")));
    assert_eq!(found(&repo, "moved-target"), [""; 0], "a text that is mended is still there");
}

#[test]
fn the_move_that_puts_a_goalpost_back_says_so() {
    let repo = goals_in("");
    step(&repo, "2026-11-10", &key_result(80, ""));
    step(&repo, "2026-11-20", &key_result(100, ""));
    for args in [&["history", "a"][..], &["digest", "--since", "2026-11-01"]] {
        let text = goalpost(repo.path(), &[args, &["-q", "--today", "2026-12-10"]].concat()).stdout;
        let line = |words: &str| text.lines().find(|line| line.contains(words)).unwrap_or_else(|| panic!("{text}"));
        assert!(line("target 100 → 80 x").contains("put back on 2026-11-20"), "{text}");
        assert!(line("target 80 → 100 x").contains("puts it back"), "{text}");
    }
}

#[test]
fn carrying_on_within_a_period_excuses_no_removal() {
    let copy = |more: &str| key_result(50, more).replace("id: a", "id: new");
    for (more, is_told) in [("continues: a\n", true), ("continues: a\nperiod: 2027-Q1\n", false)] {
        let repo = goals_in("");
        repo.remove("a.yaml");
        repo.write("n.yaml", &copy(more));
        repo.commit("ana", &at("2026-11-20"), "Replace");
        let told = found(&repo, "deleted-goal");
        assert_eq!(!told.is_empty(), is_told, "{more}: {told:?}");
    }
}

#[test]
fn a_removal_counts_from_the_day_on_which_it_lands() {
    let repo = goals_in("");
    repo.branch("side");
    repo.remove("a.yaml");
    repo.commit("ana", &at("2026-10-05"), "Remove");
    repo.checkout("main");
    repo.write("o.yaml", &OBJECTIVE.replace("short", "shorter"));
    repo.commit("ben", &at("2026-11-01"), "A title");
    repo.git_by("ben", &at("2026-11-20"), &["merge", "-q", "--no-ff", "-m", "Merge branch 'side'", "side"]);
    let told = found(&repo, "deleted-goal");
    assert!(told.len() == 1 && told[0].contains("deleted on 2026-11-20"), "{told:?}");
}

#[test]
fn an_author_whose_committer_was_before_the_parents_proposed_nothing_earlier() {
    let repo = goals_in("");
    step(&repo, "2026-10-20", &key_result(100, "confidence: 0.5\n"));
    step(&repo, "2000-01-01", &key_result(50, "confidence: 0.5\n"));
    assert_eq!(found(&repo, "moved-target").len(), 1);
    let told = json(&repo, &["history", "a"]);
    assert_eq!(told["goals"][0]["goalposts"][0]["proposed"]["day"], "2026-10-20", "{told}");
}

#[test]
fn a_metric_that_a_kpi_of_the_same_unit_takes_over_loses_no_unit() {
    let repo = goals_in("");
    repo.write(
        "u.yaml",
        "kind: kpi\nid: u\ntitle: Uptime\nmetric: {name: n, unit: x, at_least: 1, current: 20, as_of: 2026-10-20}\n",
    );
    repo.write(
        "a.yaml",
        "kind: key_result\nid: a\ntitle: Raise a\nmeasures: o\nowner: ana\nmetric: {kpi: u, baseline: 0, target: 100}\n",
    );
    repo.commit("ana", &at("2026-11-20"), "By the KPI");
    let told = json(&repo, &["history", "a"]);
    assert!(!told["goals"][0]["goalposts"].to_string().contains("metric.unit"), "{told}");
}

#[test]
fn milestones_that_weigh_more_or_take_the_place_of_open_ones_are_moved() {
    let steps =
        |list: &str| format!("kind: key_result\nid: a\ntitle: Do a\nmeasures: o\nowner: ana\nmilestones:\n{list}");
    let (done, open) = ("  - {title: p, done: 2026-10-05}\n", "  - {title: q, due: 2026-12-01}\n");
    let begun = || {
        let repo = goals_in("");
        step(&repo, "2026-10-02", &steps(&format!("{done}{open}")));
        repo
    };
    let repo = begun();
    step(&repo, "2026-11-20", &steps(&format!("{}{open}", done.replace('}', ", weight: 9}"))));
    assert_eq!(found(&repo, "reweighted").len(), 1);
    let repo = begun();
    step(&repo, "2026-11-20", &steps(&format!("{done}{}", "  - {title: r, done: 2026-11-19}\n")));
    let told = found(&repo, "moved-target");
    assert!(told.len() == 1 && told[0].contains("removed from"), "{told:?}");
    // Another name for what is still open is the same milestone.
    let repo = begun();
    step(&repo, "2026-11-20", &steps(&format!("{done}{}", open.replace("title: q", "title: q better said"))));
    assert_eq!(found(&repo, "moved-target"), [""; 0]);
}

#[test]
fn a_metric_that_is_lost_and_written_again_moves_what_is_another_alone() {
    let repo = goals_in("");
    let told = |repo: &Repo| json(repo, &["history", "a"])["goals"][0].clone();
    let before = told(&repo)["observations"].clone();
    step(&repo, "2026-11-10", "kind: key_result\nid: a\ntitle: Raise a\nmeasures: o\nowner: ana\n");
    step(&repo, "2026-11-12", &key_result(50, ""));
    let after = told(&repo);
    // The value is what it was, and whose it was; nobody took it back.
    assert_eq!(after["observations"], before);
    let moves = after["goalposts"].as_array().expect("a list").iter();
    let open: Vec<&str> = moves.filter(|it| it["put_back"].is_null()).filter_map(|it| it["field"].as_str()).collect();
    assert_eq!(open, ["metric.target"], "{after}");
    assert_eq!(found(&repo, "moved-target").len(), 1);
}

#[test]
fn a_metric_that_cannot_be_read_for_a_day_is_neither_removed_nor_set_again() {
    let broken = ["target: many", "tagret: 100", "target: [100]", "target: 100\n  at_least: 3"];
    for line in broken {
        let repo = goals_in("");
        let told = |repo: &Repo| json(repo, &["history", "a"])["goals"][0].clone();
        let before = told(&repo)["observations"].clone();
        let unread = key_result(100, "").replace("target: 100", line);
        repo.write("a.yaml", &unread);
        assert_eq!(
            (found(&repo, "moved-target"), found(&repo, "withdrawn-value")),
            (vec![], vec![]),
            "{line}, uncommitted"
        );
        repo.commit("ana", &at("2026-11-10"), "Change");
        for rule in ["moved-target", "withdrawn-value", "changed-metric"] {
            assert_eq!(found(&repo, rule), [""; 0], "{line}: {rule}");
        }
        repo.write("a.yaml", &key_result(50, ""));
        assert_eq!(found(&repo, "moved-target").len(), 1, "{line}, to be committed");
        repo.commit("ben", &at("2026-11-12"), "Change");
        let after = told(&repo);
        assert_eq!(after["observations"], before, "{line}");
        let moves = after["goalposts"].as_array().expect("a list").clone();
        assert_eq!(
            (moves.len(), &moves[0]["by"], &moves[0]["before"]),
            (1, &"Ben".into(), &100.0.into()),
            "{line}: {after}"
        );
        // Who mends it alone moves nothing.
        let repo = goals_in("");
        step(&repo, "2026-11-10", &unread);
        step(&repo, "2026-11-12", &key_result(100, ""));
        assert_eq!(
            (&told(&repo)["goalposts"], &told(&repo)["observations"]),
            (&serde_json::json!([]), &before),
            "{line}"
        );
    }
}

#[test]
fn a_period_or_a_weight_that_cannot_be_read_for_a_day_moves_when_it_can() {
    let own = |period: &str, weight: &str| key_result(100, &format!("period: {period}\nweight: {weight}\n"));
    let repo = goals_in("");
    step(&repo, "2026-10-02", &own("2026-Q4", "2"));
    step(&repo, "2026-11-10", &own("2026-Q44", "much"));
    let moved = || {
        let told = json(&repo, &["history", "a"])["goals"][0]["goalposts"].clone();
        let settled = told.as_array().expect("a list").iter().filter(|it| it["settling"] == false);
        settled.map(|it| it["before"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(moved(), [Value::Null; 0]);
    step(&repo, "2026-11-12", &own("2027-Q1", "1"));
    assert_eq!(moved(), [serde_json::json!("2026-Q4"), serde_json::json!(2.0)]);
}

/// A decision that lay in the log for weeks got another day, or was taken out and put back, and explained what moved since.
#[test]
fn a_decision_that_is_dated_anew_or_written_again_explains_no_later_move() {
    let entry = |day: &str| format!("  - {{date: {day}, kind: decision, text: it shrank, about: [target]}}\n");
    let decision = |day: &str| format!("log:\n{}", entry(day));
    let repo = goals_in("");
    step(&repo, "2026-10-20", &key_result(100, &decision("2026-10-20")));
    step(&repo, "2026-11-10", &key_result(50, &decision("2026-11-10")));
    assert_eq!(found(&repo, "moved-target").len(), 1, "with the move");
    step(&repo, "2026-11-12", &key_result(50, &decision("2026-11-12")));
    assert_eq!(found(&repo, "moved-target").len(), 1, "after it");
    let repo = goals_in("");
    step(&repo, "2026-10-20", &key_result(100, &decision("2026-10-20")));
    step(&repo, "2026-11-05", &key_result(100, ""));
    step(&repo, "2026-11-10", &key_result(50, &decision("2026-11-10")));
    assert_eq!(found(&repo, "moved-target").len(), 1, "taken out before");
    // What explained a move still does, on whatever day it says to have been made.
    let repo = goals_in("");
    step(&repo, "2026-11-10", &key_result(50, ""));
    step(&repo, "2026-11-12", &key_result(50, &decision("2026-11-12")));
    step(&repo, "2026-12-01", &key_result(50, &decision("2026-11-10")));
    let told = json(&repo, &["history", "a"])["goals"][0]["goalposts"][0].clone();
    assert_eq!((found(&repo, "moved-target").len(), &told["explained"]), (0, &Value::from(true)), "{told}");
    // A second one in the same words is another.
    let repo = goals_in("");
    step(&repo, "2026-10-20", &key_result(100, &decision("2026-10-20")));
    let both = format!("{}{}", decision("2026-10-20"), entry("2026-11-10"));
    step(&repo, "2026-11-10", &key_result(50, &both));
    assert_eq!(found(&repo, "moved-target"), [""; 0]);
}

/// Who wrote a lower target in quotes moved nothing, and who took the quotes away did; a target in quotes from the beginning
/// could be lowered unseen.
#[test]
fn a_target_in_quotes_is_the_target_that_it_says() {
    let quoted =
        |target: u32| key_result(target, "").replace(&format!("target: {target}"), &format!("target: \"{target}\""));
    let plain = |target: u32| key_result(target, "");
    let moves = |texts: [String; 3]| {
        let repo = goals_in("");
        repo.write("a.yaml", &texts[0]);
        repo.git_by("ana", &at("2026-10-01"), &["commit", "-q", "-a", "--amend", "-m", "Set", "--allow-empty"]);
        step(&repo, "2026-11-10", &texts[1]);
        repo.write("a.yaml", &texts[2]);
        repo.commit("ben", &at("2026-11-20"), "Change");
        let told = json(&repo, &["history", "a"])["goals"][0]["goalposts"].clone();
        let day =
            |it: &Value| format!("{} → {}, {}", it["before"], it["after"], it["day"].as_str().unwrap_or_default());
        told.as_array().expect("a list").iter().map(day).collect::<Vec<_>>()
    };
    let (early, late) = ("100.0 → 50.0, 2026-11-10", "100.0 → 50.0, 2026-11-20");
    for (texts, told) in [
        ([plain(100), quoted(50), plain(50)], &[early][..]),
        ([plain(100), quoted(50), quoted(50)], &[early]),
        ([plain(100), quoted(100), plain(50)], &[late]),
        ([quoted(100), plain(50), plain(50)], &[early]),
        ([quoted(100), quoted(50), plain(50)], &[early]),
        ([plain(100), quoted(100), plain(100)], &[]),
        ([quoted(100), plain(100), quoted(100)], &[]),
    ] {
        let found = moves(texts.clone());
        assert_eq!(found, told, "{texts:#?}");
    }
}

/// What a branch had lowered, and a merge of the trunk into it took back, was said to be its proposal when the next merge
/// lowered it itself.
#[test]
fn who_proposed_what_a_merge_took_back_on_the_way_is_not_asked() {
    let repo = goals_in("");
    repo.branch("side");
    repo.write("a.yaml", &key_result(50, ""));
    repo.commit("ana", &at("2026-11-05"), "Lower");
    repo.checkout("main");
    repo.write("a.yaml", &key_result(100, "").replace("Raise a", "Raise it"));
    repo.commit("ben", &at("2026-11-06"), "Retitle");
    repo.checkout("side");
    repo.git(&["merge", "-q", "--no-commit", "-s", "ours", "main"]);
    repo.git(&["checkout", "main", "--", "a.yaml"]);
    repo.write("o2.yaml", "kind: objective\nid: o2\ntitle: Win more\nowner: ana\nperiod: 2026-Q4\n");
    repo.commit("ana", &at("2026-11-07"), "Sync");
    repo.checkout("main");
    repo.git(&["merge", "-q", "--no-ff", "--no-commit", "side"]);
    repo.write("a.yaml", &key_result(50, "").replace("Raise a", "Raise it"));
    repo.commit("cleo", &at("2026-11-10"), "Merge branch 'side'");
    let answer = goalpost(repo.path(), &["-q", "history", "a", "--today", "2026-12-10", "--format", "json"]);
    let told: serde_json::Value = serde_json::from_str(&answer.stdout).expect("JSON");
    let moves = told["goals"][0]["goalposts"].as_array().expect("a list").clone();
    assert_eq!((moves.len(), &moves[0]["proposed"]["author"]), (1, &serde_json::Value::from("Cleo")), "{told}");
}
