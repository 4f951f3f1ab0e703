//! A goal's history for people: its present state, its trend, and its events, newest first.

use super::chart::Chart;
use super::history::{GoalHistoryView, PriceView};
use super::late_value::LateValueView;
use super::standing::{UNREAD_VALUE, goalposts_unit, other_unit_words, standing};
use crate::analysis::facts::Facts;
use crate::analysis::numbers::{Health, Observation, aim_words, done_milestones, value_words};
use crate::model::{Day, GoalIx, Kind, Metric, count_of};

/// A goal with its history, for people.
#[derive(Debug, Clone)]
pub struct HistorySummary {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its owner.
    pub owner: Option<String>,
    /// Its first and last day.
    pub time: (Option<Day>, Option<Day>),
    /// What it measures, from where to where, and where it is.
    pub measure: String,
    /// Its progress, 0 to 1.
    pub progress: Option<f64>,
    /// The expected progress today, 0 to 1.
    pub expected: Option<f64>,
    /// Its health; empty for missions and surveys, which are not measured.
    pub health: String,
    /// Its health in words; empty where `health` is.
    pub standing: String,
    /// Whether its value is in a file that cannot be read.
    pub is_unread: bool,
    /// The value that does not count, as it is of a day after the goal's end, in words.
    pub late: Option<String>,
    /// The goals that it is made of, for an objective, by id.
    pub parts: Vec<Part>,
    /// The effect of moved goalposts on progress.
    pub price: Option<PriceView>,
    /// Its course.
    pub chart: Option<Chart>,
    /// Its progress over the last cadences, oldest first; of a KPI its last values between their extremes.
    pub course: Vec<f64>,
    /// The day of its last observation or check-in entry.
    pub last_check_in: Option<Day>,
    /// How many observations there are.
    pub values: usize,
    /// What happened, newest first.
    pub events: Vec<Event>,
}

/// A goal that an objective is made of.
#[derive(Debug, Clone)]
pub struct Part {
    /// Its id.
    pub id: String,
    /// Its weight.
    pub weight: f64,
    /// Its progress over the last cadences, oldest first.
    pub course: Vec<f64>,
    /// Its progress today.
    pub progress: Option<f64>,
}

/// Something that happened to a goal.
#[derive(Debug, Clone)]
pub struct Event {
    /// The day.
    pub day: Day,
    /// Who did it: their id in org.yaml, else the commit's author; none for what is not committed.
    pub by: Option<String>,
    /// The commit; none for what is not committed.
    pub commit: Option<String>,
    /// The first line of the commit's message; of what has no commit, why.
    pub subject: String,
    /// What it was.
    pub what: SummaryEvent,
}

/// What happened.
#[derive(Debug, Clone)]
pub enum SummaryEvent {
    /// A new value.
    Value {
        /// The value in words, where there is one.
        value: Option<String>,
        /// The progress it meant then.
        progress: Option<f64>,
        /// The owner's confidence.
        confidence: Option<f64>,
        /// Whether it counts for the goal.
        counts: bool,
    },
    /// A value was taken back.
    Withdrawal {
        /// The value and its day in words.
        words: String,
        /// Whether it needs a reason and has none.
        quiet: bool,
    },
    /// A goalpost moved.
    Move {
        /// The move in words.
        words: String,
        /// The reason, and the reviewers.
        why: String,
        /// Whether it needs a reason and has none.
        quiet: bool,
    },
    /// The goal became a draft again after it had counted.
    Draft {
        /// That in words, with the objective with which it did.
        words: String,
        /// The reason.
        why: String,
        /// Whether it needs a reason and has none.
        quiet: bool,
    },
}

impl HistorySummary {
    /// The summary of a goal's history, with a chart if `charted`.
    pub fn new(snapshot: &Facts<'_>, ix: GoalIx, history: &GoalHistoryView, charted: bool) -> Self {
        let goal = snapshot.goal(ix);
        let numbers = snapshot.numbers(ix);
        let moves = history.goalposts.iter().map(|it| it.day).collect();
        let parts = numbers.contributions.iter().map(|it| Part {
            id: snapshot.goal(it.goal).id.clone(),
            weight: it.weight,
            course: course(snapshot, it.goal),
            progress: it.progress,
        });
        let mut parts: Vec<Part> = parts.collect();
        parts.sort_by(|a, b| a.id.cmp(&b.id));
        // Of a metric without a value its measure says so.
        let is_told =
            goal.metric.is_some() && numbers.health == Health::NoData && snapshot.timeline.current(ix).is_none();
        let is_judged = is_measured(goal.kind) && !is_told;
        Self {
            id: goal.id.clone(),
            title: goal.title.clone(),
            owner: goal.owner.clone(),
            time: (goal.start(), goal.end()),
            measure: measure_words(snapshot, ix),
            progress: numbers.progress,
            expected: numbers.expected,
            health: if is_judged { numbers.health.word().to_owned() } else { String::new() },
            standing: if is_judged { standing(snapshot, ix) } else { String::new() },
            is_unread: snapshot.workspace.unread_kpi(goal).is_some(),
            late: LateValueView::of(snapshot, ix).map(|late| late.words),
            parts,
            price: history.price,
            chart: if charted { Chart::new(snapshot, ix, moves) } else { None },
            course: course(snapshot, ix),
            last_check_in: numbers.last_check_in,
            values: history.observations.iter().filter(|it| it.withdrawn.is_none()).count(),
            events: events(history),
        }
    }

    /// The moves without a reason, newest first.
    pub fn quiet_moves(&self) -> impl Iterator<Item = &Event> {
        let quiet = |what: &SummaryEvent| matches!(what, SummaryEvent::Move { quiet: true, .. });
        self.events.iter().filter(move |event| quiet(&event.what))
    }

