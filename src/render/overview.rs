//! The overview of a goals repository as one screen.

use super::agenda::label;
use super::sections::{Section, SectionEntry, human};
use super::style::Style;
use crate::analysis::text::percent;
use crate::model::count_of;
use crate::view::overview::{BehindGoal, MovedGoal, OverviewView};

/// The most goals under a heading, so that all headings fit on a screen.
const MOST: usize = 3;

/// The overview. `heading` says which time it shows.
pub fn overview(view: &OverviewView, heading: &str, style: Style) -> String {
    let summary: Vec<String> = view.tally.summary().into_iter().map(|(words, _)| words).collect();
    let first = format!("{heading} · {} · {}", count_of(view.tally.goals, "goal"), summary.join(" · "));
    let sections = [
        section("Off track", view.off_track.iter().map(behind), "goalpost rollup --health off-track"),
        section("At risk", view.at_risk.iter().map(behind), "goalpost rollup --health at-risk"),
        section(
            "Due",
            view.due.iter().map(|item| entry(&item.title, &item.goal, format!("{}: {}", label(item.kind), item.says))),
            "goalpost agenda",
        ),
        section("Moved without a reason", view.moved.iter().map(moved), "goalpost rollup"),
    ];
    let close =
        view.to_close.as_ref().map(|period| format!("to close what has ended: goalpost close --period {period}"));
    let steps = ["all goals: goalpost rollup", "problems: goalpost check", "commands: goalpost --help"];
    let steps: Vec<&str> = close.as_deref().into_iter().chain(steps).collect();
    human(&first, &sections, &steps, style)
}

fn section(heading: &str, entries: impl ExactSizeIterator<Item = SectionEntry>, all: &str) -> Section {
    let count = entries.len();
    let mut entries: Vec<SectionEntry> = entries.take(MOST).collect();
    if count > MOST {
        entries.push(SectionEntry { title: format!("and {} more: {all}", count - MOST), ..SectionEntry::default() });
    }
    Section { heading: format!("{heading} ({count})"), entries }
}

fn behind(it: &BehindGoal) -> SectionEntry {
    entry(&it.goal.title, &it.goal.id, it.says.clone())
}

fn moved(it: &MovedGoal) -> SectionEntry {
    let against = match (it.progress, it.quiet.against_original) {
        (Some(now), Some(original)) if percent(now) != percent(original) => {
            format!(": progress is {}, or {} against the original", percent(now), percent(original))
        }
        _ => String::new(),
    };
    entry(&it.title, &it.id, format!("{} on {}{against}", it.quiet.what, it.quiet.day))
}

fn entry(title: &str, id: &str, fact: String) -> SectionEntry {
    SectionEntry { title: title.to_owned(), id: Some(id.to_owned()), facts: vec![fact], sentences: Vec::new() }
}
