//! A key result that does not advance although its supporting goals do.

use crate::analysis::facts::Facts;
use crate::analysis::text::percent;
use crate::lint::{Group, Report, Rule, Sink};

pub(in crate::rules) static RULE: Rule = Rule::warning("theory-gap", Group::Alignment, check);

/// The gap from which it is reported, as a share of the whole way; 1e-9 allows for rounding of floating point numbers.
const GAP: f64 = 0.3 - 1e-9;

/// The share of the period after which the number should follow. Before that, the effect may simply be delayed.
const TIME: f64 = 1.0 / 3.0;

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    for (ix, goal) in snapshot.active_key_results() {
        let numbers = snapshot.numbers(ix);
        let (Some(gap), Some(own)) = (numbers.theory_gap, numbers.progress) else { continue };
        let late = snapshot.elapsed_share(goal).is_some_and(|elapsed| elapsed >= TIME);
        if !late || gap < GAP || !snapshot.knows_progress(ix) {
            continue;
        }
        let theirs = own + gap;
        let message =
            format!("supporting goals are at {}, but this key result is at {}", percent(theirs), percent(own));
        let help = "check whether the supporting goals drive this metric, or how it is measured";
        let mut report =
            Report::at(ix, "", message).label(format!("{} behind its supporting goals", percent(gap))).help(help);
        let supporters = snapshot.graph.supporters(ix).map(|it| it.goal);
        for supporter in supporters.filter(|it| snapshot.goal(*it).state.counts()) {
            let id = &snapshot.goal(supporter).id;
            let progress = snapshot.numbers(supporter).progress;
            let text = progress.map_or_else(|| format!("`{id}`: unknown"), |it| format!("`{id}`: {}", percent(it)));
            report = report.related(supporter, "", text);
        }
        sink.report(report);
    }
}
