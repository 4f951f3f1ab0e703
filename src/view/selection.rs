//! The selection of goals that a command shows: by period, team, owner, level, label, area, health and stale check-ins.

use crate::analysis::agenda::days_since_check_in;
use crate::analysis::alignment::Population;
use crate::analysis::facts::Facts;
use crate::analysis::goalposts::Move;
use crate::analysis::numbers::Health;
use crate::analysis::trends::is_partly_achieved;
use crate::model::{Goal, GoalIx, Kind, Period};

/// A choice of goals.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    /// The time.
    pub time: Time,
    /// Only this team's.
    pub team: Option<String>,
    /// Only this person's.
    pub owner: Option<String>,
    /// Only of this level.
    pub level: Option<String>,
    /// Only with this label.
    pub label: Option<String>,
    /// Only in this key result area.
    pub area: Option<String>,
    /// Only with one of these; with any if empty.
    pub health: Vec<HealthFilter>,
    /// Only key results and KPIs whose last value is older than their cadence.
    pub stale: bool,
}

/// A health to choose goals by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HealthFilter {
    /// A health; missed goals include the partly achieved ones, as in JSON.
    Is(Health),
    /// Missed and aspirational, and much came true.
    PartlyAchieved,
}

impl HealthFilter {
    /// All of them with their names.
    pub const WORDS: [(&'static str, Self); 11] = {
        let mut words = [("partly-achieved", Self::PartlyAchieved); 11];
        let mut at = 0;
        while at < Health::WORDS.len() {
            words[at] = (Health::WORDS[at].0, Self::Is(Health::WORDS[at].1));
            at += 1;
        }
        words
    };

    fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(_, it)| *it == self).map_or("", |(word, _)| word)
    }

    fn fits(self, snapshot: &Facts<'_>, ix: GoalIx) -> bool {
        match self {
            Self::Is(health) => snapshot.numbers(ix).health == health,
            Self::PartlyAchieved => is_partly_achieved(snapshot.goal(ix)),
        }
    }
}

/// The selected time.
#[derive(Debug, Clone, Default)]
pub enum Time {
    /// Goals whose period contains today, in any state, and open goals past their period or without one, with a deadline or not.
    #[default]
    Now,
    /// Goals that share a day with a period.
    During(Period),
    /// All goals.
    All,
}

impl Selection {
    /// Whether a goal is among the chosen.
    pub fn covers(&self, snapshot: &Facts<'_>, goal: &Goal) -> bool {
        !snapshot.workspace.is_outer(goal.document) && self.fits(snapshot, goal)
    }

    /// Whether it covers a goal, wherever that lies or lay.
    pub fn fits(&self, snapshot: &Facts<'_>, goal: &Goal) -> bool {
        let is = |wanted: &Option<String>, has: Option<&String>| wanted.is_none() || wanted.as_ref() == has;
        let among = |wanted: &Option<String>, has: &[String]| wanted.as_ref().is_none_or(|it| has.contains(it));
        // A goal may call a person or a team by an earlier id, and so may the filter.
        let of_team = |team: &String| {
            let teams = goal.team.iter().chain(&goal.contributors);
            teams.into_iter().any(|own| snapshot.is_same_team(own, team))
        };
        let of_owner = |owner: &String| goal.owner.as_ref().is_some_and(|own| snapshot.is_same_person(own, owner));
        goal.kind != Kind::Survey
            && self.in_time(snapshot, goal)
            && self.team.as_ref().is_none_or(of_team)
            && self.owner.as_ref().is_none_or(of_owner)
            && is(&self.level, goal.level.as_ref())
            && among(&self.label, &goal.labels)
            && self.area.as_deref().is_none_or(|area| snapshot.workspace.area_of(goal) == Some(area))
            && self.stands(snapshot, goal)
    }

