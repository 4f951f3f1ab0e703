//! The load of teams: what is planned for them in a period, against what they have.

use super::claims::{Claim, Claims, NOTHING};
use crate::analysis::capacity::person_weeks::{from_lowest_up, stated_weeks, team_weeks};
use crate::analysis::snapshot::Snapshot;
use crate::model::{Goal, Period, Team, days_between};

/// The planned effort and the capacity of a team in a period, both with the teams below it; of the team itself alone where
/// its own work is more than it states to have.
#[derive(Debug, Clone, PartialEq)]
pub struct Load<'w> {
    /// The team.
    pub team: &'w Team,
    /// The capacity in person-weeks.
    pub capacity: f64,
    /// The planned effort in person-weeks.
    pub planned: f64,
    /// What is planned for the team itself.
    pub own: f64,
    /// The claims: those on the team itself before those on teams below it, each sorted by the goals' ids.
    pub claims: Vec<Claim>,
    /// The planned effort without what is beyond the capacity of a team below.
    borne: f64,
}

impl Load<'_> {
    /// Whether more is planned than the capacity. What is too much for a team below is that team's alone: it makes no
    /// team above too much too.
    pub fn is_too_much(&self) -> bool {
        self.borne > self.capacity + NOTHING
    }

    /// Whether there is work for teams below it in it.
    pub fn has_teams_below(&self) -> bool {
        self.planned > self.own + NOTHING
    }
}

impl<'w> Claims<'w> {
    /// The load of every team for which effort is planned in a period, by team id, with the teams below it: their people
    /// are part of its capacity, so what is planned for them is part of its load.
    ///
    /// Effort is spread evenly over the days of its goal. Teams that do not exist in the period or whose capacity is
    /// unknown are left out, and add nothing to those above them.
    pub fn loads(&self, snapshot: &Snapshot<'w>, period: &Period) -> Vec<Load<'w>> {
        let Some(org) = snapshot.org().filter(|_| !self.by_team.is_empty()) else { return Vec::new() };
        let fiscal_start = snapshot.settings().fiscal_year_starts;
        let capacities = team_weeks(org, period, fiscal_start);
        let mut below: Vec<(Vec<Claim>, f64)> = vec![(Vec::new(), 0.0); org.teams.len()];
        let mut loads = Vec::new();
        for (at, above) in from_lowest_up(org) {
            let team = &org.teams[at];
            // Of two teams with one id the first is meant.
            let capacity = capacities
                .get(team.id.as_str())
                .filter(|_| org.team(&team.id).is_some_and(|it| std::ptr::eq(it, team)));
            let Some(capacity) = capacity.copied() else { continue };
            let (of_others, borne_by_others) = std::mem::take(&mut below[at]);
            let mut claims = self.claims_on(snapshot, team, period);
            let own_count = claims.len();
            let own: f64 = claims.iter().map(|claim| claim.effort).sum();
            let borne = own + borne_by_others;
            claims.extend(of_others);
            if let Some(above) = above {
                below[above].0.extend(&claims);
                below[above].1 += borne.min(capacity);
            }
            let stated = stated_weeks(team, period, fiscal_start).filter(|stated| own > stated + NOTHING);
            if let Some(capacity) = stated {
                claims.truncate(own_count);
                loads.push(Load { team, capacity, planned: own, own, claims, borne: own });
            } else if own_count > 0 {
                sort_by_goal(snapshot, &mut claims[own_count..]);
                let planned = claims.iter().map(|claim| claim.effort).sum();
                loads.push(Load { team, capacity, planned, own, claims, borne });
            }
        }
        loads.sort_by(|a, b| a.team.id.cmp(&b.team.id));
        loads
    }

    /// The claims on a team itself in a period, by the goals' ids.
    fn claims_on(&self, snapshot: &Snapshot<'w>, team: &Team, period: &Period) -> Vec<Claim> {
        let claims = self.by_team.get(team.id.as_str()).into_iter().flatten();
        let in_period =
            |claim: &Claim| Claim { effort: claim.effort * share_in(snapshot.goal(claim.goal), period), ..*claim };
        let mut claims: Vec<Claim> = claims.map(in_period).filter(|claim| claim.effort > 0.0).collect();
        sort_by_goal(snapshot, &mut claims);
        claims
    }
}

fn sort_by_goal(snapshot: &Snapshot<'_>, claims: &mut [Claim]) {
    claims.sort_by(|a, b| snapshot.goal(a.goal).id.cmp(&snapshot.goal(b.goal).id).then(a.need.cmp(&b.need)));
}

/// The share of a goal's days that lie in a period; 0 without a start or an end.
fn share_in(goal: &Goal, period: &Period) -> f64 {
    let (Some(start), Some(end)) = (goal.start(), goal.end()) else { return 0.0 };
    let common = days_between(start.max(period.start), end.min(period.end)) + 1;
    if common <= 0 || end < start {
        return 0.0;
    }
    #[expect(clippy::cast_precision_loss, reason = "days of a period")]
    let share = common as f64 / (days_between(start, end) + 1) as f64;
    share
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Workspace, parse_day};
    use crate::source::SourceSet;

