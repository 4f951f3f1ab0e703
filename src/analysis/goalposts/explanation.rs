//! The explanations of changes of goals: a `reason`, a `decision` in the log, or a `Goal-Reason:` trailer. Only this
//! file decides what explains a change, and from when on.

use crate::analysis::history::goal_history::GoalHistory;
use crate::analysis::snapshot::Snapshot;
use crate::analysis::versions::goalpost_change::field_without_index;
use crate::git::{Trailer, trailers_with};
use crate::model::{Day, Days, Goal, LogEntry, LogKind, days_between};

/// The days within which an explanation counts as prompt. A later one is shown with its delay.
const PROMPT: Days = 7;

/// The explanation of a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// The reason as written.
    pub reason: String,
    /// The days from the change to its explanation.
    pub after: Days,
}

impl Explanation {
    /// An explanation that came with the change.
    #[must_use]
    pub fn given_at_once(reason: String) -> Self {
        Self { reason, after: 0 }
    }

    /// The explanation of several changes, each reason once; none if one of them is not explained.
    #[must_use]
    pub fn of_all<'e>(explanations: impl Iterator<Item = Option<&'e Self>>) -> Option<Self> {
        let all: Vec<&Self> = explanations.collect::<Option<_>>()?;
        let mut reasons: Vec<&str> = all.iter().map(|it| it.reason.as_str()).collect();
        reasons.dedup();
        Some(Self { reason: reasons.join("; "), after: all.iter().map(|it| it.after).max()? })
    }

    /// Its delay in days, if it came late.
    pub fn late(&self) -> Option<Days> {
        Some(self.after).filter(|days| *days > PROMPT)
    }
}

/// A change of a goal that may need an explanation: its step along the trunk's line, none for what is not committed, and
/// its day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::analysis) struct Changed<'c> {
    pub(in crate::analysis) step: Option<usize>,
    pub(in crate::analysis) day: Day,
    /// The route of the changed field.
    pub(in crate::analysis) field: &'c str,
}

/// The reasons in the history of a goal.
#[derive(Debug)]
pub struct Reasons<'h> {
    history: &'h GoalHistory,
    /// The ids by which a trailer may name the goal.
    names: Vec<String>,
    /// Those that stand, in the order in which they were given.
    given: Vec<GivenReason>,
    /// The decisions that no version has any more.
    gone: Vec<GivenReason>,
}

/// A reason that a version of a goal gives.
#[derive(Debug, Clone)]
pub(in crate::analysis) struct GivenReason {
    /// The step along the trunk's line that brought it; none for what is not committed.
    pub(in crate::analysis) step: Option<usize>,
    day: Day,
    text: String,
    origin: ReasonOrigin,
}

/// Where a reason is written.
#[derive(Debug, Clone)]
enum ReasonOrigin {
    /// In `reason`, which explains every field, in place of another one.
    Reason { instead: Option<String> },
    /// In a decision of the log.
    Decision(LogEntry),
}

impl<'h> Reasons<'h> {
    /// The reasons in the history of a goal, oldest first; `present` is the goal now, if it still exists.
    #[must_use]
    pub fn of(snapshot: &Snapshot<'_>, history: &'h GoalHistory, id: &str, present: Option<&Goal>) -> Self {
        let last = || history.last_known(id).map(|last| &**last);
        let names = names_of(id, present.or_else(last));
        let mut reasons = Self { history, names, given: Vec::new(), gone: Vec::new() };
        for change in history.landed(id) {
            if let Some(after) = &change.after {
                let before = change.before.as_deref();
                reasons.take(Some(change.step), history.day_of(change.step), before, after);
            }
        }
        if let (Some(present), Some(head)) = (present, history.at_head(id)) {
            reasons.take(None, snapshot.today, Some(head), present);
        }
        reasons
    }

