//! The alignment report as Markdown, for wikis and issues.

use super::suspect;
use super::text::{code, escape};
use crate::model::count_of;
use crate::render::align::figures::{answer, figures, one_digit, weeks, with_teams_below};
use crate::render::layout::cut;
use crate::render::number::{share_cell, tight_percent};
use crate::view::align::{AlignView, CapacityView, ClusterGoal};

/// The maximum number of rows of a table; the others are counted.
const MOST: usize = 30;

/// The alignment report as tables.
pub fn align(view: &AlignView, heading: &str) -> String {
    let mut text = format!("**{}**\n\n{}\n", escape(&answer(view)), escape(heading));
    if view.goals > 0 {
        indicators(view, &mut text);
        matrix(view, &mut text);
        allocation(view, &mut text);
        capacity(&view.indicators.capacity, &mut text);
    }
    unlinked(view, &mut text);
    clusters(view, &mut text);
    text.push_str(&suspect::suspect(view.suspect_links.as_deref(), MOST));
    text
}

fn title(view: &AlignView, id: &str) -> String {
    format!("{} {}", escape(&cut(view.title(id), 100)), code(id))
}

fn more(all: usize, noun: &str, text: &mut String) {
    if all > MOST {
        text.push_str(&format!("\n… and {} more {noun}.\n", all - MOST));
    }
}

fn indicators(view: &AlignView, text: &mut String) {
    match &view.comparison {
        Some(comparison) => {
            let since = escape(&comparison.with);
            text.push_str(&format!("\n| indicator | | since {since} | |\n|---|--:|--:|---|\n"));
        }
        None => text.push_str("\n| indicator | | |\n|---|--:|---|\n"),
    }
    for figure in figures(view) {
        let indent = if figure.part { "&nbsp;&nbsp;" } else { "" };
        let change = figure.change.map(|change| format!(" {} |", escape(&change))).unwrap_or_default();
        let (name, value, says) = (escape(&figure.name), escape(&figure.value), escape(&figure.says));
        text.push_str(&format!("| {indent}{name} | {value} |{change} {says} |\n"));
    }
}

fn matrix(view: &AlignView, text: &mut String) {
    let collaboration = &view.indicators.collaboration;
    let mut names = collaboration.departments();
    if names.len() < 2 {
        return;
    }
    names.truncate(MOST);
    let heads: Vec<String> = names.iter().map(|name| escape(name)).collect();
    text.push_str(&format!(
        "\nGoals by department (row) that involve another department (column):\n\n| | {} |\n",
        heads.join(" | ")
    ));
    text.push_str(&format!("|---|{}\n", "--:|".repeat(names.len())));
    for name in &names {
        let row = collaboration.matrix.get(*name);
        let cells = names.iter().map(|other| match row.and_then(|row| row.get(*other)) {
            _ if name == other => " · |".to_owned(),
            Some(count) => format!(" {count} |"),
            None => " – |".to_owned(),
        });
        text.push_str(&format!("| {} |{}\n", escape(name), cells.collect::<String>()));
    }
}

/// Formats a share that is already in whole percent.
fn points_cell(points: Option<f64>) -> String {
    points.map_or_else(|| "–".to_owned(), |points| format!("{points}%"))
}

fn allocation(view: &AlignView, text: &mut String) {
    let (rows, none) = (&view.indicators.allocation, &view.indicators.unallocated);
    if rows.is_empty() || !(none.effort > 0.0 || rows.iter().any(|row| row.effort > 0.0)) {
        return;
    }
    text.push_str("\n| effort by strategic goal | person-weeks | share |\n|---|--:|--:|\n");
    let mut sorted: Vec<_> = rows.iter().collect();
    sorted.sort_by(|a, b| b.effort.total_cmp(&a.effort).then(a.goal.cmp(&b.goal)));
    for row in sorted.iter().take(MOST) {
        text.push_str(&format!(
            "| {} | {} | {} |\n",
            title(view, &row.goal),
            one_digit(row.effort),
            points_cell(row.points)
        ));
    }
    if none.effort > 0.0 {
        text.push_str(&format!(
            "| *for no strategic goal* | {} | {} |\n",
            one_digit(none.effort),
            points_cell(none.points)
        ));
    }
    more(sorted.len(), "strategic goals", text);
}

pub(super) fn capacity(rows: &[CapacityView], text: &mut String) {
    if rows.is_empty() {
        return;
    }
    text.push_str("\n| team | planned | capacity | |\n|---|--:|--:|--:|\n");
    let mut sorted: Vec<_> = rows.iter().collect();
    sorted.sort_by(|a, b| {
        b.load.unwrap_or(f64::INFINITY).total_cmp(&a.load.unwrap_or(f64::INFINITY)).then(a.team.cmp(&b.team))
    });
    for row in sorted.iter().take(MOST) {
        let load = share_cell(row.load);
        let load = if row.contended { format!("**{load}**, overloaded") } else { load };
        let (planned, has) = (weeks(row.planned), weeks(row.capacity));
        text.push_str(&format!(
            "| {}{} | {planned} | {has} | {load} |\n",
            escape(&row.name),
            with_teams_below(row.planned, row.own)
        ));
    }
    more(sorted.len(), "teams", text);
}

