//! `goalpost demo`: a whole company's goals with their history, to try everything on.

use std::path::{Path, PathBuf};

use clap::Args as ClapArgs;

use super::error::CommandError;
use super::format::{Answer, PlainFormat as Format};
use super::session::Session;
use super::verdict::Verdict;
use crate::author::demo;
use crate::git::Repository;
use crate::render::{demo as render, json};
use crate::source::find_root;
use crate::view::demo::{DemoView, Written};
use crate::view::{Context, Envelope};

/// Create a sample repository with history
///
/// Three departments of an online bookshop, their weekly check-ins by sixteen people, and flaws on purpose: moved
/// goalposts, conflicts, duplicates, goals that nobody looks at. The commits are the same on every machine. A folder
/// that is not empty is left alone.
#[derive(Debug, ClapArgs)]
pub(super) struct Args {
    /// The folder to write; it is made if it is not there
    #[arg(value_name = "DIR", default_value = "goalpost-demo")]
    folder: PathBuf,
    #[command(flatten)]
    answer: Answer<Format>,
}

/// Runs the command.
pub(super) fn run(session: &Session, args: &Args) -> Result<Verdict, CommandError> {
    let format = args.answer.format();
    let written = demo::write(&args.folder)?;
    remark(session, &args.folder);
    let folder = args.folder.to_string_lossy();
    let tip = written.tip.to_string();
    let figures = Written {
        goals: written.goals,
        commits: written.commits,
        people: written.people,
        days: (written.first, written.last),
    };
    let view = DemoView::new(&folder, &tip, figures);
    let text = match format {
        Format::Human => render::demo(&view, demo::TODAY, session.style()),
        Format::Json => {
            let context = Context { root: folder.into_owned(), today: demo::TODAY, revision: Some(tip) };
            json::json(&Envelope::new("demo", &context, view))
        }
    };
    session.answer(&text)?;
    Ok(Verdict::Done)
}

/// Notes what the folder lies in and might be taken for a part of.
fn remark(session: &Session, folder: &Path) {
    let Some(above) = folder.canonicalize().ok().and_then(|real| real.parent().map(Path::to_path_buf)) else { return };
    if let Some(root) = find_root(&above) {
        session.note(&format!(
            "it lies in the goals' root `{}`, whose commands will read its goals too: better move it out of there",
            root.display()
        ));
    } else if Repository::open(&above).is_ok() {
        session.note("it lies in another git repository; .gitignore there keeps it out of that one's commits");
    }
}
