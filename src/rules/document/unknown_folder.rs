//! A folder in `folders` of `goalpost.yaml` that has no goal file.

use std::collections::{BTreeSet, HashMap};

use crate::analysis::facts::Facts;
use crate::lint::{Group, Report, Rule, Sink, Subject};
use crate::model::Role;
use crate::source::Span;
use crate::syntax::Lexicon;

pub(in crate::rules) static RULE: Rule = Rule::warning("unknown-folder", Group::Document, check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    let folders = &snapshot.settings().folders;
    if folders.is_empty() {
        return;
    }
    let own = snapshot.workspace.sources.files.iter().filter(|file| file.is_own());
    let known: BTreeSet<&str> = own.flat_map(|file| folders_above(&file.path)).collect();
    let keys = keys(snapshot);
    let lexicon = Lexicon::new(known.iter().copied());
    for folder in folders.iter().filter(|folder| !known.contains(folder.path.as_str())) {
        let help = match lexicon.closest(&folder.path) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "write the path of the folder from goalpost.yaml, or remove the entry".to_owned(),
        };
        let message = format!("there is no goal file in the folder `{}`", folder.path);
        let report = Report::on(Subject::Settings, "folders", message).label("nothing here").help(help);
        sink.report(match keys.get(folder.path.trim_end_matches('/')) {
            Some(span) => report.span(*span),
            None => report,
        });
    }
}

/// The places of the folders' keys in the settings, by path without `/` at the end.
fn keys(snapshot: &Facts<'_>) -> HashMap<String, Span> {
    let settings = snapshot.workspace.by_role(Role::Settings).map(|ix| snapshot.workspace.document(ix));
    let folders = settings.and_then(|it| it.tree.mapping()?.get("folders")?.as_mapping());
    let parts = |path: &str| path.split('/').filter(|part| !matches!(*part, "" | ".")).collect::<Vec<_>>().join("/");
    // Of two keys for one folder the first one counts.
    let entries = folders.into_iter().flat_map(|it| it.entries.iter().rev());
    entries.map(|entry| (parts(&entry.key.text), entry.key.span)).collect()
}

/// The folders that contain a file, each with `/` at its end.
fn folders_above(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(at, _)| &path[..=at])
}
