//! Checks `rules:` in `goalpost.yaml` against the existing rules.

use crate::analysis::facts::Facts;
use crate::lint::{Identity, OptionKind, Report, Subject, current_name};
use crate::model::{Role, parse_days};
use crate::source::Span;
use crate::syntax::{Entry, Mapping, Node, closest, parse_number, quoted};

/// The errors in the configuration of rules, by the rule that reports them.
#[derive(Default)]
pub(super) struct ConfigurationErrors {
    /// Rules, options and levels that do not exist.
    pub(super) unknown: Vec<Report>,
    /// Values that an option cannot have.
    pub(super) unreadable: Vec<Report>,
}

/// Checks everything that `goalpost.yaml` configures about rules.
pub(super) fn check_configuration(snapshot: &Facts<'_>, known: &[Identity]) -> ConfigurationErrors {
    let mut found = ConfigurationErrors::default();
    let settings = snapshot.workspace.by_role(Role::Settings).map(|ix| snapshot.workspace.document(ix));
    let Some(document) = settings.filter(|document| !document.tree.partial) else { return found };
    let Some(settings) = document.tree.mapping() else { return found };
    let folders = settings.get("folders").and_then(Node::as_mapping).map_or(&[][..], |folders| &folders.entries);
    let of_folders = folders.iter().filter_map(|folder| folder.value.as_mapping()?.get("rules"));
    for rules in settings.get("rules").into_iter().chain(of_folders).filter_map(Node::as_mapping) {
        found.rules(rules, known);
    }
    found.explained(settings, known);
    found
}

impl ConfigurationErrors {
    /// Checks the settings of rules of the root or of a folder.
    fn rules(&mut self, rules: &Mapping, known: &[Identity]) {
        for entry in &rules.entries {
            let name = &*entry.key.text;
            let present = current_name(name);
            if present != name {
                // The earlier name still works; the finding only asks to update it.
                let help = format!("write `{present}`");
                let message = format!("the rule `{name}` is now called `{present}`");
                self.unknown.push(report(name, entry.key.span, message, "earlier name", help));
            }
            let Some(rule) = known.iter().find(|rule| rule.name == present) else {
                let help = no_rule_help(name, known);
                self.unknown.push(report(name, entry.key.span, format!("there is no rule `{name}`"), "unknown", help));
                continue;
            };
            match entry.value.as_mapping() {
                Some(settings) => self.options(rule, settings),
                None => self.level(rule, &entry.value),
            }
        }
    }

    /// Checks the rules that `changes` name: `rules.moved-target`, with or without an option.
    fn explained(&mut self, settings: &Mapping, known: &[Identity]) {
        let entries =
            settings.get("changes").and_then(Node::as_sequence).into_iter().flat_map(|changes| &changes.items);
        for setting in entries.filter_map(|entry| entry.as_mapping()?.get("setting")) {
            let Some(text) = setting.as_scalar().and_then(|it| it.text.trim().strip_prefix("rules.")) else { continue };
            let name = text.split('.').next().unwrap_or(text);
            if !name.is_empty() && !known.iter().any(|rule| rule.name == current_name(name)) {
                let message = format!("`changes` names the rule `{name}`, which does not exist");
                self.unknown.push(report(name, setting.span, message, "unknown", no_rule_help(name, known)));
            }
        }
    }

    fn level(&mut self, rule: &Identity, node: &Node) {
        let Some(level) = node.as_scalar().filter(|scalar| !scalar.is_blank()).map(|scalar| &*scalar.text) else {
            return;
        };
        if !matches!(level, "off" | "warn" | "error" | "false") {
            let help = match level {
                "warning" | "warnings" => "did you mean `warn`?".to_owned(),
                _ => "write `off`, `warn` or `error`".to_owned(),
            };
            let message = format!("`{level}` is not a valid level for the rule `{}`", rule.name);
            self.unknown.push(report(rule.name, node.span, message, "not a level", help));
        }
    }

    fn options(&mut self, rule: &Identity, settings: &Mapping) {
        for entry in &settings.entries {
            let name = &*entry.key.text;
            if name == "level" {
                self.level(rule, &entry.value);
            } else if let Some(option) = rule.options.iter().find(|option| option.name == name) {
                self.value(rule, option.kind, entry);
            } else {
                let names = || std::iter::once("level").chain(rule.options.iter().map(|option| option.name));
                let help = match closest(name, names()) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("its options are {}", quoted(names()).replace(" or ", " and ")),
                };
                let message = format!("the rule `{}` has no option `{name}`", rule.name);
                self.unknown.push(report(rule.name, entry.key.span, message, "unknown", help));
            }
        }
    }

    fn value(&mut self, rule: &Identity, kind: OptionKind, entry: &Entry) {
        let Some(text) = entry.value.as_scalar().filter(|scalar| !scalar.is_blank()).map(|scalar| &*scalar.text) else {
            return;
        };
        let (reads, wanted) = match kind {
            OptionKind::Days(_) => (parse_days(text).is_some(), "a number of days such as 7d"),
            OptionKind::Number(_) => (parse_number(text).is_some_and(f64::is_finite), "a number"),
        };
        if !reads {
            let message = format!("the option `{}` of the rule `{}` must be {wanted}", entry.key.text, rule.name);
            let help = format!("write {wanted}");
            self.unreadable.push(report(rule.name, entry.value.span, message, "invalid value", help));
        }
    }
}

fn no_rule_help(name: &str, known: &[Identity]) -> String {
    match closest(name, known.iter().map(|rule| rule.name)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "run `goalpost rules` for a list of rules".to_owned(),
    }
}

fn report(rule: &str, span: Span, message: String, label: &str, help: String) -> Report {
    Report::on(Subject::Settings, format!("rules.{rule}"), message).span(span).label(label).help(help)
}
