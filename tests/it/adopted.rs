//! Old goals: history that is judged since a day, and folders with rules of their own.

use std::path::Path;

use serde_json::{Value, json};

use crate::support::program::{folder, goalpost};
use crate::support::queue::{OBJECTIVE, key_result};
use crate::support::repository::{Repo, at};

/// Goals of a quarter that were set in time, in a repository that is older.
fn goals(settings: &str) -> Repo {
    let repo = Repo::new();
    repo.write("goalpost.yaml", settings);
    repo.write("o.yaml", OBJECTIVE);
    repo.write("a.yaml", &key_result(100, ""));
    repo.commit("ana", &at("2026-09-20"), "Set the goals");
    repo
}

/// What a command answers, whether or not it finds something.
fn answer(root: &Path, args: &[&str]) -> Value {
    let answer = goalpost(root, &[args, &["--format", "json", "--today", "2026-12-10"]].concat());
    serde_json::from_str(&answer.stdout).unwrap_or_else(|_| panic!("{args:?}: {}", answer.stderr))
}

/// The findings of a rule: path, line and message.
fn found(root: &Path, rule: &str) -> Vec<(String, Value, String)> {
    let checked = answer(root, &["check"]);
    let findings = checked["findings"].as_array().expect("findings").iter().filter(|it| it["rule"] == rule);
    let text = |it: &Value| it.as_str().unwrap_or_default().to_owned();
    findings.map(|it| (text(&it["path"]), it["line"].clone(), text(&it["message"]))).collect()
}

#[test]
fn history_is_judged_since_the_day_of_adoption() {
    let repo = goals("");
    repo.write("a.yaml", &key_result(50, ""));
    repo.commit("ana", &at("2026-11-02"), "Lower it");
    assert_eq!(found(repo.path(), "moved-target").len(), 1);
    // Whether a move still owes a reason is a judgement of history; everything else is a number.
    let numbers = || {
        let mut goals = answer(repo.path(), &["rollup"])["goals"].clone();
        for goal in goals.as_array_mut().expect("goals") {
            goal.as_object_mut().expect("a goal").remove("quiet_move");
        }
        goals
    };
    let before = numbers();

    repo.write("goalpost.yaml", "adopted: 2026-11-03\n");
    assert_eq!(found(repo.path(), "moved-target"), [], "it moved before");
    assert_eq!(numbers(), before, "progress is the same");
    let moves = answer(repo.path(), &["history", "a"])["goals"][0]["goalposts"].clone();
    assert_eq!(moves[0]["settling"], true, "and the move is still shown");

    repo.write("a.yaml", &key_result(40, ""));
    repo.commit("ana", &at("2026-11-20"), "Lower it again");
    let found = found(repo.path(), "moved-target");
    assert!(found[0].2.contains("lowered from 50 x to 40 x"), "{found:?}");
}

#[test]
fn a_day_of_adoption_in_the_future_is_an_error() {
    let repo = goals("settle: 14d\nadopted: 2026-12-11\n");
    let found = found(repo.path(), "invalid-date");
    assert_eq!((found[0].0.as_str(), found[0].1.as_u64()), ("goalpost.yaml", Some(2)), "{found:?}");
}

#[test]
fn a_folder_has_levels_of_its_own() {
    let without_unit = |id: &str| key_result(100, "").replace("id: a", &format!("id: {id}")).replace("  unit: x\n", "");
    let settings = "rules: {missing-unit: error}\nfolders:\n  old/: {rules: {missing-unit: off}}\n  \
                    ./old//kept: {rules: {missing-unit: warn}}\n";
    let files = [
        ("goalpost.yaml", settings.to_owned()),
        ("o.yaml", OBJECTIVE.to_owned()),
        ("b.yaml", without_unit("b")),
        ("old/c.yaml", format!("# goalpost: allow missing-unit\n{}", without_unit("c"))),
        ("old/kept/d.yaml", without_unit("d")),
        ("older/e.yaml", without_unit("e")),
    ];
    let folder = folder(&files.each_ref().map(|(path, text)| (*path, text.as_str())));
    let checked = answer(folder.path(), &["check"]);
    let findings = checked["findings"].as_array().expect("findings").iter();
    let levels: Vec<_> = findings
        .filter(|it| it["rule"] == "missing-unit" || it["rule"] == "unused-allow")
        .map(|it| (it["rule"].as_str(), it["path"].as_str(), it["level"].as_str()))
        .collect();
    let missing = |path, level| (Some("missing-unit"), Some(path), Some(level));
    let wanted = [missing("b.yaml", "error"), missing("old/kept/d.yaml", "warning"), missing("older/e.yaml", "error")];
    assert_eq!(levels, wanted, "a comment is not unused where its rule is off");
}

