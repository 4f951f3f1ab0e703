//! A text that can be edited, because it parses completely.

use super::definition::EditError;
use crate::source::SourceFile;
use crate::syntax::parse::parse;
use crate::syntax::tree::Tree;

/// A text with its tree.
#[derive(Debug)]
pub(super) struct ParsedText {
    pub(super) text: String,
    pub(super) tree: Tree,
    /// The number of faults that parsing found.
    pub(super) faults: usize,
}

impl ParsedText {
    pub(super) fn read(path: &str, text: String) -> Result<Self, EditError> {
        let (tree, faults) = parse(&SourceFile::from_text(path, text.as_str()));
        let whole = !tree.partial && tree.root.is_some();
        if whole { Ok(Self { text, tree, faults: faults.len() }) } else { Err(EditError::Unparsable) }
    }
}

/// A text's tree and number of faults.
#[cfg(test)]
pub(super) fn tree_of(text: &str) -> Result<(Tree, usize), EditError> {
    ParsedText::read("a.yaml", text.to_owned()).map(|page| (page.tree, page.faults))
}
