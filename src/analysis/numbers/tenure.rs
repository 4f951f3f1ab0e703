//! What has held a goal's values: its own file, or one KPI after another; and its observations from each in its own time.

use std::sync::Arc;

use crate::analysis::history::goal_history::GoalHistory;
use crate::analysis::numbers::kpi_course::KpiCourse;
use crate::analysis::numbers::observation::{Observation, ValueTerms};
use crate::analysis::numbers::observed::{Observed, by_day, held_then, progress_then};
use crate::analysis::numbers::value_holder::Holder;
use crate::model::{Day, Goal, GoalIx, Workspace};

/// The time in which a goal's values were in one place.
struct Tenure<'a> {
    holder: Holder,
    /// The first day; none where nothing is known before it.
    from: Option<Day>,
    /// The version with which it began, and the step along the trunk's line that brought it; none for what is not committed.
    version: &'a Goal,
    step: Option<usize>,
}

/// The tenures of what held a goal's values, oldest first: along the trunk's line, from the days on which they landed.
fn tenures<'a>(workspace: &Workspace, goal: &'a Goal, history: &'a GoalHistory, today: Day) -> Vec<Tenure<'a>> {
    let mut found: Vec<Tenure<'a>> = Vec::new();
    let mut add = |version: &'a Goal, from: Option<Day>, step: Option<usize>| {
        let holder = Holder::of(workspace, Some(history), version);
        // What cannot be read names nobody else.
        if !version.unread.contains(&"metric") && found.last().is_none_or(|last| last.holder != holder) {
            let from = from.filter(|_| !found.is_empty()).max(found.last().and_then(|last| last.from));
            found.push(Tenure { holder, from, version, step });
        }
    };
    for (at, change) in history.landed(&goal.id).iter().enumerate() {
        if let Some(before) = change.before.as_ref().filter(|_| at == 0) {
            add(before, None, None);
        }
        if let Some(after) = &change.after {
            add(after, Some(history.day_of(change.step)), Some(change.step));
        }
    }
    add(goal, Some(today), None);
    found
}

/// Whether a goal's values have been elsewhere than they are now.
pub(super) fn has_switched(workspace: &Workspace, goal: &Goal, history: &GoalHistory) -> bool {
    let names_kpi = |version: &Goal| version.metric.as_ref().is_some_and(|metric| metric.kpi.is_some());
    let versions = || history.of(&goal.id).iter().flat_map(|it| it.before.iter().flatten().chain(&it.after));
    // Few goals have a KPI, and fewer another one than before.
    let may_have = names_kpi(goal) || versions().any(|version| names_kpi(version));
    let now = Holder::of(workspace, Some(history), goal);
    let differs =
        |version: &Goal| !version.unread.contains(&"metric") && Holder::of(workspace, Some(history), version) != now;
    may_have && versions().any(|version| differs(version))
}

