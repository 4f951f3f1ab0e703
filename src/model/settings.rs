//! The settings of a goals repository: `goalpost.yaml`, every key optional.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::day::Days;

/// What `goalpost.yaml` says, with the defaults for what it does not.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// The organisation's name.
    pub organization: Option<String>,
    /// The month in which the fiscal year begins, 1 to 12.
    pub fiscal_year_starts: u8,
    /// The levels, top to bottom.
    pub levels: Vec<String>,
    /// How often each level checks in.
    pub cadence: Cadence,
    /// Key result areas in use; empty if none are declared.
    pub areas: Vec<String>,
    /// What counts as on track and at risk.
    pub thresholds: Thresholds,
    /// What an aspirational goal is expected to reach.
    pub ambition: f64,
    /// How many days goalposts may settle after a period begins.
    pub settle: Days,
    /// How many days after its end values for a period may still arrive.
    pub close_within: Days,
    /// How many are enough and not too many.
    pub limits: Limits,
    /// The branch that is "published".
    pub trunk: Option<String>,
    /// Further roots, relative to this one.
    pub include: Vec<String>,
    /// The open root that goals of this one may name, relative to it: this one is private.
    pub within: Option<String>,
    /// Whether indicators may name people.
    pub statistics: Statistics,
    /// What to leave out, in `.gitignore`'s syntax.
    pub exclude: Vec<String>,
    /// What was said about rules, by name.
    pub rules: BTreeMap<String, RuleSetting>,
}

/// How often to check in: one number of days for all, or by level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cadence {
    /// For levels not named.
    pub default: Days,
    /// By level.
    pub by_level: BTreeMap<String, Days>,
}

/// Parts of the progress that the plan asks for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Thresholds {
    /// From here it is on track.
    pub on_track: f64,
    /// From here it is at risk, below it off track.
    pub at_risk: f64,
}

/// Inclusive ranges of how many there should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Objectives of the highest level in one period.
    pub strategic_goals: (u32, u32),
    /// Key results of an objective.
    pub key_results: (u32, u32),
    /// Objectives of one owner at one time.
    pub objectives_per_owner: (u32, u32),
}

/// Whether indicators may name people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Statistics {
    /// Teams, no people. The default.
    #[default]
    Team,
    /// People too.
    Person,
    /// Neutral.
    Off,
}

impl Statistics {
    /// All three with their names in goalpost.yaml.
    pub const WORDS: [(&'static str, Self); 3] = [("team", Self::Team), ("person", Self::Person), ("off", Self::Off)];
}

/// What the settings say about one rule.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RuleSetting {
    /// Its level, if set: `off`, `warn` or `error`.
    pub level: Option<String>,
    /// Its options as written, each with its route.
    pub options: BTreeMap<String, String>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            organization: None,
            fiscal_year_starts: 1,
            levels: ["company", "department", "team", "individual"].map(str::to_owned).to_vec(),
            cadence: Cadence { default: 7, by_level: BTreeMap::new() },
            areas: Vec::new(),
            thresholds: Thresholds { on_track: 0.9, at_risk: 0.7 },
            ambition: 0.7,
            settle: 14,
            close_within: 14,
            limits: Limits { strategic_goals: (3, 5), key_results: (2, 5), objectives_per_owner: (1, 3) },
            trunk: None,
            include: Vec::new(),
            within: None,
            statistics: Statistics::default(),
            exclude: Vec::new(),
            rules: BTreeMap::new(),
        }
    }
}

impl Settings {
    /// What is no file of this root, as patterns: what `exclude` says, and included roots that lie below this one.
    #[must_use]
    pub fn left_out(&self) -> Vec<String> {
        let below = self.include.iter().filter_map(|include| folder_below(include));
        self.exclude.iter().cloned().chain(below).collect()
    }

    /// The rank of a level, 0 at the top.
    #[must_use]
    pub fn rank(&self, level: &str) -> Option<usize> {
        self.levels.iter().position(|name| name == level)
    }

    /// Whether a level is the highest.
    #[must_use]
    pub fn is_highest(&self, level: Option<&str>) -> bool {
        level.and_then(|level| self.rank(level)) == Some(0)
    }

    /// Whether a level is one of the two lowest, which need no support from below.
    #[must_use]
    pub fn is_low(&self, level: &str) -> bool {
        self.rank(level).is_some_and(|rank| rank + 2 >= self.levels.len())
    }

    /// The days between check-ins at a level.
    #[must_use]
    pub fn cadence_of(&self, level: Option<&str>) -> Days {
        level.and_then(|level| self.cadence.by_level.get(level)).copied().unwrap_or(self.cadence.default)
    }
}

/// The pattern of a folder that lies below the root; none of one that does not.
fn folder_below(way: &str) -> Option<String> {
    let mut parts: Vec<&str> = Vec::new();
    for part in way.split('/') {
        match part {
            "" if parts.is_empty() && way.starts_with('/') => return None,
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            name => parts.push(name),
        }
    }
    let escape = |c: char| "\\*?[]!# ".contains(c).then_some('\\').into_iter().chain([c]);
    // From the root on, and folders alone.
    (!parts.is_empty()).then(|| format!("/{}/", parts.join("/").chars().flat_map(escape).collect::<String>()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_root_below_is_left_out_and_one_beside_is_not() {
        let of = |way: &str| folder_below(way);
        assert_eq!(of("./a/../people/").as_deref(), Some("/people/"));
        assert_eq!(of("a b/[c]").as_deref(), Some("/a\\ b/\\[c\\]/"));
        assert_eq!([of("../people"), of("."), of("/people"), of("a/../../people")], [const { None }; 4]);
    }
}
