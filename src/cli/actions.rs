//! What reads an answer where it is printed: people or programs, at a terminal or in the log of a pipeline. A runner takes
//! commands out of what a step prints, and a terminal obeys control characters, so that what they get must have none.

use std::borrow::Cow;
use std::env;
use std::io::{self, IsTerminal as _};

use clap::{ArgMatches, Command};

use super::audience::Audience;
use super::global::Global;
use crate::render::{clean_block, github};

/// Whether the program runs in a step of GitHub Actions, Azure Pipelines or `TeamCity`, by the variables that their runners set.
fn is_in_step() -> bool {
    let is_true = |name| env::var_os(name).is_some_and(|value| value.eq_ignore_ascii_case("true"));
    is_true("GITHUB_ACTIONS") || is_true("TF_BUILD") || env::var_os("TEAMCITY_VERSION").is_some()
}

/// Text for people as it is printed: in a step no line of it is a command.
pub(super) fn printed(text: &str) -> Cow<'_, str> {
    if is_in_step() { github::without_commands(text) } else { Cow::Borrowed(text) }
}

/// An answer as it is printed or written: what goes to a file or to another program stays as it is.
pub(super) fn answered<'t>(text: &'t str, global: &Global) -> Cow<'t, str> {
    match global.audience {
        _ if global.output.is_some() => Cow::Borrowed(text),
        Audience::People => printed(text),
        // Formats for programs have no colors: whatever a terminal would obey in them is text of somebody.
        Audience::Readers | Audience::Json | Audience::Programs if io::stdout().is_terminal() => {
            Cow::Owned(clean_block(text))
        }
        _ => Cow::Borrowed(text),
    }
}

/// Whom the asked format is for. What is printed for nobody in particular, and advises nothing about a root, need not be known.
pub(super) fn audience(matches: &ArgMatches, names_root: bool, program: impl FnOnce() -> Command) -> Audience {
    if !names_root && !is_in_step() && !io::stdout().is_terminal() {
        return Audience::Any;
    }
    let Some((name, given)) = matches.subcommand() else { return Audience::People };
    let program = program();
    let Some(command) = program.find_subcommand(name) else { return Audience::Any };
    let option = command.get_arguments().find(|it| it.get_id() == "format");
    // What git's hooks print is for people, and the tools of agents answer in JSON.
    let Some(option) = option else {
        return match name {
            "hook" => Audience::People,
            "mcp" => Audience::Json,
            _ => Audience::Any,
        };
    };
    // Without the option the default counts, which is the first.
    let default = || option.get_possible_values().first().map(|it| it.get_name().to_owned());
    let asked = given.try_get_raw("format").ok().flatten().and_then(|mut values| values.next());
    let is_asked = asked.is_some();
    match asked.map(|value| value.to_string_lossy().into_owned()).or_else(default).as_deref() {
        Some("human" | "concise") => Audience::People,
        // A page to share that nobody asked for by name is drawn for who sits at the terminal: `review`.
        Some("markdown") if !is_asked && io::stdout().is_terminal() => Audience::People,
        Some("markdown") => Audience::Readers,
        Some("json") => Audience::Json,
        _ => Audience::Programs,
    }
}
