//! Cells of a row that fill one column in different ways: one counts, and the others are named in a note.

use std::collections::BTreeMap;

use super::columns::plain;
use super::map::ColumnMap;
use crate::model::{abridged, counted, name_and_address};

/// The most cells that a note names.
const MOST: usize = 6;

/// The most characters of such a cell.
const CELL: usize = 40;

/// The columns that several cells of a row fill in different ways.
#[derive(Debug, Default)]
pub(super) struct Clashes {
    /// The line of the row that is read.
    pub(super) line: u64,
    noted: BTreeMap<&'static str, Clash>,
}

/// The headings of a column with different cells, and the cells that do not count with their lines.
#[derive(Debug, Default)]
struct Clash {
    names: Vec<String>,
    lost: Vec<(u64, String)>,
}

impl Clashes {
    /// Adds a cell that does not count, with the headings of its column.
    pub(super) fn add<'n>(&mut self, column: &'static str, names: impl IntoIterator<Item = &'n str>, lost: &str) {
        let clash = self.noted.entry(column).or_default();
        for name in names {
            if !clash.names.iter().any(|it| it == name) {
                clash.names.push(name.to_owned());
            }
        }
        clash.lost.push((self.line, abridged(&lost.replace('\n', ", "), CELL)));
    }

    /// The notes.
    pub(super) fn notes(&self) -> impl Iterator<Item = String> {
        self.noted.iter().map(|(column, Clash { names, lost })| {
            let shown: Vec<String> =
                lost.iter().take(MOST).map(|(line, cell)| format!("`{cell}` (line {line})")).collect();
            let more = if lost.len() > MOST { ", …" } else { "" };
            format!(
                "{} different values for `{column}` in {}; left out: {}{more}",
                counted(lost.len(), "row has", "rows have"),
                names.join(", "),
                shown.join(", ")
            )
        })
    }
}

/// Whether two cells say one thing, as services often say it twice: the address and the name of an owner, a parent by its
/// number and by its title.
pub(super) fn says_the_same(map: &ColumnMap, column: &str, one: &str, other: &str) -> bool {
    match column {
        "parent" => true,
        "owner" => {
            let people = map.each(one);
            map.each(other).iter().all(|name| people.iter().any(|person| is_one_person(person, name)))
        }
        _ => plain(one) == plain(other),
    }
}

/// Whether two names may be of one person: an address and a name have a word in common.
fn is_one_person(one: &str, other: &str) -> bool {
    let words = |text: &str| {
        let (name, address) = name_and_address(text).unwrap_or(("", text));
        let local = address.split('@').next().unwrap_or_default();
        plain(&format!("{name} {local}")).split(' ').map(str::to_owned).collect::<Vec<_>>()
    };
    let (one, other) = (words(one), words(other));
    // `cbest` is Carl Best.
    let has =
        |words: &[String], word: &String| words.iter().any(|it| it == word || word.len() > 2 && it.contains(&**word));
    other.iter().any(|word| has(&one, word)) || one.iter().any(|word| has(&other, word))
}
