//! Which of a goal's fields come from its objective or its team.

/// Which of a goal's fields are not its file's.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Inherited {
    /// The owner, from its objective.
    pub owner: bool,
    /// The team, from its objective.
    pub team: bool,
    /// The period, from its objective.
    pub period: bool,
    /// The level, of a key result from its objective whatever its file says, else from its team.
    pub level: bool,
    /// The level that its file says and that its objective's overrules.
    pub overruled_level: Option<String>,
}
