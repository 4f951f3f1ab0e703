//! The definition of a rule: plain data with a plain function.

use super::finding::Level;
use super::group::{Group, Identity, RuleOption};
use super::levels::level_by;
use super::sink::Sink;
use crate::analysis::facts::Facts;
use crate::model::Settings;
use crate::texts::text;

/// The function of a rule, which checks all goals and reports to the sink.
pub type Check = fn(&Facts<'_>, &mut Sink<'_, '_>);

/// A lint rule.
#[derive(Debug)]
pub struct Rule {
    /// The name, which reads well after "allow" and is never reused.
    pub name: &'static str,
    /// The group.
    pub group: Group,
    /// The default level; none is off.
    pub level: Option<Level>,
    /// The options besides the level.
    pub options: &'static [RuleOption],
    /// The function that runs the rule.
    pub check: Check,
}

impl Rule {
    /// A rule that is an error unless the settings say otherwise.
    pub const fn error(name: &'static str, group: Group, check: Check) -> Self {
        Self { name, group, level: Some(Level::Error), options: &[], check }
    }

    /// A rule that is a warning unless the settings say otherwise.
    pub const fn warning(name: &'static str, group: Group, check: Check) -> Self {
        Self { level: Some(Level::Warning), ..Self::error(name, group, check) }
    }

    /// A rule that is off unless the settings turn it on.
    pub const fn off(name: &'static str, group: Group, check: Check) -> Self {
        Self { level: None, ..Self::error(name, group, check) }
    }

    /// The rule's name, group and options.
    pub fn identity(&self) -> Identity {
        Identity { name: self.name, group: self.group, options: self.options }
    }

    /// The rule's level under the given settings, outside of folders with their own; none is off.
    pub fn level_in(&self, settings: &Settings) -> Option<Level> {
        level_by(self.name, self.level, std::iter::once(&settings.rules))
    }

    /// The Markdown page: what the rule reports, why, examples, settings, sources.
    pub fn page(&self) -> &'static str {
        text(&format!("src/rules/{}/{}.md", self.group.word(), self.name.replace('-', "_")))
    }

    /// The first sentence of the page.
    pub fn summary(&self) -> String {
        let opening = self.page().lines().skip(1).skip_while(|line| line.trim().is_empty());
        let text = opening.take_while(|line| !line.trim().is_empty()).collect::<Vec<_>>().join(" ");
        match text.find(". ") {
            Some(end) => text[..=end].to_owned(),
            None => text,
        }
    }
}
