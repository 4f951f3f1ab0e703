//! New goal files: what is known is filled in, and what is not stands there as a comment that says what belongs there.

use crate::model::{Day, Kind, Metric};
use crate::source::SourceFile;
use crate::syntax::{Content, Edit, parse};

/// What is known of a new goal.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Scaffold {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// A mission's sentence.
    pub statement: Option<String>,
    /// Who is accountable.
    pub owner: Option<String>,
    /// The team that it belongs to.
    pub team: Option<String>,
    /// Its time.
    pub period: Option<String>,
    /// The day it ends.
    pub deadline: Option<Day>,
    /// Whether it is a proposal yet.
    pub draft: bool,
    /// The goals that it supports.
    pub supports: Vec<String>,
    /// How it helps the first of them.
    pub how: Option<String>,
    /// What has to be said about how it helps, where nobody has said it yet.
    pub ask_how: bool,
    /// The objective that it measures.
    pub measures: Option<String>,
    /// How much of it is promised.
    pub commitment: Option<String>,
    /// Why it matters.
    pub why: Option<String>,
    /// What is measured.
    pub metric: Metric,
    /// Steps on the way, with their days.
    pub milestones: Vec<(String, Option<Day>)>,
    /// The competency that a growth goal builds.
    pub competency: Option<String>,
    /// A survey's day.
    pub date: Option<Day>,
    /// A survey's number of answers.
    pub respondents: Option<u64>,
    /// A survey's scores by question.
    pub scores: Vec<(String, f64)>,
}

/// What a new file says of being a draft.
pub(super) const PROPOSAL: &str = "a proposal; remove the line when it is agreed";

/// What a new file says where it serves nothing yet, before its id.
pub(super) const SERVES: &str = "what it serves: goalpost suggest";

/// Removes what a new file said to guide its author, once there is nothing left to guide to.
pub(super) fn without(guidance: &str, file: &SourceFile) -> Option<Edit> {
    // Files are read without such comments.
    let comments = if file.text.contains(guidance) { parse(file).0.comments } else { Vec::new() };
    let comment = comments.iter().find(|comment| comment.text.contains(guidance))?;
    Some(Edit::RemoveComment { span: comment.span })
}

/// The column at which comments stand.
const COMMENTS: usize = 40;

/// A page on its way.
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
                self.aside(&format!("{indent}# {bare}:"), guidance);
            }
        }
    }

    fn word(&mut self, name: &str, value: Option<&String>, guidance: &str) {
        self.field(name, value.map(Content::word).as_ref(), guidance);
    }

    fn text(&mut self, name: &str, value: Option<&String>, guidance: &str) {
        self.field(name, value.map(|it| Content::text(it.trim())).as_ref(), guidance);
    }

    /// A line with a comment behind it, at the column where comments stand.
    fn aside(&mut self, line: &str, comment: &str) {
        self.line(&format!("{line:<COMMENTS$} # {comment}"));
    }
}

