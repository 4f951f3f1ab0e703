//! Running rules over a snapshot.

use std::cell::RefCell;
use std::collections::HashSet;

use super::allow::Allows;
use super::finding::{Finding, Level, Report, Subject};
use super::rule::Rule;
use super::sink::Sink;
use crate::analysis::Snapshot;
use crate::model::{Settings, Workspace};
use crate::source::SETTINGS_FILE;
use crate::syntax::Edit;

/// How to run rules.
#[derive(Debug, Clone, Default)]
pub struct Lint<'a> {
    /// The rules there are.
    pub rules: &'a [&'static Rule],
    /// Only these, on even if they are off; empty for all.
    pub only: Vec<String>,
    /// Whether rules that are off run too, as warnings: for those who ask rules a question of their own.
    pub all_levels: bool,
}

/// What rules have found.
#[derive(Debug, Default)]
pub struct Outcome {
    /// The findings, by path, line and rule.
    pub findings: Vec<Finding>,
    /// What comments allow.
    pub silenced: Vec<Finding>,
}

/// Runs rules over a snapshot.
#[must_use]
pub fn run(lint: &Lint<'_>, snapshot: &Snapshot<'_>) -> Outcome {
    let allows = RefCell::new(Allows::read(snapshot.workspace));
    let mut outcome = Outcome::default();
    let mut ran = HashSet::new();
    for rule in lint.rules {
        let Some(level) = lint.level_of(rule, snapshot.settings()) else { continue };
        ran.insert(rule.name);
        let mut sink = Sink::new(snapshot, rule, level, &allows);
        (rule.check)(snapshot, &mut sink);
        outcome.findings.append(&mut sink.findings);
        outcome.silenced.append(&mut sink.silenced);
    }
    if let Some(rule) = lint.rules.iter().find(|rule| rule.name == "unused-allow" && ran.contains(rule.name)) {
        let reports = unused(lint, &allows.borrow(), &ran);
        if let Some(level) = lint.level_of(rule, snapshot.settings()) {
            let mut sink = Sink::new(snapshot, rule, level, &allows);
            for report in reports {
                sink.report(report);
            }
            outcome.findings.append(&mut sink.findings);
        }
    }
    let workspace = snapshot.workspace;
    outcome.findings.sort_by(|a, b| key(workspace, a).cmp(&key(workspace, b)));
    outcome
}

/// What findings are ordered by: path, place, rule.
fn key<'f>(workspace: &'f Workspace, finding: &'f Finding) -> (&'f str, Option<u32>, &'static str) {
    let read = finding.location.map(|it| workspace.file(it.document).path.as_str());
    let path = read.or(finding.gone.as_deref()).unwrap_or(SETTINGS_FILE);
    (path, finding.location.map(|it| it.span.start), finding.rule)
}

impl Lint<'_> {
    /// Whether a rule runs with some settings.
    #[must_use]
    pub fn runs(&self, name: &str, settings: &Settings) -> bool {
        self.rules.iter().any(|rule| rule.name == name && self.level_of(rule, settings).is_some())
    }

    /// The level at which a rule runs; none if it does not.
    fn level_of(&self, rule: &Rule, settings: &Settings) -> Option<Level> {
        let named = self.only.iter().any(|name| name == rule.name);
        if !self.only.is_empty() && !named {
            return None;
        }
        let written = settings.rules.get(rule.name).and_then(|setting| setting.level.as_deref());
        let level = match written {
            Some("off" | "false") => None,
            Some("warn") => Some(Level::Warning),
            Some("error") => Some(Level::Error),
            _ => rule.level,
        };
        if named || self.all_levels { level.or(rule.level).or(Some(Level::Warning)) } else { level }
    }
}

/// Comments that allow what no rule has found.
fn unused(lint: &Lint<'_>, allows: &Allows, ran: &HashSet<&str>) -> Vec<Report> {
    let mut reports = Vec::new();
    for (document, allow) in allows.unused() {
        let known = lint.rules.iter().any(|rule| rule.name == allow.name);
        if known && !ran.contains(allow.name.as_str()) {
            continue;
        }
        let report = if known {
            let message = format!("`{}` finds nothing here to allow", allow.name);
            Report::on(Subject::Document(document), "", message).label("silences nothing").help("remove the comment")
        } else {
            let message = format!("`{}` is no rule", allow.name);
            let near = crate::syntax::closest(&allow.name, lint.rules.iter().map(|rule| rule.name));
            let help =
                near.map_or_else(|| "goalpost rules lists them".to_owned(), |near| format!("did you mean `{near}`?"));
            Report::on(Subject::Document(document), "", message).label("unknown").help(help)
        };
        let report = report.span(allow.comment);
        reports.push(if known && !allow.shared {
            report.safe_fix(Edit::RemoveComment { span: allow.comment })
        } else {
            report
        });
    }
    reports
}
