//! The options that select goals.

use clap::Args;

use super::error::CommandError;
use super::filter::{FilterKind, known_name};
use super::member::own_id;
use super::privacy::Privacy;
use super::snapshots::HistoryReach;
use super::words::word_parser;
use crate::model::{Day, Period, Settings, parse_day};
use crate::project::Project;
use crate::view::selection::{HealthFilter, Selection, Time};

/// The filter options.
#[derive(Debug, Clone, Default, Args)]
pub(super) struct ScopeArgs {
    /// Select goals of a period: 2026-Q4, 2026, 2026-11, prev, current, next or all
    #[arg(long, value_name = "PERIOD")]
    pub(super) period: Option<String>,
    /// Select goals of a team, or to which it contributes
    #[arg(long, value_name = "TEAM")]
    pub(super) team: Option<String>,
    /// Select goals of a person; `me` is the one with git's user.email
    #[arg(long, value_name = "PERSON")]
    pub(super) owner: Option<String>,
    /// Select your own goals, by git's user.email in org.yaml
    #[arg(long, conflicts_with = "owner")]
    pub(super) mine: bool,
    /// Select goals of a level
    #[arg(long, value_name = "LEVEL")]
    pub(super) level: Option<String>,
    /// Select goals with a label
    #[arg(long, value_name = "LABEL")]
    pub(super) label: Option<String>,
    /// Select goals of a key result area
    #[arg(long, value_name = "AREA")]
    pub(super) area: Option<String>,
    /// Select goals by health: off-track,at-risk and others
    #[arg(long, value_name = "HEALTH", value_delimiter = ',', value_parser = word_parser(&HealthFilter::WORDS))]
    pub(super) health: Vec<HealthFilter>,
    /// Select key results and KPIs whose last value is older than their cadence
    #[arg(long)]
    pub(super) stale: bool,
    #[command(flatten)]
    pub(super) privacy: Privacy,
}

impl ScopeArgs {
    /// Returns how far back history is read. A named period may be long ago, so it needs all of it.
    pub(super) fn reach(&self, default: HistoryReach) -> HistoryReach {
        if self.period.is_none() { default } else { HistoryReach::Whole }
    }

    /// Returns the selection, and a heading for its time. An unknown name is an error.
    pub(super) fn select(&self, project: &Project, today: Day) -> Result<(Selection, String), CommandError> {
        let (time, heading) = parse_time(self.period.as_deref(), &project.workspace.settings, today)?;
        let owner = if self.mine { Some(own_id(project, "--mine", "--owner PERSON")?) } else { self.owner.clone() };
        let known = |named: FilterKind, name: &Option<String>| {
            name.as_ref().map(|name| known_name(project, named, name)).transpose()
        };
        let selection = Selection {
            time,
            team: known(FilterKind::Team, &self.team)?,
            owner: known(FilterKind::Person, &owner)?,
            level: known(FilterKind::Level, &self.level)?,
            label: known(FilterKind::Label, &self.label)?,
            area: known(FilterKind::Area, &self.area)?,
            health: self.health.clone(),
            stale: self.stale,
        };
        Ok((selection, heading))
    }
}

/// Parses `--period`, and returns a heading for it.
pub(super) fn parse_time(
    period: Option<&str>,
    settings: &Settings,
    today: Day,
) -> Result<(Time, String), CommandError> {
    let quarter = Period::quarter_of(today, settings.fiscal_year_starts);
    Ok(match period {
        None => (Time::Now, progress_heading(&quarter, today)),
        Some("all") => (Time::All, "all periods".to_owned()),
        Some(name) => {
            let period = parse_period_near(name, &quarter, settings.fiscal_year_starts, "prev, current, next or all")?;
            let heading = if period.contains(today) { progress_heading(&period, today) } else { span_heading(&period) };
            (Time::During(period), heading)
        }
    })
}

/// Parses the name of a period, or prev, current or next.
pub(super) fn parse_period(name: &str, settings: &Settings, today: Day) -> Result<Period, CommandError> {
    let fiscal_start = settings.fiscal_year_starts;
    parse_period_near(name, &Period::quarter_of(today, fiscal_start), fiscal_start, "prev, current or next")
}

/// Parses a period; `words` are those that the caller takes besides names of periods.
fn parse_period_near(name: &str, quarter: &Period, fiscal_start: u8, words: &str) -> Result<Period, CommandError> {
    match name {
        "current" => Ok(quarter.clone()),
        "prev" => Ok(quarter.beside(-1, fiscal_start)),
        "next" => Ok(quarter.beside(1, fiscal_start)),
        other if let Some((start, end)) = given_days(other) => {
            let named = Period::named(start, end, fiscal_start);
            named.or_else(|| Period::exact(start, end)).ok_or_else(|| {
                CommandError::usage(format!("`{other}` ends before it starts")).hint(format!("write {end}..{start}"))
            })
        }
        other => Period::parse(other, fiscal_start).map_err(|error| {
            let hint = match error.meant {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => format!("write 2026, 2026-H2, 2026-Q4, 2026-11, {words}"),
            };
            CommandError::usage(error.message).hint(hint)
        }),
    }
}

/// The first and the last day of days that are written as a range, such as 2026-10-05..2026-11-13.
fn given_days(text: &str) -> Option<(Day, Day)> {
    let (start, end) = text.split_once("..")?;
    Some((parse_day(start.trim())?, parse_day(end.trim())?))
}

fn span_heading(period: &Period) -> String {
    format!("{}, {} to {}", period.name, period.start, period.end)
}

/// Formats the current week of a period and how much of it is over.
fn progress_heading(period: &Period, today: Day) -> String {
    let elapsed = crate::model::days_between(period.start, today);
    let length = period.length();
    let weeks = ((length + 3) / 7).max(1);
    let week = (elapsed / 7 + 1).min(weeks);
    format!("{}, week {week} of {weeks} · {} % of the time gone", period.name, 100 * elapsed / (length - 1).max(1))
}
