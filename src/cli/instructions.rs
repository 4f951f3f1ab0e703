//! `goalpost instructions`: the page for agents, as Markdown.

use clap::Args as ClapArgs;

use super::error::CommandError;
use super::session::Session;
use super::verdict::Verdict;
use crate::guide::guide;

/// Print instructions for agents
///
/// A page of Markdown: how to read and change goals here, with which commands, and what never to do. With --skill, it
/// begins with the front matter of a skill (agentskills.io).
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  goalpost instructions
  mkdir -p .claude/skills/goalpost
  goalpost instructions --skill --output .claude/skills/goalpost/SKILL.md
  goalpost instructions >> AGENTS.md")]
pub(super) struct Args {
    /// Begin with the front matter of a SKILL.md
    #[arg(long)]
    skill: bool,
}

/// The front matter of a skill: its name and when to use it.
const FRONT_MATTER: &str = include_str!("instructions/skill.txt");

pub(super) fn run(session: &Session, args: &Args) -> Result<Verdict, CommandError> {
    session.answer(&if args.skill { skill() } else { page().to_owned() })
}

/// The text of a SKILL.md.
pub(super) fn skill() -> String {
    format!("{FRONT_MATTER}{}", page())
}

fn page() -> &'static str {
    guide("agents").map_or("", |topic| topic.page())
}
