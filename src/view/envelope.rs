//! What every JSON document begins with.

use serde::Serialize;

use crate::model::Day;

/// The version of the JSON contract.
const VERSION: u32 = 1;

/// Where and when a command looked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Context {
    /// The goals' root from the top of git's work tree, or as given.
    pub root: String,
    /// Today, as used by the command.
    pub today: Day,
    /// The commit that was read; none for the work tree.
    pub revision: Option<String>,
    /// The day since which history is judged; none where all of it is.
    pub judged_since: Option<Day>,
}

/// A command's answer with what every answer begins with.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Envelope<T> {
    /// The version of this format.
    pub version: u32,
    /// The command that answers.
    pub command: String,
    /// The goals' root from the top of git's work tree, or as given.
    pub root: String,
    /// Today, as used by the command.
    pub today: Day,
    /// The commit that was read; null for the work tree.
    pub revision: Option<String>,
    /// The day since which history is judged (`adopted` in goalpost.yaml); null where all of it is.
    pub judged_since: Option<Day>,
    /// The answer.
    #[serde(flatten)]
    pub body: T,
}

impl<T> Envelope<T> {
    /// Puts an answer in its envelope.
    pub fn new(command: &str, context: &Context, body: T) -> Self {
        Self {
            version: VERSION,
            command: command.to_owned(),
            root: context.root.clone(),
            today: context.today,
            revision: context.revision.clone(),
            judged_since: context.judged_since,
            body,
        }
    }
}
