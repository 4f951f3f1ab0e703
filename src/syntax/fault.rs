//! Faults: problems of a file found while it is parsed and decoded. Each kind corresponds to the rule of the same name.

use std::borrow::Cow;

use crate::source::Span;

use super::edit::definition::Edit;

/// A problem of a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Fault {
    /// The kind, which determines the rule that reports it.
    pub kind: FaultKind,
    /// The bytes to underline.
    pub span: Span,
    /// The route of the field, such as `metric.target`; empty for the whole file.
    pub route: String,
    /// The problem as one fact.
    pub message: String,
    /// What is at the underlined bytes.
    pub label: String,
    /// What to do.
    pub help: Option<String>,
    /// A related place in the file, with a message.
    pub related: Option<(Span, String)>,
    /// The fix, if it is certain.
    pub fix: Option<Edit>,
    /// The number of further faults of the kind in the file, of which nothing else is kept.
    pub more: usize,
}

/// The kinds of faults; each is reported by the rule of the same name in the group `document`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FaultKind {
    /// The file is not UTF-8 or not YAML, or uses features of YAML that goal files do not support.
    InvalidYaml,
    /// The file is too large or nested too deeply, or uses aliases, which can expand without bound.
    TooLarge,
    /// A mapping has a key twice.
    DuplicateField,
    /// The file has more than one document.
    SeveralDocuments,
    /// A value does not have the type of its field.
    WrongType,
    /// A key is not a field of its mapping.
    UnknownField,
    /// A required field is missing.
    MissingField,
    /// The value of `kind` is not a kind of goal.
    UnknownKind,
    /// An id has an invalid form.
    InvalidId,
    /// A value is not a date.
    InvalidDate,
    /// A value is not a period.
    InvalidPeriod,
    /// A number is outside of the field's range.
    NumberOutOfRange,
    /// A list of milestones mixes planned values and done marks.
    MixedMilestones,
}

impl Fault {
    /// Creates a fault with a message and a label.
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
            more: 0,
        }
    }

    /// Whether it reports the field of a route as misspelt.
    pub fn is_misspelling_of(&self, route: &str) -> bool {
        self.misspelling().is_some_and(|(parent, to)| route.strip_prefix(parent) == Some(to))
    }

    /// Whether it reports a misspelt field.
    pub fn is_misspelling(&self) -> bool {
        self.misspelling().is_some()
    }

    /// The route of the field that is meant: of a misspelt one with the name that it should have.
    pub fn meant_route(&self) -> Cow<'_, str> {
        self.misspelling().map_or(Cow::Borrowed(&*self.route), |(parent, to)| Cow::Owned(format!("{parent}{to}")))
    }

    /// Of a misspelt field the route up to its name, with the dot, and the name that it should have.
    fn misspelling(&self) -> Option<(&str, &str)> {
        let Some(Edit::RenameKey { route: written, to }) = &self.fix else { return None };
        let parent = written.rfind('.').map_or("", |dot| &written[..=dot]);
        (self.kind == FaultKind::UnknownField).then_some((parent, to.as_str()))
    }

    /// Whether it stands for others that may be at any route. Unknown fields hide no value.
    pub fn hides_others(&self) -> bool {
        self.more > 0 && self.kind != FaultKind::UnknownField
    }

    /// Sets the help.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Sets a related place in the same file.
    #[must_use]
    pub fn related(mut self, span: Span, message: impl Into<String>) -> Self {
        self.related = Some((span, message.into()));
        self
    }

    /// Sets the fix.
    #[must_use]
    pub fn fix(mut self, fix: Option<Edit>) -> Self {
        self.fix = fix;
        self
    }
}
