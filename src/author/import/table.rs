//! A table: CSV with a head, of ours or of another service.

use serde_json::{Map, Value, json};

use crate::model::{Day, Period, parse_day};
use crate::syntax::{closest, parse_number};

use super::columns::{COLUMNS, ColumnMap, Days, MapError, plain};
use super::{Input, Refused, Row, text_of};

/// The cells of a row by our columns.
type Cells = std::collections::BTreeMap<&'static str, String>;

/// Reads a table's rows.
pub(super) fn read(text: &str, map: &ColumnMap) -> Result<Input, MapError> {
    let head = text.lines().next().unwrap_or_default();
    let count = |sign: u8| head.bytes().filter(|byte| *byte == sign).count();
    let between = [b',', b';', b'\t'].into_iter().max_by_key(|sign| (count(*sign), *sign == b','));
    let mut reader =
        csv::ReaderBuilder::new().delimiter(between.unwrap_or(b',')).flexible(true).from_reader(text.as_bytes());
    let heads: Vec<String> = reader
        .headers()
        .map_err(|error| MapError::new(format!("the table cannot be read: {error}"), "save it as CSV, in UTF-8"))?
        .iter()
        .map(str::to_owned)
        .collect();
    let columns: Vec<Option<&'static str>> = heads.iter().map(|head| map.column(head)).collect();
    let mut input = Input { foreign: true, ..Input::default() };
    input.notes.extend(unread(&heads, &columns, map)?);
    let mut kinds = Vec::new();
    for record in reader.records() {
        let line = |position: Option<&csv::Position>| position.map_or(0, csv::Position::line);
        let refuse =
            |line, reason: String, help: &str| Refused { line, goal: None, reason, help: Some(help.to_owned()) };
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                let help = "each row is one line; a cell with a comma or a line break in it stands in double quotes";
                input.refused.push(refuse(line(error.position()), error.to_string(), help));
                continue;
            }
        };
        let line = line(record.position());
        if record.len() > heads.len() {
            let help = "put a cell with a comma in it into double quotes";
            let reason = format!("{} cells below {} columns", record.len(), heads.len());
            input.refused.push(refuse(line, reason, help));
            continue;
        }
        let mut cells = Cells::new();
        for (column, cell) in columns.iter().zip(record.iter()) {
            let Some(column) = column else { continue };
            let value = map.value(column, &unescaped(cell));
            // Of several columns that are one here, the first with something in it counts.
            if !value.is_empty() && !cells.contains_key(column) {
                cells.insert(column, value);
            }
        }
        if cells.is_empty() {
            continue;
        }
        match fields(&cells, map) {
            Ok(mut fields) => {
                several(&mut fields, line, &mut input.notes);
                kinds.push(cells.get("parent").cloned());
                input.rows.push(Row { line, path: cells.get("path").cloned(), fields });
            }
            Err((reason, help)) => {
                let goal = cells.get("id").or_else(|| cells.get("title")).cloned();
                input.refused.push(Refused { line, goal, reason, help: Some(help) });
            }
        }
    }
    parents(&mut input.rows, &kinds);
    Ok(input)
}

/// A cell without the mark that keeps spreadsheets from taking it for a formula.
fn unescaped(cell: &str) -> String {
    match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@', '\t', '\r']) => rest.to_owned(),
        _ => cell.to_owned(),
    }
}

/// What is said of columns that nobody knows; a slip of a known one is an error, for what stands there would be lost.
fn unread(heads: &[String], columns: &[Option<&str>], map: &ColumnMap) -> Result<Option<String>, MapError> {
    if !columns.contains(&Some("title")) {
        let named: Vec<_> = heads.iter().take(12).map(String::as_str).collect();
        let help = if map.is_plain() {
            "name the columns as goalpost export --format csv does, or say what they are with --map FILE (for Viva Goals: --map viva-goals)"
        } else {
            "say in the map's `columns` what `title` is called"
        };
        return Err(MapError::new(format!("no column is a goal's `title`: there are {}", named.join(", ")), help));
    }
    let unknown: Vec<&String> =
        heads.iter().zip(columns).filter(|(_, column)| column.is_none()).map(|it| it.0).collect();
    if map.is_plain() {
        for head in &unknown {
            if let Some(near) = closest(&plain(head).replace(' ', "_"), COLUMNS) {
                let help = format!("did you mean `{near}`?");
                return Err(MapError::new(format!("`{head}` is no column that a goal has"), help));
            }
        }
    }
    let names: Vec<_> = unknown.iter().filter(|it| !it.is_empty()).map(|it| it.as_str()).collect();
    Ok((!names.is_empty()).then(|| format!("columns that were not read: {}", names.join(", "))))
}

