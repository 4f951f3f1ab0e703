//! The answer of `check`: findings with their locations, and counts.

use serde::Serialize;

use crate::lint::{Finding, Fix, Level, Location};
use crate::model::Workspace;
use crate::source::{InOrder as _, Root, SETTINGS_FILE};

/// The answer of `goalpost check`.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CheckView {
    /// The findings, by path, line and rule.
    pub findings: Vec<FindingView>,
    /// How many there are.
    pub summary: Summary,
    /// With `--since`, and with `--staged` where there is a commit: what the findings are compared with; null without.
    pub since: Option<SinceView>,
    /// The findings that comments in the goal files allow; empty with `--since` and `--staged`.
    pub suppressed: Vec<FindingView>,
}

/// The state that findings are compared with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SinceView {
    /// The commit.
    pub revision: String,
    /// The number of older findings. `--since` omits them; `--staged` lists them in JSON and does not count them
    /// elsewhere.
    pub known: usize,
}

/// One finding.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct FindingView {
    /// The rule's name.
    pub rule: String,
    /// The rule's group.
    pub group: String,
    /// `error` or `warning`.
    pub level: String,
    /// The message.
    pub message: String,
    /// The file, from the root; it may have been removed.
    pub path: String,
    /// The line, from 1; null in a file that was removed.
    pub line: Option<usize>,
    /// The character in the line, from 1.
    pub column: Option<usize>,
    /// The line of the end.
    pub end_line: Option<usize>,
    /// The character after the last one.
    pub end_column: Option<usize>,
    /// The id of the file's goal.
    pub goal: Option<String>,
    /// The field's route, such as `supports[0]`.
    pub field: Option<String>,
    /// How to fix it.
    pub help: Option<String>,
    /// Related locations.
    pub related: Vec<RelatedView>,
    /// `safe` or `unsafe` where it can be fixed.
    pub fix: Option<String>,
    /// The label at the location.
    pub label: String,
    /// The number of places that it is about: 1, or more where the findings of one owner or team are reported together.
    /// `related` has the others.
    pub count: usize,
    /// Whether it was not there at the state that is compared with; null where nothing is compared.
    #[serde(rename = "new")]
    pub is_new: Option<bool>,
    /// Identifies the finding across commits: a hash of rule, goal and field, which does not change where lines move.
    pub fingerprint: String,
    /// The bytes in the file, for those who show it.
    #[serde(skip)]
    pub location: Option<Location>,
    /// The fix, for those who show it.
    #[serde(skip)]
    pub edit: Option<Fix>,
}

/// A location related to a finding.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct RelatedView {
    /// The file, from the root.
    pub path: String,
    /// The line, from 1.
    pub line: Option<usize>,
    /// The character in the line, from 1.
    pub column: Option<usize>,
    /// The id of the file's goal.
    pub goal: Option<String>,
    /// How it is related.
    pub message: String,
    /// The bytes in the file, for those who show it.
    #[serde(skip)]
    pub location: Option<Location>,
}

/// How many files, goals and findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Summary {
    /// Files read, settings and organisation included.
    pub files: usize,
    /// Files that yield an id.
    pub goals: usize,
    /// Findings at level error.
    pub errors: usize,
    /// Findings at level warning.
    pub warnings: usize,
    /// Findings that `check --fix` can fix.
    pub fixable: usize,
}

impl CheckView {
    /// The view of findings.
    pub fn new(workspace: &Workspace, findings: &[Finding]) -> Self {
        Self::of(workspace, findings.iter().map(|finding| FindingView::new(workspace, finding)).collect())
    }

    /// The view of findings of which some are new; the others do not count in the summary.
    pub fn compared(workspace: &Workspace, findings: &[Finding], is_new: &[bool]) -> Self {
        let views = findings
            .iter()
            .zip(is_new)
            .map(|(finding, is_new)| FindingView { is_new: Some(*is_new), ..FindingView::new(workspace, finding) });
        Self::of(workspace, views.collect())
    }

    /// Adds the findings that comments allow. They do not count in the summary.
    #[must_use]
    pub fn with_suppressed(mut self, workspace: &Workspace, silenced: &[Finding]) -> Self {
        self.suppressed = silenced.iter().map(|finding| FindingView::new(workspace, finding)).collect();
        self
    }

    /// The findings in the order in which services that show only some of them should have them: errors before
    /// warnings, and by path and line among these.
    pub fn most_important_first(&self) -> Vec<&FindingView> {
        let mut findings: Vec<&FindingView> = self.findings.iter().collect();
        findings.order_by_key(|finding| (finding.is_new == Some(false), !finding.is_error()));
        findings
    }

    fn of(workspace: &Workspace, views: Vec<FindingView>) -> Self {
        let counted = || views.iter().filter(|view| view.is_new != Some(false));
        let count = |level: &str| counted().filter(|view| view.level == level).count();
        let summary = Summary {
            files: workspace.sources.files.iter().filter(|file| file.root != Root::Outer).count(),
            goals: workspace.count_goals(),
            errors: count("error"),
            warnings: count("warning"),
            fixable: counted().filter(|view| view.fix.as_deref() == Some("safe")).count(),
        };
        Self { findings: views, summary, since: None, suppressed: Vec::new() }
    }
}

/// A location's path, and its beginning and end as people count.
struct TextRange {
    path: String,
    from: Option<(usize, usize)>,
    to: Option<(usize, usize)>,
}

fn spot(workspace: &Workspace, location: Option<Location>, gone: Option<&String>) -> TextRange {
    let Some(location) = location else {
        return TextRange { path: gone.map_or(SETTINGS_FILE, String::as_str).to_owned(), from: None, to: None };
    };
    let file = workspace.file(location.document);
    let at = |offset: u32| {
        let position = file.position(offset as usize);
        (position.line, position.column)
    };
    TextRange { path: file.path.clone(), from: Some(at(location.span.start)), to: Some(at(location.span.end)) }
}

impl FindingView {
    /// Whether its level is error.
    pub fn is_error(&self) -> bool {
        self.level == Level::Error.word()
    }

    fn new(workspace: &Workspace, finding: &Finding) -> Self {
        let TextRange { path, from, to } = spot(workspace, finding.location, finding.gone.as_ref());
        Self {
            rule: finding.rule.to_owned(),
            group: finding.group.word().to_owned(),
            level: finding.level.word().to_owned(),
            message: finding.message.clone(),
            path,
            line: from.map(|(line, _)| line),
            column: from.map(|(_, column)| column),
            end_line: to.map(|(line, _)| line),
            end_column: to.map(|(_, column)| column),
            goal: finding.goal.clone(),
            field: finding.field.clone(),
            help: finding.help.clone(),
            related: finding
                .related
                .iter()
                .map(|related| {
                    let TextRange { path, from, .. } = spot(workspace, related.location, related.gone.as_ref());
                    RelatedView {
                        path,
                        line: from.map(|(line, _)| line),
                        column: from.map(|(_, column)| column),
                        goal: related.goal.clone(),
                        message: related.message.clone(),
                        location: related.location,
                    }
                })
                .collect(),
            fix: finding.fix.as_ref().map(|fix| if fix.safe { "safe" } else { "unsafe" }.to_owned()),
            label: finding.label.clone(),
            count: finding.count,
            is_new: None,
            fingerprint: finding.fingerprint.clone(),
            location: finding.location,
            edit: finding.fix.clone(),
        }
    }
}
