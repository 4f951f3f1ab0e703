//! The answer of `report`: a period as a whole, composed of the views of other commands.

mod between;
mod commit;
mod course;
mod facts;
mod goals;
mod grades;
mod kpis;
mod lessons;
mod map;
mod moves;
mod summary;
mod week;

use serde::Serialize;

pub use between::{NeedInReport, ObstacleView};
pub use commit::BaseCommitView;
pub use course::{CourseView, PlanPointView, ProgressPoint};
pub use facts::{DisplayNames, Mention, PersonOrTeamName};
pub use goals::ReportGoal;
pub use grades::{ClosedGoalView, ClosedPeriodView};
pub use kpis::KpiInReport;
pub use lessons::LessonView;
pub use map::{AlignmentMapView, MapRowView};
pub use moves::MovedView;
pub use summary::{AttentionView, MissionView, StrategicView, SummaryView};
pub use week::{BACK, UpcomingItem, WeekEvent};

use lessons::closed_goals;

use super::align::AlignView;
use super::calibrate::CalibrationView;
use super::group::{GoalGroupView, may_have_moved};
use super::moved_setting::MovedSettingView;
use super::removed::RemovedView;
use super::rollup::{ChosenGoals, TreeRow};
use super::selection::Selection;
use super::withdrawn::WithdrawnView;
use crate::analysis::facts::Facts;
use crate::analysis::history::GoalHistory;
use crate::analysis::trends::ProgressSeries;
use crate::model::{Day, GoalIx, Kind};

/// The answer of `goalpost report`.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ReportView {
    /// The organisation's name, where `goalpost.yaml` gives it.
    pub organization: Option<String>,
    /// The period in words, and how much of it is gone.
    pub heading: String,
    /// The missions.
    pub missions: Vec<MissionView>,
    /// The period in numbers.
    pub summary: SummaryView,
    /// The open objectives of the highest level.
    pub strategic: Vec<StrategicView>,
    /// Goals that need attention, most urgent first.
    pub attention: Vec<AttentionView>,
    /// The commit on which the work tree is based, or that was read; null without git.
    pub commit: Option<BaseCommitView>,
    /// The goals summed up by team, those without one last.
    pub teams: Vec<GoalGroupView>,
    /// The goals summed up by Balanced Scorecard perspective; empty where no goal has one.
    pub perspectives: Vec<GoalGroupView>,
    /// The goals summed up by key result area; empty where no goal has one.
    pub areas: Vec<GoalGroupView>,
    /// The KPIs, by id.
    pub kpis: Vec<KpiInReport>,
    /// The goals, by id.
    pub goals: Vec<ReportGoal>,
    /// Alignment, as in `align`.
    pub align: AlignView,
    /// The number of goals of each department that support each strategic goal.
    pub map: AlignmentMapView,
    /// The day on which the history of a shallow clone begins: what moved or was removed before is not known; null where the
    /// history is whole.
    pub history_begins: Option<Day>,
    /// Goalposts that moved after they had settled, the latest first; null without a history, and where none is known in a
    /// shallow clone that has not all of the goals' history.
    pub moved: Option<Vec<MovedView>>,
    /// Settings that were changed in mid-period without a reason, so that numbers or findings are others, the latest first;
    /// null without a history.
    pub moved_settings: Option<Vec<MovedSettingView>>,
    /// Values and other statements that were withdrawn and are not there again, the latest first; null without a history.
    pub withdrawn: Option<Vec<WithdrawnView>>,
    /// Active goals that were removed after they had settled, the latest first; null without a history.
    pub removed: Option<Vec<RemovedView>>,
    /// Open needs from other teams, by due day.
    pub needs: Vec<NeedInReport>,
    /// Open obstacles, oldest first.
    pub obstacles: Vec<ObstacleView>,
    /// What happened in the last seven days, the latest first.
    pub happened: Vec<WeekEvent>,
    /// What is due in the next fortnight and what has been, by day.
    pub due: Vec<UpcomingItem>,
    /// Whether forecasts and stated confidence came true on goals that were closed in the last 200 days; null where these
    /// are too few, or all of one person.
    pub calibration: Option<CalibrationView>,
    /// The closed goals with their grades, the latest period first.
    pub closed: Vec<ClosedPeriodView>,
    /// Retrospectives of closed goals, latest first.
    pub lessons: Vec<LessonView>,
    /// The names of teams and people.
    pub names: DisplayNames,
    /// Goals of included roots, which a report leaves out.
    pub left_out: usize,
    /// The rows of the tree, top to bottom.
    #[serde(skip)]
    pub tree: Vec<TreeRow>,
}

