//! Counts goals by health for summaries. A summary says "all on track" only if that is known, not because nothing is known to
//! be wrong.

use super::standing::{NOT_MEASURED, PARTLY, has_unread_value, is_unmeasured, lacks_baseline};
use super::unreadable::{UnreadableView, unreadable_words};
use crate::analysis::agenda::{days_since_check_in, value_ahead};
use crate::analysis::numbers::{Health, Numbers};
use crate::analysis::snapshot::Snapshot;
use crate::analysis::trends::is_partly_achieved;
use crate::model::{Goal, GoalIx, Kind, State, count_of, counted};

/// The goals with a value in a file that cannot be read.
const UNREAD: &str = "with a value that cannot be read";

/// The tone of a part of a summary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Good.
    Good,
    /// A warning.
    Warn,
    /// A problem.
    Bad,
    /// Neutral.
    Plain,
}

/// The number of goals by health, without missions, and of KPIs. Every command that sums goals up uses it, so that all
/// give the same counts in the same words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// All of them; KPIs are counted by themselves.
    pub goals: usize,
    /// On track, or reached before their end.
    pub on_track: usize,
    /// Behind their plan.
    pub at_risk: usize,
    /// Far behind their plan.
    pub off_track: usize,
    /// Under way without a value.
    pub without_value: usize,
    /// Under way with a value and a target, and without a baseline from which the way is counted.
    pub without_baseline: usize,
    /// Under way with a value in a file that cannot be read.
    pub unread: usize,
    /// Under way with nothing that measures them.
    pub unmeasured: usize,
    /// Active goals without a known start and end to compare their progress with.
    pub undated: usize,
    /// Under way, with too little measured to judge their health.
    pub too_little: usize,
    /// Closed and reached.
    pub achieved: usize,
    /// Closed, of a stretch much came true.
    pub partly: usize,
    /// Closed and missed.
    pub missed: usize,
    /// Dropped.
    pub dropped: usize,
    /// Not decided yet.
    pub drafts: usize,
    /// Of a time that is to come.
    pub not_begun: usize,
    /// KPIs with a value inside their bounds.
    pub kpis_inside: usize,
    /// KPIs with a value outside their bounds.
    pub kpis_outside: usize,
    /// KPIs without a value.
    pub kpis_without_value: usize,
    /// KPIs with a value and without bounds, of which nothing can be said.
    pub kpis_without_bounds: usize,
    /// Under way with a value that is older than its cadence allows; they are counted above too.
    pub stale: usize,
    /// Under way with a value of a day that has not come; they are counted above too.
    pub ahead: usize,
    /// Open after their last day; they are counted above too.
    pub ended: usize,
    /// The files and values that cannot be read.
    pub unreadable: Vec<UnreadableView>,
}

impl Tally {
    /// Counts some goals; what cannot be read is counted with them.
    pub fn of(snapshot: &Snapshot<'_>, goals: impl IntoIterator<Item = GoalIx>, private: bool) -> Self {
        Self { unreadable: UnreadableView::all(snapshot, private), ..Self::of_goals(snapshot, goals) }
    }

    /// Counts some goals, and nothing that cannot be read.
    pub fn of_goals(snapshot: &Snapshot<'_>, goals: impl IntoIterator<Item = GoalIx>) -> Self {
        let mut tally = Self::default();
        for ix in goals.into_iter().filter(|ix| snapshot.goal(*ix).kind != Kind::Mission) {
            let goal = snapshot.goal(ix);
            let is_ahead = value_ahead(snapshot, ix).is_some();
            tally.ahead += usize::from(is_ahead);
            tally.stale += usize::from(!is_ahead && days_since_check_in(snapshot, ix).is_some());
            tally.goals += usize::from(goal.kind != Kind::Kpi);
            let is_over = goal.is_work() && goal.state == State::Active;
            tally.ended += usize::from(is_over && goal.end().is_some_and(|end| end < snapshot.today));
            let place = if has_unread_value(snapshot, ix) {
                &mut tally.unread
            } else if lacks_baseline(snapshot, ix) {
                &mut tally.without_baseline
            } else if is_unmeasured(snapshot, ix) && snapshot.numbers(ix).health == Health::NoData {
                &mut tally.unmeasured
            } else {
                tally.place(goal, snapshot.numbers(ix))
            };
            *place += 1;
        }
        tally
    }

