//! An attempt at an edit.

use crate::source::Span;
use crate::syntax::tree::Tree;

/// An attempt at an edit, which is not verified yet.
pub(super) struct Attempt {
    /// The bytes to replace.
    pub(super) span: Span,
    /// The replacement.
    pub(super) with: String,
    /// The tree that the new text must have.
    pub(super) wanted: Tree,
    /// The bytes in which comments may be lost, because they belong to what is removed.
    pub(super) lost: Span,
}

impl Attempt {
    pub(super) fn new(span: Span, with: String, wanted: Tree) -> Self {
        Self { span, with, wanted, lost: Span::default() }
    }

    /// The text with the replacement.
    pub(super) fn apply(&self, text: &str) -> String {
        [&text[..self.span.start as usize], &self.with, &text[self.span.end as usize..]].concat()
    }
}
