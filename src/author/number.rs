//! Reads numbers from commands and tables, and checks them against the known values of the goal.

use super::no_value::no_value;
use super::unfit::{Unfit, unfit};
use crate::model::{
    Doubt, KnownValues, doubtful_percentage, help_in_unit, is_named, meant_fraction, meant_share, parse_part,
    parse_share,
};
use crate::syntax::{Notation, Numeral, Reading, is_currency_sign, is_in_percent, parse_number};

/// A number that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct GivenNumber {
    /// The number.
    pub value: f64,
    /// The text to write: as typed if that is a plain number.
    pub written: String,
}

/// The unit of efforts and capacities.
pub(super) const PERSON_WEEKS: &str = "person-weeks";

/// What a number counts: its unit, and what it belongs to.
#[derive(Debug, Clone, Copy)]
struct Measured<'u> {
    unit: Option<&'u str>,
    /// The field that it is written to; none for a value of a metric.
    field: Option<&'u str>,
}

impl Measured<'_> {
    /// What is wrong with a number in another unit.
    fn says(self) -> String {
        match self.field {
            Some(field) => format!("`{field}` is given {}", self.within()),
            None => format!("this goal is measured {}", self.within()),
        }
    }

    /// `in ms`, or `without a unit`.
    fn within(self) -> String {
        self.unit.map_or("without a unit".to_owned(), |unit| format!("in {unit}"))
    }

    /// Whether the unit that a person wrote is its own, perhaps in the singular or by another name.
    fn is_in(self, named: &str) -> bool {
        self.unit.is_some_and(|unit| is_named(unit, named))
    }
}

/// Reads a number with or without its unit. If it is ambiguous (`1.500`) and the known values do not decide, or if the
/// likely reading is far from them, the error offers both readings: writing a wrong value silently would be worse than
/// asking.
///
/// # Errors
/// The text is not a number, has another unit, or is ambiguous.
pub(super) fn read_number(
    text: &str,
    unit: Option<&str>,
    known: &KnownValues,
    notation: Notation,
) -> Result<GivenNumber, Unfit> {
    read_measured(text, Measured { unit, field: None }, known, notation)
}

/// Reads a number of a field that is no value of a metric, such as an effort in person-weeks.
///
/// # Errors
/// The text is not a number, or has another unit.
pub(super) fn read_field_number(text: &str, field: &str, unit: Option<&str>) -> Result<GivenNumber, Unfit> {
    read_measured(text, Measured { unit, field: Some(field) }, &KnownValues::default(), Notation::Code)
}

/// Reads a number of a new metric, of which nothing is known but the numbers given with it, such as the baseline beside a
/// target. If it is ambiguous (`2.000`) and they do not decide, the error offers both readings.
///
/// # Errors
/// The text is not a number, has another unit, or is ambiguous.
pub fn read_new_number(text: &str, unit: Option<&str>, beside: &[&str]) -> Result<GivenNumber, Unfit> {
    // `4.000,5` beside it shows that a point divides groups here.
    let is_comma = beside.iter().filter_map(|text| numeral_in(text, unit)).any(|it| it.decimal_sign() == Some(','));
    read_beside(text, unit, beside, if is_comma { Notation::Comma } else { Notation::Code })
}

