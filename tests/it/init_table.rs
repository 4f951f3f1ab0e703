//! A table of goals with which `init` begins a repository.

use std::fs;
use std::path::Path;

use crate::support::program::{folder, goalpost, says};
use crate::support::terminal::typed;

/// What `init` wrote below a folder.
fn written(folder: &Path, path: &str) -> String {
    fs::read_to_string(folder.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

#[test]
fn a_table_of_goals_takes_the_place_of_a_first_objective() {
    let table =
        "Type,Objective Name,Parent,From,To,Now\nO,Win the morning,,,,\nK,Sell loaves,Win the morning,100,400,250\n";
    let map = "columns: {kind: Type, title: Objective Name, parent: Parent, baseline: From, target: To, current: Now}\nvalues: {kind: {O: objective, K: key_result}}\n";
    let tables = || folder(&[("okrs.csv", table), ("columns.yaml", map)]);
    let here = tables();
    let lines = ["n", "Bakery", "Bread", "", "okr.csv", "okrs.csv", "column.yaml", "columns.yaml", "", "", "n"];
    let seen = typed(here.path(), &["init", "goals", "-q"], &lines);
    // A file that is not there is no objective; with the map the goals are shown before they are taken.
    assert!(seen.contains("there is no file `okr.csv` here") && seen.contains("2 goals would be imported"), "{seen}");
    assert!(seen.contains("period of the goals that have none? [2026-Q4]"), "{seen}");
    assert!(seen.contains("2 goals imported") && seen.contains("check: "), "{seen}");
    let goals = |here: &Path| {
        let loaves = written(here, "goals/2026-Q4/sell-loaves.yaml");
        assert!(loaves.contains("measures: win-the-morning\n") && loaves.contains("  current: 250\n"), "{loaves}");
        assert!(!here.join("goals/2026-Q4/first-objective.yaml").exists(), "no first objective");
        assert!(written(here, "goals/2026-Q4/win-the-morning.yaml").contains("period: 2026-Q4\n"));
    };
    goals(here.path());
    assert!(written(here.path(), "goals/mission.yaml").contains("statement: Bread\n"));
    // As options; whoever does not want the goals types one instead.
    let here = tables();
    let args = ["init", "goals", "-q", "--import", "okrs.csv", "--map", "columns.yaml", "--period", "current"];
    let answer = says(here.path(), &args);
    assert!(answer.contains("2 goals imported") && !here.path().join("goals/mission.yaml").exists(), "{answer}");
    goals(here.path());
    let here = tables();
    let lines = ["n", "Bakery", "", "", "okrs.csv", "columns.yaml", "", "n", "Win the evening", "", "", "n"];
    typed(here.path(), &["init", "goals", "-q"], &lines);
    assert!(here.path().join("goals/2026-Q4/win-the-evening.yaml").is_file());
    let wrong = goalpost(here.path(), &["init", "other", "--import", "columns.yaml"]);
    assert!(wrong.code == 2 && !here.path().join("other").exists(), "{}", wrong.stderr);
}

/// A sheet with an objective and its key results side by side, as teams keep them: no map is needed, and whoever is named
/// in it is in org.yaml.
#[test]
fn a_sheet_is_read_by_its_headings_and_its_people_are_added() {
    let sheet = "Objective,Key Result,Owner,Start,Target,Current,Unit\n\
                 Win the morning,Sell loaves,Bo Li,100,400,250,loaves\n\
                 ,Cut the wait,cem@bakery.example,9,4,7,min\n";
    let here = folder(&[("okrs.csv", sheet)]);
    let lines = ["n", "Bakery", "Bread", "Ovens", "okrs.csv", "", "", "", "n"];
    let seen = typed(here.path(), &["init", "goals", "-q"], &lines);
    assert!(seen.contains("columns as in the included map google-sheets"), "{seen}");
    assert!(seen.contains("3 goals would be imported") && seen.contains("in org.yaml: bo-li, cem"), "{seen}");
    let org = written(here.path(), "goals/org.yaml");
    assert!(org.contains("{id: bo-li, name: Bo Li, team: ovens}"), "{org}");
    assert!(org.contains("{id: cem, name: cem, team: ovens, email: [cem@bakery.example]}"), "{org}");
    let wait = written(here.path(), "goals/2026-Q4/cut-the-wait.yaml");
    assert!(wait.contains("owner: cem\n") && wait.contains("  baseline: 9\n"), "{wait}");
    let found = goalpost(&here.path().join("goals"), &["check", "-q"]);
    assert_eq!(found.code, 0, "{}", found.stdout);
}

/// Each goal of a table without periods was an error in the repository that had just been set up.
#[test]
fn a_table_without_a_period_is_set_to_the_one_that_the_repository_begins_with() {
    let table = "kind,title,owner,parent,baseline,target,current\nobjective,Win the morning,bo,,,,\nkey_result,Sell loaves,bo,Win the morning,100,400,250\n";
    let here = folder(&[("okrs.csv", table)]);
    let answer = goalpost(here.path(), &["init", "goals", "--import", "okrs.csv"]);
    assert_eq!(answer.code, 0, "{}", answer.stderr);
    assert!(answer.stderr.contains("1 goal without a period: set to 2026-Q4"), "{}", answer.stderr);
    assert!(written(here.path(), "goals/2026-Q4/win-the-morning.yaml").contains("period: 2026-Q4\n"));
    let found = goalpost(&here.path().join("goals"), &["check", "-q"]);
    assert!(!found.stdout.contains("missing-period"), "{}", found.stdout);
    // What the option says comes before.
    let here = folder(&[("okrs.csv", table)]);
    says(here.path(), &["init", "goals", "-q", "--import", "okrs.csv", "--period", "2026-H2"]);
    assert!(written(here.path(), "goals/2026-H2/win-the-morning.yaml").contains("period: 2026-H2\n"));
}

/// The commit that was suggested was refused by the hook that had just been installed.
#[test]
fn the_first_commit_that_is_suggested_can_be_made() {
    let table = "kind,title,owner,baseline,target,current\nkey_result,Sell loaves,bo,100,400,250\n";
    let here = folder(&[("okrs.csv", table)]);
    let args = ["init", "goals", "-q", "--git", "--hook", "--import", "okrs.csv"];
    let answer = says(here.path(), &args);
    let refused = answer.contains(" error");
    assert_eq!(answer.contains("git commit --no-verify"), refused, "{answer}");
    assert!(refused, "a key result without an objective is an error: {answer}");
}

/// Every goal at the top of the table was an orphan beside the mission that had just been given.
#[test]
fn the_goals_at_the_top_of_a_table_serve_the_mission() {
    let table = "kind,title,owner,parent,baseline,target,current\nobjective,Win the morning,bo,,,,\n\
                 objective,Bake at night,bo,Win the morning,,,\nkey_result,Sell loaves,bo,Win the morning,100,400,250\n";
    let here = folder(&[("okrs.csv", table)]);
    let answer = goalpost(here.path(), &["init", "goals", "--mission", "Bread", "--import", "okrs.csv"]);
    assert!(answer.stderr.contains("1 objective without a goal above: linked to mission"), "{}", answer.stderr);
    assert!(!answer.stdout.contains("orphan-goal"), "{}", answer.stdout);
    assert!(written(here.path(), "goals/2026-Q4/win-the-morning.yaml").contains("supports: [mission]\n"));
    assert!(written(here.path(), "goals/2026-Q4/bake-at-night.yaml").contains("supports: [win-the-morning]\n"));
    let without = folder(&[("okrs.csv", table)]);
    says(without.path(), &["init", "goals", "-q", "--import", "okrs.csv"]);
    assert!(!written(without.path(), "goals/2026-Q4/win-the-morning.yaml").contains("supports"));
}

/// The path of a dropped file, as terminals paste it, and a workbook became objectives.
#[test]
fn a_dropped_file_and_a_workbook_are_no_objectives() {
    let table = "kind,title,owner,parent\nobjective,Win the morning,bo,\n";
    let here = || folder(&[("okrs.csv", table), ("my files/it's.csv", table), ("okrs.xlsx", "PK\u{3}\u{4}\u{1}\u{0}")]);
    for typed_as in
        ["'okrs.csv'", "\"okrs.csv\"", "my\\ files/it\\'s.csv", "'my files/it'\\''s.csv'", "my files/it's.csv"]
    {
        let here = here();
        let seen = typed(here.path(), &["init", "goals", "-q"], &["n", "", "", "", typed_as, "", "", "", "n"]);
        assert!(seen.contains("1 goal would be imported"), "{typed_as}: {seen}");
        assert!(here.path().join("goals/2026-Q4/win-the-morning.yaml").is_file(), "{typed_as}: {seen}");
    }
    let here = here();
    let lines = ["n", "", "", "", "okrs.xlsx", "okrs.ods", "'no such.csv'", "", "n"];
    let seen = typed(here.path(), &["init", "goals", "-q"], &lines);
    assert!(seen.contains("is an Excel workbook") && seen.contains("save the table as CSV"), "{seen}");
    assert!(seen.contains("no file `okrs.ods`") && seen.contains("no file `no such.csv`"), "{seen}");
    assert!(!seen.contains("key result 1"), "{seen}");
}
