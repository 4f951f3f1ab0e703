//! The hook `pre-push`: checks the goals of what is pushed.

use std::path::Path;

use super::super::check;
use super::super::error::CommandError;
use super::super::input::read_text;
use super::super::session::Session;
use super::super::verdict::Verdict;
use crate::git::{GitError, Repository, Revision};
use crate::model::Day;

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
    let input = read_text(Path::new("-"))?;
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
        let base = base_of(&repository, pushed, revision, remote, today);
        let args = check::Args::of_push(base.map(|base| base.oid.to_string()));
        if check::run(&session.at_commit(pushed.local, today), &args)? == Verdict::Failed {
            verdict = Verdict::Failed;
            session.note(&format!(
                "{} was not pushed; to push it all the same: git push --no-verify",
                pushed.remote_ref.trim_start_matches("refs/heads/")
            ));
        }
    }
    Ok(verdict)
}

/// What the remote has already: the remote branch, or for a new one where it leaves the remote's default branch.
fn base_of(
    repository: &Repository,
    pushed: PushedRef<'_>,
    local: Revision,
    remote: Option<&str>,
    today: Day,
) -> Option<Revision> {
    let resolve = |name: &str| -> Result<Revision, GitError> { repository.resolve(name, None, today) };
    if !is_zero(pushed.remote) {
        // A commit that was never fetched is not known here.
        return resolve(pushed.remote).ok();
    }
    let default = resolve(&format!("refs/remotes/{}/HEAD", remote?)).ok()?;
    repository.merge_base(default.oid, local.oid).ok()
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
