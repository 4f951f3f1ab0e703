//! A workspace on one day: its graph, its observations and its numbers, computed once for all that ask.

use crate::analysis::history::contributors::Contributors;
use crate::analysis::history::goal_history::GoalHistory;
use crate::analysis::numbers::measure::{Measure, measure_of};
use crate::analysis::numbers::rollup::{Numbers, Rollups};
use crate::analysis::numbers::timeline::Timeline;
use crate::analysis::numbers::unread::Unread;
use crate::git::Commit;
use crate::graph::Graph;
use crate::model::{
    Day, Days, Done, Goal, GoalIx, Kind, Milestone, Org, Person, Settings, State, Workspace, days_between, plus_days,
};

/// The days of the longest quarter.
const QUARTER: Days = 92;

/// What there is instead of a history where there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum NoHistory {
    /// The files, which are taken at their word: outside git.
    #[default]
    OutsideGit,
    /// Nothing: no commit has been made yet.
    Unborn,
    /// It is not asked: the next commit is looked at by itself.
    Unasked,
}

/// Everything there is to know about the goals on one day.
#[derive(Debug)]
pub struct Snapshot<'w> {
    /// What was read.
    pub workspace: &'w Workspace,
    /// Who supports and measures whom.
    pub graph: Graph,
    /// The goals' observations.
    pub timeline: Timeline,
    /// The files that cannot be read.
    pub unread: Unread,
    /// The goals' numbers.
    pub rollups: Rollups,
    /// The day it is.
    pub today: Day,
    /// Whether history is asked about goals that ended long ago too.
    pub all_history: bool,
    /// What is known of the past without a history.
    pub no_history: NoHistory,
}

impl<'w> Snapshot<'w> {
    /// Takes stock of a workspace on a day, from its files alone.
    #[must_use]
    pub fn take(workspace: &'w Workspace, today: Day) -> Self {
        Self::with_timeline(workspace, Timeline::from_files(workspace, today), today)
    }

    /// Takes stock of a workspace on a day, with what is known of the time before.
    #[must_use]
    pub fn with_timeline(workspace: &'w Workspace, timeline: Timeline, today: Day) -> Self {
        let graph = Graph::build(workspace);
        let unread = Unread::find(workspace, timeline.history());
        let rollups = Rollups::compute(workspace, &graph, &timeline, &unread, today);
        let no_history = NoHistory::default();
        Self { workspace, graph, timeline, unread, rollups, today, all_history: false, no_history }
    }

    /// The history that may be judged by: none where there is no git, and where a shallow clone cuts it off.
    #[must_use]
    pub fn history(&self) -> Option<&GoalHistory> {
        self.timeline.history().filter(|history| !history.truncated)
    }

    /// The first day of what is known of a goal's past: no judgement reaches back before it. None where nothing is known.
    ///
    /// With a history that is the day it first became active, or of a draft was added; where a shallow clone is cut off
    /// later, that edge; today for what is not committed. Without one a file that writes a value, a day or a word for some
    /// time is taken at its word, from the goal's beginning on; one that writes none tells nothing of its age.
    #[must_use]
    pub fn known_since(&self, goal: &Goal) -> Option<Day> {
        match (self.timeline.history(), self.no_history) {
            (Some(history), _) => {
                let known = history.known_since(&goal.id, goal.state == State::Draft);
                // A root of another repository is as files without git are.
                let is_own = self.workspace.is_own(goal.document);
                known.or_else(|| if is_own { Some(self.today) } else { self.written_since(goal) })
            }
            (None, NoHistory::OutsideGit) => self.written_since(goal),
            (None, NoHistory::Unborn) => Some(self.today),
            (None, NoHistory::Unasked) => None,
        }
    }

    /// What a goal's file tells of how long there has been such a goal, by what it writes for some day.
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

    /// The first day from which on a goal can be judged: its beginning, or that of what is known of it if that is later.
    #[must_use]
    pub fn judged_from(&self, goal: &Goal) -> Option<Day> {
        self.known_since(goal).max(goal.start()).filter(|_| self.known_since(goal).is_some())
    }

    /// Whether a goal is older than its history, as far as can be told: the first commit of all brought it when its time to
    /// settle was over. Who set it, and what was there first, nobody can tell then.
    #[must_use]
    pub fn predates_history(&self, goal: &Goal) -> bool {
        let history = self.timeline.history();
        let first = history.and_then(|history| Some((history, history.of(&goal.id).first()?.commit)));
        first.is_some_and(|(history, place)| {
            let settled = goal.start().map(|start| plus_days(start, self.settings().settle));
            history.is_first(place) && settled.is_some_and(|day| day < history.commits[place].committer.day())
        })
    }

