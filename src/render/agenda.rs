//! The agenda as terminal output and Markdown.

use std::collections::{BTreeMap, BTreeSet};

use super::filter_options::filter_options;
use super::sections::{Section, SectionEntry, human, markdown as page};
use super::style::Style;
use super::{slack, teams};
use crate::model::{Day, count_of, counted, day_and_month, days_between};
use crate::view::agenda::{AgendaItem, AgendaKind, AgendaView};
use crate::view::selection::Selection;
use crate::view::unreadable::unreadable_words;

/// The maximum number of items listed under a heading.
const MOST: usize = 12;

/// What stands under one heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Grouping {
    /// A person's items.
    #[default]
    Person,
    /// A team's items.
    Team,
}

/// The agenda for a terminal.
pub fn agenda(view: &AgendaView, today: Day, by: (Grouping, &Selection), style: Style) -> String {
    human(&summary_line(view), &sections(view, today, MOST, by), &[&next(view)], style)
}

/// The agenda as Markdown.
pub fn markdown(view: &AgendaView, today: Day, by: (Grouping, &Selection)) -> String {
    page(None, &summary_line(view), &sections(view, today, 60, by))
}

/// The agenda as a message for Slack.
pub fn slack(view: &AgendaView, today: Day, by: (Grouping, &Selection)) -> String {
    slack::message(&summary_line(view), &sections(view, today, MOST, by))
}

/// The agenda as a card for Teams.
pub fn teams(view: &AgendaView, today: Day, by: (Grouping, &Selection)) -> String {
    teams::message(&summary_line(view), &sections(view, today, MOST, by))
}

