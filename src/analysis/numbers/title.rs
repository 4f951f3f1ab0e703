//! Numbers in a title that contradict the metric: "from 1,200 to 800 ms" beside a baseline of 1.2. One of the two is
//! wrong.

use crate::analysis::text::{NamedNumber, lower_words_in};
use crate::model::{CONVERTIBLE, Metric, Shape, plain_unit};
use crate::syntax::{Notation, Numeral, is_in_percent, is_multiple, parse_number};

/// A number in a title that differs from the metric's.
#[derive(Debug, Clone, PartialEq)]
pub struct Contradiction<'t> {
    /// The number as the title writes it.
    pub text: &'t str,
    /// The word before it: `from` or `to`.
    pub word: &'static str,
    /// The metric's field: `baseline` or `target`.
    pub field: &'static str,
    /// The number in the metric.
    pub value: f64,
    /// The number in the title.
    pub says: f64,
}

impl Contradiction<'_> {
    /// Whether the number in the title is `value` rounded to the digits that the title writes.
    pub fn is_rounded(&self, value: f64) -> bool {
        is_rounded(self.says, value, self.text)
    }
}

/// The prepositions before the first and the second number by language, and the decimal sign of the language.
pub(super) const WAYS: [(&[&str], &[&str], Notation); 4] = [
    (&["from"], &["to"], Notation::Point),
    (&["von"], &["auf", "zu"], Notation::Comma),
    (&["de", "desde"], &["à", "a", "para"], Notation::Comma),
    (&["van"], &["naar"], Notation::Comma),
];

/// Multiples in a unit or behind a number. Numbers with them are not compared: `1.2 M` may be a baseline of 1.2 or of
/// 1,200,000.
const MULTIPLES: [&str; 12] =
    ["k", "m", "mn", "bn", "mio", "mrd", "thousand", "million", "billion", "hundred", "tsd", "lakh"];

/// The numbers of a title that contradict the metric's baseline and target. Only `from A to B` names them
/// unambiguously, and `from A` in the metric's unit. `numbers` are those of the title.
pub fn contradictions<'t>(
    title: &'t str,
    numbers: &[NamedNumber<'t>],
    metric: &Metric,
    unit: Option<&str>,
) -> Vec<Contradiction<'t>> {
    let (Shape::Reach, Some(baseline), Some(target)) = (metric.shape(), metric.baseline, metric.target) else {
        return Vec::new();
    };
    // `0,9` beside it shows that the comma divides fractions here.
    let is_comma = numbers.iter().any(|it| it.decimal_sign() == Some(','));
    let Some((from, to, notation)) = numbers.windows(2).find_map(|pair| from_to(title, &pair[0], &pair[1])) else {
        let from = numbers.iter().find_map(|number| beginning(title, number));
        let Some((from, notation)) = from else { return Vec::new() };
        let notation = if is_comma { Notation::Comma } else { notation };
        // `from 9` alone may be about anything: it is the baseline only if it is in the metric's own unit.
        let named =
            unit_behind(&title[from.range.end..]).filter(|named| Some(&**named) == unit.map(plain_unit).as_deref());
        let found = named.and_then(|named| {
            contradiction((title, from), notation, ("from", "baseline", baseline), || Some(named), unit)
        });
        return found.into_iter().collect();
    };
    let notation = if is_comma { Notation::Comma } else { notation };
    let own = || unit_behind(&title[from.range.end..to.range.start]);
    let other = || unit_behind(&title[to.range.end..]);
    // In `from 9 minutes to 4` and in `from 9 to 4 minutes` both are minutes.
    let begin = contradiction((title, from), notation, ("from", "baseline", baseline), || own().or_else(other), unit);
    let end = contradiction((title, to), notation, ("to", "target", target), || other().or_else(own), unit);
    begin.into_iter().chain(end).collect()
}

