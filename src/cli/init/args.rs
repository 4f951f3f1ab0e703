//! The options of `init`.

use std::path::PathBuf;

use clap::Args as ClapArgs;

use super::objectives::GivenObjectives;
use crate::author::Pipeline;
use crate::cli::words::word_parser;
use crate::cli::writing::Writing;

/// Create a goals repository
///
/// Creates goalpost.yaml, org.yaml and goals. On a terminal, asks for the mission, the team, objectives with their key
/// results or a table to import, and offers a git repository, a pre-commit hook, a CI pipeline, the merge driver and editor
/// support; each answer has an option. Without answers, the goals are examples to edit. Existing files are never overwritten; in a repository
/// with goals, only missing files are added.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  goalpost init okrs --hook --merge-driver
  goalpost init --ci github --pull github
  goalpost init --import okrs.csv --map viva-goals --dry-run
  goalpost init --team Ovens --objective \"Bread that people queue for\" \\
    --key-result \"Sell more loaves: 100 to 400 loaves, now 250\"")]
pub(in crate::cli) struct Args {
    /// Folder to set up (default: the current folder)
    #[arg(value_name = "DIR")]
    pub(super) folder: Option<PathBuf>,
    /// Name of the organization (default: the folder's name)
    #[arg(long, value_name = "NAME")]
    pub(super) organization: Option<String>,
    /// Mission, in one sentence
    #[arg(long, value_name = "TEXT")]
    pub(super) mission: Option<String>,
    /// Name of your team (default: everyone)
    #[arg(long, value_name = "NAME")]
    pub(super) team: Option<String>,
    /// Another person of the team, as NAME or "NAME <ADDRESS>"; repeatable
    #[arg(long, value_name = "PERSON")]
    pub(super) person: Vec<String>,
    #[command(flatten)]
    pub(super) goals: GivenObjectives,
    /// Import the goals of a table (CSV, JSON) instead of writing a first objective
    #[arg(long, value_name = "FILE", conflicts_with = "objective")]
    pub(super) import: Option<PathBuf>,
    /// Map of the table's column names: a file, or a service such as viva-goals
    #[arg(long, value_name = "FILE", requires = "import")]
    pub(super) map: Option<PathBuf>,
    /// Period of the table's goals without one: 2026-Q4, 2026, current, next
    #[arg(long, value_name = "PERIOD", requires = "import")]
    pub(super) period: Option<String>,
    /// Create a git repository if the folder is in none
    #[arg(long)]
    pub(super) git: bool,
    /// Install a pre-commit hook that refuses commits with errors in goals
    #[arg(long)]
    pub(super) hook: bool,
    /// Add a CI pipeline that checks goals
    #[arg(long, value_name = "SERVICE", value_parser = word_parser(&Pipeline::WORDS), ignore_case = true)]
    pub(super) ci: Option<Pipeline>,
    /// Add a pipeline that pulls values from `sources` every night, on the trunk alone; into one pull or merge request where
    /// the trunk is protected
    #[arg(long, value_name = "SERVICE", value_parser = word_parser(&Pipeline::WORDS), ignore_case = true)]
    pub(super) pull: Option<Pipeline>,
    /// With --ci github: add workflows for check-ins by comments and a form, and for the agenda as an issue; they may write
    #[arg(long, requires = "ci")]
    pub(super) check_ins: bool,
    /// Add SKILL.md, which tells agents how to read and change goals here, to .claude/skills and .agents/skills
    #[arg(long)]
    pub(super) agents: bool,
    /// Set up the merge driver in .gitattributes and in the configuration of this clone
    #[arg(long)]
    pub(super) merge_driver: bool,
    /// Add JSON Schemas and VS Code settings, for completion and checks while typing
    #[arg(long)]
    pub(super) editor: bool,
    #[command(flatten)]
    pub(super) writing: Writing,
}
