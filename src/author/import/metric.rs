//! The metric of a row: its numbers, and how its target is meant.

use serde_json::{Map, Value};

use super::cell::{CellReader, day, json, list, plain_number};
use super::columns::plain;
use super::layout::Cells;
use super::row_notes::RowNote;

use crate::author::number::{read_beside, read_number};
use crate::author::unfit::{Unfit, unfit};
use crate::model::{Form, KnownValues, Metric, plain_unit};
use crate::syntax::{Notation, Numeral};

impl CellReader<'_> {
    /// The metric of a row. How its target is meant may stand in a column of its own.
    pub(super) fn metric(&mut self, cells: &Cells) -> Map<String, Value> {
        let mut metric = Map::new();
        let shared = shared_unit(cells).filter(|_| !cells.contains_key("unit") && !cells.contains_key("scale"));
        if let Some(unit) = &shared {
            self.note(RowNote::SharedUnit);
            metric.insert("unit".to_owned(), unit.as_str().into());
        }
        let mut known = Metric { unit: shared.or_else(|| cells.get("unit").cloned()), ..Metric::default() };
        let has_scale = cells.contains_key("scale");
        let mut meant = "target";
        if let Some(text) = cells.get("condition") {
            meant = self.take("condition", condition(text)).unwrap_or(meant);
        }
        for row in Metric::TABLE.rows {
            let column = if row.name == "name" { "metric" } else { row.name };
            let Some(text) = cells.get(column) else { continue };
            let name = if row.name == "target" { meant } else { row.name };
            if name == "baseline" && meant != "target" {
                let reason = "a bound to keep has no baseline".to_owned();
                self.lost.push(("baseline", Unfit::new(reason, "with a target to reach it would count")));
                continue;
            }
            let value = match row.form {
                Form::Value if !has_scale => {
                    if text.ends_with('%') && known.unit.is_none() {
                        self.note(RowNote::PercentSign);
                        known.unit = Some("%".to_owned());
                        metric.insert("unit".to_owned(), "%".into());
                    }
                    let money = money(text);
                    if let Some((sign, ..)) = money.filter(|_| known.unit.is_none()) {
                        self.note(RowNote::MoneySign);
                        known.unit = Some(sign.to_owned());
                        metric.insert("unit".to_owned(), sign.into());
                    }
                    let money = money.filter(|(sign, ..)| known.unit.as_deref() == Some(*sign));
                    let (text, factor) = money.map_or((text.as_str(), 1.0), |(_, bare, factor)| (bare, factor));
                    // The other values of the row help to decide between two readings of a number.
                    let judge = if column == "current" {
                        KnownValues::of(&known, &known, None)
                    } else {
                        KnownValues::default()
                    };
                    let (digits, unit) = (self.digits(text), known.unit.as_deref());
                    let mut read = read_number(&digits, unit, &judge, self.notation);
                    // What goalpost exports has the place of each file, and numbers without groups.
                    if self.asks && !cells.contains_key("path") && read.is_ok() {
                        let others =
                            Metric::TABLE.rows.iter().filter(|it| it.form == Form::Value && it.name != row.name);
                        let beside: Vec<&str> =
                            others.filter_map(|it| cells.get(it.name)).map(String::as_str).collect();
                        read = read_beside(&digits, unit, &beside, self.notation).map_err(|wrong| Unfit {
                            help: format!("{}, or set `decimals` in a map: comma or point", wrong.help),
                            ..wrong
                        });
                    }
                    let read =
                        read.map_err(|wrong| Unfit { message: format!("`{column}`: {wrong}"), help: wrong.help });
                    let Some(read) = self.take(row.name, read) else { continue };
                    // 4.35 million is 4350000, and not a little less (IEEE 754).
                    let value = if factor > 1.0 { (read.value * factor).round() } else { read.value };
                    match column {
                        "baseline" => known.baseline = Some(value),
                        "target" => known.target = Some(value),
                        _ => {}
                    }
                    Ok(json(value))
                }
                // Without a value its day has no meaning.
                Form::Day if !metric.contains_key("current") => continue,
                Form::Day => day(text, column, self.map.order).map(|day| day.to_string().into()),
                Form::Number => plain_number(text, column, self.notation),
                Form::Steps | Form::Texts => Ok(list(text, self.map)),
                Form::Mapping => mapping(text, column),
                _ => Ok(text.as_str().into()),
            };
            if let Some(value) = self.take(row.name, value) {
                metric.insert(name.to_owned(), value);
            }
        }
        metric
    }

    /// A share of the way in percent: `45 %`, `45`, `0.45`.
    pub(super) fn share(&mut self, text: &str) -> Result<f64, Unfit> {
        let percent = text.trim().ends_with('%');
        let read = read_number(&self.digits(text), percent.then_some("%"), &KnownValues::default(), self.notation);
        let value = read.map_err(|wrong| Unfit { message: format!("`progress`: {wrong}"), help: wrong.help })?.value;
        // A lone 1 is one percent in a column of percents, and all of it in one of fractions.
        if !percent && (self.shares || value.fract() != 0.0 && value.abs() < 1.0) {
            self.note(RowNote::ProgressOfOne);
            return Ok(value * 100.0);
        }
        Ok(value)
    }
}

