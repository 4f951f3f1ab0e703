//! `goalpost check`: checks all goal files and reports the findings.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::Args as ClapArgs;

use super::error::CommandError;
use super::finding_format::{FindingFormat, render};
use super::format::Answer;
use super::privacy::Privacy;
use super::range;
use super::session::Session;
use super::snapshots::{HistoryReach, LoadedHistory};
use super::verdict::Verdict;
use crate::analysis::snapshot::NoHistory;
use crate::analysis::versions::changed_between;
use crate::author;
use crate::lint::{self, Finding, Fixed, KnownFindings, Lint, Outcome, Rule, Safety};
use crate::model::{Workspace, count_of};
use crate::project::Project;
use crate::render::{clean, clean_block, pretty, shell_word};
use crate::rules::{NEEDING_FULL_HISTORY, RULES, rule};
use crate::source::{Root, SETTINGS_FILE};
use crate::syntax::closest;
use crate::view::Context;
use crate::view::check::{CheckView, SinceView};

/// Check goal files for errors and warnings
///
/// Reads every goal file below the root and reports each problem with its place and what to do about it. Exits with 1
/// if there is a finding at level error. `goalpost rules` lists the rules, `goalpost explain RULE` describes one.
///
/// With a format for a service (sarif, github, gitlab, junit) and --output FILE, the findings are also printed for people.
#[derive(Debug, Default, ClapArgs)]
#[command(after_help = "\
Examples:
  goalpost check
  goalpost check --fix
  goalpost check --since main --format markdown
  goalpost check --format sarif --output goals.sarif")]
pub(super) struct Args {
    /// Report only findings in these files or folders; all files are still read
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Run only this rule, even if it is turned off; repeatable
    #[arg(long = "rule", value_name = "RULE")]
    rules: Vec<String>,
    /// Exit with 1 on warnings too
    #[arg(long)]
    strict: bool,
    /// Apply safe fixes; comments and layout are kept
    #[arg(long)]
    fix: bool,
    /// Apply fixes that may change what a goal means, too
    #[arg(long)]
    unsafe_fixes: bool,
    /// Show what --fix would change without changing it
    #[arg(long)]
    diff: bool,
    /// Check the index, and report only findings that HEAD does not have; rules that need history are skipped
    #[arg(long, conflicts_with_all = ["fix", "unsafe_fixes", "diff"])]
    staged: bool,
    /// Report only findings that a revision or day does not have
    #[arg(long, value_name = "REV")]
    since: Option<String>,
    /// Check the history of goals that ended long ago, too
    #[arg(long)]
    all_history: bool,
    /// Show every finding; on a terminal, many are counted by rule, with the first of each
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    privacy: Privacy,
    #[command(flatten)]
    answer: Answer<FindingFormat>,
}

/// More findings than these are not read one by one on a terminal.
const MANY: usize = 20;

/// How often `--fix` checks again: a fix can reveal another finding.
const MOST_ROUNDS: usize = 10;

