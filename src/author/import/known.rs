//! The goals of a table that are here already: imported twice, nothing doubles.

use std::collections::{HashMap, HashSet};

use super::input::{InputRow, text_of};
use super::titled::TitledGoals;
use crate::model::{Goal, Kind, Period};

/// A goal that a row is already.
#[derive(Debug, Clone, Copy)]
pub(super) struct SameGoal<'w> {
    pub(super) goal: &'w Goal,
    /// Whether the row or the goal has no period, so that the title and the kind alone tell.
    pub(super) lacks_period: bool,
}

/// The goal that each row is already, if it is one.
pub(super) fn goals_here<'w>(titled: &TitledGoals<'w>, rows: &[InputRow]) -> Vec<Option<SameGoal<'w>>> {
    let mut here = GoalsHere { titled, above: HashMap::new() };
    let known = |goal, lacks_period| SameGoal { goal, lacks_period };
    let exact = |row| here.same(row).map(|goal| known(goal, false)).filter(|_| !is_key_result(row));
    let mut found: Vec<Option<SameGoal<'w>>> = rows.iter().map(exact).collect();
    // Without a period on one side, a goal is only one row: the goal of another row of that title is another.
    let mut taken: HashSet<&str> = found.iter().flatten().map(|it| it.goal.id.as_str()).collect();
    for (row, found) in rows.iter().zip(&mut found).filter(|(row, found)| found.is_none() && !is_key_result(row)) {
        *found = here.alike(row, &taken).map(|goal| known(goal, true));
        taken.extend(found.iter().map(|it| it.goal.id.as_str()));
    }
    // All of them first: an objective may stand below its key results.
    for (row, found) in rows.iter().zip(&found).filter(|(row, _)| !is_key_result(row)) {
        let goal = found.map(|it| it.goal);
        for name in names_of(row) {
            let there = here.above.entry(name).or_insert(goal);
            *there = there.filter(|it| goal.is_some_and(|goal| it.id == goal.id));
        }
    }
    for (row, found) in rows.iter().zip(&mut found).filter(|(row, _)| is_key_result(row)) {
        *found = here.same(row).map(|goal| known(goal, false));
    }
    found
}

/// The goals that are here, by which rows are known.
struct GoalsHere<'t, 'w> {
    titled: &'t TitledGoals<'w>,
    /// The goals of the table above key results, by the names that rows have for them: those that are here. None for a new
    /// one, and for a name of several.
    above: HashMap<String, Option<&'w Goal>>,
}

impl<'w> GoalsHere<'_, 'w> {
    /// The goal that a row is: one with its title and kind, its period, and the objective that it names.
    fn same(&self, row: &InputRow) -> Option<&'w Goal> {
        let workspace = self.titled.workspace;
        let period = self.titled.period_of(row);
        let objective = text_of(&row.fields, "measures").filter(|_| is_key_result(row));
        let above = objective.map(|name| self.objective(row, name));
        let days = |period: &Period| (period.start, period.end);
        let is_same = |goal: &&'w Goal| {
            // A key result without a period has that of its objective.
            let own = goal.period.as_ref().filter(|_| period.is_some() || !goal.inherited.period);
            let is_lacking = above.is_some() && (period.is_none() || own.is_none());
            let has_period = own.map(days) == period.as_ref().map(days) || is_lacking;
            let measures = || goal.measures.as_deref().and_then(|id| workspace.find(id));
            let has_objective = |above: Option<&Goal>| {
                above.is_some()
                    && measures().map(|ix| workspace.goal(ix).id.as_str()) == above.map(|goal| goal.id.as_str())
            };
            text_of(&row.fields, "kind") == Some(goal.kind.word()) && has_period && above.is_none_or(has_objective)
        };
        self.titled.titled_as(row).find(is_same)
    }

    /// The goal that a row is where one of the two has no period, as that may have been given since, or for the first import
    /// alone: one of its title and kind, first one without a period, else the latest.
    fn alike(&self, row: &InputRow, taken: &HashSet<&str>) -> Option<&'w Goal> {
        let has_period = self.titled.period_of(row).is_some();
        let is_alike = |goal: &&'w Goal| {
            let is_lacking = !has_period || goal.period.is_none();
            let is_kind = text_of(&row.fields, "kind") == Some(goal.kind.word());
            is_kind && is_lacking && !taken.contains(goal.id.as_str())
        };
        let age = |goal: &&'w Goal| goal.period.as_ref().map(|period| std::cmp::Reverse(period.end));
        self.titled.titled_as(row).filter(is_alike).min_by_key(age)
    }

    /// The objective that a row names, if it is here.
    fn objective(&self, row: &InputRow, name: &str) -> Option<&'w Goal> {
        match self.above.get(name).or_else(|| self.above.get(&name.to_lowercase())) {
            Some(above) => *above,
            None => self.titled.named_by(self.titled.period_of(row).as_ref(), name),
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
