//! Lines about a change, for people.

/// A line about a change, for people: plain text that may hold anything a goal file holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiffLine {
    /// What it is about.
    pub about: LineSubject,
    /// What it says.
    pub text: String,
}

/// What a line is about, in the order in which people want to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LineSubject {
    /// A goalpost that moved without a reason.
    Unexplained,
    /// A goalpost that moved.
    Goalpost,
    /// The goal is gone.
    Removed,
    /// The goal is new.
    Added,
    /// The goal comes back after it was removed.
    Returned,
    /// Its state.
    State,
    /// Links.
    Link,
    /// Its owner.
    Ownership,
    /// A goalpost that is set for the first time, or still settles.
    Settled,
    /// How far it has come.
    Progress,
    /// A log entry.
    Log,
    /// Its file lies elsewhere.
    File,
    /// How it is worded.
    Wording,
}

impl LineSubject {
    /// Its name for people.
    pub fn word(self) -> &'static str {
        match self {
            Self::Unexplained | Self::Goalpost | Self::Settled => "goalpost",
            Self::Removed => "removed",
            Self::Added => "new",
            Self::Returned => "back",
            Self::State => "state",
            Self::Link => "link",
            Self::Ownership => "ownership",
            Self::Progress => "progress",
            Self::Log => "log",
            Self::File => "file",
            Self::Wording => "wording",
        }
    }
}
