//! Renames a goal id in its own file and in all links to it. The old id stays in `formerly`.

use std::collections::BTreeMap;

use super::unfit::Unfit;
use crate::analysis::links::links_of;
use crate::model::{DocIx, GoalIx, ORDER, Workspace, id_problem, suggested_id};
use crate::syntax::{Content, Edit, End};

/// Returns the edits of a rename, by document. Links by a former id keep working and are left alone.
///
/// # Errors
/// The new id is invalid or already used.
pub fn rename(workspace: &Workspace, ix: GoalIx, to: &str) -> Result<BTreeMap<DocIx, Vec<Edit>>, Unfit> {
    let goal = workspace.goal(ix);
    if let Some(problem) = id_problem(to) {
        let meant = suggested_id(to);
        let help = if meant.is_empty() {
            "use lower-case letters, digits, `.`, `_` and `-`".to_owned()
        } else {
            format!("for example `{meant}`")
        };
        return Err(Unfit { message: problem, help });
    }
    if to == goal.id {
        return Err(Unfit {
            message: format!("`{to}` already is the id of this goal"),
            help: "give another id".to_owned(),
        });
    }
    let own_former = goal.formerly.iter().position(|former| former == to);
    if own_former.is_none()
        && let Some(taken) = workspace.document_with(to)
    {
        let message = format!("the id `{to}` is already used by {}", workspace.file(taken).path);
        return Err(Unfit { message, help: "ids are never reused, including former ones; choose another".to_owned() });
    }
    let mut edits: BTreeMap<DocIx, Vec<Edit>> = BTreeMap::new();
    let own = edits.entry(goal.document).or_default();
    own.push(Edit::SetScalar { route: "id".to_owned(), to: Content::text(to) });
    if let Some(at) = own_former {
        own.push(Edit::SetScalar { route: format!("formerly[{at}]"), to: Content::text(&goal.id) });
    } else {
        let (route, item) = ("formerly".to_owned(), Content::text(&goal.id));
        own.push(Edit::Add { route, item, end: End::Last, order: ORDER });
    }
    for (_, other) in workspace.iter() {
        for link in links_of(other).filter(|link| link.id == goal.id) {
            let edit = Edit::SetScalar { route: link.route(other), to: Content::text(to) };
            edits.entry(other.document).or_default().push(edit);
        }
    }
    Ok(edits)
}
