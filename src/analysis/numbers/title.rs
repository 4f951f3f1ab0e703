//! Numbers in a title that contradict the metric: "from 1,200 to 800 ms" beside a baseline of 1.2. One of the two is
//! wrong.

use crate::analysis::text::{NamedNumber, is_one_of};
use crate::model::{MONTHS, Metric, Shape, is_measure, is_named, is_same_head, plain_unit, short_product};
use crate::syntax::{
    Notation, Numeral, is_currency_sign, is_in_percent, is_money, multiple_behind, parse_number, power_of,
};

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

/// Verbs behind which two numbers without a unit are versions: `upgrade from 16.2 to 17.0`.
const OF_VERSIONS: &str = "upgrade upgrades upgraded migrate migrates migrated update updates updated";

/// Words behind a number that make it a time of day.
const CLOCK: [&str; 4] = ["am", "pm", "uhr", "oclock"];

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
            unit_behind(&title[from.range.end..]).filter(|named| unit.is_some_and(|unit| is_named(unit, named)));
        let found = named.and_then(|named| {
            contradiction((title, from), notation, ("from", "baseline", baseline), || Some(named), unit)
        });
        return found.into_iter().collect();
    };
    let notation = if is_comma { Notation::Comma } else { notation };
    let own = || unit_behind(&title[from.range.end..to.range.start]);
    let other = || unit_behind(&title[to.range.end..]);
    let is_bare = own().is_none() && other().is_none() && currency_before(title, from).is_none();
    if is_bare && names_something_else(title, numbers, [from, to], unit) {
        return Vec::new();
    }
    // In `from 9 minutes to 4` and in `from 9 to 4 minutes` both are minutes.
    let begin = contradiction((title, from), notation, ("from", "baseline", baseline), || own().or_else(other), unit);
    let end = contradiction((title, to), notation, ("to", "target", target), || other().or_else(own), unit);
    begin.into_iter().chain(end).collect()
}

