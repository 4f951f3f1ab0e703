//! The log of GitHub Actions: its runner takes commands out of what a step prints, so that what people read there must have none.

use std::borrow::Cow;
use std::env;

use clap::{ArgMatches, Command};

use super::global::Global;
use crate::render::github;

/// Whether the program runs in a step of GitHub Actions, by the variable that its runner sets.
fn is_in_step() -> bool {
    env::var_os("GITHUB_ACTIONS").is_some_and(|value| value == "true")
}

/// Text for people as it is printed: in a step of GitHub Actions no line of it is a command.
pub(super) fn printed(text: &str) -> Cow<'_, str> {
    if is_in_step() { github::without_commands(text) } else { Cow::Borrowed(text) }
}

/// An answer as it is printed or written: what goes to a file or is read by programs stays as it is.
pub(super) fn answered<'t>(text: &'t str, global: &Global) -> Cow<'t, str> {
    if global.is_for_people && global.output.is_none() { printed(text) } else { Cow::Borrowed(text) }
}

/// Whether people read the answer where it is printed: in the format for people or for editors.
pub(super) fn is_for_people(matches: &ArgMatches, program: impl FnOnce() -> Command) -> bool {
    if !is_in_step() {
        return false;
    }
    let Some((name, given)) = matches.subcommand() else { return true };
    let program = program();
    let Some(command) = program.find_subcommand(name) else { return false };
    let option = command.get_arguments().find(|it| it.get_id() == "format");
    // Without the option the default counts, which is the first. What git's hooks print is for people.
    let Some(option) = option else { return name == "hook" };
    let default = || option.get_possible_values().first().map(|it| it.get_name().to_owned());
    let asked = given.try_get_raw("format").ok().flatten().and_then(|mut values| values.next());
    let format = asked.map(|value| value.to_string_lossy().into_owned()).or_else(default);
    format.is_some_and(|format| matches!(format.as_str(), "human" | "concise"))
}
