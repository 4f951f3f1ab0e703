//! The help: commands by what they are for, examples first, the global options of a command in one line.

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command};

/// The names of commands, by the heading that they stand under.
pub(super) type Groups = &'static [(&'static str, &'static [&'static str])];

/// Names of commands in other programs, and the command that does the same here.
const OTHER_NAMES: &[(&str, &str)] = &[
    ("add", "new"),
    ("create", "new"),
    ("edit", "set"),
    ("lint", "check"),
    ("list", "rollup"),
    ("log", "history"),
    ("ls", "rollup"),
    ("status", "rollup"),
    ("tree", "rollup"),
    ("update", "checkin"),
    ("validate", "check"),
    ("verify", "check"),
];

/// Lays out the help of the program and of its commands.
pub(super) fn arrange(mut program: Command, groups: Groups) -> Command {
    let about = |name: &str| program.find_subcommand(name).and_then(Command::get_about).map(ToString::to_string);
    let columns = groups.iter().flat_map(|(_, names)| names.iter()).map(|name| name.len()).max().unwrap_or(0);
    let mut listed = String::new();
    for (heading, names) in groups {
        listed.push_str(&format!("  {heading}\n"));
        for name in *names {
            listed.push_str(&format!("    {name:columns$}  {}\n", about(name).unwrap_or_default()));
        }
    }
    let template =
        format!("{{about-with-newline}}\n{{usage-heading}} {{usage}}\n\nCommands:\n{listed}\nOptions:\n{{options}}");
    program = program.help_template(template);
    // Global options reach the commands when the program is built; each would list them all.
    program.build();
    let globals: Vec<String> =
        program.get_arguments().filter(|it| it.is_global_set()).map(|it| it.get_id().to_string()).collect();
    let line = format!("Global options, listed by `goalpost --help`:\n  {}", globals_in_words(&program));
    // `before_help` comes last: the columns of the tables of `export`.
    let template =
        format!("{{about}}{{after-help}}\n\n{{usage-heading}} {{usage}}\n\n{{all-args}}\n\n{{before-help}}{line}\n");
    for name in groups.iter().flat_map(|(_, names)| names.iter()) {
        program = program.mut_subcommand(name, |command| {
            let is_listed = |it: &Arg| globals.contains(&it.get_id().to_string()) || it.get_id() == "version";
            command.mut_args(|it| if is_listed(&it) { it.hide(true) } else { it }).help_template(&template)
        });
    }
    program
}

/// The global options: `--root, --at, -q`.
fn globals_in_words(program: &Command) -> String {
    let words =
        program.get_arguments().filter(|it| it.is_global_set()).map(|it| match (it.get_short(), it.get_long()) {
            (Some(short), _) => format!("-{short}"),
            (_, long) => format!("--{}", long.unwrap_or_default()),
        });
    words.collect::<Vec<_>>().join(", ")
}

/// Names the command that does what another program calls otherwise.
pub(super) fn suggest_command(error: &mut clap::Error) {
    if error.kind() != ErrorKind::InvalidSubcommand {
        return;
    }
    let Some(ContextValue::String(typed)) = error.get(ContextKind::InvalidSubcommand) else { return };
    if let Some((_, here)) = OTHER_NAMES.iter().find(|(other, _)| other == typed) {
        let here = ContextValue::Strings(vec![(*here).to_owned()]);
        error.insert(ContextKind::SuggestedSubcommand, here);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::{Cli, GROUPS};
    use clap::CommandFactory as _;

    #[test]
    fn the_help_of_every_command_begins_with_examples_of_it() {
        for name in GROUPS.iter().flat_map(|(_, names)| names.iter()).filter(|name| **name != "merge") {
            for flag in ["-h", "--help"] {
                let asked = arrange(Cli::command(), GROUPS).try_get_matches_from(["goalpost", name, flag]);
                let help = asked.expect_err("help is asked for").to_string();
                let (before, after) = help.split_once("\nUsage: ").expect("usage");
                assert!(before.contains(&format!("\n  goalpost {name}")), "{help}");
                assert!(!after.contains("--root <DIR>") && after.contains("Global options, listed by"), "{help}");
            }
        }
    }

    #[test]
    fn the_words_of_other_programs_lead_to_a_command() {
        for (other, here) in OTHER_NAMES {
            let mut error = Cli::command().try_get_matches_from(["goalpost", other]).expect_err("it is no command");
            suggest_command(&mut error);
            assert!(error.to_string().contains(&format!("'{here}'")), "{error}");
            assert!(Cli::command().find_subcommand(here).is_some(), "{here}");
        }
    }
}
