//! A workspace on one day, with its graph, observations and numbers, computed once.

use std::sync::Arc;

use crate::analysis::altered::MovedSettings;
use crate::analysis::history::contributors::Contributors;
use crate::analysis::history::goal_history::GoalHistory;
use crate::analysis::numbers::goal_numbers::Numbers;
use crate::analysis::numbers::measure::{Measure, measure_of};
use crate::analysis::numbers::rollup::Rollups;
use crate::analysis::numbers::timeline::Timeline;
use crate::analysis::numbers::unread::Unread;
use crate::analysis::text::likeness::LastLikeness;
use crate::git::{Commit, OidSet};
use crate::graph::Graph;
use crate::model::{
    Day, Days, DocIx, Done, Goal, GoalIx, Kind, Milestone, Org, Period, Person, Settings, State, Workspace,
    days_between, plus_days,
};

/// The days of the longest quarter.
const QUARTER: Days = 92;

/// The reason why there is no history.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum NoHistory {
    /// The folder is not in git: the days in the files are trusted.
    #[default]
    OutsideGit,
    /// The repository has no commit yet.
    Unborn,
    /// History is not read, because only the index is checked (`--staged`).
    Unasked,
}

/// A workspace on one day, with everything that is computed for each goal.
#[derive(Debug)]
pub struct Snapshot<'w> {
    /// The goals, settings and organisation.
    pub workspace: &'w Workspace,
    /// The graph of links between goals.
    pub graph: Graph,
    /// The goals' observations.
    pub timeline: Timeline,
    /// The files that cannot be read.
    pub unread: Unread,
    /// The goals' numbers.
    pub rollups: Rollups,
    /// The day on which the goals are judged.
    pub today: Day,
    /// The live goals, in the order of files. Nearly every rule asks for them.
    live: Vec<GoalIx>,
    /// Whether the history of goals that ended long ago is judged too.
    pub all_history: bool,
    /// The reason for a missing history; meaningless with one.
    pub no_history: NoHistory,
    /// The settings that were changed in mid-period, where that was asked.
    pub moved_settings: MovedSettings,
    /// The likeness of the texts that was computed last. A server keeps it from one state of the files to the next.
    pub likeness: Arc<LastLikeness>,
}

impl<'w> Snapshot<'w> {
    /// Computes a snapshot of a workspace on a day, from its files alone.
    pub fn take(workspace: &'w Workspace, today: Day) -> Self {
        Self::with_timeline(workspace, Timeline::from_files(workspace, today), today)
    }

    /// Computes a snapshot of a workspace on a day, with a timeline.
    pub fn with_timeline(workspace: &'w Workspace, timeline: Timeline, today: Day) -> Self {
        let graph = Graph::build(workspace);
        let unread = Unread::find(workspace, timeline.history());
        let rollups = Rollups::compute(workspace, &graph, &timeline, &unread, today);
        let no_history = NoHistory::default();
        let live = workspace.own_and_included().filter(|(_, goal)| is_live(goal, today)).map(|(ix, _)| ix).collect();
        Self {
            workspace,
            graph,
            timeline,
            unread,
            rollups,
            today,
            live,
            all_history: false,
            no_history,
            moved_settings: MovedSettings::default(),
            likeness: Arc::default(),
        }
    }

    /// The complete history; none outside git and in a shallow clone, whose oldest commit seems to add everything.
    pub fn history(&self) -> Option<&GoalHistory> {
        self.timeline.history().filter(|history| !history.truncated)
    }

    /// The day since which a goal is known: no judgement of the past reaches back before it. None if nothing is known.
    ///
    /// With history it is the day on which the goal became active, or a draft was added; if a shallow clone is cut off
    /// later, the day of the cut; today for an uncommitted goal. Without history a file with a value or a dated entry
    /// is trusted to be as old as the goal's start; the age of any other file is unknown.
    pub fn known_since(&self, goal: &Goal) -> Option<Day> {
        match (self.timeline.history(), self.no_history) {
            (Some(history), _) => {
                let known = history.known_since(&goal.id, goal.state == State::Draft);
                // Of a root without a history the files are trusted.
                let is_new = || self.shows_uncommitted(goal.document);
                known.or_else(|| if is_new() { Some(self.today) } else { self.written_since(goal) })
            }
            (None, NoHistory::OutsideGit) => self.written_since(goal),
            (None, NoHistory::Unborn) => Some(self.today),
            (None, NoHistory::Unasked) => None,
        }
    }

