//! Which commits tell of goals: those that git shows of the folder, and all that the trunk itself had.

use std::collections::{BTreeMap, BTreeSet};

use super::{ancestors, goal_files};
use crate::random_histories::story::Story;

/// For each commit that is followed from one back the parents by which it goes on.
pub(super) fn follow(story: &Story, tip: usize, aside: &BTreeSet<&str>) -> BTreeMap<usize, Vec<usize>> {
    let (line, mut through) = (trunk(story, tip), Vec::new());
    loop {
        let followed = simplified(story, tip, &through);
        let known = through.len();
        for at in 1..line.len() {
            let (before, place) = (line[at - 1], line[at]);
            let Some(parents) = followed.get(&place).filter(|parents| !parents.contains(&before)) else { continue };
            // Back to where the way that is followed comes from the line. A branch that took the line in and kept nothing of it
            // does not come from there.
            let behind = ancestors(parents[0], |place| followed.get(&place).cloned().unwrap_or_default());
            let is_passed = |at: &usize| !behind.contains(&line[*at]) && line[*at] != parents[0];
            let mut passed = (1..at).rev().take_while(is_passed);
            if passed.any(|at| differ(story, line[at - 1], line[at], aside) && !followed.contains_key(&line[at])) {
                through.push(place);
            }
        }
        // By way of these there may be others.
        if through.len() == known {
            return followed;
        }
    }
}

/// History simplification, as git-log(1) has it: a commit whose folder is that of a parent goes on with that parent alone, but
/// for some that go on with all.
fn simplified(story: &Story, tip: usize, through: &[usize]) -> BTreeMap<usize, Vec<usize>> {
    let (mut followed, mut open) = (BTreeMap::new(), vec![tip]);
    while let Some(place) = open.pop() {
        if followed.contains_key(&place) {
            continue;
        }
        let commit = &story.commits[place];
        let is_same = |parent: &&usize| story.commits[**parent].files == commit.files && !through.contains(&place);
        let same = commit.parents.iter().find(is_same);
        let parents = same.map_or_else(|| commit.parents.clone(), |same| vec![*same]);
        open.extend(&parents);
        followed.insert(place, parents);
    }
    followed
}

/// The commits of the trunk, the oldest first: along first parents, and through the parent that a merge of the trunk names.
pub(super) fn trunk(story: &Story, tip: usize) -> Vec<usize> {
    let (mut line, mut at) = (Vec::new(), Some(tip));
    while let Some(place) = at {
        line.push(place);
        let commit = &story.commits[place];
        let pulls = commit.parents.len() == 2 && commit.subject().starts_with("Merge branch 'main'");
        at = commit.parents.get(usize::from(pulls)).copied();
    }
    line.reverse();
    line
}

/// Whether the goal files of two commits differ.
pub(super) fn differ(story: &Story, one: usize, other: usize, aside: &BTreeSet<&str>) -> bool {
    let files = |place: usize| goal_files(&story.commits[place].files, aside);
    !files(one).eq(files(other))
}
