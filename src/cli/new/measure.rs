//! The measure of a new goal: a metric, milestones, or the answers to a survey.

use super::args::Args;
use crate::author::{ensure_unit, read_new_number};
use crate::cli::day::{read_coming_day, read_past_day};
use crate::cli::error::CommandError;
use crate::model::{Day, Kind, Metric, read_named_day};
use crate::render::shell_word;
use crate::syntax::{Notation, Numeral};

/// Reads the metric from the options.
pub(super) fn read_metric(args: &Args, kind: Kind) -> Result<Metric, CommandError> {
    args.unit.as_deref().map(ensure_unit).transpose()?;
    let given: Vec<&str> = given_numbers(args).collect();
    let number = |text: &Option<String>, name: &str| -> Result<Option<f64>, CommandError> {
        let Some(text) = text else { return Ok(None) };
        if let Some(error) = unit_without_option(args, text, name) {
            return Err(error);
        }
        let read = read_new_number(text, args.unit.as_deref(), &given);
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
        return Err(CommandError::usage(format!("{} cannot have a metric", kind.in_words()))
            .hint("create a key result with it: goalpost new key-result --measures GOAL"));
    }
    Ok(metric)
}

/// The error for a number with a unit where `--unit` gives none.
fn unit_without_option(args: &Args, text: &str, name: &str) -> Option<CommandError> {
    let numeral = Numeral::parse(text.trim()).filter(|it| args.unit.is_none() && it.multiple().is_none())?;
    let unit = numeral.unit()?;
    let number = numeral.read(Notation::Code).offered();
    let error = CommandError::usage(format!("{name}: `{text}` is in {unit}, and no unit is given"));
    Some(error.hint(format!("write {name} {number} --unit {}", shell_word(unit))))
}

/// The numbers of the metric as they were given.
pub(super) fn given_numbers(args: &Args) -> impl Iterator<Item = &str> {
    [&args.baseline, &args.target, &args.at_least, &args.at_most].into_iter().filter_map(|it| it.as_deref())
}

/// Reads a milestone: `TITLE=DATE`, or a title alone. A title may have a `=` of its own, so only what begins as a day does
/// starts one.
pub(in crate::cli) fn read_milestone(text: &str, today: Day) -> Result<(String, Option<Day>), CommandError> {
    match text.rsplit_once('=') {
        Some((title, due)) if due.starts_with(|c: char| c.is_ascii_digit()) || read_named_day(due, today).is_some() => {
            Ok((title.to_owned(), Some(read_coming_day(due, today, "the day of --milestone")?)))
        }
        _ => Ok((text.to_owned(), None)),
    }
}

/// The answers to a survey.
#[derive(Default)]
pub(super) struct SurveyAnswers {
    pub(super) date: Option<Day>,
    pub(super) respondents: Option<u64>,
    pub(super) scores: Vec<(String, f64)>,
}

/// Reads the answers to a survey from the options.
pub(super) fn read_survey(args: &Args, team: Option<&str>, today: Day) -> Result<SurveyAnswers, CommandError> {
    if team.is_none() || args.respondents.is_none() {
        return Err(CommandError::usage("a survey needs a team and a number of respondents")
            .hint("add --team TEAM --respondents N"));
    }
    let score = |text: &String| {
        let pair = text.split_once('=').and_then(|(question, mean)| Some((question.trim(), read_mean(mean)?)));
        let pair = pair.filter(|(question, _)| !question.is_empty());
        pair.map(|(question, mean)| (question.to_owned(), mean)).ok_or_else(|| {
            CommandError::usage(format!("`{text}` is not a score")).hint("write QUESTION=MEAN, such as knows-why=4.2")
        })
    };
    Ok(SurveyAnswers {
        date: Some(args.date.as_deref().map(|text| read_past_day(text, today, "--date")).transpose()?.unwrap_or(today)),
        respondents: args.respondents,
        scores: args.score.iter().map(score).collect::<Result<_, _>>()?,
    })
}

/// Reads the mean score of a question. It lies between 1 and 5, so a comma can only be a decimal sign.
pub(super) fn read_mean(text: &str) -> Option<f64> {
    Numeral::parse(text).filter(Numeral::is_bare)?.as_decimal().parse().ok()
}
