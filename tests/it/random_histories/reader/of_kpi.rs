//! The observations of a key result of a KPI: those of the KPI within its time, and its own changes of confidence.

use super::{Point, Reader, Revision};
use crate::random_histories::days::{self, Day};
use crate::random_histories::page::{Measured, Page};

impl Reader<'_> {
    /// The observations of a key result, from its revisions and the observations of its KPI. Which confidence a value of the
    /// KPI has is not said: it is that of the day, and a day may have several.
    pub(super) fn points_of_kpi(&self, present: &Page, revisions: &[Revision<'_>], values: &[Point]) -> Vec<Point> {
        // The objectives' period where the goal has none of its own.
        let start = days::day(2026, if present.period == Some("2026-H2") { 7 } else { 10 }, 1);
        let is_inside = |day: Day| (start..=days::day(2026, 12, 31)).contains(&day);
        let mut points: Vec<Point> = values.iter().filter(|it| is_inside(it.day)).cloned().collect();
        let counted: Vec<Point> = points.iter().filter(|it| it.withdrawn.is_empty()).cloned().collect();
        for revision in revisions {
            let measures = |page: &&Page| page.measured == Measured::OfKpi && page.kpi == present.kpi;
            let Some(after) = revision.after.filter(measures) else { continue };
            // A goal that is new says where it begins: that is no check-in.
            let is_said = after.confidence.is_some()
                && !revision.before.is_empty()
                && revision.before.iter().all(|it| it.confidence != after.confidence);
            let (day, commit) = (self.story.commits[revision.commit].authored.day(), revision.commit);
            // A check-in that brings a value too is one observation.
            if !is_said || !is_inside(day) || counted.iter().any(|it| it.commit == commit) {
                continue;
            }
            let last = counted.iter().filter(|it| it.day <= day).max_by_key(|it| it.day);
            let value = last.and_then(|it| it.value);
            points.push(Point {
                day,
                value,
                confidence: None,
                way: None,
                commit,
                withdrawn: Vec::new(),
                is_removed: false,
                is_gone: false,
            });
        }
        for it in &mut points {
            it.confidence = None;
        }
        self.keep_one_a_day(&mut points, &|_| true);
        points
    }
}
