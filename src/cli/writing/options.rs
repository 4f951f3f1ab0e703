//! The options of every command that writes.

use clap::Args;

use crate::cli::format::PlainFormat as Format;

/// Options of every command that writes.
#[derive(Debug, Clone, Copy, Default, Args)]
pub(in crate::cli) struct Writing {
    /// How to write the answer
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT", help_heading = "Global options")]
    pub(in crate::cli) format: Format,
    /// Show what would change as a diff, and write nothing
    #[arg(long, help_heading = "Writing")]
    pub(in crate::cli) dry_run: bool,
    /// Commit what was written and nothing else, with a `Goal:` trailer for each goal
    #[arg(long, conflicts_with = "dry_run", help_heading = "Writing")]
    pub(in crate::cli) commit: bool,
}

/// Who speaks.
#[derive(Debug, Clone, Default, Args)]
pub(in crate::cli) struct Speaker {
    /// Who says so: a person's id; else git's user.email through org.yaml
    #[arg(long, value_name = "PERSON", help_heading = "Writing")]
    pub(in crate::cli) by: Option<String>,
}
