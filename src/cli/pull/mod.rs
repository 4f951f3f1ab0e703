//! `goalpost pull`: asks the sources of values, and writes what they answer.
//!
//! The sources and what they are asked are those of the remote's trunk, never those of the work tree.

mod answers;
mod args;
mod comparison;
mod counts;
mod published;
mod questions;
mod record;
mod source_inputs;
mod trust;

use std::collections::BTreeMap;

use super::error::CommandError;
use super::session::Session;
use super::verdict::Verdict;
use super::writing::{Opened, Work};
use crate::analysis::facts::Facts;
use crate::cli::format::PlainFormat as Format;
use crate::model::{Day, brief};
use crate::project::Project;
use crate::render::{json, pull};
use crate::source::InOrder as _;
use crate::view::pull::{PullResult, PullView, PulledSource, PulledValue};
use crate::view::{Context, Envelope};
use answers::answers;
pub(in crate::cli) use args::Args;
use questions::{Questions, questions};
use trust::Trust;

pub(super) fn run(session: &Session, args: &Args) -> Result<Verdict, CommandError> {
    if args.list || args.test || args.explain {
        let project = session.open()?;
        let context = session.context(&project)?;
        return look(session, args, &project, &context);
    }
    let opened = session.open_to_write()?;
    let snapshot = Facts::take(&opened.project.workspace, opened.context.today);
    let trust = trusted(session, &opened.project, args)?;
    let asked = questions(session, &snapshot, &trust, args)?;
    let mut work = Work::new(&opened);
    let answers = answers(session, &opened.project, &trust, &asked.questions, snapshot.today)?;
    let values = record::record(&mut work, &snapshot, &asked, answers, args.writing.dry_run);
    finish(session, args, &opened, &trust, &work, values, &asked)
}

/// Writes the change, and answers.
fn finish(
    session: &Session,
    args: &Args,
    opened: &Opened,
    trust: &Trust<'_>,
    work: &Work<'_>,
    values: Vec<PulledValue>,
    asked: &Questions<'_>,
) -> Result<Verdict, CommandError> {
    let subject = subject(&values);
    let commit = work.write(session, args.writing, &subject)?;
    let view = PullView {
        trusted: trust.name.clone(),
        commit_trusted: trust.commit().map(|commit| commit.to_string()),
        sources: sources(&opened.project, trust, asked, false),
        files: work.written_files(),
        dry_run: args.writing.dry_run,
        diff: args.writing.dry_run.then(|| work.change.diff()),
        commit,
        values,
    };
    let has_failed = view.values.iter().any(|value| value.outcome == PullResult::Failed);
    let style = session.style();
    let text = match args.writing.format {
        Format::Json => json::json(&Envelope::new("pull", &opened.context, view)),
        Format::Human => {
            let diff = crate::render::clean_block(view.diff.as_deref().unwrap_or_default());
            pull::pull(&view, &Session::here(&opened.project), style) + &diff
        }
    };
    session.answer(&text)?;
    Ok(if has_failed { Verdict::Failed } else { Verdict::Done })
}

/// The sources that may be asked. Where there are none, nothing is said of remotes.
fn trusted<'p>(session: &Session, project: &'p Project, args: &Args) -> Result<Trust<'p>, CommandError> {
    Trust::load(session, project, args.trust_worktree).map_err(|error| {
        if project.workspace.settings.sources.is_empty() {
            CommandError::failed("there are no `sources` in goalpost.yaml")
                .hint("how to write them: goalpost explain numbers")
        } else {
            error
        }
    })
}

/// Lists, tries or explains sources, and writes nothing.
fn look(session: &Session, args: &Args, project: &Project, context: &Context) -> Result<Verdict, CommandError> {
    let snapshot = Facts::take(&project.workspace, context.today);
    let trust = trusted(session, project, args)?;
    let mut asked = questions(session, &snapshot, &trust, args)?;
    let mut view = PullView {
        trusted: trust.name.clone(),
        commit_trusted: trust.commit().map(|commit| commit.to_string()),
        sources: sources(project, &trust, &asked, args.list || args.test),
        ..PullView::default()
    };
    if args.explain {
        view.values = std::mem::take(&mut asked.unasked);
        view.values.extend(answers::explained(session, project, &trust, &asked.questions, context.today));
        view.values.order_by(|a, b| (&a.goal, &a.field).cmp(&(&b.goal, &b.field)));
        // What was asked before is asked for goals that are named alone: of all goals, an explanation sends nothing.
        if !args.goals.is_empty() {
            comparison::compare(session, project, &trust, &asked.questions, &mut view.values, context)?;
        }
    }
    if args.test {
        // One question tells whether a source answers: the first goal's, by id.
        let mut first = BTreeMap::new();
        for question in std::mem::take(&mut asked.questions) {
            first.entry(question.origin.source.clone()).or_insert(question);
        }
        let tried: Vec<_> = first.into_values().collect();
        let outcomes = answers(session, project, &trust, &tried, context.today)?;
        for (question, outcome) in tried.iter().zip(outcomes) {
            let source = view.sources.iter_mut().find(|source| source.name == question.origin.source);
            if let Some(source) = source {
                source.answers = Some(outcome.is_ok());
                source.reason = outcome.err();
            }
        }
    }
    let has_failed = view.sources.iter().any(|source| source.answers == Some(false))
        || view.values.iter().any(PulledValue::has_failed_comparison);
    let style = session.style();
    let text = match args.writing.format {
        Format::Human if args.explain => pull::pull(&view, &Session::here(project), style),
        Format::Human => pull::sources(&view.sources, style),
        Format::Json => json::json(&Envelope::new("pull", context, view)),
    };
    session.answer(&text)?;
    Ok(if has_failed { Verdict::Failed } else { Verdict::Done })
}

/// The sources with what is known of them; all of them, or those that are asked.
fn sources(project: &Project, trust: &Trust<'_>, asked: &Questions<'_>, all: bool) -> Vec<PulledSource> {
    let mut last: BTreeMap<&str, Day> = BTreeMap::new();
    let mut goals: BTreeMap<&str, usize> = BTreeMap::new();
    for goal in &project.workspace.goals {
        let of_metric = goal.metric.as_ref().and_then(|metric| metric.from.as_ref().zip(metric.pulled.as_deref()));
        if let Some((origin, pulled)) = of_metric {
            let day = last.entry(&origin.source).or_insert(pulled.day);
            *day = pulled.day.max(*day);
        }
    }
    for question in &asked.questions {
        *goals.entry(&question.origin.source).or_default() += 1;
    }
    let is_asked = |name: &str| goals.get(name).copied().unwrap_or_default();
    let feeds = trust.settings().sources.iter().filter(|(name, _)| all || is_asked(name) > 0);
    let source = feeds.map(|(name, feed)| PulledSource {
        name: name.clone(),
        kind: feed.word().to_owned(),
        place: feed.place(),
        goals: is_asked(name),
        answered: last.get(name.as_str()).copied(),
        answers: None,
        reason: None,
    });
    source.collect()
}

/// The subject of the commit, with the sources.
fn subject(values: &[PulledValue]) -> String {
    let written: Vec<&PulledValue> = values.iter().filter(|value| value.outcome == PullResult::Written).collect();
    let mut sources: Vec<String> = written.iter().map(|value| brief(&value.source)).collect();
    sources.sort_unstable();
    sources.dedup();
    match written.as_slice() {
        [one] => format!("Pull {} from {}", one.goal, brief(&one.source)),
        many => format!("Pull {} values from {}", many.len(), sources.join(", ")),
    }
}