pub(super) fn run(session: &Session, args: &Args) -> Result<Verdict, CommandError> {
    let format = args.answer.format();
    for name in &args.rules {
        ensure_rule_exists(name)?;
    }
    // What is mended is what was read: nobody else writes in between.
    let lock = if args.mends() { Some(session.lock()?) } else { None };
    let project = if args.staged { session.open_staged()? } else { session.open_to_check()? };
    let mut project = args.privacy.guard_if(format.is_passed_around(), session, project, &[])?;
    let context = session.context(&project)?;
    let mut base = match args.since.as_deref() {
        Some(name) => Some(range::open_base(session, name, context.today)?),
        None if args.staged => range::open_head(session, &project)?,
        None => None,
    };
    let mut found = run_rules(session, &mut project, args, &context, base.as_mut())?;
    if args.diff {
        note_other_roots(session, &project, &found.new_findings(), args);
        return show_fixes(session, project, found, args, &context, base.as_mut());
    }
    if args.mends() {
        let journal = lock.as_ref().and_then(|lock| lock.journal.as_ref());
        (project, found) = apply_fixes(session, (project, journal), found, args, &context, base.as_mut())?;
    }
    drop(lock);
    note_other_roots(session, &project, &found.new_findings(), args);
    let known = found.known_count();
    // `--staged --format json` keeps the findings that HEAD has too, marked `"new": false`: editors show both.
    if !(args.staged && args.since.is_none() && matches!(format, FindingFormat::Json)) {
        let findings = lint::fold_batches(found.new_findings());
        let is_new = found.is_new.map(|_| vec![true; findings.len()]);
        found = CheckResult { is_new, findings, silenced: found.silenced };
    }
    // Services show the help too, whose formats are otherwise left as they are.
    for finding in found.findings.iter_mut().chain(&mut found.silenced) {
        finding.help = finding.help.as_ref().map(|help| session.rooted(help).into_owned());
    }
    let mut view = match &found.is_new {
        Some(is_new) => CheckView::compared(&project.workspace, &found.findings, is_new),
        None => CheckView::new(&project.workspace, &found.findings),
    };
    if found.is_new.is_none() {
        view = view.with_suppressed(&project.workspace, &found.silenced);
    }
    let revision = base.and_then(|base| base.revision).map(|revision| revision.oid.to_string());
    view.since = revision.map(|revision| SinceView { revision, known });
    let failed = view.summary.errors > 0 || (args.strict && view.summary.warnings > 0);
    let shown = (&view, &project);
    // A rule that is asked for is shown whole.
    let is_many = view.findings.len() > MANY && !args.all && args.rules.is_empty() && session.is_on_terminal();
    let text = match format {
        FindingFormat::Human if is_many => {
            pretty::many_findings(&view, &project.workspace, &Session::here(&project), session.style())
        }
        _ => render(session, format, shown, &context, args.strict),
    };
    if format.is_for_a_service() && session.has_output() {
        Session::print(&render(session, FindingFormat::Human, shown, &context, args.strict))?;
    }
    session.answer(&text)?;
    session.leave((project, found));
    Ok(if failed { Verdict::Failed } else { Verdict::Done })
}

/// The findings of a check.
struct CheckResult {
    findings: Vec<Finding>,
    /// Whether each finding is new since the base; `None` without a base.
    is_new: Option<Vec<bool>>,
    /// The findings that comments allow.
    silenced: Vec<Finding>,
}

impl CheckResult {
    /// Counts the findings that the base has too.
    fn known_count(&self) -> usize {
        self.is_new.iter().flatten().filter(|is_new| !**is_new).count()
    }

    /// Returns the findings that the base does not have.
    fn new_findings(&self) -> Vec<Finding> {
        let is_new = |at: usize| self.is_new.as_ref().is_none_or(|is_new| is_new[at]);
        let new = self.findings.iter().enumerate().filter(|(at, _)| is_new(*at));
        new.map(|(_, finding)| finding.clone()).collect()
    }
}

/// Runs the rules, and marks which findings the base does not have.
///
/// Both states are checked as of the same day, each with its own history. Rules that are turned off at the base run
/// there too: turning a rule on does not make an old finding new. An id that was changed by hand is one finding; all
/// other rules treat its goal as the one that it was.
fn run_rules(
    session: &Session,
    project: &mut Project,
    args: &Args,
    context: &Context,
    mut base: Option<&mut Project>,
) -> Result<CheckResult, CommandError> {
    let mut pasts = read_pasts(session, project, args, context, base.as_deref())?;
    let is_on = rule("changed-id").is_some_and(|rule| rule.level_in(&project.workspace.settings).is_some());
    if is_on {
        let (earlier, later) = match (&pasts, base.as_deref()) {
            (_, Some(base)) if args.staged => (Vec::new(), changed_between(&base.workspace, &project.workspace)),
            ((Some(before), after), Some(base)) => (before.unlisted_ids(base), after.unlisted_ids(project)),
            ((_, after), _) => (Vec::new(), after.unlisted_ids(project)),
        };
        let is_earlier = base.as_deref_mut().is_some_and(|base| base.take_over(&earlier));
        if project.take_over(&later) || is_earlier {
            pasts = read_pasts(session, project, args, context, base.as_deref())?;
        }
    }
    let taken = |past: LoadedHistory, project| {
        let mut facts = past.snapshot(project);
        facts.all_history = args.all_history;
        let is_asked = args.rules.is_empty() || args.rules.iter().any(|name| name == "moved-settings");
        if is_asked && !args.staged {
            let _progress = session.progress("comparing with earlier settings");
            facts.moved_settings = lint::find_moved_settings(RULES, project, &facts);
        }
        facts
    };
    let before = pasts.0.zip(base.as_deref()).map(|(past, base)| taken(past, base));
    let after = taken(pasts.1, project);
    // A commit hook sees one state without its history. A comment that allows a history rule is not unused then.
    let now = |rule: &&&Rule| !args.staged || (rule.group.word() != "history" && rule.name != "unused-allow");
    let rules: Vec<&Rule> = RULES.iter().filter(now).copied().collect();
    let lint = Lint { rules: &rules, only: args.rules.clone(), ..Lint::default() };
    let Outcome { mut findings, mut silenced } = lint::run(&lint, &after);
    retain_paths(&mut findings, project, &args.paths)?;
    retain_paths(&mut silenced, project, &args.paths)?;
    let is_new = match (before, base.as_deref()) {
        (Some(before), Some(base)) => {
            let lint = Lint { all_levels: true, ..lint };
            let known = KnownFindings::new(&base.workspace, &lint::run(&lint, &before).findings);
            Some(known.are_new(&project.workspace, &findings))
        }
        // Before the first commit every finding is new.
        _ => args.staged.then(|| vec![true; findings.len()]),
    };
    session.leave(after);
    Ok(CheckResult { findings, is_new, silenced })
}

