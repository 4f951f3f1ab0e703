//! A baseline that was moved the easier way after goalposts had settled, and nobody said why.

use super::telling;
use crate::analysis::facts::Facts;
use crate::analysis::goalposts::{Ease, Slip, ease_of};
use crate::analysis::versions::is_comparable;
use crate::lint::{Group, Level, Rule, Sink};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "moved-baseline",
    group: Group::History,
    level: Some(Level::Warning),
    page: include_str!("moved_baseline.md"),
    options: &[],
    check,
};

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    for (ix, goal, slips) in telling::slips(snapshot, &["metric.baseline"]) {
        // One that is gone is missing, and told of as such.
        // One that makes less of what was reached hides nothing.
        let told = |slip: &&Slip<'_>| is_comparable(slip.base, goal) && ease_of(slip, goal) != Ease::Harder;
        for slip in slips.iter().filter(told).filter(|slip| !slip.after.is_null()) {
            let said = |value| telling::said(snapshot, goal, &slip.post, value);
            let (before, after, steps) = (said(&slip.before), said(&slip.after), telling::steps(slip));
            let price = telling::price(snapshot, ix, "baseline");
            let message = format!("the baseline of `{}` was moved from {before} to {after}{steps}{price}", goal.id);
            sink.report(telling::report(snapshot, ix, slip, message));
        }
    }
}
