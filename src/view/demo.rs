//! The answer of `demo`: what was written, what it contains, and commands to try.

use serde::Serialize;

use super::check::FindingView;
use crate::model::Day;

/// What the sample repository contains.
const HOLDS: &[&str] = &[
    "moved goalposts: one without a reason, one postponed, three explained",
    "a deleted objective, and one that gained from a removed key result",
    "two departments with conflicting targets, two teams with the same goal",
    "supporting goals that go well under a metric that does not; stale goals",
    "needs asked, agreed, late and met; obstacles, decisions, recognition",
    "a closed quarter with grades and lessons, and a draft of the next",
    "a merge, a squash, a bot, co-authors, renames, a leaver, two addresses",
];

/// Commands to try on the sample's day, and what each shows.
const TRIES: &[(&str, &str)] = &[
    ("goalpost check", "errors, warnings, fixes"),
    ("goalpost rollup", "progress against the plan"),
    ("goalpost history search-success", "a target that was lowered"),
    ("goalpost why feeds-connected", "how it serves the mission"),
    ("goalpost diff HEAD~27..HEAD~22", "three days of changes"),
];

/// The answer of `goalpost demo`.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct DemoView {
    /// The folder that was written, as given.
    pub folder: String,
    /// The organisation's name.
    pub organization: String,
    /// How many goals there are.
    pub goals: usize,
    /// How many commits.
    pub commits: usize,
    /// How many people have written them.
    pub people: usize,
    /// The day of the first commit.
    pub first: Day,
    /// The day of the last.
    pub last: Day,
    /// The last commit; the same on every machine.
    pub tip: String,
    /// What the repository contains.
    pub holds: Vec<String>,
    /// What `goalpost check --rule moved-target` finds in it.
    pub findings: Vec<FindingView>,
    /// Commands to try in the folder.
    pub tries: Vec<SampleCommand>,
}

/// A command to try.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SampleCommand {
    /// The command.
    pub command: String,
    /// What it shows.
    pub shows: String,
}

/// What was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    /// How many goals there are.
    pub goals: usize,
    /// How many commits.
    pub commits: usize,
    /// How many people have written them.
    pub people: usize,
    /// The days of the first commit and of the last.
    pub days: (Day, Day),
    /// The day on which the sample is looked at.
    pub today: Day,
}

impl DemoView {
    /// The view of a sample repository in a folder, without its findings.
    pub fn new(folder: &str, tip: &str, written: Written) -> Self {
        // A variable for the day would stay in the shell, and date the reader's own goals.
        let command = |typed: &str| format!("{typed} --today {}", written.today);
        let tries =
            TRIES.iter().map(|(typed, shows)| SampleCommand { command: command(typed), shows: (*shows).to_owned() });
        Self {
            folder: folder.to_owned(),
            organization: "Lanterna".to_owned(),
            goals: written.goals,
            commits: written.commits,
            people: written.people,
            first: written.days.0,
            last: written.days.1,
            tip: tip.to_owned(),
            holds: HOLDS.iter().map(|it| (*it).to_owned()).collect(),
            findings: Vec::new(),
            tries: tries.collect(),
        }
    }
}
