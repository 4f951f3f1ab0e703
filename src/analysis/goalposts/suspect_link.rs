//! Suspect links: links to a goal whose goalposts, or the meaning of whose title, changed after the link was written or
//! acknowledged. Git knows both, so that nothing is marked in the files.

use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;

use serde_json::{Value, json};

use crate::analysis::goalposts::acquired::{Acquired, Owners, acquired, acquired_each, present_id};
use crate::analysis::goalposts::explanation::{Changed, Explanation, Reasons};
use crate::analysis::goalposts::goalpost::{Goalposts, Move, moved_between};
use crate::analysis::goalposts::settling::{LandingTime, settled};
use crate::analysis::history::goal_history::GoalHistory;
use crate::analysis::snapshot::Snapshot;
use crate::analysis::text::meaning::has_same_meaning;
use crate::graph::{Edge, Parent};
use crate::model::{Day, Goal, GoalIx, Link, State, plus_days};

/// A link to a goal that changed since.
#[derive(Debug, Clone, PartialEq)]
pub struct SuspectLink {
    /// The goal that has the link.
    pub child: GoalIx,
    /// The link.
    pub edge: Edge,
    /// The day on which the link was last written; none where that was before what was read.
    pub written: Option<Day>,
    /// The day on which one of the two owners last acknowledged it.
    pub acknowledged: Option<Day>,
    /// What changed at the parent since then, the title last.
    pub changes: Vec<ParentChange>,
}

/// A change of a parent.
#[derive(Debug, Clone, PartialEq)]
pub struct ParentChange {
    /// The field's route: a goalpost or `title`.
    pub field: String,
    /// The value when the link was written or acknowledged.
    pub before: Value,
    /// The present value; null where it was removed.
    pub after: Value,
    /// The day of the last change of it.
    pub day: Day,
    /// The commit of the last change of it; none for what is not committed.
    pub commit: Option<usize>,
    /// Why it changed.
    pub explanation: Option<Explanation>,
    /// Whether it changed before the parent's goalposts had settled.
    pub settling: bool,
}

impl SuspectLink {
    /// The command with which an owner confirms it, `above` being the parent.
    pub fn ack_command(&self, snapshot: &Snapshot<'_>, above: GoalIx) -> String {
        let (child, above) = (&snapshot.goal(self.child).id, &snapshot.goal(above).id);
        match self.edge {
            Edge::Supports { .. } => format!("goalpost ack {child} --link {above}"),
            // The link of a key result has no agreements of its own.
            Edge::Measures { .. } => format!("goalpost ack {child}"),
        }
    }

    /// Whether it is asked about now: both goals are active, and the parent changed after it had settled.
    pub fn is_asked(&self, snapshot: &Snapshot<'_>, above: GoalIx) -> bool {
        let is_active = |ix: GoalIx| snapshot.goal(ix).state == State::Active;
        self.is_settled() && is_active(above) && is_active(self.child)
    }

    /// Whether anything changed after the parent's goalposts had settled.
    pub fn is_settled(&self) -> bool {
        self.changes.iter().any(|change| !change.settling)
    }
}

/// The changes of a goal that can make links to it suspect.
#[derive(Debug)]
pub struct ParentChanges<'s, 'w> {
    snapshot: &'s Snapshot<'w>,
    history: &'s GoalHistory,
    ix: GoalIx,
    goal: &'w Goal,
    written: Goal,
    moves: &'s [Move],
    /// Who owned it when.
    owners: Owners,
    /// When its own agreements were recorded, with the days that they name, by person. A parent may have thousands.
    agreed: HashMap<String, Vec<(Acquired, Option<Day>)>>,
    /// The reasons that the goal gives.
    reasons: OnceCell<Reasons<'s>>,
    /// The change of the title since a version, by the version's place in memory: many links are as old as each other.
    retitled: RefCell<HashMap<*const Goal, Option<ParentChange>>>,
}

impl<'s, 'w> ParentChanges<'s, 'w> {
    /// The changes of a goal; none if nothing changed, and for goals that are closed, long past or of another root, where
    /// their links are confirmed.
    #[must_use]
    pub fn of(
        snapshot: &'s Snapshot<'w>,
        history: &'s GoalHistory,
        ix: GoalIx,
        goalposts: &'s Goalposts,
    ) -> Option<Self> {
        let goal = snapshot.goal(ix);
        if !is_judged(snapshot, goal) || snapshot.graph.children(ix).next().is_none() {
            return None;
        }
        let titles = history.landed(&goal.id).iter().flat_map(|change| [&change.before, &change.after]).flatten();
        let mut titles = titles.chain(history.last_known(&goal.id));
        let is_changed = !goalposts.moves.is_empty() || titles.any(|version| version.title != goal.title);
        if !is_changed {
            return None;
        }
        let owners = Owners::of(snapshot, history, goal);
        let (written, moves) = (goal.as_written(), goalposts.moves.as_slice());
        let mut agreed: HashMap<String, Vec<(Acquired, Option<Day>)>> = HashMap::new();
        for (it, recorded) in acquired_each(history, goal, |version| &version.agreed) {
            agreed.entry(present_id(snapshot, &it.by)).or_default().push((recorded, it.date));
        }
        let (reasons, retitled) = (OnceCell::new(), RefCell::default());
        Some(Self { snapshot, history, ix, goal, written, moves, owners, agreed, reasons, retitled })
    }

