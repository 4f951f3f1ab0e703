//! A person who should review a change.

use serde::Serialize;

use crate::analysis::diff::Reviewer;
use crate::model::Org;

/// A suggested reviewer.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ReviewerView {
    /// Their id.
    pub person: String,
    /// The reasons, most important first.
    pub because: Vec<String>,
    /// Their name.
    pub name: Option<String>,
    /// Their login at GitHub.
    pub github: Option<String>,
}

impl ReviewerView {
    /// A reviewer with what the first of some organisations that knows them says of them.
    pub(in crate::view) fn new(reviewer: Reviewer, orgs: &[Option<&Org>]) -> Self {
        let known = orgs.iter().flatten().find_map(|org| org.person(&reviewer.person));
        Self {
            name: known.map(|person| person.name.clone()),
            github: known.and_then(|person| person.github.clone()),
            person: reviewer.person,
            because: reviewer.because,
        }
    }
}
