//! Options that every command takes, before or after the verb.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

/// Options of every command.
#[derive(Debug, Clone, Default, Args)]
pub(super) struct Global {
    /// The goals' root folder; else the nearest folder upward with goalpost.yaml
    #[arg(long, global = true, value_name = "DIR", help_heading = "Global options")]
    pub(super) root: Option<PathBuf>,
    /// Read an included root in this folder too; else only in the repository, or beside it or the root
    #[arg(long, global = true, value_name = "DIR", help_heading = "Global options")]
    pub(super) allow_include: Vec<PathBuf>,
    /// Look at a revision, or at a day (2026-10-01, `2w ago`) on the trunk
    #[arg(long, global = true, value_name = "REV|DATE", help_heading = "Global options")]
    pub(super) at: Option<String>,
    /// Take this day for today (YYYY-MM-DD); `GOALPOST_TODAY` sets the clock likewise
    #[arg(long, global = true, value_name = "DATE", help_heading = "Global options")]
    pub(super) today: Option<String>,
    /// How to write the answer: human, json, and what the command has besides
    ///
    /// Listed here for the help alone: each command has the option with values of its own, and before the verb it is
    /// taken for the command's.
    #[arg(long, value_name = "FORMAT", help_heading = "Global options")]
    format: Option<String>,
    /// Write the answer to a file instead of standard output (`-`)
    #[arg(long, global = true, value_name = "FILE", help_heading = "Global options")]
    pub(super) output: Option<PathBuf>,
    /// In a partial clone, fetch what it left out from its remote
    #[arg(long, global = true, help_heading = "Global options")]
    pub(super) fetch: bool,
    /// When to colour
    #[arg(
        long,
        global = true,
        value_name = "WHEN",
        default_value = "auto",
        hide_default_value = true,
        hide_possible_values = false,
        help_heading = "Global options"
    )]
    pub(super) color: Color,
    /// Say less: no notes on standard error
    #[arg(short, long, global = true, help_heading = "Global options")]
    pub(super) quiet: bool,
    /// Say more
    #[arg(short, long, global = true, help_heading = "Global options")]
    pub(super) verbose: bool,
}

/// When to colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(super) enum Color {
    /// On a terminal, unless `NO_COLOR` is set
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}
