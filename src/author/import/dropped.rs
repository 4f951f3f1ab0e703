//! Goals that a service cancelled: each says why, or that this is still to be written.

use std::collections::HashSet;

use super::input::{InputRow, text_of};
use super::parents::parents_of;
use crate::model::{DROPPED_REASON, State, Workspace, count_of};
use crate::view::unreadable::list_names;

/// Gives the dropped rows without a reason a text that asks for one, since `check` and with it the first commit would refuse
/// them. Returns a note. One reason is enough for a goal and for what was dropped with it; what goalpost exports has a path, and
/// comes back as it was.
pub(super) fn ask_for_reasons(workspace: &Workspace, rows: &mut [InputRow]) -> Option<String> {
    let is_dropped = |row: &InputRow| text_of(&row.fields, "state") == Some(State::Dropped.word());
    let dropped: HashSet<String> = rows
        .iter()
        .filter(|row| is_dropped(row))
        .filter_map(|row| text_of(&row.fields, "id"))
        .map(str::to_owned)
        .collect();
    let was_dropped = |id: &String| {
        let here = || workspace.find(id).is_some_and(|ix| workspace.goal(ix).state == State::Dropped);
        dropped.contains(id) || here()
    };
    let mut asked = Vec::new();
    for row in rows.iter_mut().filter(|row| row.path.is_none() && is_dropped(row)) {
        let above = parents_of(row);
        let with_above = !above.is_empty() && above.iter().all(was_dropped);
        if !with_above && !row.fields.contains_key("reason") {
            row.fields.insert("reason".to_owned(), DROPPED_REASON.into());
            asked.extend(text_of(&row.fields, "id").map(str::to_owned));
        }
    }
    let ids: Vec<&str> = asked.iter().map(String::as_str).collect();
    let goals = count_of(ids.len(), "goal");
    (!ids.is_empty()).then(|| {
        format!(
            "{goals} dropped without a reason in the table; to say why: goalpost set GOAL reason TEXT: {}",
            list_names(&ids)
        )
    })
}
