//! The plan as Markdown, for a page or issue about a period's planning.

use super::align::capacity;
use super::suspect;
use super::text::{code, escape};
use crate::model::count_of;
use crate::render::layout::cut;
use crate::render::plan::{answer, gap_words, level_facts};
use crate::view::plan::{OpenNeed, PlanView};

/// The maximum number of entries of a kind; the others are counted.
const MOST: usize = 30;

/// Whether the goals of a period are ready, as tables and task lists.
pub fn plan(view: &PlanView) -> String {
    let mut text = format!("**{}**\n\n| level | goals | drafts | |\n|---|--:|--:|---|\n", escape(&answer(view)));
    for level in view.plans() {
        let mut facts = level_facts(level);
        if !level.gaps.is_empty() {
            facts.insert(0, count_of(level.gaps.len(), "gap"));
        }
        let state = match (level.ready, level.goals) {
            (Some(true), 0) => "nothing proposed".to_owned(),
            (Some(true), _) => "ready".to_owned(),
            (None, _) => "withheld".to_owned(),
            (Some(false), _) => format!("not ready: {}", facts.join(", ")),
        };
        let name = escape(&level.level);
        text.push_str(&format!("| {name} | {} | {} | {} |\n", level.goals, level.drafts, escape(&state)));
    }
    let gaps = view.plans().flat_map(|level| &level.gaps);
    let gaps = gaps.map(|gap| match (&gap.goal, &gap.team) {
        (Some(goal), _) => {
            format!("{} {}: {}", escape(&cut(view.title(goal), 100)), code(goal), gap_words(gap))
        }
        (None, team) => format!("{}: {}", escape(team.as_deref().unwrap_or("")), gap_words(gap)),
    });
    list("Gaps", &gaps.collect::<Vec<_>>(), &mut text);
    let needs = view.needs.iter().map(|need| {
        let by = need.by.map(|day| format!(" by {day}")).unwrap_or_default();
        let remark = need.remark();
        let what = escape(&cut(&need.what, 100));
        format!("{}: {what}{by}{remark}, for {}", escape(&need.from), code(&need.goal))
    });
    list(OpenNeed::heading(&view.needs), &needs.collect::<Vec<_>>(), &mut text);
    let agreements = view
        .agreements
        .iter()
        .map(|it| format!("{}: confirm that {} supports {}", escape(&it.owner), code(&it.child), code(&it.parent)));
    list("Links not confirmed by the parent goal's owner", &agreements.collect::<Vec<_>>(), &mut text);
    text.push_str(&suspect::suspect(view.suspect_links.as_deref(), MOST));
    let conflicts = view.conflicts.iter().map(|it| format!("{}: {}", escape(&cut(&it.metric, 80)), escape(&it.reason)));
    let duplicates = view.duplicates.iter().map(|it| {
        let goals: Vec<String> = it.goals.iter().take(6).map(|id| code(id)).collect();
        let more = it.goals.len().saturating_sub(goals.len());
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        format!("very similar: {}{more}", goals.join(", "))
    });
    list("Overlaps", &conflicts.chain(duplicates).collect::<Vec<_>>(), &mut text);
    if !view.themes.is_empty() {
        text.push_str("\n### Topics shared by several teams\n\n");
        for theme in &view.themes {
            let teams: Vec<String> = theme.teams.iter().take(8).map(|team| escape(team)).collect();
            text.push_str(&format!("- {}: {}\n", escape(&cut(&theme.word, 40)), teams.join(", ")));
        }
    }
    capacity(&view.capacity, &mut text);
    text
}

/// A task list; empty without entries.
fn list(heading: &str, items: &[String], text: &mut String) {
    if items.is_empty() {
        return;
    }
    text.push_str(&format!("\n### {heading}\n\n"));
    for item in items.iter().take(MOST) {
        text.push_str(&format!("- [ ] {item}\n"));
    }
    if items.len() > MOST {
        text.push_str(&format!("\n… and {} more.\n", items.len() - MOST));
    }
}