/// Reads a number beside others. If its digits could be grouped thousands and the others do not decide (`250.000` beside 0),
/// the error offers both readings; where the notation itself groups digits, they are.
///
/// # Errors
/// The text is not a number, has another unit, or is ambiguous.
pub(super) fn read_beside(
    text: &str,
    unit: Option<&str>,
    beside: &[&str],
    notation: Notation,
) -> Result<GivenNumber, Unfit> {
    let measured = Measured { unit, field: None };
    let sure = beside.iter().filter_map(|text| {
        let read = read_measured(text, measured, &KnownValues::default(), notation).ok()?;
        Some(read.value).filter(|_| numeral_in(text, unit).is_some_and(|it| it.read(notation).second().is_none()))
    });
    let known = KnownValues::beside(sure);
    let read = read_measured(text, measured, &KnownValues::default(), notation)?;
    let Some(numeral) = numeral_in(text, unit) else { return Ok(read) };
    let reading = numeral.read(notation);
    let Some(second) = reading.second().filter(|_| reading.first().contains('.')) else { return Ok(read) };
    // 99.995 is more likely a share in % than 99995.
    let is_share = unit.is_some_and(is_in_percent) && parse_number(second).is_some_and(|it| it.abs() > 100.0);
    let is_decided = is_share || is_near(&known, reading.first()) && is_far(&known, second);
    if is_decided { Ok(read) } else { ask(text.trim(), notation, (reading.first(), second), &known) }
}

/// A number in a unit; none for one in another.
fn numeral_in<'t>(text: &'t str, unit: Option<&str>) -> Option<Numeral<'t>> {
    Numeral::parse(text.trim()).filter(|it| it.is_bare() || it.unit() == unit)
}

fn read_measured(
    text: &str,
    measured: Measured<'_>,
    known: &KnownValues,
    notation: Notation,
) -> Result<GivenNumber, Unfit> {
    let unit = measured.unit;
    let text = text.trim();
    let own = |unit: &str| {
        let rest = text.strip_suffix(unit).or_else(|| text.strip_prefix(unit)).map(str::trim);
        rest.filter(|rest| Numeral::parse(rest).is_some_and(|it| it.is_bare()))
    };
    let without_unit = unit.and_then(own);
    let digits = without_unit.unwrap_or(text);
    if parse_number(digits).is_some_and(f64::is_infinite) {
        return too_large(text);
    }
    if text.is_empty() {
        return unfit("the value is empty", "give a number such as 42, 99.5 or -3");
    }
    if let Some(numbers) = meant_fraction(text, unit) {
        return unfit(format!("`{text}` is a fraction"), format!("write {numbers}"));
    }
    no_value(text, measured.field.is_some()).map_or(Ok(()), Err)?;
    let Some(numeral) = Numeral::parse(digits) else {
        let help = if notation == Notation::Comma { "42, 99,5 or -3" } else { "42, 99.5 or -3" };
        return unfit(format!("`{text}` is not a number"), format!("give a number such as {help}"));
    };
    // `50 percent` has the unit of a metric in `%` under another name, and `1 day` that of one in days.
    let named_unit = numeral.before.is_empty() && numeral.multiple().is_none() && measured.is_in(numeral.after);
    if !numeral.is_bare() && !named_unit {
        return Err(extra_characters(text, &numeral, measured, notation));
    }
    let chosen = choose_reading(text, numeral.read(notation), known, notation)?;
    let number = finite(&chosen, text)?;
    // With the unit typed, the number is not a share by mistake.
    if let Some(Doubt::Share { meant, last }) =
        known.doubt(number.value).filter(|_| without_unit.is_none() && !named_unit)
        && let Some(unit) = unit
    {
        // A sign follows its number, a word needs a space and so quotes on a command line.
        let is_word = unit.chars().any(char::is_alphabetic);
        let as_given = if is_word { format!("\"{chosen} {unit}\"") } else { format!("{chosen}{unit}") };
        let looks = if number.value < last { "share" } else { "percentage" };
        return unfit(
            format!("`{text}` looks like a {looks}, but the last value is {last} {unit}"),
            format!("write {meant}, or {as_given} if that is the value"),
        );
    }
    Ok(number)
}

/// Chooses between two readings of a number, or returns an error that offers both.
fn choose_reading(text: &str, reading: Reading, known: &KnownValues, notation: Notation) -> Result<String, Unfit> {
    match reading {
        Reading::Sure(number) => Ok(number),
        Reading::Likely(first, second) if is_far(known, &first) => ask(text, notation, (&first, &second), known),
        Reading::Likely(first, _) => Ok(first),
        // On the command line there is no table to show the notation, so the goal's own values decide.
        Reading::Either(first, second)
            if notation == Notation::Code && is_near(known, &first) && is_far(known, &second) =>
        {
            Ok(first)
        }
        Reading::Either(first, second) => ask(text, notation, (&first, &second), known),
    }
}

