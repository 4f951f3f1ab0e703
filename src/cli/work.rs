//! `goalpost work`: which commits name which goals.

use std::path::{Path, PathBuf};

use clap::Args as ClapArgs;

use super::day::day_or_ago;
use super::error::CommandError;
use super::format::{Answer, TableFormat as Format};
use super::privacy::Privacy;
use super::session::Session;
use super::verdict::Verdict;
use crate::analysis::facts::Facts;
use crate::analysis::people::GoalCommits;
use crate::git::{GitError, Repository, Searching};
use crate::model::Day;
use crate::project::Project;
use crate::render::{self, json, work};
use crate::view::Envelope;
use crate::view::work::WorkView;

/// List commits that reference goals with `Goal:` trailers
///
/// A commit names goals at the end of its message: `Goal: reliable-checkout`, several with commas. Former ids count.
/// Without --repo the repository of the goals is looked through, from HEAD back; with --at from that state back. Commits
/// that touch nothing but the goals, such as check-ins, are no work on them. This is evidence, not a target: much of the
/// best work needs no commit.
#[derive(Debug, ClapArgs)]
pub(super) struct Args {
    /// Look through this repository instead of the goals' own; may be given several times
    #[arg(long, value_name = "DIR", num_args = 1..)]
    repo: Vec<PathBuf>,
    /// Only commits of this day and later: 2026-10-01, 14d, 8w
    #[arg(long, value_name = "DATE")]
    since: Option<String>,
    #[command(flatten)]
    privacy: Privacy,
    #[command(flatten)]
    answer: Answer<Format>,
}

/// Runs the command.
pub(super) fn run(session: &Session, args: &Args) -> Result<Verdict, CommandError> {
    let format = args.answer.format();
    let project = args.privacy.guard(session, session.open()?)?;
    let context = session.context(&project)?;
    let since = args.since.as_deref().map(|text| day_or_ago(text, context.today)).transpose()?;
    let snapshot = Facts::take(&project.workspace, context.today);
    let repos = if args.repo.is_empty() { vec![project.root.clone()] } else { args.repo.clone() };
    let view = look_through(&snapshot, &project, &repos, since)?;
    let text = match format {
        Format::Human => work::work(&view, session.style()),
        Format::Json => json::json(&Envelope::new("work", &context, view)),
        Format::Csv => render::csv::work(&view),
    };
    session.answer(&text)?;
    Ok(Verdict::Done)
}

/// The commits of some repositories that name goals, up to the state that the goals are looked at: in their own repository
/// up to that commit, in others up to its day.
pub(super) fn look_through(
    snapshot: &Facts<'_>,
    project: &Project,
    repos: &[PathBuf],
    since: Option<Day>,
) -> Result<WorkView, CommandError> {
    let mut work = GoalCommits::default();
    for folder in repos {
        let repository = Repository::open(folder).map_err(|error| match error {
            GitError::NoRepository(_) => CommandError::usage(format!("`{}` is in no git repository", folder.display()))
                .hint("--repo names a folder of a repository whose commits name goals"),
            error => error.into(),
        })?;
        let own = project.repository.as_ref().ok().filter(|own| own.is_same(&repository));
        let tip = match (project.revision, own) {
            (None, _) => None,
            (Some(revision), Some(_)) => Some(revision),
            (Some(_), None) => match repository.resolve(&snapshot.today.to_string(), None, snapshot.today) {
                Ok(then) => Some(then),
                Err(GitError::BeforeTheFirst { cut_off: false, .. }) => {
                    work.pass(&name(folder));
                    continue;
                }
                Err(error) => return Err(error.into()),
            },
        };
        let goals = own.map(|own| own.goals_folders(&snapshot.settings().include)).unwrap_or_default();
        let bounds = Searching { tip: tip.map(|tip| tip.oid), since, goals, word: "" };
        work.search(snapshot, &repository, &name(folder), &bounds)?;
    }
    work.finish();
    Ok(WorkView::new(snapshot, &work, since))
}

fn name(folder: &Path) -> String {
    folder.to_string_lossy().into_owned()
}
