//! `goalpost checkin --from` a table with several rows of one goal: each is judged by what the rows before it leave.

use std::fs;

use crate::support::files::read;
use crate::support::program::{goalpost, json, says};
use crate::support::repository::Repo;

const OBJECTIVE: &str = "kind: objective\nid: o\ntitle: Bake bread\nowner: nia\nperiod: 2026-Q4\n";
const WASTE: &str = "kind: key_result\nid: k\ntitle: Keep waste low\nmeasures: o\nmetric: {name: waste, unit: kg, at_most: 5, current: 4, as_of: 2026-11-01}\n";
const PIES: &str = "kind: key_result\nid: p\ntitle: Sell pies\nmeasures: o\nconfidence: 0.5\nmetric: {name: pies, unit: pies, baseline: 0, target: 10, current: 1, as_of: 2026-11-01}\n";
const HEAT: &str = "kind: kpi\nid: t\ntitle: Oven heat\nmetric: {name: heat, unit: °C, at_least: 200, current: 235, as_of: 2026-11-01}\n";
const HOT: &str =
    "kind: key_result\nid: hot\ntitle: Raise the heat\nmeasures: o\nmetric: {kpi: t, baseline: 220, target: 240}\n";

fn bakery(table: &str) -> Repo {
    let repo = Repo::new();
    let files = [("goalpost.yaml", ""), ("o.yaml", OBJECTIVE), ("k.yaml", WASTE), ("p.yaml", PIES), ("t.yaml", HEAT)];
    for (path, text) in files.into_iter().chain([("hot.yaml", HOT), (".gitignore", "rows.*\n")]) {
        repo.write(path, text);
    }
    repo.commit("nia", "2026-11-01T08:00:00Z", "Set");
    for (key, value) in [("user.email", "nia@northwind.example"), ("user.name", "Nia")] {
        repo.git(&["config", key, value]);
    }
    fs::write(repo.path().join("rows.csv"), table).expect("a table");
    repo
}

/// The last row of a goal that gave the value the file had before was written as a day alone, over the value of a row before.
#[test]
fn the_last_row_by_day_is_what_the_file_says() {
    let rows = "goal,value,as_of,confidence\nk,9,2026-11-05,\nk,4,2026-11-12,\np,5,2026-11-12,0.9\np,1,2026-11-19,0.5\nk,4,2026-11-19,\nhot,238,2026-11-12,\nhot,236,2026-11-13,\nt,235,2026-11-19,\n";
    let repo = bakery(rows);
    let answer = goalpost(repo.path(), &["checkin", "--from", "rows.csv", "-q"]);
    // Five values are no observation of their own in one change of the files, and that is said.
    assert_eq!(answer.code, 1, "{}{}", answer.stdout, answer.stderr);
    assert!(answer.stdout.starts_with("3 check-ins recorded, 5 left out\n"), "{}", answer.stdout);
    assert!(answer.stdout.contains("line 2: 9 of 2026-11-05 is left out: line 3 has that of 2026-11-12"), "{answer:?}");
    assert!(answer.stdout.contains("goalpost checkin --from rows.csv --commit"), "{}", answer.stdout);
    for (path, text) in [("k.yaml", "current: 4, as_of: 2026-11-19"), ("t.yaml", "current: 235, as_of: 2026-11-19")] {
        assert!(read(repo.path(), path).contains(text), "{path}: {}", read(repo.path(), path));
    }
    let pies = read(repo.path(), "p.yaml");
    assert!(pies.contains("confidence: 0.5") && pies.contains("current: 1, as_of: 2026-11-19"), "{pies}");
}

#[test]
fn with_commits_each_row_is_an_observation() {
    let repo = bakery("goal,value,as_of\nk,9,2026-11-05\nk,4,2026-11-12\np,+=2,2026-11-12\nk,4,2026-11-19\n");
    let said = says(repo.path(), &["checkin", "--from", "rows.csv", "--commit", "-q"]);
    assert!(said.starts_with("4 check-ins recorded\n") && said.contains("k: 9 → 4 kg"), "{said}");
    let history = json(repo.path(), &["history", "k", "-q"]);
    let seen: Vec<String> = history["goals"][0]["observations"]
        .as_array()
        .expect("observations")
        .iter()
        .map(|it| format!("{} {}", it["day"].as_str().unwrap_or_default(), it["value"]))
        .collect();
    assert_eq!(seen, ["2026-11-01 4.0", "2026-11-05 9.0", "2026-11-12 4.0", "2026-11-19 4.0"]);
    assert_eq!(repo.git(&["status", "--porcelain"]), "");
    assert!(repo.git(&["log", "-1", "--format=%B"]).contains("Record 1 check-in\n\nGoal: k"));
}

#[test]
fn changes_of_a_value_add_up() {
    let repo = bakery("goal,value,as_of\np,+=2,2026-11-19\np,+=2,2026-11-19\n");
    let said = says(repo.path(), &["checkin", "--from", "rows.csv", "-q"]);
    assert!(said.starts_with("2 check-ins recorded\n"), "{said}");
    assert!(read(repo.path(), "p.yaml").contains("current: 5, as_of: 2026-11-19"), "{}", read(repo.path(), "p.yaml"));
    let repo = bakery("goal,value,as_of\np,+=2,2026-11-12\np,+=2,2026-11-19\n");
    let shown = goalpost(repo.path(), &["checkin", "--from", "rows.csv", "--dry-run"]);
    assert!(shown.stdout.contains("current: 5, as_of: 2026-11-19"), "{}", shown.stdout);
    assert_eq!(read(repo.path(), "p.yaml"), PIES);
}

/// The help named a day after the goal's end, whose value does not count, and a text editor, by which the value of the next
/// quarter is withdrawn.
#[test]
fn the_last_value_of_a_quarter_whose_kpi_went_on_is_graded_by_hand() {
    let repo = bakery("");
    repo.write("q3.yaml", "kind: objective\nid: q3\ntitle: Bake well\nowner: nia\nperiod: 2026-Q3\n");
    repo.write("k3.yaml", &HOT.replace("id: hot", "id: k3").replace("measures: o", "measures: q3"));
    let late = ["checkin", "k3", "238", "--as-of", "2026-09-30", "--today", "2026-10-05", "-q"];
    repo.write("t.yaml", &HEAT.replace("2026-11-01", "2026-10-05"));
    let refused = goalpost(repo.path(), &late);
    assert!(refused.code == 2 && refused.stderr.contains("goalpost close k3 --score N --why TEXT"), "{refused:?}");
    assert!(!refused.stderr.contains("by hand"), "{}", refused.stderr);
    let later = says(repo.path(), &["checkin", "k3", "238", "--today", "2026-10-06", "-q"]);
    assert!(later.contains("goalpost close k3 --score N"), "{later}");
    assert!(!later.contains("--as-of 2026-09-30"), "{later}");
}
