//! Check-ins from a table: CSV with a head, or a JSON object on each line.

use std::collections::BTreeMap;

use super::checkin::{CheckIn, Unfit, confidence};
use crate::model::parse_day;
use crate::syntax::closest;

/// The columns that are read.
const COLUMNS: [&str; 7] = ["goal", "value", "as_of", "confidence", "note", "by", "done"];

/// A check-in on one goal.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Its line in the input, from 1.
    pub line: u64,
    /// The goal, as it is named.
    pub goal: String,
    /// What is said of it, or why that cannot be read.
    pub said: Result<CheckIn, Unfit>,
}

/// A table, read.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Rows {
    /// Its rows.
    pub rows: Vec<Row>,
    /// Columns that nobody knows, and that were not read.
    pub ignored: Vec<String>,
}

/// Reads a table: JSON where its first sign is a brace, else CSV, with whatever stands between its columns.
///
/// # Errors
/// It has no head, or its head does not name a `goal`, or a column is misspelt.
pub fn read_rows(text: &str) -> Result<Rows, Unfit> {
    let text = text.trim_start_matches('\u{feff}');
    if text.trim_start().starts_with('{') { json(text) } else { table(text) }
}

type Cells = BTreeMap<String, String>;

fn json(text: &str) -> Result<Rows, Unfit> {
    let mut rows = Rows::default();
    let mut names = Vec::new();
    for (line, text) in (1..).zip(text.lines()).filter(|(_, text)| !text.trim().is_empty()) {
        let object: Result<serde_json::Map<String, serde_json::Value>, _> = serde_json::from_str(text);
        let row = match object {
            Ok(object) => {
                let cell = |value: serde_json::Value| match value {
                    serde_json::Value::String(text) => text,
                    serde_json::Value::Null => String::new(),
                    other => other.to_string(),
                };
                let cells: Cells = object.into_iter().map(|(name, value)| (name, cell(value))).collect();
                names.extend(cells.keys().filter(|name| !names.contains(*name)).cloned().collect::<Vec<_>>());
                row(line, &cells)
            }
            Err(error) => {
                let help = "write one object a line: {\"goal\": \"…\", \"value\": 42}".to_owned();
                Row { line, goal: String::new(), said: Err(Unfit { message: format!("not JSON: {error}"), help }) }
            }
        };
        rows.rows.push(row);
    }
    rows.ignored = unknown(&names)?;
    Ok(rows)
}

fn table(text: &str) -> Result<Rows, Unfit> {
    let head = text.lines().next().unwrap_or_default();
    let count = |sign: char| head.matches(sign).count();
    let between = [b',', b';', b'\t'].into_iter().max_by_key(|sign| (count(char::from(*sign)), *sign == b','));
    let mut reader =
        csv::ReaderBuilder::new().delimiter(between.unwrap_or(b',')).flexible(true).from_reader(text.as_bytes());
    let wrong =
        |message: String| Unfit { message, help: format!("the first line names the columns: {}", COLUMNS.join(",")) };
    let names: Vec<String> = reader
        .headers()
        .map_err(|error| wrong(error.to_string()))?
        .iter()
        .map(|name| name.trim().to_lowercase())
        .collect();
    let ignored = unknown(&names)?;
    if !names.iter().any(|name| name == "goal") {
        return Err(wrong("the table has no column `goal`".to_owned()));
    }
    let mut rows = Rows { rows: Vec::new(), ignored };
    let mut lines = Lines { text, at: 0, line: 1 };
    for record in reader.records() {
        let row = match record {
            Ok(record) => {
                let line = lines.of(record.position().map_or(0, csv::Position::byte));
                let cells: Cells =
                    names.iter().cloned().zip(record.iter().map(|cell| cell.trim().to_owned())).collect();
                let excess = record.len() > names.len();
                if cells.values().all(String::is_empty) && !excess {
                    continue;
                }
                let mut row = row(line, &cells);
                if excess {
                    let message = format!("{} cells below {} columns", record.len(), names.len());
                    row.said =
                        Err(Unfit { message, help: "put a cell with a comma in it into double quotes".to_owned() });
                }
                row
            }
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                Row { line, goal: String::new(), said: Err(wrong(error.to_string())) }
            }
        };
        rows.rows.push(row);
    }
    Ok(rows)
}

