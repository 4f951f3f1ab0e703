//! Options of every command, before or after its name.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::audience::Audience;
use super::pasted::Pasted;
use crate::render::shell_word;

/// Global options.
#[derive(Debug, Clone, Default, Args)]
pub(super) struct Global {
    /// Root folder of the goals (default: the nearest folder upward with goalpost.yaml)
    #[arg(long, global = true, value_name = "DIR", help_heading = "Global options")]
    pub(super) root: Option<PathBuf>,
    /// Also allow included roots in this folder (default: only inside or next to the repository or the root);
    /// repeatable
    #[arg(long, global = true, value_name = "DIR", help_heading = "Global options")]
    pub(super) allow_include: Vec<PathBuf>,
    /// Use the goals of a revision, or of a day (2026-10-01, `2w ago`) on the trunk
    #[arg(long, global = true, value_name = "REV|DATE", help_heading = "Global options")]
    pub(super) at: Option<String>,
    /// Use this day as today (YYYY-MM-DD), instead of `GOALPOST_TODAY` or the clock
    #[arg(long, global = true, value_name = "DATE", help_heading = "Global options")]
    pub(super) today: Option<String>,
    /// Output format: human, json, and others of the command
    ///
    /// Each command has its own values; see `goalpost COMMAND --help`.
    // For the help of the program only: `format_behind_verb` moves the option to the command.
    #[arg(long, value_name = "FORMAT", help_heading = "Global options")]
    pub(super) format: Option<String>,
    /// Write output to a file instead of standard output (`-`)
    #[arg(long, global = true, value_name = "FILE", help_heading = "Global options")]
    pub(super) output: Option<PathBuf>,
    /// In a partial clone, fetch missing objects from the remote
    #[arg(long, global = true, help_heading = "Global options")]
    pub(super) fetch: bool,
    /// When to use colors
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
    /// Suppress notes
    #[arg(short, long, global = true, help_heading = "Global options")]
    pub(super) quiet: bool,
    /// Show more detail
    #[arg(short, long, global = true, help_heading = "Global options")]
    pub(super) verbose: bool,
    /// Whom the format of the answer is for, where that matters.
    #[arg(skip)]
    pub(super) audience: Audience,
    /// How the commands that the run advises are shown.
    #[arg(skip)]
    pub(super) pasted: Pasted,
}

impl Global {
    /// Returns the options that say which root is meant, as given, for a command to paste: each begins with a space.
    pub(super) fn options_of_root(&self) -> String {
        let folder = |name: &str, folder: &PathBuf| format!(" {name} {}", shell_word(&folder.to_string_lossy()));
        let root = self.root.iter().map(|it| folder("--root", it));
        root.chain(self.allow_include.iter().map(|it| folder("--allow-include", it))).collect()
    }

    /// Returns the options that say which goals are meant and on which day, as given, for the same command to paste.
    pub(super) fn options_of_run(&self) -> String {
        let today = self.today.as_ref().map(|it| format!(" --today {}", shell_word(it)));
        self.options_of_root() + &today.unwrap_or_default()
    }
}

/// When to use colors.
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