/// Reads the past of the goals, and of the base if there is one. A hook looks at the next commit by itself.
fn read_pasts(
    session: &Session,
    project: &Project,
    args: &Args,
    context: &Context,
    base: Option<&Project>,
) -> Result<(Option<LoadedHistory>, LoadedHistory), CommandError> {
    let today = context.today;
    let asked = Lint { rules: RULES, only: args.rules.clone(), ..Lint::default() };
    let far_back = NEEDING_FULL_HISTORY.iter().any(|name| asked.is_enabled(name, &project.workspace.settings));
    let reach = if args.all_history || far_back { HistoryReach::Whole } else { HistoryReach::Recent };
    let alone = |project| LoadedHistory::of_files(project, NoHistory::Unasked, today);
    Ok(match base {
        _ if args.staged => (base.map(alone), alone(project)),
        Some(base) => {
            let (before, after) = session.read_pasts((base, today), (project, today), reach)?;
            (Some(before), after)
        }
        None => (None, session.read_past(project, today, reach)?),
    })
}

impl Args {
    /// Creates the arguments for a push onto a commit.
    pub(super) fn of_push(since: Option<String>) -> Self {
        Self { since, ..Self::default() }
    }

    /// Whether files are to be written.
    fn mends(&self) -> bool {
        (self.fix || self.unsafe_fixes) && !self.diff
    }

    fn safety(&self) -> Safety {
        if self.unsafe_fixes { Safety::Unsafe } else { Safety::Safe }
    }
}

/// Applies fixes in memory. Only files of the own root are fixed; included roots belong to others.
fn collect_fixes(project: &Project, findings: &[Finding], safety: Safety) -> Vec<Fixed> {
    let open = |fixed: &Fixed| project.workspace.is_own(fixed.document);
    lint::fix_all(&project.workspace, findings, safety).into_iter().filter(open).collect()
}

/// Notes the fixes that `--fix` leaves to included roots, with the command that applies them there.
fn note_other_roots(session: &Session, project: &Project, findings: &[Finding], args: &Args) {
    if !(args.fix || args.unsafe_fixes || args.diff) {
        return;
    }
    let workspace = &project.workspace;
    let mut left: BTreeMap<&str, usize> = BTreeMap::new();
    for fixed in lint::fix_all(workspace, findings, args.safety()) {
        let Root::Included(at) = workspace.file(fixed.document).root else { continue };
        let Some(name) = workspace.settings.include.get(at) else { continue };
        *left.entry(name).or_default() += fixed.count;
    }
    let option = if args.unsafe_fixes { "--unsafe-fixes" } else { "--fix" };
    for (name, count) in left {
        let (findings, name) = (count_of(count, "fixable finding"), clean(name));
        let folder = shell_word(&project.root.join(&*name).to_string_lossy());
        session.note(&format!("left {findings} in {name}; to fix there: goalpost check {option} --root {folder}"));
    }
}