/// Counts lines on the way through a text: the reader's own count takes a record to begin with the empty lines before it.
struct Lines<'t> {
    text: &'t str,
    at: usize,
    line: u64,
}

impl Lines<'_> {
    fn of(&mut self, byte: u64) -> u64 {
        let mut to = usize::try_from(byte).unwrap_or(usize::MAX).min(self.text.len());
        let rest = &self.text.as_bytes()[to..];
        to += rest.iter().take_while(|byte| matches!(byte, b'\n' | b'\r')).count();
        let passed = self.text.get(self.at..to).unwrap_or_default();
        self.line += passed.matches('\n').count() as u64;
        self.at = to;
        self.line
    }
}

/// The columns that nobody knows; one that is a slip of a known one is an error, for what stands there would be lost.
fn unknown(names: &[String]) -> Result<Vec<String>, Unfit> {
    let unknown: Vec<String> = names.iter().filter(|name| !COLUMNS.contains(&name.as_str())).cloned().collect();
    for name in &unknown {
        if let Some(near) = closest(name, COLUMNS) {
            let message = format!("`{name}` is no column that a check-in has");
            return Err(Unfit { message, help: format!("did you mean `{near}`?") });
        }
    }
    Ok(unknown)
}

fn row(line: u64, cells: &Cells) -> Row {
    let cell = |name: &str| cells.get(name).map(|cell| cell.trim()).filter(|cell| !cell.is_empty()).map(str::to_owned);
    let said = || -> Result<CheckIn, Unfit> {
        let as_of = match cell("as_of") {
            Some(text) => Some(parse_day(&text).ok_or_else(|| Unfit {
                message: format!("`{text}` is no day"),
                help: "write as_of as YYYY-MM-DD".to_owned(),
            })?),
            None => None,
        };
        Ok(CheckIn {
            value: cell("value"),
            done: cell("done").into_iter().collect(),
            confidence: cell("confidence").map(|text| confidence(&text)).transpose()?,
            note: cell("note"),
            as_of,
            by: cell("by"),
        })
    };
    Row { line, goal: cell("goal").unwrap_or_default(), said: said() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn goals(text: &str) -> Vec<(u64, String, bool)> {
        read_rows(text).expect("a table").rows.into_iter().map(|row| (row.line, row.goal, row.said.is_ok())).collect()
    }

    #[test]
    fn tables_of_all_kinds_are_read() {
        let row = |line, goal: &str| (line, goal.to_owned(), true);
        assert_eq!(goals("goal,value\na,1\n\nb,2\n"), [row(2, "a"), row(4, "b")]);
        assert_eq!(goals("\u{feff}Goal;Value;Owner\r\na;1;x\r\n"), [row(2, "a")]);
        assert_eq!(
            goals("{\"goal\":\"a\",\"value\":1.5}\n{\"goal\":\"b\",\"note\":null}\n"),
            [row(1, "a"), row(2, "b")]
        );
        assert!(!goals("goal,value,as_of\na,1,2026-13-01\nb,2,\n")[0].2);
        assert!(!goals("goal,value\na,1,2\n")[0].2);
        assert!(!goals("{\"goal\":\"a\"}\nnonsense\n")[1].2);
        assert_eq!(read_rows("goal,valeu\n").map_err(|it| it.help), Err("did you mean `value`?".to_owned()));
        assert!(read_rows("").is_err());
        assert_eq!(read_rows("goal,value,title\n").expect("a table").ignored, ["title"]);
    }

    #[test]
    fn confidence_is_read_as_people_give_it() {
        for (text, number) in
            [("0.6", 0.6), ("6/10", 0.6), ("60%", 0.6), ("Green", 0.9), ("red", 0.2), ("1", 1.0), ("0", 0.0)]
        {
            assert_eq!(confidence(text), Ok(number), "{text}");
        }
        assert_eq!(confidence("6").map_err(|it| it.help), Err("write 0.6 or 6/10".to_owned()));
        for text in ["", "x", "-0.1", "11", "7/0", "120%", "6/"] {
            assert!(confidence(text).is_err(), "{text}");
        }
    }
}
