//! The agenda as terminal output and Markdown.

use super::sections::{Section, SectionEntry, human, markdown as page};
use super::style::Style;
use crate::model::{Day, count_of, days_between};
use crate::view::agenda::{AgendaItem, AgendaKind, AgendaView};
use crate::view::unreadable::unreadable_files;

/// The maximum number of items listed under a heading.
const MOST: usize = 12;

/// The agenda for a terminal.
#[must_use]
pub fn agenda(view: &AgendaView, today: Day, style: Style) -> String {
    human(&summary_line(view), &sections(view, today, MOST), &next(view), style)
}

/// The agenda as Markdown.
#[must_use]
pub fn markdown(view: &AgendaView, today: Day) -> String {
    page(None, &summary_line(view), &sections(view, today, 60))
}

fn summary_line(view: &AgendaView) -> String {
    let paths: Vec<&str> = view.unreadable.iter().map(|it| it.path.as_str()).collect();
    match (view.items.len(), view.late) {
        (0, _) if !paths.is_empty() => {
            format!("nothing to do, but {}", unreadable_files(&paths).unwrap_or_default())
        }
        // Without goals there is no all-clear.
        (0, _) if view.goals == 0 => "no goals here, and no requests from others".to_owned(),
        (0, _) if view.tally.is_all_clear() => {
            "nothing to do: all check-ins made, nobody waiting, nothing off track".to_owned()
        }
        // Objectives, KPIs and goals without an action today may still be in trouble or unknown.
        (0, _) => {
            let parts: Vec<String> = view.tally.summary().into_iter().map(|(words, _)| words).collect();
            format!("nothing to do; {}", parts.join(" · "))
        }
        (all, 0) => format!("{} to do, none late", count_of(all, "item")),
        (all, late) => format!("{} to do, {late} late", count_of(all, "item")),
    }
}

/// The kinds in the order of their most urgent item.
fn sections(view: &AgendaView, today: Day, most: usize) -> Vec<Section> {
    let mut kinds: Vec<AgendaKind> = Vec::new();
    for item in &view.items {
        if !kinds.contains(&item.kind) {
            kinds.push(item.kind);
        }
    }
    let section = |kind: AgendaKind| {
        let items: Vec<&AgendaItem> = view.items.iter().filter(|item| item.kind == kind).collect();
        let heading = AgendaKind::HEADINGS.iter().find(|(it, _)| *it == kind).map_or("", |(_, heading)| heading);
        let mut entries: Vec<SectionEntry> = items.iter().take(most).map(|item| entry(item, today)).collect();
        if items.len() > most {
            let rest = format!("and {} more", items.len() - most);
            entries.push(SectionEntry { title: rest, ..SectionEntry::default() });
        }
        Section { heading: format!("{heading} ({})", items.len()), entries }
    };
    kinds.into_iter().map(section).collect()
}

fn entry(item: &AgendaItem, today: Day) -> SectionEntry {
    let title = if item.title.trim().is_empty() { item.goal.clone() } else { item.title.clone() };
    let mut facts: Vec<String> = Vec::new();
    facts.extend((!item.who.is_empty()).then(|| item.who.join(", ")));
    facts.extend(item.due.map(|due| when(due, today)).filter(|it| !it.is_empty()));
    // Texts that people wrote have lines of their own; computed facts share one.
    let is_prose = matches!(item.kind, AgendaKind::Need | AgendaKind::Obstacle | AgendaKind::Retrospective);
    let (mut facts, sentences) = if is_prose {
        (facts, vec![item.says.clone()])
    } else {
        ([facts, vec![item.says.clone()]].concat(), Vec::new())
    };
    facts.retain(|fact| !fact.is_empty());
    SectionEntry { title, id: Some(item.goal.clone()), facts, sentences }
}

fn when(due: Day, today: Day) -> String {
    match days_between(today, due) {
        0 => "today".to_owned(),
        days if days < 0 => format!("{} late", count_of(-days, "day")),
        1 => "tomorrow".to_owned(),
        days => format!("in {days} days"),
    }
}

fn next(view: &AgendaView) -> String {
    view.items.first().map(|item| format!("start with: {}", item.command)).unwrap_or_default()
}
