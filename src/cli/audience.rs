//! Whom the format of an answer is for: people, or programs.

/// Whom the format of an answer is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Audience {
    /// It does not matter here, or the command has no formats.
    #[default]
    Any,
    /// People read it as it is printed.
    People,
    /// People read what a program makes of it: Markdown.
    Readers,
    /// Programs read it as JSON.
    Json,
    /// Programs read it.
    Programs,
}
