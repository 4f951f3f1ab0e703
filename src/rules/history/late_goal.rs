//! A goal that was set when a quarter of its period or more was over.

use std::collections::BTreeMap;

use super::phrases;
use crate::analysis::facts::Facts;
use crate::analysis::goalposts::Reasons;
use crate::analysis::text::percent;
use crate::lint::{Group, OptionKind, Report, Rule, RuleOption, Sink};
use crate::model::{Day, Goal, GoalIx, Kind, State};

pub(in crate::rules) static RULE: Rule = Rule {
    options: &[RuleOption {
        name: "after",
        kind: OptionKind::Number(0.25),
        doc: "The share of a goal's time after which setting it counts as late.",
    }],
    ..Rule::off("late-goal", Group::History, check)
};

/// The late start of a goal: the commit and day on which it was set, and the share of its time that was over.
struct LateStart {
    commit: Option<usize>,
    day: Day,
    elapsed: f64,
}

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    let mut late: BTreeMap<GoalIx, LateStart> = BTreeMap::new();
    for (ix, goal) in snapshot.goals().filter(|(_, goal)| goal.is_work() && goal.state != State::Draft) {
        let after = sink.number("after", ix);
        if let Some(it) = find_start(snapshot, ix, goal).filter(|it| it.elapsed > after && snapshot.is_recent(goal)) {
            late.insert(ix, it);
        }
    }
    // One cause, one finding: key results that were set with a late objective, or before it, belong to its finding.
    let above = |ix: GoalIx| {
        let id = snapshot.goal(ix).measures.as_deref().filter(|_| snapshot.goal(ix).kind == Kind::KeyResult)?;
        let objective = snapshot.workspace.find(id)?;
        late.get(&objective).filter(|it| late[&ix].day <= it.day).map(|_| objective)
    };
    let mut with: BTreeMap<GoalIx, Vec<GoalIx>> = BTreeMap::new();
    for ix in late.keys() {
        if let Some(objective) = above(*ix) {
            with.entry(objective).or_default().push(*ix);
        }
    }
    for (ix, it) in late.iter().filter(|(ix, _)| above(**ix).is_none()) {
        let key_results = with.get(ix).map_or(&[][..], Vec::as_slice);
        sink.report(report(snapshot, *ix, it, key_results));
    }
}

/// Finds when a goal became active; none if that was explained, or if history does not show it.
fn find_start(snapshot: &Facts<'_>, ix: GoalIx, goal: &Goal) -> Option<LateStart> {
    let history = snapshot.history()?;
    let head = history.at_head(&goal.id);
    let (commit, day) = match snapshot.goalposts(ix).set_by {
        _ if head.is_none_or(|head| head.state == State::Draft) => {
            (None, Some(snapshot.today).filter(|_| snapshot.has_history_of(goal.document))?)
        }
        // Goals in the first commit may have been set before the repository existed.
        Some(place) if history.is_first(place) => return None,
        Some(place) => (Some(place), history.landing_day(place)),
        None => return None,
    };
    let explained = Reasons::of(snapshot, history, &goal.id, Some(goal)).explain(commit, day, "period");
    let elapsed = goal.share_of_time(day)?;
    (!explained && snapshot.is_judged(day)).then_some(LateStart { commit, day, elapsed })
}

fn report(snapshot: &Facts<'_>, ix: GoalIx, it: &LateStart, key_results: &[GoalIx]) -> Report {
    let goal = snapshot.goal(ix);
    let elapsed = percent(it.elapsed.min(1.0));
    let message = format!("`{}` was set when {elapsed} of its time was over", goal.id);
    let why = phrases::explanation_advice(&goal.id, it.commit, "period");
    let report = Report::at(ix, if snapshot.workspace.writes(goal, "period") { "period" } else { "" }, message)
        .label(format!("set {}", phrases::describe_on(snapshot, it.commit, it.day)))
        .help(format!("{why}, or move it to the next period"));
    key_results.iter().fold(report, |report, key_result| report.related(*key_result, "", "set with it"))
}
