//! The texts that `init` and `import` write to be replaced: a goal that still has one says nothing yet.

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
/// The reason of a goal that a table calls dropped without saying why.
pub const DROPPED_REASON: &str = "It was dropped before it was imported; the table did not say why. Say it here.";

/// The texts by the fields in which they stand.
pub const PLACEHOLDERS: [(&str, &str); 6] = [
    ("statement", MISSION_STATEMENT),
    ("title", OBJECTIVE_TITLE),
    ("title", KEY_RESULT_TITLE),
    ("metric.name", METRIC_NAME),
    ("metric.unit", METRIC_UNIT),
    ("reason", DROPPED_REASON),
];
