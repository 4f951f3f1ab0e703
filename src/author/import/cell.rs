//! The cells of a row: numbers, days and lists as tables have them, and what cannot be read.

use serde_json::{Value, json};

use super::map::ColumnMap;
use super::row_notes::RowNotes;
use crate::author::number::read_number;
use crate::author::unfit::Unfit;
use crate::model::{Day, DayOrder, KnownValues, read_cell_day};
use crate::syntax::Notation;

/// What rows are read with, and the cells of a row that cannot be read.
pub(super) struct CellReader<'m> {
    pub(super) map: &'m ColumnMap,
    pub(super) notation: Notation,
    pub(super) lost: Vec<(&'static str, Unfit)>,
    /// Whether a cell is left out where its number could be another one: in tables whose map does not say how they write numbers.
    pub(super) asks: bool,
    /// The first month of the fiscal year, 1 to 12.
    pub(super) fiscal_start: u8,
    /// Whether the table has progress as shares of 1: `0.4`, `0.75`, `1`.
    pub(super) shares: bool,
    /// The line of the row, and the title of its goal.
    pub(super) line: u64,
    pub(super) title: String,
    /// What is assumed of rows and left out of them.
    pub(super) notes: RowNotes,
}

impl CellReader<'_> {
    /// A cell's value, or nothing where it cannot be read: that costs the cell, not the row.
    pub(super) fn take<T>(&mut self, column: &'static str, read: Result<T, Unfit>) -> Option<T> {
        read.map_err(|wrong| self.lost.push((column, wrong))).ok()
    }

    /// A number without the signs that separate thousands, where the map says which is the decimal sign. Without a map
    /// `1.200` may be two numbers.
    pub(super) fn digits(&self, text: &str) -> String {
        let group = match self.map.notation {
            Some(Notation::Comma) => '.',
            Some(Notation::Point) => ',',
            _ => return text.to_owned(),
        };
        let parts: Vec<&str> = text.split(group).collect();
        let digits = |part: &str| part.bytes().take_while(u8::is_ascii_digit).count();
        // No group follows a leading 0: `0,125` is an eighth wherever it is written.
        let first: String = parts[0].chars().filter(char::is_ascii_digit).collect();
        let begins = (1..=3).contains(&first.len()) && !first.starts_with('0');
        let is_grouped = begins && parts.len() > 1 && parts[1..].iter().all(|part| digits(part) == 3);
        if is_grouped { parts.concat() } else { text.to_owned() }
    }
}

pub(super) fn list(text: &str, map: &ColumnMap) -> Value {
    map.each(text).into_iter().collect()
}

/// Reads a number without a unit.
pub(super) fn plain_number(text: &str, name: &str, notation: Notation) -> Result<Value, Unfit> {
    let read = read_number(text, None, &KnownValues::default(), notation);
    read.map(|it| json(it.value)).map_err(|wrong| Unfit { message: format!("`{name}`: {wrong}"), help: wrong.help })
}

/// Converts a number to JSON, as an integer if it is whole.
pub(super) fn json(value: f64) -> Value {
    if value.fract() == 0.0 && value.abs() < 1e15 {
        format!("{value:.0}").parse::<i64>().map_or(json!(value), Value::from)
    } else {
        json!(value)
    }
}

pub(super) fn day(text: &str, name: &str, order: Option<DayOrder>) -> Result<Day, Unfit> {
    read_cell_day(text, order).map_err(|none| {
        let help = match none.meant.as_slice() {
            [] | [_] => format!("write it as {}", none.offered()),
            _ => format!(
                "write {}, or set the order in the map: `days: month-first` or `days: day-first`",
                none.offered()
            ),
        };
        Unfit { message: format!("`{name}`: {}", none.message(text)), help }
    })
}
