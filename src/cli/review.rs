//! `goalpost review`: the evidence of one person's work.

use clap::Args as ClapArgs;

use super::member::person;
use super::scope::Scope;
use super::session::Reach;
use super::{CommandError, Session, Verdict};
use crate::model::Period;
use crate::render::{json, review};
use crate::view::Envelope;
use crate::view::review::{Mention, ReviewView};
use crate::view::selection::Time;

/// Prepare a summary of one person's goals for a performance review
///
/// Their goals with course, grades and obstacles, feedback and recognition that they got, their growth goals: of their
/// goals and of words to them, nothing of anyone else's. Without --period: the fiscal year so far. Private roots
/// (`include`) are read: mind where the page goes.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Formats: markdown, json")]
pub(super) struct Args {
    /// The person's id
    #[arg(long, value_name = "PERSON")]
    person: String,
    /// The time it is about: 2026-Q4, 2026, prev, current, next or all
    #[arg(long, value_name = "PERIOD")]
    period: Option<String>,
}

#[derive(Debug, Clone, Copy)]
enum Format {
    Markdown,
    Json,
}

/// Runs the command.
pub(super) fn run(session: &Session, args: &Args) -> Result<Verdict, CommandError> {
    let format = session.format("review", &[("markdown", Format::Markdown), ("json", Format::Json)])?;
    let project = session.open()?;
    let context = session.context(&project)?;
    let workspace = &project.workspace;
    let person = person(workspace, &args.person)?;
    let fiscal_start = workspace.settings.fiscal_year_starts;
    let scope = Scope { period: args.period.clone(), ..Scope::default() };
    let period = match scope.select(&workspace.settings, context.today)?.0.time {
        Time::During(period) => Some(period),
        Time::All => None,
        Time::Now => {
            let quarter = Period::quarter_of(context.today, fiscal_start);
            let year = quarter.name.split('-').next().unwrap_or_default();
            Period::parse(year, fiscal_start).ok()
        }
    };
    let snapshot = session.snapshot(&project, &context, Reach::Whole)?;
    let view = ReviewView::new(&snapshot, &person, period.as_ref());
    if view.goals.is_empty() && view.growth.is_empty() {
        session.note("no goal of that time is theirs; --period all looks at all time");
    }
    if !view.mentions.is_empty() {
        let one = |it: &Mention| {
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
