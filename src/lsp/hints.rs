//! Numbers beside the text: progress and health at a value, and what a moved goalpost costs while it is moved.

use gen_lsp_types::{InlayHint, InlayHintParams, Label, Tooltip};

use super::goals::GoalsNow;
use crate::analysis::text::percent;
use crate::model::{GoalIx, Kind};
use crate::syntax::locate;
use crate::view::history::PriceView;
use crate::view::late_value::LateValueView;
use crate::view::moved::MoveView;
use crate::view::standing::standing;

/// Returns the hints in a range of a file.
pub(super) fn hints(now: &GoalsNow<'_>, params: &InlayHintParams) -> Option<Vec<InlayHint>> {
    let document = now.document_at(&params.text_document.uri)?;
    let workspace = now.workspace();
    let (ix, goal) = workspace.iter().find(|(_, goal)| goal.document == document)?;
    let root = workspace.document(document).tree.root.as_ref()?;
    let lines = now.lines(document);
    let mut hints = Vec::new();
    let mut add = |route: &str, label: String, tooltip: Option<String>| {
        let place = locate(root, route);
        if !place.whole {
            return;
        }
        let position = lines.range(place.span()).end;
        if (params.range.start..=params.range.end).contains(&position) {
            hints.push(InlayHint {
                position,
                label: Label::String(label),
                kind: None,
                text_edits: None,
                tooltip: tooltip.map(Tooltip::String),
                padding_left: Some(true),
                padding_right: None,
                data: None,
            });
        }
    };
    let value = match goal.kind {
        Kind::KeyResult | Kind::Kpi if goal.metric.is_some() => Some("metric.current"),
        Kind::KeyResult | Kind::Development => Some("milestones"),
        _ => None,
    };
    if let Some(route) = value {
        let late = LateValueView::of(&now.facts, ix).map(|late| format!(" · {}", late.words)).unwrap_or_default();
        add(route, format!("{}{late}", progress_and_health(now, ix)), None);
    }
    for (field, words) in moved_now(now, ix) {
        add(&field, words, Some("goalposts moved and not committed yet; explain it in `reason`".to_owned()));
    }
    Some(hints)
}

/// `41 % · on track`.
pub(super) fn progress_and_health(now: &GoalsNow<'_>, ix: GoalIx) -> String {
    let progress = now.facts.numbers(ix).progress.map(percent);
    progress.into_iter().chain([standing(&now.facts, ix)]).collect::<Vec<_>>().join(" · ")
}

/// The fields of goalposts that differ from the last commit, with progress against the original ones.
fn moved_now(now: &GoalsNow<'_>, ix: GoalIx) -> Vec<(String, String)> {
    let Some(price) = PriceView::of(&now.facts, ix) else { return Vec::new() };
    let words = match (price.present, price.against_original) {
        (Some(present), Some(original)) if percent(present) == percent(original) => return Vec::new(),
        (_, Some(original)) => format!("{} against the original", percent(original)),
        (_, None) => "progress against the original is unknown".to_owned(),
    };
    let moves = MoveView::all(&now.facts, ix).into_iter();
    moves.filter(|it| it.commit.is_none()).map(|it| (it.field, words.clone())).collect()
}
