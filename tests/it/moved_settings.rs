//! Settings that make numbers or judge history, changed in mid-period.

use std::path::Path;

use serde_json::Value;

use crate::support::program::goalpost;
use crate::support::repository::{Repo, at};

const OBJECTIVE: &str =
    "kind: objective\nid: o\ntitle: Make the queue short\nowner: ana\nperiod: 2026-Q4\nlevel: team\n";

fn key_result(id: &str, target: u32, current: u32, more: &str) -> String {
    format!(
        "kind: key_result\nid: {id}\ntitle: Raise {id}\nmeasures: o\nowner: ana\nmetric:\n  name: n {id}\n  unit: x\n  \
         baseline: 0\n  target: {target}\n  current: {current}\n  as_of: 2026-09-20\n{more}"
    )
}

/// Goals of a quarter that were set before it, one lowered since without a reason.
fn goals_with(settings: &str) -> Repo {
    let repo = Repo::new();
    repo.write("goalpost.yaml", settings);
    repo.write("o.yaml", OBJECTIVE);
    repo.write("a.yaml", &key_result("a", 100, 60, ""));
    repo.commit("ana", &at("2026-09-20"), "Set the goals");
    repo.write("a.yaml", &key_result("a", 90, 60, ""));
    repo.commit("ana", &at("2026-10-20"), "Lower the target");
    repo
}

fn goals() -> Repo {
    goals_with("settle: 14d\n")
}

/// What a command answers, whether or not it finds something.
fn answer(root: &Path, args: &[&str]) -> Value {
    let answer = goalpost(root, &[args, &["--format", "json", "--today", "2026-12-10"]].concat());
    serde_json::from_str(&answer.stdout).unwrap_or_else(|_| panic!("{args:?}: {}", answer.stderr))
}

/// The findings about settings: their field and message.
fn found(repo: &Repo) -> Vec<(String, String)> {
    let checked = answer(repo.path(), &["check", "--rule", "moved-settings"]);
    let text = |it: &Value| it.as_str().unwrap_or_default().to_owned();
    let findings = checked["findings"].as_array().expect("findings").iter();
    findings.map(|it| (text(&it["field"]), text(&it["message"]))).collect()
}

fn assert_silent(repo: &Repo, why: &str) {
    assert_eq!(found(repo), [], "{why}");
}

/// One finding, with this message.
fn assert_found(repo: &Repo, field: &str, message: &str) {
    assert_eq!(found(repo), [(field.to_owned(), message.to_owned())]);
}

#[test]
fn more_time_to_settle_silences_a_moved_target() {
    let repo = goals();
    repo.write("goalpost.yaml", "settle: 60d\n");
    let message = "`settle` was changed from 14d to 60d, which silenced 1 finding (moved-target)";
    assert_found(&repo, "settle", message);
    repo.commit("ana", &at("2026-11-20"), "More time");
    assert_found(&repo, "settle", message);
    let shown = goalpost(repo.path(), &["check", "--rule", "moved-settings", "--today", "2026-12-10"]).stdout;
    assert!(shown.contains("was 14d until 2026-11-20") && !shown.contains("ana"), "no person is named: {shown}");

    repo.write("goalpost.yaml", "settle: 14d\n");
    repo.commit("ben", &at("2026-11-27"), "As before");
    assert_silent(&repo, "it was put back");
}

#[test]
fn a_change_before_goals_have_settled_is_none() {
    let repo = Repo::new();
    repo.write("goalpost.yaml", "settle: 14d\n");
    repo.write("o.yaml", OBJECTIVE);
    repo.write("a.yaml", &key_result("a", 100, 60, ""));
    repo.commit("ana", &at("2026-09-20"), "Set the goals");
    repo.write("goalpost.yaml", "settle: 40d\n");
    repo.commit("ana", &at("2026-10-10"), "More time");
    repo.write("a.yaml", &key_result("a", 90, 60, ""));
    repo.commit("ana", &at("2026-10-20"), "Lower the target");
    assert_silent(&repo, "the change came while goalposts settled");
}

