//! A baseline that was moved to make the goal easier, after goalposts had settled and without a reason.

use super::phrases;
use crate::analysis::facts::Facts;
use crate::analysis::goalposts::{Ease, Slip};
use crate::analysis::versions::is_comparable;
use crate::lint::{Group, Rule, Sink};

pub(in crate::rules) static RULE: Rule = Rule::warning("moved-baseline", Group::History, check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    for (ix, goal, slips) in phrases::slips(snapshot, &["metric.baseline"]) {
        // A removed baseline is a `missing-baseline`; one that lowers progress hides nothing.
        let is_easier =
            |slip: &&Slip<'_>| is_comparable(snapshot.workspace, slip.base, goal) && slip.ease() != Ease::Harder;
        for slip in slips.iter().filter(is_easier).filter(|slip| !slip.after.is_null()) {
            let format = |value| phrases::format_value(snapshot, goal, &slip.field_without_index, value);
            let (before, after, steps) = (format(&slip.before), format(&slip.after), phrases::describe_steps(slip));
            let effect = phrases::describe_effect(snapshot, ix, "baseline");
            let message = format!("the baseline of `{}` was moved from {before} to {after}{steps}{effect}", goal.id);
            sink.report(phrases::report(snapshot, ix, slip, message));
        }
    }
}
