//! The links of a goal as written: the route, the named id and the allowed kinds of each.

use crate::model::{Goal, Kind};

/// The role of a link between two goals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LinkRole {
    /// An entry of `supports`.
    Supports,
    /// The objective that a key result measures.
    Measures,
    /// The KPI of a metric.
    Kpi,
    /// The goal by which another team answers a need.
    Need,
    /// The goal of an earlier period that this one continues.
    Continues,
    /// The goal that replaces this one.
    ReplacedBy,
}

/// A link as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WrittenLink<'g> {
    /// Its role.
    pub role: LinkRole,
    /// The id that it names.
    pub id: &'g str,
    /// Its index among the goal's links of this role.
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
    /// The role of the link at a route, with `[]` for every item of a list; none if no goal is named there.
    pub fn of_route(route: &str) -> Option<Self> {
        Some(match route {
            "supports[]" | "supports[].goal" => Self::Supports,
            "measures" => Self::Measures,
            "metric.kpi" => Self::Kpi,
            "needs[].goal" => Self::Need,
            "continues" => Self::Continues,
            "replaced_by" => Self::ReplacedBy,
            _ => return None,
        })
    }

    /// The name of its field in messages.
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

    /// Whether a goal of kind `from` may have a link of this role to one of kind `to`.
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

    /// The kinds that a link of this role may name from a goal of kind `from`, in words.
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
