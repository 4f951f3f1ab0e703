//! A value that differs so much from the last one that it is probably a mistake.

use super::current_outside_domain::is_outside_domain;
use crate::analysis::facts::Facts;
use crate::analysis::numbers::{Observation, unit_of, value_words};
use crate::lint::{Group, Report, Rule, Sink};
use crate::model::{Doubt, GoalIx, Kind, KnownValues, Metric};
use crate::syntax::is_in_percent;

pub(in crate::rules) static RULE: Rule = Rule::warning("improbable-number", Group::Smart, check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    for (ix, goal) in snapshot.live_goals().filter(|(_, goal)| matches!(goal.kind, Kind::KeyResult | Kind::Kpi)) {
        let Some((metric, known, doubt)) = doubt_about(snapshot, ix) else { continue };
        let current = metric.current.unwrap_or_default();
        let say = |value: f64| value_words(snapshot.workspace, metric, value);
        let (last, label, help) = match doubt {
            Doubt::Share { meant, last } => {
                let unit = unit_of(snapshot.workspace, metric).is_some_and(is_in_percent);
                let label = if unit { "a share among percentages" } else { "a percentage among shares" };
                (last, label.to_owned(), format!("write {meant}, if you meant that"))
            }
            Doubt::FarOff { times, last } => {
                let label = format!("{:.0} times {}", times, if current.abs() < last.abs() { "less" } else { "more" });
                (last, label, suggest_value(&known, metric, current))
            }
        };
        let message = format!("the value of `{}` is {}, but was {} before", goal.id, say(current), say(last));
        sink.report(Report::at(ix, "metric.current", message).label(label).help(help));
    }
}

/// What is doubtful about a goal's present value, with what else is known of its metric.
pub(super) fn doubt_about<'w>(snapshot: &Facts<'w>, ix: GoalIx) -> Option<(&'w Metric, KnownValues, Doubt)> {
    let metric = snapshot.goal(ix).metric.as_ref().filter(|metric| metric.kpi.is_none())?;
    let current = metric.current.filter(|_| !is_outside_domain(snapshot, metric))?;
    let known = KnownValues::of(metric, metric, last_value(snapshot, ix, current));
    let doubt = known.doubt(current)?;
    Some((metric, known, doubt))
}

/// The value before the present one, if there was another.
fn last_value(snapshot: &Facts<'_>, ix: GoalIx, current: f64) -> Option<f64> {
    #[expect(clippy::float_cmp, reason = "the same number written twice is the same bits")]
    snapshot.timeline.of(ix).iter().rev().filter_map(Observation::comparable).find(|value| *value != current)
}

/// Suggests the value that was probably meant: a group of thousands read as a fraction, a percentage read as a share, or
/// the reverse.
fn suggest_value(known: &KnownValues, metric: &Metric, current: f64) -> String {
    let fits = |value: &f64| !known.is_far(*value) && known.doubt(*value).is_none();
    let other = [1000.0, 0.001, 100.0, 0.01].iter().map(|factor| (current * factor * 1e9).round() / 1e9).find(fits);
    let allow = "if it is correct, add `# goalpost: allow improbable-number` with the reason";
    match other {
        Some(other) => format!("write {}, if you meant that; {allow}", metric.say(other)),
        None => format!("check the decimal point and the unit; {allow}"),
    }
}