    /// The day since which a goal is known to have something that it has: no judgement of that reaches back before it, nor
    /// before the day since which the goal itself is known. None if nothing is known.
    pub fn had_since(&self, goal: &Goal, has: impl Fn(&Goal) -> bool) -> Option<Day> {
        let known = self.known_since(goal)?;
        let Some(history) = self.timeline.history() else { return Some(known) };
        let is_new = || self.shows_uncommitted(goal.document).then_some(self.today);
        Some(history.had_since(&goal.id, has).or_else(is_new).map_or(known, |since| since.max(known)))
    }

    /// The day since which a goal could be measured, as far as that is known: it has had a measure since then, and its KPI was
    /// there. No check-in was due before it. None if nothing is known.
    pub fn measured_since(&self, goal: &Goal) -> Option<Day> {
        let since = self.had_since(goal, |then| measure_of(then) != Measure::Nothing)?;
        let kpi = self.workspace.kpi_of_goal(goal).and_then(|kpi| self.known_since(self.goal(kpi)));
        Some(kpi.map_or(since, |kpi| kpi.max(since)))
    }

    /// Whether the history of the root in which a document lies is known.
    pub fn has_history_of(&self, document: DocIx) -> bool {
        self.timeline.history().is_some_and(|history| history.covers(self.workspace.file(document).root))
    }

    /// Whether what history does not know of a document is not committed yet: history follows no links.
    pub fn shows_uncommitted(&self, document: DocIx) -> bool {
        self.has_history_of(document) && !self.workspace.file(document).is_link
    }

    /// The day since which a goal exists by the days in its own file; none if it has neither a value nor a dated entry.
    fn written_since(&self, goal: &Goal) -> Option<Day> {
        let metric = goal.metric.as_ref();
        let kpi = self.workspace.kpi_of_goal(goal);
        let metrics = || metric.into_iter().chain(kpi.and_then(|kpi| self.goal(kpi).metric.as_ref()));
        let done = goal.milestones.iter().filter_map(|it| match it.done {
            Some(Done::On(day)) => Some(day),
            _ => None,
        });
        let entries = goal.log.iter().map(|entry| entry.date).chain(goal.agreed.iter().filter_map(|it| it.date));
        let written = entries.chain(metrics().filter_map(|it| it.as_of)).chain(done).chain(goal.closed).min();
        let is_valued = metrics().any(|it| it.current.is_some()) || goal.milestones.iter().any(Milestone::is_done);
        (is_valued || written.is_some()).then(|| goal.start().or(written).unwrap_or(self.today))
    }

    /// The first day on which a goal can be judged: its start, or the day since which it is known if that is later.
    /// None if it is not known since when.
    pub fn judged_from(&self, goal: &Goal) -> Option<Day> {
        let known = self.known_since(goal)?;
        Some(goal.start().map_or(known, |start| start.max(known)))
    }

    /// Whether a goal is probably older than its history: the first commit of the repository added it after its
    /// goalposts should have settled. Then its original goalposts and the people who set it are unknown.
    pub fn predates_history(&self, goal: &Goal) -> bool {
        let history = self.timeline.history();
        let first = history.and_then(|history| Some((history, history.of(&goal.id).first()?.commit)));
        first.is_some_and(|(history, place)| {
            let settled = goal.start().map(|start| plus_days(start, self.settings().settle));
            history.is_first(place) && settled.is_some_and(|day| day < history.commits[place].day)
        })
    }

    /// Whether a goal's progress is known: a measure to keep, and every goal above one, needs past values, which are
    /// not read when only the index is checked.
    pub fn knows_progress(&self, ix: GoalIx) -> bool {
        let is_kept = |ix: GoalIx| matches!(measure_of(self.goal(ix)), Measure::Keep(_));
        let is_read = self.timeline.history().is_some() || self.no_history != NoHistory::Unasked;
        is_read || !(is_kept(ix) || self.graph.below(ix).into_iter().any(is_kept))
    }

    /// Whether a goal's history is still judged: its end is at most one cadence ago. With `all_history` always.
    pub fn is_recent(&self, goal: &Goal) -> bool {
        self.all_history || goal.end().is_none_or(|end| self.is_of_this_cadence(goal, end))
    }

    /// Whether a day is at most one cadence of a goal ago.
    pub fn is_of_this_cadence(&self, goal: &Goal, day: Day) -> bool {
        days_between(day, self.today) <= self.settings().cadence_of(goal.level.as_deref())
    }

    /// Whether history of a day is judged: not from before `adopted`.
    pub fn is_judged(&self, day: Day) -> bool {
        self.settings().adopted.is_none_or(|adopted| adopted <= day)
    }

