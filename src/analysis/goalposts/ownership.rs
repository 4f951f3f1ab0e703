//! Who took part in moving goalposts: who merged the change, and whether the goal's owner made it without another person.

use crate::analysis::goalposts::version_at::{Moment, version_at};
use crate::analysis::history::contributors::Contributors;
use crate::analysis::history::goal_history::GoalHistory;
use crate::analysis::history::goal_revision::GoalRevision;
use crate::analysis::history::landings::Landed;
use crate::analysis::snapshot::Snapshot;
use crate::git::{is_from_a_pull_request, is_of_a_service};
use crate::model::{Goal, Kind, Org, Person};

/// Whether a goal's owner made a commit without another person.
///
/// True only if the owner wrote and committed it on the trunk, and no other person signed or merged it; false if
/// another person did. None where git does not know: a forge committed it, it is a squash merge or comes from a pull
/// request, it is not on the trunk, the version before cannot be read, or an address belongs to nobody in `org.yaml`.
pub(super) fn by_owner_alone(
    org: &Org,
    owner: Option<&str>,
    (history, id): (&GoalHistory, &str),
    place: usize,
    step: usize,
) -> Option<bool> {
    let owner = org.person(owner?)?;
    let commit = &history.commits[place];
    let people = Contributors::of_commit(org, commit);
    let by = |email: &str| by_owner(org, owner, email);
    let mut parts = vec![
        // A bot without a co-author wrote for a person whom git does not name.
        people.author.map(|author| author.id == owner.id),
        all_owner(owner, &people),
        by(&commit.committer.email),
        (!is_from_a_pull_request(&commit.message)).then_some(true),
    ];
    // Another person may have done it while nobody could read it.
    let emerges = |it: &GoalRevision| it.commit == place && it.emerges;
    if history.of(id).iter().any(emerges) {
        parts.push(None);
    }
    match history.step(step) {
        (_, Landed::With(line)) if line == place => {}
        (merge, Landed::With(_)) => {
            // A merge on a forge has the person who clicked as its author, and the forge as its committer.
            parts.extend([by(&merge.author.email), all_owner(owner, &Contributors::of_commit(org, merge))]);
            let is_hidden = is_of_a_service(&merge.committer.email) || is_from_a_pull_request(&merge.message);
            parts.push(if is_hidden { None } else { by(&merge.committer.email) });
        }
        (_, Landed::NotYet | Landed::Unknown) => parts.push(None),
    }
    // One other person decides it, even if git does not know the rest.
    if parts.contains(&Some(false)) {
        return Some(false);
    }
    parts.into_iter().try_fold(true, |_, part| part)
}

/// The owner of a version of a goal just before a step: its own, or the one that its objective had then. None where that is
/// not known.
pub(super) fn owner_before<'g>(
    snapshot: &'g Snapshot<'_>,
    history: &'g GoalHistory,
    before: &'g Goal,
    step: usize,
) -> Option<&'g str> {
    let inherited = || {
        let objective = before.measures.as_deref().filter(|_| before.kind == Kind::KeyResult)?;
        let at = Moment { step: Some(step), is_after: false };
        version_at(snapshot, Some(history), objective, at)?.owner.as_deref()
    };
    before.owner.as_deref().or_else(inherited)
}

/// The person who merged a commit: the id in `org.yaml`, else the name in git. None if that was its author or a forge, and
/// for a commit that has not landed.
pub fn merged_by(snapshot: &Snapshot<'_>, history: &GoalHistory, commit: usize) -> Option<String> {
    let Landed::With(line) = history.step(history.step_of(commit)?).1 else { return None };
    let landing = &history.commits[line];
    // A merge on a forge has the person who clicked as its author; a rebase or a squash names its committer only.
    let signature = if commit == line { &landing.committer } else { &landing.author };
    let org = snapshot.org();
    if is_of_a_service(&signature.email) || org.is_some_and(|org| org.is_bot(&signature.email)) {
        return None;
    }
    let person = org.and_then(|org| org.person_of_email(&signature.email));
    let name = person.map_or_else(|| signature.name.clone(), |person| person.id.clone());
    (name != snapshot.author_id(&history.commits[commit])).then_some(name)
}

/// Whether the owner is the only person behind a commit; none where strangers took part.
fn all_owner(owner: &Person, people: &Contributors<'_>) -> Option<bool> {
    if people.all().any(|person| person.id != owner.id) {
        return Some(false);
    }
    (!people.has_strangers).then_some(true)
}

/// Whether an address is the owner's; none for that of a forge, a bot or nobody in `org.yaml`.
fn by_owner(org: &Org, owner: &Person, email: &str) -> Option<bool> {
    if org.is_bot(email) || is_of_a_service(email) {
        return None;
    }
    org.person_of_email(email).map(|person| person.id == owner.id)
}
