//! One way of making an edit.

use super::splice::Splice;
use crate::source::Span;
use crate::syntax::tree::Tree;

/// One way of making an edit: a splice, and the tree that it should lead to.
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

    pub(super) fn splice(&self, text: &str) -> Splice {
        Splice::over(text, self.span, &self.with)
    }
}
