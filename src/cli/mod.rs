//! The command line: one file for each command. Only this layer reads the clock, the environment, the current folder
//! and the terminal.

mod ack;
mod agenda;
mod align;
mod blame;
mod carry_over;
mod cascade;
mod check;
mod checkin;
mod clock;
mod close;
mod completions;
mod day;
mod demo;
mod diff;
mod digest;
mod error;
mod explain;
mod export;
mod field_name;
mod filter;
mod format;
mod global;
mod goal;
mod graph;
mod guard;
mod history;
mod import;
mod init;
mod input;
mod interrupts;
mod link;
mod man;
mod member;
mod memory;
mod merge;
mod new;
mod note;
mod output;
mod plan;
mod privacy;
mod progress;
mod prompt;
mod range;
mod reassign;
mod rename;
mod reopen;
mod report;
mod review;
mod rollup;
mod root;
mod rules;
mod schema;
mod scope;
mod scorecard;
mod session;
mod show;
mod snapshots;
mod suggest;
mod validate;
mod verdict;
mod why;
mod words;
mod work;
mod writing;

use std::ffi::OsString;
use std::io::Write as _;
use std::process::ExitCode;

use clap::{CommandFactory as _, Parser, Subcommand};

pub use error::{CommandError, ErrorKind};
use global::Global;
use session::Session;
use verdict::Verdict;

use crate::render::clean_block;
use crate::source::is_hidden;

/// OKRs in git, with goalposts that cannot move unseen.
///
/// Goals are plain YAML files in a folder with goalpost.yaml at its root. Start with `goalpost check` and
/// `goalpost rollup`; `goalpost explain okr` describes the concepts.
#[derive(Debug, Parser)]
#[command(name = "goalpost", version, max_term_width = 100, propagate_version = true)]
struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Ack(ack::Args),
    Agenda(agenda::Args),
    Align(align::Args),
    Blame(blame::Args),
    CarryOver(carry_over::Args),
    Cascade(cascade::Args),
    Check(check::Args),
    Checkin(checkin::Args),
    Close(close::Args),
    Completions(completions::Args),
    Demo(demo::Args),
    Diff(diff::Args),
    Digest(digest::Args),
    Explain(explain::Args),
    Export(export::Args),
    Graph(graph::Args),
    History(history::Args),
    Import(import::Args),
    Init(init::Args),
    Link(link::Args),
    Man(man::Args),
    Merge(merge::Args),
    New(Box<new::Args>),
    Note(note::Args),
    Plan(plan::Args),
    Reassign(reassign::Args),
    Rename(rename::Args),
    Reopen(reopen::Args),
    Report(report::Args),
    Review(review::Args),
    Rollup(rollup::Args),
    Rules(rules::Args),
    Schema(schema::Args),
    Scorecard(scorecard::Args),
    Show(show::Args),
    Suggest(suggest::Args),
    Why(why::Args),
    Work(work::Args),
}

/// Runs the command line and returns the exit code: 0 done, 1 findings, 2 could not run (129 for `merge`), 130
/// interrupted.
#[must_use]
pub fn main() -> ExitCode {
    run(std::env::args_os())
}

fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let args = format_behind_verb(args.into_iter().collect());
    let failure = failure_code(&args);
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(error) => {
            let text = error.render().to_string();
            // clap repeats what was typed, which may come from an untrusted source.
            let _ = if error.use_stderr() && text.chars().any(|c| c != '\n' && is_hidden(c)) {
                std::io::stderr().write_all(clean_block(&text).as_bytes())
            } else {
                // Help and version are answers and exit with 0. A reader that closed the pipe is not an error.
                error.print()
            };
            return if error.use_stderr() { failure } else { ExitCode::SUCCESS };
        }
    };
    let session = Session::new(cli.global);
    // Checked before the command runs: a writing command has already written by the time it answers.
    let done = session.refuse_goal_output().and_then(|()| execute(&session, cli.command));
    match done {
        Ok(Verdict::Done) => ExitCode::SUCCESS,
        Ok(Verdict::Failed) => ExitCode::from(1),
        // 128 + SIGINT, as shells report a program that Ctrl-C ended.
        Ok(Verdict::Interrupted) => ExitCode::from(130),
        Err(error) => {
            Session::report_error(&error);
            failure
        }
    }
}

