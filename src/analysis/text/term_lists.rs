//! The terms of many texts.

/// The terms of texts, in the order of their words. They stand in one list, as lists of their own would take more room around
/// them than they have.
#[derive(Debug, Default)]
pub struct TermLists {
    terms: Vec<u32>,
    /// The end of each text.
    ends: Vec<usize>,
}

impl TermLists {
    /// Adds a text.
    pub fn push(&mut self, terms: &[u32]) {
        self.terms.extend_from_slice(terms);
        self.ends.push(self.terms.len());
    }

    /// The number of texts.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// The terms of a text.
    pub fn of(&self, text: usize) -> &[u32] {
        let start = text.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.terms[start..self.ends[text]]
    }

    /// The terms of all texts, one after another.
    pub fn all(&self) -> &[u32] {
        &self.terms
    }

    /// The terms of each text.
    pub fn iter(&self) -> impl Iterator<Item = &[u32]> {
        (0..self.len()).map(|text| self.of(text))
    }
}