    fn place(&mut self, goal: &Goal, numbers: &Numbers) -> &mut usize {
        match numbers.health {
            _ if is_partly_achieved(goal) => &mut self.partly,
            // A KPI has no plan: it stands inside its bounds or outside.
            Health::OnTrack if goal.kind == Kind::Kpi => &mut self.kpis_inside,
            Health::OffTrack if goal.kind == Kind::Kpi => &mut self.kpis_outside,
            _ if goal.kind == Kind::Kpi && goal.is_open() => {
                let has_value = goal.metric.as_ref().is_some_and(|metric| metric.current.is_some());
                if has_value && goal.state == State::Active {
                    &mut self.kpis_without_bounds
                } else {
                    &mut self.kpis_without_value
                }
            }
            Health::OnTrack | Health::AchievedEarly => &mut self.on_track,
            Health::AtRisk => &mut self.at_risk,
            Health::OffTrack => &mut self.off_track,
            Health::NoData if numbers.progress.is_none() => &mut self.without_value,
            Health::NoData if numbers.too_little_measured => &mut self.too_little,
            Health::NoData => &mut self.undated,
            Health::Achieved => &mut self.achieved,
            Health::Missed => &mut self.missed,
            Health::Dropped => &mut self.dropped,
            Health::Draft => &mut self.drafts,
            Health::NotStarted => &mut self.not_begun,
        }
    }

    /// The goals under way.
    pub fn under_way(&self) -> usize {
        let judged = self.on_track + self.at_risk + self.off_track;
        judged
            + self.without_value
            + self.without_baseline
            + self.unread
            + self.unmeasured
            + self.undated
            + self.too_little
    }

