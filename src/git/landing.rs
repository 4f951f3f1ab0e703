//! How commits came onto the trunk: directly, or through a merge.

use std::collections::HashSet;

use git2::ObjectType;

use super::commit::{parse_people, parse_raw, subject_of};
use super::commit_graph::CommitGraph;
use super::error::GitError;
use super::messages::Message;
use super::objects::Objects;
use super::oids::{Oid, OidMap, OidSet};
use super::repository::Repository;

/// How the commits since some time came onto the trunk.
#[derive(Debug, Default)]
pub struct Landings {
    trunk: OidSet,
    brought: OidMap<usize>,
    merges: Vec<Message>,
}

/// How a commit came onto the trunk.
#[derive(Debug, Clone, Copy)]
pub enum Landing<'l> {
    /// It is on the trunk's first-parent chain.
    Itself,
    /// This merge on the trunk's first-parent chain brought it.
    With(&'l Message),
    /// It is not on the trunk, or older than requested.
    Unknown,
}

impl Landings {
    /// How a commit came onto the trunk.
    #[must_use]
    pub fn of(&self, oid: Oid) -> Landing<'_> {
        match self.brought.get(&oid) {
            Some(merge) => Landing::With(&self.merges[*merge]),
            None if self.trunk.contains(&oid) => Landing::Itself,
            None => Landing::Unknown,
        }
    }
}

/// The tolerated error of committers' clocks in seconds: 31 days.
const SKEW: i64 = 31 * 86_400;

impl Repository {
    /// How the commits since a time (seconds since 1970) came onto the trunk whose newest commit is given.
    ///
    /// The trunk's line goes along first parents. A merge of the trunk into another line, which `git pull` makes of a
    /// commit that was not pushed, names the trunk as what it merged: there the line goes on with that parent.
    ///
    /// # Errors
    /// An object is missing or broken.
    pub fn landings(&self, tip: Oid, trunk: Option<&str>, since: i64) -> Result<Landings, GitError> {
        let objects = Objects::new(self)?;
        // The commit-graph ignores shallow boundaries, grafts and replacements.
        let graph = CommitGraph::open(&self.common.join("objects")).filter(|_| self.limits().is_empty());
        let heads = Reader { repository: self, objects, graph };
        let mailmap = self.mailmap();
        let mut found = Landings::default();
        let (mut at, mut merges) = (Some(tip), Vec::new());
        while let Some(oid) = at {
            let (mut parents, committed) = heads.read(oid)?;
            if committed < since - SKEW || !found.trunk.insert(oid) {
                break;
            }
            at = parents.first().copied();
            if parents.len() > 1 {
                let message = heads.message(oid, mailmap.as_ref())?;
                let place = usize::from(parents.len() == 2 && merges_the_trunk(subject_of(&message.text), trunk));
                at = Some(parents.remove(place));
                merges.push((message, parents));
            }
        }
        // The oldest first: a commit lands with the first merge that holds it.
        for (message, mut open) in merges.into_iter().rev() {
            let place = found.merges.len();
            while let Some(oid) = open.pop() {
                if found.trunk.contains(&oid) || found.brought.contains_key(&oid) {
                    continue;
                }
                let (parents, committed) = heads.read(oid)?;
                if committed >= since - SKEW {
                    found.brought.insert(oid, place);
                    open.extend(parents);
                }
            }
            found.merges.push(message);
        }
        Ok(found)
    }
}

/// Reads parents and times of commits, from the commit-graph if they are in it.
struct Reader<'r> {
    repository: &'r Repository,
    objects: Objects<'r>,
    graph: Option<CommitGraph>,
}

impl Reader<'_> {
    /// A commit's parents and commit time (seconds since 1970).
    fn read(&self, oid: Oid) -> Result<(Vec<Oid>, i64), GitError> {
        if let Some(graph) = &self.graph
            && let Some(place) = graph.find(oid)
            && let Some(commit) = graph.commit(place)
            && let Some(parents) = graph.parents(place)
        {
            let parents: Option<Vec<Oid>> = parents.into_iter().map(|place| graph.oid(place)).collect();
            if let Some(parents) = parents {
                return Ok((parents, commit.committed));
            }
        }
        let cut_off = self.repository.shallow.contains(&oid);
        let parents = |parents: &[Oid]| if cut_off { Vec::new() } else { parents.to_vec() };
        let object = self.objects.read_kind(oid, ObjectType::Commit)?;
        let raw = parse_raw(object.data())
            .ok_or_else(|| GitError::Broken { oid: oid.to_string(), reason: "not a commit".to_owned() })?;
        Ok((parents(&raw.parents), raw.committed))
    }

    fn message(&self, oid: Oid, mailmap: Option<&git2::Mailmap>) -> Result<Message, GitError> {
        let object = self.objects.read_kind(oid, ObjectType::Commit)?;
        let (author, committer, text) = parse_people(object.data());
        Ok(Message::new(oid, author, committer, text, mailmap))
    }
}

