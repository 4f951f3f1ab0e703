//! A draft of a map from the headings of a table: what can be recognized, and the rest to be filled in.

use std::collections::BTreeMap;

use super::columns::{all_columns, plain};
use super::map::ColumnMap;
use super::{objects, records, shipped};
use crate::author::unfit::Unfit;
use crate::syntax::Content;
use crate::syntax::read_table;

/// The most values of a column that are listed as words to map.
const MOST_WORDS: usize = 12;

/// Drafts a map for a table or a JSON document, in YAML.
///
/// Headings are recognized by our own names and by those of all included maps. Unknown headings follow under `ignore`,
/// to be moved; the words of `kind` and `state` are listed with what they would become.
///
/// # Errors
/// The input is neither a table nor a document with a list.
pub fn suggested_map(text: &str) -> Result<String, Unfit> {
    let text = text.trim_start_matches('\u{feff}');
    let none = ColumnMap::default();
    let table = if records::is_json(text) { objects::read(text, &none)? } else { read_table(text)? };
    let maps: Vec<ColumnMap> = shipped::map_names().filter_map(ColumnMap::shipped).collect();
    let known = |head: &str| {
        let head = plain(head);
        let ours = all_columns().find(|column| plain(column) == head);
        ours.or_else(|| maps.iter().find_map(|map| map.column(&head)))
    };
    let mut columns: BTreeMap<usize, (&str, Vec<&str>)> = BTreeMap::new();
    let mut unknown = Vec::new();
    for head in table.heads.iter().filter(|head| !head.is_empty()) {
        match known(head) {
            Some(column) => {
                let rank = all_columns().position(|it| it == column).unwrap_or_default();
                columns.entry(rank).or_insert((column, Vec::new())).1.push(head);
            }
            None => unknown.push(head.as_str()),
        }
    }
    let mut draft = String::from(
        "# A draft: check each line. `ours: theirs`; move what is wanted from `ignore` to `columns`.\n\
         # Then: goalpost import FILE --map THIS --dry-run\ncolumns:\n",
    );
    if !columns.values().any(|(column, _)| *column == "title") {
        draft.push_str("  title:   # the heading with the titles of goals\n");
    }
    for (column, heads) in columns.values() {
        let heads: Vec<Content> = heads.iter().map(|head| Content::text(*head)).collect();
        let value = match heads.as_slice() {
            [one] => one.line(),
            _ => Content::List(heads).line(),
        };
        draft.push_str(&format!("  {column}: {value}\n"));
    }
    if !unknown.is_empty() {
        let list = Content::List(unknown.iter().map(|head| Content::text(*head)).collect());
        draft.push_str(&format!("ignore: {}\n", list.line()));
    }
    draft.push_str(&words(&table.heads, &table.rows, &known, &maps));
    Ok(draft)
}

/// The words of the columns whose values have to be ours.
fn words(
    heads: &[String],
    rows: &[crate::syntax::TableRow],
    known: &impl Fn(&str) -> Option<&'static str>,
    maps: &[ColumnMap],
) -> String {
    let mut text = String::new();
    for column in ["kind", "state"] {
        let places: Vec<usize> = (0..heads.len()).filter(|at| known(&heads[*at]) == Some(column)).collect();
        let cells = rows.iter().filter_map(|row| row.cells.as_ref().ok());
        let mut seen: Vec<String> = Vec::new();
        for word in cells.flat_map(|cells| places.iter().filter_map(|at| cells.get(*at))) {
            if !word.is_empty() && seen.len() < MOST_WORDS && !seen.iter().any(|it| plain(it) == plain(word)) {
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
