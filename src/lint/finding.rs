//! Findings: what is wrong with the user's goals, where, and what to do. Reports name facts; findings have places.

use crate::model::{DocIx, GoalIx};
use crate::source::Span;
use crate::syntax::Edit;

use super::group::Group;

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Level {
    /// To be looked at.
    Warning,
    /// To be mended: `check` fails.
    Error,
}

impl Level {
    /// Its name in output.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// What a report is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// A goal.
    Goal(GoalIx),
    /// A file, whatever it holds.
    Document(DocIx),
    /// `goalpost.yaml`: the repository as a whole.
    Settings,
    /// `org.yaml`.
    Org,
    /// A goal that was removed, by its place in [`Facts::removals`](crate::analysis::facts::Facts::removals).
    Removed(usize),
}

/// What a rule has found, by name of goal and field. The sink gives it its place and level.
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
}

impl Report {
    /// Reports on a field of a goal, by its route; an empty route is the goal as a whole.
    #[must_use]
    pub fn at(goal: GoalIx, field: impl Into<String>, message: impl Into<String>) -> Self {
        Self::on(Subject::Goal(goal), field, message)
    }

    /// Reports on a field of any subject.
    #[must_use]
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
        }
    }

    /// Puts the report at bytes that reading has found, instead of the field's.
    #[must_use]
    pub fn span(mut self, span: Span) -> Self {
        self.span = Some(span);
        self
    }

    /// Bounds the level: what is found may be none, for all that can be known.
    #[must_use]
    pub fn at_most(mut self, level: Level) -> Self {
        self.at_most = Some(level);
        self
    }

    /// Says what is here, under the underline.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Points at a field of another goal, and says what it has to do with this.
    #[must_use]
    pub fn related(self, goal: GoalIx, field: impl Into<String>, message: impl Into<String>) -> Self {
        self.related_on(Subject::Goal(goal), field, message)
    }

    /// Points at a field of any subject, and says what it has to do with this.
    #[must_use]
    pub fn related_on(mut self, subject: Subject, field: impl Into<String>, message: impl Into<String>) -> Self {
        self.related.push((subject, field.into(), None, message.into()));
        self
    }

    /// Points at bytes of the same file.
    #[must_use]
    pub fn related_span(mut self, span: Span, message: impl Into<String>) -> Self {
        self.related.push((self.subject, String::new(), Some(span), message.into()));
        self
    }

    /// Adds a repair that is certain: it says what the author surely meant.
    #[must_use]
    pub fn safe_fix(mut self, edit: Edit) -> Self {
        self.fix = Some((edit, true));
        self
    }

    /// Adds a repair that someone has to want.
    #[must_use]
    pub fn unsafe_fix(mut self, edit: Edit) -> Self {
        self.fix = Some((edit, false));
        self
    }
}

/// Bytes of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Location {
    /// The file's document.
    pub document: DocIx,
    /// The bytes.
    pub span: Span,
}

/// Another place that has to do with a finding.
#[derive(Debug, Clone, PartialEq)]
pub struct Related {
    /// Where; none where there is no such file.
    pub location: Option<Location>,
    /// The path of a file that is gone, from the root.
    pub gone: Option<String>,
    /// The goal there.
    pub goal: Option<String>,
    /// What it has to do with it.
    pub message: String,
}

/// A repair of one file.
#[derive(Debug, Clone, PartialEq)]
pub struct Fix {
    /// The file's document.
    pub document: DocIx,
    /// What to change.
    pub edit: Edit,
    /// Whether it is certain.
    pub safe: bool,
}

/// Where something is: in a file that was read, or in one that is gone.
#[derive(Debug, Clone, Default)]
pub(super) struct FindingPlace {
    pub(super) location: Option<Location>,
    pub(super) gone: Option<String>,
    pub(super) goal: Option<String>,
}

/// Something wrong with the user's goals.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The rule's name.
    pub rule: &'static str,
    /// The rule's group.
    pub group: Group,
    /// How much it weighs.
    pub level: Level,
    /// What is wrong, one fact, in plain text that may hold anything a goal file holds.
    pub message: String,
    /// What is at the place.
    pub label: String,
    /// What to do.
    pub help: Option<String>,
    /// Where; none for what concerns the whole where there is no `goalpost.yaml`, and in a file that is gone.
    pub location: Option<Location>,
    /// The path of a file that is gone, from the root.
    pub gone: Option<String>,
    /// The id of the file's goal.
    pub goal: Option<String>,
    /// The route of the field.
    pub field: Option<String>,
    /// Other places that have to do with it.
    pub related: Vec<Related>,
    /// How to repair it.
    pub fix: Option<Fix>,
}
