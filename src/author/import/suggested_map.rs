//! A draft of a map from the headings of a table: what can be recognized, and the rest to be filled in.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::columns::{all_columns, plain};
use super::map::ColumnMap;
use super::{objects, records, shipped};
use crate::author::unfit::Unfit;
use crate::model::{DayOrder, Kind, State, read_cell_day};
use crate::syntax::{Content, InputTable, Numeral, TableRow, read_table};

/// The most values of a column that are listed as words to map.
const MOST_WORDS: usize = 12;

/// The share of the headings, in percent, that an included map has to know to be named, and the fewest headings.
const FITS: (usize, usize) = (80, 4);

/// The names of key results in columns, before their number.
const NUMBERED: [&str; 8] = ["kr", "krs", "key result", "key results", "keyresult", "result", "measure", "metric"];

/// Drafts a map for a table or a JSON document, in YAML.
///
/// Headings are recognized by our own names and by those of all included maps, the map that knows most of them first.
/// Unknown headings follow under `ignore`, to be moved; the words of `kind` and `state` are listed with what they would
/// become. An included map that knows nearly all headings is named.
///
/// # Errors
/// The input is neither a table nor a document with a list.
pub fn suggested_map(text: &str) -> Result<String, Unfit> {
    let Headings { table, rows, maps, nested } = Headings::read(text)?;
    let mut draft = String::from(
        "# A draft: check each line. `ours: theirs`; move what is wanted from `ignore` to `columns`.\n\
         # Then: goalpost import FILE --map THIS --dry-run\n",
    );
    if let Some(name) = fitting(&table, &maps) {
        draft.push_str(&format!("# The included map `{name}` knows these headings; try first: --map {name}\n"));
    }
    let maps: Vec<ColumnMap> = maps.into_iter().map(|(_, map)| map).collect();
    if !rows.is_empty() {
        draft.push_str(&format!("rows: {}\n", rows.join(".")));
    }
    let mut parts = MapDraft::of(&table, &maps);
    parts.unknown.extend(nested);
    draft.push_str(&parts.text());
    draft.push_str(&words(&table, &maps));
    Ok(draft)
}

/// The name of the included map that knows nearly all headings of a table or a JSON document, if there is one.
///
/// # Errors
/// The input is neither a table nor a document with a list.
pub fn fitting_map(text: &str) -> Result<Option<&'static str>, Unfit> {
    Headings::read(text).map(|it| fitting(&it.table, &it.maps))
}

