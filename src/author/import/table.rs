//! Converts the rows of a table to goals.

use serde_json::{Map, Value, json};

use crate::model::{
    Day, FIELDS, Form, Kind, Period, PeriodUnit, State, doubtful_percentage, field, parse_share, read_cell_day,
};
use crate::render::csv::split_texts;
use crate::syntax::Notation;

use super::cell::{CellReader, day, json, list, plain_number};
use super::columns::plain;
use super::day_order::order_of_days;
use super::input::{Input, InputRow, Refused};
use super::layout::{Cells, SKIPPED, TableLayout};
use super::map::ColumnMap;
use super::metric::are_shares;
use super::row_notes::{RowNote, RowNotes};
use super::{objects, records};
use crate::author::checkin::read_confidence;
use crate::author::number::read_share;
use crate::author::unfit::{Unfit, unfit};
use crate::syntax::{TableRow, read_table};

/// Reads the rows of a table, or with a map the records of a JSON document. `fiscal_start` is the first month of the fiscal
/// year, 1 to 12.
pub(super) fn read(text: &str, map: &ColumnMap, fiscal_start: u8) -> Result<Input, Unfit> {
    let is_json = records::is_json(text);
    let table = if is_json { objects::read(text, map)? } else { read_table(text)? };
    // `30,5` in one cell says of `1.200` in another that it is 1200.
    let shown = Some(table.notation).filter(|_| table.shows_notation && !is_json);
    let order = if is_json { None } else { order_of_days(&table.heads, &table.rows, map) };
    let map = &map.clone().with_notation(shown).with_order(order);
    // A number in JSON has no grouped digits.
    let asks = map.notation.is_none() && !is_json;
    let mut layout = TableLayout::of(&table.heads, map)?;
    let mut input = Input { foreign: true, ..Input::default() };
    let notation = map.notation.unwrap_or(table.notation);
    let mut reader = CellReader {
        map,
        notation,
        lost: Vec::new(),
        asks,
        fiscal_start,
        shares: false,
        line: 0,
        title: String::new(),
        notes: RowNotes::default(),
    };
    let shares_line = is_json && table.rows.windows(2).any(|two| two[0].line == two[1].line);
    reader.notes.by_title = shares_line;
    let progress = table.rows.iter().filter_map(|row| row.cells.as_ref().ok());
    let progress = progress.flat_map(|record| layout.cells_in("progress", record));
    reader.shares = are_shares(progress.map(|text| (text, reader.digits(text))), reader.notation);
    // What sums up a table stands below its last goal.
    let is_total = |row: &TableRow| row.cells.as_ref().is_ok_and(|record| layout.is_total(record));
    let goals = table.rows.iter().rposition(|row| !is_total(row)).map_or(0, |last| last + 1);
    for (at, row) in table.rows.into_iter().enumerate() {
        let line = row.line;
        reader.line = line;
        if at >= goals && goals > 0 {
            reader.note(RowNote::Total);
            continue;
        }
        let record = match row.cells {
            Ok(record) => record,
            Err(wrong) => {
                input.refused.push(Refused::row(line, None, wrong));
                continue;
            }
        };
        for goal in layout.goals(line, &record) {
            let cells = &goal.cells;
            reader.title = cells.get("title").cloned().unwrap_or_default();
            if cells.get("kind").is_some_and(|kind| kind == SKIPPED) {
                reader.note(RowNote::Skipped);
                continue;
            }
            let named = cells.get("id").or_else(|| cells.get("title")).cloned();
            match reader.fields(cells) {
                Ok(fields) => {
                    let key = goal.key.or_else(|| cells.get("reference").cloned());
                    let (path, parent) = (cells.get("path").cloned(), cells.get("parent").cloned());
                    input.rows.push(InputRow { line, path, key, parent, shares_line, fields });
                }
                Err(wrong) => input.refused.push(Refused::row(line, named.clone(), wrong)),
            }
            for (column, wrong) in reader.lost.drain(..) {
                input.refused.push(Refused::cell(line, named.clone(), column, wrong));
            }
        }
    }
    input.notes.extend(layout.notes());
    layout.untitled.iter().for_each(|line| reader.notes.add(RowNote::NoTitle, *line, ""));
    input.notes.extend(reader.notes.words());
    Ok(input)
}

