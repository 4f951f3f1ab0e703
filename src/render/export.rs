//! Exported goals as tables: one of goals, and one for each list of a goal. JSON Lines have all in one.

use std::io::{self, Write};

use serde_json::Value;

use super::csv::{join_texts, write_rows};
use crate::model::{FIELDS, Form, exact, field};
use crate::view::export::{ExportView, ExportedGoal};

/// The subject of a table's rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportTable {
    /// A goal.
    Goals,
    /// A link to a supported goal.
    Links,
    /// A milestone.
    Milestones,
    /// A need from another team.
    Needs,
    /// An agreement to a goal or link.
    Agreements,
    /// A log entry.
    Log,
}

impl ExportTable {
    /// All tables with their names.
    pub const WORDS: [(&'static str, Self); 6] = [
        ("goals", Self::Goals),
        ("links", Self::Links),
        ("milestones", Self::Milestones),
        ("needs", Self::Needs),
        ("agreements", Self::Agreements),
        ("log", Self::Log),
    ];

    /// The headings of the columns.
    pub fn columns(self) -> Vec<&'static str> {
        let heads = |lead: &[&'static str]| {
            let parts = self.parts().map(|part| match (self, part) {
                (Self::Links, "goal") => "supports",
                (Self::Needs, "goal") => "in_goal",
                (_, part) => part,
            });
            lead.iter().copied().chain(parts).collect()
        };
        match self {
            Self::Goals => goal_columns().into_iter().map(|column| column.head).chain(["path"]).collect(),
            Self::Agreements => heads(&["goal", "link"]),
            _ => heads(&["goal"]),
        }
    }

    /// The list whose entries are the rows.
    fn list(self) -> &'static str {
        match self {
            Self::Goals => "",
            Self::Links => "supports",
            Self::Milestones => "milestones",
            Self::Needs => "needs",
            Self::Agreements => "agreed",
            Self::Log => "log",
        }
    }

    /// The parts of an entry, in the order of the columns. What an entry has several of is in a table of its own.
    fn parts(self) -> impl Iterator<Item = &'static str> {
        let rows = field(self.list()).map(|field| field.rows()).unwrap_or_default();
        rows.iter().filter(|row| row.form != Form::Entries).map(|row| row.name)
    }

    fn rows(self, goal: &ExportedGoal) -> Vec<Vec<String>> {
        let cells = |entry: &Value| self.parts().map(|name| cell(part(entry, name))).collect::<Vec<_>>();
        let id = || cell(goal.fields.get("id"));
        let entries = |name: &str| goal.fields.get(name).and_then(Value::as_array).into_iter().flatten();
        match self {
            Self::Goals => {
                let columns = goal_columns().into_iter().map(|column| column.cell(goal));
                vec![columns.chain([goal.path.clone()]).collect()]
            }
            Self::Agreements => {
                let of_goal = entries("agreed").map(|it| (String::new(), it));
                let of_links = entries("supports").flat_map(|link| {
                    let agreed = link.get("agreed").and_then(Value::as_array).into_iter().flatten();
                    agreed.map(|it| (cell(part(link, "goal")), it))
                });
                of_goal.chain(of_links).map(|(link, it)| [vec![id(), link], cells(it)].concat()).collect()
            }
            _ => entries(self.list()).map(|entry| [vec![id()], cells(entry)].concat()).collect(),
        }
    }
}

/// Writes the table of goals sorted by path, or of the entries of a list in the file's order.
///
/// # Errors
/// It cannot be written.
pub fn table(view: &ExportView<'_>, table: ExportTable, to: &mut dyn Write) -> io::Result<()> {
    write_rows(&table.columns(), view.goals.iter().flat_map(|goal| table.rows(&goal)), to)
}

/// What the table of goals leaves out, in the order of the fields: what it is, how many of them, and the table that has
/// them, where there is one.
pub fn left_out(view: &ExportView<'_>) -> Vec<(&'static str, usize, Option<&'static str>)> {
    let in_columns = goal_columns();
    let lost = |name: &str, goal: &ExportedGoal| match goal.fields.get(name) {
        Some(Value::Array(entries)) if name == "supports" => entries
            .iter()
            .filter(|link| link.as_object().is_some_and(|it| it.values().filter(|it| holds(it)).count() > 1))
            .count(),
        Some(Value::Array(entries)) => entries.len(),
        Some(Value::Object(parts)) => {
            let has_column = |part: &str| in_columns.iter().any(|it| it.field == name && it.part == part);
            usize::from(parts.iter().any(|(part, value)| holds(value) && !has_column(part)))
        }
        _ => 0,
    };
    let fields = FIELDS.iter().filter(|field| matches!(field.form, Form::Mapping | Form::Entries));
    let table = |name: &str| ExportTable::WORDS.iter().find(|(_, table)| table.list() == name).map(|(word, _)| *word);
    let mut counts: Vec<_> = fields.map(|field| (field.name, 0, table(field.name))).collect();
    for goal in view.goals.iter() {
        for (name, count, _) in &mut counts {
            *count += lost(name, &goal);
        }
    }
    counts.retain(|(_, count, _)| *count > 0);
    counts
}

/// Whether a value says anything.
fn holds(value: &Value) -> bool {
    !value.is_null() && value.as_array().is_none_or(|items| !items.is_empty())
}

/// A column of the table of goals: a field, or a part of one.
struct FieldColumn {
    head: &'static str,
    field: &'static str,
    form: Form,
    part: &'static str,
}

impl FieldColumn {
    fn cell(&self, goal: &ExportedGoal) -> String {
        let Some(value) = goal.fields.get(self.field) else { return String::new() };
        match (self.part, value) {
            ("", Value::Object(numbers)) if self.form == Form::Numbers => {
                let each = numbers.iter().map(|(name, number)| format!("{name}: {}", cell(Some(number))));
                join_texts(&each.collect::<Vec<_>>())
            }
            ("", Value::Object(_)) => String::new(),
            ("", value) => cell(Some(value)),
            (name, Value::Array(items)) => {
                join_texts(&items.iter().map(|item| cell(part(item, name))).collect::<Vec<_>>())
            }
            (name, value) => cell(value.get(name)),
        }
    }
}

/// The columns: one for each field, and for the parts of period, metric and grade. Lists have tables of their own.
fn goal_columns() -> Vec<FieldColumn> {
    let mut columns = Vec::new();
    for field in FIELDS {
        let mut add = |head, part| columns.push(FieldColumn { head, field: field.name, form: field.form, part });
        match (field.name, field.form) {
            ("period", _) => {
                add("period", "");
                field.rows().iter().for_each(|part| add(part.name, part.name));
            }
            ("metric", _) => {
                for part in field.rows() {
                    add(if part.name == "name" { "metric" } else { part.name }, part.name);
                }
            }
            ("grade", _) => ["score", "computed"].into_iter().for_each(|part| add(part, part)),
            ("supports", _) => add("supports", "goal"),
            (_, Form::Mapping | Form::Entries) => {}
            (name, _) => add(name, ""),
        }
    }
    // The columns that identify a row come first.
    columns.sort_by_key(|column| column.head != "id");
    columns
}

/// A part of an entry. A link that is only an id counts as its `goal`.
fn part<'v>(entry: &'v Value, name: &str) -> Option<&'v Value> {
    if entry.is_string() && name == "goal" { Some(entry) } else { entry.get(name) }
}

fn cell(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.as_f64().map(exact).unwrap_or_default(),
        Some(Value::Array(items)) => join_texts(&items.iter().map(|item| cell(Some(item))).collect::<Vec<_>>()),
        Some(other) => other.to_string(),
    }
}
