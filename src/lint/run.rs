//! Running rules over a snapshot.

use std::collections::{HashMap, HashSet};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use rayon::prelude::*;

use super::allow::{Allow, Allows};
use super::finding::{Finding, Fix, Level, Report, Subject};
use super::fingerprint::Fingerprints;
use super::group::Identity;
use super::levels::RuleLevels;
use super::rule::Rule;
use super::sink::Sink;
use crate::analysis::facts::Facts;
use crate::model::{DocIx, Document, Role, Settings, Workspace};
use crate::syntax::{Edit, apply};

/// The options of a run of rules.
#[derive(Debug, Clone, Default)]
pub struct Lint<'a> {
    /// The existing rules.
    pub rules: &'a [&'static Rule],
    /// Names of the rules to run, even if they are off; empty for all.
    pub only: Vec<String>,
    /// Whether rules that are off run too, as warnings. The scorecard needs their findings whatever their level.
    pub all_levels: bool,
}

/// The result of a run.
#[derive(Debug, Default)]
pub struct Outcome {
    /// The findings, by path, line and rule.
    pub findings: Vec<Finding>,
    /// The findings that comments silence.
    pub silenced: Vec<Finding>,
}

/// Runs rules over a snapshot.
pub fn run(lint: &Lint<'_>, snapshot: &Facts<'_>) -> Outcome {
    let mut outcome = Outcome::default();
    let settings_of = |rule: &Rule| {
        let judged_by = snapshot.moved_settings.judged_by.as_deref().filter(|_| rule.name == MOVED_SETTINGS);
        judged_by.unwrap_or(snapshot.settings())
    };
    let levels_of = |rule: &&'static Rule| Some((rule.name, lint.levels_of(rule, settings_of(rule))?));
    let ran: HashMap<&'static str, RuleLevels<'_>> = lint.rules.iter().filter_map(levels_of).collect();
    let known: Vec<Identity> = lint.rules.iter().map(|rule| rule.identity()).collect();
    let mut allows = Allows::read(snapshot.workspace, &known);
    let found = check_all(lint.rules, |rule| {
        let levels = ran.get(rule.name).copied()?;
        let mut sink = Sink::new(snapshot, &known, levels, &ran, &allows);
        (rule.check)(snapshot, &mut sink);
        Some(sink.findings)
    });
    found.into_iter().flatten().for_each(|finding| outcome.take(finding, &mut allows));
    if let Some(rule) = lint.rules.iter().find(|rule| rule.name == UNUSED)
        && let Some(levels) = ran.get(rule.name).copied()
    {
        // Comments that allow `unused-allow` itself can be judged only after all others, and must not silence the
        // finding about themselves.
        for of_itself in [false, true] {
            let mut sink = Sink::new(snapshot, &known, levels, &ran, &allows);
            for report in report_unused(lint, snapshot, &allows, &ran, of_itself) {
                sink.report(report);
            }
            let found = sink.findings;
            let mut nothing = Allows::default();
            let silencing = if of_itself { &mut nothing } else { &mut allows };
            for finding in found {
                outcome.take(finding, silencing);
            }
        }
    }
    let workspace = snapshot.workspace;
    remove_impossible_fixes(workspace, &mut outcome.findings);
    outcome.findings.sort_by(|a, b| sort_key(workspace, a).cmp(&sort_key(workspace, b)));
    let all = outcome.findings.iter_mut().chain(&mut outcome.silenced);
    Fingerprints::default().assign(workspace, all);
    outcome
}

impl Outcome {
    /// Takes a finding, silenced if a comment allows it.
    fn take(&mut self, finding: Finding, allows: &mut Allows) {
        let is_silenced = finding.location.is_some_and(|it| allows.silence(finding.rule, it.document, it.span));
        if is_silenced { &mut self.silenced } else { &mut self.findings }.push(finding);
    }
}

