//! What a field is about: how much a change of it weighs.

/// What a field is about, the weightiest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Significance {
    /// What the goal is measured against.
    Goalpost,
    /// How far it has come, and how sure its owner is.
    Progress,
    /// What it supports, needs, continues.
    Link,
    /// Who answers for it, and who agreed.
    Ownership,
    /// Its state.
    State,
    /// How it is worded, and what it is filed under.
    Wording,
    /// Its log.
    Log,
}

impl Significance {
    /// All of them with their names in output.
    pub const WORDS: [(&'static str, Self); 7] = [
        ("goalpost", Self::Goalpost),
        ("progress", Self::Progress),
        ("link", Self::Link),
        ("ownership", Self::Ownership),
        ("state", Self::State),
        ("wording", Self::Wording),
        ("log", Self::Log),
    ];

    /// Its name in output.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(_, it)| *it == self).map_or("", |(word, _)| word)
    }
}
