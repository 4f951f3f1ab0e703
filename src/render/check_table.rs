//! Findings counted by rule: what to look at first where there are many.

use super::layout::{cut, width};
use super::style::Style;
use crate::model::count_of;
use crate::source::InOrder as _;
use crate::view::check::{CheckView, FindingView};

/// The findings of one rule.
struct RuleFindings<'v> {
    rule: &'v str,
    level: &'v str,
    count: usize,
    first: &'v FindingView,
}

/// Counts findings by rule: errors first, then the rules with the most.
fn by_rule(view: &CheckView) -> Vec<RuleFindings<'_>> {
    let mut rules: Vec<RuleFindings<'_>> = Vec::new();
    for finding in view.findings.iter().filter(|finding| finding.is_new != Some(false)) {
        // A rule can report both: what is an error somewhere may be a warning elsewhere.
        match rules.iter_mut().find(|it| it.rule == finding.rule && it.level == finding.level) {
            Some(known) => known.count += 1,
            None => rules.push(RuleFindings { rule: &finding.rule, level: &finding.level, count: 1, first: finding }),
        }
    }
    rules.order_by(|a, b| (a.level, b.count, a.rule).cmp(&(b.level, a.count, b.rule)));
    rules
}

/// The first finding of each rule, in the order of the table.
pub fn first_of_each(view: &CheckView) -> Vec<FindingView> {
    by_rule(view).iter().map(|rule| rule.first.clone()).collect()
}

/// The table, with how to look closer.
pub fn table(view: &CheckView, style: Style) -> String {
    let rules = by_rule(view);
    let digits = rules.iter().map(|it| it.count.to_string().len()).max().unwrap_or(1);
    let names = rules.iter().map(|it| width(it.rule)).max().unwrap_or(0);
    let mut text = String::new();
    for it in &rules {
        let level = format!("{:<7}", it.level);
        let level = if it.level == "error" { style.bad(&level) } else { style.warn(&level) };
        let lead = format!("{:>digits$} {level} {}", it.count, it.rule);
        // The message of the first one tells what the rule is about, if there is room for some of it.
        let used = digits + 9 + names + 2;
        match style.width.checked_sub(used).filter(|room| *room >= 20) {
            Some(room) => {
                let gap = " ".repeat(names - width(it.rule) + 2);
                let message = cut(&super::clean::clean(&it.first.message), room);
                text.push_str(&format!("{lead}{gap}{}\n", style.dim(&message)));
            }
            None => text.push_str(&format!("{lead}\n")),
        }
    }
    text
}

/// The counts by rule as plain lines.
pub fn describe(view: &CheckView) -> Vec<String> {
    let rules = by_rule(view);
    if rules.is_empty() {
        return vec!["check: no issues found".to_owned()];
    }
    let counts = [(view.summary.errors, "error"), (view.summary.warnings, "warning")];
    let counts: Vec<String> =
        counts.iter().filter(|(count, _)| *count > 0).map(|(n, what)| count_of(*n, what)).collect();
    let line = |it: &RuleFindings<'_>| format!("  {} {} {}", it.count, it.level, it.rule);
    std::iter::once(format!("check: {}", counts.join(" · "))).chain(rules.iter().map(line)).collect()
}