/// Findings on goals that are closed or gone by now counted whenever the setting was changed.
#[test]
fn a_change_before_closed_and_removed_goals_had_settled_is_none() {
    let changed_on = |day: &str, settings: &str, end: &dyn Fn(&Repo)| {
        let repo = Repo::new();
        let change = || {
            repo.write("goalpost.yaml", settings);
            repo.commit("ines", &at(day), "Change a setting");
        };
        repo.write("goalpost.yaml", "settle: 14d\n");
        repo.write("o.yaml", OBJECTIVE);
        repo.write("a.yaml", &key_result("a", 100, 60, ""));
        repo.commit("ana", &at("2026-09-20"), "Set the goals");
        let is_early = day < "2026-11";
        if is_early {
            change();
        }
        end(&repo);
        if !is_early {
            change();
        }
        found(&repo)
    };
    let removed = |repo: &Repo| {
        repo.shell("rm a.yaml");
        repo.commit("ana", &at("2026-11-02"), "Remove it");
    };
    let closed = |repo: &Repo| {
        for (day, score) in [("2026-11-02", "0.6"), ("2026-11-12", "0.9")] {
            let grade = format!("state: missed\nclosed: 2026-11-02\ngrade: {{score: {score}, computed: 0.6}}\n");
            repo.write("a.yaml", &key_result("a", 100, 60, &grade));
            repo.commit("ana", &at(day), "Close it");
        }
    };
    #[allow(clippy::type_complexity, reason = "a case is a name and what it does")]
    let cases: [(&str, &dyn Fn(&Repo)); 2] =
        [("settle: 60d\n", &removed), ("settle: 14d\nrules: {edited-after-close: off}\n", &closed)];
    for (settings, end) in cases {
        assert_eq!(changed_on("2026-10-10", settings, end), [], "{settings}");
        assert_eq!(changed_on("2026-11-20", settings, end).len(), 1, "{settings}");
    }
}

#[test]
fn in_the_first_period_settings_are_still_found() {
    let repo = Repo::new();
    repo.write("goalpost.yaml", "settle: 14d\n");
    repo.write("o.yaml", OBJECTIVE);
    repo.write("a.yaml", &key_result("a", 100, 60, ""));
    repo.commit("ana", &at("2026-10-02"), "Set the goals");
    repo.write("a.yaml", &key_result("a", 90, 60, ""));
    repo.commit("ana", &at("2026-10-20"), "Lower the target");
    repo.write("goalpost.yaml", "settle: 60d\n");
    repo.commit("ana", &at("2026-11-20"), "More time");
    assert_silent(&repo, "the repository is younger than the period");
}

#[test]
fn lower_thresholds_make_the_same_numbers_green() {
    let repo = goals();
    repo.write("goalpost.yaml", "settle: 14d\nthresholds: {on_track: 0.8, at_risk: 0.6}\n");
    repo.commit("ana", &at("2026-11-20"), "Be kind");
    let message = "`thresholds` was changed from {on_track: 0.9, at_risk: 0.7} to {on_track: 0.8, at_risk: 0.6}, which \
                   altered the health of 2 goals";
    assert_found(&repo, "thresholds", message);
    let checked = answer(repo.path(), &["check", "--rule", "moved-settings"]);
    let related: Vec<_> = checked["findings"][0]["related"].as_array().expect("related").iter().collect();
    assert_eq!(related[0]["message"], "progress 66 %; on track, or at risk with the earlier value");

    repo.write(
        "goalpost.yaml",
        "settle: 14d\nthresholds: {on_track: 0.8, at_risk: 0.6}\nchanges:\n  - {date: 2026-11-20, setting: thresholds.on_track, why: as the others}\n",
    );
    assert_silent(&repo, "it is explained, later");
}

#[test]
fn a_trailer_explains_and_an_old_entry_does_not() {
    let repo = goals();
    let entry = "changes: [{date: 2026-10-01, setting: settle, why: once}]\n";
    repo.write("goalpost.yaml", &format!("settle: 60d\n{entry}"));
    repo.commit("ana", &at("2026-11-20"), "More time");
    assert_eq!(found(&repo).len(), 1, "the entry is about another change");
    let repo = goals();
    repo.write("goalpost.yaml", "settle: 60d\n");
    repo.commit("ana", &at("2026-11-20"), "More time\n\nGoal-Reason: the kick-off was late");
    assert_silent(&repo, "a trailer");
}

