//! Units that count percentages under whatever name: what is read, refused and advised is the same for all of them.

use crate::support::program::{folder, goalpost};

fn root(unit: &str, current: &str) -> tempfile::TempDir {
    let key_result = format!(
        "kind: key_result\nid: k\ntitle: Have it\nmeasures: o\nmetric:\n  name: it\n  unit: \"{unit}\"\n  baseline: 40\n  \
         target: 60\n  current: {current}\n  as_of: 2026-11-10\n"
    );
    folder(&[
        ("goalpost.yaml", ""),
        ("o.yaml", "kind: objective\nid: o\ntitle: Have all\nowner: bo\nperiod: 2026-Q4\n"),
        ("k.yaml", &key_result),
        ("v.csv", "goal,value\nk,55%\n"),
    ])
}

/// The output of a command, and whether it could do its work.
fn ask(root: &tempfile::TempDir, args: &[&str]) -> (String, bool) {
    let it = goalpost(root.path(), &[args, &["--today", "2026-11-21", "-q"]].concat());
    (format!("{}{}", it.stdout, it.stderr), it.code == 0)
}

const PERCENTAGES: [&str; 10] = [
    "%",
    "percent",
    "percentage",
    "Prozent",
    "in %",
    "percent of orders",
    "% of orders",
    "% of plan",
    "percentage of orders",
    "share (%)",
];

/// `55%` of a metric in `percentage` or `% of orders` was refused with "write 0.55", which was then taken.
#[test]
fn a_percentage_is_read_in_every_unit_that_counts_percentages() {
    for unit in PERCENTAGES {
        for args in [&["checkin", "k", "55%", "--dry-run"][..], &["checkin", "--from", "v.csv", "--dry-run"]] {
            let (said, done) = ask(&root(unit, "45"), args);
            assert!(done && said.contains("+  current: 55\n"), "{unit} {args:?}: {said}");
        }
        let (said, done) = ask(&root(unit, "45"), &["checkin", "k", "0.55"]);
        assert!(!done && said.contains("looks like a share") && said.contains("write 55, or "), "{unit}: {said}");
        let check = ask(&root(unit, "55%"), &["check", "--format", "json", "--rule", "wrong-type"]).0;
        assert!(check.contains("write 55: the unit is in `unit`"), "{unit}: {check}");
        let (said, done) = ask(
            &root(unit, "45"),
            &[
                "new",
                "key-result",
                "--id",
                "n",
                "--title",
                "Have more",
                "--measures",
                "o",
                "--unit",
                unit,
                "--baseline",
                "40%",
                "--target",
                "60%",
            ],
        );
        assert!(done && !said.contains("0.4"), "{unit}: {said}");
    }
}

/// `0.55` in YAML was taken for the value where the unit is `% of orders`.
#[test]
fn a_share_among_percentages_is_found_in_every_unit_that_counts_percentages() {
    for unit in PERCENTAGES {
        let check = ask(&root(unit, "0.55"), &["check", "--format", "concise", "--rule", "improbable-number"]).0;
        assert!(check.contains("improbable-number"), "{unit}: {check}");
    }
}

/// A value in percentage points is a number of points: none is a share, and a percentage is asked about.
#[test]
fn percentage_points_are_no_percentages() {
    for unit in ["pp", "%-points", "percentage points", "Prozentpunkte", "%/month"] {
        let (said, done) = ask(&root(unit, "45"), &["checkin", "k", "55%"]);
        let told = format!("write 55, if that is the value in {unit}");
        assert!(!done && said.contains(&told), "{unit}: {said}");
    }
    for unit in ["pp", "%-points", "percentage points", "orders", "percentile"] {
        assert!(ask(&root(unit, "45"), &["checkin", "k", "0.55"]).1, "{unit}");
    }
    let (said, _) = ask(&root("orders", "45"), &["checkin", "k", "55%"]);
    assert!(said.contains("`55%` is a percentage") && said.contains("0.55 where it is a share"), "{said}");
}
