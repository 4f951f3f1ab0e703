//! Texts of goals that a format or its reader would take for something else than text.

use crate::support::program::{folder, goalpost, says};

/// Goals with a text in every field that people read.
fn goals(text: &str) -> tempfile::TempDir {
    let text = serde_json::to_string(text).expect("JSON is YAML");
    folder(&[
        ("goalpost.yaml", ""),
        ("mission.yaml", "kind: mission\nid: mission\ntitle: M\nstatement: S\n"),
        (
            "o.yaml",
            &format!(
                "kind: objective\nid: o\ntitle: {text}\nowner: ana\nperiod: 2026-Q4\nsupports: [mission]\narea: {text}\n\
                 log:\n  - {{date: 2026-11-18, kind: decision, text: {text}}}\n"
            ),
        ),
    ])
}

/// Names of areas are keys in the data of the page, and keys were not cleaned.
#[test]
fn the_page_of_a_report_has_no_character_that_hides() {
    let goals = goals("a\u{1b}[31m\u{202e}b\u{200b}c");
    let page = says(goals.path(), &["report", "-q"]);
    assert!(page.contains("Key result areas"), "{page}");
    assert!(!page.chars().any(|it| it != '\n' && goalpost::source::is_hidden(it)));
}

/// Spreadsheets pass over spaces, and some take the wide signs of East Asian keyboards for the narrow ones.
#[test]
fn no_cell_of_a_table_begins_as_a_formula_and_comes_back_as_it_was() {
    for text in ["=1+1", " =1+1", "\u{a0}=1+1", "\n=1+1", "＝1+1", "＋1", "－a", "＠SUM(1)"] {
        let goals = goals(text);
        for args in [&["export", "--format", "csv"][..], &["export", "--format", "csv", "--what", "log"]] {
            let table = says(goals.path(), args);
            assert!(table.contains(&format!("'{text}")), "{args:?}: {table}");
        }
        let table = says(goals.path(), &["export", "--format", "csv"]);
        let other = folder(&[("goalpost.yaml", ""), ("goals.csv", &table)]);
        let run = goalpost(other.path(), &["import", "goals.csv"]);
        assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
        let goal = says(other.path(), &["export", "--format", "jsonl"]);
        let title = text.trim();
        assert!(goal.contains(&format!("\"title\":\"{title}\"")), "{text}: {goal}");
    }
}

/// Forges look for references in the text that is shown: a goal would be told at the issue or merge request of that number.
#[test]
fn no_title_refers_to_an_issue_or_a_merge_request() {
    let goals = goals("Close GH-7 and !12, &3 and #4");
    for args in [&["report", "--format", "markdown"][..], &["rollup", "--format", "markdown"]] {
        let page = says(goals.path(), args);
        assert!(page.contains("Close"), "{page}");
        for reference in ["GH-7", "!12", "&amp;3", "#4"] {
            assert!(!page.contains(reference), "{reference}: {page}");
        }
    }
}