fn summary_line(view: &AgendaView) -> String {
    let unreadable = unreadable_words(&view.unreadable);
    match (view.items.len(), view.late) {
        (0, _) if let Some(unreadable) = unreadable => format!("nothing to do, but {unreadable}"),
        // Without goals there is no all-clear.
        (0, _) if view.goals == 0 => "no goals here, and no requests from others".to_owned(),
        // Where nothing is under way, nothing is well either.
        (0, _) if view.tally.is_all_clear() && view.tally.under_way() + view.tally.kpis_inside > 0 => {
            "nothing to do: no check-in due, nobody waiting, nothing off track".to_owned()
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

/// The items under headings, the most urgent first: by team, by person, or by kind where all of them are one person's.
fn sections(view: &AgendaView, today: Day, most: usize, (by, selection): (Grouping, &Selection)) -> Vec<Section> {
    if by == Grouping::Team {
        let of = |team: &Option<String>| {
            let items = view.items.iter().filter(|item| item.team == *team);
            let entries = items.map(|item| entry(item, today, SectionKind::Teammates)).collect();
            section(team.as_deref().unwrap_or("no team"), entries, most)
        };
        return in_order(view.items.iter().map(|item| item.team.clone())).iter().map(of).collect();
    }
    let people = in_order(view.items.iter().flat_map(names));
    if people.len() > 1 {
        let deputies = view.items.iter().flat_map(|item| item.deputies.clone()).collect();
        let of = |person: &String| {
            let theirs = view.items.iter().filter(|item| names(item).contains(person));
            section(
                &with_deputy(&deputies, person),
                theirs.map(|item| entry(item, today, SectionKind::Own)).collect(),
                most,
            )
        };
        let mut sections: Vec<Section> = people.iter().take(most).map(of).collect();
        if people.len() > most {
            let names: Vec<&str> = people[most..].iter().take(most).map(String::as_str).collect();
            let rest = if people.len() > 2 * most { ", …" } else { "" };
            let same = filter_options(selection, &["owner"]);
            let title = format!("{}{rest}: goalpost agenda --owner PERSON{same}", names.join(", "));
            let entries = vec![SectionEntry { title, ..SectionEntry::default() }];
            sections.push(Section { heading: counted(people.len() - most, "more person", "more people"), entries });
        }
        return sections;
    }
    let of = |kind: &AgendaKind| {
        let items = view.items.iter().filter(|item| item.kind == *kind);
        section(heading(*kind), items.map(|item| entry(item, today, SectionKind::Kind)).collect(), most)
    };
    in_order(view.items.iter().map(|item| item.kind)).iter().map(of).collect()
}

/// The people and teams who have to act on an item.
fn names(item: &AgendaItem) -> Vec<String> {
    if item.who.is_empty() { vec!["nobody named".to_owned()] } else { item.who.clone() }
}

/// A person as people are told of them: `ana, deputy ben`.
fn with_deputy(deputies: &BTreeMap<String, String>, person: &str) -> String {
    deputies.get(person).map_or_else(|| person.to_owned(), |deputy| format!("{person}, deputy {deputy}"))
}

/// People with their deputies: `ana, deputy ben, lea`.
pub(super) fn names_with_deputies(people: &[String], deputies: &BTreeMap<String, String>) -> String {
    people.iter().map(|person| with_deputy(deputies, person)).collect::<Vec<_>>().join(", ")
}

/// Each value once, in the order of its first appearance.
fn in_order<T: Ord + Clone>(values: impl Iterator<Item = T>) -> Vec<T> {
    let mut seen = BTreeSet::new();
    values.filter(|value| seen.insert(value.clone())).collect()
}

/// What an item is, beside others of the same person.
pub(super) fn label(kind: AgendaKind) -> &'static str {
    match kind {
        AgendaKind::OffTrack => "off track",
        AgendaKind::Need => "need",
        AgendaKind::Obstacle => "obstacle",
        AgendaKind::CheckIn => "check-in",
        AgendaKind::FinalCheckIn => "final check-in",
        AgendaKind::Agreement => "agreement",
        AgendaKind::Link => "link",
        AgendaKind::Retrospective => "retrospective",
        AgendaKind::Close => "close",
        AgendaKind::Draft => "draft",
        AgendaKind::WorthALook => "worth a look",
    }
}

fn heading(kind: AgendaKind) -> &'static str {
    AgendaKind::HEADINGS.iter().find(|(it, _)| *it == kind).map_or("", |(_, heading)| heading)
}

fn section(heading: &str, mut entries: Vec<SectionEntry>, most: usize) -> Section {
    let count = entries.len();
    if count > most {
        entries.truncate(most);
        let rest = format!("and {} more", count - most);
        entries.push(SectionEntry { title: rest, ..SectionEntry::default() });
    }
    Section { heading: format!("{heading} ({count})"), entries }
}

/// What an item stands beside, under one heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum SectionKind {
    /// Other items of the same person.
    Own,
    /// Other items of the same kind.
    Kind,
    /// Items of people of the same team.
    Teammates,
}

fn entry(item: &AgendaItem, today: Day, beside: SectionKind) -> SectionEntry {
    let title = if item.title.trim().is_empty() { item.goal.clone() } else { item.title.clone() };
    let mut facts: Vec<String> = Vec::new();
    if beside != SectionKind::Kind {
        facts.push(label(item.kind).to_owned());
    }
    if beside != SectionKind::Own {
        facts.extend((!item.who.is_empty()).then(|| names_with_deputies(&item.who, &item.deputies)));
    }
    facts.extend(item.in_place_of.as_ref().map(|person| format!("for {person}")));
    facts.extend(item.due.map(|due| when(due, today)));
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

/// The due day. An agenda is posted where others read it, so it counts nobody's days.
fn when(due: Day, today: Day) -> String {
    match days_between(today, due) {
        0 => "due today".to_owned(),
        days if days < 0 => format!("due since {}", day_and_month(due, today)),
        1 => "due tomorrow".to_owned(),
        days => format!("due in {days} days"),
    }
}

fn next(view: &AgendaView) -> String {
    view.items.first().map(|item| format!("start with: {}", item.command)).unwrap_or_default()
}
