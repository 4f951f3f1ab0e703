//! A goal that was set when a good part of its period was gone.

use std::collections::BTreeMap;

use super::telling;
use crate::analysis::facts::Facts;
use crate::analysis::goalposts::is_explained;
use crate::analysis::text::percent;
use crate::lint::{Group, OptionKind, Report, Rule, RuleOption, Sink};
use crate::model::{Day, Goal, GoalIx, Kind, State, days_between};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "late-goal",
    group: Group::History,
    level: None,
    page: include_str!("late_goal.md"),
    options: &[RuleOption {
        name: "after",
        kind: OptionKind::Number(0.25),
        doc: "The share of a goal's time after which setting it is late.",
    }],
    check,
};

/// A goal that was set late: by which commit, on which day, and how much of its time was gone.
struct Late {
    commit: Option<usize>,
    day: Day,
    gone: f64,
}

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    let after = sink.number("after");
    let mut late: BTreeMap<GoalIx, Late> = BTreeMap::new();
    for (ix, goal) in snapshot.goals().filter(|(_, goal)| goal.is_work() && goal.state != State::Draft) {
        if let Some(it) = set(snapshot, ix, goal).filter(|it| it.gone > after && snapshot.is_recent(goal)) {
            late.insert(ix, it);
        }
    }
    // An objective answers for the key results that came with it.
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

/// When a goal became active, unless that was explained; none where history does not show it.
fn set(snapshot: &Facts<'_>, ix: GoalIx, goal: &Goal) -> Option<Late> {
    let history = snapshot.history()?;
    let (start, end) = (goal.start()?, goal.end()?);
    let head = history.at_head(&goal.id);
    let (commit, day) = match snapshot.goalposts(ix).set_by {
        _ if head.is_none_or(|head| head.state == State::Draft) => {
            (None, Some(snapshot.today).filter(|_| snapshot.workspace.is_own(goal.document))?)
        }
        // What the first commit of all brings may have been set before it.
        Some(place) if history.is_first(place) => return None,
        Some(place) => (Some(place), history.commits[place].committer.day()),
        None => return None,
    };
    let explained = match commit {
        Some(place) => {
            let revision = history.of(&goal.id).iter().find(|revision| revision.commit == place)?;
            let (before, after) = (revision.previous().map(AsRef::as_ref), revision.after.as_deref()?);
            is_explained(before, after, Some(&history.commits[place]), Some(goal), day)
        }
        None => is_explained(head.map(AsRef::as_ref), goal, None, Some(goal), day),
    };
    let length = days_between(start, end) + 1;
    #[expect(clippy::cast_precision_loss, reason = "days of a period")]
    let gone = days_between(start, day) as f64 / length.max(1) as f64;
    (!explained).then_some(Late { commit, day, gone })
}

fn report(snapshot: &Facts<'_>, ix: GoalIx, it: &Late, key_results: &[GoalIx]) -> Report {
    let goal = snapshot.goal(ix);
    let gone = percent(it.gone.min(1.0));
    let message = format!("`{}` was set when {gone} of its time was gone", goal.id);
    let why = telling::say_why(snapshot, &goal.id, it.commit, it.day);
    let report = Report::at(ix, if snapshot.workspace.writes(goal, "period") { "period" } else { "" }, message)
        .label(format!("set {}", telling::on(snapshot, it.commit, it.day)))
        .help(format!("{why}, or plan it for the next period"));
    key_results.iter().fold(report, |report, key_result| report.related(*key_result, "", "set with it"))
}
