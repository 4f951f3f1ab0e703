//! What a new goal is measured by: a metric, milestones, the answers of a survey.

use super::Args;
use crate::author::{Scaffold, read_number};
use crate::cli::CommandError;
use crate::cli::day::day;
use crate::model::{Day, Kind, KnownValues, Metric};
use crate::syntax::{Notation, Numeral};

/// What is measured.
pub(super) fn metric(args: &Args, kind: Kind) -> Result<Metric, CommandError> {
    let number = |text: &Option<String>, name: &str| -> Result<Option<f64>, CommandError> {
        let Some(text) = text else { return Ok(None) };
        let read = read_number(text, args.unit.as_deref(), &KnownValues::default(), Notation::Code);
        read.map(|it| Some(it.value)).map_err(|wrong| CommandError::new(format!("{name}: {wrong}")).hint(wrong.help))
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
        return Err(CommandError::new(format!("{} has no metric", kind.in_words())).hint("give it to a key result"));
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

pub(super) fn survey(args: &Args, today: Day, scaffold: &mut Scaffold) -> Result<(), CommandError> {
    scaffold.date = Some(args.date.as_deref().map(|text| day(text, "--date")).transpose()?.unwrap_or(today));
    if scaffold.team.is_none() || args.respondents.is_none() {
        return Err(CommandError::new("a survey is of a team, and a number of people answered it")
            .hint("say both: --team TEAM --respondents N"));
    }
    scaffold.respondents = args.respondents;
    for score in &args.score {
        let pair = score.split_once('=').and_then(|(question, mean)| Some((question.trim(), mean_of(mean)?)));
        let (question, mean) = pair
            .filter(|(question, _)| !question.is_empty())
            .ok_or_else(|| CommandError::new(format!("`{score}` is no score")).hint("write it as knows-why=4.2"))?;
        scaffold.scores.push((question.to_owned(), mean));
    }
    Ok(())
}

/// The mean of the answers to a question; from 1 to 5 nobody groups digits.
pub(super) fn mean_of(text: &str) -> Option<f64> {
    Numeral::parse(text).filter(Numeral::is_bare)?.as_decimal().parse().ok()
}
