//! What is below a tree, or in the index, by paths from the top.

use super::entry_budget::EntryBudget;
use super::error::GitError;
use super::oids::Oid;
use super::tree::{Kind, MAX_PATH, Trees};
use crate::source::{is_yaml, shown_name};

/// A file of a snapshot: its path from the top and its blob.
pub(super) type Listed = (String, Oid);

/// The files of a snapshot that may matter.
#[derive(Default)]
pub(super) struct Listing {
    /// Every YAML file and `.gitignore`; of the index other files too.
    pub(super) files: Vec<Listed>,
    /// The symbolic links that are named like YAML files; of the index others too.
    pub(super) links: Vec<Listed>,
    /// Folders that lie so deep that they are not read, up to a number.
    pub(super) deep: Vec<String>,
}

/// The most folders that are named because they lie too deep.
const MOST_DEEP: usize = 10;

impl Listing {
    /// Lists what is below a tree.
    pub(super) fn of_tree(trees: &mut Trees<'_>, tree: Oid) -> Result<Self, GitError> {
        let mut listing = Self::default();
        listing.add(trees, &mut EntryBudget::default(), (String::new(), tree))?;
        Ok(listing)
    }

    /// Adds what is below a tree, whose path is empty or ends with `/`.
    pub(super) fn add(
        &mut self,
        trees: &mut Trees<'_>,
        budget: &mut EntryBudget,
        tree: (String, Oid),
    ) -> Result<(), GitError> {
        let Self { files, links, deep } = self;
        let mut open = vec![tree];
        while let Some((prefix, oid)) = open.pop() {
            budget.enter(None, Some(oid));
            for entry in trees.entries(oid)?.entries() {
                budget.take()?;
                let name = shown_name(entry.name);
                let path = format!("{prefix}{name}");
                match entry.kind {
                    // Deeper trees are skipped: no checkout of them is possible, and trees can be made to be very deep.
                    Kind::Folder if path.len() < MAX_PATH => open.push((format!("{path}/"), entry.oid)),
                    Kind::Folder if deep.len() < MOST_DEEP => deep.push(path),
                    Kind::File if is_yaml(&path) || name == ".gitignore" => files.push((path, entry.oid)),
                    Kind::Link if is_yaml(&path) => links.push((path, entry.oid)),
                    _ => {}
                }
            }
        }
        Ok(())
    }
}
