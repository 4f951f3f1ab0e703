//! A goal in a list: its title, and at the right how it stands.

use super::clean::clean;
use super::layout::{pad, width, wrap_at_most};
use super::number::tight_percent;
use super::style::Style;
use super::tree::{health_words, standing_words};
use crate::model::Kind;
use crate::view::brief::Brief;

/// Columns of the health, and of it with the progress.
const HEALTH: usize = 13;
const STANDING: usize = HEALTH + 5;

/// The most lines that a title may take.
const TITLE_LINES: usize = 2;

/// A title, or the id of a goal whose title is blank.
pub(super) fn title_of(goal: &Brief) -> &str {
    if goal.title.trim().is_empty() { &goal.id } else { &goal.title }
}

/// The lines of a goal's title, the first with how it stands at its right end; bold if it is to stand out.
pub(super) fn titled(goal: &Brief, columns: usize, bold: bool, style: Style) -> Vec<String> {
    let more = goal.outcome.as_deref().map_or(0, |outcome| width(outcome).saturating_sub(HEALTH));
    let room = columns.saturating_sub(STANDING + more + 2);
    let lines = wrap_at_most(&clean(title_of(goal)), room, TITLE_LINES);
    let paint = |text: &str| if bold { style.bold(text) } else { text.to_owned() };
    let first = pad(&lines[0], room);
    let mut painted = vec![format!("{}  {}", paint(&first), standing(goal, style)).trim_end().to_owned()];
    painted.extend(lines.iter().skip(1).map(|line| paint(line)));
    painted
}

fn standing(goal: &Brief, style: Style) -> String {
    match goal.kind {
        Kind::Mission => style.dim("mission"),
        Kind::Survey => style.dim("survey"),
        Kind::Kpi => style.health(&goal.health, health_words(&goal.health)),
        _ => {
            let share = goal.progress.map_or_else(String::new, tight_percent);
            let words = standing_words(&goal.health, goal.outcome.as_deref());
            let words = format!("{}{share:>5}", pad(words, HEALTH.max(width(words))));
            style.health(&goal.health, words.trim_end())
        }
    }
}
