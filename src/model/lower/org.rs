//! Lowers `org.yaml`: teams and people.

use super::meaning::{Holder, meant_field};
use super::number::capacity;
use super::scalar::{day, id, ids, last_day, texts};
use crate::model::absence::Absence;
use crate::model::org::{Membership, Org, Person, Team};
use crate::model::settings::Settings;
use crate::syntax::{Decoder, Fault, FaultKind, Node, Tree};

/// Lowers `org.yaml`; that of a private root may say when people are away.
pub(in crate::model) fn org(tree: &Tree, settings: &Settings, is_private: bool) -> (Org, Vec<Fault>) {
    let mut decoder = Decoder::new();
    let org = match &tree.root {
        Some(root) if !root.is_null() => read(&mut decoder, root, settings, is_private),
        _ => None,
    };
    (org.unwrap_or_default(), decoder.into_faults())
}

fn read(decoder: &mut Decoder, root: &Node, settings: &Settings, is_private: bool) -> Option<Org> {
    let mut fields = decoder.fields(root, "org.yaml")?;
    let teams = fields.optional(decoder, "teams", |decoder, node| {
        Some(decoder.list_of_mappings(node, |decoder, node| team(decoder, node, settings)))
    });
    let people = fields.optional(decoder, "people", |decoder, node| {
        Some(decoder.list_of_mappings(node, |decoder, node| person(decoder, node, is_private)))
    });
    let bots = fields.optional(decoder, "bots", texts);
    fields.finish(decoder, "org.yaml", |_| None);
    Some(Org::new(teams.unwrap_or_default(), people.unwrap_or_default(), bots.unwrap_or_default()))
}

fn team(decoder: &mut Decoder, node: &Node, settings: &Settings) -> Option<Team> {
    let team = Team::read(decoder, node, settings)?;
    Some(if team.name.is_empty() { Team { name: team.id.clone(), ..team } } else { team })
}

fn person(decoder: &mut Decoder, node: &Node, is_private: bool) -> Option<Person> {
    let index = decoder.index().unwrap_or(0);
    let what = "a person";
    let mut fields = decoder.fields(node, what)?;
    let id = fields.required(decoder, "id", what, id);
    let name = fields.optional(decoder, "name", Decoder::text);
    let formerly = fields.optional(decoder, "formerly", ids).unwrap_or_default();
    let deputy = fields.optional(decoder, "deputy", |decoder, node| {
        let deputy = decoder.text(node)?;
        if id.as_ref() == Some(&deputy) || formerly.contains(&deputy) {
            let message = format!("`{}` must be the id of another person", decoder.route());
            let fault = Fault::new(FaultKind::WrongType, decoder.place(node), message, "this is the same person");
            decoder.fault(fault.help("write the id of who stands in, or remove `deputy`"));
            return None;
        }
        Some(deputy)
    });
    // Elsewhere it is an unknown field, with the reason.
    let absences = |decoder: &mut Decoder, node: &Node| Some(decoder.list_of_mappings(node, Absence::read));
    let away = if is_private { fields.optional(decoder, "away", absences) } else { None };
    let from = fields.optional(decoder, "from", day);
    let person = Person {
        name: name.or_else(|| id.clone()).unwrap_or_default(),
        id: id.clone().unwrap_or_default(),
        team: fields.optional(decoder, "team", Decoder::text),
        teams: fields
            .optional(decoder, "teams", |decoder, node| Some(decoder.list_of_mappings(node, Membership::read)))
            .unwrap_or_default(),
        email: fields.optional(decoder, "email", texts).unwrap_or_default(),
        github: fields.optional(decoder, "github", Decoder::text),
        gitlab: fields.optional(decoder, "gitlab", Decoder::text),
        capacity: fields.optional(decoder, "capacity", capacity),
        manager: fields.optional(decoder, "manager", Decoder::text),
        deputy,
        away: away.unwrap_or_default(),
        from,
        until: fields.optional(decoder, "until", last_day(from)),
        formerly,
        index,
    };
    fields.finish(decoder, what, |name| meant_field(Holder::Person, None, name));
    id.map(|_| person)
}
