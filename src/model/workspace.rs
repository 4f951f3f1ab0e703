//! The workspace: documents, goals, the organisation and the settings, and the index of ids.

use std::collections::BTreeMap;

use foldhash::HashMap;

use super::absence::Presence;
use super::document::{ALONE, DocIx, Document, Role};
use super::goal::{Goal, GoalIx};
use super::kind::{Kind, Perspective};
use super::metric::Metric;
use super::org::Org;
use super::page::Page;

use super::settings::Settings;
use crate::source::{ORG_FILE, Root, SETTINGS_FILE, SourceFile, SourceSet};

/// An id, present or former, that a goal cannot have because an earlier one has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenId {
    /// The id.
    pub id: String,
    /// The document that repeats it.
    pub document: DocIx,
    /// Whether the document has it in `formerly`, and not as a present id.
    pub former: bool,
    /// The document of the goal that keeps it.
    pub first: DocIx,
}

/// An earlier id of a goal that its `formerly` does not list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnlistedId {
    /// The earlier id.
    pub id: String,
    /// The goal.
    pub goal: GoalIx,
}

/// The contents of a goals repository.
#[derive(Debug)]
pub struct Workspace {
    /// The files.
    pub sources: SourceSet,
    /// The documents of the files, with the same indices.
    pub documents: Vec<Document>,
    /// The goals by root, then by file; of several with one id only the first.
    ///
    /// Each stands apart, as a goal is large: a list of them would be copied while it is sorted and indexed.
    #[allow(clippy::vec_box, reason = "goals are large, and sorted and indexed without being copied")]
    pub goals: Vec<Box<Goal>>,
    /// The settings, or their defaults.
    pub settings: Settings,
    /// The organisation, if there is an `org.yaml`.
    pub org: Option<Org>,
    /// The organisations of included roots, which are known only to the goals there.
    pub(super) private_orgs: BTreeMap<Root, Org>,
    /// The presence of the people who are away at times, by their ids.
    pub(super) presences: HashMap<String, Presence>,
    /// The repeated ids, in the order of their files.
    pub taken: Vec<TakenId>,
    /// The earlier ids of goals that only history shows.
    pub unlisted: Vec<UnlistedId>,
    /// The branches of the repository, where it surely has none of the name that `trunk` gives.
    pub other_branches: Option<Vec<String>>,
    /// The goal of each id, present or former.
    pub(super) by_id: HashMap<Box<str>, GoalIx>,
    /// What is known of the goals in files from which none can be read, by their ids.
    pub(super) unread: HashMap<String, Box<Goal>>,
    /// Whether there are files of the open root that a private one refers to.
    pub(super) has_outer: bool,
}

impl Workspace {
    /// The pages of the open root, without inheritance, as history reads its versions.
    pub fn pages(&self) -> impl Iterator<Item = Page> {
        let open = self.goals.iter().filter(|goal| {
            let file = self.file(goal.document);
            file.is_own() && file.fault.is_none()
        });
        open.map(|goal| {
            let mut written = goal.as_written();
            written.document = ALONE;
            Page::of(self.file(goal.document).text.clone(), written, &self.document_of(goal).tree)
        })
    }

    /// The goal with an index.
    pub fn goal(&self, ix: GoalIx) -> &Goal {
        &self.goals[ix.index()]
    }

    /// The goals with their indices, in the order of their files.
    pub fn iter(&self) -> impl Iterator<Item = (GoalIx, &Goal)> {
        (0..).map(GoalIx).zip(self.goals.iter().map(Box::as_ref))
    }

    /// The index of the goal with a present or former id.
    pub fn find(&self, id: &str) -> Option<GoalIx> {
        self.by_id.get(id).copied()
    }

    /// The ids that a goal had before: those that its file lists, and those that it does not list.
    pub fn former_ids<'w>(&'w self, goal: &'w Goal) -> impl Iterator<Item = &'w str> {
        let unlisted = self.unlisted.iter().filter(|it| self.goal(it.goal).id == goal.id).map(|it| it.id.as_str());
        goal.formerly.iter().map(String::as_str).chain(unlisted)
    }

