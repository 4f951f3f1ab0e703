//! Reads tables with a header, as spreadsheets save them: CSV (RFC 4180), with other delimiters and encodings. This is
//! the only reader of tables; callers interpret the columns.

use crate::source::MAX_BYTES;

use super::formula::unescape_formula;
use super::numeral::{Notation, Numeral};
use super::unfit::{Unfit, unfit};

/// A table that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct InputTable {
    /// The names of the columns, as written.
    pub heads: Vec<String>,
    /// The rows, without empty ones.
    pub rows: Vec<TableRow>,
    /// The notation of numbers.
    pub notation: Notation,
    /// Whether numbers that can be read in one way alone show it, and none another.
    pub shows_notation: bool,
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct TableRow {
    /// The line in the file, from 1.
    pub line: u64,
    /// The cells in the order of the columns, or why they cannot be read.
    pub cells: Result<Vec<String>, Unfit>,
}

/// The possible delimiters.
const DELIMITERS: [u8; 3] = [b',', b';', b'\t'];

/// The most rows that are read at once.
const MOST_ROWS: usize = 250_000;

/// Ensures that an input has not too many rows.
///
/// # Errors
/// It has.
pub fn has_room(rows: usize) -> Result<(), Unfit> {
    if rows < MOST_ROWS {
        Ok(())
    } else {
        unfit(format!("it has more than {MOST_ROWS} rows"), "split it into smaller files")
    }
}

/// Ensures that a row is not larger than the largest goal file.
///
/// # Errors
/// It is.
pub fn fits_a_file(row: &str) -> Result<(), Unfit> {
    if row.len() as u64 <= MAX_BYTES {
        return Ok(());
    }
    unfit(format!("a row of {} bytes; a goal file has at most {MAX_BYTES} (1 MiB)", row.len()), "link to what is long")
}

/// Decodes the text of a file: UTF-8, or UTF-16 with a byte order mark (RFC 2781), as Excel saves "Unicode text".
///
/// # Errors
/// The text has another encoding. Those with one byte per character cannot be told apart, so none is guessed. Or it is no
/// text: a workbook (ZIP, APPNOTE 4.3.7; the compound files of old ones, MS-CFB 2.2).
pub fn decode(bytes: Vec<u8>) -> Result<String, Unfit> {
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        return unfit("the file is an Excel workbook or an archive, not text", "save the table as CSV UTF-8");
    }
    let wide = |pair: fn([u8; 2]) -> u16| {
        let units = bytes[2..].chunks(2).map(|two| pair([two[0], two.get(1).copied().unwrap_or_default()]));
        char::decode_utf16(units).collect::<Result<String, _>>()
    };
    let wide = match bytes.as_slice() {
        [0xFF, 0xFE, ..] => wide(u16::from_le_bytes),
        [0xFE, 0xFF, ..] => wide(u16::from_be_bytes),
        _ => {
            return String::from_utf8(bytes).or_else(|wrong| {
                let before = &wrong.as_bytes()[..wrong.utf8_error().valid_up_to()];
                let line = before.split(|byte| *byte == b'\n').count();
                unfit(format!("line {line} is not valid UTF-8"), "save the file as CSV UTF-8")
            });
        }
    };
    wide.or_else(|_| {
        unfit("the file has a UTF-16 byte order mark but is not valid UTF-16", "save the file as CSV UTF-8")
    })
}

