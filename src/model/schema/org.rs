//! `org.yaml` as people write it. The comments are what editors show.

use schemars::JsonSchema;

use super::scalar::{Text, inlined};
use crate::model::org::{Person, Team};

/// The organisation: teams and people, present and past.
///
/// Do not remove people who leave: set `until`, so that old goals stay readable.
#[derive(JsonSchema)]
#[schemars(title = "organisation", deny_unknown_fields)]
#[expect(dead_code, reason = "only its schema is used")]
pub(super) struct OrgFile {
    /// Teams, departments and the company itself.
    teams: Option<Vec<TeamSchema>>,
    /// The people who can own goals, lead teams or check in.
    people: Option<Vec<PersonSchema>>,
    /// Email addresses of bots. Their commits are attributed to the people in `Co-authored-by`.
    bots: Option<Vec<Text>>,
}

inlined! {
    /// A present or past team.
    TeamSchema => |generator| Team::TABLE.written_schema(generator)
}

inlined! {
    /// A present or past person.
    PersonSchema => |generator| Person::TABLE.written_schema(generator)
}
