//! Maps the columns and words of tables from goalpost and other tools to fields and values.

use std::collections::{BTreeMap, HashMap};

use serde_json::Value;

use crate::author::unfit::Unfit;
use crate::model::{DayOrder, Org, suggested_id};
use crate::render::export::ExportTable;
use crate::source::SourceFile;
use crate::syntax::{Node, Value as Yaml, closest, parse, quoted};

use super::input::InputRow;

/// The map of column names: those that `export --format csv` writes, and some of other tools.
pub(super) fn all_columns() -> impl Iterator<Item = &'static str> {
    ExportTable::Goals.columns().into_iter().chain(["parent", "note"])
}

/// The map for exports of Viva Goals.
const VIVA_GOALS: &str = include_str!("viva-goals.yaml");

/// A map for the columns and words of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ColumnMap {
    /// The columns of goalpost with their possible names in the table, in lower case.
    columns: BTreeMap<String, Vec<String>>,
    /// The columns of goalpost with words in the table, in lower case, and their values here; an empty value means
    /// none.
    values: BTreeMap<String, HashMap<String, String>>,
    /// The order of day, month and year in the table, if it is known.
    pub(super) order: Option<DayOrder>,
}

impl ColumnMap {
    /// Returns an included map by name.
    ///
    /// # Panics
    /// Never: a test parses the included maps.
    #[must_use]
    pub fn shipped(name: &str) -> Option<Self> {
        let text = matches!(name, "viva-goals" | "viva").then_some(VIVA_GOALS)?;
        Some(Self::parse(text).expect("the shipped maps are tried in the tests"))
    }

    /// Parses a map in YAML, with `columns`, `values` and `days`.
    ///
    /// # Errors
    /// The text is not such a map.
    pub fn parse(text: &str) -> Result<Self, Unfit> {
        let help = "a map has `columns: {ours: theirs}`, and optionally `values: {ours: {theirs: ours}}` and `days`";
        let (tree, faults) = parse(&SourceFile::from_text("", text));
        if let Some(fault) = faults.first() {
            return Err(Unfit::new(format!("cannot read the map: {}", fault.message), help));
        }
        let root = tree.mapping().ok_or_else(|| Unfit::new("the map is empty", help))?;
        let mut map = Self::default();
        for entry in &root.entries {
            match &*entry.key.text {
                "columns" => map.columns = columns(&entry.value)?,
                "values" => map.values = values(&entry.value)?,
                "days" => {
                    map.order = match entry.value.as_scalar().map(|it| &*it.text) {
                        Some("year-first") => None,
                        Some("month-first") => Some(DayOrder::MonthFirst),
                        Some("day-first") => Some(DayOrder::DayFirst),
                        _ => return Err(Unfit::new("`days` must be year-first, month-first or day-first", help)),
                    }
                }
                other => return Err(Unfit::new(format!("unknown key `{other}` in the map"), help)),
            }
        }
        Ok(map)
    }

    /// Returns the column of goalpost for a heading.
    pub(super) fn column(&self, head: &str) -> Option<&'static str> {
        let head = plain(head);
        let mapped = self.columns.iter().find(|(_, names)| names.contains(&head)).map(|(ours, _)| ours.as_str());
        all_columns().find(|column| mapped == Some(*column)).or_else(|| all_columns().find(|it| plain(it) == head))
    }

    /// Returns the value for a cell.
    pub(super) fn value(&self, column: &str, cell: &str) -> String {
        let mapped = self.values.get(column).and_then(|words| words.get(&plain(cell)));
        mapped.cloned().unwrap_or_else(|| cell.trim().to_owned())
    }

    /// Tells whether the map is empty.
    pub(super) fn is_plain(&self) -> bool {
        self.columns.is_empty()
    }
}

