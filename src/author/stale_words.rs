//! Finds texts of a carried goal that mention its old baseline or period. They are people's words, so they are listed
//! and never rewritten.

use crate::analysis::text::numbers_in;
use crate::model::{Goal, MONTHS, Metric, Period, PeriodUnit, Shape, parse_day};
use crate::source::SourceFile;
use crate::syntax::{locate, parse, parse_number, select};

/// A text in a new file that mentions the old baseline or period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaleWords {
    /// The line, from 1.
    pub line: usize,
    /// The message.
    pub says: String,
}

/// Finds the texts of a goal's new file that mention its old baseline or period.
pub fn stale_words(goal: &Goal, next: &str, from: &Period, to: &Period) -> Vec<StaleWords> {
    let file = SourceFile::from_text("", next);
    let (tree, _) = parse(&file);
    let Some(root) = tree.root.as_ref() else { return Vec::new() };
    let moved = goal.metric.as_ref().filter(|metric| metric.shape() == Shape::Reach).and_then(|metric| {
        let now = parse_number(&locate(root, "metric.baseline").node.as_scalar()?.text)?;
        Some((metric, metric.baseline?, now)).filter(|(_, was, now)| (was - now).abs() > f64::EPSILON * was.abs())
    });
    let mut found = Vec::new();
    for field in ["title", "why", "supports[].how", "metric.name", "milestones[].title"] {
        for (route, node) in select(root, field) {
            let Some(text) = node.as_scalar().map(|it| &*it.text) else { continue };
            let line = file.position(node.span.range().start).line;
            let name = match route.rsplit_once('.') {
                Some(("metric", _)) => "the metric's name".to_owned(),
                Some((list, "how")) if list.starts_with("supports") => "a link's `how`".to_owned(),
                Some(_) => "a milestone".to_owned(),
                None => format!("`{route}`"),
            };
            if let Some((metric, was, now)) = moved
                && let Some(number) = numbers_in(text).into_iter().find(|it| it.is(was)).map(|it| it.text)
            {
                let says = format!("{name} mentions {number}, but the baseline is now {}", with_unit(metric, now));
                found.push(StaleWords { line, says });
            }
            if let Some(time) = find_old_time(text, from, to) {
                found.push(StaleWords {
                    line,
                    says: format!("{name} mentions {time}, but the period is now {}", to.name),
                });
            }
        }
    }
    found
}

fn with_unit(metric: &Metric, value: f64) -> String {
    metric.unit.as_ref().map_or_else(|| value.to_string(), |unit| format!("{value} {unit}"))
}

/// Finds a word that names a time in the old period and not in the new one: `2026-Q3`, `Q3`, `2026`, a month or a day.
fn find_old_time(text: &str, from: &Period, to: &Period) -> Option<String> {
    let is_part = |c: char| !(c.is_alphanumeric() || c == '-');
    for word in text.split(is_part).filter(|it| !it.is_empty()) {
        if let Some(day) = parse_day(word) {
            if from.contains(day) && !to.contains(day) {
                return Some(word.to_owned());
            }
            continue;
        }
        let parts = || word.split('-');
        let short = from.name.split_once('-').map(|(_, part)| part);
        let later = to.name.split_once('-').map(|(_, part)| part);
        let by_part = matches!(from.unit, PeriodUnit::Quarter | PeriodUnit::Half)
            && short != later
            && parts().any(|it| short.is_some_and(|short| it.eq_ignore_ascii_case(short)));
        let by_year = parts().any(|it| names_year(it, from) && !names_year(it, to));
        if word.eq_ignore_ascii_case(&from.name) || by_part || by_year || names_month(word, from, to) {
            return Some(word.to_owned());
        }
    }
    None
}

fn names_year(word: &str, period: &Period) -> bool {
    let year = word.parse::<i16>().ok().filter(|_| word.len() == 4);
    year.is_some_and(|year| {
        // A fiscal year is named after the calendar year in which it ends.
        period.name.get(..4) == Some(word) || (period.start.year()..=period.end.year()).contains(&year)
    })
}

fn names_month(word: &str, from: &Period, to: &Period) -> bool {
    // May is a word of its own too often.
    let named = MONTHS.iter().position(|(name, _)| *name == word && word != "May");
    let Some(month) = named.and_then(|at| i8::try_from(at + 1).ok()) else {
        return false;
    };
    let within = |period: &Period| {
        let months = |day: crate::model::Day| i32::from(day.year()) * 12 + i32::from(day.month());
        (months(period.start)..=months(period.end)).any(|it| (it - 1) % 12 + 1 == i32::from(month))
    };
    from.unit != PeriodUnit::Years && within(from) && !within(to)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_found_that_are_not_the_next_ones() {
        let period = |name: &str| Period::parse(name, 1).expect("a period");
        let (q3, q4, next) = (period("2026-Q3"), period("2026-Q4"), period("2027-Q1"));
        let named = |text: &str, from, to| find_old_time(text, from, to);
        for text in ["by 2026-Q3", "in Q3", "in q3.", "until September", "by 2026-09-30", "Q3-goal", "Q3 2026"] {
            assert!(named(text, &q3, &q4).is_some(), "{text}");
        }
        for text in ["in 2026", "in Q4", "by 2026-10-01", "q30", "GQ3", "a september sale", "", "-", "2026"] {
            assert_eq!(named(text, &q3, &q4), None, "{text}");
        }
        assert_eq!(named("by the end of 2026", &q4, &next), Some("2026".to_owned()));
        assert_eq!(named("the plan of 2027", &q4, &next), None);
    }
}
