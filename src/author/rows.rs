//! Reads check-ins from a table: CSV (RFC 4180) with a header, or JSON Lines (jsonlines.org).

use std::collections::BTreeMap;

use super::checkin::{CheckIn, read_confidence};
use super::unfit::{Unfit, unfit};
use crate::model::{Day, read_cell_day};
use crate::syntax::{Notation, closest};
use crate::syntax::{TableRow, fits_a_file, has_room, read_table};

/// The known columns.
const COLUMNS: [&str; 7] = ["goal", "value", "as_of", "confidence", "note", "by", "done"];

/// A row of the table.
#[derive(Debug, Clone, PartialEq)]
pub struct CheckInRow {
    /// The line in the input, from 1.
    pub line: u64,
    /// The goal, as named in the row.
    pub goal: String,
    /// The check-in, or why it cannot be read.
    pub check_in: Result<CheckIn, Unfit>,
}

/// The table.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CheckInRows {
    /// The rows.
    pub rows: Vec<CheckInRow>,
    /// Unknown columns, which are ignored.
    pub ignored: Vec<String>,
}

/// Reads a table: JSON Lines if it starts with a brace, else CSV with any delimiter.
///
/// # Errors
/// The header is missing, has no `goal` column, or has a misspelled column.
pub fn read_rows(text: &str) -> Result<CheckInRows, Unfit> {
    let text = text.trim_start_matches('\u{feff}');
    match text.trim_start().chars().next() {
        None => unfit("the table is empty", header_help()),
        Some('{') => read_json_lines(text),
        Some('[') => unfit("a JSON array cannot be read", "write one object per line; to convert: jq -c '.[]'"),
        Some(_) => read_csv(text),
    }
}

fn header_help() -> String {
    format!("start the table with a header: {}", COLUMNS.join(","))
}

type RowCells = BTreeMap<String, String>;

/// The column that a heading stands for. A day by another name would be lost, and its value be today's.
fn column(head: &str) -> String {
    let name = head.trim().to_lowercase().replace([' ', '-'], "_");
    if matches!(name.as_str(), "date" | "day") { "as_of".to_owned() } else { name }
}

fn read_json_lines(text: &str) -> Result<CheckInRows, Unfit> {
    let mut rows = CheckInRows::default();
    for (line, text) in (1..).zip(text.lines()).filter(|(_, text)| !text.trim().is_empty()) {
        has_room(rows.rows.len())?;
        if let Err(unfit) = fits_a_file(text) {
            rows.rows.push(CheckInRow { line, goal: String::new(), check_in: Err(unfit) });
            continue;
        }
        let object: Result<serde_json::Map<String, serde_json::Value>, _> = serde_json::from_str(text);
        let row = match object {
            Ok(object) => {
                let cell = |value: serde_json::Value| match value {
                    serde_json::Value::String(text) => text,
                    serde_json::Value::Null => String::new(),
                    other => other.to_string(),
                };
                let cells: RowCells = object.into_iter().map(|(name, value)| (column(&name), cell(value))).collect();
                let names: Vec<String> = cells.keys().cloned().collect();
                match unknown_columns(&names) {
                    Ok(ignored) => {
                        let new = ignored.into_iter().filter(|name| !rows.ignored.contains(name)).collect::<Vec<_>>();
                        rows.ignored.extend(new);
                        read_row(line, &cells, Notation::Code)
                    }
                    // A misspelled field rejects its own line only, as every line has field names of its own.
                    Err(typo) => CheckInRow { check_in: Err(typo), ..read_row(line, &cells, Notation::Code) },
                }
            }
            Err(error) => {
                let help = "write one object per line: {\"goal\": \"…\", \"value\": 42}";
                CheckInRow { line, goal: String::new(), check_in: unfit(format!("invalid JSON: {error}"), help) }
            }
        };
        rows.rows.push(row);
    }
    Ok(rows)
}

fn read_csv(text: &str) -> Result<CheckInRows, Unfit> {
    let table = read_table(text)?;
    let names: Vec<String> = table.heads.iter().map(|head| column(head)).collect();
    let ignored = unknown_columns(&names)?;
    if !names.iter().any(|name| name == "goal") {
        return unfit("the table has no `goal` column", header_help());
    }
    let mut heads = std::collections::HashSet::new();
    if let Some(twice) = names.iter().find(|name| COLUMNS.contains(&name.as_str()) && !heads.insert(*name)) {
        return unfit(format!("two columns are named `{twice}`"), "remove or rename one of them");
    }
    let read = |read: TableRow| match read.cells {
        Ok(cells) => read_row(read.line, &names.iter().cloned().zip(cells).collect(), table.notation),
        Err(wrong) => CheckInRow { line: read.line, goal: String::new(), check_in: Err(wrong) },
    };
    Ok(CheckInRows { rows: table.rows.into_iter().map(read).collect(), ignored })
}

