//! The open goals that share days with a period but are goals of another one, such as those of a quarter in a half.

use std::collections::BTreeMap;

use crate::model::{Day, Goal, Period, Workspace, count_of};

/// Says which other periods have open goals on the days of a period, each with their number; none if there are none.
pub(super) fn other_periods(
    workspace: &Workspace,
    period: &Period,
    is_meant: impl Fn(&Goal) -> bool,
) -> Option<String> {
    let mut others: BTreeMap<(Day, Day, &str), usize> = BTreeMap::new();
    let goals = workspace.iter().map(|(_, goal)| goal).filter(|goal| workspace.is_own(goal.document) && is_meant(goal));
    for own in goals.filter_map(|goal| goal.period.as_ref()).filter(|own| own.overlaps(period)) {
        *others.entry((own.start, own.end, &own.name)).or_default() += 1;
    }
    others.retain(|(start, end, _), _| (*start, *end) != (period.start, period.end));
    let words = others.iter().map(|((.., name), count)| format!("{} of {name}", count_of(*count, "open goal")));
    let words = words.collect::<Vec<_>>().join(", ");
    (!words.is_empty()).then(|| format!("on its days there are {words}: name that period"))
}
