//! The settings on which numbers and judgements of history rest: a change of one in mid-period is a moved goalpost of the
//! repository.

use std::collections::BTreeSet;

use super::settings::Settings;

/// A setting on which numbers or judgements of history rest.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Setting {
    /// The month in which the fiscal year begins.
    FiscalYearStarts,
    /// The levels.
    Levels,
    /// The days between check-ins.
    Cadence,
    /// The day before which history is not judged.
    Adopted,
    /// The thresholds of health.
    Thresholds,
    /// The progress expected of an aspirational goal.
    Ambition,
    /// The days in which goalposts may settle.
    Settle,
    /// The days in which values may still arrive.
    CloseWithin,
    /// The branch of published goals.
    Trunk,
    /// Further roots.
    Include,
    /// The open root of a private one.
    Within,
    /// The patterns of excluded files.
    Exclude,
    /// The settings of folders.
    Folders,
    /// The settings of one rule.
    Rule(String),
}

impl Setting {
    /// Those that `goalpost.yaml` has once, with their names.
    pub const WORDS: [(&'static str, Self); 13] = [
        ("fiscal_year_starts", Self::FiscalYearStarts),
        ("levels", Self::Levels),
        ("cadence", Self::Cadence),
        ("adopted", Self::Adopted),
        ("thresholds", Self::Thresholds),
        ("ambition", Self::Ambition),
        ("settle", Self::Settle),
        ("close_within", Self::CloseWithin),
        ("trunk", Self::Trunk),
        ("include", Self::Include),
        ("within", Self::Within),
        ("exclude", Self::Exclude),
        ("folders", Self::Folders),
    ];

    /// Those that differ between two versions of the settings.
    pub fn changed(before: &Settings, after: &Settings) -> Vec<Self> {
        let rules: BTreeSet<&String> = before.rules.keys().chain(after.rules.keys()).collect();
        let once = Self::WORDS.into_iter().map(|(_, setting)| setting);
        let all = once.chain(rules.into_iter().cloned().map(Self::Rule));
        all.filter(|setting| !setting.is_same(before, after)).collect()
    }

    /// Whether two versions of the settings agree on it.
    pub fn is_same(&self, a: &Settings, b: &Settings) -> bool {
        let mut copy = b.clone();
        self.copy(a, &mut copy);
        copy == *b
    }

    /// Sets it as another version of the settings has it.
    pub fn copy(&self, from: &Settings, to: &mut Settings) {
        match self {
            Self::FiscalYearStarts => to.fiscal_year_starts = from.fiscal_year_starts,
            Self::Levels => to.levels.clone_from(&from.levels),
            Self::Cadence => to.cadence.clone_from(&from.cadence),
            Self::Adopted => to.adopted = from.adopted,
            Self::Thresholds => to.thresholds = from.thresholds,
            Self::Ambition => to.ambition = from.ambition,
            Self::Settle => to.settle = from.settle,
            Self::CloseWithin => to.close_within = from.close_within,
            Self::Trunk => to.trunk.clone_from(&from.trunk),
            Self::Include => to.include.clone_from(&from.include),
            Self::Within => to.within.clone_from(&from.within),
            Self::Exclude => to.exclude.clone_from(&from.exclude),
            Self::Folders => to.folders.clone_from(&from.folders),
            Self::Rule(name) => match from.rules.get(name) {
                Some(setting) => drop(to.rules.insert(name.clone(), setting.clone())),
                None => drop(to.rules.remove(name)),
            },
        }
    }

    /// Its route in `goalpost.yaml`.
    pub fn route(&self) -> String {
        match self {
            Self::Rule(name) => format!("rules.{name}"),
            once => Self::WORDS.iter().find(|(_, it)| it == once).map_or("", |(word, _)| word).to_owned(),
        }
    }

    /// Whether a text names it: by its route, or that of a part of it.
    pub fn is_named_by(&self, text: &str) -> bool {
        let (text, route) = (text.trim(), self.route());
        text.strip_prefix(&route).is_some_and(|rest| rest.is_empty() || self.has_part(rest))
    }

    /// Whether a text behind its route names a part of it: `.on_track`. Which levels, folders and options there are is not
    /// known here.
    fn has_part(&self, rest: &str) -> bool {
        let Some(part) = rest.strip_prefix('.').filter(|part| !part.is_empty()) else { return false };
        match self {
            Self::Thresholds => matches!(part, "on_track" | "at_risk"),
            Self::Cadence | Self::Folders | Self::Rule(_) => true,
            _ => false,
        }
    }

    /// Whether it decides which files, fields and commits are read, and not only how they are judged.
    pub fn changes_what_is_read(&self) -> bool {
        matches!(
            self,
            Self::FiscalYearStarts | Self::Levels | Self::Trunk | Self::Include | Self::Within | Self::Exclude
        )
    }

    /// Its value as `goalpost.yaml` writes it.
    pub fn value(&self, of: &Settings) -> String {
        let optional = |text: Option<String>| text.unwrap_or_else(|| "unset".to_owned());
        let list = |texts: &[String]| format!("[{}]", texts.join(", "));
        match self {
            Self::FiscalYearStarts => of.fiscal_year_starts.to_string(),
            Self::Levels => list(&of.levels),
            Self::Cadence => {
                let by_level = of.cadence.by_level.iter().map(|(level, days)| format!("{level}: {days}d"));
                let by_level: Vec<String> = by_level.collect();
                let (default, levels) = (of.cadence.default, by_level.join(", "));
                if levels.is_empty() { format!("{default}d") } else { format!("{{{levels}}}") }
            }
            Self::Adopted => optional(of.adopted.map(|day| day.to_string())),
            Self::Thresholds => {
                format!("{{on_track: {}, at_risk: {}}}", of.thresholds.on_track, of.thresholds.at_risk)
            }
            Self::Ambition => of.ambition.to_string(),
            Self::Settle => format!("{}d", of.settle),
            Self::CloseWithin => format!("{}d", of.close_within),
            Self::Trunk => optional(of.trunk.clone()),
            Self::Include => list(&of.include),
            Self::Within => optional(of.within.clone()),
            Self::Exclude => list(&of.exclude),
            Self::Folders => {
                let mut paths: Vec<String> = of.folders.iter().map(|folder| folder.path.clone()).collect();
                paths.reverse();
                list(&paths)
            }
            Self::Rule(name) => optional(of.rules.get(name).map(|setting| {
                let options = setting.options.iter().map(|(option, value)| format!("{option}: {value}"));
                let parts: Vec<String> = setting.level.clone().into_iter().chain(options).collect();
                parts.join(", ")
            })),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::settings_of;
    use crate::source::SourceFile;

    fn settings(text: &str) -> Settings {
        settings_of(&SourceFile::from_text("goalpost.yaml", text.to_owned()))
    }

    #[test]
    fn what_differs_is_named_and_can_be_copied() {
        let before = settings("settle: 14d\nrules: {moved-target: error, late-goal: {level: warn, after: 0.5}}\n");
        let after =
            settings("organization: X\nsettle: 4w\nambition: 0.6\nfolders: {legacy: {}}\nrules: {late-goal: off}\n");
        let changed = Setting::changed(&before, &after);
        let routes: Vec<String> = changed.iter().map(Setting::route).collect();
        assert_eq!(routes, ["ambition", "settle", "folders", "rules.late-goal", "rules.moved-target"]);
        let mut back = after.clone();
        for setting in &changed {
            setting.copy(&before, &mut back);
        }
        assert_eq!(back, Settings { organization: Some("X".to_owned()), ..before.clone() });
        let values: Vec<String> = changed.iter().map(|setting| setting.value(&before)).collect();
        assert_eq!(values, ["0.7", "14d", "[]", "warn, after: 0.5", "error"]);
        assert_eq!(Setting::Rule("moved-target".to_owned()).value(&after), "unset");
    }

    #[test]
    fn a_part_names_the_whole() {
        assert!(Setting::Thresholds.is_named_by("thresholds.on_track") && Setting::Settle.is_named_by(" settle"));
        assert!(!Setting::Settle.is_named_by("settled") && !Setting::Exclude.is_named_by(""));
        assert!(!Setting::Settle.is_named_by("settle.days") && !Setting::Thresholds.is_named_by("thresholds.green"));
        assert!(Setting::Cadence.is_named_by("cadence.team") && !Setting::Cadence.is_named_by("cadence."));
        assert!(Setting::Rule("late-goal".to_owned()).is_named_by("rules.late-goal.after"));
    }
}
