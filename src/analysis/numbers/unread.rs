//! Files and links that cannot be read and the goals in which they count nevertheless, and key results whose measure cannot
//! be read.

use std::collections::HashMap;
use std::sync::Arc;

use crate::analysis::history::goal_history::GoalHistory;
use crate::analysis::numbers::measure::{Measure, measure_of};
use crate::model::{DocIx, Goal, GoalIx, Kind, State, Workspace};

/// A file that cannot be read as a goal, or whose links cannot be read.
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
    /// The field with its links, if only that cannot be read.
    pub field: Option<&'static str>,
}

/// A part of a goal whose file or link to it cannot be read. It counts as begun, with unknown progress.
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
            unread.files.push(UnreadFile { document, id, is_placed, is_further, field: None });
        }
        unread.add_links(workspace, history);
        unread
    }

    /// Adds the links that cannot be read of goals that otherwise can.
    fn add_links(&mut self, workspace: &Workspace, history: Option<&GoalHistory>) {
        for (_, goal) in workspace.own_and_included() {
            let fields = LINK_FIELDS.into_iter().filter(|field| goal.unread.contains(field));
            let counts = !matches!(goal.state, State::Draft | State::Dropped);
            for field in fields.filter(|_| counts) {
                let file = self.files.len();
                let places = hidden_parents(workspace, history, goal, field);
                if places.is_empty() {
                    continue;
                }
                let (document, id) = (goal.document, Some(goal.id.clone()));
                let field = Some(field);
                self.files.push(UnreadFile { document, id, is_placed: true, is_further: false, field });
                for (parent, weight, is_key_result) in places {
                    self.parts.entry(parent).or_default().push(UnreadPart { file, weight, is_key_result });
                }
            }
        }
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

/// The fields with the links in which a goal counts.
const LINK_FIELDS: [&str; 2] = ["measures", "supports"];

/// The goals in which a goal counts by a field that cannot be read: those that it names under a misspelt name, else those
/// of its last version that could be read.
fn hidden_parents(
    workspace: &Workspace,
    history: Option<&GoalHistory>,
    goal: &Goal,
    field: &str,
) -> Vec<(GoalIx, f64, bool)> {
    let is_whole = |goal: &&Goal| !goal.unread.contains(&field);
    let written = workspace.meant_goal(goal.document);
    let earlier = || {
        let history = history?;
        let mut revisions = history.of(&goal.id).iter().rev().filter_map(|it| it.after.as_deref());
        history.at_head(&goal.id).map(|it| &**it).filter(is_whole).or_else(|| revisions.find(is_whole)).cloned()
    };
    let known = match written.as_ref().filter(is_whole) {
        Some(_) => Vec::new(),
        None => earlier().into_iter().collect(),
    };
    let mut places = parents(workspace, goal);
    let linked = places.len();
    for known in written.into_iter().chain(known) {
        let of_field = match field {
            "measures" => Goal { supports: Vec::new(), ..known },
            _ => Goal { measures: None, ..known },
        };
        for place in parents(workspace, &of_field) {
            if !places.iter().any(|(parent, ..)| *parent == place.0) {
                places.push(place);
            }
        }
    }
    places.split_off(linked)
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
    // Without it there is neither a way to go nor a bound to keep.
    let end = || workspace.unread_values_in(goal.document).any(|route| METRIC_ENDS.contains(&&*route));
    metric || if goal.metric.is_some() { end() } else { milestones() }
}

/// The fields of a metric without which it measures nothing.
const METRIC_ENDS: [&str; 4] = ["metric.baseline", "metric.target", "metric.at_least", "metric.at_most"];
