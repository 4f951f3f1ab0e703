//! Where two goals may say nearly the same.

use super::Search;
use crate::analysis::numbers::measure::source_of;
use crate::analysis::tensions::conflict::are_opposed;
use crate::analysis::text::similarity::Alike;
use crate::model::{Goal, Period};

/// How many goals above one are looked at for what it was handed down from; a line has about five.
const MOST_ABOVE: usize = 64;

/// How many different words two goals of one team must have in common: it often takes the same short step for several
/// things.
const COMMON_IN_TEAM: usize = 5;

/// From this cosine on, two texts may each name something that the other does not.
const ALIKE_BUT_FOR_NAMES: f64 = 0.95;

impl Search<'_, '_> {
    /// Whether saying the same is right for two goals, or another rule's business.
    pub(super) fn is_exempt(&mut self, a: usize, b: usize, pair: Alike) -> bool {
        let common = pair.common;
        let (ix_a, ix_b) = (self.goals[a], self.goals[b]);
        let (goal_a, goal_b) = (self.snapshot.goal(ix_a), self.snapshot.goal(ix_b));
        let one_team = goal_a.team.is_some() && goal_a.team == goal_b.team;
        if !goal_a.overlaps(goal_b) || (one_team && (common < COMMON_IN_TEAM || is_part_of_other(goal_a, goal_b))) {
            return true;
        }
        let carried = |goal: &Goal| goal.continues.as_deref().and_then(|id| self.snapshot.workspace.find(id));
        let (from_a, from_b) = (carried(goal_a), carried(goal_b));
        let continues = from_a == Some(ix_b) || from_b == Some(ix_a) || (from_a.is_some() && from_a == from_b);
        if continues || self.names_another(a, b, pair) || self.differs_on_purpose(goal_a, goal_b) {
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
    /// number are another goal, unless nearly all is the same. One text that only says more than the other is alike.
    fn names_another(&self, a: usize, b: usize, pair: Alike) -> bool {
        let own = |text: usize| self.texts.terms(self.texts.class(text)) > pair.common;
        pair.cosine < ALIKE_BUT_FOR_NAMES && own(a) && own(b)
    }

    /// Whether two goals say the same with another aim: one wants more of it and the other less; key results of one
    /// objective stand side by side; sources tell numbers apart.
    fn differs_on_purpose(&self, a: &Goal, b: &Goal) -> bool {
        if let (Some(up), Some(down)) = (aim(&a.title), aim(&b.title))
            && up != down
        {
            return true;
        }
        let siblings = a.measures.is_some() && self.snapshot.objective_of(a) == self.snapshot.objective_of(b);
        if siblings && !a.title.trim().eq_ignore_ascii_case(b.title.trim()) {
            return true;
        }
        let workspace = self.snapshot.workspace;
        let source_a = a.metric.as_ref().and_then(|metric| source_of(workspace, metric));
        let source_b = b.metric.as_ref().and_then(|metric| source_of(workspace, metric));
        source_a.zip(source_b).is_some_and(|(a, b)| a != b)
    }

    /// Finds out what a text was handed down from: goals above it whose texts are like its own. A key result stands
    /// below the key results of every objective above its own.
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

/// Whether a title begins with a verb that wants more of something, or with one that wants less.
fn aim(title: &str) -> Option<bool> {
    let first = title.split_whitespace().next()?.to_ascii_lowercase();
    match first.trim_end_matches(|it: char| !it.is_alphanumeric()) {
        "increase" | "raise" | "grow" | "boost" | "double" | "triple" | "expand" | "maximize" | "more" => Some(true),
        "decrease" | "reduce" | "lower" | "cut" | "halve" | "minimize" | "shorten" | "less" | "fewer" => Some(false),
        _ => None,
    }
}

/// Whether one goal is for a time, and the other for a part of it.
fn is_part_of_other(a: &Goal, b: &Goal) -> bool {
    let (Some(period_a), Some(period_b)) = (&a.period, &b.period) else { return false };
    let within = |inner: &Period, outer: &Period| outer.start <= inner.start && inner.end <= outer.end;
    within(period_a, period_b) != within(period_b, period_a)
}
