//! The values that edits write.

/// A value to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// A number, a day, `true` or `false`, which is written without quotes. Any other word is written as a text.
    Word(String),
    /// A text, id or name, which is written in quotes if some YAML reader could take it for another type.
    Text(String),
    /// A list.
    List(Vec<Content>),
    /// A mapping: names with their values.
    Fields(Vec<(String, Content)>),
}

impl Content {
    /// A number, a day, `true` or `false`. For ids and names use [`Self::text`].
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