    /// Adds the reasons of a version that the version before it does not have, and drops those that it takes back.
    fn take(&mut self, step: Option<usize>, day: Day, before: Option<&Goal>, after: &Goal) {
        let reason = |goal: &Goal| goal.reason.clone().filter(|text| !text.trim().is_empty());
        let (was, is) = (before.and_then(reason), reason(after));
        // The position in the log does not matter: entries may be sorted later.
        let same =
            |a: &LogEntry, b: &LogEntry| (a.kind, a.date, &a.text, &a.about) == (b.kind, b.date, &b.text, &b.about);
        let has = |goal: &Goal, entry: &LogEntry| goal.log.iter().any(|it| same(it, entry));
        let decisions = after.log.iter().filter(|entry| entry.kind == LogKind::Decision);
        let new: Vec<&LogEntry> = decisions.filter(|entry| !before.is_some_and(|goal| has(goal, entry))).collect();
        let mut is_back = false;
        let gone = self.given.extract_if(.., |given| match &given.origin {
            ReasonOrigin::Reason { instead } => {
                let is_taken_back = was != is && (is.is_none() || is == *instead);
                is_back |= is_taken_back;
                is_taken_back
            }
            // One that is written anew is another, which says the same of the day on which it comes.
            ReasonOrigin::Decision(entry) => !has(after, entry) && new.iter().all(|it| it.date != entry.date),
        });
        self.gone.extend(gone.filter(|given| matches!(given.origin, ReasonOrigin::Decision(_))));
        // An old reason explains no new change: only adding or changing it does, and not putting it back.
        if let Some(text) = is.filter(|text| was.as_ref() != Some(text) && !is_back) {
            self.given.push(GivenReason { step, day, text, origin: ReasonOrigin::Reason { instead: was } });
        }
        for entry in new {
            let origin = ReasonOrigin::Decision(entry.clone());
            match self.take_back(entry) {
                Some(earlier) => {
                    let place = |step: Option<usize>| step.unwrap_or(usize::MAX);
                    let at = self.given.partition_point(|it| place(it.step) <= place(earlier.step));
                    self.given.insert(at, GivenReason { origin, ..earlier });
                }
                None => self.given.push(GivenReason { step, day, text: entry.text.clone(), origin }),
            }
        }
    }

    /// The decision that was gone and that an entry says again, of the same day or of another: that gives it no other time.
    fn take_back(&mut self, entry: &LogEntry) -> Option<GivenReason> {
        let date_of = |given: &GivenReason| match &given.origin {
            ReasonOrigin::Decision(was) => {
                Some(was.date).filter(|_| was.text == entry.text && was.about == entry.about)
            }
            ReasonOrigin::Reason { .. } => None,
        };
        let of_its_day = self.gone.iter().position(|given| date_of(given) == Some(entry.date));
        let at = of_its_day.or_else(|| self.gone.iter().position(|given| date_of(given).is_some()))?;
        Some(self.gone.remove(at))
    }

    /// Whether a change of a field is explained; `commit` is none for an uncommitted change.
    pub fn explain(&self, commit: Option<usize>, day: Day, field: &str) -> bool {
        self.why_of(commit, day, field).is_some()
    }

    /// The explanation of a change of a field by a commit; none for an uncommitted change.
    pub(in crate::analysis) fn why_of(&self, commit: Option<usize>, day: Day, field: &str) -> Option<Explanation> {
        match commit.map(|commit| (commit, self.history.step_of(commit))) {
            None => self.why(Changed { step: None, day, field }),
            Some((_, Some(step))) => self.why(Changed { step: Some(step), day, field }),
            // A commit that a merge threw away can only be explained by its own trailer.
            Some((commit, None)) => {
                let message = std::iter::once(&*self.history.commits[commit].message);
                reason_in(message, &self.names).map(Explanation::given_at_once)
            }
        }
    }

    /// The explanation of a change: a trailer or a reason that landed on the trunk with it, else a later reason. A
    /// later decision that names no field is about the goal as a whole, and explains only the changes of the week
    /// before it.
    pub(in crate::analysis) fn why(&self, change: Changed<'_>) -> Option<Explanation> {
        self.with(change).or_else(|| {
            let fits = |reason: &&GivenReason| {
                let is_prompt = || (0..=PROMPT).contains(&days_between(change.day, reason.day));
                reason.names(change.field).unwrap_or_else(is_prompt)
            };
            self.later(change).find(fits).map(|reason| reason.explains(change))
        })
    }

    /// The explanation that landed on the trunk with a change.
    pub(in crate::analysis) fn with(&self, change: Changed<'_>) -> Option<Explanation> {
        let trailer = || change.step.and_then(|step| reason_with(self.history, step, &self.names));
        trailer().map(Explanation::given_at_once).or_else(|| {
            // A reason in another commit of the same pull request counts as well.
            let mut reasons = self.given.iter().filter(|reason| reason.step == change.step);
            reasons.find(|reason| reason.names(change.field).unwrap_or(true)).map(|reason| reason.explains(change))
        })
    }

    /// The reasons that were given after a change.
    pub(in crate::analysis) fn later(&self, change: Changed<'_>) -> impl Iterator<Item = &GivenReason> {
        let place = |step: Option<usize>| step.unwrap_or(usize::MAX);
        self.given.iter().filter(move |reason| place(reason.step) > place(change.step))
    }
}

impl GivenReason {
    /// Whether it is about a field; none for a decision that names no field at all.
    pub(in crate::analysis) fn names(&self, field: &str) -> Option<bool> {
        match &self.origin {
            ReasonOrigin::Reason { .. } => Some(true),
            ReasonOrigin::Decision(entry) if entry.about.is_empty() => None,
            ReasonOrigin::Decision(entry) => Some(entry.about.iter().any(|it| is_about(it, field))),
        }
    }

