//! What a title says of a metric's way: "from 1,200 to 800 ms". Where it says something else than the metric, one of the two
//! is wrong.

use crate::analysis::text::{NamedNumber, numbers_in};
use crate::model::{Metric, Shape};
use crate::syntax::{Notation, is_percent};

/// A number in a title that is another in the metric.
#[derive(Debug, Clone, PartialEq)]
pub struct Contradiction<'t> {
    /// As the title writes it.
    pub text: &'t str,
    /// The word before it: `from` or `to`.
    pub word: &'static str,
    /// The metric's field: `baseline` or `target`.
    pub field: &'static str,
    /// The number there.
    pub value: f64,
    /// What the title says, as a number.
    pub says: f64,
}

impl Contradiction<'_> {
    /// Whether the title names a number, rounded as a title does.
    #[must_use]
    pub fn is_rounded(&self, value: f64) -> bool {
        is_rounded(self.says, value, self.text)
    }
}

/// The words before the first number and before the second, and how their language writes fractions.
const WAYS: [(&[&str], &[&str], Notation); 4] = [
    (&["from"], &["to"], Notation::Point),
    (&["von"], &["auf", "zu"], Notation::Comma),
    (&["de", "desde"], &["à", "a", "para"], Notation::Comma),
    (&["van"], &["naar"], Notation::Comma),
];

/// Units that are made of each other: a title may name another one than the metric. The first of each is its name here.
const CONVERTIBLE: [&[&str]; 12] = [
    &["ms", "millisecond", "msec"],
    &["s", "second", "sec"],
    &["min", "minute"],
    &["h", "hour", "hr"],
    &["d", "day"],
    &["week", "wk"],
    &["month"],
    &["year"],
    &["kb"],
    &["mb"],
    &["gb"],
    &["tb"],
];

/// Multiples, in a unit or behind a number: what they multiply is read by nobody but people.
const MULTIPLES: [&str; 12] =
    ["k", "m", "mn", "bn", "mio", "mrd", "thousand", "million", "billion", "hundred", "tsd", "lakh"];

/// The numbers of a title that say otherwise than a metric's baseline and target. Only what stands as `from A to B` speaks of
/// them for sure, in one unit that is the metric's.
#[must_use]
pub fn contradictions<'t>(title: &'t str, metric: &Metric, unit: Option<&str>) -> Vec<Contradiction<'t>> {
    let (Shape::Reach, Some(baseline), Some(target)) = (metric.shape(), metric.baseline, metric.target) else {
        return Vec::new();
    };
    let numbers = numbers_in(title);
    // `0,9` beside it shows that the comma divides fractions here.
    let is_comma = numbers.iter().any(|it| it.decimal_sign() == Some(','));
    let Some((from, to, notation)) = numbers.windows(2).find_map(|pair| way(title, &pair[0], &pair[1])) else {
        let from = numbers.iter().find_map(|number| beginning(title, number));
        let Some((from, notation)) = from else { return Vec::new() };
        let notation = if is_comma { Notation::Comma } else { notation };
        // Alone, `from 9` may begin anything: only a number in the metric's own unit is its baseline.
        let named =
            unit_behind(&title[from.range.end..]).filter(|named| Some(&**named) == unit.map(plain_unit).as_deref());
        let found =
            named.and_then(|named| contradiction(from, notation, ("from", "baseline", baseline), Some(&named), unit));
        return found.into_iter().collect();
    };
    let notation = if is_comma { Notation::Comma } else { notation };
    let own = unit_behind(&title[from.range.end..to.range.start]);
    let other = unit_behind(&title[to.range.end..]);
    // In `from 9 minutes to 4` and in `from 9 to 4 minutes` both are minutes.
    let sides = [
        (from, "from", "baseline", baseline, own.clone().or_else(|| other.clone())),
        (to, "to", "target", target, other.or(own)),
    ];
    sides
        .into_iter()
        .filter_map(|(number, word, field, value, named)| {
            contradiction(number, notation, (word, field, value), named.as_deref(), unit)
        })
        .collect()
}

/// A number in a title against a metric's field, given as the word before the number, the field's name and its value.
fn contradiction<'t>(
    number: &NamedNumber<'t>,
    notation: Notation,
    (word, field, value): (&'static str, &'static str, f64),
    named: Option<&str>,
    unit: Option<&str>,
) -> Option<Contradiction<'t>> {
    let says = readings(number, notation);
    let holds = says.iter().any(|says| is_rounded(*says, value, number.text));
    let says = says.first().copied().filter(|_| !holds && is_comparable(named, unit))?;
    Some(Contradiction { text: number.text, word, field, value, says })
}

/// A number behind `from`, and how the language of that word writes fractions.
fn beginning<'n, 't>(title: &str, number: &'n NamedNumber<'t>) -> Option<(&'n NamedNumber<'t>, Notation)> {
    let before = last_word(&title[..number.range.start])?;
    let language = WAYS.iter().find(|(begin, ..)| begin.iter().any(|it| it.eq_ignore_ascii_case(before)))?;
    Some((number, language.2))
}

