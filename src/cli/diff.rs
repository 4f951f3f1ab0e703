//! `goalpost diff`: what a change means: goals, goalposts, progress up to the top, and who should look.

use std::collections::{BTreeSet, HashSet};

use clap::Args as ClapArgs;
use clap::builder::PossibleValuesParser;

use super::error::CommandError;
use super::format::{Answer, Format};
use super::privacy::Privacy;
use super::range::{self, Sides};
use super::session::{HistoryReach, Session};
use super::verdict::Verdict;
use crate::analysis::diff::{ChangeKind, Diff, reviewers};
use crate::analysis::facts::Facts;
use crate::model::Significance;
use crate::render::{diff, json, markdown};
use crate::view::Envelope;
use crate::view::diff::{Compared, DiffView};

/// Show how goals changed between revisions, and whom it affects
///
/// Without a revision: what is not committed yet. With one: from there to the work tree. `A..B` compares two revisions,
/// `A...B` begins where B parted from A, as a pull request does. Both sides are of one day, so that time alone changes
/// nothing. Moving or reformatting a file changes no goal.
#[derive(Debug, ClapArgs)]
pub(super) struct Args {
    /// A revision or a day, or a range: A..B, A...B
    #[arg(value_name = "REV[..REV]", allow_hyphen_values = false)]
    range: Option<String>,
    /// Exit with 1 if anything changes
    #[arg(long)]
    exit_code: bool,
    /// Exit with 1 if anything changes beside these
    #[arg(long, value_name = "WHAT,…", value_delimiter = ',', value_parser = kinds_of_change())]
    only: Vec<String>,
    #[command(flatten)]
    privacy: Privacy,
    #[command(flatten)]
    answer: Answer<Format>,
}

/// Runs the command.
pub(super) fn run(session: &Session, args: &Args) -> Result<Verdict, CommandError> {
    let format = args.answer.format();
    let only = (!args.only.is_empty()).then(|| args.only.iter().cloned().collect::<BTreeSet<String>>());
    let Sides { before: base, after: head, names } = range::open(session, args.range.as_deref())?;
    let comment = matches!(format, Format::Markdown);
    let base = if comment { base.for_everyone(&args.privacy.include) } else { base };
    let head = args.privacy.guard_if(comment, session, head, &[])?;
    let mut context = session.context(&head)?;
    if session.at().is_none() {
        context.today = session.today(None)?;
    }
    let (before, after) = session.snapshots((&base, context.today), (&head, context.today), HistoryReach::Recent)?;
    let diff = Diff::between(&before, &after);
    let authors = authors(&before, &after, head.revision.is_none().then(|| head.repository.as_ref().ok()).flatten());
    let asked = reviewers(&diff, &before, &after, &authors);
    let oid = |project: &crate::project::Project| project.revision.map(|revision| revision.oid.to_string());
    let compared = Compared {
        base: oid(&base).unwrap_or_default(),
        head: oid(&head),
        sides: names,
        range: args.range.as_deref().map(as_typed).unwrap_or_default(),
    };
    let view = DiffView::new(&diff, &before, &after, asked, compared, only.as_ref());
    let failed = match &view.beside {
        Some(beside) => !beside.is_empty(),
        None => args.exit_code && !diff.is_empty(),
    };
    let text = match format {
        Format::Human => human(session, &view, &Session::here(&head), args),
        Format::Json => json::json(&Envelope::new("diff", &context, view)),
        Format::Markdown => markdown::diff(&view, &context.root),
    };
    session.answer(&text)?;
    Ok(if failed { Verdict::Failed } else { Verdict::Done })
}

fn human(session: &Session, view: &DiffView, here: &str, args: &Args) -> String {
    match &view.beside {
        Some(beside) => diff::other_changes(beside, &in_words(&args.only), session.style()),
        None => diff::diff(view, here, session.style()),
    }
}

/// An argument as it is typed in a shell.
fn as_typed(text: &str) -> String {
    let plain = |it: char| it.is_ascii_alphanumeric() || "./-_~^@{}+=:".contains(it);
    if text.chars().all(plain) { text.to_owned() } else { format!("'{}'", text.replace('\'', "'\\''")) }
}

fn in_words(words: &[String]) -> String {
    match words.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => words.join(", "),
    }
}

/// What can be said of a change: what kind of field it touches, or what becomes of the goal.
fn kinds_of_change() -> PossibleValuesParser {
    let whole = [ChangeKind::Added, ChangeKind::Removed, ChangeKind::Moved].map(ChangeKind::word);
    PossibleValuesParser::new(Significance::WORDS.iter().map(|(word, _)| *word).chain(whole))
}

/// Who made the change, by id: the authors and co-authors of its commits, and for a work tree whoever works in it.
fn authors(before: &Facts<'_>, after: &Facts<'_>, here: Option<&crate::git::Repository>) -> BTreeSet<String> {
    let Some(org) = after.org() else { return BTreeSet::new() };
    let known: HashSet<_> =
        before.timeline.history().into_iter().flat_map(|it| &it.commits).map(|commit| commit.oid).collect();
    let commits = after.timeline.history().into_iter().flat_map(|it| &it.commits);
    let fresh = commits.filter(|commit| !known.contains(&commit.oid));
    let wrote = fresh.flat_map(|commit| after.contributors(commit).authors);
    let here = here.and_then(crate::git::Repository::author_email).and_then(|email| org.person_of_email(&email));
    wrote.chain(here).map(|person| person.id.clone()).collect()
}
