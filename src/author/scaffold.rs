//! The text of new goal files. Missing fields are added as comments that describe them.

use crate::model::{Day, Kind, Metric};
use crate::source::SourceFile;
use crate::syntax::{Content, Edit, parse};

/// The fields of a new goal.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Scaffold {
    /// The id.
    pub id: String,
    /// The title.
    pub title: String,
    /// The statement of a mission.
    pub statement: Option<String>,
    /// The accountable person, by id.
    pub owner: Option<String>,
    /// The team, by id.
    pub team: Option<String>,
    /// The name of the period.
    pub period: Option<String>,
    /// The last day, within the period.
    pub deadline: Option<Day>,
    /// Whether it is a draft.
    pub draft: bool,
    /// The ids of the goals that it supports.
    pub supports: Vec<String>,
    /// How it helps the first of them.
    pub how: Option<String>,
    /// Whether to ask for `how` in a comment.
    pub ask_how: bool,
    /// The id of the objective that it measures.
    pub measures: Option<String>,
    /// The commitment: committed or aspirational.
    pub commitment: Option<String>,
    /// Why it matters.
    pub why: Option<String>,
    /// The metric.
    pub metric: Metric,
    /// The milestones, with their due days.
    pub milestones: Vec<(String, Option<Day>)>,
    /// The competency that a development goal builds.
    pub competency: Option<String>,
    /// The day of a survey.
    pub date: Option<Day>,
    /// The number of respondents of a survey.
    pub respondents: Option<u64>,
    /// The mean scores of a survey, by question.
    pub scores: Vec<(String, f64)>,
}

/// The comment on the `draft` state.
pub(super) const DRAFT_GUIDANCE: &str = "remove this line when the goal is agreed";

/// The comment on a missing confidence.
pub(super) const CONFIDENCE_GUIDANCE: &str = "confidence of reaching the target, 0 to 1";

/// The comment on missing parents, which ends with the goal's id.
pub(super) const SUPPORTS_GUIDANCE: &str = "to find a parent: goalpost suggest";

/// Returns the edit that removes a guiding comment, once its field is set.
pub(super) fn remove_guidance(guidance: &str, file: &SourceFile) -> Option<Edit> {
    // Files of a workspace are read without comments, so this one is parsed again.
    let comments = if file.text.contains(guidance) { parse(file).0.comments } else { Vec::new() };
    let comment = comments.iter().find(|comment| comment.text.contains(guidance))?;
    Some(Edit::RemoveComment { span: comment.span })
}

/// Returns the edit that removes the guiding line of a field, such as `# name:  # what is measured`, once the field is set.
/// Only lines that were made here have guidance behind the name: another comment is a person's.
pub(super) fn remove_field_guidance(field: &str, file: &SourceFile) -> Option<Edit> {
    let is_guidance = |text: &str| {
        let name = text.trim_start_matches(['#', ' ']).strip_prefix(field).and_then(|rest| rest.strip_prefix(':'));
        name.is_some_and(|rest| rest.trim_start().starts_with("# "))
    };
    let has_any = file.text.lines().any(|line| line.trim_start().starts_with('#') && is_guidance(line.trim_start()));
    let comments = if has_any { parse(file).0.comments } else { Vec::new() };
    let comment = comments.iter().find(|comment| is_guidance(&comment.text))?;
    Some(Edit::RemoveComment { span: comment.span })
}

/// The column at which comments start.
const COMMENT_COLUMN: usize = 40;

/// The text of a file in progress.
struct PageText(String);

impl PageText {
    fn line(&mut self, line: &str) {
        self.0.push_str(line);
        self.0.push('\n');
    }

    fn field(&mut self, name: &str, value: Option<&Content>, guidance: &str) {
        match value {
            Some(value) => self.line(&format!("{name}: {}", value.line())),
            None if guidance.is_empty() => {}
            None => {
                let bare = name.trim_start();
                let indent = " ".repeat(name.len() - bare.len());
                self.commented(&format!("{indent}# {bare}:"), guidance);
            }
        }
    }

    fn word(&mut self, name: &str, value: Option<&String>, guidance: &str) {
        self.field(name, value.map(Content::word).as_ref(), guidance);
    }

    fn text(&mut self, name: &str, value: Option<&String>, guidance: &str) {
        self.field(name, value.map(|it| Content::text(it.trim())).as_ref(), guidance);
    }

    /// Adds a line with a comment behind it.
    fn commented(&mut self, line: &str, comment: &str) {
        self.line(&format!("{line:<COMMENT_COLUMN$} # {comment}"));
    }
}

impl Scaffold {
    /// Returns the text of the goal file.
    pub fn text(&self, kind: Kind) -> String {
        let mut page = PageText(String::new());
        page.line(&format!("kind: {}", kind.word()));
        page.text("id", Some(&self.id), "");
        page.text("title", Some(&self.title).filter(|it| !it.is_empty()), "");
        match kind {
            Kind::Mission => self.mission(&mut page),
            Kind::Objective => self.objective(&mut page),
            Kind::KeyResult => self.key_result(&mut page),
            Kind::Kpi => self.kpi(&mut page),
            Kind::Development => self.development(&mut page),
            Kind::Survey => self.survey(&mut page),
        }
        page.0
    }

    fn mission(&self, page: &mut PageText) {
        let statement = self.statement.clone().unwrap_or_else(|| self.title.clone());
        page.text("statement", Some(&statement), "");
        page.text("owner", self.owner.as_ref(), "");
        page.field("vision", None, "the world when the mission is accomplished");
    }

