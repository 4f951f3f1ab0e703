//! The answer of `diff`: changed goals by field, goals whose numbers change, and suggested reviewers.

mod beside;
mod field_changes;
mod headline;
mod impact;
mod line;
mod moves;
mod put_back;
mod renamed_metric;
mod reviewer;
mod route;
mod suspect_links;
mod text;
mod words;

use std::collections::{BTreeSet, HashMap};

use serde::Serialize;

use super::history::PriceView;
use super::moved::{MoveView, ReasonView};
use super::moved_setting::MovedSettingView;
use super::removed::RemovedView;
use super::suspect::SuspectView;
use super::withdrawn::WithdrawnView;
use crate::analysis::diff::{ChangeKind, Diff, GoalChange, Reviewer};
use crate::analysis::facts::Facts;
use crate::analysis::versions::PageChange;
use crate::model::{Goal, GoalIx, Kind, State};
use beside::beyond_kinds;
use put_back::put_back_between;
use suspect_links::suspect_between;
use words::ChangeWords;

pub use beside::{AllowedChanges, DisallowedChange};
pub use field_changes::describe_fields;
pub use impact::ImpactView;
pub use line::{DiffLine, LineSubject};
pub use put_back::PutBackView;
pub use reviewer::ReviewerView;

/// The answer of `goalpost diff`.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct DiffView {
    /// The commit on the earlier side.
    pub base: String,
    /// The commit on the later side; null for the work tree.
    pub head: Option<String>,
    /// The changed goals, by id.
    pub changes: Vec<GoalChangeView>,
    /// Goals of both sides whose progress or health changes, by id.
    pub impact: Vec<ImpactView>,
    /// The links that become suspect: their goals above change after they were written; null without the whole history.
    pub suspect_links: Option<Vec<SuspectView>>,
    /// What the change withdraws, by goal and day: values, confidence, done milestones, check-ins and obstacles of the log,
    /// scores.
    pub withdrawn: Vec<WithdrawnView>,
    /// Settings that were changed in mid-period without a reason, so that numbers or findings are others.
    pub moved_settings: Vec<MovedSettingView>,
    /// Goals of which a goalpost moved and was put back, by id: on both sides it stands at the same place.
    pub put_back: Vec<PutBackView>,
    /// Suggested reviewers, most relevant first.
    pub reviewers: Vec<ReviewerView>,
    /// Other files that change.
    pub files: Vec<FileView>,
    /// With `--only`: changes that it does not allow; else null.
    pub beside: Option<Vec<DisallowedChange>>,
    /// What the two sides were called, for people.
    #[serde(skip)]
    pub sides: (String, String),
    /// The revision range as given, for a command to repeat it.
    #[serde(skip)]
    pub range: String,
}

/// The change of a goal.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct GoalChangeView {
    /// Its id; the later one, if it was renamed.
    pub goal: String,
    /// `added`, `removed`, `modified` or `moved`: moved is the file alone.
    pub change: String,
    /// Its file from the root; where it was, if it was removed.
    pub path: String,
    /// Where its file was, if it moved.
    pub old_path: Option<String>,
    /// The changed fields, most important first; empty for a goal that one side does not have.
    pub fields: Vec<FieldView>,
    /// Its title.
    pub title: String,
    /// Its kind.
    pub kind: Kind,
    /// The objective that it belongs to; an objective belongs to itself.
    pub objective: Option<String>,
    /// How its goalposts moved; null if they did not.
    pub moved: Option<GoalpostMoves>,
    /// When, by whom and why it was removed; null if it was not, or not as an active goal whose goalposts had settled.
    pub removed: Option<RemovedView>,
    /// The lines for people, most important first.
    #[serde(skip)]
    pub lines: Vec<DiffLine>,
    /// The title of its objective.
    #[serde(skip)]
    pub group: Option<String>,
    /// Whether it is only a check-in.
    #[serde(skip)]
    pub is_check_in: bool,
    /// Whether it was closed on both sides, or its period was over.
    #[serde(skip)]
    pub is_past: bool,
}

/// A changed field.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct FieldView {
    /// Its route: in the later version, or in the earlier one for what was removed.
    pub field: String,
    /// The earlier value; null where it was unset.
    pub before: serde_json::Value,
    /// The later value; null where it is removed.
    pub after: serde_json::Value,
    /// `goalpost`, `progress`, `link`, `ownership`, `state`, `wording` or `log`.
    pub significance: String,
    /// Whether a goalpost moved. One that is set for the first time did not, nor one that means what it meant.
    pub is_move: bool,
}

/// How a goal's goalposts moved.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct GoalpostMoves {
    /// The reason, if every move has one.
    #[serde(flatten)]
    pub why: ReasonView,
    /// Whether goalposts had not settled yet, or the goal was a draft.
    pub settling: bool,
    /// Whether the owner made a move without anyone else; null where git cannot know.
    pub by_owner_alone: Option<bool>,
    /// Today's progress against the earlier and the later goalposts; null where they cannot be compared.
    pub price: Option<PriceView>,
    /// Every move between the two sides, oldest first: who made it, and when. Empty where history does not tell.
    pub moves: Vec<MoveView>,
}

