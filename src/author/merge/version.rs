//! One version of a goal file, with its tree.

use std::collections::HashSet;

use crate::model::Kind;
use crate::source::{MAX_BYTES, SourceFile};
use crate::syntax::{Node, Tree, parse};

/// The index of the base among the versions.
pub(super) const BASE: usize = 0;
/// The index of ours.
pub(super) const OURS: usize = 1;
/// The index of theirs.
pub(super) const THEIRS: usize = 2;

/// The text and tree of a goal file.
#[derive(Debug)]
pub(super) struct Version<'t> {
    pub(super) text: &'t str,
    pub(super) tree: Tree,
    /// Comments of entries: those that the base does not have, and those that stand above a later entry of a list in one of
    /// the versions. Above a first entry they are its own, too, and not the whole list's.
    pub(super) of_entries: HashSet<Box<str>>,
}

impl<'t> Version<'t> {
    /// Reads a text. Returns `None` if it is not a goal file, which is recognized by its contents: valid YAML with a
    /// kind and an id. git passes temporary files to a merge driver, so there is no name to go by.
    pub(super) fn read(text: &'t str) -> Option<Self> {
        if text.len() as u64 > MAX_BYTES {
            return None;
        }
        let (tree, faults) = parse(&SourceFile::from_text("", text));
        let mapping = tree.mapping().filter(|mapping| faults.is_empty() && !mapping.flow)?;
        let kind = &mapping.get("kind")?.as_scalar()?.text;
        let known = Kind::WORDS.iter().any(|(word, _)| **word == **kind);
        let has_id = !mapping.get("id")?.as_scalar()?.is_blank();
        (known && has_id && !tree.partial).then_some(Self { text, tree, of_entries: HashSet::new() })
    }

    /// Records the comments that were added since the base.
    pub(super) fn since(mut self, base: &Self) -> Self {
        let known: HashSet<&str> = base.tree.comments.iter().map(|comment| &*comment.text).collect();
        let texts = self.tree.comments.iter().map(|comment| &comment.text);
        self.of_entries = texts.filter(|text| !known.contains(&***text)).cloned().collect();
        self
    }

    /// Returns the mapping of the goal's fields.
    pub(super) fn root(&self) -> &Node {
        self.tree.root.as_ref().expect("a version has been read with its mapping")
    }
}