    /// The explanation of a change by this reason.
    pub(in crate::analysis) fn explains(&self, change: Changed<'_>) -> Explanation {
        Explanation { reason: self.text.clone(), after: days_between(change.day, self.day).max(0) }
    }
}

/// The ids by which a trailer may name a goal: its own, present and former, and that of the objective that it measures, which
/// may say why something of it changed.
pub(in crate::analysis) fn names_of(id: &str, goal: Option<&Goal>) -> Vec<String> {
    let of_goal = |goal: &Goal| {
        let own = std::iter::once(goal.id.clone()).chain(goal.formerly.iter().cloned());
        own.chain(goal.measures.clone()).collect::<Vec<_>>()
    };
    std::iter::once(id.to_owned()).chain(goal.map(of_goal).unwrap_or_default()).collect()
}

/// The reason that the commits of a step along the trunk's line give in a `Goal-Reason:` trailer for what has one of some
/// names. Where the commit names goals, its reason is theirs alone.
pub(in crate::analysis) fn reason_with(history: &GoalHistory, step: usize, names: &[String]) -> Option<String> {
    reason_in(history.messages_of(step), names)
}

fn reason_in<'m>(messages: impl Iterator<Item = &'m str>, names: &[String]) -> Option<String> {
    messages.flat_map(|message| reasons_of(message, names)).find(|reason| !reason.is_empty())
}

/// The reasons in a message for what has one of some names. In that of a squash merge each commit's paragraph has its own.
fn reasons_of(message: &str, names: &[String]) -> Vec<String> {
    let reasons = trailers_with(message, "goal-reason");
    if reasons.is_empty() {
        return Vec::new();
    }
    let goals = trailers_with(message, "goal");
    let blank: Vec<usize> =
        message.lines().enumerate().filter(|(_, line)| line.trim().is_empty()).map(|(at, _)| at).collect();
    let paragraph = |it: &Trailer| blank.partition_point(|at| *at < it.lines.start);
    let is_named = |goals: &[&Trailer]| {
        let ids = goals.iter().flat_map(|it| it.value.split([',', ' '])).filter(|id| !id.is_empty());
        goals.is_empty() || ids.into_iter().any(|id| names.iter().any(|name| name == id))
    };
    let speaks = |reason: &&Trailer| {
        let beside: Vec<&Trailer> = goals.iter().filter(|it| paragraph(it) == paragraph(reason)).collect();
        let all = || goals.iter().collect::<Vec<_>>();
        is_named(&if beside.is_empty() { all() } else { beside })
    };
    reasons.iter().filter(speaks).map(|it| it.value.clone()).collect()
}

/// Whether an entry of `about` names a field: by its route with or without list indices, by the last part of it
/// (`target`), or by a field that contains it (`milestones`).
pub(in crate::analysis) fn is_about(about: &str, field: &str) -> bool {
    let (about, plain) = (about.trim(), field_without_index(field));
    about == field
        || about == plain
        || plain.strip_prefix(about).is_some_and(|rest| rest.starts_with('.'))
        || plain.strip_suffix(about).is_some_and(|rest| rest.ends_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A reason for another goal explained every move that landed with it.
    #[test]
    fn a_reason_beside_a_goal_is_that_goals() {
        let names = ["a".to_owned()];
        let of = |message: &str| reason_in(std::iter::once(message), &names);
        assert_eq!(of("x\n\nGoal-Reason: why\n").as_deref(), Some("why"));
        assert_eq!(of("x\n\nGoal: a\nGoal-Reason: why\n").as_deref(), Some("why"));
        assert_eq!(of("x\n\nGoal: b\nGoal: a\nGoal-Reason: why\n").as_deref(), Some("why"));
        assert_eq!(of("x\n\nGoal: b\nGoal-Reason: why\n"), None);
        assert_eq!(of("x\n\nGoal-Reason: why\n\nGoal: b\n"), None);
        let squashed = "All (#7)\n\n* one\n\nGoal: b\nGoal-Reason: of b\n\n* two\n\nGoal: a\nGoal-Reason: of a\n";
        assert_eq!(of(squashed).as_deref(), Some("of a"));
    }

    #[test]
    fn a_decision_is_about_a_field_by_any_of_its_names() {
        assert!(is_about("metric.target", "metric.target") && is_about("target", "metric.target"));
        assert!(is_about("milestones", "milestones[2].due") && is_about("milestones.due", "milestones[2].due"));
        assert!(is_about("supports[0].weight", "supports[0].weight") && is_about("metric", "metric.target"));
        assert!(!is_about("get", "metric.target") && !is_about("", "period") && !is_about("deadline", "period"));
    }
}
