//! The tags that seal closed goals.

use crate::analysis::facts::Facts;
use crate::analysis::seals::seals_of_close;
use crate::cli::error::CommandError;
use crate::cli::writing::{NewTag, Opened, Work};
use crate::model::GoalIx;

/// Returns the tags of the commit: one of the given name; else one for each period of which no goal is left open, and one
/// for each other goal. A name that is taken is numbered.
pub(super) fn new_tags(
    name: &str,
    opened: &Opened,
    snapshot: &Facts<'_>,
    named: &[GoalIx],
    work: &Work<'_>,
) -> Result<Vec<NewTag>, CommandError> {
    if !name.is_empty() {
        return Ok(vec![NewTag { name: name.to_owned(), goals: work.goals().to_vec() }]);
    }
    let mut tags: Vec<NewTag> = Vec::new();
    for seal in seals_of_close(snapshot, named, |goal| work.is_about(&goal.id)) {
        let taken: Vec<String> = tags.iter().map(|tag| tag.name.clone()).collect();
        let name = match &opened.project.repository {
            Ok(repository) => repository.free_tag(&opened.project.root, &seal.name, &taken)?,
            Err(_) => seal.name,
        };
        tags.push(NewTag { name, goals: seal.goals });
    }
    Ok(tags)
}
