//! Units of numbers: their plain form, conversions between units of time, and what to write for a number in another unit. A
//! number is offered only where it is sure; where there are two, both are.

use super::words::number::exact;
use crate::syntax::{Notation, Numeral, is_beside_percent, is_in_percent, is_percent, power_of};

/// Units that can be converted into each other, so that a title may use another one than the metric. The first name of
/// each is its plain form.
pub const CONVERTIBLE: [&[&str]; 12] = [
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

/// Signs of currencies, each behind the code of the same currency (ISO 4217), which is its plain form.
const CURRENCIES: [&[&str]; 4] = [&["eur", "€", "euro"], &["usd", "$"], &["gbp", "£"], &["jpy", "¥"]];

/// Factors between units of time, from the larger to the smaller one.
const TIMES: [(&str, &str, f64); 6] = [
    ("s", "ms", 1000.0),
    ("min", "s", 60.0),
    ("h", "min", 60.0),
    ("h", "s", 3600.0),
    ("d", "h", 24.0),
    ("week", "d", 7.0),
];

/// Prefixes of the International System of Units.
const PREFIXES: &str = "kKMGTPmµcn";

/// Other units that are no nouns: a number in one of them is no number in another. They are not converted, as a capital may
/// change what they mean: `mW` and `MW`.
const MEASURES: &str = "% ‰ permille bp bps pp cent ct mg g kg t ton tonne kilo lb oz mm cm m km metre meter mile mi ft ml cl l hl \
    litre liter wh kwh mwh gwh twh w kw mw gw j kj mj bit kbit mbit gbit tbit kbps mbps gbps b byte kib mib gib tib hz khz mhz \
    ghz workday";

/// The plain form of a unit: lower case, singular, and one name for synonyms.
pub fn plain_unit(unit: &str) -> String {
    let lower = unit.trim().to_lowercase();
    if is_percent(unit) {
        return "%".to_owned();
    }
    // A small w: the capital is a watt. And `Gbps` are no pounds.
    if unit.trim() == "w" {
        return "week".to_owned();
    }
    if lower.ends_with("bps") {
        return lower;
    }
    let singular = lower.strip_suffix('s').filter(|it| it.len() > 1).unwrap_or(&lower);
    let names =
        CONVERTIBLE.iter().chain(&CURRENCIES).find(|names| names.contains(&&*lower) || names.contains(&singular));
    names.map_or_else(|| singular.to_owned(), |names| names[0].to_owned())
}

/// Whether what a person wrote behind a number is the unit of a metric: its own name, perhaps in the singular, another name
/// of it, or the percent of which it counts some, such as `% of orders`.
pub fn is_named(unit: &str, named: &str) -> bool {
    let is_percentage = || is_percent(named) && is_in_percent(unit) && !is_beside_percent(unit);
    plain_unit(unit) == plain_unit(named) || is_percentage()
}

/// Whether two units are one, only spelt otherwise: `users` and `Users`, `%` and `percent`, `EUR` and `€`. Where a capital may
/// make another unit of it (`mW` and `MW`, `kb` and `kB`), it is another one.
pub fn is_respelt(a: &str, b: &str) -> bool {
    let [a, b] = [a, b].map(|unit| unit.split_whitespace().collect::<Vec<_>>().join(" "));
    let is_capital_alone = a != b && a.to_lowercase() == b.to_lowercase();
    let head = head_of(&a);
    let is_sure = || is_time(&head) || CURRENCIES.iter().any(|names| names[0] == head);
    plain_unit(&a) == plain_unit(&b) && (!is_capital_alone || !is_measure(&a) || is_sure())
}

/// Whether the plain form of a unit is one of time.
fn is_time(plain: &str) -> bool {
    TIMES.iter().any(|(large, small, _)| [large, small].contains(&&plain)) || ["month", "year"].contains(&plain)
}

/// Whether a unit is one of measurement or a currency, perhaps per something: no noun that may stand beside any other unit.
pub fn is_measure(unit: &str) -> bool {
    let head = head_of(unit);
    let is_among = |names: &[&str]| names.contains(&&*head);
    CONVERTIBLE.iter().chain(&CURRENCIES).any(|names| is_among(names))
        || MEASURES.split_whitespace().any(|it| it == head)
}

/// Whether two units are the same, perhaps one of them per something: `Mbit` and `Mbit/s`.
pub fn is_same_head(a: &str, b: &str) -> bool {
    head_of(a) == head_of(b)
}

/// What a unit begins with, in its plain form: `mbit` of `Mbit/s`, `eur` of `EUR per order`.
fn head_of(unit: &str) -> String {
    let head = unit.trim().split(|c: char| c == '/' || c.is_whitespace()).next().unwrap_or_default();
    plain_unit(head)
}

/// How many of a unit are in one of another that is equal or larger; none between other units. A division might need
/// more digits than anyone would write.
pub fn unit_factor(large: &str, small: &str) -> Option<f64> {
    let (large, small) = (plain_unit(large), plain_unit(small));
    if large == small {
        return Some(1.0);
    }
    TIMES.iter().find(|it| (it.0, it.1) == (&large, &small)).map(|it| it.2)
}

/// A value in another unit of time; none between other units. It is not told where it would need more digits than anyone
/// would write.
pub(super) fn converted(value: f64, from: &str, to: &str) -> Option<f64> {
    let multiplied = unit_factor(from, to).map(|times| short_product(value * times));
    let divided = || {
        let parts = unit_factor(to, from).map(|times| short_product(value / times));
        parts.filter(|it| short_product(it * 1000.0).fract() == 0.0)
    };
    multiplied.or_else(divided)
}

/// A product without the error of its last digits: 1.1 h are 66 minutes, not 66.00000000000001.
pub fn short_product(value: f64) -> f64 {
    format!("{value:.9}").parse().unwrap_or(value)
}

/// What to write for a number with a unit or a multiple of its own, where its digits alone may be wrong in the metric's unit:
/// `25k` in `k EUR`, `0.07MB` in `kB`, `2 weeks` in `days`. None where they are not.
pub fn help_in_unit(text: &str, numeral: &Numeral<'_>, unit: &str, notation: Notation) -> Option<String> {
    let text = text.trim();
    let give = || Some(format!("give the value in {unit}"));
    let reading = numeral.in_full(notation);
    // `1600 kEUR` has its multiple in the unit.
    let own_power = numeral.multiple().map_or_else(|| power_of(numeral.after), |_| None);
    let sure = reading.first().parse::<f64>().ok().filter(|_| reading.second().is_none());
    let sure = sure.map(|sure| own_power.map_or(sure, |power| short_product(sure * 10_f64.powi(power))));
    let named = numeral.unit().unwrap_or_default();
    let is_own = is_named(unit, named);
    if let Some(value) = sure.and_then(|sure| converted(sure, named, unit).filter(|_| !is_own)) {
        return Some(format!("write {}, which is {text} in {unit}", exact(value)));
    }
    let money = own_power.and_then(|_| numeral.after.get(1..)).filter(|code| is_named(unit, code));
    if let (Some(_), Some(full)) = (money, sure) {
        return Some(format!("write {}, which is {text} in {unit}", exact(full)));
    }
    let is_other_time = unit_factor(named, unit).or_else(|| unit_factor(unit, named)).is_some() && !is_own;
    if own_power.is_none() && (is_other_time || differs_in_prefix(numeral.after, unit) || has_prefix_of(numeral, unit))
    {
        return give();
    }
    if let Some(power) = power_of(unit).filter(|_| !numeral.is_bare()) {
        let Some(full) = sure else { return give() };
        let inside = short_product(full / 10_f64.powi(power));
        return Some(format!("write {}, or {} if that is the value in {unit}", exact(inside), exact(full)));
    }
    let is_doubtful = is_percent(named) && is_beside_percent(unit);
    is_doubtful.then(|| format!("write {}, if that is the value in {unit}", reading.offered()))
}

/// Whether two units are one with different prefixes: `MB` and `kB`, `m` and `km`.
fn differs_in_prefix(named: &str, unit: &str) -> bool {
    let without =
        |unit: &str| unit.strip_prefix(|c| PREFIXES.contains(c)).filter(|rest| !rest.is_empty()).map(str::to_owned);
    let (bare_named, bare_unit) = (without(named), without(unit));
    let is_one = |a: &Option<String>, b: &str| a.as_deref() == Some(b);
    !named.is_empty()
        && named != unit
        && (is_one(&bare_named, unit) || is_one(&bare_unit, named) || bare_named.is_some() && bare_named == bare_unit)
}

/// Whether a multiple behind a number may be the prefix of a short unit: `25k` in `km`.
fn has_prefix_of(numeral: &Numeral<'_>, unit: &str) -> bool {
    let prefix = numeral.after.chars().next().filter(|c| numeral.after.len() == 1 && PREFIXES.contains(*c));
    let is_short = (2..=3).contains(&unit.chars().count()) && power_of(unit).is_none();
    prefix.is_some_and(|prefix| is_short && unit.starts_with(prefix))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn help(text: &str, unit: &str) -> Option<String> {
        help_in_unit(text, &Numeral::parse(text).expect(text), unit, Notation::Code)
    }

    #[test]
    fn a_unit_may_be_spelt_in_several_ways() {
        let same = ["users Users", "% percent", "EUR €", "hours h", "Days days", "k users|k  users", "minutes min"];
        for pair in same {
            let (a, b) = pair.split_once('|').or_else(|| pair.split_once(' ')).expect(pair);
            assert!(is_respelt(a, b) && is_respelt(b, a), "{pair}");
        }
        for (a, b) in
            [("mW", "MW"), ("kb", "kB"), ("%", "% of revenue"), ("EUR", "USD"), ("h", "min"), ("M EUR", "m EUR")]
        {
            assert!(!is_respelt(a, b), "{a} {b}");
        }
    }

    #[test]
    fn a_number_is_offered_only_where_it_is_sure() {
        let both = |first: &str, second: &str, unit: &str| {
            Some(format!("write {first}, or {second} if that is the value in {unit}"))
        };
        assert_eq!(help("1.5M", "M EUR"), both("1.5", "1500000", "M EUR"));
        assert_eq!(help("1500k", "M EUR"), both("1.5", "1500000", "M EUR"));
        assert_eq!(help("1.5 M€", "M EUR"), both("1.5", "1500000", "M EUR"));
        assert_eq!(help("€25k", "k EUR"), both("25", "25000", "k EUR"));
        assert_eq!(help("25k", "k€"), both("25", "25000", "k€"));
        assert_eq!(help("25k", "€k"), both("25", "25000", "€k"));
        assert_eq!(help("25k", "EURk"), both("25", "25000", "EURk"));
        assert_eq!(help("25 thousand", "thousand users"), both("25", "25000", "thousand users"));
        assert_eq!(help("25k users", "thousand users"), both("25", "25000", "thousand users"));
        assert_eq!(help("250 users", "thousand users"), both("0.25", "250", "thousand users"));
        for (text, unit) in [("70000 B", "kB"), ("0.07MB", "kB"), ("5 m", "km"), ("25k", "kg"), ("10h", "days")] {
            assert_eq!(help(text, unit), Some(format!("give the value in {unit}")), "{text} {unit}");
        }
        assert_eq!(help("2 weeks", "days").as_deref(), Some("write 14, which is 2 weeks in days"));
        assert_eq!(help("21 s", "ms").as_deref(), Some("write 21000, which is 21 s in ms"));
        assert_eq!(help("7%", "%/month").as_deref(), Some("write 7, if that is the value in %/month"));
        assert_eq!(help("3%", "pp").as_deref(), Some("write 3, if that is the value in pp"));
        for (text, unit) in
            [("12k", "EUR"), ("$1.2M", "EUR"), ("7%", "loaves"), ("12 m", "m"), ("25k", "users"), ("3", "k EUR")]
        {
            assert_eq!(help(text, unit), None, "{text} {unit}");
        }
    }
}
