//! A goal in a list: its title, with health and progress at the right.

use super::clean::clean;
use super::layout::{pad, width, wrap_at_most};
use super::number::tight_percent;
use super::style::Style;
use crate::model::Kind;
use crate::view::brief::Brief;

/// The columns of the health, and of health with progress.
const HEALTH: usize = 13;
const STANDING: usize = HEALTH + 5;

/// The fewest columns of a title beside its health, which otherwise stands below.
pub(super) const LEAST_TITLE: usize = 24;

/// The maximum number of lines of a title.
const TITLE_LINES: usize = 2;

/// A title, or the id of a goal whose title is blank.
pub(super) fn title_of(goal: &Brief) -> &str {
    if goal.title.trim().is_empty() { &goal.id } else { &goal.title }
}

/// The lines of a goal's title, the first with the health at the right end.
pub(super) fn goal_lines(goal: &Brief, columns: usize, bold: bool, style: Style) -> Vec<String> {
    let standing = standing(goal, columns);
    let paint = |text: &str| if bold { style.bold(text) } else { text.to_owned() };
    let painted_standing = match goal.kind {
        Kind::Mission | Kind::Survey => style.dim(&standing),
        _ => style.health(&goal.health, &standing),
    };
    let room = columns.saturating_sub(width(&standing).max(STANDING) + 2);
    if room < LEAST_TITLE {
        // Further lines stand below a deeper branch.
        let lines = wrap_at_most(&clean(title_of(goal)), columns.saturating_sub(3), TITLE_LINES);
        return lines.iter().map(|line| paint(line)).chain([painted_standing]).collect();
    }
    let lines = wrap_at_most(&clean(title_of(goal)), room, TITLE_LINES);
    let first = pad(&lines[0], room);
    let mut painted = vec![format!("{}  {painted_standing}", paint(&first)).trim_end().to_owned()];
    painted.extend(lines.iter().skip(1).map(|line| paint(line)));
    painted
}

/// Health and progress of a goal. The basis of the health is shown only if half of the line is left for the title.
fn standing(goal: &Brief, columns: usize) -> String {
    let words = if 2 * width(&goal.standing) > columns { &goal.short_standing } else { &goal.standing };
    match goal.kind {
        Kind::Mission => "mission".to_owned(),
        Kind::Survey => "survey".to_owned(),
        Kind::Kpi => words.clone(),
        _ => {
            let share = goal.progress.map_or_else(String::new, tight_percent);
            format!("{}{share:>5}", pad(words, HEALTH.max(width(words)))).trim_end().to_owned()
        }
    }
}