/// The observations of a goal whose values are, or were, those of KPIs, each from what held them at its time. None where they
/// always were its own.
pub(super) fn observed_by_holders(
    workspace: &Workspace,
    (ix, goal): (GoalIx, &Goal),
    own: &[Observed],
    history: Option<&GoalHistory>,
    today: Day,
) -> Option<Observed> {
    let present = Holder::of(workspace, None, goal);
    let names_none = goal.metric.as_ref().is_none_or(|metric| metric.kpi.is_none());
    let switched = history.filter(|history| has_switched(workspace, goal, history));
    let Some(history) = switched.filter(|_| names_none || present != Holder::Own) else {
        let Holder::Kpi(kpi) = present else { return None };
        let of = (&present, workspace.goal(kpi));
        return Some(KpiCourse::new(workspace, goal, of, history, today).observed(&own[kpi.index()]));
    };
    let tenures = tenures(workspace, goal, history, today);
    let mut observed = Observed::default();
    for (at, tenure) in tenures.iter().enumerate() {
        let next = tenures.get(at + 1);
        let is_present = tenure.holder == present;
        let mut source = match &tenure.holder {
            Holder::Own => with_what_switching_removed(own[ix.index()].clone(), next, history),
            Holder::Kpi(kpi) => {
                let (values, kpi) = (&own[kpi.index()], workspace.goal(*kpi));
                let course = KpiCourse::new(workspace, goal, (&tenure.holder, kpi), Some(history), today);
                course.observed(values).by_version_of(kpi)
            }
            Holder::Gone(id) => match history.last_known(id) {
                Some(kpi) => {
                    let course = KpiCourse::new(workspace, goal, (&tenure.holder, kpi), Some(history), today);
                    course.observed(&Observed::in_history(kpi, history, today)).by_version_of(kpi)
                }
                None => Observed::default(),
            },
        };
        let begun = |day: Day| tenure.from.is_none_or(|from| from <= day);
        let within = |day: Day| begun(day) && next.is_none_or(|next| next.from.is_none_or(|until| day < until));
        let stands = tenure.from.and_then(|from| standing((goal, tenure), history, &source.observations, from));
        source.observations.retain(|it| within(it.day));
        source.withdrawn.retain(|it| within(it.observation.day));
        source.observations.extend(stands.filter(|it| within(it.day)));
        if !is_present {
            let all = source.observations.iter_mut().chain(source.withdrawn.iter_mut().map(|it| &mut it.observation));
            all.for_each(|it| it.terms = ValueTerms::OtherMetric);
        }
        observed.goalposts_unit = source.goalposts_unit.take();
        observed.observations.append(&mut source.observations);
        observed.withdrawn.append(&mut source.withdrawn);
    }
    observed.observations.sort_by_key(|it| it.commit.unwrap_or(usize::MAX));
    Some(Observed { observations: by_day(observed.observations), ..observed })
}

/// What a new holder of the values had when it began: its last value before, which nobody measured for this goal and which
/// stands from the first day on. Without one nothing is known from then on.
fn standing(
    (goal, tenure): (&Goal, &Tenure<'_>),
    history: &GoalHistory,
    values: &[Observation],
    from: Day,
) -> Option<Observation> {
    let is_in_time = goal.start().is_none_or(|start| start <= from) && goal.end().is_none_or(|end| from <= end);
    if !is_in_time || values.iter().any(|it| it.day == from) {
        return None;
    }
    let last = values.iter().rfind(|it| it.day < from).filter(|it| it.value.is_some());
    let value = last.and_then(|it| it.value);
    Some(Observation {
        day: from,
        value,
        version: last.and_then(|it| it.version.clone()),
        terms: last.map_or(ValueTerms::Today, |it| it.terms),
        progress: progress_then(goal, tenure.version, value, from),
        held: held_then(tenure.version, value),
        confidence: tenure.version.confidence,
        commit: tenure.step.map(|step| history.place_of(step)),
        path: String::new(),
        takes_back: value.is_none(),
        // A value, and no check-in.
        is_pulled: true,
    })
}

/// A goal's own observations, with those that were withdrawn because its values went elsewhere: that took none of them back.
fn with_what_switching_removed(mut own: Observed, next: Option<&Tenure<'_>>, history: &GoalHistory) -> Observed {
    let Some(next) = next else { return own };
    let switching = |by: Option<usize>| by.and_then(|by| history.step_of(by)) == next.step;
    own.observations.retain(|it| !(it.takes_back && switching(it.commit)));
    let (back, withdrawn) = own.withdrawn.into_iter().partition(|it| it.removed && switching(it.by));
    own.withdrawn = withdrawn;
    let back: Vec<_> = back;
    own.observations.extend(back.into_iter().map(|it| it.observation));
    own.observations.sort_by_key(|it| it.day);
    own
}

impl Observed {
    /// The same with a version wherever none says in whose terms a value is.
    fn by_version_of(mut self, kpi: &Goal) -> Self {
        let kpi = Arc::new(kpi.clone());
        let all = self.observations.iter_mut().chain(self.withdrawn.iter_mut().map(|it| &mut it.observation));
        all.filter(|it| it.version.is_none()).for_each(|it| it.version = Some(Arc::clone(&kpi)));
        self
    }
}
