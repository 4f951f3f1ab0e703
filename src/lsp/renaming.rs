//! Renames the id of a goal in all files: the same edits as those of `goalpost rename`.

use gen_lsp_types::{PrepareRenameParams, PrepareRenamePlaceholder, PrepareRenameResult, RenameParams, WorkspaceEdit};

use super::edits::workspace_edit;
use super::goals::GoalsNow;
use super::navigation::named_at_position;
use super::spot::NamedThing;
use crate::author;
use crate::syntax::apply;

/// Returns the range of the id at a position, if it can be renamed.
pub(super) fn prepare(now: &GoalsNow<'_>, params: &PrepareRenameParams) -> Option<PrepareRenameResult> {
    let (document, spot, thing) = named_at_position(now, &params.text_document_position_params)?;
    let NamedThing::Goal(ix) = thing else { return None };
    let goal = now.workspace().goal(ix);
    // A former id stays what it was.
    if !now.workspace().is_own(goal.document) || spot.text != goal.id {
        return None;
    }
    let range = now.lines(document).range(spot.span);
    Some(PrepareRenameResult::PrepareRenamePlaceholder(PrepareRenamePlaceholder {
        range,
        placeholder: goal.id.clone(),
    }))
}

/// Returns the change of all files that name a goal.
///
/// # Errors
/// The id is not valid or taken, or a file cannot be changed without damage.
pub(super) fn rename(now: &GoalsNow<'_>, params: &RenameParams) -> Result<Option<WorkspaceEdit>, String> {
    let workspace = now.workspace();
    let named = named_at_position(now, &params.text_document_position_params);
    let Some((_, _, NamedThing::Goal(ix))) = named else { return Ok(None) };
    if !workspace.is_own(workspace.goal(ix).document) {
        return Err("this goal belongs to another root; rename it there".to_owned());
    }
    let edits = author::rename(workspace, ix, &params.new_name);
    let edits = edits.map_err(|unfit| format!("{}; {}", unfit.message, unfit.help))?;
    let mut texts = Vec::new();
    // Links in other roots still lead to the goal, through `formerly`.
    for (document, edits) in edits.into_iter().filter(|(document, _)| workspace.is_own(*document)) {
        let file = workspace.file(document);
        let text = apply(file.path_in_root(), &file.text, &edits)
            .map_err(|error| format!("cannot change {}: {error}", file.path))?;
        texts.push((document, text));
    }
    Ok(Some(workspace_edit(now, &texts)))
}
