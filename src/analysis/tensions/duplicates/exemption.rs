//! The exemptions: when two goals may have nearly the same text.

use super::search::{ClusterRelation, Search};
use crate::analysis::numbers::measure::source_of;
use crate::analysis::snapshot::Snapshot;
use crate::analysis::tensions::conflict::are_opposed;
use crate::analysis::text::similarity::{COMMON_TERMS, SimilarPair};
use crate::analysis::text::words::{asks_for_more, lower_words_in, words_in};
use crate::model::{Goal, GoalIx, Kind, Period, State};

/// The most goals above one that are compared with it; a line has about five.
const MOST_ABOVE: usize = 64;

/// The least number of different words that two goals of one team must have in common: a team often takes the same
/// short step for several things.
const COMMON_IN_TEAM: usize = 5;

/// The least cosine of texts with the same words.
const SAME: f64 = 1.0 - 1e-9;

/// The least cosine of duplicates of which each names something that the other does not, and of objectives with key
/// results.
const ALIKE_BUT_FOR_NAMES: f64 = 0.95;

impl Search<'_, '_> {
    /// Whether two goals with similar texts are not related as the search wants them to be.
    pub(super) fn is_exempt(&mut self, a: usize, b: usize, pair: SimilarPair) -> bool {
        let (ix_a, ix_b) = (self.goals[a], self.goals[b]);
        let (goal_a, goal_b) = (self.snapshot.goal(ix_a), self.snapshot.goal(ix_b));
        let has_own_source = self.have_other_sources(goal_a, goal_b);
        let is_parallel = are_siblings(self.snapshot, goal_a, goal_b)
            && (has_own_source || have_own_numbers(self.snapshot, ix_a, ix_b));
        if is_parallel != (self.relation == ClusterRelation::CommonWork) || !goal_a.overlaps(goal_b) {
            return true;
        }
        // An objective often has the words of a key result and more: that is what key results are for.
        let is_nearly_same = pair.is_same || pair.cosine >= ALIKE_BUT_FOR_NAMES;
        if self.is_mixed && (goal_a.kind == goal_b.kind || !is_nearly_same) {
            return true;
        }
        let one_team = goal_a.team.is_some() && goal_a.team == goal_b.team;
        if if one_team { is_step_of_team(goal_a, goal_b, pair) } else { pair.common < COMMON_TERMS } {
            return true;
        }
        let carried = |goal: &Goal| goal.continues.as_deref().and_then(|id| self.snapshot.workspace.find(id));
        let (from_a, from_b) = (carried(goal_a), carried(goal_b));
        let continues = from_a == Some(ix_b) || from_b == Some(ix_a) || (from_a.is_some() && from_a == from_b);
        // Sibling teams count their common work each with a source of its own.
        let counts_another = has_own_source && !is_parallel;
        if continues || counts_another || self.names_another(a, b, pair) || self.differs_on_purpose(goal_a, goal_b) {
            return true;
        }
        self.learn_above(a);
        self.learn_above(b);
        let above = |text: usize| self.above[text].as_deref().unwrap_or_default();
        let (above_a, above_b) = (above(a), above(b));
        above_a.binary_search(&b).is_ok()
            || above_b.binary_search(&a).is_ok()
            || above_a.iter().any(|text| above_b.binary_search(text).is_ok())
            || are_opposed(self.snapshot, ix_a, ix_b)
    }

    /// Whether each of two texts names something that the other does not: the same words for another city, customer or
    /// number are another goal, unless nearly all words are the same. A text that only adds words to the other is
    /// similar.
    fn names_another(&self, a: usize, b: usize, pair: SimilarPair) -> bool {
        let own = |text: usize| self.texts.terms(self.texts.class(text)) > pair.common;
        !pair.is_same && pair.cosine < ALIKE_BUT_FOR_NAMES && own(a) && own(b)
    }

    /// Whether two goals with similar texts have different aims: one asks for more and the other for less, or they are key
    /// results of one objective with different titles.
    fn differs_on_purpose(&self, a: &Goal, b: &Goal) -> bool {
        let more = |goal: &Goal| words_in(&goal.title).next().and_then(asks_for_more);
        if more(a).zip(more(b)).is_some_and(|(a, b)| a != b) {
            return true;
        }
        let siblings = a.measures.is_some() && self.snapshot.objective_of(a) == self.snapshot.objective_of(b);
        siblings && !a.title.trim().eq_ignore_ascii_case(b.title.trim())
    }

    /// Whether both goals name the source of their number, and not the same.
    fn have_other_sources(&self, a: &Goal, b: &Goal) -> bool {
        let [a, b] = [a, b].map(|goal| source_of(self.snapshot.workspace, goal.metric.as_ref()?));
        a.zip(b).is_some_and(|(a, b)| a != b)
    }

