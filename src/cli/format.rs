//! The `--format` option and the sets of formats that several commands share. Other commands define a set of their own.

use clap::{Args, ValueEnum};

/// The `--format` option of a command.
#[derive(Debug, Clone, Copy, Default, Args)]
pub(super) struct Answer<F: ValueEnum + Default + Send + Sync + 'static> {
    /// Output format (default: the first one)
    #[arg(long, value_enum, value_name = "FORMAT")]
    format: Option<F>,
}

impl<F: ValueEnum + Default + Copy + Send + Sync + 'static> Answer<F> {
    /// Returns the given format, else the command's default.
    pub(super) fn format(&self) -> F {
        // No `default_value_t`: clap's derive would share one default among all instances of a generic struct.
        self.format.unwrap_or_default()
    }

    /// Whether a format is given.
    pub(super) fn is_given(&self) -> bool {
        self.format.is_some()
    }
}

/// Formats of most commands.
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

/// Formats of news that are posted to a chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(super) enum ChatFormat {
    /// For people, on a terminal or in a pipe
    #[default]
    Human,
    /// For programs
    Json,
    /// For comments, wikis and issues
    Markdown,
    /// A message for Slack (Block Kit), to be posted to a webhook
    Slack,
    /// A card for Microsoft Teams (Adaptive Card), to be posted to a workflow
    Teams,
}

/// Formats of a short answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(super) enum PlainFormat {
    /// For people
    #[default]
    Human,
    /// For programs
    Json,
}

/// Formats of a table.
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

/// Formats of a table of goals.
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
    /// Tells whether the output is meant to be shared, so that private roots stay out of it.
    pub(super) fn is_passed_around(self) -> bool {
        matches!(self, Self::Markdown | Self::Csv)
    }
}