/// Lists the unknown columns. One that looks like a misspelled known column is an error: ignoring it would lose its
/// values.
fn unknown_columns(names: &[String]) -> Result<Vec<String>, Unfit> {
    let unknown: Vec<String> = names.iter().filter(|name| !COLUMNS.contains(&name.as_str())).cloned().collect();
    for name in &unknown {
        if let Some(near) = closest(name, COLUMNS) {
            return unfit(format!("unknown column `{name}`"), format!("did you mean `{near}`?"));
        }
    }
    Ok(unknown)
}

fn read_row(line: u64, cells: &RowCells, notation: Notation) -> CheckInRow {
    let cell = |name: &str| cells.get(name).map(|cell| cell.trim()).filter(|cell| !cell.is_empty()).map(str::to_owned);
    let check_in = || -> Result<CheckIn, Unfit> {
        let as_of = cell("as_of").map(|text| read_day(&text)).transpose()?;
        Ok(CheckIn {
            value: cell("value"),
            notation,
            done: cell("done").into_iter().collect(),
            confidence: cell("confidence").map(|text| read_confidence(&text)).transpose()?,
            note: cell("note"),
            as_of,
            by: cell("by"),
        })
    };
    CheckInRow { line, goal: cell("goal").unwrap_or_default(), check_in: check_in() }
}

fn read_day(text: &str) -> Result<Day, Unfit> {
    read_cell_day(text, None).or_else(|none| unfit(none.message(text), format!("write as_of as {}", none.offered())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::parse_day;

    fn goals(text: &str) -> Vec<(u64, String, bool)> {
        read_rows(text)
            .expect("a table")
            .rows
            .into_iter()
            .map(|row| (row.line, row.goal, row.check_in.is_ok()))
            .collect()
    }

    #[test]
    fn what_would_be_lost_or_is_ambiguous_is_reported() {
        let read = |text: &str| {
            let rows = read_rows(text).expect("a table").rows;
            rows.into_iter()
                .map(|row| row.check_in.map(|it| (it.value, it.as_of)).map_err(|it| it.help))
                .collect::<Vec<_>>()
        };
        let value = |text: &str| Ok((Some(text.to_owned()), None));
        let days = read(
            "goal,value,as_of\na,1,20.11.2026\na,1,2026/11/2\na,1,46346\na,1,11/20/2026\na,1,11/12/2026\na,1,soon\n",
        );
        let day = |text: &str| Ok((Some("1".to_owned()), parse_day(text)));
        assert_eq!(days[..4], [day("2026-11-20"), day("2026-11-02"), day("2026-11-20"), day("2026-11-20")]);
        let help = |text: &str| Err(format!("write as_of as {text}"));
        assert_eq!(days[4..], [help("2026-11-12 or 2026-12-11"), help("YYYY-MM-DD")]);
        // A column `date` was ignored, and old values were recorded as today's.
        for table in [
            "goal,value,date\na,1,2026-10-15\n",
            "Goal;Value;Day\na;1;15.10.2026\n",
            "{\"goal\": \"a\", \"value\": 1, \"As of\": \"2026-10-15\"}\n",
        ] {
            assert_eq!(read(table), [day("2026-10-15")], "{table}");
        }
        assert!(read_rows("goal,value,date,as_of\na,1,,\n").is_err_and(|it| it.message.contains("as_of")));
        let open = read("goal,value,note\na,1,fine\nb,2,\"open\nc,3,lost\n");
        assert!(open[0].is_ok() && open[1].as_ref().is_err_and(|it| it.contains("close it")), "{open:?}");
        assert!(read("goal,value,note\na,1,5\" pipe\nb,2,\"two\nlines\"\nc,1,\n").iter().all(Result::is_ok));
        let wrong = |text: &str| read_rows(text).map_err(|it| it.message);
        assert_eq!(wrong("goal,value,value\na,1,2\n"), Err("two columns are named `value`".to_owned()));
        assert_eq!(wrong(" \n\n"), Err("the table is empty".to_owned()));
        assert!(wrong("[{\"goal\": \"a\"}]").is_err_and(|it| it.contains("JSON array")));
        let slip = read("{\"goal\": \"a\", \"valeu\": 1}\n{\"goal\": \"b\", \"value\": 1}\n");
        assert_eq!(slip, [Err("did you mean `value`?".to_owned()), value("1")]);
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
            assert_eq!(read_confidence(text).map(|it| it.value), Ok(number), "{text}");
        }
        assert_eq!(read_confidence("6").map_err(|it| it.help), Err("write 0.6 or 6/10".to_owned()));
        for text in ["", "x", "-0.1", "11", "7/0", "120%", "6/"] {
            assert!(read_confidence(text).is_err(), "{text}");
        }
    }
}