    /// Whether a goal of another state may be in a file here that cannot be read, by its present or former ids.
    pub fn may_hold_unread(&self, other: &Self, goal: &Goal) -> bool {
        std::iter::once(goal.id.as_str()).chain(other.former_ids(goal)).any(|id| self.is_unread(id))
    }

    /// The index of the goal that is the same as one of another state, by its present or former ids.
    pub fn find_same(&self, other: &Self, goal: &Goal) -> Option<GoalIx> {
        self.find(&goal.id).or_else(|| other.former_ids(goal).find_map(|id| self.find(id)))
    }

    /// The KPI that a metric refers to.
    pub fn kpi_of(&self, metric: &Metric) -> Option<GoalIx> {
        metric.kpi_among(|id| self.find(id), |kpi| self.goal(*kpi).kind)
    }

    /// The KPI that a goal's metric refers to.
    pub fn kpi_of_goal(&self, goal: &Goal) -> Option<GoalIx> {
        self.kpi_of(goal.metric.as_ref()?)
    }

    /// The goal in whose file the values of a goal's metric are: its KPI, else the goal itself.
    pub fn keeper_of<'w>(&'w self, goal: &'w Goal) -> &'w Goal {
        self.kpi_of_goal(goal).map_or(goal, |kpi| self.goal(kpi))
    }

    /// Whether a goal is strategic: an objective of the highest level.
    pub fn is_strategic(&self, goal: &Goal) -> bool {
        goal.kind == Kind::Objective && self.settings.is_highest(goal.level.as_deref())
    }

    /// The document with a present or former id, whether or not a goal can be read from it.
    pub fn document_with(&self, id: &str) -> Option<DocIx> {
        self.find(id).map(|ix| self.goal(ix).document).or_else(|| self.unread.get(id).map(|it| it.document))
    }

