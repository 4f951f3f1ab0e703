//! `goalpost review`: the evidence of one person's work.

use clap::{Args as ClapArgs, ValueEnum};

use super::error::CommandError;
use super::format::Answer;
use super::known::{FilterKind, known};
use super::scope::time;
use super::session::{HistoryReach, Session};
use super::verdict::Verdict;
use crate::model::Period;
use crate::render::{json, review};
use crate::view::Envelope;
use crate::view::review::{NamedPeople, ReviewView};
use crate::view::selection::Time;

/// Prepare a summary of one person's goals for a performance review
///
/// Their goals with course, grades and obstacles, feedback and recognition that they got, their growth goals: of their
/// goals and of words to them, nothing of anyone else's. Without --period: the fiscal year so far. Private roots
/// (`include`) are read: mind where the page goes.
#[derive(Debug, ClapArgs)]
pub(super) struct Args {
    /// The person's id
    #[arg(long, value_name = "PERSON")]
    person: String,
    /// The time it is about: 2026-Q4, 2026, prev, current, next or all
    #[arg(long, value_name = "PERIOD")]
    period: Option<String>,
    #[command(flatten)]
    answer: Answer<Format>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum Format {
    /// A page to read and pass on
    #[default]
    Markdown,
    /// For programs
    Json,
}

/// Runs the command.
pub(super) fn run(session: &Session, args: &Args) -> Result<Verdict, CommandError> {
    let format = args.answer.format();
    let project = session.open()?;
    let context = session.context(&project)?;
    let workspace = &project.workspace;
    known(&project, FilterKind::Person, &args.person)?;
    let present = workspace.org.as_ref().and_then(|org| org.person(&args.person)).map(|it| it.id.clone());
    let person = present.unwrap_or_else(|| args.person.clone());
    let fiscal_start = workspace.settings.fiscal_year_starts;
    let period = match time(args.period.as_deref(), &workspace.settings, context.today)?.0 {
        Time::During(period) => Some(period),
        Time::All => None,
        Time::Now => {
            let quarter = Period::quarter_of(context.today, fiscal_start);
            let year = quarter.name.split('-').next().unwrap_or_default();
            Period::parse(year, fiscal_start).ok()
        }
    };
    let snapshot = session.snapshot(&project, &context, HistoryReach::Whole)?;
    let view = ReviewView::new(&snapshot, &person, period.as_ref());
    if view.goals.is_empty() && view.growth.is_empty() {
        session.note("no goal of that time is theirs; --period all looks at all time");
    }
    if !view.mentions.is_empty() {
        let one = |it: &NamedPeople| {
            let people = it.people.join(", ");
            it.goal
                .as_ref()
                .map_or_else(|| format!("{people} ({})", it.place), |goal| format!("{people} ({} of {goal})", it.place))
        };
        let all: Vec<String> = view.mentions.iter().map(one).collect();
        session.note(&format!("texts in it name others; read them before you pass it on: {}", all.join(" · ")));
    }
    session.answer(&match format {
        Format::Markdown => review::review(&view),
        Format::Json => json::json(&Envelope::new("review", &context, view)),
    })?;
    Ok(Verdict::Done)
}
