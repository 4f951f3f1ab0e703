//! What a change means: goals added, removed, changed and moved between two states of a repository, and whose numbers
//! become others by it.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::analysis::goalposts::explanation::Explanation;
use crate::analysis::goalposts::goalpost::{Goalposts, Move, goalposts_of, price_of};
use crate::analysis::history::goal_history::GoalHistory;
use crate::analysis::snapshot::Snapshot;
use crate::analysis::versions::difference::{FieldChange, as_written, differences};
use crate::analysis::versions::page_change::{PageChange, page_changes};
use crate::git::OidSet;
use crate::model::{DocIx, Goal, GoalIx, Role, Significance, State, Workspace, plus_days};

/// How much numbers may differ by the order in which they were added up.
const NOISE: f64 = 1e-9;

/// What a change means.
#[derive(Debug, Default)]
pub struct Diff {
    /// What became of which goal, by id.
    pub changes: Vec<GoalChange>,
    /// Goals of both sides whose progress or health is another, by id.
    pub impact: Vec<Impact>,
    /// Files that changed beside the goals', by path.
    pub pages: Vec<PageChange>,
}

/// What became of a goal.
#[derive(Debug, Clone)]
pub struct GoalChange {
    /// Its id; the later one, if it was renamed.
    pub id: String,
    /// What became of it.
    pub kind: ChangeKind,
    /// The goal on the earlier side.
    pub before: Option<GoalIx>,
    /// The goal on the later side.
    pub after: Option<GoalIx>,
    /// Its file from the root; where it was, if it was removed.
    pub path: String,
    /// Where its file was, if it moved.
    pub old_path: Option<String>,
    /// What differs, weightiest first; nothing for a goal that one side does not have.
    pub fields: Vec<FieldChange>,
    /// How its goalposts moved, if they did.
    pub moved: Option<Moved>,
}

/// What becomes of goals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeKind {
    /// New.
    Added,
    /// Gone.
    Removed,
    /// Some of its fields are others.
    Modified,
    /// Its file lies elsewhere; it is the same goal.
    Moved,
}

impl ChangeKind {
    /// All of them with their names in output.
    pub const WORDS: [(&'static str, Self); 4] =
        [("added", Self::Added), ("removed", Self::Removed), ("modified", Self::Modified), ("moved", Self::Moved)];

    /// Its name in output.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(_, it)| *it == self).map_or("", |(word, _)| word)
    }
}

/// How a goal's goalposts moved.
#[derive(Debug, Clone, PartialEq)]
pub struct Moved {
    /// Why, if that was said of every move.
    pub explanation: Option<Explanation>,
    /// Whether goalposts had not settled yet, or the goal was a draft.
    pub settling: bool,
    /// Whether the owner made one with nobody beside; none where git cannot know.
    pub by_owner_alone: Option<bool>,
    /// Today's progress against the earlier goalposts and against the later ones, where both can be told and differ.
    pub price: Option<(f64, f64)>,
    /// The moves that history tells of, oldest first; those of the fields that differ.
    pub moves: Vec<Move>,
}

/// A goal whose numbers become others.
#[derive(Debug, Clone, Copy)]
pub struct Impact {
    /// The goal on the earlier side.
    pub before: GoalIx,
    /// The goal on the later side.
    pub after: GoalIx,
}

impl GoalChange {
    /// The goal as it is, or as it was if it is gone.
    #[must_use]
    pub fn goal<'w>(&self, before: &Snapshot<'w>, after: &Snapshot<'w>) -> Option<&'w Goal> {
        self.after.map(|ix| after.goal(ix)).or_else(|| self.before.map(|ix| before.goal(ix)))
    }

