//! The help: commands by what they are for, examples first, the global options of a command in one line.

use std::collections::BTreeSet;
use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command};

use crate::syntax::{Lexicon, closest};

/// The names of commands, by the heading that they stand under.
pub(super) type Groups = &'static [(&'static str, &'static [&'static str])];

/// Words for removing a goal in other programs. Here a goal is dropped, and stays.
const REMOVALS: &[&str] = &["delete", "drop", "remove", "rm"];

/// Names of commands in other programs, and the command that does the same here.
const OTHER_NAMES: &[(&str, &str)] = &[
    ("add", "new"),
    ("create", "new"),
    ("done", "close"),
    ("due", "agenda"),
    ("edit", "set"),
    ("find", "show"),
    ("finish", "close"),
    ("goals", "rollup"),
    ("grade", "close"),
    ("lint", "check"),
    ("list", "rollup"),
    ("log", "history"),
    ("ls", "rollup"),
    ("moves", "history"),
    ("mv", "rename"),
    ("next", "agenda"),
    ("okrs", "rollup"),
    ("st", "rollup"),
    ("start", "init"),
    ("stat", "rollup"),
    ("stats", "rollup"),
    ("status", "rollup"),
    ("sync", "pull"),
    ("today", "agenda"),
    ("todo", "agenda"),
    ("tree", "rollup"),
    ("update", "checkin"),
    ("validate", "check"),
    ("verify", "check"),
    ("weekly", "digest"),
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

/// A heading with names behind it, for the end of a long help.
pub(super) fn listed<'n>(heading: &str, names: impl IntoIterator<Item = &'n str>) -> String {
    let (mut text, mut line) = (String::new(), format!("  {heading}:"));
    for (at, name) in names.into_iter().enumerate() {
        let more = format!("{}{name}", if at == 0 { " " } else { ", " });
        if line.len() + more.len() > 79 {
            text.push_str(&format!("{line},\n"));
            line = format!("    {name}");
        } else {
            line.push_str(&more);
        }
    }
    format!("{text}{line}\n")
}

/// Names the command that does what another program calls otherwise, or the one with the fewest edits. What clap suggests
/// by its own measure is left out: `reassign` for `vesion` helps nobody.
pub(super) fn suggest_command(error: &mut clap::Error, program: &Command) {
    let Some(ContextValue::String(typed)) = error.get(ContextKind::InvalidSubcommand) else { return };
    let typed = typed.clone();
    if REMOVALS.contains(&typed.as_str()) {
        error.remove(ContextKind::SuggestedSubcommand);
        let tip = "to drop a goal, which stays readable: goalpost close GOAL --as dropped --reason TEXT";
        error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![tip.into()]));
        return;
    }
    let other_name = |name: &str| OTHER_NAMES.iter().find(|(other, _)| *other == name).map(|(_, here)| *here);
    let names = program.get_subcommands().map(Command::get_name).chain(OTHER_NAMES.iter().map(|(other, _)| *other));
    // `statsu` is as near to `stats` as to `status`, which lead to the same command.
    let near: BTreeSet<&str> =
        Lexicon::new(names).nearest(&typed).into_iter().map(|near| other_name(near).unwrap_or(near)).collect();
    let near = near.first().copied().filter(|_| near.len() == 1);
    let here = other_name(&typed).or(near).map(str::to_owned);
    error.remove(ContextKind::SuggestedSubcommand);
    if let Some(here) = here {
        error.insert(ContextKind::SuggestedSubcommand, ContextValue::Strings(vec![here]));
    } else if closest(&typed, ["version"]).is_some() {
        error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec!["the version: goalpost --version".into()]));
    }
}

