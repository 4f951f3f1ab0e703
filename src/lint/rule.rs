//! What a rule is: plain data with a plain function.

use super::finding::Level;
use super::sink::Sink;
use crate::analysis::facts::Facts;
use crate::model::Settings;

/// A rule's function: looks at everything and reports what it finds.
pub type Check = fn(&Facts<'_>, &mut Sink<'_, '_>);

/// A rule.
#[derive(Debug)]
pub struct Rule {
    /// Its name, which reads well after "allow"; never reused.
    pub name: &'static str,
    /// What it belongs to.
    pub group: Group,
    /// The level it has unless the settings say otherwise; none is off.
    pub level: Option<Level>,
    /// Its page: what it finds, why, examples, settings, sources.
    pub page: &'static str,
    /// What can be set besides its level.
    pub options: &'static [RuleOption],
    /// Looks for it.
    pub check: Check,
}

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

impl Rule {
    /// The level that it has under some settings; none is off.
    #[must_use]
    pub fn level_in(&self, settings: &Settings) -> Option<Level> {
        let written = settings.rules.get(self.name).and_then(|setting| setting.level.as_deref());
        match written {
            Some("off" | "false") => None,
            Some("warn") => Some(Level::Warning),
            Some("error") => Some(Level::Error),
            _ => self.level,
        }
    }

    /// The page's opening sentence.
    #[must_use]
    pub fn summary(&self) -> String {
        let opening = self.page.lines().skip(1).skip_while(|line| line.trim().is_empty());
        let text = opening.take_while(|line| !line.trim().is_empty()).collect::<Vec<_>>().join(" ");
        match text.find(". ") {
            Some(end) => text[..=end].to_owned(),
            None => text,
        }
    }

    /// The part of the page below a heading, without it.
    #[must_use]
    pub fn section(&self, heading: &str) -> &'static str {
        let marker = format!("\n## {heading}\n");
        let Some(start) = self.page.find(&marker).map(|at| at + marker.len()) else { return "" };
        let rest = &self.page[start..];
        rest.find("\n## ").map_or(rest, |end| &rest[..end]).trim()
    }
}
