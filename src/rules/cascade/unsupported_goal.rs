//! An objective of a high level that no goal of a lower level supports.

use crate::analysis::alignment::LevelUse;
use crate::analysis::facts::Facts;
use crate::lint::{Group, MOST_SINGLE, Report, Rule, Sink};

pub(in crate::rules) static RULE: Rule = Rule::warning("unsupported-goal", Group::Cascade, check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    let levels = LevelUse::of(snapshot, |goal| goal.state.counts());
    for (ix, goal) in snapshot.active_objectives() {
        // What nobody supported up to its end cannot be helped any more.
        if !snapshot.has_settled(goal) || goal.end().is_some_and(|end| end < snapshot.today) {
            continue;
        }
        let Some((level, rank)) = snapshot.level_of(goal).filter(|(level, _)| !snapshot.settings().is_low(level))
        else {
            continue;
        };
        // An objective with neither key results nor supporters is reported by `objective-without-key-results` alone.
        if !snapshot.is_carried(ix) || levels.is_supported(snapshot, ix, rank) || snapshot.dangling().is_wanted(ix) {
            continue;
        }
        if levels.needs_no_support(snapshot, ix, rank) {
            continue;
        }
        let message = format!("no goal of a lower level supports `{}`, which is of level `{level}`", goal.id);
        let report = Report::at(ix, "", message).label("no supporting goal");
        let help =
            format!("ask the teams below what they can contribute; their goals then have `supports: [{}]`", goal.id);
        // If so many goals of a level lack support, the organisation does not cascade it: that is one fact.
        let together = format!("objectives of level `{level}`");
        let report = report.help(help).batch(MOST_SINGLE, "no goal of a lower level supports", together);
        let all = "ask the teams below which of them they can contribute to; their goals then name these in `supports`";
        sink.report(report.batch_help(all));
    }
}
