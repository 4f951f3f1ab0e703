//! The view of `export`: every goal as its file writes it, and the settings and organisation files unchanged.

#[cfg(test)]
use schemars::{Schema, SchemaGenerator};
use serde::{Serialize, Serializer};
use serde_json::{Map, Value};

#[cfg(test)]
use crate::model::answered_fields;
use crate::model::{FIELDS, Field, Goal, Role, State, Workspace};

/// Every goal of the open root, by path. A goal has its own fields alone, as its file does: nothing inherited, nothing
/// computed. Fields that say nothing are left out.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ExportView<'w> {
    /// `goalpost.yaml` and `org.yaml`, word for word.
    pub files: Vec<ExportedFile<'w>>,
    /// The goals.
    #[cfg_attr(test, schemars(with = "Vec<ExportedGoal>"))]
    pub goals: ExportedGoals<'w>,
    /// How many files could not be read as goals, and are not here.
    pub unread: usize,
    /// How many goals lie in included roots, and are not here.
    pub included: usize,
}

/// A file that is no goal file.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ExportedFile<'w> {
    /// Its path from the root.
    pub file: &'w str,
    /// What it says.
    pub text: &'w str,
}

/// The goals of an export. The fields of one are listed when it is its turn: those of all at once take kilobytes for each goal.
#[derive(Debug, Clone, Copy)]
pub struct ExportedGoals<'w> {
    workspace: &'w Workspace,
}

impl<'w> ExportedGoals<'w> {
    /// The goals, by path.
    pub fn iter(self) -> impl Iterator<Item = ExportedGoal> {
        self.own().map(move |goal| ExportedGoal::new(self.workspace, goal))
    }

    /// Those that do not lie in included roots.
    fn own(self) -> impl Iterator<Item = &'w Goal> {
        let goals = self.workspace.goals.iter().map(Box::as_ref);
        goals.filter(move |goal: &&Goal| self.workspace.is_own(goal.document))
    }
}

impl Serialize for ExportedGoals<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

/// A goal with the fields of its file, by their names there.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ExportedGoal {
    /// Its file, from the root.
    pub path: String,
    /// Every field of goal files; null or an empty list where its file says nothing.
    #[serde(flatten)]
    #[cfg_attr(test, schemars(schema_with = "all_fields"))]
    pub fields: Map<String, Value>,
}

#[cfg(test)]
fn all_fields(generator: &mut SchemaGenerator) -> Schema {
    answered_fields(generator, FIELDS.iter().map(|field| &field.row))
}

impl<'w> ExportView<'w> {
    /// Everything that the open root says.
    pub fn new(workspace: &'w Workspace) -> Self {
        let goals = ExportedGoals { workspace };
        let files = [Role::Settings, Role::Org].into_iter().filter_map(|role| workspace.by_role(role));
        let files = files.map(|at| workspace.file(at)).filter(|file| file.fault.is_none());
        let unread = workspace.without_goal().filter(|it| workspace.sources.file(it.file).is_own()).count();
        Self {
            files: files.map(|file| ExportedFile { file: &file.path, text: &file.text }).collect(),
            goals,
            unread,
            included: workspace.goals.len() - goals.own().count(),
        }
    }
}

impl ExportedGoal {
    fn new(workspace: &Workspace, goal: &Goal) -> Self {
        let document = workspace.document_of(goal);
        let goal = goal.as_written();
        let value = |field: &Field| match field.name {
            // A survey without a title has its id for one; a goal without a state is active.
            "title" if !document.writes("title") => Value::Null,
            "state" if goal.state == State::Active => Value::Null,
            _ => field.value(&goal),
        };
        Self {
            path: workspace.file(goal.document).path.clone(),
            fields: FIELDS.iter().map(|field| (field.name.to_owned(), value(field))).collect(),
        }
    }
}
