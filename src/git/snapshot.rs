//! The goals of a revision or of the index as a set of sources, with the same files that a checkout would have.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use git2::ObjectType;

use super::commit::parse_raw;
use super::error::GitError;
use super::listing::{Listed, Listing};
use super::moved_root::RootSearch;
use super::objects::{FileContent, Objects};
use super::oids::{Oid, short_id};
use super::repository::Repository;
use super::tree::{Kind, MAX_PATH, Trees};
use crate::source::{
    IgnoreRules, ReadFault, Root, SETTINGS_FILE, SourceFile, SourceSet, is_garbled, is_hidden_path, is_ignore_file,
    is_yaml,
};

/// The files to read according to a root's settings.
#[derive(Debug, Default)]
pub struct ReadScope {
    /// The patterns of files to exclude.
    pub exclude: Vec<String>,
    /// The further roots, each with its path relative to the root.
    pub further: Vec<(Root, String)>,
}

/// A root in a snapshot.
struct SnapshotRoot {
    root: Root,
    name: String,
    /// Its folder from the top of the repository.
    folder: String,
}

impl Repository {
    /// The goals of a commit. `reach` returns, for the settings file of that commit, what to exclude and which further
    /// roots of this repository to read.
    ///
    /// # Errors
    /// The commit has no goals, or an object is missing or corrupt.
    pub fn at(&self, commit: Oid, reach: impl Fn(&SourceFile) -> ReadScope) -> Result<SourceSet, GitError> {
        let mut trees = Trees::new(Objects::new(self)?);
        let tree = tree_of(&trees, commit)?;
        let sources = self.sources(&Listing::of_tree(&mut trees, tree)?, reach)?;
        if sources.files.is_empty() {
            let revision = short_id(&commit.to_string()).to_owned();
            return Err(GitError::NoGoalsThere { root: self.root().to_owned(), revision });
        }
        Ok(sources)
    }

    /// The first file anywhere in the repository that differs between two commits, but for those of which `is_known` is true
    /// of the path from the top; none if there is no such file.
    ///
    /// # Errors
    /// An object is missing or corrupt.
    pub fn other_difference(
        &self,
        from: Oid,
        to: Oid,
        is_known: impl Fn(&str) -> bool,
    ) -> Result<Option<String>, GitError> {
        let mut trees = Trees::new(Objects::new(self)?);
        let sides = (tree_of(&trees, from)?, tree_of(&trees, to)?);
        trees.differ_beside(Some(sides.0), Some(sides.1), |path, kind| kind == Kind::File && is_known(path))
    }

    /// The one folder with a `goalpost.yaml` in a commit, from the top; none where there are several or none.
    ///
    /// # Errors
    /// An object is missing, or there are too many.
    pub fn only_root(&self, commit: Oid) -> Result<Option<String>, GitError> {
        let mut trees = Trees::new(Objects::new(self)?);
        let tree = tree_of(&trees, commit)?;
        RootSearch::default().find_only(&mut trees, tree)
    }

    /// The goals of the index, which the next commit would contain.
    ///
    /// # Errors
    /// The index cannot be read, or an object is missing.
    pub fn staged(&self, reach: impl Fn(&SourceFile) -> ReadScope) -> Result<SourceSet, GitError> {
        self.sources(&self.index()?, reach)
    }

