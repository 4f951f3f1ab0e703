//! The significance of a field, by which changes are sorted and judged.

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
