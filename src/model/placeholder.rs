//! The texts that `init` writes to be replaced: a goal that still has one says nothing yet.

/// The sentence of the first mission.
pub const MISSION_STATEMENT: &str = "Say in one sentence why you are here; every goal leads to it.";
/// The title of the first objective.
pub const OBJECTIVE_TITLE: &str = "Say in words what you want to be true by the end of the quarter";
/// The title of the first key result.
pub const KEY_RESULT_TITLE: &str = "Raise what you count from 10 to 20";
/// The name of its metric.
pub const METRIC_NAME: &str = "what you count";
/// The unit of its metric.
pub const METRIC_UNIT: &str = "of them";

/// The texts by the fields in which they stand.
pub const PLACEHOLDERS: [(&str, &str); 5] = [
    ("statement", MISSION_STATEMENT),
    ("title", OBJECTIVE_TITLE),
    ("title", KEY_RESULT_TITLE),
    ("metric.name", METRIC_NAME),
    ("metric.unit", METRIC_UNIT),
];
