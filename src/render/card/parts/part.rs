//! The parts of a card: labelled texts, goals and dated entries.

use crate::model::Day;
use crate::view::brief::Brief;

/// One labelled part of a card.
#[derive(Debug)]
pub(in crate::render) enum CardPart {
    /// Progress with the planned progress.
    Progress(String),
    /// A text.
    Text(&'static str, String),
    /// A text that needs action.
    Open(&'static str, String),
    /// Goals, each with more facts.
    Goals(&'static str, Vec<Item>),
    /// Dated entries: milestones, the log.
    Dated(&'static str, Vec<Dated>),
}

/// A goal in a list.
#[derive(Debug)]
pub(in crate::render) struct Item {
    /// The goal; none if the link leads to no goal.
    pub(in crate::render) goal: Option<Brief>,
    /// The id in the file.
    pub(in crate::render) id: String,
    /// Short facts.
    pub(in crate::render) facts: Vec<String>,
    /// A sentence, with its label.
    pub(in crate::render) sentence: Option<(&'static str, String)>,
}

/// A dated entry.
#[derive(Debug)]
pub(in crate::render) struct Dated {
    /// The day.
    pub(in crate::render) day: Option<Day>,
    /// The kind of entry, in one or two words.
    pub(in crate::render) word: String,
    /// Whether the entry needs attention.
    pub(in crate::render) open: bool,
    /// The author, the addressees and the subject.
    pub(in crate::render) who: String,
    /// The text.
    pub(in crate::render) text: String,
}

/// Adds a text under a label, if there is one.
pub(super) fn text(parts: &mut Vec<CardPart>, label: &'static str, text: Option<impl Into<String>>) {
    parts.extend(text.map(|text| CardPart::Text(label, text.into())));
}

/// Adds a list of texts under a label, unless it is empty.
pub(super) fn list(parts: &mut Vec<CardPart>, label: &'static str, items: &[String]) {
    text(parts, label, (!items.is_empty()).then(|| items.join(", ")));
}

/// Formats an effort.
pub(super) fn person_weeks(effort: f64) -> String {
    #[expect(clippy::float_cmp, reason = "1 as written")]
    let plural = if effort == 1.0 { "" } else { "s" };
    format!("{effort} person-week{plural}")
}
