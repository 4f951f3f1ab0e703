//! Goalposts that an agent moved without a person's signature.

use std::collections::BTreeMap;

use super::phrases;
use crate::analysis::facts::Facts;
use crate::analysis::goalposts::{Move, unsigned_agent};
use crate::git::short_id;
use crate::lint::{Group, Report, Rule, Sink};
use crate::model::GoalIx;

pub(in crate::rules) static RULE: Rule = Rule::warning("agent-moved-goalpost", Group::History, check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    let Some(history) = snapshot.timeline.history() else { return };
    for (ix, _) in snapshot.active_goals() {
        let mut by_commit: BTreeMap<Option<usize>, (&str, Vec<&Move>)> = BTreeMap::new();
        for it in snapshot.goalposts(ix).moves.iter().filter(|it| !it.settling && it.put_back.is_none()) {
            if let Some(agent) = unsigned_agent(snapshot, history, it) {
                by_commit.entry(it.commit).or_insert((agent, Vec::new())).1.push(it);
            }
        }
        for (agent, moves) in by_commit.values() {
            sink.report(report(snapshot, ix, agent, moves));
        }
    }
}

/// One report for what a commit moved in a goal.
fn report(snapshot: &Facts<'_>, ix: GoalIx, agent: &str, moves: &[&Move]) -> Report {
    let goal = snapshot.goal(ix);
    let first = moves[0];
    let words = moves.iter().map(|it| {
        let field = it.field_without_index();
        let value = |value| phrases::format_value(snapshot, goal, &field, value);
        format!("`{}` from {} to {}", it.field, value(&it.before), value(&it.after))
    });
    let words: Vec<String> = words.collect();
    // A bot's commit belongs to its co-author, whom the other rules name as the one who moved it. Here no person is named.
    let message = format!(
        "`{agent}` had part in moving goalposts of `{}`, and no person signed it: {}",
        goal.id,
        words.join(", ")
    );
    let commit = phrases::commit_at(snapshot, first.commit).map(|commit| commit.oid.to_string()).unwrap_or_default();
    let label = format!("moved on {} ({})", first.day, short_id(&commit));
    let help =
        "if it is right, its owner says why in a commit of their own (goalpost note --kind decision); else restore it";
    Report::at(ix, first.field.as_str(), message).label(label).help(help)
}
