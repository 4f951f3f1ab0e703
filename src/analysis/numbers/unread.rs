//! Files that cannot be read and the goals in which they count nevertheless, and key results whose measure cannot be
//! read.

use std::collections::HashMap;
use std::sync::Arc;

use crate::analysis::history::goal_history::GoalHistory;
use crate::analysis::numbers::measure::{Measure, measure_of};
use crate::model::{DocIx, Goal, GoalIx, Kind, State, Workspace};

/// A file that cannot be read as a goal.
#[derive(Debug, Clone, PartialEq)]
pub struct UnreadFile {
    /// The file.
    pub document: DocIx,
    /// The id of the goal in it, where one is known.
    pub id: Option<String>,
    /// Whether the goal in which it counts is known.
    pub is_placed: bool,
    /// Whether only a further document of it is not read.
    pub is_further: bool,
}

/// A part of a goal whose file cannot be read. It counts as begun, with unknown progress.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct UnreadPart {
    /// The index of its file in `Unread::files`.
    pub file: usize,
    /// The weight of its link.
    pub weight: f64,
    /// Whether it is a key result of the goal, and not a supporter.
    pub is_key_result: bool,
}

/// The files that cannot be read.
#[derive(Debug, Default)]
pub struct Unread {
    /// The files, in the order of the workspace.
    pub files: Vec<UnreadFile>,
    parts: HashMap<GoalIx, Vec<UnreadPart>>,
}

impl Unread {
    /// Finds the files that cannot be read and the goals in which they count: from the lines that can still be read,
    /// else from their last readable version in git.
    pub fn find(workspace: &Workspace, history: Option<&GoalHistory>) -> Self {
        let mut unread = Self::default();
        let whole = workspace.unread_files().map(|document| (document, workspace.salvage(document), false));
        let further = workspace.further_goals().map(|goal| (goal.document, Some(goal), true));
        for (document, written, is_further) in whole.chain(further) {
            let id = written.as_ref().map(|it| it.id.clone()).filter(|id| !id.is_empty());
            let is_placed = |goal: &Goal| goal.measures.is_some() || !goal.supports.is_empty();
            let place = written.filter(is_placed).map(Arc::new).or_else(|| {
                // Of a file whose first document is read the last version tells nothing of the others.
                let path = Some(workspace.file(document).path.as_str()).filter(|_| !is_further);
                last_readable(history?, id.as_deref(), path).filter(|goal| is_placed(goal))
            });
            let file = unread.files.len();
            let id = id.or_else(|| place.as_ref().map(|goal| goal.id.clone()).filter(|id| !id.is_empty()));
            let mut is_placed = false;
            // Drafts and dropped goals contribute nothing.
            let counting = place.iter().filter(|goal| !matches!(goal.state, State::Draft | State::Dropped));
            for (parent, weight, is_key_result) in counting.flat_map(|goal| parents(workspace, goal)) {
                unread.parts.entry(parent).or_default().push(UnreadPart { file, weight, is_key_result });
                is_placed = true;
            }
            unread.files.push(UnreadFile { document, id, is_placed, is_further });
        }
        unread
    }

    /// The parts of a goal whose files cannot be read.
    pub fn parts_of(&self, goal: GoalIx) -> &[UnreadPart] {
        self.parts.get(&goal).map_or(&[], Vec::as_slice)
    }
}

/// The objective that a goal measures and the goals that it supports, each once, with the weight of the link and
/// whether it is a key result.
fn parents(workspace: &Workspace, goal: &Goal) -> Vec<(GoalIx, f64, bool)> {
    let mut parents: Vec<(GoalIx, f64, bool)> = Vec::new();
    let measures = goal.measures.as_deref().and_then(|id| workspace.find(id));
    let objective = measures.filter(|ix| workspace.goal(*ix).kind == Kind::Objective);
    parents.extend(objective.map(|ix| (ix, goal.weight.unwrap_or(1.0), true)));
    for link in &goal.supports {
        let parent = workspace.find(&link.goal).filter(|ix| !parents.iter().any(|(known, ..)| known == ix));
        parents.extend(parent.map(|ix| (ix, link.weight.unwrap_or(1.0), false)));
    }
    parents
}

/// The last version of a goal file that could be read, by the id in it, else by its path.
fn last_readable(history: &GoalHistory, id: Option<&str>, path: Option<&str>) -> Option<Arc<Goal>> {
    let by_id = id.and_then(|id| {
        let mut revisions = history.of(id).iter().rev();
        history.at_head(id).cloned().or_else(|| revisions.find_map(|it| it.after.clone()))
    });
    let Some(path) = path else { return by_id };
    let at_head = || history.all_at_head().find(|(_, _, there)| *there == path).map(|(_, goal, _)| Arc::clone(goal));
    let before = || {
        let revisions = history.goals().flat_map(|(_, revisions)| revisions).filter(|it| it.path == path);
        let last = revisions.filter(|it| it.after.is_some()).max_by_key(|it| it.commit)?;
        last.after.clone()
    };
    by_id.or_else(at_head).or_else(before)
}

/// Whether a goal's file has a metric or milestones that cannot be read, so that the goal has no measure.
pub fn has_unread_measure(workspace: &Workspace, goal: &Goal) -> bool {
    if !matches!(goal.kind, Kind::KeyResult | Kind::Development) || measure_of(goal) != Measure::Nothing {
        return false;
    }
    let metric = goal.metric.is_none() && workspace.writes(goal, "metric");
    let milestones = || workspace.writes(goal, "milestones") && workspace.document_of(goal).has_fault("milestones");
    metric || (goal.metric.is_none() && milestones())
}
