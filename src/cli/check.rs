//! `goalpost check`: reads all goals and reports what is wrong with them.

use std::path::{Path, PathBuf};

use clap::Args as ClapArgs;

use super::error::CommandError;
use super::format::{Answer, Format};
use super::privacy::Privacy;
use super::range;
use super::session::{HistoryReach, Session};
use super::verdict::Verdict;
use crate::analysis::facts::Facts;
use crate::analysis::snapshot::NoHistory;
use crate::analysis::versions::changed_between;
use crate::author;
use crate::lint::{self, Finding, Fixed, KnownFindings, Lint, Rule, Safety};
use crate::model::Workspace;
use crate::project::Project;
use crate::render::{clean_block, json, markdown, pretty};
use crate::rules::{LOOKING_FAR_BACK, RULES, rule};
use crate::source::SETTINGS_FILE;
use crate::syntax::closest;
use crate::view::check::{CheckView, SinceView};
use crate::view::{Context, Envelope};

/// Check goal files for errors and warnings
///
/// Reads every goal file below the root and reports what is wrong, where, and what to do. Exits with 1 if anything is
/// wrong at level error. `goalpost rules` lists what is looked for, `goalpost explain RULE` says why.
#[derive(Debug, ClapArgs)]
pub(super) struct Args {
    /// Report only what is in these files or folders; everything is read all the same
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Only these rules, on even if they are off
    #[arg(long = "rule", value_name = "NAME")]
    rules: Vec<String>,
    /// Exit with 1 for warnings too
    #[arg(long)]
    strict: bool,
    /// Mend what can be mended with certainty; comments and layout stay
    #[arg(long)]
    fix: bool,
    /// With --fix, also make the repairs that someone has to want
    #[arg(long)]
    unsafe_fixes: bool,
    /// Show what --fix would change, and change nothing
    #[arg(long)]
    diff: bool,
    /// Report only what the next commit would bring: what is in the index and not at HEAD. What needs history is left to CI
    #[arg(long, conflicts_with_all = ["fix", "unsafe_fixes", "diff"])]
    staged: bool,
    /// Report only what was not wrong at a revision or on a day
    #[arg(long, value_name = "REV")]
    since: Option<String>,
    /// Judge the history of goals that ended long ago too
    #[arg(long)]
    all_history: bool,
    #[command(flatten)]
    privacy: Privacy,
    #[command(flatten)]
    answer: Answer<Format>,
}

/// How often `--fix` looks again at what its repairs have brought to light.
const MOST_ROUNDS: usize = 10;

/// Runs the command.
pub(super) fn run(session: &Session, args: &Args) -> Result<Verdict, CommandError> {
    let format = args.answer.format();
    for name in &args.rules {
        known(name)?;
    }
    // What is mended is what was read: nobody else writes in between.
    let lock = if args.mends() { Some(session.lock()?) } else { None };
    let project = if args.staged { session.open_staged()? } else { session.open_to_check()? };
    let mut project = args.privacy.guard_if(matches!(format, Format::Markdown), session, project, &[])?;
    let context = session.context(&project)?;
    let mut base = match args.since.as_deref() {
        Some(name) => Some(range::open_base(session, name, context.today)?),
        None if args.staged => range::open_head(session, &project)?,
        None => None,
    };
    let mut found = find(session, &mut project, args, &context, base.as_mut())?;
    if args.diff {
        return show_fixes(session, &project, &found.news(), args);
    }
    if args.mends() {
        let journal = lock.as_ref().and_then(|lock| lock.journal.as_ref());
        (project, found) = mend(session, (project, journal), found, args, &context, base.as_mut())?;
    }
    drop(lock);
    let known = found.known();
    // Programs that look at a commit to come have both, and are told which is which.
    if !(args.staged && args.since.is_none() && matches!(format, Format::Json)) {
        let findings = found.news();
        found = CheckResult { is_new: found.is_new.map(|_| vec![true; findings.len()]), findings };
    }
    let mut view = match &found.is_new {
        Some(is_new) => CheckView::compared(&project.workspace, &found.findings, is_new),
        None => CheckView::new(&project.workspace, &found.findings),
    };
    let revision = base.and_then(|base| base.revision).map(|revision| revision.oid.to_string());
    view.since = revision.map(|revision| SinceView { revision, known });
    let failed = view.summary.errors > 0 || (args.strict && view.summary.warnings > 0);
    let text = match format {
        Format::Human => pretty::findings(&view, &project.workspace, &Session::here(&project), session.style()),
        Format::Json => json::json(&Envelope::new("check", &context, view)),
        Format::Markdown => markdown::check(&view),
    };
    session.answer(&text)?;
    Ok(if failed { Verdict::Failed } else { Verdict::Done })
}

