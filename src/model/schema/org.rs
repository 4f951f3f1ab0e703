//! `org.yaml` as people write it. The comments are what editors show.

use schemars::JsonSchema;

use super::scalar::{Day, Id, Text, inlined};
use crate::model::absence::Absence;
use crate::model::org::{Membership, Team};

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

/// A present or past person.
#[derive(JsonSchema)]
#[schemars(title = "person", deny_unknown_fields)]
#[expect(dead_code, reason = "only its schema is used")]
struct PersonSchema {
    /// The id of the person, unique among the ids of teams and people.
    ///
    /// 1 to 80 characters: lower-case letters, digits, `.`, `_`, `-`; the first a letter or a digit. Example: `maria`.
    id: Id,
    /// Their name. Default: their id.
    name: Option<Text>,
    /// The id of their team.
    team: Option<Text>,
    /// Their teams over time, where there was more than one.
    teams: Option<Vec<MembershipSchema>>,
    /// Their email addresses in commits, as a list.
    email: Option<Vec<Text>>,
    /// Their login at GitHub. Commits with its `…@users.noreply.github.com` are theirs.
    github: Option<Text>,
    /// Their login at GitLab. Commits with its `…@users.noreply.gitlab.com` are theirs.
    gitlab: Option<Text>,
    /// Their capacity as a share of full time, 0 or more: 0.8 is four days a week.
    #[schemars(range(min = 0, max = 1_000_000_000), extend("default" = 1))]
    capacity: Option<f64>,
    /// The id of their manager. Default: their team's lead; for a lead, the lead of the parent team.
    manager: Option<Text>,
    /// The id of the person who stands in for them while they are away.
    deputy: Option<Text>,
    /// The days on which they are away, only in the `org.yaml` of a private root. Reasons are not recorded.
    away: Option<Vec<AbsenceSchema>>,
    /// Their first day, as `YYYY-MM-DD`.
    from: Option<Day>,
    /// Their last day, as `YYYY-MM-DD`. Default: they have not left.
    until: Option<Day>,
    /// Their earlier ids, which goals can still use.
    formerly: Option<Vec<Id>>,
}

inlined! {
    /// A present or past team.
    TeamSchema => |generator| Team::TABLE.written_schema(generator)
}

inlined! {
    /// Days on which a person is away.
    AbsenceSchema => |generator| Absence::TABLE.written_schema(generator)
}

inlined! {
    /// Membership in a team.
    MembershipSchema => |generator| Membership::TABLE.written_schema(generator)
}
