//! Goalposts that were moved by way of another period or another fiscal year, and goals that were put off, hidden,
//! replaced or closed before they were deleted: what counted and is gone is said, and what is as it was is not.

use crate::support::program::{goalpost, json, says};
use crate::support::repository::{Repo, at};

fn objective(id: &str, period: &str) -> String {
    format!("kind: objective\nid: {id}\ntitle: Make {id} short\nowner: ana\nperiod: {period}\nsupports: [m]\n")
}

fn key_result(id: &str, measures: &str, current: u32, target: u32) -> String {
    format!(
        "kind: key_result\nid: {id}\ntitle: Raise {id}\nmeasures: {measures}\nowner: ana\nmetric:\n  name: n {id}\n  \
         unit: x\n  baseline: 0\n  target: {target}\n  current: {current}\n  as_of: 2026-10-20\n"
    )
}

/// An objective of 2026-Q4 with the key results `a`, at 20 %, and `b`, at 70 %, set on 2026-10-01.
fn shop() -> Repo {
    let repo = Repo::new();
    repo.write("goalpost.yaml", "settle: 14d\n");
    repo.write("org.yaml", "people:\n  - {id: ana, name: Ana, email: [ana@northwind.example]}\n");
    repo.write("m.yaml", "kind: mission\nid: m\ntitle: Why\nstatement: because\n");
    repo.write("o.yaml", &objective("o", "2026-Q4"));
    repo.write("a.yaml", &key_result("a", "o", 20, 100));
    repo.write("b.yaml", &key_result("b", "o", 70, 100));
    repo.commit("ana", &at("2026-10-01"), "Set the goals");
    repo
}

impl Repo {
    fn change(&self, path: &str, day: &str, edit: impl Fn(&str) -> String) {
        self.write(path, &edit(&self.read(path)));
        self.commit("ana", &at(day), "Plan");
    }
}

/// The history rules that speak, each with the finding's line.
fn history_rules(repo: &Repo) -> Vec<String> {
    let text = goalpost(repo.path(), &["check", "--format", "concise", "--today", "2026-12-10", "-q"]).stdout;
    let spoken = ["moved-", "deleted-goal", "rescoped", "withdrawn", "rewritten", "changed-metric", "reweighted"];
    let mut lines: Vec<String> =
        text.lines().filter(|line| spoken.iter().any(|rule| line.contains(rule))).map(str::to_owned).collect();
    lines.sort();
    lines
}

#[track_caller]
fn says_one(repo: &Repo, parts: &[&str]) {
    let found = history_rules(repo);
    let [one] = found.as_slice() else { panic!("{found:#?}") };
    assert!(parts.iter().all(|part| one.contains(part)), "{one}");
}

/// A target that was lowered while the goal stood in the next quarter for a day seemed to settle there.
#[test]
fn a_goal_that_is_back_from_a_later_period_has_settled_all_the_while() {
    let moved = ["moved-target", "from 100 x to 20 x", "20 % against the original"];
    let repo = shop();
    repo.change("a.yaml", "2026-11-10", |text| format!("{text}period: 2027-Q1\n"));
    repo.change("a.yaml", "2026-11-11", |text| text.replace("target: 100", "target: 20"));
    repo.change("a.yaml", "2026-11-12", |text| text.replace("period: 2027-Q1\n", ""));
    says_one(&repo, &moved);

    let repo = shop();
    repo.write("o5.yaml", &objective("o5", "2027-Q1"));
    repo.commit("ana", &at("2026-10-03"), "The next quarter");
    repo.change("a.yaml", "2026-11-10", |text| text.replace("measures: o\n", "measures: o5\n"));
    repo.change("a.yaml", "2026-11-11", |text| text.replace("target: 100", "target: 20"));
    repo.change("a.yaml", "2026-11-12", |text| text.replace("measures: o5\n", "measures: o\n"));
    says_one(&repo, &moved);
}

/// The year that was mistyped and mended two days later was a moved deadline, all quarter.
#[test]
fn a_period_that_was_over_before_the_goal_was_written_is_a_slip_of_the_pen() {
    let repo = shop();
    repo.write("o.yaml", &objective("o", "2025-Q4"));
    repo.write("p.yaml", &objective("p", "2025-Q4"));
    repo.git(&["add", "-A"]);
    repo.git_by("ana", &at("2026-10-01"), &["commit", "-q", "--amend", "--no-edit"]);
    repo.change("o.yaml", "2026-10-03", |text| text.replace("2025", "2026"));
    assert_eq!(history_rules(&repo), [""; 0]);
    // Later than that it is a move.
    repo.change("p.yaml", "2026-11-10", |text| text.replace("2025", "2026"));
    says_one(&repo, &["moved-deadline", "`p`"]);
}

