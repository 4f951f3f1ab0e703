//! The summary of a report: the number of goals by health, the strategic goals, and those that need attention.

use serde::Serialize;

use super::between::{NeedInReport, ObstacleView};
use super::facts::Mention;
use super::goals::ReportGoal;
use super::moves::MovedView;
use crate::analysis::agenda::{check_ins_of, is_never_checked_in};
use crate::analysis::alignment::{is_strategic, supporters_among};
use crate::analysis::facts::Facts;
use crate::analysis::numbers::{Health, ambition};
use crate::analysis::people::Departments;
use crate::analysis::text::percent;
use crate::model::{Commitment, Day, GoalIx};
use crate::view::agenda::never_words;
use crate::view::forecast::ForecastView;
use crate::view::health_count::HealthCount;
use crate::view::tally::Tally;
use crate::view::unreadable::UnreadableView;

/// A mission.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct MissionView {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its statement.
    pub statement: Option<String>,
    /// Its vision.
    pub vision: Option<String>,
}

/// A period in numbers. Goals are objectives, key results and growth goals.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SummaryView {
    /// The health of the goals, in a sentence.
    pub headline: String,
    /// How many goals there are.
    pub goals: usize,
    /// The number of goals by health, from good to bad, without zeros.
    pub health: Vec<HealthCount>,
    /// The files that cannot be read.
    pub unreadable: Vec<UnreadableView>,
    /// How many goals have goalposts that moved with no reason given; null without a history.
    pub moved_quietly: Option<usize>,
    /// The number of open obstacles.
    pub obstacles: usize,
    /// The number of needs with a problem.
    pub troubled_needs: usize,
}

/// A strategic goal: an open objective of the highest level.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct StrategicView {
    /// The goal.
    pub goal: Mention,
    /// Whether it is committed or aspirational, if stated.
    pub commitment: Option<Commitment>,
    /// Its first day.
    pub start: Option<Day>,
    /// Its last day.
    pub end: Option<Day>,
    /// The expected progress today, 0 to 1.
    pub expected: Option<f64>,
    /// The share of its target that counts as reached: 1, for a stretch goal `ambition`.
    pub ambition: f64,
    /// Progress over the last cadences, oldest first; null without a history.
    pub trend: Option<Vec<f64>>,
    /// Where it is likely to end; null where that is not known.
    pub forecast: Option<ForecastView>,
    /// The number of goals that support it, directly or indirectly: of the selection, without its own key results, drafts and
    /// dropped goals, as the map counts them.
    pub serving: usize,
    /// From how many departments.
    pub departments: usize,
}

/// A goal that needs attention.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct AttentionView {
    /// The goal.
    pub goal: Mention,
    /// The expected progress today, 0 to 1.
    pub expected: Option<f64>,
    /// The share of its target that counts as reached: 1, for a stretch goal `ambition`.
    pub ambition: f64,
    /// The reasons, one sentence each.
    pub because: Vec<String>,
}

/// The maximum number of goals that need attention.
const MOST: usize = 8;

/// The maximum number of strategic goals in the summary.
const MOST_STRATEGIC: usize = 24;

/// Weeks without a check-in before a report mentions it.
const SILENT_WEEKS: i64 = 3;

impl MissionView {
    /// A mission.
    pub fn new(snapshot: &Facts<'_>, ix: GoalIx) -> Self {
        let goal = snapshot.goal(ix);
        let (id, title) = (goal.id.clone(), goal.title.clone());
        Self { id, title, statement: goal.statement.clone(), vision: goal.vision.clone() }
    }
}

impl SummaryView {
    /// Counts the goals.
    pub fn new(
        snapshot: &Facts<'_>,
        work: &[GoalIx],
        tally: &Tally,
        moved: Option<&[MovedView]>,
        needs: &[NeedInReport],
        obstacles: &[ObstacleView],
    ) -> Self {
        let quietly = moved.map(|moved| {
            let quiet = moved.iter().filter(|it| it.what.is_quiet());
            let mut ids: Vec<&str> = quiet.map(|it| it.goal.id.as_str()).collect();
            ids.sort_unstable();
            ids.dedup();
            ids.len()
        });
        Self {
            headline: tally.headline(),
            unreadable: UnreadableView::all(snapshot, true),
            goals: work.len(),
            health: HealthCount::all(snapshot, work),
            moved_quietly: quietly,
            obstacles: obstacles.len(),
            troubled_needs: needs.iter().filter(|it| it.trouble.is_some()).count(),
        }
    }
}

