//! `goalpost completions`: generates shell completions.

use clap::Args as ClapArgs;
use clap_complete::Shell;

use super::error::CommandError;
use super::session::Session;
use super::verdict::Verdict;

/// Generate shell completions
///
/// For bash: `goalpost completions bash > ~/.local/share/bash-completion/completions/goalpost`
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  goalpost completions bash > ~/.local/share/bash-completion/completions/goalpost
  goalpost completions fish > ~/.config/fish/completions/goalpost.fish")]
pub(super) struct Args {
    /// Shell to generate completions for
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

/// Runs the command.
pub(super) fn run(session: &Session, args: &Args, mut command: clap::Command) -> Result<Verdict, CommandError> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command, "goalpost", &mut script);
    session.answer(&String::from_utf8_lossy(&script))?;
    Ok(Verdict::Done)
}
