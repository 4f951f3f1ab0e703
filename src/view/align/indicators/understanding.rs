//! What surveys say of understanding.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::analysis::alignment::{self, Population};
use crate::analysis::facts::Facts;
use crate::model::Day;
use crate::view::align::shares::ids;

/// The survey results on understanding.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct UnderstandingView {
    /// The mean of all answers to the three questions, 1 to 5; null without any.
    pub value: Option<f64>,
    /// The number of respondents.
    pub respondents: u32,
    /// The means of `knows-goals`, `knows-why` and `sees-contribution`, where present.
    pub questions: BTreeMap<String, f64>,
    /// The last survey of each team in the period.
    pub surveys: Vec<SurveyView>,
    /// Surveys with fewer than five answers, by id; their scores are withheld.
    pub withheld: Vec<String>,
}

/// One survey.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SurveyView {
    /// Its id.
    pub id: String,
    /// Its team.
    pub team: Option<String>,
    /// The day it was closed.
    pub date: Option<Day>,
    /// The mean of its answers to the three questions, 1 to 5.
    pub value: f64,
    /// The number of respondents.
    pub respondents: u32,
}

impl UnderstandingView {
    pub(super) fn new(snapshot: &Facts<'_>, population: &Population, team: Option<&str>) -> Self {
        let found = alignment::understanding(snapshot, population, team);
        let surveys = found.pulses.iter().map(|pulse| {
            let goal = snapshot.goal(pulse.survey);
            SurveyView {
                id: goal.id.clone(),
                team: goal.team.clone(),
                date: goal.survey.as_ref().map(|survey| survey.date),
                value: pulse.value,
                respondents: pulse.respondents,
            }
        });
        Self {
            value: found.value,
            respondents: found.pulses.iter().map(|pulse| pulse.respondents).fold(0, u32::saturating_add),
            questions: found.questions.iter().map(|(name, score)| ((*name).to_owned(), *score)).collect(),
            surveys: surveys.collect(),
            withheld: ids(snapshot, &found.withheld),
        }
    }
}
