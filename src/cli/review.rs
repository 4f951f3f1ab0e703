//! `goalpost review`: prepares a summary of one person's goals.

use clap::{Args as ClapArgs, ValueEnum};

use super::error::CommandError;
use super::filter::{FilterKind, known_name};
use super::format::Answer;
use super::member::own_id;
use super::scope::parse_time;
use super::session::Session;
use super::snapshots::HistoryReach;
use super::verdict::Verdict;
use crate::model::{Day, Period, plus_days};
use crate::render::{json, review};
use crate::view::Envelope;
use crate::view::review::{NamedPeople, ReviewView};
use crate::view::selection::Time;

/// Summarize one person's goals for a performance review
///
/// Contains the person's goals with check-ins, grades and obstacles, their development goals, and feedback and
/// recognition addressed to them, and nothing about anyone else. Without --period: the current fiscal year, or in its
/// first four weeks the one before. Includes private roots (`include`), so share the page with care.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  goalpost review --mine
  goalpost review --person jun
  goalpost review --person jun --format json")]
pub(super) struct Args {
    /// Id of the person
    #[arg(long, value_name = "PERSON", required_unless_present = "mine")]
    person: Option<String>,
    /// Summarize your own goals, by git's user.email in org.yaml
    #[arg(long, conflicts_with = "person")]
    mine: bool,
    /// Period: 2026-Q4, 2026, prev, current, next or all
    #[arg(long, value_name = "PERIOD")]
    period: Option<String>,
    #[command(flatten)]
    answer: Answer<Format>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum Format {
    /// A page to read and share
    #[default]
    Markdown,
    /// For programs
    Json,
}

/// The first days of a fiscal year in which the year before is talked about.
const YOUNG: i64 = 28;

/// The fiscal year that a review is about: the current one, or the one before if that has just ended.
fn meant_year(session: &Session, today: Day, fiscal_start: u8) -> Option<Period> {
    let year_of = |day: Day| {
        let quarter = Period::quarter_of(day, fiscal_start);
        Period::parse(quarter.name.split('-').next().unwrap_or_default(), fiscal_start).ok()
    };
    let year = year_of(today)?;
    if plus_days(year.start, YOUNG) <= today {
        return Some(year);
    }
    let before = year_of(plus_days(year.start, -1))?;
    session.note(&format!(
        "a review of {}, as {} has just begun; the new year: --period {}",
        before.name, year.name, year.name
    ));
    Some(before)
}

pub(super) fn run(session: &Session, args: &Args) -> Result<Verdict, CommandError> {
    let format = args.answer.format();
    let mut project = session.open()?;
    let context = session.context(&project)?;
    let past = session.past(&mut project, &context, HistoryReach::Whole)?;
    let workspace = &project.workspace;
    let named = args.person.clone().map_or_else(|| own_id(&project, "--mine", "--person PERSON"), Ok)?;
    let named = known_name(&project, FilterKind::Person, &named)?;
    let present = workspace.org.as_ref().and_then(|org| org.person(&named)).map(|it| it.id.clone());
    let person = present.unwrap_or(named);
    let fiscal_start = workspace.settings.fiscal_year_starts;
    let period = match parse_time(args.period.as_deref(), &workspace.settings, context.today)?.0 {
        Time::During(period) => Some(period),
        Time::All => None,
        Time::Now => meant_year(session, context.today, fiscal_start),
    };
    let snapshot = past.snapshot(&project);
    let view = ReviewView::new(&snapshot, &person, period.as_ref());
    if view.goals.is_empty() && view.growth.is_empty() {
        session.note(&format!("{person} has no goals in this period; to see all periods: --period all"));
    }
    if !view.mentions.is_empty() {
        let one = |it: &NamedPeople| {
            let people = it.people.join(", ");
            it.goal
                .as_ref()
                .map_or_else(|| format!("{people} ({})", it.place), |goal| format!("{people} ({} of {goal})", it.place))
        };
        let all: Vec<String> = view.mentions.iter().map(one).collect();
        session.note(&format!("texts mention other people, review them before sharing: {}", all.join(" · ")));
    }
    // On a terminal it is read; in a pipe or a file, or asked for by name, it is a page to share.
    let is_read = !args.answer.is_given() && session.is_on_terminal();
    session.answer(&match format {
        Format::Markdown if is_read => review::review(&view, session.style()),
        Format::Markdown => review::markdown(&view),
        Format::Json => json::json(&Envelope::new("review", &context, view)),
    })
}
