//! The observations of a goal's own file: the commits that made them, and those that withdrew them.

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::Arc;

use crate::analysis::history::goal_history::GoalHistory;
use crate::analysis::history::goal_revision::GoalRevision;
use crate::analysis::numbers::measure::{Measure, measure_of, raw_progress};
use crate::analysis::numbers::observation::{Observation, ValueTerms, Withdrawn};
use crate::analysis::numbers::observed_fields::ObservedFields;
use crate::model::{Day, Days, Done, Goal, Pulled, Shape, days_between, plus_days};

/// The observations of one goal.
#[derive(Debug, Clone, Default)]
pub(super) struct Observed {
    /// Those that count, oldest first, one a day.
    pub(super) observations: Vec<Observation>,
    /// Those that were withdrawn, in the order in which they were.
    pub(super) withdrawn: Vec<Withdrawn>,
    /// The unit of the goalposts of a key result, where its KPI is in another one by now.
    pub(super) goalposts_unit: Option<String>,
}

impl Observed {
    /// The observations in a goal's file, without history.
    pub(super) fn in_file(goal: &Goal, today: Day) -> Self {
        let one = |day, value| Observation {
            day,
            value,
            version: None,
            terms: ValueTerms::Today,
            progress: None,
            held: held_then(goal, value),
            confidence: goal.confidence,
            commit: None,
            path: String::new(),
            takes_back: false,
            is_pulled: is_pulled(goal),
        };
        let Some(metric) = &goal.metric else {
            let mut days: Vec<Day> = goal
                .milestones
                .iter()
                .filter_map(|milestone| match milestone.done {
                    Some(Done::On(day)) => Some(day),
                    // Done on an unknown day: at its due day at the latest, unless that is still to come.
                    Some(Done::Is(true)) => Some(milestone.due.filter(|due| *due <= today).unwrap_or(today)),
                    _ => None,
                })
                .collect();
            days.sort_unstable();
            days.dedup();
            return Self::counted(days.into_iter().map(|day| one(day, None)).collect());
        };
        Self::counted(metric.current.map(|value| one(metric.as_of.unwrap_or(today), Some(value))).into_iter().collect())
    }

    /// The observations made by commits, and an uncommitted change as the last one.
    pub(super) fn in_history(goal: &Goal, history: &GoalHistory, today: Day) -> Self {
        let (points, withdrawn, given_up) = (Vec::new(), Vec::new(), HashSet::new());
        let mut recorder = Recorder { goal, history, points, withdrawn, given_up };
        for revision in history.of(&goal.id) {
            let Some(after) = &revision.after else { continue };
            recorder.record_commit(revision, after);
        }
        let head = history.last_known(&goal.id);
        recorder.restore_what_stands(head);
        recorder.record_work_tree(head, today);
        recorder.put_given_up_first();
        Self { withdrawn: recorder.withdrawn, ..Self::counted(recorder.points) }
    }

    fn counted(observations: Vec<Observation>) -> Self {
        Self { observations: by_day(observations), ..Self::default() }
    }
}

/// Sorts observations by day and keeps one of each day, the last in history.
pub(super) fn by_day(mut observed: Vec<Observation>) -> Vec<Observation> {
    observed.sort_by_key(|it| it.day);
    observed.reverse();
    observed.dedup_by_key(|it| it.day);
    observed.reverse();
    observed
}

/// Whether the value of a version is the one that was pulled for its day.
fn is_pulled(goal: &Goal) -> bool {
    let metric = goal.metric.as_ref();
    let pulled = metric.and_then(|metric| metric.pulled.as_deref().filter(|_| metric.from.is_some()));
    let same =
        |pulled: &Pulled| metric.is_some_and(|it| it.current == Some(pulled.value) && it.as_of == Some(pulled.day));
    pulled.is_some_and(same)
}

/// A day that was written wrongly and is mended within so many days withdraws nothing.
const MENDED: Days = 2;

/// Collects the observations of a goal, revision by revision.
struct Recorder<'a> {
    goal: &'a Goal,
    history: &'a GoalHistory,
    points: Vec<Observation>,
    withdrawn: Vec<Withdrawn>,
    /// The commits whose value of a day a merge gave up for another one of that day.
    given_up: HashSet<usize>,
}

/// Who wrote a version of a goal, and when: a commit, or nobody yet.
#[derive(Clone, Copy)]
struct Writing<'p> {
    commit: Option<usize>,
    /// The author's day; today for what is not committed.
    day: Day,
    path: &'p str,
    /// The version, if it is not the present one.
    version: Option<&'p Arc<Goal>>,
}