    fn sources(
        &self,
        Listing { files, links, deep }: &Listing,
        reach: impl Fn(&SourceFile) -> ReadScope,
    ) -> Result<SourceSet, GitError> {
        let folder_of = |path: &'_ str| match path.rsplit_once('/') {
            Some((folder, name)) => (name == SETTINGS_FILE).then_some(folder.len()),
            None => (path == SETTINGS_FILE).then_some(0),
        };
        let settings: HashMap<&str, Oid> =
            files.iter().filter_map(|(path, oid)| Some((&path[..folder_of(path)?], *oid))).collect();
        let reach_of = |folder: &str| match settings.get(folder) {
            Some(oid) => Ok(reach(&self.read(SourceFile::named(SETTINGS_FILE), *oid)?)),
            None => Ok(ReadScope::default()),
        };
        let own = reach_of(&self.root)?;
        let mut excludes = vec![(self.root.clone(), own.exclude)];
        let mut seen = HashSet::from([self.root.clone()]);
        let mut places = vec![SnapshotRoot { root: Root::Own, name: String::new(), folder: self.root.clone() }];
        for (root, name) in own.further {
            let Some(folder) = joined(&self.root, &name) else { continue };
            let is_around = root != Root::Outer && is_within(&self.root, &folder);
            if is_around || !seen.insert(folder.clone()) {
                continue;
            }
            excludes.push((folder.clone(), reach_of(&folder)?.exclude));
            places.push(SnapshotRoot { root, name, folder });
        }
        let by_folder: HashMap<&str, &SnapshotRoot> =
            places.iter().map(|place| (place.folder.as_str(), place)).collect();
        // Roots may be nested: a file belongs to the innermost root that contains it.
        let place_of = |path: &str| {
            let mut above = path.match_indices('/').map(|(end, _)| &path[..end]).rev().chain([""]);
            above.find_map(|folder| by_folder.get(folder)).copied()
        };
        let ignores = self.ignores(files)?;
        // What git tracks no `info/exclude` of a clone hides.
        let rules = IgnoreRules::new(&ignores, &excludes);
        let counts = |path: &str| {
            let place = place_of(path).filter(|_| is_yaml(path))?;
            let below = path[place.folder.len()..].trim_start_matches('/');
            (!is_hidden_path(below) && !rules.covers(path)).then(|| (place, below.to_owned()))
        };
        let found: Vec<_> = files.iter().filter_map(|(path, oid)| Some((counts(path)?, *oid))).collect();
        self.fetch_missing(found.iter().map(|(_, oid)| *oid))?;
        let named = |place: &SnapshotRoot, below: String| match place.root {
            Root::Own => SourceFile::named(below),
            root => SourceFile::named(format!("{}/{below}", place.name)).in_root(root, &place.name),
        };
        let mut read = Vec::with_capacity(found.len());
        for ((place, below), oid) in found {
            read.push(self.read(named(place, below), oid)?);
        }
        for (path, oid) in links {
            let Some((place, below)) = counts(path) else { continue };
            let target = String::from_utf8_lossy(&self.blob(*oid)?).into_owned();
            let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
            // Where it leads is known by its text alone: a link inside the root is another name of a file that is read.
            if joined(folder, &target).is_none_or(|there| !is_within(&there, &place.folder)) {
                read.push(named(place, below).failed(ReadFault::LinkOut));
            }
        }
        for path in deep {
            let Some(place) = place_of(path) else { continue };
            let below = path[place.folder.len()..].trim_start_matches('/');
            if !is_hidden_path(below) && !rules.covers(path) {
                let end = below.floor_char_boundary(SHOWN_OF_DEEP);
                let reason = format!("its path is longer than {MAX_PATH} bytes");
                read.push(named(place, format!("{}…", &below[..end])).failed(ReadFault::Unreadable(reason)));
            }
        }
        Ok(SourceSet::new(self.home().join(&self.root), read))
    }

    /// Reads a file that is named and assigned to its root.
    fn read(&self, file: SourceFile, oid: Oid) -> Result<SourceFile, GitError> {
        if is_garbled(&file.path) {
            return Ok(file.failed(ReadFault::Garbled));
        }
        Ok(match Objects::new(self)?.file(oid, file.most_bytes())? {
            FileContent::Whole(bytes) => file.filled_with_bytes(bytes),
            FileContent::TooLarge(bytes) => file.failed(ReadFault::TooLarge { bytes }),
        })
    }

    /// The YAML files of the goals' folder in a commit with their blobs, and the rules by which files were left out: the
    /// `.gitignore` files of the folder in that commit, and the patterns of `exclude`.
    ///
    /// # Errors
    /// An object is missing or corrupt.
    pub fn files(&self, commit: Oid, exclude: &[String]) -> Result<(Vec<(String, Oid)>, IgnoreRules), GitError> {
        self.files_in(commit, &self.root, exclude)
    }

    /// The same of a commit in which the goals' folder lay elsewhere, from the top.
    ///
    /// # Errors
    /// An object is missing or corrupt.
    pub fn files_in(
        &self,
        commit: Oid,
        root: &str,
        exclude: &[String],
    ) -> Result<(Vec<(String, Oid)>, IgnoreRules), GitError> {
        let (mut files, rules) = self.listed(commit, root, exclude)?;
        files.retain(|(path, _)| !rules.covers(path));
        Ok((files, rules))
    }

    /// The YAML files of the goals' folder in a commit that only `.gitignore` leaves out, with their blobs.
    ///
    /// # Errors
    /// An object is missing or corrupt.
    pub fn ignored_files(&self, commit: Oid, exclude: &[String]) -> Result<Vec<(String, Oid)>, GitError> {
        let (mut files, rules) = self.listed(commit, &self.root, exclude)?;
        files.retain(|(path, _)| rules.ignores(path) && !rules.excludes(path));
        Ok(files)
    }

    /// The YAML files of a folder in a commit, hidden ones aside, and the rules by which some are left out.
    fn listed(&self, commit: Oid, root: &str, exclude: &[String]) -> Result<(Vec<Listed>, IgnoreRules), GitError> {
        let mut trees = Trees::new(Objects::new(self)?);
        let tree = tree_of(&trees, commit)?;
        let mut files = match trees.folder(tree, root)? {
            Some(folder) => Listing::of_tree(&mut trees, folder)?.files,
            None => Vec::new(),
        };
        let rules = IgnoreRules::new(&self.ignores(&files)?, &[(String::new(), exclude.to_vec())]);
        files.retain(|(path, _)| is_yaml(path) && !is_hidden_path(path));
        Ok((files, rules))
    }

    /// The texts of the `.gitignore` files among some files, each with its folder.
    fn ignores(&self, files: &[Listed]) -> Result<Vec<(String, String)>, GitError> {
        let found = || files.iter().filter(|(path, _)| is_ignore_file(path));
        self.fetch_missing(found().map(|(_, oid)| *oid))?;
        let mut ignores = Vec::new();
        for (path, oid) in found() {
            let folder = path.trim_end_matches(".gitignore").trim_end_matches('/').to_owned();
            ignores.push((folder, String::from_utf8_lossy(&self.blob(*oid)?).into_owned()));
        }
        Ok(ignores)
    }

    /// Whether a path relative to the goals' folder is inside this repository.
    pub fn holds(&self, include: &str) -> bool {
        joined(&self.root, include).is_some()
    }

    /// The paths from the top of the goals' folder and of the included roots that are inside this repository.
    pub fn goals_folders(&self, include: &[String]) -> Vec<String> {
        let included = include.iter().filter_map(|include| joined(&self.root, include));
        std::iter::once(self.root.clone()).chain(included).collect()
    }
}

