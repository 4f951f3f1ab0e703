//! The digest as terminal output and Markdown.

use std::collections::BTreeSet;

use super::agenda::names_with_deputies;
use super::filter_options::filter_options;
use super::number::tight_percent;
use super::sections::{Section, SectionEntry, human, markdown as page};
use super::style::Style;
use super::{slack, teams};
use crate::analysis::text::grade_words;
use crate::model::{Day, count_of, counted, days_between, exact, plus_days};
use crate::view::digest::{DigestEvent, DigestView, NamedGoal};
use crate::view::selection::Selection;
use crate::view::unreadable::unreadable_words;

/// The maximum number of entries under a heading.
const MOST: usize = 15;

/// The digest for a terminal.
pub fn digest(view: &DigestView, selection: &Selection, style: Style) -> String {
    let same = filter_options(selection, &[]);
    let changed = view.since.filter(|_| view.changed.as_ref().is_some_and(|it| !it.is_empty()));
    let next = match further_back(view) {
        Some(_) if let Some(day) = changed => format!("what changed: goalpost diff {day}"),
        Some(day) if view.is_empty() => format!("look further back: goalpost digest --since {day}{same}"),
        _ => format!("next actions: goalpost agenda{same}"),
    };
    human(&summary_line(view), &sections(view), &[&next], style)
}

/// A day further back, as long again and a month at least; none where nothing is known of the day that was asked about.
fn further_back(view: &DigestView) -> Option<Day> {
    let (since, until) = view.since.zip(view.until)?;
    let span = days_between(since, until).max(1);
    (!view.uncompared).then(|| plus_days(until, -(2 * span).max(30)))
}

/// The digest as Markdown.
pub fn markdown(view: &DigestView) -> String {
    page(None, &summary_line(view), &sections(view))
}

/// The digest as a message for Slack.
pub fn slack(view: &DigestView) -> String {
    slack::message(&summary_line(view), &sections(view))
}

/// The digest as a card for Teams.
pub fn teams(view: &DigestView) -> String {
    teams::message(&summary_line(view), &sections(view))
}

fn summary_line(view: &DigestView) -> String {
    let since = view.since.map(|day| day.to_string()).unwrap_or_default();
    let unreadable = unreadable_words(&view.unreadable);
    // "Nothing happened" is true only if the earlier state is known.
    let unknown = view.uncompared.then(|| format!("state of goals on {since} unknown"));
    if view.is_empty() {
        let changed = view.changed.as_ref().map_or(0, Vec::len);
        let nothing = match changed {
            _ if unknown.is_some() => "nothing recorded",
            0 => "nothing happened",
            _ => "no progress and no other news",
        };
        let changed = (changed > 0).then(|| counted(changed, "goal changed otherwise", "goals changed otherwise"));
        let lines = std::iter::once(format!("{nothing} since {since}")).chain(changed).chain(unknown).chain(unreadable);
        return lines.collect::<Vec<_>>().join(" · ");
    }
    let mut facts = vec![format!("since {since}")];
    facts.extend(view.withheld.then(|| "one person's goals: not added up".to_owned()));
    let mut count = |count: usize, one: &str, many: &str| {
        if count > 0 && !view.withheld {
            facts.push(counted(count, one, many));
        }
    };
    // Progress that rose because a target was lowered or the parts changed is no achievement; it is shown below.
    let forward =
        |it: &&crate::view::digest::ProgressChange| it.measured && it.after.unwrap_or(0.0) > it.before.unwrap_or(0.0);
    count(view.progress.iter().flatten().filter(forward).count(), "goal made progress", "goals made progress");
    let falls = view.confidence.iter().flatten().filter(|it| it.after < it.before).count();
    count(falls, "confidence fell", "confidences fell");
    count(view.closed.len(), "closed", "closed");
    let quiet = view.moved.iter().filter(|it| it.is_quiet()).count();
    count(quiet, "goalpost moved without a reason", "goalposts moved without a reason");
    count(view.moved_settings.len(), "setting changed in mid-period", "settings changed in mid-period");
    let removed = |draft: bool| view.removed.iter().flatten().filter(|it| it.draft == draft).count();
    count(removed(false), "goal removed", "goals removed");
    count(removed(true), "goal made a draft again", "goals made drafts again");
    count(view.late.len(), "value after the end", "values after the end");
    let goals: BTreeSet<&str> = view.withdrawn.iter().map(|it| it.goal.as_str()).collect();
    count(goals.len(), "goal with withdrawn values", "goals with withdrawn values");
    count(view.obstacles.len(), "new obstacle", "new obstacles");
    facts.extend(unknown);
    if facts.len() == 1 {
        let added = view.added.as_ref().map_or(0, Vec::len);
        facts.extend((added > 0).then(|| count_of(added, "new goal")));
    }
    facts.extend(unreadable);
    facts.join(" · ")
}

