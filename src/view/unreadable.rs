//! Files and metrics that cannot be read, and the goals in which they count.

use schemars::JsonSchema;
use serde::Serialize;

use crate::analysis::numbers::{UnreadFile, UnreadPart, has_unread_measure};
use crate::analysis::snapshot::Snapshot;
use crate::model::{GoalIx, State, count_of};

/// A goal's file, or its measure, that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct UnreadableView {
    /// The file, from the root.
    pub path: String,
    /// The id of the goal in it, where it is known.
    pub goal: Option<String>,
    /// What cannot be read: the file or its measure.
    pub what: UnreadableWhat,
    /// Whether it counts in a goal, with a progress of 0.
    pub counts: bool,
}

/// What cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum UnreadableWhat {
    /// The file.
    File,
    /// Its metric or its milestones.
    Measure,
}

/// How many files are named in one line.
const MOST: usize = 3;

impl UnreadableView {
    /// The files that cannot be read, in their order; those of included roots too where `private` says so.
    #[must_use]
    pub fn files(snapshot: &Snapshot<'_>, private: bool) -> Vec<Self> {
        let shown = |file: &&UnreadFile| private || !snapshot.workspace.is_private(file.document);
        snapshot.unread.files.iter().filter(shown).map(|file| Self::file(snapshot, file, file.is_placed)).collect()
    }

    /// What cannot be read of the parts of a goal: files that count in it or would, and measures of its key results.
    #[must_use]
    pub fn parts(snapshot: &Snapshot<'_>, ix: GoalIx) -> Vec<Self> {
        let counted = &snapshot.numbers(ix).unread;
        let view = |part: &UnreadPart| {
            let counts = counted.iter().any(|it| it.file == part.file);
            Self::file(snapshot, &snapshot.unread.files[part.file], counts)
        };
        let mut parts: Vec<Self> = snapshot.unread.parts_of(ix).iter().map(view).collect();
        let key_results = snapshot.graph.key_results(ix).map(|it| snapshot.goal(it.goal));
        let undecoded = key_results
            .filter(|goal| goal.state == State::Active && has_unread_measure(snapshot.workspace, goal))
            .map(|goal| Self {
                path: snapshot.workspace.file(goal.document).path.clone(),
                goal: Some(goal.id.clone()),
                what: UnreadableWhat::Measure,
                counts: false,
            });
        parts.extend(undecoded);
        parts
    }

    fn file(snapshot: &Snapshot<'_>, file: &UnreadFile, counts: bool) -> Self {
        Self {
            path: snapshot.workspace.file(file.document).path.clone(),
            goal: file.id.clone(),
            what: UnreadableWhat::File,
            counts,
        }
    }

    /// What the goal in it is called.
    #[must_use]
    pub fn name(&self) -> &str {
        self.goal.as_deref().unwrap_or(&self.path)
    }
}

/// What a part whose file cannot be read is called: its id, else its path.
#[must_use]
pub fn unreadable_name(snapshot: &Snapshot<'_>, part: &UnreadPart) -> String {
    snapshot.unread.files[part.file].id.clone().unwrap_or_else(|| unreadable_path(snapshot, part))
}

/// The file of a part that cannot be read.
#[must_use]
pub fn unreadable_path(snapshot: &Snapshot<'_>, part: &UnreadPart) -> String {
    snapshot.workspace.file(snapshot.unread.files[part.file].document).path.clone()
}

/// What cannot be read of a goal's parts, for the line below it: `b.yaml cannot be read and counts as 0`.
#[must_use]
pub fn unreadable_parts(parts: &[UnreadableView]) -> Option<String> {
    let named = |what: UnreadableWhat, counts: bool, verb: [&str; 2]| {
        let names: Vec<&str> = parts
            .iter()
            .filter(|it| it.what == what && it.counts == counts)
            .map(|it| if what == UnreadableWhat::File { it.path.as_str() } else { it.name() })
            .collect();
        (!names.is_empty()).then(|| format!("{} {}", list_names(&names), verb[usize::from(names.len() > 1)]))
    };
    let parts: Vec<String> = [
        named(UnreadableWhat::File, true, ["cannot be read and counts as 0", "cannot be read and count as 0"]),
        named(UnreadableWhat::File, false, ["cannot be read", "cannot be read"]),
        named(UnreadableWhat::Measure, false, ["has a metric that cannot be read", "have metrics that cannot be read"]),
    ]
    .into_iter()
    .flatten()
    .collect();
    (!parts.is_empty()).then(|| parts.join(" · "))
}

/// The files that cannot be read, for the summary: `1 file cannot be read: b.yaml`.
#[must_use]
pub fn unreadable_files(paths: &[&str]) -> Option<String> {
    let count = match paths.len() {
        0 => return None,
        count => count_of(count, "file"),
    };
    Some(format!("{count} cannot be read: {}", list_names(paths)))
}

/// The first names of a list, and how many more there are.
pub(super) fn list_names(names: &[&str]) -> String {
    let shown = names.iter().take(MOST).copied().collect::<Vec<_>>().join(", ");
    let more = names.len().saturating_sub(MOST);
    if more > 0 { format!("{shown} and {more} more") } else { shown }
}
