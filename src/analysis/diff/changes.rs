//! The difference between two states of a repository: goals added, removed, modified and moved, and goals whose numbers
//! change.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::analysis::diff::lost::take_moves_from_unset;
use crate::analysis::diff::moved::{Moved, NOISE, how_moved};
use crate::analysis::goalposts::goalpost::moved_between;
use crate::analysis::history::Landed;
use crate::analysis::snapshot::Snapshot;
use crate::analysis::versions::difference::{FieldChange, as_written, differences};
use crate::analysis::versions::page_change::{PageChange, page_changes};
use crate::git::OidSet;
use crate::model::{DocIx, Goal, GoalIx, Role, Significance, Workspace, word_table};

/// The difference between two states.
#[derive(Debug, Default)]
pub struct Diff {
    /// The changed goals, by id.
    pub changes: Vec<GoalChange>,
    /// The goals of both states whose progress or health changes, by id.
    pub impact: Vec<Impact>,
    /// The changed files that no changed goal accounts for, by path.
    pub pages: Vec<PageChange>,
}

/// The change of a goal.
#[derive(Debug, Clone)]
pub struct GoalChange {
    /// Its id; the later one, if it was renamed.
    pub id: String,
    /// The kind of change.
    pub kind: ChangeKind,
    /// The goal on the earlier side.
    pub before: Option<GoalIx>,
    /// The goal on the later side.
    pub after: Option<GoalIx>,
    /// The last version of a goal that the later side has and that had been there before the earlier one, which does not
    /// have it or cannot read it.
    pub returned_from: Option<Arc<Goal>>,
    /// The path of its file relative to the root; the last one, if it was removed.
    pub path: String,
    /// The earlier path of its file, if it moved.
    pub old_path: Option<String>,
    /// The fields that differ, most significant first; of a goal that the earlier side does not have or cannot read only the
    /// goalposts that moved since it was last there.
    pub fields: Vec<FieldChange>,
    /// The moves of its goalposts, if there are any.
    pub moved: Option<Moved>,
}

/// The kind of a goal's change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeKind {
    /// The goal is new.
    Added,
    /// The goal was removed.
    Removed,
    /// Fields of the goal differ.
    Modified,
    /// Only the path of its file differs.
    Moved,
}

word_table! {
    /// All of them with their names in output.
    ChangeKind: "added" => Added, "removed" => Removed, "modified" => Modified, "moved" => Moved
}

/// A goal whose numbers change.
#[derive(Debug, Clone, Copy)]
pub struct Impact {
    /// The goal on the earlier side.
    pub before: GoalIx,
    /// The goal on the later side.
    pub after: GoalIx,
}

impl GoalChange {
    /// The later version of the goal, or the earlier one if it was removed.
    pub fn goal<'w>(&self, before: &Snapshot<'w>, after: &Snapshot<'w>) -> Option<&'w Goal> {
        self.after.map(|ix| after.goal(ix)).or_else(|| self.before.map(|ix| before.goal(ix)))
    }

    /// Whether it is only a check-in: of values, confidence and new log entries, of which nothing is removed.
    pub fn is_check_in(&self) -> bool {
        let is_news = |field: &FieldChange| {
            let adds = !field.after.is_null() && (field.significance != Significance::Log || field.before.is_null());
            adds && matches!(field.significance, Significance::Progress | Significance::Log)
        };
        self.kind == ChangeKind::Modified && self.old_path.is_none() && self.fields.iter().all(is_news)
    }
}

