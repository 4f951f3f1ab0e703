//! The files of a workspace that cannot be read as goals, and their salvaged fields.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::document::{DocIx, Document, Role};
use super::goal::Goal;
use super::lower;
use super::reading::goal_of;
use super::salvage::salvage;
use super::unread_number::is_unread_number;
use super::unread_org::hides_members;
use super::workspace::Workspace;
use crate::source::{ReadFault, Root, SourceFile};
use crate::syntax::{Edit, Fault, FaultKind, apply};

impl Workspace {
    /// Whether an id is in a file that cannot be read as a goal.
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

    /// The goals that are known to be in files that cannot be read, in no particular order.
    pub fn unread_goals(&self) -> impl Iterator<Item = &Goal> {
        self.unread.values().map(Box::as_ref)
    }

    /// The goal files that are not read: broken, of unknown kind, without an id, or with an id that another file has.
    pub fn unread_files(&self) -> impl Iterator<Item = DocIx> {
        let open = |document: &&Document| !self.is_outer(DocIx(document.file.0));
        self.without_goal().filter(open).map(|document| DocIx(document.file.0))
    }

    /// The own goal files that cannot be parsed.
    pub fn broken_files(&self) -> impl Iterator<Item = DocIx> {
        // Of a link out of the root git has nothing but where it leads.
        let is_link = |document| matches!(self.file(document).fault, Some(ReadFault::LinkLoop | ReadFault::LinkOut));
        let is_broken = move |it: &DocIx| self.document(*it).tree.partial && self.is_own(*it) && !is_link(*it);
        self.unread_files().filter(is_broken)
    }

    /// Completes what is known of goals in broken files by earlier versions of the files: what their lines do not tell.
    pub fn recall(&mut self, versions: Vec<(DocIx, Goal)>) {
        let mut ids: BTreeSet<String> = BTreeSet::new();
        for (document, version) in versions {
            let known = self.salvage(document).unwrap_or_default();
            let is_other = !known.id.is_empty() && known.id != version.id;
            if is_other || self.by_id.contains_key(version.id.as_str()) {
                continue;
            }
            let weight = known.weight.or(version.weight);
            let mut goal = Goal {
                kind: version.kind,
                id: version.id,
                document,
                measures: known.measures.or(version.measures),
                supports: if known.supports.is_empty() { version.supports } else { known.supports },
                owner: known.owner.or(version.owner),
                team: known.team.or(version.team),
                level: known.level.or(version.level),
                period: known.period.or(version.period),
                ..Goal::default()
            };
            if weight.is_some() {
                goal.weight = weight;
            }
            goal.take_level_of_team(self.org.as_ref());
            ids.insert(goal.id.clone());
            self.unread.insert(goal.id.clone(), Box::new(goal));
        }
        let is_heir = |goal: &Goal| goal.measures.as_ref().is_some_and(|id| ids.contains(id));
        let heirs: Vec<usize> = self.iter().filter(|(_, goal)| is_heir(goal)).map(|(ix, _)| ix.index()).collect();
        self.inherit_again(&heirs);
    }

    /// Why a goal file is not read though it is well formed: its id is another's. None for other files.
    pub fn repeated_id(&self, document: DocIx) -> Option<&str> {
        let id = self.document(document).id.as_deref()?;
        let keeper = self.find(id).map(|ix| self.goal(ix).document);
        keeper.is_some_and(|keeper| keeper != document).then_some(id)
    }

    /// What is known of the goals in files with several documents, of which only the first is read. They have the files'
    /// documents.
    pub fn further_goals(&self) -> impl Iterator<Item = Goal> {
        self.several_documents().flat_map(|(document, rest)| {
            let parts = rest.split("\n---").map(|part| part.strip_prefix("---").unwrap_or(part));
            let goals = parts.filter_map(|part| salvage(part, &self.settings));
            goals.map(move |goal| Goal { document, ..goal })
        })
    }

    /// The files with several documents, each with the text from the second on.
    fn several_documents(&self) -> impl Iterator<Item = (DocIx, &str)> {
        let open = self.documents.iter().map(|document| (DocIx(document.file.0), document));
        open.filter(|(ix, _)| !self.is_outer(*ix)).filter_map(|(ix, document)| {
            let second = document.faults.iter().find(|fault| fault.kind == FaultKind::SeveralDocuments)?;
            Some((ix, self.file(ix).text.get(second.span.start as usize..).unwrap_or_default()))
        })
    }

