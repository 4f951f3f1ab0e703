//! `goalpost rules`: what is looked for, and how serious it is here.

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
/// Each rule with the level that the settings give it, and what it finds. Works outside of goals repositories too: then
/// the levels are those by default. `goalpost explain RULE` says why a rule is there and shows examples.
#[derive(Debug, ClapArgs)]
pub(super) struct Args {
    #[command(flatten)]
    answer: Answer<Format>,
}

/// Runs the command.
pub(super) fn run(session: &Session, args: &Args) -> Result<Verdict, CommandError> {
    let format = args.answer.format();
    let (settings, context) = session.settings()?;
    let view = RulesView::new(RULES, settings.as_ref());
    let text = match format {
        Format::Human => rules::rules(&view, session.style()),
        Format::Json => json::json(&Envelope::new("rules", &context, view)),
        Format::Markdown => markdown::rules(&view),
    };
    session.answer(&text)?;
    Ok(Verdict::Done)
}
