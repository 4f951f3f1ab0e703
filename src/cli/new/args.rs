//! What `new` is told: the options, and where a question stands for one that is missing, its answer.

use clap::Args as ClapArgs;

use crate::cli::words::words;
use crate::cli::writing::{Speaker, Writing};
use crate::model::Commitment;

/// Create a goal file
///
/// On a terminal it asks for what is missing. The file goes where the goal's like are: beside its objective, or where its
/// team has its goals of that time. Nothing is written over.
#[derive(Debug, Clone, ClapArgs)]
#[command(after_help = "\
Examples:
  goalpost new objective --title \"Win the checkout\" --supports three-markets --key-results 3
  goalpost new key_result --title \"Cut churn from 3 to 2 %\" --measures win --unit % --baseline 3 --target 2")]
pub(in crate::cli) struct Args {
    /// mission, objective, key-result, kpi, development or survey
    #[arg(value_name = "KIND")]
    pub(super) kind: String,
    /// What it is called
    #[arg(long, value_name = "TEXT")]
    pub(super) title: Option<String>,
    /// What it is known by; else made from the title
    #[arg(long, value_name = "ID")]
    pub(super) id: Option<String>,
    /// Who is accountable; else you
    #[arg(long, value_name = "PERSON")]
    pub(super) owner: Option<String>,
    /// Its team; else the owner's
    #[arg(long, value_name = "TEAM")]
    pub(super) team: Option<String>,
    /// Its time: 2026-Q4, 2027, current, next; this quarter if not given
    #[arg(long, value_name = "PERIOD")]
    pub(super) period: Option<String>,
    /// The day it ends, inside its period
    #[arg(long, value_name = "DATE")]
    pub(super) deadline: Option<String>,
    /// A goal that it serves; may be given again
    #[arg(long, value_name = "GOAL")]
    pub(super) supports: Vec<String>,
    /// How it helps there, in a sentence
    #[arg(long, value_name = "TEXT", requires = "supports")]
    pub(super) how: Option<String>,
    /// The objective that a key result measures
    #[arg(long, value_name = "GOAL")]
    pub(super) measures: Option<String>,
    /// How much of it is promised
    #[arg(long, value_name = "WORD", value_parser = words(&Commitment::WORDS))]
    pub(super) commitment: Option<Commitment>,
    /// Why it matters, in a sentence
    #[arg(long, value_name = "TEXT")]
    pub(super) why: Option<String>,
    /// A mission's sentence
    #[arg(long, value_name = "TEXT")]
    pub(super) statement: Option<String>,
    /// What is measured
    #[arg(long, value_name = "NAME")]
    pub(super) metric: Option<String>,
    /// In what it is measured
    #[arg(long, value_name = "UNIT")]
    pub(super) unit: Option<String>,
    /// The KPI that is measured
    #[arg(long, value_name = "GOAL")]
    pub(super) kpi: Option<String>,
    /// Where it stands now
    #[arg(long, value_name = "N", allow_hyphen_values = true)]
    pub(super) baseline: Option<String>,
    /// Where it is to end
    #[arg(long, value_name = "N", allow_hyphen_values = true)]
    pub(super) target: Option<String>,
    /// What it must not fall below
    #[arg(long, value_name = "N", allow_hyphen_values = true)]
    pub(super) at_least: Option<String>,
    /// What it must not rise above
    #[arg(long, value_name = "N", allow_hyphen_values = true)]
    pub(super) at_most: Option<String>,
    /// A step on the way, with its day behind `=` if it has one; may be given again
    #[arg(long, value_name = "TITLE[=DATE]")]
    pub(super) milestone: Vec<String>,
    /// What a growth goal builds
    #[arg(long, value_name = "TEXT")]
    pub(super) competency: Option<String>,
    /// A survey's day; today if not given
    #[arg(long, value_name = "DATE")]
    pub(super) date: Option<String>,
    /// How many answered a survey
    #[arg(long, value_name = "N")]
    pub(super) respondents: Option<u64>,
    /// A survey's mean of a question, 1 to 5; may be given again
    #[arg(long, value_name = "QUESTION=MEAN")]
    pub(super) score: Vec<String>,
    /// With an objective: so many drafts of key results
    #[arg(long, value_name = "N", allow_negative_numbers = true,
        value_parser = clap::value_parser!(u8).range(0..=9))]
    pub(super) key_results: Option<u8>,
    /// A proposal that counts in plans and not in progress
    #[arg(long)]
    pub(super) draft: bool,
    /// The file, from the root; else where its like are
    #[arg(long, value_name = "PATH")]
    pub(super) file: Option<String>,
    #[command(flatten)]
    pub(super) speaker: Speaker,
    #[command(flatten)]
    pub(super) writing: Writing,
}