#[test]
fn a_change_that_alters_nothing_is_silent() {
    for settings in [
        "settle: 14d\nambition: 0.5\n",
        "settle: 15d\n",
        "settle: 14d\nrules: {moved-deadline: off, vague-title: off}\n",
        "settle: 14d\nlevels: [company, department, team, squad, individual]\n",
        "settle: 14d\nareas: [growth]\norganization: X\nlimits: {key_results: 1..9}\n",
        "settle: 14d\ntrunk: main\n",
        "settle: 14d\nfolders: {q3/: {rules: {moved-target: off}}}\n",
        "settle: 14d\nexclude: [\"templates/**\"]\n",
    ] {
        let repo = goals();
        repo.write("goalpost.yaml", settings);
        repo.commit("ana", &at("2026-11-20"), "Settings");
        assert_silent(&repo, settings);
    }
}

#[test]
fn a_rule_about_history_that_is_turned_off_is_a_change() {
    let repo = goals();
    repo.write("goalpost.yaml", "settle: 14d\nrules: {moved-target: off}\n");
    repo.commit("ana", &at("2026-11-20"), "Quiet");
    let message = "`rules.moved-target` was changed from unset to off, which silenced 1 finding (moved-target)";
    assert_found(&repo, "rules.moved-target", message);
    repo.write("goalpost.yaml", "settle: 14d\nrules:\n  # goalpost: allow moved-settings\n  moved-target: off\n");
    assert_silent(&repo, "a comment allows it");
    repo.write("goalpost.yaml", "settle: 14d\nrules: {moved-target: warn}\n");
    repo.commit("ana", &at("2026-11-22"), "On again");
    assert_silent(&repo, "it is on again");
}

#[test]
fn the_rule_cannot_turn_itself_off_unseen() {
    let repo = goals();
    repo.write("goalpost.yaml", "settle: 60d\nrules: {moved-settings: off}\n");
    repo.commit("ana", &at("2026-11-20"), "More time");
    let checked = answer(repo.path(), &["check"]);
    let findings = checked["findings"].as_array().expect("findings").iter();
    assert_eq!(findings.filter(|it| it["rule"] == "moved-settings").count(), 1);
    let repo = goals_with("settle: 14d\nrules: {moved-settings: off}\n");
    repo.write("goalpost.yaml", "settle: 60d\nrules: {moved-settings: off}\n");
    repo.commit("ana", &at("2026-11-20"), "More time");
    let checked = answer(repo.path(), &["check"]);
    let mut findings = checked["findings"].as_array().expect("findings").iter();
    assert!(findings.all(|it| it["rule"] != "moved-settings"), "it was off before the period");
}

#[test]
fn folders_and_adoption_are_settings_too() {
    let repo = goals();
    repo.write("goalpost.yaml", "settle: 14d\nadopted: 2026-11-01\n");
    repo.commit("ana", &at("2026-11-20"), "Adopt");
    assert_found(
        &repo,
        "adopted",
        "`adopted` was changed from unset to 2026-11-01, which silenced 1 finding (moved-target)",
    );
    let repo = goals();
    repo.write("old/a.yaml", &repo.read("a.yaml"));
    repo.remove("a.yaml");
    repo.commit("ana", &at("2026-11-19"), "A folder");
    repo.write("goalpost.yaml", "settle: 14d\nfolders: {old/: {rules: {moved-target: off}}}\n");
    repo.commit("ana", &at("2026-11-20"), "Quiet");
    assert_silent(&repo, "the goal keeps the level that it had outside");
}

#[test]
fn another_fiscal_year_moves_every_period() {
    let repo = goals();
    repo.write("goalpost.yaml", "settle: 14d\nfiscal_year_starts: 2\n");
    repo.commit("ana", &at("2026-11-20"), "February");
    let found = found(&repo);
    assert!(found.len() == 1 && found[0].0 == "fiscal_year_starts", "{found:?}");
}