/// What is wrong.
struct CheckResult {
    findings: Vec<Finding>,
    /// Whether each was not there at the state that is compared with; none where nothing is compared.
    is_new: Option<Vec<bool>>,
}

impl CheckResult {
    /// How many were there already.
    fn known(&self) -> usize {
        self.is_new.iter().flatten().filter(|is_new| !**is_new).count()
    }

    /// What was not there already.
    fn news(&self) -> Vec<Finding> {
        let is_new = |at: usize| self.is_new.as_ref().is_none_or(|is_new| is_new[at]);
        let news = self.findings.iter().enumerate().filter(|(at, _)| is_new(*at));
        news.map(|(_, finding)| finding.clone()).collect()
    }
}

/// What is wrong in the files asked about, and what of it was so at another state.
///
/// Both are looked at as of one day and with their own history. Rules that were off at the earlier one look there too:
/// what is asked for only since then is no news where it was so before. An id that was changed by hand is one finding: for
/// all other rules its goal is the one that it was.
fn find(
    session: &Session,
    project: &mut Project,
    args: &Args,
    context: &Context,
    mut base: Option<&mut Project>,
) -> Result<CheckResult, CommandError> {
    let mut states = states(session, project, args, context, base.as_deref())?;
    let changed = match &states {
        (Some(before), after) if args.staged => [Vec::new(), changed_between(before.workspace, after.workspace)],
        (before, after) => [before.as_ref().map(Facts::changed_ids).unwrap_or_default(), after.changed_ids()],
    };
    let is_on = rule("changed-id").is_some_and(|rule| rule.level_in(&project.workspace.settings).is_some());
    if is_on && changed.iter().any(|ids| !ids.is_empty()) {
        drop(states);
        project.take_over(&changed[1]);
        if let Some(base) = base.as_deref_mut() {
            base.take_over(&changed[0]);
        }
        states = self::states(session, project, args, context, base.as_deref())?;
    }
    let (before, after) = states;
    // History comes with the commit, and a comment that allows what only history shows is not idle.
    let now = |rule: &&&Rule| !args.staged || (rule.group.word() != "history" && rule.name != "unused-allow");
    let rules: Vec<&Rule> = RULES.iter().filter(now).copied().collect();
    let lint = Lint { rules: &rules, only: args.rules.clone(), ..Lint::default() };
    let mut findings = lint::run(&lint, &after).findings;
    within(&mut findings, project, &args.paths)?;
    let is_new = match (before, base.as_deref()) {
        (Some(before), Some(base)) => {
            let lint = Lint { all_levels: true, ..lint };
            let known = KnownFindings::new(&base.workspace, &lint::run(&lint, &before).findings);
            Some(known.are_new(&project.workspace, &findings))
        }
        // Before the first commit there is nothing that was there already.
        _ => args.staged.then(|| vec![true; findings.len()]),
    };
    Ok(CheckResult { findings, is_new })
}

/// What there is to know of the goals, and of another state that they are compared with.
fn states<'p>(
    session: &Session,
    project: &'p Project,
    args: &Args,
    context: &Context,
    base: Option<&'p Project>,
) -> Result<(Option<Facts<'p>>, Facts<'p>), CommandError> {
    let today = context.today;
    let asked = Lint { rules: RULES, only: args.rules.clone(), ..Lint::default() };
    let far_back = LOOKING_FAR_BACK.iter().any(|name| asked.is_enabled(name, &project.workspace.settings));
    let reach = if args.all_history || far_back { HistoryReach::Whole } else { HistoryReach::Recent };
    let (mut before, mut after) = match base {
        Some(base) if args.staged => {
            (Some(Facts::take(&base.workspace, today)), Facts::take(&project.workspace, today))
        }
        Some(base) => {
            let (before, after) = session.snapshots((base, today), (project, today), reach)?;
            (Some(before), after)
        }
        None if args.staged => (None, Facts::take(&project.workspace, today)),
        None => (None, session.snapshot(project, context, reach)?),
    };
    for snapshot in before.iter_mut().chain([&mut after]) {
        snapshot.all_history = args.all_history;
        if args.staged {
            snapshot.no_history = NoHistory::Unasked;
        }
    }
    Ok((before, after))
}