impl CellReader<'_> {
    /// Returns the fields of a goal file.
    fn fields(&mut self, cells: &Cells) -> Result<Map<String, Value>, Unfit> {
        let (map, notation) = (self.map, self.notation);
        let mut fields = Map::new();
        let cell = |name: &str| cells.get(name).map(String::as_str);
        if cell("title").is_none() && cell("kind") != Some("survey") {
            return unfit("the row has no title", "every goal needs a title");
        }
        let kind = match cell("kind") {
            Some(kind) => plain(kind).replace(' ', "_"),
            None => self.usual_kind(cells).to_owned(),
        };
        fields.insert("kind".to_owned(), kind.clone().into());
        let kind_known = Kind::of_word(&kind);
        for field in FIELDS {
            let name = field.name;
            let Some(text) = cell(name) else { continue };
            if kind_known.is_some_and(|kind| !field.fits(kind)) {
                let what = kind.replace('_', " ");
                let help = format!("it is a field of {}", of_kinds(field.kinds));
                self.lost.push((name, Unfit::new(format!("a goal of the kind {what} has no `{name}`"), help)));
                continue;
            }
            let value = match field.form {
                // A weight in percent is stored as a fraction, like the other weights.
                Form::Number if name == "weight" && text.ends_with('%') => {
                    parse_share(text).map(json).map_or_else(|| plain_number(text, name, notation), Ok)
                }
                Form::Number if name == "confidence" => read_confidence(text).map(|it| json(it.value)),
                Form::Number | Form::Count => plain_number(&self.digits(text), name, notation),
                Form::Day => day(text, name, map.order).map(|day| day.to_string().into()),
                Form::YesNo => yes_no(text, name),
                Form::Texts | Form::Ids | Form::Steps => Ok(list(text, map)),
                Form::Numbers => numbers(text, name, notation),
                Form::Entries if name == "supports" => Ok(list(text, map)),
                Form::Period | Form::Mapping | Form::Entries => continue,
                Form::Word if name == "kind" => continue,
                Form::Text if name == "measures" => Ok(self.only_objective(text).into()),
                Form::Text | Form::Id | Form::Word | Form::Value | Form::Done => Ok(text.into()),
            };
            if let Some(value) = self.take(name, value) {
                fields.insert(name.to_owned(), value);
            }
        }
        if let Some(Some(period)) = self.take("period", period(cells, map)) {
            fields.insert("period".to_owned(), period);
        }
        if let Some(score) = cell("score") {
            // A service shows the score of a quarter that is not over; here a grade is the last word on a goal.
            let state = cell("state").and_then(State::of_word);
            if state.is_some_and(|state| !state.is_open()) {
                let read = self.grade(score);
                if let Some(score) = self.take("score", read) {
                    let mut grade = json!({"score": score});
                    let computed = cell("computed").map(|text| plain_number(&self.digits(text), "computed", notation));
                    if let Some(computed) = computed.and_then(|read| self.take("computed", read)) {
                        grade["computed"] = computed;
                    }
                    fields.insert("grade".to_owned(), grade);
                }
            } else {
                self.note(RowNote::OpenGrade);
            }
        }
        let is_key_result = kind == "key_result";
        let mut metric = self.metric(cells);
        if !metric.is_empty() && kind_known.is_some_and(|kind| !field("metric").is_some_and(|it| it.fits(kind))) {
            self.note(RowNote::Numbers);
            metric.clear();
        }
        if metric.is_empty()
            && is_key_result
            && let Some(text) = cell("progress")
        {
            let read = self.share(text);
            if let Some(done) = self.take("progress", read) {
                self.note(RowNote::ProgressAsMetric);
                self.note_day(cells);
                let share = json!({"unit": "%", "baseline": 0, "target": 100, "current": json(done)});
                fields.insert("metric".to_owned(), share);
            }
        } else if !metric.is_empty() {
            if metric.contains_key("current") {
                self.note_day(cells);
            }
            fields.insert("metric".to_owned(), Value::Object(metric));
        }
        if cells.contains_key("progress") && !is_key_result {
            self.note(RowNote::Progress);
        }
        self.days(cells, kind_known, &mut fields);
        if let Some(text) = cell("note") {
            let dated = cell("as_of").map(|text| day(text, "as_of", map.order));
            // What is written beside a cancelled goal says why, wherever the table has no column for that.
            let is_dropped = cell("state").is_some_and(|state| state.eq_ignore_ascii_case(State::Dropped.word()));
            let is_reason = is_dropped && !fields.contains_key("reason");
            if is_reason {
                fields.insert("reason".to_owned(), text.into());
                self.note(RowNote::NoteAsReason);
            }
            match dated {
                Some(Ok(day)) => {
                    let entry = json!([{"date": day.to_string(), "kind": "note", "text": text}]);
                    fields.insert("log".to_owned(), entry);
                }
                _ if is_reason => {}
                _ => self.note(RowNote::UndatedNote),
            }
        }
        Ok(fields)
    }

    /// Notes what is assumed of the row or left out of it.
    pub(super) fn note(&mut self, note: RowNote) {
        self.notes.add(note, self.line, &self.title);
    }

    /// Notes a value whose day is not given.
    fn note_day(&mut self, cells: &Cells) {
        if !cells.contains_key("as_of") {
            self.note(RowNote::NoDay);
        }
    }

    /// Determines the kind of a row without one: a row with a target is a key result.
    fn usual_kind(&mut self, cells: &Cells) -> &'static str {
        let measured = ["measures", "target", "at_least", "at_most"].iter().any(|name| cells.contains_key(name));
        self.note(if measured { RowNote::Measured } else { RowNote::NoKind });
        if measured { "key_result" } else { "objective" }
    }

    /// Reads a grade from 0 to 1. Some tools grade up to 100.
    fn grade(&mut self, text: &str) -> Result<Value, Unfit> {
        let text = &self.digits(text);
        if let Some(score) = parse_share(text) {
            return Ok(json(score));
        }
        if doubtful_percentage(text).is_some() {
            return Ok(json(read_share(text, "a grade")?));
        }
        // Of a small number nobody knows whether it is one of ten or of a hundred.
        let score = plain_number(text, "score", self.notation)?.as_f64();
        if let Some(score) = score.filter(|score| (10.0..=100.0).contains(score)) {
            self.note(RowNote::GradeInPercent);
            return Ok(json(score / 100.0));
        }
        Ok(json(read_share(text, "a grade")?))
    }

    /// The one objective that a key result measures. Others are named as left out.
    fn only_objective(&mut self, text: &str) -> String {
        let each: Vec<String> = text.lines().map(str::trim).filter(|it| !it.is_empty()).map(str::to_owned).collect();
        let Some((first, others)) = each.split_first() else { return String::new() };
        if !others.is_empty() {
            let reason = format!("a key result measures one objective: `{first}`, not {}", others.join(", "));
            self.lost.push((
                "measures",
                Unfit::new(reason, "copy the key result, or link the objectives: goalpost link CHILD PARENT"),
            ));
        }
        first.clone()
    }

    /// A first and a last day that did not make the period: beside a period of its own, a goal has a deadline.
    fn days(&mut self, cells: &Cells, kind: Option<Kind>, fields: &mut Map<String, Value>) {
        let (start, end) = (cells.get("start"), cells.get("end"));
        let name = fields.get("period").and_then(Value::as_str);
        let is_read = |text: &&String| read_cell_day(text, self.map.order).is_ok();
        let (start, end) = match (start.filter(is_read), end.filter(is_read)) {
            _ if start.is_none() || end.is_none() || name.is_some() => (start, end),
            // Both days made the period, or the first was reported; a second one that cannot be read is reported, too.
            (Some(_), Some(_)) => return,
            (None, None) => (None, end),
            // Where one of them cannot be read, which was said, the other is a day alone.
            one => one,
        };
        let given = self.map.period.as_deref().filter(|_| kind.is_some_and(needs_period));
        let has_period = fields.contains_key("period") || given.is_some();
        let name = name.or(given.filter(|_| !fields.contains_key("period")));
        let period = name.and_then(|name| Period::parse(name, self.fiscal_start).ok());
        let has_deadline = field("deadline").zip(kind).is_some_and(|(field, kind)| field.fits(kind));
        if let Some(text) = start.filter(|_| period.is_some() || !has_period)
            && let Some(first) = self.take("start", day(text, "start", self.map.order))
            && period.as_ref().is_none_or(|period| period.start != first)
        {
            let wrong = match &period {
                Some(period) => Unfit::new(
                    format!("`{text}` is not the first day of {}", period.name),
                    "a goal begins with its period; where its days count: leave the period out",
                ),
                None => Unfit::new(
                    format!("`{text}` is a start without an end"),
                    "add the last day in a column `end`, or a period",
                ),
            };
            self.lost.push(("start", wrong));
        }
        let Some(text) = end else { return };
        if !has_deadline && (!has_period || start.is_none()) {
            let reason = format!("`{text}` is an end without a start, and this kind of goal has no deadline");
            self.lost.push(("end", Unfit::new(reason, "add the first day in a column `start`, or a period")));
        } else if let Some(day) = self.take("end", day(text, "end", self.map.order))
            && (start.is_none() || period.is_none_or(|period| period.end != day))
        {
            if has_deadline {
                fields.entry("deadline").or_insert_with(|| day.to_string().into());
            } else {
                let reason =
                    format!("`{text}` is not the last day of its period, and this kind of goal has no deadline");
                self.lost.push(("end", Unfit::new(reason, "where its days count: leave the period out")));
            }
        }
    }
}