impl Diff {
    /// Compares two states. Both must be computed for the same day, so that time alone changes nothing.
    #[must_use]
    pub fn between(before: &Snapshot<'_>, after: &Snapshot<'_>) -> Self {
        let twins = Twins::find(before.workspace, after.workspace);
        let known = after.known_to(before);
        let mut changes = Vec::new();
        // A goal whose file one side has and cannot read is neither added nor removed. Its goalposts are compared with those
        // that could last be read.
        let hidden = Hidden::of(before.workspace);
        for (ix, goal) in after.goals() {
            match twins.of_after.get(&ix) {
                Some(old) => changes.extend(twins.change(before, after, *old, ix, &known)),
                None if hidden.holds(after.workspace, goal) => {
                    let moved = last_known(before, after, goal, &known).map(|earlier| {
                        let mended = one_sided(ChangeKind::Modified, after.workspace, goal, None, Some(ix));
                        returned(after, earlier, mended, (ix, &known))
                    });
                    changes.extend(moved.filter(|it| it.moved.is_some()));
                }
                None => {
                    let added = one_sided(ChangeKind::Added, after.workspace, goal, None, Some(ix));
                    changes.push(match last_known(before, after, goal, &known) {
                        Some(earlier) => returned(after, earlier, added, (ix, &known)),
                        None => added,
                    });
                }
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
            .filter(|it| it.changes_numbers(before, after))
            .collect();
        impact.sort_by(|a, b| after.goal(a.after).id.cmp(&after.goal(b.after).id));
        Self { changes, impact, pages: page_changes(before.workspace, after.workspace) }
    }

    /// Whether nothing changes.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty() && self.pages.is_empty()
    }
}

impl Impact {
    /// Whether progress or health differ by more than rounding.
    fn changes_numbers(self, before: &Snapshot<'_>, after: &Snapshot<'_>) -> bool {
        let (old, new) = (before.numbers(self.before), after.numbers(self.after));
        let progress = match (old.progress, new.progress) {
            (Some(old), Some(new)) => (old - new).abs() > NOISE,
            (old, new) => old.is_some() != new.is_some(),
        };
        progress || old.health != new.health
    }
}

/// The pairs of the same goal on both sides, by present or former id.
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
            if let Some(old) = after.former_ids(goal).find_map(|id| own(before, id)) {
                twins.join(old, ix);
            }
        }
        // The earlier side names the later id as a former one if a goal gets an earlier id back.
        for (ix, goal) in before.iter() {
            if let Some(new) = before.former_ids(goal).find_map(|id| own(after, id)) {
                twins.join(ix, new);
            }
        }
        twins
    }

    /// Pairs two goals, unless one of them has a pair: an equal id takes precedence over a former one.
    fn join(&mut self, before: GoalIx, after: GoalIx) {
        if !self.of_before.contains_key(&before) && !self.of_after.contains_key(&after) {
            self.of_before.insert(before, after);
            self.of_after.insert(after, before);
        }
    }

    /// The change of a goal that both sides have, if there is any.
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
        let fields = if same { Vec::new() } else { self.fields(before.workspace, after, earlier, later) };
        if fields.is_empty() && old_path == path {
            return None;
        }
        let mut change = GoalChange {
            id: later.id.clone(),
            kind: if fields.is_empty() { ChangeKind::Moved } else { ChangeKind::Modified },
            before: Some(old),
            after: Some(new),
            returned_from: None,
            old_path: (old_path != path).then_some(old_path),
            path,
            fields,
            moved: None,
        };
        take_moves_from_unset(after, &mut change.fields, new, known);
        if change.fields.iter().any(|it| it.is_move) {
            change.moved = Some(how_moved(after, &change.fields, earlier, new, known));
        }
        Some(change)
    }

    fn fields(&self, before: &Workspace, now: &Snapshot<'_>, old: &Goal, new: &Goal) -> Vec<FieldChange> {
        let after = now.workspace;
        let known = |id: &str| after.find(id).map_or_else(|| id.to_owned(), |ix| after.goal(ix).id.clone());
        // A link to a renamed goal is no difference: both ids are mapped to the later one.
        let then = |id: &str| {
            let Some(ix) = before.find(id) else { return id.to_owned() };
            self.of_before.get(&ix).map_or_else(|| before.goal(ix).id.clone(), |twin| after.goal(*twin).id.clone())
        };
        let earlier = as_written(old, &then);
        let later = as_written(new, &known);
        let (moved, back) = (moved_between(now, &earlier, &later), moved_between(now, &later, &earlier));
        differences((&earlier, before.document_of(old)), (&later, after.document_of(new)), [&moved, &back])
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
    GoalChange {
        id: goal.id.clone(),
        kind,
        before,
        after,
        returned_from: None,
        path,
        old_path: None,
        fields: Vec::new(),
        moved: None,
    }
}

/// The last version that history before the earlier side has of a goal which that side does not have.
///
/// What lay out of sight on that side only the later history follows, as far as the trunk had it by then.
fn last_known<'s>(
    before: &'s Snapshot<'_>,
    after: &'s Snapshot<'_>,
    goal: &Goal,
    known: &OidSet,
) -> Option<&'s Arc<Goal>> {
    let history = before.timeline.history().filter(|it| it.covers(after.workspace.file(goal.document).root))?;
    let ids = || std::iter::once(goal.id.as_str()).chain(after.workspace.former_ids(goal));
    let is_pending = |id| history.landed(id).last().is_some_and(|it| matches!(history.step(it.step).1, Landed::NotYet));
    let later = || after.timeline.history()?.last_landed_of(&goal.id, known).filter(|_| !ids().any(is_pending));
    let own = ids().find_map(|id| history.last_known(id))?;
    Some(later().unwrap_or(own))
}

/// The change of a goal that comes back after it was removed or could not be read: it is not new, and its goalposts are
/// compared with what they were.
fn returned(
    after: &Snapshot<'_>,
    earlier: &Arc<Goal>,
    mut change: GoalChange,
    (new, known): (GoalIx, &OidSet),
) -> GoalChange {
    let moved_posts = moved_between(after, earlier, &after.goal(new).as_written()).into_iter();
    change.fields = moved_posts
        .map(|it| FieldChange {
            field: it.field,
            before: it.before,
            after: it.after,
            significance: Significance::Goalpost,
            is_move: true,
        })
        .collect();
    change.returned_from = Some(Arc::clone(earlier));
    if !change.fields.is_empty() {
        change.moved = Some(how_moved(after, &change.fields, earlier, new, known));
    }
    change
}

/// The ids and files of one side that cannot be read.
struct Hidden<'w> {
    workspace: &'w Workspace,
    files: HashSet<&'w str>,
}

impl<'w> Hidden<'w> {
    fn of(workspace: &'w Workspace) -> Self {
        let documents = (0..).map(DocIx).zip(&workspace.documents);
        let nameless = documents.filter(|(_, document)| document.role == Role::Goal && document.id.is_none());
        Self { workspace, files: nameless.map(|(ix, _)| workspace.file(ix).path.as_str()).collect() }
    }

    /// Whether a goal of the other side may be in a file that cannot be read on this side.
    fn holds(&self, other: &Workspace, goal: &Goal) -> bool {
        self.workspace.is_unread(&goal.id) || self.files.contains(other.file(goal.document).path.as_str())
    }
}
