//! A goal file as the generator knows it: what can change in one, and its text.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::days::{self, Day};

/// How a key result is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Measured {
    /// From a baseline to a target.
    Reach,
    /// At least so much, all the while.
    Keep,
    /// From a baseline to a target of a KPI, which has the value.
    OfKpi,
    /// By milestones that are done.
    Steps,
    /// It is a KPI itself.
    Kpi,
}

/// A milestone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Step {
    /// Its place when the goal was new, which is in its title.
    pub(super) number: usize,
    pub(super) due: Day,
    pub(super) weight: u32,
    pub(super) done: Option<Day>,
}

impl Step {
    pub(super) fn title(&self) -> String {
        format!("Step {}", self.number)
    }
}

/// An entry of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) day: Day,
    pub(super) kind: &'static str,
    pub(super) about: Option<&'static str>,
    pub(super) text: String,
}

/// A key result's file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Page {
    pub(super) id: String,
    pub(super) formerly: Vec<String>,
    /// The id that it had first.
    pub(super) origin: String,
    pub(super) measured: Measured,
    pub(super) title: u32,
    /// How it is laid out; means nothing.
    pub(super) layout: u32,
    pub(super) draft: bool,
    pub(super) measures: &'static str,
    pub(super) period: Option<&'static str>,
    pub(super) commitment: Option<&'static str>,
    pub(super) weight: Option<u32>,
    pub(super) unit: &'static str,
    /// The KPI that has the value.
    pub(super) kpi: &'static str,
    pub(super) steps: Vec<Step>,
    pub(super) baseline: i64,
    /// The target, or the lower bound of what is kept.
    pub(super) target: i64,
    pub(super) current: Option<i64>,
    pub(super) as_of: Option<Day>,
    /// In tenths.
    pub(super) confidence: Option<u32>,
    pub(super) reason: Option<String>,
    pub(super) log: Vec<Entry>,
}

impl Page {
    /// A goal that is new.
    pub(super) fn new(id: &str) -> Self {
        Self {
            id: id.to_owned(),
            formerly: Vec::new(),
            origin: id.to_owned(),
            measured: Measured::Reach,
            title: 0,
            layout: 0,
            draft: false,
            measures: "o",
            period: None,
            commitment: None,
            weight: None,
            unit: "calls",
            kpi: "u",
            steps: Vec::new(),
            baseline: 0,
            target: 100,
            current: None,
            as_of: None,
            confidence: None,
            reason: None,
            log: Vec::new(),
        }
    }

    /// A KPI with a value of a day.
    pub(super) fn kpi(id: &str, value: i64, day: Day) -> Self {
        Self { measured: Measured::Kpi, target: 1, current: Some(value), as_of: Some(day), ..Self::new(id) }
    }

    /// What makes an observation if it changes.
    pub(super) fn checked_in(&self) -> (Option<i64>, Option<Day>, Option<u32>) {
        (self.current, self.as_of, self.confidence)
    }

    /// The days on which milestones were done.
    pub(super) fn done(&self) -> Vec<Day> {
        let mut days: Vec<Day> = self.steps.iter().filter_map(|step| step.done).collect();
        days.sort_unstable();
        days
    }

    /// How much of its milestones is done, where there is no value: the share, in bits.
    pub(super) fn way(&self) -> Option<u64> {
        let weight = |step: &Step| f64::from(step.weight);
        let all: f64 = self.steps.iter().map(weight).sum();
        let done: f64 = self.steps.iter().filter(|step| step.done.is_some()).map(weight).sum();
        (self.current.is_none() && all > 0.0).then(|| (done / all).to_bits())
    }

    /// The goalposts outside milestones, by route; null where one is not set.
    pub(super) fn goalposts(&self) -> Vec<(String, Value)> {
        #[expect(clippy::cast_precision_loss, reason = "the numbers are small")]
        let number = |number: i64| json!(number as f64);
        let mut posts = match self.measured {
            Measured::Reach => vec![
                ("metric.baseline", number(self.baseline)),
                ("metric.target", number(self.target)),
                ("metric.unit", json!(self.unit)),
            ],
            Measured::Keep | Measured::Kpi => {
                vec![("metric.at_least", number(self.target)), ("metric.unit", json!(self.unit))]
            }
            Measured::OfKpi => vec![
                ("metric.baseline", number(self.baseline)),
                ("metric.target", number(self.target)),
                ("metric.kpi", json!(self.kpi)),
            ],
            Measured::Steps => Vec::new(),
        };
        posts.push(("measures", json!(self.measures)));
        posts.push(("period", json!(self.period)));
        posts.push(("commitment", json!(self.commitment)));
        posts.push(("weight", self.weight.map_or(Value::Null, |weight| number(weight.into()))));
        posts.into_iter().map(|(route, value)| (route.to_owned(), value)).collect()
    }