type Wrong = (String, String);

/// The fields of a goal file.
fn fields(cells: &Cells, map: &ColumnMap) -> Result<Map<String, Value>, Wrong> {
    let mut fields = Map::new();
    let cell = |name: &str| cells.get(name).map(String::as_str);
    if cell("title").is_none() && cell("kind") != Some("survey") {
        return Err(("the row has no title".to_owned(), "a goal says in words what is to be reached".to_owned()));
    }
    let kind = cell("kind").map_or_else(|| usual_kind(cells).to_owned(), |kind| plain(kind).replace(' ', "_"));
    fields.insert("kind".to_owned(), kind.into());
    for name in [
        "id",
        "title",
        "statement",
        "vision",
        "owner",
        "team",
        "level",
        "state",
        "perspective",
        "area",
        "commitment",
        "priority",
        "why",
        "reason",
        "retrospective",
        "continues",
        "replaced_by",
        "competency",
        "aspiration",
    ] {
        if let Some(text) = cell(name) {
            fields.insert(name.to_owned(), text.into());
        }
    }
    for name in ["deadline", "closed"] {
        if let Some(text) = cell(name) {
            fields.insert(name.to_owned(), day(text, name, map.days)?.to_string().into());
        }
    }
    if let Some(period) = period(cells, map)? {
        fields.insert("period".to_owned(), period);
    }
    for name in ["weight", "effort", "confidence"] {
        if let Some(text) = cell(name) {
            fields.insert(name.to_owned(), number(text, name)?);
        }
    }
    for name in ["supports", "contributors", "labels", "skills", "stakeholders"] {
        if let Some(text) = cell(name) {
            fields.insert(name.to_owned(), list(text));
        }
    }
    if let Some(parent) = cell("measures") {
        fields.insert("measures".to_owned(), parent.into());
    }
    if let Some(score) = cell("score") {
        let score = number(score, "score")?;
        // Some services grade to 100.
        let score = score.as_f64().filter(|score| *score > 1.0).map_or(score, |score| json!(score / 100.0));
        fields.insert("grade".to_owned(), json!({"score": score}));
    }
    if let Some(metric) = metric(cells, map)? {
        fields.insert("metric".to_owned(), metric);
    }
    Ok(fields)
}

/// What a row without a kind is: what has a value to reach is a key result.
fn usual_kind(cells: &Cells) -> &'static str {
    let measured = ["measures", "target", "at_least", "at_most"].iter().any(|name| cells.contains_key(name));
    if measured { "key_result" } else { "objective" }
}

