//! The roots of a workspace's documents, and the organisations of the roots.

use super::document::DocIx;
use super::goal::{Goal, GoalIx};
use super::org::Org;
use super::workspace::Workspace;
use crate::source::Root;

impl Workspace {
    /// The goals with their indices, without those of the open root that this private one refers to.
    pub fn own_and_included(&self) -> impl Iterator<Item = (GoalIx, &Goal)> {
        self.iter().filter(|(_, goal)| !self.is_outer(goal.document))
    }

    /// Whether a document lies in an included root, which not every reader of the open root may see.
    pub fn is_private(&self, document: DocIx) -> bool {
        matches!(self.file(document).root, Root::Included(_))
    }

    /// The included root in which a document lies, as the settings name it; none elsewhere.
    pub fn included_root(&self, document: DocIx) -> Option<&str> {
        let Root::Included(at) = self.file(document).root else { return None };
        self.settings.include.get(at).map(|name| name.trim_end_matches('/'))
    }

    /// Whether a document lies in the root itself, and not in another one.
    pub fn is_own(&self, document: DocIx) -> bool {
        self.file(document).is_own()
    }

    /// Whether a document lies in the open root that this private one refers to: it is known, but not judged.
    pub fn is_outer(&self, document: DocIx) -> bool {
        self.has_outer && self.file(document).root == Root::Outer
    }

    /// Whether there is an open root that could not be read, which may contain unknown ids.
    pub fn lacks_outer(&self) -> bool {
        self.settings.within.is_some() && !self.has_outer
    }

    /// The organisation of the included root in which a document lies, if it has one.
    pub fn private_org(&self, document: DocIx) -> Option<&Org> {
        self.private_orgs.get(&self.file(document).root)
    }

    /// The organisations of the root and of included roots.
    pub fn orgs(&self) -> impl Iterator<Item = &Org> {
        self.org.iter().chain(self.private_orgs.values())
    }
}
