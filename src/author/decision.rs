//! Decisions about carried goals that only people can make.

/// A decision about a carried goal that is left to people, in order of importance.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Decision {
    /// This value already passes the target, so the goal is a draft until it has a new one.
    Target(String),
    /// This goal that it is linked to ends before the next period.
    Parent(String),
    /// This owner has left by the start of the next period.
    Owner(String),
    /// This team is dissolved by the start of the next period.
    Team(String),
    /// It has no value, so its baseline may be wrong.
    Baseline,
    /// All its milestones are done and nothing else measures it, so it is a draft until something does.
    Measure,
    /// Its milestones belonged to the old plan.
    Plan,
    /// Its milestones have no due days yet.
    Days,
    /// Its needs must be requested again.
    Needs,
    /// Its open obstacles stay with the old goal.
    Obstacles,
}

impl Decision {
    /// Returns what to do, in words that fit several goals.
    pub fn instruction(&self) -> &'static str {
        match self {
            Self::Target(_) => "set a new target and remove `state: draft`",
            Self::Parent(_) => "link to a goal of the new period",
            Self::Owner(_) => "name another owner",
            Self::Team(_) => "name another team",
            Self::Baseline => "check the baseline, as there is no value",
            Self::Measure => "add new milestones or a metric, and remove `state: draft`",
            Self::Plan => "add new milestones, as the old ones are done or outdated",
            Self::Days => "add `due` to the milestones",
            Self::Needs => "request its needs again",
            Self::Obstacles => "report its open obstacles again",
        }
    }

    /// Returns what differs from goal to goal.
    pub fn detail(&self) -> Option<String> {
        match self {
            Self::Target(value) => Some(format!("at {value}")),
            Self::Parent(ended) | Self::Team(ended) => Some(format!("`{ended}` has ended")),
            Self::Owner(owner) => Some(format!("`{owner}` has left")),
            _ => None,
        }
    }
}
