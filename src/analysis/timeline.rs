//! Observations of goals over time. From the files alone there is one of each; history adds the others.

use crate::model::{Day, Done, GoalIx, Kind, LogKind, Workspace};

/// A value that a goal had on a day.
#[derive(Debug, Clone, PartialEq)]
pub struct Observation {
    /// The day for which it is true.
    pub day: Day,
    /// The metric's value; none for milestones.
    pub value: Option<f64>,
    /// How sure the owner was.
    pub confidence: Option<f64>,
}

/// The observations of every goal, oldest first, and when each was last checked in on.
#[derive(Debug, Default)]
pub struct Timeline {
    observations: Vec<Vec<Observation>>,
    last_check_in: Vec<Option<Day>>,
}

impl Timeline {
    /// Takes each goal's present value as its one observation.
    ///
    /// Its day is `as_of`, else today: a value without a day is a value of now. A key result of a KPI has the KPI's
    /// value if its day lies in the key result's period. Milestones count from the days they were done.
    #[must_use]
    pub fn from_files(workspace: &Workspace, today: Day) -> Self {
        let mut timeline = Self::default();
        for (ix, goal) in workspace.iter() {
            let observations = present(workspace, ix, today);
            let entry = goal.log.iter().filter(|entry| entry.kind == LogKind::CheckIn).map(|entry| entry.date).max();
            let observed = observations.last().map(|observation| observation.day);
            timeline.last_check_in.push(observed.max(entry));
            timeline.observations.push(observations);
        }
        timeline
    }

    /// A goal's observations, oldest first.
    #[must_use]
    pub fn of(&self, goal: GoalIx) -> &[Observation] {
        self.observations.get(goal.index()).map_or(&[], Vec::as_slice)
    }

    /// The day of a goal's last observation or `check-in` entry, whichever is later.
    #[must_use]
    pub fn last_check_in(&self, goal: GoalIx) -> Option<Day> {
        self.last_check_in.get(goal.index()).copied().flatten()
    }
}

fn present(workspace: &Workspace, ix: GoalIx, today: Day) -> Vec<Observation> {
    let goal = workspace.goal(ix);
    let confidence = goal.confidence;
    let Some(metric) = &goal.metric else {
        let mut days: Vec<Day> = goal
            .milestones
            .iter()
            .filter_map(|milestone| match milestone.done {
                Some(Done::On(day)) => Some(day),
                Some(Done::Is(true)) => Some(milestone.due.filter(|due| *due <= today).unwrap_or(today)),
                _ => None,
            })
            .collect();
        days.sort_unstable();
        days.dedup();
        return days.into_iter().map(|day| Observation { day, value: None, confidence }).collect();
    };
    let kpi = metric.kpi.as_deref().and_then(|id| workspace.find(id)).map(|ix| workspace.goal(ix));
    let (current, as_of) = match kpi.filter(|kpi| kpi.kind == Kind::Kpi).and_then(|kpi| kpi.metric.as_ref()) {
        Some(of_kpi) => {
            let inside = |day: &Day| goal.period.as_ref().is_none_or(|period| period.contains(*day));
            match of_kpi.as_of {
                Some(day) if !inside(&day) => (None, None),
                day => (of_kpi.current, day),
            }
        }
        None => (metric.current, metric.as_of),
    };
    match current {
        Some(value) => vec![Observation { day: as_of.unwrap_or(today), value: Some(value), confidence }],
        None => Vec::new(),
    }
}