    /// The goals that it would cover if their end had not been moved: that they left is told where they were.
    pub fn left(&self, snapshot: &Facts<'_>) -> Vec<GoalIx> {
        let ends = |it: &&Move| !it.settling && it.put_back.is_none() && matches!(&*it.field, "period" | "deadline");
        let had = |ix: GoalIx, goal: &Goal| {
            let goalposts = snapshot.goalposts(ix);
            let earlier = goalposts.moves.iter().filter(ends).filter_map(|it| goalposts.just_before(it.step));
            let objective = || goal.measures.as_deref().and_then(|id| snapshot.workspace.find(id));
            let inherited = || objective().and_then(|ix| snapshot.goal(ix).period.clone());
            let as_before = |before: &Goal| {
                let period = before.period.clone().or_else(inherited);
                let mut then = Goal { period, ..goal.clone() };
                then.deadline = before.deadline;
                then
            };
            earlier.map(|it| as_before(it)).any(|it| self.covers(snapshot, &it))
        };
        let gone = snapshot.goals().filter(|(ix, goal)| !self.covers(snapshot, goal) && had(*ix, goal));
        gone.map(|(ix, _)| ix).collect()
    }

    /// Whether a goal has a chosen health and age of its last check-in. A goal that was removed has neither.
    fn stands(&self, snapshot: &Facts<'_>, goal: &Goal) -> bool {
        if self.health.is_empty() && !self.stale {
            return true;
        }
        let Some(ix) = snapshot.workspace.find(&goal.id) else { return false };
        (self.health.is_empty() || self.health.iter().any(|health| health.fits(snapshot, ix)))
            && (!self.stale || days_since_check_in(snapshot, ix).is_some())
    }

    /// The options that choose the same goals, by their names, each with its value.
    pub fn options(&self) -> Vec<(&'static str, Option<String>)> {
        let period = match &self.time {
            Time::Now => None,
            Time::During(period) => Some(period.name.clone()),
            Time::All => Some("all".to_owned()),
        };
        let words = self.health.iter().map(|it| it.word()).collect::<Vec<_>>().join(",");
        let named = [
            ("period", period),
            ("team", self.team.clone()),
            ("owner", self.owner.clone()),
            ("level", self.level.clone()),
            ("label", self.label.clone()),
            ("area", self.area.clone()),
            ("health", Some(words).filter(|words| !words.is_empty())),
        ];
        let named = named.into_iter().filter_map(|(name, value)| Some((name, Some(value?))));
        named.chain(self.stale.then_some(("stale", None))).collect()
    }

    /// Whether anything but time narrows the choice.
    pub fn is_filtered(&self) -> bool {
        [&self.team, &self.owner, &self.level, &self.label, &self.area].iter().any(|filter| filter.is_some())
            || !self.health.is_empty()
            || self.stale
    }

    /// The selected goals of the indicators, with the period: today's quarter by default.
    pub fn population(&self, snapshot: &Facts<'_>, drafts: bool) -> Population {
        let period = match &self.time {
            Time::Now => Some(Period::quarter_of(snapshot.today, snapshot.settings().fiscal_year_starts)),
            Time::During(period) => Some(period.clone()),
            Time::All => None,
        };
        Population::choose(snapshot, |goal| self.covers(snapshot, goal), period, drafts)
    }

    fn in_time(&self, snapshot: &Facts<'_>, goal: &Goal) -> bool {
        match &self.time {
            Time::All => true,
            // With a deadline alone it may have begun on any day, and is over after it.
            Time::During(period) => match &goal.period {
                Some(own) => own.overlaps(period),
                None => goal.deadline.is_none_or(|last| period.start <= last),
            },
            Time::Now => match &goal.period {
                Some(period) if period.contains(snapshot.today) => true,
                // An open goal past its end still needs to be closed, so the default selection keeps it.
                Some(_) => goal.is_open() && goal.end().is_some_and(|end| end < snapshot.today),
                None => goal.is_open(),
            },
        }
    }
}
