//! `goalpost man`: generates man pages.

use std::path::PathBuf;

use clap::Args as ClapArgs;

use super::error::CommandError;
use super::output;
use super::session::Session;
use super::verdict::Verdict;

/// Generate man pages
///
/// To read the main page: `goalpost man | man -l -`. To install all pages: `goalpost man ~/.local/share/man/man1`.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  goalpost man | man -l -
  mkdir -p ~/.local/share/man/man1 && goalpost man ~/.local/share/man/man1")]
pub(super) struct Args {
    /// Folder to write the pages of all commands to
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
}

pub(super) fn run(session: &Session, args: &Args, mut command: clap::Command) -> Result<Verdict, CommandError> {
    command.build();
    let Some(folder) = &args.folder else {
        session.answer(&page(command)?)?;
        return Ok(Verdict::Done);
    };
    let mut count = 1;
    output::write(&page(command.clone())?, Some(&folder.join("goalpost.1")))?;
    for verb in command.get_subcommands().filter(|verb| !verb.is_hide_set()) {
        let name = format!("goalpost-{}", verb.get_name());
        output::write(&page(verb.clone())?, Some(&folder.join(format!("{name}.1"))))?;
        count += 1;
    }
    session.answer(&format!("{count} pages written to {}\n", crate::render::clean(&folder.to_string_lossy())))
}

fn page(command: clap::Command) -> Result<String, CommandError> {
    // A page has one place for what the help has around the options: the examples, then tables of columns.
    let around = [command.get_after_long_help().or(command.get_after_help()), command.get_before_long_help()];
    let around = around.into_iter().flatten().map(ToString::to_string).collect::<Vec<_>>().join("\n\n");
    let command = if around.is_empty() { command } else { command.after_long_help(around) };
    let mut page = Vec::new();
    clap_mangen::Man::new(command)
        .render(&mut page)
        .map_err(|error| CommandError::failed(format!("cannot generate the page: {error}")))?;
    Ok(String::from_utf8_lossy(&page).into_owned())
}