#[test]
fn a_longer_cadence_silences_late_check_ins() {
    let repo = goals();
    repo.write("b.yaml", &key_result("b", 100, 60, ""));
    repo.commit("ana", &at("2026-09-29"), "One more");
    repo.write("b.yaml", &key_result("b", 100, 70, "").replace("as_of: 2026-09-20", "as_of: 2026-11-25"));
    repo.commit("ana", &at("2026-11-25"), "Check in");
    repo.write("goalpost.yaml", "settle: 14d\ncadence: monthly\n");
    repo.commit("ana", &at("2026-11-26"), "Less often");
    assert_found(&repo, "cadence", "`cadence` was changed from 7d to 31d, which silenced 1 finding (stale-check-in)");
}

#[test]
fn what_a_pull_request_changed_and_put_back_is_none() {
    let repo = goals();
    repo.branch("fair");
    repo.write("goalpost.yaml", "settle: 60d\n");
    repo.commit("ana", &at("2026-11-18"), "More time");
    repo.write("goalpost.yaml", "settle: 14d\n");
    repo.commit("ana", &at("2026-11-19"), "As before");
    repo.checkout("main");
    repo.merge("ben", &at("2026-11-20"), "fair");
    assert_silent(&repo, "net of the pull request");
}

#[test]
fn a_root_that_moved_and_a_file_that_went_hide_nothing() {
    let repo = goals();
    repo.shell("mkdir okrs && git mv goalpost.yaml o.yaml a.yaml okrs/");
    repo.write("okrs/goalpost.yaml", "settle: 60d\n");
    repo.commit("ana", &at("2026-11-20"), "Into a folder");
    let checked = answer(&repo.path().join("okrs"), &["check", "--rule", "moved-settings"]);
    assert_eq!(checked["findings"].as_array().map(Vec::len), Some(1), "{checked}");

    let repo = goals_with("thresholds: {on_track: 0.99, at_risk: 0.95}\n");
    repo.write("goalpost.yaml", "");
    repo.commit("ana", &at("2026-11-20"), "The defaults will do");
    assert_eq!(found(&repo).len(), 1, "a setting that is gone has its default");
}

#[test]
fn an_excluded_goal_is_told_once() {
    let repo = goals();
    repo.write("b.yaml", &key_result("b", 100, 90, ""));
    repo.commit("ana", &at("2026-09-29"), "One more");
    repo.write("goalpost.yaml", "settle: 14d\nexclude: [a.yaml]\n");
    let rules = |repo: &Repo| {
        let checked = answer(repo.path(), &["check"]);
        let about = ["moved-settings", "deleted-goal", "rescoped-objective"];
        let findings = checked["findings"].as_array().expect("findings").clone().into_iter();
        let named = findings
            .map(|it| (it["rule"].as_str().unwrap_or("").to_owned(), it["message"].as_str().unwrap_or("").to_owned()));
        named.filter(|(rule, _)| about.contains(&rule.as_str())).collect::<Vec<_>>()
    };
    let uncommitted = rules(&repo);
    assert!(uncommitted.len() == 1 && uncommitted[0].1.contains("altered the progress of 1 goal"), "{uncommitted:?}");
    repo.commit("ana", &at("2026-11-20"), "Tidy up");
    let committed = rules(&repo);
    assert!(committed.len() == 1 && committed[0].0 != "moved-settings", "{committed:?}");
}

#[test]
fn the_first_file_of_settings_changes_nothing() {
    let repo = Repo::new();
    repo.write("o.yaml", OBJECTIVE);
    repo.write("a.yaml", &key_result("a", 100, 60, ""));
    repo.commit("ana", &at("2026-09-20"), "Set the goals");
    repo.write("a.yaml", &key_result("a", 90, 60, ""));
    repo.commit("ana", &at("2026-10-20"), "Lower the target");
    repo.write("goalpost.yaml", "settle: 60d\nadopted: 2026-11-20\n");
    assert_silent(&repo, "there were no settings to change");
    repo.commit("ana", &at("2026-11-20"), "Adopt goalpost");
    assert_silent(&repo, "there were no settings to change");
}

#[test]
fn settings_that_move_together_so_that_nothing_came_of_it_are_no_finding() {
    let repo = goals_with("rules: {moved-target: off}\n");
    repo.write("g/x.yaml", "kind: objective\nid: x\ntitle: Another one\nowner: ana\nperiod: 2026-Q4\nlevel: team\n");
    repo.commit("ana", &at("2026-10-25"), "One more");
    // What was off everywhere is off in folders that hold the same goals.
    repo.write("goalpost.yaml", "rules: {moved-target: off}\nfolders: {g/: {rules: {moved-target: off}}}\n");
    repo.commit("ana", &at("2026-11-20"), "By folder too");
    assert_silent(&repo, "nothing was silenced by it");
}

