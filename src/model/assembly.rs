//! Assembles the workspace from its files: all of them, or after a change only those that are no longer what they were.

use std::collections::BTreeMap;

use foldhash::{HashMap, HashMapExt as _};

use super::absence::{Absence, Presence};
use super::document::{DocIx, Role};
use super::goal::{Goal, GoalIx};
use super::inheritance::inherit;
use super::org::Org;
use super::read_file::{Read, read_files, role_of};
use super::reading::settings_of;
use super::settings::Settings;
use super::workspace::{TakenId, UnlistedId, Workspace};
use crate::source::{Root, SETTINGS_FILE, SourceFile, SourceSet};

/// The organisation, and those of included roots.
type Orgs = (Option<Org>, BTreeMap<Root, Org>);

impl Workspace {
    /// Reads a set of sources. A fault in one file does not affect the others.
    pub fn read(sources: SourceSet) -> Self {
        Self::read_under(sources, None, &[])
    }

    /// Reads a set of sources under other settings than their own, if given, and with earlier ids that history shows, as
    /// pairs of an earlier id and a present one.
    pub fn read_under(sources: SourceSet, settings: Option<&Settings>, unlisted: &[(String, String)]) -> Self {
        let written = || sources.by_path(SETTINGS_FILE).map(|ix| settings_of(sources.file(ix)));
        let settings = settings.cloned().or_else(written).unwrap_or_default();
        let nothing = || sources.files.iter().map(|_| None).collect();
        let mut read = read_files(&sources, &settings, nothing());
        let orgs = orgs_of(&mut read, &sources);
        Self::assemble(sources, settings, read, orgs, unlisted)
    }

    /// Replaces files by others of the same path, adds those that are new, and reads only these.
    ///
    /// The result is what reading all files gives, with one difference: people and teams that were remembered from
    /// earlier versions of `org.yaml` stay known as long as that file is not among the changed ones. If the settings are
    /// among them, `settings` hold instead where they are given.
    #[must_use]
    pub fn with_files(
        mut self,
        changed: Vec<SourceFile>,
        settings: Option<&Settings>,
        unlisted: &[(String, String)],
    ) -> Self {
        let changed = match self.replaced(changed, unlisted) {
            Ok(()) => return self,
            Err(changed) => changed,
        };
        let mut changed: HashMap<String, SourceFile> =
            changed.into_iter().map(|file| (file.path.clone(), file)).collect();
        let is_of = |role: Role| changed.values().any(|file| role_of(file.path_in_root()) == role);
        let (settings_changed, org_changed) = (is_of(Role::Settings), is_of(Role::Org));
        let mut goals: HashMap<DocIx, Box<Goal>> = HashMap::with_capacity(self.goals.len());
        for mut goal in std::mem::take(&mut self.goals) {
            goal.forget_inherited();
            goals.insert(goal.document, goal);
        }
        let files = std::mem::take(&mut self.sources.files);
        let mut entries: Vec<(SourceFile, Option<Read>)> = Vec::with_capacity(files.len() + changed.len());
        for (file, document) in files.into_iter().zip(std::mem::take(&mut self.documents)) {
            if let Some(file) = changed.remove(&file.path) {
                entries.push((file, None));
                continue;
            }
            let goal = goals.remove(&DocIx(document.file.0));
            // The goal of a file with another's id was not kept: its file is read again.
            let is_known = document.role != Role::Goal || document.tree.partial || goal.is_some();
            entries.push((file, is_known.then_some(Read { document, goal, org: None })));
        }
        entries.extend(changed.into_values().map(|file| (file, None)));
        entries.sort_by(|(a, _), (b, _)| a.path.cmp(&b.path));
        let (files, mut kept): (Vec<SourceFile>, Vec<Option<Read>>) = entries.into_iter().unzip();
        let sources = SourceSet { files, ..self.sources };
        if settings_changed {
            return Self::read_under(sources, settings, unlisted);
        }
        if org_changed {
            let is_org = |read: &Option<Read>| read.as_ref().is_some_and(|it| it.document.role == Role::Org);
            kept.iter_mut().filter(|read| is_org(read)).for_each(|read| *read = None);
        }
        let mut read = read_files(&sources, &self.settings, kept);
        let orgs = if org_changed { orgs_of(&mut read, &sources) } else { (self.org, self.private_orgs) };
        Self::assemble(sources, self.settings, read, orgs, unlisted)
    }