/// Whether a reading is hard to believe beside the known values.
fn is_far(known: &KnownValues, number: &str) -> bool {
    parse_number(number).is_some_and(|it| known.is_far(it) || known.doubt(it).is_some())
}

/// Whether a reading is of the size of the known values.
fn is_near(known: &KnownValues, number: &str) -> bool {
    parse_number(number).is_some_and(|it| known.times_off(it).is_some()) && !is_far(known, number)
}

/// Returns the error that offers both readings of a number, the more probable one first.
fn ask<T>(text: &str, notation: Notation, (first, second): (&str, &str), known: &KnownValues) -> Result<T, Unfit> {
    let (first, second) =
        if is_far(known, first) && !is_far(known, second) { (second, first) } else { (first, second) };
    let local = |number: &str| if notation == Notation::Comma { number.replace('.', ",") } else { number.to_owned() };
    unfit(
        format!("`{text}` could mean {} or {}", plain(first), plain(second)),
        format!("write {} or {}", local(&unambiguous(first)), local(&unambiguous(second))),
    )
}

/// Removes trailing zeros of the fraction, for messages.
fn plain(number: &str) -> String {
    match number.split_once('.') {
        Some((whole, part)) if part.bytes().all(|byte| byte == b'0') => whole.to_owned(),
        Some(_) => number.trim_end_matches('0').to_owned(),
        None => number.to_owned(),
    }
}

/// Writes a number so that it cannot be read as grouped thousands: `48.6120` for `48.612`.
fn unambiguous(number: &str) -> String {
    let short = plain(number);
    let grouped = Numeral::parse(&short).is_some_and(|it| it.read(Notation::Code).second().is_some());
    if grouped { format!("{short}0") } else { short }
}

/// Creates the error for a number with a unit, a multiplier or other characters. `12k` and `$1.2M` are offered in
/// digits, never applied: whether k is a thousand is the writer's to confirm.
fn extra_characters(text: &str, numeral: &Numeral<'_>, measured: Measured<'_>, notation: Notation) -> Unfit {
    let reading = numeral.in_full(notation);
    let number = reading.offered();
    let in_unit = measured.unit.and_then(|unit| help_in_unit(text, numeral, unit, notation));
    let (message, help) = match numeral.unit() {
        Some("%") => {
            let share = doubtful_percentage(text).or_else(|| Some(parse_part(text)?.to_string()));
            let share = share.map(|share| format!(", such as {share} where it is a share"));
            let help = format!("give the value itself{}", share.unwrap_or_default());
            (format!("`{text}` is a percentage, but {}", measured.says()), help)
        }
        // Signs such as `~` and `>` are no units.
        Some(named) if !measured.is_in(named) && named.contains(is_in_unit) => {
            let help = format!("write {number}, if that is the value {}", measured.within());
            (format!("`{text}` is in {named}, but {}", measured.says()), help)
        }
        _ => (format!("`{text}` is not a plain number"), format!("write {number}")),
    };
    Unfit { message, help: in_unit.unwrap_or(help) }
}

/// Whether a character makes a unit of what stands beside a number: a letter or a currency sign.
fn is_in_unit(c: char) -> bool {
    c.is_alphabetic() || is_currency_sign(c) || matches!(c, '‰' | '°')
}

