//! The formats that most answers have. A command with others has a list of its own.

/// How an answer is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    /// For people, on a terminal or in a pipe.
    Human,
    /// For programs.
    Json,
    /// For comments, wikis and issues.
    Markdown,
}

impl Format {
    /// Each by its name, the usual one first.
    pub(super) const ALL: [(&'static str, Self); 3] =
        [("human", Self::Human), ("json", Self::Json), ("markdown", Self::Markdown)];
}
