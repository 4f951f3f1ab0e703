//! `goalpost work`: which commits name which goals.

use std::path::{Path, PathBuf};

use clap::Args as ClapArgs;

use super::privacy::Privacy;
use super::{CommandError, Session, Verdict};
use crate::analysis::{Addresses, Snapshot, Work};
use crate::git::Repository;
use crate::model::{Day, parse_day, parse_days, plus_days};
use crate::render::{self, json, work};
use crate::view::Envelope;
use crate::view::work::WorkView;

/// Shows which commits name which goals, by their `Goal:` trailers
///
/// A commit names goals at the end of its message: `Goal: reliable-checkout`, several with commas. Former ids count.
/// Without --repo the repository of the goals is looked through, from HEAD back. This is evidence, not a target: much of
/// the best work needs no commit.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Formats: human, json, csv")]
pub(super) struct Args {
    /// Look through this repository instead of the goals' own; may be given several times
    #[arg(long, value_name = "DIR", num_args = 1..)]
    repo: Vec<PathBuf>,
    /// Only commits of this day and later: 2026-10-01, 14d, 8w
    #[arg(long, value_name = "DATE")]
    since: Option<String>,
    #[command(flatten)]
    privacy: Privacy,
}

#[derive(Debug, Clone, Copy)]
enum Format {
    Human,
    Json,
    Csv,
}

/// Runs the command.
pub(super) fn run(session: &Session, args: &Args) -> Result<Verdict, CommandError> {
    let formats = [("human", Format::Human), ("json", Format::Json), ("csv", Format::Csv)];
    let format = session.format("work", &formats)?;
    let project = args.privacy.guard(session, session.open()?)?;
    let context = session.context(&project)?;
    let since = args.since.as_deref().map(|text| first_day(text, context.today)).transpose()?;
    let snapshot = Snapshot::take(&project.workspace, context.today);
    let repos = if args.repo.is_empty() { vec![project.root.clone()] } else { args.repo.clone() };
    let view = look_through(&snapshot, &repos, since)?;
    let text = match format {
        Format::Human => work::work(&view, session.style()),
        Format::Json => json::json(&Envelope::new("work", &context, view)),
        Format::Csv => render::csv::work(&view),
    };
    session.answer(&text)?;
    Ok(Verdict::Done)
}

/// The commits of some repositories that name goals.
pub(super) fn look_through(
    snapshot: &Snapshot<'_>,
    repos: &[PathBuf],
    since: Option<Day>,
) -> Result<WorkView, CommandError> {
    let addresses = snapshot.org().map(Addresses::of);
    let mut work = Work::default();
    for folder in repos {
        let failed = |error: crate::git::GitError| CommandError::new(error.to_string()).hint(error.hint());
        let repository = Repository::open(folder).map_err(|error| match error {
            crate::git::GitError::NoRepository(_) => {
                CommandError::new(format!("`{}` is in no git repository", folder.display()))
                    .hint("--repo names a folder of a repository whose commits name goals")
            }
            error => failed(error),
        })?;
        work.search(snapshot, addresses.as_ref(), &repository, &name(folder), since).map_err(failed)?;
    }
    work.finish();
    Ok(WorkView::new(snapshot, &work, since))
}

fn name(folder: &Path) -> String {
    folder.to_string_lossy().into_owned()
}

/// The first day that counts: as it is written, or so long ago.
pub(super) fn first_day(text: &str, today: Day) -> Result<Day, CommandError> {
    let ago = text.strip_suffix(" ago").unwrap_or(text);
    parse_day(text)
        .or_else(|| parse_days(ago).map(|days| plus_days(today, -days)))
        .ok_or_else(|| CommandError::new(format!("`{text}` is no day")).hint("write --since as 2026-10-01, 14d or 8w"))
}
