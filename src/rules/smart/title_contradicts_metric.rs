//! A title whose numbers differ from those of its metric.

use crate::analysis::facts::Facts;
use crate::analysis::numbers::{contradicted_target, contradictions, unit_of, value_words};
use crate::analysis::text::numbers_in;
use crate::lint::{Group, Report, Rule, Sink};
use crate::model::Kind;

pub(in crate::rules) static RULE: Rule = Rule::warning("title-contradicts-metric", Group::Smart, check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    for (ix, goal) in snapshot.live_goals().filter(|(_, goal)| goal.kind == Kind::KeyResult) {
        let Some(metric) = &goal.metric else { continue };
        let unit = unit_of(snapshot.workspace, metric);
        let numbers = numbers_in(&goal.title);
        let mut found = contradictions(&goal.title, &numbers, metric, unit);
        if found.is_empty() {
            found.extend(contradicted_target(&goal.title, &numbers, metric, unit));
        }
        // If the title names the value that a goalpost had before it was moved, the move is reported instead.
        found.retain(|it| {
            let field = format!("metric.{}", it.field);
            let was = |before: Option<f64>| before.is_some_and(|before| it.is_rounded(before));
            !snapshot.goalposts(ix).moves.iter().any(|moved| moved.field == field && was(moved.before.as_f64()))
        });
        let Some(first) = found.first() else { continue };
        let say = |value: f64| value_words(snapshot.workspace, metric, value);
        let title: Vec<String> = found.iter().map(|it| format!("{} {}", it.word, it.text)).collect();
        let values: Vec<String> = found.iter().map(|it| format!("the {} is {}", it.field, say(it.value))).collect();
        let message = format!("the title says `{}`, but {}", title.join(" "), values.join(", "));
        let mut report = Report::at(ix, "title", message).label("differs from the metric");
        for it in &found {
            report = report.related(ix, format!("metric.{}", it.field), format!("the {}", it.field));
        }
        sink.report(
            report.help(format!(
                "change the title to {}, or the metric to `{}: {}`",
                first.value, first.field, first.says
            )),
        );
    }
}
