//! An id that was changed by hand, without the earlier one in `formerly`.

use std::collections::BTreeMap;

use crate::analysis::facts::Facts;
use crate::analysis::links::links_of;
use crate::lint::{Group, Level, Report, Rule, Sink};
use crate::model::{Goal, GoalIx, ORDER};
use crate::syntax::{Content, Edit, End, quoted};

pub(in crate::rules) static RULE: Rule = Rule::error("changed-id", Group::Document, check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    let mut goals: BTreeMap<GoalIx, Vec<&str>> = BTreeMap::new();
    for unlisted in snapshot.changed_ids() {
        goals.entry(unlisted.goal).or_default().push(&unlisted.id);
    }
    let mut links: BTreeMap<&str, Vec<(GoalIx, String)>> = BTreeMap::new();
    if !goals.is_empty() {
        for (ix, goal) in snapshot.goals() {
            for link in links_of(goal) {
                links.entry(link.id).or_default().push((ix, link.route(goal)));
            }
        }
    }
    for (ix, ids) in goals {
        sink.report(report(snapshot.goal(ix), ix, &ids, &links));
    }
}

fn report(goal: &Goal, ix: GoalIx, ids: &[&str], links: &BTreeMap<&str, Vec<(GoalIx, String)>>) -> Report {
    let was = quoted(ids.iter().copied());
    let listed = ids.join(", ");
    let (route, item) = ("formerly".to_owned(), Content::word(ids[0]));
    let mut report = Report::at(ix, "id", format!("`{}` was {was} before, but `formerly` does not list it", goal.id))
        .label(format!("was {was}"))
        .help(format!("add `formerly: [{listed}]`: history and links by the earlier id lead here then"))
        .safe_fix(Edit::Add { route, item, end: End::Last, order: ORDER });
    let mut is_named = false;
    for id in ids {
        for (from, route) in links.get(id).into_iter().flatten() {
            is_named = true;
            report = report.related(*from, route.clone(), format!("names `{id}`"));
        }
    }
    // Nothing is broken where no link names the earlier id; its history is lost all the same.
    if is_named { report } else { report.at_most(Level::Warning) }
}
