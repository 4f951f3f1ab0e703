//! The list of rules as terminal output, by group: level, name and summary.

use super::layout::{pad, width, wrap};
use super::style::Style;
use crate::model::count_of;
use crate::view::rules::{RuleView, RulesView};

/// The columns of a level and of a name. A longer name has a line of its own.
const LEVEL: usize = 5;
const NAME: usize = 28;

/// The widest line in columns, for readability, and the width below which names and summaries do not share a line.
const WIDEST: usize = 120;
const NARROW: usize = 70;

/// The list of rules.
pub fn rules(view: &RulesView, style: Style) -> String {
    let mut text = heading(view, style);
    let mut group = "";
    for rule in &view.rules {
        if rule.group != group {
            group = &rule.group;
            let words = about(group);
            let between = if width(group) + 2 + width(words) <= style.width { "  " } else { "\n" };
            text.push_str(&format!("\n{}{between}", style.bold(group)));
            let lines = wrap(words, style.width);
            text.push_str(&format!("{}\n", lines.iter().map(|line| style.dim(line)).collect::<Vec<_>>().join("\n")));
        }
        text.push_str(&row(rule, style));
    }
    let (explain, levels) = (style.bold("goalpost explain RULE"), style.bold("rules: {RULE: off|warn|error}"));
    text.push_str(&format!("\nreasons and fixes: {explain}\n"));
    if style.width < NARROW {
        text.push_str(&format!("change a level in goalpost.yaml:\n  {levels}\n"));
    } else {
        text.push_str(&format!("change a level:    {levels} in goalpost.yaml\n"));
    }
    text
}

fn heading(view: &RulesView, style: Style) -> String {
    let summary = view.summary;
    let settings = match &view.settings {
        Some(file) => format!("with the settings of {file}"),
        None => "by default".to_owned(),
    };
    let (error, warn) = (format!("{} error", summary.error), format!("{} warn", summary.warn));
    let about = format!("{}, {settings}:", count_of(summary.rules, "rule"));
    let counts = format!("{error} · {warn} · {} off", summary.off);
    let painted = format!("{} · {} · {} off", style.bad(&error), style.warn(&warn), summary.off);
    if width(&about) + 1 + width(&counts) <= style.width {
        return format!("{about} {painted}\n");
    }
    wrap(&about, style.width).iter().map(|line| format!("{line}\n")).collect::<String>() + &painted + "\n"
}

fn row(rule: &RuleView, style: Style) -> String {
    let level = pad(&rule.level, LEVEL);
    let level = match rule.level.as_str() {
        "error" => style.bad(&level),
        "warn" => style.warn(&level),
        _ => style.dim(&level),
    };
    // On a narrow page every name has a line of its own.
    let is_narrow = style.width < NARROW;
    let indent = if is_narrow { 2 + LEVEL + 1 } else { 2 + LEVEL + 1 + NAME + 1 };
    let mut lines = wrap(&summary_words(rule), style.width.min(WIDEST).saturating_sub(indent)).into_iter();
    let mut text = format!("  {level} ");
    if is_narrow || width(&rule.name) > NAME {
        text.push_str(&super::layout::cut(&rule.name, style.width.saturating_sub(2 + LEVEL + 1)));
    } else {
        let first = lines.next().unwrap_or_default();
        text.push_str(&format!("{} {first}", pad(&rule.name, NAME)));
    }
    text.push('\n');
    for line in lines {
        text.push_str(&format!("{}{line}\n", " ".repeat(indent)));
    }
    text
}

/// The summary of a rule with the settings that differ from the default.
fn summary_words(rule: &RuleView) -> String {
    let mut set = Vec::new();
    if rule.level != rule.default {
        set.push(if rule.default == "off" {
            "off by default".to_owned()
        } else {
            format!("default: {}", rule.default)
        });
    }
    let options = rule.options.iter().filter(|option| option.value != option.default);
    set.extend(options.map(|option| format!("{}: {}, default {}", option.name, option.value, option.default)));
    if set.is_empty() { rule.summary.clone() } else { format!("{} ({})", rule.summary, set.join("; ")) }
}

/// The subject of a group of rules.
fn about(group: &str) -> &'static str {
    match group {
        "document" => "syntax and fields of goal files",
        "cascade" => "links between goals",
        "smart" => "specific, measurable, achievable, relevant, time-bound",
        "fast" => "frequently discussed, ambitious, specific, transparent",
        "okr" => "good practice for objectives and key results",
        "people" => "owners, teams, and needs between teams",
        "alignment" => "relations between many goals",
        "history" => "changes in git history, such as moved goalposts",
        "survey" => "team surveys",
        _ => "",
    }
}