fn unlinked(view: &AlignView, text: &mut String) {
    if !view.lost_lines.is_empty() {
        text.push_str("\n### Goals that do not reach the mission\n\n");
        for line in view.lost_lines.iter().take(MOST) {
            let because = match (line.because.as_str(), &line.named) {
                ("circle", _) => "its links form a cycle".to_owned(),
                ("unreadable", Some(named)) => {
                    format!("the file of its parent cannot be read: {}", code(&cut(named, 60)))
                }
                (_, Some(named)) => format!("links to a missing goal: {}", code(&cut(named, 60))),
                _ => "no parent".to_owned(),
            };
            text.push_str(&format!(
                "- {}: {because}, affects {}\n",
                title(view, &line.top),
                count_of(line.goals.len(), "goal")
            ));
        }
        more(view.lost_lines.len(), "lines", text);
    }
    if !view.unsupported.is_empty() {
        text.push_str("\n### Goals without supporting goals\n\n");
        for id in view.unsupported.iter().take(MOST) {
            text.push_str(&format!("- {}\n", title(view, id)));
        }
        more(view.unsupported.len(), "goals", text);
    }
}

fn clusters(view: &AlignView, text: &mut String) {
    if !view.conflicts.is_empty() {
        text.push_str("\n### Conflicting goals\n\n");
        for it in view.conflicts.iter().take(MOST) {
            text.push_str(&format!(
                "- **{}**: {}{}\n",
                escape(&cut(&it.metric, 80)),
                escape(&it.reason),
                ancestor(view, it.common_ancestor.as_deref())
            ));
            parties(&it.parties, it.goals.len(), text);
        }
        more(view.conflicts.len(), "conflicts", text);
    }
    if !view.duplicates.is_empty() {
        text.push_str("\n### Duplicates: very similar wording (a hint)\n\n");
        for it in view.duplicates.iter().take(MOST) {
            let words: Vec<String> = it.terms.iter().take(8).map(|term| escape(term)).collect();
            let words = if words.is_empty() { String::new() } else { format!(": {}", words.join(", ")) };
            text.push_str(&format!("- {} goals, similarity {}{words}\n", it.goals.len(), tight_percent(it.similarity)));
            parties(&it.parties, it.goals.len(), text);
        }
        more(view.duplicates.len(), "clusters", text);
    }
    if !view.silos.is_empty() {
        text.push_str("\n### Silos: no contributors, needs or links to another department\n\n");
        for it in view.silos.iter().take(MOST) {
            text.push_str(&format!("- {}, {} goals\n", escape(&it.team), it.goals.len()));
        }
        more(view.silos.len(), "departments", text);
    }
    if !view.contended.is_empty() {
        text.push_str("\n### Overloaded teams\n\n");
        for it in view.contended.iter().take(MOST) {
            let (planned, has) = (weeks(it.planned), weeks(it.capacity));
            let above = ancestor(view, it.common_ancestor.as_deref());
            let with = with_teams_below(it.planned, it.own);
            text.push_str(&format!("- {}{with}: {planned} planned of {has}{above}\n", escape(&it.name)));
            for claim in it.claims.iter().take(MOST_PARTIES) {
                let priority = claim.priority.as_deref().unwrap_or("no priority");
                let owner = claim.owner.as_deref().map(|owner| format!(", {}", escape(owner))).unwrap_or_default();
                text.push_str(&format!("  - {} {}, {priority}{owner}\n", weeks(claim.effort), code(&claim.goal)));
            }
        }
        more(view.contended.len(), "teams", text);
    }
}

/// The most goals of a cluster that are listed.
const MOST_PARTIES: usize = 6;

fn parties(parties: &[ClusterGoal], all: usize, text: &mut String) {
    for party in parties.iter().take(MOST_PARTIES) {
        let facts = [&party.owner, &party.team, &party.wants];
        let facts: Vec<String> = facts.into_iter().flatten().map(|it| escape(it)).collect();
        let facts = if facts.is_empty() { String::new() } else { format!(" ({})", facts.join(", ")) };
        let sight: Vec<String> = party.line_of_sight.iter().take(6).map(|id| code(id)).collect();
        let sight = if sight.is_empty() { String::new() } else { format!(" → {}", sight.join(" → ")) };
        text.push_str(&format!("  - {} {}{facts}{sight}\n", escape(&cut(&party.title, 100)), code(&party.goal)));
    }
    if all > MOST_PARTIES {
        text.push_str(&format!("  - … and {} more\n", all - MOST_PARTIES));
    }
}

fn ancestor(view: &AlignView, id: Option<&str>) -> String {
    id.map(|id| format!("; common ancestor: {}", title(view, id))).unwrap_or_default()
}
