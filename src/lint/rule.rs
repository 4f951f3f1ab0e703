//! What a rule is: plain data with a plain function.

use super::finding::Level;
use super::former::former_names;
use super::group::{Group, Identity, RuleOption};
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

impl Rule {
    /// What it is known by.
    #[must_use]
    pub fn identity(&self) -> Identity {
        Identity { name: self.name, group: self.group, options: self.options }
    }

    /// The level that it has under some settings; none is off.
    #[must_use]
    pub fn level_in(&self, settings: &Settings) -> Option<Level> {
        let mut names = std::iter::once(self.name).chain(former_names(self.name));
        let written = names.find_map(|name| settings.rules.get(name)?.level.as_deref());
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
}
