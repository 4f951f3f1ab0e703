//! Field names as arguments: shells complete them, and a misspelt one gets a suggestion.

use std::ffi::OsStr;

use clap::builder::{PossibleValue, StringValueParser, TypedValueParser};
use clap::{Arg, Command};

use super::error::CommandError;
use crate::model::ROUTES;
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
    let otherwise = "name it as goal files do, such as metric.target: goalpost schema goal lists the fields";
    Err(CommandError::unknown(format!("goal files have no field `{name}`")).did_you_mean(near, otherwise))
}
