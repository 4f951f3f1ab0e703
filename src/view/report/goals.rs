//! A goal in a report: its numbers, its course against its plan, and where its goalposts moved.

use serde::Serialize;

use super::course::CourseView;
use super::facts::PersonOrTeamName;
use crate::analysis::facts::Facts;
use crate::analysis::numbers::{ambition, source_of};
use crate::analysis::trends::ProgressSeries;
use crate::model::{Commitment, GoalIx};
use crate::syntax::locate;
use crate::view::goal_words::GoalWords;
use crate::view::history::PriceView;
use crate::view::kpi::KpiValueView;
use crate::view::moved::MoveView;
use crate::view::pace::pace_words;
use crate::view::rollup::GoalView;

/// A goal in a report.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ReportGoal {
    /// Its numbers, as in `rollup`.
    #[serde(flatten)]
    pub goal: GoalView,
    /// Its file, from the root.
    pub path: String,
    /// The line of the file that a check-in changes: that of `metric.current`, else of the metric or the milestones.
    pub line: Option<usize>,
    /// The owner's name.
    pub owner_name: Option<String>,
    /// The team's name.
    pub team_name: Option<String>,
    /// Whether it is committed or aspirational, if stated.
    pub commitment: Option<Commitment>,
    /// The share of its target that counts as reached: 1, for a stretch goal `ambition`; null for goals without progress.
    pub ambition: Option<f64>,
    /// For a KPI, its value and bounds; null for other goals, and without a value.
    pub kpi: Option<KpiValueView>,
    /// What it measures, from where to where, and where it is, in words.
    pub measure_words: Option<String>,
    /// Its pace and the pace it needs, in words.
    pub pace_words: Option<String>,
    /// The source of its value.
    pub source: Option<String>,
    /// Why it matters.
    pub why: Option<String>,
    /// Its values over time and its plan.
    pub course: CourseView,
    /// Its goalposts' moves, oldest first.
    pub moves: Vec<MoveView>,
    /// The effect of the moves on progress; null where nothing has moved since goalposts settled.
    pub price: Option<PriceView>,
}

impl ReportGoal {
    /// One goal.
    pub fn new(snapshot: &Facts<'_>, ix: GoalIx, courses: &ProgressSeries) -> Self {
        let numbers = GoalView::new(snapshot, ix);
        let goal = snapshot.goal(ix);
        let posts = snapshot.goalposts(ix);
        Self {
            path: snapshot.workspace.file(goal.document).path.clone(),
            line: line_of_value(snapshot, ix),
            owner_name: goal.owner.as_deref().map(|id| PersonOrTeamName::person(snapshot, id).name),
            team_name: goal.team.as_deref().map(|id| PersonOrTeamName::team(snapshot, id).name),
            commitment: goal.commitment,
            ambition: numbers.progress.map(|_| ambition(goal, snapshot.settings_of_grade(goal))),
            kpi: KpiValueView::of(snapshot, ix),
            measure_words: GoalWords::measure_of(snapshot, ix),
            pace_words: pace_words(snapshot, ix),
            source: goal.metric.as_ref().and_then(|it| source_of(snapshot.workspace, it)).map(str::to_owned),
            why: goal.why.clone(),
            course: CourseView::new(snapshot, ix, courses, posts.original.as_deref()),
            moves: MoveView::all(snapshot, ix),
            price: PriceView::of(snapshot, ix),
            goal: numbers,
        }
    }
}

fn line_of_value(snapshot: &Facts<'_>, ix: GoalIx) -> Option<usize> {
    let goal = snapshot.goal(ix);
    let document = snapshot.workspace.document(goal.document);
    let root = document.tree.root.as_ref()?;
    let routes = ["metric.current", "metric", "milestones"];
    let found = routes.iter().map(|route| locate(root, route)).find(|it| it.whole)?;
    Some(snapshot.workspace.file(goal.document).line(found.span().start as usize))
}
