//! The origin of an input value: the goal's file, its objective's, its KPI's, the settings, or none for a default.

use crate::analysis::snapshot::Snapshot;
use crate::model::{DocIx, GoalIx, Kind, Role, Workspace};
use crate::syntax::locate;

/// The place where a value is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The document of the file.
    pub document: DocIx,
    /// The field's route.
    pub route: String,
    /// The owner of the file.
    pub holder: ValueHolder,
}

/// The owner of the file in which a value is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueHolder {
    /// The goal itself.
    Goal,
    /// Its objective, from which it inherits the value.
    Objective,
    /// The KPI of its metric.
    Kpi,
    /// `goalpost.yaml`.
    Settings,
}

/// Finds the origins of values.
#[derive(Debug, Clone, Copy)]
pub struct Origins<'w> {
    workspace: &'w Workspace,
    settings: Option<DocIx>,
}

impl<'w> Origins<'w> {
    /// Creates a finder for a snapshot.
    pub fn new(snapshot: &Snapshot<'w>) -> Self {
        Self { workspace: snapshot.workspace, settings: snapshot.workspace.by_role(Role::Settings) }
    }

    /// The origin of a goal's value; none if the default applies.
    pub fn of(&self, ix: GoalIx, route: &str) -> Option<Origin> {
        let goal = self.workspace.goal(ix);
        let is_value = matches!(route, "metric.current" | "metric.as_of");
        if let Some(kpi) = self.workspace.kpi_of_goal(goal).filter(|_| is_value) {
            return self.written(self.workspace.goal(kpi).document, route, ValueHolder::Kpi);
        }
        let objective = goal.measures.as_deref().and_then(|id| self.find(id, Kind::Objective));
        let inherited = match route {
            "owner" => goal.inherited.owner,
            "team" => goal.inherited.team,
            "period" => goal.inherited.period,
            _ => false,
        };
        match objective.filter(|_| inherited) {
            Some(objective) => self.written(self.workspace.goal(objective).document, route, ValueHolder::Objective),
            None => self.written(goal.document, route, ValueHolder::Goal),
        }
    }

    /// The origin of a setting; none if the default applies.
    pub fn of_setting(&self, route: &str) -> Option<Origin> {
        self.written(self.settings?, route, ValueHolder::Settings)
    }

    fn find(&self, id: &str, kind: Kind) -> Option<GoalIx> {
        self.workspace.find(id).filter(|ix| self.workspace.goal(*ix).kind == kind)
    }

    fn written(&self, document: DocIx, route: &str, holder: ValueHolder) -> Option<Origin> {
        let root = self.workspace.document(document).tree.root.as_ref()?;
        locate(root, route).whole.then(|| Origin { document, route: route.to_owned(), holder })
    }
}