/// Shows what `--fix` would write: fixes are made in memory until no finding has one left.
fn show_fixes(
    session: &Session,
    mut project: Project,
    mut found: CheckResult,
    args: &Args,
    context: &Context,
    mut base: Option<&mut Project>,
) -> Result<Verdict, CommandError> {
    let mut texts: BTreeMap<String, (String, String)> = BTreeMap::new();
    for _ in 0..MOST_ROUNDS {
        let fixed = collect_fixes(&project, &found.new_findings(), args.safety());
        if fixed.is_empty() {
            break;
        }
        let mut files = Vec::new();
        for fixed in fixed {
            let file = project.workspace.file(fixed.document);
            files.push(file.with_text(fixed.text.clone()));
            texts.entry(file.path.clone()).or_insert_with(|| (file.text.clone(), String::new())).1 = fixed.text;
        }
        project = project.with_files(files);
        found = run_rules(session, &mut project, args, context, base.as_deref_mut())?;
    }
    let shown = texts.iter().map(|(path, (before, after))| author::unified(path, Some(before), after));
    session.answer(&clean_block(&shown.collect::<String>()))
}

/// Writes fixes until no finding has one left.
fn apply_fixes(
    session: &Session,
    (mut project, journal): (Project, Option<&author::Journal>),
    mut found: CheckResult,
    args: &Args,
    context: &Context,
    mut base: Option<&mut Project>,
) -> Result<(Project, CheckResult), CommandError> {
    let mut count = 0;
    for _ in 0..MOST_ROUNDS {
        let fixed = collect_fixes(&project, &found.new_findings(), args.safety());
        if fixed.is_empty() {
            break;
        }
        session.note_other_day()?;
        let mut change = author::Change::new(&project.root).with_journal(journal);
        for file in fixed {
            change.set(project.workspace.file(file.document), file.text);
            count += file.count;
        }
        change.write()?;
        project = session.site(&project.root).open()?;
        found = run_rules(session, &mut project, args, context, base.as_deref_mut())?;
    }
    if count > 0 {
        session.note(&format!("fixed {}; review with git diff", count_of(count, "finding")));
    }
    Ok((project, found))
}

fn ensure_rule_exists(name: &str) -> Result<(), CommandError> {
    if rule(name).is_some() {
        return Ok(());
    }
    let near = closest(name, RULES.iter().map(|rule| rule.name));
    Err(CommandError::unknown(format!("there is no rule `{name}`"))
        .did_you_mean(near, "list the rules: goalpost rules"))
}

/// Resolves the links and dots of a path, as far as it exists.
fn resolve_path(path: &Path) -> Option<PathBuf> {
    let whole = std::path::absolute(path).ok()?;
    whole.ancestors().find_map(|above| Some(above.canonicalize().ok()?.join(whole.strip_prefix(above).ok()?)))
}

/// Keeps the findings of some files or folders.
fn retain_paths(findings: &mut Vec<Finding>, project: &Project, paths: &[PathBuf]) -> Result<(), CommandError> {
    if paths.is_empty() {
        return Ok(());
    }
    let root = project.root.canonicalize().unwrap_or_else(|_| project.root.clone());
    let mut wanted = Vec::new();
    for path in paths {
        let missing = || {
            CommandError::unknown(format!("there is no file or folder `{}`", path.display()))
                .hint("paths are relative to the current folder")
        };
        let real = resolve_path(path).ok_or_else(missing)?;
        // With --staged or --at, a path may be in the index or the revision only.
        let holds = || project.workspace.sources.files.iter().any(|file| root.join(&file.path).starts_with(&real));
        if !path.exists() && !holds() {
            return Err(missing());
        }
        let below = real.strip_prefix(&root).map_err(|_| {
            CommandError::usage(format!("`{}` is outside the goals' root", path.display()))
                .hint(format!("the root is `{}`; choose another with --root DIR", project.root.display()))
        })?;
        wanted.push(below.to_path_buf());
    }
    let workspace: &Workspace = &project.workspace;
    findings.retain(|finding| {
        let read = finding.location.map(|it| workspace.file(it.document).path.as_str());
        let path = read.or(finding.gone.as_deref()).unwrap_or(SETTINGS_FILE);
        wanted.iter().any(|below| PathBuf::from(path).starts_with(below))
    });
    Ok(())
}
