//! What an edit writes: values that have no place in a file yet.

/// A value to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// A number, a day, an id, a word: plain wherever YAML reads it back so.
    Word(String),
    /// A text: in quotes where it could be taken for something else.
    Text(String),
    /// A list.
    List(Vec<Content>),
    /// Names with their values.
    Fields(Vec<(String, Content)>),
}

impl Content {
    /// A number, a day, an id, a word.
    pub fn word(text: &(impl ToString + ?Sized)) -> Self {
        Self::Word(text.to_string())
    }

    /// A text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    pub(super) fn is_single(&self) -> bool {
        matches!(self, Self::Word(_) | Self::Text(_))
    }
}
