//! Another id for a goal, in its own file and wherever it is named; the old one stays in `formerly`.

use std::collections::BTreeMap;

use super::unfit::Unfit;
use crate::analysis::links::links_of;
use crate::model::{DocIx, GoalIx, ORDER, Workspace, id_problem, suggested_id};
use crate::syntax::{Content, Edit, End};

/// The edits that give a goal another id, by document. Links by a former id lead to it as before, and stay.
///
/// # Errors
/// The new id is none, or is taken.
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
        return Err(Unfit { message: format!("`{to}` is its id already"), help: "name another".to_owned() });
    }
    let own_former = goal.formerly.iter().position(|former| former == to);
    if own_former.is_none()
        && let Some(taken) = workspace.document_with(to)
    {
        let message = format!("`{to}` is taken, by {}", workspace.file(taken).path);
        return Err(Unfit {
            message,
            help: "an id is one goal's for good, also a former one: choose another".to_owned(),
        });
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
