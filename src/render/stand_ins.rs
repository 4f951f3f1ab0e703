//! Stand-ins for what takes another number of columns than its characters one by one: a family of emoji, a hand with a skin. The
//! drawing of underlines counts characters, and every other width counts what a terminal shows (UAX #29, UAX #11).

use std::collections::BTreeMap;
use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthChar as _;

use super::layout::width;

/// Characters of a byte without a width, which no cleaned text has: the digits of a stand-in's number.
const DIGITS: [char; 16] = [
    '\u{1}', '\u{2}', '\u{3}', '\u{4}', '\u{5}', '\u{6}', '\u{7}', '\u{8}', '\u{e}', '\u{f}', '\u{10}', '\u{11}',
    '\u{12}', '\u{13}', '\u{14}', '\u{15}',
];

/// What stands for a cluster of one column and of two.
const BASES: [&str; 2] = ["x", "\u{3fffd}"];

/// The stand-ins of a text, with what they stand for.
#[derive(Debug, Default)]
pub(super) struct ClusterStandIns(BTreeMap<String, String>);

impl ClusterStandIns {
    /// The text with stand-ins of the same length in bytes, so that places stay valid. What a place begins or ends in stays.
    pub(super) fn put(text: &str, places: &[Range<usize>]) -> (String, Self) {
        let mut stand_ins = Self::default();
        let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
        let mut put = String::with_capacity(text.len());
        for (at, cluster) in text.grapheme_indices(true) {
            let inside = at + 1..at + cluster.len();
            let is_cut = || places.iter().any(|place| inside.contains(&place.start) || inside.contains(&place.end));
            let alone: usize = cluster.chars().map(|character| character.width().unwrap_or(0)).sum();
            let columns = if cluster.is_ascii() { alone } else { width(cluster) };
            let number = numbers.len();
            let made = || stand_in(cluster, columns, *numbers.get(cluster).unwrap_or(&number));
            match (columns != alone && !is_cut()).then(made).flatten() {
                Some(made) => {
                    put.push_str(&made);
                    stand_ins.0.insert(made, cluster.to_owned());
                    numbers.entry(cluster).or_insert(number);
                }
                None => put.push_str(cluster),
            }
        }
        (put, stand_ins)
    }

    /// The text with what the stand-ins stand for.
    pub(super) fn take_back(&self, text: String) -> String {
        // The longest first: a shorter one may be its beginning.
        let mut all: Vec<_> = self.0.iter().collect();
        all.sort_by_key(|(made, _)| std::cmp::Reverse(made.len()));
        all.into_iter().fold(text, |text, (made, cluster)| text.replace(made, cluster))
    }
}

/// A text of as many bytes and columns that has a number; none where it has no space for that.
fn stand_in(cluster: &str, columns: usize, mut number: usize) -> Option<String> {
    let base = BASES.get(columns.checked_sub(1)?)?;
    let mut digits = String::new();
    for _ in 0..cluster.len().checked_sub(base.len())? {
        digits.push(DIGITS[number % DIGITS.len()]);
        number /= DIGITS.len();
    }
    (number == 0 && !digits.is_empty()).then(|| format!("{base}{digits}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stand_in_has_the_bytes_and_columns_of_what_it_stands_for() {
        let text = "a 👨‍👩‍👧‍👦👨‍👩‍👧‍👦 👍🏽 ❤️ é 日本 1️⃣ b";
        let (put, stand_ins) = ClusterStandIns::put(text, &[]);
        assert_eq!(put.len(), text.len());
        let columns: usize = put.chars().map(|it| it.width().unwrap_or(0)).sum();
        assert_eq!(columns, width(text));
        assert_eq!(stand_ins.take_back(put), text);
        let inside = "a 👨".len().."a 👨".len();
        assert_eq!(ClusterStandIns::put("a 👨‍👩‍👧‍👦", std::slice::from_ref(&inside)).0, "a 👨‍👩‍👧‍👦");
    }
}
