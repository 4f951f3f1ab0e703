//! Sets fields of goals: the edits of a goal's file, by the form of the field.

use serde_json::Value;

use super::checkin::read_value;
use super::log::NewLogEntry;
use super::misfit::ensure_title;
use super::number::{PERSON_WEEKS, read_field_number, read_weight};
use super::scaffold::remove_field_guidance;
use super::unfit::{Unfit, unfit};
use crate::analysis::facts::Facts;
use crate::analysis::goalposts::{Move, Withdrawal, withdrawals_of};
use crate::analysis::numbers::unit_of;
use crate::model::{
    Field, FieldRow, Form, Goal, GoalIx, KnownValues, LogKind, Metric, ORDER, State, field, parse_day, row,
};
use crate::syntax::{Content, Edit, End, Notation, closest};

/// What to do with a field. Names of people, teams, goals, periods and days are resolved before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NewValue {
    /// Write these values instead of what is there.
    Only(Vec<String>),
    /// Add these values to a list.
    With(Vec<String>),
    /// Remove these values from a list.
    Without(Vec<String>),
    /// Remove the field.
    Unset,
}

/// Returns the edits that give a goal's field another value. There are none if it has that value.
///
/// # Errors
/// The kind of goal has no such field, the field holds other fields, or the value cannot be read.
pub fn set_field(facts: &Facts<'_>, ix: GoalIx, route: &str, value: &NewValue) -> Result<Vec<Edit>, Unfit> {
    let goal = facts.goal(ix);
    let (Some(row), Some(top)) = (row(route), field(route.split(['.', '[']).next().unwrap_or(route))) else {
        return unfit(format!("goal files have no field `{route}`"), "to list the fields: goalpost schema goal");
    };
    ensure_fits(goal, top)?;
    let written = goal.as_written();
    ensure_entry(&written, route, (row, top))?;
    match value {
        NewValue::Only(_) if matches!(row.form, Form::Mapping | Form::Entries | Form::Numbers) => {
            holds_others(goal, route, row)
        }
        NewValue::Unset => Ok(unset(&written, top, route)),
        _ if route.ends_with(']') => unfit(
            format!("`{route}` is one entry of a list"),
            format!("add and remove entries by their text: goalpost set {} {} OLD --remove", goal.id, top.name),
        ),
        NewValue::Only(values) if row.form == Form::Texts => Ok(replace_items(top, &written, route, &distinct(values))),
        NewValue::Only(values) if row.form == Form::Steps => {
            Ok(vec![set(route, Content::List(values.iter().map(Content::text).collect()))])
        }
        NewValue::Only(values) => {
            let present = value_at(&written, top, route);
            set_single(facts, ix, (route, row), values, &present)
        }
        NewValue::With(values) if row.form == Form::Texts => {
            let there = items(top, &written);
            let new = distinct(values).into_iter().filter(|value| !there.contains(value));
            Ok(new.map(|value| add(route, Content::text(value))).collect())
        }
        NewValue::Without(values) if row.form == Form::Texts => {
            let there = items(top, &written);
            if let Some(other) = values.iter().find(|value| !there.contains(value)) {
                let help = match closest(other, there.iter().map(String::as_str)) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None if there.is_empty() => "there are none".to_owned(),
                    None => format!("there are {}", there.join(", ")),
                };
                return unfit(format!("`{route}` of `{}` has no `{other}`", goal.id), help);
            }
            let left: Vec<String> = there.iter().filter(|it| !values.contains(it)).cloned().collect();
            Ok(replace_items(top, &written, route, &left))
        }
        NewValue::With(_) | NewValue::Without(_) => {
            unfit(format!("`{route}` is not a list"), format!("give its value: goalpost set {} {route} VALUE", goal.id))
        }
    }
}

/// Returns the edit that explains a change of some fields: `reason` if the goal gives none yet, else a decision in its
/// log. A reason that stands may explain an earlier change, so it is not replaced. Nor is one written that would explain
/// something else of which nobody said why, as far as the facts have a history.
pub fn explain_change(facts: &Facts<'_>, ix: GoalIx, fields: &[String], reason: &str, by: Option<String>) -> Edit {
    let (goal, reason) = (facts.goal(ix), reason.trim());
    let has_none = goal.reason.as_deref().is_none_or(|it| it.trim().is_empty());
    if has_none && !is_unexplained_elsewhere(facts, ix, fields) {
        return set("reason", Content::text(reason));
    }
    let entry = NewLogEntry::new(facts.today, by, LogKind::Decision, reason);
    NewLogEntry { about: fields.to_vec(), ..entry }.edit(goal)
}

