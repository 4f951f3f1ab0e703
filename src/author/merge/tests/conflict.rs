//! What stands between conflict markers.

use super::{BASE, driver, edit};

/// The lines of a side between the markers.
fn halves(text: &str) -> [Vec<&str>; 2] {
    let mut halves = [Vec::new(), Vec::new()];
    let mut side = None;
    for line in text.lines() {
        match line.get(..7) {
            Some("<<<<<<<") => side = Some(0),
            Some("=======") => side = Some(1),
            Some(">>>>>>>") => side = None,
            _ => halves.iter_mut().enumerate().filter(|(at, _)| Some(*at) == side).for_each(|(_, it)| it.push(line)),
        }
    }
    halves
}

#[test]
fn a_side_of_a_conflict_is_what_that_side_wrote() {
    let braces = edit(
        BASE,
        &[(
            "metric:\n  name: uptime\n  unit: \"%\"\n  baseline: 99.5\n  target: 99.95\n  # by hand until the probe works\n  \
             current: 99.6\n  as_of: 2026-11-07\n",
            "metric: {name: uptime, unit: \"%\", baseline: 99.5, target: 99.95}\n",
        )],
    );
    let ours = edit(&braces, &[("baseline: 99.5, target: 99.95", "baseline: 99.4, target: 99.9")]);
    let theirs = edit(&braces, &[("target: 99.95", "target: 99.99"), ("title: Raise", "title: Bring")]);
    for (ours, theirs) in [(&ours, &theirs), (&theirs, &ours)] {
        let (clean, text) = driver(&braces, ours, theirs);
        assert!(!clean && text.contains("title: Bring"), "{text}");
        let [mine, yours] = halves(&text);
        assert!(mine.len() == 1 && mine.iter().all(|line| ours.lines().any(|own| own == *line)), "{text}");
        assert!(yours.len() == 1 && yours.iter().all(|line| theirs.lines().any(|own| own == *line)), "{text}");
    }
}

#[test]
fn fields_in_another_order_are_each_of_their_side_in_a_conflict() {
    let moved = edit(BASE, &[("confidence: 0.6\nlabels: [checkout]\n", "labels: [checkout]\nconfidence: 0.3\n")]);
    let ours =
        edit(BASE, &[("confidence: 0.6", "why: calls wait\nconfidence: 0.9"), ("[checkout]", "[checkout, ours]")]);
    for (ours, theirs) in [(&ours, &moved), (&moved, &ours)] {
        let (clean, text) = driver(BASE, ours, theirs);
        assert!(!clean, "{text}");
        let [mine, yours] = halves(&text);
        assert!(mine.iter().all(|line| ours.lines().any(|own| own == *line)), "{text}");
        assert!(yours.iter().all(|line| theirs.lines().any(|own| own == *line)), "{text}");
    }
}

/// Of a field that both sides added, the comment above the one that was taken stood in the version before too: the other side
/// seemed to have removed it, and beside a conflict elsewhere it was lost.
#[test]
fn a_comment_above_what_both_sides_added_stays_beside_a_conflict() {
    let bare = edit(BASE, &[("confidence: 0.6\n", "")]);
    let title = |text: &str, priority: &str| {
        let why = format!("{priority}labels: [checkout]\n");
        edit(&bare, &[("title: Raise uptime from 99.5 to 99.95", text), ("labels: [checkout]\n", &why)])
    };
    let plain = title("title: Bring uptime up", "priority: must\n");
    let remarked = title("title: Push uptime up", "# said the board\npriority: must\n");
    let other = title("title: Bring uptime up", "# said ana\npriority: must\n");
    for (ours, theirs) in [(&plain, &remarked), (&remarked, &plain), (&other, &remarked), (&remarked, &other)] {
        let (clean, text) = driver(&bare, ours, theirs);
        assert!(!clean && text.contains("# said the board"), "{text}");
        assert_eq!(text.contains("# said ana"), [ours, theirs].contains(&&other), "{text}");
        assert_eq!(text.matches("priority: must").count(), 1, "{text}");
    }
}
