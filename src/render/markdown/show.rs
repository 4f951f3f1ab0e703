//! One goal's card as Markdown.

use super::text::{code, escape};
use crate::model::Day;
use crate::render::card::parts::{CardPart, Dated, Item};
use crate::render::card::parts::{groups, headline, standing};
use crate::render::number::tight_percent;
use crate::render::standing::title_of;
use crate::view::show::ShowView;

/// The card of a goal. `all` shows the whole log.
pub fn show(view: &ShowView, today: Day, all: bool) -> String {
    let title = if view.goal.title.trim().is_empty() { &view.goal.id } else { &view.goal.title };
    let mut text = format!("### {}\n\n", escape(title));
    let (words, share) = standing(view);
    let mut facts: Vec<String> = Vec::new();
    facts.extend((!words.is_empty()).then(|| format!("**{}**", [words, share.unwrap_or_default()].join(" ").trim())));
    facts.extend(headline(view).iter().map(|fact| escape(fact)));
    text.push_str(&format!("{}\n\n", facts.join(" · ")));
    for group in groups(view, today, all) {
        for part in &group {
            match part {
                CardPart::Progress(words) => {
                    let share = view.goal.progress.map(tight_percent);
                    let facts: Vec<String> =
                        share.into_iter().chain((!words.is_empty()).then(|| escape(words))).collect();
                    text.push_str(&format!("- **progress**: {}\n", facts.join(" · ")));
                }
                CardPart::Text(label, words) | CardPart::Open(label, words) => {
                    let label = if label.is_empty() { String::new() } else { format!("**{}**: ", escape(label)) };
                    text.push_str(&format!("- {label}{}\n", escape(words)));
                }
                CardPart::Goals(label, items) => {
                    text.push_str(&format!("- **{}**\n", escape(label)));
                    text.extend(items.iter().map(item));
                }
                CardPart::Dated(label, items) => {
                    text.push_str(&format!("- **{}**\n", escape(label)));
                    text.extend(items.iter().map(dated));
                }
            }
        }
    }
    text.push_str(&format!("\n{}\n", code(&view.path)));
    text
}

fn item(item: &Item) -> String {
    let Some(goal) = &item.goal else {
        return format!("  - {}: no goal has this id\n", code(&item.id));
    };
    let numbered = goal.kind != crate::model::Kind::Mission;
    let mut facts: Vec<String> = Vec::new();
    facts.extend(goal.progress.filter(|_| numbered).map(tight_percent));
    facts.extend(numbered.then(|| goal.standing.clone()));
    facts.extend(item.facts.iter().map(|fact| escape(fact)));
    let sentence = item.sentence.as_ref().map(|(word, text)| format!("<br>*{word}*: {}", escape(text)));
    let facts = if facts.is_empty() { String::new() } else { format!(": {}", facts.join(" · ")) };
    format!("  - {} {}{facts}{}\n", escape(title_of(goal)), code(&goal.id), sentence.unwrap_or_default())
}

fn dated(item: &Dated) -> String {
    let day = item.day.map_or_else(|| "–".to_owned(), |day| day.to_string());
    let word = if item.open { format!("**{}**", escape(&item.word)) } else { escape(&item.word) };
    let who = if item.who.is_empty() { String::new() } else { format!(" · {}", escape(&item.who)) };
    format!("  - {day} {word}{who}: {}\n", escape(&item.text))
}