/// Whether two numbers that follow each other say where a way begins and ends, and how their language writes fractions.
fn way<'n, 't>(
    title: &str,
    from: &'n NamedNumber<'t>,
    to: &'n NamedNumber<'t>,
) -> Option<(&'n NamedNumber<'t>, &'n NamedNumber<'t>, Notation)> {
    let between = &title[from.range.end..to.range.start];
    // `10 → 40` needs no words.
    if ARROWS.iter().any(|arrow| between.trim_end().ends_with(arrow)) && between.split_whitespace().count() <= 2 {
        return Some((from, to, Notation::Point));
    }
    let before = last_word(&title[..from.range.start])?;
    // In a long way between them there is more than a unit: `from 3 of our teams in Berlin to 5`.
    if between.split_whitespace().count() > MOST_WORDS {
        return None;
    }
    let middle = last_word(between)?;
    let is = |words: &[&str], word: &str| words.iter().any(|it| it.eq_ignore_ascii_case(word));
    let language = WAYS.iter().find(|(begin, end, _)| is(begin, before) && is(end, middle))?;
    Some((from, to, language.2))
}

/// The most words between the two numbers, the preposition among them.
const MOST_WORDS: usize = 4;

/// Signs that lead from one number to the other.
const ARROWS: [&str; 4] = ["→", "->", "=>", "➜"];

/// Words between a preposition and its number: `from 1,200 ms to under 800 ms`.
const QUALIFIERS: [&str; 12] =
    ["under", "below", "over", "above", "at", "least", "most", "less", "more", "than", "about", "around"];

/// The last word before a number, without a currency sign or code between them.
fn last_word(text: &str) -> Option<&str> {
    let is_code = |word: &str| word.len() == 3 && word.bytes().all(|byte| byte.is_ascii_uppercase());
    let has_letters = |word: &&str| word.contains(char::is_alphabetic);
    let is_qualifier = |word: &str| QUALIFIERS.iter().any(|it| it.eq_ignore_ascii_case(word));
    let words = text.split_whitespace().filter(has_letters).rev();
    words
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
        .find(|word| !is_code(word) && !is_qualifier(word))
}

/// The unit behind a number: a sign or a word, in one form; nothing where a preposition or the end follows.
fn unit_behind(text: &str) -> Option<String> {
    let text = text.trim_start_matches([' ', '\u{a0}', '\u{202f}', '-']);
    let end = text.find(|c: char| !(c.is_alphanumeric() || c == '%')).unwrap_or(text.len());
    let word = &text[..end];
    let is_preposition = |words: &[&str]| words.iter().any(|it| it.eq_ignore_ascii_case(word));
    let others = ["in", "of", "per", "and", "by", "down", "up", "within", "until", "at", "for", "with", "on"];
    let skipped = WAYS.iter().any(|(_, to, _)| is_preposition(to)) || is_preposition(&others);
    (!word.is_empty() && !skipped).then(|| plain_unit(word))
}

/// A unit's name in one form.
fn plain_unit(unit: &str) -> String {
    let lower = unit.trim().to_lowercase();
    if is_percent(unit) {
        return "%".to_owned();
    }
    let singular = lower.strip_suffix('s').filter(|it| it.len() > 1).unwrap_or(&lower);
    let names = CONVERTIBLE.iter().find(|names| names.contains(&&*lower) || names.contains(&singular));
    names.map_or_else(|| singular.to_owned(), |names| names[0].to_owned())
}

/// Whether a number in a title is in the metric's unit, as far as can be told. A word behind it may be no unit at all.
fn is_comparable(named: Option<&str>, unit: Option<&str>) -> bool {
    let words = |text: &str| text.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase).collect::<Vec<_>>();
    let multiplied = |text: &str| {
        words(text).iter().any(|it| MULTIPLES.contains(&&**it))
            || ["k€", "k$", "m€", "m$"].contains(&&*text.to_lowercase())
    };
    if named.is_some_and(multiplied) || unit.is_some_and(multiplied) {
        return false;
    }
    let (Some(named), Some(unit)) = (named, unit) else { return true };
    let unit = plain_unit(unit);
    let is_own = |name: &str| CONVERTIBLE.iter().any(|names| names[0] == name) || name == "%";
    named == unit || !is_own(named) && !is_own(&unit)
}

/// What a number in a title says: where a comma groups, that alone; a point before three digits is read both ways.
fn readings(number: &NamedNumber<'_>, notation: Notation) -> Vec<f64> {
    let mut readings = number.readings(notation);
    if number.text.contains(',') {
        readings.truncate(1);
    }
    readings
}

