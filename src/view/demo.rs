//! What `demo` says: what was written, what is hidden in it, and what to try on it.

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::Day;

/// What there is to be found in the demonstration.
const HOLDS: &[&str] = &[
    "goalposts that moved: one quietly, one put off, three with a reason",
    "a deleted objective, and one that reads better since a key result went",
    "two departments at odds over one number, two teams with the same goal",
    "work that goes well for a number that stays; stale and forgotten goals",
    "needs asked, agreed, late and met; obstacles, decisions, recognition",
    "a closed quarter with grades and lessons, and a draft of the next",
    "a merge, a squash, a bot, co-authors, renames, a leaver, two addresses",
];

/// Commands to try, and what each shows.
const TRIES: &[(&str, &str)] = &[
    ("goalpost check", "what is wrong, where, and what to do"),
    ("goalpost rollup", "how far each goal is, against its plan"),
    ("goalpost history search-success", "a target that was lowered quietly"),
    ("goalpost why feeds-connected", "what a team's work is good for"),
    ("goalpost diff HEAD~27..HEAD~22", "three days in which much went quietly"),
];

/// The answer of `goalpost demo`.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct DemoView {
    /// The folder that was written, as given.
    pub folder: String,
    /// Whose goals they are.
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
    /// What there is to be found.
    pub holds: Vec<String>,
    /// What to try in the folder, on the day that it is meant to be.
    pub tries: Vec<TryView>,
}

/// A command to try.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct TryView {
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
}

impl DemoView {
    /// What is told of a demonstration in a folder.
    #[must_use]
    pub fn new(folder: &str, tip: &str, written: Written) -> Self {
        let tries =
            TRIES.iter().map(|(command, shows)| TryView { command: (*command).to_owned(), shows: (*shows).to_owned() });
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
            tries: tries.collect(),
        }
    }
}
