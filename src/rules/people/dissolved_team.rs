//! An open goal whose team has ended, or that waits for one that has.

use super::contact::need_route;
use crate::analysis::capacity::{lead_above, next_team};
use crate::analysis::facts::Facts;
use crate::lint::{Group, Report, Rule, Sink};
use crate::model::{Day, Goal, GoalIx, Kind, Need, NeedState, Org, Team, brief};
use crate::syntax::{Content, Edit};

pub(in crate::rules) static RULE: Rule = Rule::warning("dissolved-team", Group::People, check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    let Some(org) = snapshot.org() else { return };
    // A survey belongs to the team as it was on the day of the survey.
    let held = snapshot.live_goals().filter(|(_, goal)| goal.kind != Kind::Survey && !goal.inherited.team);
    for (ix, goal) in held {
        let Some(id) = goal.team.as_deref() else { continue };
        let Some(team) = org.team(id) else {
            if org.knows_team(id) {
                sink.report(report_removed(ix, id, snapshot.today));
            }
            continue;
        };
        let Some(until) = team.ended_before(snapshot.today) else { continue };
        let message = format!("`{}`, the team of this goal, ended on {until}", team.id);
        let report = Report::at(ix, "team", message).label(format!("ended on {until}"));
        let report = if let Some(next) = next_team(org, team, snapshot.today) {
            let advice = format!(
                "set `team: {0}`, its successor; for all goals, run goalpost check --rule {1} --fix",
                next.id, RULE.name
            );
            report.help(advice).safe_fix(Edit::SetScalar { route: "team".to_owned(), to: Content::text(&next.id) })
        } else {
            let gap = match &team.successor {
                Some(successor) => format!("its successor `{successor}` leads to no team that exists today"),
                None => "org.yaml has no `successor`".to_owned(),
            };
            let asked = lead_above(org, team, snapshot.today).map(|lead| format!("ask `{}` which team", lead.id));
            let asked = asked.unwrap_or_else(|| "set the team that".to_owned());
            report.help(format!("{gap}: {asked} takes it over, or drop it with a `reason`"))
        };
        sink.report(report);
    }
    for (ix, goal) in snapshot.live_goals() {
        let open = goal.needs.iter().filter(|need| matches!(need.state, NeedState::Asked | NeedState::Agreed));
        for need in open {
            let Some(team) = org.team(&need.from) else { continue };
            if let Some(until) = team.ended_before(snapshot.today) {
                sink.report(report_need(snapshot.today, org, (ix, goal, need), (team, until)));
            }
        }
    }
}

/// Reports a need that is asked of a team that has ended: nobody will answer it or do it.
fn report_need(today: Day, org: &Org, (ix, goal, need): (GoalIx, &Goal, &Need), (team, until): (&Team, Day)) -> Report {
    let route = format!("{}.from", need_route(need));
    let message = format!("`{}`, which is asked for `{}`, ended on {until}", team.id, brief(&need.what));
    let report = Report::at(ix, &route, message).label(format!("ended on {until}"));
    // The goal's own team may have ended too: then its successor has the goal.
    let own = goal.team.as_deref().and_then(|own| org.team(own));
    let own = own.and_then(|own| if own.stands(today) { Some(own) } else { next_team(org, own, today) });
    match next_team(org, team, today) {
        Some(next) if own.is_some_and(|own| own.id == next.id) => report
            .help(format!("its successor is `{}`, the goal's own team: remove the need, or ask another team", next.id)),
        Some(next) => report
            .help(format!("ask `{}`, its successor: set `from: {}`", next.id, next.id))
            .safe_fix(Edit::SetScalar { route, to: Content::text(&next.id) }),
        None => report.help("ask the team that does its work now: set `from`, or remove the need"),
    }
}

/// Reports a team that is only in an earlier `org.yaml`: its level, the day it ended and its successor are not known.
fn report_removed(ix: GoalIx, id: &str, today: Day) -> Report {
    let message = format!("`{id}`, the team of this goal, is no longer in org.yaml");
    Report::at(ix, "team", message).label("was in an earlier org.yaml").help(format!(
        "restore its entry with `until: {today}` or the day it ended, and its `successor`; or set another `team`"
    ))
}
