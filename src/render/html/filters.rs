//! Filters and tests for the templates: shares, days and health as words, HTML ids, and safe URLs.

use std::collections::{HashMap, HashSet};

use minijinja::{Environment, Error, ErrorKind, Value};

use super::super::clean::clean;
use super::super::layout::cut;
use super::super::number::grade_cell;
use super::super::svg;
use super::page::TITLE;
use crate::analysis::text::{percent, points};
use crate::model::{Day, counted, days_between, month_abbreviation, parse_day};
use crate::view::report::ReportView;
use crate::view::standing::health_words;

/// Adds all filters and tests. Goals are linked to where they stand in the tree, if the page `has_tree`.
pub(super) fn add(environment: &mut Environment<'_>, view: &mut ReportView, today: Day, has_tree: bool) {
    environment.add_filter("percent", |share: Option<f64>| share.map_or_else(|| "–".to_owned(), spaced_percent));
    environment.add_filter("unbroken", |words: &str| Ok::<_, Error>(bounded(words)?.replace(" %", "\u{a0}%")));
    environment.add_filter("share", |share: Option<f64>| share.map(whole_percent));
    // Goals without a known health have none for many reasons.
    environment.add_filter("health", |health: &str| if health == "no-data" { "unknown" } else { health_words(health) });
    environment.add_filter("day", move |day: Option<&str>| {
        let Some(day) = day.map(bounded).transpose()? else { return Ok::<_, Error>("–".to_owned()) };
        Ok(parse_day(day).map_or_else(|| day.to_owned(), |day| short_date(day, today)))
    });
    environment.add_filter("ago", move |day: &str| {
        let day = bounded(day)?;
        Ok::<_, Error>(parse_day(day).map_or_else(|| day.to_owned(), |day| super::super::tree::ago(day, today)))
    });
    environment.add_filter("days_since", move |day: &str| parse_day(day).map(|day| days_between(day, today)));
    environment.add_filter("anchor", |id: &str| bounded(id).map(anchor));
    environment.add_filter("plural", |count: usize, one: &str, many: &str| {
        Ok::<_, Error>(counted(count, bounded(one)?, bounded(many)?))
    });
    environment.add_filter("score", grade_cell);
    environment.add_filter("times", |share: Option<f64>, part: f64| share.map(|share| share * part));
    environment.add_filter("trend", |shares: &Value| {
        let shares = shares.try_iter()?.take(LONGEST + 1).map(f64::try_from).collect::<Result<Vec<_>, _>>()?;
        if shares.len() > LONGEST { Err(too_long()) } else { Ok(Value::from_safe_string(svg::trend(&shares))) }
    });
    environment.add_test("web_address", |text: &str| bounded(text).is_ok_and(is_web_address));
    let names = view.names.teams.iter().map(|(id, name)| (id.clone(), clean(name).into_owned()));
    let teams: HashMap<String, String> = names.collect();
    environment.add_filter("team", move |id: &str| {
        Ok::<_, Error>(teams.get(bounded(id)?).cloned().unwrap_or_else(|| clean(id).into_owned()))
    });
    let names = view.names.people.iter().map(|(id, name)| (id.clone(), clean(name).into_owned()));
    let people: HashMap<String, String> = names.collect();
    environment.add_filter("person", move |id: &str| {
        Ok::<_, Error>(people.get(bounded(id)?).cloned().unwrap_or_else(|| clean(id).into_owned()))
    });
    // Of many goals: nothing else of the page needs them, and few are asked for.
    let titles = std::mem::take(&mut view.align.titles);
    environment.add_filter("title", move |id: &str| {
        let title = titles.get(bounded(id)?);
        let Some(title) = title else { return Ok::<_, Error>(clean(id).into_owned()) };
        Ok(cut(&clean(if title.trim().is_empty() { id } else { title }), TITLE))
    });
    environment.add_filter("weeks", tenths);
    let in_tree = view.goals.iter().filter(|_| has_tree);
    let known: HashSet<String> = in_tree.map(|goal| goal.goal.id.clone()).collect();
    environment.add_test("in_tree", move |id: &str| known.contains(id));
}

/// The longest text in bytes and the longest list that a filter of ours takes. What they make can be several times as long, and
/// the template's own limit is asked afterwards.
const LONGEST: usize = 64 << 10;

fn bounded(text: &str) -> Result<&str, Error> {
    if text.len() > LONGEST { Err(too_long()) } else { Ok(text) }
}

fn too_long() -> Error {
    Error::new(ErrorKind::InvalidOperation, "it is too long for this filter")
}

/// A share in whole percent, for the width of a bar or a shade, rounded as the number beside it.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 100")]
fn whole_percent(share: f64) -> u32 {
    points(share.clamp(0.0, 1.0)) as u32
}

/// Formats a number with one decimal, or none if it is whole.
fn tenths(number: f64) -> String {
    let text = format!("{number:.1}");
    text.strip_suffix(".0").map_or_else(|| text.clone(), str::to_owned)
}

/// Whether a text is a web URL, and not for example a script (`javascript:`).
fn is_web_address(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    (lower.starts_with("https://") || lower.starts_with("http://")) && !text.chars().any(char::is_whitespace)
}

/// The HTML id of a goal. Characters that are not plain are written as numbers.
pub(super) fn anchor(id: &str) -> String {
    let mut anchor = String::from("g-");
    for character in id.chars() {
        if character.is_ascii_alphanumeric() || matches!(character, '.' | '-' | '_') {
            anchor.push(character);
        } else {
            anchor.push_str(&format!(":{:x}", u32::from(character)));
        }
    }
    anchor
}

/// Formats a share as `41 %` with a no-break space.
pub(super) fn spaced_percent(share: f64) -> String {
    percent(share).replace(' ', "\u{a0}")
}

/// Formats a day as `Nov 14`, with the year if it is not the current one.
pub(super) fn short_date(day: Day, today: Day) -> String {
    let month = month_abbreviation(day);
    let year = if day.year() == today.year() { String::new() } else { format!(", {}", day.year()) };
    format!("{month}\u{a0}{}{year}", day.day())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_the_web_are_links() {
        assert!(is_web_address("https://status.example/x") && is_web_address("HTTP://a"));
        for text in
            ["javascript:alert(1)", " https://x", "https://x y", "data:text/html,x", "//x", "java\nscript:x", ""]
        {
            assert!(!is_web_address(text), "{text:?}");
        }
    }

    #[test]
    fn every_id_has_a_place_of_its_own() {
        assert_eq!(anchor("cut-churn.2"), "g-cut-churn.2");
        assert_eq!(anchor("a b\"<"), "g-a:20b:22:3c");
    }
}