/// Whether a goal of a kind has a period of its own: a key result has that of its objective.
pub(super) fn needs_period(kind: Kind) -> bool {
    matches!(kind, Kind::Objective | Kind::Development)
}

/// The kinds that have a field, for a help.
fn of_kinds(kinds: &[Kind]) -> String {
    kinds.iter().map(|kind| kind.word().replace('_', " ")).collect::<Vec<_>>().join(", ")
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
    let exact = |start: Day, end: Day| json!({"start": start.to_string(), "end": end.to_string()});
    if let Some(text) = cells.get("period") {
        let known = Period::parse(text, 1).map(|_| text.clone()).or_else(|error| error.meant.ok_or(error.message));
        match (known, range(text, map), cells.contains_key("start")) {
            (Ok(name), ..) => return Ok(Some(name.into())),
            (Err(_), Some((start, end)), _) => return Ok(Some(exact(start, end))),
            (Err(_), None, true) => {}
            (Err(message), None, false) => {
                return unfit(message, "write 2026, 2026-H2, 2026-Q4 or 2026-11, or add columns `start` and `end`");
            }
        }
    }
    let (Some(start), Some(end)) = (cells.get("start"), cells.get("end")) else { return Ok(None) };
    Ok(Some(exact(day(start, "start", map.order)?, day(end, "end", map.order)?)))
}

