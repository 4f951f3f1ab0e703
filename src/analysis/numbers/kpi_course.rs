//! The observations of a key result that measures a KPI: the KPI's values within its time, each with the confidence and
//! against the goalposts of its day, and its own changes of confidence between them.

use crate::analysis::history::goal_history::GoalHistory;
use crate::analysis::numbers::goalpost_unit::{KpiUnits, differ, unit_in};
use crate::analysis::numbers::observation::{Observation, ValueTerms};
use crate::analysis::numbers::observed::{Observed, by_day, held_then, progress_then};
use crate::analysis::numbers::value_holder::Holder;
use crate::model::{Day, Goal, Workspace};

/// A version of a key result, and since when it stands.
struct KeyResultVersion<'a> {
    goal: &'a Goal,
    /// The unit of its goalposts, where it is known.
    unit: Option<&'a str>,
    commit: Option<usize>,
    /// The author's day; today for what is not committed.
    day: Day,
    path: &'a str,
    /// Whether it came with another confidence than it had before.
    brings_confidence: bool,
}

/// A key result, and what it was before.
pub(super) struct KpiCourse<'a> {
    goal: &'a Goal,
    /// Its versions that measure the KPI, oldest first.
    versions: Vec<KeyResultVersion<'a>>,
    /// What it was before the first of them, where history was not read as far back.
    earliest: &'a Goal,
    units: KpiUnits<'a>,
}

