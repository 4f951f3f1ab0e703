//! Asks the questions, and explains them.

use std::collections::HashMap;
use std::path::Path;

use super::questions::Question;
use super::surroundings::{Provision, refused_file};
use super::trust::Trust;
use crate::cli::error::CommandError;
use crate::cli::interrupts::Interrupts;
use crate::cli::session::Session;
use crate::fetch::{Ask, Fetched, Wanted, explain, fetch};
use crate::git::{Repository, measure};
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
    let given = Provision::collect(project, trust, questions)?;
    let interrupts = Interrupts::hold();
    let is_cancelled = || interrupts.is_interrupted();
    let surroundings = given.surroundings(today, &is_cancelled);
    let progress = session.progress("asking the sources");
    let mut outcomes: Vec<Option<Result<Fetched, String>>> = vec![None; questions.len()];
    let mut asked = Vec::new();
    let mut known: HashMap<(&str, String), Result<Fetched, String>> = HashMap::new();
    for (at, question) in questions.iter().enumerate() {
        if let Some(reason) = refused_file(trust, question).or_else(|| given.missing_file(question)) {
            outcomes[at] = Some(Err(reason));
        } else if let FeedKind::Git { path } = &question.feed.kind {
            if is_cancelled() {
                return Err(interrupted());
            }
            // The same count for several goals is made once.
            let count = known.entry((path, format!("{:?}", question.origin)));
            let outcome = count.or_insert_with(|| counted(project, trust, path, question, today)).clone();
            outcomes[at] = Some(outcome);
        } else {
            asked.push((at, ask_of(question)));
        }
    }
    let asks: Vec<Ask<'_>> = asked.iter().map(|(_, ask)| *ask).collect();
    let fetched = fetch(&asks, &surroundings);
    for ((at, _), outcome) in asked.iter().zip(fetched) {
        outcomes[*at] = Some(outcome.map_err(|failure| failure.to_string()));
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
    let given = Provision::without_files(project, trust, questions);
    let surroundings = given.surroundings(today, &|| false);
    session.note(&format!("sources and questions are those of {}", trust.name));
    let explained = |question: &Question<'_>| {
        if let Some(reason) = refused_file(trust, question) {
            return PulledValue { reason: Some(reason), ..question.value(PullResult::Failed) };
        }
        let mut request = match &question.feed.kind {
            FeedKind::Git { path } => vec![format!("count in the git repository {path}: {}", question.origin.say())],
            _ => explain(&ask_of(question), &surroundings),
        };
        let (times, round) = (question.origin.times, question.origin.round);
        request.extend(times.map(|times| format!("times {times}")));
        request.extend(round.map(|decimals| format!("rounded to {decimals} decimals")));
        PulledValue { request, ..question.value(PullResult::Explained) }
    };
    questions.iter().map(explained).collect()
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

/// Counts in a git repository: in the goals' own as the trunk has it, in another one at its HEAD.
fn counted(
    project: &Project,
    trust: &Trust<'_>,
    path: &str,
    question: &Question<'_>,
    today: Day,
) -> Result<Fetched, String> {
    let words = |error: crate::git::GitError| error.to_string();
    let own = project.repository.as_ref().map_err(ToString::to_string)?;
    let folder = project.root.join(Path::new(path));
    let other = Repository::open(&folder).map_err(words)?;
    let (repository, revision) = match trust.commit() {
        Some(commit) if other.is_same(own) => (own, commit),
        _ => (&other, other.head().map_err(words)?.oid),
    };
    let value = measure(repository, revision, &question.origin, today).map_err(|error| error.to_string())?;
    Ok(Fetched { value, as_of: None })
}
