//! Builds the branches of the demo's repository from its story.

use std::collections::BTreeMap;

use crate::git::{Composer, Composition, GitError, Oid, Signature, Story, StoryCommit, StoryTime};

/// The trunk's name.
pub(super) const TRUNK: &str = "main";

/// The files of a branch: texts by path.
pub(super) type Files = BTreeMap<String, String>;

/// A repository that is being built.
pub(super) struct Branches<'s> {
    story: &'s Story,
    composer: Composer,
    by_name: BTreeMap<&'s str, Branch>,
}

/// The state of a branch.
#[derive(Debug, Clone, Default)]
struct Branch {
    tip: Option<Oid>,
    files: Files,
    /// The files at its start.
    base: Files,
}

impl<'s> Branches<'s> {
    pub(super) fn new(composer: Composer, story: &'s Story) -> Self {
        Self { story, composer, by_name: BTreeMap::from([(TRUNK, Branch::default())]) }
    }

    /// Makes the next commit of the story.
    ///
    /// # Panics
    /// The commit does not fit the files. The demo's do: its story is fixed, and a test makes all of it.
    pub(super) fn commit(&mut self, commit: &'s StoryCommit) -> Result<(), GitError> {
        let name = branch_of(commit);
        let mut branch = self.branch(name);
        let mut parents: Vec<Oid> = branch.tip.into_iter().collect();
        if let Some(merged) = &commit.merge {
            let other = self.branch(merged);
            parents.extend(other.tip);
            take_in(&mut branch.files, &other);
        }
        for change in &commit.changes {
            change.apply(&mut branch.files).expect("the demo's changes fit its files");
        }
        let (committer, landed) = commit.landed.as_ref().map_or((&commit.author, commit.written), |(by, at)| (by, *at));
        let tip = self.composer.commit(&Composition {
            files: &branch.files,
            parents: &parents,
            author: &sign(self.story, &commit.author, commit.written),
            committer: &sign(self.story, committer, landed),
            message: &commit.message(),
        })?;
        if let Some(tag) = &commit.tag {
            self.composer.tag(tag, tip)?;
        }
        branch.tip = Some(tip);
        self.by_name.insert(name, branch);
        Ok(())
    }

    /// Returns the files after the last commit.
    #[cfg(test)]
    pub(super) fn files(&self, commit: &StoryCommit) -> &Files {
        &self.by_name[branch_of(commit)].files
    }

    /// Returns a branch by name. A new branch starts at the trunk.
    fn branch(&self, name: &str) -> Branch {
        self.by_name.get(name).cloned().unwrap_or_else(|| {
            let trunk = &self.by_name[TRUNK];
            Branch { tip: trunk.tip, files: trunk.files.clone(), base: trunk.files.clone() }
        })
    }

    /// Checks out the last state, and returns the last commit with its files.
    pub(super) fn finish(mut self) -> Result<(Oid, Files), GitError> {
        let trunk = self.by_name.remove(TRUNK).unwrap_or_default();
        let tip = trunk.tip.expect("the demo has commits");
        self.composer.finish(tip)?;
        Ok((tip, trunk.files))
    }
}

fn branch_of(commit: &StoryCommit) -> &str {
    commit.branch.as_deref().unwrap_or(TRUNK)
}

fn sign(story: &Story, person: &str, at: StoryTime) -> Signature {
    story.sign(person, at).expect("a story that names people names all")
}

/// Merges the changes that another branch made since its start. The branches of the demo never change the same file.
fn take_in(files: &mut Files, other: &Branch) {
    for (path, text) in &other.files {
        let before = other.base.get(path);
        if before != Some(text) {
            assert_eq!(files.get(path), before, "{path} was changed on both branches");
            files.insert(path.clone(), text.clone());
        }
    }
}