    /// Every id that a link may name, including former ones.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.by_id.keys().map(Box::as_ref)
    }

    /// The document with an index.
    pub fn document(&self, ix: DocIx) -> &Document {
        &self.documents[ix.index()]
    }

    /// The document of a goal.
    pub fn document_of(&self, goal: &Goal) -> &Document {
        self.document(goal.document)
    }

    /// The file of a document.
    pub fn file(&self, ix: DocIx) -> &SourceFile {
        self.sources.file(self.document(ix).file)
    }

    /// The index of `goalpost.yaml` or `org.yaml`, if there is one. It makes no sense for goal files, which are many.
    pub fn by_role(&self, role: Role) -> Option<DocIx> {
        let name = match role {
            Role::Settings => SETTINGS_FILE,
            Role::Org => ORG_FILE,
            Role::Goal | Role::Stray => return None,
        };
        self.sources.by_path(name).map(|file| DocIx(file.0))
    }

    /// The presence of a person, named by a present or former id.
    pub fn presence_of(&self, id: &str) -> Presence {
        self.presences.get(id).cloned().unwrap_or_default()
    }

    /// Forgets all absences: nothing of them is in what others read.
    pub fn forget_absences(&mut self) {
        self.presences.clear();
    }

    /// Whether a goal's file writes a field, valid or not, possibly under a misspelt name.
    pub fn writes(&self, goal: &Goal, field: &str) -> bool {
        self.document_of(goal).writes(field)
    }

    /// The present id of a goal's owner.
    pub fn owner_of<'w>(&'w self, goal: &'w Goal) -> Option<&'w str> {
        let owner = goal.owner.as_deref()?;
        Some(self.org.as_ref().and_then(|org| org.person(owner)).map_or(owner, |person| person.id.as_str()))
    }

    /// The present id of a goal's team.
    pub fn team_of<'w>(&'w self, goal: &'w Goal) -> Option<&'w str> {
        let team = goal.team.as_deref()?;
        Some(self.org.as_ref().and_then(|org| org.team(team)).map_or(team, |team| team.id.as_str()))
    }

    /// The key result area of a goal. A key result without one of its own has its objective's.
    pub fn area_of<'w>(&'w self, goal: &'w Goal) -> Option<&'w str> {
        goal.area.as_deref().or_else(|| self.objective_of(goal)?.area.as_deref())
    }

    /// The perspective of a goal. A key result without one of its own has its objective's.
    pub fn perspective_of(&self, goal: &Goal) -> Option<Perspective> {
        goal.perspective.or_else(|| self.objective_of(goal)?.perspective)
    }

    /// The objective that a key result measures.
    fn objective_of(&self, goal: &Goal) -> Option<&Goal> {
        let objective = self.goal(self.find(goal.measures.as_deref()?)?);
        (objective.kind == Kind::Objective).then_some(objective)
    }

    /// Whether a goal's file has no value at a route, neither a valid nor an invalid one, nor one under a misspelt
    /// name.
    pub fn lacks(&self, goal: &Goal, route: &str) -> bool {
        !self.document_of(goal).mentions(route)
    }

    /// The number of files with an id, of any kind.
    pub fn count_goals(&self) -> usize {
        self.documents.iter().filter(|it| it.id.is_some() && self.sources.file(it.file).root != Root::Outer).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_open_goal_keeps_its_id_from_an_included_one() {
        let mut sources = SourceSet::from_texts(
            ["../people/a.yaml", "b.yaml"].map(|path| (path, "kind: objective\nid: same\ntitle: t\nonwer: tom\n")),
        );
        sources.files[0].root = Root::Included(0);
        let workspace = Workspace::read(sources);
        assert_eq!(
            workspace.taken.iter().map(|taken| workspace.file(taken.document).path.as_str()).collect::<Vec<_>>(),
            ["../people/a.yaml"]
        );
        let goal = &workspace.goals[0];
        assert_eq!(workspace.file(goal.document).path, "b.yaml");
        assert!(workspace.writes(goal, "owner"), "under a slip of its name");
        assert!(workspace.document_of(goal).has_fault("owner") && !workspace.document_of(goal).has_fault("team"));
    }

    #[test]
    fn the_pages_of_a_workspace_are_what_reading_them_alone_gives() {
        let texts = [
            ("org.yaml", "teams: [{id: a, level: team}, {id: b, level: department}]\npeople: [{id: tom}]\n"),
            ("o.yaml", "kind: objective\nid: o\ntitle: t\nowner: tom\nteam: a\nperiod: 2026-Q4\n"),
            ("p.yaml", "kind: objective\nid: p\ntitle: t\nteam: b\nlevel: team\n"),
            ("k.yaml", "kind: key_result\nid: k\ntitle: t\nmeasures: o\nmetric: {current: 1}\n"),
            ("l.yaml", "kind: key_result\nid: l\ntitle: t\nmeasures: o\nteam: b\nowner: ana\n"),
            ("m.yaml", "kind: key_result\nid: m\ntitle: t\nmeasures: p\nlevel: department\n"),
            ("n.yaml", "kind: key_result\nid: n\ntitle: t\nmeasures: nothing\nteam: b\nconfidence: 0.5\n"),
            ("../people/x.yaml", "kind: objective\nid: x\ntitle: t\n"),
        ];
        let mut sources = SourceSet::from_texts(texts);
        sources
            .files
            .iter_mut()
            .filter(|file| file.path.starts_with(".."))
            .for_each(|file| file.root = Root::Included(0));
        let workspace = Workspace::read(sources);
        let pages: Vec<Page> = workspace.pages().collect();
        assert_eq!(pages.iter().filter_map(Page::id).collect::<Vec<_>>(), ["k", "l", "m", "n", "o", "p"]);
        for page in pages {
            assert_eq!(page, Page::read(SourceFile::from_text("", page.text()), &workspace.settings));
        }
    }
}
