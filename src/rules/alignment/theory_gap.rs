//! A key result that does not advance although its supporting goals do.

use crate::analysis::agenda::check_ins_of;
use crate::analysis::facts::Facts;
use crate::analysis::numbers::Mean;
use crate::analysis::text::percent;
use crate::analysis::trends::PastProgress;
use crate::lint::{Group, Report, Rule, Sink};
use crate::model::GoalIx;

pub(in crate::rules) static RULE: Rule = Rule::warning("theory-gap", Group::Alignment, check);

/// The gap from which it is reported, as a share of the whole way; 1e-9 allows for rounding of floating point numbers.
const GAP: f64 = 0.3 - 1e-9;

/// The share of the period after which the number should follow. Before that, the effect may simply be delayed.
const TIME: f64 = 1.0 / 3.0;

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    for (ix, goal) in snapshot.active_key_results() {
        let numbers = snapshot.numbers(ix);
        let (Some(gap), Some(own)) = (numbers.theory_gap, numbers.progress) else { continue };
        let late = snapshot.elapsed_share(goal).is_some_and(|elapsed| elapsed >= TIME);
        // A number that is on its plan is to move later. One that should be measured again says nothing yet of the work.
        let is_on_plan = numbers.expected.is_some_and(|expected| own >= expected - 1e-9);
        let is_stale = check_ins_of(snapshot, ix).is_some_and(|it| it.late_by(snapshot.today) > 0);
        if !late || gap < GAP || !snapshot.knows_progress(ix) || is_on_plan || is_stale {
            continue;
        }
        let theirs = own + gap;
        // Most of the work is of later days than the number.
        if theirs_when_measured(snapshot, ix).is_some_and(|then| then < theirs / 2.0) {
            continue;
        }
        let message =
            format!("supporting goals are at {}, but this key result is at {}", percent(theirs), percent(own));
        let help = "check whether the supporting goals drive this metric, or how it is measured";
        let mut report =
            Report::at(ix, "", message).label(format!("{} behind its supporting goals", percent(gap))).help(help);
        let supporters = snapshot.graph.supporters(ix).map(|it| it.goal);
        for supporter in supporters.filter(|it| snapshot.goal(*it).state.counts()) {
            let id = &snapshot.goal(supporter).id;
            let progress = snapshot.numbers(supporter).progress;
            let text = progress.map_or_else(|| format!("`{id}`: unknown"), |it| format!("`{id}`: {}", percent(it)));
            report = report.related(supporter, "", text);
        }
        sink.report(report);
    }
}

/// The mean progress of a key result's supporters on the day of its last value: what they have done since, it cannot show.
/// None where that day is not known, or is today.
fn theirs_when_measured(snapshot: &Facts<'_>, ix: GoalIx) -> Option<f64> {
    let day = snapshot.timeline.of(ix).last()?.day;
    if day >= snapshot.today {
        return None;
    }
    let mut then = PastProgress::on_one(snapshot, ix);
    then.look_at(day);
    let supporters = snapshot.graph.supporters(ix).filter(|it| snapshot.goal(it.goal).state.counts());
    let known = supporters.filter_map(|it| {
        let begun = snapshot.goal(it.goal).has_begun(day);
        Some((then.progress(it.goal).or(begun.then_some(0.0))?, it.edge.weight()))
    });
    Some(Mean::of(known).value().unwrap_or(0.0))
}
