//! An objective without an owner.

use crate::analysis::facts::Facts;
use crate::lint::{Group, Level, MOST_SINGLE, Report, Rule, Sink};

pub(in crate::rules) static RULE: Rule = Rule::error("missing-owner", Group::Smart, check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    for (ix, goal) in snapshot.active_objectives() {
        if !snapshot.workspace.lacks(goal, "owner") {
            continue;
        }
        let team = goal.team.as_deref().and_then(|team| snapshot.org()?.team(team));
        let lead = team.and_then(|team| Some((team.id.as_str(), team.lead.as_deref()?)));
        let help = match lead {
            Some((team, lead)) => {
                format!("add `owner: {lead}` (the lead of `{team}`), or another person who is accountable")
            }
            None => "add `owner:` with the one person who is accountable for it".to_owned(),
        };
        let all = "add to each `owner:` with the one person who is accountable for it";
        let report =
            Report::at(ix, "", format!("`{}` has no owner", goal.id)).label("nobody is accountable").help(help);
        // A team that can be asked is better than nobody.
        sink.report(match &goal.team {
            Some(team) => {
                let report = report.by_default(Level::Warning);
                report.batch(MOST_SINGLE, "", format!("objectives of team `{team}` have no owner")).batch_help(all)
            }
            None => report.batch(MOST_SINGLE, "", "objectives have neither an owner nor a team").batch_help(all),
        });
    }
}
