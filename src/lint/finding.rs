//! Findings: the problem, its place, and what to do about it. Rules create reports, which name goals and fields; the sink
//! turns them into findings, which have places in files.

use crate::model::{DocIx, GoalIx, Workspace};
use crate::source::{SETTINGS_FILE, Span};
use crate::syntax::Edit;

use super::group::Group;

/// The severity of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Level {
    /// Worth a look; `check` succeeds.
    Warning,
    /// Must be fixed: `check` fails.
    Error,
}

impl Level {
    /// The level's name in output.
    pub fn word(self) -> &'static str {
        match self {
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// The subject of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// A goal.
    Goal(GoalIx),
    /// A file of any kind.
    Document(DocIx),
    /// `goalpost.yaml`: the repository as a whole.
    Settings,
    /// `org.yaml`.
    Org,
    /// A goal that was removed, by its place in [`Facts::removals`](crate::analysis::facts::Facts::removals).
    Removed(usize),
}

/// A problem that a rule has found, given by goal and field. The [`Sink`](super::Sink) adds its place and level.
#[derive(Debug, Clone)]
pub struct Report {
    pub(super) subject: Subject,
    pub(super) field: String,
    pub(super) span: Option<Span>,
    pub(super) message: String,
    pub(super) label: String,
    pub(super) help: Option<String>,
    pub(super) related: Vec<(Subject, String, Option<Span>, String)>,
    pub(super) fix: Option<(Edit, bool)>,
    pub(super) at_most: Option<Level>,
    pub(super) by_default: Option<Level>,
    pub(super) batch: Option<Batch>,
}

impl Report {
    /// Creates a report on a field of a goal, by its route; an empty route means the whole goal.
    pub fn at(goal: GoalIx, field: impl Into<String>, message: impl Into<String>) -> Self {
        Self::on(Subject::Goal(goal), field, message)
    }

    /// Creates a report on a field of any subject.
    pub fn on(subject: Subject, field: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            subject,
            field: field.into(),
            span: None,
            message: message.into(),
            label: String::new(),
            help: None,
            related: Vec::new(),
            fix: None,
            at_most: None,
            by_default: None,
            batch: None,
        }
    }

    /// Places the report at the given bytes instead of those of the field.
    #[must_use]
    pub fn span(mut self, span: Span) -> Self {
        self.span = Some(span);
        self
    }

    /// Limits the level, for reports that may be false because not everything is known.
    #[must_use]
    pub fn at_most(mut self, level: Level) -> Self {
        self.at_most = Some(level);
        self
    }

    /// Sets the level where the settings name none for the rule.
    #[must_use]
    pub fn by_default(mut self, level: Level) -> Self {
        self.by_default = Some(level);
        self
    }

    /// Reports it together with others of which the same is said, if there are more than `most`: "BEFORE 24 AFTER".
    #[must_use]
    pub fn batch(mut self, most: usize, before: impl Into<String>, after: impl Into<String>) -> Self {
        self.batch = Some(Batch { most, before: before.into(), after: after.into(), help: None });
        self
    }

    /// Sets the help of a batch: what to do about all of its findings. Without it, the help is that of the first one.
    #[must_use]
    pub fn batch_help(mut self, help: impl Into<String>) -> Self {
        if let Some(batch) = &mut self.batch {
            batch.help = Some(help.into());
        }
        self
    }

    /// Sets the label: what is at the underlined place.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// Sets the help: what to do about it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds a field of another goal as a related place; the message explains the relation.
    #[must_use]
    pub fn related(self, goal: GoalIx, field: impl Into<String>, message: impl Into<String>) -> Self {
        self.related_on(Subject::Goal(goal), field, message)
    }

    /// Adds a field of any subject as a related place; the message explains the relation.
    #[must_use]
    pub fn related_on(mut self, subject: Subject, field: impl Into<String>, message: impl Into<String>) -> Self {
        self.related.push((subject, field.into(), None, message.into()));
        self
    }

    /// Adds bytes of the same file as a related place.
    #[must_use]
    pub fn related_span(mut self, span: Span, message: impl Into<String>) -> Self {
        self.related.push((self.subject, String::new(), Some(span), message.into()));
        self
    }

    /// Adds a fix that certainly expresses what the author meant.
    #[must_use]
    pub fn safe_fix(mut self, edit: Edit) -> Self {
        self.fix = Some((edit, true));
        self
    }

    /// Adds a fix that somebody has to decide on; it runs only with `--unsafe-fixes`.
    #[must_use]
    pub fn unsafe_fix(mut self, edit: Edit) -> Self {
        self.fix = Some((edit, false));
        self
    }
}

/// What a finding has in common with others. Findings with the same words are one batch.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Batch {
    /// The most findings of the batch that are reported one by one.
    pub most: usize,
    /// The words before their number in the message.
    pub before: String,
    /// The words after it.
    pub after: String,
    /// What to do about all of them.
    pub help: Option<String>,
}

/// A range of bytes in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Location {
    /// The file's document.
    pub document: DocIx,
    /// The bytes.
    pub span: Span,
}

/// Another place that is related to a finding.
#[derive(Debug, Clone, PartialEq)]
pub struct Related {
    /// The place; none if the file does not exist.
    pub location: Option<Location>,
    /// The path of a deleted file, from the root.
    pub gone: Option<String>,
    /// The id of the goal in that file.
    pub goal: Option<String>,
    /// How it is related.
    pub message: String,
}

/// A fix of one file.
#[derive(Debug, Clone, PartialEq)]
pub struct Fix {
    /// The file's document.
    pub document: DocIx,
    /// The change.
    pub edit: Edit,
    /// Whether the fix is certain to be what the author meant.
    pub safe: bool,
}

/// The place of a finding: in a file that was read, or in a deleted one.
#[derive(Debug, Clone, Default)]
pub(super) struct FindingPlace {
    pub(super) location: Option<Location>,
    pub(super) gone: Option<String>,
    pub(super) goal: Option<String>,
}

/// A problem in the user's goals.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The rule's name.
    pub rule: &'static str,
    /// The rule's group.
    pub group: Group,
    /// The severity.
    pub level: Level,
    /// The problem as one fact. The text is not escaped and may contain anything from a goal file.
    pub message: String,
    /// What is at the place.
    pub label: String,
    /// What to do about it.
    pub help: Option<String>,
    /// The place; none in a deleted file, and for a finding on the settings if there is no `goalpost.yaml`.
    pub location: Option<Location>,
    /// The path of a deleted file, from the root.
    pub gone: Option<String>,
    /// The id of the file's goal.
    pub goal: Option<String>,
    /// The route of the field.
    pub field: Option<String>,
    /// Related places.
    pub related: Vec<Related>,
    /// The fix, if there is one.
    pub fix: Option<Fix>,
    /// The findings with which it is reported together if there are many.
    pub batch: Option<Batch>,
    /// Identifies it across commits.
    pub fingerprint: String,
    /// The number of findings that it stands for; 1 but for those of [`fold_batches`](super::fold_batches).
    pub count: usize,
}

impl Finding {
    /// The path of its file, which may have been removed; that of the settings if it is in none.
    pub(super) fn path<'f>(&'f self, workspace: &'f Workspace) -> &'f str {
        let read = self.location.map(|it| workspace.file(it.document).path.as_str());
        read.or(self.gone.as_deref()).unwrap_or(SETTINGS_FILE)
    }
}
