//! Notes on what was not read: missing settings, people and roots, files that cannot be read, and what was fetched.

use std::path::Path;

use super::session::{Session, state_folder};
use crate::author::Journal;
use crate::git::Repository;
use crate::model::{Role, count_of};
use crate::project::Project;
use crate::render::{clean, shell_word};
use crate::source::{self, RefusedRoot, Root, SETTINGS_FILE, nested_repositories};
use crate::view::unreadable::{UnreadableView, list_unreadable, unreadable_words};

impl Session {
    /// Notes missing settings, people and roots, and a change that was interrupted.
    pub(super) fn note_gaps(&self, project: &Project) {
        if Journal::of(&project.root, state_folder().as_deref()).is_some_and(|journal| journal.is_left()) {
            self.note("a change of several files was interrupted; the next command that writes finishes it");
        }
        if project.workspace.is_org_unread() {
            self.note_unread_org(project);
        } else if project.workspace.org.is_none() {
            self.note("no org.yaml, so teams and people are not checked");
        }
        if project.workspace.sources.by_path(SETTINGS_FILE).is_none() {
            self.note("no goalpost.yaml here, using the default settings");
        }
        for (root, name) in &project.absent {
            let (key, name) = (settings_key(*root), clean(name));
            self.note(&format!("`{key}` names {name}, which does not exist here; its goals are not read"));
        }
        for (root, name, error) in &project.undated {
            let (key, name) = (settings_key(*root), clean(name));
            self.note(&format!(
                "`{key}` names {name}, whose goals of that day are not known ({error}); they are left out"
            ));
        }
        for RefusedRoot { root, name, refusal } in &project.workspace.sources.refused {
            let (key, name, reason) = (settings_key(*root), clean(name), refusal.reason());
            self.note(&format!("`{key}` names {name}, which {reason}; its goals are not read ({})", refusal.help()));
        }
        let own = project.workspace.sources.files.iter().filter(|file| file.root == Root::Own);
        for folder in nested_repositories(&project.root, own.map(|file| file.path.as_str())) {
            let folder = clean(folder);
            self.note(&format!(
                "{folder} is a repository of its own, whose history is not read: what moved there is not known; name it in \
                 `include`, {PRIVATE}"
            ));
        }
        self.note_fetched(project);
    }

    /// Notes which organisation holds while `org.yaml` cannot be read.
    fn note_unread_org(&self, project: &Project) {
        self.note(if project.workspace.org.is_some() {
            "teams and people are those of the last version of org.yaml in git that can be read"
        } else {
            "the teams and people in org.yaml cannot be read, so they are not checked"
        });
    }

    /// Notes which files and values could not be read, as they are missing in the answer.
    pub(super) fn note_unreadable(&self, project: &Project) {
        let workspace = &project.workspace;
        let note = |words: Option<String>, command: &str| {
            if let Some(words) = words {
                self.note(&format!("{}; to see why: {command}", clean(&words)));
            }
        };
        note(list_unreadable(&workspace.unreadable_names(), "file"), "goalpost check");
        if project.recalls_settings() {
            self.note("the settings are those of the last version of goalpost.yaml in git that can be read");
        } else if workspace.unread_settings().any(|document| workspace.document(document).role == Role::Settings) {
            self.note(
                "where goalpost.yaml cannot be read, the default settings hold: fiscal year, thresholds, exclude …",
            );
        }
        if workspace.is_org_unread() {
            self.note_unread_org(project);
        }
        note(unreadable_words(&UnreadableView::values(workspace, |_| true).collect::<Vec<_>>()), "goalpost check");
        // `check` does not judge the open root of a private one from there.
        let outer: Vec<&str> = workspace.unreadable_outer_paths().collect();
        let within = project.root.join(workspace.settings.within.as_deref().unwrap_or_default());
        note(
            list_unreadable(&outer, "file"),
            &format!("goalpost check --root {}", shell_word(&within.to_string_lossy())),
        );
    }

    /// Notes what was fetched from the remote of a partial clone (`--fetch`), the only access to the network.
    pub(super) fn note_fetched(&self, project: &Project) {
        if let Some((count, remote)) = project.repository.as_ref().ok().and_then(Repository::fetched) {
            self.note(&format!("this is a partial clone; fetched {} from {remote}", count_of(count, "object")));
        }
    }

    /// Notes if a folder lies in another goals root, whose commands would read it, and what to do. Returns whether it does.
    pub(super) fn note_outer_root(&self, what: &str, folder: &Path, remedy: &str) -> bool {
        let above = folder.canonicalize().ok().and_then(|real| real.parent().map(Path::to_path_buf));
        let Some(root) = above.and_then(|above| source::find_root(&above)) else { return false };
        let root = clean(&root.to_string_lossy()).into_owned();
        self.note(&format!(
            "{what} is inside the goals' root `{root}`, so commands there read its goals too; {remedy}"
        ));
        true
    }
}

/// What it means for a folder to be named in `include`.
pub(super) const PRIVATE: &str = "which makes it a private root: goalpost explain privacy";

/// Returns the key of the settings that names a root.
fn settings_key(root: Root) -> &'static str {
    if root == Root::Outer { "within" } else { "include" }
}
