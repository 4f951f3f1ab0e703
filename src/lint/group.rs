//! The groups of rules, and what a rule is known by.

/// The groups of rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Group {
    /// What is on the page.
    Document,
    /// Links between goals.
    Cascade,
    /// Specific, measurable, achievable, relevant, time-bound.
    Smart,
    /// Frequently discussed, ambitious, specific, transparent.
    Fast,
    /// The habits of objectives and key results.
    Okr,
    /// Owners, teams and what they ask of each other.
    People,
    /// Many goals at once.
    Alignment,
    /// What git's history tells: goalposts that moved, goals that vanished, values that came too late.
    History,
    /// Surveys.
    Survey,
}

impl Group {
    /// Every group with its name in output.
    pub const WORDS: [(&'static str, Self); 9] = [
        ("document", Self::Document),
        ("cascade", Self::Cascade),
        ("smart", Self::Smart),
        ("fast", Self::Fast),
        ("okr", Self::Okr),
        ("people", Self::People),
        ("alignment", Self::Alignment),
        ("history", Self::History),
        ("survey", Self::Survey),
    ];

    /// Its name in output.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(_, group)| *group == self).map_or("", |(word, _)| word)
    }
}

/// Something about a rule that `rules:` in goalpost.yaml can set.
#[derive(Debug)]
pub struct RuleOption {
    /// Its name.
    pub name: &'static str,
    /// What its values are, with the default.
    pub kind: OptionKind,
    /// What it means.
    pub doc: &'static str,
}

/// The values of an option, with its default.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum OptionKind {
    /// A length of time such as `7d`.
    Days(i64),
    /// A decimal number.
    Number(f64),
}

/// What a rule is known by: its name and group, and what can be set for it.
#[derive(Debug, Clone, Copy)]
pub struct Identity {
    /// The rule's name.
    pub name: &'static str,
    /// The rule's group.
    pub group: Group,
    /// What can be set besides its level.
    pub options: &'static [RuleOption],
}