/// Compares a number in a title with a metric's field: the word before the number, the field's name and its value.
/// `named` is the unit that the title gives it.
pub(super) fn contradiction<'t>(
    (title, number): (&'t str, &NamedNumber<'t>),
    notation: Notation,
    (word, field, value): (&'static str, &'static str, f64),
    named: impl FnOnce() -> Option<String>,
    unit: Option<&str>,
) -> Option<Contradiction<'t>> {
    let readings = readings(number, notation);
    // A share of 0.2 is 20 %.
    let is_share = |reading: f64| {
        let in_percent = (reading * 1e11).round() / 1e9;
        reading.abs() <= 1.0 && unit.is_some_and(is_in_percent) && is_rounded(in_percent, value, number.text)
    };
    // One fitting reading is enough: `1.200` contradicts neither 1.2 nor 1200.
    let fits = readings.iter().any(|reading| is_rounded(*reading, value, number.text) || is_share(*reading));
    if let Some((multiplied, behind)) = multiplied(title, number, notation) {
        // `1.2M` is 1.2 where the metric counts in millions, and about 1,230,000 elsewhere.
        let is_near = fits || (multiplied - value.abs()).abs() <= 0.05 * value.abs();
        let is_meant = !is_near && is_comparable(unit_behind(&title[behind..]).as_deref(), unit);
        return is_meant.then_some(Contradiction {
            text: &title[number.range.start..behind],
            word,
            field,
            value,
            says: multiplied,
        });
    }
    let says = readings.first().copied().filter(|_| !fits && is_comparable(named().as_deref(), unit))?;
    Some(Contradiction { text: number.text, word, field, value, says })
}

/// A number with the multiple behind it, such as `k` or ` million`, and where that ends.
fn multiplied(title: &str, number: &NamedNumber<'_>, notation: Notation) -> Option<(f64, usize)> {
    let rest = &title[number.range.end..];
    let word = rest.trim_start_matches([' ', '\u{a0}', '\u{202f}']);
    let letters = word.find(|c: char| !c.is_alphabetic()).unwrap_or(word.len());
    // A single letter behind a space is no multiple: `5 M`.
    let is_apart = word.len() < rest.len();
    if is_apart && letters == 1 || !is_multiple(&word[..letters]) {
        return None;
    }
    let with_word = format!("{}{}", number.text, &word[..letters]);
    let numeral = Numeral::parse(&with_word)?;
    let value = parse_number(numeral.in_full(notation).first())?;
    Some((value, title.len() - word.len() + letters))
}

/// A number behind `from`, with the notation of that word's language.
fn beginning<'n, 't>(title: &str, number: &'n NamedNumber<'t>) -> Option<(&'n NamedNumber<'t>, Notation)> {
    let before = last_word(&title[..number.range.start]).filter(|_| !is_joined_by_slash(title, number))?;
    let language = WAYS.iter().find(|(begin, ..)| begin.iter().any(|it| it.eq_ignore_ascii_case(before)))?;
    Some((number, language.2))
}

/// Whether a number is part of a fraction, a date or a path.
fn is_joined_by_slash(title: &str, number: &NamedNumber<'_>) -> bool {
    title[..number.range.start].ends_with('/') || title[number.range.end..].starts_with('/')
}

/// Two consecutive numbers as `from A to B`, with the notation of the prepositions' language; none if they are not
/// that.
pub(super) fn from_to<'n, 't>(
    title: &str,
    from: &'n NamedNumber<'t>,
    to: &'n NamedNumber<'t>,
) -> Option<(&'n NamedNumber<'t>, &'n NamedNumber<'t>, Notation)> {
    let between = &title[from.range.end..to.range.start];
    // In `from 1/2 to 3/4` neither 1 nor 2 is the number that is meant.
    if is_joined_by_slash(title, from) || is_joined_by_slash(title, to) {
        return None;
    }
    // `10 → 40` needs no words.
    if ARROWS.iter().any(|arrow| between.trim_end().ends_with(arrow)) && between.split_whitespace().count() <= 2 {
        return Some((from, to, Notation::Point));
    }
    let before = last_word(&title[..from.range.start])?;
    // More than a unit between the numbers means that they count different things: `from 3 of our teams in Berlin to
    // 5`.
    if between.split_whitespace().count() > MOST_WORDS {
        return None;
    }
    let middle = last_word(between)?;
    let is = |words: &[&str], word: &str| words.iter().any(|it| it.eq_ignore_ascii_case(word));
    let language = WAYS.iter().find(|(begin, end, _)| is(begin, before) && is(end, middle))?;
    Some((from, to, language.2))
}

