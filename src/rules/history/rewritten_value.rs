//! A value that was changed later: the same day with another number.

use std::cell::LazyCell;
use std::collections::BTreeMap;

use super::{phrases, withdrawn_value};
use crate::analysis::facts::Facts;
use crate::analysis::goalposts::{Recording, recordings_of, withdrawals_of};
use crate::analysis::numbers::value_words;
use crate::lint::{Group, Report, Rule, Sink};
use crate::model::{Day, Goal, GoalIx, brief};

pub(in crate::rules) static RULE: Rule = Rule::warning("rewritten-value", Group::History, check);

/// A value for a day that already had another value.
struct RewrittenValue {
    it: Recording,
    before: f64,
}

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    let measured = |goal: &Goal| goal.metric.is_some() && goal.state.counts();
    for (ix, goal) in snapshot.goals().filter(|(_, goal)| measured(goal)) {
        let rewritten = find_rewritten(snapshot, ix, goal, || sink.is_reported_by(withdrawn_value::RULE.name, ix));
        if let Some((latest, earlier)) = rewritten.split_last() {
            sink.report(report(snapshot, ix, latest, earlier.len()));
        }
    }
}

/// Finds the days of a goal whose value was changed on a later day, in the order of the changes.
fn find_rewritten(
    snapshot: &Facts<'_>,
    ix: GoalIx,
    goal: &Goal,
    is_withdrawal_reported: impl Fn() -> bool,
) -> Vec<RewrittenValue> {
    let mut known: BTreeMap<Day, (f64, Day)> = BTreeMap::new();
    let mut found: Vec<RewrittenValue> = Vec::new();
    // Changes after the close are `edited-after-close`.
    let closing = snapshot.closing(ix);
    // What a commit took back of later days is `withdrawn-value`, whatever it says of the earlier one; where that rule is
    // off, nothing else would tell of the earlier one.
    let withdrawn = LazyCell::new(|| {
        let mut withdrawn = if is_withdrawal_reported() { withdrawals_of(snapshot, ix) } else { Vec::new() };
        withdrawn.retain(|it| it.is_quiet() && !it.observations.is_empty());
        withdrawn
    });
    let recordings = recordings_of(snapshot, ix);
    for it in &recordings.all {
        if closing.is_some_and(|closing| it.commit.is_none_or(|commit| commit > closing)) {
            break;
        }
        let Some(value) = it.value else { continue };
        found.retain(|other| other.it.as_of != it.as_of);
        // A later day than before is a new value, even if another branch recorded that day too.
        let back = !it.is_first() && it.before.iter().all(|(as_of, _)| as_of.is_some_and(|as_of| it.as_of <= as_of));
        let was = known.get(&it.as_of).copied().filter(|_| back);
        #[expect(clippy::float_cmp, reason = "the same number written twice is the same bits")]
        let other = was.filter(|(before, written)| {
            // Of numbers in another unit or scale `changed-metric` tells.
            *before != value && it.written > *written && !recordings.is_explained(it) && !recordings.is_remeasured(it)
        });
        let Some((before, _)) = other else {
            // A correction on the same day, or with a reason, replaces the value from then on.
            let written = was.filter(|_| !recordings.is_remeasured(it)).map_or(it.written, |(_, written)| written);
            known.insert(it.as_of, (value, written));
            continue;
        };
        let is_reported = || withdrawn.iter().any(|withdrawal| withdrawal.by == it.commit);
        let in_time = goal.start().is_none_or(|start| start <= it.as_of) && snapshot.is_recent_on(goal, it.written);
        if in_time && !is_reported() {
            found.push(RewrittenValue { it: it.clone(), before });
        }
    }
    found
}

fn report(snapshot: &Facts<'_>, ix: GoalIx, rewritten: &RewrittenValue, earlier: usize) -> Report {
    let goal = snapshot.goal(ix);
    let it = &rewritten.it;
    let say = |value: f64| {
        let text = goal.metric.as_ref().map(|metric| value_words(snapshot.workspace, metric, value));
        brief(&text.unwrap_or_default())
    };
    let (before, after) = (say(rewritten.before), say(it.value.unwrap_or_default()));
    let more = match earlier {
        0 => String::new(),
        1 => ", like that of one other day before".to_owned(),
        count => format!(", like those of {count} other days before"),
    };
    let message =
        format!("the value of `{}` for {} was changed later from {before} to {after}{more}", goal.id, it.as_of);
    let is_current = goal.metric.as_ref().is_some_and(|metric| metric.as_of == Some(it.as_of));
    let day = if is_current { String::new() } else { format!("{} ", it.as_of) };
    let why = phrases::explanation_advice(&goal.id, it.commit, "metric.current");
    let help =
        if is_current { format!("a new value needs a new `as_of`; if the old one was wrong, {why}") } else { why };
    Report::at(ix, if is_current { "metric.current" } else { "metric.as_of" }, message)
        .label(format!("{day}was {before} until {}", phrases::describe_day(snapshot, it.commit, it.written)))
        .help(help)
}
