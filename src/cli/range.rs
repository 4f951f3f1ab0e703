//! Two states of a repository to compare, as git names them: `A`, `A..B`, `A...B`.

use super::error::CommandError;
use super::session::Session;
use crate::git::{GitError, Repository, Revision, short_id};
use crate::model::Day;
use crate::project::{Project, trunk};

/// What to compare with what.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Range {
    from: String,
    /// None for the work tree.
    to: Option<String>,
    /// Whether to begin where the two parted.
    from_merge_base: bool,
}

/// The two sides of a comparison.
#[derive(Debug)]
pub(super) struct Sides {
    /// The earlier side.
    pub(super) before: Project,
    /// The later side; the work tree has no revision.
    pub(super) after: Project,
    /// What each is called.
    pub(super) names: (String, String),
}

impl Range {
    fn parse(text: Option<&str>, at: Option<&str>) -> Result<Self, CommandError> {
        if text.is_none() && at.is_some() {
            return Err(CommandError::usage("there is nothing to compare with")
                .hint("with --at name the earlier side too: goalpost diff REV --at REV, or goalpost diff A..B"));
        }
        let text = text.map_or("HEAD", str::trim);
        let head = |name: &str| if name.is_empty() { "HEAD".to_owned() } else { name.to_owned() };
        let split =
            text.split_once("...").map(|sides| (sides, true)).or(text.split_once("..").map(|sides| (sides, false)));
        match (split, at) {
            (Some(((_, to), _)), _) if to.contains("..") => Err(CommandError::usage(format!("`{text}` is no range"))
                .hint("write REV, A..B, or A...B to begin where the two parted")),
            (Some(_), Some(_)) => Err(CommandError::usage("a range and --at do not go together")
                .hint("A..B names both sides; with --at name the earlier side alone")),
            (Some(((from, to), from_merge_base)), None) => {
                Ok(Self { from: head(from), to: Some(head(to)), from_merge_base })
            }
            (None, at) => Ok(Self { from: head(text), to: at.map(str::to_owned), from_merge_base: false }),
        }
    }
}

/// Reads both sides of a comparison; HEAD against the work tree where nothing is named.
pub(super) fn open(session: &Session, range: Option<&str>) -> Result<Sides, CommandError> {
    let range = Range::parse(range, session.at())?;
    let root = session.root()?;
    let repository = Repository::open(&root)?;
    let today = session.today(None)?;
    let trunk = trunk(&root);
    let resolve = |name: &str| repository.resolve(name, trunk.as_deref(), today);
    let mut from = resolve(&range.from)?;
    let to = range.to.as_deref().map(resolve).transpose()?;
    let mut from_name = range.from.clone();
    if let (Some(to), true) = (to, range.from_merge_base) {
        from = repository.merge_base(from.oid, to.oid).map_err(|_| {
            CommandError::usage(format!(
                "`{}` and `{}` have no commit in common",
                range.from,
                range.to.clone().unwrap_or_default()
            ))
            .hint("in a shallow clone: git fetch --unshallow; else compare them with two dots")
        })?;
        from_name = format!("where it parted from {}", range.from);
    }
    let before = session.open_revision(from)?;
    let after = match to {
        Some(to) => session.open_revision(to)?,
        None => session.open()?,
    };
    if before.workspace.sources.files.is_empty() && after.workspace.sources.files.is_empty() {
        return Err(CommandError::from(GitError::NoGoalsThere {
            root: repository.root().to_owned(),
            revision: format!(
                "{} nor in {}",
                name(&from_name, Some(from)),
                range.to.as_deref().unwrap_or("the work tree")
            ),
        }));
    }
    let names =
        (name(&from_name, Some(from)), range.to.as_deref().map_or("work tree".to_owned(), |to_name| name(to_name, to)));
    Ok(Sides { before, after, names })
}

/// Reads the goals of a revision as the side that others are compared with.
pub(super) fn open_base(session: &Session, name: &str, today: Day) -> Result<Project, CommandError> {
    let root = session.root()?;
    let repository = Repository::open(&root)?;
    let revision = repository.resolve(name, trunk(&root).as_deref(), today)?;
    session.open_revision(revision)
}

/// Reads the goals of HEAD, with which the next commit is compared; none where nothing is committed yet.
pub(super) fn open_head(session: &Session, staged: &Project) -> Result<Option<Project>, CommandError> {
    let Ok(repository) = &staged.repository else { return Ok(None) };
    match repository.head() {
        Ok(head) => session.open_revision(head).map(Some),
        Err(GitError::Unborn) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Reads the goals as they were on a day before the one that a project is looked at: of a revision on its own line, of
/// the work tree on the trunk. Before the first commit there were none. None where that day is not known: without git, or
/// where a shallow clone is cut off later, which is noted.
pub(super) fn open_on(session: &Session, project: &Project, day: Day) -> Result<Option<Project>, CommandError> {
    let Ok(repository) = &project.repository else { return Ok(None) };
    let line = project.revision.map(|revision| revision.oid.to_string()).or_else(|| trunk(&project.root));
    match repository.resolve(&day.to_string(), line.as_deref(), day) {
        Ok(revision) => session.open_revision(revision).map(Some),
        Err(error @ GitError::BeforeTheFirst { cut_off: false, .. }) => {
            session.note(&format!("{error}: there were no goals then"));
            Ok(Some(session.site(&project.root).before_the_first()))
        }
        Err(GitError::Unborn) => Ok(Some(session.site(&project.root).before_the_first())),
        Err(error) => {
            session.note(&format!("{error}: progress and health are not compared"));
            Ok(None)
        }
    }
}

/// A revision by the name it was given and the beginning of its own.
fn name(name: &str, revision: Option<Revision>) -> String {
    let Some(revision) = revision else { return name.to_owned() };
    let oid = revision.oid.to_string();
    if oid.starts_with(name) { short_id(&oid).to_owned() } else { format!("{name} ({})", short_id(&oid)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(text: &str) -> (String, Option<String>, bool) {
        let range = Range::parse(Some(text), None).expect(text);
        (range.from, range.to, range.from_merge_base)
    }

    #[test]
    fn ranges_are_gits() {
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(range("main"), ("main".into(), None, false));
        assert_eq!(range("a..b"), ("a".into(), some("b"), false));
        assert_eq!(range("a...b"), ("a".into(), some("b"), true));
        assert_eq!(range("..b"), ("HEAD".into(), some("b"), false));
        assert_eq!(range("a.."), ("a".into(), some("HEAD"), false));
        assert_eq!(range("origin/main...HEAD"), ("origin/main".into(), some("HEAD"), true));
        assert_eq!(range("2w ago"), ("2w ago".into(), None, false));
        assert!(Range::parse(Some("a..b..c"), None).is_err());
        assert!(Range::parse(Some("a..b"), Some("c")).is_err());
        assert!(Range::parse(None, Some("c")).is_err());
        assert_eq!(Range::parse(None, None).expect("HEAD").from, "HEAD");
    }
}
