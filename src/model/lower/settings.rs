//! Lowers the settings in `goalpost.yaml`.

use std::collections::{BTreeMap, HashSet};

use super::feeds::feeds;
use super::scalar::{day, days, entries, texts};
use crate::model::day::{Days, parse_days};
use crate::model::setting::Setting;
use crate::model::settings::{
    Cadence, FolderSettings, Limits, RuleSetting, SettingChange, Settings, Statistics, Thresholds, deepest_first,
    parts_below,
};
use crate::syntax::{Decoder, Fault, FaultKind, Node, Tree, Value, closest, quoted};

/// Lowers `goalpost.yaml`. Names and options of rules are checked by the rules' layer, which knows them.
pub(in crate::model) fn settings(tree: &Tree) -> (Settings, Vec<Fault>) {
    let mut decoder = Decoder::new();
    let settings = match &tree.root {
        Some(root) if !root.is_null() => read(&mut decoder, root),
        _ => None,
    };
    let faults = decoder.into_faults();
    let mut settings = settings.unwrap_or_default();
    // Who meant `off` must not see figures about people because of a typo.
    let is_people = |fault: &Fault| fault.meant_route().split('.').next() == Some("people");
    if tree.partial || faults.iter().any(is_people) {
        settings.statistics = Statistics::Off;
    }
    (settings, faults)
}

fn read(decoder: &mut Decoder, root: &Node) -> Option<Settings> {
    let defaults = Settings::default();
    let what = "goalpost.yaml";
    let mut fields = decoder.fields(root, what)?;
    let levels = fields.optional(decoder, "levels", levels).unwrap_or(defaults.levels);
    let settings = Settings {
        organization: fields.optional(decoder, "organization", Decoder::text),
        fiscal_year_starts: fields.optional(decoder, "fiscal_year_starts", month).unwrap_or(1),
        cadence: fields
            .optional(decoder, "cadence", |decoder, node| cadence(decoder, node, &levels))
            .unwrap_or(defaults.cadence),
        levels,
        areas: fields.optional(decoder, "areas", texts).unwrap_or_default(),
        adopted: fields.optional(decoder, "adopted", day),
        changes: fields.optional(decoder, "changes", entries(change)).unwrap_or_default(),
        thresholds: fields.optional(decoder, "thresholds", thresholds).unwrap_or(defaults.thresholds),
        ambition: fields.optional(decoder, "ambition", super::number::share).unwrap_or(defaults.ambition),
        settle: fields.optional(decoder, "settle", days).unwrap_or(defaults.settle),
        close_within: fields.optional(decoder, "close_within", days).unwrap_or(defaults.close_within),
        limits: fields.optional(decoder, "limits", limits).unwrap_or(defaults.limits),
        sources: fields.optional(decoder, "sources", feeds).unwrap_or_default(),
        trunk: fields.optional(decoder, "trunk", Decoder::text),
        include: fields.optional(decoder, "include", texts).unwrap_or_default(),
        within: fields.optional(decoder, "within", Decoder::text),
        statistics: fields.optional(decoder, "people", people).unwrap_or_default(),
        exclude: fields.optional(decoder, "exclude", texts).unwrap_or_default(),
        rules: fields.optional(decoder, "rules", rules).unwrap_or_default(),
        folders: fields.optional(decoder, "folders", folders).unwrap_or_default(),
    };
    fields.finish(decoder, what, |_| None);
    Some(settings)
}

fn month(decoder: &mut Decoder, node: &Node) -> Option<u8> {
    let month = decoder.number_in(node, 1.0, 12.0, "from 1 to 12, the month", |_| None)?;
    if month.fract() != 0.0 {
        let fault = Fault::new(
            FaultKind::NumberOutOfRange,
            node.span,
            format!("`fiscal_year_starts` must be a month from 1 to 12, not {month}"),
            "not a whole number",
        );
        decoder.fault(fault.help("write the number of the month, such as 4 for April"));
        return None;
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "1 to 12, as just checked")]
    Some(month as u8)
}

/// The most levels: every goal and team is compared with each of them.
const MOST_LEVELS: usize = 100;

fn levels(decoder: &mut Decoder, node: &Node) -> Option<Vec<String>> {
    let levels = texts(decoder, node)?;
    if levels.len() > MOST_LEVELS {
        decoder.wrong_type(node, &format!("a list of at most {MOST_LEVELS} levels"));
        return None;
    }
    if levels.is_empty() {
        decoder.wrong_type(node, "a list of levels, top to bottom, with one at least");
        return None;
    }
    Some(levels)
}

