//! The significance of a field, by which changes are sorted and judged.

use super::word_table::word_table;

/// The significance of a field, the highest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Significance {
    /// A goalpost, which the goal is measured against.
    Goalpost,
    /// Its progress or confidence.
    Progress,
    /// A link to a goal that it supports, needs or continues.
    Link,
    /// Its owner, team or agreements.
    Ownership,
    /// Its state.
    State,
    /// Its wording or classification.
    Wording,
    /// Its log.
    Log,
}

word_table! {
    /// All of them with their names in output.
    Significance:
    "goalpost" => Goalpost,
    "progress" => Progress,
    "link" => Link,
    "ownership" => Ownership,
    "state" => State,
    "wording" => Wording,
    "log" => Log,
}
