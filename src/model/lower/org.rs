//! Lowers `org.yaml`: teams and people.

use super::scalar::texts;
use crate::model::org::{Org, Person, Team};
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
    let mut person = Person::read(decoder, node, is_private)?;
    if person.name.is_empty() {
        person.name.clone_from(&person.id);
    }
    let is_own = |deputy: &String| *deputy == person.id || person.formerly.contains(deputy);
    if person.deputy.as_ref().is_some_and(is_own) {
        person.deputy = None;
        let written = node.as_mapping().and_then(|it| it.entry("deputy"));
        if let Some(entry) = written {
            decoder.within_entry(entry, |decoder| {
                let message = format!("`{}` must be the id of another person", decoder.route());
                let place = decoder.place(&entry.value);
                let fault = Fault::new(FaultKind::WrongType, place, message, "this is the same person");
                decoder.fault(fault.help("write the id of who stands in, or remove `deputy`"));
            });
        }
    }
    Some(person)
}
