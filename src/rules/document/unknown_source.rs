//! A goal whose value comes from a source that the settings do not have.

use crate::analysis::facts::Facts;
use crate::lint::{Group, Level, Report, Rule, Sink};
use crate::model::{Done, Goal, Origin};
use crate::syntax::{closest, quoted};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "unknown-source",
    group: Group::Document,
    level: Some(Level::Error),
    page: include_str!("unknown_source.md"),
    options: &[],
    check,
};

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    let sources = &snapshot.settings().sources;
    for (ix, goal) in snapshot.live_goals() {
        for (route, origin) in origins(goal) {
            if sources.contains_key(&origin.source) {
                continue;
            }
            let words = || sources.keys().map(String::as_str);
            let help = match closest(&origin.source, words()) {
                Some(near) => format!("did you mean `{near}`?"),
                None if sources.is_empty() => format!(
                    "goalpost.yaml has no `sources`; write `sources: {{{}: {{prometheus: …}}}}` there: goalpost explain numbers",
                    origin.source
                ),
                None => format!("goalpost.yaml has {}", quoted(words()).replace(" or ", " and ")),
            };
            let message = format!("`sources` in goalpost.yaml does not have `{}`", origin.source);
            sink.report(Report::at(ix, format!("{route}.source"), message).label("unknown").help(help));
        }
    }
}

/// The origins of a goal's values, each with its route.
fn origins(goal: &Goal) -> impl Iterator<Item = (String, &Origin)> {
    let metric = goal.metric.as_ref().and_then(|metric| metric.from.as_ref());
    let done = goal.milestones.iter().filter_map(|milestone| match &milestone.done {
        Some(Done::Asked(origin)) => Some((format!("milestones[{}].done", milestone.index), &**origin)),
        _ => None,
    });
    metric.map(|origin| ("metric.from".to_owned(), origin)).into_iter().chain(done)
}
