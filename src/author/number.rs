//! Numbers as people give them to a command or in a table, judged by what is known of the goal that they are for.

use super::unfit::{Unfit, unfit};
use crate::model::{Doubt, KnownValues, parse_share};
use crate::syntax::{Notation, Numeral, Reading, parse_number};

/// A number that was given.
#[derive(Debug, Clone, PartialEq)]
pub struct GivenNumber {
    /// The number.
    pub value: f64,
    /// As it is written into a file: as it was typed, where that is plain.
    pub written: String,
}

/// Reads a number, with its own unit around it or without. Where its digits can be read in two ways and the first is hard
/// to believe beside the values known, or nothing tells which is meant, both are offered and neither is taken.
///
/// # Errors
/// It is no number, one in another unit, or one that may be another.
pub fn read_number(
    text: &str,
    unit: Option<&str>,
    known: &KnownValues,
    notation: Notation,
) -> Result<GivenNumber, Unfit> {
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
    let Some(numeral) = Numeral::parse(digits) else {
        let help = if notation == Notation::Comma { "42, 99,5 or -3" } else { "42, 99.5 or -3" };
        return unfit(format!("`{text}` is no number"), format!("give a number such as {help}"));
    };
    if !numeral.is_bare() {
        return Err(more_than_digits(text, &numeral, unit, notation));
    }
    let chosen = choose(text, numeral.read(notation), known, notation)?;
    let number = finite(&chosen, text)?;
    // A unit that was typed says what was meant.
    if let Some(Doubt::Share { meant, last }) = known.doubt(number.value).filter(|_| without_unit.is_none())
        && let Some(unit) = unit
    {
        return unfit(
            format!("`{text}` may be a share, and the last value is {last} {unit}"),
            format!("write {meant}, or {chosen}{unit} if that is what it is"),
        );
    }
    Ok(number)
}

/// Of two readings the one that was meant, if that can be told.
fn choose(text: &str, reading: Reading, known: &KnownValues, notation: Notation) -> Result<String, Unfit> {
    let far = |number: &str| parse_number(number).is_some_and(|it| known.is_far(it) || known.doubt(it).is_some());
    let near = |number: &str| parse_number(number).is_some_and(|it| known.times_off(it).is_some() && !far(number));
    let ask = |first: &str, second: &str| {
        let local =
            |number: &str| if notation == Notation::Comma { number.replace('.', ",") } else { number.to_owned() };
        unfit(
            format!("`{text}` may be {} or {}", plain(first), plain(second)),
            format!("write {} or {}", local(&unmistakable(first)), local(&unmistakable(second))),
        )
    };
    match reading {
        Reading::Sure(number) => Ok(number),
        Reading::Likely(first, second) if far(&first) && !far(&second) => ask(&second, &first),
        Reading::Likely(first, _) => Ok(first),
        // On the command line the goal's own values may tell.
        Reading::Either(first, second) if notation == Notation::Code && near(&first) && far(&second) => Ok(first),
        Reading::Either(first, second) if far(&first) && !far(&second) => ask(&second, &first),
        Reading::Either(first, second) => ask(&first, &second),
    }
}

/// A number without zeros behind its fraction, as a message names it.
fn plain(number: &str) -> String {
    match number.split_once('.') {
        Some((whole, part)) if part.bytes().all(|byte| byte == b'0') => whole.to_owned(),
        Some(_) => number.trim_end_matches('0').to_owned(),
        None => number.to_owned(),
    }
}

/// A number in digits that cannot be read as grouped thousands: `48.6120` for `48.612`.
fn unmistakable(number: &str) -> String {
    let short = plain(number);
    let grouped = Numeral::parse(&short).is_some_and(|it| it.read(Notation::Code).second().is_some());
    if grouped { format!("{short}0") } else { short }
}

/// What is said of a number with more than its digits.
fn more_than_digits(text: &str, numeral: &Numeral<'_>, unit: Option<&str>, notation: Notation) -> Unfit {
    let number = numeral.in_full(notation).offered();
    let measured = unit.map_or("without a unit".to_owned(), |unit| format!("in {unit}"));
    let (message, help) = match numeral.unit() {
        Some("%") => {
            let share = parse_share(text).map(|share| format!(", such as {share} where it is a share"));
            let help = format!("give the value itself{}", share.unwrap_or_default());
            (format!("`{text}` is a percentage, and this goal is measured {measured}"), help)
        }
        Some(named) if unit != Some(named) => {
            let help = format!("write {number}, if that is the value {measured}");
            (format!("`{text}` is in {named}, and this goal is measured {measured}"), help)
        }
        _ => (format!("`{text}` is no plain number"), format!("write {number}")),
    };
    Unfit { message, help }
}

fn too_large<T>(text: &str) -> Result<T, Unfit> {
    unfit(format!("`{text}` is too large a number"), "give a smaller one, in a larger unit")
}

/// A number that can be written, with its text.
fn finite(digits: &str, text: &str) -> Result<GivenNumber, Unfit> {
    match parse_number(digits) {
        Some(value) if value.abs() < 1e15 => Ok(GivenNumber { value, written: as_typed(digits, value) }),
        Some(_) => too_large(text),
        None => unfit(format!("`{text}` is no number"), "give a number such as 42, 99.5 or -3"),
    }
}

/// A number with all its digits and no exponent.
pub(super) fn decimal(number: f64) -> String {
    if number == 0.0 { "0".to_owned() } else { number.to_string() }
}

/// A number as it was typed, where that is plain: `5.50` stays so.
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
            Err("write 45.5, or 0.455% if that is what it is".to_owned())
        );
        assert_eq!(read("0.455%", "%", rate, Notation::Code), Ok(0.455));
        assert_eq!(read("50,52%", "%", rate, Notation::Comma), Ok(50.52));
        let revenue = (1000.0, 50_000.0, 11_000.0);
        assert_eq!(read("12k", "EUR", revenue, Notation::Code), Err("write 12000".to_owned()));
        assert_eq!(
            read("$1.2M", "EUR", revenue, Notation::Code),
            Err("write 1200000, if that is the value in EUR".to_owned())
        );
        assert_eq!(read("EUR 12 000", "EUR", revenue, Notation::Code), Ok(12_000.0));
        assert_eq!(read("12 000 €", "€", revenue, Notation::Code), Ok(12_000.0));
        for text in ["", "x", "1.2.3", "1e400", "6/10", "0x10", "nan"] {
            assert!(read(text, "EUR", revenue, Notation::Code).is_err(), "{text}");
        }
    }
}
