//! The options of `new`. On a terminal, answers to questions fill in the missing ones.

use clap::Args as ClapArgs;

use crate::cli::words::word_parser;
use crate::cli::writing::{Speaker, Writing};
use crate::model::Commitment;

/// Create a goal file
///
/// On a terminal, asks for missing values. The file goes next to similar goals: a key result next to its objective,
/// other goals where the team keeps its goals of the period. Existing files are never overwritten.
#[derive(Debug, Clone, ClapArgs)]
#[command(after_help = "\
Examples:
  goalpost new objective --title \"Win the checkout\" --key-results 3
  goalpost new key-result --title \"Cut churn from 3 to 2 %\" \\
    --measures paying-is-calm --unit % --baseline 3 --target 2")]
pub(in crate::cli) struct Args {
    /// Kind of goal: mission, objective, key-result, kpi, development or survey
    #[arg(value_name = "KIND")]
    pub(super) kind: String,
    /// Title
    #[arg(long, value_name = "TEXT")]
    pub(super) title: Option<String>,
    /// Id (default: derived from the title)
    #[arg(long, value_name = "ID")]
    pub(super) id: Option<String>,
    /// Accountable person (default: you)
    #[arg(long, value_name = "PERSON")]
    pub(super) owner: Option<String>,
    /// Team (default: the owner's)
    #[arg(long, value_name = "TEAM")]
    pub(super) team: Option<String>,
    /// Period: 2026-Q4, 2027, current, next (default: the current quarter)
    #[arg(long, value_name = "PERIOD")]
    pub(super) period: Option<String>,
    /// Last day, within the period
    #[arg(long, value_name = "DATE")]
    pub(super) deadline: Option<String>,
    /// Parent goal that it supports; repeatable
    #[arg(long, value_name = "GOAL")]
    pub(super) supports: Vec<String>,
    /// How it helps the first parent, in one sentence
    #[arg(long, value_name = "TEXT", requires = "supports")]
    pub(super) how: Option<String>,
    /// Objective that a key result measures
    #[arg(long, value_name = "GOAL")]
    pub(super) measures: Option<String>,
    /// Whether it is a commitment or an aspiration
    #[arg(long, value_name = "WORD", value_parser = word_parser(&Commitment::WORDS))]
    pub(super) commitment: Option<Commitment>,
    /// Why it matters, in one sentence
    #[arg(long, value_name = "TEXT")]
    pub(super) why: Option<String>,
    /// Mission: the statement, in one sentence
    #[arg(long, value_name = "TEXT")]
    pub(super) statement: Option<String>,
    /// Name of the metric
    #[arg(long, value_name = "NAME")]
    pub(super) metric: Option<String>,
    /// Unit of the metric
    #[arg(long, value_name = "UNIT")]
    pub(super) unit: Option<String>,
    /// KPI that provides the values
    #[arg(long, value_name = "GOAL")]
    pub(super) kpi: Option<String>,
    /// Value at the start
    #[arg(long, value_name = "N", allow_hyphen_values = true)]
    pub(super) baseline: Option<String>,
    /// Value to reach
    #[arg(long, value_name = "N", allow_hyphen_values = true)]
    pub(super) target: Option<String>,
    /// Lower bound to keep
    #[arg(long, value_name = "N", allow_hyphen_values = true)]
    pub(super) at_least: Option<String>,
    /// Upper bound to keep
    #[arg(long, value_name = "N", allow_hyphen_values = true)]
    pub(super) at_most: Option<String>,
    /// Milestone with an optional due day; repeatable
    #[arg(long, value_name = "TITLE[=DATE]")]
    pub(super) milestone: Vec<String>,
    /// Development goal: competency to build
    #[arg(long, value_name = "TEXT")]
    pub(super) competency: Option<String>,
    /// Survey: day (default: today)
    #[arg(long, value_name = "DATE")]
    pub(super) date: Option<String>,
    /// Survey: number of respondents
    #[arg(long, value_name = "N")]
    pub(super) respondents: Option<u64>,
    /// Survey: mean score of a question, 1 to 5; repeatable
    #[arg(long, value_name = "QUESTION=MEAN")]
    pub(super) score: Vec<String>,
    /// Objective: number of key results to draft with it
    #[arg(long, value_name = "N", allow_negative_numbers = true,
        value_parser = clap::value_parser!(u8).range(0..=9))]
    pub(super) key_results: Option<u8>,
    /// Create it as a draft, which counts in plans but not in progress
    #[arg(long)]
    pub(super) draft: bool,
    /// Path of the file from the root (default: next to similar goals)
    #[arg(long, value_name = "PATH")]
    pub(super) file: Option<String>,
    #[command(flatten)]
    pub(super) speaker: Speaker,
    #[command(flatten)]
    pub(super) writing: Writing,
}
