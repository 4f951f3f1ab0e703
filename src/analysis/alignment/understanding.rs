//! Understanding: the answers of surveys to whether teams know their goals and the reasons for them.

use std::collections::BTreeMap;

use super::population::Population;
use crate::analysis::numbers::mean::Mean;
use crate::analysis::snapshot::Snapshot;
use crate::model::{GoalIx, Survey};

/// The questions of a survey that measure understanding.
pub(super) const QUESTIONS: [&str; 3] = ["knows-goals", "knows-why", "sees-contribution"];

/// The results of the surveys in a period.
#[derive(Debug, Clone, Default)]
pub struct Understanding {
    /// The mean of all answers, 1 to 5; none without any.
    pub value: Option<f64>,
    /// The mean of each question with answers, 1 to 5.
    pub questions: BTreeMap<&'static str, f64>,
    /// The last survey of each team, by id.
    pub pulses: Vec<Pulse>,
    /// The surveys with too few respondents to be anonymous, by id: their scores are shown nowhere.
    pub withheld: Vec<GoalIx>,
}

/// The result of one survey.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pulse {
    /// The survey.
    pub survey: GoalIx,
    /// The mean of its answers to these questions, 1 to 5.
    pub value: f64,
    /// The number of respondents.
    pub respondents: u32,
}

/// The means of the surveys in a population's period, weighted by respondents. Of each team the last survey with enough
/// respondents counts.
pub fn understanding(snapshot: &Snapshot<'_>, population: &Population, team: Option<&str>) -> Understanding {
    let mut understanding = Understanding::default();
    let mut last: BTreeMap<Option<&str>, (GoalIx, &Survey)> = BTreeMap::new();
    for (ix, goal) in snapshot.goals() {
        let Some(survey) = &goal.survey else { continue };
        let of_team = team.is_none_or(|team| goal.team.as_deref().is_some_and(|own| snapshot.is_same_team(own, team)));
        if !of_team || !population.contains(survey.date) || survey.date > snapshot.today {
            continue;
        }
        if survey.is_too_small() {
            understanding.withheld.push(ix);
            continue;
        }
        let key = |ix: GoalIx, survey: &Survey| (survey.date, snapshot.goal(ix).id.clone());
        let entry = last.entry(snapshot.workspace.team_of(goal)).or_insert((ix, survey));
        if key(ix, survey) > key(entry.0, entry.1) {
            *entry = (ix, survey);
        }
    }
    let mut sums: BTreeMap<&'static str, Mean> = BTreeMap::new();
    for (ix, survey) in last.into_values() {
        let weight = f64::from(survey.respondents);
        let (mut sum, mut answered) = (0.0, 0_u32);
        for question in QUESTIONS {
            let Some((_, score)) = survey.scores.iter().find(|(name, _)| name == question) else { continue };
            sums.entry(question).or_default().add(*score, weight);
            (sum, answered) = (sum + score, answered + 1);
        }
        if answered > 0 {
            let (value, respondents) = (sum / f64::from(answered), survey.respondents);
            understanding.pulses.push(Pulse { survey: ix, value, respondents });
        }
    }
    let by_id = |ix: &GoalIx| snapshot.goal(*ix).id.as_str();
    understanding.pulses.sort_by_key(|pulse| by_id(&pulse.survey));
    understanding.withheld.sort_by_key(by_id);
    let answers = sums.values().map(|it| (it.value().unwrap_or_default(), it.weights));
    understanding.value = Mean::of(answers).value();
    understanding.questions = sums.iter().filter_map(|(name, mean)| Some((*name, mean.value()?))).collect();
    understanding
}