/// Reads a table. The delimiter is the one that a first line `sep=;` names, else the comma, semicolon or tab that is
/// most frequent in the header.
///
/// # Errors
/// The header cannot be read.
pub fn read_table(text: &str) -> Result<InputTable, Unfit> {
    let text = text.trim_start_matches('\u{feff}');
    let start: String = text.trim_start().chars().take(14).collect::<String>().to_lowercase();
    if ["<!doctype html", "<html", "<table"].iter().any(|tag| start.starts_with(tag)) {
        return unfit("the file is a web page, not a table", "save the table as CSV UTF-8");
    }
    let (text, skipped, named) = strip_delimiter_line(text);
    let (text, titles) = strip_title_lines(text, named);
    let skipped = skipped + titles;
    let delimiter = named.unwrap_or_else(|| detect_delimiter(text.lines().next().unwrap_or_default()));
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(text.as_bytes());
    let heads: Vec<String> = match reader.headers() {
        Ok(heads) => heads.iter().map(|head| head.trim().to_owned()).collect(),
        Err(error) => return unfit(format!("cannot read the table: {error}"), "save the file as CSV UTF-8"),
    };
    let mut table = InputTable { heads, rows: Vec::new(), notation: Notation::Unknown, shows_notation: false };
    // With an odd number of quotes, one is never closed, and all rows behind it would end up in one cell.
    let open = text.bytes().filter(|byte| *byte == b'"').count() % 2 == 1;
    let mut runs_on = false;
    let mut lines = LineCounter { text, at: 0, line: 1 + skipped };
    for record in reader.records() {
        let row = match record {
            Ok(record) => {
                let line = lines.line_at(record.position().map_or(0, csv::Position::byte));
                let excess = record.len() > table.heads.len();
                let cells: Vec<String> = record.iter().map(|cell| unescape_formula(cell.trim()).to_owned()).collect();
                if cells.iter().all(String::is_empty) && !excess {
                    continue;
                }
                runs_on = record.iter().any(|cell| cell.contains('\n'));
                let cells = if excess {
                    let sign = match delimiter {
                        b';' => "a semicolon",
                        b'\t' => "a tab",
                        _ => "a comma",
                    };
                    unfit(
                        format!("the row has {} cells, but there are {} columns", record.len(), table.heads.len()),
                        format!("if a cell contains {sign}, put it in double quotes"),
                    )
                } else {
                    fits_a_file(record.as_slice()).map(|()| cells)
                };
                TableRow { line, cells }
            }
            Err(error) => {
                let line = error.position().map_or(0, |position| lines.line_at(position.byte()));
                let help = "write each row on one line, and cells with a line break in double quotes";
                TableRow { line, cells: unfit(error.to_string(), help) }
            }
        };
        has_room(table.rows.len())?;
        table.rows.push(row);
    }
    if let Some(last) = table.rows.last_mut().filter(|_| open && runs_on) {
        last.cells = unfit(
            "a double quote is opened here and never closed",
            "close it, or write it twice if it is part of the cell",
        );
    }
    (table.notation, table.shows_notation) = detect_notation(delimiter, &table.rows);
    Ok(table)
}

/// Removes a first line such as `sep=;`, which Excel writes and reads. Returns the rest, the number of removed lines,
/// and the delimiter.
fn strip_delimiter_line(text: &str) -> (&str, u64, Option<u8>) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let line = first.trim_end_matches('\r').trim_matches('"');
    let named = line.get(..4).filter(|head| head.eq_ignore_ascii_case("sep=")).and(line.as_bytes().get(4));
    match named {
        Some(named) if line.len() <= 5 => (rest, 1, Some(*named)),
        _ => (text, 0, None),
    }
}

/// The most lines above the headings that are looked at.
const MOST_TITLES: usize = 10;

/// Removes the lines above the headings: a title, and empty ones. Returns the rest and the number of removed lines.
fn strip_title_lines(text: &str, named: Option<u8>) -> (&str, u64) {
    let counts = |line: &str| count_cells(line, named.unwrap_or_else(|| detect_delimiter(line)));
    let lines: Vec<&str> = text.split_inclusive('\n').take(MOST_TITLES + 1).collect();
    let Some((filled, width)) = lines.first().map(|line| counts(line)) else { return (text, 0) };
    // What a quote that goes on behind the line holds cannot be told from the line alone.
    let is_whole = |line: &&str| line.bytes().filter(|byte| *byte == b'"').count() % 2 == 0;
    let headings = lines.iter().take_while(|line| is_whole(line)).position(|line| counts(line).0 > 1);
    match headings.filter(|at| *at > 0 && filled == 1).map(|at| (at, counts(lines[at]).1)) {
        // Sheets are saved with all lines as wide. One line with a second cell is a slip in a table of one column.
        Some((at, wide)) if width == wide || wide > 2 && width == 1 => {
            let length: usize = lines[..at].iter().map(|line| line.len()).sum();
            (&text[length..], at as u64)
        }
        _ => (text, 0),
    }
}

/// The cells of a line that have a text, and all of them.
fn count_cells(line: &str, delimiter: u8) -> (usize, usize) {
    let (mut filled, mut all, mut quoted, mut has_text) = (0, 1, false, false);
    for byte in line.bytes() {
        quoted ^= byte == b'"';
        if byte == delimiter && !quoted {
            filled += usize::from(has_text);
            all += 1;
            has_text = false;
        } else {
            has_text |= !byte.is_ascii_whitespace() && byte != b'"';
        }
    }
    (filled + usize::from(has_text), all)
}

/// Detects the delimiter of a header: the most frequent one outside quotes, or a comma.
fn detect_delimiter(head: &str) -> u8 {
    let mut quoted = false;
    let mut counts = [0; DELIMITERS.len()];
    for byte in head.bytes() {
        quoted ^= byte == b'"';
        if let Some(at) = DELIMITERS.iter().position(|delimiter| *delimiter == byte && !quoted) {
            counts[at] += 1;
        }
    }
    let most = counts.iter().max().copied().unwrap_or_default();
    counts.iter().position(|count| *count == most).map_or(b',', |at| DELIMITERS[at])
}