    /// The settings and the organisation, if they cannot be read: what rests on them is as if there were none.
    pub fn unread_settings(&self) -> impl Iterator<Item = DocIx> {
        let is_broken = |document: &&Document| {
            let role = matches!(document.role, Role::Settings | Role::Org);
            // Settings that are a text or a list are as good as none.
            let is_other = document.tree.root.is_some() && document.tree.mapping().is_none();
            // Of several documents only the first is read.
            let is_cut = document.faults.iter().any(|fault| fault.kind == FaultKind::SeveralDocuments);
            let hides = document.role == Role::Org && document.tree.root.is_some() && hides_members(document);
            role && (document.tree.partial || is_other || is_cut || hides) && !self.is_outer(DocIx(document.file.0))
        };
        self.documents.iter().filter(is_broken).map(|document| DocIx(document.file.0))
    }

    /// All files that cannot be read, settings and organisation included, each as it is named to people.
    pub fn unreadable_names(&self) -> Vec<String> {
        let files = self.unread_settings().chain(self.unread_files()).map(|document| self.unread_name(document, false));
        files.chain(self.further_goals().map(|goal| self.unread_name(goal.document, true))).collect()
    }

    /// What a file that cannot be read is called, with the reason where it is well formed: `b.yaml (repeats the id a)`;
    /// `is_further` if only its further documents are meant.
    pub fn unread_name(&self, document: DocIx, is_further: bool) -> String {
        let path = &self.file(document).path;
        match self.repeated_id(document) {
            _ if is_further => format!("{path} (second document)"),
            Some(id) => format!("{path} (repeats the id {id})"),
            None => path.clone(),
        }
    }

    /// The file of the KPI whose value a goal's metric is, if it cannot be read: then nothing is known of its value.
    pub fn unread_kpi(&self, goal: &Goal) -> Option<DocIx> {
        let id = goal.metric.as_ref()?.kpi.as_ref()?;
        self.unread.get(id).map(|it| it.document).filter(|_| self.kpi_of_goal(goal).is_none())
    }

    /// The paths of the goal files of the open root of a private one that cannot be read.
    pub fn unreadable_outer_paths(&self) -> impl Iterator<Item = &str> {
        let outer = self.without_goal().map(|document| DocIx(document.file.0)).filter(|it| self.is_outer(*it));
        outer.map(|document| self.file(document).path.as_str())
    }

    /// The values that numbers are made of and that cannot be read, each with its route: in goal files that are read
    /// otherwise, in the settings and in the organisation. The open root of a private one is not judged.
    pub fn unread_values(&self) -> impl Iterator<Item = (DocIx, Cow<'_, str>)> {
        let goals = self.own_and_included().map(|(_, goal)| goal.document);
        let beside = [Role::Settings, Role::Org].into_iter().filter_map(|role| self.by_role(role));
        beside.chain(goals).flat_map(|document| self.unread_values_in(document).map(move |route| (document, route)))
    }

    /// The routes of the values in a document that numbers are made of and that cannot be read, each once; of misspelt fields
    /// those that are meant.
    pub fn unread_values_in(&self, document: DocIx) -> impl Iterator<Item = Cow<'_, str>> {
        let Document { faults, role, .. } = self.document(document);
        let is_unread = |fault: &&Fault| is_unread_number(*role, fault);
        let routes: BTreeSet<Cow<'_, str>> = faults.iter().filter(is_unread).map(Fault::meant_route).collect();
        routes.into_iter()
    }

    /// The goal of a file as it would be read if its misspelt fields had the names that are meant.
    pub fn meant_goal(&self, document: DocIx) -> Option<Goal> {
        let faults = self.document(document).faults.iter();
        let names: Vec<Edit> = faults.filter(|it| it.is_misspelling()).filter_map(|it| it.fix.clone()).collect();
        let file = self.file(document);
        let text = apply(file.path_in_root(), &file.text, &names).ok()?;
        goal_of(&SourceFile::from_text(&file.path, text), &self.settings)
    }

    /// Whether the own `org.yaml` has teams or people that cannot be read. Then the organisation is that of an earlier version,
    /// or there is none.
    pub fn is_org_unread(&self) -> bool {
        let own =
            |document: &&Document| document.role == Role::Org && self.sources.file(document.file).root == Root::Own;
        self.documents.iter().find(own).is_some_and(hides_members)
    }

    /// What can still be read of a file that is not read: all of a file that repeats an id, else its whole lines at column 1.
    pub fn salvage(&self, document: DocIx) -> Option<Goal> {
        let tree = &self.document(document).tree;
        let whole = if tree.partial { None } else { lower::goal(tree, document, &self.settings).0 };
        whole.or_else(|| salvage(&self.file(document).text, &self.settings).map(|goal| Goal { document, ..goal }))
    }
}
