//! The goals that the indicators of alignment speak of, and the time.

use crate::analysis::snapshot::Snapshot;
use crate::model::{Day, Goal, GoalIx, Kind, Period, State};

/// Goals, a time, and whether drafts count.
///
/// Objectives and key results count, and development goals with links; the mission, KPIs and surveys never do. Dropped
/// goals do not count, closed ones do: a past period is made of them.
#[derive(Debug, Clone)]
pub struct Population {
    /// The goals, by id.
    pub goals: Vec<GoalIx>,
    /// The period asked about; none for all time.
    pub period: Option<Period>,
    /// Whether drafts count.
    pub drafts: bool,
    members: Vec<bool>,
}

impl Population {
    /// The goals that count among those that `covers` chooses.
    #[must_use]
    pub fn choose(
        snapshot: &Snapshot<'_>,
        covers: impl Fn(&Goal) -> bool,
        period: Option<Period>,
        drafts: bool,
    ) -> Self {
        let mut chosen =
            Self { goals: Vec::new(), period, drafts, members: vec![false; snapshot.workspace.goals.len()] };
        for (ix, goal) in snapshot.goals() {
            let counts = match goal.kind {
                Kind::Objective | Kind::KeyResult => true,
                Kind::Development => !goal.supports.is_empty(),
                Kind::Mission | Kind::Kpi | Kind::Survey => false,
            };
            if counts && chosen.has_state(goal) && covers(goal) {
                chosen.members[ix.index()] = true;
                chosen.goals.push(ix);
            }
        }
        chosen.goals.sort_by(|a, b| snapshot.goal(*a).id.cmp(&snapshot.goal(*b).id));
        chosen
    }

    /// Whether a goal is among them.
    #[must_use]
    pub fn has(&self, goal: GoalIx) -> bool {
        self.members.get(goal.index()).copied().unwrap_or(false)
    }

    /// Whether a goal's state lets it count: dropped ones never do, drafts where they are asked for.
    #[must_use]
    pub fn has_state(&self, goal: &Goal) -> bool {
        goal.state != State::Dropped && (self.drafts || goal.state != State::Draft)
    }

    /// The goals with their places, by id.
    pub fn iter<'s, 'w>(
        &'s self,
        snapshot: &'s Snapshot<'w>,
    ) -> impl Iterator<Item = (GoalIx, &'w Goal)> + use<'s, 'w> {
        self.goals.iter().map(|ix| (*ix, snapshot.goal(*ix)))
    }

    /// The first and last day of the time asked about.
    #[must_use]
    pub fn span(&self) -> (Day, Day) {
        self.period.as_ref().map_or((Day::MIN, Day::MAX), |period| (period.start, period.end))
    }

    /// The period asked about; for all time, today's quarter.
    #[must_use]
    pub fn quarter(&self, snapshot: &Snapshot<'_>) -> Period {
        let quarter = || Period::quarter_of(snapshot.today, snapshot.settings().fiscal_year_starts);
        self.period.clone().unwrap_or_else(quarter)
    }

    /// Whether a day lies in the time asked about.
    #[must_use]
    pub fn contains(&self, day: Day) -> bool {
        self.period.as_ref().is_none_or(|period| period.contains(day))
    }
}
