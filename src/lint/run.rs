//! Running rules over a snapshot.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

use rayon::prelude::*;

use super::allow::{Allow, Allows};
use super::finding::{Finding, Fix, Level, Report, Subject};
use super::group::Identity;
use super::rule::Rule;
use super::sink::Sink;
use crate::analysis::facts::Facts;
use crate::model::{DocIx, Document, Role, Settings, Workspace};
use crate::source::SETTINGS_FILE;
use crate::syntax::{Edit, apply};

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
pub fn run(lint: &Lint<'_>, snapshot: &Facts<'_>) -> Outcome {
    let mut outcome = Outcome::default();
    let mut ran = HashSet::new();
    let known: Vec<Identity> = lint.rules.iter().map(|rule| rule.identity()).collect();
    let allows = RefCell::new(Allows::read(snapshot.workspace, &known));
    for rule in lint.rules {
        let Some(level) = lint.level_of(rule, snapshot.settings()) else { continue };
        ran.insert(rule.name);
        let mut sink = Sink::new(snapshot, rule.identity(), &known, level, &allows);
        (rule.check)(snapshot, &mut sink);
        outcome.findings.append(&mut sink.findings);
        outcome.silenced.append(&mut sink.silenced);
    }
    if let Some(rule) = lint.rules.iter().find(|rule| rule.name == UNUSED && ran.contains(rule.name))
        && let Some(level) = lint.level_of(rule, snapshot.settings())
    {
        // What allows this very rule can only be judged after all the others, and cannot vouch for itself.
        let nothing = RefCell::new(Allows::default());
        for (of_itself, silencing) in [(false, &allows), (true, &nothing)] {
            let reports = unused(lint, snapshot, &allows.borrow(), &ran, of_itself);
            let mut sink = Sink::new(snapshot, rule.identity(), &known, level, silencing);
            for report in reports {
                sink.report(report);
            }
            outcome.findings.append(&mut sink.findings);
            outcome.silenced.append(&mut sink.silenced);
        }
    }
    let workspace = snapshot.workspace;
    offer_what_can_be(workspace, &mut outcome.findings);
    outcome.findings.sort_by(|a, b| key(workspace, a).cmp(&key(workspace, b)));
    outcome
}

/// How many fixes of one file are tried. Each try reads the file again, and a hostile one may ask for thousands.
const MOST_TRIED: usize = 64;

/// Takes away the fixes that cannot be made: in some layouts an edit would hurt what stands around it.
fn offer_what_can_be(workspace: &Workspace, findings: &mut [Finding]) {
    let mut tried: HashMap<DocIx, usize> = HashMap::new();
    let mut few = |finding: &&mut Finding| {
        finding.fix.as_ref().is_some_and(|fix| {
            let count = tried.entry(fix.document).or_default();
            *count += 1;
            *count <= MOST_TRIED
        })
    };
    let fixed: Vec<&mut Finding> = findings.iter_mut().filter(|finding| few(finding)).collect();
    fixed.into_par_iter().for_each(|finding| {
        let possible = |fix: &Fix| apply(&workspace.file(fix.document).text, std::slice::from_ref(&fix.edit)).is_ok();
        finding.fix = finding.fix.take().filter(possible);
    });
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
        let level = rule.level_in(settings);
        if named || self.all_levels { level.or(rule.level).or(Some(Level::Warning)) } else { level }
    }
}

/// The rule whose reports are made here: that a comment silences nothing is known only when all rules have run.
const UNUSED: &str = "unused-allow";

