//! Goals as OpenMetrics (openmetrics.io), which Prometheus reads and Grafana draws.

use std::io::{self, Write};

use crate::model::{Day, days_between, parse_day};
use crate::source::is_hidden;
use crate::view::gauges::{GaugedGoal, GaugesView};

/// A family: its name, its help, and its value of a goal.
type Family = (&'static str, &'static str, fn(&GaugedGoal) -> Option<f64>);

/// Every family, in the order of the text.
const FAMILIES: [Family; 6] = [
    ("goalpost_progress_ratio", "Progress of a goal, 0 to 1.", |goal| goal.progress),
    ("goalpost_expected_ratio", "Progress that the plan expects today, 0 to 1.", |goal| goal.expected),
    ("goalpost_confidence_ratio", "Confidence of the owner that the goal will be reached, 0 to 1.", |goal| {
        goal.confidence
    }),
    ("goalpost_coverage_ratio", "Share of a goal that is measured, 0 to 1.", |goal| goal.coverage),
    ("goalpost_value", "Latest value of a goal's metric, in its unit.", |goal| goal.value),
    ("goalpost_value_timestamp_seconds", "The day for which the value is true, as its midnight in UTC.", |goal| {
        goal.as_of.map(timestamp)
    }),
];

/// Writes the goals as OpenMetrics text.
///
/// # Errors
/// It cannot be written.
pub fn openmetrics(view: &GaugesView, to: &mut dyn Write) -> io::Result<()> {
    for (name, help, value) in FAMILIES {
        write!(to, "# TYPE {name} gauge\n# HELP {name} {help}\n")?;
        for goal in &view.goals {
            if let Some(value) = value(goal).filter(|value| value.is_finite()) {
                writeln!(to, "{name}{{{}}} {value}", labels(goal))?;
            }
        }
    }
    to.write_all(b"# EOF\n")
}

/// The labels of a goal. People are none of them: what is scraped is kept for long, and by many.
fn labels(goal: &GaugedGoal) -> String {
    let labels = [
        ("goal", Some(goal.id.as_str())),
        ("kind", Some(goal.kind)),
        ("team", goal.team.as_deref()),
        ("level", goal.level.as_deref()),
        ("period", goal.period.as_deref()),
        ("unit", goal.unit.as_deref()),
        ("health", Some(goal.health)),
    ];
    let set = labels.into_iter().filter_map(|(name, value)| Some(format!("{name}=\"{}\"", escaped(value?))));
    set.collect::<Vec<_>>().join(",")
}

/// A label's value: without what would end it early. Other invisible characters are left out.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '"' => out.push_str("\\\""),
            '\n' => out.push_str("\\n"),
            c if is_hidden(c) => {}
            c => out.push(c),
        }
    }
    out
}

/// The seconds since 1970 of a day's midnight in UTC.
fn timestamp(day: Day) -> f64 {
    let days = parse_day("1970-01-01").map_or(0, |first| days_between(first, day));
    i32::try_from(days).map_or(0.0, f64::from) * 86_400.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_cannot_break_out() {
        assert_eq!(escaped("a\"} 1\n# EOF\\\u{1b}\u{202e}\u{200b}"), "a\\\"} 1\\n# EOF\\\\");
        assert_eq!(parse_day("2026-11-21").map(timestamp), Some(1_795_219_200.0));
    }
}