/// Whether a number is another one rounded as a title does: to the digits that it has, and of a thousand or more to those
/// that are not zeros at its end.
fn is_rounded(says: f64, value: f64, text: &str) -> bool {
    let (says, value) = (says.abs(), value.abs());
    let digits = says.to_string();
    let places = digits.split_once('.').map_or(0, |(_, part)| part.len());
    let written = text.rsplit_once(['.', ',']).map_or(0, |(_, part)| part.len()).max(places);
    let zeros = digits.len() - digits.trim_end_matches('0').len();
    let exponent = |count: usize| i32::try_from(count).unwrap_or(i32::MAX);
    let step = if says >= 1000.0 && places == 0 {
        10_f64.powi(exponent(zeros))
    } else {
        10_f64.powi(-exponent(if says.fract() == 0.0 && !text.contains(['.', ',']) { 0 } else { written }))
    };
    (says - value).abs() <= step / 2.0 + 1e-9 * value.max(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(title: &str, baseline: f64, target: f64, unit: &str) -> Vec<&'static str> {
        let metric = Metric { baseline: Some(baseline), target: Some(target), ..Metric::default() };
        let unit = Some(unit).filter(|unit| !unit.is_empty());
        contradictions(title, &metric, unit).into_iter().map(|it| it.field).collect()
    }

    #[test]
    fn a_number_that_contradicts_the_metric_is_told() {
        let both = ["baseline", "target"];
        assert_eq!(told("Cut answers from 1,200 ms to 800 ms", 1.2, 800.0, "ms"), ["baseline"]);
        assert_eq!(told("Cut answers from 1,200 to 800 ms", 1.2, 0.8, "ms"), both);
        assert_eq!(told("Raise warm loaves from 60 to 90 %", 60.0, 80.0, "%"), ["target"]);
        assert_eq!(told("Grow revenue from EUR 410,000 to EUR 700,000", 410.0, 700.0, "EUR"), both);
        assert_eq!(told("Raise sales from $400 to $900", 400.0, 90.0, "$"), ["target"]);
        assert_eq!(told("Senke die Zeit von 1,2 auf 0,8 s", 1.2, 8.0, "s"), ["target"]);
        assert_eq!(told("Raise it from 60 to 90", 90.0, 60.0, ""), both);
        assert_eq!(told("Cut answers from 1,200 ms", 1.2, 800.0, "ms"), ["baseline"]);
        assert_eq!(told("Cut answers from 1,200 ms to under 800 ms", 1.2, 800.0, "ms"), ["baseline"]);
        assert_eq!(told("More loaves (from 10 to 40)", 10.0, 400.0, "loaves"), ["target"]);
        assert_eq!(told("Loaves a day: 10 → 40", 100.0, 40.0, "loaves"), ["baseline"]);
    }

    #[test]
    fn what_is_said_in_other_words_or_units_is_no_contradiction() {
        for (title, baseline, target, unit) in [
            ("Cut answers from 1,200 ms to 800 ms", 1200.0, 800.0, "ms"),
            ("Cut answers from 1,200 ms to 800 ms", 1.2, 0.8, "s"),
            ("Cut a transfer from 3 hours to 1 minute", 180.0, 1.0, "minutes"),
            ("Cut checkouts slower than 3 seconds from 9 % to 2 %", 9.0, 2.0, "%"),
            ("Cut the wait from 4.5 days to 1", 4.5, 1.0, "days"),
            ("Cut the way from merge to production from 9 days to 1", 9.0, 1.0, "days"),
            ("Grow orders from 34,000 to 44,000", 33_870.0, 44_000.0, "orders a month"),
            ("Raise the share from 62 to 80 %", 62.3, 80.0, "%"),
            ("Raise the share from 62 to 80 %", 0.62, 0.8, "share"),
            ("Cut failed payments from 2.0 % to 0.5 %", 2.0, 0.5, "%"),
            ("Raise revenue from 1.2M to 2M", 1_200_000.0, 2_000_000.0, "EUR"),
            ("Raise revenue from 1.2 to 2", 1_200_000.0, 2_000_000.0, "million EUR"),
            ("Reply to 90 % of the mails within 2 days", 40.0, 95.0, "%"),
            ("Die Bestellungen von 48.000 auf 60.000 heben", 48_000.0, 60_000.0, "Stück"),
            ("Bring the cost from 11.5 down to 9 cents", 11.5, 9.0, "cents"),
            ("Cut mails from -3 to 3", -3.0, 3.0, ""),
            ("Ship from 3 warehouses", 1.0, 5.0, "days"),
            ("Cut answers from 1,200 ms", 1200.0, 800.0, "ms"),
            ("Move from team 5 → team 7", 1.0, 9.0, "moves"),
            ("Raise complete records among our top 50,000 titles from 71 to 92 %", 71.0, 92.0, "%"),
        ] {
            assert_eq!(told(title, baseline, target, unit), [] as [&str; 0], "{title}");
        }
    }
}
