//! Which root each document of a workspace lies in, and the organisations of the roots.

use super::document::DocIx;
use super::goal::{Goal, GoalIx};
use super::org::Org;
use super::workspace::Workspace;
use crate::source::Root;

impl Workspace {
    /// Every place with its goal, without those of the open root that this private one is within.
    pub fn own_and_included(&self) -> impl Iterator<Item = (GoalIx, &Goal)> {
        self.iter().filter(|(_, goal)| !self.is_outer(goal.document))
    }

    /// Whether a document lies in an included root, and so is not for everyone who reads the open one.
    #[must_use]
    pub fn is_private(&self, document: DocIx) -> bool {
        matches!(self.file(document).root, Root::Included(_))
    }

    /// Whether a document lies in the root itself, and not in a further one.
    #[must_use]
    pub fn is_own(&self, document: DocIx) -> bool {
        self.file(document).is_own()
    }

    /// Whether a document lies in the open root that this private one is within: it is known, and not judged.
    #[must_use]
    pub fn is_outer(&self, document: DocIx) -> bool {
        self.file(document).root == Root::Outer
    }

    /// Whether there is an open root that could not be read: what is not known here may be known there.
    #[must_use]
    pub fn lacks_outer(&self) -> bool {
        self.settings.within.is_some() && !self.sources.files.iter().any(|file| file.root == Root::Outer)
    }

    /// The organisation of the included root that a document lies in, where it has one.
    #[must_use]
    pub fn private_org(&self, document: DocIx) -> Option<&Org> {
        self.private_orgs.get(&self.file(document).root)
    }

    /// Every organisation that was read: that of the root, and those of included roots.
    pub fn orgs(&self) -> impl Iterator<Item = &Org> {
        self.org.iter().chain(self.private_orgs.values())
    }
}