    /// Takes an earlier organisation of the root for one that cannot be read.
    pub fn recall_org(&mut self, mut org: Org) {
        // What is there is the open root's.
        if let Some(outer) = self.org.take() {
            org.remember(&outer);
        }
        self.presences = presences(Some(&org), &self.private_orgs);
        for goal in self.unread.values_mut() {
            goal.take_level_of_team(Some(&org));
        }
        self.org = Some(org);
        self.inherit_again(&(0..self.goals.len()).collect::<Vec<_>>());
    }

    fn assemble(
        sources: SourceSet,
        settings: Settings,
        read: Vec<Read>,
        (org, private_orgs): Orgs,
        unlisted: &[(String, String)],
    ) -> Self {
        let mut documents = Vec::with_capacity(read.len());
        let mut found = Vec::with_capacity(read.len());
        for Read { document, goal, .. } in read {
            documents.push(document);
            found.extend(goal);
        }
        let presences = presences(org.as_ref(), &private_orgs);
        let mut workspace = Self {
            sources,
            documents,
            goals: Vec::with_capacity(found.len()),
            settings,
            org,
            private_orgs,
            presences,
            taken: Vec::new(),
            unlisted: Vec::new(),
            other_branches: None,
            by_id: HashMap::with_capacity(found.len()),
            unread: HashMap::new(),
            has_outer: false,
        };
        workspace.has_outer = workspace.sources.files.iter().any(|file| file.root == Root::Outer);
        // Of equal ids the one in the open root wins: a private root must not change the open one.
        found.sort_by_key(|goal| workspace.file(goal.document).root);
        workspace.index(found);
        for (former, id) in unlisted {
            if let Some(goal) = workspace.find(id).filter(|_| !workspace.by_id.contains_key(former.as_str())) {
                workspace.by_id.insert(former.as_str().into(), goal);
                workspace.unlisted.push(UnlistedId { id: former.clone(), goal });
            }
        }
        let all = 0..workspace.goals.len();
        let known = (&workspace.by_id, &workspace.unread);
        inherit(&mut workspace.goals, all, known, &workspace.documents, workspace.org.as_ref());
        workspace
    }

    /// Indexes the goals: an id belongs to the first goal that has it, else to the first that had it.
    #[allow(clippy::vec_box, reason = "the goals of a workspace")]
    fn index(&mut self, found: Vec<Box<Goal>>) {
        for goal in found {
            if let Some(first) = self.by_id.get(goal.id.as_str()) {
                let first = self.goals[first.index()].document;
                let Goal { id, document, .. } = *goal;
                self.taken.push(TakenId { id, document, former: false, first });
            } else {
                let ix = GoalIx(u32::try_from(self.goals.len()).unwrap_or(u32::MAX));
                self.by_id.insert(goal.id.as_str().into(), ix);
                self.goals.push(goal);
            }
        }
        for (at, goal) in self.goals.iter().enumerate() {
            for former in &goal.formerly {
                let ix = GoalIx(u32::try_from(at).unwrap_or(u32::MAX));
                match self.by_id.get(former.as_str()) {
                    Some(taken) if *taken != ix => {
                        let first = self.goals[taken.index()].document;
                        self.taken.push(TakenId { id: former.clone(), document: goal.document, former: true, first });
                    }
                    Some(_) => {}
                    None => {
                        self.by_id.insert(former.as_str().into(), ix);
                    }
                }
            }
        }
        let mut unread = Vec::new();
        for (at, document) in (0..).map(DocIx).zip(&self.documents) {
            if let Some(id) = document.id.as_ref().filter(|id| !self.by_id.contains_key(id.as_str())) {
                let goal = Goal { id: id.clone(), document: at, ..self.salvage(at).unwrap_or_default() };
                unread.push(goal);
            }
        }
        unread.extend(self.further_goals().filter(|goal| !goal.id.is_empty() && self.find(&goal.id).is_none()));
        for mut goal in unread {
            goal.take_level_of_team(self.org.as_ref());
            self.unread.insert(goal.id.clone(), Box::new(goal));
        }
    }
}

/// Takes the organisations out of what was read. The open root's people and teams are known to a private root too.
fn orgs_of(read: &mut [Read], sources: &SourceSet) -> Orgs {
    let mut orgs = BTreeMap::new();
    for it in read {
        let root = sources.file(it.document.file).root;
        orgs.extend(it.org.take().map(|org| (root, *org)));
    }
    let mut org = orgs.remove(&Root::Own);
    if let Some(outer) = orgs.remove(&Root::Outer) {
        match &mut org {
            Some(org) => org.remember(&outer),
            None => org = Some(outer),
        }
    }
    (org, orgs)
}