    /// The goals under way of which no health is known, each reason in words.
    pub fn unjudged(&self) -> [(usize, &'static str); 6] {
        [
            (self.too_little, "too little measured"),
            (self.undated, "without a plan"),
            (self.without_value, "without a value"),
            (self.without_baseline, "without a baseline"),
            (self.unread, UNREAD),
            (self.unmeasured, NOT_MEASURED),
        ]
    }

    /// Whether no goal is off track, not measured, without a value or a plan, or has values too few, too old or too early to tell.
    pub fn is_all_clear(&self) -> bool {
        let unknown = self.without_value
            + self.without_baseline
            + self.kpis_without_value
            + self.undated
            + self.too_little
            + self.stale
            + self.ahead;
        self.off_track + self.kpis_outside + self.unmeasured + unknown + self.unreadable.len() == 0
    }

    /// The most important facts: problems and unknowns; without any, the health of all goals.
    pub fn summary(&self) -> Vec<(String, Tone)> {
        let mut parts: Vec<(String, Tone)> = [
            (self.off_track, "off track", Tone::Bad),
            (self.at_risk, "at risk", Tone::Warn),
            (self.missed, "missed", Tone::Bad),
            (self.too_little, "too little measured", Tone::Plain),
            (self.undated, "without a plan", Tone::Warn),
            (self.without_value, "without a value", Tone::Plain),
            (self.without_baseline, "without a baseline", Tone::Plain),
            (self.unread, UNREAD, Tone::Bad),
            (self.unmeasured, NOT_MEASURED, Tone::Plain),
        ]
        .into_iter()
        .filter(|(count, ..)| *count > 0)
        .map(|(count, words, tone)| (format!("{count} {words}"), tone))
        .collect();
        parts.extend(self.kpi_words());
        parts.extend(self.doubt_words().map(|words| (words, Tone::Warn)));
        parts.extend(self.unreadable_words().map(|words| (words, Tone::Bad)));
        let rest = [
            (self.on_track, "on track"),
            (self.achieved, "achieved"),
            (self.partly, PARTLY),
            (self.dropped, "dropped"),
            (self.drafts, "in draft"),
            (self.not_begun, "not started"),
        ];
        let rest = rest.into_iter().filter(|(count, _)| *count > 0);
        // "All on track" needs at least one goal on track, and none that is wrong, unknown, stale, unreadable or to come.
        if parts.is_empty() && self.on_track > 0 && self.not_begun == 0 {
            return vec![("all on track".to_owned(), Tone::Good)];
        }
        if parts.is_empty() && self.on_track > 0 {
            let to_come = (format!("{} not started", self.not_begun), Tone::Plain);
            return vec![(format!("{} on track", self.on_track), Tone::Good), to_come];
        }
        // KPIs last: where there is no goal, theirs is not the state of the goals.
        if parts.is_empty() && self.goals == 0 && self.kpis_inside > 0 {
            let kpis = format!("{} on track", count_of(self.kpis_inside, "KPI"));
            return vec![("no goals".to_owned(), Tone::Plain), (kpis, Tone::Good)];
        }
        if self.under_way() == 0 {
            // With no goal under way, the closed, drafted and future goals are the answer.
            parts.extend(rest.map(|(count, words)| (format!("{count} {words}"), Tone::Plain)));
        }
        let kpis = self.kpis_inside + self.kpis_outside + self.kpis_without_value + self.kpis_without_bounds;
        if self.goals + kpis == 0 {
            parts.insert(0, ("no goals".to_owned(), Tone::Plain));
        }
        if parts.is_empty() && self.kpis_without_bounds > 0 {
            let kpis = format!("{} without bounds", count_of(self.kpis_without_bounds, "KPI"));
            parts.extend([("no goals".to_owned(), Tone::Plain), (kpis, Tone::Plain)]);
        }
        if parts.is_empty() {
            parts.push(("no values yet".to_owned(), Tone::Plain));
        }
        parts
    }

    /// The health of the goals in a sentence: `Of 61 goals under way: 24 on track, 12 at risk. Closed: 2 missed.`
    pub fn headline(&self) -> String {
        let join = |parts: &[(usize, &str)]| -> String {
            let parts = parts.iter().filter(|(count, _)| *count > 0);
            parts.map(|(count, words)| format!("{count} {words}")).collect::<Vec<_>>().join(", ")
        };
        let of = |count: usize| count_of(count, "goal");
        let judged = [(self.on_track, "on track"), (self.at_risk, "at risk"), (self.off_track, "off track")];
        let mut running = join(&[&judged[..], &self.unjudged()].concat());
        // Without a goal under way, the old values are those of KPIs.
        let doubts = || self.doubt_words();
        let of_kpis: Vec<String> =
            doubts().filter(|_| self.under_way() == 0).map(|words| format!("{words}.")).collect();
        running.extend(doubts().map(|words| format!("; {words}")));
        let closed = join(&[
            (self.achieved, "achieved"),
            (self.partly, PARTLY),
            (self.missed, "missed"),
            (self.dropped, "dropped"),
        ]);
        let to_come = join(&[(self.drafts, "in draft"), (self.not_begun, "not started")]);
        let mut sentences = match (self.goals, self.under_way()) {
            (0, _) if self.kpis_outside + self.kpis_without_value > 0 => Vec::new(),
            (0, _) if self.kpis_inside > 0 => vec![format!("{} on track.", count_of(self.kpis_inside, "KPI"))],
            (0, _) if self.kpis_without_bounds > 0 => {
                vec![format!("{} without bounds.", count_of(self.kpis_without_bounds, "KPI"))]
            }
            (0, _) => vec!["No goals here.".to_owned()],
            (goals, 0) => {
                let rest = [closed, to_come].into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join(", ");
                vec![format!("Of {}, none under way: {rest}.", of(goals))]
            }
            (_, count) if closed.is_empty() => vec![format!("Of {} under way: {running}.", of(count))],
            (_, count) => vec![format!("Of {} under way: {running}. Closed: {closed}.", of(count))],
        };
        let kpis: Vec<String> = self.kpi_words().map(|(words, _)| words).collect();
        sentences.extend((!kpis.is_empty()).then(|| format!("{}.", kpis.join(", "))));
        sentences.extend(of_kpis);
        sentences.extend(self.unreadable_words().map(|words| format!("{words}.")));
        sentences.join(" ")
    }

    /// The KPIs that need attention.
    fn kpi_words(&self) -> impl Iterator<Item = (String, Tone)> {
        [(self.kpis_outside, "off track", Tone::Bad), (self.kpis_without_value, "without a value", Tone::Plain)]
            .into_iter()
            .filter(|(count, ..)| *count > 0)
            .map(|(count, words, tone)| (format!("{} {words}", count_of(count, "KPI")), tone))
    }

    /// The values that may not be those of today, and the goals whose time is over.
    fn doubt_words(&self) -> impl Iterator<Item = String> {
        let ended = Some(format!("{} ended, not closed", self.ended)).filter(|_| self.ended > 0);
        let words = [
            (self.stale, "value older than its cadence", "values older than their cadence"),
            (self.ahead, "value dated after today", "values dated after today"),
        ];
        let words = words.into_iter().filter(|(count, ..)| *count > 0);
        words.map(|(count, one, many)| counted(count, one, many)).chain(ended)
    }

    fn unreadable_words(&self) -> Option<String> {
        unreadable_words(&self.unreadable)
    }
}