    /// Whether a goal's progress is known here: a keep metric and what rests on one need the values of the past, and those
    /// are not asked for where the next commit is looked at by itself.
    #[must_use]
    pub fn knows_progress(&self, ix: GoalIx) -> bool {
        let is_kept = |ix: GoalIx| matches!(measure_of(self.goal(ix)), Measure::Keep(_));
        let is_asked = self.timeline.history().is_some() || self.no_history != NoHistory::Unasked;
        is_asked || !(is_kept(ix) || self.graph.below(ix).into_iter().any(is_kept))
    }

    /// Whether history is still asked about a goal: its end is at most one cadence ago. With `all_history` always.
    #[must_use]
    pub fn is_recent(&self, goal: &Goal) -> bool {
        let cadence = self.settings().cadence_of(goal.level.as_deref());
        self.all_history || goal.end().is_none_or(|end| days_between(end, self.today) <= cadence)
    }

    /// Whether history is still asked about what happened to a goal on a day. A goal without an end is asked about its
    /// last quarter of a year.
    #[must_use]
    pub fn is_recent_on(&self, goal: &Goal, day: Day) -> bool {
        let lately = goal.end().is_some() || days_between(day, self.today) <= QUARTER;
        self.is_recent(goal) && (self.all_history || lately)
    }

