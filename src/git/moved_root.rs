//! Finds the folder in which the goals were before a commit moved them.

use std::collections::HashSet;
use std::rc::Rc;

use super::commit_table::{CommitNumber, CommitTable};
use super::entry_budget::EntryBudget;
use super::error::GitError;
use super::oids::{Oid, OidMap};
use super::tree::{Kind, TreeEntry, Trees};
use crate::source::{MAX_BYTES, SETTINGS_FILE};

/// A folder that contains `goalpost.yaml`: its path from the searched folder, and its tree.
type RootCandidate = (String, Oid);

/// The deepest level that is searched, which bounds the recursion.
const MAX_DEPTH: usize = 40;

/// The most folders with a `goalpost.yaml` that are compared.
const MAX_CANDIDATES: usize = 1000;

/// For so many commits the goals' folder may be away before it is elsewhere, or back.
const MOST_AWAY: usize = 256;

/// A folder in which goals of another one lay.
#[derive(Debug)]
struct FoundRoot {
    /// Its path from the searched folder.
    path: String,
    /// Whether it has no more than half of the other's goals, though most of its own are there. It is the same root only if it
    /// is gone: else the other one has taken over some of its goals.
    is_small: bool,
}

/// What a search of a commit's tree found.
#[derive(Debug)]
enum SearchedTree {
    Goals(FoundRoot),
    /// No root at all.
    NoRoot,
    /// None but other roots.
    OtherRoots,
    /// It could not be searched.
    Unread,
}

/// Where the goals' folder lay before a commit that has it at another path.
#[derive(Debug, Clone, Copy)]
pub(super) struct EarlierRoot {
    /// The nearest commit before that has the folder, with its path there.
    pub(super) commit: CommitNumber,
    /// Whether a root lies at that path today too: what stayed behind there is not gone.
    pub(super) is_copied: bool,
    /// Whether it lay at the same path, along first parents: a commit in between removed it.
    pub(super) is_back: bool,
}

/// Searches the trees of commits for the goals' folder. Results are cached, because successive commits share most
/// trees.
#[derive(Debug, Default)]
pub(super) struct RootSearch {
    found: OidMap<Rc<Vec<RootCandidate>>>,
    budget: EntryBudget,
}

impl RootSearch {
    /// A parent with the goals' folder where it lay before a commit moved it; `tip` is the tree of today.
    pub(super) fn moved_from(
        &mut self,
        table: &mut CommitTable<'_>,
        parent: CommitNumber,
        goals: Oid,
        tip: Oid,
    ) -> Result<Option<EarlierRoot>, GitError> {
        let Some((commit, FoundRoot { path, is_small }, is_beside)) = self.last_root(table, parent, goals)? else {
            return Ok(None);
        };
        let is_same_path = path == table.root(parent);
        let is_copied = !is_same_path && has_settings(&mut table.trees, tip, &path)?;
        if is_copied && is_small {
            return Ok(None);
        }
        let root = table.root_number(&path);
        let is_back = is_same_path && !is_beside;
        Ok(Some(EarlierRoot { commit: table.at_root(commit, root)?, is_copied, is_back }))
    }

    /// The nearest commit from a parent back that has the goals' folder somewhere, and where. The folder may have been
    /// removed in one commit and added elsewhere in a later one; or a merge dropped it by taking all of a side that
    /// never had it: the last part tells that it was found on a side of a merge by which history does not go. Beyond a
    /// commit with other roots it is looked for at its own path alone.
    fn last_root(
        &mut self,
        table: &mut CommitTable<'_>,
        parent: CommitNumber,
        goals: Oid,
    ) -> Result<Option<(CommitNumber, FoundRoot, bool)>, GitError> {
        let (mut at, mut is_alone, mut is_beside, path) = (parent, true, false, table.root(parent).to_owned());
        for _ in 0..=MOST_AWAY {
            match if is_alone { self.root_in(table, at, goals)? } else { SearchedTree::OtherRoots } {
                SearchedTree::Goals(found) => return Ok(Some((at, found, is_beside))),
                SearchedTree::NoRoot => {}
                SearchedTree::OtherRoots => is_alone = false,
                SearchedTree::Unread => break,
            }
            let parents = if table.is_cut(at) { Vec::new() } else { table.parents(at)? };
            let Some((first, others)) = parents.split_first() else { break };
            for other in others {
                if is_alone {
                    if let SearchedTree::Goals(found) = self.root_in(table, *other, goals)? {
                        return Ok(Some((*other, found, true)));
                    }
                } else {
                    let tree = table.tree(*other)?;
                    if has_settings(&mut table.trees, tree, &path)? {
                        return Ok(Some((*other, FoundRoot { path, is_small: false }, true)));
                    }
                }
            }
            // From a merge without it history goes on along a parent without it.
            is_beside = false;
            for other in others {
                is_beside |= table.folder(*other)?.is_none();
            }
            at = *first;
        }
        Ok(None)
    }

    /// Searches the tree of a commit for the goals' folder.
    fn root_in(
        &mut self,
        table: &mut CommitTable<'_>,
        commit: CommitNumber,
        goals: Oid,
    ) -> Result<SearchedTree, GitError> {
        let (tree, own) = (table.tree(commit)?, table.root(commit).to_owned());
        // What cannot be searched, because it is too much or a partial clone left it out, begins here.
        Ok(match self.find(&mut table.trees, tree, goals, &own) {
            Ok(Some(found)) => SearchedTree::Goals(found),
            Ok(None) if self.has_root(tree) => SearchedTree::OtherRoots,
            Ok(None) => SearchedTree::NoRoot,
            Err(_) => SearchedTree::Unread,
        })
    }

