//! The overview of a goals repository: where it stands, what is behind, what is due and what moved.

use std::collections::BTreeMap;

use super::agenda::{AgendaItem, AgendaKind, AgendaView, Urgency};
use super::brief::Brief;
use super::kpi::KpiValueView;
use super::moved::QuietMove;
use super::selection::Selection;
use super::standing::measured_parts;
use super::tally::Tally;
use crate::analysis::facts::Facts;
use crate::analysis::numbers::Health;
use crate::analysis::text::percent;
use crate::model::{Goal, GoalIx, Kind, PeriodUnit};

/// The overview of the goals of today.
#[derive(Debug, Clone)]
pub struct OverviewView {
    /// The health of all goals.
    pub tally: Tally,
    /// Goals that are off track, the furthest behind their plan first.
    pub off_track: Vec<BehindGoal>,
    /// Goals that are at risk, the furthest behind their plan first.
    pub at_risk: Vec<BehindGoal>,
    /// Actions that are due or late, most urgent first.
    pub due: Vec<AgendaItem>,
    /// Goals with a goalpost that moved without a reason, the latest move first.
    pub moved: Vec<MovedGoal>,
    /// The period with the most goals of this root that have ended and are not closed.
    pub to_close: Option<String>,
}

/// A goal behind its plan.
#[derive(Debug, Clone)]
pub struct BehindGoal {
    /// The goal.
    pub goal: Brief,
    /// How far it is, in words: progress and plan, or the value and the bounds of a KPI.
    pub says: String,
}

/// A goal whose goalposts moved without a reason.
#[derive(Debug, Clone)]
pub struct MovedGoal {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its progress against the present goalposts, 0 to 1.
    pub progress: Option<f64>,
    /// What moved.
    pub quiet: QuietMove,
}

impl OverviewView {
    /// The overview of the goals whose period contains today and of open goals past their end.
    pub fn new(snapshot: &Facts<'_>) -> Self {
        let selection = Selection::default();
        let chosen: Vec<GoalIx> =
            snapshot.goals().filter(|(_, goal)| selection.covers(snapshot, goal)).map(|(ix, _)| ix).collect();
        let behind = |health: Health| {
            let mut goals: Vec<(f64, BehindGoal)> = chosen
                .iter()
                .filter(|ix| snapshot.numbers(**ix).health == health && snapshot.goal(**ix).kind != Kind::Mission)
                .map(|ix| {
                    let numbers = snapshot.numbers(*ix);
                    let gap = numbers.expected.unwrap_or(0.0) - numbers.progress.unwrap_or(0.0);
                    (gap, BehindGoal { goal: Brief::new(snapshot, *ix), says: how_far(snapshot, *ix) })
                })
                .collect();
            goals.sort_by(|(a, first), (b, second)| b.total_cmp(a).then_with(|| first.goal.id.cmp(&second.goal.id)));
            goals.into_iter().map(|(_, goal)| goal).collect()
        };
        // What is for an owner and their lead alone is not shown to everyone.
        let agenda = AgendaView::new(snapshot, &selection).to_be_posted();
        // What is off track has a list of its own.
        let is_due = |item: &AgendaItem| item.kind != AgendaKind::OffTrack && item.urgency != Urgency::Soon;
        let left = selection.left(snapshot);
        let mut moved: Vec<MovedGoal> = chosen
            .iter()
            .chain(&left)
            .filter_map(|ix| {
                let goal = snapshot.goal(*ix);
                let quiet = QuietMove::of(snapshot, *ix)?;
                let progress = snapshot.numbers(*ix).progress;
                Some(MovedGoal { id: goal.id.clone(), title: goal.title.clone(), progress, quiet })
            })
            .collect();
        let mut ended: BTreeMap<&str, usize> = BTreeMap::new();
        // Goals of other roots are closed there.
        let is_to_close = |goal: &&Goal| goal.is_work() && goal.is_open() && snapshot.workspace.is_own(goal.document);
        for goal in chosen.iter().map(|ix| snapshot.goal(*ix)).filter(is_to_close) {
            let over = goal.period.as_ref().filter(|it| it.end < snapshot.today && it.unit != PeriodUnit::Exact);
            *ended.entry(over.map_or("", |period| &period.name)).or_default() += 1;
        }
        ended.remove("");
        moved.sort_by(|a, b| (b.quiet.day, &a.id).cmp(&(a.quiet.day, &b.id)));
        Self {
            off_track: behind(Health::OffTrack),
            at_risk: behind(Health::AtRisk),
            due: agenda.items.into_iter().filter(is_due).collect(),
            moved,
            to_close: ended.into_iter().max_by_key(|(_, count)| *count).map(|(name, _)| name.to_owned()),
            tally: agenda.tally,
        }
    }
}

/// How far a goal is: its progress and what its plan expects; for a KPI, which has neither, its value and its bounds.
fn how_far(snapshot: &Facts<'_>, ix: GoalIx) -> String {
    let numbers = snapshot.numbers(ix);
    if let Some(kpi) = KpiValueView::of(snapshot, ix) {
        return format!("{}, to be {}", kpi.value, kpi.bounds.unwrap_or_default());
    }
    let share = |share: Option<f64>| share.map_or_else(|| "unknown".to_owned(), percent);
    let parts = measured_parts(numbers).map(|parts| format!(", {parts}")).unwrap_or_default();
    format!("progress {}{parts}, plan {}", share(numbers.progress), share(numbers.expected))
}
