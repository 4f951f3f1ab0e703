//! An objective of a high level that no goal of a lower level supports.

use crate::analysis::facts::Facts;
use crate::lint::{Group, Level, Report, Rule, Sink};
use crate::model::{GoalIx, State};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "unsupported-goal",
    group: Group::Cascade,
    level: Some(Level::Warning),
    page: include_str!("unsupported_goal.md"),
    options: &[],
    check,
};

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    for (ix, goal) in snapshot.active_objectives() {
        if !snapshot.has_settled(goal) {
            continue;
        }
        let Some((level, rank)) = snapshot.level_of(goal).filter(|(level, _)| !snapshot.settings().is_low(level))
        else {
            continue;
        };
        // An objective with neither key results nor supporters is reported by `objective-without-key-results` alone.
        if !snapshot.is_carried(ix) || is_supported(snapshot, ix, rank) || snapshot.dangling().is_wanted(ix) {
            continue;
        }
        let message = format!("no goal of a lower level supports `{}`, which is of level `{level}`", goal.id);
        let report = Report::at(ix, "", message).label("no supporting goal");
        let help =
            format!("ask the teams below what they can contribute; their goals then have `supports: [{}]`", goal.id);
        sink.report(report.help(help));
    }
}

/// Whether an objective or one of its key results has a supporter that is, or may be, of a lower level.
fn is_supported(snapshot: &Facts<'_>, ix: GoalIx, rank: usize) -> bool {
    let supports = |at: GoalIx| {
        // An unreadable supporter may be of a lower level.
        let unread = snapshot.unread.parts_of(at).iter().any(|part| !part.is_key_result);
        unread
            || snapshot.graph.supporters(at).any(|child| {
                let goal = snapshot.goal(child.goal);
                let counts = !matches!(goal.state, State::Draft | State::Dropped);
                counts && snapshot.level_of(goal).is_none_or(|(_, lower)| lower > rank)
            })
    };
    supports(ix) || snapshot.graph.key_results(ix).any(|child| supports(child.goal))
}
