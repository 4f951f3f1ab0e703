//! The population of the alignment indicators: the goals that count, and the period.

use crate::analysis::snapshot::Snapshot;
use crate::model::{Day, Goal, GoalIx, Kind, Period, State};
use crate::source::InOrder as _;

/// The goals that count, and the period.
///
/// Objectives, key results and development goals with links count; the mission, KPIs and surveys never do. Dropped
/// goals do not count. Closed ones do, because a past period has no others.
#[derive(Debug, Clone)]
pub struct Population {
    /// The goals, by id.
    pub goals: Vec<GoalIx>,
    /// The period; none for all time.
    pub period: Option<Period>,
    /// Whether drafts count.
    pub drafts: bool,
    members: Vec<bool>,
}

impl Population {
    /// Chooses the goals that count among those for which `covers` is true.
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
        chosen.goals.order_by(|a, b| snapshot.goal(*a).id.cmp(&snapshot.goal(*b).id));
        chosen
    }

    /// Whether a goal is among them.
    pub fn has(&self, goal: GoalIx) -> bool {
        self.members.get(goal.index()).copied().unwrap_or(false)
    }

    /// Whether a goal's state counts: not dropped, and a draft only if drafts count.
    pub fn has_state(&self, goal: &Goal) -> bool {
        goal.state != State::Dropped && (self.drafts || goal.state != State::Draft)
    }

    /// The goals with their indices, by id.
    pub fn iter<'s, 'w>(
        &'s self,
        snapshot: &'s Snapshot<'w>,
    ) -> impl Iterator<Item = (GoalIx, &'w Goal)> + use<'s, 'w> {
        self.goals.iter().map(|ix| (*ix, snapshot.goal(*ix)))
    }

    /// The first and the last day of the period.
    pub fn span(&self) -> (Day, Day) {
        self.period.as_ref().map_or((Day::MIN, Day::MAX), |period| (period.start, period.end))
    }

    /// The period, or today's quarter for all time.
    pub fn quarter(&self, snapshot: &Snapshot<'_>) -> Period {
        let quarter = || Period::quarter_of(snapshot.today, snapshot.settings().fiscal_year_starts);
        self.period.clone().unwrap_or_else(quarter)
    }

    /// Whether a day lies in the period.
    pub fn contains(&self, day: Day) -> bool {
        self.period.as_ref().is_none_or(|period| period.contains(day))
    }
}
