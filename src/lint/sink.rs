//! The sink to which rules report. It adds the place and the level to each report.

use std::collections::HashMap;

use super::allow::Allows;
use super::finding::{Batch, Finding, FindingPlace, Fix, Location, Related, Report, Subject};
use super::group::{Identity, OptionKind};
use super::levels::RuleLevels;
use crate::analysis::facts::Facts;
use crate::model::{DocIx, GoalIx, Role, abridged, parse_days};
use crate::source::Span;
use crate::syntax::parse_number;

/// The maximum number of characters in one text of a finding, because goal files may contain ids of any length.
const MAX_TEXT: usize = 2000;

/// The maximum number of related places of a finding.
const MAX_RELATED: usize = 20;

/// Collects the reports of one rule.
#[derive(Debug)]
pub struct Sink<'s, 'w> {
    snapshot: &'s Facts<'w>,
    rule: Identity,
    known: &'s [Identity],
    levels: RuleLevels<'s>,
    all_levels: &'s HashMap<&'static str, RuleLevels<'s>>,
    allows: &'s Allows,
    /// The findings, whether or not a comment silences them.
    pub(super) findings: Vec<Finding>,
}

impl<'s, 'w> Sink<'s, 'w> {
    /// Creates a sink for the reports of one rule; `known` lists all existing rules, `all_levels` those that run.
    pub(super) fn new(
        snapshot: &'s Facts<'w>,
        known: &'s [Identity],
        levels: RuleLevels<'s>,
        all_levels: &'s HashMap<&'static str, RuleLevels<'s>>,
        allows: &'s Allows,
    ) -> Self {
        Self { snapshot, rule: levels.rule, known, levels, all_levels, allows, findings: Vec::new() }
    }

