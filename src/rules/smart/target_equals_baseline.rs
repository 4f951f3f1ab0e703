//! A target that is the same as the baseline.

use crate::analysis::facts::Facts;
use crate::analysis::numbers::value_words;
use crate::lint::{Group, Report, Rule, Sink};
use crate::model::Kind;

pub(in crate::rules) static RULE: Rule = Rule::error("target-equals-baseline", Group::Smart, check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    for (ix, goal) in snapshot.live_goals().filter(|(_, goal)| goal.kind == Kind::KeyResult) {
        let Some(metric) = &goal.metric else { continue };
        let (Some(baseline), Some(target)) = (metric.baseline, metric.target) else { continue };
        #[expect(clippy::float_cmp, reason = "the same number written twice is the same bits")]
        if baseline != target {
            continue;
        }
        let help = if metric.scale.is_empty() {
            format!("write the value to reach; to keep {target}, use `at_least` or `at_most` instead of both")
        } else {
            "write the step to reach".to_owned()
        };
        let value = value_words(snapshot.workspace, metric, target);
        sink.report(
            Report::at(ix, "metric.target", format!("target and baseline of `{}` are both {value}", goal.id))
                .label("same as the baseline")
                .related(ix, "metric.baseline", "the baseline")
                .help(help),
        );
    }
}
