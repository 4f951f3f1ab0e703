//! `goalpost rename`: renames the id of a goal.

use clap::Args as ClapArgs;

use super::error::CommandError;
use super::session::Session;
use super::verdict::Verdict;
use super::writing::{Work, Writing, find_own, next_step};
use crate::author;
use crate::model::count_of;
use crate::syntax::Edit;

/// Rename a goal id and update all references
///
/// Adds the old id to `formerly`, so that links, history and `Goal:` trailers with it keep working. The file keeps its
/// name: a goal is identified by its id, so you can rename the file without losing history.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  goalpost rename picking-time minutes-to-pick
  goalpost rename picking-time minutes-to-pick --dry-run")]
pub(super) struct Args {
    /// Goal to rename
    #[arg(value_name = "OLD")]
    old: String,
    /// New id
    #[arg(value_name = "NEW")]
    new: String,
    #[command(flatten)]
    writing: Writing,
}

pub(super) fn run(session: &Session, args: &Args) -> Result<Verdict, CommandError> {
    let opened = session.open_to_write()?;
    let workspace = &opened.project.workspace;
    let ix = find_own(workspace, &args.old)?;
    let goal = workspace.goal(ix);
    let edits = author::rename(workspace, ix, &args.new)?;
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
    work.add_goal(&args.new);
    work.add_goal(&goal.id);
    let links = match links {
        0 => "no links to update".to_owned(),
        links => format!("{} updated", count_of(links, "link")),
    };
    work.say(format!("{} renamed to {} · {links}", goal.id, args.new));
    if elsewhere > 0 {
        work.say(format!("{} in other roots still resolved through `formerly`", count_of(elsewhere, "link")));
    }
    work.next = next_step(&opened, args.writing);
    work.finish(session, &opened, "rename", args.writing, &format!("Rename {} to {}", goal.id, args.new))
}

/// Tells whether an edit updates a link, rather than the ids of the goal itself.
fn is_link(edit: &Edit) -> bool {
    matches!(edit, Edit::SetScalar { route, .. } if route != "id" && !route.starts_with("formerly["))
}