/// Says that an option of commands belongs behind one. `args` is what was typed.
pub(super) fn suggest_place(error: &mut clap::Error, program: &Command, args: &[OsString]) {
    if error.kind() != ErrorKind::UnknownArgument {
        return;
    }
    let Some(ContextValue::String(option)) = error.get(ContextKind::InvalidArg) else { return };
    let Some(name) = option.strip_prefix("--").map(|it| it.split(['=', ' ']).next().unwrap_or(it).to_owned()) else {
        return;
    };
    let is_it =
        |arg: &OsString| arg.to_str().and_then(|it| it.strip_prefix("--")).is_some_and(|it| it.starts_with(&name));
    let is_command = |arg: &OsString| arg.to_str().is_some_and(|it| program.find_subcommand(it).is_some());
    if args.iter().skip(1).take_while(|arg| !is_it(arg)).any(is_command) {
        return;
    }
    let has_it = |command: &&Command| command.get_arguments().any(|arg| arg.get_long() == Some(name.as_str()));
    let typed = args.iter().skip(1).find(|arg| is_command(arg)).and_then(|arg| program.find_subcommand(arg));
    // `rollup` shows what most of these options select.
    let all = || program.find_subcommand("rollup").into_iter().chain(program.get_subcommands());
    let Some(command) = typed.into_iter().chain(all()).find(has_it) else { return };
    error.remove(ContextKind::SuggestedArg);
    let tip = format!("options of a command stand behind it: goalpost {} --{name}", command.get_name());
    error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![tip.into()]));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::{Cli, GROUPS};
    use clap::CommandFactory as _;

    #[test]
    fn the_help_of_every_command_begins_with_examples_of_it() {
        for name in GROUPS.iter().flat_map(|(_, names)| names.iter()) {
            for flag in ["-h", "--help"] {
                let asked = arrange(Cli::command(), GROUPS).try_get_matches_from(["goalpost", name, flag]);
                let help = asked.expect_err("help is asked for").to_string();
                let (before, after) = help.split_once("\nUsage: ").expect("usage");
                let examples = before.split_once("\nExamples:\n").expect("examples").1;
                assert!(examples.contains(&format!("  goalpost {name}")), "{help}");
                assert!(examples.lines().filter(|line| !line.trim().is_empty()).count() > 1, "{help}");
                assert!(!after.contains("--root <DIR>") && after.contains("Global options, listed by"), "{help}");
            }
        }
    }

    /// Longer ones were broken like prose, and ran as two commands where they were pasted.
    #[test]
    fn no_example_is_broken() {
        for command in Cli::command().get_subcommands() {
            let examples = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            let long: Vec<&str> =
                examples.lines().filter(|line| line.contains("goalpost ") && line.len() > 80).collect();
            assert!(long.is_empty(), "{}: {long:?}", command.get_name());
        }
    }

    #[test]
    fn the_words_of_other_programs_lead_to_a_command() {
        for (other, here) in OTHER_NAMES {
            let mut error = Cli::command().try_get_matches_from(["goalpost", other]).expect_err("it is no command");
            suggest_command(&mut error, &Cli::command());
            assert!(error.to_string().contains(&format!("'{here}'")), "{error}");
            assert!(Cli::command().find_subcommand(here).is_some(), "{here}");
        }
    }

    #[test]
    fn a_misspelled_command_leads_to_the_nearest() {
        let tip = |line: &[&str]| {
            let args = ["goalpost"].iter().chain(line);
            let mut error = Cli::command().try_get_matches_from(args).expect_err("it is no command");
            suggest_command(&mut error, &Cli::command());
            error.to_string()
        };
        for (typed, meant) in
            [("chek", "check"), ("rollp", "rollup"), ("chekin", "checkin"), ("statsu", "rollup"), ("shwo", "show")]
        {
            assert!(tip(&[typed]).contains(&format!("a similar subcommand exists: '{meant}'")), "{}", tip(&[typed]));
        }
        assert!(tip(&["help", "chek"]).contains("'check'"), "{}", tip(&["help", "chek"]));
        assert!(tip(&["vesion"]).contains("goalpost --version"), "{}", tip(&["vesion"]));
        assert!(!tip(&["okr"]).contains("'work'") && !tip(&["publish"]).contains("similar"), "{}", tip(&["okr"]));
        assert!(tip(&["rm", "x"]).contains("goalpost close GOAL --as dropped"), "{}", tip(&["rm", "x"]));
    }

    #[test]
    fn what_clap_says_fits_the_page() {
        let mut error = Cli::command().try_get_matches_from(["goalpost", "rollup", "--health", "x"]).expect_err("none");
        suggest_command(&mut error, &Cli::command());
        for columns in [40, 60, 80] {
            let text = crate::render::fit(&error.render().to_string(), columns);
            assert!(text.contains("partly-achieved]"), "{text}");
            assert!(text.lines().all(|line| line.len() <= columns), "{text}");
        }
    }
}
