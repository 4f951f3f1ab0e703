//! The people and teams that rows name: by address, login or name, several in a cell. Nobody is made up: a cell that may
//! name one person or several is left out with a note.

use std::collections::HashMap;

use serde_json::Value;

use super::columns::plain;
use super::input::{InputRow, text_of};
use super::map::ColumnMap;
use crate::model::{Org, free_id, means_nothing, name_and_address, suggested_id};

/// Who rows name, by the organization file.
struct Names<'o> {
    org: Option<&'o Org>,
    people: HashMap<String, &'o str>,
    teams: HashMap<String, &'o str>,
}

/// Those whom rows name and org.yaml does not have: their new ids, each with how it was written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UnknownNames {
    /// The people.
    pub people: Vec<(String, String)>,
    /// The teams.
    pub teams: Vec<(String, String)>,
}

/// Replaces the names of people and teams in rows by their ids. Returns notes on what was left out and on those that
/// org.yaml does not have, and these.
pub(super) fn settle_people(org: Option<&Org>, map: &ColumnMap, rows: &mut [InputRow]) -> (Vec<String>, UnknownNames) {
    let names = Names::of(org);
    let (mut notes, mut strangers) = (Vec::new(), UnknownNames::default());
    for row in rows {
        owner(&names, map, row, &mut strangers.people, &mut notes);
        teams(&names, map, row, &mut strangers.teams, &mut notes);
    }
    let mut ids: Vec<&str> = Vec::new();
    for (id, _) in strangers.people.iter().chain(&strangers.teams) {
        if !ids.contains(&id.as_str()) {
            ids.push(id);
        }
    }
    if org.is_some() && !ids.is_empty() {
        notes.push(format!("not in org.yaml, add them there: {}", ids.join(", ")));
    }
    (notes, strangers)
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

/// Settles the owner of a row: the first of several is accountable, the others are named in a note.
fn owner(
    names: &Names<'_>,
    map: &ColumnMap,
    row: &mut InputRow,
    strangers: &mut Vec<(String, String)>,
    notes: &mut Vec<String>,
) {
    let Some(text) = text_of(&row.fields, "owner").map(str::to_owned) else { return };
    let mut each = if names.person(&text).is_some() { vec![text.clone()] } else { map.each(&text) };
    each.retain(|it| names.person(it).is_some() || !means_nothing(it));
    if each.is_empty() {
        notes.push(format!("{}: `{text}` is no person; the row has no owner now", row.place()));
        row.fields.remove("owner");
        return;
    }
    if let [one] = each.as_slice() {
        let parts: Vec<String> = apart(one).into_iter().map(str::to_owned).collect();
        if parts.len() > 1 && names.person(one).is_none() {
            let is_sure = parts.iter().any(|part| part.contains('@') || names.person(part).is_some());
            if !is_sure {
                notes.push(format!(
                    "{}: `{one}` may be one person or several; the row has no owner now (in a map: `split: \",\"`)",
                    row.place()
                ));
                row.fields.remove("owner");
                return;
            }
            each = parts;
        }
    }
    let Some(first) = each.first().cloned() else { return };
    if each.len() > 1 {
        let place = row.place();
        notes.push(format!("{place}: using {first} as the only owner, ignoring {}", each[1..].join(", ")));
    }
    let id = names.person(&first).unwrap_or_else(|| stranger(&first, "person", strangers));
    row.fields.insert("owner".to_owned(), id.into());
}

/// Settles the teams of a row: the first of several is its team, the others contribute.
fn teams(
    names: &Names<'_>,
    map: &ColumnMap,
    row: &mut InputRow,
    strangers: &mut Vec<(String, String)>,
    notes: &mut Vec<String>,
) {
    let (place, fields) = (row.place(), &mut row.fields);
    let mut settle = |text: &str| names.team(text).unwrap_or_else(|| stranger(text, "team", strangers));
    let mut contributors: Vec<String> = Vec::new();
    if let Some(text) = text_of(fields, "team").map(str::to_owned) {
        let mut each = if names.team(&text).is_some() { vec![text.clone()] } else { map.each(&text) };
        each.retain(|it| names.team(it).is_some() || !means_nothing(it));
        if each.is_empty() {
            notes.push(format!("{place}: `{text}` is no team; the row has no team now"));
            fields.remove("team");
        }
        if let [first, others @ ..] = each.as_slice()
            && !others.is_empty()
        {
            notes.push(format!("{place}: using {first} as the team; contributors: {}", others.join(", ")));
        }
        let mut each = each.iter().map(|team| settle(team));
        if let Some(first) = each.next() {
            fields.insert("team".to_owned(), first.into());
        }
        contributors.extend(each);
    }
    if let Some(Value::Array(others)) = fields.get("contributors") {
        let others: Vec<_> = others.iter().filter_map(Value::as_str).map(str::to_owned).collect();
        let (those, nobody): (Vec<_>, Vec<_>) =
            others.into_iter().partition(|it| names.team(it).is_some() || !means_nothing(it));
        notes.extend(nobody.iter().map(|it| format!("{place}: `{it}` is no team that contributes; left out")));
        contributors.extend(those.iter().map(|team| settle(team)));
        fields.remove("contributors");
    }
    if !contributors.is_empty() {
        fields.insert("contributors".to_owned(), contributors.into());
    }
}

/// The id for somebody who is not known yet: from the text, or a numbered word where it has no letter of an id.
fn stranger(text: &str, otherwise: &str, strangers: &mut Vec<(String, String)>) -> String {
    if let Some((id, _)) = strangers.iter().find(|(_, known)| known == text) {
        return id.clone();
    }
    let taken: Vec<&str> = strangers.iter().map(|(id, _)| id.as_str()).collect();
    let named = match name_and_address(text) {
        Some(("", address)) => address,
        Some((name, _)) => name,
        None => text,
    };
    let own = suggested_id(named.split('@').next().unwrap_or(named));
    let id = if own.is_empty() { free_id(otherwise, &taken) } else { own };
    // The same id in another spelling is the same person.
    if !taken.contains(&id.as_str()) {
        strangers.push((id.clone(), text.to_owned()));
    }
    id
}
