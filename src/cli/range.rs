//! Two states of a repository to compare, in git's notation (gitrevisions(7)): `A`, `A..B`, `A...B`.

use super::error::CommandError;
use super::session::Session;
use crate::git::{GitError, Repository, Revision, short_id};
use crate::model::Day;
use crate::project::{Project, trunk};

/// A parsed range.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Range {
    from: String,
    /// `None` for the work tree.
    to: Option<String>,
    /// Whether to start at the merge base.
    from_merge_base: bool,
}

/// The two sides of a comparison.
#[derive(Debug)]
pub(super) struct Sides {
    /// The earlier side.
    pub(super) before: Project,
    /// The later side; the work tree has no revision.
    pub(super) after: Project,
    /// The names of both sides.
    pub(super) names: (String, String),
}

impl Range {
    fn parse(text: Option<&str>, at: Option<&str>) -> Result<Self, CommandError> {
        if text.is_none() && at.is_some() {
            return Err(CommandError::usage("--at needs a revision to compare with")
                .hint("name the earlier side too: goalpost diff REV --at REV, or goalpost diff A..B"));
        }
        let text = text.map_or("HEAD", str::trim);
        let head = |name: &str| if name.is_empty() { "HEAD".to_owned() } else { name.to_owned() };
        let split =
            text.split_once("...").map(|sides| (sides, true)).or(text.split_once("..").map(|sides| (sides, false)));
        match (split, at) {
            (Some(((_, to), _)), _) if to.contains("..") => {
                Err(CommandError::usage(format!("`{text}` is not a valid range"))
                    .hint("write REV, A..B, or A...B to start at the merge base"))
            }
            (Some(_), Some(_)) => Err(CommandError::usage("--at cannot be combined with a range")
                .hint("use A..B alone, or --at with the earlier revision only")),
            (Some(((from, to), from_merge_base)), None) => {
                Ok(Self { from: head(from), to: Some(head(to)), from_merge_base })
            }
            (None, at) => Ok(Self { from: head(text), to: at.map(str::to_owned), from_merge_base: false }),
        }
    }
}

/// Reads both sides of a comparison (default: HEAD against the work tree).
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
                "`{}` and `{}` have no common ancestor",
                range.from,
                range.to.clone().unwrap_or_default()
            ))
            .hint("in a shallow clone, run git fetch --unshallow; otherwise compare them with A..B")
        })?;
        from_name = format!("merge base with {}", range.from);
    }
    // Of HEAD and the work tree further roots of other repositories are as they are; of another revision as on its day. A
    // merge base is where a branch began: what happened elsewhere since then is not what the branch changes.
    let head = repository.head().ok().map(|head| head.oid);
    let open = |revision: Revision| {
        let is_present = range.from_merge_base || head == Some(revision.oid);
        if is_present { session.open_revision(revision) } else { session.open_dated(revision) }
    };
    let before = open(from)?;
    let after = match to {
        Some(to) => open(to)?,
        None => session.open()?,
    };
    if before.workspace.sources.files.is_empty() && after.workspace.sources.files.is_empty() {
        return Err(CommandError::from(GitError::NoGoalsThere {
            root: repository.root().to_owned(),
            revision: format!(
                "{} nor in {}",
                side_name(&from_name, Some(from)),
                range.to.as_deref().unwrap_or("the work tree")
            ),
        }));
    }
    let names = (
        side_name(&from_name, Some(from)),
        range.to.as_deref().map_or("work tree".to_owned(), |to_name| side_name(to_name, to)),
    );
    Ok(Sides { before, after, names })
}

/// Reads the goals of a revision to compare with.
pub(super) fn open_base(session: &Session, name: &str, today: Day) -> Result<Project, CommandError> {
    let root = session.root()?;
    let repository = Repository::open(&root)?;
    let revision = repository.resolve(name, trunk(&root).as_deref(), today)?;
    session.open_dated(revision)
}

/// Reads the goals of HEAD to compare the index with. Returns `None` before the first commit.
pub(super) fn open_head(session: &Session, staged: &Project) -> Result<Option<Project>, CommandError> {
    let Ok(repository) = &staged.repository else { return Ok(None) };
    match repository.head() {
        Ok(head) => session.open_revision(head).map(Some),
        Err(GitError::Unborn) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Reads the goals as they were on an earlier day: for a revision along its own line, for the work tree along the trunk's. There are no goals before the first commit. Returns `None` if the day is unknown: without git, or
/// with a note if a shallow clone does not reach back that far.
pub(super) fn open_on(
    session: &Session,
    project: &Project,
    (day, today): (Day, Day),
) -> Result<Option<Project>, CommandError> {
    let Ok(repository) = &project.repository else { return Ok(None) };
    let (from, trunk) = (project.revision.map(|revision| revision.oid), trunk(&project.root));
    if let Some(name) =
        trunk.as_deref().filter(|name| from.is_none() && repository.head().is_ok() && !repository.has_trunk(name))
    {
        session.note(&format!(
            "there is no branch `{name}` here or at origin, which goalpost.yaml names as trunk: compared with HEAD's own line; \
             to have it: git fetch origin {name}"
        ));
    }
    match repository.on_day(day, (from, trunk.as_deref()), today) {
        Ok(revision) => session.open_dated(revision).map(Some),
        Err(error @ GitError::BeforeTheFirst { cut_off: false, .. }) => {
            session.note(&format!("{error}; comparing with no goals"));
            Ok(Some(session.site(&project.root).before_first_commit()))
        }
        Err(GitError::Unborn) => Ok(Some(session.site(&project.root).before_first_commit())),
        Err(error) => {
            session.note(&format!("{error}; progress and health are not compared"));
            Ok(None)
        }
    }
}

/// Formats the name of a side: the given name and the abbreviated commit id.
fn side_name(name: &str, revision: Option<Revision>) -> String {
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
