//! Check-ins from a table: CSV with a head, or a JSON object on each line.

use std::collections::BTreeMap;

use super::checkin::{CheckIn, confidence};
use super::unfit::Unfit;
use crate::model::{Day, parse_day};
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
    match text.trim_start().chars().next() {
        None => Err(Unfit { message: "there is nothing in it".to_owned(), help: head_help() }),
        Some('{') => Ok(json(text)),
        Some('[') => Err(Unfit {
            message: "a list in JSON is not read".to_owned(),
            help: "write one object a line: jq -c '.[]' does".to_owned(),
        }),
        Some(_) => table(text),
    }
}

fn head_help() -> String {
    format!("the first line names the columns: {}", COLUMNS.join(","))
}

type Cells = BTreeMap<String, String>;

fn json(text: &str) -> Rows {
    let mut rows = Rows::default();
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
                let names: Vec<String> = cells.keys().cloned().collect();
                match unknown(&names) {
                    Ok(ignored) => {
                        let new = ignored.into_iter().filter(|name| !rows.ignored.contains(name)).collect::<Vec<_>>();
                        rows.ignored.extend(new);
                        row(line, &cells)
                    }
                    // A slip in one object is that object's.
                    Err(slip) => Row { said: Err(slip), ..row(line, &cells) },
                }
            }
            Err(error) => {
                let help = "write one object a line: {\"goal\": \"…\", \"value\": 42}".to_owned();
                Row { line, goal: String::new(), said: Err(Unfit { message: format!("not JSON: {error}"), help }) }
            }
        };
        rows.rows.push(row);
    }
    rows
}