fn sections(view: &DigestView) -> Vec<Section> {
    let mut sections = Vec::new();
    let mut put = |heading: &str, mut entries: Vec<SectionEntry>| {
        let count = entries.len();
        if count > MOST {
            entries.truncate(MOST);
            entries.push(SectionEntry { title: format!("and {} more", count - MOST), ..SectionEntry::default() });
        }
        sections.push(Section { heading: format!("{heading} ({count})"), entries });
    };
    put("Recognition", view.recognition.iter().map(happening).collect());
    let closed = view.closed.iter().map(|it| {
        let whose = if it.self_assessed { ", self-assessed" } else { "" };
        let parts = it.measured_parts.as_ref().map(|parts| format!(", {parts}")).unwrap_or_default();
        let score = it.score.map(|score| format!("graded {}{parts}{whose}", grade_words(score)));
        let facts = std::iter::once(it.words.clone()).chain(score).collect();
        SectionEntry { sentences: it.reason.iter().cloned().collect(), ..entry_for(&it.goal, facts) }
    });
    put("Closed", closed.collect());
    put("Milestones", view.milestones.iter().map(happening).collect());
    let late = view.late.iter().map(|it| entry_for(&it.goal, vec![it.late.words.clone()]));
    put("Values after the end", late.collect());
    let moved = view.moved.iter().map(|it| {
        let mut facts = vec![it.change.clone(), it.day.to_string()];
        facts.extend(it.author.clone());
        facts.extend(it.merged_by.as_ref().map(|name| format!("merged by {name}")));
        facts.push(it.why.words_of_move(it.waiver));
        let price = it
            .against_original
            .zip(it.present)
            .map(|(original, present)| (tight_percent(original), tight_percent(present)));
        if let Some((original, present)) = price.filter(|(original, present)| original != present) {
            facts.push(format!("{original} against the original, not {present}"));
        }
        entry_for(&it.goal, facts)
    });
    put("Goalposts moved", moved.collect());
    let settings = view.moved_settings.iter().map(|it| {
        let facts = vec![it.origin_words(), it.why.words()];
        SectionEntry { title: it.words.clone(), facts, ..SectionEntry::default() }
    });
    put("Settings changed in mid-period", settings.collect());
    let removed = view.removed.iter().flatten().map(|it| {
        let mut facts = vec![it.what(), it.day.to_string()];
        facts.extend(it.by.clone());
        facts.push(it.why_words());
        let goal = NamedGoal { goal: it.goal.clone(), title: it.title.clone() };
        entry_for(&goal, facts)
    });
    put("Goals removed", removed.collect());
    let withdrawn = view.withdrawn.iter().map(|it| {
        let mut facts = vec![it.words.clone(), it.withdrawn_on.to_string()];
        facts.extend(it.by.clone());
        let why = it.why_words();
        facts.extend((!why.is_empty()).then_some(why));
        entry_for(&NamedGoal { goal: it.goal.clone(), title: it.title.clone() }, facts)
    });
    put("Withdrawn", withdrawn.collect());
    let health = view.health.iter().flatten().map(|it| {
        let change = format!("{} → {}", it.standing_before, it.standing_after);
        let forecast = it.forecast.as_ref().map(|forecast| forecast.words.clone());
        entry_for(&it.goal, std::iter::once(change).chain(forecast).collect())
    });
    put("Health", health.collect());
    let share = |share: Option<f64>| share.map_or("unknown".to_owned(), tight_percent);
    let progress = view.progress.iter().flatten();
    let progress = progress.map(|it| {
        let change = format!("{} → {}", share(it.before), share(it.after));
        entry_for(&it.goal, std::iter::once(change).chain(it.measured_parts.clone()).collect())
    });
    put("Progress", progress.collect());
    let confidence = view.confidence.iter().flatten();
    let confidence =
        confidence.map(|it| entry_for(&it.goal, vec![format!("{} → {}", exact(it.before), exact(it.after))]));
    put("Confidence", confidence.collect());
    put("New obstacles", view.obstacles.iter().map(happening).collect());
    put("Obstacles resolved", view.resolved.iter().map(happening).collect());
    let answered = view.answered.iter().flatten().map(|it| {
        let answer = match it.state.as_str() {
            "met" => "delivered",
            "declined" => "declined",
            _ => "agreed",
        };
        entry_for(&it.goal, vec![format!("{}: {} {answer}", it.from, it.what)])
    });
    put("Needs answered", answered.collect());
    put("New goals", view.added.iter().flatten().map(|it| entry_for(it, Vec::new())).collect());
    sections
}

fn entry_for(goal: &NamedGoal, facts: Vec<String>) -> SectionEntry {
    let title = if goal.title.trim().is_empty() { goal.goal.clone() } else { goal.title.clone() };
    SectionEntry { title, id: Some(goal.goal.clone()), facts, sentences: Vec::new() }
}

fn happening(it: &DigestEvent) -> SectionEntry {
    let mut facts = vec![it.day.to_string()];
    let to = (!it.to.is_empty()).then(|| names_with_deputies(&it.to, &it.deputies));
    facts.extend(match (&it.by, to) {
        (Some(by), Some(to)) => Some(format!("{by} to {to}")),
        (by, to) => by.clone().or(to.map(|to| format!("to {to}"))),
    });
    SectionEntry { sentences: vec![it.text.clone()], ..entry_for(&it.goal, facts) }
}