impl Recorder<'_> {
    fn record_commit(&mut self, revision: &GoalRevision, after: &Arc<Goal>) {
        let before: Vec<ObservedFields> =
            revision.before.iter().flatten().map(|before| ObservedFields::of(before, self.goal)).collect();
        let day = self.history.commits[revision.commit].author.day();
        self.note_given_up(revision.commit, &ObservedFields::of(after, self.goal), &before);
        let (commit, path, version) = (Some(revision.commit), revision.path.as_str(), Some(after));
        self.record(after, &before, Writing { commit, day, path, version });
    }

    /// Notes what a merge gave up that took its value from one side, while the other had another value for the same day.
    fn note_given_up(&mut self, merge: usize, now: &ObservedFields, before: &[ObservedFields]) {
        let is_rival = |it: &ObservedFields| it.as_of == now.as_of && it.value != now.value;
        if now.as_of.is_none() || !before.contains(now) || !before.iter().any(is_rival) {
            return;
        }
        let is_of_day = |it: &&Observation| Some(it.day) == now.as_of;
        let first = self.points.iter().filter(is_of_day).filter_map(|it| it.commit).min();
        let lineage = self.lineage(Some(merge), first.unwrap_or(usize::MAX));
        let rivals = self.points.iter().filter(is_of_day).filter(|it| it.value != now.value && lineage.holds(it));
        let rivals: Vec<usize> = rivals.filter_map(|it| it.commit).collect();
        self.given_up.extend(rivals);
    }

    /// Puts what merges gave up before what they let stand: of one day the last counts. What was said alike on a line that
    /// stands was not given up, and where none but the removal of a value stands nothing was said instead.
    fn put_given_up_first(&mut self) {
        // Its revisions are in the order of history.
        let stands: Vec<usize> = self.history.line_of(&self.goal.id).map(|revision| revision.commit).collect();
        let is_kept = |it: &Observation| {
            it.commit.is_none_or(|commit| stands.binary_search(&commit).is_ok() && !self.given_up.contains(&commit))
        };
        if self.points.iter().all(is_kept) {
            return self.points.sort_by_key(|it| it.day);
        }
        // What milestones say is their progress; a value is the same whatever target stood beside it.
        let said = |it: &Observation| [it.value.or(it.progress), it.confidence].map(|it| it.map(f64::to_bits));
        let bits = |it: &Observation| (it.day, it.value.is_some(), said(it));
        let says_nothing = |it: &Observation| it.takes_back && it.value.or(it.progress).is_none();
        let kept: HashSet<_> = self.points.iter().filter(|it| is_kept(it)).map(bits).collect();
        let rivalled: HashSet<Day> =
            self.points.iter().filter(|it| is_kept(it) && !says_nothing(it)).map(|it| it.day).collect();
        self.points.sort_by_key(|it| (it.day, !rivalled.contains(&it.day) || kept.contains(&bits(it))));
    }

    /// The observation of an uncommitted change: the fields of the work tree that differ from HEAD. Of two files with one id
    /// that may have the one that is read now, and not the one that history follows.
    fn record_work_tree(&mut self, head: Option<&Arc<Goal>>, today: Day) {
        let read = head.and_then(|_| self.history.at_head(&self.goal.id));
        let before: Vec<ObservedFields> =
            head.into_iter().chain(read).map(|head| ObservedFields::of(head, self.goal)).collect();
        let now = self.goal.with_unread_of(head.map(|head| &**head));
        self.record(&now, &before, Writing { commit: None, day: today, path: "", version: None });
    }

    /// Records what a version changed against all versions before it.
    fn record(&mut self, version: &Goal, before: &[ObservedFields], by: Writing<'_>) {
        let now = ObservedFields::of(version, self.goal);
        // What a version before says came from there.
        if before.contains(&now) || (before.is_empty() && !now.brings_value()) {
            return;
        }
        self.restore_what_a_slip_withdrew(&now, before, by);
        let is_removed = !before.is_empty() && now.value.is_none() && before.iter().all(|it| it.value.is_some());
        let set_back = now.sets_back_to(before);
        if now.value.is_some() && self.restore_removed(&now, before, by.commit) {
            return;
        }
        if is_removed {
            self.withdraw_value(before, set_back, by.commit);
        } else if let Some(to) = set_back
            && self.withdraw_after(&now, to, by.commit)
        {
            return;
        }
        // A day or a confidence that is only removed changes no number.
        let takes_back = !before.iter().all(|before| now.adds_to(before));
        if takes_back && !before.iter().all(|before| now.lacks(before)) {
            return;
        }
        // A value that changes under an unchanged `as_of` is dated by its commit: the written day belongs to the value
        // before it. In another unit it is the value of that day all the same.
        let is_of_day = |before: &ObservedFields| before.as_of != now.as_of || now.converts(before);
        let brings_day = !takes_back && now.value.is_some() && before.iter().all(is_of_day);
        let day = now.as_of.filter(|_| brings_day).or_else(|| self.done_in_time(&now, before, &by)).unwrap_or(by.day);
        let taking_back = self.points.iter().filter(|it| it.takes_back && day <= it.day);
        let first = taking_back.map(|it| it.commit.unwrap_or(usize::MAX)).min();
        if let Some(first) = first.filter(|_| now.value.is_some()) {
            // There is a value of that time again.
            let lineage = self.lineage(by.commit, first);
            self.points.retain(|it| !it.takes_back || it.day < day || !lineage.holds(it));
        }
        let written = version.metric.as_ref().and_then(|metric| metric.current);
        self.points.push(Observation {
            day,
            value: now.value,
            version: by.version.cloned(),
            terms: ValueTerms::Today,
            progress: progress_then(self.goal, version, written, day),
            held: held_then(version, written),
            confidence: now.confidence,
            commit: by.commit,
            path: by.path.to_owned(),
            takes_back,
            is_pulled: is_pulled(version) && before.iter().all(|before| before.confidence == now.confidence),
        });
    }

    /// The day of milestones that were written as done after the goal's end, and were done by then: they count, as a value
    /// does that is written late for a day in time. Not before the day that its own line knew already, as more is done by this one.
    fn done_in_time(&self, now: &ObservedFields, before: &[ObservedFields], by: &Writing<'_>) -> Option<Day> {
        let last = self.goal.end().filter(|last| *last < by.day && self.goal.metric.is_none())?;
        let is_old = |day: &Option<Day>| before.iter().any(|it| it.done.contains(day));
        let new = now.done.iter().filter(|day| !is_old(day)).copied().collect::<Option<Vec<Day>>>()?;
        let done = new.into_iter().max().filter(|done| *done <= last)?;
        let lineage = self.lineage(by.commit, 0);
        let known = self.points.iter().filter(|it| it.day <= last && lineage.holds(it)).map(|it| it.day).max();
        Some(known.map_or(done, |known| known.max(done)))
    }

    /// Takes back what a commit withdrew whose `as_of` was a slip: a later version has the same value and a later day at once.
    fn restore_what_a_slip_withdrew(&mut self, now: &ObservedFields, before: &[ObservedFields], by: Writing<'_>) {
        let Some(slip) = before.first().filter(|it| it.value.is_some()).and_then(|it| it.as_of) else { return };
        let is_mended = |it: &ObservedFields| it.as_of == Some(slip) && it.value == now.value && now.as_of > it.as_of;
        if !before.iter().all(is_mended) {
            return;
        }
        let written = |commit: usize| self.history.commits[commit].author.day();
        let Some(last) = self.points.iter().rfind(|it| it.day == slip && it.value == now.value) else { return };
        let Some(commit) = last.commit.filter(|it| (0..=MENDED).contains(&days_between(written(*it), by.day))) else {
            return;
        };
        let is_withdrawn = |it: &Withdrawn| it.by == Some(commit) && !it.removed;
        if !self.withdrawn.iter().any(is_withdrawn) || !self.lineage(by.commit, commit).holds(last) {
            return;
        }
        let (restored, withdrawn) = std::mem::take(&mut self.withdrawn).into_iter().partition(is_withdrawn);
        self.withdrawn = withdrawn;
        let (slips, points) = std::mem::take(&mut self.points).into_iter().partition(|it| it.commit == Some(commit));
        let slips: Vec<Observation> = slips;
        self.withdrawn.extend(slips.into_iter().map(|it| Withdrawn { observation: it, by: by.commit, removed: false }));
        let restored: Vec<Withdrawn> = restored;
        self.points = points;
        self.points.extend(restored.into_iter().map(|it| it.observation));
        // In the order of history: of one day the last counts.
        self.points.sort_by_key(|it| it.commit);
    }

    /// Takes back the removal of a value that is written again with its day. Returns whether it was: then the observation stays
    /// with its author.
    fn restore_removed(&mut self, now: &ObservedFields, before: &[ObservedFields], by: Option<usize>) -> bool {
        if before.is_empty() || now.as_of.is_none() || before.iter().any(|it| it.value.is_some()) {
            return false;
        }
        let is_same =
            |it: &&Withdrawn| it.removed && (Some(it.observation.day), it.observation.value) == (now.as_of, now.value);
        let Some(removing) = self.withdrawn.iter().rfind(is_same).map(|it| it.by) else { return false };
        let lineage = self.lineage(by, removing.unwrap_or(usize::MAX));
        let is_known = lineage.0.as_ref().is_none_or(|ancestors| removing.is_some_and(|it| ancestors.contains(&it)));
        if is_known {
            self.take_back_removal(removing);
        }
        is_known
    }

    /// What the newest commit says with its day is not withdrawn, though one side of a merge removed it that let it stand.
    fn restore_what_stands(&mut self, head: Option<&Arc<Goal>>) {
        let Some(now) =
            head.map(|head| ObservedFields::of(head, self.goal)).filter(|it| it.value.is_some() && it.as_of.is_some())
        else {
            return;
        };
        let is_same = |it: &Observation| (Some(it.day), it.value) == (now.as_of, now.value);
        let removing = self.withdrawn.iter().rfind(|it| it.removed && is_same(&it.observation)).map(|it| it.by);
        if let Some(removing) = removing.filter(|_| !self.points.iter().any(is_same)) {
            self.take_back_removal(removing);
        }
    }

    /// Takes back what a commit withdrew by removing a value.
    fn take_back_removal(&mut self, removing: Option<usize>) {
        let taken = std::mem::take(&mut self.withdrawn).into_iter();
        let (restored, withdrawn): (Vec<_>, Vec<_>) = taken.partition(|it| it.removed && it.by == removing);
        self.withdrawn = withdrawn;
        self.points.retain(|it| !(it.takes_back && it.commit == removing));
        self.points.extend(restored.into_iter().map(|it| it.observation));
        self.points.sort_by_key(|it| it.commit);
    }

    /// Withdraws the observations of later days that were made by ancestors of a commit. Returns whether the commit restores
    /// what was observed for its day before: then it makes no observation, and the earlier one stays with its author.
    fn withdraw_after(&mut self, now: &ObservedFields, to: Day, by: Option<usize>) -> bool {
        let lineage = self.withdraw(to, by, false, |it| to < it.day);
        let known = self.points.iter().rfind(|it| it.day == to && lineage.holds(it));
        known.is_some_and(|it| (it.value, it.confidence) == (now.value, now.confidence))
    }

    /// Withdraws the observations of the value that the versions before a commit have, and those of later days.
    fn withdraw_value(&mut self, before: &[ObservedFields], set_back: Option<Day>, by: Option<usize>) {
        let first = self.points.iter().filter(|it| it.value.is_some()).filter_map(|it| it.commit).min();
        let lineage = self.lineage(by, first.unwrap_or(usize::MAX));
        let since = |of: &ObservedFields| {
            // Without a day the value stands since the first of the last observations that have it.
            let own = self.points.iter().rev().filter(|it| lineage.holds(it)).take_while(|it| it.value == of.value);
            of.as_of.or_else(|| own.map(|it| it.day).min())
        };
        let from = before.iter().filter_map(since).chain(set_back.map(|day| plus_days(day, 1))).min();
        if let Some(from) = from {
            self.withdraw(from, by, true, |it| from <= it.day && it.value.is_some());
        }
    }

    /// Withdraws observations from a day on that were made by ancestors of a commit, which are returned.
    fn withdraw(
        &mut self,
        from: Day,
        by: Option<usize>,
        removed: bool,
        is_taken: impl Fn(&Observation) -> bool,
    ) -> Lineage {
        let first = self.points.iter().filter(|it| from <= it.day).filter_map(|it| it.commit).min();
        let lineage = self.lineage(by, first.unwrap_or(usize::MAX));
        let (taken, points): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.points).into_iter().partition(|it| is_taken(it) && lineage.holds(it));
        self.points = points;
        // What only took something back is no value that could be withdrawn.
        let taken = taken.into_iter().filter(|it| !it.takes_back);
        self.withdrawn.extend(taken.map(|observation| Withdrawn { observation, by, removed }));
        lineage
    }

    fn lineage(&self, of: Option<usize>, from: usize) -> Lineage {
        Lineage(of.map(|commit| self.history.ancestors(commit, from)))
    }
}