    fn who_and_when(&self, page: &mut PageText) {
        page.text("owner", self.owner.as_ref(), "the accountable person, by id");
        page.text("team", self.team.as_ref(), "");
        page.text("period", self.period.as_ref(), "");
        page.word("deadline", self.deadline.map(|it| it.to_string()).as_ref(), "");
        if self.draft {
            page.commented("state: draft", DRAFT_GUIDANCE);
        }
    }

    fn objective(&self, page: &mut PageText) {
        self.who_and_when(page);
        self.supports(page);
        page.text("commitment", self.commitment.as_ref(), "committed, or aspirational (a stretch goal)");
        page.text("why", self.why.as_ref(), "why it matters, in one sentence");
    }

    fn supports(&self, page: &mut PageText) {
        let Some((first, others)) = self.supports.split_first() else {
            page.commented("# supports: []", &format!("{SUPPORTS_GUIDANCE} {}", self.id));
            return;
        };
        if self.how.is_none() && !self.ask_how {
            let all = Content::List(self.supports.iter().map(Content::text).collect());
            return page.field("supports", Some(&all), "");
        }
        page.line("supports:");
        page.line(&format!("  - goal: {}", Content::text(first).line()));
        match &self.how {
            Some(how) => page.line(&format!("    how: {}", Content::text(how.trim()).line())),
            None => page.commented("    # how:", "how it helps, in one sentence"),
        }
        for other in others {
            page.line(&format!("  - {}", Content::text(other).line()));
        }
    }

    fn key_result(&self, page: &mut PageText) {
        page.text("measures", self.measures.as_ref(), "");
        self.who_and_when(page);
        page.text("commitment", self.commitment.as_ref(), "committed, or aspirational (a stretch goal)");
        self.metric(page);
        self.milestones(page);
        page.field("confidence", None, CONFIDENCE_GUIDANCE);
    }

    fn metric(&self, page: &mut PageText) {
        let it = &self.metric;
        if *it == Metric::default() {
            if self.milestones.is_empty() {
                page.line("# Add a metric (or milestones, if nothing can be counted):");
                page.line("# metric:");
                page.commented("#   name:", "what is measured");
                page.commented("#   unit:", "%, days, merchants");
                page.commented("#   baseline:", "value at the start");
                page.commented("#   target:", "value to reach");
                page.commented("#   source:", "where the value comes from");
            }
            return;
        }
        page.line("metric:");
        let number = |number: Option<f64>| number.map(|it| it.to_string());
        page.text("  name", it.name.as_ref(), if it.kpi.is_some() { "" } else { "what is measured" });
        page.text("  unit", it.unit.as_ref(), if it.kpi.is_some() { "" } else { "%, days, merchants" });
        page.text("  kpi", it.kpi.as_ref(), "");
        let keeps = it.at_least.is_some() || it.at_most.is_some();
        page.word("  baseline", number(it.baseline).as_ref(), if keeps { "" } else { "value at the start" });
        page.word("  target", number(it.target).as_ref(), if keeps { "" } else { "value to reach" });
        page.word("  at_least", number(it.at_least).as_ref(), "");
        page.word("  at_most", number(it.at_most).as_ref(), "");
        page.word("  current", number(it.current).as_ref(), "");
        page.word("  as_of", it.as_of.map(|day| day.to_string()).as_ref(), "");
        page.field("  source", None, "where the value comes from");
    }

    fn milestones(&self, page: &mut PageText) {
        if self.milestones.is_empty() {
            return;
        }
        page.line("milestones:");
        for (title, due) in &self.milestones {
            let mut fields = vec![("title".to_owned(), Content::text(title.trim()))];
            fields.extend(due.map(|due| ("due".to_owned(), Content::word(&due))));
            page.line(&format!("  - {}", Content::Fields(fields).flow()));
        }
    }

    fn kpi(&self, page: &mut PageText) {
        page.text("owner", self.owner.as_ref(), "the accountable person, by id");
        page.text("team", self.team.as_ref(), "");
        let mut with_name = self.clone();
        with_name.metric.name.get_or_insert_with(|| self.title.clone());
        let metric = &with_name.metric;
        if metric.at_least.is_none() && metric.at_most.is_none() && metric.target.is_none() {
            page.line("metric:");
            page.text("  name", metric.name.as_ref(), "");
            page.text("  unit", metric.unit.as_ref(), "%, days, merchants");
            page.field("  at_least", None, "lower bound to keep");
            page.field("  at_most", None, "upper bound to keep");
            page.field("  source", None, "where the value comes from");
        } else {
            with_name.metric(page);
        }
    }

    fn development(&self, page: &mut PageText) {
        self.who_and_when(page);
        if !self.supports.is_empty() {
            self.supports(page);
        }
        page.text("why", self.why.as_ref(), "why it matters to you, in one sentence");
        if self.milestones.is_empty() {
            page.line("# milestones:");
            page.line("#   - {title: the first step, due: 2026-11-30}");
        }
        self.milestones(page);
        page.text("competency", self.competency.as_ref(), "the competency to build, such as public speaking");
    }

    fn survey(&self, page: &mut PageText) {
        page.text("team", self.team.as_ref(), "");
        page.word("date", self.date.map(|it| it.to_string()).as_ref(), "");
        page.word("respondents", self.respondents.map(|it| it.to_string()).as_ref(), "");
        if self.scores.is_empty() {
            return page.commented("scores: {}", "mean score of each question, 1 to 5, such as knows-why: 4.2");
        }
        page.line("scores:");
        for (question, score) in &self.scores {
            let field = Content::Fields(vec![(question.clone(), Content::word(&score))]).flow();
            page.line(&format!("  {}", field.trim_start_matches('{').trim_end_matches('}')));
        }
    }
}
