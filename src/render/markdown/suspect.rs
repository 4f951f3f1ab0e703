//! Links that need a confirmation because the goal above changed, as a section of a Markdown page.

use super::text::{code, escape};
use crate::render::layout::cut;
use crate::render::suspect::{HEADING, MOST_LINKS, UNKNOWN};
use crate::view::suspect::SuspectView;

/// A section of a Markdown page with at most `most` goals above; empty without suspect links.
pub(super) fn suspect(views: Option<&[SuspectView]>, most: usize) -> String {
    let Some(views) = views else { return format!("\n_{UNKNOWN}_\n") };
    if views.is_empty() {
        return String::new();
    }
    let mut heading = HEADING.to_owned();
    heading[..1].make_ascii_uppercase();
    let mut text = format!("\n### {heading}\n\n");
    for view in views.iter().take(most) {
        let (title, words) = (escape(&cut(&view.title, 100)), escape(&view.words()));
        text.push_str(&format!("- [ ] {title} {}: {words} ({})\n", code(&view.goal), escape(&view.origin())));
        text.push_str(&format!("  - linked below: {}\n", escape(&view.link_names(MOST_LINKS))));
        text.push_str(&format!("  - if the links still hold: {}\n", code(&view.command)));
    }
    if views.len() > most {
        text.push_str(&format!("\n… and {} more.\n", views.len() - most));
    }
    text
}
