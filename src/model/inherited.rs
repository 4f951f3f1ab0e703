//! The fields that a goal inherits from its objective or its team.

/// The fields of a goal that are inherited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Inherited {
    /// The owner, from its objective.
    pub owner: bool,
    /// The team, from its objective.
    pub team: bool,
    /// The period, from its objective.
    pub period: bool,
    /// The level, of a key result from its objective even if its file has one, else from its team.
    pub level: bool,
}
