//! More work planned for a team in a quarter than the team has capacity for.

use std::cell::LazyCell;
use std::collections::HashSet;

use crate::analysis::facts::Facts;
use crate::analysis::people::{Claim, Claims, Load, Overload, overloads};
use crate::lint::{Group, Report, Rule, Sink};
use crate::model::{GoalIx, Period, Priority};
use crate::rules::names::{list, weeks};

pub(in crate::rules) static RULE: Rule = Rule::warning("contended-team", Group::People, check);

/// The number of quarters that are checked, including the current one.
const QUARTERS: usize = 8;

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    let claims = Claims::gather(snapshot);
    let overloads = LazyCell::new(|| overloads(snapshot));
    let fiscal_start = snapshot.settings().fiscal_year_starts;
    let first = Period::quarter_of(snapshot.today, fiscal_start);
    // The same claims in a later quarter are the same cause.
    let mut reported = HashSet::new();
    for quarter in std::iter::successors(Some(first), |quarter| Some(quarter.beside(1, fiscal_start))).take(QUARTERS) {
        for load in claims.loads(snapshot, &quarter).into_iter().filter(Load::is_too_much) {
            let claimants: Vec<_> = load.claims.iter().map(|it| (it.goal, it.need)).collect();
            if !is_one_persons(snapshot, &load, &quarter, &overloads)
                && reported.insert((load.team.id.as_str(), claimants))
            {
                sink.report(report(snapshot, &load, &quarter));
            }
        }
    }
}

/// Whether all claims are goals of one overloaded person; `overloaded-owner` then reports them.
fn is_one_persons(snapshot: &Facts<'_>, load: &Load<'_>, quarter: &Period, overloads: &[Overload<'_>]) -> bool {
    let owner = |claim: &Claim| snapshot.org()?.person(snapshot.goal(claim.goal).owner.as_deref()?);
    let Some(first) = load.claims.first().and_then(owner) else { return false };
    load.claims.iter().all(|claim| claim.need.is_none() && owner(claim).is_some_and(|it| it.id == first.id))
        && overloads.iter().any(|it| it.owner.id == first.id && it.start <= quarter.end && quarter.start <= it.end)
}

fn report(snapshot: &Facts<'_>, load: &Load<'_>, quarter: &Period) -> Report {
    let planned = weeks(load.planned);
    let (with, has) = if load.has_teams_below() { (" and the teams below it", "they have") } else { ("", "it has") };
    let message = format!(
        "{planned} person-weeks are planned for `{}`{with} in {}, but {has} {}",
        load.team.id,
        quarter.name,
        weeks(load.capacity)
    );
    let owners = list(load.claims.iter().filter_map(|claim| snapshot.goal(claim.goal).owner.as_deref()), 4);
    let goals: Vec<GoalIx> = load.claims.iter().map(|claim| claim.goal).take(20).collect();
    let above = snapshot.graph.common_to_all(&goals).filter(|_| goals.len() > 1);
    let who = if owners.is_empty() { format!("`{}`", load.team.id) } else { owners };
    let help = match above {
        Some(above) => format!(
            "decide with {who} what to do first, postpone or drop (common ancestor: `{}`)",
            snapshot.goal(above).id
        ),
        None => format!("decide with {who} what to do first, postpone or drop"),
    };
    let first = load.claims[0];
    let label = format!("{} of {planned}", weeks(first.effort));
    let mut report = Report::at(first.goal, route(snapshot, first), message).label(label).help(help);
    let mut others: Vec<&Claim> = load.claims.iter().skip(1).collect();
    others.sort_by_key(|claim| snapshot.goal(claim.goal).priority.map_or(3, priority_rank));
    for claim in others {
        let goal = snapshot.goal(claim.goal);
        let priority = goal.priority.map_or("no priority", Priority::word);
        let text = format!("{} of {planned}, {priority}: `{}`", weeks(claim.effort), goal.id);
        report = report.related(claim.goal, route(snapshot, *claim), text);
    }
    report
}

fn priority_rank(priority: Priority) -> u8 {
    match priority {
        Priority::Must => 0,
        Priority::Should => 1,
        Priority::Could => 2,
    }
}

fn route(snapshot: &Facts<'_>, claim: Claim) -> String {
    let need = claim.need.and_then(|at| snapshot.goal(claim.goal).needs.get(at));
    need.map_or_else(|| "effort".to_owned(), |need| format!("needs[{}]", need.index))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::{Lint, run};
    use crate::model::{Workspace, parse_day};
    use crate::source::SourceSet;

    fn messages(people: &str, goals: &[&str]) -> Vec<String> {
        let org = format!("teams: [{{id: a, capacity: 10}}]\npeople: [{people}]\n");
        let mut texts = vec![("org.yaml".to_owned(), org)];
        for (at, goal) in goals.iter().enumerate() {
            texts.push((
                format!("{at}.yaml"),
                format!("kind: objective\ntitle: t\nteam: a\n{}\n", goal.replace("; ", "\n")),
            ));
        }
        let workspace = Workspace::read(SourceSet::from_texts(texts));
        let snapshot = Facts::take(&workspace, parse_day("2026-11-21").expect("a day"));
        let lint = Lint { rules: &[&RULE], ..Lint::default() };
        run(&lint, &snapshot).findings.into_iter().map(|finding| finding.message).collect()
    }

    #[test]
    fn the_same_claims_are_reported_once_and_others_anew() {
        let year = "id: y; period: 2027; effort: 60";
        let found = messages("", &[year]);
        assert_eq!(found, ["14.8 person-weeks are planned for `a` in 2027-Q1, but it has 10"]);
        assert_eq!(messages("", &[year, "id: z; period: 2027-Q3; effort: 1"]).len(), 2);
    }

    #[test]
    fn one_persons_own_load_is_reported_at_the_person() {
        let goals = ["id: a; owner: x; period: 2026-Q4; effort: 9", "id: b; owner: x; period: 2026-Q4; effort: 9"];
        assert_eq!(messages("{id: x, team: a}", &goals), Vec::<String>::new());
        assert_eq!(messages("{id: x, team: a, capacity: 2}", &goals).len(), 1, "x has the weeks, the team has not");
        assert_eq!(
            messages("{id: x, team: a}, {id: y}", &[goals[0], &goals[1].replace("owner: x", "owner: y")]).len(),
            1
        );
    }
}