/// Reads a part of a whole: 0 to 1, `6/10`, `60%`. `what` names it, such as `a grade`.
///
/// # Errors
/// The text is none of these.
pub fn read_share(text: &str, what: &str) -> Result<f64, Unfit> {
    let text = text.trim();
    if let Some(share) = parse_share(text) {
        return Ok(share);
    }
    if let Some(both) = doubtful_percentage(text) {
        return unfit(format!("`{text}` could mean {both}"), format!("write {both}"));
    }
    let outside = format!("{what} must be between 0 and 1, not {text}");
    match meant_share(text, true) {
        // 6 may mean 0.6 or 6/10, and 60 may mean 60 %: both are offered, none is assumed.
        Some(meant) => {
            let ten = parse_number(text).is_some_and(|number| number <= 10.0);
            let also = if ten { format!("{text}/10") } else { format!("{text}%") };
            unfit(outside, format!("write {meant} or {also}"))
        }
        None if parse_part(text).is_some() => unfit(outside, "write 0 to 1, 6/10 or 60%"),
        None if text.is_empty() => unfit(format!("{what} must be between 0 and 1"), "write 0 to 1, 6/10 or 60%"),
        None => unfit(format!("`{text}` is not {what}"), "write 0 to 1, 6/10 or 60%"),
    }
}

/// Reads a weight: 0 or more.
///
/// # Errors
/// The text is no such number.
pub fn read_weight(text: &str) -> Result<f64, Unfit> {
    let text = text.trim();
    if let Some(numeral) = Numeral::parse(text).filter(|it| !it.is_bare() && !text.starts_with('-')) {
        let share = doubtful_percentage(text).or_else(|| Some(parse_share(text)?.to_string()));
        let number = share.unwrap_or_else(|| numeral.in_full(Notation::Code).offered());
        return unfit(format!("`{text}` is not a plain number"), format!("write {number}"));
    }
    let weight = read_field_number(text, "weight", None)?.value;
    match weight {
        ..0.0 => unfit(format!("a weight must be 0 or more, not {text}"), "0 counts nothing, 1 is the default"),
        _ if weight > 1e9 => {
            unfit(format!("`{text}` is too large for a weight"), "weights count against each other; 1 is the default")
        }
        _ => Ok(weight),
    }
}

fn too_large<T>(text: &str) -> Result<T, Unfit> {
    unfit(format!("`{text}` is too large"), "use a larger unit, such as millions")
}

/// Parses digits, and refuses numbers too large to be exact (2^53 is about 9e15; IEEE 754).
fn finite(digits: &str, text: &str) -> Result<GivenNumber, Unfit> {
    match parse_number(digits) {
        Some(value) if value.abs() < 1e15 => Ok(GivenNumber { value, written: as_typed(digits, value) }),
        Some(_) => too_large(text),
        None => unfit(format!("`{text}` is not a number"), "give a number such as 42, 99.5 or -3"),
    }
}

/// Formats a number with all its digits, without an exponent or a negative zero.
pub(super) fn decimal(number: f64) -> String {
    if number == 0.0 { "0".to_owned() } else { number.to_string() }
}

