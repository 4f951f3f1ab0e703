//! The hook `pre-push`: checks the goals of what is pushed.

use std::path::Path;

use super::super::capture::Captured;
use super::super::check;
use super::super::error::CommandError;
use super::super::input::read_bytes;
use super::super::session::Session;
use super::super::verdict::Verdict;
use crate::git::{GitError, Repository, Revision};
use crate::model::Day;
use crate::render::clean;

/// The most commits of the remote with which a push is compared.
const MOST_BASES: usize = 4;

/// One line of what git says on standard input (githooks(5)).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct PushedRef<'l> {
    local: &'l str,
    remote_ref: &'l str,
    remote: &'l str,
}

impl<'l> PushedRef<'l> {
    fn parse(line: &'l str) -> Option<Self> {
        let mut words = line.split_ascii_whitespace();
        let (_, local, remote_ref, remote) = (words.next()?, words.next()?, words.next()?, words.next()?);
        Some(Self { local, remote_ref, remote })
    }

    /// Whether it is a branch that is not deleted.
    fn is_branch(self) -> bool {
        self.remote_ref.starts_with("refs/heads/") && !is_zero(self.local)
    }
}

/// Whether an object name is the one that stands for none.
fn is_zero(oid: &str) -> bool {
    oid.bytes().all(|byte| byte == b'0')
}

/// Checks each branch of a push: what the remote branch has already does not count.
pub(super) fn check_push(session: &Session, remote: Option<&str>) -> Result<Verdict, CommandError> {
    // Names of branches need not be UTF-8, and are only told.
    let input = String::from_utf8_lossy(&read_bytes(Path::new("-"))?).into_owned();
    let root = session.root()?;
    let repository = Repository::open(&root)?;
    let today = session.today(None)?;
    let mut verdict = Verdict::Done;
    for pushed in input.lines().filter_map(PushedRef::parse).filter(|pushed| pushed.is_branch()) {
        let revision = repository.resolve(pushed.local, None, today)?;
        let site = session.site(&root);
        if site.of_revision_or_nothing(revision)?.workspace.sources.files.is_empty() {
            continue;
        }
        let bases = bases_of(&repository, pushed, revision, remote, today)?;
        if is_refused(&session.at_commit(pushed.local, today), &bases)? {
            verdict = Verdict::Failed;
            if let Some(remote) = remote.filter(|_| bases.is_empty()) {
                session.note(&format!(
                    "no commit of {0} is known here, so that every finding counts; to fetch what it has: git fetch {0}",
                    clean(remote)
                ));
            }
            session.note(&format!(
                "{} was not pushed; to push it all the same: git push --no-verify",
                pushed.remote_ref.trim_start_matches("refs/heads/")
            ));
        }
    }
    Ok(verdict)
}

/// Checks a commit against what the remote has. Where that is several commits, what any of them allows is pushed: one has what
/// another, merged with it, brought. What is printed is of the commit that allows it, else of the first.
fn is_refused(session: &Session, bases: &[Revision]) -> Result<bool, CommandError> {
    let since: Vec<Option<String>> = bases.iter().map(|base| Some(base.oid.to_string())).collect();
    let mut first = None;
    for base in if since.is_empty() { vec![None] } else { since } {
        let mut verdict = Verdict::Failed;
        let captured = session.capture(|session| {
            verdict = check::run(session, &check::Args::of_push(base))?;
            Ok(())
        });
        if verdict != Verdict::Failed || captured.answer.is_err() {
            tell(session, captured)?;
            return Ok(false);
        }
        first.get_or_insert(captured);
    }
    first.map_or(Ok(()), |captured| tell(session, captured))?;
    Ok(true)
}

/// Says what a check said.
fn tell(session: &Session, captured: Captured) -> Result<(), CommandError> {
    captured.notes.iter().for_each(|note| session.note(note));
    Session::print(&captured.answer?)
}

/// What the remote has already: the remote branch, if it is known here, and the newest commits that are on any of its branches.
fn bases_of(
    repository: &Repository,
    pushed: PushedRef<'_>,
    local: Revision,
    remote: Option<&str>,
    today: Day,
) -> Result<Vec<Revision>, GitError> {
    let branch = Some(pushed.remote).filter(|oid| !is_zero(oid));
    // What somebody else has pushed since is not known here.
    let mut bases: Vec<Revision> =
        branch.and_then(|oid| repository.resolve(oid, None, today).ok()).into_iter().collect();
    for known in remote.map_or(Ok(Vec::new()), |remote| repository.known_to_remote(local.oid, remote))? {
        if bases.iter().all(|base| base.oid != known.oid) {
            bases.push(known);
        }
    }
    bases.truncate(MOST_BASES);
    Ok(bases)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deleted_branches_and_tags_are_not_checked() {
        let none = "0".repeat(40);
        let some = "1".repeat(40);
        let line = format!("refs/heads/main {some} refs/heads/main {none}");
        assert!(PushedRef::parse(&line).is_some_and(PushedRef::is_branch));
        let line = format!("(delete) {none} refs/heads/main {some}");
        assert!(!PushedRef::parse(&line).is_some_and(PushedRef::is_branch));
        let line = format!("refs/tags/v1 {some} refs/tags/v1 {none}");
        assert!(!PushedRef::parse(&line).is_some_and(PushedRef::is_branch));
        assert_eq!(PushedRef::parse(""), None);
    }
}