fn cadence(decoder: &mut Decoder, node: &Node, levels: &[String]) -> Option<Cadence> {
    let Value::Mapping(mapping) = &node.value else {
        return every(decoder, node).map(|default| Cadence { default, by_level: BTreeMap::new() });
    };
    let mut by_level = BTreeMap::new();
    for entry in &mapping.entries {
        let level = entry.key.text.as_ref().to_owned();
        if !levels.contains(&level) {
            let fault = Fault::new(
                FaultKind::UnknownField,
                entry.key.span,
                format!("`cadence` names `{level}`, which is no level"),
                "not a level of this organisation",
            );
            let words = || levels.iter().map(String::as_str);
            let help = match closest(&level, words()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("the levels are {}", quoted(words()).replace(" or ", " and ")),
            };
            decoder.within_entry(entry, |decoder| decoder.fault(fault.help(help)));
            continue;
        }
        let days = decoder.within_entry(entry, |decoder| every(decoder, &entry.value));
        if let Some(days) = days {
            by_level.insert(level, days);
        }
    }
    Some(Cadence { default: 7, by_level })
}

/// A cadence in days. A month has 31, and a quarter 92, so that a check-in on the same day of each month is in time.
fn every(decoder: &mut Decoder, node: &Node) -> Option<Days> {
    let text = decoder.text(node)?;
    let days = match text.as_str() {
        "daily" => Some(1),
        "weekly" => Some(7),
        "fortnightly" => Some(14),
        "monthly" => Some(31),
        "quarterly" => Some(92),
        other => parse_days(other).filter(|days| *days > 0),
    };
    if days.is_none() {
        decoder.wrong_type(
            node,
            "`daily`, `weekly`, `fortnightly`, `monthly`, `quarterly` or a number of days such as 10d",
        );
    }
    days
}

fn thresholds(decoder: &mut Decoder, node: &Node) -> Option<Thresholds> {
    let what = "`thresholds`";
    let mut fields = decoder.fields(node, what)?;
    let on_track = fields.optional(decoder, "on_track", super::number::share).unwrap_or(0.9);
    let at_risk = fields.optional(decoder, "at_risk", super::number::share).unwrap_or(0.7);
    fields.finish(decoder, what, |_| None);
    if at_risk > on_track {
        let fault = Fault::new(
            FaultKind::NumberOutOfRange,
            node.span,
            "`thresholds.at_risk` must not be higher than `thresholds.on_track`",
            "crossed",
        );
        decoder.fault(fault.help("on track from 0.9, at risk from 0.7 of the plan, say"));
        return None;
    }
    Some(Thresholds { on_track, at_risk })
}

fn limits(decoder: &mut Decoder, node: &Node) -> Option<Limits> {
    let what = "`limits`";
    let defaults = Settings::default().limits;
    let mut fields = decoder.fields(node, what)?;
    let limits = Limits {
        strategic_goals: fields.optional(decoder, "strategic_goals", range).unwrap_or(defaults.strategic_goals),
        key_results: fields.optional(decoder, "key_results", range).unwrap_or(defaults.key_results),
        objectives_per_owner: fields
            .optional(decoder, "objectives_per_owner", range)
            .unwrap_or(defaults.objectives_per_owner),
    };
    fields.finish(decoder, what, |_| None);
    Some(limits)
}

fn range(decoder: &mut Decoder, node: &Node) -> Option<(u32, u32)> {
    let text = decoder.text(node)?;
    let range = text
        .split_once("..")
        .and_then(|(low, high)| Some((low.trim().parse().ok()?, high.trim().parse().ok()?)))
        .filter(|(low, high)| low <= high);
    if range.is_none() {
        decoder.wrong_type(node, "a range such as 2..5");
    }
    range
}

fn people(decoder: &mut Decoder, node: &Node) -> Option<Statistics> {
    let what = "`people`";
    let mut fields = decoder.fields(node, what)?;
    let statistics =
        fields.optional(decoder, "statistics", |decoder, node| match node.as_scalar().map(|scalar| &*scalar.text) {
            // `off` is false in YAML 1.1 (yaml.org/type/bool.html), and some editors write it so.
            Some("false") => Some(Statistics::Off),
            _ => decoder.word(node, &Statistics::WORDS),
        });
    fields.finish(decoder, what, |_| None);
    statistics
}

fn rules(decoder: &mut Decoder, node: &Node) -> Option<BTreeMap<String, RuleSetting>> {
    let Value::Mapping(mapping) = &node.value else {
        decoder.wrong_type(node, "rules by name, written as `orphan-goal: error` lines");
        return None;
    };
    let mut rules = BTreeMap::new();
    for entry in &mapping.entries {
        let name = entry.key.text.as_ref().to_owned();
        let setting = decoder.within_entry(entry, |decoder| rule(decoder, &entry.value));
        rules.insert(name, setting.unwrap_or_default());
    }
    Some(rules)
}

