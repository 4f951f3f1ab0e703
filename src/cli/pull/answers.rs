//! Asks the questions, and explains them.

use std::thread;

use super::counts::Counts;
use super::questions::Question;
use super::source_inputs::{SourceInputs, refused_file};
use super::trust::Trust;
use crate::cli::error::CommandError;
use crate::cli::interrupts::Interrupts;
use crate::cli::session::Session;
use crate::fetch::{Ask, Fetched, Orphans, Wanted, explain, fetch};
use crate::model::{Day, FeedKind};
use crate::project::Project;
use crate::view::pull::{PullResult, PulledValue};

/// Asks the questions. Returns what came back in their order: the answer, or why there is none.
pub(super) fn answers(
    session: &Session,
    project: &Project,
    trust: &Trust<'_>,
    questions: &[Question<'_>],
    today: Day,
) -> Result<Vec<Result<Fetched, String>>, CommandError> {
    let given = SourceInputs::collect(project, trust, questions)?;
    let interrupts = Interrupts::hold();
    let is_cancelled = || interrupts.is_interrupted();
    let context = given.fetch_context(today, &is_cancelled);
    let progress = session.progress("asking the sources");
    let mut outcomes: Vec<Option<Result<Fetched, String>>> = vec![None; questions.len()];
    let (mut asked, mut counted) = (Vec::new(), Vec::new());
    for (at, question) in questions.iter().enumerate() {
        if let Some(reason) = refused_file(trust, question).or_else(|| given.missing_file(question)) {
            outcomes[at] = Some(Err(reason));
        } else if !matches!(question.feed.kind, FeedKind::Git { .. }) {
            asked.push((at, ask_of(question)));
        } else if let Some(misfit) = question.feed.misfits(&question.origin, question.milestone.is_some()).first() {
            outcomes[at] = Some(Err(format!("{}; {}", misfit.message, misfit.help)));
        } else {
            counted.push(at);
        }
    }
    let asks: Vec<Ask<'_>> = asked.iter().map(|(_, ask)| *ask).collect();
    let counts = Counts::of(project, trust, questions, &counted, today);
    let has_programs = asks.iter().any(|ask| matches!(ask.feed.kind, FeedKind::Command { .. }));
    let orphans = has_programs.then(Orphans::take_over);
    // Servers and programs take their time while git counts.
    let fetched = thread::scope(|scope| {
        for _ in 0..counts.workers() {
            scope.spawn(|| counts.work(&is_cancelled));
        }
        fetch(&asks, &context)
    });
    // Nothing that a program of a source has started outlives the asking.
    drop(orphans);
    for ((at, _), outcome) in asked.iter().zip(fetched) {
        outcomes[*at] = Some(outcome.map_err(|failure| failure.to_string()));
    }
    for (at, outcome) in counts.outcomes() {
        outcomes[at] = Some(outcome);
    }
    drop(progress);
    if is_cancelled() {
        return Err(interrupted());
    }
    Ok(outcomes.into_iter().map(|outcome| outcome.unwrap_or_else(|| Err("was not asked".to_owned()))).collect())
}

/// The requests as they would go out.
pub(super) fn explained(
    session: &Session,
    project: &Project,
    trust: &Trust<'_>,
    questions: &[Question<'_>],
    today: Day,
) -> Vec<PulledValue> {
    session.note(&format!("sources and questions are those of {}", trust.name));
    let explained = |question: &Question<'_>| {
        if let Some(reason) = refused_file(trust, question) {
            return PulledValue { reason: Some(reason), ..question.value(PullResult::Failed) };
        }
        let request = request_of(project, trust, question, today);
        PulledValue { request, ..question.value(PullResult::Explained) }
    };
    questions.iter().map(explained).collect()
}

/// The request of a question as it would go out, in lines.
pub(super) fn request_of(project: &Project, trust: &Trust<'_>, question: &Question<'_>, today: Day) -> Vec<String> {
    let given = SourceInputs::without_files(project, trust, std::slice::from_ref(question));
    let mut request = match &question.feed.kind {
        FeedKind::Git { path } => vec![format!("count in the git repository {path}: {}", question.origin.say())],
        _ => explain(&ask_of(question), &given.fetch_context(today, &|| false)),
    };
    let (times, round) = (question.origin.times, question.origin.round);
    request.extend(times.map(|times| format!("times {times}")));
    request.extend(round.map(|decimals| format!("rounded to {decimals} decimals")));
    request
}

fn interrupted() -> CommandError {
    CommandError::failed("interrupted while the sources were asked").hint("nothing was written")
}

fn ask_of<'q>(question: &'q Question<'_>) -> Ask<'q> {
    Ask {
        name: &question.origin.source,
        feed: question.feed,
        origin: &question.origin,
        goal: &question.id,
        wanted: if question.milestone.is_some() { Wanted::Done } else { Wanted::Number },
    }
}