/// Comments that allow what no rule has found.
fn unused(lint: &Lint<'_>, snapshot: &Facts<'_>, allows: &Allows, ran: &HashSet<&str>, of_itself: bool) -> Vec<Report> {
    let known: HashSet<&str> = lint.rules.iter().map(|rule| rule.name).collect();
    let judged = judged(snapshot);
    let silences_nothing = |document: DocIx, allow: &Allow| {
        let name = allow.name.as_str();
        let is_read = !snapshot.workspace.document(document).tree.partial;
        is_read && !allow.used && (!known.contains(name) || ran.contains(name) && judged[document.index()])
    };
    let whole = allows.whole(silences_nothing);
    let mut reports = Vec::new();
    for (document, allow) in allows.all().filter(|(_, allow)| (allow.name == UNUSED) == of_itself) {
        if !silences_nothing(document, allow) {
            continue;
        }
        let name = &allow.name;
        let (message, label, help) = if known.contains(name.as_str()) {
            let message = format!("`{name}` finds nothing here to allow");
            (message, "silences nothing", "remove the name, or the comment".to_owned())
        } else {
            let near = crate::syntax::closest(name, lint.rules.iter().map(|rule| rule.name));
            let help =
                near.map_or_else(|| "`goalpost rules` lists them".to_owned(), |near| format!("did you mean `{near}`?"));
            (format!("there is no rule `{name}` to allow"), "unknown", help)
        };
        let report = Report::on(Subject::Document(document), "", message).label(label).help(help).span(allow.comment);
        let all_of_it = whole.get(&(document, allow.comment)) == Some(&true);
        reports.push(if all_of_it { report.safe_fix(Edit::RemoveComment { span: allow.comment }) } else { report });
    }
    reports
}

/// Which documents every rule has judged: those of live goals, and the settings and the organisation where they read.
fn judged(snapshot: &Facts<'_>) -> Vec<bool> {
    let of_repository = |document: &Document| {
        matches!(document.role, Role::Settings | Role::Org)
            && !document.tree.partial
            && snapshot.workspace.sources.file(document.file).is_own()
    };
    let mut judged: Vec<bool> = snapshot.workspace.documents.iter().map(of_repository).collect();
    for (_, goal) in snapshot.live_goals() {
        judged[goal.document.index()] = true;
    }
    judged
}

#[cfg(test)]
mod tests {
    use super::super::{Check, Group};
    use super::*;
    use crate::model::{GoalIx, Workspace, parse_day};
    use crate::source::SourceSet;

    const fn rule(name: &'static str, level: Option<Level>, check: Check) -> Rule {
        Rule { name, group: Group::Document, level, page: "", options: &[], check }
    }

    /// One rule that finds every goal wanting, one that finds nothing, one that is off.
    static RULES: &[&Rule] = &[
        &rule("strict", Some(Level::Error), |_, sink| sink.report(Report::at(GoalIx(0), "", "wanting"))),
        &rule("mild", Some(Level::Error), |_, _| {}),
        &rule("idle", None, |_, _| {}),
        &rule(UNUSED, Some(Level::Warning), |_, _| {}),
    ];

    fn unused(names: &str, rest: &str) -> Vec<(String, bool)> {
        let goal = format!("# goalpost: allow {names}\nkind: objective\nid: a\ntitle: t\n{rest}\n");
        let texts = [("a.yaml", goal.as_str()), ("z.yaml", "kind: objective\nid: z\ntitle: t\n")];
        let workspace = Workspace::read(SourceSet::from_texts(texts));
        let snapshot = Facts::take(&workspace, parse_day("2026-11-21").expect("a day"));
        let found = run(&Lint { rules: RULES, ..Lint::default() }, &snapshot).findings;
        let unused = found.into_iter().filter(|it| it.rule == UNUSED);
        unused.map(|it| (it.message, it.fix.is_some())).collect()
    }

    #[test]
    fn each_name_of_a_comment_is_judged_and_the_comment_goes_when_all_are_unused() {
        assert_eq!(unused("strict, mild", ""), [("`mild` finds nothing here to allow".to_owned(), false)]);
        let wanted = ["`mild` finds nothing here to allow", "there is no rule `strikt` to allow"];
        assert_eq!(unused("mild, strikt  # why", ""), wanted.map(|message| (message.to_owned(), true)));
    }

    #[test]
    fn what_did_not_run_there_is_not_called_unused() {
        assert_eq!(unused("idle", ""), []);
        assert_eq!(unused("mild", "state: achieved"), [], "many rules pass over closed goals");
        assert_eq!(unused("mild, strikt", "title: ["), [], "nobody judges what does not parse");
    }

    #[test]
    fn an_allow_of_unused_allow_is_used_by_what_it_silences() {
        assert_eq!(unused("mild, unused-allow", ""), []);
        assert_eq!(unused("unused-allow", ""), [("`unused-allow` finds nothing here to allow".to_owned(), true)]);
    }
}
