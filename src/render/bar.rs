//! Progress bars with a mark for the planned progress.

use super::style::Style;
use crate::view::rollup::GoalView;
use crate::view::standing::PARTLY;

/// The characters for eighths of a cell.
const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/// A progress bar in the color of the health; blank if the progress is unknown.
pub(super) fn bar(goal: &GoalView, columns: usize, style: Style) -> String {
    let Some(progress) = goal.progress else { return " ".repeat(columns) };
    let filled = share_of(progress.clamp(0.0, 1.0), columns * 8);
    let mut cells: Vec<&str> = vec!["█"; filled / 8];
    let rest = filled % 8;
    if rest > 0 {
        cells.push(EIGHTHS[rest]);
    }
    cells.resize(columns, "░");
    // A plan of 0 or 1 would be at the edge of the bar and show nothing.
    let plan = goal.expected.filter(|share| *share > 0.0 && *share < 1.0).map(|share| share_of(share, columns));
    let health = if goal.short_standing == PARTLY { "at-risk" } else { &goal.health };
    let painted = |cells: &[&str]| style.health(health, &cells.concat());
    match plan.filter(|at| *at < columns && goal.health != "draft") {
        Some(at) => format!("{}│{}", painted(&cells[..at]), painted(&cells[at + 1..])),
        None => painted(&cells),
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "a share, 0 to 1, of a few hundred"
)]
fn share_of(share: f64, whole: usize) -> usize {
    // Rounded down, so that a full bar always means a progress of 1.
    (share * whole as f64).floor() as usize
}
