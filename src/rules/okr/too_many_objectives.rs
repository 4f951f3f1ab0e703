//! More objectives at the same time than the limits allow.

use std::collections::BTreeMap;

use crate::analysis::capacity::max_overlap_day;
use crate::analysis::facts::Facts;
use crate::lint::{Group, Report, Rule, Sink};
use crate::model::{Day, Goal, GoalIx};

pub(in crate::rules) static RULE: Rule = Rule::warning("too-many-objectives", Group::Okr, check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    let mut objectives: Vec<(GoalIx, &Goal)> = snapshot.active_objectives().collect();
    objectives.sort_by(|(_, a), (_, b)| a.id.cmp(&b.id));
    let limits = snapshot.settings().limits;
    let strategic: Vec<_> = objectives.iter().filter(|(_, goal)| snapshot.is_strategic(goal)).copied().collect();
    if let Some((day, together)) = too_many(snapshot, &strategic, limits.strategic_goals.1) {
        let what = format!("{} strategic goals are active at the same time", together.len());
        sink.report(report(&together, "", &what, day, limits.strategic_goals.1, "strategic_goals"));
    }
    let mut of_owner: BTreeMap<&str, Vec<(GoalIx, &Goal)>> = BTreeMap::new();
    for (ix, goal) in objectives {
        if let Some(owner) = snapshot.workspace.owner_of(goal) {
            of_owner.entry(owner).or_default().push((ix, goal));
        }
    }
    for (owner, objectives) in &of_owner {
        if let Some((day, together)) = too_many(snapshot, objectives, limits.objectives_per_owner.1) {
            let what = format!("`{owner}` owns {} objectives at the same time", together.len());
            sink.report(report(&together, "owner", &what, day, limits.objectives_per_owner.1, "objectives_per_owner"));
        }
    }
}

/// The objectives of the busiest day, if they are more than a limit.
fn too_many(snapshot: &Facts<'_>, objectives: &[(GoalIx, &Goal)], most: u32) -> Option<(Day, Vec<GoalIx>)> {
    max_overlap_day(objectives, snapshot.today)
        .filter(|(_, together)| u32::try_from(together.len()).is_ok_and(|it| it > most))
}

fn report(together: &[GoalIx], field: &str, what: &str, day: Day, most: u32, limit: &str) -> Report {
    let (first, others) = together.split_first().expect("more than a limit is at least one");
    let report = Report::at(*first, field, format!("{what}; the limit is {most}"))
        .label(format!("one of them, on {day}"))
        .help(format!(
            "drop, defer or hand over the least important; or change `limits: {{{limit}: …}}` in goalpost.yaml"
        ));
    others.iter().fold(report, |report, it| report.related(*it, field, "another"))
}
