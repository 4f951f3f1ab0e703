//! Blame: the commit that set the present value of each field of a goal, across renames of its file and its id.

use serde_json::Value;

use crate::analysis::history::goal_history::GoalHistory;
use crate::analysis::snapshot::Snapshot;
use crate::analysis::versions::field_value::{is_itemized, item_values, value_of};
use crate::model::{Goal, GoalIx, Page};
use crate::source::SourceFile;
use crate::syntax::{Node, Value as Written};

/// A field or an item of a list, with its present value and the origin of that value.
#[derive(Debug, Clone, PartialEq)]
pub struct Provenance {
    /// The field's route: `metric.target`, `supports[0]`.
    pub field: String,
    /// The present value as decoded; null if it cannot be read.
    pub value: Value,
    /// The present value as the file writes it.
    pub written: String,
    /// The origin of the value.
    pub set: Set,
}

/// The origin of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Set {
    /// The commit with this index in [`GoalHistory::commits`].
    By(usize),
    /// The commit at which a shallow clone is cut off, or any earlier one.
    CutOff(usize),
    /// An uncommitted change.
    Uncommitted,
    /// Unknown, because the value cannot be read and so not compared with earlier ones.
    Unread,
    /// Unknown, because the versions that would show it cannot be read.
    Unknown,
}

/// The origin of each field of a goal, in the order of its file: top-level fields, the parts of the metric, and the
/// items of lists of links, milestones, needs, agreements and log entries.
///
/// A commit sets a value if it has it and none of the versions before it do: a merge sets only what comes from no side.
/// The value is followed back along the line that led here. Items are recognized by their content, not by their index.
pub fn blame(snapshot: &Snapshot<'_>, history: &GoalHistory, ix: GoalIx) -> Vec<Provenance> {
    let workspace = snapshot.workspace;
    let goal = snapshot.goal(ix);
    let file = workspace.file(goal.document);
    // The file is decoded alone, as versions in history are, so that inherited fields do not differ.
    let page = Page::read(file.clone(), &workspace.settings);
    let Some(present) = page.goal() else { return Vec::new() };
    let head = history.at_head(&goal.id).map(AsRef::as_ref);
    let blame = Blame { history, id: &goal.id, head, file };
    let mut found = Vec::new();
    for entry in workspace.document_of(goal).tree.mapping().into_iter().flat_map(|mapping| &mapping.entries) {
        let name = &*entry.key.text;
        match &entry.value.value {
            Written::Mapping(metric) if name == "metric" => {
                for entry in &metric.entries {
                    let field = format!("metric.{}", entry.key.text);
                    found.push(blame.field(present, field, &entry.value));
                }
            }
            Written::Sequence(list) if is_itemized(name) => {
                let values = item_values(present, name);
                for (at, node) in list.items.iter().enumerate() {
                    let value = values.iter().find(|(place, _)| *place == at).map(|(_, value)| value.clone());
                    found.push(blame.item(name, at, value.unwrap_or_default(), node));
                }
            }
            _ => found.push(blame.field(present, name.to_owned(), &entry.value)),
        }
    }
    found
}

/// The history in which the origins of a goal's values are searched.
struct Blame<'c> {
    history: &'c GoalHistory,
    id: &'c str,
    head: Option<&'c Goal>,
    file: &'c SourceFile,
}

impl Blame<'_> {
    fn field(&self, present: &Goal, field: String, node: &Node) -> Provenance {
        let value = value_of(present, &field);
        let has = |goal: &Goal| value_of(goal, &field) == value;
        let set = if value.is_null() && !node.is_null() { Set::Unread } else { self.set(has) };
        Provenance { field, value, written: self.written(node), set }
    }

    fn item(&self, list: &str, at: usize, value: Value, node: &Node) -> Provenance {
        let has = |goal: &Goal| item_values(goal, list).iter().any(|(_, it)| *it == value);
        let set = if value.is_null() { Set::Unread } else { self.set(has) };
        Provenance { field: format!("{list}[{at}]"), value, written: self.written(node), set }
    }

    fn written(&self, node: &Node) -> String {
        self.file.slice(node.span).to_owned()
    }

    /// The origin of the present state that `has` recognizes.
    fn set(&self, has: impl Fn(&Goal) -> bool) -> Set {
        if !self.head.is_some_and(&has) {
            return Set::Uncommitted;
        }
        match self.history.since(self.id, has) {
            Some(revision) if self.history.commits[revision.commit].cut_off => Set::CutOff(revision.commit),
            Some(revision) => Set::By(revision.commit),
            None => Set::Unknown,
        }
    }
}
