//! The goals above that rows name: one or several in a cell, in the table or here; those that are neither are told.

use std::collections::HashSet;

use serde_json::Value;

use super::address;
use super::input::{InputRow, Refused, text_of};
use super::known::names_of;
use super::map::ColumnMap;
use super::titled::TitledGoals;
use crate::author::unfit::Unfit;
use crate::model::{Kind, Workspace, count_of, counted};
use crate::render::csv::split_texts;

/// The most goals that a note lists.
const MOST: usize = 5;

/// Converts the parents of rows to `measures` or `supports`, depending on the kind of the row.
pub(super) fn settle_parents(
    here: &TitledGoals<'_>,
    map: &ColumnMap,
    rows: &mut [InputRow],
    (refused, notes): (&mut Vec<Refused>, &mut Vec<String>),
) {
    let short = |row: &InputRow| row.key.as_deref().and_then(address::short_reference);
    let names: HashSet<String> =
        rows.iter().flat_map(|row| names_of(row).chain(short(row))).map(|name| name.to_lowercase()).collect();
    for row in rows {
        let Some(cell) = row.parent.take() else { continue };
        let is_known = |text: &str| names.contains(&text.to_lowercase()) || here.has(text);
        let mut parents = parents_in(&cell, map, is_known);
        parents.retain(|parent| {
            let several = here.ambiguous(row, parent).filter(|_| !names.contains(&parent.to_lowercase()));
            let Some(several) = several else { return true };
            let reason = format!("`{parent}` is the title of several goals here");
            let help = format!("name one by its id: {}", several.join(" or "));
            refused.push(lost_parent(row, reason, &help));
            false
        });
        if parents.is_empty() {
            continue;
        }
        let kind = text_of(&row.fields, "kind").and_then(Kind::of_word);
        match kind {
            Some(Kind::KeyResult) if !row.fields.contains_key("measures") => {
                // A key result measures only one objective, so the first one counts.
                let Some((first, others)) = parents.split_first() else { continue };
                if !others.is_empty() {
                    let (place, others) = (row.place(), others.join(", "));
                    notes.push(format!("{place}: {first} is the objective that is measured, ignoring {others}"));
                }
                row.fields.insert("measures".to_owned(), first.as_str().into());
            }
            Some(Kind::Objective | Kind::Development) if !row.fields.contains_key("supports") => {
                row.fields.insert("supports".to_owned(), parents.into());
            }
            Some(kind @ (Kind::Mission | Kind::Kpi | Kind::Survey)) => {
                let reason = format!("a goal of the kind {} has no goal above", kind.word());
                let help = "where the kind is another one, map it: `values: {kind: {THEIRS: objective}}`";
                refused.push(lost_parent(row, reason, help));
            }
            _ => {}
        }
    }
}

/// A cell with a goal above that is left out.
fn lost_parent(row: &InputRow, reason: String, help: &str) -> Refused {
    let goal = text_of(&row.fields, "title").map(str::to_owned);
    Refused::cell(row.line, goal, "parent", Unfit::new(reason, help))
}

/// The goals that a cell names. Lines and semicolons separate them, and the sign that the map says, but never within a title
/// that is known; without such a sign a comma does, where every part is known.
fn parents_in(cell: &str, map: &ColumnMap, is_known: impl Fn(&str) -> bool) -> Vec<String> {
    let mut all = Vec::new();
    for text in split_texts(cell) {
        let sign = map.split.as_deref().unwrap_or(",");
        if is_known(without_address(&text)) || !text.contains(sign) {
            all.push(without_address(&text).to_owned());
            continue;
        }
        let parts: Vec<&str> = text.split(sign).collect();
        let (mut found, mut at, mut are_known) = (Vec::new(), 0, true);
        while at < parts.len() {
            // The longest run of parts that is a title, since titles have commas.
            let run = |end: &usize| without_address(&parts[at..*end].join(sign)).to_owned();
            let end = (at + 1..=parts.len()).rev().find(|end| is_known(&run(end)));
            are_known &= end.is_some();
            let end = end.unwrap_or(at + 1);
            found.extend(Some(run(&end)).filter(|name| !name.is_empty()));
            at = end;
        }
        if are_known || map.split.is_some() {
            all.extend(found);
        } else {
            all.push(without_address(&text).to_owned());
        }
    }
    all
}

/// A title without the address behind it, which is no part of it.
fn without_address(text: &str) -> &str {
    let text = text.trim();
    text.strip_suffix(')').and_then(|text| text.split_once(" (http")).map_or(text, |(title, _)| title.trim())
}

/// The rows that name a goal above which nobody knows, with how they write it.
#[derive(Debug, Default)]
pub(super) struct UnknownParents(Vec<(String, String)>);

impl UnknownParents {
    /// Takes the goals above that a row named, now that they are replaced by ids.
    pub(super) fn take(&mut self, workspace: &Workspace, ids: &HashSet<&str>, row: &InputRow, written: &[String]) {
        for (id, written) in parents_of(row).iter().zip(written) {
            if !ids.contains(id.as_str()) && workspace.document_with(id).is_none() {
                self.0.push((text_of(&row.fields, "id").unwrap_or_default().to_owned(), written.clone()));
            }
        }
    }

    /// The note; none where every parent is known.
    pub(super) fn note(&self) -> Option<String> {
        let shown: Vec<String> = self.0.iter().take(MOST).map(|(id, written)| format!("{id} (`{written}`)")).collect();
        let more = if self.0.len() > MOST { ", …" } else { "" };
        let parents = counted(self.0.len(), "parent is", "parents are");
        (!shown.is_empty()).then(|| {
            format!("{parents} neither in the table nor here, so links lead nowhere: {}{more}", shown.join(", "))
        })
    }
}

/// Links the objectives without a goal above to the one that the map has for them. Returns a note.
pub(super) fn link_to_top(map: &ColumnMap, rows: &mut [InputRow]) -> Option<String> {
    let top = map.top.as_deref()?;
    let is_top = |row: &&mut InputRow| {
        text_of(&row.fields, "kind") == Some(Kind::Objective.word()) && !row.fields.contains_key("supports")
    };
    let mut linked = 0;
    for row in rows.iter_mut().filter(is_top) {
        row.fields.insert("supports".to_owned(), Value::from(vec![top]));
        linked += 1;
    }
    (linked > 0).then(|| format!("{} without a goal above: linked to {top}", count_of(linked, "objective")))
}

/// The goals above that a row names.
pub(super) fn parents_of(row: &InputRow) -> Vec<String> {
    let supports = row.fields.get("supports").and_then(Value::as_array).into_iter().flatten();
    let supports = supports.filter_map(|item| item.as_str().or_else(|| item.get("goal")?.as_str()));
    text_of(&row.fields, "measures").into_iter().chain(supports).map(str::to_owned).collect()
}
