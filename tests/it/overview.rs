//! `goalpost` without a command: one screen on where the goals stand, and what to run next.

use unicode_width::UnicodeWidthStr;

use crate::support::program::{folder, goalpost, northwind, says};

#[test]
fn it_names_what_is_behind_due_and_moved_with_its_id_and_what_lists_the_rest() {
    let folder = tempfile::tempdir().expect("a folder");
    says(folder.path(), &["demo", "demo"]);
    let shown = says(&folder.path().join("demo"), &["--today", "2026-11-21"]);
    assert!(shown.lines().all(|line| line.width() <= 80), "{shown}");
    assert!(shown.lines().count() <= 45, "{shown}");
    insta::assert_snapshot!(shown);
}

#[test]
fn it_calls_nothing_well_that_is_not_known() {
    let empty = folder(&[("goalpost.yaml", "")]);
    let shown = says(empty.path(), &[]);
    assert!(shown.contains("0 goals · no goals") && !shown.contains("on track"), "{shown}");
    assert!(says(&northwind(), &[]).contains("Off track"));
}

/// A KPI has neither progress nor plan, and "unknown" was said of both.
#[test]
fn a_kpi_out_of_bounds_is_told_by_its_value() {
    let kpi = "kind: kpi\nid: refunds\ntitle: Refunds\nmetric: {name: refunds, unit: \"%\", at_most: 2, current: 3.5, as_of: 2026-11-18}\n";
    let folder = folder(&[("goalpost.yaml", ""), ("refunds.yaml", kpi)]);
    let shown = says(folder.path(), &["--today", "2026-11-21"]);
    assert!(shown.contains("3.5 %, to be at most 2 %") && !shown.contains("unknown"), "{shown}");
}

#[test]
fn outside_a_goals_repository_it_says_how_to_begin() {
    let nowhere = tempfile::tempdir().expect("a folder");
    for args in [&[][..], &["rollup"], &["check"]] {
        let answer = goalpost(nowhere.path(), args);
        assert_eq!((answer.code, answer.stdout.as_str()), (2, ""));
        assert!(
            answer.stderr.contains("goalpost init") && answer.stderr.contains("goalpost demo"),
            "{}",
            answer.stderr
        );
    }
}
