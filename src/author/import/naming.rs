//! The ids of rows, and the names by which they refer to each other.

use std::collections::HashMap;

use serde_json::Value;

use super::address;
use super::input::{InputRow, Refused, text_of};
use super::known::{SameGoal, goals_here, names_of};
use super::titled::TitledGoals;
use crate::author::unfit::Unfit;
use crate::model::{Kind, MAX_ID, Workspace, id_problem, short_id, suggested_id};

/// Gives every row a valid and unique id, and leaves out those that are here already. The names by which rows refer to each
/// other, such as old ids and titles, are mapped to it.
pub(super) fn name(
    here: &TitledGoals<'_>,
    rows: &mut Vec<InputRow>,
    (refused, notes): (&mut Vec<Refused>, &mut Vec<String>),
    (foreign, is_mapped): (bool, bool),
) -> HashMap<String, String> {
    let workspace = here.workspace;
    let mut names = HashMap::new();
    let mut lines: HashMap<String, u64> = HashMap::new();
    let mut titles: HashMap<String, Option<String>> = HashMap::new();
    let mut said: HashMap<String, u64> = HashMap::new();
    let mut changed = 0;
    let mut known = if foreign { goals_here(here, rows) } else { Vec::new() }.into_iter();
    rows.retain_mut(|row| {
        let known = known.next().flatten();
        let (line, title) = (row.line, text_of(&row.fields, "title").unwrap_or_default().to_owned());
        let own_id = text_of(&row.fields, "id").map(str::to_owned).filter(|id| !id.is_empty());
        // The number of a row of a service names nothing, and its next table begins at 1 again.
        let is_number = |id: &String| foreign && is_mapped && id.bytes().all(|byte| byte.is_ascii_digit());
        let number = own_id.clone().filter(is_number);
        let safe = match &own_id {
            Some(_) if number.is_some() => short_id(&title),
            Some(id) if id_problem(id).is_none() => id.clone(),
            Some(id) => suggested_id(id),
            None => short_id(&title),
        };
        let safe = if safe.is_empty() { format!("goal-{line}") } else { safe };
        let mut refuse = |reason: String, help: &str| {
            refused.push(Refused::row(line, own_id.clone(), Unfit::new(reason, help)));
            false
        };
        let exact = own_id.as_ref() == Some(&safe);
        // A row that is there twice is one goal, and not two with numbered ids.
        let all = serde_json::to_string(&row.fields).unwrap_or_default();
        if let Some(first) = said.get(&all).filter(|_| own_id.is_none() && row.key.is_none()) {
            return refuse(
                format!("line {first} says the same goal"),
                "remove one of them; of two goals each has a title of its own",
            );
        }
        said.insert(all, line);
        // The goal of a table is known by what it is, whatever its id: imported twice, nothing doubles.
        if let Some(there) = known {
            names.extend(names_of(row).map(|name| (name, there.goal.id.clone())));
            let (reason, help) = already_here(workspace, &title, there);
            return refuse(reason, &help);
        }
        if exact && let Some(there) = workspace.document_with(&safe) {
            let path = &workspace.file(there).path;
            return refuse(
                format!("the id `{safe}` is already used by {path}"),
                "existing goals are never overwritten; give the row another id",
            );
        }
        let written = number.as_ref().or(Some(&safe).filter(|_| exact));
        if let Some((id, first)) = written.and_then(|id| Some((id, lines.get(id)?))) {
            return refuse(
                format!("line {first} has the id `{id}` too"),
                "ids must be unique; give one of them another id",
            );
        }
        let mut id = safe.clone();
        let mut count = 2;
        while workspace.document_with(&id).is_some() || lines.contains_key(&id) {
            let end = format!("-{count}");
            id = format!("{}{end}", &safe[..safe.len().min(MAX_ID - end.len())]);
            count += 1;
        }
        lines.extend(number.map(|number| (number, line)));
        changed += usize::from(own_id.as_ref().is_some_and(|own_id| *own_id != id));
        lines.insert(id.clone(), line);
        if let Some(own_id) = own_id {
            names.insert(own_id, id.clone());
        }
        if let Some(key) = &row.key {
            names.insert(key.clone(), id.clone());
            if let Some(short) = address::short_reference(key) {
                names.insert(short, id.clone());
            }
        }
        if !title.is_empty() {
            titles.entry(title.to_lowercase()).and_modify(|it| *it = None).or_insert_with(|| Some(id.clone()));
        }
        row.fields.insert("id".to_owned(), Value::String(id));
        true
    });
    if changed > 0 {
        notes.push(format!("{changed} numeric, invalid or duplicate ids were replaced; links follow"));
    }
    if foreign {
        for (title, id) in titles {
            if let Some(id) = id {
                names.entry(title).or_insert(id);
            }
        }
    }
    names
}

/// Why a row is left out that is a goal already, and what can be done instead.
fn already_here(workspace: &Workspace, title: &str, known: SameGoal<'_>) -> (String, String) {
    let there = known.goal;
    let path = &workspace.file(there.document).path;
    let known_by = match there.kind {
        Kind::KeyResult if there.measures.is_some() => "title and objective",
        _ if known.lacks_period => "title and kind",
        _ => "title, kind and period",
    };
    let more = match there.kind {
        Kind::KeyResult | Kind::Kpi => format!("record its value: goalpost checkin {} VALUE", there.id),
        _ => format!("change it: goalpost set {} FIELD VALUE", there.id),
    };
    // The table may mean the same goal of the next quarter.
    let other = if known.lacks_period && there.period.is_some() {
        "; for a goal of another period: --period PERIOD"
    } else {
        ""
    };
    let reason = format!("`{title}` is already here: {path} has the same {known_by}");
    (reason, format!("existing goals are never overwritten; to {more}{other}"))
}

/// Replaces the names in a row's links by the new ids.
///
/// In a table of another service that may be a title, of a goal of the table or of one that is `here`.
pub(super) fn refer(row: &mut InputRow, names: &HashMap<String, String>, here: Option<&TitledGoals<'_>>) {
    let foreign = here.is_some();
    let period = here.and_then(|here| here.period_of(row));
    let known = |text: &str| {
        let id_of = |text: &str| names.get(text).or_else(|| names.get(&text.to_lowercase()).filter(|_| foreign));
        // The last part of an address is the id, where no row has the address itself.
        let id = address::last_part(text).filter(|_| foreign).unwrap_or(text);
        let found = id_of(text).or_else(|| id_of(id)).cloned();
        let there = || here?.named_by(period.as_ref(), text).map(|goal| goal.id.clone());
        found
            .or_else(there)
            .or_else(|| (foreign && id_problem(id).is_some()).then(|| suggested_id(id)).or(Some(id.to_owned())))
    };
    let follow = |value: &mut Value| {
        if let Value::String(text) = value
            && let Some(id) = known(text).filter(|id| !id.is_empty())
        {
            *text = id;
        }
    };
    for field in ["measures", "continues", "replaced_by"] {
        row.fields.get_mut(field).into_iter().for_each(follow);
    }
    for (field, inner) in [("supports", "goal"), ("needs", "goal"), ("formerly", "")] {
        for item in row.fields.get_mut(field).and_then(Value::as_array_mut).into_iter().flatten() {
            match item {
                Value::Object(fields) => fields.get_mut(inner).into_iter().for_each(follow),
                item if field != "needs" => follow(item),
                _ => {}
            }
        }
    }
    if let Some(kpi) = row.fields.get_mut("metric").and_then(|metric| metric.get_mut("kpi")) {
        follow(kpi);
    }
}