    /// Whether it is a check-in and nothing else: values, confidence, and what people say.
    #[must_use]
    pub fn is_check_in(&self) -> bool {
        let told = |field: &FieldChange| matches!(field.significance, Significance::Progress | Significance::Log);
        self.kind == ChangeKind::Modified && self.old_path.is_none() && self.fields.iter().all(told)
    }
}

impl Diff {
    /// What leads from one state to another. Both are of one day, so that time alone changes nothing.
    #[must_use]
    pub fn between(before: &Snapshot<'_>, after: &Snapshot<'_>) -> Self {
        let twins = Twins::find(before.workspace, after.workspace);
        let known = before.timeline.history().map(GoalHistory::commit_ids).unwrap_or_default();
        let mut changes = Vec::new();
        // What one side has and cannot read is neither new nor gone.
        let hidden = Hidden::of(before.workspace);
        for (ix, goal) in after.goals() {
            match twins.of_after.get(&ix) {
                Some(old) => changes.extend(twins.change(before, after, *old, ix, &known)),
                None if hidden.holds(after.workspace, goal) => {}
                None => changes.push(one_sided(ChangeKind::Added, after.workspace, goal, None, Some(ix))),
            }
        }
        let hidden = Hidden::of(after.workspace);
        for (ix, goal) in before.goals() {
            if !twins.of_before.contains_key(&ix) && !hidden.holds(before.workspace, goal) {
                changes.push(one_sided(ChangeKind::Removed, before.workspace, goal, Some(ix), None));
            }
        }
        changes.sort_by(|a, b| a.id.cmp(&b.id));
        let mut impact: Vec<Impact> = twins
            .of_before
            .iter()
            .map(|(before, after)| Impact { before: *before, after: *after })
            .filter(|it| it.is_felt(before, after))
            .collect();
        impact.sort_by(|a, b| after.goal(a.after).id.cmp(&after.goal(b.after).id));
        Self { changes, impact, pages: page_changes(before.workspace, after.workspace) }
    }

    /// Whether nothing changes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty() && self.pages.is_empty()
    }
}

impl Impact {
    /// Whether progress or health differ, beyond how sums are rounded.
    fn is_felt(self, before: &Snapshot<'_>, after: &Snapshot<'_>) -> bool {
        let (old, new) = (before.numbers(self.before), after.numbers(self.after));
        let progress = match (old.progress, new.progress) {
            (Some(old), Some(new)) => (old - new).abs() > NOISE,
            (old, new) => old.is_some() != new.is_some(),
        };
        progress || old.health != new.health
    }
}

/// Which goal of one side is which of the other: by id, present or former.
struct Twins {
    of_before: HashMap<GoalIx, GoalIx>,
    of_after: HashMap<GoalIx, GoalIx>,
}

impl Twins {
    fn find(before: &Workspace, after: &Workspace) -> Self {
        let mut twins = Self { of_before: HashMap::new(), of_after: HashMap::new() };
        let own = |of: &Workspace, id: &str| of.find(id).filter(|ix| of.goal(*ix).id == id);
        for (ix, goal) in before.iter() {
            if let Some(same) = own(after, &goal.id) {
                twins.join(ix, same);
            }
        }
        for (ix, goal) in after.iter() {
            if let Some(old) = goal.formerly.iter().find_map(|id| own(before, id)) {
                twins.join(old, ix);
            }
        }
        // The other way round a goal gets an earlier id back.
        for (ix, goal) in before.iter() {
            if let Some(new) = goal.formerly.iter().find_map(|id| own(after, id)) {
                twins.join(ix, new);
            }
        }
        twins
    }

    fn join(&mut self, before: GoalIx, after: GoalIx) {
        if !self.of_before.contains_key(&before) && !self.of_after.contains_key(&after) {
            self.of_before.insert(before, after);
            self.of_after.insert(after, before);
        }
    }

    /// What became of a goal that both sides have, if anything did.
    fn change(
        &self,
        before: &Snapshot<'_>,
        after: &Snapshot<'_>,
        old: GoalIx,
        new: GoalIx,
        known: &OidSet,
    ) -> Option<GoalChange> {
        let (earlier, later) = (before.goal(old), after.goal(new));
        let file = before.workspace.file(earlier.document);
        let (old_path, path) = (file.path.clone(), after.workspace.file(later.document).path.clone());
        let same = file.text == after.workspace.file(later.document).text;
        let fields = if same { Vec::new() } else { self.fields(before.workspace, after.workspace, earlier, later) };
        if fields.is_empty() && old_path == path {
            return None;
        }
        let mut change = GoalChange {
            id: later.id.clone(),
            kind: if fields.is_empty() { ChangeKind::Moved } else { ChangeKind::Modified },
            before: Some(old),
            after: Some(new),
            old_path: (old_path != path).then_some(old_path),
            path,
            fields,
            moved: None,
        };
        if change.fields.iter().any(FieldChange::is_move) {
            change.moved = Some(moved(before, after, &change, (old, new), known));
        }
        Some(change)
    }

