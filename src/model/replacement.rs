//! Replaces files of goals that keep their ids: then all else of the workspace stays where it is, and nothing is moved.

use super::document::{Document, Role};
use super::goal::{Goal, GoalIx};
use super::inheritance::inherit;
use super::read_file::{Read, role_of};
use super::workspace::{UnlistedId, Workspace};
use crate::source::{Root, SourceFile};
use crate::syntax::FaultKind;

/// A file that takes the place of another with the same ids.
struct Replacement {
    file: SourceFile,
    document: Document,
    goal: Box<Goal>,
    at: GoalIx,
}

impl Workspace {
    /// Replaces files by others of the same path in which the same goals are, with the same earlier ids: the index of ids,
    /// which ids are taken, and what history adds to them follow from these alone.
    ///
    /// # Errors
    /// Something else changes, too: then nothing is done, and the files are given back.
    pub(super) fn replaced(
        &mut self,
        changed: Vec<SourceFile>,
        unlisted: &[(String, String)],
    ) -> Result<(), Vec<SourceFile>> {
        if changed.is_empty() || !self.has_unlisted(unlisted) {
            return Err(changed);
        }
        let mut replacements = Vec::with_capacity(changed.len());
        let mut changed = changed.into_iter();
        while let Some(file) = changed.next() {
            match self.replacement(file) {
                Ok(replacement) => replacements.push(replacement),
                Err(file) => {
                    let before = replacements.into_iter().map(|it| it.file);
                    return Err(before.chain([*file]).chain(changed).collect());
                }
            }
        }
        let mut replaced = Vec::with_capacity(replacements.len());
        for Replacement { file, document, goal, at } in replacements {
            let ix = goal.document.index();
            self.sources.files[document.file.0 as usize] = file;
            self.documents[ix] = document;
            self.goals[at.index()] = goal;
            replaced.push(at);
        }
        // A goal inherits from the objective that it measures, and from its team, which is the same as before.
        let of_replaced = |goal: &Goal| {
            let objective = goal.measures.as_deref().and_then(|id| self.find(id));
            objective.is_some_and(|objective| replaced.contains(&objective))
        };
        let is_heir = |(ix, goal): &(GoalIx, &Goal)| replaced.contains(ix) || of_replaced(goal);
        let heirs: Vec<usize> = self.iter().filter(is_heir).map(|(ix, _)| ix.index()).collect();
        self.inherit_again(&heirs);
        Ok(())
    }

    /// Fills in anew what goals inherit, by their indices.
    pub(super) fn inherit_again(&mut self, heirs: &[usize]) {
        for at in heirs {
            self.goals[*at].forget_inherited();
        }
        let known = (&self.by_id, &self.unread);
        inherit(&mut self.goals, heirs.iter().copied(), known, &self.documents, self.org.as_ref());
    }

    /// Reads a file that is to take the place of another; gives it back if that has or gets another id, or none.
    fn replacement(&self, file: SourceFile) -> Result<Replacement, Box<SourceFile>> {
        // What an open root's file means depends on settings that are not kept.
        let Some(ix) = self.sources.by_path(&file.path).filter(|_| file.root != Root::Outer) else {
            return Err(Box::new(file));
        };
        let before = &self.documents[ix.0 as usize];
        let kept = before.id.as_deref().and_then(|id| self.by_id.get(id)).copied();
        let kept = kept.filter(|at| self.goals[at.index()].document.0 == ix.0);
        let is_goal = role_of(file.path_in_root()) == Role::Goal && self.sources.file(ix).root == file.root;
        let Some(at) = kept.filter(|_| is_goal) else { return Err(Box::new(file)) };
        let Read { document, goal, .. } = Read::one(&file, ix, &self.settings);
        let known = &self.goals[at.index()];
        // The goals of further documents are indexed too.
        let is_one = |document: &Document| !document.faults.iter().any(|it| it.kind == FaultKind::SeveralDocuments);
        match goal.filter(|goal| goal.id == known.id && goal.formerly == known.formerly) {
            Some(goal) if document.id == before.id && is_one(before) && is_one(&document) => {
                Ok(Replacement { file, document, goal, at })
            }
            _ => Err(Box::new(file)),
        }
    }

    /// Whether these ids that only history shows lead to their goals already, and no others.
    fn has_unlisted(&self, unlisted: &[(String, String)]) -> bool {
        let is_there =
            |((former, id), it): (&(String, String), &UnlistedId)| it.id == *former && self.find(id) == Some(it.goal);
        unlisted.len() == self.unlisted.len() && unlisted.iter().zip(&self.unlisted).all(is_there)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceSet;

    /// Whether files are replaced where they are. That the result is right is tested beside the reading of all of them.
    fn is_replaced(changed: &[(&str, &str)], unlisted: &[(String, String)]) -> bool {
        let texts = [
            ("a.yaml", "kind: objective\nid: a\ntitle: t\nformerly: [old]\n"),
            ("b.yaml", "kind: objective\nid: b\ntitle: [\n"),
            ("c.yaml", "kind: objective\nid: a\ntitle: the same id\n"),
            ("goalpost.yaml", ""),
        ];
        let mut workspace = Workspace::read(SourceSet::from_texts(texts));
        let changed: Vec<_> = changed.iter().map(|(path, text)| SourceFile::from_text(*path, *text)).collect();
        let count = changed.len();
        match workspace.replaced(changed, unlisted) {
            Ok(()) => true,
            Err(given_back) => {
                assert_eq!(given_back.len(), count);
                false
            }
        }
    }

    #[test]
    fn only_goals_that_keep_their_ids_are_replaced_where_they_are() {
        let kept = ("a.yaml", "kind: objective\nid: a\ntitle: another\nformerly: [old]\n");
        assert!(is_replaced(&[kept], &[]));
        for other in [
            ("a.yaml", "kind: objective\nid: other\ntitle: t\nformerly: [old]\n"),
            ("a.yaml", "kind: objective\nid: a\ntitle: t\n"),
            ("a.yaml", "kind: objective\nid: a\ntitle: [\n"),
            ("b.yaml", "kind: objective\nid: b\ntitle: mended\n"),
            ("c.yaml", "kind: objective\nid: a\ntitle: the same id again\n"),
            ("d.yaml", "kind: objective\nid: d\ntitle: new\n"),
            ("goalpost.yaml", "levels: [a, b]\n"),
        ] {
            assert!(!is_replaced(&[other], &[]), "{other:?}");
            assert!(!is_replaced(&[kept, other], &[]) && !is_replaced(&[other, kept], &[]), "{other:?} with another");
        }
        assert!(!is_replaced(&[kept], &[("gone".to_owned(), "a".to_owned())]), "an id that leads nowhere yet");
    }
}
