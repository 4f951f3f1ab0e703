//! One way of making an edit.

use crate::source::Span;
use crate::syntax::tree::Tree;

/// One way of making an edit: a piece of text in place of a span, and the tree that it should lead to.
pub(super) struct Attempt {
    pub(super) span: Span,
    pub(super) with: String,
    pub(super) wanted: Tree,
    /// Where comments may go with what they belong to.
    pub(super) lost: Span,
}

impl Attempt {
    pub(super) fn new(span: Span, with: String, wanted: Tree) -> Self {
        Self { span, with, wanted, lost: Span::default() }
    }

    /// The text with its piece.
    pub(super) fn made(&self, text: &str) -> String {
        [&text[..self.span.start as usize], &self.with, &text[self.span.end as usize..]].concat()
    }
}
