//! Converts the rows of a table to goals.

use serde_json::{Map, Value, json};

use crate::model::{Day, DayOrder, FIELDS, Form, KnownValues, Metric, Period, parse_share, read_cell_day};
use crate::render::csv::split_texts;
use crate::syntax::{Notation, closest};

use super::columns::{ColumnMap, all_columns, plain};
use super::input::{Input, InputRow, Refused, text_of};
use crate::author::checkin::read_confidence;
use crate::author::number::{read_number, read_share};
use crate::author::table::read_table;
use crate::author::unfit::{Unfit, unfit};

/// The cells of a row by the columns of goalpost.
type Cells = std::collections::BTreeMap<&'static str, String>;

/// Reads the rows of a table.
pub(super) fn read(text: &str, map: &ColumnMap) -> Result<Input, Unfit> {
    let table = read_table(text)?;
    let columns: Vec<Option<&'static str>> = table.heads.iter().map(|head| map.column(head)).collect();
    let mut input = Input { foreign: true, ..Input::default() };
    input.notes.extend(unread(&table.heads, &columns, map)?);
    let mut kinds = Vec::new();
    for row in table.rows {
        let line = row.line;
        let refused = |goal, wrong: Unfit| Refused { line, goal, reason: wrong.message, help: Some(wrong.help) };
        let record = match row.cells {
            Ok(record) => record,
            Err(wrong) => {
                input.refused.push(refused(None, wrong));
                continue;
            }
        };
        let mut cells = Cells::new();
        for (column, cell) in columns.iter().zip(record) {
            let Some(column) = column else { continue };
            let value = map.value(column, &cell);
            // If several columns map to the same one, the first cell that is not empty counts.
            if !value.is_empty() && !cells.contains_key(column) {
                cells.insert(column, value);
            }
        }
        if cells.is_empty() {
            continue;
        }
        match fields(&cells, map, table.notation) {
            Ok(mut fields) => {
                several(&mut fields, line, &mut input.notes);
                kinds.push(cells.get("parent").cloned());
                input.rows.push(InputRow { line, path: cells.get("path").cloned(), fields });
            }
            Err(wrong) => {
                let goal = cells.get("id").or_else(|| cells.get("title")).cloned();
                input.refused.push(refused(goal, wrong));
            }
        }
    }
    parents(&mut input.rows, &kinds);
    Ok(input)
}

/// Returns a note on unknown columns. A misspelt known column is an error, because its values would be lost.
fn unread(heads: &[String], columns: &[Option<&str>], map: &ColumnMap) -> Result<Option<String>, Unfit> {
    if !columns.contains(&Some("title")) {
        let named: Vec<_> = heads.iter().take(12).map(String::as_str).collect();
        let help = if map.is_plain() {
            "name the columns as goalpost export --format csv does, or use --map FILE (for Viva Goals: --map viva-goals)"
        } else {
            "add the name of the `title` column to `columns` in the map"
        };
        return Err(Unfit::new(format!("no `title` column; the columns are {}", named.join(", ")), help));
    }
    let unknown: Vec<&String> =
        heads.iter().zip(columns).filter(|(_, column)| column.is_none()).map(|it| it.0).collect();
    if map.is_plain() {
        for head in &unknown {
            if let Some(near) = closest(&plain(head).replace(' ', "_"), all_columns()) {
                let help = format!("did you mean `{near}`?");
                return Err(Unfit::new(format!("unknown column `{head}`"), help));
            }
        }
    }
    let names: Vec<_> = unknown.iter().filter(|it| !it.is_empty()).map(|it| it.as_str()).collect();
    Ok((!names.is_empty()).then(|| format!("ignored columns: {}", names.join(", "))))
}

