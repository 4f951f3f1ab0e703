//! The last readable versions in git of files that cannot be read: settings, the organisation, and what numbers and links rest
//! on of goals.

use crate::git::{FileContent, Repository, Revision};
use crate::model::{DocIx, Goal, Settings, Workspace, goal_of, readable_org, readable_settings};
use crate::source::{MAX_BYTES, ORG_FILE, SETTINGS_FILE, SourceFile, most_bytes};

/// The most broken files whose whole history is searched. Most often the last commit has a readable version.
const MOST_SEARCHED: usize = 20;

/// The settings of `goalpost.yaml` in a commit and its ancestors, as they could be read last.
pub(super) fn last_settings(repository: &Repository, tip: Option<Revision>) -> Option<Settings> {
    let tip = tip.map_or_else(|| repository.head(), Ok).ok()?;
    at_commit(repository, tip, SETTINGS_FILE, readable_settings)
        .or_else(|| before(repository, tip, SETTINGS_FILE, readable_settings))
}

/// Takes the organisation of the last version of `org.yaml` in a commit and its ancestors that could be read for one that
/// cannot be.
pub(super) fn recall_org(workspace: &mut Workspace, repository: &Repository, tip: Option<Revision>) {
    if !workspace.is_org_unread() {
        return;
    }
    let Ok(tip) = tip.map_or_else(|| repository.head(), Ok) else { return };
    let read = |file: &SourceFile| readable_org(file, &workspace.settings);
    let org = at_commit(repository, tip, ORG_FILE, read).or_else(|| before(repository, tip, ORG_FILE, read));
    if let Some(org) = org {
        workspace.recall_org(org);
    }
}

/// Completes what is known of goals whose files cannot be read by their last readable versions.
pub(super) fn recall_goals(workspace: &mut Workspace, repository: &Repository, tip: Option<Revision>) {
    let broken: Vec<(DocIx, String)> =
        workspace.broken_files().map(|document| (document, workspace.file(document).path.clone())).collect();
    if broken.is_empty() {
        return;
    }
    let Ok(tip) = tip.map_or_else(|| repository.head(), Ok) else { return };
    let mut searched = 0;
    let mut recalled: Vec<(DocIx, Goal)> = Vec::new();
    for (document, path) in broken {
        let read = |file: &SourceFile| goal_of(file, &workspace.settings);
        let goal = at_commit(repository, tip, &path, read).or_else(|| {
            searched += 1;
            if searched > MOST_SEARCHED { None } else { before(repository, tip, &path, read) }
        });
        recalled.extend(goal.map(|goal| (document, goal)));
    }
    workspace.recall(recalled);
}

/// A file as a commit has it, if it can be read. `path` is relative to the goals' folder.
fn at_commit<T>(
    repository: &Repository,
    tip: Revision,
    path: &str,
    read: impl Fn(&SourceFile) -> Option<T>,
) -> Option<T> {
    let full = if repository.root() == "." { path.to_owned() } else { format!("{}/{path}", repository.root()) };
    match repository.file_in(tip.oid, &full, most_bytes(path).max(MAX_BYTES)) {
        Ok(Some(FileContent::Whole(text))) => read(&SourceFile::from_bytes(path, text)),
        _ => None,
    }
}

/// The last version of a file in a commit and its ancestors that can be read.
fn before<T>(repository: &Repository, tip: Revision, path: &str, read: impl Fn(&SourceFile) -> Option<T>) -> Option<T> {
    let texts = repository.earlier_texts(tip.oid, path).ok()?.texts;
    texts.into_iter().find_map(|text| read(&SourceFile::from_bytes(path, text)))
}
