//! One goal as a card in the terminal: health first, then part by part, the file last.

pub(super) mod parts;

use parts::{CardPart, Dated, Item, groups, headline, standing};

use super::bar::bar;
use super::clean::clean;
use super::here::Here;
use super::layout::{hang, pad, width, wrap, wrap_at_most, wrap_facts};
use super::standing::{LEAST_TITLE, goal_lines};
use super::style::Style;
use crate::model::{Day, Kind};
use crate::view::show::ShowView;

/// The columns of the labels at the left.
const LABEL: usize = 13;

/// The maximum number of lines of the title.
const TITLE_LINES: usize = 4;

/// The maximum number of lines of a quoted sentence.
const SENTENCE_LINES: usize = 4;

/// The fewest columns of a text beside its day and word; narrower ones stand below.
const LEAST_TEXT: usize = 16;

/// The most columns of the bar.
const BAR: usize = 30;

/// The card of a goal. `here` is the current folder; `all` shows the whole log.
pub fn card(view: &ShowView, here: &Here, today: Day, all: bool, style: Style) -> String {
    let mut page = CardPage { view, text: String::new(), style, columns: style.width.min(100) };
    page.head();
    for group in groups(view, today, all) {
        page.text.push('\n');
        let mut before = "";
        for part in &group {
            page.part(part, before);
            before = match part {
                CardPart::Progress(_) => "progress",
                CardPart::Text(label, _)
                | CardPart::Open(label, _)
                | CardPart::Goals(label, _)
                | CardPart::Dated(label, _) => label,
            };
        }
    }
    page.foot(here);
    page.text
}

struct CardPage<'v> {
    view: &'v ShowView,
    text: String,
    style: Style,
    columns: usize,
}

