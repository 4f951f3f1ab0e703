//! How a goal is known at a commit: its files, the one that counts, and the last version that could be read.

use std::collections::{BTreeMap, BTreeSet};

use super::files::is_in_sight;
use crate::random_histories::page::Page;
use crate::random_histories::story::File;

/// How a goal is known at a commit.
#[derive(Debug, Clone, Default)]
pub(super) struct Known<'s> {
    /// The files that hold it.
    pub(super) files: BTreeMap<&'s str, &'s File>,
    /// The one that counts, of several.
    pub(super) counts: Option<&'s str>,
    /// The last version that could be read.
    pub(super) version: Option<&'s Page>,
}

impl<'s> Known<'s> {
    /// The file that stood beside the one that counted, and counts now that this is gone.
    pub(super) fn successor(&self, after: &Self) -> Option<&'s str> {
        let is_gone = self.counts.is_some_and(|path| !after.files.contains_key(path));
        after.counts.filter(|path| is_gone && self.files.contains_key(path))
    }

    pub(super) fn counted(&self) -> Option<(&'s str, &'s File)> {
        self.counts.map(|path| (path, self.files[path]))
    }

    pub(super) fn readable(&self) -> Option<&'s Page> {
        match self.counted() {
            Some((_, File::Goal(page) | File::Kpi(page))) => Some(page),
            _ => None,
        }
    }
}

/// How a goal stands that a commit changed against all parents. Of several files with one id the one counts that can be
/// read and counted before, else the one that was written last; but one that takes its place in the end counts since it was
/// written.
///
/// A file out of sight counts where none in sight is, from the commit on that wrote it or left it alone with the goal.
pub(super) fn standing<'s>(
    mut files: BTreeMap<&'s str, &'s File>,
    known: &[Known<'s>],
    before: &BTreeMap<&'s str, &'s File>,
    successors: &BTreeSet<&str>,
) -> Known<'s> {
    let own = known.first().cloned().unwrap_or_default();
    let is_seen = files.keys().any(|path| is_in_sight(path));
    files.retain(|path, file| {
        let is_followed = || own.files.contains_key(path) || before.get(path) != Some(file);
        is_in_sight(path) || (!is_seen && is_followed())
    });
    let rank = |(path, file): (&&'s str, &&'s File)| {
        let is_new = own.files.get(*path) != Some(file);
        let succeeds = is_new && successors.contains(*path);
        (!matches!(file, File::Goal(_) | File::Kpi(_)), !succeeds, own.counts != Some(*path), !is_new, *path)
    };
    let counts = files.iter().min_by_key(|file| rank(*file)).map(|(path, _)| *path);
    let mut standing = Known { files, counts, version: None };
    standing.version = standing.readable().or_else(|| known.iter().find_map(|it| it.version));
    standing
}
