//! Changes of files that no changed goal accounts for: the settings, the organisation, and files that cannot be read.

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::model::{DocIx, Role, Workspace, word_table};

/// A changed file that no changed goal accounts for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageChange {
    /// The file, from the root.
    pub path: String,
    /// The kind of the file or of its change.
    pub what: PageKind,
    /// The id of the goal in it, if one can be read.
    pub goal: Option<String>,
}

/// The kind of a changed file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageKind {
    /// The settings: rules, thresholds, levels.
    Settings,
    /// The organisation.
    Organisation,
    /// No goal can be read from it now.
    Broken,
    /// A goal can be read from it now, and none could before.
    Mended,
    /// Its goal's id belongs to another file.
    Duplicate,
}

word_table! {
    /// All of them with their names in output.
    PageKind:
    "settings" => Settings,
    "organisation" => Organisation,
    "broken" => Broken,
    "mended" => Mended,
    "duplicate" => Duplicate,
}

/// The files that differ between two states and that are no goal's file, or not the one by which its id is known.
pub(in crate::analysis) fn page_changes(before: &Workspace, after: &Workspace) -> Vec<PageChange> {
    let (old, new) = (Pages::of(before), Pages::of(after));
    let paths: BTreeSet<&str> = old.documents.keys().chain(new.documents.keys()).copied().collect();
    let mut found = Vec::new();
    for path in paths {
        let (earlier, later) = (old.documents.get(path).copied(), new.documents.get(path).copied());
        let (a, b) = (earlier.map(|ix| before.file(ix)), later.map(|ix| after.file(ix)));
        if a.map(|file| (&file.text, &file.fault)) == b.map(|file| (&file.text, &file.fault)) {
            continue;
        }
        let role = later.map(|ix| after.document(ix).role).or_else(|| earlier.map(|ix| before.document(ix).role));
        let what = match role {
            None | Some(Role::Stray) => continue,
            Some(Role::Goal) => page_kind((&old, earlier), (&new, later), after),
            Some(role) => {
                // Comments and layout of settings change nothing.
                let same = match (earlier, later) {
                    (Some(a), Some(b)) => before.document(a).tree.same_meaning(&after.document(b).tree),
                    _ => false,
                };
                let kind = if role == Role::Settings { PageKind::Settings } else { PageKind::Organisation };
                (!same).then_some(kind)
            }
        };
        let Some(what) = what else { continue };
        let goal = later
            .and_then(|ix| after.document(ix).id.clone())
            .or_else(|| earlier.and_then(|ix| before.document(ix).id.clone()));
        found.push(PageChange { path: path.to_owned(), what, goal });
    }
    found
}

/// The documents of one state.
struct Pages<'w> {
    documents: HashMap<&'w str, DocIx>,
    /// The documents whose goal is the one known by its id.
    goals: HashSet<DocIx>,
}

impl<'w> Pages<'w> {
    fn of(workspace: &'w Workspace) -> Self {
        let documents = (0..).map(DocIx).zip(&workspace.documents);
        Self {
            documents: documents.map(|(ix, _)| (workspace.file(ix).path.as_str(), ix)).collect(),
            goals: workspace.goals.iter().map(|goal| goal.document).collect(),
        }
    }

    /// Whether a document's goal is known by its id; none without a document.
    fn has_goal(&self, document: Option<DocIx>) -> Option<bool> {
        document.map(|ix| self.goals.contains(&ix))
    }
}

/// The kind of change of a goal file that differs; none where the difference of its goal covers it.
fn page_kind(
    (old, earlier): (&Pages<'_>, Option<DocIx>),
    (new, later): (&Pages<'_>, Option<DocIx>),
    after: &Workspace,
) -> Option<PageKind> {
    match (old.has_goal(earlier), new.has_goal(later)) {
        (_, Some(false)) => {
            let another = later.is_some_and(|ix| after.taken.iter().any(|taken| !taken.former && taken.document == ix));
            Some(if another { PageKind::Duplicate } else { PageKind::Broken })
        }
        (Some(false), _) => Some(PageKind::Mended),
        _ => None,
    }
}
