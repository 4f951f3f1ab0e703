//! The files of a workspace that cannot be read as goals, and their salvaged fields.

use std::collections::BTreeSet;

use super::document::{DocIx, Document, Role};
use super::goal::Goal;
use super::salvage::salvage;
use super::unread_number::is_unread_number;
use super::workspace::Workspace;
use crate::syntax::Fault;

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
        let read = |document: &&Document| document.id.as_deref().is_none_or(|id| !self.by_id.contains_key(id));
        let open = |document: &&Document| !self.is_outer(DocIx(document.file.0));
        self.without_goal().filter(read).filter(open).map(|document| DocIx(document.file.0))
    }

    /// The settings and the organisation, if they cannot be read: what rests on them is as if there were none.
    pub fn unread_settings(&self) -> impl Iterator<Item = DocIx> {
        let is_broken = |document: &&Document| {
            let role = matches!(document.role, Role::Settings | Role::Org);
            // Settings that are a text or a list are as good as none.
            let is_other = document.tree.root.is_some() && document.tree.mapping().is_none();
            role && (document.tree.partial || is_other) && !self.is_outer(DocIx(document.file.0))
        };
        self.documents.iter().filter(is_broken).map(|document| DocIx(document.file.0))
    }

    /// The paths of all files that cannot be read, settings and organisation included.
    pub fn unreadable_paths(&self) -> impl Iterator<Item = &str> {
        self.unread_settings().chain(self.unread_files()).map(|document| self.file(document).path.as_str())
    }

    /// The file of the KPI whose value a goal's metric is, if it cannot be read: then nothing is known of its value.
    #[must_use]
    pub fn unread_kpi(&self, goal: &Goal) -> Option<DocIx> {
        let id = goal.metric.as_ref()?.kpi.as_ref()?;
        self.unread.get(id).copied().filter(|_| self.kpi_of_goal(goal).is_none())
    }

    /// The paths of the goal files of the open root of a private one that cannot be read.
    pub fn unreadable_outer_paths(&self) -> impl Iterator<Item = &str> {
        let outer = self.without_goal().map(|document| DocIx(document.file.0)).filter(|it| self.is_outer(*it));
        outer.map(|document| self.file(document).path.as_str())
    }

    /// The values that numbers are made of and that cannot be read, each with its route: in goal files that are read
    /// otherwise, in the settings and in the organisation. The open root of a private one is not judged.
    pub fn unread_values(&self) -> impl Iterator<Item = (DocIx, &str)> {
        let goals = self.own_and_included().map(|(_, goal)| goal.document);
        let beside = [Role::Settings, Role::Org].into_iter().filter_map(|role| self.by_role(role));
        beside.chain(goals).flat_map(|document| self.unread_values_in(document).map(move |route| (document, route)))
    }

    /// The routes of the values in a document that numbers are made of and that cannot be read, each once.
    pub fn unread_values_in(&self, document: DocIx) -> impl Iterator<Item = &str> {
        let Document { faults, role, .. } = self.document(document);
        let is_unread = |fault: &&Fault| is_unread_number(*role, fault);
        let routes: BTreeSet<&str> = faults.iter().filter(is_unread).map(|fault| fault.route.as_str()).collect();
        routes.into_iter()
    }

    /// The id, links and weight that can still be read of a file that cannot be read.
    #[must_use]
    pub fn salvage(&self, document: DocIx) -> Option<Goal> {
        salvage(&self.file(document).text, &self.settings)
    }
}
