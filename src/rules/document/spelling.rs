//! Suggestions for misspelt ids of people and teams.

use std::cell::OnceCell;

use crate::syntax::Lexicon;

/// Ids to compare with, indexed when the first one is misspelt.
pub(super) struct Spelling<'w> {
    ids: Box<dyn Fn() -> Lexicon<'w> + 'w>,
    lexicon: OnceCell<Lexicon<'w>>,
}

impl<'w> Spelling<'w> {
    pub(super) fn new<I: Iterator<Item = &'w str>>(ids: impl Fn() -> I + 'w) -> Self {
        Self { ids: Box::new(move || Lexicon::new(ids())), lexicon: OnceCell::new() }
    }

    /// The most similar id, if it is similar enough.
    pub(super) fn closest(&self, id: &str) -> Option<&'w str> {
        self.lexicon.get_or_init(&self.ids).closest(id)
    }
}
