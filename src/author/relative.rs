//! Reads changes of a value: `+=3`, `-=5 pp`.

use super::number::{GivenNumber, read_number};
use super::unfit::Unfit;
use crate::model::KnownValues;
use crate::syntax::{Notation, Numeral, is_in_percent, is_in_points};

/// The change that a text is, with its sign; none for another text.
pub fn change_in(text: &str) -> Option<(&'static str, f64, &str)> {
    let change = |(sign, factor)| Some((sign, factor, text.strip_prefix(sign)?));
    [("+=", 1.0), ("-=", -1.0)].into_iter().find_map(change)
}

/// Reads the number behind the sign of a change. What is advised for it has the sign too: without one it would be taken for
/// the value itself.
///
/// # Errors
/// The text is not a number, has another unit, or is ambiguous.
pub(super) fn read_change(
    sign: &str,
    text: &str,
    unit: Option<&str>,
    notation: Notation,
) -> Result<GivenNumber, Unfit> {
    // A percentage changes by percentage points.
    let in_points = |it: &Numeral<'_>| unit.is_some_and(is_in_percent) && is_in_points(&format!("% {}", it.after));
    let points = Numeral::parse(text).filter(in_points);
    let number = points.and_then(|it| text.trim_end().strip_suffix(it.after)).unwrap_or(text);
    read_number(number, unit, &KnownValues::default(), notation)
        .map_err(|wrong| Unfit { help: signed(sign, &wrong.help), ..wrong })
}

/// A help in which every number to write has the sign of a change.
fn signed(sign: &str, help: &str) -> String {
    let mut words: Vec<String> = Vec::new();
    for word in help.split(' ') {
        let is_offered = words.last().is_some_and(|before| ["write", "or", "as"].contains(&&**before));
        let is_number = word.starts_with(|c: char| c.is_ascii_digit());
        words.push(if is_offered && is_number { format!("{sign}{word}") } else { word.to_owned() });
    }
    words.join(" ").replace("the value", "the change")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_advised_as_a_change() {
        let read = |text: &str, unit: &str| {
            let (sign, _, number) = change_in(text).expect(text);
            read_change(sign, number, Some(unit), Notation::Code).map(|it| it.value).map_err(|it| it.help)
        };
        for (text, unit, value) in
            [("-=5 pp", "%", 5.0), ("+=5 points", "%", 5.0), ("+= 5 %-points", "% of orders", 5.0), ("+=5%", "%", 5.0)]
        {
            assert_eq!(read(text, unit), Ok(value), "{text} {unit}");
        }
        for (text, unit, help) in [
            ("-=5 pp", "orders", "write -=5, if that is the change in orders"),
            ("+=5k", "orders", "write +=5000"),
            ("+=1.6M", "kEUR", "write +=1600, or +=1600000 if that is the change in kEUR"),
            ("-=1,500", "orders", "write -=1500 or -=1.5"),
            ("+=5%", "orders", "give the change itself, such as +=0.05 where it is a share"),
        ] {
            let told = read(text, unit).expect_err(text);
            assert!(told.starts_with(help), "{text} {unit}: {told}");
        }
    }
}
