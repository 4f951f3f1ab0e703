//! Values that numbers rest on, each with the line on which it was written.

use serde::Serialize;

use crate::analysis::facts::Facts;
use crate::analysis::numbers::{UnreadFile, UnreadPart};
use crate::analysis::trends::{Origin, Origins, ValueHolder};
use crate::model::{Day, DocIx, GoalIx, Metric};
use crate::source::Span;
use crate::view::standing::goalposts_unit;

/// A value that a number rests on.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct InputView {
    /// The metric.
    pub value: f64,
    /// What it is in words: a rubric's step, a unit; null where the number says all.
    #[serde(rename = "said")]
    pub in_words: Option<String>,
    /// Where it is written; null for defaults, and for values that only history has.
    pub place: Option<PlaceView>,
    /// The commit that brought it, where the file says something else by now.
    pub commit: Option<String>,
}

/// A line of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PlaceView {
    /// The file, from the root.
    pub path: String,
    /// The line, from 1.
    pub line: usize,
    /// Whose file it is: `goal`, `objective`, `kpi` or `settings`.
    pub holder: String,
}

/// Turns values into inputs with their places.
pub(super) struct InputPlaces<'s, 'w> {
    pub(super) snapshot: &'s Facts<'w>,
    origins: Origins<'w>,
}

impl<'s, 'w> InputPlaces<'s, 'w> {
    pub(super) fn new(snapshot: &'s Facts<'w>) -> Self {
        Self { snapshot, origins: Origins::new(snapshot) }
    }

    /// Where a goal's value was written.
    pub(super) fn of(&self, ix: GoalIx, route: &str) -> Option<PlaceView> {
        self.origins.of(ix, route).map(|origin| self.place(&origin))
    }

    /// A number of a goal.
    pub(super) fn number(&self, ix: GoalIx, route: &str, value: f64) -> InputView {
        // What cannot be read is not where the number comes from.
        let place = self.of(ix, route).filter(|_| self.unread(ix, route).is_none());
        InputView { value, in_words: None, place, commit: None }
    }

    /// Where a goal's value stands that cannot be read, also under a misspelt name.
    pub(super) fn unread(&self, ix: GoalIx, route: &str) -> Option<PlaceView> {
        let workspace = self.snapshot.workspace;
        let Some(origin) = self.origins.of(ix, route) else {
            let document = workspace.goal(ix).document;
            let fault = workspace.document(document).misspelling(route)?;
            return Some(self.line(document, fault.span, ValueHolder::Goal));
        };
        workspace.document(origin.document).has_fault(&origin.route).then(|| self.place(&origin))
    }

    /// The route of the link by which a part counts that cannot be read, and its line; none where its whole file cannot be.
    pub(super) fn unread_link(&self, part: &UnreadPart) -> Option<(String, PlaceView)> {
        let UnreadFile { document, field, .. } = &self.snapshot.unread.files[part.file];
        let (route, span) = self.snapshot.workspace.document(*document).hidden_link((*field)?);
        Some((route, self.line(*document, span, ValueHolder::Goal)))
    }

    /// A value of a goal's metric, in its unit or as a step of its scale.
    pub(super) fn value(&self, ix: GoalIx, route: &str, value: f64) -> InputView {
        InputView { in_words: self.unit_or_step(ix, value), ..self.number(ix, route, value) }
    }

    /// The present value of a goal's metric, the day for which it is true, and where that day was written.
    pub(super) fn current(&self, ix: GoalIx, value: f64) -> (InputView, Option<Day>, Option<PlaceView>) {
        // The file has a value of a later day than counts: the value that counts is an earlier one, recorded by a
        // commit.
        let until = self.snapshot.goal(ix).end();
        let counts = |day: Day| until.is_none_or(|until| day <= until);
        let last = self.snapshot.timeline.of(ix).iter().rev().find(|it| counts(it.day));
        let day = last.map(|it| it.day);
        let (written, as_of) = self.written_value(ix);
        let is_late = self.snapshot.numbers(ix).late.is_some();
        let input = self.value(ix, "metric.current", value);
        // What stood in a KPI's file when a goal took it up counts from that day on.
        let is_written = written == Some(value) && (as_of.is_none() || day.is_none() || as_of <= day);
        match last.and_then(|it| it.commit).filter(|_| !is_written && (is_late || self.is_kpi(ix))) {
            Some(commit) => (InputView { place: None, commit: self.commit(commit), ..input }, day, None),
            None => (input, as_of.or(day), self.of(ix, "metric.as_of")),
        }
    }

    /// The value and its day in the file that holds a goal's value.
    fn written_value(&self, ix: GoalIx) -> (Option<f64>, Option<Day>) {
        let goal = self.snapshot.goal(ix);
        let kpi = self.snapshot.workspace.kpi_of_goal(goal);
        let holder = kpi.filter(|_| self.is_kpi(ix)).map_or(goal, |kpi| self.snapshot.goal(kpi));
        let metric = holder.metric.as_ref();
        (metric.and_then(|it| it.current), metric.and_then(|it| it.as_of))
    }

    fn is_kpi(&self, ix: GoalIx) -> bool {
        self.of(ix, "metric.current").is_some_and(|place| place.holder == "kpi")
    }

    /// A commit of the history, by its place there.
    pub(super) fn commit(&self, at: usize) -> Option<String> {
        let history = self.snapshot.timeline.history()?;
        history.commits.get(at).map(|commit| commit.oid.to_string())
    }

    /// A number of the settings.
    pub(super) fn setting(&self, route: &str, value: f64) -> InputView {
        let is_read = |origin: &Origin| !self.snapshot.workspace.document(origin.document).has_fault(&origin.route);
        let place = self.origins.of_setting(route).filter(is_read).map(|origin| self.place(&origin));
        InputView { value, in_words: None, place, commit: None }
    }

    /// The step of a scale that a position is, or the unit of a metric.
    fn unit_or_step(&self, ix: GoalIx, value: f64) -> Option<String> {
        let metric: &Metric = self.snapshot.goal(ix).metric.as_ref()?;
        if metric.scale.is_empty() {
            return goalposts_unit(self.snapshot, ix).map(str::to_owned);
        }
        Some(metric.say(value))
    }

    fn place(&self, origin: &Origin) -> PlaceView {
        let span = self.snapshot.workspace.document(origin.document).span(&origin.route);
        self.line(origin.document, span, origin.holder)
    }

    fn line(&self, document: DocIx, span: Span, holder: ValueHolder) -> PlaceView {
        let file = self.snapshot.workspace.file(document);
        let line = file.position(span.start as usize).line;
        PlaceView { path: file.path.clone(), line, holder: holder_word(holder).to_owned() }
    }
}

/// Whose file a value was written in, in a word.
fn holder_word(holder: ValueHolder) -> &'static str {
    match holder {
        ValueHolder::Goal => "goal",
        ValueHolder::Objective => "objective",
        ValueHolder::Kpi => "kpi",
        ValueHolder::Settings => "settings",
    }
}
