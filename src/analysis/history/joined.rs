//! Joins the history of an included root, which often has a repository of its own, to that of the root itself: one history
//! in which commits, steps and paths of both have their places.

use std::sync::Arc;

use super::goal_history::GoalHistory;
use super::goal_revision::GoalLine;
use crate::git::Commit;
use crate::source::Root;

impl GoalHistory {
    /// Takes in the history of an included root, which lies at `name`. `is_there` tells whether the goal of an id lies there
    /// now.
    pub(super) fn join(&mut self, other: Self, root: Root, name: &str, is_there: impl Fn(&str) -> bool) {
        let offset = self.commits.len();
        self.changed_ids.extend(other.changed_ids);
        self.roots.push(root);
        self.beginnings.extend(other.beginnings.iter().map(|place| place + offset));
        self.commits.extend(other.commits.into_iter().map(|commit| moved_commit(commit, offset, name)));
        self.excluded
            .extend(other.excluded.into_iter().map(|(place, path)| (place + offset, format!("{name}/{path}"))));
        self.others.extend(other.others);
        self.ignored.extend(other.ignored.into_iter().map(|path| format!("{name}/{path}")));
        let own_steps = self.landings.join(other.landings, offset, name);
        for change in &mut self.settings.changes {
            change.step = own_steps[change.step];
        }
        for (id, line) in other.goals {
            let line = moved_line(line, offset, name);
            let own = self.goals.swap_remove(&id);
            // A goal that is in both places is that of the root where it counts.
            let is_double = self.head.contains_key(&id) && other.head.contains_key(&id);
            let line = match own {
                None => line,
                Some(own) if is_double => {
                    if is_there(&id) {
                        line
                    } else {
                        own
                    }
                }
                // It went from one to the other.
                Some(own) if other.head.contains_key(&id) || is_there(&id) => self.chain(&id, own, line),
                Some(own) => self.chain(&id, line, own),
            };
            self.goals.insert(id, line);
        }
        self.goals.sort_unstable_keys();
        for (id, (goal, path)) in other.head {
            if is_there(&id) || !self.head.contains_key(&id) {
                self.head.insert(id, (goal, format!("{name}/{path}")));
            }
        }
    }

    /// The line of a goal that was in one root and then in another: the last version there is the one before the first here.
    fn chain(&mut self, id: &str, mut first: GoalLine, mut second: GoalLine) -> GoalLine {
        let Some(version) = first.version.clone() else { return second };
        let length = first.revisions.len();
        for revision in &mut second.revisions {
            let appears = revision.appears && revision.before.iter().all(Option::is_none);
            revision.lines.iter_mut().flatten().for_each(|line| *line += length);
            if appears {
                revision.before.fill(Some(Arc::clone(&version)));
                revision.lines.fill(first.last);
            }
        }
        self.landings.connect(id);
        first.last = second.last.map(|last| last + length).or(first.last);
        first.version = second.version.or(first.version);
        first.revisions.append(&mut second.revisions);
        first
    }
}

/// A commit with its place, and paths as they are called from the root itself.
fn moved_commit(mut commit: Commit, offset: usize, name: &str) -> Commit {
    commit.parents.iter_mut().flatten().for_each(|parent| *parent += offset);
    for change in commit.changes.iter_mut().flatten() {
        change.path = format!("{name}/{}", change.path);
    }
    commit
}

fn moved_line(mut line: GoalLine, offset: usize, name: &str) -> GoalLine {
    for revision in &mut line.revisions {
        revision.commit += offset;
        revision.path = format!("{name}/{}", revision.path);
    }
    line
}