/// The settings of folders, the deepest first.
fn folders(decoder: &mut Decoder, node: &Node) -> Option<Vec<FolderSettings>> {
    let Value::Mapping(mapping) = &node.value else {
        decoder.wrong_type(node, "folders by path, written as `legacy/: {rules: {missing-metric: off}}` lines");
        return None;
    };
    let mut folders: Vec<FolderSettings> = Vec::new();
    let mut seen = HashSet::new();
    for entry in &mapping.entries {
        let name = entry.key.text.as_ref();
        let read = decoder.within_entry(entry, |decoder| {
            let path = match folder_path(name) {
                Ok(path) if !seen.insert(path.clone()) => Err((
                    FaultKind::DuplicateField,
                    format!("`folders` names `{name}` twice"),
                    "the same folder again",
                    "write all its rules under one of the two",
                )),
                path => path,
            };
            let rules = folder(decoder, &entry.value);
            match path {
                Ok(path) => Some(FolderSettings { path, rules: rules.unwrap_or_default() }),
                Err((kind, message, label, help)) => {
                    decoder.fault(Fault::new(kind, entry.key.span, message, label).help(help));
                    None
                }
            }
        });
        folders.extend(read);
    }
    folders.sort_by(|one, other| deepest_first(&one.path, &other.path));
    Some(folders)
}

/// A folder as settings store it, or the kind, message, label and help of what is wrong with it.
fn folder_path(name: &str) -> Result<String, (FaultKind, String, &'static str, &'static str)> {
    let wrong = |message: String, label, help| Err((FaultKind::WrongType, message, label, help));
    if name.starts_with('/') || name.contains('\\') || name.get(1..2) == Some(":") {
        let message = format!("`folders` names `{name}`, which is not relative to goalpost.yaml");
        return wrong(message, "not a relative path", "write the path from the folder of goalpost.yaml, with `/`");
    }
    match parts_below(name).filter(|_| !name.split('/').any(|part| part == "..")) {
        Some(parts) if !parts.is_empty() => Ok(format!("{}/", parts.join("/"))),
        Some(_) => {
            let message = format!("`folders` names `{name}`, which is the root itself");
            wrong(message, "the root", "write settings of all files under `rules`")
        }
        None => {
            let message = format!("`folders` names `{name}`, which contains `..`");
            wrong(message, "leaves the folder", "write the path of a folder below goalpost.yaml, without `..`")
        }
    }
}

fn folder(decoder: &mut Decoder, node: &Node) -> Option<BTreeMap<String, RuleSetting>> {
    let what = "a folder in `folders`";
    let mut fields = decoder.fields(node, "settings")?;
    let rules = fields.optional(decoder, "rules", rules);
    fields.finish(decoder, what, |_| None);
    rules
}

/// Why a setting was changed.
fn change(decoder: &mut Decoder, node: &Node) -> Option<SettingChange> {
    let what = "a change of a setting";
    let mut fields = decoder.fields(node, what)?;
    let date = fields.required(decoder, "date", what, day);
    let setting = fields.required(decoder, "setting", what, setting);
    let why = fields.required(decoder, "why", what, Decoder::text);
    fields.finish(decoder, what, |_| None);
    Some(SettingChange { date: date?, setting: setting?, why: why? })
}

/// The route of a setting whose change can be explained.
fn setting(decoder: &mut Decoder, node: &Node) -> Option<String> {
    let text = decoder.text(node)?;
    let once = Setting::WORDS.iter().any(|(_, setting)| setting.is_named_by(&text));
    if once || text.trim().strip_prefix("rules.").is_some_and(|rule| !rule.is_empty()) {
        return Some(text);
    }
    let (whole, part) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
    let words = || Setting::WORDS.iter().map(|(word, _)| *word);
    let help = match words().find(|word| *word == whole) {
        Some("thresholds") => "its parts are `thresholds.on_track` and `thresholds.at_risk`".to_owned(),
        Some(word) if !part.is_empty() => format!("it has no parts: write `{word}`"),
        _ => match closest(whole, words()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "write a setting such as `settle`, `thresholds.on_track` or `rules.moved-target`".to_owned(),
        },
    };
    let message = format!("`changes` names `{text}`, which is no setting that makes numbers or judges history");
    decoder.fault(Fault::new(FaultKind::WrongType, node.span, message, "not such a setting").help(help));
    None
}

/// The settings of one rule: a level, or a mapping with a level and options.
fn rule(decoder: &mut Decoder, node: &Node) -> Option<RuleSetting> {
    match &node.value {
        Value::Scalar(_) => Some(RuleSetting { level: decoder.text(node), options: BTreeMap::new() }),
        Value::Mapping(mapping) => {
            let mut setting = RuleSetting::default();
            for entry in &mapping.entries {
                let name = entry.key.text.as_ref().to_owned();
                let text = decoder.within_entry(entry, |decoder| decoder.text(&entry.value));
                match text {
                    Some(text) if name == "level" => setting.level = Some(text),
                    Some(text) => {
                        setting.options.insert(name, text);
                    }
                    None => {}
                }
            }
            Some(setting)
        }
        Value::Sequence(_) => {
            decoder.wrong_type(node, "`off`, `warn`, `error`, or a mapping with `level` and the rule's options");
            None
        }
    }
}
