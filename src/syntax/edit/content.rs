//! What an edit writes: values that have no place in a file yet.

/// A value to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// A number, a day, `true` or `false`: without quotes, which would make a text of it. Any other word is a text.
    Word(String),
    /// A text, an id, a name: in quotes where some reader could take it for something else.
    Text(String),
    /// A list.
    List(Vec<Content>),
    /// Names with their values.
    Fields(Vec<(String, Content)>),
}

impl Content {
    /// A number, a day, `true`, `false`, or a word that can be none of these. Ids and names are [`Self::text`].
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
