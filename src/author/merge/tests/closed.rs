//! Merges of a close with what was counted or moved meanwhile.

use super::{BASE, driver, edit};

/// A close beside a later value is the grade of numbers that are not there.
#[test]
fn a_close_and_what_was_counted_meanwhile_are_a_conflict() {
    let close = |score: &str| {
        let grade = format!(
            "period: 2026-Q4\nstate: missed\nclosed: 2026-11-16\ngrade: {{score: {score}, computed: {score}}}\n"
        );
        edit(BASE, &[("period: 2026-Q4\n", &grade)])
    };
    let later = edit(BASE, &[("current: 99.6", "current: 99.9"), ("as_of: 2026-11-07", "as_of: 2026-11-14")]);
    let easier = edit(BASE, &[("target: 99.95", "target: 99.7")]);
    for other in [later, easier] {
        for (ours, theirs) in [(&close("0.22"), &other), (&other, &close("0.22"))] {
            let (clean, text) = driver(BASE, ours, theirs);
            assert!(!clean && text.contains("state: missed"), "{text}");
            // Whichever side a person takes, its grade and its numbers are together.
            let number = other.lines().find(|line| !BASE.contains(*line)).expect("a change");
            assert!(text.contains(number), "{text}");
            assert_eq!(text.matches("title:").count(), 1, "{text}");
        }
    }
    // What makes no other grade is merged: a name, a word, and a value of a day after the period.
    let reworded = edit(BASE, &[("labels: [checkout]", "labels: [checkout, shop]")]);
    let late = edit(BASE, &[("current: 99.6", "current: 99.9"), ("as_of: 2026-11-07", "as_of: 2027-01-04")]);
    for other in [reworded, late] {
        let (clean, text) = driver(BASE, &close("0.22"), &other);
        assert!(clean, "{text}");
    }
}