    /// Whether a change of a goal on a day is still judged. For a goal without an end that is the last quarter of a
    /// year.
    pub fn is_recent_on(&self, goal: &Goal, day: Day) -> bool {
        let lately = goal.end().is_some() || days_between(day, self.today) <= QUARTER;
        self.is_judged(day) && self.is_recent(goal) && (self.all_history || lately)
    }

    /// Whether a change of a goal on a day is still judged, by the end that it has or the one that it had before: an end that
    /// was moved with it to a day long ago makes nothing old.
    pub fn is_recent_change(&self, goal: &Goal, before: &Goal, day: Day) -> bool {
        self.is_recent_on(goal, day) || (before.end().is_some() && self.is_recent_on(before, day))
    }

    /// A goal.
    pub fn goal(&self, ix: GoalIx) -> &'w Goal {
        self.workspace.goal(ix)
    }

    /// The goals of the root and of included roots, in the order of files: those that are judged.
    pub fn goals(&self) -> impl Iterator<Item = (GoalIx, &'w Goal)> + use<'w> {
        self.workspace.own_and_included()
    }

    /// The live goals: open, and not more than a full period past.
    pub fn live_goals(&self) -> impl Iterator<Item = (GoalIx, &'w Goal)> {
        self.live.iter().map(|ix| (*ix, self.goal(*ix)))
    }

    /// The live goals that are active.
    pub fn active_goals(&self) -> impl Iterator<Item = (GoalIx, &'w Goal)> {
        self.live_goals().filter(|(_, goal)| goal.state == State::Active)
    }

    /// The live objectives that are active.
    pub fn active_objectives(&self) -> impl Iterator<Item = (GoalIx, &'w Goal)> {
        self.active_goals().filter(|(_, goal)| goal.kind == Kind::Objective)
    }

    /// The live key results that are active.
    pub fn active_key_results(&self) -> impl Iterator<Item = (GoalIx, &'w Goal)> {
        self.active_goals().filter(|(_, goal)| goal.kind == Kind::KeyResult)
    }

    /// Whether a goal is live: it is open, and did not end longer ago than it lasted. Other goals are checked only for
    /// syntax, ids and links: nobody works on them.
    pub fn is_live(&self, goal: &Goal) -> bool {
        is_live(goal, self.today)
    }

    /// Whether a goal ended more than its own length ago; a quarter, if it has only a deadline.
    pub fn is_long_past(&self, goal: &Goal) -> bool {
        is_long_past(goal, self.today)
    }

    /// The settings by which a goal is graded: those in force when it was closed, so that a later change rewrites no past;
    /// today's while it is open, and without a history.
    pub fn settings_of_grade(&self, goal: &Goal) -> &Settings {
        let closed = self.timeline.history().filter(|_| !goal.is_open());
        closed.and_then(|history| history.settings_at_close(&goal.id)).unwrap_or(self.settings())
    }

    /// Whether the time for a goal's goalposts to settle is over, counted from the start of its period, or from the day
    /// since which it is known if that is later. True without both; false when history is not read, because it is
    /// unknown then.
    pub fn has_settled(&self, goal: &Goal) -> bool {
        match (self.timeline.history(), self.no_history) {
            (None, NoHistory::Unasked) => false,
            _ => self.settles(goal).is_none_or(|settles| settles < self.today),
        }
    }

    /// The last day on which a goal's goalposts may settle; none without a start and without history.
    pub fn settles(&self, goal: &Goal) -> Option<Day> {
        self.settles_from(goal).map(|from| plus_days(from, self.settings().settle))
    }

    /// The last day on which what was asked of others for a goal may settle: that of its goalposts, and as long after it was
    /// asked. None where that of its goalposts is not known.
    pub fn settles_after(&self, goal: &Goal, asked: Option<Day>) -> Option<Day> {
        let settles = self.settles(goal)?;
        Some(asked.map_or(settles, |asked| settles.max(plus_days(asked, self.settings().settle))))
    }

    /// Whether a day by which something is to be answered for a goal is over; none is the day on which the goal settles.
    pub fn is_overdue(&self, goal: &Goal, due: Option<Day>) -> bool {
        self.has_settled(goal) && due.is_none_or(|due| due < self.today)
    }

    /// The day from which on a goal's goalposts settle; none without a start and without history.
    pub fn settles_from(&self, goal: &Goal) -> Option<Day> {
        match (self.timeline.history(), self.no_history) {
            (None, NoHistory::OutsideGit) => goal.start(),
            _ => self.judged_from(goal).or(goal.start()),
        }
    }

    /// The commits that an earlier state has already.
    pub fn known_to(&self, before: &Snapshot<'_>) -> OidSet {
        let Some(then) = before.timeline.history() else { return OidSet::default() };
        self.timeline.history().map_or_else(|| then.commit_ids(), |now| now.known_to(then))
    }

    /// Whether two ids, present or former, belong to the same person.
    pub fn is_same_person(&self, a: &str, b: &str) -> bool {
        a == b || self.org().is_some_and(|org| org.is_same_person(a, b))
    }

    /// Whether two ids, present or former, belong to the same team.
    pub fn is_same_team(&self, a: &str, b: &str) -> bool {
        a == b || self.org().is_some_and(|org| org.is_same_team(a, b))
    }

    /// A goal's level with its rank, 0 at the top; none if the settings do not have the level.
    pub fn level_of<'g>(&self, goal: &'g Goal) -> Option<(&'g str, usize)> {
        let level = goal.level.as_deref()?;
        Some((level, self.settings().rank(level)?))
    }

    /// Whether a goal has a key result or a supporter that is not dropped. A file that cannot be read counts as one.
    pub fn is_carried(&self, ix: GoalIx) -> bool {
        !self.unread.parts_of(ix).is_empty()
            || self.graph.children(ix).any(|child| self.goal(child.goal).state != State::Dropped)
    }

    /// Whether a goal is strategic: an objective of the highest level.
    pub fn is_strategic(&self, goal: &Goal) -> bool {
        self.workspace.is_strategic(goal)
    }

    /// A goal's numbers.
    pub fn numbers(&self, ix: GoalIx) -> &Numbers {
        self.rollups.of(ix)
    }

    /// The objective that a key result measures.
    pub fn objective_of(&self, goal: &Goal) -> Option<GoalIx> {
        let objective = self.workspace.find(goal.measures.as_deref()?)?;
        (self.goal(objective).kind == Kind::Objective).then_some(objective)
    }

    /// The settings.
    pub fn settings(&self) -> &'w Settings {
        &self.workspace.settings
    }

    /// The organisation, if there is an `org.yaml`.
    pub fn org(&self) -> Option<&'w Org> {
        self.workspace.org.as_ref()
    }

    /// The people behind a commit; nobody without `org.yaml`.
    pub fn contributors(&self, commit: &Commit) -> Contributors<'w> {
        self.org().map(|org| Contributors::of_commit(org, commit)).unwrap_or_default()
    }

    /// The author of a commit by their id in `org.yaml`, else the name in git.
    pub fn author_id(&self, commit: &Commit) -> String {
        self.author(commit, |person| &person.id)
    }

    /// The author of a commit by their name in `org.yaml`, else the name in git.
    pub fn author_name(&self, commit: &Commit) -> String {
        self.author(commit, |person| &person.name)
    }

    fn author(&self, commit: &Commit, of: impl Fn(&'w Person) -> &'w String) -> String {
        self.contributors(commit).author.map_or_else(|| commit.author.name.clone(), |person| of(person).clone())
    }

    /// The days after a goal's end in which its values may still arrive: its own setting, else that of what its values come
    /// from, else that of the repository.
    ///
    /// A key result of a KPI waits for the KPI, else for as long as its objective; an objective for its key results.
    pub fn close_within(&self, ix: GoalIx) -> Days {
        let own = |ix: GoalIx| {
            let goal = self.goal(ix);
            goal.close_within.or_else(|| self.goal(self.workspace.kpi_of_goal(goal)?).close_within)
        };
        let usual = self.settings().close_within;
        let related = || match self.goal(ix).kind {
            // A key result that states nothing waits as long as any goal.
            Kind::Objective => self.graph.key_results(ix).map(|it| own(it.goal).unwrap_or(usual)).max(),
            _ => own(self.objective_of(self.goal(ix))?),
        };
        own(ix).or_else(related).unwrap_or(usual)
    }

    /// The share of a goal's time that is over, 0 to 1; none without a start or an end.
    pub fn elapsed_share(&self, goal: &Goal) -> Option<f64> {
        Some(goal.share_of_time(self.today)?.clamp(0.0, 1.0))
    }
}

fn is_live(goal: &Goal, today: Day) -> bool {
    goal.is_open() && !is_long_past(goal, today)
}

fn is_long_past(goal: &Goal, today: Day) -> bool {
    let Some(end) = goal.end() else { return false };
    // Most goals are not over, which needs no calendar.
    end < today && days_between(end, today) > goal.period.as_ref().map_or(QUARTER, Period::length)
}
