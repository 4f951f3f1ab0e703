//! The observations of a key result of a KPI: those of the KPI within its time, and its own changes of confidence; of one that
//! took up another KPI, those of each in its own time.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use super::{Point, Reader, Revision};
use crate::random_histories::days::{self, Day};
use crate::random_histories::page::{Measured, Page};

/// Since when a key result measured a KPI.
struct Taken<'s> {
    kpi: &'s str,
    /// None where nothing is known before.
    from: Option<Day>,
    /// The commit of the trunk with which it did.
    commit: usize,
}

impl Reader<'_> {
    /// The KPIs that a key result measured along the trunk, the oldest first.
    fn taken<'s>(&'s self, present: &'s Page) -> Vec<Taken<'s>> {
        let trunk = self.trunk();
        let before = |place: usize| trunk.windows(2).filter(|it| it[1] == place).map(|it| it[0]).collect();
        let along = self.account(&trunk, before);
        let mut taken: Vec<Taken<'s>> = Vec::new();
        let mut add = |page: &Page, from: Option<Day>, commit: usize| {
            let kpi = if page.measured == Measured::OfKpi { page.kpi } else { "" };
            if taken.last().is_none_or(|last| last.kpi != kpi) {
                let from = from.filter(|_| !taken.is_empty()).max(taken.last().and_then(|last| last.from));
                taken.push(Taken { kpi, from, commit });
            }
        };
        for (at, revision) in along.revisions.get(&present.id).into_iter().flatten().enumerate() {
            let known = revision.before.first().filter(|_| at == 0);
            if let Some(page) = known {
                add(page, None, revision.commit);
            }
            if let Some(page) = revision.after {
                add(page, Some(self.days[revision.commit]), revision.commit);
            }
        }
        taken
    }

    /// The observations of a key result, from its revisions and those of the KPIs that it measured, each in its own time. What
    /// a KPI had when it was taken up stands from that day on, which is no more than a value.
    pub(super) fn points_of_kpis(
        &self,
        present: &Page,
        revisions: &[Revision<'_>],
        all: &BTreeMap<String, Vec<Point>>,
    ) -> Vec<Point> {
        let (taken, time) = (self.taken(present), time_of(present));
        let mut found = Vec::new();
        for (at, it) in taken.iter().enumerate() {
            let until = taken.get(at + 1).and_then(|next| next.from);
            let is_within = |day: Day| it.from.is_none_or(|from| from <= day) && until.is_none_or(|until| day < until);
            let values = all.get(if it.kpi.is_empty() { present.id.as_str() } else { it.kpi });
            let mut points = match values {
                Some(values) if it.kpi.is_empty() => values.clone(),
                Some(values) => self.points_of_kpi(present, it.kpi, revisions, values),
                None => Vec::new(),
            };
            let counted = || points.iter().filter(|point| point.withdrawn.is_empty());
            let is_new = |from: &Day| time.contains(from) && !counted().any(|point| point.day == *from);
            if let Some(from) = it.from.filter(|from| is_new(from) && is_within(*from)) {
                let value = counted().filter(|point| point.day < from).max_by_key(|it| it.day).and_then(|it| it.value);
                points.push(Point {
                    day: from,
                    value,
                    confidence: None,
                    way: None,
                    commit: it.commit,
                    withdrawn: Vec::new(),
                    is_removed: false,
                    is_gone: value.is_none(),
                });
            }
            points.retain(|point| is_within(point.day));
            found.append(&mut points);
        }
        found
    }

    /// The observations of a key result of one KPI, from its revisions and the observations of its KPI. Which confidence a value of the
    /// KPI has is not said: it is that of the day, and a day may have several.
    fn points_of_kpi(&self, present: &Page, kpi: &str, revisions: &[Revision<'_>], values: &[Point]) -> Vec<Point> {
        let time = time_of(present);
        let is_inside = |day: Day| time.contains(&day);
        let mut points: Vec<Point> = values.iter().filter(|it| is_inside(it.day)).cloned().collect();
        let counted: Vec<Point> = points.iter().filter(|it| it.withdrawn.is_empty()).cloned().collect();
        for revision in revisions {
            let measures = |page: &&Page| page.measured == Measured::OfKpi && page.kpi == kpi;
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

/// The time of a goal: the objectives' period where it has none of its own.
fn time_of(page: &Page) -> RangeInclusive<Day> {
    days::day(2026, if page.period == Some("2026-H2") { 7 } else { 10 }, 1)..=days::day(2026, 12, 31)
}