/// Whether two numbers without a unit are years or versions, or another number of the title is the one that is in the metric's
/// unit: `upgrade from 16.2 to 17.0 in 40 clusters`.
fn names_something_else(
    title: &str,
    numbers: &[NamedNumber<'_>],
    way: [&NamedNumber<'_>; 2],
    unit: Option<&str>,
) -> bool {
    let first = title.split_whitespace().next().unwrap_or_default();
    let is_own = |it: &NamedNumber<'_>| {
        let named = unit_behind(&title[it.range.end..]);
        named.zip(unit).is_some_and(|(named, unit)| is_named(unit, &named))
    };
    let mut others = numbers.iter().filter(|it| way.iter().all(|number| number.range != it.range));
    are_years(way) || is_one_of(OF_VERSIONS, first) || others.any(is_own)
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
    let before = currency_before(title, number);
    let money = before.map(plain_unit);
    if let Some((multiplied, behind)) = multiplied(title, number, before.unwrap_or_default()) {
        // `1.2M` is 1.2 where the metric counts in millions, and about 1,230,000 elsewhere.
        let is_near = fits || (multiplied - value.abs()).abs() <= 0.05 * value.abs();
        let named = money.or_else(|| unit_behind(&title[behind..]));
        let is_meant = !is_near && is_comparable(named.as_deref(), unit);
        return is_meant.then_some(Contradiction {
            text: &title[number.range.start..behind],
            word,
            field,
            value,
            says: multiplied,
        });
    }
    // `€1.2 m` and `€5 M` may be millions.
    let is_short = || unit_behind(&title[number.range.end..]).is_some_and(|it| it == "m" || power_of(&it).is_some());
    if money.is_some() && is_short() {
        return None;
    }
    let says = readings.first().copied().filter(|_| !fits && is_comparable(money.or_else(named).as_deref(), unit))?;
    Some(Contradiction { text: number.text, word, field, value, says })
}

/// A number with the multiple behind it, such as `k` or ` million`, and where that ends. `money` is the currency before it.
fn multiplied(title: &str, number: &NamedNumber<'_>, money: &str) -> Option<(f64, usize)> {
    let rest = &title[number.range.end..];
    let word = rest.trim_start_matches([' ', '\u{a0}', '\u{202f}']);
    let end = word.match_indices(' ').nth(1).map_or(word.len(), |(at, _)| at);
    let (letters, zeros) = multiple_behind(money, &word[..end])?;
    // A single letter behind a space is no multiple: `5 M`.
    if word.len() < rest.len() && letters == 1 {
        return None;
    }
    // Before a multiple, a separator is always a decimal one.
    let value = parse_number(Numeral::parse(number.text)?.as_decimal())?;
    let power = i32::try_from(zeros).ok()?;
    Some((short_product(value * 10_f64.powi(power)), title.len() - word.len() + letters))
}

/// A number behind `from`, with the notation of that word's language.
fn beginning<'n, 't>(title: &str, number: &'n NamedNumber<'t>) -> Option<(&'n NamedNumber<'t>, Notation)> {
    let before = last_word(&title[..number.range.start]).filter(|_| !is_joined(title, number))?;
    let language = WAYS.iter().find(|(begin, ..)| begin.iter().any(|it| it.eq_ignore_ascii_case(before)))?;
    Some((number, language.2))
}

/// Whether a number is part of a fraction, a date, a version or a path.
fn is_joined(title: &str, number: &NamedNumber<'_>) -> bool {
    let (before, after) = (&title[..number.range.start], &title[number.range.end..]);
    // `-3` and `Ship 2.` are whole numbers, `2026-10-01` and `1.2.3` are not.
    let is_sign = |c: char| matches!(c, '-' | ':' | '.' | '–');
    let is_digit = |text: Option<char>| text.is_some_and(|c| c.is_ascii_digit());
    let (mut backward, mut forward) = (before.chars().rev(), after.chars());
    let is_behind = backward.next().is_some_and(is_sign) && is_digit(backward.next());
    let is_ahead = forward.next().is_some_and(is_sign) && is_digit(forward.next());
    before.ends_with('/') || after.starts_with('/') || is_behind || is_ahead
}

/// Whether two numbers are years and no amounts.
fn are_years(numbers: [&NamedNumber<'_>; 2]) -> bool {
    let is_year = |number: &NamedNumber<'_>| {
        number.text.len() == 4 && number.text.parse().is_ok_and(|year: u32| (1990..2100).contains(&year))
    };
    numbers.into_iter().all(is_year)
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
    if is_joined(title, from) || is_joined(title, to) {
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
    let is_of_unit = |c: char| c.is_alphanumeric() || matches!(c, '%' | '‰' | '/') || is_currency_sign(c);
    let end = text.find(|c: char| !is_of_unit(c)).unwrap_or(text.len());
    let word = text[..end].trim_end_matches('/');
    let is_preposition = |words: &[&str]| words.iter().any(|it| it.eq_ignore_ascii_case(word));
    let others = ["in", "of", "per", "and", "by", "down", "up", "within", "until", "at", "for", "with", "on"];
    let skipped = WAYS.iter().any(|(_, to, _)| is_preposition(to)) || is_preposition(&others);
    (!word.is_empty() && !skipped).then(|| plain_unit(word))
}

/// Whether a number in a title may be in the metric's unit. A word behind it that is no unit of measurement may be any noun,
/// and does not rule it out. Nothing is compared across multiples: `1.2` may be short for a baseline of 1,200,000.
fn is_comparable(named: Option<&str>, unit: Option<&str>) -> bool {
    if unit.and_then(power_of) != named.and_then(power_of) {
        return false;
    }
    let Some(named) = named else { return true };
    let is_month =
        |(month, _): &(&str, _)| named.eq_ignore_ascii_case(month) || named.eq_ignore_ascii_case(&month[..3]);
    if MONTHS.iter().any(is_month) || CLOCK.contains(&named) {
        return false;
    }
    let Some(unit) = unit else { return power_of(named).is_none() };
    is_named(unit, named) || is_same_head(unit, named) || !is_measure(named) && !is_measure(unit)
}

/// The currency directly before a number: `€` and `EUR`.
fn currency_before<'t>(title: &'t str, number: &NamedNumber<'_>) -> Option<&'t str> {
    let before = title[..number.range.start].trim_end();
    let sign = before.char_indices().next_back().filter(|(_, c)| is_currency_sign(*c)).map(|(at, _)| &before[at..]);
    sign.or_else(|| before.rsplit(char::is_whitespace).next().filter(|word| is_money(word)))
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
        assert_eq!(contradicted_fields("Grow from 1200 TEUR to 2200 TEUR", 1200.0, 2500.0, "TEUR"), ["target"]);
        assert_eq!(contradicted_fields("Cut it from 5 EUR to 3 EUR", 5.0, 4.0, "EUR per order"), ["target"]);
        assert_eq!(contradicted_fields("Cut weight from 900 kg to 700 kg", 900.0, 800.0, "kg"), ["target"]);
        assert_eq!(contradicted_fields("Raise it from 500 Mbit/s to 900 Mbit/s", 500.0, 800.0, "Mbit/s"), ["target"]);
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
            // The same in another multiple.
            ("Raise ARR from 1.2M to 2M", 1200.0, 2000.0, "kEUR"),
            ("Raise ARR from €1.2M to €2M", 1200.0, 2000.0, "TEUR"),
            ("Raise ARR from 1,200,000 to 2,000,000 euros", 1.2, 2.0, "MEUR"),
            ("Raise ARR from 1.2M to 2M", 1200.0, 2000.0, "EUR (thousands)"),
            ("Raise ARR from 1.2M to 2M", 1200.0, 2000.0, "thousands"),
            ("Raise ARR from 1.2M EUR to 2M EUR", 1200.0, 2000.0, "EUR '000"),
            ("Raise ARR from €1.2m to €2m", 1_200_000.0, 2_000_000.0, "EUR"),
            ("Raise ARR from €1.2 m to €2 m", 1_200_000.0, 2_000_000.0, "EUR"),
            ("Raise ARR from 1.2m EUR to 2m EUR", 1200.0, 2000.0, "kEUR"),
            ("Raise ARR from 1200 TEUR to 2000 TEUR", 1_200_000.0, 2_000_000.0, "EUR"),
            // The same in another unit.
            ("Cut weight from 1.2 t to 900 kg", 1200.0, 900.0, "kg"),
            ("Cut energy from 2 MWh to 1.5 MWh", 2000.0, 1500.0, "kWh"),
            ("Raise throughput from 500 Mbit/s to 2 Gbit/s", 500.0, 2000.0, "Mbit/s"),
            ("Raise throughput from 0.5 Gbps to 2 Gbps", 500.0, 2000.0, "Mbit/s"),
            ("Cut cost from 50 cents to 30 cents", 0.5, 0.3, "EUR"),
            ("Cut error rate from 5‰ to 2‰", 0.5, 0.2, "%"),
            ("Cut error rate from 50 bps to 20 bps", 0.5, 0.2, "%"),
            ("Raise prices from $400 to $900", 370.0, 830.0, "EUR"),
            // No amounts at all.
            ("Publish a post a week from 2026-10-01 to 2026-12-31", 0.0, 13.0, "posts"),
            ("Publish a post a week from 1 October to 31 December", 0.0, 13.0, "posts"),
            ("Answer the phone from 9 am to 5 pm", 0.0, 13.0, "weeks"),
            ("Answer the phone from 9:00 to 17:00", 0.0, 13.0, "weeks"),
            ("Upgrade from 16.2 to 17.0 in 40 clusters", 0.0, 40.0, "clusters"),
            ("Upgrade Postgres from 14 to 16", 0.0, 40.0, "clusters"),
            ("Move the shops from 1.2.3 to 1.3.0", 0.0, 40.0, "shops"),
            ("Move all contracts from 2025 to 2027", 0.0, 40.0, "contracts"),
        ] {
            assert_eq!(contradicted_fields(title, baseline, target, unit), [] as [&str; 0], "{title}");
        }
    }
}