/// Normalizes a heading or word: case, spaces and punctuation do not matter.
pub(super) fn plain(text: &str) -> String {
    let words: Vec<_> = text.split(|c: char| !c.is_alphanumeric() && c != '%').filter(|it| !it.is_empty()).collect();
    words.join(" ").to_lowercase()
}

fn ours(name: &str) -> Result<String, Unfit> {
    if all_columns().any(|column| column == name) {
        return Ok(name.to_owned());
    }
    let help = match closest(name, all_columns()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("use one of {}", quoted(all_columns())),
    };
    Err(Unfit::new(format!("unknown column `{name}` in the map"), help))
}

fn columns(node: &Node) -> Result<BTreeMap<String, Vec<String>>, Unfit> {
    let wrong = || {
        Unfit::new(
            "`columns` must map each of our columns to a name or a list of names",
            "for example `title: Objective`",
        )
    };
    let mut columns = BTreeMap::new();
    for entry in &node.as_mapping().ok_or_else(wrong)?.entries {
        let names = match &entry.value.value {
            Yaml::Scalar(name) => vec![plain(&name.text)],
            Yaml::Sequence(list) => {
                list.items.iter().filter_map(Node::as_scalar).map(|name| plain(&name.text)).collect()
            }
            Yaml::Mapping(_) => return Err(wrong()),
        };
        columns.insert(ours(&entry.key.text)?, names);
    }
    Ok(columns)
}

fn values(node: &Node) -> Result<BTreeMap<String, HashMap<String, String>>, Unfit> {
    let wrong =
        || Unfit::new("`values` must map the words of a column to ours", "for example `kind: {Objective: objective}`");
    let mut values = BTreeMap::new();
    for entry in &node.as_mapping().ok_or_else(wrong)?.entries {
        let words = entry.value.as_mapping().ok_or_else(wrong)?;
        let mut meanings = HashMap::new();
        for word in &words.entries {
            let meaning = word.value.as_scalar().ok_or_else(wrong)?;
            let meaning = if meaning.is_null() { String::new() } else { meaning.text.to_string() };
            meanings.insert(plain(&word.key.text), meaning);
        }
        values.insert(ours(&entry.key.text)?, meanings);
    }
    Ok(values)
}

/// Replaces the names of people and teams in rows by their ids. Returns notes on those that org.yaml does not have.
pub(super) fn settle_people(org: Option<&Org>, rows: &mut [InputRow]) -> Vec<String> {
    let mut people = HashMap::new();
    let mut teams = HashMap::new();
    if let Some(org) = org {
        for person in &org.people {
            people.insert(plain(&person.name), person.id.clone());
        }
        for team in &org.teams {
            teams.insert(plain(&team.name), team.id.clone());
        }
    }
    let mut strangers = Vec::new();
    let mut settle = |value: &mut Value, is_person: bool| {
        let Value::String(text) = value else { return };
        let known = |org: &Org| {
            if is_person {
                org.person(text).or_else(|| org.person_of_email(text)).map(|it| it.id.clone())
            } else {
                org.team(text).map(|it| it.id.clone())
            }
        };
        let by_name = if is_person { people.get(&plain(text)) } else { teams.get(&plain(text)) };
        if let Some(id) = org.and_then(known).or_else(|| by_name.cloned()) {
            *text = id;
            return;
        }
        let id = suggested_id(text.split('@').next().unwrap_or(text));
        if org.is_some() && !strangers.contains(&id) {
            strangers.push(id.clone());
        }
        *text = id;
    };
    for row in rows {
        row.fields.get_mut("owner").into_iter().for_each(|owner| settle(owner, true));
        row.fields.get_mut("team").into_iter().for_each(|team| settle(team, false));
        let others = row.fields.get_mut("contributors").and_then(Value::as_array_mut).into_iter().flatten();
        others.for_each(|team| settle(team, false));
    }
    if strangers.is_empty() {
        return Vec::new();
    }
    vec![format!("not in org.yaml, add them there: {}", strangers.join(", "))]
}