/// Whether something of a goal besides some fields was moved or taken back, and nobody said why.
fn is_unexplained_elsewhere(facts: &Facts<'_>, ix: GoalIx, fields: &[String]) -> bool {
    let is_other = |it: &&Move| !fields.contains(&it.field) && !fields.contains(&it.field_without_index());
    let mut moves = facts.goalposts(ix).moves.iter().filter(is_other);
    moves.any(|it| !it.settling && !it.is_explained()) || withdrawals_of(facts, ix).iter().any(Withdrawal::is_quiet)
}

fn set(route: &str, to: Content) -> Edit {
    Edit::Set { route: route.to_owned(), to, order: ORDER }
}

pub(super) fn add(route: &str, item: Content) -> Edit {
    Edit::Add { route: route.to_owned(), item, end: End::Last, order: ORDER }
}

pub(super) fn ensure_fits(goal: &Goal, field: &Field) -> Result<(), Unfit> {
    if field.fits(goal.kind) {
        return Ok(());
    }
    let kinds: Vec<&str> = field.kinds.iter().map(|kind| kind.noun()).collect();
    unfit(
        format!("`{}` is {}, which has no `{}`", goal.id, goal.kind.in_words(), field.name),
        format!("it belongs to a goal of another kind: {}", kinds.join(", ")),
    )
}

/// Ensures that a route names an entry that exists where its field is a list of entries.
fn ensure_entry(goal: &Goal, route: &str, (row, top): (&FieldRow, &Field)) -> Result<(), Unfit> {
    let (list, part) = route.split_once('.').map_or((route, ""), |(list, part)| (list, part));
    if !list.contains('[') {
        if part.is_empty() || top.form != Form::Entries {
            return Ok(());
        }
        return unfit(
            format!("`{}` has several `{list}`, each with its own `{}`", goal.id, row.name),
            format!("name one by its number from 0: goalpost set {} {list}[0].{part} VALUE", goal.id),
        );
    }
    if !matches!(top.form, Form::Entries | Form::Texts | Form::Steps | Form::Ids) {
        return unfit(format!("`{}` is not a list", top.name), format!("name it without a number: {}", top.name));
    }
    let count = top.value(goal).as_array().map_or(0, Vec::len);
    match number_in(list) {
        Some(at) if at < count => Ok(()),
        _ => unfit(
            format!("`{}` has no `{list}`", goal.id),
            format!("its {} are numbered from 0, and there are {count}: goalpost show {}", top.name, goal.id),
        ),
    }
}

/// The number in `milestones[2]`.
fn number_in(list: &str) -> Option<usize> {
    list.split_once('[').and_then(|(_, at)| at.strip_suffix(']')?.parse().ok())
}

/// The value at a route, as JSON; null if there is none.
fn value_at(goal: &Goal, top: &Field, route: &str) -> Value {
    let value = top.value(goal);
    let (list, part) = route.split_once('.').map_or((route, ""), |(list, part)| (list, part));
    let entry = number_in(list).map_or(&value, |at| &value[at]);
    if part.is_empty() { entry.clone() } else { entry[part].clone() }
}

/// The values, each once.
fn distinct(values: &[String]) -> Vec<String> {
    (0..values.len()).filter(|at| !values[..*at].contains(&values[*at])).map(|at| values[at].clone()).collect()
}

fn holds_others<T>(goal: &Goal, route: &str, row: &FieldRow) -> Result<T, Unfit> {
    let help = match (row.form, row.rows().first()) {
        (Form::Entries, _) if route == "milestones" => {
            format!("add one with --add, or set a part of one: goalpost set {} milestones[0].due DATE", goal.id)
        }
        (Form::Entries, Some(part)) if route.ends_with(']') => {
            format!("set a part of it: goalpost set {} {route}.{} VALUE", goal.id, part.name)
        }
        (Form::Mapping, Some(_)) => {
            let parts: Vec<&str> = row.rows().iter().map(|row| row.name).collect();
            format!("set one of them: goalpost set {} {route}.PART VALUE, with {}", goal.id, parts.join(", "))
        }
        _ => "edit the file".to_owned(),
    };
    unfit(format!("`{route}` holds several values"), help)
}

fn unset(goal: &Goal, top: &Field, route: &str) -> Vec<Edit> {
    let value = value_at(goal, top, route);
    if value.is_null() || value.as_array().is_some_and(Vec::is_empty) {
        return Vec::new();
    }
    // The field goes with its only entry.
    let is_only = route.ends_with(']') && top.value(goal).as_array().is_some_and(|it| it.len() == 1);
    vec![Edit::Remove { route: if is_only { top.name.to_owned() } else { route.to_owned() } }]
}

