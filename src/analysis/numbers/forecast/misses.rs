//! The misses of past forecasts: how many spreads the end of a closed goal lay above the one that was expected.

use std::collections::HashMap;

use super::course::Course;
use super::outlook::Outlook;
use super::quantiles::SHIPPED;
use crate::analysis::numbers::measure::{Measure, measure_of};
use crate::model::{Goal, Shape};

/// The shares of a period at which past forecasts are judged.
pub const CUTS: [f64; 3] = [0.25, 0.5, 0.75];

/// The number of closed goals of a kind from which their own misses are used.
pub const ENOUGH: usize = 10;

/// The check-ins without which a past forecast is not judged.
pub const CHECK_INS: usize = 3;

/// The kinds of measures that are forecast alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sort {
    /// A number.
    Number,
    /// A scale or milestones.
    Steps,
}

impl Sort {
    /// The kind of a goal's measure; none for measures to keep, and without a measure.
    pub fn of(goal: &Goal) -> Option<Self> {
        match measure_of(goal) {
            Measure::Milestones(_) => Some(Self::Steps),
            Measure::Reach { .. } if goal.metric.as_ref().is_some_and(|it| it.shape() == Shape::Rubric) => {
                Some(Self::Steps)
            }
            Measure::Reach { .. } => Some(Self::Number),
            Measure::Keep(_) | Measure::Nothing => None,
        }
    }
}

/// The misses of closed goals, by kind and by the share of the period at which each forecast was made.
#[derive(Debug, Default)]
pub struct Misses {
    all: HashMap<(Sort, usize), Vec<f64>>,
}

/// The z of quantiles, and whether they come from own goals.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spread {
    /// The z of each quantile.
    pub z: [f64; 5],
    /// The number of own closed goals from which they come; none for the shipped ones.
    pub own: Option<usize>,
}

impl Misses {
    /// Adds a closed goal that ended at a raw progress.
    pub fn add(&mut self, sort: Sort, course: &Course, end: f64) {
        for (at, cut) in CUTS.iter().enumerate() {
            let Some(known) = course.until(*cut).filter(|known| known.points.len() >= CHECK_INS) else { continue };
            if let Some(outlook) = Outlook::of(&known, 1.0) {
                self.all.entry((sort, at)).or_default().push((end - outlook.expected()) / outlook.spread);
            }
        }
    }

    /// The quantiles to use for a kind of measure at a share of the period: those of own misses at the nearest share, if
    /// there are enough, else the shipped ones.
    ///
    /// By the conformal rule: the next end lies between the ⌊0.1·(n + 1)⌋-th and the ⌈0.9·(n + 1)⌉-th miss of n in at least
    /// 80 of 100 cases.
    pub fn spread(&self, sort: Sort, share: f64) -> Spread {
        let near = (0..CUTS.len()).min_by(|a, b| (CUTS[*a] - share).abs().total_cmp(&(CUTS[*b] - share).abs()));
        let own = near.and_then(|at| self.all.get(&(sort, at))).filter(|misses| misses.len() >= ENOUGH);
        let Some(own) = own else { return Spread { z: SHIPPED, own: None } };
        let mut sorted = own.clone();
        sorted.sort_by(f64::total_cmp);
        let n = sorted.len();
        let tenth = (n + 1) / 10;
        let quarter = (n + 1) / 4;
        let middle = f64::midpoint(sorted[(n - 1) / 2], sorted[n / 2]);
        let z = [sorted[tenth - 1], sorted[quarter - 1], middle, sorted[n - quarter], sorted[n - tenth]];
        Spread { z, own: Some(n) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nine_closed_goals_are_too_few_and_ten_are_not() {
        let mut misses = Misses::default();
        let course = Course::from([(0.1, 0.1), (0.3, 0.3), (0.45, 0.4), (0.6, 0.7), (0.7, 0.7)].as_slice());
        for at in 0..9 {
            misses.add(Sort::Number, &course, f64::from(at) / 10.0);
        }
        assert_eq!(misses.spread(Sort::Number, 0.5), Spread { z: SHIPPED, own: None });
        misses.add(Sort::Number, &course, 0.9);
        let own = misses.spread(Sort::Number, 0.5);
        assert_eq!((own.own, misses.spread(Sort::Steps, 0.5).own), (Some(10), None));
        // At a quarter of the period only one check-in was known.
        assert_eq!(misses.spread(Sort::Number, 0.2).own, None);
        let ends = Outlook::of(&course.until(0.5).expect("begun"), 1.0).expect("an outlook").quantiles(&own.z);
        // Progress that only went up is not expected to fall.
        let wanted = [0.4, 0.4, 0.45, 0.8, 0.9];
        assert!(ends.0.iter().zip(wanted).all(|(a, b)| (a - b).abs() < 1e-9), "{ends:?}");
    }
}
