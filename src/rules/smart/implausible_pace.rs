//! A key result that needs a much faster pace than any that similar key results have shown.

use super::improbable_number::doubt_about;
use crate::analysis::facts::Facts;
use crate::analysis::numbers::{Measure, ambition, measure_of, pace_expected};
use crate::analysis::text::percent_fine;
use crate::analysis::trends::BestPaces;
use crate::lint::{Group, Report, Rule, Sink};
use crate::model::{Goal, GoalIx, days_between};

pub(in crate::rules) static RULE: Rule = Rule::warning("implausible-pace", Group::Smart, check);

/// The multiple of the best pace from which the pace needed is implausible.
const MAX_RATIO: f64 = 3.0;

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    let paces = BestPaces::shown(snapshot);
    for (ix, goal) in snapshot.active_key_results() {
        let Measure::Reach { .. } = measure_of(goal) else { continue };
        let Some(progress) = snapshot.numbers(ix).raw.filter(|_| has_had_time(snapshot, goal)) else { continue };
        // A plan in planned points may ask for most of the way at its end.
        if is_on_planned_points(snapshot, ix, goal) {
            continue;
        }
        let Some(needed) = pace_expected(goal, progress, snapshot.settings(), snapshot.today) else { continue };
        let Some(best) = paces.of(goal).filter(|best| *best > 0.0) else { continue };
        // A value that is far off is reported by `improbable-number`.
        if needed <= MAX_RATIO * best || doubt_about(snapshot, ix).is_some() {
            continue;
        }
        let period = goal.period.as_ref().map_or("its period", |period| period.name.as_str());
        let message = format!(
            "`{}` needs {} progress a week from now on; the best pace in {period} is {}",
            goal.id,
            percent_fine(needed),
            percent_fine(best)
        );
        let left = goal.end().map_or(0, |end| days_between(snapshot.today, end));
        sink.report(
            Report::at(ix, "", message)
                .label(format!("{} to go in {left} days", percent_fine(ambition(goal, snapshot.settings()) - progress)))
                .help("get help, or change the target or the deadline and give a `reason`"),
        );
    }
}

/// Whether a goal has planned points, and is where they ask it to be by today, or ahead.
fn is_on_planned_points(snapshot: &Facts<'_>, ix: GoalIx, goal: &Goal) -> bool {
    let numbers = snapshot.numbers(ix);
    let has_points = goal.milestones.iter().any(|it| it.value.is_some() && it.due.is_some());
    has_points && numbers.progress.zip(numbers.expected).is_some_and(|(progress, expected)| progress >= expected - 1e-9)
}

/// Whether three weeks and a fifth of a goal's time are over and known. Before that, a pace means little.
fn has_had_time(snapshot: &Facts<'_>, goal: &Goal) -> bool {
    let (Some(start), Some(end)) = (goal.start(), goal.end()) else { return false };
    let Some(from) = snapshot.judged_from(goal) else { return false };
    let elapsed = days_between(from, snapshot.today);
    elapsed >= 21 && 5 * elapsed >= days_between(start, end)
}
