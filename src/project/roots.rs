//! The further roots that settings name, and the files that settings include.

use crate::git::ReadScope;
use crate::model::{Settings, settings_of};
use crate::source::{FurtherRoot, RefusedRoot, Root, SourceFile};

/// The further roots: those to read, refused ones and absent ones.
#[derive(Debug, Default)]
pub(super) struct FoundRoots {
    pub(super) roots: Vec<FurtherRoot>,
    pub(super) refused: Vec<RefusedRoot>,
    pub(super) absent: Vec<(Root, String)>,
}

/// Lists the further roots that settings name, with the path to each.
pub(super) fn named_roots(settings: &Settings) -> impl Iterator<Item = (Root, String)> {
    let plain = |way: &str| match way.trim_end_matches('/') {
        "" if !way.is_empty() => "/".to_owned(),
        plain => plain.to_owned(),
    };
    let outer = settings.within.iter().map(move |way| (Root::Outer, plain(way)));
    let included = settings.include.iter().enumerate();
    outer.chain(included.map(move |(at, way)| (Root::Included(at), plain(way))))
}

/// Returns which files the settings of a commit include.
pub(super) fn read_scope(file: &SourceFile) -> ReadScope {
    scope_of(&settings_of(file))
}

pub(super) fn scope_of(settings: &Settings) -> ReadScope {
    ReadScope { exclude: settings.left_out(), further: named_roots(settings).collect() }
}
