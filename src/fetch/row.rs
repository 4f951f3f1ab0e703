//! Tables as sources: the newest value of a row's key, in CSV of a file or a server.

use std::collections::BTreeSet;

use crate::model::{Day, days_between, is_address, read_cell_day};
use crate::syntax::{InputTable, Notation, Numeral, Reading, decode, parse_number, read_table};

use super::ask::Fetched;
use super::call::{Call, CallReply, HttpCall};
use super::excerpt::excerpt;
use super::failure::{Failure, fail};
use super::value::ValueReader;

/// The columns that are read, by their heads.
pub(super) struct Columns<'c> {
    /// The column that names the row.
    pub(super) key: &'c str,
    /// The column of the value.
    pub(super) value: &'c str,
    /// The column of the day.
    pub(super) date: Option<&'c str>,
}

/// The call that gets a table.
pub(super) fn call(place: &str) -> Call {
    if is_address(place) {
        return Call::Request(HttpCall { url: place.to_owned(), accept: "text/csv", body: None });
    }
    Call::Read(place.to_owned())
}

/// Reads the value of a key. With a column of days it is the newest one up to today; rows without a value, which are yet to
/// be filled in, do not count. Without, there must be one row.
pub(super) fn read(
    reply: &CallReply,
    columns: &Columns<'_>,
    key: &str,
    reader: &ValueReader<'_>,
) -> Result<Fetched, Failure> {
    let unread = |message: &str| Failure::new(format!("is no table: {}", excerpt(message, reader.secrets)));
    let text = decode(reply.body.clone()).map_err(|unfit| unread(&unfit.message))?;
    let table = read_table(&text).map_err(|unfit| unread(&unfit.message))?;
    let key_at = column(&table, columns.key, reader)?;
    let value_at = column(&table, columns.value, reader)?;
    let date_at = columns.date.map(|date| column(&table, date, reader)).transpose()?;

    let mut found: Vec<(u64, Option<Day>, &str)> = Vec::new();
    let (mut is_known, mut is_to_come) = (false, false);
    for row in &table.rows {
        // A row that cannot be read may be the one: it must not make another one the newest.
        let cells = row.cells.as_ref().map_err(|unfit| {
            Failure::new(format!(
                "has a line {} that cannot be read: {}",
                row.line,
                excerpt(&unfit.message, reader.secrets)
            ))
        })?;
        let cell = |at: usize| cells.get(at).map_or("", String::as_str).trim();
        if cell(key_at) != key {
            continue;
        }
        is_known = true;
        if cell(value_at).is_empty() {
            continue;
        }
        let day = match date_at.map(cell) {
            // A plan may have rows for days to come.
            Some(text) if is_later(text, reader.today) => {
                is_to_come = true;
                continue;
            }
            Some(text) => Some(reader.day(text).map_err(|failure| in_line(row.line, &failure))?),
            None => None,
        };
        found.push((row.line, day, cell(value_at)));
    }
    let shown = excerpt(key, reader.secrets);
    let Some(newest) = found.iter().map(|(_, day, _)| *day).max() else {
        let missing = match (is_known, is_to_come) {
            (_, true) => "only values of days to come",
            (true, false) => "no value",
            (false, false) => "no row",
        };
        return fail(format!("has {missing} for {shown} in the column {}", excerpt(columns.key, reader.secrets)));
    };
    let mut values = BTreeSet::new();
    let of_newest: Vec<_> = found.iter().filter(|(_, day, _)| *day == newest).collect();
    values.extend(of_newest.iter().map(|(_, _, text)| *text));
    match (of_newest.as_slice(), newest) {
        // The same value of a day twice is said twice, and no contradiction.
        ([(line, day, text), rest @ ..], _) if rest.is_empty() || (newest.is_some() && values.len() == 1) => {
            number(text, table.notation, reader)
                .and_then(|(value, second)| Ok(Fetched { second, ..reader.number(value, *day, text)? }))
                .map_err(|failure| in_line(*line, &failure))
        }
        (several, Some(day)) => fail(format!("has {} different values for {shown} on {day}", several.len())),
        (several, None) => {
            fail(format!("has {} rows for {shown}: name the column of their days, as in `date: day`", several.len()))
        }
    }
}

fn in_line(line: u64, failure: &Failure) -> Failure {
    Failure::new(format!("in line {line}, {failure}"))
}

/// Whether a text is a day after today, further than time zones reach.
fn is_later(text: &str, today: Day) -> bool {
    read_cell_day(text, None).is_ok_and(|day| days_between(today, day) > 1)
}

/// The place of a column, by its head: as written, else without regard to case.
fn column(table: &InputTable, name: &str, reader: &ValueReader<'_>) -> Result<usize, Failure> {
    let exact = table.heads.iter().position(|head| head == name);
    let alike = || table.heads.iter().position(|head| head.to_lowercase() == name.to_lowercase());
    exact.or_else(alike).ok_or_else(|| {
        let heads = excerpt(&table.heads.join(", "), reader.secrets);
        Failure::new(format!("has no column {}, only {heads}", excerpt(name, reader.secrets)))
    })
}

/// The number in a cell, as the table writes numbers, with the other one that it may mean. One that can be read in two ways
/// is refused.
fn number(text: &str, notation: Notation, reader: &ValueReader<'_>) -> Result<(f64, Option<f64>), Failure> {
    let shown = || excerpt(text, reader.secrets);
    let Some(numeral) = Numeral::parse(text).filter(Numeral::is_bare) else {
        return fail(format!("holds {}, which is no number", shown()));
    };
    let (digits, second) = match numeral.read(notation) {
        Reading::Sure(digits) => (digits, None),
        Reading::Likely(digits, second) => (digits, parse_number(&second)),
        either @ Reading::Either(..) => {
            return fail(format!(
                "holds {}, which may be {}: write it without grouped thousands",
                shown(),
                either.offered()
            ));
        }
    };
    let number = parse_number(&digits).map(|number| (number, second));
    number.ok_or_else(|| Failure::new(format!("holds {}, which is no number", shown())))
}
