//! `goalpost work`: lists commits that reference goals.

use std::path::{Path, PathBuf};

use clap::Args as ClapArgs;

use super::day::read_past_day;
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
/// A commit references goals with a trailer at the end of its message: `Goal: reliable-checkout`, several separated by
/// commas. Former ids work too. Without --repo, searches the repository of the goals, from HEAD or from --at backwards.
/// Commits that change only goal files, such as check-ins, do not count as work. The list is evidence, not a target:
/// much valuable work needs no commit.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  goalpost work
  goalpost work --repo ../shop")]
pub(super) struct Args {
    /// Search this repository instead of the goals' own; repeatable
    #[arg(long, value_name = "DIR", num_args = 1..)]
    repo: Vec<PathBuf>,
    /// Only commits since this day: 2026-10-01, 14d, 8w
    #[arg(long, value_name = "DATE")]
    since: Option<String>,
    #[command(flatten)]
    privacy: Privacy,
    #[command(flatten)]
    answer: Answer<Format>,
}

pub(super) fn run(session: &Session, args: &Args) -> Result<Verdict, CommandError> {
    let format = args.answer.format();
    let project = args.privacy.guard(session, session.open()?)?;
    let context = session.context(&project)?;
    let since = args.since.as_deref().map(|text| read_past_day(text, context.today, "--since")).transpose()?;
    let snapshot = Facts::take(&project.workspace, context.today);
    let repos = if args.repo.is_empty() { vec![project.root.clone()] } else { args.repo.clone() };
    let view = search_repositories(&snapshot, &project, &repos, (since, session.today(None)?))?;
    let text = match format {
        Format::Human => work::work(&view, session.style()),
        Format::Json => json::json(&Envelope::new("work", &context, view)),
        Format::Csv => render::csv::work(&view),
    };
    session.answer(&text)
}

/// Searches repositories for commits that reference goals: the goals' own up to the given revision, others up to its
/// day. Commits count from `since`; today tells which dates are credible.
pub(super) fn search_repositories(
    snapshot: &Facts<'_>,
    project: &Project,
    repos: &[PathBuf],
    (since, today): (Option<Day>, Day),
) -> Result<WorkView, CommandError> {
    let mut work = GoalCommits::default();
    let mut searched = Vec::new();
    for folder in repos {
        let repository = Repository::open(folder).map_err(|error| match error {
            GitError::NoRepository(_) => {
                CommandError::usage(format!("`{}` is not in a git repository", folder.display()))
                    .hint("name a folder of a git repository with --repo")
            }
            error => error.into(),
        })?;
        // One repository may be named twice, also by a folder in it; a second work tree of it may stand elsewhere.
        if searched.iter().any(|it: &Repository| it.is_same(&repository) && it.folder() == repository.folder()) {
            continue;
        }
        let own = project.repository.as_ref().ok().filter(|own| own.is_same(&repository));
        let tip = match (project.revision, own) {
            (None, _) => None,
            (Some(revision), Some(_)) => Some(revision),
            (Some(_), None) => match repository.resolve(&snapshot.today.to_string(), None, today) {
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
        searched.push(repository);
    }
    work.finish();
    Ok(WorkView::new(snapshot, &work, since))
}

fn name(folder: &Path) -> String {
    folder.to_string_lossy().into_owned()
}
