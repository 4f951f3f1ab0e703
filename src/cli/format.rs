//! How answers are written: `--format`, whose values are each command's own. A command with others than these has a list of
//! its own.

use clap::{Args, ValueEnum};

/// The option of a command that answers in several formats.
#[derive(Debug, Clone, Copy, Args)]
pub(super) struct Answer<F: ValueEnum + Default + Send + Sync + 'static> {
    /// How to write the answer; the first of these if not given
    #[arg(long, value_enum, value_name = "FORMAT", help_heading = "Global options")]
    format: Option<F>,
}

impl<F: ValueEnum + Default + Copy + Send + Sync + 'static> Answer<F> {
    /// The format asked for, else the command's usual one.
    pub(super) fn format(&self) -> F {
        // No default of clap's own: its derive keeps one for all types of a generic struct.
        self.format.unwrap_or_default()
    }
}

/// How an answer is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(super) enum Format {
    /// For people, on a terminal or in a pipe
    #[default]
    Human,
    /// For programs
    Json,
    /// For comments, wikis and issues
    Markdown,
}

/// How a short answer is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(super) enum PlainFormat {
    /// For people
    #[default]
    Human,
    /// For programs
    Json,
}

/// How an answer is given that is a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(super) enum TableFormat {
    /// For people
    #[default]
    Human,
    /// For programs
    Json,
    /// For spreadsheets
    Csv,
}

/// How a table of goals is given, which people put into pages too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(super) enum GoalsFormat {
    /// For people
    #[default]
    Human,
    /// For programs
    Json,
    /// For comments, wikis and issues
    Markdown,
    /// For spreadsheets
    Csv,
}

impl GoalsFormat {
    /// Whether the answer is written to be passed around.
    pub(super) fn is_passed_around(self) -> bool {
        matches!(self, Self::Markdown | Self::Csv)
    }
}
