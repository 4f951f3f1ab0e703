//! What a new goal is measured by: a metric, milestones, the answers of a survey.

use super::args::Args;
use crate::author::read_number;
use crate::cli::day::day;
use crate::cli::error::CommandError;
use crate::model::{Day, Kind, KnownValues, Metric};
use crate::syntax::{Notation, Numeral};

/// What is measured.
pub(super) fn metric(args: &Args, kind: Kind) -> Result<Metric, CommandError> {
    let number = |text: &Option<String>, name: &str| -> Result<Option<f64>, CommandError> {
        let Some(text) = text else { return Ok(None) };
        let read = read_number(text, args.unit.as_deref(), &KnownValues::default(), Notation::Code);
        read.map(|it| Some(it.value)).map_err(|wrong| CommandError::usage(format!("{name}: {wrong}")).hint(wrong.help))
    };
    let metric = Metric {
        name: args.metric.clone(),
        unit: args.unit.clone(),
        kpi: args.kpi.clone(),
        baseline: number(&args.baseline, "--baseline")?,
        target: number(&args.target, "--target")?,
        at_least: number(&args.at_least, "--at-least")?,
        at_most: number(&args.at_most, "--at-most")?,
        ..Metric::default()
    };
    if metric != Metric::default() && !matches!(kind, Kind::KeyResult | Kind::Kpi) {
        return Err(CommandError::usage(format!("{} has no metric", kind.in_words())).hint("give it to a key result"));
    }
    Ok(metric)
}

/// A step and its day: `TITLE=DATE`, or a title alone.
pub(super) fn milestone(text: &str) -> Result<(String, Option<Day>), CommandError> {
    match text.rsplit_once('=') {
        Some((title, due)) if due.starts_with(|c: char| c.is_ascii_digit()) => {
            Ok((title.to_owned(), Some(day(due, "the day of --milestone")?)))
        }
        _ => Ok((text.to_owned(), None)),
    }
}

/// What people answered to a survey.
#[derive(Default)]
pub(super) struct Answers {
    pub(super) date: Option<Day>,
    pub(super) respondents: Option<u64>,
    pub(super) scores: Vec<(String, f64)>,
}

/// The answers to a survey of a team.
pub(super) fn survey(args: &Args, team: Option<&str>, today: Day) -> Result<Answers, CommandError> {
    if team.is_none() || args.respondents.is_none() {
        return Err(CommandError::usage("a survey is of a team, and a number of people answered it")
            .hint("say both: --team TEAM --respondents N"));
    }
    let score = |text: &String| {
        let pair = text.split_once('=').and_then(|(question, mean)| Some((question.trim(), mean_of(mean)?)));
        let pair = pair.filter(|(question, _)| !question.is_empty());
        pair.map(|(question, mean)| (question.to_owned(), mean))
            .ok_or_else(|| CommandError::usage(format!("`{text}` is no score")).hint("write it as knows-why=4.2"))
    };
    Ok(Answers {
        date: Some(args.date.as_deref().map(|text| day(text, "--date")).transpose()?.unwrap_or(today)),
        respondents: args.respondents,
        scores: args.score.iter().map(score).collect::<Result<_, _>>()?,
    })
}

/// The mean of the answers to a question; from 1 to 5 nobody groups digits.
pub(super) fn mean_of(text: &str) -> Option<f64> {
    Numeral::parse(text).filter(Numeral::is_bare)?.as_decimal().parse().ok()
}
