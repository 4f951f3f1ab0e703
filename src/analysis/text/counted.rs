//! Texts as the different terms that they have, with their frequencies.

use foldhash::{HashSet, HashSetExt as _};

use crate::analysis::text::term_lists::TermLists;

/// The most different terms of a text that count; a title has about ten.
pub(super) const MOST_TERMS: usize = 24;

/// The counted terms of texts. They stand in one list, as those of each text would take more room around them than they have.
pub(super) struct CountedTexts {
    /// The terms of all texts with their frequencies, one text after the other, sorted within each.
    terms: Vec<(u32, u32)>,
    /// The end of each text.
    ends: Vec<usize>,
}

impl CountedTexts {
    pub(super) fn of(texts: &TermLists) -> Self {
        // A list that grew would leave copies of itself behind.
        let (mut terms, mut sorted) = (Vec::with_capacity(texts.all().len()), Vec::new());
        let ends = texts.iter().map(|text| {
            sorted.clear();
            sorted.extend_from_slice(text);
            if sorted.len() > MOST_TERMS {
                let mut seen = HashSet::new();
                sorted.retain(|term| seen.contains(term) || seen.len() < MOST_TERMS && seen.insert(*term));
            }
            sorted.sort_unstable();
            let same = sorted.chunk_by(|a, b| a == b);
            terms.extend(same.map(|same| (same[0], u32::try_from(same.len()).unwrap_or(u32::MAX))));
            terms.len()
        });
        let ends = ends.collect();
        Self { terms, ends }
    }

    /// The terms of each text.
    pub(super) fn iter(&self) -> impl Iterator<Item = &[(u32, u32)]> {
        let starts = [0].into_iter().chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, end)| &self.terms[start..*end])
    }

    /// In how many texts each of the first `terms` terms is.
    pub(super) fn frequencies(&self, terms: usize) -> Vec<u32> {
        let mut texts = vec![0; terms];
        for (term, _) in &self.terms {
            texts[*term as usize] += 1;
        }
        texts
    }
}
