//! The demo's history told from its first commit to its last, into a repository.

use std::collections::BTreeMap;

use super::change::Files;
use super::step::{Deed, MAIN, Step};
use crate::git::{Composer, Composition, GitError, Oid};

/// A branch as it is so far.
#[derive(Debug, Clone, Default)]
struct Branch {
    tip: Option<Oid>,
    files: Files,
    /// What it had where it began.
    base: Files,
}

/// A repository in the making.
pub(super) struct Story {
    composer: Composer,
    branches: BTreeMap<&'static str, Branch>,
    /// How many commits there are.
    pub(super) commits: usize,
}

impl Story {
    pub(super) fn new(composer: Composer) -> Self {
        Self { composer, branches: BTreeMap::from([(MAIN, Branch::default())]), commits: 0 }
    }

    /// Makes the next commit.
    pub(super) fn tell(&mut self, step: &Step) -> Result<(), GitError> {
        let mut branch = self.branch(step.branch);
        let mut parents: Vec<Oid> = branch.tip.into_iter().collect();
        match step.deed {
            Deed::FileChange(changes) => changes.iter().for_each(|change| change.make(&mut branch.files)),
            Deed::Merge(name) => {
                let other = self.branch(name);
                parents.extend(other.tip);
                take_in(&mut branch.files, &other);
            }
        }
        let (landed, committer) = step.landed.unwrap_or((step.at, step.by));
        let tip = self.composer.commit(&Composition {
            files: &branch.files,
            parents: &parents,
            author: &step.by.sign(step.at),
            committer: &committer.sign(landed),
            message: step.message,
        })?;
        if let Some(tag) = step.tag {
            self.composer.tag(tag, tip)?;
        }
        branch.tip = Some(tip);
        self.branches.insert(step.branch, branch);
        self.commits += 1;
        Ok(())
    }

    /// The files of a branch as they are so far.
    #[cfg(test)]
    pub(super) fn files(&self, branch: &str) -> &Files {
        &self.branches[branch].files
    }

    /// A branch by its name; a new one begins where the trunk is.
    fn branch(&self, name: &str) -> Branch {
        self.branches.get(name).cloned().unwrap_or_else(|| {
            let trunk = &self.branches[MAIN];
            Branch { tip: trunk.tip, files: trunk.files.clone(), base: trunk.files.clone() }
        })
    }

    /// Writes the last state to the folder, and gives the last commit with the files in it.
    pub(super) fn end(self) -> Result<(Oid, Files), GitError> {
        let trunk = &self.branches[MAIN];
        let (tip, files) = (trunk.tip.expect("the demo has commits"), trunk.files.clone());
        self.composer.finish(tip)?;
        Ok((tip, files))
    }
}

/// Takes over what another branch has changed since it began. The demo's branches never change the same file.
fn take_in(files: &mut Files, other: &Branch) {
    for (path, text) in &other.files {
        let before = other.base.get(path);
        if before != Some(text) {
            assert_eq!(files.get(path), before, "{path} was changed on both branches");
            files.insert(path.clone(), text.clone());
        }
    }
}
