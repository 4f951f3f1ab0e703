//! The fixes of findings, one by one and all of a file: the same edits as those of `goalpost check --fix`.

use gen_lsp_types::{CodeAction, CodeActionKind, CodeActionParams, CodeActionResponse, Range};

use super::diagnostics::diagnostic;
use super::edits::workspace_edit;
use super::goals::GoalsNow;
use crate::lint::{Finding, Safety, fix_all};
use crate::model::DocIx;
use crate::render::clean;
use crate::syntax::apply;

/// The kind of the action that makes all safe fixes of a file, for editors that run it on saving.
pub(super) const FIX_ALL: &str = "source.fixAll.goalpost";

/// Returns the fixes in a range of a file.
pub(super) fn code_actions(now: &GoalsNow<'_>, params: &CodeActionParams) -> Option<Vec<CodeActionResponse>> {
    let document = now.document_at(&params.text_document.uri)?;
    let workspace = now.workspace();
    if !workspace.is_own(document) {
        return None;
    }
    let wants = |kind: &str| {
        // A client asks for a kind and all that begin with it: `source` means `source.fixAll` too.
        let is_wanted = |only: &CodeActionKind| {
            let only =
                serde_json::to_value(only).ok().and_then(|it| it.as_str().map(str::to_owned)).unwrap_or_default();
            kind.strip_prefix(only.as_str())
                .is_some_and(|rest| only.is_empty() || rest.is_empty() || rest.starts_with('.'))
        };
        params.context.only.as_ref().is_none_or(|only| only.iter().any(is_wanted))
    };
    let lines = now.lines(document);
    let of_file = |finding: &&Finding| finding.fix.as_ref().is_some_and(|fix| fix.document == document);
    let mut actions = Vec::new();
    let fixable: Vec<&Finding> = now.findings().iter().filter(of_file).collect();
    if wants("quickfix") {
        let touches = |range: Range| range.start <= params.range.end && params.range.start <= range.end;
        let here = fixable.iter().filter(|finding| finding.location.is_some_and(|it| touches(lines.range(it.span))));
        for finding in here {
            let Some(fix) = &finding.fix else { continue };
            let file = workspace.file(document);
            let Ok(text) = apply(file.path_in_root(), &file.text, std::slice::from_ref(&fix.edit)) else { continue };
            actions.push(CodeAction {
                title: title(finding, fix.safe),
                kind: Some(CodeActionKind::QuickFix),
                diagnostics: Some(vec![diagnostic(now, finding, &lines)]),
                is_preferred: Some(fix.safe),
                edit: Some(workspace_edit(now, &[(document, text)])),
                ..CodeAction::default()
            });
        }
    }
    if wants(FIX_ALL)
        && let Some(text) = fixed_text(now, document)
    {
        actions.push(CodeAction {
            title: "Fix all safe findings in this file".to_owned(),
            kind: Some(CodeActionKind::from(FIX_ALL.to_owned())),
            edit: Some(workspace_edit(now, &[(document, text)])),
            ..CodeAction::default()
        });
    }
    Some(actions.into_iter().map(CodeActionResponse::CodeAction).collect())
}

/// Returns the text of a file with all its safe fixes; none if it has none.
fn fixed_text(now: &GoalsNow<'_>, document: DocIx) -> Option<String> {
    let is_here = |finding: &&Finding| finding.fix.as_ref().is_some_and(|fix| fix.document == document);
    let here: Vec<Finding> = now.findings().iter().filter(is_here).cloned().collect();
    fix_all(now.workspace(), &here, Safety::Safe).pop().map(|fixed| fixed.text)
}

/// What a fix does: the help of its finding says it.
fn title(finding: &Finding, is_safe: bool) -> String {
    let help = finding.help.as_deref().unwrap_or(&finding.message);
    let unsure = if is_safe { "" } else { " (may change what the goal means)" };
    format!("{}: {}{unsure}", finding.rule, clean(help))
}
