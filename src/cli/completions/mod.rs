//! `goalpost completions`, and the answers to shells that complete a command line.
//!
//! The script that a shell reads asks the program for candidates at each completion, so that it knows the goals, people
//! and teams of the folder in which one types.

mod candidates;

use std::ffi::{OsStr, OsString};

use clap::Args as ClapArgs;
use clap::builder::StyledStr;
use clap_complete::engine::{ArgValueCompleter, CompletionCandidate};
use clap_complete::env::Shells;
use clap_complete::{CompleteEnv, Shell};

use super::error::CommandError;
use super::session::Session;
use super::verdict::Verdict;
use candidates::{CandidateKind, candidates};

/// The variable by which a shell's script asks for candidates.
const VARIABLE: &str = "GOALPOST_COMPLETE";

/// Generate shell completions
///
/// Prints a script for the shell that completes commands, options and their values: ids of goals with their titles,
/// people, teams, rules and periods, as they are in the current folder.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  goalpost completions bash \\
    > ~/.local/share/bash-completion/completions/goalpost
  echo 'source <(goalpost completions zsh)' >> ~/.zshrc
  goalpost completions fish > ~/.config/fish/completions/goalpost.fish
  goalpost completions powershell >> $PROFILE")]
pub(super) struct Args {
    /// Shell to generate completions for
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

pub(super) fn run(session: &Session, args: &Args) -> Result<Verdict, CommandError> {
    let mut script = Vec::new();
    let shell = args.shell.to_string();
    let shells = Shells::builtins();
    let completer = shells.completer(&shell).ok_or_else(|| CommandError::failed(format!("no script for {shell}")))?;
    completer
        .write_registration(VARIABLE, "goalpost", "goalpost", "goalpost", &mut script)
        .map_err(|error| CommandError::failed(format!("cannot write the script: {error}")))?;
    session.answer(&String::from_utf8_lossy(&script))
}

/// Answers a shell that asks for candidates. Returns false if none does.
pub(super) fn answer(args: &[OsString], command: impl Fn() -> clap::Command) -> bool {
    if std::env::var_os(VARIABLE).is_none_or(|shell| shell.is_empty()) {
        return false;
    }
    let here = std::env::current_dir().ok();
    let with_values = || with_candidates(command());
    let env = CompleteEnv::with_factory(with_values).var(VARIABLE).completer("goalpost");
    // A shell has no use for an error: it then completes nothing.
    env.try_complete(args.to_vec(), here.as_deref()).unwrap_or(true)
}

/// Adds to each argument the candidates for what its value is named.
fn with_candidates(command: clap::Command) -> clap::Command {
    let add = |arg: clap::Arg| {
        let name = arg.get_value_names().and_then(|names| names.first()).map(ToString::to_string);
        match name.as_deref().and_then(CandidateKind::of_value_name) {
            Some(kind) if arg.get_possible_values().is_empty() => {
                arg.add(ArgValueCompleter::new(move |start: &OsStr| complete(kind, start)))
            }
            _ => arg,
        }
    };
    command.mut_args(add).mut_subcommands(with_candidates)
}

/// The candidates that continue a start.
fn complete(kind: CandidateKind, start: &OsStr) -> Vec<CompletionCandidate> {
    let Some(start) = start.to_str() else { return Vec::new() };
    let root = candidates::named_root(std::env::args_os());
    let matching = candidates(kind, root.as_deref()).into_iter().filter(|it| it.value.starts_with(start));
    let candidate = |it: candidates::ShellCandidate| {
        let help = (!it.help.is_empty()).then(|| StyledStr::from(it.help));
        CompletionCandidate::new(it.value).help(help).display_order(Some(it.rank))
    };
    matching.map(candidate).collect()
}
