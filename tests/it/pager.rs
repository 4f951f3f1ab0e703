//! Long answers on a terminal go through a pager; short ones and those in a pipe never do.

use crate::support::program::{goalpost_with, northwind};
use crate::support::terminal::Sitting;

/// What is seen of a command on a terminal with some rows and a pager.
fn seen(rows: u16, pager: &str) -> String {
    let path = std::env::var("PATH").unwrap_or_default();
    let env = [("PATH", path.as_str()), ("TERM", "xterm"), ("GOALPOST_PAGER", pager), ("NO_COLOR", "1")];
    let (status, seen) = Sitting::begin_at((rows, 80), &northwind(), &["show", "failed-payments"], "", &env).ends();
    assert_eq!(status, Some(0), "{seen}");
    seen
}

#[test]
fn what_is_longer_than_the_terminal_goes_through_the_pager() {
    let paged = seen(10, "sed 's/^/paged: /'");
    assert!(paged.contains("paged: ") && paged.contains("card-processing"), "{paged}");
    assert!(!seen(10, "").contains("paged: "));
}

/// A page is no text for a terminal: it is written to a file, of which the terminal only tells.
#[test]
fn a_report_on_a_terminal_goes_to_a_file() {
    let here = tempfile::tempdir().expect("a folder");
    let temporary = here.path().to_string_lossy().into_owned();
    let path = std::env::var("PATH").unwrap_or_default();
    let env = [("PATH", path.as_str()), ("TERM", "xterm"), ("TMPDIR", temporary.as_str())];
    let (status, seen) = Sitting::begin_at((24, 80), &northwind(), &["report", "-q"], "", &env).ends();
    assert_eq!(status, Some(0), "{seen}");
    assert!(seen.contains("--output FILE") && !seen.contains("<html"), "{seen}");
    let pages: Vec<_> = std::fs::read_dir(here.path()).expect("a folder").flatten().collect();
    assert_eq!(pages.len(), 1, "{pages:?}");
    let page = std::fs::read_to_string(pages[0].path()).expect("a page");
    let mode = std::os::unix::fs::PermissionsExt::mode(&pages[0].metadata().expect("a file").permissions());
    assert_eq!(mode & 0o777, 0o600, "goals may be private");
    assert!(seen.contains(&*pages[0].file_name().to_string_lossy()) && page.starts_with("<!"), "{seen}");
    // Markdown is text, and stays on the terminal.
    let (_, shown) =
        Sitting::begin_at((5000, 80), &northwind(), &["report", "-q", "--format", "markdown"], "", &env).ends();
    assert!(shown.contains("## Needs attention"), "{shown}");
}

#[test]
fn what_fits_does_not() {
    let shown = seen(5000, "sed 's/^/paged: /'");
    assert!(!shown.contains("paged: ") && shown.contains("card-processing"), "{shown}");
}

#[test]
fn a_pager_that_is_not_there_or_is_left_early_loses_nothing_and_is_no_error() {
    let missing = seen(10, "no-such-pager 2>/dev/null");
    assert!(missing.contains("card-processing") && missing.contains("cannot run the pager"), "{missing}");
    let left = seen(10, "head -n 1");
    assert!(left.contains("Cut failed payments") && !left.contains("card-processing"), "{left}");
}

/// The help of a command is longer than most terminals, and went past.
#[test]
fn help_goes_through_the_pager_and_has_the_colors_of_answers() {
    let path = std::env::var("PATH").unwrap_or_default();
    let on_terminal = |args: &[&str], more: &[(&str, &str)]| {
        let env = [&[("PATH", path.as_str()), ("TERM", "xterm")][..], more].concat();
        let (status, seen) = Sitting::begin_at((20, 80), &northwind(), args, "", &env).ends();
        assert_eq!(status, Some(0), "{seen}");
        seen
    };
    let pager = ("GOALPOST_PAGER", "sed 's/^/paged: /'");
    for args in [&["help"][..], &["--help"], &["help", "rollup"], &["rollup", "--help"]] {
        assert!(on_terminal(args, &[pager]).contains("paged: "), "{args:?}");
    }
    assert!(!on_terminal(&["--version"], &[pager]).contains("paged: "));
    for (variable, has_colors) in [(("A", "1"), true), (("FORCE_COLOR", "0"), false), (("NO_COLOR", "1"), false)] {
        let seen = on_terminal(&["help", "rollup"], &[variable, ("PAGER", "")]);
        assert_eq!(seen.contains("\u{1b}["), has_colors, "{variable:?}: {seen}");
    }
    for (variable, has_colors) in [("A", false), ("FORCE_COLOR", true), ("CLICOLOR_FORCE", true)]
        .map(|(name, has)| ((name, "1"), has))
        .into_iter()
        .chain([(("CLICOLOR_FORCE", "0"), false), (("FORCE_COLOR", "0"), false)])
    {
        let environment = [(variable.0, std::ffi::OsStr::new(variable.1))];
        let help = goalpost_with(&northwind(), &["help"], &environment).stdout;
        assert_eq!(help.contains("\u{1b}["), has_colors, "{variable:?}: {help}");
        let wrong = goalpost_with(&northwind(), &["rollup", "--unknown"], &environment).stderr;
        assert_eq!(wrong.contains("\u{1b}["), has_colors, "{variable:?}: {wrong}");
    }
}