/// The period of an earlier version was read with today's fiscal year: other names for the same days were a moved deadline, and
/// a later end under other names was none.
#[test]
fn a_period_means_what_it_meant_when_it_was_written() {
    let repo = shop();
    repo.change("a.yaml", "2026-10-02", |text| format!("{text}period: 2026-Q4\n"));
    let relabelled = |name: &str| {
        let repo = repo.copy();
        repo.write("goalpost.yaml", "settle: 14d\nfiscal_year_starts: 4\n");
        for path in ["o.yaml", "a.yaml"] {
            repo.write(path, &repo.read(path).replace("2026-Q4", name));
        }
        repo.commit("ana", &at("2026-11-10"), "Fiscal years from April");
        repo
    };
    assert_eq!(history_rules(&relabelled("2027-Q3")), [""; 0]);
    let view = json(relabelled("2027-Q3").path(), &["history", "o", "--today", "2026-12-10", "-q"]);
    assert_eq!(view["goals"][0]["goalposts"].as_array().map(Vec::len), Some(0), "{view}");
    let later = history_rules(&relabelled("2027-Q4"));
    let ends = later.iter().filter(|it| it.contains("moved-deadline") && it.contains("from 2026-12-31 to 2027-03-31"));
    assert_eq!(ends.count(), 2, "{later:#?}");

    // The same in two commits, whichever is first, with a check-in between them.
    let repo = repo.copy();
    repo.change("goalpost.yaml", "2026-11-10", |text| format!("{text}fiscal_year_starts: 4\n"));
    repo.change("o.yaml", "2026-11-10", |text| text.replace("2026-Q4", "2027-Q3"));
    repo.change("a.yaml", "2026-11-10", |text| text.replace("2026-Q4", "2027-Q3"));
    let moved: Vec<_> = history_rules(&repo).into_iter().filter(|it| it.contains("moved-deadline")).collect();
    assert_eq!(moved, [""; 0]);
}

/// The new end looked earlier than the old one, whose name meant later days by the new fiscal year.
#[test]
fn a_new_fiscal_year_hides_no_later_end() {
    let repo = shop();
    repo.write("goalpost.yaml", "settle: 14d\nfiscal_year_starts: 4\n");
    repo.write("o.yaml", &objective("o", "2027-Q3"));
    repo.write("before.yaml", &objective("before", "2027-Q2"));
    repo.git(&["add", "-A"]);
    repo.git_by("ana", &at("2026-10-01"), &["commit", "-q", "--amend", "--no-edit"]);
    repo.write("goalpost.yaml", "settle: 14d\nfiscal_year_starts: 1\n");
    repo.write("before.yaml", &objective("before", "2026-Q3"));
    repo.write("o.yaml", &objective("o", "2026-Q4..2027-Q2"));
    repo.commit("ana", &at("2026-11-10"), "Calendar years");
    let found = history_rules(&repo);
    let is_it = |line: &&String| line.contains("moved-deadline") && line.contains("from 2026-12-31 to 2027-06-30");
    assert!(found.iter().any(|line| is_it(&line)), "{found:#?}");
}

/// What was put off to the next quarter and deleted there had not begun.
#[test]
fn a_goal_that_was_put_off_is_deleted_from_the_period_that_it_had() {
    let repo = shop();
    repo.change("a.yaml", "2026-11-10", |text| format!("{text}period: 2027-Q1\n"));
    repo.remove("a.yaml");
    repo.commit("ana", &at("2026-11-11"), "Tidy up");
    says_one(&repo, &["deleted-goal", "`a`", "during the period from which it had been put off"]);
    let digest = says(repo.path(), &["digest", "--since", "2026-11-05", "--today", "2026-12-10", "-q"]);
    assert!(digest.contains("Raise a"), "{digest}");
    // With a reason it is a plan, and what is left out of one that has not begun was promised to nobody.
    let repo = shop();
    repo.change("a.yaml", "2026-11-10", |text| format!("{text}period: 2027-Q1\nreason: the line comes in January\n"));
    repo.remove("a.yaml");
    repo.commit("ana", &at("2026-11-11"), "Tidy up");
    assert_eq!(history_rules(&repo), [""; 0]);

    let repo = shop();
    repo.change("o.yaml", "2026-11-10", |text| text.replace("2026-Q4", "2027-Q1"));
    for id in ["o", "a", "b"] {
        repo.remove(&format!("{id}.yaml"));
    }
    repo.commit("ana", &at("2026-11-11"), "Tidy up");
    says_one(&repo, &["deleted-goal", "`o`", "with 2 key results"]);
}

