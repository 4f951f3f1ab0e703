//! Adds and removes milestones of a goal, by their titles.

use super::set::{add, ensure_fits};
use super::unfit::{Unfit, unfit};
use crate::model::{Day, Goal, field};
use crate::syntax::{Content, Edit, closest};

/// Returns the edits that add milestones: a title, and the day it is due.
///
/// # Errors
/// The kind of goal has no milestones, or there is one with that title.
pub fn add_milestones(goal: &Goal, new: &[(String, Option<Day>)]) -> Result<Vec<Edit>, Unfit> {
    if let Some(milestones) = field("milestones") {
        ensure_fits(goal, milestones)?;
    }
    for (at, (title, _)) in new.iter().enumerate() {
        if let [known, ..] = titled(goal, title)[..] {
            return unfit(
                format!("`{}` has a milestone `{}` already", goal.id, goal.milestones[known].title),
                format!("to move it: goalpost set {} milestones[{}].due DATE", goal.id, goal.milestones[known].index),
            );
        }
        if new[..at].iter().any(|(other, _)| is_same(other, title)) {
            return unfit(format!("the milestone `{}` is given twice", title.trim()), "give each title once");
        }
    }
    let item = |(title, due): &(String, Option<Day>)| {
        let title = ("title".to_owned(), Content::text(title.trim()));
        Content::Fields(std::iter::once(title).chain(due.map(|day| ("due".to_owned(), Content::word(&day)))).collect())
    };
    Ok(new.iter().map(|milestone| add("milestones", item(milestone))).collect())
}

/// Returns the edits that remove milestones by their titles.
///
/// # Errors
/// There is no such milestone, or several have that title.
pub fn remove_milestones(goal: &Goal, titles: &[String]) -> Result<Vec<Edit>, Unfit> {
    if let Some(milestones) = field("milestones") {
        ensure_fits(goal, milestones)?;
    }
    let mut removed: Vec<usize> = titles.iter().map(|title| position(goal, title)).collect::<Result<_, _>>()?;
    // The same one may be named twice.
    removed.sort_unstable();
    removed.dedup();
    if removed.len() == goal.milestones.len() {
        return Ok(vec![Edit::Remove { route: "milestones".to_owned() }]);
    }
    let place = |at: usize| goal.milestones[at].index;
    Ok(removed.into_iter().map(|at| Edit::Remove { route: format!("milestones[{}]", place(at)) }).collect())
}

/// The position of the milestone with a title.
fn position(goal: &Goal, title: &str) -> Result<usize, Unfit> {
    let exact: Vec<usize> =
        (0..goal.milestones.len()).filter(|at| goal.milestones[*at].title.trim() == title.trim()).collect();
    let found = if exact.len() == 1 { exact } else { titled(goal, title) };
    match found[..] {
        [at] => Ok(at),
        [] => {
            let near = closest(title, goal.milestones.iter().map(|it| it.title.as_str()));
            let help = near.map_or_else(
                || format!("to list them: goalpost show {}", goal.id),
                |near| format!("did you mean `{near}`?"),
            );
            unfit(format!("`{}` has no milestone `{title}`", goal.id), help)
        }
        [first, ..] => unfit(
            format!("`{}` has {} milestones `{title}`", goal.id, found.len()),
            format!(
                "remove one by its number from 0: goalpost set {} milestones[{}] --unset",
                goal.id, goal.milestones[first].index
            ),
        ),
    }
}

/// The positions of the milestones with a title, in any case.
fn titled(goal: &Goal, title: &str) -> Vec<usize> {
    (0..goal.milestones.len()).filter(|at| is_same(&goal.milestones[*at].title, title)).collect()
}

fn is_same(a: &str, b: &str) -> bool {
    a.trim().to_lowercase() == b.trim().to_lowercase()
}
