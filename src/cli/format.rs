//! The formats that several answers have. A command with others has a list of its own.

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

/// How a short answer is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PlainFormat {
    /// For people.
    Human,
    /// For programs.
    Json,
}

impl PlainFormat {
    /// Each by its name, the usual one first.
    pub(super) const ALL: [(&'static str, Self); 2] = [("human", Self::Human), ("json", Self::Json)];
}

/// How an answer is given that is a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TableFormat {
    /// For people.
    Human,
    /// For programs.
    Json,
    /// For spreadsheets.
    Csv,
}

impl TableFormat {
    /// Each by its name, the usual one first.
    pub(super) const ALL: [(&'static str, Self); 3] =
        [("human", Self::Human), ("json", Self::Json), ("csv", Self::Csv)];
}

/// How a table of goals is given, which people put into pages too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum GoalsFormat {
    /// For people.
    Human,
    /// For programs.
    Json,
    /// For comments, wikis and issues.
    Markdown,
    /// For spreadsheets.
    Csv,
}

impl GoalsFormat {
    /// Each by its name, the usual one first.
    pub(super) const ALL: [(&'static str, Self); 4] =
        [("human", Self::Human), ("json", Self::Json), ("markdown", Self::Markdown), ("csv", Self::Csv)];

    /// Whether the answer is written to be passed around.
    pub(super) fn is_passed_around(self) -> bool {
        matches!(self, Self::Markdown | Self::Csv)
    }
}