/// The most words between the two numbers, the preposition included.
const MOST_WORDS: usize = 4;

/// Signs between two numbers that stand for `to`.
const ARROWS: [&str; 4] = ["→", "->", "=>", "➜"];

/// Words between a preposition and its number: `from 1,200 ms to under 800 ms`.
const QUALIFIERS: [&str; 12] =
    ["under", "below", "over", "above", "at", "least", "most", "less", "more", "than", "about", "around"];

/// The last word before a number, skipping qualifiers and three-letter currency codes.
pub(super) fn last_word(text: &str) -> Option<&str> {
    let is_code = |word: &str| word.len() == 3 && word.bytes().all(|byte| byte.is_ascii_uppercase());
    let has_letters = |word: &&str| word.contains(char::is_alphabetic);
    let is_qualifier = |word: &str| QUALIFIERS.iter().any(|it| it.eq_ignore_ascii_case(word));
    let words = text.split_whitespace().filter(has_letters).rev();
    words
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
        .find(|word| !is_code(word) && !is_qualifier(word))
}

/// The unit behind a number, a sign or a word in its plain form; none where a preposition or the end follows.
pub(super) fn unit_behind(text: &str) -> Option<String> {
    let text = text.trim_start_matches([' ', '\u{a0}', '\u{202f}', '-']);
    let end = text.find(|c: char| !(c.is_alphanumeric() || c == '%')).unwrap_or(text.len());
    let word = &text[..end];
    let is_preposition = |words: &[&str]| words.iter().any(|it| it.eq_ignore_ascii_case(word));
    let others = ["in", "of", "per", "and", "by", "down", "up", "within", "until", "at", "for", "with", "on"];
    let skipped = WAYS.iter().any(|(_, to, _)| is_preposition(to)) || is_preposition(&others);
    (!word.is_empty() && !skipped).then(|| plain_unit(word))
}

