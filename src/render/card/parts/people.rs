//! The owner, team and agreements of a goal.

use super::part::{CardPart, list, text};
use crate::model::{Agreement, count_of};
use crate::view::show::ShowView;

/// The maximum number of links below that are named.
const MOST_LINKS: usize = 4;

pub(super) fn people(view: &ShowView) -> Vec<CardPart> {
    let goal = &view.goal;
    let mut parts = Vec::new();
    let from = |field: &str| {
        if view.inherited.iter().any(|it| it == field) { ", from its objective" } else { "" }
    };
    let named = |name: &Option<String>, id: &String| match name {
        Some(name) if name.eq_ignore_ascii_case(id) => name.clone(),
        Some(name) => format!("{name} ({id})"),
        _ => id.clone(),
    };
    text(
        &mut parts,
        "owner",
        goal.owner.as_ref().map(|id| format!("{}{}", named(&view.owner_name, id), from("owner"))),
    );
    text(&mut parts, "team", goal.team.as_ref().map(|id| format!("{}{}", named(&view.team_name, id), from("team"))));
    text(&mut parts, "contributors", view.text_of("contributors"));
    text(&mut parts, "stakeholders", view.text_of("stakeholders"));
    list(&mut parts, "agreed", &agreed(&view.agreements.agreed));
    for missing in &view.agreements.missing {
        let words = if missing.link {
            format!("{0}, owner of {1}: run goalpost ack {2} --link {1}", missing.person, missing.owner_of, goal.id)
        } else {
            format!("{}, its owner: run goalpost ack {}", missing.person, goal.id)
        };
        parts.push(CardPart::Open("not agreed", words));
    }
    for above in view.suspect_links.iter().flatten() {
        let command = above.links.first().map_or("", |link| &link.command);
        let words = format!("{} changed since the link was made ({})", above.goal, above.words());
        parts.push(CardPart::Open("to confirm", format!("{words}: if it still holds, run {command}")));
    }
    if let Some(below) = &view.suspect_below {
        let links = count_of(below.links.len(), "link");
        let words =
            format!("{links} to it made before it changed ({}): {}", below.words(), below.link_names(MOST_LINKS));
        let holds = if below.links.len() == 1 { "it still holds" } else { "they still hold" };
        parts.push(CardPart::Open("to confirm", format!("{words}; if {holds}, run {}", below.command)));
    }
    parts
}

pub(super) fn agreed(agreements: &[Agreement]) -> Vec<String> {
    let describe = |it: &Agreement| match it.date {
        Some(day) => format!("{} {day}", it.by),
        None => it.by.clone(),
    };
    agreements.iter().map(describe).collect()
}
