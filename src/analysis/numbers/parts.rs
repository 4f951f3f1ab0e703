//! The parts of a goal: what counts in its progress, what does not and why, and how much of it is measured.

use crate::analysis::numbers::mean::Mean;
use crate::analysis::numbers::unread::{Unread, UnreadPart};
use crate::graph::{Edge, Graph, Parent};
use crate::model::{Goal, GoalIx, Rollup};

/// What one goal adds to another's progress.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Contribution {
    /// The goal that contributes.
    pub goal: GoalIx,
    /// The link by which it does.
    pub edge: Edge,
    /// How much it counts.
    pub weight: f64,
    /// Its own progress; unknown counts as 0 here.
    pub progress: Option<f64>,
    /// What its plan asks for.
    pub expected: Option<f64>,
    /// How much of it is measured, 0 to 1.
    pub coverage: f64,
}

/// Why a part of a goal adds nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Omission {
    /// It is a draft.
    Draft,
    /// It was dropped.
    Dropped,
    /// Its links lead back to it.
    OnCycle,
    /// It measures nothing.
    MeasuresNothing,
    /// It was linked after the objective was closed.
    AfterClose,
    /// Its progress is unknown, and it has not begun.
    NotBegun,
    /// It supports an objective of which the key results count, or the other way round.
    OtherKind,
}

/// A part of a goal that adds nothing to its progress.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LeftOut {
    /// The part.
    pub goal: GoalIx,
    /// How much it would count.
    pub weight: f64,
    /// Why it does not.
    pub why: Omission,
    /// How much of it is measured, 0 to 1, where it should be measured and so counts in the coverage; none where nobody
    /// expects a measure: of drafts, dropped goals, what has not begun, growth goals without milestones.
    pub coverage: Option<f64>,
}

/// The parts of a goal: what counts, and what does not.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Parts {
    /// What counts.
    pub contributions: Vec<Contribution>,
    /// What does not, with the reason.
    pub left_out: Vec<LeftOut>,
    /// What counts with a progress of 0, for its file cannot be read.
    pub unread: Vec<UnreadPart>,
}

/// How many of a goal's own parts are measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted {
    /// The parts of which at least half is measured.
    pub measured: usize,
    /// All parts that should be measured.
    pub of: usize,
}

impl Parts {
    /// The mean of what their progress is; unknown progress counts as 0.
    #[must_use]
    pub fn progress(&self) -> Mean {
        let known = self.contributions.iter().map(|it| (it.progress.unwrap_or(0.0), it.weight));
        Mean::of(known.chain(self.unread_as_zero()))
    }

    /// The mean of what their plans ask for, over those that have one.
    #[must_use]
    pub fn expected(&self) -> Mean {
        Mean::of(self.contributions.iter().filter_map(|it| Some((it.expected?, it.weight))))
    }

    /// How much of the goal is measured, 0 to 1: the mean over its parts. Without any, nothing is.
    #[must_use]
    pub fn coverage(&self) -> f64 {
        Mean::of(self.covered()).value().unwrap_or(0.0)
    }

    /// How many of the parts are measured.
    #[must_use]
    pub fn counted(&self) -> Counted {
        let measured = self.covered().filter(|(coverage, _)| *coverage >= HALF).count();
        Counted { measured, of: self.covered().count() }
    }

    /// How much of each part is measured, with its weight.
    fn covered(&self) -> impl Iterator<Item = (f64, f64)> {
        let counted = self.contributions.iter().map(|it| (it.coverage, it.weight));
        let left_out = self.left_out.iter().filter_map(|it| Some((it.coverage?, it.weight)));
        counted.chain(left_out).chain(self.unread_as_zero())
    }

    /// Nobody can tell what a file that cannot be read measures, nor how far that has come.
    fn unread_as_zero(&self) -> impl Iterator<Item = (f64, f64)> {
        self.unread.iter().map(|it| (0.0, it.weight))
    }

    /// The part furthest behind its plan.
    #[must_use]
    pub fn weakest(&self) -> Option<GoalIx> {
        self.contributions
            .iter()
            .filter_map(|it| Some((it.goal, it.expected? - it.progress.unwrap_or(0.0))))
            .filter(|(_, behind)| *behind > 0.0)
            .max_by(|(a, behind_a), (b, behind_b)| behind_a.total_cmp(behind_b).then_with(|| b.cmp(a)))
            .map(|(goal, _)| goal)
    }
}

/// From this coverage on a goal counts as measured.
pub(super) const HALF: f64 = 0.5;

/// What an objective is made of: its key results or its supporters, as its `rollup` says. Not all of them count.
#[derive(Debug, Clone, PartialEq)]
pub struct MadeOf {
    /// Which of the two.
    pub of: Rollup,
    /// The goals.
    pub goals: Vec<Parent>,
    /// Those of them whose file cannot be read.
    pub unread: Vec<UnreadPart>,
    /// The goals of the other kind.
    pub others: Vec<Parent>,
}

impl MadeOf {
    /// What an objective is made of.
    #[must_use]
    pub fn find(graph: &Graph, unread: &Unread, objective: &Goal, ix: GoalIx) -> Self {
        let (key_results, supporters) = graph.children(ix).partition(|child: &Parent| child.edge.is_measure());
        let key_results: Vec<Parent> = key_results;
        let unread = unread.parts_of(ix);
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