#[test]
fn a_finding_that_two_steps_silenced_is_counted_once() {
    let repo = goals();
    repo.write("goalpost.yaml", "settle: 20d\n");
    repo.commit("ana", &at("2026-11-10"), "A little more time");
    repo.write("goalpost.yaml", "settle: 60d\n");
    repo.commit("ana", &at("2026-11-20"), "Much more time");
    let messages = found(&repo);
    assert_eq!(messages.len(), 1, "{messages:?}");
    assert!(messages[0].1.contains("silenced 1 finding (moved-target)"), "{messages:?}");
}

#[test]
fn more_time_to_settle_hides_no_other_change() {
    let kind = "thresholds: {on_track: 0.8, at_risk: 0.6}\n";
    let fields = |repo: &Repo| found(repo).into_iter().map(|(field, _)| field).collect::<Vec<_>>();
    let repo = goals();
    repo.write("goalpost.yaml", &format!("settle: 90d\n{kind}"));
    repo.commit("ana", &at("2026-11-20"), "Be kind, and give more time");
    assert_eq!(fields(&repo), ["settle", "thresholds"]);
    let repo = goals();
    repo.write("goalpost.yaml", "settle: 90d\n");
    repo.commit("ana", &at("2026-11-19"), "Give more time");
    repo.write("goalpost.yaml", &format!("settle: 90d\n{kind}"));
    repo.commit("ana", &at("2026-11-20"), "Be kind");
    assert_eq!(fields(&repo), ["settle", "thresholds"]);
}

#[test]
fn a_later_day_of_adoption_hides_no_earlier_change() {
    let kind = "settle: 14d\nthresholds: {on_track: 0.8, at_risk: 0.6}\n";
    let repo = goals();
    repo.write("goalpost.yaml", kind);
    repo.commit("ana", &at("2026-11-20"), "Be kind");
    repo.write("goalpost.yaml", &format!("{kind}adopted: 2026-12-01\n"));
    repo.commit("ana", &at("2026-12-01"), "Adopt");
    let fields: Vec<String> = found(&repo).into_iter().map(|(field, _)| field).collect();
    assert_eq!(fields, ["thresholds", "adopted"]);
    let entry = "changes: [{date: 2026-12-01, setting: adopted, why: a new start}]\n";
    repo.write("goalpost.yaml", &format!("{kind}adopted: 2026-12-01\n{entry}"));
    assert_silent(&repo, "what was before an explained adoption is not judged");
}

#[test]
fn what_two_settings_silence_only_together_is_reported() {
    let repo = goals();
    repo.write("goalpost.yaml", "settle: 60d\nadopted: 2026-12-01\n");
    repo.commit("ana", &at("2026-12-01"), "Adopt, and give more time");
    let message =
        "`settle` was changed from 14d to 60d, which together with `adopted` silenced 1 finding (moved-target)";
    assert_found(&repo, "settle", message);
}

/// A reason for a trifle hid the change before it, which nobody had explained.
#[test]
fn an_explained_change_does_not_explain_the_one_before() {
    let repo = goals();
    repo.write("goalpost.yaml", "settle: 60d\n");
    repo.commit("ana", &at("2026-11-10"), "More time");
    repo.write("goalpost.yaml", "settle: 61d\n");
    repo.commit("ana", &at("2026-11-30"), "One more day\n\nGoal-Reason: a holiday");
    let message = "`settle` was changed from 14d to 60d, which silenced 1 finding (moved-target)";
    assert_found(&repo, "settle", message);
    // An entry of its own day explains it.
    repo.write("goalpost.yaml", "settle: 61d\nchanges: [{date: 2026-11-10, setting: settle, why: slow data}]\n");
    assert_silent(&repo, "both are explained");
    // So does putting it back, with or without a reason.
    repo.write("goalpost.yaml", "settle: 14d\n");
    repo.commit("ana", &at("2026-12-05"), "As before\n\nGoal-Reason: it helped nobody");
    assert_silent(&repo, "it was put back");
}

