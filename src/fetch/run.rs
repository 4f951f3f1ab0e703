//! Asks many questions at once: at most as many of a source as it allows, and the same call of a source once.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crate::model::Feed;

use super::ask::{Ask, FetchContext, Fetched};
use super::call::{Call, CallReply};
use super::dispatch::{answer, first_call};
use super::failure::{Failure, fail};
use super::source::Source;
use super::task::SourceTask;
use super::value::ValueReader;

/// How often it is asked whether the user has given up.
const STEP: Duration = Duration::from_millis(50);

/// How long programs are given to end once the user has given up.
const LAST_WAIT: Duration = Duration::from_secs(1);

/// What came back for one question.
type FetchOutcome = Result<Fetched, Failure>;

/// Questions that begin with the same call, with their places.
type SharedCall = Vec<(usize, SourceTask)>;

/// The places of calls that were seen.
type KnownCalls = HashMap<Call, usize>;

/// Asks sources, in parallel, and returns what came back in the order of the questions.
pub fn fetch(asks: &[Ask<'_>], given: &FetchContext<'_>) -> Vec<Result<Fetched, Failure>> {
    let mut outcomes: Vec<Option<FetchOutcome>> = asks.iter().map(|_| None).collect();
    let is_stopped = Arc::new(AtomicBool::new(false));
    let (sender, receiver) = mpsc::channel();
    for (feed, calls) in by_source(asks, &sender) {
        let source = Arc::new(Source::new(&feed, given));
        let workers = feed.limit.clamp(1, calls.len().max(1));
        let calls = Arc::new(Mutex::new(calls));
        for _ in 0..workers {
            let (source, calls) = (Arc::clone(&source), Arc::clone(&calls));
            let (is_stopped, sender) = (Arc::clone(&is_stopped), sender.clone());
            // Without a thread for it, the others do its work.
            let begun = thread::Builder::new().spawn(move || work(&source, &calls, &is_stopped, &sender));
            drop(begun);
        }
    }
    drop(sender);
    let mut until: Option<Instant> = None;
    loop {
        match receiver.recv_timeout(STEP) {
            Ok((at, outcome)) => outcomes[at] = Some(outcome),
            Err(RecvTimeoutError::Disconnected) => break,
            Err(RecvTimeoutError::Timeout) => {}
        }
        if until.is_none() && (given.is_cancelled)() {
            is_stopped.store(true, Ordering::Relaxed);
            until = Some(Instant::now() + LAST_WAIT);
        }
        // A request that is on its way is not waited for; nothing of it is used any more.
        if until.is_some_and(|until| Instant::now() >= until) {
            break;
        }
    }
    let unanswered = if until.is_some() { "was cancelled" } else { "could not be asked: there is no thread for it" };
    outcomes.into_iter().map(|outcome| outcome.unwrap_or_else(|| fail(unanswered))).collect()
}

/// The questions by source and first call. What cannot be asked is answered at once.
fn by_source(asks: &[Ask<'_>], sender: &Sender<(usize, FetchOutcome)>) -> Vec<(Arc<Feed>, VecDeque<SharedCall>)> {
    let mut sources: Vec<(Arc<Feed>, Vec<SharedCall>, KnownCalls)> = Vec::new();
    let mut places: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, ask) in asks.iter().enumerate() {
        // Questions to one name need not have one source: whoever asks gives each its own.
        let named = places.entry(ask.name).or_default();
        let place = named.iter().copied().find(|place| *sources[*place].0 == *ask.feed).unwrap_or_else(|| {
            sources.push((Arc::new(ask.feed.clone()), Vec::new(), KnownCalls::new()));
            named.push(sources.len() - 1);
            sources.len() - 1
        });
        let (feed, calls, known) = &mut sources[place];
        let task = SourceTask::new(ask, Arc::clone(feed));
        match first_call(&task) {
            Ok(call) => {
                let shared = *known.entry(call).or_insert_with(|| {
                    calls.push(Vec::new());
                    calls.len() - 1
                });
                calls[shared].push((at, task));
            }
            Err(failure) => {
                // The receiver is still there.
                let _ = sender.send((at, Err(failure)));
            }
        }
    }
    sources.into_iter().map(|(feed, calls, _)| (feed, calls.into())).collect()
}

/// Answers questions to a source until none is left.
fn work(
    source: &Source,
    calls: &Mutex<VecDeque<SharedCall>>,
    is_stopped: &AtomicBool,
    sender: &Sender<(usize, FetchOutcome)>,
) {
    let is_cancelled = || is_stopped.load(Ordering::Relaxed);
    loop {
        let next = calls.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
        let Some(shared) = next.filter(|_| !is_cancelled()) else { return };
        let until = source.deadline();
        let mut known: HashMap<Call, Result<Rc<CallReply>, Failure>> = HashMap::new();
        let mut caller = |call: &Call| {
            let reply = known.entry(call.clone());
            reply.or_insert_with(|| source.call(call, until, &is_cancelled).map(Rc::new)).clone()
        };
        for (at, task) in shared {
            let reader = ValueReader { wanted: task.wanted, today: source.today, secrets: &source.secrets };
            let outcome = answer(&task, &reader, &mut caller);
            if sender.send((at, outcome)).is_err() {
                return;
            }
        }
    }
}
