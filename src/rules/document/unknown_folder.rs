//! A folder in `folders` of `goalpost.yaml` that has no goal file.

use std::collections::BTreeSet;

use crate::analysis::facts::Facts;
use crate::lint::{Group, Level, Report, Rule, Sink, Subject};
use crate::model::{FolderSettings, Role};
use crate::source::Span;
use crate::syntax::{Entry, closest};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "unknown-folder",
    group: Group::Document,
    level: Some(Level::Warning),
    page: include_str!("unknown_folder.md"),
    options: &[],
    check,
};

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    let folders = &snapshot.settings().folders;
    if folders.is_empty() {
        return;
    }
    let own = snapshot.workspace.sources.files.iter().filter(|file| file.is_own());
    let known: BTreeSet<&str> = own.flat_map(|file| folders_above(&file.path)).collect();
    for folder in folders.iter().filter(|folder| !known.contains(folder.path.as_str())) {
        let help = match closest(&folder.path, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "write the path of the folder from goalpost.yaml, or remove the entry".to_owned(),
        };
        let message = format!("there is no goal file in the folder `{}`", folder.path);
        let report = Report::on(Subject::Settings, "folders", message).label("nothing here").help(help);
        sink.report(match key_of(snapshot, folder) {
            Some(span) => report.span(span),
            None => report,
        });
    }
}

/// The place of a folder's key in the settings.
fn key_of(snapshot: &Facts<'_>, folder: &FolderSettings) -> Option<Span> {
    let document = snapshot.workspace.document(snapshot.workspace.by_role(Role::Settings)?);
    let entries = &document.tree.mapping()?.get("folders")?.as_mapping()?.entries;
    let parts = |path: &str| path.split('/').filter(|part| !matches!(*part, "" | ".")).collect::<Vec<_>>().join("/");
    let is_it = |entry: &&Entry| parts(&entry.key.text) == folder.path.trim_end_matches('/');
    entries.iter().find(is_it).map(|entry| entry.key.span)
}

/// The folders that contain a file, each with `/` at its end.
fn folders_above(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(at, _)| &path[..=at])
}