/// The unit that every number of a row has behind it, as in `2.4 s` and `1.2 s`, where the row has no column for it.
fn shared_unit(cells: &Cells) -> Option<String> {
    let values = Metric::TABLE.rows.iter().filter(|row| row.form == Form::Value);
    let mut units = values.filter_map(|row| cells.get(row.name)).map(|text| {
        let numeral = Numeral::parse(text).filter(|it| it.before.is_empty() && it.multiple().is_none())?;
        let is_word = |unit: &&str| {
            unit.starts_with(|c: char| c.is_alphabetic() || c == '°')
                && unit.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '/' | '°'))
        };
        numeral.unit().filter(is_word).map(str::to_owned)
    });
    let first = units.next().flatten()?;
    units.all(|unit| unit.is_some_and(|unit| plain_unit(&unit) == plain_unit(&first))).then_some(first)
}

/// An amount of money: the sign of the currency, the number beside it, and what a letter behind that multiplies it by, as in
/// `$1.2M`.
fn money(text: &str) -> Option<(&'static str, &str, f64)> {
    let sign = ["$", "€", "£", "¥"].into_iter().find(|sign| text.starts_with(sign) || text.ends_with(sign))?;
    let bare = text.trim_start_matches(sign).trim_end_matches(sign).trim();
    let letters = [("k", 1e3), ("K", 1e3), ("m", 1e6), ("M", 1e6), ("bn", 1e9), ("B", 1e9)];
    let scaled = letters.iter().find_map(|(letter, factor)| Some((bare.strip_suffix(letter)?.trim_end(), *factor)));
    let (number, factor) = scaled.unwrap_or((bare, 1.0));
    Some((sign, number, factor))
}

/// A mapping, as the table of an export has it: a JSON object.
fn mapping(text: &str, column: &str) -> Result<Value, Unfit> {
    match serde_json::from_str::<Value>(text) {
        Ok(value @ Value::Object(_)) => Ok(value),
        _ => unfit(
            format!("`{column}`: `{text}` is not a JSON object"),
            "write it as `goalpost export --format csv` does",
        ),
    }
}

/// The field of a metric that a service's target is: what is to be reached, or a bound to keep.
fn condition(text: &str) -> Result<&'static str, Unfit> {
    match plain(text).as_str() {
        "reach" | "target" | "increase" | "increase to" | "decrease" | "decrease to" | "achieve" => Ok("target"),
        "at least" | "at_least" | "above" | "stay above" | "stays above" | "keep above" => Ok("at_least"),
        "at most" | "at_most" | "below" | "stay below" | "stays below" | "keep below" => Ok("at_most"),
        "" => match text.trim() {
            ">=" | "≥" | ">" => Ok("at_least"),
            "<=" | "≤" | "<" => Ok("at_most"),
            _ => unfit(format!("`condition`: `{text}` is not known"), CONDITIONS),
        },
        _ => unfit(format!("`condition`: `{text}` is not known"), CONDITIONS),
    }
}

/// What the help of an unknown condition says.
const CONDITIONS: &str =
    "the target is taken as one to reach; in the map: `values: {condition: {THEIRS: reach, at_least or at_most}}`";

/// Whether a column of progress has shares of 1: one is a fraction, and none is above 1 or in percent.
pub(super) fn are_shares<'t>(cells: impl Iterator<Item = (&'t str, String)>, notation: Notation) -> bool {
    let mut has_fraction = false;
    for (text, digits) in cells {
        if text.ends_with('%') {
            return false;
        }
        let Ok(read) = read_number(&digits, None, &KnownValues::default(), notation) else { continue };
        if read.value.abs() > 1.0 {
            return false;
        }
        has_fraction |= read.value.fract() != 0.0;
    }
    has_fraction
}
