//! The parts of a goal: those that count in its progress, those that do not and why, and the measured share.

use crate::analysis::numbers::mean::Mean;
use crate::analysis::numbers::unread::{Unread, UnreadPart};
use crate::graph::{Edge, Graph, Parent};
use crate::model::{Goal, GoalIx, Rollup};

/// A goal that counts in the progress of another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Contribution {
    /// The contributing goal.
    pub goal: GoalIx,
    /// The link by which it contributes.
    pub edge: Edge,
    /// The weight of the link.
    pub weight: f64,
    /// Its progress, 0 to 1; unknown progress counts as 0.
    pub progress: Option<f64>,
    /// The progress that its plan expects, 0 to 1.
    pub expected: Option<f64>,
    /// The measured share of it, 0 to 1.
    pub coverage: f64,
}

/// The reason why a part of a goal does not count in its progress.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Omission {
    /// It is a draft.
    Draft,
    /// It was dropped.
    Dropped,
    /// Its links form a cycle.
    OnCycle,
    /// It has no measure.
    MeasuresNothing,
    /// It was linked after the objective was closed.
    AfterClose,
    /// Its progress is unknown, and it has not begun.
    NotBegun,
    /// It is a supporter of an objective whose key results count, or the reverse.
    OtherKind,
}

/// A part of a goal that does not count in its progress.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LeftOut {
    /// The part.
    pub goal: GoalIx,
    /// The weight of its link.
    pub weight: f64,
    /// The reason.
    pub why: Omission,
    /// The measured share of it, 0 to 1, which counts in the coverage; none where no measure is expected: of drafts,
    /// dropped goals, goals that have not begun, development goals without milestones.
    pub coverage: Option<f64>,
}

/// The parts of a goal: those that count in its progress, and those that do not.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Parts {
    /// The parts that count.
    pub contributions: Vec<Contribution>,
    /// The parts that do not count, with the reasons.
    pub left_out: Vec<LeftOut>,
    /// The parts that count with a progress of 0, because their files cannot be read.
    pub unread: Vec<UnreadPart>,
}

/// The number of a goal's own parts that are measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted {
    /// The number of parts with a coverage of at least one half.
    pub measured: usize,
    /// The number of parts that should be measured.
    pub of: usize,
}

impl Counted {
    /// Counts the coverages of parts that should be measured.
    pub fn of(coverages: impl IntoIterator<Item = f64>) -> Self {
        let counts = |counted: Self, coverage| Self {
            measured: counted.measured + usize::from(coverage >= HALF),
            of: counted.of + 1,
        };
        coverages.into_iter().fold(Self { measured: 0, of: 0 }, counts)
    }
}

impl Parts {
    /// The weighted mean of their progress. Unknown progress counts as 0: a part that has begun is not done until a
    /// value says so. One that has not begun is left out instead.
    pub fn progress(&self) -> Mean {
        let known = self.contributions.iter().map(|it| (it.progress.unwrap_or(0.0), it.weight));
        Mean::of(known.chain(self.unread_as_zero()))
    }

    /// The weighted mean of the progress that their plans expect, over those with a plan.
    pub fn expected(&self) -> Mean {
        Mean::of(self.contributions.iter().filter_map(|it| Some((it.expected?, it.weight))))
    }

    /// The measured share of the goal, 0 to 1: the weighted mean over its parts, 0 without any.
    pub fn coverage(&self) -> f64 {
        Mean::of(self.covered()).value().unwrap_or(0.0)
    }

    /// The number of measured parts.
    pub fn counted(&self) -> Counted {
        // A part without weight is no part of the coverage either.
        Counted::of(self.covered().filter(|(_, weight)| *weight > 0.0).map(|(coverage, _)| coverage))
    }

    /// The coverage of each part that should be measured, with its weight.
    fn covered(&self) -> impl Iterator<Item = (f64, f64)> {
        let counted = self.contributions.iter().map(|it| (it.coverage, it.weight));
        let left_out = self.left_out.iter().filter_map(|it| Some((it.coverage?, it.weight)));
        counted.chain(left_out).chain(self.unread_as_zero())
    }

    /// A progress and a coverage of 0 for each file that cannot be read, with its weight: leaving it out would raise
    /// the mean.
    fn unread_as_zero(&self) -> impl Iterator<Item = (f64, f64)> {
        self.unread.iter().map(|it| (0.0, it.weight))
    }

    /// The part furthest behind its plan; of equal ones the first. None where no part is behind.
    pub fn weakest(&self) -> Option<GoalIx> {
        self.contributions
            .iter()
            .filter_map(|it| Some((it.goal, it.expected? - it.progress.unwrap_or(0.0))))
            .filter(|(_, behind)| *behind > 0.0)
            .max_by(|(a, behind_a), (b, behind_b)| behind_a.total_cmp(behind_b).then_with(|| b.cmp(a)))
            .map(|(goal, _)| goal)
    }
}

/// The least coverage of a goal that counts as measured.
pub const HALF: f64 = 0.5;

/// The candidates for an objective's progress: its key results or its supporters, as its `rollup` says. Not all of them
/// count.
#[derive(Debug, Clone, PartialEq)]
pub struct RollupCandidates {
    /// The kind of goals that counts.
    pub of: Rollup,
    /// The goals of that kind.
    pub goals: Vec<Parent>,
    /// Their files that cannot be read.
    pub unread: Vec<UnreadPart>,
    /// The goals of the other kind, which do not count.
    pub others: Vec<Parent>,
}

impl RollupCandidates {
    /// Finds the candidates for an objective's progress.
    pub fn find(graph: &Graph, unread: &Unread, objective: &Goal, ix: GoalIx) -> Self {
        let (key_results, supporters) = graph.children(ix).partition(|child: &Parent| child.edge.is_measure());
        let key_results: Vec<Parent> = key_results;
        let unread = unread.parts_of(ix);
        // A key result whose file cannot be read decides as well: otherwise a typo in the only one would switch the
        // objective to its supporters.
        let of = objective.rollup.unwrap_or_else(|| {
            let has_key_results = !key_results.is_empty() || unread.iter().any(|part| part.is_key_result);
            if has_key_results { Rollup::KeyResults } else { Rollup::Supporters }
        });
        let of_key_results = of == Rollup::KeyResults;
        let (goals, others) = if of_key_results { (key_results, supporters) } else { (supporters, key_results) };
        let unread = unread.iter().filter(|part| part.is_key_result == of_key_results).copied().collect();
        Self { of, goals, unread, others }
    }
}