    /// The links to it that are suspect, in the order of their files.
    pub fn links(&self) -> impl Iterator<Item = SuspectLink> {
        self.snapshot.graph.children(self.ix).filter_map(|child| self.link(child))
    }

    /// A link to it, if it is suspect.
    pub fn link(&self, Parent { goal: child, edge }: Parent) -> Option<SuspectLink> {
        let goal = self.snapshot.goal(child);
        if !is_judged(self.snapshot, goal) {
            return None;
        }
        let written = acquired(self.history, &goal.id, |version| self.has_link(version, goal, edge));
        let acknowledgements = self.acknowledgements(goal, edge);
        let latest = acknowledgements.iter().map(|(step, _)| *step).chain([written]).max().unwrap_or(written);
        let day = acknowledgements.iter().filter_map(|(_, day)| *day).max();
        // An agreement is to what stands at the end of its day; what lands with it is part of it.
        let seen = |step: usize, on: Day| Acquired::Step(step) <= latest || day.is_some_and(|day| on <= day);
        let then = self.version_where(&seen);
        let then = then.filter(|_| latest < Acquired::Uncommitted)?;
        let is_uncommitted_seen = day.is_some_and(|day| self.snapshot.today <= day);
        let mut changes: Vec<ParentChange> = moved_between(self.snapshot, then, &self.written)
            .into_iter()
            .filter_map(|it| {
                let same =
                    |other: &&Move| other.part == it.part && other.field_without_index() == it.field_without_index();
                let last = self.moves.iter().rev().find(same)?;
                (!self.is_answered(last, written, &seen)).then(|| ParentChange {
                    field: it.field,
                    before: it.before,
                    after: it.after,
                    day: last.day,
                    commit: last.commit,
                    explanation: last.explanation.clone(),
                    settling: last.settling,
                })
            })
            .collect();
        let retitled = self.retitled.borrow().get(&std::ptr::from_ref(then)).cloned();
        let retitled = retitled.unwrap_or_else(|| {
            let change = self.retitling(then);
            self.retitled.borrow_mut().insert(std::ptr::from_ref(then), change.clone());
            change
        });
        changes.extend(retitled);
        changes.retain(|change| change.commit.is_some() || !is_uncommitted_seen);
        let day_of = |since: Acquired| match since {
            Acquired::Step(step) => Some(self.history.day_of(step)),
            Acquired::Before | Acquired::Uncommitted => None,
        };
        (!changes.is_empty()).then(|| SuspectLink {
            child,
            edge,
            written: day_of(written),
            acknowledged: acknowledgements.iter().filter_map(|(step, day)| day.or_else(|| day_of(*step))).max(),
            changes,
        })
    }