    /// Finds the goals above a text from which it was handed down: those with similar texts. The key results of every
    /// objective above its own count as goals above a key result.
    fn learn_above(&mut self, text: usize) {
        if self.above[text].is_some() {
            return;
        }
        let snapshot = self.snapshot;
        let class = self.texts.class(text);
        let likes = &self.alike[class as usize];
        let is_alike = |place: &usize| {
            let class = self.texts.class(*place);
            likes.iter().any(|pair| pair.other == class)
        };
        let goals = snapshot.graph.nearest_above(self.goals[text], MOST_ABOVE);
        let own = snapshot.objective_of(snapshot.goal(self.goals[text]));
        let mut found: Vec<usize> = Vec::new();
        for goal in &goals {
            found.extend(self.place.get(goal).filter(|place| is_alike(place)));
            if Some(*goal) != own {
                let beside = self.by_objective.get(goal).map_or(&[][..], Vec::as_slice);
                found.extend(beside.iter().take(MOST_ABOVE).filter(|place| is_alike(place)));
            }
        }
        found.retain(|place| *place != text);
        found.sort_unstable();
        found.dedup();
        self.above[text] = Some(found);
    }
}

/// Whether two goals of one team with similar texts are steps of its work: it has one for the year and one for a part of
/// it, or they have few words in common and are not the same word for word.
fn is_step_of_team(a: &Goal, b: &Goal, pair: SimilarPair) -> bool {
    let is_repeated = match pair.common {
        COMMON_IN_TEAM.. => true,
        COMMON_TERMS.. => pair.cosine >= SAME && numbers_of(a).eq(numbers_of(b)),
        _ => lower_words_in(&a.title).eq(lower_words_in(&b.title)),
    };
    !is_repeated || is_part_of_other(a, b)
}

/// The words of a title that begin with a digit.
fn numbers_of(goal: &Goal) -> impl Iterator<Item = String> + '_ {
    lower_words_in(&goal.title).filter(|word| word.starts_with(char::is_numeric))
}

/// Whether two goals belong to different teams with the same parent, or to different ones without a parent.
fn are_siblings(snapshot: &Snapshot<'_>, a: &Goal, b: &Goal) -> bool {
    let Some(org) = snapshot.org() else { return false };
    let team = |goal: &Goal| org.team(snapshot.workspace.team_of(goal)?);
    let (Some(team_a), Some(team_b)) = (team(a), team(b)) else { return false };
    team_a.id != team_b.id && team_a.parent == team_b.parent && team_a.level == team_b.level
}

/// Whether two goals have targets or bounds, and not the same; objectives, in their key results. Where one has none,
/// whether there are different numbers in their titles.
fn have_own_numbers(snapshot: &Snapshot<'_>, ix_a: GoalIx, ix_b: GoalIx) -> bool {
    let (a, b) = (snapshot.goal(ix_a), snapshot.goal(ix_b));
    let aim = |goal: &Goal| {
        let metric = goal.metric.as_ref()?;
        metric.target.or(metric.at_least).or(metric.at_most)
    };
    if a.kind == Kind::Objective && b.kind == Kind::Objective {
        let aims = |ix: GoalIx| {
            let below = snapshot.graph.children(ix).map(|child| snapshot.goal(child.goal));
            let own = below.filter(|goal| goal.kind == Kind::KeyResult && goal.state != State::Dropped);
            let mut aims: Vec<f64> = own.filter_map(aim).collect();
            aims.sort_by(f64::total_cmp);
            aims
        };
        let (of_a, of_b) = (aims(ix_a), aims(ix_b));
        if !of_a.is_empty() && !of_b.is_empty() && of_a != of_b {
            return true;
        }
    }
    // Key results of one KPI have the same number.
    let [of_a, of_b] = [a, b].map(|goal| goal.metric.as_ref().and_then(|metric| metric.kpi.as_deref()));
    if of_a.is_some() && of_a == of_b {
        return false;
    }
    if let (Some(a), Some(b)) = (aim(a), aim(b)) {
        return a.total_cmp(&b).is_ne();
    }
    let has_number = |goal: &Goal| numbers_of(goal).next().is_some();
    has_number(a) && has_number(b) && !numbers_of(a).eq(numbers_of(b))
}

/// Whether the period of one goal is a proper part of the other's.
fn is_part_of_other(a: &Goal, b: &Goal) -> bool {
    let (Some(period_a), Some(period_b)) = (&a.period, &b.period) else { return false };
    let within = |inner: &Period, outer: &Period| outer.start <= inner.start && inner.end <= outer.end;
    within(period_a, period_b) != within(period_b, period_a)
}
