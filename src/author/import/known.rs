//! The goals of a table that are here already: imported twice, nothing doubles.

use std::collections::HashMap;

use serde_json::Value;

use super::input::{InputRow, text_of};
use crate::model::{Goal, Kind, Period, Workspace, parse_day};

/// The goals that are here, by which rows are known.
pub(super) struct GoalsHere<'w> {
    workspace: &'w Workspace,
    by_title: HashMap<String, Vec<&'w Goal>>,
    /// The goals of the table above key results, by the names that rows have for them: those that are here. None for a new
    /// one, and for a name of several.
    above: HashMap<String, Option<&'w Goal>>,
}

impl<'w> GoalsHere<'w> {
    /// The goals of a workspace, for these rows.
    pub(super) fn of(workspace: &'w Workspace, rows: &[InputRow]) -> Self {
        let mut known = Self { workspace, by_title: HashMap::new(), above: HashMap::new() };
        for goal in workspace.goals.iter().filter(|goal| workspace.is_own(goal.document)) {
            known.by_title.entry(goal.title.to_lowercase()).or_default().push(goal);
        }
        // All of them first: an objective may stand below its key results.
        for row in rows.iter().filter(|row| !is_key_result(row)) {
            let here = known.same(row);
            for name in names_of(row) {
                let there = known.above.entry(name).or_insert(here);
                *there = there.filter(|it| here.is_some_and(|here| it.id == here.id));
            }
        }
        known
    }

    /// The goal that a row is: one with its title and kind, its period, and the objective that it names.
    pub(super) fn same(&self, row: &InputRow) -> Option<&'w Goal> {
        let period = period_of(row, self.workspace.settings.fiscal_year_starts);
        let objective = text_of(&row.fields, "measures").filter(|_| is_key_result(row));
        let above = objective.map(|name| self.objective(name));
        let days = |period: &Period| (period.start, period.end);
        let is_same = |goal: &&&'w Goal| {
            // A key result without a period has that of its objective.
            let own = goal.period.as_ref().filter(|_| period.is_some() || !goal.inherited.period);
            let has_period = own.map(days) == period.as_ref().map(days) || above.is_some() && period.is_none();
            let measures = || goal.measures.as_deref().and_then(|id| self.workspace.find(id));
            let has_objective = |above: Option<&Goal>| {
                above.is_some()
                    && measures().map(|ix| self.workspace.goal(ix).id.as_str()) == above.map(|goal| goal.id.as_str())
            };
            text_of(&row.fields, "kind") == Some(goal.kind.word()) && has_period && above.is_none_or(has_objective)
        };
        self.by_title.get(&text_of(&row.fields, "title")?.to_lowercase())?.iter().find(is_same).copied()
    }

    /// The objective that a row names, if it is here.
    fn objective(&self, name: &str) -> Option<&'w Goal> {
        match self.above.get(name).or_else(|| self.above.get(&name.to_lowercase())) {
            Some(above) => *above,
            None => self.workspace.find(name).map(|ix| self.workspace.goal(ix)),
        }
    }
}

/// The names by which rows refer to the goal of a row.
pub(super) fn names_of(row: &InputRow) -> impl Iterator<Item = String> {
    let (id, title) = (text_of(&row.fields, "id").filter(|id| !id.is_empty()), text_of(&row.fields, "title"));
    let names = [id.map(str::to_owned), row.key.clone(), title.map(str::to_lowercase)];
    names.into_iter().flatten()
}

fn is_key_result(row: &InputRow) -> bool {
    text_of(&row.fields, "kind") == Some(Kind::KeyResult.word())
}

fn period_of(row: &InputRow, fiscal_start: u8) -> Option<Period> {
    match row.fields.get("period")? {
        Value::String(name) => Period::parse(name, fiscal_start).ok(),
        Value::Object(days) => {
            let day = |name| days.get(name).and_then(Value::as_str).and_then(parse_day);
            day("start").zip(day("end")).and_then(|(start, end)| Period::exact(start, end))
        }
        _ => None,
    }
}
