//! `goalpost diff`: shows how goals changed, the effect on progress, and who should review the change.

use std::collections::{BTreeSet, HashSet};

use clap::Args as ClapArgs;
use clap::builder::PossibleValuesParser;

use super::error::CommandError;
use super::format::{Answer, Format};
use super::member::find_person_meant;
use super::privacy::Privacy;
use super::range::{self, Sides};
use super::session::Session;
use super::snapshots::HistoryReach;
use super::verdict::Verdict;
use crate::analysis::diff::{ChangeKind, Diff, reviewers};
use crate::analysis::facts::Facts;
use crate::analysis::history::GoalHistory;
use crate::analysis::numbers::concerns_resting;
use crate::git::author_email;
use crate::model::Significance;
use crate::project::Project;
use crate::render::{Here, diff, json, markdown, shell_word};
use crate::source::path_from_top;
use crate::view::Envelope;
use crate::view::diff::{AllowedChanges, DiffSides, DiffView};

/// Show how goals changed between revisions, and whom it affects
///
/// Without a revision, shows uncommitted changes; with one, changes from there to the work tree. `A..B` compares two
/// revisions, `A...B` starts at their merge base, like a pull request. Both sides are evaluated as of the same day, so
/// the passing of time shows no change. Moving or reformatting a file does not change a goal.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  goalpost diff
  goalpost diff main...HEAD --format markdown
  goalpost diff main...HEAD --only progress,log --by jun
  goalpost diff HEAD~5")]
pub(super) struct Args {
    /// Revision, day or range: A..B, A...B
    #[arg(value_name = "REV[..REV]", allow_hyphen_values = false)]
    range: Option<String>,
    /// Exit with 1 if anything changed
    #[arg(long)]
    exit_code: bool,
    /// Exit with 1 if anything else than these kinds of change changed; between commits, also any file without goals
    #[arg(long, value_name = "KIND,…", value_delimiter = ',', value_parser = change_kinds())]
    only: Vec<String>,
    /// With --only: exit with 1 if a goal of another owner changed, or a KPI that feeds one; by id, address or login
    #[arg(long, value_name = "PERSON", requires = "only")]
    by: Option<String>,
    /// With --by: also allow goals that the person checks in on for the owner, as deputy or lead of a contributing team
    #[arg(long, requires = "by")]
    stand_in: bool,
    #[command(flatten)]
    privacy: Privacy,
    #[command(flatten)]
    answer: Answer<Format>,
}

pub(super) fn run(session: &Session, args: &Args) -> Result<Verdict, CommandError> {
    let format = args.answer.format();
    let Sides { before: base, after: head, names } = range::open(session, args.range.as_deref())?;
    let comment = matches!(format, Format::Markdown);
    let mut base = if comment { base.for_everyone(&args.privacy.include) } else { base };
    let mut head = args.privacy.guard_if(comment, session, head, &[])?;
    let by = args.by.as_deref().map(|name| find_person_meant(&head.workspace, name)).transpose()?;
    let other_file = if args.only.is_empty() { None } else { find_other_file(&base, &head)? };
    let only = (!args.only.is_empty()).then(|| AllowedChanges {
        other_file,
        kinds: args.only.iter().cloned().collect(),
        by,
        stands_in: args.stand_in,
    });
    let mut context = session.context(&head)?;
    if session.at().is_none() {
        context.today = session.today(None)?;
    }
    // A changed goal is shown with its numbers, however old it is.
    let today = context.today;
    let is_old = concerns_resting(&base.workspace, &head.workspace, today);
    let reach = if is_old { HistoryReach::Whole } else { HistoryReach::Recent };
    let (before, after) = session.pasts((&mut base, today), (&mut head, today), reach)?;
    let (before, mut after) = (before.snapshot(&base), after.snapshot(&head));
    session.find_moved_settings(&head, &mut after)?;
    let diff = Diff::between(&before, &after);
    let authors =
        find_authors(&before, &after, head.revision.is_none().then(|| head.repository.as_ref().ok()).flatten());
    let reviewers = reviewers(&diff, &before, &after, &authors);
    let oid = |project: &Project| project.revision.map(|revision| revision.oid.to_string());
    let compared = DiffSides {
        base: oid(&base).unwrap_or_default(),
        head: oid(&head),
        sides: names,
        range: args.range.as_deref().map(shell_word).unwrap_or_default(),
    };
    let view = DiffView::new(&diff, &before, &after, reviewers, compared, only.as_ref());
    let failed = match &view.beside {
        Some(beside) => !beside.is_empty(),
        None => args.exit_code && !diff.is_empty(),
    };
    let text = match format {
        Format::Human => render_human(session, &view, &Session::here(&head), args),
        Format::Json => json::json(&Envelope::new("diff", &context, view)),
        Format::Markdown => markdown::diff(&view, &context.root),
    };
    session.answer(&text)?;
    Ok(if failed { Verdict::Failed } else { Verdict::Done })
}

fn render_human(session: &Session, view: &DiffView, here: &Here, args: &Args) -> String {
    match &view.beside {
        Some(beside) => diff::other_changes(beside, &args.only.join(", "), session.style()),
        None => diff::diff(view, here, session.style()),
    }
}

/// Finds a file that changes between two commits and is no goal file, settings or org.yaml, anywhere in the repository: what a
/// pipeline lets through must not bring anything else with it. The work tree has files that nobody commits, and is not
/// searched.
fn find_other_file(base: &Project, head: &Project) -> Result<Option<String>, CommandError> {
    let (Some(from), Some(to), Ok(repository)) = (base.revision, head.revision, &head.repository) else {
        return Ok(None);
    };
    let known: HashSet<String> = [base, head]
        .into_iter()
        .flat_map(|side| {
            side.workspace.sources.files.iter().filter_map(|file| path_from_top(&side.root_in_git, &file.path))
        })
        .collect();
    Ok(repository.other_difference(from.oid, to.oid, |path| known.contains(path))?)
}

/// Returns the values of `--only`: the significance of a changed field, or a change of the whole goal.
fn change_kinds() -> PossibleValuesParser {
    let whole = [ChangeKind::Added, ChangeKind::Removed, ChangeKind::Moved].map(ChangeKind::word);
    PossibleValuesParser::new(Significance::WORDS.iter().map(|(word, _)| *word).chain(whole))
}

/// Finds who made the change, by id: the authors and co-authors of its commits, and git's user for a work tree. A
/// single author is not asked to review the change.
fn find_authors(before: &Facts<'_>, after: &Facts<'_>, here: Option<&crate::git::Repository>) -> BTreeSet<String> {
    let Some(org) = after.org() else { return BTreeSet::new() };
    let known = after.known_to(before);
    let commits = after.timeline.history().into_iter().flat_map(GoalHistory::shown);
    let new = commits.filter(|commit| !known.contains(&commit.oid));
    let wrote = new.flat_map(|commit| after.contributors(commit).authors);
    let here = here.and_then(|here| author_email(Some(here))).and_then(|email| org.person_of_email(&email));
    wrote.chain(here).map(|person| person.id.clone()).collect()
}