/// Whether a merge's subject says that it took the trunk in: `Merge branch 'main' of host:goals`. Without a trunk that is
/// set, `main` and `master` are taken for one.
fn merges_the_trunk(subject: &str, trunk: Option<&str>) -> bool {
    let merged = ["Merge branch '", "Merge remote-tracking branch '"];
    let Some(rest) = merged.iter().find_map(|start| subject.strip_prefix(start)) else { return false };
    let Some((name, _)) = rest.split_once('\'') else { return false };
    let name = name.strip_prefix("origin/").unwrap_or(name);
    trunk.map_or_else(|| matches!(name, "main" | "master"), |trunk| trunk == name)
}

/// Whether a commit's message shows that git does not hold everyone who had part: a squash merge, or a pull request,
/// whose approvals are kept by the service.
///
/// GitHub and Gitea end the subject of a squash with `(#12)`, GitLab says `See merge request team/goals!12`, Bitbucket
/// `(pull request #12)`, Azure DevOps `Merged PR 12:`; `git merge --squash` begins with `Squashed commit of the following:`.
#[must_use]
pub fn is_from_a_pull_request(message: &str) -> bool {
    let subject = subject_of(message).trim();
    let numbered = |mark: &str| {
        subject.rsplit_once(mark).and_then(|(_, rest)| number(rest)).is_some_and(|rest| rest.starts_with(')'))
    };
    let after = |text: &str, mark: &str| text.split_once(mark).is_some_and(|(_, rest)| number(rest).is_some());
    let in_body = |line: &str| {
        let line = line.trim();
        line == "Squashed commit of the following:" || (line.starts_with("See merge request ") && after(line, "!"))
    };
    numbered("(#")
        || numbered("(!")
        || after(subject, "pull request #")
        || after(subject, "merge request !")
        || subject.strip_prefix("Merged PR ").is_some_and(|rest| number(rest).is_some())
        || message.lines().any(in_body)
}

/// What follows the number that a text begins with; none where it begins with none.
fn number(text: &str) -> Option<&str> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    (digits > 0).then(|| &text[digits..])
}

/// Whether an address belongs to a service that commits for people: GitHub's `noreply@github.com` and its like. The
/// addresses that services make of logins are people's.
#[must_use]
pub fn is_of_a_service(email: &str) -> bool {
    let name = email.split('@').next().unwrap_or("").to_ascii_lowercase();
    let kept: HashSet<&str> = ["noreply", "no-reply", "donotreply", "do-not-reply"].into();
    kept.contains(name.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_of_pull_requests_are_known_by_what_services_write() {
        for message in [
            "Lower the target (#12)",
            "Lower (!3)\n\nbody",
            "Merge pull request #7 from team/branch\n\nLower",
            "Merged in lower (pull request #4)",
            "Merged PR 31: Lower",
            "Lower\n\nSee merge request team/goals!12",
            "Squashed commit of the following:\n\ncommit 8a1b2c3d",
            "Lower\n\nSquashed commit of the following:\n",
        ] {
            assert!(is_from_a_pull_request(message), "{message}");
        }
        for message in ["Lower the target", "Lower to 12 (was 14)", "Fix #12", "(#)", "See merge request", "(#12"] {
            assert!(!is_from_a_pull_request(message), "{message}");
        }
        assert!(is_of_a_service("noreply@github.com") && is_of_a_service("No-Reply@forge.example"));
        assert!(!is_of_a_service("7+ben@users.noreply.github.com") && !is_of_a_service(""));
    }

    #[test]
    fn a_merge_of_the_trunk_names_it() {
        assert!(merges_the_trunk("Merge branch 'main' of host:goals", None));
        assert!(merges_the_trunk("Merge remote-tracking branch 'origin/main' into lower", None));
        assert!(merges_the_trunk("Merge branch 'dev' of host:goals into dev", Some("dev")));
        assert!(!merges_the_trunk("Merge branch 'lower'", None));
        assert!(!merges_the_trunk("Merge branch 'main' of host:goals", Some("dev")));
        assert!(!merges_the_trunk("Merge pull request #7 from team/main", None));
    }
}
