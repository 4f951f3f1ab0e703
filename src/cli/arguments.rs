//! The command line as it is typed, before clap reads it.

use std::ffi::OsString;

use clap::Command;

use super::global::Color;

/// Whether the help may be the answer. Only then it is laid out, which takes longer than a small check.
pub(super) fn asks_for_help(args: &[OsString]) -> bool {
    let is_short = |text: &str| text.starts_with('-') && !text.starts_with("--") && text.ends_with('h');
    args.iter().skip(1).any(|arg| arg == "help" || arg == "--help" || arg.to_str().is_some_and(is_short))
}

/// The colors of help and of usage errors, which come before the options are read: those of `--color`.
pub(super) fn color_of_help(args: &[OsString]) -> Color {
    let mut words = args.iter().filter_map(|arg| arg.to_str()).skip_while(|arg| !arg.starts_with("--color"));
    let first = words.next().unwrap_or_default();
    match first.strip_prefix("--color=").or_else(|| words.next().filter(|_| first == "--color")) {
        Some("never") => Color::Never,
        Some("always") => Color::Always,
        _ => Color::Auto,
    }
}

/// Moves `--format` behind the command's name: for clap it is global there, but every command has values of its own.
pub(super) fn format_behind_verb(args: Vec<OsString>, program: &Command) -> Vec<OsString> {
    let takes_value = |option: &str| {
        program.get_arguments().any(|it| it.get_long() == Some(option) && it.get_action().takes_values())
    };
    // The help of the program itself lists `--format` too, so there is nothing to move.
    if asks_for_help(&args) {
        return args;
    }
    let mut moved = Vec::new();
    let mut kept = Vec::new();
    let mut rest = args.into_iter();
    kept.extend(rest.next());
    while let Some(arg) = rest.next() {
        let text = arg.to_string_lossy().into_owned();
        let Some(option) = text.strip_prefix("--").filter(|it| !it.is_empty()) else {
            kept.push(arg);
            if text.starts_with('-') && text != "--" {
                continue;
            }
            // The command's name: its own options follow.
            break;
        };
        let name = option.split('=').next().unwrap_or_default();
        let place = if name == "format" { &mut moved } else { &mut kept };
        place.push(arg);
        if name == option && takes_value(name) {
            place.extend(rest.next());
        }
    }
    kept.extend(moved);
    kept.extend(rest);
    kept
}

#[cfg(test)]
mod tests {
    use clap::{Arg, Command};

    use crate::cli::global::Color;

    /// A program with global options, one of them a format.
    fn program() -> Command {
        ["root", "today", "format"]
            .into_iter()
            .fold(Command::new("goalpost"), |program, name| program.arg(Arg::new(name).long(name).global(true)))
    }

    #[test]
    fn help_has_the_colors_that_are_asked_for() {
        let of = |line: &str| super::color_of_help(&line.split(' ').map(Into::into).collect::<Vec<_>>());
        assert_eq!(of("goalpost --color never chekin"), Color::Never);
        assert_eq!(of("goalpost rollup --color=always --help"), Color::Always);
        assert_eq!(of("goalpost help"), Color::Auto);
    }

    #[test]
    fn a_format_means_the_same_before_the_verb() {
        let moved = |args: &str| {
            let args = super::format_behind_verb(args.split(' ').map(Into::into).collect(), &program());
            args.iter().map(|it| it.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(moved("goalpost --format json rollup --depth 1"), "goalpost rollup --format json --depth 1");
        assert_eq!(
            moved("goalpost --root x -q --format json --today 2026-01-01 rollup a"),
            "goalpost --root x -q --today 2026-01-01 rollup --format json a"
        );
        assert_eq!(moved("goalpost rollup --format json"), "goalpost rollup --format json");
        assert_eq!(moved("goalpost note k -- --format json"), "goalpost note k -- --format json");
        assert_eq!(moved("goalpost --help"), "goalpost --help");
    }
}
