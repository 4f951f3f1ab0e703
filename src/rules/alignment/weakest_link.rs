//! An objective that is on track although one of its contributions is off track.

use crate::analysis::facts::Facts;
use crate::analysis::numbers::Health;
use crate::lint::{Group, Report, Rule, Sink};
use crate::model::Kind;

pub(in crate::rules) static RULE: Rule = Rule::off("weakest-link", Group::Alignment, check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    for (ix, _) in snapshot.live_goals().filter(|(_, goal)| goal.kind == Kind::Objective) {
        let numbers = snapshot.numbers(ix);
        let Some(weakest) = numbers.weakest else { continue };
        let well = matches!(numbers.health, Health::OnTrack | Health::AchievedEarly);
        if !well || snapshot.numbers(weakest).health != Health::OffTrack {
            continue;
        }
        let id = &snapshot.goal(weakest).id;
        let health = if numbers.health == Health::OnTrack { "on track" } else { "reached early" };
        let message = format!("this objective is {health}, but its contribution `{id}` is off track");
        let help = format!("look at `{id}` now; if it is less important, reduce its weight or drop it with a `reason`");
        let report = Report::at(ix, "", message).label("hidden by the mean").help(help);
        sink.report(report.related(weakest, "", format!("`{id}` is furthest behind its plan")));
    }
}
