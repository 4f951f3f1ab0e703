//! The settings of a goals repository: `goalpost.yaml`, every key optional.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use serde::Serialize;

use super::day::{Day, Days};
use super::feed::Feed;

/// The settings of `goalpost.yaml`, with defaults for unset ones.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// The organisation's name.
    pub organization: Option<String>,
    /// The month in which the fiscal year begins, 1 to 12.
    pub fiscal_year_starts: u8,
    /// The levels, top to bottom.
    pub levels: Vec<String>,
    /// The days between check-ins by level.
    pub cadence: Cadence,
    /// Key result areas in use; empty if none are declared.
    pub areas: Vec<String>,
    /// The day before which history is not judged.
    pub adopted: Option<Day>,
    /// Why settings were changed in mid-period.
    pub changes: Vec<SettingChange>,
    /// The thresholds for on track and at risk.
    pub thresholds: Thresholds,
    /// The progress expected of an aspirational goal, 0 to 1.
    pub ambition: f64,
    /// The days after the start of a period in which goalposts may settle.
    pub settle: Days,
    /// The days after the end of a period in which values for it may still be recorded.
    pub close_within: Days,
    /// The minimum and maximum numbers of goals.
    pub limits: Limits,
    /// The sources of values, by name.
    pub sources: BTreeMap<String, Feed>,
    /// The branch of published goals.
    pub trunk: Option<String>,
    /// Further roots, relative to this one.
    pub include: Vec<String>,
    /// The open root to which goals of this private root may link, relative to this one.
    pub within: Option<String>,
    /// Whether indicators may name people.
    pub statistics: Statistics,
    /// The patterns of excluded files, in the syntax of `.gitignore`.
    pub exclude: Vec<String>,
    /// The settings of rules, by name.
    pub rules: BTreeMap<String, RuleSetting>,
    /// The settings of folders, the deepest first. Each path ends in `/`.
    pub folders: Vec<FolderSettings>,
}

/// An explained change of a setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingChange {
    /// The day of the change.
    pub date: Day,
    /// The setting, by its route: `settle`, `thresholds.on_track`, `rules.moved-target`.
    pub setting: String,
    /// The reason.
    pub why: String,
}

/// The settings of the files in one folder.
#[derive(Debug, Clone, PartialEq)]
pub struct FolderSettings {
    /// The folder, relative to the root and with `/` at its end.
    pub path: String,
    /// The settings of rules, by name.
    pub rules: BTreeMap<String, RuleSetting>,
}

/// The days between check-ins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cadence {
    /// The default for levels without their own.
    pub default: Days,
    /// The days by level.
    pub by_level: BTreeMap<String, Days>,
}

/// The thresholds of health, as shares of the progress that the plan expects.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Thresholds {
    /// The least share that is on track.
    pub on_track: f64,
    /// The least share that is at risk; below it a goal is off track.
    pub at_risk: f64,
}

/// The inclusive ranges of the numbers of goals.
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
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

/// The settings of one rule.
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
            adopted: None,
            changes: Vec::new(),
            thresholds: Thresholds { on_track: 0.9, at_risk: 0.7 },
            ambition: 0.7,
            settle: 14,
            close_within: 14,
            limits: Limits { strategic_goals: (3, 5), key_results: (2, 5), objectives_per_owner: (1, 3) },
            sources: BTreeMap::new(),
            trunk: None,
            include: Vec::new(),
            within: None,
            statistics: Statistics::default(),
            exclude: Vec::new(),
            rules: BTreeMap::new(),
            folders: Vec::new(),
        }
    }
}

/// The order of [`Settings::folders`]: of two folders of which one is inside the other the inner one is first.
pub(super) fn deepest_first(one: &str, other: &str) -> Ordering {
    other.len().cmp(&one.len()).then_with(|| one.cmp(other))
}

impl Settings {
    /// The settings of rules that apply to a file, by its path from the root: those of the deepest folder first, those of
    /// the root last.
    pub fn rules_at<'s>(&'s self, path: &'s str) -> impl Iterator<Item = &'s BTreeMap<String, RuleSetting>> {
        self.rules_of_folders(path).chain([&self.rules])
    }

    /// The settings of rules that the folders of a file have, the deepest first.
    pub fn rules_of_folders<'s>(&'s self, path: &'s str) -> impl Iterator<Item = &'s BTreeMap<String, RuleSetting>> {
        // Most settings have none, and then there is nothing to look for.
        let path = if self.folders.is_empty() { "" } else { path };
        path.rmatch_indices('/').filter_map(|(at, _)| {
            let found = self.folders.binary_search_by(|folder| deepest_first(&folder.path, &path[..=at]));
            Some(&self.folders[found.ok()?].rules)
        })
    }

    /// The patterns of files that do not belong to this root: those of `exclude`, and included roots below this one.
    pub fn left_out(&self) -> Vec<String> {
        let below = self.include.iter().filter_map(|include| folder_below(include));
        self.exclude.iter().cloned().chain(below).collect()
    }

    /// The rank of a level, 0 at the top.
    pub fn rank(&self, level: &str) -> Option<usize> {
        self.levels.iter().position(|name| name == level)
    }

    /// Whether a level is the highest.
    pub fn is_highest(&self, level: Option<&str>) -> bool {
        level.and_then(|level| self.rank(level)) == Some(0)
    }

    /// Whether a level is one of the two lowest, which need no support from below.
    pub fn is_low(&self, level: &str) -> bool {
        self.rank(level).is_some_and(|rank| rank + 2 >= self.levels.len())
    }

    /// The days between check-ins at a level.
    pub fn cadence_of(&self, level: Option<&str>) -> Days {
        level.and_then(|level| self.cadence.by_level.get(level)).copied().unwrap_or(self.cadence.default)
    }
}

/// The pattern of a folder below the root; none for any other folder.
fn folder_below(way: &str) -> Option<String> {
    let parts = parts_below(way).filter(|parts| !parts.is_empty())?;
    let escape = |c: char| "\\*?[]!# ".contains(c).then_some('\\').into_iter().chain([c]);
    // `/` at the start anchors a `.gitignore` pattern at the root, `/` at the end matches only folders (gitignore(5)).
    Some(format!("/{}/", parts.join("/").chars().flat_map(escape).collect::<String>()))
}

/// The parts of a relative path that stays below the root, without dots.
pub(super) fn parts_below(way: &str) -> Option<Vec<&str>> {
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
    Some(parts)
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
