//! Options that say which goals a command speaks of.

use clap::Args;

use super::error::CommandError;
use super::known::{FilterKind, known};
use super::privacy::Privacy;
use super::session::HistoryReach;
use crate::model::{Day, Period, Settings};
use crate::project::Project;
use crate::view::selection::{Selection, Time};

/// Which goals.
#[derive(Debug, Clone, Default, Args)]
pub(super) struct ScopeArgs {
    /// Goals of a period: 2026-Q4, 2026, 2026-11, prev, current, next or all
    #[arg(long, value_name = "PERIOD")]
    pub(super) period: Option<String>,
    /// Goals of a team, or to which it contributes
    #[arg(long, value_name = "TEAM")]
    pub(super) team: Option<String>,
    /// Goals of a person
    #[arg(long, value_name = "PERSON")]
    pub(super) owner: Option<String>,
    /// Goals of a level
    #[arg(long, value_name = "LEVEL")]
    pub(super) level: Option<String>,
    /// Goals with a label
    #[arg(long, value_name = "LABEL")]
    pub(super) label: Option<String>,
    /// Goals in a key result area
    #[arg(long, value_name = "AREA")]
    pub(super) area: Option<String>,
    #[command(flatten)]
    pub(super) privacy: Privacy,
}

impl ScopeArgs {
    /// How far back history is read for what the options choose: goals of a period that is named may be old.
    pub(super) fn reach(&self, usual: HistoryReach) -> HistoryReach {
        if self.period.is_none() { usual } else { HistoryReach::Whole }
    }

    /// The choice that the options make, and what time it is about in words. A name that nothing knows is an error.
    pub(super) fn select(&self, project: &Project, today: Day) -> Result<(Selection, String), CommandError> {
        let (time, heading) = time(self.period.as_deref(), &project.workspace.settings, today)?;
        let filters = [
            (FilterKind::Team, &self.team),
            (FilterKind::Person, &self.owner),
            (FilterKind::Level, &self.level),
            (FilterKind::Label, &self.label),
            (FilterKind::Area, &self.area),
        ];
        for (named, name) in filters {
            if let Some(name) = name {
                known(project, named, name)?;
            }
        }
        let selection = Selection {
            time,
            team: self.team.clone(),
            owner: self.owner.clone(),
            level: self.level.clone(),
            label: self.label.clone(),
            area: self.area.clone(),
        };
        Ok((selection, heading))
    }
}

/// The time that `--period` names, and what it is called.
pub(super) fn time(period: Option<&str>, settings: &Settings, today: Day) -> Result<(Time, String), CommandError> {
    let quarter = Period::quarter_of(today, settings.fiscal_year_starts);
    Ok(match period {
        None => (Time::Now, now(&quarter, today)),
        Some("all") => (Time::All, "all periods".to_owned()),
        Some(name) => {
            let period = named(name, &quarter, settings.fiscal_year_starts)?;
            let heading = if period.contains(today) { now(&period, today) } else { span(&period) };
            (Time::During(period), heading)
        }
    })
}

/// A period by its name, or from today: prev, current, next.
pub(super) fn named_period(name: &str, settings: &Settings, today: Day) -> Result<Period, CommandError> {
    let fiscal_start = settings.fiscal_year_starts;
    named(name, &Period::quarter_of(today, fiscal_start), fiscal_start)
}

fn named(name: &str, quarter: &Period, fiscal_start: u8) -> Result<Period, CommandError> {
    match name {
        "current" => Ok(quarter.clone()),
        "prev" => Ok(quarter.beside(-1, fiscal_start)),
        "next" => Ok(quarter.beside(1, fiscal_start)),
        other => Period::parse(other, fiscal_start).map_err(|error| {
            let hint = match error.meant {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => "write 2026, 2026-H2, 2026-Q4, 2026-11, prev, current, next or all".to_owned(),
            };
            CommandError::usage(error.message).hint(hint)
        }),
    }
}

fn span(period: &Period) -> String {
    format!("{}, {} to {}", period.name, period.start, period.end)
}

/// Which week of a period it is, and how much of it is gone.
fn now(period: &Period, today: Day) -> String {
    let gone = crate::model::days_between(period.start, today);
    let length = period.length();
    let weeks = ((length + 3) / 7).max(1);
    let week = (gone / 7 + 1).min(weeks);
    format!("{}, week {week} of {weeks} · {} % of the time gone", period.name, 100 * gone / (length - 1).max(1))
}
