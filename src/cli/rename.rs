//! `goalpost rename`: another id for a goal.

use clap::Args as ClapArgs;

use super::error::CommandError;
use super::session::Session;
use super::verdict::Verdict;
use super::writing::{Work, Writing, committable, find_own};
use crate::author;
use crate::model::counted;
use crate::syntax::Edit;

/// Rename a goal id and update all references
///
/// The old id goes into `formerly`: links, history and `Goal:` trailers that name it lead to the goal for good. The file
/// keeps its name; a goal is known by its id, and moving its file loses no history.
#[derive(Debug, ClapArgs)]
pub(super) struct Args {
    /// The goal's id
    #[arg(value_name = "OLD")]
    old: String,
    /// Its new id
    #[arg(value_name = "NEW")]
    new: String,
    #[command(flatten)]
    writing: Writing,
}

/// Runs the command.
pub(super) fn run(session: &Session, args: &Args) -> Result<Verdict, CommandError> {
    let opened = session.open_to_write()?;
    let workspace = &opened.project.workspace;
    let ix = find_own(workspace, &args.old)?;
    let goal = workspace.goal(ix);
    let edits = author::rename(workspace, ix, &args.new).map_err(|it| CommandError::usage(it.message).hint(it.help))?;
    let mut work = Work::new(&opened);
    let (mut links, mut elsewhere) = (0, 0);
    for (document, edits) in &edits {
        let file = workspace.file(*document);
        let count = edits.iter().filter(|edit| is_link(edit)).count();
        if !file.is_own() {
            elsewhere += count;
            continue;
        }
        links += count;
        work.edit_file(file, edits)?;
    }
    work.touches(&args.new);
    work.touches(&goal.id);
    let links = match links {
        0 => "nothing names it".to_owned(),
        links => counted(links, "link follows", "links follow"),
    };
    work.say(format!("{} is {} now · {links}", goal.id, args.new));
    if elsewhere > 0 {
        work.say(format!("{elsewhere} more in other roots lead there through `formerly`"));
    }
    work.next = committable(&opened, args.writing);
    work.finish(session, &opened, "rename", args.writing, &format!("Rename {} to {}", goal.id, args.new))
}

/// Whether an edit makes a link follow, and does not give the goal itself its ids.
fn is_link(edit: &Edit) -> bool {
    matches!(edit, Edit::SetScalar { route, .. } if route != "id" && !route.starts_with("formerly["))
}