/// The included map that knows nearly all headings: the first of the maps, if it does.
fn fitting(table: &InputTable, maps: &[(&'static str, ColumnMap)]) -> Option<&'static str> {
    let heads = plain_heads(table);
    let (name, map) = maps.first()?;
    let known = heads.iter().filter(|head| map.is_named(head)).count();
    (heads.len() >= FITS.1 && known * 100 >= heads.len() * FITS.0).then_some(*name)
}

fn plain_heads(table: &InputTable) -> Vec<String> {
    table.heads.iter().filter(|head| !head.is_empty()).map(|head| plain(head)).collect()
}

/// A table or document, the path to its records, and the included maps, the one that knows most of its headings first.
struct Headings {
    table: InputTable,
    rows: Vec<String>,
    maps: Vec<(&'static str, ColumnMap)>,
    /// What lies deeper in the records of a document and no included map knows.
    nested: Vec<String>,
}

impl Headings {
    fn read(text: &str) -> Result<Self, Unfit> {
        let text = text.trim_start_matches('\u{feff}');
        let mut maps: Vec<(&'static str, ColumnMap)> =
            shipped::map_names().filter_map(|name| Some((name, ColumnMap::shipped(name)?))).collect();
        let mut all = None;
        let (mut tables, rows) = if records::is_json(text) {
            let rows =
                serde_json::from_str(text).ok().and_then(|document: Value| list_path(&document)).unwrap_or_default();
            let known = all.insert(ColumnMap::of_all(maps.iter().map(|(_, map)| map), &rows));
            (objects::readings(text, known)?, rows)
        } else {
            (vec![read_table(text)?], Vec::new())
        };
        // Of two readings, the one of which an included map knows more; of two as good, the shorter names.
        let best = |table: &InputTable| {
            let heads = plain_heads(table);
            let known = |map: &ColumnMap| heads.iter().filter(|head| map.is_named(head)).count();
            maps.iter().map(|(_, map)| known(map)).max().unwrap_or_default()
        };
        let other = tables.len() > 1 && best(&tables[1]) > best(&tables[0]);
        let table = tables.swap_remove(usize::from(other));
        let heads = plain_heads(&table);
        let nested = all.map(|map| objects::nested_heads(text, &map, other)).transpose()?.unwrap_or_default();
        let nested = nested.into_iter().filter(|head| !heads.contains(&plain(head))).collect();
        let known = |map: &ColumnMap| heads.iter().filter(|head| map.is_named(head)).count();
        // Of two maps that know as many, the one that reads an objective and its key results in a row goes first.
        let titles = |map: &ColumnMap| map.title_of.iter().filter(|(_, title)| heads.contains(title)).count();
        maps.sort_by_key(|(_, map)| std::cmp::Reverse((known(map), titles(map))));
        Ok(Self { table, rows, maps, nested })
    }
}

/// The names that lead to the list of records in a document: the nearest list of objects, the longest of those as near.
fn list_path(document: &Value) -> Option<Vec<String>> {
    let mut level: Vec<(Vec<String>, &Value)> = vec![(Vec::new(), document)];
    while !level.is_empty() {
        let length = |value: &Value| value.as_array().filter(|list| list.iter().any(Value::is_object)).map(Vec::len);
        let lists = level.iter().filter_map(|(path, value)| Some((length(value)?, path)));
        if let Some((_, path)) = lists.max_by_key(|(length, _)| *length) {
            return Some(path.clone());
        }
        let mut next = Vec::new();
        for (path, value) in &level {
            let fields = value.as_object().into_iter().flatten();
            next.extend(fields.map(|(name, below)| ([path.clone(), vec![name.clone()]].concat(), below)));
        }
        level = next;
    }
    None
}

/// The column that a heading in plain words stands for; none for one that the map which fits best leaves out.
fn column_of(maps: &[ColumnMap], head: &str) -> Option<&'static str> {
    let ours = all_columns().find(|column| plain(column) == head);
    let mapped = maps.iter().find(|map| map.is_named(head) && map.title_of.iter().all(|(_, title)| title != head));
    match mapped {
        Some(map) if map.ignores(head) => None,
        Some(map) => map.column(head).or(ours),
        None => ours,
    }
}

/// The parts of a draft that tell of headings.
#[derive(Debug, Default)]
struct MapDraft {
    /// The titles of objectives and of key results, where a row has both.
    titles: Option<(String, String)>,
    /// What repeats for each key result of a row: `KR{n} `.
    repeat: Option<String>,
    /// Our columns by their rank with the headings, the best first.
    columns: BTreeMap<usize, (&'static str, Vec<String>)>,
    unknown: Vec<String>,
}

impl MapDraft {
    fn of(table: &InputTable, maps: &[ColumnMap]) -> Self {
        let mut draft = Self::default();
        let titled = |kind: &str| {
            let is_title = |head: &str| maps.iter().any(|map| map.title_of.contains(&(kind_word(kind), plain(head))));
            table.heads.iter().find(|head| is_title(head)).cloned()
        };
        draft.titles = titled("objective").zip(titled("key_result"));
        draft.repeat = repeated(&table.heads);
        let mut seen = BTreeSet::new();
        for (at, head) in table.heads.iter().enumerate().filter(|(_, head)| !head.is_empty()) {
            let is_title = draft.titles.as_ref().is_some_and(|(one, other)| [one, other].contains(&head));
            if is_title || !seen.insert(plain(head)) {
                continue;
            }
            if let Some((name, rest)) = draft.repeat.as_deref().and_then(|repeat| rest_of(repeat, head)) {
                // The column of key results needs a line only where it is not named as ours.
                let column = column_of(maps, &rest).filter(|column| !rest.is_empty() && plain(column) != rest);
                if let Some(column) = column.filter(|_| seen.insert(rest.clone())) {
                    draft.add(column, name);
                }
                continue;
            }
            let column = column_of(maps, &plain(head)).or_else(|| {
                // Beside no title of key results, a title of objectives is the title.
                let is_title = maps.iter().any(|map| map.title_of.iter().any(|(_, title)| *title == plain(head)));
                is_title.then_some("title")
            });
            match column.map(|column| by_values(column, table, at)) {
                Some(column) => draft.add(column, head.clone()),
                None => draft.unknown.push(head.clone()),
            }
        }
        for (column, heads) in draft.columns.values_mut() {
            let rank = |map: &ColumnMap, head: &str| map.is_named(&plain(head)).then(|| map.rank(column, &plain(head)));
            heads.sort_by_key(|head| maps.first().and_then(|map| rank(map, head)).unwrap_or(usize::MAX));
        }
        draft
    }

    fn add(&mut self, column: &'static str, head: String) {
        let rank = all_columns().position(|it| it == column).unwrap_or_default();
        self.columns.entry(rank).or_insert((column, Vec::new())).1.push(head);
    }

    fn text(&self) -> String {
        let mut text = String::new();
        if let Some((objective, result)) = &self.titles {
            let fields = [("objective", objective), ("key_result", result)];
            let fields = fields.map(|(kind, head)| (kind.to_owned(), Content::text(head)));
            text.push_str(&format!("title_of: {}\n", Content::Fields(fields.into()).flow()));
        }
        if let Some(repeat) = &self.repeat {
            text.push_str(&format!("repeat: {}\n", Content::text(repeat).line()));
        }
        text.push_str("columns:\n");
        if self.titles.is_none() && !self.columns.values().any(|(column, _)| *column == "title") {
            text.push_str("  title:   # the heading with the titles of goals\n");
        }
        for (column, heads) in self.columns.values() {
            let heads: Vec<Content> = heads.iter().map(Content::text).collect();
            let value = match heads.as_slice() {
                [one] => one.line(),
                _ => Content::List(heads).line(),
            };
            text.push_str(&format!("  {column}: {value}\n"));
        }
        if !self.unknown.is_empty() {
            let list = Content::List(self.unknown.iter().map(Content::text).collect());
            text.push_str(&format!("ignore: {}\n", list.line()));
        }
        text
    }
}

fn kind_word(kind: &str) -> &'static str {
    Kind::WORDS.iter().find(|(word, _)| *word == kind).map_or("objective", |(word, _)| *word)
}

/// What several headings repeat for each key result: `KR{n}` for `KR1` and `KR2 Target`.
fn repeated(heads: &[String]) -> Option<String> {
    let mut numbers: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for head in heads {
        let Some(start) = head.find(|c: char| c.is_ascii_digit()) else { continue };
        let digits = head[start..].find(|c: char| !c.is_ascii_digit()).map_or(head.len(), |end| start + end);
        if NUMBERED.contains(&plain(&head[..start]).as_str()) {
            numbers.entry(&head[..start]).or_default().insert(&head[start..digits]);
        }
    }
    let (before, _) = numbers.into_iter().find(|(_, numbers)| numbers.len() > 1)?;
    Some(format!("{before}{{n}}"))
}

/// What follows the number in a heading of a repeated key result, as it is written and in plain words.
fn rest_of(repeat: &str, head: &str) -> Option<(String, String)> {
    let rest = head.strip_prefix(repeat.strip_suffix("{n}")?)?;
    let rest = rest.strip_prefix(|c: char| c.is_ascii_digit())?.trim_start_matches(|c: char| c.is_ascii_digit());
    Some((rest.trim_start_matches(|c: char| !c.is_alphanumeric()).to_owned(), plain(rest)))
}

/// The column that the values of a heading fit: `Start` may be the first day or the first number.
fn by_values(column: &'static str, table: &InputTable, at: usize) -> &'static str {
    let other = match column {
        "start" => "baseline",
        "end" => "target",
        "baseline" => "start",
        _ => return column,
    };
    let cells = table.rows.iter().filter_map(|row: &TableRow| row.cells.as_ref().ok()?.get(at));
    let (mut days, mut numbers) = (0, 0);
    for cell in cells.filter(|cell| !cell.trim().is_empty()) {
        // Days that may be two are days all the same.
        let is_day = read_cell_day(cell, None).is_ok() || read_cell_day(cell, Some(DayOrder::DayFirst)).is_ok();
        days += usize::from(is_day);
        numbers += usize::from(!is_day && Numeral::parse(cell.trim()).is_some());
    }
    let wants_days = column != "baseline";
    let is_other = if wants_days { numbers > days } else { days > numbers };
    if is_other { other } else { column }
}

/// The words of the columns whose values have to be ours, but those that are.
fn words(table: &InputTable, maps: &[ColumnMap]) -> String {
    let kinds: Vec<&str> = Kind::WORDS.iter().map(|(word, _)| *word).collect();
    let states: Vec<&str> = State::WORDS.iter().map(|(word, _)| *word).collect();
    let mut text = String::new();
    for (column, ours) in [("kind", kinds), ("state", states)] {
        let is_it = |at: &usize| column_of(maps, &plain(&table.heads[*at])) == Some(column);
        let places: Vec<usize> = (0..table.heads.len()).filter(is_it).collect();
        let cells = table.rows.iter().filter_map(|row| row.cells.as_ref().ok());
        let mut seen: Vec<String> = Vec::new();
        for word in cells.flat_map(|cells| places.iter().filter_map(|at| cells.get(*at))) {
            let is_new = !seen.iter().any(|it| plain(it) == plain(word));
            if !word.is_empty() && is_new && seen.len() < MOST_WORDS && !ours.contains(&word.as_str()) {
                seen.push(word.clone());
            }
        }
        if seen.is_empty() {
            continue;
        }
        text.push_str(if text.is_empty() { "values:\n" } else { "" });
        text.push_str(&format!("  {column}:\n"));
        for word in seen {
            let meant = maps.iter().map(|map| map.value(column, &word)).find(|it| *it != word);
            let meant = meant.map_or("~   # nothing, or one of ours".to_owned(), |it| {
                if it.is_empty() { "~".to_owned() } else { Content::word(&it).line() }
            });
            text.push_str(&format!("    {}: {meant}\n", Content::text(&word).line()));
        }
    }
    text
}