/// The days of a range such as `1 Oct 2026 - 31 Dec 2026`, `Oct 1 – Dec 31, 2026` or `October to December 2026`.
fn range(text: &str, map: &ColumnMap) -> Option<(Day, Day)> {
    let signs = [" - ", " – ", " — ", " to ", " → ", "–", "→", "..", " / ", "-"];
    let days = |text: &str| {
        let month = || Period::parse(&Period::parse(text, 1).err()?.meant?, 1).ok();
        let day = read_cell_day(text, map.order).ok().map(|day| (day, day));
        day.or_else(|| month().filter(|it| it.unit == PeriodUnit::Month).map(|month| (month.start, month.end)))
    };
    signs.iter().find_map(|sign| {
        let (start, end) = text.split_once(sign)?;
        let (_, last) = days(end)?;
        let (first, _) = days(start).or_else(|| days(&format!("{start}, {}", last.year())))?;
        (first <= last).then_some((first, last))
    })
}

/// Reads yes or no in the words that tables use.
fn yes_no(text: &str, name: &str) -> Result<Value, Unfit> {
    match &*text.to_lowercase() {
        "true" | "yes" => Ok(true.into()),
        "false" | "no" => Ok(false.into()),
        _ => unfit(format!("`{name}`: `{text}` is neither yes nor no"), "write true or false"),
    }
}
