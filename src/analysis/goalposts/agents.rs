//! Agents that moved goalposts: bots of `org.yaml` behind a commit that no person has signed.

use crate::analysis::goalposts::goalpost::Move;
use crate::analysis::history::contributors::Contributors;
use crate::analysis::history::goal_history::GoalHistory;
use crate::analysis::history::landings::Landed;
use crate::analysis::snapshot::Snapshot;
use crate::git::{Commit, Signature, is_from_a_pull_request, is_of_a_service};
use crate::model::Org;

/// The address of the agent that moved a goalpost, if no person reviewed, acknowledged, signed off or merged the commit.
///
/// An agent is a bot of `org.yaml` that is the author or that a trailer names. A co-author is no signature: the agent
/// wrote that line. None where git does not hold everyone who had part: the approvals of a pull request are kept by the
/// service.
pub fn unsigned_agent<'w>(snapshot: &Snapshot<'w>, history: &'w GoalHistory, it: &Move) -> Option<&'w str> {
    let org = snapshot.org()?;
    let place = it.commit?;
    let commit = &history.commits[place];
    let agent = agent_of(org, commit)?;
    let is_signed = |commit: &Commit| {
        let reviewers = Contributors::of_commit(org, commit).reviewers;
        !reviewers.is_empty() || is_from_a_pull_request(&commit.message)
    };
    let is_person = |signature: &Signature| !org.is_bot(&signature.email) && !is_of_a_service(&signature.email);
    if is_signed(commit) {
        return None;
    }
    match it.landed? {
        // A rebase names who made it as the committer. One's own commit has nobody else's eyes on it.
        Landed::With(line) if line == place => {
            let is_other = !commit.committer.email.eq_ignore_ascii_case(&commit.author.email);
            (!is_other || !is_person(&commit.committer)).then_some(agent)
        }
        Landed::With(line) => {
            let merge = &history.commits[line];
            (!is_signed(merge) && !is_person(&merge.author) && !is_person(&merge.committer)).then_some(agent)
        }
        // On a branch somebody may still look at it.
        Landed::NotYet | Landed::Unknown => None,
    }
}

/// The first bot among the author and those that trailers name.
fn agent_of<'c>(org: &Org, commit: &'c Commit) -> Option<&'c str> {
    let named = commit.contributors.iter().map(|it| it.email.as_str());
    std::iter::once(commit.author.email.as_str()).chain(named).find(|email| org.is_bot(email))
}