/// Detects the notation of numbers. Spreadsheets use semicolons as delimiter in locales where the comma is the decimal
/// sign, so the delimiter decides unless unambiguous numbers contradict it; then the notation is unknown. Returns also whether
/// such numbers show it.
fn detect_notation(delimiter: u8, rows: &[TableRow]) -> (Notation, bool) {
    let cells = rows.iter().filter_map(|row| row.cells.as_ref().ok()).flatten();
    let signs: Vec<char> = cells.filter_map(|cell| Numeral::parse(cell)?.decimal_sign()).collect();
    let (points, commas) = (signs.contains(&'.'), signs.contains(&','));
    match delimiter {
        b',' if !commas => (Notation::Point, points),
        b';' if commas || !points => (Notation::Comma, commas && !points),
        _ => (Notation::Unknown, false),
    }
}

/// Counts the lines of a text up to a position. The `csv` crate's own count attributes empty lines to the record behind
/// them.
struct LineCounter<'t> {
    text: &'t str,
    at: usize,
    line: u64,
}

impl LineCounter<'_> {
    fn line_at(&mut self, byte: u64) -> u64 {
        let mut to = usize::try_from(byte).unwrap_or(usize::MAX).min(self.text.len());
        let rest = &self.text.as_bytes()[to..];
        to += rest.iter().take_while(|byte| matches!(byte, b'\n' | b'\r')).count();
        let passed = self.text.get(self.at..to).unwrap_or_default();
        self.line += passed.matches('\n').count() as u64;
        self.at = to;
        self.line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<(u64, Vec<String>)> {
        let table = read_table(text).expect("a table");
        table.rows.into_iter().map(|row| (row.line, row.cells.unwrap_or_default())).collect()
    }

    fn row(line: u64, cells: &[&str]) -> (u64, Vec<String>) {
        (line, cells.iter().map(|cell| (*cell).to_owned()).collect())
    }

    #[test]
    fn rows_have_the_lines_of_the_file() {
        // The mark, empty lines and `sep=` once moved them.
        assert_eq!(rows("\u{feff}a;b\r\n1;2\r\n"), [row(2, &["1", "2"])]);
        assert_eq!(rows("sep=;\na;b\n1;2\n"), [row(3, &["1", "2"])]);
        assert_eq!(rows("\u{feff}\"sep=,\"\r\na,b\r\n\r\n1,2\r\n"), [row(4, &["1", "2"])]);
        assert_eq!(rows("a,b\n,\n\"x\ny\",2\nz,3\n"), [row(3, &["x\ny", "2"]), row(5, &["z", "3"])]);
        assert_eq!(rows("\"a;b\",c\n'=1+1,2\n"), [row(2, &["=1+1", "2"])]);
        // A title above the headings is no heading, padded to the width of the sheet or not.
        let sheet = read_table("\"OKRs, Q4\",,\n,,\na,b,c\n1,,3\n").expect("a table");
        assert_eq!((&*sheet.heads, sheet.rows[0].line), (&["a", "b", "c"].map(str::to_owned)[..], 4));
        assert_eq!(rows("OKRs\na;b;c\n1;2;3\n"), [row(3, &["1", "2", "3"])]);
        assert_eq!(read_table("title\nWin, soon\n").expect("a table").heads, ["title"]);
        let table = read_table("a,b\n1,2,3\n4,\"5\n").expect("a table");
        assert!(table.rows.iter().all(|row| row.cells.is_err()), "{table:?}");
    }

    #[test]
    fn the_signs_in_numbers_follow_from_the_divider_and_the_cells() {
        let notation = |text: &str| read_table(text).expect("a table").notation;
        assert_eq!(notation("a;b\n1.500;45,5\n"), Notation::Comma);
        assert_eq!(notation("a;b\n1.500;x\n"), Notation::Comma);
        assert_eq!(notation("a;b\n1,500;7.5\n"), Notation::Unknown);
        assert_eq!(notation("a,b\n\"1,500\",x\n"), Notation::Point);
        assert_eq!(notation("a,b\n\"1,500\",\"0,125\"\n"), Notation::Unknown);
        assert_eq!(notation("a\tb\n1 500\tx\n"), Notation::Unknown);
        let shows = |text: &str| read_table(text).expect("a table").shows_notation;
        assert!(shows("a;b\n1.500;45,5\n") && shows("a,b\n\"1,500\",45.5\n"));
        assert!(!shows("a;b\n1.500;x\n") && !shows("a;b\n1,5;7.5\n") && !shows("a,b\n\"1,500\",x\n"));
    }

    #[test]
    fn encodings_are_told_apart_by_their_marks_alone() {
        let wide: Vec<u8> = "\u{feff}a,é\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode(wide), Ok("a,é\n".to_owned()));
        assert!(decode(b"PK\x03\x04rest".to_vec()).is_err_and(|it| it.message.contains("Excel workbook")));
        assert!(read_table("\n<HTML><table>").is_err_and(|it| it.message.contains("web page")));
        let latin = decode(b"a;b\nB\xe4ckerei;1\n".to_vec());
        assert_eq!(latin.map_err(|it| it.message), Err("line 2 is not valid UTF-8".to_owned()));
    }
}