/// The ancestors of a commit. Every commit is one of what is not committed.
struct Lineage(Option<HashSet<usize>>);

impl Lineage {
    fn holds(&self, it: &Observation) -> bool {
        match (&self.0, it.commit) {
            (Some(ancestors), Some(commit)) => ancestors.contains(&commit),
            (ancestors, _) => ancestors.is_none(),
        }
    }
}

/// Whether a value lies within a version's own bounds; none without bounds or a value.
pub(super) fn held_then(version: &Goal, value: Option<f64>) -> Option<bool> {
    let metric = version.metric.as_ref().filter(|metric| metric.shape() == Shape::Keep)?;
    value.map(|value| metric.holds(value))
}

/// The progress against a version's own goalposts, 0 to 1. That of a measure to keep needs all observations and is
/// computed by the timeline.
pub(super) fn progress_then(present: &Goal, version: &Goal, value: Option<f64>, day: Day) -> Option<f64> {
    let mut version = Cow::Borrowed(version);
    // The way to a value is the same in every period.
    let is_timed = !matches!(measure_of(&version), Measure::Reach { .. });
    if is_timed && version.period.is_none() && present.period.is_some() {
        version.to_mut().period.clone_from(&present.period);
    }
    raw_progress(&version, value, &[], day).map(|raw| raw.clamp(0.0, 1.0))
}