/// The presence of the people who have absences, by each of their ids.
fn presences(open: Option<&Org>, private: &BTreeMap<Root, Org>) -> HashMap<String, Presence> {
    let mut absences: HashMap<&str, Vec<Absence>> = HashMap::new();
    for person in open.into_iter().chain(private.values()).flat_map(|org| &org.people) {
        // The open root knows the present id of a person whom a private one calls by an earlier id.
        let id = open.and_then(|org| org.person(&person.id)).map_or(person.id.as_str(), |it| it.id.as_str());
        absences.entry(id).or_default().extend(&person.away);
    }
    let mut presences = HashMap::new();
    for (id, absences) in absences.into_iter().filter(|(_, absences)| !absences.is_empty()) {
        let presence = Presence::new(absences);
        let earlier = open.and_then(|org| org.person(id)).map(|it| it.formerly.as_slice()).unwrap_or_default();
        presences.extend(earlier.iter().map(|id| (id.clone(), presence.clone())));
        presences.insert(id.to_owned(), presence);
    }
    presences
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILES: [(&str, &str); 7] = [
        ("a.yaml", "kind: objective\nid: a\ntitle: t\nteam: x\nperiod: 2026-Q4\n"),
        ("b.yaml", "kind: key_result\nid: b\ntitle: t\nmeasures: a\nformerly: [old]\n"),
        ("c.yaml", "kind: key_result\nid: b\ntitle: the same id\nmeasures: a\n"),
        ("d.yaml", "kind: objective\nid: d\ntitle: [\n"),
        ("e/org.yaml", "stray: true\n"),
        ("goalpost.yaml", "levels: [company, team]\n"),
        ("org.yaml", "teams: [{id: x, level: team}]\npeople: [{id: tom}]\n"),
    ];

    /// What a workspace says, in words that show every part.
    fn described(workspace: &Workspace) -> String {
        let mut ids: Vec<_> = workspace.by_id.iter().collect();
        ids.sort();
        let mut unread: Vec<_> = workspace.unread.iter().collect();
        unread.sort_by_key(|(id, _)| *id);
        let paths: Vec<_> = workspace.sources.files.iter().map(|file| (&file.path, &file.text)).collect();
        let Workspace { documents, goals, settings, org, private_orgs, presences, taken, unlisted, .. } = workspace;
        let parts = (documents, goals, settings, org, private_orgs, presences, taken, unlisted);
        format!("{paths:?} {parts:#?} {ids:?} {unread:?}")
    }

    #[test]
    fn after_a_change_everything_is_as_if_all_had_been_read_again() {
        for (path, text) in [
            ("a.yaml", "kind: objective\nid: a\ntitle: t\nteam: y\nperiod: 2026-Q3\nowner: tom\n"),
            ("a.yaml", "kind: objective\nid: other\ntitle: t\n"),
            ("a.yaml", "kind: objective\nid: [\n"),
            ("a.yaml", ""),
            ("b.yaml", "kind: key_result\nid: elsewhere\ntitle: t\nmeasures: a\n"),
            ("d.yaml", "kind: objective\nid: d\ntitle: mended\nsupports: [a]\n"),
            ("aa.yaml", "kind: objective\nid: new\ntitle: t\nformerly: [a, d]\n"),
            ("goalpost.yaml", "fiscal_year_starts: 4\n"),
            ("goalpost.yaml", "levels: ["),
            ("org.yaml", "teams: [{id: y, level: company}]\n"),
            ("org.yaml", "teams: ["),
            ("e/org.yaml", "teams: [{id: y}]\n"),
        ] {
            let changed = Workspace::read(SourceSet::from_texts(FILES)).with_files(
                vec![SourceFile::from_text(path, text)],
                None,
                &[("gone".to_owned(), "a".to_owned())],
            );
            let rest = FILES.into_iter().filter(|(other, _)| *other != path);
            let whole = SourceSet::from_texts(rest.chain([(path, text)]));
            let whole = Workspace::read_under(whole, None, &[("gone".to_owned(), "a".to_owned())]);
            assert_eq!(described(&changed), described(&whole), "{path}: {text}");
        }
    }
}