/// Whether a number in a title may be in the metric's unit. A word behind it that is no known unit may be any noun, and
/// does not rule it out.
fn is_comparable(named: Option<&str>, unit: Option<&str>) -> bool {
    let multiplied = |text: &str| {
        lower_words_in(text).any(|it| MULTIPLES.contains(&&*it))
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

/// The values that a number in a title may have. A comma is read in one way; a point before three digits in both.
fn readings(number: &NamedNumber<'_>, notation: Notation) -> Vec<f64> {
    let mut readings = number.readings(notation);
    if number.text.contains(',') {
        readings.truncate(1);
    }
    readings
}

/// Whether `rounded` is `value` rounded to the decimal places that `text` writes, or from 1,000 on to its last digit
/// before the trailing zeros. Signs are ignored.
fn is_rounded(rounded: f64, value: f64, text: &str) -> bool {
    let (rounded, value) = (rounded.abs(), value.abs());
    if rounded.total_cmp(&value).is_eq() {
        return true;
    }
    let digits = rounded.to_string();
    let places = digits.split_once('.').map_or(0, |(_, part)| part.len());
    let written = text.rsplit_once(['.', ',']).map_or(0, |(_, part)| part.len()).max(places);
    let zeros = digits.len() - digits.trim_end_matches('0').len();
    let exponent = |count: usize| i32::try_from(count).unwrap_or(i32::MAX);
    let step = if rounded >= 1000.0 && places == 0 {
        10_f64.powi(exponent(zeros))
    } else {
        10_f64.powi(-exponent(if rounded.fract() == 0.0 && !text.contains(['.', ',']) { 0 } else { written }))
    };
    (rounded - value).abs() <= step / 2.0 + 1e-9 * value.max(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::text::numbers_in;

    fn contradicted_fields(title: &str, baseline: f64, target: f64, unit: &str) -> Vec<&'static str> {
        let metric = Metric { baseline: Some(baseline), target: Some(target), ..Metric::default() };
        let unit = Some(unit).filter(|unit| !unit.is_empty());
        contradictions(title, &numbers_in(title), &metric, unit).into_iter().map(|it| it.field).collect()
    }

    #[test]
    fn a_number_that_contradicts_the_metric_is_reported() {
        let both = ["baseline", "target"];
        assert_eq!(contradicted_fields("Cut answers from 1,200 ms to 800 ms", 1.2, 800.0, "ms"), ["baseline"]);
        assert_eq!(contradicted_fields("Cut answers from 1,200 to 800 ms", 1.2, 0.8, "ms"), both);
        assert_eq!(contradicted_fields("Raise warm loaves from 60 to 90 %", 60.0, 80.0, "%"), ["target"]);
        assert_eq!(contradicted_fields("Grow revenue from EUR 410,000 to EUR 700,000", 410.0, 700.0, "EUR"), both);
        assert_eq!(contradicted_fields("Raise sales from $400 to $900", 400.0, 90.0, "$"), ["target"]);
        assert_eq!(contradicted_fields("Senke die Zeit von 1,2 auf 0,8 s", 1.2, 8.0, "s"), ["target"]);
        assert_eq!(contradicted_fields("Raise it from 60 to 90", 90.0, 60.0, ""), both);
        assert_eq!(contradicted_fields("Cut answers from 1,200 ms", 1.2, 800.0, "ms"), ["baseline"]);
        assert_eq!(contradicted_fields("Cut answers from 1,200 ms to under 800 ms", 1.2, 800.0, "ms"), ["baseline"]);
        assert_eq!(contradicted_fields("More loaves (from 10 to 40)", 10.0, 400.0, "loaves"), ["target"]);
        assert_eq!(contradicted_fields("Loaves a day: 10 → 40", 100.0, 40.0, "loaves"), ["baseline"]);
        assert_eq!(contradicted_fields("Raise sales from 10k to 15k", 10_000.0, 20_000.0, "x"), ["target"]);
        assert_eq!(contradicted_fields("Grow from €1.2M to €2M", 1_200_000.0, 2_500_000.0, "€"), ["target"]);
    }

    #[test]
    fn other_words_or_units_are_no_contradiction() {
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
            ("Raise revenue from 1.2M to 2M", 1_234_000.0, 2_000_000.0, "EUR"),
            ("Raise revenue from 1.2 million to 2 million", 1.2, 2.0, "million EUR"),
            ("Raise the share from 0.2 to 0.6", 20.0, 60.0, "%"),
            ("Raise revenue from 1.2 to 2", 1_200_000.0, 2_000_000.0, "million EUR"),
            ("Raise the share from 1/2 to 3/4", 0.5, 0.75, "share"),
            ("Raise the orders from 6/10 to 9/10 of all", 0.6, 0.9, ""),
            ("Reply to 90 % of the mails within 2 days", 40.0, 95.0, "%"),
            ("Die Bestellungen von 48.000 auf 60.000 heben", 48_000.0, 60_000.0, "Stück"),
            ("Bring the cost from 11.5 down to 9 cents", 11.5, 9.0, "cents"),
            ("Cut mails from -3 to 3", -3.0, 3.0, ""),
            ("Ship from 3 warehouses", 1.0, 5.0, "days"),
            ("Cut answers from 1,200 ms", 1200.0, 800.0, "ms"),
            ("Move from team 5 → team 7", 1.0, 9.0, "moves"),
            ("Raise complete records among our top 50,000 titles from 71 to 92 %", 71.0, 92.0, "%"),
        ] {
            assert_eq!(contradicted_fields(title, baseline, target, unit), [] as [&str; 0], "{title}");
        }
    }
}
