//! Which goals are asked for, and what is said of those that are not.

use super::{bakery, key_result, outcomes, publish, pull};
use crate::support::repository::Repo;

const SERVE: &str = "  from: {source: till, query: \"5\"}\n";

/// The bakery with a key result that has a further line.
fn with_line(line: &str) -> Repo {
    let repo = bakery(&[("serve", SERVE)]);
    repo.write("late.yaml", &format!("{}{line}\n", key_result("late", SERVE)));
    repo.commit("nia", "2026-10-03T08:00:00Z", "One more");
    publish(&repo);
    repo
}

#[test]
fn a_named_goal_outside_of_its_time_is_left_out_with_the_reason() {
    for (period, today, reason) in [
        ("2026-Q3", "2026-11-21", "it ended on 2026-09-30"),
        ("2025-Q1", "2026-11-21", "it ended on 2025-03-31"),
        ("2027-Q1", "2026-11-21", "it begins on 2027-01-01"),
    ] {
        let repo = with_line(&format!("period: {period}"));
        let before = repo.read("late.yaml");
        let answer = pull(repo.path(), &["late", "--today", today]);
        assert_eq!(answer.code, 0, "{}", answer.stderr);
        assert!(answer.stdout.contains(&format!("late: left out, {reason}")), "{period}: {}", answer.stdout);
        assert_eq!(repo.read("late.yaml"), before);
        let all: Vec<String> = outcomes(repo.path(), &["--dry-run"]).into_iter().map(|it| it.0).collect();
        assert_eq!(all, ["serve"], "nobody asked for it");
    }
}

#[test]
fn a_named_draft_is_an_error_that_names_its_state() {
    let repo = with_line("state: draft");
    let answer = pull(repo.path(), &["late"]);
    assert_eq!(answer.code, 2, "{}", answer.stdout);
    assert!(answer.stderr.contains("`late` is a draft"), "{}", answer.stderr);
    assert!(!answer.stderr.contains("no open goal"), "{}", answer.stderr);
}

#[test]
fn what_is_said_when_nothing_is_asked_is_true() {
    let repo = bakery(&[("serve", SERVE)]);
    let other = pull(repo.path(), &["--source", "board"]).stderr;
    assert!(other.contains("no open goal asks `board`"), "{other}");
    pull(repo.path(), &[]);
    let young = pull(repo.path(), &["--due"]).stderr;
    assert!(young.contains("no value is due") && !young.contains("no open goal"), "{young}");
    let none = pull(bakery(&[]).path(), &[]).stderr;
    assert!(none.contains("no open goal asks a source here"), "{none}");
}

#[test]
fn the_list_tells_the_day_of_the_data_and_what_is_not_asked_yet() {
    let repo = bakery(&[("serve", SERVE), ("wait", "  from: {source: board}\n")]);
    let list = pull(repo.path(), &["--list"]).stdout;
    assert!(list.contains("1 value · no value yet"), "{list}");
    pull(repo.path(), &[]);
    let list = pull(repo.path(), &["--list"]).stdout;
    assert!(list.contains("newest value of 2026-11-20") && list.contains("newest value of 2026-11-21"), "{list}");
    let explained = pull(repo.path(), &["--explain"]).stdout;
    assert!(explained.contains("serve: request to till\n"), "{explained}");
    assert!(explained.ends_with("2 requests, none sent\n"), "{explained}");
}

#[test]
fn a_typed_value_is_held_by_a_decision_about_the_value_alone() {
    let typed = "  current: 7\n  as_of: 2026-11-01\n  from: {source: till, query: \"5\"}\n  pulled: {value: 6, day: 2026-11-01}\n";
    let of = |about: &str| {
        let repo = bakery(&[("serve", typed)]);
        let log = format!("log:\n  - {{date: 2026-11-02, kind: decision, text: counted by hand{about}}}\n");
        repo.write("serve.yaml", &(key_result("serve", typed) + &log));
        repo.commit("nia", "2026-11-02T08:00:00Z", "Decide");
        publish(&repo);
        outcomes(repo.path(), &["--dry-run"]).remove(0).1
    };
    for about in ["", ", about: [current]", ", about: [metric.current]", ", about: [metric]", ", about: [as_of]"] {
        assert_eq!(of(about), "held", "{about}");
    }
    for about in [", about: [metric.target]", ", about: [target]", ", about: [metric.from]", ", about: [period]"] {
        assert_eq!(of(about), "written", "{about}");
    }
}

/// `1,300` in a table with decimal commas was written as 1.3 where the value before was 1200.
#[test]
fn of_two_readings_of_a_cell_the_improbable_one_is_not_written() {
    let repo = bakery(&[]);
    for id in ["p", "r"] {
        repo.write(
            &format!("{id}.yaml"),
            &format!(
                "kind: key_result\nid: {id}\ntitle: Raise {id}\nmeasures: queue\nmetric:\n  name: loaves\n  unit: loaves\n  baseline: 1000\n  target: 5000\n  current: 1200\n  as_of: 2026-11-10\n  from: {{source: board}}\n"
            ),
        );
    }
    let table = "kr;value;day\nq;1.300,5;2026-11-20\np;1,300;2026-11-20\nr;1400;2026-12-20\n";
    repo.write("data/board.csv", table);
    repo.commit("nia", "2026-11-20T08:00:00Z", "Ask the board");
    publish(&repo);
    let said = pull(repo.path(), &[]).stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("may be 1300 or 1.3: write it without grouped thousands"), "{said}");
    assert!(said.contains("has only values of days to come for `r`"), "{said}");
    assert!(repo.read("p.yaml").contains("  current: 1200\n"), "{}", repo.read("p.yaml"));
}