impl Scaffold {
    /// The text of a goal's file.
    #[must_use]
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
        page.field("vision", None, "what the world looks like when it is done");
    }

    fn who_and_when(&self, page: &mut PageText) {
        page.text("owner", self.owner.as_ref(), "the one accountable person, by id");
        page.text("team", self.team.as_ref(), "");
        page.text("period", self.period.as_ref(), "");
        page.word("deadline", self.deadline.map(|it| it.to_string()).as_ref(), "");
        if self.draft {
            page.aside("state: draft", PROPOSAL);
        }
    }

    fn objective(&self, page: &mut PageText) {
        self.who_and_when(page);
        self.supports(page);
        page.text("commitment", self.commitment.as_ref(), "committed, or aspirational: a stretch");
        page.text("why", self.why.as_ref(), "why it matters, in a sentence");
    }

    fn supports(&self, page: &mut PageText) {
        let Some((first, others)) = self.supports.split_first() else {
            page.aside("# supports: []", &format!("{SERVES} {}", self.id));
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
            None => page.aside("    # how:", "how it helps, in a sentence"),
        }
        for other in others {
            page.line(&format!("  - {}", Content::text(other).line()));
        }
    }

    fn key_result(&self, page: &mut PageText) {
        page.text("measures", self.measures.as_ref(), "");
        self.who_and_when(page);
        page.text("commitment", self.commitment.as_ref(), "committed, or aspirational: a stretch");
        self.metric(page);
        self.milestones(page);
        page.field("confidence", None, "how sure you are, 0 to 1");
    }

    fn metric(&self, page: &mut PageText) {
        let it = &self.metric;
        if *it == Metric::default() {
            if self.milestones.is_empty() {
                page.line("# What is measured, from where to where (or milestones, where nothing can be counted):");
                page.line("# metric:");
                page.aside("#   name:", "what is counted");
                page.aside("#   unit:", "in what: %, days, merchants");
                page.aside("#   baseline:", "where it stands now");
                page.aside("#   target:", "where it is to end");
                page.aside("#   source:", "where the number comes from");
            }
            return;
        }
        page.line("metric:");
        let number = |number: Option<f64>| number.map(|it| it.to_string());
        page.text("  name", it.name.as_ref(), if it.kpi.is_some() { "" } else { "what is counted" });
        page.text("  unit", it.unit.as_ref(), if it.kpi.is_some() { "" } else { "in what: %, days, merchants" });
        page.text("  kpi", it.kpi.as_ref(), "");
        let keeps = it.at_least.is_some() || it.at_most.is_some();
        page.word("  baseline", number(it.baseline).as_ref(), if keeps { "" } else { "where it stands now" });
        page.word("  target", number(it.target).as_ref(), if keeps { "" } else { "where it is to end" });
        page.word("  at_least", number(it.at_least).as_ref(), "");
        page.word("  at_most", number(it.at_most).as_ref(), "");
        page.field("  source", None, "where the number comes from");
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
        page.text("owner", self.owner.as_ref(), "the one accountable person, by id");
        page.text("team", self.team.as_ref(), "");
        let mut with_name = self.clone();
        with_name.metric.name.get_or_insert_with(|| self.title.clone());
        let metric = &with_name.metric;
        if metric.at_least.is_none() && metric.at_most.is_none() && metric.target.is_none() {
            page.line("metric:");
            page.text("  name", metric.name.as_ref(), "");
            page.text("  unit", metric.unit.as_ref(), "in what: %, days, merchants");
            page.field("  at_least", None, "a bound that it must not fall below");
            page.field("  at_most", None, "a bound that it must not rise above");
            page.field("  source", None, "where the number comes from");
        } else {
            with_name.metric(page);
        }
    }

    fn development(&self, page: &mut PageText) {
        self.who_and_when(page);
        if !self.supports.is_empty() {
            self.supports(page);
        }
        page.text("why", self.why.as_ref(), "why it matters to you, in a sentence");
        if self.milestones.is_empty() {
            page.line("# milestones:");
            page.line("#   - {title: the first step, due: 2026-11-30}");
        }
        self.milestones(page);
        page.text("competency", self.competency.as_ref(), "what it builds, such as public speaking");
    }

    fn survey(&self, page: &mut PageText) {
        page.text("team", self.team.as_ref(), "");
        page.word("date", self.date.map(|it| it.to_string()).as_ref(), "");
        page.word("respondents", self.respondents.map(|it| it.to_string()).as_ref(), "");
        if self.scores.is_empty() {
            return page.aside("scores: {}", "the mean of each question, 1 to 5: knows-why: 4.2");
        }
        page.line("scores:");
        for (question, score) in &self.scores {
            let field = Content::Fields(vec![(question.clone(), Content::word(&score))]).flow();
            page.line(&format!("  {}", field.trim_start_matches('{').trim_end_matches('}')));
        }
    }
}