/// The items of a list of texts.
fn items(field: &Field, goal: &Goal) -> Vec<String> {
    let value = field.value(goal);
    value.as_array().into_iter().flatten().filter_map(|it| it.as_str().map(str::to_owned)).collect()
}

/// The edits that make a list have some items: what stays is not rewritten.
fn replace_items(field: &Field, goal: &Goal, route: &str, values: &[String]) -> Vec<Edit> {
    let there = items(field, goal);
    if values.is_empty() {
        return if there.is_empty() { Vec::new() } else { vec![Edit::Remove { route: route.to_owned() }] };
    }
    let gone: Vec<usize> = (0..there.len()).filter(|at| !values.contains(&there[*at])).collect();
    if gone.len() == there.len() {
        return vec![set(route, Content::List(values.iter().map(Content::text).collect()))];
    }
    let removed = gone.into_iter().map(|at| Edit::Remove { route: format!("{route}[{at}]") });
    let added = values.iter().filter(|value| !there.contains(value)).map(|value| add(route, Content::text(value)));
    removed.chain(added).collect()
}

/// The edit of a field with a single value.
fn set_single(
    facts: &Facts<'_>,
    ix: GoalIx,
    (route, row): (&str, &FieldRow),
    values: &[String],
    present: &Value,
) -> Result<Vec<Edit>, Unfit> {
    let goal = facts.goal(ix);
    let [value] = values else {
        return unfit(
            format!("`{route}` takes one value, not {}", values.len()),
            format!("put it in quotes: goalpost set {} {route} \"{}\"", goal.id, values.join(" ")),
        );
    };
    let text = value.trim();
    if text.is_empty() {
        return unfit(
            format!("no value given for `{route}`"),
            format!("to remove the field: goalpost set {} {route} --unset", goal.id),
        );
    }
    // The word of an active goal is its absence: the comment on a draft says to remove the line.
    if route == "state" && text == State::Active.word() {
        let drafted = goal.state == State::Draft;
        return Ok(if drafted { vec![Edit::Remove { route: route.to_owned() }] } else { Vec::new() });
    }
    let content = content(facts, ix, (route, row), text)?;
    // The same number in other digits is no change.
    let is_number = matches!(row.form, Form::Number | Form::Count | Form::Value);
    let same = |it: &Content| matches!(it, Content::Word(word) if present.as_f64() == word.parse().ok());
    if is_number && present.is_number() && same(&content) {
        return Ok(Vec::new());
    }
    let name = route.rsplit('.').next().unwrap_or(route);
    let guidance = remove_field_guidance(name, facts.workspace.file(goal.document)).filter(|_| present.is_null());
    // A comment is known by its place, so it goes first.
    Ok(guidance.into_iter().chain([set(route, content)]).collect())
}

fn content(facts: &Facts<'_>, ix: GoalIx, (route, row): (&str, &FieldRow), text: &str) -> Result<Content, Unfit> {
    let goal = facts.goal(ix);
    let plain = |text: &str| read_field_number(text, row.name, (row.name == "effort").then_some(PERSON_WEEKS));
    Ok(match row.form {
        Form::Number if row.name == "weight" => {
            read_weight(text)?;
            Content::word(&plain(text)?.written)
        }
        Form::Number | Form::Count => Content::word(&plain(text)?.written),
        Form::Value => {
            let none = Metric::default();
            let metric = goal.metric.as_ref().unwrap_or(&none);
            let kpi = facts.workspace.kpi_of(metric).and_then(|kpi| facts.goal(kpi).metric.as_ref());
            let shape = if metric.scale.is_empty() { kpi.unwrap_or(metric) } else { metric };
            let keeper = kpi.unwrap_or(metric);
            let known = KnownValues::of(metric, keeper, keeper.current);
            let present = metric.field(row.name).as_f64();
            let number =
                read_value(shape, unit_of(facts.workspace, metric), (&known, present), (text, Notation::Code))?;
            if shape.scale.is_empty() { Content::word(&number.written) } else { Content::text(number.written) }
        }
        Form::Day | Form::YesNo | Form::Done => Content::word(text),
        Form::Period => match text.split_once("..").map(|(start, end)| (parse_day(start), parse_day(end))) {
            Some((Some(start), Some(end))) => Content::Fields(vec![
                ("start".to_owned(), Content::word(&start)),
                ("end".to_owned(), Content::word(&end)),
            ]),
            _ => Content::text(text),
        },
        _ if route == "title" => {
            ensure_title(text)?;
            Content::text(text)
        }
        _ => Content::text(text),
    })
}
