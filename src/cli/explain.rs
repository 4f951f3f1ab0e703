//! `goalpost explain`: shows a page of the guide, of a concept or of a rule.

use clap::Args as ClapArgs;

use super::error::CommandError;
use super::format::{Answer, Format};
use super::session::Session;
use super::verdict::Verdict;
use crate::guide::{GUIDE, guide};
use crate::render::{explain, json, markdown};
use crate::rules::{CONCEPTS, RULES, concept, rule};
use crate::syntax::{closest, quoted};
use crate::view::Envelope;
use crate::view::explain::{ExplainView, PageView, TopicsView};

/// Explain a rule or concept
///
/// Without a topic, lists the pages of the guide and the concepts. Every rule that `goalpost rules` lists has a page
/// too. Works outside goals repositories.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  goalpost explain okr
  goalpost explain moved-target
  goalpost explain first-steps")]
pub(super) struct Args {
    /// Rule, concept or page of the guide; lists all if omitted
    #[arg(value_name = "TOPIC")]
    topic: Vec<String>,
    #[command(flatten)]
    answer: Answer<Format>,
}

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
        let view = match (rule(&name), concept(&name).or_else(|| guide(&name))) {
            (Some(rule), _) => PageView::of_rule(rule, &settings.unwrap_or_default()),
            (None, Some(topic)) => PageView::of_topic(topic),
            (None, None) => return Err(unknown_topic(&args.topic.join(" "), &name)),
        };
        match format {
            Format::Human => explain::topic(&view, style),
            Format::Json => json::json(&Envelope::new("explain", &context, ExplainView::Page(view))),
            Format::Markdown => view.page,
        }
    };
    session.answer(&text)
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
    let topics = || CONCEPTS.iter().chain(GUIDE).map(|topic| topic.name);
    let error = CommandError::unknown(format!("there is no page on `{typed}`"));
    match closest(name, RULES.iter().map(|rule| rule.name).chain(topics())) {
        Some(near) => error.hint(format!("did you mean `{near}`? goalpost explain {near}")),
        None => error
            .hint(format!("the topics are {}", quoted(topics()).replace(" or ", " and ")))
            .hint("to list the rules: goalpost rules"),
    }
}
