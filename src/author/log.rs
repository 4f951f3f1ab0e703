//! Entries of a goal's log, added at the end where the newest stands.

use crate::model::{Day, Goal, LogEntry, LogKind, ORDER, Scope};
use crate::syntax::{Content, Edit, End};

/// An entry to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The day it is about.
    pub date: Day,
    /// Who writes it.
    pub by: Option<String>,
    /// What kind of entry it is.
    pub kind: LogKind,
    /// What there is to say.
    pub text: String,
    /// Whom it is for.
    pub to: Vec<String>,
    /// Which fields it explains.
    pub about: Vec<String>,
    /// For an obstacle: where it lies.
    pub scope: Option<Scope>,
    /// Where more is to be read.
    pub link: Option<String>,
}

impl Entry {
    /// An entry with nothing but a text.
    #[must_use]
    pub fn new(date: Day, by: Option<String>, kind: LogKind, text: &str) -> Self {
        let (to, about) = (Vec::new(), Vec::new());
        Self { date, by, kind, text: text.trim().to_owned(), to, about, scope: None, link: None }
    }

    /// The edit that adds it to a goal's log.
    #[must_use]
    pub fn edit(&self, goal: &Goal) -> Edit {
        Edit::Add { route: "log".to_owned(), item: self.content(), end: direction(&goal.log), order: ORDER }
    }

    /// Whether a goal's log has it already, word for word.
    #[must_use]
    pub fn stands_in(&self, goal: &Goal) -> bool {
        let same =
            |it: &LogEntry| it.date == self.date && it.kind == self.kind && it.text == self.text && it.by == self.by;
        goal.log.iter().any(same)
    }

    fn content(&self) -> Content {
        let words = |words: &[String]| Content::List(words.iter().map(Content::word).collect());
        let mut fields = vec![("date", Content::word(&self.date))];
        fields.extend(self.by.as_ref().map(|by| ("by", Content::word(&by))));
        fields.push(("kind", Content::word(&self.kind.word())));
        fields.push(("text", Content::text(&self.text)));
        if !self.to.is_empty() {
            fields.push(("to", words(&self.to)));
        }
        if !self.about.is_empty() {
            fields.push(("about", words(&self.about)));
        }
        fields.extend(self.link.as_ref().map(|link| ("link", Content::text(link))));
        let scope = |scope: Scope| Scope::WORDS.iter().find(|(_, it)| *it == scope).map_or("", |(word, _)| word);
        fields.extend(self.scope.map(|it| ("scope", Content::word(&scope(it)))));
        Content::Fields(fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
    }
}

/// Where the newest entry of a log stands: last, unless its days say that it is first.
#[must_use]
pub fn direction(log: &[LogEntry]) -> End {
    match (log.first(), log.last()) {
        (Some(first), Some(last)) if first.date > last.date => End::First,
        _ => End::Last,
    }
}
