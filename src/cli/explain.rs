//! `goalpost explain`: explains a rule or a concept.

use clap::Args as ClapArgs;

use super::error::CommandError;
use super::format::{Answer, Format};
use super::session::Session;
use super::verdict::Verdict;
use crate::render::{explain, json, markdown};
use crate::rules::{CONCEPTS, RULES, concept, rule};
use crate::syntax::{closest, quoted};
use crate::view::Envelope;
use crate::view::explain::{ExplainView, PageView, TopicsView};

/// Explain a rule or concept
///
/// The concepts are okr, smart, fast, cascade, linking-up, alignment, check-in, forecast, grading and privacy. Every
/// rule that `goalpost rules` lists has a page too. Works outside goals repositories.
#[derive(Debug, ClapArgs)]
pub(super) struct Args {
    /// Rule or concept; lists all if omitted
    #[arg(value_name = "TOPIC")]
    topic: Vec<String>,
    #[command(flatten)]
    answer: Answer<Format>,
}

/// Runs the command.
pub(super) fn run(session: &Session, args: &Args) -> Result<Verdict, CommandError> {
    let format = args.answer.format();
    let (settings, context) = session.settings()?;
    let style = session.style();
    let text = if args.topic.is_empty() {
        let view = TopicsView::new(RULES);
        match format {
            Format::Human => explain::topics(&view, style),
            Format::Json => json::json(&Envelope::new("explain", &context, ExplainView::Topics(view))),
            Format::Markdown => markdown::topics(&view),
        }
    } else {
        let name = normalize_topic(&args.topic);
        let view = match (rule(&name), concept(&name)) {
            (Some(rule), _) => PageView::of_rule(rule, &settings.unwrap_or_default()),
            (None, Some(concept)) => PageView::of_concept(concept),
            (None, None) => return Err(unknown_topic(&args.topic.join(" "), &name)),
        };
        match format {
            Format::Human => explain::topic(&view, style),
            Format::Json => json::json(&Envelope::new("explain", &context, ExplainView::Page(view))),
            Format::Markdown => view.page,
        }
    };
    session.answer(&text)?;
    Ok(Verdict::Done)
}

/// Normalizes a topic: `Linking up` becomes `linking-up`.
fn normalize_topic(words: &[String]) -> String {
    let name = words.join("-").trim().to_lowercase().replace([' ', '_'], "-");
    match name.as_str() {
        "okrs" => "okr".to_owned(),
        "checkin" | "check-ins" => "check-in".to_owned(),
        _ => name,
    }
}

fn unknown_topic(typed: &str, name: &str) -> CommandError {
    let concepts = || CONCEPTS.iter().map(|concept| concept.name);
    let error = CommandError::unknown(format!("there is no rule or concept `{typed}`"));
    match closest(name, RULES.iter().map(|rule| rule.name).chain(concepts())) {
        Some(near) => error.hint(format!("did you mean `{near}`? goalpost explain {near}")),
        None => error
            .hint(format!("the concepts are {}", quoted(concepts()).replace(" or ", " and ")))
            .hint("to list the rules: goalpost rules"),
    }
}
