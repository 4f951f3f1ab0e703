//! A title that says another way than its metric.

use crate::analysis::facts::Facts;
use crate::analysis::numbers::{contradictions, say_value, unit_of};
use crate::lint::{Group, Level, Report, Rule, Sink};
use crate::model::Kind;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "title-contradicts-metric",
    group: Group::Smart,
    level: Some(Level::Warning),
    page: include_str!("title_contradicts_metric.md"),
    options: &[],
    check,
};

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    for (ix, goal) in snapshot.live_goals().filter(|(_, goal)| goal.kind == Kind::KeyResult) {
        let Some(metric) = &goal.metric else { continue };
        let mut found = contradictions(&goal.title, metric, unit_of(snapshot.workspace, metric));
        // A title that names what a goalpost was until it moved is part of that move, and told with it.
        found.retain(|it| {
            let field = format!("metric.{}", it.field);
            let was = |before: Option<f64>| before.is_some_and(|before| it.is_rounded(before));
            !snapshot.goalposts(ix).moves.iter().any(|moved| moved.field == field && was(moved.before.as_f64()))
        });
        let Some(first) = found.first() else { continue };
        let say = |value: f64| say_value(snapshot.workspace, metric, value);
        let told: Vec<String> = found.iter().map(|it| format!("{} {}", it.word, it.text)).collect();
        let stand: Vec<String> = found.iter().map(|it| format!("the {} is {}", it.field, say(it.value))).collect();
        let message = format!("the title says `{}`, and {}", told.join(" "), stand.join(", "));
        let mut report = Report::at(ix, "title", message).label("another number than the metric's");
        for it in &found {
            report = report.related(ix, format!("metric.{}", it.field), format!("the {}", it.field));
        }
        sink.report(report.help(format!(
            "write {} into the title, or `{}: {}` into the metric",
            first.value, first.field, first.says
        )));
    }
}