fn table(text: &str) -> Result<Rows, Unfit> {
    let head = text.lines().next().unwrap_or_default();
    let count = |sign: char| head.matches(sign).count();
    let between = [b',', b';', b'\t'].into_iter().max_by_key(|sign| (count(char::from(*sign)), *sign == b','));
    let mut reader =
        csv::ReaderBuilder::new().delimiter(between.unwrap_or(b',')).flexible(true).from_reader(text.as_bytes());
    let wrong = |message: String| Unfit { message, help: head_help() };
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
    let mut heads = std::collections::HashSet::new();
    if let Some(twice) = names.iter().find(|name| COLUMNS.contains(&name.as_str()) && !heads.insert(*name)) {
        let help = "one of them has to go, or to be called otherwise".to_owned();
        return Err(Unfit { message: format!("two columns are called `{twice}`"), help });
    }
    // Where the comma does not divide the cells, it divides numbers: so do spreadsheets that are not in English.
    let commas = between != Some(b',');
    // An odd number of quotes: one was opened and never closed, and what comes behind it would go into a note unseen.
    let open = text.bytes().filter(|byte| *byte == b'"').count() % 2 == 1;
    let mut runs_on = false;
    let mut rows = Rows { rows: Vec::new(), ignored };
    let mut lines = Lines { text, at: 0, line: 1 };
    for record in reader.records() {
        let row = match record {
            Ok(record) => {
                let line = lines.of(record.position().map_or(0, csv::Position::byte));
                let mut cells: Cells =
                    names.iter().cloned().zip(record.iter().map(|cell| cell.trim().to_owned())).collect();
                let pointed = if commas { with_points(&mut cells) } else { Ok(()) };
                let excess = record.len() > names.len();
                if cells.values().all(String::is_empty) && !excess {
                    continue;
                }
                let mut row = row(line, &cells);
                if let Err(ambiguous) = pointed {
                    row.said = Err(ambiguous);
                }
                runs_on = record.iter().any(|cell| cell.contains('\n'));
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
    if let Some(last) = rows.rows.last_mut().filter(|_| open && runs_on) {
        let help = "close it; a double quote within a cell is written twice".to_owned();
        last.said = Err(Unfit { message: "a double quote is opened here and never closed".to_owned(), help });
    }
    Ok(rows)
}

/// Writes numbers with a decimal comma as ours; one that could be read in two ways is not taken.
fn with_points(cells: &mut Cells) -> Result<(), Unfit> {
    for name in ["value", "confidence"] {
        let Some(cell) = cells.get_mut(name) else { continue };
        let Some(begin) = cell.find(|c: char| c.is_ascii_digit()) else { continue };
        let end = cell[begin..]
            .find(|c: char| !(c.is_ascii_digit() || c == '.' || c == ','))
            .map_or(cell.len(), |it| it + begin);
        let number = &cell[begin..end];
        let (whole, fraction) = number.split_once(',').map_or((number, None), |(whole, rest)| (whole, Some(rest)));
        let grouped = whole.contains('.')
            && whole
                .split('.')
                .enumerate()
                .all(|(at, it)| if at == 0 { (1..=3).contains(&it.len()) } else { it.len() == 3 });
        let new = match fraction {
            Some(fraction) if grouped || !whole.contains('.') => format!("{}.{fraction}", whole.replace('.', "")),
            None if grouped => {
                let plain = whole.replace('.', "");
                let message = format!("`{cell}` may be {plain} or {number} in a table that is divided by semicolons");
                return Err(Unfit { message, help: format!("write {plain} or {}", number.replacen('.', ",", 1)) });
            }
            _ => continue,
        };
        cell.replace_range(begin..end, &new);
    }
    Ok(())
}

/// A day as tables give it: with the time behind it, with other signs between its parts. What may be two days is none.
fn day(text: &str) -> Result<Day, Unfit> {
    let date = text.trim().split(['T', ' ']).next().unwrap_or_default();
    let parts: Vec<&str> = date.split(['-', '.', '/']).collect();
    let of = |year: &str, month: &str, day: &str| parse_day(&format!("{year}-{month:0>2}-{day:0>2}"));
    let read = match parts.as_slice() {
        [year, month, day] if year.len() == 4 => of(year, month, day),
        [day, month, year] if year.len() == 4 && date.contains('.') => of(year, month, day),
        _ => None,
    };
    read.ok_or_else(|| {
        let either = match parts.as_slice() {
            [a, b, year] if year.len() == 4 => [of(year, a, b), of(year, b, a)],
            _ => [None, None],
        };
        let meant: Vec<String> = either.iter().flatten().map(ToString::to_string).collect();
        let help = if meant.is_empty() { "YYYY-MM-DD".to_owned() } else { meant.join(" or ") };
        Unfit { message: format!("`{text}` is no day"), help: format!("write as_of as {help}") }
    })
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
            Some(text) => Some(day(&text)?),
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
    fn what_would_be_lost_or_is_ambiguous_is_told() {
        let said = |text: &str| {
            let rows = read_rows(text).expect("a table").rows;
            rows.into_iter()
                .map(|row| row.said.map(|it| (it.value, it.as_of)).map_err(|it| it.help))
                .collect::<Vec<_>>()
        };
        let value = |text: &str| Ok((Some(text.to_owned()), None));
        assert_eq!(
            said("goal;value\na;7,5\nb;1.300,5 h\nc;+=0,5\nd;7.5\ne;-3\n"),
            [value("7.5"), value("1300.5 h"), value("+=0.5"), value("7.5"), value("-3")]
        );
        assert_eq!(said("goal;value\na;1.300\n"), [Err("write 1300 or 1,300".to_owned())]);
        let days = said(
            "goal,value,as_of\na,1,20.11.2026\na,1,2026/11/2\na,1,2026-11-20T09:00:00Z\na,1,11/12/2026\na,1,11/20/2026\na,1,soon\n",
        );
        let day = |text: &str| Ok((Some("1".to_owned()), parse_day(text)));
        assert_eq!(days[..3], [day("2026-11-20"), day("2026-11-02"), day("2026-11-20")]);
        let help = |text: &str| Err(format!("write as_of as {text}"));
        assert_eq!(days[3..], [help("2026-11-12 or 2026-12-11"), help("2026-11-20"), help("YYYY-MM-DD")]);
        let open = said("goal,value,note\na,1,fine\nb,2,\"open\nc,3,lost\n");
        assert!(open[0].is_ok() && open[1].as_ref().is_err_and(|it| it.contains("close it")), "{open:?}");
        assert!(said("goal,value,note\na,1,5\" pipe\nb,2,\"two\nlines\"\nc,1,\n").iter().all(Result::is_ok));
        let wrong = |text: &str| read_rows(text).map_err(|it| it.message);
        assert_eq!(wrong("goal,value,value\na,1,2\n"), Err("two columns are called `value`".to_owned()));
        assert_eq!(wrong(" \n\n"), Err("there is nothing in it".to_owned()));
        assert!(wrong("[{\"goal\": \"a\"}]").is_err_and(|it| it.contains("a list")));
        let slip = said("{\"goal\": \"a\", \"valeu\": 1}\n{\"goal\": \"b\", \"value\": 1}\n");
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
            assert_eq!(confidence(text).map(|it| it.value), Ok(number), "{text}");
        }
        assert_eq!(confidence("6").map_err(|it| it.help), Err("write 0.6 or 6/10".to_owned()));
        for text in ["", "x", "-0.1", "11", "7/0", "120%", "6/"] {
            assert!(confidence(text).is_err(), "{text}");
        }
    }
}
