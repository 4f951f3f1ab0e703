//! The options of every command that writes.

use clap::Args;

use crate::cli::format::PlainFormat as Format;

/// Options of every command that writes.
#[derive(Debug, Clone, Copy, Default, Args)]
pub(in crate::cli) struct Writing {
    /// Output format
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub(in crate::cli) format: Format,
    /// Show the changes as a diff without writing them
    #[arg(long, help_heading = "Writing")]
    pub(in crate::cli) dry_run: bool,
    /// Commit the written files and nothing else, with a `Goal:` trailer for each goal
    #[arg(long, conflicts_with = "dry_run", help_heading = "Writing")]
    pub(in crate::cli) commit: bool,
}

/// The option that names the author of an entry.
#[derive(Debug, Clone, Default, Args)]
pub(in crate::cli) struct Speaker {
    /// Person recorded as author (default: git user.email)
    #[arg(long, value_name = "PERSON", help_heading = "Writing")]
    pub(in crate::cli) by: Option<String>,
}
