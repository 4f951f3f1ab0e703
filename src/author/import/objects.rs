//! The JSON answers of other services as tables: each record is a row, each path to a value a column.
//!
//! `owner.email` is the e-mail of the owner. In a list, `labels.name` are the names of all entries, on lines of a cell;
//! `fields.0.value` is the value of the first, and `fields.Target.value` that of the entry whose `name` is Target.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use serde_json::Value;

use super::columns::plain;
use super::map::ColumnMap;
use super::records::entry_lines;
use crate::author::unfit::{Unfit, unfit};
use crate::syntax::Notation;
use crate::syntax::{InputTable, TableRow, has_room};

/// The deepest path that is followed.
const DEEPEST: usize = 8;

/// Reads the records of a document as rows.
///
/// # Errors
/// It is no JSON, or there is no list of records where the map says.
pub(super) fn read(text: &str, map: &ColumnMap) -> Result<InputTable, Unfit> {
    let (records, lines) = records(text, map)?;
    // A map may name the fields of what is wrapped with the wrapper before them.
    let wrapper = wrapper(&records).filter(|name| !map.names_below(&plain(name)));
    table(&unwrapped(records, wrapper.as_deref()), &lines, map)
}

/// Reads the records of a document as rows in each way in which a map may name their fields: as they are, and where every record
/// is wrapped in a field, what is in it.
///
/// # Errors
/// As [`read`].
pub(super) fn readings(text: &str, map: &ColumnMap) -> Result<Vec<InputTable>, Unfit> {
    let (records, lines) = records(text, map)?;
    let as_they_are = table(&records, &lines, map)?;
    let Some(wrapper) = wrapper(&records) else { return Ok(vec![as_they_are]) };
    Ok(vec![table(&unwrapped(records, Some(&wrapper)), &lines, map)?, as_they_are])
}

/// The most paths below a field that are named.
const MOST_NESTED: usize = 60;

/// The paths below the fields of records that lead to a value, in order: those that a table has only where a map names them.
/// `whole` reads records that are wrapped with the wrapper.
///
/// # Errors
/// As [`read`].
pub(super) fn nested_heads(text: &str, map: &ColumnMap, whole: bool) -> Result<Vec<String>, Unfit> {
    let (records, _) = records(text, map)?;
    let wrapper = wrapper(&records).filter(|_| !whole);
    let mut found = BTreeSet::new();
    for record in unwrapped(records, wrapper.as_deref()) {
        add_nested(&record, String::new(), 0, &mut found);
    }
    Ok(found.into_iter().take(MOST_NESTED).collect())
}

