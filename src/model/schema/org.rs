//! `org.yaml` as people write it. The comments are what editors show.

use schemars::JsonSchema;

use super::scalar::{Day, Id, Text};

/// The organisation: teams and people, with their past.
///
/// Nobody is taken out: who leaves gets `until`, so that old goals stay readable.
#[derive(JsonSchema)]
#[schemars(title = "organisation", deny_unknown_fields)]
#[expect(dead_code, reason = "only its schema is used")]
pub(super) struct OrgFile {
    /// The teams, departments and the company itself: whatever goals can belong to.
    teams: Option<Vec<TeamSchema>>,
    /// The people: whoever can own a goal, lead a team or check in.
    people: Option<Vec<PersonSchema>>,
    /// Addresses of programs that commit. Such a commit belongs to whom its `Co-authored-by` names.
    bots: Option<Vec<Text>>,
}

/// A team, now or once.
#[derive(JsonSchema)]
#[schemars(title = "team", deny_unknown_fields)]
#[expect(dead_code, reason = "only its schema is used")]
struct TeamSchema {
    /// What goals call the team. Ids of teams and people are unique together.
    ///
    /// 1 to 80 characters: lower-case letters, digits, `.`, `_`, `-`; the first a letter or a digit. Example: `payments`.
    id: Id,
    /// Its name as people say it. Its id if not given.
    name: Option<Text>,
    /// The level it works at, one of `levels` in goalpost.yaml. Its goals are set at that level.
    #[schemars(extend("examples" = ["company", "department", "team", "individual"]))]
    level: Option<Text>,
    /// The id of the team above it.
    parent: Option<Text>,
    /// Who leads it: a person's id.
    lead: Option<Text>,
    /// Person-weeks it has for goals in a quarter, 0 or more. The sum of its people's if not given.
    #[schemars(range(min = 0, max = 1_000_000_000))]
    capacity: Option<f64>,
    /// Its first day, as `YYYY-MM-DD`. Since ever if not given.
    from: Option<Day>,
    /// Its last day, as `YYYY-MM-DD`. It still stands if not given.
    until: Option<Day>,
    /// The id of the team that took over.
    successor: Option<Text>,
    /// Its earlier ids. Goals that name one still find it.
    formerly: Option<Vec<Id>>,
}

/// A person, here or gone.
#[derive(JsonSchema)]
#[schemars(title = "person", deny_unknown_fields)]
#[expect(dead_code, reason = "only its schema is used")]
struct PersonSchema {
    /// What goals call the person. Ids of teams and people are unique together.
    ///
    /// 1 to 80 characters: lower-case letters, digits, `.`, `_`, `-`; the first a letter or a digit. Example: `maria`.
    id: Id,
    /// Their name. Their id if not given.
    name: Option<Text>,
    /// The id of their team.
    team: Option<Text>,
    /// Their teams over time, where there was more than one.
    teams: Option<Vec<MembershipSchema>>,
    /// The addresses they commit with: a list. A commit from one of them is theirs.
    email: Option<Vec<Text>>,
    /// Their login at GitHub. Commits with its `…@users.noreply.github.com` are theirs.
    github: Option<Text>,
    /// Their login at GitLab. Commits with its `…@users.noreply.gitlab.com` are theirs.
    gitlab: Option<Text>,
    /// The part of full time they have, 0 or more: 0.8 is four days a week.
    #[schemars(range(min = 0, max = 1_000_000_000), extend("default" = 1))]
    capacity: Option<f64>,
    /// Who leads them: a person's id, where it is not their team's lead. A lead is led by the lead of the team above.
    manager: Option<Text>,
    /// Their first day, as `YYYY-MM-DD`. Since ever if not given.
    from: Option<Day>,
    /// Their last day, as `YYYY-MM-DD`. They are still here if not given.
    until: Option<Day>,
    /// Their earlier ids. Goals that name one still find them.
    formerly: Option<Vec<Id>>,
}

/// A stretch of time in a team.
#[derive(JsonSchema)]
#[schemars(title = "membership", deny_unknown_fields)]
#[expect(dead_code, reason = "only its schema is used")]
struct MembershipSchema {
    /// The id of the team.
    id: Text,
    /// From this day on, as `YYYY-MM-DD`.
    from: Option<Day>,
    /// Up to this day, as `YYYY-MM-DD`.
    until: Option<Day>,
}
