//! The links of a goal as they are written: where each stands, what it names, and what it may name.

use crate::model::{Goal, Kind};

/// What a link says about the two goals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LinkRole {
    /// An entry of `supports`.
    Supports,
    /// The objective that a key result measures.
    Measures,
    /// The KPI that a metric is.
    Kpi,
    /// The goal in which another team does what is needed.
    Need,
    /// The goal of an earlier period.
    Continues,
    /// The goal that took its place.
    ReplacedBy,
}

/// A link as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WrittenLink<'g> {
    /// What it says.
    pub role: LinkRole,
    /// The id that it names.
    pub id: &'g str,
    /// Its place among the goal's links of this role.
    at: usize,
}

/// Every link of a goal, in the order of its fields.
pub fn links_of(goal: &Goal) -> impl Iterator<Item = WrittenLink<'_>> {
    let one = |role, id| WrittenLink { role, id, at: 0 };
    let supports = goal.supports.iter().enumerate().map(|(at, link)| WrittenLink {
        role: LinkRole::Supports,
        id: link.goal.as_str(),
        at,
    });
    let kpi = goal.metric.as_ref().and_then(|metric| metric.kpi.as_deref());
    let needs = goal
        .needs
        .iter()
        .enumerate()
        .filter_map(|(at, need)| Some(WrittenLink { role: LinkRole::Need, id: need.goal.as_deref()?, at }));
    supports
        .chain(goal.measures.as_deref().map(|id| one(LinkRole::Measures, id)))
        .chain(kpi.map(|id| one(LinkRole::Kpi, id)))
        .chain(needs)
        .chain(goal.continues.as_deref().map(|id| one(LinkRole::Continues, id)))
        .chain(goal.replaced_by.as_deref().map(|id| one(LinkRole::ReplacedBy, id)))
}

impl WrittenLink<'_> {
    /// The route of the id in the goal's file.
    #[must_use]
    pub fn route(&self, goal: &Goal) -> String {
        match self.role {
            LinkRole::Supports => goal.supports[self.at].route(),
            LinkRole::Measures => "measures".to_owned(),
            LinkRole::Kpi => "metric.kpi".to_owned(),
            LinkRole::Need => format!("needs[{}].goal", goal.needs[self.at].index),
            LinkRole::Continues => "continues".to_owned(),
            LinkRole::ReplacedBy => "replaced_by".to_owned(),
        }
    }
}

impl LinkRole {
    /// Its field, as messages name it.
    #[must_use]
    pub fn field(self) -> &'static str {
        match self {
            Self::Supports => "`supports`",
            Self::Measures => "`measures`",
            Self::Kpi => "`kpi` of a metric",
            Self::Need => "`goal` of a need",
            Self::Continues => "`continues`",
            Self::ReplacedBy => "`replaced_by`",
        }
    }

    /// Whether a goal of one kind may name one of another kind so.
    #[must_use]
    pub fn fits(self, from: Kind, to: Kind) -> bool {
        match self {
            Self::Supports => matches!(to, Kind::Mission | Kind::Objective | Kind::KeyResult),
            Self::Measures => to == Kind::Objective,
            Self::Kpi => to == Kind::Kpi,
            Self::Need => matches!(to, Kind::Objective | Kind::KeyResult | Kind::Development),
            Self::Continues | Self::ReplacedBy => {
                from == to || [from, to].iter().all(|kind| matches!(kind, Kind::Objective | Kind::KeyResult))
            }
        }
    }

    /// What it may name, in the words of a sentence, where a goal of a kind has it.
    #[must_use]
    pub fn wants(self, from: Kind) -> &'static str {
        match self {
            Self::Supports => "the mission, an objective or a key result",
            Self::Measures => "an objective",
            Self::Kpi => "a KPI",
            Self::Need => "an objective, a key result or a development goal",
            Self::Continues | Self::ReplacedBy => match from {
                Kind::Objective | Kind::KeyResult => "an objective or a key result",
                other => other.in_words(),
            },
        }
    }
}