    /// That it became a draft again without a reason, in words, with the day.
    pub fn quiet_draft(&self) -> Option<(Day, &str)> {
        self.events.iter().find_map(|event| match &event.what {
            SummaryEvent::Draft { words, quiet: true, .. } => Some((event.day, words.as_str())),
            _ => None,
        })
    }

    /// All moves, newest first.
    pub fn moves(&self) -> impl Iterator<Item = &Event> {
        self.events.iter().filter(|event| matches!(event.what, SummaryEvent::Move { .. }))
    }
}

fn is_measured(kind: Kind) -> bool {
    !matches!(kind, Kind::Mission | Kind::Survey)
}

fn events(history: &GoalHistoryView) -> Vec<Event> {
    let subject_words = |commit: &Option<String>, subject: &str| {
        let subject = if commit.is_none() && subject.is_empty() { "uncommitted" } else { subject };
        subject.to_owned()
    };
    // Uncommitted changes are later than all commits.
    let rank = |place: Option<usize>| place.unwrap_or(usize::MAX);
    let mut events: Vec<(Day, usize, bool, Event)> = Vec::new();
    for it in history.observations.iter().filter(|it| it.withdrawn.is_none()) {
        let what = SummaryEvent::Value {
            value: it.words.value.clone(),
            progress: it.progress,
            confidence: it.confidence,
            counts: it.counts,
        };
        let subject = if it.truncated { "history truncated here" } else { &it.words.subject };
        let (by, commit, subject) = (it.words.by.clone(), it.commit.clone(), subject_words(&it.commit, subject));
        events.push((it.day, rank(it.place), false, Event { day: it.day, by, commit, subject, what }));
    }
    for it in &history.withdrawn {
        let why = it.why_words();
        let words = if why.is_empty() { it.words.clone() } else { format!("{} ({why})", it.words) };
        let what = SummaryEvent::Withdrawal { words, quiet: it.quiet };
        let (by, commit, subject) = (it.by_id.clone(), it.commit.clone(), subject_words(&it.commit, &it.subject));
        events.push((
            it.withdrawn_on,
            rank(it.place),
            false,
            Event { day: it.withdrawn_on, by, commit, subject, what },
        ));
    }
    for it in &history.goalposts {
        let what = SummaryEvent::Move { words: it.words.clone(), why: it.why_words(), quiet: it.is_quiet() };
        let (by, commit, subject) = (it.by_id.clone(), it.commit.clone(), subject_words(&it.commit, &it.subject));
        events.push((it.day, rank(it.place), true, Event { day: it.day, by, commit, subject, what }));
    }
    if let Some(it) = &history.redrafted {
        let words =
            if it.goal == history.id { "a draft again".to_owned() } else { format!("a draft again with {}", it.goal) };
        let what = SummaryEvent::Draft { words, why: it.why_words(), quiet: !it.has_reason() };
        let subject = subject_words(&it.commit, &it.subject);
        let (by, commit) = (it.by_id.clone(), it.commit.clone());
        events.push((it.day, usize::MAX, true, Event { day: it.day, by, commit, subject, what }));
    }
    events.sort_by_key(|(day, place, moved, _)| std::cmp::Reverse((*day, *place, *moved)));
    events.into_iter().map(|(.., event)| event).collect()
}

/// How many values of a KPI make its course.
const LAST_VALUES: usize = 8;

fn course(snapshot: &Facts<'_>, ix: GoalIx) -> Vec<f64> {
    if snapshot.goal(ix).kind != Kind::Kpi {
        return snapshot.trend(ix).unwrap_or_default().to_vec();
    }
    let values: Vec<f64> = snapshot.timeline.of(ix).iter().filter_map(Observation::comparable).collect();
    let last = &values[values.len().saturating_sub(LAST_VALUES)..];
    let (low, high) = last.iter().fold((f64::MAX, f64::MIN), |(low, high), it| (low.min(*it), high.max(*it)));
    let between = |value: f64| ((value - low) / (high - low)).clamp(0.0, 1.0);
    last.iter().map(|value| if high > low { between(*value) } else { 0.5 }).collect()
}

/// What a goal measures: `99.5 → 99.95 %, now 99.82 %`.
pub(super) fn measure_words(snapshot: &Facts<'_>, ix: GoalIx) -> String {
    let goal = snapshot.goal(ix);
    let Some(metric) = &goal.metric else {
        let (done, all) = (done_milestones(goal, snapshot.today).count(), goal.milestones.len());
        return match goal.kind {
            _ if all > 0 => format!("{done} of {all} milestones"),
            Kind::Mission => "a mission (not measured)".to_owned(),
            Kind::Survey => "a survey (not measured)".to_owned(),
            Kind::Objective => match snapshot.numbers(ix).contributions.len() {
                0 => "no parts yet".to_owned(),
                count => count_of(count, "part"),
            },
            _ => "no measure".to_owned(),
        };
    };
    // Values and goalposts are told in one unit only where they are in one.
    let metric = &Metric { unit: goalposts_unit(snapshot, ix).map(str::to_owned), ..metric.clone() };
    let say = |value: f64| value_words(snapshot.workspace, metric, value);
    let now = match snapshot.timeline.current(ix) {
        Some(value) => format!("now {}", say(value)),
        None if snapshot.workspace.unread_kpi(goal).is_some() => UNREAD_VALUE.to_owned(),
        None => other_unit_words(snapshot, ix).unwrap_or_else(|| "no value yet".to_owned()),
    };
    aim_words(snapshot.workspace, metric).map(|aim| format!("{aim}, {now}")).unwrap_or(now)
}
