//! `goalpost lsp`: runs the language server.

use std::io::{self, IsTerminal as _};
use std::sync::Arc;

use clap::Args as ClapArgs;

use super::error::CommandError;
use super::session::Session;
use super::verdict::Verdict;
use crate::lsp::{ServerOptions, Today, serve};

/// Run the language server
///
/// Speaks the Language Server Protocol on standard input and output; editors start it. Findings appear while you type,
/// with their fixes. `goalpost explain editor` shows how to set up VS Code, Neovim, Helix, Zed and Emacs.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  goalpost lsp
  goalpost lsp --root okrs")]
pub(super) struct Args {
    /// Use standard input and output, which is the default; some editors say so
    #[arg(long, hide = true)]
    stdio: bool,
}

pub(super) fn run(session: &Session, _: &Args) -> Result<Verdict, CommandError> {
    if session.at().is_some() {
        return Err(CommandError::usage("the language server shows the work tree; it takes no --at"));
    }
    if io::stdin().is_terminal() {
        session.note("the language server waits for an editor on standard input; to end it: Ctrl-D");
    }
    let today: Today = match session.given_day()? {
        Some(day) => Arc::new(move || day),
        None => Arc::new(|| super::clock::local_day().0),
    };
    let options =
        ServerOptions { root: session.global().root.clone(), allowed: session.global().allow_include.clone(), today };
    serve(options).map_err(|error| CommandError::failed(error.to_string()))?;
    Ok(Verdict::Done)
}