impl ReportView {
    /// Everything about the chosen goals. `before` is how all stood [`BACK`] days ago, where that is known; `heading` says
    /// what time they are of, `left_out` how many were not read, `commit` what was read.
    pub fn new(
        snapshot: &Facts<'_>,
        before: Option<&Facts<'_>>,
        selection: &Selection,
        heading: &str,
        (left_out, commit): (usize, Option<BaseCommitView>),
    ) -> Self {
        let ChosenGoals { order: chosen, tally, tree } = ChosenGoals::new(snapshot, selection, None, None);
        let courses = ProgressSeries::look_back(snapshot, &chosen);
        let goals: Vec<ReportGoal> = chosen.iter().map(|ix| ReportGoal::new(snapshot, *ix, &courses)).collect();
        drop(courses);
        let work: Vec<GoalIx> = chosen.iter().copied().filter(|ix| snapshot.goal(*ix).is_work()).collect();
        let moved = snapshot.timeline.history().map(|_| MovedView::all(snapshot, selection, &chosen, &goals));
        // Where nothing is known to have moved, and what came before is not known, that is not known either.
        let moved = moved.filter(|moved| !moved.is_empty() || !may_have_moved(snapshot, &chosen));
        let needs = NeedInReport::all(snapshot, &chosen);
        let obstacles = ObstacleView::all(snapshot, &chosen);
        let closed = closed_goals(snapshot, selection, &chosen);
        let [teams, perspectives, areas] = GoalGroupView::by_all(snapshot, selection, &work);
        let missions = chosen.iter().filter(|ix| snapshot.goal(**ix).kind == Kind::Mission);
        Self {
            organization: snapshot.settings().organization.clone(),
            heading: heading.to_owned(),
            missions: missions.map(|ix| MissionView::new(snapshot, *ix)).collect(),
            summary: SummaryView::new(snapshot, &work, &tally, moved.as_deref(), &needs, &obstacles),
            strategic: StrategicView::all(snapshot, &work),
            attention: AttentionView::all(snapshot, &work, &goals),
            commit: commit.map(|it| if it.day.is_some() { it.of_work_tree(snapshot) } else { it }),
            teams,
            perspectives,
            areas,
            kpis: KpiInReport::all(snapshot, &goals),
            align: AlignView::new(snapshot, selection, false, None),
            map: AlignmentMapView::new(snapshot, &chosen),
            history_begins: snapshot.timeline.history().filter(|it| it.truncated).and_then(GoalHistory::cut_off_on),
            moved,
            moved_settings: snapshot.timeline.history().map(|_| MovedSettingView::all(snapshot)),
            withdrawn: snapshot.timeline.history().map(|_| WithdrawnView::all(snapshot, &chosen)),
            removed: RemovedView::all(snapshot, selection),
            needs,
            obstacles,
            happened: WeekEvent::all(snapshot, before, &chosen),
            due: UpcomingItem::all(snapshot, &chosen),
            calibration: CalibrationView::lately(snapshot, selection),
            closed: ClosedPeriodView::all(snapshot, &closed),
            lessons: LessonView::all(snapshot, &closed),
            names: DisplayNames::new(snapshot, &chosen),
            left_out,
            goals,
            tree,
        }
    }
}
