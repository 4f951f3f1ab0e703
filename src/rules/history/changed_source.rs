//! A value that comes from another source, or is asked otherwise, after goalposts had settled and without a reason.

use super::phrases;
use crate::analysis::facts::Facts;
use crate::analysis::goalposts::source_step;
use crate::lint::{Group, Rule, Sink};

pub(in crate::rules) static RULE: Rule = Rule::warning("changed-source", Group::History, check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    for (ix, goal, slips) in phrases::slips(snapshot, &["metric.from"]) {
        for slip in slips {
            let format = |value| phrases::format_plain_value("metric.from", value);
            let before = format(&slip.before);
            let message = if slip.after.is_null() {
                format!("the value of `{}` came from {before}, and comes from no source now", goal.id)
            } else {
                let step = source_step(snapshot, ix, slip.base).map_or_else(
                    || "; nothing was pulled from it yet".to_owned(),
                    |step| {
                        let say =
                            |value: f64| goal.metric.as_ref().map_or_else(String::new, |metric| metric.say(value));
                        format!(
                            "; the last value before was {}, the first since is {}",
                            say(step.before),
                            say(step.after)
                        )
                    },
                );
                let effect = phrases::describe_effect(snapshot, ix, "source");
                format!("the value of `{}` is {} now, and was {before}{step}{effect}", goal.id, format(&slip.after))
            };
            sink.report(phrases::report(snapshot, ix, &slip, message));
        }
    }
}
