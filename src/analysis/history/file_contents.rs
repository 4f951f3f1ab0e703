//! The distinct contents that goal files had in history, each read once.

use std::sync::Arc;

use foldhash::{HashMap, HashMapExt as _};
use rayon::prelude::*;

use crate::git::{Commit, GitError, Oid, OidMap, OidSet, Repository};
use crate::model::{Goal, Page, Settings, Workspace};
use crate::source::{ORG_FILE, SETTINGS_FILE, SourceFile};

/// How many contents are fetched from git before they are parsed together.
const BATCH: usize = 4096;

/// The least number of files that one thread parses.
const FILES_AT_ONCE: usize = 64;

/// A distinct content of a goal file.
pub(super) enum FileContents {
    /// The goal in it.
    Goal(Arc<Goal>),
    /// No goal can be read from it; the id in it, if one can be read.
    Broken(Option<String>),
}

impl FileContents {
    pub(super) fn of(page: &Page) -> Self {
        match page.goal() {
            // A number of a goalpost that stands in quotes is the number to all who read the file.
            Some(goal) => Self::Goal(Arc::clone(goal.meant.as_ref().unwrap_or(goal))),
            None => Self::Broken(page.id().map(str::to_owned)),
        }
    }

    /// Whether the goal in it had other ids.
    pub(super) fn has_former_ids(&self) -> bool {
        matches!(self, Self::Goal(goal) if !goal.formerly.is_empty())
    }
}

/// A content of a file to read, and the one that replaced it in the same file.
struct PendingContent {
    oid: Oid,
    later: Option<Oid>,
}

/// Reads each distinct content that is not in `versions` yet, once. Most differ from the next version in a number or
/// two, so that they are patched instead of parsed; the latest ones were read with the workspace.
pub(super) fn read_contents(
    repository: &Repository,
    commits: &[Commit],
    files: &[(String, Oid)],
    workspace: &Workspace,
    versions: &mut OidMap<FileContents>,
) -> Result<(), GitError> {
    // When a second, earlier state is read, the later one has usually read all of it.
    if !versions.is_empty() && by_file(commits, files, versions).is_empty() {
        return Ok(());
    }
    let known: OidMap<Page> =
        workspace.pages().filter_map(|page| Some((Repository::name_of(page.text())?, page))).collect();
    for (oid, page) in &known {
        versions.entry(*oid).or_insert_with(|| FileContents::of(page));
    }
    let mut batch = Vec::new();
    let mut size = 0;
    let by_file = by_file(commits, files, versions);
    repository.fetch_missing(by_file.iter().flatten().map(|step| step.oid))?;
    for steps in by_file {
        let mut texts = Vec::with_capacity(steps.len());
        // Packs store older versions as deltas against newer ones (git's pack-heuristics): read oldest first, each
        // delta base is unpacked once.
        for step in steps.iter().rev() {
            texts.push(SourceFile::from_bytes("", repository.blob(step.oid)?));
        }
        texts.reverse();
        size += steps.len();
        batch.push((steps, texts));
        if size >= BATCH {
            versions.extend(read_files(std::mem::take(&mut batch), &known, &workspace.settings));
            size = 0;
        }
    }
    versions.extend(read_files(batch, &known, &workspace.settings));
    Ok(())
}

/// The contents to read by file, the latest first, each once.
fn by_file(commits: &[Commit], files: &[(String, Oid)], known: &OidMap<FileContents>) -> Vec<Vec<PendingContent>> {
    let mut places: HashMap<&str, usize> = HashMap::new();
    let mut by_file: Vec<Vec<PendingContent>> = Vec::new();
    let mut seen = OidSet::default();
    let changes = commits.iter().rev().flat_map(|commit| commit.changes.iter().flatten());
    let contents = changes.filter(|it| is_goal_file(&it.path)).flat_map(|it| {
        let (path, old, new) = (it.path.as_str(), it.old, it.new);
        [(path, new, None), (path, old, new)]
    });
    for (path, oid, later) in files.iter().map(|(path, oid)| (path.as_str(), Some(*oid), None)).chain(contents) {
        let Some(oid) = oid.filter(|oid| !known.contains_key(oid) && seen.insert(*oid)) else { continue };
        let place = *places.entry(path).or_insert(by_file.len());
        if place == by_file.len() {
            by_file.push(Vec::new());
        }
        by_file[place].push(PendingContent { oid, later });
    }
    by_file
}

/// Reads the contents of files: files in parallel, the contents of one file in order, each from the one before.
fn read_files(
    files: Vec<(Vec<PendingContent>, Vec<SourceFile>)>,
    known: &OidMap<Page>,
    settings: &Settings,
) -> Vec<(Oid, FileContents)> {
    let read = |(steps, texts): (Vec<PendingContent>, Vec<SourceFile>)| {
        let mut pages: OidMap<Page> = OidMap::default();
        for (step, file) in steps.into_iter().zip(texts) {
            let later = step.later.and_then(|oid| pages.get(&oid).or_else(|| known.get(&oid)));
            let page = match later {
                Some(later) => later.version(file, settings),
                None => Page::read(file, settings),
            };
            pages.insert(step.oid, page);
        }
        pages.into_iter().map(|(oid, page)| (oid, FileContents::of(&page))).collect::<Vec<_>>()
    };
    files.into_par_iter().with_min_len(FILES_AT_ONCE).flat_map_iter(read).collect()
}

/// Whether a YAML file of the root is a goal file, and neither the settings nor the organisation.
pub(super) fn is_goal_file(path: &str) -> bool {
    path != SETTINGS_FILE && path != ORG_FILE
}
