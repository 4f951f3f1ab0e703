//! Makes a story smaller as long as something stays wrong with it.

use super::story::{Commit, Story};

/// The most stories that are tried.
const TRIES: usize = 400;

/// Makes a story smaller; none if there is nothing to change.
type Change = dyn Fn(&Story) -> Option<Story>;

/// A smaller story of which the same is true.
pub(super) fn shrink(mut story: Story, is_wrong: impl Fn(&Story) -> bool) -> Story {
    let mut tries = TRIES;
    loop {
        let size = (story.commits.len(), story.list().len());
        let mut candidates: Vec<Box<Change>> = Vec::new();
        for place in (0..story.commits.len()).rev() {
            candidates.push(Box::new(move |story| without_commit(story, place)));
        }
        for place in (0..story.commits.len()).rev() {
            for parent in 0..story.commits[place].parents.len() {
                candidates.push(Box::new(move |story| without_parent(story, place, parent)));
            }
        }
        let paths: Vec<String> = story.commits.iter().flat_map(|it| it.files.keys().cloned()).collect();
        for path in paths {
            candidates.push(Box::new(move |story| without_file(story, &path)));
        }
        for place in 0..story.commits.len() {
            candidates.push(Box::new(move |story| with_plain_times(story, place)));
        }
        for candidate in candidates {
            if tries == 0 {
                return story;
            }
            if let Some(smaller) = candidate(&story).filter(|it| !it.commits.is_empty()) {
                tries -= 1;
                if is_wrong(&smaller) {
                    story = smaller;
                }
            }
        }
        if (story.commits.len(), story.list().len()) >= size {
            return story;
        }
    }
}

/// Without a commit: those after it come after its first parent.
fn without_commit(story: &Story, place: usize) -> Option<Story> {
    let gone = story.commits.get(place)?;
    let first = *gone.parents.first()?;
    let instead = |parents: &[usize]| {
        let mut instead = Vec::new();
        for parent in parents.iter().map(|parent| if *parent == place { first } else { *parent }) {
            if !instead.contains(&parent) {
                instead.push(parent);
            }
        }
        instead
    };
    let commits: Vec<Commit> =
        story.commits.iter().map(|it| Commit { parents: instead(&it.parents), ..it.clone() }).collect();
    let last = commits.len() - 1;
    let last = if place == last { first } else { last };
    Some(Story { commits, ..story.clone() }.without_the_rest(last))
}

fn without_parent(story: &Story, place: usize, parent: usize) -> Option<Story> {
    let mut story = story.clone();
    let parents = &mut story.commits.get_mut(place)?.parents;
    if parents.len() < 2 || parent >= parents.len() {
        return None;
    }
    parents.remove(parent);
    let last = story.commits.len() - 1;
    Some(story.without_the_rest(last))
}

/// Without a file that no other needs.
fn without_file(story: &Story, path: &str) -> Option<Story> {
    if ["goalpost.yaml", "o.yaml", "o2.yaml", "u.yaml", "u2.yaml"].contains(&path)
        || !story.commits.iter().any(|it| it.files.contains_key(path))
    {
        return None;
    }
    let mut story = story.clone();
    story.commits.iter_mut().for_each(|it| drop(it.files.remove(path)));
    Some(story)
}

/// With a commit that is written and committed at once, in UTC.
fn with_plain_times(story: &Story, place: usize) -> Option<Story> {
    let mut story = story.clone();
    let it = story.commits.get_mut(place)?;
    let before = it.clone();
    it.committed.zone = 0;
    it.authored = it.committed;
    ((before.committed, before.authored) != (it.committed, it.authored)).then_some(story)
}