impl StrategicView {
    /// The open objectives of the highest level, by id.
    pub fn all(snapshot: &Facts<'_>, work: &[GoalIx]) -> Vec<Self> {
        let departments = Departments::of(snapshot);
        let strategic = work.iter().filter(|ix| is_strategic(snapshot, **ix)).take(MOST_STRATEGIC);
        let view = |ix: &GoalIx| {
            let (goal, numbers) = (snapshot.goal(*ix), snapshot.numbers(*ix));
            let below = supporters_among(snapshot, work, *ix);
            let mut involved: Vec<&str> =
                below.iter().filter_map(|it| departments.of_goal(snapshot.goal(*it))).collect();
            involved.sort_unstable();
            involved.dedup();
            Self {
                goal: Mention::new(snapshot, *ix),
                commitment: goal.commitment,
                start: goal.start(),
                end: goal.end(),
                expected: numbers.expected,
                ambition: ambition(goal, snapshot.settings_of_grade(goal)),
                trend: snapshot.trend(*ix).map(<[f64]>::to_vec),
                forecast: ForecastView::of(snapshot, *ix),
                serving: below.len(),
                departments: involved.len(),
            }
        };
        strategic.map(view).collect()
    }
}

impl AttentionView {
    /// The goals that want a look first: off track, then moved without a word, the highest level and the largest gap first.
    pub fn all(snapshot: &Facts<'_>, work: &[GoalIx], goals: &[ReportGoal]) -> Vec<Self> {
        let mut found: Vec<((u8, usize, i64), GoalIx, &ReportGoal)> = Vec::new();
        for ix in work {
            let goal = snapshot.goal(*ix);
            let Ok(at) = goals.binary_search_by(|it| it.goal.id.cmp(&goal.id)) else { continue };
            let report = &goals[at];
            let off = snapshot.numbers(*ix).health == Health::OffTrack;
            let quiet = goal.is_open() && report.moves.iter().any(crate::view::moved::MoveView::is_quiet);
            let urgency = match (off, quiet) {
                (true, _) => 0,
                (false, true) => 1,
                (false, false) => continue,
            };
            let rank = snapshot.level_of(goal).map_or(usize::MAX, |(_, rank)| rank);
            found.push(((urgency, rank, behind(report)), *ix, report));
        }
        found.sort_by_key(|(key, ix, _)| (*key, snapshot.goal(*ix).id.as_str()));
        let view = |(_, ix, report): ((u8, usize, i64), GoalIx, &ReportGoal)| Self {
            goal: Mention::new(snapshot, ix),
            expected: report.goal.expected,
            ambition: ambition(snapshot.goal(ix), snapshot.settings()),
            because: because(snapshot, ix, report),
        };
        found.into_iter().take(MOST).map(view).collect()
    }
}

/// How far a goal is behind its plan, in thousandths, the furthest the least.
#[expect(clippy::cast_possible_truncation, reason = "thousandths of a share")]
fn behind(goal: &ReportGoal) -> i64 {
    let behind = goal.goal.expected.unwrap_or(0.0) - goal.goal.progress.unwrap_or(0.0);
    -((behind * 1000.0) as i64)
}

fn because(snapshot: &Facts<'_>, ix: GoalIx, report: &ReportGoal) -> Vec<String> {
    let goal = &report.goal;
    let mut because = Vec::new();
    if let Some(weakest) = goal.weakest.as_deref().and_then(|id| snapshot.workspace.find(id)) {
        because.push(format!("held back most by “{}”", snapshot.goal(weakest).title));
    } else {
        because.extend(report.pace_words.clone());
    }
    because.extend(goal.forecast_if_behind().map(|it| it.words.clone()));
    if let Some(it) = report.moves.iter().rev().find(|it| it.is_quiet()) {
        let price = report.price.and_then(|price| price.against_original);
        // A move that does not change the shown percentage has no effect worth naming.
        let price = price.filter(|share| goal.progress.map(percent) != Some(percent(*share)));
        let price = price.map(|share| format!(": {} against the original", percent(share))).unwrap_or_default();
        because.push(format!("{} on {}, no reason given{price}", it.words, it.day));
    }
    if let Some(check_ins) = check_ins_of(snapshot, ix) {
        match check_ins.last {
            None if is_never_checked_in(snapshot.goal(ix), &check_ins) => {
                because.push(match snapshot.timeline.last_check_in(ix) {
                    // A value from before its time may stand beside it, as `agenda` says it too.
                    Some(_) => never_words(snapshot, ix).to_owned(),
                    None => "never checked in".to_owned(),
                });
            }
            None => {}
            Some(last) => {
                let weeks = crate::model::days_between(last, snapshot.today) / 7;
                if weeks >= SILENT_WEEKS && check_ins.late_by(snapshot.today) > 0 {
                    because.push(format!("no check-in for {weeks} weeks"));
                }
            }
        }
    }
    because
}
