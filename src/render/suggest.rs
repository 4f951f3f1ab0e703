//! Suggested parents of goals as terminal output.

use super::clean::clean;
use super::layout::{hang, paragraph, wrap, wrap_facts};
use super::next_steps::next_steps;
use super::style::Style;
use crate::model::counted;
use crate::view::suggest::SuggestView;
use crate::view::unreadable::unreadable_words;

/// Each goal with suggested parents, best first, and the next command.
pub fn suggest(view: &SuggestView, style: Style) -> String {
    let mut text = String::new();
    let mut put = |lines: Vec<String>| lines.iter().for_each(|line| text.push_str(&format!("{line}\n")));
    if view.goals.is_empty() {
        let none = if view.is_empty { "no goals here" } else { "every goal is linked to the mission" };
        return match unreadable_words(&view.unreadable) {
            Some(unread) if view.is_empty => paragraph(0, &clean(&unread), style.width, str::to_owned),
            Some(unread) => paragraph(0, &clean(&format!("{none}, but {unread}")), style.width, str::to_owned),
            None => format!("{none}\n"),
        };
    }
    if view.found {
        let goals = counted(view.goals.len(), "goal is", "goals are");
        put(vec![format!("{goals} not linked to the mission"), String::new()]);
    }
    for (at, goal) in view.goals.iter().enumerate() {
        if at > 0 {
            put(vec![String::new()]);
        }
        let (id, title) = (clean(&goal.goal.id), clean(&goal.goal.title));
        put(hang("", 2, &named(&id, &title, 2, style)));
        if goal.parents.is_empty() {
            put(vec!["  no candidates: no open goal in its period or above its level".to_owned()]);
            continue;
        }
        for (number, parent) in (1..).zip(&goal.parents) {
            let (id, title) = (clean(&parent.goal.id), clean(&parent.goal.title));
            let first = format!("  {number} ");
            put(hang(&first, 4, &named(&id, &title, 4, style)));
            if !parent.reasons.is_empty() {
                let why = wrap_facts(&clean(&parent.reasons.join(" · ")), style.width.saturating_sub(6));
                put(hang("      ", 6, &why));
            }
        }
    }
    if let Some(first) = view.goals.iter().find(|goal| !goal.parents.is_empty()) {
        let (child, parent) = (&first.goal.id, &first.parents[0].goal.id);
        text.push_str(&next_steps([link_command(child, parent, first.measures)], style));
    }
    text
}

/// The command that links a goal to a parent. A key result measures one objective: to move it is a change of a goalpost.
fn link_command(child: &str, parent: &str, measures: bool) -> String {
    if measures {
        return format!("goalpost set {child} measures {parent} --reason WHY");
    }
    format!("goalpost link {child} {parent}")
}

/// A goal's id and title in lines that leave room for an indentation; an id that is wider than a line is not painted.
fn named(id: &str, title: &str, indent: usize, style: Style) -> Vec<String> {
    let mut lines = wrap(&format!("{id} {title}"), style.width.saturating_sub(indent));
    if let Some(behind) = lines[0].strip_prefix(id) {
        lines[0] = format!("{}{behind}", style.bold(id));
    }
    lines
}
