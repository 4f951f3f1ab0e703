//! Links that need a confirmation because the goal above changed, as a section of other answers.

use super::clean::clean;
use super::layout::{cut, paragraph};
use super::style::Style;
use crate::model::count_of;
use crate::view::suspect::SuspectView;

/// The maximum number of goals above in a terminal; the others are counted.
const MOST: usize = 8;

/// The maximum number of links of one goal above that are named.
pub(super) const MOST_LINKS: usize = 6;

/// The heading of the section.
pub(super) const HEADING: &str = "links to confirm: the goal above changed after they were made";

/// What is said where it is not known.
pub(super) const UNKNOWN: &str = "links to confirm: not known without the whole git history";

/// A section for a terminal; empty without suspect links.
pub(super) fn human(views: Option<&[SuspectView]>, style: Style) -> String {
    let heading = |words: &str, paint: fn(Style, &str) -> String| {
        format!("\n{}", paragraph(0, words, style.width, |line| paint(style, line)))
    };
    let Some(views) = views else { return heading(UNKNOWN, Style::dim) };
    if views.is_empty() {
        return String::new();
    }
    let mut text = heading(HEADING, Style::bold);
    let mut lines = |indent: usize, line: &str, dim: bool| {
        let paint = |line: &str| if dim { style.dim(line) } else { line.to_owned() };
        text.push_str(&paragraph(indent, &clean(line), style.width, paint));
    };
    for view in views.iter().take(MOST) {
        lines(2, &format!("{}: {}", titled(view, 80), view.words()), false);
        lines(4, &view.origin(), true);
        lines(4, &format!("linked below: {}", view.link_names(MOST_LINKS)), true);
        lines(4, &format!("if the links still hold: {}", view.command), true);
    }
    if views.len() > MOST {
        lines(2, &format!("and {} more: --format json has them all", count_of(views.len() - MOST, "goal")), true);
    }
    text
}

fn titled(view: &SuspectView, most: usize) -> String {
    let title = view.title.trim();
    if title.is_empty() || title == view.goal {
        view.goal.clone()
    } else {
        format!("{} ({})", cut(title, most), view.goal)
    }
}