/// Made a draft first, or dropped without a reason, it might go unseen.
#[test]
fn a_goal_that_was_hidden_first_is_a_deleted_goal() {
    for state in ["state: draft\n", "state: dropped\nclosed: 2026-11-10\n"] {
        let repo = shop();
        repo.change("a.yaml", "2026-11-10", |text| format!("{text}{state}"));
        repo.remove("a.yaml");
        repo.commit("ana", &at("2026-11-11"), "Tidy up");
        let found = history_rules(&repo);
        assert!(found.iter().any(|it| it.contains("deleted-goal") && it.contains("`a`")), "{state}: {found:#?}");
    }
    let repo = shop();
    repo.write("c.yaml", &format!("{}state: draft\n", key_result("c", "o", 0, 10)));
    repo.commit("ana", &at("2026-11-01"), "A draft");
    repo.remove("c.yaml");
    repo.commit("ana", &at("2026-11-02"), "No more");
    assert_eq!(history_rules(&repo), [""; 0]);
}

/// `replaced_by` could name anything: the goal's own objective, the mission, a draft.
#[test]
fn what_cannot_replace_a_goal_is_no_reason_to_delete_it() {
    let replaced = |by: &str| {
        let repo = shop();
        repo.write("d.yaml", &format!("{}state: draft\n", key_result("d", "o", 0, 10)));
        repo.write("c.yaml", &key_result("c", "o", 20, 100));
        repo.commit("ana", &at("2026-10-02"), "More");
        repo.change("a.yaml", "2026-11-20", |text| format!("{text}replaced_by: {by}\n"));
        repo.remove("a.yaml");
        repo.commit("ana", &at("2026-11-21"), "Tidy up");
        repo
    };
    for by in ["o", "m", "d"] {
        says_one(&replaced(by), &["deleted-goal", "`a`"]);
    }
    let repo = replaced("c");
    assert_eq!(history_rules(&repo), [""; 0]);
    let digest = says(repo.path(), &["digest", "--since", "2026-11-19", "--today", "2026-12-10", "-q"]);
    assert!(digest.contains("Raise a") && digest.contains("replaced by c"), "{digest}");
    let report = says(repo.path(), &["report", "--today", "2026-12-10", "-q", "--format", "markdown"]);
    assert!(report.contains("replaced by c"), "{report}");
}

/// A missed key result that was deleted, or put out of sight, left its objective with the good ones.
#[test]
fn a_closed_goal_that_is_deleted_is_told() {
    let closed = "state: missed\nclosed: 2026-11-20\ngrade: {score: 0.2, computed: 0.2}\nretrospective: late\n";
    let repo = shop();
    repo.change("a.yaml", "2026-11-20", |text| format!("{text}{closed}"));
    let hidden = repo.copy();
    repo.remove("a.yaml");
    repo.commit("ana", &at("2026-11-21"), "Tidy up");
    says_one(&repo, &["deleted-goal", "`a`", "after it was closed as missed"]);
    let report = says(repo.path(), &["report", "--today", "2026-12-10", "-q", "--format", "markdown"]);
    assert!(report.contains("Removed goals"), "{report}");
    hidden.write(".archive/a.yaml", &hidden.read("a.yaml"));
    hidden.remove("a.yaml");
    hidden.commit("ana", &at("2026-11-21"), "Tidy up");
    says_one(&hidden, &["deleted-goal", "`a`", "after it was closed as missed"]);
}

/// The objectives `o`, at 10 %, and `o2`, at 90 %, which support `p`.
fn bank() -> Repo {
    let repo = Repo::new();
    repo.write("goalpost.yaml", "settle: 14d\n");
    repo.write("org.yaml", "people:\n  - {id: ana, name: Ana, email: [ana@northwind.example]}\n");
    repo.write("m.yaml", "kind: mission\nid: m\ntitle: Why\nstatement: because\n");
    repo.write("p.yaml", &objective("p", "2026-Q4"));
    for (id, part, current) in [("o", "a", 10), ("o2", "b", 90)] {
        repo.write(&format!("{id}.yaml"), &objective(id, "2026-Q4").replace("[m]", "[p]"));
        repo.write(&format!("{part}.yaml"), &key_result(part, id, current, 100));
    }
    repo.commit("ana", &at("2026-10-02"), "Set the goals");
    repo
}

