//! Open goals on different lines with very similar wording.

use crate::analysis::facts::Facts;
use crate::analysis::tensions::duplicates;
use crate::lint::{Group, Report, Rule, Sink};
use crate::model::{GoalIx, Kind, brief};
use crate::rules::names::list;

pub(in crate::rules) static RULE: Rule = Rule::warning("duplicate-goal", Group::Alignment, check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    for cluster in duplicates(snapshot) {
        let Some((first, others)) = cluster.goals.split_first() else { continue };
        let message = match others {
            [other] => format!("very similar to `{}`", snapshot.goal(*other).id),
            _ => format!("{} goals are very similar: {}", cluster.goals.len(), names(snapshot, &cluster.goals, 3)),
        };
        let label = match cluster.terms.as_slice() {
            [] => "each is similar to another of them".to_owned(),
            terms => format!("words in common: {}", list(terms.iter().map(String::as_str), 5)),
        };
        let teams = cluster.goals.iter().map(|ix| snapshot.workspace.team_of(snapshot.goal(*ix)));
        let is_of_one_team = teams.clone().all(|team| team.is_some() && team == teams.clone().next().flatten());
        let help = match snapshot.goal(*first).kind {
            _ if is_of_one_team => "keep one goal, or say in the titles in what they differ",
            Kind::Objective => {
                "keep one goal and list the other team in its `contributors`, or link one to the other with `supports`"
            }
            _ => "keep one goal and list the other team in its `contributors`, or add the other part to its `needs`",
        };
        let mut report = Report::at(*first, "", message).label(label).help(help);
        for other in others {
            let goal = snapshot.goal(*other);
            let owner = goal.owner.as_ref().map(|owner| format!(" of `{owner}`")).unwrap_or_default();
            report = report.related(*other, "", format!("`{}`{owner}: `{}`", goal.id, brief(&goal.title)));
        }
        sink.report(report);
    }
}

fn names(snapshot: &Facts<'_>, goals: &[GoalIx], most: usize) -> String {
    list(goals.iter().map(|ix| snapshot.goal(*ix).id.as_str()), most)
}
