//! What is wrong with a page, found while reading it. Each kind is the rule of the same name.

use crate::source::Span;

use super::edit::definition::Edit;

/// Something wrong on a page, at its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Fault {
    /// Which rule names it.
    pub kind: FaultKind,
    /// Where.
    pub span: Span,
    /// The route of the field it is about, such as `metric.target`; empty for the file as a whole.
    pub route: String,
    /// What is wrong, one fact.
    pub message: String,
    /// What is here, for the underline.
    pub label: String,
    /// What to do.
    pub help: Option<String>,
    /// Another place that has to do with it, and how.
    pub related: Option<(Span, String)>,
    /// The repair, where it is certain.
    pub fix: Option<Edit>,
}

/// The faults that reading a page can find; each is the rule of the same name in the group `document`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FaultKind {
    /// Not YAML, not text, or YAML's parts that goal files do without.
    InvalidYaml,
    /// Too large, too deep, or made to grow: a hostile file.
    TooLarge,
    /// One key twice in a mapping.
    DuplicateField,
    /// More than one document in a file.
    SeveralDocuments,
    /// A value of another type than the field has.
    WrongType,
    /// A key that means nothing here.
    UnknownField,
    /// A key that has to be there.
    MissingField,
    /// No such kind of goal.
    UnknownKind,
    /// An id that cannot be one.
    InvalidId,
    /// Not a day.
    InvalidDate,
    /// Not a period.
    InvalidPeriod,
    /// A number outside what it can mean.
    NumberOutOfRange,
    /// Planned values and done marks in one list of milestones.
    MixedMilestones,
}

impl Fault {
    /// A fault with a message and a label; further parts by the methods below.
    #[must_use]
    pub fn new(kind: FaultKind, span: Span, message: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            kind,
            span,
            route: String::new(),
            message: message.into(),
            label: label.into(),
            help: None,
            related: None,
            fix: None,
        }
    }

    /// Whether it says that the field of a route stands there under a slip of its name.
    #[must_use]
    pub fn is_slip_of(&self, route: &str) -> bool {
        let Some(Edit::RenameKey { route: written, to }) = &self.fix else { return false };
        let holder = written.rfind('.').map_or("", |dot| &written[..=dot]);
        self.kind == FaultKind::UnknownField && route.strip_prefix(holder) == Some(to)
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Points at another place of the same file.
    #[must_use]
    pub fn related(mut self, span: Span, message: impl Into<String>) -> Self {
        self.related = Some((span, message.into()));
        self
    }

    /// Adds a certain repair.
    #[must_use]
    pub fn fix(mut self, fix: Option<Edit>) -> Self {
        self.fix = fix;
        self
    }
}
