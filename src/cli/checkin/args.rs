//! The options of `checkin`.

use clap::Args as ClapArgs;

use crate::cli::error::CommandError;
use crate::cli::scope::ScopeArgs;
use crate::cli::writing::{Speaker, Writing};
use crate::model::Day;
use crate::project::Project;
use crate::view::selection::Selection;

/// Record a check-in: value, confidence, note
///
/// Writes the value and its day into the goal's file (or its KPI's) and changes nothing else there. Without GOAL, on a
/// terminal, asks for every goal of yours that is due, showing the last value and the planned one; --mine, --owner and
/// --team choose others. --from reads a table of values.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  goalpost checkin search-success 64 --confidence 7/10 --note \"series help\"
  goalpost checkin judged-pairs +=300 --as-of 2026-11-20
  goalpost checkin guest-checkout --done \"open to everyone\"
  goalpost checkin --team search
  goalpost checkin --from values.csv")]
pub(in crate::cli) struct Args {
    /// Goal to check in on
    #[arg(value_name = "GOAL")]
    pub(super) goal: Option<String>,
    /// Current value: 42, -3, 99.5, 42% if the unit is %, or a step of a scale; +=N and -=N change it
    #[arg(value_name = "VALUE", allow_hyphen_values = true)]
    pub(super) value: Option<String>,
    /// Same as VALUE
    #[arg(long = "value", value_name = "VALUE", allow_hyphen_values = true, hide = true, conflicts_with = "value")]
    pub(super) named_value: Option<String>,
    /// Mark a milestone as done, by its title, part of it, or its number; repeatable
    #[arg(long, value_name = "MILESTONE")]
    pub(super) done: Vec<String>,
    /// Confidence of reaching the target: 0 to 1, 6/10, 60%, green, yellow or red
    #[arg(long, value_name = "CONFIDENCE", allow_hyphen_values = true)]
    pub(super) confidence: Option<String>,
    /// Add a note to the goal's log
    #[arg(long, value_name = "TEXT")]
    pub(super) note: Option<String>,
    /// Day of the value: 2026-11-20, yesterday, 2d ago (default: today)
    #[arg(long, value_name = "DATE")]
    pub(super) as_of: Option<String>,
    /// Read check-ins from a CSV or JSON Lines file; `-` reads standard input. Columns: goal, value, `as_of`, confidence,
    /// note, by, done
    #[arg(long, value_name = "FILE", conflicts_with_all = ["goal", "value", "named_value", "done", "confidence", "note"])]
    pub(super) from: Option<String>,
    /// Ask for the due goals of a team, or to which it contributes
    #[arg(long, value_name = "TEAM", conflicts_with_all = ["goal", "from"])]
    pub(super) team: Option<String>,
    /// Ask for the due goals of a person
    #[arg(long, value_name = "PERSON", conflicts_with_all = ["goal", "from"])]
    pub(super) owner: Option<String>,
    /// Ask for your own due goals, by git's user.email in org.yaml
    #[arg(long, conflicts_with_all = ["goal", "from", "owner"])]
    pub(super) mine: bool,
    #[command(flatten)]
    pub(super) speaker: Speaker,
    #[command(flatten)]
    pub(super) writing: Writing,
}

impl Args {
    /// The goals that the options choose; none without one.
    pub(super) fn chosen(&self, project: &Project, today: Day) -> Result<Option<Selection>, CommandError> {
        if self.team.is_none() && self.owner.is_none() && !self.mine {
            return Ok(None);
        }
        let (team, owner, mine) = (self.team.clone(), self.owner.clone(), self.mine);
        let scope = ScopeArgs { period: Some("all".to_owned()), team, owner, mine, ..ScopeArgs::default() };
        Ok(Some(scope.select(project, today)?.0))
    }
}
