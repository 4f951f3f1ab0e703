//! A line above an objective: how many goals serve it, how it stands, and whether links to it are to be looked at again.

use gen_lsp_types::{CodeLens, CodeLensParams, Command};

use super::goals::GoalsNow;
use super::hints::progress_and_health;
use super::spot::{NamedThing, own_place};
use crate::model::{DocIx, GoalIx, Kind, count_of, counted};
use crate::view::suspect::SuspectView;

/// The command that shows why a goal is here. The extension for VS Code has it.
const WHY: &str = "goalpost.why";

/// Returns the line above a goal.
pub(super) fn lenses(now: &GoalsNow<'_>, params: &CodeLensParams) -> Option<Vec<CodeLens>> {
    let document = now.document_at(&params.text_document.uri)?;
    let workspace = now.workspace();
    let (ix, goal) = workspace.iter().find(|(_, goal)| goal.document == document)?;
    if !matches!(goal.kind, Kind::Objective | Kind::Mission) {
        return None;
    }
    let (_, span) = own_place(workspace, NamedThing::Goal(ix))?;
    let arguments = Some(vec![goal.id.clone().into()]);
    let command = Command { title: title(now, document, ix), tooltip: None, command: WHY.to_owned(), arguments };
    Some(vec![CodeLens { range: now.lines(document).range(span), command: Some(command), data: None }])
}

/// `served by 3 goals · 41 % · on track · 1 suspect link`, of the goals of which the file may tell.
fn title(now: &GoalsNow<'_>, document: DocIx, ix: GoalIx) -> String {
    let facts = &now.facts;
    let is_told = |below: GoalIx| now.tells_of(document, facts.goal(below));
    let served = match facts.graph.below(ix).into_iter().filter(|below| *below != ix && is_told(*below)).count() {
        0 => "nothing serves it yet".to_owned(),
        count => format!("served by {}", count_of(count, "goal")),
    };
    let is_counted = facts.goal(ix).kind != Kind::Mission;
    let numbers = is_counted.then(|| progress_and_health(now, ix));
    let suspect = SuspectView::below(facts, ix, |link| is_told(link.child)).map(|it| it.links.len());
    let suspect = suspect.map(|count| counted(count, "suspect link", "suspect links"));
    std::iter::once(served).chain(numbers).chain(suspect).collect::<Vec<_>>().join(" · ")
}
