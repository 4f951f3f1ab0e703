//! An open goal whose team is gone.

use crate::analysis::capacity::{lead_above, next_team};
use crate::analysis::facts::Facts;
use crate::lint::{Group, Level, Report, Rule, Sink};
use crate::model::{Day, GoalIx, Kind};
use crate::syntax::{Content, Edit};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "dissolved-team",
    group: Group::People,
    level: Some(Level::Warning),
    page: include_str!("dissolved_team.md"),
    options: &[],
    check,
};

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    let Some(org) = snapshot.org() else { return };
    // A survey is of a day on which its team stood.
    let held = snapshot.live_goals().filter(|(_, goal)| goal.kind != Kind::Survey && !goal.inherited.team);
    for (ix, goal) in held {
        let Some(id) = goal.team.as_deref() else { continue };
        let Some(team) = org.team(id) else {
            if org.knows_team(id) {
                sink.report(erased(ix, id, snapshot.today));
            }
            continue;
        };
        let Some(until) = team.until.filter(|until| *until < snapshot.today) else { continue };
        let message = format!("`{}`, the team of this goal, ended on {until}", team.id);
        let report = Report::at(ix, "team", message).label(format!("ended on {until}"));
        sink.report(match next_team(org, team, snapshot.today) {
            Some(next) => report
                .help(format!(
                    "`{0}` took over: write `team: {0}`; for all at once: goalpost check --rule {1} --fix",
                    next.id, RULE.name
                ))
                .safe_fix(Edit::SetScalar { route: "team".to_owned(), to: Content::text(&next.id) }),
            None => report.help(match lead_above(org, team, snapshot.today) {
                Some(lead) => format!(
                    "no `successor` stands in org.yaml: ask `{}` which team carries it on, or drop it with a `reason`",
                    lead.id
                ),
                None => {
                    "no `successor` stands in org.yaml: name the team that carries it on, or drop it with a `reason`"
                        .to_owned()
                }
            }),
        });
    }
}

/// A team that stood in an earlier `org.yaml` is gone too; its line is gone with its level, its day and its successor.
fn erased(ix: GoalIx, id: &str, today: Day) -> Report {
    let message = format!("`{id}`, the team of this goal, stands in org.yaml no more");
    Report::at(ix, "team", message).label("stood in an earlier org.yaml").help(format!(
        "bring its line back with `until: {today}`, or the day it ended, and its `successor`; or write another `team`"
    ))
}