/// A changed file other than those of changed goals.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct FileView {
    /// The file, from the root.
    pub path: String,
    /// `settings`, `organisation`, `broken` (no goal can be read from it now), `mended` (none could be read before) or
    /// `duplicate` (its goal's id belongs to another file).
    pub what: String,
    /// The id in it.
    pub goal: Option<String>,
}

/// The two sides that were compared.
#[derive(Debug, Clone, Default)]
pub struct DiffSides {
    /// The commit on the earlier side.
    pub base: String,
    /// The commit on the later side; none for the work tree.
    pub head: Option<String>,
    /// What the two are called, for people.
    pub sides: (String, String),
    /// The revision range as given, for a command to repeat it.
    pub range: String,
}

impl DiffView {
    /// The view of a difference; with `only`, also the changes that it does not allow.
    pub fn new<'w>(
        diff: &Diff,
        before: &Facts<'w>,
        after: &Facts<'w>,
        reviewers: Vec<Reviewer>,
        compared: DiffSides,
        only: Option<&AllowedChanges>,
    ) -> Self {
        let words = ChangeWords::new(before, after);
        let removed = removed_between(diff, after);
        let view = |change| GoalChangeView::new(change, (before, after), &words, &removed);
        let changes: Vec<GoalChangeView> = diff.changes.iter().filter_map(view).collect();
        let person = |reviewer: Reviewer| ReviewerView::new(reviewer, &[after.org(), before.org()]);
        let file = |page: &PageChange| FileView {
            path: page.path.clone(),
            what: page.what.word().to_owned(),
            goal: page.goal.clone(),
        };
        let files: Vec<FileView> = diff.pages.iter().map(file).collect();
        let withdrawn = withdrawn_between(before, after);
        let DiffSides { base, head, sides, range } = compared;
        Self {
            base,
            head,
            beside: only.map(|allowed| {
                let mut beside = changes_outside(&allowed.kinds, &changes, &files, &withdrawn);
                beside.extend(beyond_kinds(diff, before, after, allowed));
                beside
            }),
            changes,
            suspect_links: suspect_between(diff, before, after),
            withdrawn,
            moved_settings: MovedSettingView::new_since(after, &after.known_to(before)),
            put_back: put_back_between(diff, before, after),
            impact: diff.impact.iter().map(|impact| ImpactView::new(*impact, before, after)).collect(),
            reviewers: reviewers.into_iter().map(person).collect(),
            files,
            sides,
            range,
        }
    }

    /// Goals whose numbers change so that it shows, those nearest the top first, the most changed first among those.
    pub fn visible_impact(&self) -> Vec<&ImpactView> {
        let mut visible: Vec<&ImpactView> = self.impact.iter().collect();
        let much = |it: &ImpactView| (it.progress_after.unwrap_or(0.0) - it.progress_before.unwrap_or(0.0)).abs();
        // Goals whose progress changes come before those of which only the health changes.
        let is_minor =
            |it: &ImpactView| it.progress_before.is_none() || it.progress_after.is_none() || !it.progress_changes();
        visible.sort_by(|a, b| {
            (is_minor(a), a.height)
                .cmp(&(is_minor(b), b.height))
                .then_with(|| much(b).total_cmp(&much(a)))
                .then_with(|| a.goal.cmp(&b.goal))
        });
        visible
    }

    /// The changes by objective: those of one together, an objective's own first, the weightiest objective first.
    pub fn by_objective(&self) -> Vec<Vec<&GoalChangeView>> {
        let mut groups: HashMap<&str, Vec<&GoalChangeView>> = HashMap::new();
        for change in &self.changes {
            groups.entry(change.objective.as_deref().unwrap_or(&change.goal)).or_default().push(change);
        }
        let mut groups: Vec<(&str, Vec<&GoalChangeView>)> = groups.into_iter().collect();
        for (objective, group) in &mut groups {
            group.sort_by_key(|change| (change.goal != *objective, change.rank(), change.goal.clone()));
        }
        let heaviest = |group: &[&GoalChangeView]| group.iter().map(|change| change.rank()).min();
        groups.sort_by(|a, b| (heaviest(&a.1), a.0).cmp(&(heaviest(&b.1), b.0)));
        groups.into_iter().map(|(_, group)| group).collect()
    }
}

/// The removals of goals that the later side does not have, or has as drafts again.
fn removed_between(diff: &Diff, after: &Facts<'_>) -> Vec<RemovedView> {
    // Only a removal asks for the removals of the whole history.
    let is_any = diff.changes.iter().any(|change| change.kind == ChangeKind::Removed || is_redrafted(change));
    is_any.then(|| RemovedView::of(after, |_| true)).flatten().unwrap_or_default()
}

/// Whether a change makes an active goal a draft.
fn is_redrafted(change: &GoalChange) -> bool {
    change.fields.iter().any(|it| it.field == "state" && it.after == State::Draft.word())
}