impl<'a> KpiCourse<'a> {
    /// Looks up the versions of a key result.
    pub(super) fn new(
        workspace: &Workspace,
        goal: &'a Goal,
        (holder, kpi): (&Holder, &'a Goal),
        history: Option<&'a GoalHistory>,
        today: Day,
    ) -> Self {
        let measures = |version: &Goal| Holder::of(workspace, history, version) == *holder;
        let mut course = Self { goal, versions: Vec::new(), earliest: goal, units: KpiUnits::of(kpi, history) };
        let Some(history) = history else { return course };
        for revision in history.of(&goal.id) {
            let Some(after) = revision.after.as_ref().filter(|it| measures(it)) else { continue };
            if course.versions.is_empty() {
                course.earliest = revision.previous().filter(|it| measures(it)).unwrap_or(after);
            }
            let mut before = revision.before.iter().flatten().peekable();
            // A goal that is new says where it begins: that is no check-in.
            let brings_confidence = after.confidence.is_some()
                && before.peek().is_some()
                && before.all(|it| it.confidence != after.confidence);
            let (commit, day) = (Some(revision.commit), history.commits[revision.commit].author.day());
            let unit = course.unit_of(after, commit);
            course.versions.push(KeyResultVersion {
                goal: after,
                unit,
                commit,
                day,
                path: &revision.path,
                brings_confidence,
            });
        }
        let Some(head) = history.at_head(&goal.id) else { return course };
        if course.versions.is_empty() {
            course.earliest = Some(head).filter(|it| measures(it)).map_or(goal, |head| head);
        }
        if !measures(goal) {
            return course;
        }
        let brings_confidence = goal.confidence.is_some() && head.confidence != goal.confidence;
        let unit = course.unit_of(goal, None);
        course.versions.push(KeyResultVersion { goal, unit, commit: None, day: today, path: "", brings_confidence });
        course
    }

    /// The unit of the goalposts of a version that comes after those that are known.
    fn unit_of(&self, version: &'a Goal, commit: Option<usize>) -> Option<&'a str> {
        let before = match self.versions.last() {
            Some(last) => (last.goal, last.unit),
            None => (self.earliest, unit_in(self.earliest)),
        };
        // The first version is its own earliest one, where none is known before it.
        let is_first = std::ptr::eq(before.0, version);
        self.units.of_goalposts(version, commit, Some(before).filter(|_| !is_first))
    }

    /// The unit of the goalposts that it has now.
    fn unit_now(&self) -> Option<&'a str> {
        self.versions.last().map_or_else(|| unit_in(self.earliest), |version| version.unit)
    }

    /// The observations of the KPI that lie in the key result's time, and the changes of confidence between them.
    pub(super) fn observed(&self, kpi: &Observed) -> Observed {
        let inside = |day: Day| {
            let begun = self.goal.period.is_none() || self.goal.start().is_none_or(|start| start <= day);
            begun && self.goal.end().is_none_or(|last| day <= last)
        };
        let values: Vec<&Observation> = kpi.observations.iter().filter(|it| inside(it.day)).collect();
        let mut points: Vec<Observation> = values.iter().map(|it| self.observation(it)).collect();
        for version in self.versions.iter().filter(|it| it.brings_confidence && inside(it.day)) {
            // A check-in that brings a value too is one observation.
            if values.iter().any(|it| it.commit == version.commit) {
                continue;
            }
            let last = values.iter().rfind(|it| it.day <= version.day);
            let value = last.and_then(|it| it.value);
            points.push(Observation {
                day: version.day,
                value,
                version: last.and_then(|it| it.version.clone()),
                progress: last.and_then(|last| self.progress(last, version.goal, version.unit, version.day)),
                held: last
                    .and_then(|last| held_then(version.goal, value).filter(|_| !self.is_in_other(last, version.unit))),
                terms: last.map_or(ValueTerms::Today, |last| self.terms(last)),
                confidence: version.goal.confidence,
                commit: version.commit,
                path: version.path.to_owned(),
                takes_back: false,
                is_pulled: false,
            });
        }
        points.sort_by_key(|it| it.commit.unwrap_or(usize::MAX));
        let mut withdrawn = kpi.withdrawn.clone();
        withdrawn.retain(|it| inside(it.observation.day));
        for it in &mut withdrawn {
            it.observation = self.observation(&it.observation);
        }
        let unit = self.unit_now().filter(|unit| differ(Some(unit), self.units.now()));
        Observed { observations: by_day(points), withdrawn, goalposts_unit: unit.map(str::to_owned) }
    }

    /// A value of the KPI, as one of the key result.
    fn observation(&self, of_kpi: &Observation) -> Observation {
        let (version, unit) = self.version_of(of_kpi);
        Observation {
            progress: self.progress(of_kpi, version, unit, of_kpi.day),
            held: held_then(version, of_kpi.value).filter(|_| !self.is_in_other(of_kpi, unit)),
            terms: self.terms(of_kpi),
            confidence: version.confidence,
            ..of_kpi.clone()
        }
    }

    /// The key result as it was with a value of its KPI: in the commit that brought it, else on its day.
    fn version_of(&self, value: &Observation) -> (&'a Goal, Option<&'a str>) {
        let with = self.versions.iter().rfind(|it| it.commit == value.commit);
        let on_day = || self.versions.iter().rfind(|it| it.day <= value.day);
        with.or_else(on_day).map_or_else(|| (self.earliest, unit_in(self.earliest)), |it| (it.goal, it.unit))
    }

    /// Whether a value of the KPI is in another unit than some goalposts. What stands in its file is in the unit that stands
    /// there too.
    fn is_in_other(&self, of_kpi: &Observation, goalposts: Option<&str>) -> bool {
        let written = of_kpi.version.as_ref().map_or(self.units.now(), |version| unit_in(version));
        let is_earlier = of_kpi.value.is_none() || of_kpi.value != self.units.value_now();
        differ(written, goalposts) && (is_earlier || differ(self.units.now(), goalposts))
    }

    /// The progress against the goalposts of a version; none where the value is in another unit.
    fn progress(&self, of_kpi: &Observation, version: &Goal, unit: Option<&str>, day: Day) -> Option<f64> {
        progress_then(self.goal, version, of_kpi.value, day).filter(|_| !self.is_in_other(of_kpi, unit))
    }

    fn terms(&self, of_kpi: &Observation) -> ValueTerms {
        let is_other = of_kpi.value.is_some() && self.is_in_other(of_kpi, self.unit_now());
        if is_other { ValueTerms::OtherUnit } else { ValueTerms::Today }
    }
}
