//! Lowers the numbers of goal files, each with help for the notations that people use instead.

use crate::model::share::{doubtful_percentage, meant_fraction, meant_share, parse_confidence, parse_share};
use crate::model::unit::{help_in_unit, is_named};
use crate::model::words::nothing::means_nothing;
use crate::syntax::{Content, Decoder, Fault, FaultKind, Node, Notation, Numeral, closest, quoted};

/// The greatest weight, effort or capacity.
const MANY: f64 = 1e9;

/// The most steps of a scale that a message lists. A rubric has about five; of a list of thousands each wrong value would
/// repeat them all.
const MOST_LISTED: usize = 20;

/// A value of a metric: in the metric's unit, or a step of its scale.
pub(in crate::model) fn value(decoder: &mut Decoder, node: &Node, unit: Option<&str>, scale: &[String]) -> Option<f64> {
    if scale.is_empty() { decoder.number(node, |text| value_help(text, unit)) } else { step(decoder, node, scale) }
}

/// A rubric's value: one of its steps, by name.
fn step(decoder: &mut Decoder, node: &Node, scale: &[String]) -> Option<f64> {
    let text = decoder.text(node)?;
    if let Some(position) = scale.iter().position(|step| *step == text) {
        return u32::try_from(position).ok().map(f64::from);
    }
    let route = decoder.route();
    let listed = || scale.iter().filter(|_| scale.len() <= MOST_LISTED).map(String::as_str);
    let message = match quoted(listed()) {
        unlisted if unlisted.is_empty() => format!("`{route}` must be one of the {} steps of the scale", scale.len()),
        steps => format!("`{route}` must be a step of the scale: {steps}"),
    };
    let fault = Fault::new(FaultKind::WrongType, node.span, message, "not on the scale");
    let fault = match closest(&text, listed()) {
        Some(near) => fault.help(format!("did you mean `{near}`?")),
        None => fault.help("write the name of a step of `scale`"),
    };
    decoder.fault(fault);
    None
}

/// A weight: 0 or more.
pub(in crate::model) fn weight(decoder: &mut Decoder, node: &Node) -> Option<f64> {
    decoder.number_in(node, 0.0, MANY, "from 0 to a billion", |text| {
        let numeral = Numeral::parse(text)?;
        Some(match meant_percentage(text) {
            Some(part) => {
                format!("write {part}: weights count against each other, and 1 is what a goal without one has")
            }
            _ if numeral.as_decimal().starts_with('-') => {
                "write 0 or more: 0 counts nothing, 1 is what a goal without one has, 2 counts twice".to_owned()
            }
            _ => format!("write {}", fitting(&numeral)?),
        })
    })
}

/// The part, or the two, that a percentage means.
fn meant_percentage(text: &str) -> Option<String> {
    Numeral::parse(text).filter(|numeral| numeral.after == "%")?;
    doubtful_percentage(text).or_else(|| parse_share(text).map(|part| part.to_string()))
}

/// The number that a numeral was meant to be, where it is one of a weight, an effort or a capacity.
fn fitting(numeral: &Numeral<'_>) -> Option<String> {
    let reading = numeral.in_full(Notation::Code);
    let fits = reading.first().parse().is_ok_and(|number| (0.0..=MANY).contains(&number));
    fits.then(|| reading.offered())
}

/// An effort in person-weeks: 0 or more.
pub(in crate::model) fn effort(decoder: &mut Decoder, node: &Node) -> Option<f64> {
    decoder.number_in(node, 0.0, MANY, "from 0 to a billion", |text| {
        let numeral = Numeral::parse(text)?;
        let reading = numeral.in_full(Notation::Code);
        // Of two readings none is converted.
        let number: f64 = reading.first().parse().ok().filter(|_| reading.second().is_none())?;
        let weeks = |number: f64| (number * 1000.0).round() / 1000.0;
        Some(match numeral.unit().unwrap_or_default().trim_start_matches("person-").trim_start_matches("person ") {
            "%" => format!(
                "write person-weeks: {number} % of one person's time in a quarter of 13 weeks is {}",
                weeks(number * 0.13)
            ),
            "d" | "pd" | "day" | "days" => format!("write {}, in person-weeks", weeks(number / 5.0)),
            "w" | "pw" | "week" | "weeks" | "" => format!("write {number}, in person-weeks"),
            _ => return None,
        })
        .filter(|_| (0.0..=MANY).contains(&number))
    })
}

/// A capacity: parts of a full time for a person, person-weeks for a team; 0 or more.
pub(in crate::model) fn capacity(decoder: &mut Decoder, node: &Node) -> Option<f64> {
    decoder.number_in(node, 0.0, MANY, "from 0 to a billion", |text| {
        let numeral = Numeral::parse(text)?;
        Some(format!("write {}", meant_percentage(text).or_else(|| fitting(&numeral))?))
    })
}

/// A part of a whole: 0 to 1.
pub(in crate::model) fn share(decoder: &mut Decoder, node: &Node) -> Option<f64> {
    decoder.number_in(node, 0.0, 1.0, "from 0 to 1", |text| {
        let meant = parse_share(text).map(|it| it.to_string()).or_else(|| meant_share(text, false));
        meant.map(|meant| format!("write {meant}: 1 is the whole"))
    })
}

/// A confidence: 0 to 1.
pub(in crate::model) fn confidence(decoder: &mut Decoder, node: &Node) -> Option<f64> {
    decoder.number_in(node, 0.0, 1.0, "from 0 to 1", |text| {
        let meant = parse_confidence(text).map(|it| it.to_string()).or_else(|| meant_share(text, true));
        meant.map(|meant| format!("write {meant}: 1 means certain"))
    })
}

/// The help for a value that is no number. It offers a number and never applies it: the unit may change its meaning.
fn value_help(text: &str, unit: Option<&str>) -> Option<String> {
    let text = text.trim();
    if means_nothing(text) {
        return Some("leave the field out as long as the value is unknown".to_owned());
    }
    if let Some(numbers) = meant_fraction(text, unit) {
        return Some(format!("write {numbers}"));
    }
    let bound = text.trim_start_matches(['<', '>', '=', '≤', '≥', '~', '≈']).trim_start();
    let numeral = Numeral::parse(bound)?;
    if let Some(help) = unit.and_then(|unit| help_in_unit(bound, &numeral, unit, Notation::Code)) {
        return Some(help);
    }
    let number = numeral.in_full(Notation::Code).offered();
    if bound.len() < text.len() && numeral.unit().is_none() {
        let field = if text.starts_with(['<', '≤']) { "at_most" } else { "at_least" };
        let is_bound = !text.starts_with(['~', '≈', '=']);
        return Some(if is_bound {
            format!("write {number}; a bound to keep is `{field}: {number}`")
        } else {
            format!("write {number}")
        });
    }
    Some(match (numeral.unit(), unit) {
        (None, _) => format!("write {number}"),
        (Some(named), Some(unit)) if is_named(unit, named) => {
            format!("write {number}: the unit is in `unit`")
        }
        (Some(_), Some(unit)) => format!("write {number} if that is in {unit}, the metric's unit"),
        (Some(named), None) => {
            format!("write {number} here and `unit: {}` in the metric", Content::text(named).line())
        }
    })
}
