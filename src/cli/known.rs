//! Names that filters take: whom and what `org.yaml`, the settings and the goals know. A filter that names nobody would
//! answer that all is well.

use std::collections::BTreeSet;

use super::error::CommandError;
use super::member::{meant_person, meant_team};
use crate::model::{Org, Workspace};
use crate::project::Project;
use crate::syntax::Lexicon;

/// What a filter goes by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FilterKind {
    Person,
    Team,
    Level,
    Label,
    Area,
}

/// So many names are listed where none is near to the one that was given.
const LISTED: usize = 12;

/// Sees that a filter's name is known: to the settings, to `org.yaml` now or at any time before, or to a goal of any
/// period. What is known and has no goals gives an empty answer.
pub(super) fn known(project: &Project, named: FilterKind, name: &str) -> Result<(), CommandError> {
    let workspace = &project.workspace;
    if named.is_in(workspace, name) {
        return Ok(());
    }
    // Whoever left was once in org.yaml; reading its history takes a while, and happens only before an error.
    let is_past = |org: &Org| match named {
        FilterKind::Person => org.knows_person(name),
        FilterKind::Team => org.knows_team(name),
        FilterKind::Level | FilterKind::Label | FilterKind::Area => false,
    };
    if matches!(named, FilterKind::Person | FilterKind::Team) && project.past_orgs().iter().any(is_past) {
        return Ok(());
    }
    // With --at: who joined later is known today.
    if project.revision.is_some()
        && Project::open(&project.root).is_ok_and(|present| named.is_in(&present.workspace, name))
    {
        return Ok(());
    }
    Err(named.unknown(workspace, name))
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

    /// Every name that is known at present, as it is written.
    fn names(self, workspace: &Workspace) -> BTreeSet<&str> {
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

    fn unknown(self, workspace: &Workspace, name: &str) -> CommandError {
        let (one, places, all) = match self {
            Self::Person => ("person", "neither org.yaml, present or past, nor a goal names one", "the people are"),
            Self::Team => ("team", "neither org.yaml, present or past, nor a goal names one", "the teams are"),
            Self::Level => ("level", "neither goalpost.yaml nor a goal names one", "the levels are"),
            Self::Label => ("label", "no goal has it", "the labels are"),
            Self::Area => ("area", "neither goalpost.yaml nor a goal names one", "the areas are"),
        };
        let error = CommandError::unknown(format!("there is no {one} `{name}`: {places}"));
        let names = self.names(workspace);
        let in_other_words = match self {
            Self::Person => workspace.orgs().find_map(|org| meant_person(org, name)),
            Self::Team => workspace.orgs().find_map(|org| meant_team(org, name)),
            Self::Level | Self::Label | Self::Area => None,
        };
        let same = || names.iter().find(|it| it.eq_ignore_ascii_case(name)).copied();
        let near = in_other_words.or_else(same).or_else(|| Lexicon::new(names.iter().copied()).closest(name));
        let listed = names.iter().take(LISTED).copied().collect::<Vec<_>>().join(", ");
        let otherwise = match names.len() {
            0 => format!("there are none: leave --{} out", self.option()),
            1..=LISTED => format!("{all} {listed}"),
            more => format!("{all} {listed} and {} more", more - LISTED),
        };
        error.meant(near, otherwise)
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