/// The length in bytes to which the path of a folder that lies too deep is cut.
const SHOWN_OF_DEEP: usize = 60;

/// The tree of a commit.
pub(super) fn tree_of(trees: &Trees<'_>, commit: Oid) -> Result<Oid, GitError> {
    let raw = parse_raw(trees.raw(commit, ObjectType::Commit)?.data());
    raw.map(|raw| raw.tree)
        .ok_or_else(|| GitError::Broken { oid: commit.to_string(), reason: "not a commit".to_owned() })
}

/// Whether a folder is `other` or inside it.
fn is_within(folder: &str, other: &str) -> bool {
    other.is_empty() || folder.strip_prefix(other).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Joins a relative path to a folder of the repository; none if it leads out of the repository.
fn joined(root: &str, relative: &str) -> Option<String> {
    if Path::new(relative).is_absolute() {
        return None;
    }
    let mut parts: Vec<&str> = root.split('/').filter(|part| !part.is_empty()).collect();
    for part in relative.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_way_out_of_the_repository_is_none() {
        assert_eq!(joined("okrs", "../people").as_deref(), Some("people"));
        assert_eq!(joined("a/b", "./c/").as_deref(), Some("a/b/c"));
        assert_eq!(joined("", "../people"), None);
        assert_eq!(joined("okrs", "/etc"), None);
    }
}
