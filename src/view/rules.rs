//! What `rules` says: every rule with the level that it has here.

use serde::Serialize;

use crate::lint::{Level, OptionKind, Rule};
use crate::model::{Settings, parse_days};
use crate::source::{InOrder as _, SETTINGS_FILE};
use crate::syntax::parse_number;

/// The answer of `goalpost rules`.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct RulesView {
    /// The settings file; null where the defaults apply.
    pub settings: Option<String>,
    /// Every rule, by group and name.
    pub rules: Vec<RuleView>,
    /// How many there are.
    pub summary: RulesSummary,
}

/// A rule.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct RuleView {
    /// Its name.
    pub name: String,
    /// Its group.
    pub group: String,
    /// The configured level: `off`, `warn` or `error`.
    pub level: String,
    /// The default level.
    pub default: String,
    /// What it finds, in a sentence.
    pub summary: String,
    /// Its options.
    pub options: Vec<RuleOptionView>,
}

/// An option of a rule.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct RuleOptionView {
    /// Its name.
    pub name: String,
    /// The configured value.
    pub value: String,
    /// The default value.
    pub default: String,
    /// What it means.
    pub summary: String,
}

/// The number of rules by configured level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct RulesSummary {
    /// All of them.
    pub rules: usize,
    /// Those at level error.
    pub error: usize,
    /// Those at level warn.
    pub warn: usize,
    /// Those that are off.
    pub off: usize,
}

impl RulesView {
    /// Lists rules under some settings; under the defaults where there are none.
    pub fn new(rules: &[&Rule], settings: Option<&Settings>) -> Self {
        let file = settings.map(|_| SETTINGS_FILE.to_owned());
        let defaults = Settings::default();
        let settings = settings.unwrap_or(&defaults);
        let mut sorted = rules.to_vec();
        sorted.order_by_key(|rule| (rule.group, rule.name));
        let rules: Vec<_> = sorted.into_iter().map(|rule| RuleView::new(rule, settings)).collect();
        let count = |level: &str| rules.iter().filter(|rule| rule.level == level).count();
        let summary =
            RulesSummary { rules: rules.len(), error: count("error"), warn: count("warn"), off: count("off") };
        Self { settings: file, rules, summary }
    }
}

impl RuleView {
    /// One rule under some settings.
    pub fn new(rule: &Rule, settings: &Settings) -> Self {
        let written = settings.rules.get(rule.name);
        let options = rule.options.iter().map(|option| {
            let text = written.and_then(|it| it.options.get(option.name)).map_or("", String::as_str);
            let set = match option.kind {
                OptionKind::Days(_) => parse_days(text).map(OptionKind::Days),
                OptionKind::Number(_) => parse_number(text).map(OptionKind::Number),
            };
            RuleOptionView {
                name: option.name.to_owned(),
                value: say(set.unwrap_or(option.kind)),
                default: say(option.kind),
                summary: option.doc.to_owned(),
            }
        });
        Self {
            name: rule.name.to_owned(),
            group: rule.group.word().to_owned(),
            level: word(rule.level_in(settings)).to_owned(),
            default: word(rule.level).to_owned(),
            summary: rule.summary(),
            options: options.collect(),
        }
    }
}

/// A level as settings write it.
fn word(level: Option<Level>) -> &'static str {
    match level {
        None => "off",
        Some(Level::Warning) => "warn",
        Some(Level::Error) => "error",
    }
}

/// An option's value as settings write it.
fn say(kind: OptionKind) -> String {
    match kind {
        OptionKind::Days(days) => format!("{days}d"),
        OptionKind::Number(number) => number.to_string(),
    }
}