    /// The capacity of a department contained its teams' people, and its load not their work: five goals of 13 weeks for
    /// four people of 13.2 looked like half the department's time.
    #[test]
    fn a_department_carries_what_is_planned_for_its_teams() {
        let org = "teams: [{id: d}, {id: a, parent: d}, {id: b, parent: d}, {id: unknown, parent: d}]\n\
                   people: [{id: m, team: d}, {id: x, team: a}, {id: y, team: a}, {id: z, team: b}]\n";
        let goal = |id: &str, team: &str, effort: u32| {
            let text =
                format!("kind: objective\ntitle: t\nid: {id}\nteam: {team}\nperiod: 2026-Q4\neffort: {effort}\n");
            (format!("{id}.yaml"), text)
        };
        let found = |org: &str, goals: Vec<(String, String)>| -> Vec<(String, u32, u32, bool)> {
            let workspace = Workspace::read(SourceSet::from_texts(
                goals.into_iter().chain([("org.yaml".to_owned(), org.to_owned())]),
            ));
            let snapshot = Snapshot::take(&workspace, parse_day("2026-11-21").expect("a day"));
            let period = Period::parse("2026-Q4", 1).expect("a period");
            let loads = Claims::gather(&snapshot).loads(&snapshot, &period);
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "small weeks")]
            let whole = |weeks: f64| weeks.round() as u32;
            loads
                .iter()
                .map(|it| (it.team.id.clone(), whole(it.planned), whole(it.capacity), it.is_too_much()))
                .collect()
        };
        let row = |team: &str, planned, capacity, too_much| (team.to_owned(), planned, capacity, too_much);
        let of_teams = |effort| vec![goal("p1", "a", effort), goal("p2", "a", 13), goal("l1", "b", 13)];
        let all = |effort, own| [of_teams(effort), vec![goal("e1", "d", own)]].concat();
        assert_eq!(found(org, all(13, 26)), [row("a", 26, 26, false), row("b", 13, 13, false), row("d", 65, 53, true)]);
        assert_eq!(found(org, all(13, 13))[2], row("d", 52, 53, false));
        // One cause is told once: what is too much for a team is not too much for its department besides.
        assert_eq!(found(org, all(30, 13)), [row("a", 43, 26, true), row("b", 13, 13, false), row("d", 69, 53, false)]);
        // A department without work of its own has its teams' figures alone.
        assert_eq!(found(org, of_teams(13)).len(), 2);
        // A department's goals may be work for the people of its teams.
        assert_eq!(found(org, vec![goal("e1", "d", 50)]), [row("d", 50, 53, false)]);
        // Nobody knows who works in a team without people: what is planned for it burdens nobody else.
        assert_eq!(found(org, vec![goal("e1", "d", 50), goal("u", "unknown", 90)]), [row("d", 50, 53, false)]);
        // A stated capacity is for the department's own goals, and the teams below add theirs.
        let stated = org.replace("{id: d}", "{id: d, capacity: 20}");
        assert_eq!(found(&stated, all(13, 20))[2], row("d", 59, 60, false));
        assert_eq!(found(&stated, vec![goal("e1", "d", 26)]), [row("d", 26, 20, true)]);
    }
}
