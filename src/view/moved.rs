//! Moved goalposts in words, and what of them a rollup tells.

use serde_json::Value;

use crate::analysis::facts::Facts;
use crate::analysis::goalposts::{Move, price_of};
use crate::analysis::history::GoalHistory;
use crate::analysis::numbers::unit_of;
use crate::model::{Day, Goal, GoalIx};

/// The latest goalpost of a goal that moved without a reason after goalposts had settled.
#[derive(Debug, Clone, PartialEq)]
pub struct QuietMove {
    /// Which goalposts, in words: `target`, `target and deadline`.
    pub what: String,
    /// The day of the latest.
    pub day: Day,
    /// Today's progress against the original goalposts, where they measure the same thing.
    pub against_original: Option<f64>,
}

impl QuietMove {
    /// What moved without a reason, if anything did.
    #[must_use]
    pub fn of(snapshot: &Facts<'_>, ix: GoalIx) -> Option<Self> {
        let goalposts = snapshot.goalposts(ix);
        let quiet: Vec<&Move> = goalposts.moves.iter().filter(|it| !it.explained && !it.settling).collect();
        let day = quiet.iter().map(|it| it.day).max()?;
        let mut names: Vec<&str> = quiet.iter().map(|it| name(&it.field)).collect();
        names.dedup();
        let what = match names.as_slice() {
            [one] => (*one).to_owned(),
            [one, two] => format!("{one} and {two}"),
            _ => "several goalposts".to_owned(),
        };
        let against_original = price_of(snapshot, ix, goalposts).and_then(|price| price.against_original);
        Some(Self { what, day, against_original })
    }
}

/// What people call a goalpost.
fn name(field: &str) -> &str {
    let list = field.split('[').next().unwrap_or(field);
    match list {
        "milestones" => "milestone",
        "supports" => "link",
        "metric.at_least" => "lower bound",
        "metric.at_most" => "upper bound",
        other => other.strip_prefix("metric.").unwrap_or(other),
    }
}

/// A move in words: `target 99.99 → 99.95 %`.
#[must_use]
pub fn move_words(snapshot: &Facts<'_>, history: &GoalHistory, ix: GoalIx, it: &Move) -> String {
    let present = snapshot.goal(ix);
    let revision = history.of(&present.id).iter().find(|revision| Some(revision.commit) == it.commit);
    let after: &Goal = revision.and_then(|revision| revision.after.as_deref()).unwrap_or(present);
    let unit = after.metric.as_ref().and_then(|metric| unit_of(snapshot.workspace, metric));
    let unit = unit.map(|unit| format!(" {unit}")).unwrap_or_default();
    let (before, now) = (value_words(&it.before), value_words(&it.after));
    let change = match &it.after {
        Value::Null => format!("{before} removed"),
        _ => format!("{before} → {now}"),
    };
    let change =
        |of_metric: bool| if of_metric && it.after.is_number() { format!("{change}{unit}") } else { change.clone() };
    let (list, rest) = it.field.split_once('[').unwrap_or((&it.field, ""));
    let (place, part) = rest.split_once(']').unwrap_or(("", ""));
    let part = part.trim_start_matches('.');
    let place: Option<usize> = place.parse().ok();
    match list {
        "milestones" if part.is_empty() => format!("milestone “{before}” removed"),
        "milestones" => {
            let title = place.and_then(|place| after.milestones.get(place)).map_or("", |it| it.title.as_str());
            format!("milestone “{title}”: {part} {}", change(part == "value"))
        }
        "supports" => {
            let parent = place.and_then(|place| after.supports.get(place)).map_or("", |it| it.goal.as_str());
            format!("{part} in {parent} {}", change(false))
        }
        "metric.at_least" => format!("at least {}", change(true)),
        "metric.at_most" => format!("at most {}", change(true)),
        field => format!("{} {}", name(field), change(field.starts_with("metric."))),
    }
}

fn value_words(value: &Value) -> String {
    match value {
        Value::Null => "nothing".to_owned(),
        Value::String(text) => text.replace('_', " "),
        Value::Number(number) => number.as_f64().map_or_else(|| number.to_string(), |number| number.to_string()),
        Value::Array(items) => items.iter().map(value_words).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}