/// What was withdrawn in history after the earlier side, or in the work tree, by goal and day.
fn withdrawn_between(before: &Facts<'_>, after: &Facts<'_>) -> Vec<WithdrawnView> {
    let known = after.known_to(before);
    let goals: Vec<GoalIx> = after.goals().map(|(ix, _)| ix).collect();
    let mut withdrawn = WithdrawnView::all(after, &goals);
    withdrawn.retain(|it| it.is_new(after, &known));
    withdrawn.sort_by(|a, b| (&a.goal, a.day).cmp(&(&b.goal, b.day)));
    withdrawn
}

/// The changes other than some significances, `added`, `removed` and `moved`.
fn changes_outside(
    allowed: &BTreeSet<String>,
    changes: &[GoalChangeView],
    files: &[FileView],
    withdrawn: &[WithdrawnView],
) -> Vec<DisallowedChange> {
    let mut beside = Vec::new();
    for change in changes {
        let mut note = |field: Option<&str>, what: &str| {
            if !allowed.contains(what) {
                let (goal, path) = (Some(change.goal.clone()), change.path.clone());
                beside.push(DisallowedChange { goal, field: field.map(str::to_owned), what: what.to_owned(), path });
            }
        };
        if change.change != "modified" {
            note(None, &change.change);
        } else if change.old_path.is_some() {
            note(None, "moved");
        }
        for field in &change.fields {
            note(Some(&field.field), &field.significance);
        }
    }
    // What is taken back is more than progress: it does not merge by itself.
    for it in withdrawn {
        let (goal, what, path) = (Some(it.goal.clone()), format!("withdrawn {}", it.what), it.path.clone());
        beside.push(DisallowedChange { goal, field: None, what, path });
    }
    for file in files {
        let (goal, path) = (file.goal.clone(), file.path.clone());
        beside.push(DisallowedChange { goal, field: None, what: file.what.clone(), path });
    }
    beside
}

impl GoalChangeView {
    fn new<'w>(
        change: &GoalChange,
        (before, after): (&Facts<'w>, &Facts<'w>),
        words: &ChangeWords<'_, 'w>,
        removed: &[RemovedView],
    ) -> Option<Self> {
        let goal = change.goal(before, after)?;
        let side = if change.after.is_some() { after } else { before };
        let objective = objective_of(goal, side);
        let fields = change.fields.iter().map(|field| FieldView {
            is_move: field.is_move,
            field: field.field.clone(),
            before: field.before.clone(),
            after: field.after.clone(),
            significance: field.significance.word().to_owned(),
        });
        let moved = change.moved.as_ref().map(|moved| GoalpostMoves {
            why: ReasonView::new(moved.explanation.as_ref()),
            settling: moved.settling,
            by_owner_alone: moved.by_owner_alone,
            price: moved
                .price
                .map(|(original, present)| PriceView { against_original: Some(original), present: Some(present) }),
            moves: change.after.map_or_else(Vec::new, |ix| MoveView::some(after, ix, &moved.moves)),
        });
        let is_it = |it: &&RemovedView| {
            let is_of_kind = if it.draft { is_redrafted(change) } else { change.kind == ChangeKind::Removed };
            is_of_kind && it.goal == change.id
        };
        let removed = removed.iter().find(is_it).cloned();
        let mut lines = words.lines(change);
        if let Some(removed) = &removed {
            let about = if removed.draft { LineSubject::State } else { LineSubject::Removed };
            let about_it = lines.iter_mut().filter(|line| line.about == about);
            about_it.for_each(|line| line.text.push_str(&format!(", {}", removed.by_whom_and_why())));
        }
        Some(Self {
            goal: change.id.clone(),
            change: change.kind.word().to_owned(),
            path: change.path.clone(),
            old_path: change.old_path.clone(),
            fields: fields.collect(),
            title: goal.title.clone(),
            kind: goal.kind,
            group: objective.map(|it| it.title.clone()),
            is_check_in: change.is_check_in(),
            is_past: is_past(change, before, after),
            objective: objective.map(|it| it.id.clone()),
            moved,
            removed,
            lines,
        })
    }

    /// Its place among the changes: moved goalposts of open periods come before whatever happens to closed ones.
    pub fn rank(&self) -> (bool, LineSubject, bool) {
        let weight = self.weight();
        let moves = matches!(weight, LineSubject::Unexplained | LineSubject::Goalpost);
        (!moves || self.is_past, weight, self.is_past)
    }

    /// The subject of its most important line.
    pub fn weight(&self) -> LineSubject {
        self.lines.iter().map(|line| line.about).min().unwrap_or(LineSubject::Wording)
    }
}

fn is_past(change: &GoalChange, before: &Facts<'_>, after: &Facts<'_>) -> bool {
    let sides = [change.before.map(|ix| before.goal(ix)), change.after.map(|ix| after.goal(ix))];
    let is_over = |goal: &Goal| !goal.is_open() || goal.end().is_some_and(|end| end < after.today);
    sides.into_iter().flatten().all(is_over)
}

fn objective_of<'w>(goal: &'w Goal, side: &Facts<'w>) -> Option<&'w Goal> {
    if goal.kind == Kind::Objective {
        return Some(goal);
    }
    let objective = side.goal(side.workspace.find(goal.measures.as_deref()?)?);
    (objective.kind == Kind::Objective).then_some(objective)
}
