//! The log of a goal, newest first.

use super::part::{CardPart, Dated};
use crate::model::{LogEntry, LogKind, Scope};
use crate::view::show::ShowView;

/// The maximum number of log entries on a card without `-v`.
const MOST_ENTRIES: usize = 8;

pub(super) fn log(view: &ShowView, all: bool) -> Vec<CardPart> {
    if view.log.is_empty() {
        return Vec::new();
    }
    let most = if all { usize::MAX } else { MOST_ENTRIES };
    let mut parts = vec![CardPart::Dated("log", view.log.iter().take(most).map(entry).collect())];
    if view.log.len() > most {
        let older = format!("{} older: goalpost show {} -v", view.log.len() - most, view.goal.id);
        parts.push(CardPart::Text("", older));
    }
    parts
}

fn entry(entry: &LogEntry) -> Dated {
    let obstacle = entry.kind == LogKind::Obstacle;
    let open = obstacle && entry.resolved.is_none();
    let mut facts: Vec<String> = Vec::new();
    let to = if entry.to.is_empty() { String::new() } else { format!("to {}", entry.to.join(", ")) };
    facts.push([entry.by.clone().unwrap_or_default(), to].join(" ").trim().to_owned());
    facts.extend(entry.scope.map(|scope| if scope == Scope::Internal { "inside" } else { "outside" }.to_owned()));
    if obstacle {
        facts.push(entry.resolved.map_or_else(|| "still open".to_owned(), |day| format!("resolved {day}")));
    }
    if !entry.about.is_empty() {
        facts.push(format!("about {}", entry.about.join(", ")));
    }
    facts.extend(entry.link.clone());
    facts.retain(|fact| !fact.is_empty());
    let word = entry.kind.word().to_owned();
    Dated { day: Some(entry.date), word, open, who: facts.join(" · "), text: entry.text.clone() }
}
