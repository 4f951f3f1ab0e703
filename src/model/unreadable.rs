//! The files of a workspace that cannot be read as goals, and their salvaged fields.

use super::document::{DocIx, Document, Role};
use super::goal::Goal;
use super::salvage::salvage;
use super::workspace::Workspace;

impl Workspace {
    /// Whether an id is in a file that cannot be read as a goal.
    #[must_use]
    pub fn is_unread(&self, id: &str) -> bool {
        self.unread.contains_key(id)
    }

    /// The files without a goal: broken, of unknown kind, without an id, or with an id that is taken.
    pub fn without_goal(&self) -> impl Iterator<Item = &Document> {
        let mut read = vec![false; self.documents.len()];
        for goal in &self.goals {
            read[goal.document.index()] = true;
        }
        self.documents
            .iter()
            .zip(read)
            .filter(|(document, read)| document.role == Role::Goal && !read)
            .map(|(it, _)| it)
    }

    /// The goal files that cannot be read: broken, of unknown kind, or without an id. A file that only repeats an id
    /// can be read.
    pub fn unread_files(&self) -> impl Iterator<Item = DocIx> {
        let read = |document: &&Document| document.id.as_ref().is_none_or(|id| !self.by_id.contains_key(id));
        let open = |document: &&Document| !self.is_outer(DocIx(document.file.0));
        self.without_goal().filter(read).filter(open).map(|document| DocIx(document.file.0))
    }

    /// The paths of all files that cannot be read, settings and organisation included.
    pub fn unreadable_paths(&self) -> impl Iterator<Item = &str> {
        let is_broken = |document: &&Document| {
            let role = matches!(document.role, Role::Settings | Role::Org);
            role && document.tree.partial && !self.is_outer(DocIx(document.file.0))
        };
        let settings = self.documents.iter().filter(is_broken).map(|document| DocIx(document.file.0));
        settings.chain(self.unread_files()).map(|document| self.file(document).path.as_str())
    }

    /// The id, links and weight that can still be read of a file that cannot be read.
    #[must_use]
    pub fn salvage(&self, document: DocIx) -> Option<Goal> {
        salvage(&self.file(document).text, &self.settings)
    }
}
