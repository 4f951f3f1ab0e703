//! The search for clusters of similar goals.

use std::collections::{HashMap, VecDeque};

use crate::analysis::snapshot::Snapshot;
use crate::analysis::text::likeness::LikeTexts;
use crate::analysis::text::similarity::{SimilarPair, Texts};
use crate::model::{GoalIx, Kind};

/// What connects the goals of a cluster.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ClusterRelation {
    /// They are the same goal twice.
    Duplicate,
    /// They are the same goal for sibling teams, each with its own number.
    CommonWork,
}

/// The search for clusters among some goals.
pub(super) struct Search<'s, 'w> {
    pub(super) snapshot: &'s Snapshot<'w>,
    /// The goals by id; a text has the index of its goal.
    pub(super) goals: Vec<GoalIx>,
    pub(super) texts: &'s Texts,
    pub(super) place: HashMap<GoalIx, usize>,
    /// The texts of each objective's key results that are similar to any other text.
    pub(super) by_objective: HashMap<GoalIx, Vec<usize>>,
    /// The classes similar to each class, including itself, in `other`.
    pub(super) alike: Vec<Vec<SimilarPair>>,
    /// The texts of each class that are in no cluster yet, the last one first.
    left: Vec<Vec<usize>>,
    taken: Vec<bool>,
    /// For each text the similar texts of goals above it; none until computed.
    pub(super) above: Vec<Option<Vec<usize>>>,
    /// The number of pairs that may still be checked for exemptions. Only very many equal goals in one line use it up.
    budget: usize,
    /// What connects goals.
    pub(super) relation: ClusterRelation,
    /// Whether the goals are objectives and key results, of which only those of different kinds are compared.
    pub(super) is_mixed: bool,
}

impl<'s, 'w> Search<'s, 'w> {
    /// Prepares a search among goals with texts, in their order.
    pub(super) fn new(
        snapshot: &'s Snapshot<'w>,
        goals: Vec<GoalIx>,
        LikeTexts { weighed: texts, pairs, .. }: &'s LikeTexts,
        relation: ClusterRelation,
        kinds: &[Kind],
    ) -> Self {
        let mut left = vec![Vec::new(); texts.classes()];
        for text in (0..goals.len()).rev() {
            left[texts.class(text) as usize].push(text);
        }
        let mut alike = vec![Vec::new(); texts.classes()];
        for (class, equal) in (0..).zip(&left) {
            // Few words can be enough for two goals of one team.
            if equal.len() > 1 && texts.terms(class) > 0 {
                alike[class as usize].push(SimilarPair { cosine: 1.0, ..texts.pair(class, class) });
            }
        }
        for pair in pairs {
            alike[pair.one as usize].push(*pair);
            alike[pair.other as usize].push(SimilarPair { one: pair.other, other: pair.one, ..*pair });
        }
        let place = goals.iter().enumerate().map(|(at, goal)| (*goal, at)).collect();
        let mut by_objective: HashMap<GoalIx, Vec<usize>> = HashMap::new();
        for (text, goal) in goals.iter().enumerate().filter(|(text, _)| !alike[texts.class(*text) as usize].is_empty())
        {
            if let Some(objective) = snapshot.objective_of(snapshot.goal(*goal)) {
                by_objective.entry(objective).or_default().push(text);
            }
        }
        let count = goals.len();
        Self {
            snapshot,
            goals,
            texts,
            place,
            by_objective,
            alike,
            left,
            taken: vec![false; count],
            above: vec![None; count],
            budget: 100_000 + 20 * count,
            relation,
            is_mixed: kinds.len() > 1,
        }
    }

    /// Removes a text and all texts connected to it by similar pairs, and returns them with the lowest cosine of the
    /// pairs.
    ///
    /// Each candidate is either taken, and not visited again, or exempt for the text at hand. So equal texts do not
    /// cost a comparison of all pairs.
    pub(super) fn cluster(&mut self, first: usize) -> (Vec<usize>, f64) {
        let mut lowest = 1.0_f64;
        if self.taken[first] || self.alike[self.texts.class(first) as usize].is_empty() {
            return (Vec::new(), lowest);
        }
        self.taken[first] = true;
        let mut members = vec![first];
        let mut queue = VecDeque::from([first]);
        while let Some(text) = queue.pop_front() {
            let class = self.texts.class(text) as usize;
            for at in 0..self.alike[class].len() {
                let pair = self.alike[class][at];
                let mut waiting = std::mem::take(&mut self.left[pair.other as usize]);
                waiting.retain(|candidate| {
                    if self.taken[*candidate] {
                        return false;
                    }
                    // With the budget used up no pair is a duplicate: a missing finding is better than a check without
                    // end.
                    if self.budget == 0 || self.is_exempt(text, *candidate, pair) {
                        self.budget = self.budget.saturating_sub(1);
                        return true;
                    }
                    self.taken[*candidate] = true;
                    lowest = lowest.min(pair.cosine);
                    members.push(*candidate);
                    queue.push_back(*candidate);
                    false
                });
                self.left[pair.other as usize] = waiting;
            }
        }
        (members, lowest)
    }
}