/// Returns the fields of a goal file.
fn fields(cells: &Cells, map: &ColumnMap, notation: Notation) -> Result<Map<String, Value>, Unfit> {
    let mut fields = Map::new();
    let cell = |name: &str| cells.get(name).map(String::as_str);
    if cell("title").is_none() && cell("kind") != Some("survey") {
        return unfit("the row has no title", "every goal needs a title");
    }
    let kind = cell("kind").map_or_else(|| usual_kind(cells).to_owned(), |kind| plain(kind).replace(' ', "_"));
    fields.insert("kind".to_owned(), kind.into());
    for field in FIELDS {
        let name = field.name;
        let Some(text) = cell(name) else { continue };
        let value = match field.form {
            // A weight in percent is stored as a fraction, like the other weights.
            Form::Number if name == "weight" && text.ends_with('%') => {
                parse_share(text).map(json).map_or_else(|| plain_number(text, name, notation), Ok)?
            }
            Form::Number if name == "confidence" => json(read_confidence(text)?.value),
            Form::Number | Form::Count => plain_number(text, name, notation)?,
            Form::Day => day(text, name, map.order)?.to_string().into(),
            Form::YesNo => yes_no(text, name)?,
            Form::Texts | Form::Ids | Form::Steps => list(text),
            Form::Numbers => numbers(text, name, notation)?,
            Form::Entries if name == "supports" => list(text),
            Form::Period | Form::Mapping | Form::Entries => continue,
            Form::Word if name == "kind" => continue,
            Form::Text | Form::Id | Form::Word | Form::Value | Form::Done => text.into(),
        };
        fields.insert(name.to_owned(), value);
    }
    if let Some(period) = period(cells, map)? {
        fields.insert("period".to_owned(), period);
    }
    if let Some(score) = cell("score") {
        fields.insert("grade".to_owned(), json!({"score": grade(score, notation)?}));
    }
    if let Some(metric) = metric(cells, map, notation)? {
        fields.insert("metric".to_owned(), metric);
    }
    Ok(fields)
}

/// Determines the kind of a row without one: a row with a target is a key result.
fn usual_kind(cells: &Cells) -> &'static str {
    let measured = ["measures", "target", "at_least", "at_most"].iter().any(|name| cells.contains_key(name));
    if measured { "key_result" } else { "objective" }
}

/// Converts the parents of rows to `measures` or `supports`, depending on both kinds.
fn parents(rows: &mut [InputRow], parents: &[Option<String>]) {
    for (row, parent) in rows.iter_mut().zip(parents) {
        let Some(parent) = parent else { continue };
        match row.fields.get("kind").and_then(Value::as_str) {
            Some("key_result") if !row.fields.contains_key("measures") => {
                // A key result measures only one objective, so the first one counts.
                let first = list(parent).get(0).cloned();
                row.fields.extend(first.map(|first| ("measures".to_owned(), first)));
            }
            Some("objective" | "development") if !row.fields.contains_key("supports") => {
                row.fields.insert("supports".to_owned(), list(parent));
            }
            _ => {}
        }
    }
}

/// Splits cells with several owners or teams on lines of their own: the first is accountable, the other teams
/// contribute.
fn several(fields: &mut Map<String, Value>, line: u64, notes: &mut Vec<String>) {
    for name in ["owner", "team", "measures"] {
        let Some(text) = text_of(fields, name).filter(|it| it.trim().contains('\n')) else { continue };
        let mut each = text.lines().map(str::trim).filter(|it| !it.is_empty()).map(str::to_owned);
        let first = each.next().unwrap_or_default();
        let others: Vec<String> = each.collect();
        if name == "team" {
            let known = fields.entry("contributors").or_insert_with(|| Value::Array(Vec::new()));
            known.as_array_mut().into_iter().for_each(|known| known.extend(others.iter().cloned().map(Value::String)));
        } else if !others.is_empty() {
            notes.push(format!("line {line}: using {first} as the only {name}, ignoring {}", others.join(", ")));
        }
        fields.insert(name.to_owned(), first.into());
    }
}

fn list(text: &str) -> Value {
    split_texts(text).into_iter().collect()
}

