//! Agreements: someone said yes to a goal or a link.

use schemars::JsonSchema;
use serde::Serialize;

use super::day::Day;

/// A person's agreement to a goal or a link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Agreement {
    /// Who agreed: a person's id in org.yaml.
    pub by: String,
    /// The day they did.
    #[schemars(with = "Option<Day>")]
    pub date: Option<Day>,
}
