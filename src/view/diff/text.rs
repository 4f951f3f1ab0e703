//! Values, shares and texts in a few words, for people.

use serde_json::Value;

/// The most characters of a text that is told in passing.
pub(super) const PASSING: usize = 60;

/// A value of a field in a few words.
pub(super) fn plain(value: &Value) -> String {
    match value {
        Value::String(text) if text.contains(char::is_whitespace) => format!("“{}”", short(text, PASSING)),
        Value::String(text) => short(text, PASSING),
        Value::Number(number) => number.as_f64().map_or_else(|| number.to_string(), numeral),
        Value::Null => "nothing".to_owned(),
        Value::Array(items) => short(&items.iter().map(plain).collect::<Vec<_>>().join(", "), PASSING),
        other => short(&other.to_string(), PASSING),
    }
}

/// A number as people write it; very large and small ones with an exponent.
pub(super) fn numeral(number: f64) -> String {
    if number != 0.0 && !(1e-6..1e15).contains(&number.abs()) { format!("{number:e}") } else { number.to_string() }
}

/// A text of at most so many characters.
pub(super) fn short(text: &str, most: usize) -> String {
    let text = text.trim();
    if text.chars().nth(most).is_none() {
        return text.to_owned();
    }
    let kept: String = text.chars().take(most - 1).collect();
    format!("{}…", kept.trim_end())
}

/// A share as whole percent, rounded down so that 100 % is complete.
pub(super) fn share(share: f64) -> String {
    format!("{:.0} %", (share * 100.0 + 1e-9).floor())
}

/// Two shares as percent, with as many digits as it takes to tell them apart.
#[must_use]
pub fn share_pair(before: f64, after: f64) -> (String, String) {
    let whole = (share(before), share(after));
    if whole.0 != whole.1 {
        return whole;
    }
    let fine = |share: f64, digits: usize| format!("{:.digits$} %", share * 100.0);
    let one = (fine(before, 1), fine(after, 1));
    if one.0 == one.1 { (fine(before, 2), fine(after, 2)) } else { one }
}

/// A word of the contract as people read it.
#[must_use]
pub fn spaced(word: &str) -> String {
    word.replace('-', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_told_apart() {
        let pair = |a, b| share_pair(a, b);
        assert_eq!(pair(0.51, 0.58), ("51 %".to_owned(), "58 %".to_owned()));
        assert_eq!(pair(0.511, 0.518), ("51.1 %".to_owned(), "51.8 %".to_owned()));
        assert_eq!(pair(0.999, 1.0), ("99 %".to_owned(), "100 %".to_owned()));
    }
}
