//! Checks the names that filters take against `org.yaml`, the settings and the goals. A mistyped name would otherwise
//! give an empty answer that reads as "all is well".

use std::collections::BTreeSet;

use super::error::CommandError;
use super::member::{ME, own_id, suggest_person, suggest_team};
use crate::model::{Org, Settings, Workspace, id_problem};
use crate::project::Project;
use crate::syntax::Lexicon;

/// What a filter selects by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FilterKind {
    Person,
    Team,
    Level,
    Label,
    Area,
}

/// How many known names an error lists.
const LISTED: usize = 12;

/// Returns what a filter's name means: it must be known to the settings, to `org.yaml` now or at any earlier time, or to a
/// goal of any period. A person may be named by id, address, login, full name or as `me`. A known name without goals gives an empty
/// answer.
pub(super) fn known_name(project: &Project, named: FilterKind, name: &str) -> Result<String, CommandError> {
    let workspace = &project.workspace;
    let meant = || named.meant_in(workspace.orgs(), name);
    if named.is_in(workspace, name) {
        return Ok(name.to_owned());
    }
    // What no id can be needs no look into the past.
    if id_problem(name).is_some()
        && let Some(id) = meant()
    {
        return Ok(id);
    }
    // Who left, and levels and areas that were renamed, are in earlier files. Their history is slow to read, so it comes last.
    if named.was_in(project, name) {
        return Ok(name.to_owned());
    }
    if let Some(id) = meant() {
        return Ok(id);
    }
    if named == FilterKind::Person && name == ME {
        return own_id(project, "`me`", "its id in org.yaml");
    }
    // With --at, names that were added later are known in the present files.
    if project.revision.is_some()
        && let Ok(present) = Project::open(&project.root)
    {
        let is_present = named.is_in(&present.workspace, name).then(|| name.to_owned());
        if let Some(id) = is_present.or_else(|| named.meant_in(present.workspace.orgs(), name)) {
            return Ok(id);
        }
    }
    let left = || project.past_orgs();
    let left = if named == FilterKind::Person { named.meant_in(left().iter(), name) } else { None };
    left.ok_or_else(|| named.unknown_name(workspace, name))
}

impl FilterKind {
    fn is_in(self, workspace: &Workspace, name: &str) -> bool {
        let in_org = match self {
            Self::Person => workspace.orgs().any(|org| org.knows_person(name)),
            Self::Team => workspace.orgs().any(|org| org.knows_team(name)),
            Self::Level | Self::Label | Self::Area => false,
        };
        in_org || self.names(workspace).contains(name)
    }

    /// Whether a name was in an earlier `org.yaml` or `goalpost.yaml`.
    fn was_in(self, project: &Project, name: &str) -> bool {
        let in_org = |has: fn(&Org, &str) -> bool| project.past_orgs().iter().any(|org| has(org, name));
        let in_settings = |listed: fn(&Settings) -> &[String]| {
            project.past_settings().iter().flat_map(listed).any(|listed| listed == name)
        };
        match self {
            Self::Person => in_org(Org::knows_person),
            Self::Team => in_org(Org::knows_team),
            Self::Level => {
                let has_level = |org: &Org, name: &str| org.teams.iter().any(|it| it.level.as_deref() == Some(name));
                in_org(has_level) || in_settings(|settings| &settings.levels)
            }
            Self::Label => false,
            Self::Area => in_settings(|settings| &settings.areas),
        }
    }

    /// The id of the person that a text means otherwise than by id.
    fn meant_in<'o>(self, mut orgs: impl Iterator<Item = &'o Org>, name: &str) -> Option<String> {
        match self {
            Self::Person => orgs.find_map(|org| org.person_meant(name)).map(|person| person.id.clone()),
            Self::Team | Self::Level | Self::Label | Self::Area => None,
        }
    }

    /// Lists every name that is known at present.
    pub(super) fn names(self, workspace: &Workspace) -> BTreeSet<&str> {
        let mut names: BTreeSet<&str> = BTreeSet::new();
        for goal in &workspace.goals {
            match self {
                Self::Person => {
                    names.extend(goal.owner.as_deref());
                    names.extend(goal.log.iter().filter_map(|entry| entry.by.as_deref()));
                }
                Self::Team => {
                    names.extend(goal.team.as_deref());
                    names.extend(goal.contributors.iter().map(String::as_str));
                    names.extend(goal.needs.iter().map(|need| need.from.as_str()));
                }
                Self::Level => names.extend(goal.level.as_deref()),
                Self::Label => names.extend(goal.labels.iter().map(String::as_str)),
                Self::Area => names.extend(goal.area.as_deref()),
            }
        }
        match self {
            Self::Person => names.extend(workspace.orgs().flat_map(|org| &org.people).map(|it| it.id.as_str())),
            Self::Team => names.extend(workspace.orgs().flat_map(|org| &org.teams).map(|it| it.id.as_str())),
            Self::Level => {
                names.extend(workspace.settings.levels.iter().map(String::as_str));
                names.extend(workspace.orgs().flat_map(|org| &org.teams).filter_map(|it| it.level.as_deref()));
            }
            Self::Label => {}
            Self::Area => names.extend(workspace.settings.areas.iter().map(String::as_str)),
        }
        names
    }

    fn unknown_name(self, workspace: &Workspace, name: &str) -> CommandError {
        let (one, places, all) = match self {
            Self::Person => ("person", "not in org.yaml, its history or any goal", "the people are"),
            Self::Team => ("team", "not in org.yaml, its history or any goal", "the teams are"),
            Self::Level => ("level", "not in goalpost.yaml, org.yaml, their history or any goal", "the levels are"),
            Self::Label => ("label", "not in any goal", "the labels are"),
            Self::Area => ("area", "not in goalpost.yaml, its history or any goal", "the areas are"),
        };
        let error = CommandError::unknown(format!("there is no {one} `{name}` ({places})"));
        let names = self.names(workspace);
        let in_other_words = match self {
            Self::Person => workspace.orgs().find_map(|org| suggest_person(org, name)),
            Self::Team => workspace.orgs().find_map(|org| suggest_team(org, name)),
            Self::Level | Self::Label | Self::Area => None,
        };
        let same = || names.iter().find(|it| it.eq_ignore_ascii_case(name)).copied();
        let near = in_other_words.or_else(same).or_else(|| Lexicon::new(names.iter().copied()).closest(name));
        let listed = names.iter().take(LISTED).copied().collect::<Vec<_>>().join(", ");
        let otherwise = match names.len() {
            0 => format!("none exist; remove --{}", self.option()),
            1..=LISTED => format!("{all} {listed}"),
            more => format!("{all} {listed} and {} more", more - LISTED),
        };
        error.did_you_mean(near, otherwise)
    }

    fn option(self) -> &'static str {
        match self {
            Self::Person => "owner",
            Self::Team => "team",
            Self::Level => "level",
            Self::Label => "label",
            Self::Area => "area",
        }
    }
}
