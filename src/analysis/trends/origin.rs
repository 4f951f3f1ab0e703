//! Where a value that a number rests on was written: in the goal's file, its objective's, its KPI's, or nowhere.

use crate::analysis::snapshot::Snapshot;
use crate::model::{DocIx, GoalIx, Kind, Role, Workspace};
use crate::syntax::locate;

/// Where a value was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The file's document.
    pub document: DocIx,
    /// The field's route.
    pub route: String,
    /// Whose file it is.
    pub holder: ValueHolder,
}

/// Whose file a value was written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueHolder {
    /// The goal's own.
    Goal,
    /// Its objective's, from which it has what it does not say itself.
    Objective,
    /// That of the KPI which its metric is.
    Kpi,
    /// `goalpost.yaml`.
    Settings,
}

/// Finds where values were written.
#[derive(Debug, Clone, Copy)]
pub struct Origins<'w> {
    workspace: &'w Workspace,
    settings: Option<DocIx>,
}

impl<'w> Origins<'w> {
    /// Gets ready to look.
    #[must_use]
    pub fn new(snapshot: &Snapshot<'w>) -> Self {
        Self { workspace: snapshot.workspace, settings: snapshot.workspace.by_role(Role::Settings) }
    }

    /// Where a goal's value was written; none where nobody wrote it and the default holds.
    #[must_use]
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

    /// Where a setting was written; none where the default holds.
    #[must_use]
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
