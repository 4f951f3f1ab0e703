//! `goalpost demo`: creates a sample repository with history.

use std::path::{Path, PathBuf};

use clap::Args as ClapArgs;

use super::error::CommandError;
use super::format::{Answer, PlainFormat as Format};
use super::session::Session;
use super::snapshots::HistoryReach;
use super::verdict::Verdict;
use crate::author::demo;
use crate::git::Repository;
use crate::lint::{self, Lint};
use crate::project::Project;
use crate::render::{Here, demo as render, json, pretty};
use crate::rules::RULES;
use crate::view::check::CheckView;
use crate::view::demo::{DemoView, Written};
use crate::view::{Context, Envelope};

/// Create a sample repository with history
///
/// Writes the goals of an online bookshop with three departments: weekly check-ins by sixteen people, and deliberate
/// flaws such as moved goalposts, conflicts, duplicates and neglected goals. The commits are the same on every machine.
/// A folder that is not empty is never touched.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  goalpost demo
  goalpost demo ~/lanterna")]
pub(super) struct Args {
    /// Folder to create
    #[arg(value_name = "DIR", default_value = "goalpost-demo")]
    folder: PathBuf,
    #[command(flatten)]
    answer: Answer<Format>,
}

pub(super) fn run(session: &Session, args: &Args) -> Result<Verdict, CommandError> {
    let format = args.answer.format();
    let written = demo::write(&args.folder)?;
    if !session.note_outer_root("the demo", &args.folder, "move it elsewhere") {
        note_repository(session, &args.folder);
    }
    let folder = args.folder.to_string_lossy();
    let tip = written.tip.to_string();
    let figures = Written {
        goals: written.goals,
        commits: written.commits,
        people: written.people,
        days: (written.first, written.last),
        today: demo::TODAY,
    };
    let project = Project::open(&args.folder)?;
    let moved = moved_target(session, &project)?;
    let view = DemoView { findings: moved.findings.clone(), ..DemoView::new(&folder, &tip, figures) };
    let text = match format {
        Format::Human => {
            let found = pretty::each_finding(&moved, &project.workspace, &Here::default(), session.style());
            render::demo(&view, &found, session.style())
        }
        Format::Json => {
            let context =
                Context { root: folder.into_owned(), today: demo::TODAY, revision: Some(tip), judged_since: None };
            json::json(&Envelope::new("demo", &context, view))
        }
    };
    session.answer(&text)
}

/// What `check` finds about moved targets there: a first finding.
fn moved_target(session: &Session, project: &Project) -> Result<CheckView, CommandError> {
    let past = session.read_past(project, demo::TODAY, HistoryReach::Recent)?;
    let lint = Lint { rules: RULES, only: vec!["moved-target".to_owned()], ..Lint::default() };
    Ok(CheckView::new(&project.workspace, &lint::run(&lint, &past.snapshot(project)).findings))
}

/// Notes if the folder lies in another git repository, which would then track it.
fn note_repository(session: &Session, folder: &Path) {
    let above = folder.canonicalize().ok().and_then(|real| real.parent().map(Path::to_path_buf));
    if above.is_some_and(|above| Repository::open(&above).is_ok()) {
        session.note(
            "the demo is inside another git repository; add it to .gitignore there to keep it out of its commits",
        );
    }
}