#[test]
fn what_an_explained_change_did_is_not_told_of_a_trifle_before_it() {
    let repo = goals();
    repo.write("goalpost.yaml", "settle: 15d\n");
    repo.commit("ana", &at("2026-11-10"), "One more day");
    repo.write("goalpost.yaml", "settle: 60d\n");
    repo.commit("ana", &at("2026-11-20"), "More time\n\nGoal-Reason: the kick-off was late");
    assert_silent(&repo, "the change that silenced it is explained");
    let kind = "settle: 14d\nthresholds: {on_track: 0.89, at_risk: 0.7}\n";
    let repo = goals();
    repo.write("goalpost.yaml", kind);
    repo.commit("ana", &at("2026-11-10"), "A little kinder");
    repo.write("goalpost.yaml", "settle: 14d\nthresholds: {on_track: 0.8, at_risk: 0.6}\n");
    repo.commit("ana", &at("2026-11-20"), "Be kind\n\nGoal-Reason: as the others");
    assert_silent(&repo, "the change that altered health is explained");
}

#[test]
fn a_later_unexplained_change_is_found_whatever_was_explained_before() {
    let repo = goals();
    repo.write("goalpost.yaml", "settle: 15d\n");
    repo.commit("ana", &at("2026-11-10"), "One more day\n\nGoal-Reason: a holiday");
    repo.write("goalpost.yaml", "settle: 60d\n");
    repo.commit("ana", &at("2026-11-20"), "More time");
    assert_found(&repo, "settle", "`settle` was changed from 15d to 60d, which silenced 1 finding (moved-target)");
}

#[test]
fn what_was_put_back_is_no_change_and_neither_is_the_way_back() {
    let repo = goals();
    repo.write("goalpost.yaml", "settle: 14d\nthresholds: {on_track: 0.8, at_risk: 0.6}\n");
    repo.commit("ana", &at("2026-11-20"), "Be kind");
    repo.write("goalpost.yaml", "settle: 14d\n");
    repo.commit("ben", &at("2026-11-27"), "As before");
    assert_silent(&repo, "it is as it was");
}

#[test]
fn an_entry_of_a_day_to_come_explains_nothing() {
    let repo = goals();
    let entry = "changes: [{date: 2026-12-12, setting: settle, why: soon}]\n";
    repo.write("goalpost.yaml", &format!("settle: 60d\n{entry}"));
    repo.commit("ana", &at("2026-12-09"), "More time");
    assert_eq!(found(&repo).len(), 1);
}

#[test]
fn a_mission_and_a_branch_that_waited_are_no_goals_of_before() {
    let mission = "kind: mission\nid: m\ntitle: Bread for all\nstatement: Bread for all.\n";
    let thresholds = "settle: 14d\nthresholds: {on_track: 0.8, at_risk: 0.6}\n";
    for is_merged_late in [false, true] {
        let repo = Repo::new();
        repo.write("goalpost.yaml", "settle: 14d\n");
        repo.write("m.yaml", mission);
        repo.commit("ana", &at("2026-08-01"), "Say why");
        if is_merged_late {
            repo.branch("goals");
        }
        repo.write("o.yaml", OBJECTIVE);
        repo.write("a.yaml", &key_result("a", 100, 60, ""));
        repo.commit("ana", &at(if is_merged_late { "2026-09-20" } else { "2026-10-03" }), "Set the goals");
        if is_merged_late {
            repo.checkout("main");
            repo.merge("ben", &at("2026-10-03"), "goals");
        }
        repo.write("goalpost.yaml", thresholds);
        repo.commit("ana", &at("2026-11-20"), "Be kind");
        assert_silent(&repo, "the first goals landed in this period");
    }
}

