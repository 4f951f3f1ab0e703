//! The open obstacles of goals that are closed.

use crate::analysis::facts::Facts;
use crate::cli::writing::Work;
use crate::model::{GoalIx, brief};
use crate::render::shell_word;

/// Reports the open obstacles of goals that are now closed: nobody is asked about them any more.
pub(super) fn report_obstacles(work: &mut Work<'_>, snapshot: &Facts<'_>, closed: &[GoalIx]) {
    for goal in closed.iter().map(|ix| snapshot.goal(*ix)) {
        for entry in goal.log.iter().filter(|entry| entry.is_open_obstacle()) {
            let to = if entry.to.is_empty() { String::new() } else { format!(", asked of {}", entry.to.join(", ")) };
            work.say(format!(
                "open obstacle of {}: {}{to} · once it is resolved: goalpost note {} --resolve {}",
                goal.id,
                brief(&entry.text),
                goal.id,
                shell_word(&entry.text)
            ));
        }
    }
}