    /// All existing rules, with which the settings are compared.
    pub fn known_rules(&self) -> &'s [Identity] {
        self.known
    }

    /// Whether the rule reports on a goal, by the settings of the goal's folder. One report about several goals must not be
    /// silenced by the folder of the first.
    pub fn is_on(&self, goal: GoalIx) -> bool {
        self.levels.of_goal(self.snapshot, self.snapshot.goal(goal)).is_some()
    }

    /// Whether another rule runs now and reports on a goal.
    pub fn is_reported_by(&self, rule: &str, goal: GoalIx) -> bool {
        let levels = self.all_levels.get(rule);
        levels.is_some_and(|levels| levels.of_goal(self.snapshot, self.snapshot.goal(goal)).is_some())
    }

    /// Whether a comment allows a finding of another rule at a goal's field.
    pub fn is_allowed(&self, rule: &str, goal: GoalIx, field: &str) -> bool {
        let place = self.locate(Subject::Goal(goal), field, None).location;
        place.is_some_and(|place| self.allows.has(rule, place.document, place.span))
    }

    /// Adds a report.
    pub fn report(&mut self, report: Report) {
        let Some(finding) = self.finding_of(report) else { return };
        // A private root that names an open root in `within` reads its goals, but only checks its own.
        if finding.location.is_some_and(|location| self.snapshot.workspace.is_outer(location.document)) {
            return;
        }
        self.findings.push(finding);
    }

    /// The value for a goal of an option of the rule that is a duration, in days. An invalid value counts as the default.
    pub fn days(&self, name: &str, goal: GoalIx) -> i64 {
        let default = match self.option(name) {
            Some(OptionKind::Days(days)) => days,
            _ => 0,
        };
        self.option_text(name, goal).and_then(parse_days).unwrap_or(default)
    }

    /// The value for a goal of an option of the rule that is a number. An invalid value counts as the default.
    pub fn number(&self, name: &str, goal: GoalIx) -> f64 {
        let default = match self.option(name) {
            Some(OptionKind::Number(number)) => number,
            _ => 0.0,
        };
        self.option_text(name, goal).and_then(parse_number).unwrap_or(default)
    }

    fn option(&self, name: &str) -> Option<OptionKind> {
        self.rule.options.iter().find(|option| option.name == name).map(|option| option.kind)
    }

    fn option_text(&self, name: &str, goal: GoalIx) -> Option<&'w str> {
        let workspace = self.snapshot.workspace;
        let mut written = workspace.settings.rules_at(&workspace.file(workspace.goal(goal).document).path);
        written.find_map(|rules| rules.get(self.rule.name)?.options.get(name)).map(String::as_str)
    }

    /// The finding of a report; none where the rule is off in its folder.
    fn finding_of(&self, report: Report) -> Option<Finding> {
        let FindingPlace { location, gone, goal } = self.locate(report.subject, &report.field, report.span);
        let read = location.map(|it| self.snapshot.workspace.file(it.document).path.as_str());
        let level = match report.subject {
            Subject::Goal(ix) => self.levels.of_goal(self.snapshot, self.snapshot.goal(ix)),
            // A file that was moved before it was deleted keeps the rules of the folders in which it lay.
            Subject::Removed(place) if let Some(removal) = self.snapshot.removals().get(place) => {
                self.levels.of_history(self.snapshot, &removal.id, &removal.path)
            }
            _ => self.levels.at(read.or(gone.as_deref()).unwrap_or_default()),
        }?;
        let fix = match (report.fix, location) {
            (Some((edit, safe)), Some(location)) => Some(Fix { document: location.document, edit, safe }),
            _ => None,
        };
        let omitted = report.related.len().saturating_sub(MAX_RELATED);
        let mut related: Vec<Related> = report
            .related
            .into_iter()
            .take(MAX_RELATED)
            .map(|(subject, field, span, message)| {
                let FindingPlace { location, gone, goal } = self.locate(subject, &field, span);
                Related { location, gone, goal, message }
            })
            .collect();
        if omitted > 0
            && let Some(last) = related.last_mut()
        {
            last.message = format!("{} (and {omitted} more)", last.message);
        }
        let level = report.by_default.filter(|_| !self.levels.is_set(read.unwrap_or_default())).unwrap_or(level);
        Some(Finding {
            rule: self.rule.name,
            group: self.rule.group,
            level: report.at_most.map_or(level, |most| most.min(level)),
            message: abridged(&report.message, MAX_TEXT),
            label: abridged(&report.label, MAX_TEXT),
            help: report.help.map(|help| abridged(&help, MAX_TEXT)),
            location,
            gone,
            goal,
            field: Some(report.field).filter(|field| !field.is_empty()),
            related,
            fix,
            batch: report.batch.map(|batch| Batch {
                before: abridged(&batch.before, MAX_TEXT),
                after: abridged(&batch.after, MAX_TEXT),
                help: batch.help.map(|help| abridged(&help, MAX_TEXT)),
                ..batch
            }),
            fingerprint: String::new(),
            count: 1,
        })
    }

    fn locate(&self, subject: Subject, field: &str, span: Option<Span>) -> FindingPlace {
        let workspace = self.snapshot.workspace;
        let document = match subject {
            Subject::Goal(ix) => Some(workspace.goal(ix).document),
            Subject::Document(ix) => Some(ix),
            Subject::Settings => workspace.by_role(Role::Settings),
            Subject::Org => workspace.by_role(Role::Org).or_else(|| workspace.by_role(Role::Settings)),
            Subject::Removed(place) => {
                let removal = self.snapshot.removals().get(place);
                let (gone, goal) = (removal.map(|it| it.path.clone()), removal.map(|it| it.id.clone()));
                return FindingPlace { location: None, gone, goal };
            }
        };
        let goal = match subject {
            Subject::Goal(ix) => Some(workspace.goal(ix).id.clone()),
            Subject::Document(ix) => workspace.document(ix).id.clone(),
            Subject::Settings | Subject::Org | Subject::Removed(_) => None,
        };
        let place =
            |ix: DocIx| Location { document: ix, span: span.unwrap_or_else(|| self.span_of(ix, subject, field)) };
        FindingPlace { location: document.map(place), gone: None, goal }
    }

    /// The span of a route. A finding on a whole settings file is placed at its first line.
    fn span_of(&self, document: DocIx, subject: Subject, field: &str) -> Span {
        let it = self.snapshot.workspace.document(document);
        match subject {
            Subject::Settings | Subject::Org if field.is_empty() => Span::default(),
            _ => it.span(field),
        }
    }
}