/// Returns a number as typed if it is plain, so that `5.50` stays `5.50`.
pub(super) fn as_typed(digits: &str, number: f64) -> String {
    let unsigned = digits.strip_prefix('-').unwrap_or(digits);
    let (whole, part) = unsigned.split_once('.').unwrap_or((unsigned, "0"));
    let counted = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let plain = counted(whole) && counted(part) && (whole == "0" || !whole.starts_with('0')) && number != 0.0;
    if plain { digits.to_owned() } else { decimal(number) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Metric;

    fn read(
        text: &str,
        unit: &str,
        (baseline, target, last): (f64, f64, f64),
        notation: Notation,
    ) -> Result<f64, String> {
        let metric = Metric {
            unit: Some(unit.to_owned()).filter(|unit| !unit.is_empty()),
            baseline: Some(baseline),
            target: Some(target),
            ..Metric::default()
        };
        let known = KnownValues::of(&metric, &metric, Some(last));
        read_number(text, metric.unit.as_deref(), &known, notation).map(|it| it.value).map_err(|it| it.help)
    }

    #[test]
    fn the_second_reading_is_offered_where_the_first_is_hard_to_believe() {
        // `48.600` made 48600 titles 48.6.
        let titles = (60_000.0, 45_000.0, 48_650.0);
        assert_eq!(read("48.600", "titles", titles, Notation::Code), Err("write 48600 or 48.6".to_owned()));
        assert_eq!(read("48.612", "titles", titles, Notation::Code), Err("write 48612 or 48.6120".to_owned()));
        assert_eq!(read("48.6", "titles", titles, Notation::Code), Ok(48.6), "one reading is taken");
        assert_eq!(read("48.6120", "titles", titles, Notation::Code), Ok(48.612));
        assert_eq!(read("48,600", "titles", titles, Notation::Code), Ok(48_600.0));
        assert_eq!(read("48'600 titles", "titles", titles, Notation::Code), Ok(48_600.0));
        let from_zero = (0.0, 5000.0, 1200.0);
        assert_eq!(read("1.500", "", from_zero, Notation::Code), Err("write 1500 or 1.5".to_owned()));
        let seconds = (1.9, 1.1, 1.4);
        assert_eq!(read("1.355", "s", seconds, Notation::Code), Ok(1.355));
        assert_eq!(read("1,355", "s", seconds, Notation::Code), Err("write 1.3550 or 1355".to_owned()));
        assert_eq!(read("1,5", "s", seconds, Notation::Code), Ok(1.5));
    }

    #[test]
    fn a_table_is_read_by_its_signs() {
        let loaves = (1000.0, 5000.0, 1200.0);
        assert_eq!(read("1.355,90", "loaves", loaves, Notation::Comma), Ok(1355.9));
        assert_eq!(read("1.500", "loaves", loaves, Notation::Comma), Err("write 1500 or 1,5".to_owned()));
        assert_eq!(read("1,500", "loaves", loaves, Notation::Point), Ok(1500.0));
        assert_eq!(read("1,500", "loaves", loaves, Notation::Unknown), Err("write 1500 or 1.5".to_owned()));
        assert_eq!(read("0,125", "", (0.1, 0.2, 0.11), Notation::Point), Ok(0.125));
    }

    #[test]
    fn shares_units_and_multiples_are_offered_and_not_applied() {
        let rate = (10.0, 90.0, 20.0);
        assert_eq!(
            read("0.455", "%", rate, Notation::Code),
            Err("write 45.5, or 0.455% if that is the value".to_owned())
        );
        assert_eq!(read("0.455%", "%", rate, Notation::Code), Ok(0.455));
        assert_eq!(read("50,52%", "%", rate, Notation::Comma), Ok(50.52));
        let revenue = (1000.0, 50_000.0, 11_000.0);
        assert_eq!(read("12k", "EUR", revenue, Notation::Code), Err("write 12000".to_owned()));
        assert_eq!(
            read("$1.2M", "EUR", revenue, Notation::Code),
            Err("write 1200000, if that is the value in EUR".to_owned())
        );
        let millions = (1.0, 2.0, 1.2);
        let both = "write 1.5, or 1500000 if that is the value in M EUR";
        assert_eq!(read("1.5M", "M EUR", millions, Notation::Code), Err(both.to_owned()));
        assert_eq!(read("70000 B", "kB", millions, Notation::Code), Err("give the value in kB".to_owned()));
        assert_eq!(read(",45", "share", (0.1, 0.9, 0.4), Notation::Code), Ok(0.45));
        assert_eq!(read("EUR 12 000", "EUR", revenue, Notation::Code), Ok(12_000.0));
        assert_eq!(read("12 000 €", "€", revenue, Notation::Code), Ok(12_000.0));
        for text in ["", "x", "1.2.3", "1e400", "6/10", "0x10", "nan"] {
            assert!(read(text, "EUR", revenue, Notation::Code).is_err(), "{text}");
        }
    }
}