#[test]
fn what_is_wrong_with_a_folder_is_said_at_its_name() {
    let settings = "folders:\n  /etc/: {}\n  a/../../b: {}\n  .: {}\n  q4: {rules: {moved-targt: off}}\n  q4/: {rules: [x]}\n  \
                    legacy: {limits: {}}\nchanges:\n  - {date: 2026-11-03, setting: setle, why: x}\n  - {date: soon, why: x}\n  - {date: 2026-11-03, \
                    setting: settle.days, why: \"  \"}\n  - {date: 2026-11-03, setting: thresholds.green, why: x}\n  - \
                    {date: 2026-11-03, setting: rules.moved-targt, why: x}\n";
    let folder = folder(&[("goalpost.yaml", settings), ("q4/o.yaml", OBJECTIVE)]);
    let checked = answer(folder.path(), &["check"]);
    let findings = checked["findings"].as_array().expect("findings").iter().filter(|it| it["path"] == "goalpost.yaml");
    let said: Vec<_> = findings
        .map(|it| {
            format!("{} {}: {}", it["line"], it["rule"].as_str().unwrap_or(""), it["message"].as_str().unwrap_or(""))
        })
        .collect();
    let wanted = [
        "2 wrong-type: `folders` names `/etc/`, which is not relative to goalpost.yaml",
        "3 wrong-type: `folders` names `a/../../b`, which contains `..`",
        "4 wrong-type: `folders` names `.`, which is the root itself",
        "5 unknown-rule: there is no rule `moved-targt`",
        "6 duplicate-field: `folders` names `q4/` twice",
        "6 wrong-type: `folders.q4/.rules` must be rules by name, written as `orphan-goal: error` lines",
        "7 unknown-folder: there is no goal file in the folder `legacy/`",
        "7 unknown-field: a folder in `folders` has no field `limits`",
        "9 wrong-type: `changes` names `setle`, which is no setting that makes numbers or judges history",
        "10 missing-field: a change of a setting needs `setting`",
        "10 invalid-date: `changes[1].date` must be a day such as 2026-11-14",
        "11 wrong-type: `changes` names `settle.days`, which is no setting that makes numbers or judges history",
        "11 missing-field: `why` has no value",
        "12 wrong-type: `changes` names `thresholds.green`, which is no setting that makes numbers or judges history",
        "13 unknown-rule: `changes` names the rule `moved-targt`, which does not exist",
    ];
    assert_eq!(said.iter().map(String::as_str).filter(|it| !it.contains("no-mission")).collect::<Vec<_>>(), wanted);
}

#[test]
fn a_goal_that_is_moved_to_a_folder_keeps_its_rules_about_history() {
    let repo = goals("folders: {old/: {rules: {moved-target: off, missing-unit: off}}}\n");
    repo.write("old/b.yaml", &key_result(100, "").replace("id: a", "id: b"));
    repo.commit("ana", &at("2026-09-21"), "An old one");
    repo.write("a.yaml", &key_result(50, ""));
    repo.write("old/b.yaml", &key_result(50, "").replace("id: a", "id: b"));
    repo.commit("ana", &at("2026-11-02"), "Lower both");
    let messages = |repo: &Repo| found(repo.path(), "moved-target").into_iter().map(|it| it.0).collect::<Vec<_>>();
    assert_eq!(messages(&repo), ["a.yaml"]);

    repo.remove("a.yaml");
    repo.write("old/a.yaml", &key_result(50, "").replace("  unit: x\n", ""));
    assert_eq!(messages(&repo), ["old/a.yaml"], "before it is committed");
    assert_eq!(found(repo.path(), "missing-unit"), [], "what is not about history goes by the folder");
    repo.commit("ana", &at("2026-11-03"), "An old one too");
    assert_eq!(messages(&repo), ["old/a.yaml"], "and after");

    repo.git(&["mv", "old", "archive"]);
    repo.write("goalpost.yaml", "folders: {archive/: {rules: {moved-target: off}}}\n");
    repo.commit("ana", &at("2026-11-04"), "Another name for the folder");
    assert_eq!(messages(&repo), ["archive/a.yaml"], "a folder that is renamed keeps its rules too");
    assert_eq!(json!(found(repo.path(), "unknown-folder")), json!([]));
}

#[test]
fn answers_say_since_when_history_is_judged() {
    let repo = goals("adopted: 2026-11-03\n");
    for args in [&["check"][..], &["report"], &["digest", "--since", "7d"], &["history", "a"], &["rollup"], &["diff"]] {
        assert_eq!(answer(repo.path(), args)["judged_since"], "2026-11-03", "{args:?}");
        let said = goalpost(repo.path(), &[args, &["--today", "2026-12-10"]].concat()).stderr;
        assert_eq!(said.matches("history is judged since 2026-11-03").count(), 1, "{args:?}: {said}");
    }
    let report = goalpost(repo.path(), &["report", "--format", "markdown", "--today", "2026-12-10"]).stdout;
    assert!(report.lines().next().is_some_and(|it| it.contains("history judged since 2026-11-03")), "{report}");
    assert_eq!(answer(goals("").path(), &["check"])["judged_since"], Value::Null);
}

#[test]
fn a_shallow_clone_says_where_its_history_begins() {
    let repo = goals("");
    repo.write("a.yaml", &key_result(50, ""));
    repo.commit("ana", &at("2026-11-02"), "Lower it");
    let clone = repo.shallow(1);
    let said = goalpost(clone.path(), &["check", "--today", "2026-12-10"]).stderr;
    assert!(said.replace("\n      ", " ").contains("shallow clone, so the history begins on 2026-11-02"), "{said}");
}

#[test]
fn a_goal_that_is_moved_to_a_folder_and_deleted_there_is_found() {
    let repo = goals("folders: {legacy/: {rules: {deleted-goal: off}}}\n");
    repo.write("legacy/old.yaml", "kind: objective\nid: old\ntitle: An old one\nowner: ana\nperiod: 2026-Q4\n");
    repo.commit("ana", &at("2026-09-21"), "An old goal");
    repo.shell("git mv a.yaml legacy/a.yaml");
    repo.commit("ana", &at("2026-11-02"), "Move it");
    repo.remove("legacy/a.yaml");
    repo.commit("ana", &at("2026-11-03"), "Tidy up");
    let messages = found(repo.path(), "deleted-goal");
    assert_eq!(messages.len(), 1, "{messages:?}");
}
