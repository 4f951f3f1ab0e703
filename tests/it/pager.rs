//! Long answers on a terminal go through a pager; short ones and those in a pipe never do.

use crate::support::program::northwind;
use crate::support::terminal::Sitting;

/// What is seen of a command on a terminal with some rows and a pager.
fn seen(rows: u16, pager: &str) -> String {
    let path = std::env::var("PATH").unwrap_or_default();
    let env = [("PATH", path.as_str()), ("TERM", "xterm"), ("GOALPOST_PAGER", pager), ("NO_COLOR", "1")];
    let (status, seen) = Sitting::begin_at(rows, &northwind(), &["rules"], "", &env).ends();
    assert_eq!(status, Some(0), "{seen}");
    seen
}

#[test]
fn what_is_longer_than_the_terminal_goes_through_the_pager() {
    let paged = seen(20, "sed 's/^/paged: /'");
    assert!(paged.contains("paged: ") && paged.contains("moved-target"), "{paged}");
    assert!(!seen(20, "").contains("paged: "));
}

#[test]
fn what_fits_does_not() {
    let shown = seen(5000, "sed 's/^/paged: /'");
    assert!(!shown.contains("paged: ") && shown.contains("moved-target"), "{shown}");
}

#[test]
fn a_pager_that_is_not_there_or_is_left_early_loses_nothing_and_is_no_error() {
    assert!(seen(20, "no-such-pager 2>/dev/null").contains("moved-target"));
    assert!(seen(20, "head -n 1").contains("paged") || !seen(20, "head -n 1").contains("moved-target"));
}
