//! A value that was typed over its source, for longer than a cadence and without a decision.

use crate::analysis::agenda::typed_over;
use crate::analysis::facts::Facts;
use crate::lint::{Group, Report, Rule, Sink};

pub(in crate::rules) static RULE: Rule = Rule::warning("typed-over-source", Group::Fast, check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    for (ix, goal) in snapshot.active_goals() {
        let Some(typed) = typed_over(snapshot, ix).filter(|typed| !typed.holds(snapshot.today)) else { continue };
        let Some(metric) = &goal.metric else { continue };
        let source = metric.from.as_ref().map(|origin| origin.source.as_str()).unwrap_or_default();
        let (value, pulled) = (metric.say(typed.value), metric.say(typed.pulled));
        let message = format!("`{}` has {value} since {}, typed over {pulled} from `{source}`", goal.id, typed.since);
        let id = &goal.id;
        let report = Report::at(ix, "metric.current", message)
            .label(format!("held until {}", typed.holds_until))
            .help(format!(
                "take the source's value (goalpost pull {id}), or say why yours stands (goalpost note {id} \"…\" --kind \
                 decision --about metric.current)"
            ));
        sink.report(report.related(ix, "metric.pulled", "what the source gave last"));
    }
}
