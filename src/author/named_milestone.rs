//! Which milestone of a goal a person names.

use super::unfit::{Unfit, unfit};
use crate::model::{Goal, Milestone};

/// Finds a milestone by its title, its number from 1, or a unique part of its title. The title precedes the number: a
/// milestone may be called `2`.
pub(super) fn find_milestone<'g>(goal: &'g Goal, name: &str) -> Result<&'g Milestone, Unfit> {
    let name = name.trim();
    if goal.milestones.is_empty() {
        return unfit(format!("`{}` has no milestones", goal.id), "give a value or --note instead");
    }
    let lower = name.to_lowercase();
    let by_title: Vec<_> = goal.milestones.iter().filter(|it| it.title.trim().to_lowercase() == lower).collect();
    let by_number = || name.parse::<usize>().ok().and_then(|number| goal.milestones.get(number.checked_sub(1)?));
    if let Some(found) = by_number().filter(|_| by_title.is_empty()) {
        return Ok(found);
    }
    let has_part = |it: &&Milestone| !lower.is_empty() && it.title.to_lowercase().contains(&lower);
    let parts = if by_title.is_empty() { goal.milestones.iter().filter(has_part).collect() } else { by_title };
    let open: Vec<_> = parts.iter().filter(|it| !it.is_done()).collect();
    match (parts.as_slice(), open.as_slice()) {
        ([only], _) => return Ok(only),
        // Of several with one title, those that are done are not meant.
        ([first, rest @ ..], [only]) if rest.iter().all(|it| it.title.to_lowercase() == first.title.to_lowercase()) => {
            return Ok(only);
        }
        _ => {}
    }
    let titles: Vec<_> =
        goal.milestones.iter().take(9).enumerate().map(|(at, it)| format!("{} {}", at + 1, it.title)).collect();
    let what = if parts.len() > 1 { "matches several milestones" } else { "matches no milestone" };
    unfit(format!("`{name}` {what} of `{}`", goal.id), format!("the milestones are: {}", titles.join(" · ")))
}
