//! Which files of a tree are read as goals, and what stands in them.

use std::collections::BTreeSet;

use crate::random_histories::page::Page;
use crate::random_histories::story::{File, Tree};

/// Whether a file is read as a goal: no hidden one and none with another ending.
pub(super) fn is_in_sight(path: &str) -> bool {
    !path.split('/').any(|part| part.starts_with('.')) && path.split('.').next_back() == Some("yaml")
}

/// The files that are read as goals.
pub(super) fn in_sight(files: &Tree) -> impl Iterator<Item = (&str, &File)> {
    files.iter().map(|(path, file)| (path.as_str(), file)).filter(|(path, _)| is_in_sight(path))
}

/// The same with those at some paths out of sight.
pub(super) fn goal_files<'t>(files: &'t Tree, aside: &BTreeSet<&str>) -> impl Iterator<Item = (&'t str, &'t File)> {
    let files = files.iter().map(|(path, file)| (path.as_str(), file));
    files.filter(|(path, _)| is_in_sight(path) || aside.contains(path))
}

pub(super) fn readable(files: &Tree) -> impl Iterator<Item = &Page> {
    pages_in(in_sight(files).map(|(_, file)| file))
}

pub(super) fn pages_in<'t>(files: impl Iterator<Item = &'t File>) -> impl Iterator<Item = &'t Page> {
    files.filter_map(|file| match file {
        File::Goal(page) | File::Kpi(page) => Some(page),
        File::Broken(_) | File::Text(_) => None,
    })
}

/// All ids of a goal.
pub(super) fn names(page: &Page) -> impl Iterator<Item = &String> {
    page.formerly.iter().chain([&page.id])
}

/// The id in a file.
pub(super) fn id_of(file: &File) -> Option<&str> {
    match file {
        File::Goal(page) | File::Kpi(page) | File::Broken(page) => Some(&page.id),
        File::Text(_) => None,
    }
}
