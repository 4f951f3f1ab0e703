//! A metric that has another name together with another value: whether both values are of the same thing is for people to see,
//! beside the value and not among the wording.

use crate::analysis::versions::FieldChange;

/// The change of the metric's name, if its value is another one too.
pub(super) fn renamed_metric(fields: &[FieldChange]) -> Option<&FieldChange> {
    let both = |field: &str| fields.iter().find(|it| it.field == field && !it.before.is_null() && !it.after.is_null());
    both("metric.current").and(both("metric.name"))
}