impl CardPage<'_> {
    /// The title with the health next to it, the kind, and the bar.
    fn head(&mut self) {
        let view = self.view;
        let (words, share) = standing(view);
        let right = [words.as_str(), share.as_deref().unwrap_or("")].join("  ").trim_end().to_owned();
        let beside = if right.is_empty() { 0 } else { width(&right) + 2 };
        // A health in many words leaves no room, as of a goal with unreadable parts.
        let room = self.columns.saturating_sub(beside);
        let title = if view.goal.title.trim().is_empty() { &view.goal.id } else { &view.goal.title };
        let is_beside = room >= LEAST_TITLE;
        let room = if is_beside { room } else { self.columns };
        let mut lines = wrap_at_most(&clean(title), room, TITLE_LINES).into_iter();
        let first = lines.next().unwrap_or_default();
        if is_beside {
            let space = " ".repeat((room + 2).saturating_sub(width(&first)));
            let right = self.style.health(&view.goal.health, &right);
            self.line(&format!("{}{space}{right}", self.style.bold(&first)));
        } else {
            self.line(&self.style.bold(&first));
        }
        for line in lines {
            let line = self.style.bold(&line);
            self.line(&line);
        }
        if !is_beside {
            let below = if width(&right) <= self.columns { vec![right] } else { wrap(&right, self.columns) };
            for line in below.iter().filter(|line| !line.is_empty()) {
                let line = self.style.health(&view.goal.health, line);
                self.line(&line);
            }
        }
        for line in wrap_facts(&clean(&headline(view).join(" · ")), self.columns) {
            let line = self.style.dim(&line);
            self.line(&line);
        }
    }

    fn foot(&mut self, here: &Here) {
        let view = self.view;
        let id = clean(&view.goal.id).into_owned();
        let next = match view.goal.kind {
            Kind::Survey => None,
            Kind::Mission => Some(format!("goalpost why {id} --down · goalpost rollup")),
            Kind::Objective => Some(format!("goalpost why {id} · goalpost rollup {id}")),
            _ => Some(format!("goalpost why {id} · goalpost history {id}")),
        };
        self.text.push('\n');
        if let Some(next) = next {
            self.part(&CardPart::Text("next", next), "");
        }
        self.part(&CardPart::Text("file", here.path(&view.path)), "");
    }

    fn line(&mut self, line: &str) {
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    /// Lines with a label on the first.
    fn labelled(&mut self, label: &str, lines: &[String]) {
        for (at, line) in lines.iter().enumerate() {
            let label = if at == 0 { self.style.dim(&pad(label, LABEL)) } else { " ".repeat(LABEL) };
            self.line(&format!("{label}{line}"));
        }
    }

    /// One part. A label equal to that of the part before is not repeated.
    fn part(&mut self, part: &CardPart, before: &str) {
        let room = self.columns - LABEL;
        let again = |label: &'static str| if label == before { "" } else { label };
        match part {
            CardPart::Progress(words) => {
                let columns = BAR.min(room);
                let drawn = self.view.goal.progress.map(|_| bar(&self.view.goal, columns, self.style));
                let lines = match drawn {
                    Some(drawn) if columns + 2 + width(words) <= room => vec![format!("{drawn}  {words}")],
                    drawn => drawn.into_iter().chain(wrap_facts(words, room)).collect(),
                };
                self.labelled("progress", &lines);
            }
            CardPart::Text(label, text) => self.labelled(again(label), &wrap_facts(&clean(text), room)),
            CardPart::Open(label, text) => {
                let lines: Vec<String> =
                    wrap_facts(&clean(text), room).iter().map(|line| self.style.warn(line)).collect();
                self.labelled(again(label), &lines);
            }
            CardPart::Goals(label, items) => {
                let lines: Vec<String> = items.iter().flat_map(|item| self.item(item, room)).collect();
                self.labelled(again(label), &lines);
            }
            CardPart::Dated(label, items) => {
                let longest = items.iter().map(|item| width(&item.word)).max().unwrap_or(0).min(11);
                let lines: Vec<String> = items.iter().flat_map(|item| self.dated_lines(item, longest, room)).collect();
                self.labelled(again(label), &lines);
            }
        }
    }

    /// A goal: title and health, then id and other facts.
    fn item(&self, item: &Item, room: usize) -> Vec<String> {
        let mut facts = vec![item.id.clone()];
        facts.extend(item.facts.iter().cloned());
        let Some(goal) = &item.goal else {
            let words = format!("{} (no goal has this id)", facts.join(" · "));
            return wrap(&clean(&words), room).iter().map(|line| self.style.warn(line)).collect();
        };
        let mut lines = goal_lines(goal, room, false, self.style);
        let below = room.saturating_sub(2);
        let mut more = wrap_facts(&clean(&facts.join(" · ")), below);
        if let Some((word, sentence)) = &item.sentence {
            more.extend(wrap_at_most(&clean(&format!("{word}: {sentence}")), below, SENTENCE_LINES));
        }
        lines.extend(more.iter().map(|line| format!("  {}", self.style.dim(line))));
        lines
    }

    /// A day, a word, and the text next to or below them.
    fn dated_lines(&self, item: &Dated, longest: usize, room: usize) -> Vec<String> {
        let day = item.day.map_or_else(|| pad("–", 10), |day| day.to_string());
        let word = pad(&item.word, longest);
        let word = if item.open { self.style.warn(&word) } else { word };
        let before = 10 + 2 + longest + 2;
        if before + LEAST_TEXT <= room
            && item.who.is_empty()
            && item.day.is_none_or(|_| width(&item.text) + before <= room || longest < 11)
        {
            let text = wrap_facts(&clean(&item.text), room.saturating_sub(before));
            return hang(&format!("{day}  {word}  "), before, &text);
        }
        let mut lines = if before + LEAST_TEXT <= room {
            let who = wrap_facts(&clean(&item.who), room - before);
            hang(&format!("{day}  {word}  "), before, &who)
        } else {
            let who = wrap_facts(&clean(&item.who), room.saturating_sub(2));
            let who = who.iter().filter(|line| !line.is_empty()).map(|line| format!("  {line}"));
            std::iter::once(format!("{day}  {word}")).chain(who).collect()
        };
        let text = wrap(&clean(&item.text), room.saturating_sub(2));
        lines.extend(text.iter().map(|line| format!("  {line}")));
        lines
    }
}
