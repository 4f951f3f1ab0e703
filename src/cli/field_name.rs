//! Field names as arguments: shells complete them, and a misspelt one gets a suggestion.

use std::ffi::OsStr;

use clap::builder::{PossibleValue, StringValueParser, TypedValueParser};
use clap::{Arg, Command};

use super::error::CommandError;
use super::help::listed;
use crate::author::{NewValue, written_elsewhere};
use crate::model::{Form, Goal, Kind, ROUTES, Significance, field, row, significance};
use crate::syntax::closest;

/// Accepts any text and lists the field names for completion. An error could not list them all.
#[derive(Debug, Clone)]
pub(super) struct FieldName;

impl TypedValueParser for FieldName {
    type Value = String;

    fn parse_ref(&self, command: &Command, arg: Option<&Arg>, value: &OsStr) -> Result<String, clap::Error> {
        StringValueParser::new().parse_ref(command, arg, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(ROUTES.iter().map(|route| PossibleValue::new(route.as_str()))))
    }
}

/// The end of the long help of `set`: the fields that it changes, by what a change of them is about.
pub(super) fn fields_help() -> String {
    let value = NewValue::Only(vec!["VALUE".to_owned()]);
    let is_set_here = |route: &&String| {
        let kinds = field(route.split('.').next().unwrap_or(route)).map(|field| field.kinds).unwrap_or_default();
        let is_whole = row(route).is_some_and(|row| row.form == Form::Mapping);
        let is_elsewhere =
            |kind: &Kind| written_elsewhere(&Goal { kind: *kind, ..Goal::default() }, route, &value).is_some();
        !is_whole && !kinds.iter().any(is_elsewhere)
    };
    let mut text = "Fields, by what a change of them is about; [0] is the first entry of a list:\n".to_owned();
    for (word, about) in Significance::WORDS {
        let routes = ROUTES.iter().filter(|route| significance(route) == about).filter(is_set_here);
        let shown: Vec<String> = routes.map(|route| shown(route)).collect();
        if !shown.is_empty() {
            text.push_str(&listed(word, shown.iter().map(String::as_str)));
        }
    }
    text + "Other commands write the rest, such as checkin, link, need, note, ack and close."
}

/// A route as it is typed: that of an entry of a list has its number.
fn shown(route: &str) -> String {
    match route.split_once('.') {
        Some((list, part)) if row(list).is_some_and(|row| row.form == Form::Entries) => format!("{list}[0].{part}"),
        _ => route.to_owned(),
    }
}

/// Ensures that a name is a field, given by its route (`metric.target`, `milestones[0].due`) or its last part
/// (`target`).
pub(super) fn known_field(name: &str) -> Result<(), CommandError> {
    let place = |c: char| c.is_ascii_digit() || c == ']';
    let route = name.split('[').map(|part| part.trim_start_matches(place)).collect::<String>();
    let last = |known: &String| known.rsplit_once('.').map(|(_, last)| last == route);
    if ROUTES.iter().any(|known| *known == route || last(known) == Some(true)) {
        return Ok(());
    }
    let near = closest(&route, ROUTES.iter().map(String::as_str));
    let otherwise = "name it as goal files do, such as metric.target; to list the fields: goalpost schema goal";
    Err(CommandError::unknown(format!("goal files have no field `{name}`")).did_you_mean(near, otherwise))
}