/// Runs rules on all cores, and returns what each found in their order.
///
/// These are threads of their own and not tasks of rayon's pool: rules share facts that the first to ask computes, on that
/// pool. A task that waits for such a fact could be taken up by the thread that computes it, and would wait for itself.
fn check_all(
    rules: &[&'static Rule],
    check: impl Fn(&'static Rule) -> Option<Vec<Finding>> + Sync,
) -> Vec<Vec<Finding>> {
    let next = AtomicUsize::new(0);
    let found: Mutex<Vec<(usize, Vec<Finding>)>> = Mutex::default();
    let work = || {
        while let Some((at, rule)) = next_of(&next, rules) {
            if let Some(findings) = check(rule) {
                found.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push((at, findings));
            }
        }
    };
    thread::scope(|scope| {
        for _ in 1..thread::available_parallelism().map_or(1, usize::from).min(rules.len()) {
            scope.spawn(work);
        }
        work();
    });
    let mut found = found.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    found.sort_by_key(|(at, _)| *at);
    found.into_iter().map(|(_, findings)| findings).collect()
}

/// The next rule to run, from the last on: the comparison of texts takes longest, and stands near the end.
fn next_of(next: &AtomicUsize, rules: &[&'static Rule]) -> Option<(usize, &'static Rule)> {
    let at = rules.len().checked_sub(1 + next.fetch_add(1, Ordering::Relaxed))?;
    Some((at, rules[at]))
}

/// The maximum number of fixes per file that are tried. Each try parses the file again, and a hostile file may have
/// thousands; further fixes are offered untried.
const MAX_TRIED: usize = 64;

/// The most bytes of a file that are parsed for that. Settings of many megabytes would take minutes.
const MAX_BYTES_TRIED: usize = 8 << 20;

/// Removes fixes that cannot be applied: in some layouts an edit would damage the text around it.
fn remove_impossible_fixes(workspace: &Workspace, findings: &mut [Finding]) {
    let mut tried: HashMap<DocIx, usize> = HashMap::new();
    let mut is_tried = |finding: &&mut Finding| {
        finding.fix.as_ref().is_some_and(|fix| {
            let count = tried.entry(fix.document).or_default();
            *count += 1;
            *count <= MAX_TRIED && *count * workspace.file(fix.document).text.len() <= MAX_BYTES_TRIED
        })
    };
    let fixed: Vec<&mut Finding> = findings.iter_mut().filter(|finding| is_tried(finding)).collect();
    fixed.into_par_iter().for_each(|finding| {
        let possible = |fix: &Fix| {
            let file = workspace.file(fix.document);
            apply(file.path_in_root(), &file.text, std::slice::from_ref(&fix.edit)).is_ok()
        };
        finding.fix = finding.fix.take().filter(possible);
    });
}

/// The order of findings: path, place, rule.
fn sort_key<'f>(workspace: &'f Workspace, finding: &'f Finding) -> (&'f str, Option<u32>, &'static str) {
    (finding.path(workspace), finding.location.map(|it| it.span.start), finding.rule)
}

impl Lint<'_> {
    /// Whether a rule runs with the given settings.
    pub fn is_enabled(&self, name: &str, settings: &Settings) -> bool {
        self.rules.iter().any(|rule| rule.name == name && self.levels_of(rule, settings).is_some())
    }

    /// The levels at which a rule runs; none if it does not run.
    fn levels_of<'s>(&self, rule: &Rule, settings: &'s Settings) -> Option<RuleLevels<'s>> {
        let named = self.only.iter().any(|name| name == rule.name);
        if !self.only.is_empty() && !named {
            return None;
        }
        let otherwise = if named || self.all_levels { rule.level.or(Some(Level::Warning)) } else { None };
        Some(RuleLevels { rule: rule.identity(), default: rule.level, settings, otherwise }).filter(RuleLevels::is_on)
    }
}

/// The rule about changes of settings, which must not turn itself off unseen.
pub(super) const MOVED_SETTINGS: &str = "moved-settings";

/// The rule whose reports are created here, because they are known only after all other rules have run.
const UNUSED: &str = "unused-allow";

/// Reports allow comments that silence nothing.
fn report_unused(
    lint: &Lint<'_>,
    snapshot: &Facts<'_>,
    allows: &Allows,
    ran: &HashMap<&str, RuleLevels<'_>>,
    of_itself: bool,
) -> Vec<Report> {
    let known: HashSet<&str> = lint.rules.iter().map(|rule| rule.name).collect();
    let judged = checked_documents(snapshot);
    let silences_nothing = |document: DocIx, allow: &Allow| {
        let name = allow.name.as_str();
        let is_read = !snapshot.workspace.document(document).tree.partial;
        let is_on = || {
            let levels = ran.get(name).filter(|_| judged[document.index()]);
            levels.is_some_and(|levels| levels.at(&snapshot.workspace.file(document).path).is_some())
        };
        is_read && !allow.used && (!known.contains(name) || is_on())
    };
    let unused_comments = allows.comments_where_all(silences_nothing);
    let mut reports = Vec::new();
    for (document, allow) in allows.all().filter(|(_, allow)| (allow.name == UNUSED) == of_itself) {
        if !silences_nothing(document, allow) {
            continue;
        }
        let name = &allow.name;
        let (message, label, help) = if known.contains(name.as_str()) {
            let message = format!("no finding of `{name}` here to allow");
            (message, "silences nothing", "remove the name, or the comment".to_owned())
        } else {
            let near = crate::syntax::closest(name, lint.rules.iter().map(|rule| rule.name));
            let help = near.map_or_else(
                || "run `goalpost rules` for a list of rules".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            (format!("there is no rule `{name}` to allow"), "unknown", help)
        };
        let report = Report::on(Subject::Document(document), "", message).label(label).help(help).span(allow.comment);
        // A comment is removed as a whole, so the fix is offered only if none of its names silences anything.
        let is_unused = unused_comments.get(&(document, allow.comment)) == Some(&true);
        reports.push(if is_unused { report.safe_fix(Edit::RemoveComment { span: allow.comment }) } else { report });
    }
    reports
}

/// For each document, whether all rules check it: files of live goals, and readable settings and organisation files.
fn checked_documents(snapshot: &Facts<'_>) -> Vec<bool> {
    let of_repository = |document: &Document| {
        matches!(document.role, Role::Settings | Role::Org)
            && !document.tree.partial
            && snapshot.workspace.sources.file(document.file).is_own()
    };
    let mut checked: Vec<bool> = snapshot.workspace.documents.iter().map(of_repository).collect();
    for (_, goal) in snapshot.live_goals() {
        checked[goal.document.index()] = true;
    }
    checked
}

#[cfg(test)]
mod tests {
    use super::super::{Check, Group};
    use super::*;
    use crate::model::{GoalIx, Workspace, parse_day};
    use crate::source::SourceSet;

    const fn rule(name: &'static str, level: Option<Level>, check: Check) -> Rule {
        Rule { name, group: Group::Document, level, options: &[], check }
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
        assert_eq!(unused("strict, mild", ""), [("no finding of `mild` here to allow".to_owned(), false)]);
        let wanted = ["no finding of `mild` here to allow", "there is no rule `strikt` to allow"];
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
        assert_eq!(unused("unused-allow", ""), [("no finding of `unused-allow` here to allow".to_owned(), true)]);
    }
}
