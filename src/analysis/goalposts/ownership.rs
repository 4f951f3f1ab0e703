//! Whether the owner of a goal moved its goalposts with nobody beside: yes, no, or more than git can know.

use crate::analysis::history::contributors::Contributors;
use crate::analysis::history::goal_history::GoalHistory;
use crate::git::{Landing, is_from_a_pull_request, is_of_a_service};
use crate::model::{Goal, Org, Person};

/// Whether a goal's owner made a commit with nobody beside.
///
/// True only if the owner wrote and committed it on the trunk, and no other person signed or merged it; false if another
/// person did. None where git cannot know: a service committed it, it is a squash merge or comes from a pull request, it
/// is not on the trunk, or an address is nobody's in `org.yaml`.
#[must_use]
pub(super) fn by_owner_alone(
    org: &Org,
    before: &Goal,
    present: Option<&Goal>,
    history: &GoalHistory,
    place: usize,
) -> Option<bool> {
    let owner = before.owner.as_deref().or_else(|| present.and_then(|goal| goal.owner.as_deref()));
    let owner = org.person(owner?)?;
    let commit = &history.commits[place];
    let people = Contributors::of_commit(org, commit);
    let by = |email: &str| by_owner(org, owner, email);
    let mut parts = vec![
        // A bot without a co-author wrote for somebody whom git does not name.
        people.author.map(|author| author.id == owner.id),
        all_owner(owner, &people),
        by(&commit.committer.email),
        (!is_from_a_pull_request(&commit.message)).then_some(true),
    ];
    match history.landing(place) {
        Landing::Itself => {}
        Landing::Unknown => parts.push(None),
        Landing::With(merge) => {
            // Whoever presses a service's button is the author of its merge.
            parts.extend([by(&merge.author.email), all_owner(owner, &Contributors::of_message(org, merge))]);
            let told = is_of_a_service(&merge.committer.email) || is_from_a_pull_request(&merge.text);
            parts.push(if told { None } else { by(&merge.committer.email) });
        }
    }
    // One other person is enough, whatever else git does not know.
    if parts.contains(&Some(false)) {
        return Some(false);
    }
    parts.into_iter().try_fold(true, |_, part| part)
}

/// Whether everyone behind a commit is its owner.
fn all_owner(owner: &Person, people: &Contributors<'_>) -> Option<bool> {
    if people.all().any(|person| person.id != owner.id) {
        return Some(false);
    }
    (!people.has_strangers).then_some(true)
}

/// Whether an address is the owner's; none for a service's, a bot's and one that nobody has.
fn by_owner(org: &Org, owner: &Person, email: &str) -> Option<bool> {
    if org.is_bot(email) || is_of_a_service(email) {
        return None;
    }
    org.person_of_email(email).map(|person| person.id == owner.id)
}
