//! `goalpost rules`: lists rules and their configured levels.

use clap::Args as ClapArgs;

use super::error::CommandError;
use super::format::{Answer, Format};
use super::session::Session;
use super::verdict::Verdict;
use crate::render::{json, markdown, rules};
use crate::rules::RULES;
use crate::view::Envelope;
use crate::view::rules::RulesView;

/// List rules and their configured levels
///
/// Shows each rule with its level and what it finds. Outside goals repositories, shows the default levels.
/// `goalpost explain RULE` describes a rule with examples.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  goalpost rules
  goalpost rules --format json")]
pub(super) struct Args {
    #[command(flatten)]
    answer: Answer<Format>,
}

pub(super) fn run(session: &Session, args: &Args) -> Result<Verdict, CommandError> {
    let format = args.answer.format();
    let (settings, context) = session.settings()?;
    let view = RulesView::new(RULES, settings.as_ref());
    let text = match format {
        Format::Human => rules::rules(&view, session.style()),
        Format::Json => json::json(&Envelope::new("rules", &context, view)),
        Format::Markdown => markdown::rules(&view),
    };
    session.answer(&text)
}