impl Args {
    /// Whether files are to be written.
    fn mends(&self) -> bool {
        (self.fix || self.unsafe_fixes) && !self.diff
    }

    fn safety(&self) -> Safety {
        if self.unsafe_fixes { Safety::Unsafe } else { Safety::Safe }
    }
}

/// Files that may be mended: those of the open root.
fn fixes(project: &Project, findings: &[Finding], safety: Safety) -> Vec<Fixed> {
    let open = |fixed: &Fixed| project.workspace.is_own(fixed.document);
    lint::fix_all(&project.workspace, findings, safety).into_iter().filter(open).collect()
}

fn show_fixes(
    session: &Session,
    project: &Project,
    findings: &[Finding],
    args: &Args,
) -> Result<Verdict, CommandError> {
    let mut text = String::new();
    for fixed in fixes(project, findings, args.safety()) {
        let file = project.workspace.file(fixed.document);
        text.push_str(&author::unified(&file.path, Some(&file.text), &fixed.text));
    }
    session.answer(&clean_block(&text))?;
    Ok(Verdict::Done)
}

/// Mends until there is nothing more to mend: one repair may bring another to light.
fn mend(
    session: &Session,
    (mut project, journal): (Project, Option<&author::Journal>),
    mut found: CheckResult,
    args: &Args,
    context: &Context,
    mut base: Option<&mut Project>,
) -> Result<(Project, CheckResult), CommandError> {
    let mut mended = 0;
    for _ in 0..MOST_ROUNDS {
        let fixed = fixes(&project, &found.news(), args.safety());
        if fixed.is_empty() {
            break;
        }
        session.note_other_day()?;
        let mut change = author::Change::new(&project.root).noted_in(journal);
        for file in fixed {
            change.set(project.workspace.file(file.document), file.text);
            mended += file.count;
        }
        change.write()?;
        project = session.site(&project.root).open()?;
        found = find(session, &mut project, args, context, base.as_deref_mut())?;
    }
    if mended > 0 {
        session.note(&format!("{mended} mended; look at them with git diff"));
    }
    Ok((project, found))
}

fn known(name: &str) -> Result<(), CommandError> {
    if rule(name).is_some() {
        return Ok(());
    }
    let near = closest(name, RULES.iter().map(|rule| rule.name));
    Err(CommandError::unknown(format!("there is no rule `{name}`")).meant(near, "goalpost rules lists them"))
}

/// A path without links and dots, as far as it exists.
fn resolved(path: &Path) -> Option<PathBuf> {
    let whole = std::path::absolute(path).ok()?;
    whole.ancestors().find_map(|above| Some(above.canonicalize().ok()?.join(whole.strip_prefix(above).ok()?)))
}

/// Keeps the findings of some files or folders.
fn within(findings: &mut Vec<Finding>, project: &Project, paths: &[PathBuf]) -> Result<(), CommandError> {
    if paths.is_empty() {
        return Ok(());
    }
    let root = project.root.canonicalize().unwrap_or_else(|_| project.root.clone());
    let mut wanted = Vec::new();
    for path in paths {
        let missing = || {
            CommandError::unknown(format!("there is no file or folder `{}`", path.display()))
                .hint("paths are taken from the current folder")
        };
        let real = resolved(path).ok_or_else(missing)?;
        // What is not in the work tree may be in the index, or in a revision.
        let holds = || project.workspace.sources.files.iter().any(|file| root.join(&file.path).starts_with(&real));
        if !path.exists() && !holds() {
            return Err(missing());
        }
        let below = real.strip_prefix(&root).map_err(|_| {
            CommandError::usage(format!("`{}` is not below the goals' root", path.display()))
                .hint(format!("the root is `{}`; --root names another", project.root.display()))
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