fn metric(cells: &Cells, map: &ColumnMap, notation: Notation) -> Result<Option<Value>, Unfit> {
    let mut metric = Map::new();
    let mut known = Metric { unit: cells.get("unit").cloned(), ..Metric::default() };
    let has_scale = cells.contains_key("scale");
    for row in Metric::TABLE.rows {
        let column = if row.name == "name" { "metric" } else { row.name };
        let Some(text) = cells.get(column) else { continue };
        let value = match row.form {
            Form::Value if !has_scale => {
                if text.ends_with('%') && known.unit.is_none() {
                    known.unit = Some("%".to_owned());
                    metric.insert("unit".to_owned(), "%".into());
                }
                // The other values of the row help to decide between two readings of a number.
                let judge =
                    if column == "current" { KnownValues::of(&known, &known, None) } else { KnownValues::default() };
                let read = read_number(text, known.unit.as_deref(), &judge, notation);
                let value =
                    read.map_err(|wrong| Unfit { message: format!("`{column}`: {wrong}"), help: wrong.help })?;
                match column {
                    "baseline" => known.baseline = Some(value.value),
                    "target" => known.target = Some(value.value),
                    _ => {}
                }
                json(value.value)
            }
            // Without a value its day has no meaning.
            Form::Day if !metric.contains_key("current") => continue,
            Form::Day => day(text, column, map.order)?.to_string().into(),
            Form::Number => plain_number(text, column, notation)?,
            Form::Steps | Form::Texts => list(text),
            _ => text.as_str().into(),
        };
        metric.insert(row.name.to_owned(), value);
    }
    Ok((!metric.is_empty()).then_some(Value::Object(metric)))
}

/// Numbers by name, as a cell has them: `knows-goals: 4.2; knows-why: 3.9`.
fn numbers(text: &str, column: &str, notation: Notation) -> Result<Value, Unfit> {
    let mut numbers = Map::new();
    for each in split_texts(text) {
        let Some((name, number)) = each.rsplit_once(':').filter(|(name, _)| !name.trim().is_empty()) else {
            let help = "write a name and a number each, such as `knows-goals: 4.2; knows-why: 3.9`";
            return unfit(format!("`{column}`: `{each}` has no name and number"), help);
        };
        numbers.insert(name.trim().to_owned(), plain_number(number.trim(), column, notation)?);
    }
    Ok(Value::Object(numbers))
}

fn period(cells: &Cells, map: &ColumnMap) -> Result<Option<Value>, Unfit> {
    if let Some(text) = cells.get("period") {
        let known = Period::parse(text, 1).map(|_| text.clone()).or_else(|error| error.meant.ok_or(error.message));
        match (known, cells.contains_key("start")) {
            (Ok(name), _) => return Ok(Some(name.into())),
            (Err(_), true) => {}
            (Err(message), false) => {
                return unfit(message, "write 2026, 2026-H2, 2026-Q4 or 2026-11, or add columns `start` and `end`");
            }
        }
    }
    let (Some(start), Some(end)) = (cells.get("start"), cells.get("end")) else { return Ok(None) };
    let (start, end) = (day(start, "start", map.order)?, day(end, "end", map.order)?);
    Ok(Some(json!({"start": start.to_string(), "end": end.to_string()})))
}

/// Reads a number without a unit.
fn plain_number(text: &str, name: &str, notation: Notation) -> Result<Value, Unfit> {
    let read = read_number(text, None, &KnownValues::default(), notation);
    read.map(|it| json(it.value)).map_err(|wrong| Unfit { message: format!("`{name}`: {wrong}"), help: wrong.help })
}

/// Reads yes or no in the words that tables use.
fn yes_no(text: &str, name: &str) -> Result<Value, Unfit> {
    match &*text.to_lowercase() {
        "true" | "yes" => Ok(true.into()),
        "false" | "no" => Ok(false.into()),
        _ => unfit(format!("`{name}`: `{text}` is neither yes nor no"), "write true or false"),
    }
}

/// Reads a grade from 0 to 1. Some tools grade up to 100.
fn grade(text: &str, notation: Notation) -> Result<Value, Unfit> {
    if let Some(score) = parse_share(text) {
        return Ok(json(score));
    }
    // Of a small number nobody knows whether it is one of ten or of a hundred.
    let score = plain_number(text, "score", notation)?.as_f64().filter(|score| (10.0..=100.0).contains(score));
    match score {
        Some(score) => Ok(json(score / 100.0)),
        None => Ok(json(read_share(text, "a grade")?)),
    }
}

/// Converts a number to JSON, as an integer if it is whole.
fn json(value: f64) -> Value {
    if value.fract() == 0.0 && value.abs() < 1e15 {
        format!("{value:.0}").parse::<i64>().map_or(json!(value), Value::from)
    } else {
        json!(value)
    }
}

fn day(text: &str, name: &str, order: Option<DayOrder>) -> Result<Day, Unfit> {
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