/// Adds the paths with a dot to values below a path; entries of a list have that of the list.
fn add_nested(value: &Value, path: String, depth: usize, found: &mut BTreeSet<String>) {
    match value {
        _ if depth > DEEPEST => {}
        Value::Object(fields) => {
            for (name, value) in fields {
                let below = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                add_nested(value, below, depth + 1, found);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| add_nested(item, path.clone(), depth + 1, found)),
        Value::Null => {}
        _ if path.contains('.') => {
            found.insert(path);
        }
        _ => {}
    }
}

/// The field in which every record is wrapped, such as `node` in a list of `edges` (GraphQL cursor connections).
fn wrapper(records: &[Value]) -> Option<String> {
    let is_beside = |name: &str| ["cursor", "__typename"].contains(&name);
    let wrapped = |record: &Value| {
        let mut inner = record.as_object()?.iter().filter(|(name, _)| !is_beside(name));
        let (name, _) = inner.next().filter(|(_, value)| value.is_object())?;
        inner.next().is_none().then(|| name.clone())
    };
    let name = records.first().and_then(wrapped)?;
    records.iter().all(|record| wrapped(record).as_ref() == Some(&name)).then_some(name)
}

fn unwrapped(mut records: Vec<Value>, wrapper: Option<&str>) -> Vec<Value> {
    if let Some(name) = wrapper {
        for record in &mut records {
            *record = record.get_mut(name).map(Value::take).unwrap_or_default();
        }
    }
    records
}

fn table(records: &[Value], lines: &[u64], map: &ColumnMap) -> Result<InputTable, Unfit> {
    let mut heads: Vec<String> = Vec::new();
    let mut known = HashSet::new();
    let mut rows = Vec::new();
    for (at, record) in records.iter().enumerate() {
        has_room(rows.len())?;
        let line = lines.get(at).copied().unwrap_or(1);
        if !record.is_object() {
            rows.push((line, unfit("the entry is no record", "each entry of the list must be an object")));
            continue;
        }
        let mut cells = BTreeMap::new();
        flatten(record, "", 0, &mut cells);
        for head in cells.keys().filter(|head| is_wanted(head, map)) {
            if known.insert(plain(head)) {
                heads.push(head.clone());
            }
        }
        rows.push((line, Ok(cells)));
    }
    let cells_of = |cells: BTreeMap<String, String>| {
        let by_name: BTreeMap<String, String> = cells.into_iter().map(|(head, cell)| (plain(&head), cell)).collect();
        heads.iter().map(|head| by_name.get(&plain(head)).cloned().unwrap_or_default()).collect()
    };
    let rows = rows.into_iter().map(|(line, cells)| TableRow { line, cells: cells.map(cells_of) }).collect();
    Ok(InputTable { heads, rows, notation: Notation::Code, shows_notation: true })
}

/// The list of records, where the map says, or the document, or its only list; and the line on which each begins.
fn records(text: &str, map: &ColumnMap) -> Result<(Vec<Value>, Vec<u64>), Unfit> {
    let broken =
        |error: serde_json::Error| Unfit::new(format!("it is no JSON document: {error}"), "save the answer whole");
    let mut here: Value = serde_json::from_str(text).map_err(broken)?;
    let mut path: Vec<String> = Vec::new();
    let is_there = |path: &&Vec<String>| path.iter().try_fold(&here, |at, name| at.get(name)).is_some();
    let rows = map.rows.iter().find(is_there).or(map.rows.first());
    for name in rows.into_iter().flatten() {
        let Some(next) = here.get_mut(name).map(Value::take) else {
            let names: Vec<_> = here.as_object().into_iter().flat_map(|it| it.keys()).take(12).cloned().collect();
            return unfit(
                format!("there is no `{name}` where `rows` of the map looks; there are {}", names.join(", ")),
                "correct `rows` in the map, or leave it out where the document is the list",
            );
        };
        here = next;
        path.push(name.clone());
    }
    if let Value::Object(mut fields) = here {
        let lists: Vec<String> = fields.iter().filter(|(_, it)| it.is_array()).map(|(name, _)| name.clone()).collect();
        let [name] = lists.as_slice() else {
            let found = match lists.as_slice() {
                [] => "there is no list in it".to_owned(),
                lists => format!("there are several lists in it: {}", lists.join(", ")),
            };
            return unfit(found, "name the list of records in the map: `rows: data.goals`");
        };
        here = fields.get_mut(name).map(Value::take).unwrap_or_default();
        path.push(name.clone());
    }
    // The reader of JSON keeps no places: the list is where its name, after those of the path, stands next.
    let start = path.iter().fold(0, |at, name| {
        let key = Value::from(name.as_str()).to_string();
        text[at..].find(&key).map_or(at, |found| at + found + key.len())
    });
    let start = text[start..].find('[').map_or(start, |found| start + found);
    let before = text[..start].matches('\n').count() as u64;
    let lines = entry_lines(&text[start..]).into_iter().map(|line| line + before).collect();
    match here {
        Value::Array(list) => Ok((list, lines)),
        _ => unfit("there is no list in it", "name the list of records in the map: `rows: data.goals`"),
    }
}

/// Whether a path is a heading: one that the map knows, or one to a plain value at the top, of which a note tells.
fn is_wanted(head: &str, map: &ColumnMap) -> bool {
    let name = plain(head);
    !head.contains('.') || map.is_named(&name)
}

/// Adds every path to a value, with the value as text.
fn flatten(value: &Value, path: &str, depth: usize, cells: &mut BTreeMap<String, String>) {
    let below = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
    match value {
        _ if depth > DEEPEST => {}
        Value::Null => {}
        Value::Object(fields) => {
            for (name, value) in fields {
                flatten(value, &below(name), depth + 1, cells);
            }
        }
        Value::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                if !matches!(item, Value::Object(_)) {
                    flatten(item, path, depth + 1, cells);
                    continue;
                }
                flatten(item, path, depth + 1, cells);
                flatten(item, &below(&at.to_string()), depth + 1, cells);
                if let Some(name) = item.get("name").and_then(Value::as_str) {
                    flatten(item, &below(name), depth + 1, cells);
                }
            }
        }
        Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            let cell = cells.entry(path.to_owned()).or_default();
            if !cell.is_empty() {
                cell.push('\n');
            }
            cell.push_str(&text);
        }
    }
}
