//! The people and teams that rows name: by address, login or name, several in a cell. Nobody is made up: a cell that may
//! name one person or several is left out with a note.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::columns::plain;
use super::input::{InputRow, text_of};
use super::map::ColumnMap;
use crate::model::{Org, suggested_id};

/// Who rows name, by the organization file.
struct Names<'o> {
    org: Option<&'o Org>,
    people: HashMap<String, &'o str>,
    teams: HashMap<String, &'o str>,
}

/// Replaces the names of people and teams in rows by their ids. Returns notes on what was left out and on those that
/// org.yaml does not have, and of these the people: their new ids, and how they were written.
pub(super) fn settle_people(
    org: Option<&Org>,
    map: &ColumnMap,
    rows: &mut [InputRow],
) -> (Vec<String>, Vec<(String, String)>) {
    let names = Names::of(org);
    let (mut notes, mut strangers, mut people) = (Vec::new(), Vec::new(), Vec::new());
    for row in rows {
        if let Some((id, text)) = owner(&names, map, row, &mut strangers, &mut notes)
            && !people.iter().any(|(known, _)| *known == id)
        {
            people.push((id, text));
        }
        teams(&names, map, &mut row.fields, &mut strangers);
    }
    if org.is_some() && !strangers.is_empty() {
        notes.push(format!("not in org.yaml, add them there: {}", strangers.join(", ")));
    }
    (notes, people)
}

impl<'o> Names<'o> {
    fn of(org: Option<&'o Org>) -> Self {
        let mut names = Self { org, people: HashMap::new(), teams: HashMap::new() };
        for person in org.into_iter().flat_map(|org| &org.people) {
            names.people.insert(plain(&person.name), &person.id);
        }
        for team in org.into_iter().flat_map(|org| &org.teams) {
            names.teams.insert(plain(&team.name), &team.id);
        }
        names
    }

    /// The id of a person whom a text names: an id, address, login, or a name in either order.
    fn person(&self, text: &str) -> Option<String> {
        let meant = |text: &str| self.org?.person_meant(text).map(|it| it.id.clone());
        let named = |text: &str| self.people.get(&plain(text)).map(|id| (*id).to_owned());
        let turned = || text.split_once(',').and_then(|(last, first)| named(&format!("{first} {last}")));
        let by_id = || meant(&suggested_id(text.split('@').next().filter(|_| apart(text).len() == 1)?));
        meant(text).or_else(|| named(text)).or_else(turned).or_else(by_id)
    }

    /// The id of a team that a text names.
    fn team(&self, text: &str) -> Option<String> {
        let meant = |id: &str| self.org?.team(id).map(|it| it.id.clone());
        let named = || self.teams.get(&plain(text)).map(|id| (*id).to_owned());
        meant(text).or_else(named).or_else(|| meant(&suggested_id(text)))
    }
}

/// The parts of a text that may name several people.
fn apart(text: &str) -> Vec<&str> {
    let signs = |c: char| matches!(c, ',' | '/' | '&');
    text.split(signs).flat_map(|part| part.split(" and ")).map(str::trim).filter(|part| !part.is_empty()).collect()
}

/// Settles the owner of a row: the first of several is accountable, the others are named in a note. Returns an owner
/// whom nobody knows: the new id, and the text.
fn owner(
    names: &Names<'_>,
    map: &ColumnMap,
    row: &mut InputRow,
    strangers: &mut Vec<String>,
    notes: &mut Vec<String>,
) -> Option<(String, String)> {
    let text = text_of(&row.fields, "owner").map(str::to_owned)?;
    let mut each = if names.person(&text).is_some() { vec![text.clone()] } else { map.each(&text) };
    if let [one] = each.as_slice() {
        let parts: Vec<String> = apart(one).into_iter().map(str::to_owned).collect();
        if parts.len() > 1 && names.person(one).is_none() {
            let is_sure = parts.iter().any(|part| part.contains('@') || names.person(part).is_some());
            if !is_sure {
                notes.push(format!(
                    "line {}: `{one}` may be one person or several; the row has no owner now (in a map: `split: \",\"`)",
                    row.line
                ));
                row.fields.remove("owner");
                return None;
            }
            each = parts;
        }
    }
    let first = each.first().cloned()?;
    if each.len() > 1 {
        let line = row.line;
        notes.push(format!("line {line}: using {first} as the only owner, ignoring {}", each[1..].join(", ")));
    }
    let known = names.person(&first);
    let is_known = known.is_some();
    let id = known.unwrap_or_else(|| stranger(&first, strangers));
    row.fields.insert("owner".to_owned(), id.clone().into());
    (!is_known).then_some((id, first))
}

/// Settles the teams of a row: the first of several is its team, the others contribute.
fn teams(names: &Names<'_>, map: &ColumnMap, fields: &mut Map<String, Value>, strangers: &mut Vec<String>) {
    let mut settle = |text: &str| names.team(text).unwrap_or_else(|| stranger(text, strangers));
    let mut contributors: Vec<String> = Vec::new();
    if let Some(text) = text_of(fields, "team").map(str::to_owned) {
        let each = if names.team(&text).is_some() { vec![text] } else { map.each(&text) };
        let mut each = each.iter().map(|team| settle(team));
        if let Some(first) = each.next() {
            fields.insert("team".to_owned(), first.into());
        }
        contributors.extend(each);
    }
    if let Some(Value::Array(others)) = fields.get("contributors") {
        let others: Vec<_> = others.iter().filter_map(Value::as_str).map(str::to_owned).collect();
        contributors.extend(others.iter().map(|team| settle(team)));
    }
    if !contributors.is_empty() {
        fields.insert("contributors".to_owned(), contributors.into());
    }
}

/// The id for somebody who is not known yet.
fn stranger(text: &str, strangers: &mut Vec<String>) -> String {
    let id = suggested_id(text.split('@').next().unwrap_or(text));
    if !strangers.contains(&id) {
        strangers.push(id.clone());
    }
    id
}
