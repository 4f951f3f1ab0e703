//! The groups of rules, and the name, group and options that identify a rule.

use crate::model::word_table;

/// The groups of rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Group {
    /// The text of a file: syntax, fields, types, ids.
    Document,
    /// Links between goals.
    Cascade,
    /// Specific, measurable, achievable, relevant, time-bound.
    Smart,
    /// Frequently discussed, ambitious, specific, transparent.
    Fast,
    /// The practice of objectives and key results: numbers of goals, grades, closing.
    Okr,
    /// Owners, teams, and needs between teams.
    People,
    /// Relations between many goals: conflicts, duplicates, silos.
    Alignment,
    /// Git history: moved goalposts, deleted goals, late values.
    History,
    /// Surveys.
    Survey,
}

word_table! {
    /// Every group with its name in output.
    Group:
    "document" => Document,
    "cascade" => Cascade,
    "smart" => Smart,
    "fast" => Fast,
    "okr" => Okr,
    "people" => People,
    "alignment" => Alignment,
    "history" => History,
    "survey" => Survey,
}

/// An option of a rule, set under `rules:` in `goalpost.yaml`.
#[derive(Debug)]
pub struct RuleOption {
    /// The name of the option.
    pub name: &'static str,
    /// The type of its value, with the default.
    pub kind: OptionKind,
    /// Its meaning, as `explain` and the schema show it.
    pub doc: &'static str,
}

/// The type of an option's value, with the default.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum OptionKind {
    /// A duration such as `7d`, in days.
    Days(i64),
    /// A decimal number.
    Number(f64),
}

/// The name, group and options of a rule.
#[derive(Debug, Clone, Copy)]
pub struct Identity {
    /// The rule's name.
    pub name: &'static str,
    /// The rule's group.
    pub group: Group,
    /// Its options besides the level.
    pub options: &'static [RuleOption],
}
