//! Goalposts that the earlier of two states had lost, and the later one sets again.

use serde_json::Value;

use crate::analysis::goalposts::goalpost::{Move, goalposts_of};
use crate::analysis::snapshot::Snapshot;
use crate::analysis::versions::difference::FieldChange;
use crate::analysis::versions::goalpost_change::goalpost_words;
use crate::git::OidSet;
use crate::model::{GoalIx, Significance};

/// Lets a goalpost that the earlier side had lost be compared with what it was before that, as history does.
pub(super) fn take_moves_from_unset(after: &Snapshot<'_>, fields: &mut [FieldChange], new: GoalIx, known: &OidSet) {
    let is_set =
        |it: &&mut FieldChange| it.significance == Significance::Goalpost && it.before.is_null() && !it.is_move;
    let mut set = fields.iter_mut().filter(is_set).peekable();
    let Some(history) = after.timeline.history().filter(|_| set.peek().is_some()) else { return };
    let moves = goalposts_of(after, history, &after.goal(new).id, Some(new)).moves;
    for change in set {
        // What cannot be decoded is compared as it is written.
        let is_same = |after: &Value| *after == change.after || change.after == goalpost_words(after);
        let same = |it: &&Move| it.field == change.field && is_same(&it.after) && it.is_new(history, known);
        if let Some(it) = moves.iter().rfind(same) {
            (change.before, change.after, change.is_move) = (it.before.clone(), it.after.clone(), true);
        }
    }
}