fn execute(session: &Session, command: Command) -> Result<Verdict, CommandError> {
    match command {
        Command::Ack(args) => ack::run(session, &args),
        Command::Agenda(args) => agenda::run(session, &args),
        Command::Align(args) => align::run(session, &args),
        Command::Blame(args) => blame::run(session, &args),
        Command::CarryOver(args) => carry_over::run(session, &args),
        Command::Cascade(args) => cascade::run(session, &args),
        Command::Check(args) => check::run(session, &args),
        Command::Checkin(args) => checkin::run(session, &args),
        Command::Close(args) => close::run(session, &args),
        Command::Completions(args) => completions::run(session, &args, Cli::command()),
        Command::Demo(args) => demo::run(session, &args),
        Command::Diff(args) => diff::run(session, &args),
        Command::Digest(args) => digest::run(session, &args),
        Command::Explain(args) => explain::run(session, &args),
        Command::Export(args) => export::run(session, &args),
        Command::Graph(args) => graph::run(session, &args),
        Command::History(args) => history::run(session, &args),
        Command::Import(args) => import::run(session, &args),
        Command::Init(args) => init::run(session, &args),
        Command::Link(args) => link::run(session, &args),
        Command::Man(args) => man::run(session, &args, Cli::command()),
        Command::Merge(args) => merge::run(session, &args),
        Command::New(args) => new::run(session, &args),
        Command::Note(args) => note::run(session, &args),
        Command::Plan(args) => plan::run(session, &args),
        Command::Reassign(args) => reassign::run(session, &args),
        Command::Rename(args) => rename::run(session, &args),
        Command::Reopen(args) => reopen::run(session, &args),
        Command::Report(args) => report::run(session, &args),
        Command::Review(args) => review::run(session, &args),
        Command::Rollup(args) => rollup::run(session, &args),
        Command::Rules(args) => rules::run(session, &args),
        Command::Schema(args) => schema::run(session, &args),
        Command::Scorecard(args) => scorecard::run(session, &args),
        Command::Show(args) => show::run(session, &args),
        Command::Suggest(args) => suggest::run(session, &args),
        Command::Why(args) => why::run(session, &args),
        Command::Work(args) => work::run(session, &args),
    }
}

/// Moves `--format` behind the command's name. clap would read it there as a global option, but every command has
/// values of its own for it.
fn format_behind_verb(args: Vec<OsString>) -> Vec<OsString> {
    let command = Cli::command();
    let takes_value = |option: &str| {
        command.get_arguments().any(|it| it.get_long() == Some(option) && it.get_action().takes_values())
    };
    // The help of the program itself lists `--format` too, so there is nothing to move.
    if args.iter().skip(1).any(|arg| arg == "help" || arg == "--help" || arg == "-h") {
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

/// Returns the exit code of a command that could not run. git reads any exit code of a merge driver from 1 to 128 as
/// "merged with conflicts" (gitattributes(5)), so `merge` needs a higher one.
fn failure_code(args: &[OsString]) -> ExitCode {
    let command = Cli::command();
    let verb = args.iter().skip(1).find(|arg| command.find_subcommand(arg).is_some());
    ExitCode::from(if verb.is_some_and(|verb| verb == "merge") { merge::FAILED } else { 2 })
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn no_command_has_an_option_twice() {
        super::Cli::command().debug_assert();
    }

    #[test]
    fn a_format_means_the_same_before_the_verb() {
        let moved = |args: &str| {
            let args = super::format_behind_verb(args.split(' ').map(Into::into).collect());
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
