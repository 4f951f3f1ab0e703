//! A summary of one person's goals for a performance review, as Markdown and for a terminal.

use super::layout::wrap;
use super::sections::{Section, SectionEntry, human, markdown as page};
use super::style::Style;
use crate::analysis::text::percent;
use crate::model::{count_of, counted};
use crate::view::review::{FeedbackEntry, GrowthGoal, ReviewView, ReviewedGoal};

/// The most observations of a goal that are listed: the first, the last, and some between.
const COURSE: usize = 8;

/// What the summary ends with.
const ADVICE: &str = "Grades support a conversation; they are not ratings. Ask what helped and what got in the way.";

/// The summary as Markdown.
pub fn markdown(view: &ReviewView) -> String {
    let text = page(Some(&format!("Review of {}", view.name)), &facts(view), &sections(view));
    format!("{text}\n---\n\n{ADVICE}\n")
}

/// The summary for a terminal.
pub fn review(view: &ReviewView, style: Style) -> String {
    let first = format!("Review of {} · {}", view.name, facts(view));
    let advice: Vec<String> = wrap(ADVICE, style.width).iter().map(|line| style.dim(line)).collect();
    format!("{}\n{}\n", human(&first, &sections(view), &[""], style), advice.join("\n"))
}

/// Whose goals they are, of which time, and how many.
fn facts(view: &ReviewView) -> String {
    let mut facts = vec![view.person.clone()];
    facts.extend(view.team.clone());
    facts.push(match (view.start, view.end) {
        (Some(start), Some(end)) => format!("{start} to {end}"),
        _ => "all time".to_owned(),
    });
    facts.push(count_of(view.goals.len(), "goal"));
    facts.push(match view.feedback.len() + view.recognition.len() {
        0 => "no feedback".to_owned(),
        entries => counted(entries, "feedback entry", "feedback entries"),
    });
    facts.join(" · ")
}

fn sections(view: &ReviewView) -> Vec<Section> {
    vec![
        Section { heading: "Goals".to_owned(), entries: view.goals.iter().map(goal).collect() },
        Section { heading: "Recognition".to_owned(), entries: view.recognition.iter().map(remark_entry).collect() },
        Section { heading: "Feedback".to_owned(), entries: view.feedback.iter().map(remark_entry).collect() },
        Section { heading: "Growth".to_owned(), entries: view.growth.iter().map(growth).collect() },
    ]
}

fn goal(goal: &ReviewedGoal) -> SectionEntry {
    let brief = &goal.brief;
    let mut facts = Vec::new();
    facts.extend(goal.period.clone());
    facts.push(brief.standing.clone());
    facts.extend(brief.progress.map(percent));
    facts.extend(goal.measure.clone());
    let mut sentences = Vec::new();
    if goal.course.len() > 1 {
        sentences.push(format!("Check-ins: {}", course(goal)));
    }
    for it in &goal.moved {
        let why = if it.why.explained { it.why.words() } else { "reason not recorded".to_owned() };
        sentences.push(format!("Goalpost moved {}: {} ({why})", it.day, it.change));
    }
    for it in &goal.obstacles {
        let end = it.resolved.map_or("still open".to_owned(), |day| format!("resolved {day}"));
        sentences.push(format!("Obstacle {}: {} ({end})", it.day, it.text));
    }
    sentences.extend(goal.grade_why.as_ref().map(|why| format!("Why this grade: {why}")));
    sentences.extend(goal.reason.as_ref().map(|reason| format!("Reason: {reason}")));
    sentences.extend(goal.retrospective.as_ref().map(|learnt| format!("Learned: {learnt}")));
    SectionEntry { title: title(&brief.title, &brief.id), id: Some(brief.id.clone()), facts, sentences }
}

fn course(goal: &ReviewedGoal) -> String {
    let all = goal.course.len();
    let step = all.div_ceil(COURSE).max(1);
    let shown = goal.course.iter().enumerate().filter(|(at, _)| at % step == 0 || at + 1 == all);
    let point = |it: &crate::view::review::ReviewedValue| {
        let value = it.value.clone().or_else(|| it.progress.map(percent)).unwrap_or_else(|| "unknown".to_owned());
        let late = it.late.as_ref().map(|late| format!(", {late}")).unwrap_or_default();
        format!("{} {value}{late}", it.day)
    };
    shown.map(|(_, it)| point(it)).collect::<Vec<_>>().join(" · ")
}

fn remark_entry(remark: &FeedbackEntry) -> SectionEntry {
    let mut facts = vec![remark.day.to_string()];
    facts.extend(remark.by.as_ref().map(|by| format!("by {by}")));
    facts.extend(remark.goal.as_ref().map(|goal| format!("on {goal}")));
    SectionEntry { title: remark.text.clone(), id: None, facts, sentences: remark.link.iter().cloned().collect() }
}

fn growth(goal: &GrowthGoal) -> SectionEntry {
    let mut facts = Vec::new();
    facts.extend(goal.period.clone());
    facts.push(goal.state.clone());
    facts.extend(goal.progress.map(percent));
    facts.extend(goal.competency.as_ref().map(|it| format!("builds {it}")));
    let mut sentences = Vec::new();
    sentences.extend(goal.aspiration.as_ref().map(|it| format!("Aspiration: {it}")));
    let list = |name: &str, items: &[String]| (!items.is_empty()).then(|| format!("{name}: {}", items.join("; ")));
    sentences.extend(list("Done", &goal.done));
    sentences.extend(list("To do", &goal.open));
    sentences.extend(list("Training", &goal.training));
    sentences.extend(goal.retrospective.as_ref().map(|it| format!("Learned: {it}")));
    SectionEntry { title: title(&goal.title, &goal.id), id: Some(goal.id.clone()), facts, sentences }
}

fn title(title: &str, id: &str) -> String {
    if title.trim().is_empty() { id.to_owned() } else { title.to_owned() }
}
