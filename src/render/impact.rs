//! What a change to a goal would affect, as terminal output and Markdown.

use super::line_of_sight::relation_words;
use super::markdown::code;
use super::number::tight_percent;
use super::sections::{Section, SectionEntry, human, markdown as page};
use super::standing::title_of;
use super::style::Style;
use crate::model::{Kind, count_of};
use crate::view::brief::{Brief, Relation};
use crate::view::impact::{AffectedView, GoalImpactView};

/// The maximum number of entries under a heading; the others are counted.
const MOST: usize = 10;

/// The maximum number of reasons for a person.
const MOST_REASONS: usize = 3;

/// The answer for a terminal.
pub fn impact(view: &GoalImpactView, style: Style) -> String {
    let steps: Vec<String> = view.next.iter().map(|command| format!("{}: {command}", purpose(command))).collect();
    human(&summary(view), &sections(view), &steps, style)
}

/// The answer as Markdown.
pub fn markdown(view: &GoalImpactView) -> String {
    let next: Vec<String> =
        view.next.iter().map(|command| format!("- {}: {}\n", purpose(command), code(command))).collect();
    format!("{}\n#### Next\n\n{}", page(None, &summary(view), &sections(view)), next.concat())
}

/// What a command of the next steps is for.
fn purpose(command: &str) -> &'static str {
    match command.split(' ').nth(1) {
        Some("note") => "after the change, say why",
        Some("ack") => "once the links below still hold, confirm them",
        _ => "after the change, see its numbers and reviewers",
    }
}

/// What rests on the goal, in one line.
fn summary(view: &GoalImpactView) -> String {
    let resting = view.above.iter().filter(|it| it.rollup_share.is_some()).count();
    // The others above are listed too, so that their number would contradict the list.
    let of = format!("of {} above rests on it", count_of(view.above.len(), "goal"));
    let of_many = of.replace("rests", "rest");
    let (one, more) = match view.above.len() {
        all if all == resting => ("goal above rests on it", "goals above rest on it"),
        _ => (of.as_str(), of_many.as_str()),
    };
    let counts = [
        (resting, one, more),
        (view.below.len(), "goal below", "goals below"),
        (view.needed_by.len(), "goal needs it", "goals need it"),
        (view.ask.len(), "person to ask", "people to ask"),
    ];
    let counts = counts.into_iter().filter(|(count, ..)| *count > 0);
    let words: Vec<String> =
        counts.map(|(count, one, more)| format!("{count} {}", if count == 1 { one } else { more })).collect();
    let words = if words.is_empty() { "nothing rests on it".to_owned() } else { words.join(" · ") };
    format!("a change to {} ({}): {words}", title_of(&view.goal), view.goal.id)
}

fn sections(view: &GoalImpactView) -> Vec<Section> {
    let above = view.above.iter().map(|it| entry(&it.goal, above_facts(it))).collect();
    let below = view.below.iter().map(|it| entry(&it.goal, who(&it.goal, via_words(it)))).collect();
    let links = view.links.iter().map(|link| {
        let owner = link.owner.clone();
        let suspect = (link.suspect == Some(true)).then(|| "suspect already".to_owned());
        let title = if link.title.trim().is_empty() { link.goal.clone() } else { link.title.clone() };
        let facts = owner.into_iter().chain(suspect).collect();
        SectionEntry { title, id: Some(link.goal.clone()), facts, ..SectionEntry::default() }
    });
    let needed_by = view.needed_by.iter().map(|asked| {
        let need = &asked.need.need;
        let by = need.by.map(|day| format!("by {day}"));
        let facts = who(&asked.goal, Some(need.state.word().to_owned())).into_iter().chain(by).collect();
        SectionEntry { sentences: vec![need.what.clone()], ..entry(&asked.goal, facts) }
    });
    let needs = view.needs.iter().map(|need| {
        let by = need.need.by.map(|day| format!("by {day}"));
        let facts = std::iter::once(need.need.state.word().to_owned()).chain(by).collect();
        SectionEntry { title: format!("{}: {}", need.need.from, need.need.what), facts, ..SectionEntry::default() }
    });
    let agreements = view.agreements.iter().map(|it| {
        let on = it.date.map(|day| format!(" on {day}")).unwrap_or_default();
        let to = it.link.as_ref().map_or_else(|| it.goal.clone(), |above| format!("{} supporting {above}", it.goal));
        SectionEntry { title: format!("{} agreed to {to}{on}", it.by), ..SectionEntry::default() }
    });
    let ask = view.ask.iter().map(|person| {
        let more = person.because.len().saturating_sub(MOST_REASONS);
        let more = if more > 0 { format!("; and {more} more") } else { String::new() };
        let reasons: Vec<&str> = person.because.iter().take(MOST_REASONS).map(String::as_str).collect();
        let title = person.name.clone().filter(|name| *name != person.person);
        let title = title.map_or_else(|| person.person.clone(), |name| format!("{name} ({})", person.person));
        SectionEntry { title, sentences: vec![format!("{}{more}", reasons.join("; "))], ..SectionEntry::default() }
    });
    vec![
        section("Above", above, view.above.len()),
        section("Below", below, view.below.len()),
        section("Links that become suspect", links.collect(), view.links.len()),
        section("Needed by", needed_by.collect(), view.needed_by.len()),
        section("Needs", needs.collect(), view.needs.len()),
        section("Agreements that lapse", agreements.collect(), view.agreements.len()),
        section("Whom to ask", ask.collect(), view.ask.len()),
    ]
}

fn section(heading: &str, mut entries: Vec<SectionEntry>, count: usize) -> Section {
    if count > MOST {
        entries.truncate(MOST);
        let title = format!("and {} more: --format json has them all", count - MOST);
        entries.push(SectionEntry { title, ..SectionEntry::default() });
    }
    Section { heading: format!("{heading} ({count})"), entries }
}

fn entry(goal: &Brief, facts: Vec<String>) -> SectionEntry {
    SectionEntry { title: title_of(goal).to_owned(), id: Some(goal.id.clone()), facts, ..SectionEntry::default() }
}

fn above_facts(it: &AffectedView) -> Vec<String> {
    let share = it.rollup_share.map(|share| format!("{} of its progress", tight_percent(share)));
    let share =
        share.or_else(|| (it.goal.kind != Kind::Mission).then(|| "its progress does not rest on it".to_owned()));
    let via = match it.via {
        Some(Relation::Measures) => Some("measured by it".to_owned()),
        Some(Relation::Kpi) => Some("measured by this KPI".to_owned()),
        Some(_) => Some("supported by it".to_owned()),
        None => Some(format!("{} up", count_of(it.distance, "link"))),
    };
    who(&it.goal, share).into_iter().chain(via).collect()
}

fn via_words(it: &AffectedView) -> Option<String> {
    it.via
        .map(|via| format!("{} it", relation_words(Some(via))))
        .or_else(|| Some(format!("{} down", count_of(it.distance, "link"))))
}

/// The owner of a goal, its standing, and one more fact.
fn who(goal: &Brief, more: Option<String>) -> Vec<String> {
    let standing = Some(goal.standing.clone()).filter(|it| !it.is_empty() && goal.kind != Kind::Mission);
    goal.owner.clone().into_iter().chain(standing).chain(more).collect()
}
