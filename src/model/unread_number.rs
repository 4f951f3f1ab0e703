//! Which values numbers are made of, and which faults hide one of them.

use super::document::Role;
use crate::syntax::{Fault, FaultKind};

/// The fields of goals, besides those with parts, that numbers rest on.
const OF_GOALS: [&str; 11] = [
    "period",
    "deadline",
    "close_within",
    "state",
    "closed",
    "commitment",
    "rollup",
    "weight",
    "effort",
    "confidence",
    "measures",
];

/// The settings that numbers rest on, or what of them is shown: which goals are counted, and whether figures may name people.
const OF_SETTINGS: [&str; 13] = [
    "thresholds",
    "ambition",
    "settle",
    "close_within",
    "fiscal_year_starts",
    "levels",
    "cadence",
    "exclude",
    "include",
    "within",
    "trunk",
    "adopted",
    "people",
];

/// Whether a fault is that of a value that numbers are made of and that cannot be read: also because its field is misspelt,
/// or because what has it lacks another one that it needs.
pub(super) fn is_unread_number(role: Role, fault: &Fault) -> bool {
    let hides = match fault.kind {
        FaultKind::WrongType | FaultKind::InvalidDate | FaultKind::InvalidPeriod | FaultKind::NumberOutOfRange => true,
        // Other unknown fields are nobody's value.
        FaultKind::UnknownField => fault.is_misspelling(),
        // A mapping without a field that it needs is not read, nor is a key result found that does not say what it measures.
        FaultKind::MissingField => fault.route.contains('.') || fault.route == "measures",
        _ => false,
    };
    hides && makes_numbers(role, &fault.meant_route())
}

/// Whether a number of a goal, or of a team, rests on what stands at a route.
fn makes_numbers(role: Role, route: &str) -> bool {
    let (field, inner) = route.split_once(['.', '[']).unwrap_or((route, ""));
    // `metric.target` and `supports[0].weight`, each without the places in lists.
    let last = inner.rsplit(['.', ']']).next().unwrap_or_default();
    match (role, field) {
        (Role::Org, _) => last == "capacity",
        (Role::Goal, "metric") => !matches!(last, "name" | "source" | "stretch"),
        // One without a title is not known again in another version.
        (Role::Goal, "milestones") => true,
        (Role::Goal, "supports") => !matches!(last, "how" | "by" | "date" | "agreed"),
        // What a team is asked for, and whether it agreed, is part of its load.
        (Role::Goal, "needs") => matches!(last, "" | "from" | "what" | "effort" | "state"),
        (Role::Goal, "grade") => !matches!(last, "by" | "why"),
        (Role::Goal, _) => OF_GOALS.contains(&field),
        (Role::Settings, _) => OF_SETTINGS.contains(&field),
        (Role::Stray, _) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_routes_that_numbers_rest_on() {
        for route in [
            "weight",
            "metric",
            "metric.target",
            "milestones[2].weight",
            "milestones[0].title",
            "supports[0].share",
            "needs[0]",
            "needs[1].effort",
            "period.start",
        ] {
            assert!(makes_numbers(Role::Goal, route), "{route}");
        }
        for route in ["title", "metric.source", "supports[0].how", "log[0].date", "needs[0].by", "owner"] {
            assert!(!makes_numbers(Role::Goal, route), "{route}");
        }
        for route in ["thresholds.at_risk", "exclude", "include[1]", "people.statistics"] {
            assert!(makes_numbers(Role::Settings, route), "{route}");
        }
        assert!(!makes_numbers(Role::Settings, "areas") && !makes_numbers(Role::Settings, "rules.cycle"));
        assert!(makes_numbers(Role::Org, "teams[1].capacity") && !makes_numbers(Role::Org, "teams[1].lead"));
    }
}