/// Lets rows with a parent measure or support it, by what both are.
fn parents(rows: &mut [Row], parents: &[Option<String>]) {
    for (row, parent) in rows.iter_mut().zip(parents) {
        let Some(parent) = parent else { continue };
        match row.fields.get("kind").and_then(Value::as_str) {
            Some("key_result") if !row.fields.contains_key("measures") => {
                // A key result measures one objective: the first that is named.
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

/// Several owners or teams in a cell stand on lines of their own: the first is accountable, the other teams contribute.
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
            notes.push(format!("line {line}: a goal has one {name}, {first}; left out: {}", others.join(", ")));
        }
        fields.insert(name.to_owned(), first.into());
    }
}

fn list(text: &str) -> Value {
    text.split([';', '\n']).map(str::trim).filter(|it| !it.is_empty()).collect()
}

fn metric(cells: &Cells, map: &ColumnMap) -> Result<Option<Value>, Wrong> {
    let mut metric = Map::new();
    for (column, name) in [("metric", "name"), ("unit", "unit"), ("kpi", "kpi")] {
        if let Some(text) = cells.get(column) {
            metric.insert(name.to_owned(), text.as_str().into());
        }
    }
    let scale = cells.get("scale").map(|text| list(text));
    for name in ["baseline", "target", "at_least", "at_most", "stretch", "current"] {
        let Some(text) = cells.get(name) else { continue };
        let value = if scale.is_some() { text.as_str().into() } else { number(text, name)? };
        if text.ends_with('%') && scale.is_none() {
            metric.entry("unit").or_insert_with(|| "%".into());
        }
        metric.insert(name.to_owned(), value);
    }
    if let Some(scale) = scale {
        metric.insert("scale".to_owned(), scale);
    }
    if let Some(text) = cells.get("as_of").filter(|_| metric.contains_key("current")) {
        metric.insert("as_of".to_owned(), day(text, "as_of", map.days)?.to_string().into());
    }
    if let Some(text) = cells.get("source") {
        metric.insert("source".to_owned(), text.as_str().into());
    }
    Ok((!metric.is_empty()).then_some(Value::Object(metric)))
}

fn period(cells: &Cells, map: &ColumnMap) -> Result<Option<Value>, Wrong> {
    if let Some(text) = cells.get("period") {
        let known = Period::parse(text, 1).map(|_| text.clone()).or_else(|error| error.meant.ok_or(error.message));
        match (known, cells.contains_key("start")) {
            (Ok(name), _) => return Ok(Some(name.into())),
            (Err(_), true) => {}
            (Err(message), false) => {
                return Err((message, "write 2026, 2026-H2, 2026-Q4 or 2026-11; or give `start` and `end`".to_owned()));
            }
        }
    }
    let (Some(start), Some(end)) = (cells.get("start"), cells.get("end")) else { return Ok(None) };
    let (start, end) = (day(start, "start", map.days)?, day(end, "end", map.days)?);
    Ok(Some(json!({"start": start.to_string(), "end": end.to_string()})))
}

/// A number as people write it: with a sign for percent or money, and with commas at the thousands.
fn number(text: &str, name: &str) -> Result<Value, Wrong> {
    let bare = text.trim().trim_end_matches('%').trim_start_matches(['$', '€', '£']).trim();
    let grouped = bare.split('.').next().unwrap_or(bare);
    let mut groups = grouped.trim_start_matches('-').split(',');
    let first = groups.next().is_some_and(|group| (1..=3).contains(&group.len()));
    let bare = if bare.contains(',') && first && groups.all(|group| group.len() == 3) {
        bare.replace(',', "")
    } else {
        bare.to_owned()
    };
    let value = parse_number(&bare).filter(|value| value.is_finite());
    let value = value.ok_or_else(|| {
        (format!("`{name}` is no number: `{text}`"), "write it with digits and a decimal point: 1300.5".to_owned())
    })?;
    Ok(if value.fract() == 0.0 && value.abs() < 1e15 {
        format!("{value:.0}").parse::<i64>().map_or(json!(value), Value::from)
    } else {
        json!(value)
    })
}

/// A day, without the time behind it.
fn day(text: &str, name: &str, days: Days) -> Result<Day, Wrong> {
    let date = text.trim().split([' ', 'T']).next().unwrap_or_default();
    if let Some(day) = parse_day(date) {
        return Ok(day);
    }
    let parts: Vec<&str> = date.split(['/', '.', '-']).collect();
    let ordered = match (parts.as_slice(), days) {
        (&[year, month, day], Days::Iso)
        | (&[month, day, year], Days::American)
        | (&[day, month, year], Days::European) => Some((year, month, day)),
        _ => None,
    };
    let read = ordered.and_then(|(year, month, day)| parse_day(&format!("{year:0>4}-{month:0>2}-{day:0>2}")));
    read.ok_or_else(|| {
        let help = "write it as 2026-11-21, or say in the map how it is: `days: month-first` or `day-first`";
        (format!("`{name}` is no day: `{text}`"), help.to_owned())
    })
}