    /// A goal.
    #[must_use]
    pub fn goal(&self, ix: GoalIx) -> &'w Goal {
        self.workspace.goal(ix)
    }

    /// Every goal that is judged with its place, by file: those of the root and of included ones.
    pub fn goals(&self) -> impl Iterator<Item = (GoalIx, &'w Goal)> + use<'w> {
        self.workspace.own_and_included()
    }

    /// The goals that are still looked at: open, and not more than a full period past.
    pub fn live_goals(&self) -> impl Iterator<Item = (GoalIx, &'w Goal)> {
        self.goals().filter(|(_, goal)| self.is_live(goal))
    }

    /// Those of them that are worked on.
    pub fn active_goals(&self) -> impl Iterator<Item = (GoalIx, &'w Goal)> {
        self.live_goals().filter(|(_, goal)| goal.state == State::Active)
    }

    /// The objectives among them.
    pub fn active_objectives(&self) -> impl Iterator<Item = (GoalIx, &'w Goal)> {
        self.active_goals().filter(|(_, goal)| goal.kind == Kind::Objective)
    }

    /// The key results among them.
    pub fn active_key_results(&self) -> impl Iterator<Item = (GoalIx, &'w Goal)> {
        self.active_goals().filter(|(_, goal)| goal.kind == Kind::KeyResult)
    }

    /// Whether a goal is still looked at. Closed goals rest, and so do those that ended longer ago than they lasted;
    /// they answer only to parsing, ids and links.
    #[must_use]
    pub fn is_live(&self, goal: &Goal) -> bool {
        goal.is_open() && !self.is_long_past(goal)
    }

    /// Whether more than a full period has gone by since a goal ended; a quarter, if it has a deadline alone.
    #[must_use]
    pub fn is_long_past(&self, goal: &Goal) -> bool {
        let Some(end) = goal.end() else { return false };
        let length = goal.period.as_ref().map_or(QUARTER, crate::model::Period::length);
        days_between(end, self.today) > length
    }

    /// Whether a goal has had its time to settle: since its period began, and since it is known if that is later. Without
    /// either it has; where the past is not asked about, that is not known.
    #[must_use]
    pub fn has_settled(&self, goal: &Goal) -> bool {
        match (self.timeline.history(), self.no_history) {
            (None, NoHistory::Unasked) => false,
            _ => self.settles(goal).is_none_or(|settles| settles < self.today),
        }
    }

    /// The day until which a goal may settle; none where it has neither a beginning nor a history.
    #[must_use]
    pub fn settles(&self, goal: &Goal) -> Option<Day> {
        let begins = match (self.timeline.history(), self.no_history) {
            (None, NoHistory::OutsideGit) => goal.start(),
            _ => self.judged_from(goal).or(goal.start()),
        };
        begins.map(|begins| plus_days(begins, self.settings().settle))
    }

    /// Whether two ids are one person's, now or formerly.
    #[must_use]
    pub fn is_same_person(&self, a: &str, b: &str) -> bool {
        a == b || self.org().is_some_and(|org| org.is_same_person(a, b))
    }

    /// Whether two ids are one team's, now or formerly.
    #[must_use]
    pub fn is_same_team(&self, a: &str, b: &str) -> bool {
        a == b || self.org().is_some_and(|org| org.is_same_team(a, b))
    }

    /// A goal's level with its rank, 0 at the top; none where it is unknown.
    #[must_use]
    pub fn level_of<'g>(&self, goal: &'g Goal) -> Option<(&'g str, usize)> {
        let level = goal.level.as_deref()?;
        Some((level, self.settings().rank(level)?))
    }

    /// Whether a key result measures a goal or another goal supports it; dropped ones do not. Those whose files cannot be
    /// read may.
    #[must_use]
    pub fn is_carried(&self, ix: GoalIx) -> bool {
        !self.unread.parts_of(ix).is_empty()
            || self.graph.children(ix).any(|child| self.goal(child.goal).state != State::Dropped)
    }

    /// Whether a goal is strategic: an objective of the highest level.
    #[must_use]
    pub fn is_strategic(&self, goal: &Goal) -> bool {
        self.workspace.is_strategic(goal)
    }

    /// A goal's numbers.
    #[must_use]
    pub fn numbers(&self, ix: GoalIx) -> &Numbers {
        self.rollups.of(ix)
    }

    /// The objective that a key result measures.
    #[must_use]
    pub fn objective_of(&self, goal: &Goal) -> Option<GoalIx> {
        let objective = self.workspace.find(goal.measures.as_deref()?)?;
        (self.goal(objective).kind == Kind::Objective).then_some(objective)
    }

    /// The settings.
    #[must_use]
    pub fn settings(&self) -> &'w Settings {
        &self.workspace.settings
    }

    /// The organisation, where it is known.
    #[must_use]
    pub fn org(&self) -> Option<&'w Org> {
        self.workspace.org.as_ref()
    }

    /// The people behind a commit; nobody where there is no `org.yaml`.
    #[must_use]
    pub fn contributors(&self, commit: &Commit) -> Contributors<'w> {
        self.org().map(|org| Contributors::of_commit(org, commit)).unwrap_or_default()
    }

    /// Whose commit one is, by their id in `org.yaml`; else the name that git has.
    #[must_use]
    pub fn author_id(&self, commit: &Commit) -> String {
        self.author(commit, |person| &person.id)
    }

    /// Whose commit one is, by their name in `org.yaml`; else the name that git has.
    #[must_use]
    pub fn author_name(&self, commit: &Commit) -> String {
        self.author(commit, |person| &person.name)
    }

    fn author(&self, commit: &Commit, of: impl Fn(&'w Person) -> &'w String) -> String {
        self.contributors(commit).author.map_or_else(|| commit.author.name.clone(), |person| of(person).clone())
    }

    /// How many days after a goal's end its values may still arrive: its own setting, else that of what its values come
    /// from, else that of the repository.
    ///
    /// A key result of a KPI waits for the KPI, else for as long as its objective; an objective for its key results.
    #[must_use]
    pub fn close_within(&self, ix: GoalIx) -> Days {
        let own = |ix: GoalIx| {
            let goal = self.goal(ix);
            goal.close_within.or_else(|| self.goal(self.workspace.kpi_of_goal(goal)?).close_within)
        };
        let related = || match self.goal(ix).kind {
            Kind::Objective => self.graph.key_results(ix).filter_map(|it| own(it.goal)).max(),
            _ => own(self.objective_of(self.goal(ix))?),
        };
        own(ix).or_else(related).unwrap_or(self.settings().close_within)
    }

    /// How much of a goal's time is gone, 0 to 1; none without a beginning and an end.
    #[must_use]
    pub fn time_gone(&self, goal: &Goal) -> Option<f64> {
        let (start, end) = (goal.start()?, goal.end()?);
        let length = days_between(start, end);
        if length <= 0 {
            return Some(if self.today >= end { 1.0 } else { 0.0 });
        }
        #[expect(clippy::cast_precision_loss, reason = "days of a period")]
        Some((days_between(start, self.today) as f64 / length as f64).clamp(0.0, 1.0))
    }
}