/// With its key results made drafts too, what an objective had counted for was measured by nothing.
#[test]
fn an_objective_of_which_nothing_is_left_is_missing_in_the_one_above() {
    let ways: [(&[&str], &str); 4] = [
        (&["o.yaml"], "state: draft\n"),
        (&["o.yaml", "a.yaml"], "state: draft\n"),
        (&["a.yaml"], "state: draft\n"),
        (&["o.yaml"], "rollup: supporters\n"),
    ];
    for (files, line) in ways {
        let repo = bank();
        for path in files {
            repo.write(path, &format!("{}{line}", repo.read(path)));
        }
        repo.commit("ana", &at("2026-11-10"), "Plan");
        let found = history_rules(&repo);
        let is_it = |it: &&String| {
            it.contains("rescoped-objective") && it.contains("`p` is 90 %") && it.contains("it would be 50 %")
        };
        assert_eq!(found.iter().filter(is_it).count(), 1, "{files:?} {line}: {found:#?}");
        for path in files {
            repo.write(path, &repo.read(path).replace(line, ""));
        }
        repo.commit("ana", &at("2026-11-12"), "Back");
        assert_eq!(history_rules(&repo), [""; 0], "{files:?} {line}");
        let repo = bank();
        for path in files {
            repo.write(path, &format!("{}{line}", repo.read(path)));
        }
        repo.commit("ana", &at("2026-11-10"), "Plan\n\nGoal-Reason: the branch is closed");
        assert_eq!(history_rules(&repo), [""; 0], "{files:?} {line}");
    }
}

/// A reason for one goal explained the move of another that landed with it.
#[test]
fn a_reason_for_one_goal_explains_no_move_of_another() {
    let repo = shop();
    repo.branch("plan");
    repo.change("a.yaml", "2026-11-10", |text| text.replace("target: 100", "target: 50"));
    repo.write("b.yaml", &repo.read("b.yaml").replace("target: 100", "target: 90"));
    repo.commit("ana", &at("2026-11-11"), "The target\n\nGoal: b\nGoal-Reason: b is too much");
    repo.checkout("main");
    repo.merge("ben", &at("2026-11-12"), "plan");
    says_one(&repo, &["moved-target", "`a`"]);
    let digest = says(repo.path(), &["digest", "--since", "2026-11-05", "--today", "2026-12-10", "-q"]);
    assert_eq!(digest.matches("b is too much").count(), 1, "{digest}");
}

/// A milestone that came done, with all the weight, made a goal look finished.
#[test]
fn a_milestone_that_is_added_as_done_has_its_price() {
    let repo = shop();
    let steps = |more: &str| {
        format!(
            "kind: key_result\nid: a\ntitle: Do a\nmeasures: o\nmilestones:\n  - {{title: p, due: 2026-10-20, done: \
             2026-10-19}}\n  - {{title: q, due: 2026-11-20}}\n  - {{title: r, due: 2026-12-20}}\n{more}"
        )
    };
    repo.write("a.yaml", &steps(""));
    repo.git(&["add", "-A"]);
    repo.git_by("ana", &at("2026-10-01"), &["commit", "-q", "--amend", "--no-edit"]);
    let planned = repo.copy();
    repo.write("a.yaml", &steps("  - {title: s, done: 2026-11-18, weight: 50}\n"));
    repo.commit("ana", &at("2026-11-18"), "Update");
    let view = json(repo.path(), &["history", "a", "--today", "2026-12-10", "-q"]);
    let price = view["goals"][0]["price"]["against_original"].as_f64();
    assert!(price.is_some_and(|it| (it - 1.0 / 3.0).abs() < 1e-9), "{view:#}");
    planned.write("a.yaml", &steps("  - {title: s, due: 2026-12-01}\n"));
    planned.commit("ana", &at("2026-11-18"), "One step more");
    assert_eq!(history_rules(&planned), [""; 0]);
}

/// A goal behind a link was a contribution that nobody had committed.
#[cfg(unix)]
#[test]
fn a_goal_behind_a_link_is_not_added_anew_every_day() {
    let repo = shop();
    repo.write("data/c.txt", &key_result("c", "o", 90, 100));
    std::os::unix::fs::symlink("data/c.txt", repo.path().join("c.yaml")).expect("a link");
    repo.commit("ana", &at("2026-10-02"), "Generated");
    repo.change("data/c.txt", "2026-11-10", |text| text.replace("90", "100"));
    assert_eq!(history_rules(&repo), [""; 0]);
}

/// Two people checked in for one day; the merge kept the one, and history told of the other.
#[test]
fn the_value_that_a_merge_let_stand_is_that_days() {
    let repo = shop();
    repo.branch("side");
    repo.write("a.yaml", &key_result("a", "o", 32, 100).replace("2026-10-20", "2026-11-01"));
    repo.commit("ben", "2026-11-01T09:00:00Z", "Check in");
    repo.checkout("main");
    repo.write("a.yaml", &key_result("a", "o", 30, 100).replace("2026-10-20", "2026-11-01"));
    repo.commit("ana", "2026-11-01T15:00:00Z", "Check in");
    repo.merge("ben", &at("2026-11-05"), "side");
    let view = json(repo.path(), &["history", "a", "--today", "2026-12-10", "-q"]);
    let last = view["goals"][0]["observations"].as_array().and_then(|all| all.last()).cloned().unwrap_or_default();
    assert_eq!(last["value"], 32.0, "{view:#}");
}