#[test]
fn every_answer_that_lists_moved_goalposts_tells_of_moved_settings() {
    let repo = goals();
    repo.write("goalpost.yaml", "settle: 60d\n");
    repo.commit("ana", &at("2026-12-04"), "More time");
    repo.write("a.yaml", &key_result("a", 90, 61, ""));
    repo.commit("ana", &at("2026-12-08"), "Check in");
    let message = "`settle` was changed from 14d to 60d, which silenced 1 finding (moved-target)";
    let told = |args: &[&str]| {
        let view = answer(repo.path(), args);
        let settings = view["moved_settings"].as_array().unwrap_or_else(|| panic!("{args:?}: {view}")).clone();
        settings.iter().map(|it| it["words"].as_str().unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    for args in [
        &["history", "--all"][..],
        &["report", "--period", "2026-Q4"],
        &["digest", "--since", "2026-12-02"],
        &["diff", "2026-12-01..HEAD"],
    ] {
        assert_eq!(told(args), [message], "{args:?}");
        let text = goalpost(repo.path(), &[&["-q"], args, &["--today", "2026-12-10"]].concat()).stdout;
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(text.contains("silenced 1 finding (moved-target)") && !text.contains("More time"), "{args:?}: {text}");
    }
    for args in [&["digest", "--since", "2026-12-06"][..], &["diff", "HEAD~1..HEAD"]] {
        assert_eq!(told(args), [""; 0], "{args:?}: it came before");
    }
    for command in ["report", "digest", "diff"] {
        let args: &[&str] = if command == "diff" { &["2026-12-01..HEAD"] } else { &[] };
        let args = [&["-q", command, "--format", "markdown", "--today", "2026-12-10"], args].concat();
        let text = goalpost(repo.path(), &args).stdout;
        assert!(text.contains("ettings changed in mid-period"), "{command}: {text}");
    }
    // What is allowed by a comment is nowhere.
    repo.write("goalpost.yaml", "# goalpost: allow moved-settings\nsettle: 60d\n");
    assert_eq!(told(&["history", "--all"]), [""; 0]);
    // What is explained is no finding, and told with its reason.
    repo.write("goalpost.yaml", "settle: 60d\nchanges: [{date: 2026-12-04, setting: settle, why: slow data}]\n");
    repo.commit("ana", &at("2026-12-09"), "Say why");
    assert_eq!(found(&repo), []);
    for args in
        [&["history", "--all"][..], &["report"], &["digest", "--since", "2026-12-02"], &["diff", "2026-12-01..HEAD"]]
    {
        assert_eq!(told(args), ["`settle` was changed from 14d to 60d"], "{args:?}");
        for format in ["human", "markdown", "html"] {
            let is_told = matches!(
                (args[0], format),
                ("history" | "digest" | "diff", "human") | ("report" | "digest", "markdown") | ("report", "html")
            );
            if is_told {
                let text =
                    goalpost(repo.path(), &[&["-q", "--format", format], args, &["--today", "2026-12-10"]].concat())
                        .stdout;
                let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
                assert!(text.contains("because “slow data”"), "{format} {args:?}: {text}");
            }
        }
    }
}

#[test]
fn an_included_root_in_another_repository_that_is_dropped_is_found() {
    let (open, private) = Repo::pair("open", "private");
    open.write("goalpost.yaml", "settle: 14d\ninclude: [../private]\n");
    open.write("o.yaml", OBJECTIVE);
    open.write("a.yaml", &key_result("a", 100, 90, ""));
    open.commit("ana", &at("2026-09-20"), "Set the goals");
    private.write("goalpost.yaml", "within: ../open\n");
    private.write("p.yaml", &OBJECTIVE.replace("id: o", "id: p"));
    private.write("b.yaml", &key_result("b", 100, 60, "").replace("measures: o", "measures: p"));
    private.commit("ana", &at("2026-09-21"), "Set private goals");
    private.write("b.yaml", &key_result("b", 90, 60, "").replace("measures: o", "measures: p"));
    private.commit("ana", &at("2026-10-25"), "Lower the target");
    assert_silent(&open, "nothing was changed");
    // No number of an open goal is another, and nobody hears of the target any more.
    open.write("goalpost.yaml", "settle: 14d\n");
    let message =
        "`include` was changed from [../private] to [], which silenced 2 findings (moved-target, never-checked-in)";
    assert_found(&open, "include", message);
    let shown = goalpost(open.path(), &["check", "--rule", "moved-settings", "--today", "2026-12-10"]).stdout;
    assert!(shown.contains("in a root that is left out") && !shown.contains("`b`"), "{shown}");
    open.commit("ana", &at("2026-11-20"), "Without the private goals");
    assert_found(&open, "include", message);
}