    /// The folder with a `goalpost.yaml` below a tree that has the most goals of another folder, by id; `own` is the path of
    /// that, where the same root lies whatever goals it has.
    ///
    /// None if no folder has more than half of them, or more than half of its own goals there: a new root may start with a
    /// goal or two of an old one, and goals may be added with the move.
    fn find(&mut self, trees: &mut Trees<'_>, tree: Oid, goals: Oid, own: &str) -> Result<Option<FoundRoot>, GitError> {
        let candidates = self.candidates(trees, tree, 0)?;
        if let Some((path, _)) = candidates.iter().find(|(path, folder)| *folder == goals || path == own) {
            return Ok(Some(FoundRoot { path: path.clone(), is_small: false }));
        }
        let own = if candidates.is_empty() { HashSet::new() } else { self.ids(trees, goals)? };
        let mut best: Option<(usize, &String, bool)> = None;
        for (path, folder) in candidates.iter() {
            let theirs = self.ids(trees, *folder)?;
            let shared = theirs.intersection(&own).count();
            let is_small = shared * 2 <= own.len();
            let is_same = !is_small || shared * 2 > theirs.len();
            if is_same && best.as_ref().is_none_or(|(most, ..)| shared > *most) {
                best = Some((shared, path, is_small));
            }
        }
        Ok(best.map(|(_, path, is_small)| FoundRoot { path: path.clone(), is_small }))
    }

    /// Whether a tree that was searched has a folder with a `goalpost.yaml`.
    fn has_root(&self, tree: Oid) -> bool {
        self.found.get(&tree).is_some_and(|found| !found.is_empty())
    }

    /// The folders with a `goalpost.yaml` in a tree that was searched.
    pub(super) fn roots_of(&self, tree: Oid) -> Vec<String> {
        self.found.get(&tree).into_iter().flat_map(|found| found.iter()).map(|(path, _)| path.clone()).collect()
    }

    /// The only folder with a `goalpost.yaml` below a tree; none if there are several or none.
    pub(super) fn find_only(&mut self, trees: &mut Trees<'_>, tree: Oid) -> Result<Option<String>, GitError> {
        let candidates = self.candidates(trees, tree, 0)?;
        Ok(if let [(path, _)] = &candidates[..] { Some(path.clone()) } else { None })
    }

    /// All folders with a `goalpost.yaml` in a tree.
    fn candidates(
        &mut self,
        trees: &mut Trees<'_>,
        tree: Oid,
        depth: usize,
    ) -> Result<Rc<Vec<RootCandidate>>, GitError> {
        if let Some(known) = self.found.get(&tree) {
            return Ok(Rc::clone(known));
        }
        let mut found = Vec::new();
        for entry in trees.entries(tree)?.entries() {
            self.budget.take()?;
            match entry.kind {
                Kind::File if entry.name == SETTINGS_FILE.as_bytes() => found.push((String::new(), tree)),
                Kind::Folder if depth < MAX_DEPTH => {
                    // The path of a root must be text, so a folder whose name is not UTF-8 is skipped.
                    let Ok(name) = std::str::from_utf8(entry.name) else { continue };
                    for (below, folder) in self.candidates(trees, entry.oid, depth + 1)?.iter() {
                        // A few objects can make a tree of more folders than there is time.
                        if found.len() >= MAX_CANDIDATES {
                            return Err(GitError::TooManyFiles(MAX_CANDIDATES));
                        }
                        let path = if below.is_empty() { name.to_owned() } else { format!("{name}/{below}") };
                        found.push((path, *folder));
                    }
                }
                _ => {}
            }
        }
        let found = Rc::new(found);
        self.found.insert(tree, Rc::clone(&found));
        Ok(found)
    }

    /// The ids of the goals in a folder. They are read by line, as parsing every file of every commit would take too
    /// long.
    fn ids(&mut self, trees: &mut Trees<'_>, folder: Oid) -> Result<HashSet<String>, GitError> {
        let mut ids = HashSet::new();
        for file in trees.differences(None, Some(folder))? {
            self.budget.take()?;
            let Some(oid) = file.new else { continue };
            ids.extend(trees.file(oid, MAX_BYTES)?.and_then(|text| id_of(&text)));
        }
        Ok(ids)
    }
}

/// Whether a folder of a tree has a `goalpost.yaml`.
pub(super) fn has_settings(trees: &mut Trees<'_>, tree: Oid, path: &str) -> Result<bool, GitError> {
    let is_settings = |it: TreeEntry<'_>| it.name == SETTINGS_FILE.as_bytes() && it.kind == Kind::File;
    Ok(match trees.folder(tree, path)? {
        Some(folder) => trees.entries(folder)?.entries().any(is_settings),
        None => false,
    })
}

/// The id in a goal file, if its line starts with `id:`.
fn id_of(text: &[u8]) -> Option<String> {
    let line = text.split(|byte| *byte == b'\n').find_map(|line| line.strip_prefix(b"id:"))?;
    let value = String::from_utf8_lossy(line);
    let value = value.split(" #").next()?.trim().trim_matches(['"', '\'']);
    (!value.is_empty()).then(|| value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_read_from_its_line() {
        assert_eq!(id_of(b"kind: kpi\nid: uptime # of the shop\n").as_deref(), Some("uptime"));
        assert_eq!(id_of(b"id: \"a.b\"\r\n").as_deref(), Some("a.b"));
        assert_eq!((id_of(b"  id: set-in\n"), id_of(b"id:\n"), id_of(b"")), (None, None, None));
    }
}