    fn fields(&self, before: &Workspace, after: &Workspace, old: &Goal, new: &Goal) -> Vec<FieldChange> {
        let now = |id: &str| after.find(id).map_or_else(|| id.to_owned(), |ix| after.goal(ix).id.clone());
        // A link to a goal that was renamed leads where it led.
        let then = |id: &str| {
            let Some(ix) = before.find(id) else { return id.to_owned() };
            self.of_before.get(&ix).map_or_else(|| before.goal(ix).id.clone(), |twin| after.goal(*twin).id.clone())
        };
        let earlier = as_written(old, &then);
        let later = as_written(new, &now);
        differences((&earlier, before.document_of(old)), (&later, after.document_of(new)))
    }
}

fn one_sided(
    kind: ChangeKind,
    workspace: &Workspace,
    goal: &Goal,
    before: Option<GoalIx>,
    after: Option<GoalIx>,
) -> GoalChange {
    let path = workspace.file(goal.document).path.clone();
    GoalChange { id: goal.id.clone(), kind, before, after, path, old_path: None, fields: Vec::new(), moved: None }
}

/// What a side has and cannot read: ids, and files without one.
struct Hidden<'w> {
    workspace: &'w Workspace,
    files: HashSet<&'w str>,
}

impl<'w> Hidden<'w> {
    fn of(workspace: &'w Workspace) -> Self {
        let documents = (0..).map(DocIx).zip(&workspace.documents);
        let mute = documents.filter(|(_, document)| document.role == Role::Goal && document.id.is_none());
        Self { workspace, files: mute.map(|(ix, _)| workspace.file(ix).path.as_str()).collect() }
    }

    /// Whether a goal of the other side may be in what cannot be read here.
    fn holds(&self, other: &Workspace, goal: &Goal) -> bool {
        self.workspace.is_unread(&goal.id) || self.files.contains(other.file(goal.document).path.as_str())
    }
}

/// How goalposts moved: as history between the two sides tells it, else by the two versions alone.
fn moved(
    before: &Snapshot<'_>,
    after: &Snapshot<'_>,
    change: &GoalChange,
    (old, new): (GoalIx, GoalIx),
    known: &OidSet,
) -> Moved {
    let (earlier, later) = (before.goal(old), after.goal(new));
    let fields: HashSet<&str> =
        change.fields.iter().filter(|it| it.is_move()).map(|change| change.field.as_str()).collect();
    let original = Goalposts { original: Some(Arc::new(earlier.clone())), ..Goalposts::default() };
    let price = price_of(after, new, &original)
        .and_then(|price| Some((price.against_original?, price.present?)))
        .filter(|(original, present)| (original - present).abs() > NOISE);
    let told: Vec<_> = after.timeline.history().map_or_else(Vec::new, |history| {
        let moves = goalposts_of(after, history, &later.id, Some(new)).moves;
        moves.into_iter().filter(|it| fields.contains(it.field.as_str()) && it.is_new(history, known)).collect()
    });
    if told.is_empty() {
        let settled = earlier.start().map(|start| plus_days(start, after.settings().settle));
        return Moved {
            explanation: later
                .reason
                .clone()
                .filter(|_| later.reason != earlier.reason)
                .map(Explanation::given_at_once),
            settling: later.state == State::Draft || settled.is_some_and(|settled| after.today <= settled),
            by_owner_alone: None,
            price,
            moves: Vec::new(),
        };
    }
    Moved {
        explanation: Explanation::of_all(told.iter().map(|it| it.explanation.as_ref())),
        settling: told.iter().all(|it| it.settling),
        // One such move is enough to say so; else it is known only if it is known of all.
        by_owner_alone: told
            .iter()
            .map(|it| it.by_owner_alone)
            .max_by_key(|it| (*it == Some(true), it.is_none()))
            .flatten(),
        price,
        moves: told,
    }
}