    /// The version of the goal after the last change that was seen.
    fn version_where(&self, seen: &impl Fn(usize, Day) -> bool) -> Option<&'s Goal> {
        let landed = self.history.landed(&self.goal.id);
        let unseen = landed.iter().find(|change| !seen(change.step, self.history.day_of(change.step)));
        // A parent that was created after the link has not changed by that.
        let version = unseen.and_then(|change| change.before.as_ref().or(change.after.as_ref()));
        version.or_else(|| self.history.last_known(&self.goal.id)).map(|it| &**it)
    }

    /// Whether a move only goes on with one that was answered: both have the same explanation, which asks once.
    fn is_answered(&self, last: &Move, written: Acquired, seen: &impl Fn(usize, Day) -> bool) -> bool {
        let given = |it: &Move| it.explanation.as_ref().map(|why| (why.reason.clone(), plus_days(it.day, why.after)));
        let asked = |it: &&Move| it.step.is_some_and(|step| written < Acquired::Step(step) && seen(step, it.day));
        last.explanation.is_some() && self.moves.iter().filter(asked).any(|it| given(it) == given(last))
    }

    /// The change of the title's meaning since a version.
    fn retitling(&self, then: &Goal) -> Option<ParentChange> {
        let (history, id) = (self.history, &self.goal.id);
        if then.title == self.goal.title || has_same_meaning(&then.title, &self.goal.title) {
            return None;
        }
        let differs = |before: &Goal, after: &Goal| !has_same_meaning(&before.title, &after.title);
        let landed = history.landed(id).iter().rev().find(|change| {
            change.before.as_ref().zip(change.after.as_ref()).is_some_and(|(before, after)| differs(before, after))
        });
        let is_committed = history.last_known(id).is_some_and(|head| !differs(head, self.goal));
        let landed = landed.filter(|_| is_committed);
        let step = landed.map(|change| change.step);
        let title = landed.and_then(|change| change.after.as_ref()).map(|after| after.title.clone());
        let commit = step.map(|step| history.proposed(id, step, |goal| Some(&goal.title) == title.as_ref()));
        let active = history.active_since(id);
        let settled = settled(self.snapshot, then, Some(self.goal), active, step);
        let time = commit.map(|commit| LandingTime::of(self.snapshot, history, commit, step));
        let day = time.map_or(self.snapshot.today, |time| time.counts_from);
        let is_settling = settled
            .is_some_and(|settled| time.map_or(self.snapshot.today <= settled, |time| time.is_settling(settled)));
        let reasons = self.reasons.get_or_init(|| Reasons::of(self.snapshot, history, id, Some(self.goal)));
        Some(ParentChange {
            field: "title".to_owned(),
            before: json!(then.title),
            after: json!(self.goal.title),
            day,
            commit,
            explanation: reasons.why(Changed { step, day, field: "title" }),
            settling: is_settling || self.goal.state == State::Draft,
        })
    }

    /// Whether a version of a goal has a link to the parent as it is written now: with the same weight, share and words.
    fn has_link(&self, version: &Goal, present: &Goal, edge: Edge) -> bool {
        let bits = |number: Option<f64>| number.map(f64::to_bits);
        match edge {
            Edge::Measures { .. } => {
                let leads = version.measures.as_deref().and_then(|id| self.snapshot.workspace.find(id));
                leads == Some(self.ix) && bits(version.weight) == bits(present.weight)
            }
            Edge::Supports { link, .. } => {
                let terms = |link: &Link| (bits(link.weight), bits(link.share), link.how.clone());
                present.supports.get(link).is_some_and(|now| self.link_of(version).map(terms) == Some(terms(now)))
            }
        }
    }

    /// The link of a version to the parent.
    fn link_of<'g>(&self, version: &'g Goal) -> Option<&'g Link> {
        version.supports.iter().find(|link| self.snapshot.workspace.find(&link.goal) == Some(self.ix))
    }

    /// When the owners of the two goals acknowledged a link, each with the day that it names: in the link, in the goal that
    /// has it, or the lower goal's owner in the parent. Where neither has an owner, anyone may.
    fn acknowledgements(&self, child: &Goal, edge: Edge) -> Vec<(Acquired, Option<Day>)> {
        let below = Owners::of(self.snapshot, self.history, child);
        // Whoever handed the goal over may not confirm its links any more; what they confirmed before still counts.
        let may = |by: &str, recorded: Acquired| {
            below.include(self.snapshot, by, recorded)
                || self.owners.include(self.snapshot, by, recorded)
                || below.is_nobody(recorded) && self.owners.is_nobody(recorded)
        };
        let mut found = Vec::new();
        if let Edge::Supports { .. } = edge {
            let of_link = acquired_each(self.history, child, |version| {
                self.link_of(version).map_or(&[], |link| link.agreed.as_slice())
            });
            found.extend(of_link);
        }
        found.extend(acquired_each(self.history, child, |version| &version.agreed));
        let own = found.into_iter().filter(|(it, recorded)| may(&it.by, *recorded));
        let mut found: Vec<(Acquired, Option<Day>)> = own.map(|(it, recorded)| (recorded, it.date)).collect();
        for person in below.people(self.snapshot) {
            let above = self.agreed.get(&person).into_iter().flatten();
            found.extend(above.filter(|(recorded, _)| below.include(self.snapshot, &person, *recorded)));
        }
        for (step, day) in &mut found {
            let (proposed, landed) = match *step {
                Acquired::Step(at) => (self.history.proposed_on(at), self.history.day_of(at)),
                Acquired::Before => (Day::MIN, self.snapshot.today),
                Acquired::Uncommitted => (self.snapshot.today, self.snapshot.today),
            };
            // An agreement of an earlier day that was recorded later is one to what stood on that day.
            if day.is_some_and(|day| day < proposed) {
                *step = Acquired::Before;
            }
            // Nobody agrees to what is still to come.
            *day = day.map(|day| day.min(landed));
        }
        found
    }
}

/// Whether the links of a goal are judged: it is open, of the root itself, and not long past.
fn is_judged(snapshot: &Snapshot<'_>, goal: &Goal) -> bool {
    snapshot.workspace.is_own(goal.document) && snapshot.is_live(goal)
}