    /// The file's text.
    pub(super) fn text(&self) -> String {
        if self.measured == Measured::Kpi {
            let value = self.current.map(|value| format!(", current: {value}")).unwrap_or_default();
            let day = self.as_of.map(|day| format!(", as_of: {}", days::text(day))).unwrap_or_default();
            let metric = format!("{{name: calls, unit: calls, at_least: {}{value}{day}}}", self.target);
            return format!("kind: kpi\nid: {0}\ntitle: Calls {0}\nmetric: {metric}\n", self.id);
        }
        let mut text = format!("kind: key_result\nid: {}\n", self.id);
        let mut line = |name: &str, value: &str| {
            let _ = writeln!(text, "{name}: {value}");
        };
        if !self.formerly.is_empty() {
            line("formerly", &format!("[{}]", self.formerly.join(", ")));
        }
        line("title", &format!("Sell {} in version {}", self.origin, self.title));
        line("measures", self.measures);
        line("owner", "ana");
        if self.draft {
            line("state", "draft");
        }
        self.period.iter().for_each(|period| line("period", period));
        self.commitment.iter().for_each(|commitment| line("commitment", commitment));
        self.weight.iter().for_each(|weight| line("weight", &weight.to_string()));
        self.confidence.iter().for_each(|tenths| line("confidence", &format!("0.{tenths}")));
        self.reason.iter().for_each(|reason| line("reason", reason));
        let bounds = match self.measured {
            Measured::Reach | Measured::OfKpi => {
                vec![("baseline", self.baseline.to_string()), ("target", self.target.to_string())]
            }
            Measured::Keep | Measured::Kpi => vec![("at_least", self.target.to_string())],
            Measured::Steps => {
                self.write_steps(&mut text);
                return self.with_log(text);
            }
        };
        let mut metric = match self.measured {
            Measured::OfKpi => vec![("kpi", self.kpi.to_owned())],
            _ => vec![("name", format!("calls of {}", self.measures)), ("unit", self.unit.to_owned())],
        };
        metric.extend(bounds);
        metric.extend(self.current.map(|value| ("current", value.to_string())));
        metric.extend(self.as_of.map(|day| ("as_of", days::text(day))));
        let metric: Vec<String> = metric.iter().map(|(name, value)| format!("{name}: {value}")).collect();
        match self.layout % 3 {
            0 => line("metric", &format!("{{{}}}", metric.join(", "))),
            1 => line("metric", &format!("\n  {}", metric.join("\n  "))),
            _ => line("metric", &format!("  # what counts\n    {}", metric.join("\n    "))),
        }
        self.with_log(text)
    }

    fn write_steps(&self, text: &mut String) {
        text.push_str("milestones:\n");
        for step in &self.steps {
            let done = step.done.map(|day| format!(", done: {}", days::text(day))).unwrap_or_default();
            let (due, weight) = (days::text(step.due), step.weight);
            let _ = writeln!(text, "  - {{title: {}, due: {due}, weight: {weight}{done}}}", step.title());
        }
    }

    /// The text with what stands at the end.
    fn with_log(&self, mut text: String) -> String {
        if self.layout > 0 {
            let _ = writeln!(text, "# layout: {}", self.layout);
        }
        if !self.log.is_empty() {
            text.push_str("log: \n");
        }
        for entry in &self.log {
            let about = entry.about.map(|field| format!(", about: [{field}]")).unwrap_or_default();
            let (day, kind) = (days::text(entry.day), entry.kind);
            let _ = writeln!(text, "  - {{date: {day}, kind: {kind}, text: {}{about}}}", entry.text);
        }
        text
    }
}
