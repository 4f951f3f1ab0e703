//! Capacity: the working weeks of people and teams in a period.

use std::collections::{BTreeSet, HashMap};

use crate::model::{Day, Org, Period, Person, Team, days_between, plus_days};

/// The working weeks from one day to another, both counted: days from Monday to Friday, divided by 5.
pub(super) fn working_weeks(from: Day, to: Day) -> f64 {
    let days = days_between(from, to) + 1;
    if days <= 0 {
        return 0.0;
    }
    let first = i64::from(from.weekday().to_monday_zero_offset());
    let beyond: i64 = (0..days % 7).map(|at| i64::from((first + at) % 7 < 5)).sum();
    #[expect(clippy::cast_precision_loss, reason = "days of a period")]
    let working = (days / 7 * 5 + beyond) as f64;
    working / 5.0
}

/// A person's weeks of work from one day to another, both counted: their capacity (1 by default) times the working
/// weeks between joining and leaving.
pub fn person_weeks(person: &Person, from: Day, to: Day) -> f64 {
    let from = person.from.map_or(from, |first| first.max(from));
    let to = person.until.map_or(to, |last| last.min(to));
    person.capacity.unwrap_or(1.0) * working_weeks(from, to)
}

/// The person-weeks of every team in a period with the teams below it, by the team's id.
///
/// A team's own `capacity` is per fiscal quarter, and counts for the part of each quarter in which the team exists in
/// the period. It stands for the team's people; without it they count while they are in the team. What the teams below
/// have comes to it. A team without any of these is left out. That nobody is there, because all have left or the stated
/// capacity is 0, is known: such a team has 0, unless it does not exist in the period itself.
pub(in crate::analysis) fn team_weeks<'o>(org: &'o Org, period: &Period, fiscal_start: u8) -> HashMap<&'o str, f64> {
    let places: HashMap<&str, usize> = (0..).zip(&org.teams).map(|(at, team)| (team.id.as_str(), at)).collect();
    let place = |id: &str| places.get(org.team(id)?.id.as_str()).copied();
    let mut weeks = vec![0.0; org.teams.len()];
    let mut is_known: Vec<bool> = org.teams.iter().map(|team| team.capacity.is_some()).collect();
    for person in &org.people {
        let listed = person.team.iter().chain(person.teams.iter().map(|it| &it.id));
        listed.filter_map(|team| place(team)).for_each(|at| is_known[at] = true);
        for (team, from, to) in stretches(person, period) {
            if let Some(at) = place(team) {
                weeks[at] += person_weeks(person, from, to);
            }
        }
    }
    for (at, team) in org.teams.iter().enumerate() {
        weeks[at] = stated_weeks(team, period, fiscal_start).unwrap_or(weeks[at]);
    }
    for (at, above) in from_lowest_up(org) {
        if let Some(above) = above {
            weeks[above] += weeks[at];
        }
    }
    org.teams
        .iter()
        .zip(weeks.into_iter().zip(is_known))
        .filter(|(team, (weeks, is_known))| *weeks > 0.0 || (*is_known && exists_in(team, period)))
        .map(|(team, (weeks, _))| (team.id.as_str(), weeks))
        .collect()
}

/// Whether a team exists on any day of a period.
fn exists_in(team: &Team, period: &Period) -> bool {
    team.from.is_none_or(|first| first <= period.end) && team.until.is_none_or(|last| last >= period.start)
}

/// The person-weeks that a team states to have in a period.
pub(in crate::analysis) fn stated_weeks(team: &Team, period: &Period, fiscal_start: u8) -> Option<f64> {
    Some(team.capacity? * quarters(team, period, fiscal_start))
}

/// The places of all teams, each behind the teams below it, with the place of the team above. Teams on a cycle come last
/// and have none.
pub(in crate::analysis) fn from_lowest_up(org: &Org) -> Vec<(usize, Option<usize>)> {
    let places: HashMap<&str, usize> = (0..).zip(&org.teams).map(|(at, team)| (team.id.as_str(), at)).collect();
    let parents: Vec<Option<usize>> = org
        .teams
        .iter()
        .map(|team| team.parent.as_deref().and_then(|parent| org.team(parent)))
        .map(|parent| parent.and_then(|parent| places.get(parent.id.as_str())).copied())
        .collect();
    let mut waiting = vec![0_usize; org.teams.len()];
    for parent in parents.iter().flatten() {
        waiting[*parent] += 1;
    }
    let mut order = Vec::with_capacity(org.teams.len());
    let mut ready: Vec<usize> = (0..org.teams.len()).filter(|at| waiting[*at] == 0).collect();
    while let Some(at) = ready.pop() {
        order.push((at, parents[at]));
        if let Some(parent) = parents[at] {
            waiting[parent] -= 1;
            if waiting[parent] == 0 {
                ready.push(parent);
            }
        }
    }
    // Teams on a cycle never get ready.
    order.extend((0..org.teams.len()).filter(|at| waiting[*at] > 0).map(|at| (at, None)));
    order
}

/// The teams of a person during a period in order, each with its first and last day.
fn stretches<'o>(person: &'o Person, period: &Period) -> Vec<(&'o str, Day, Day)> {
    if person.teams.is_empty() {
        return person.team.iter().map(|team| (team.as_str(), period.start, period.end)).collect();
    }
    let mut cuts = BTreeSet::from([period.start]);
    for it in &person.teams {
        cuts.extend(it.from.filter(|day| period.contains(*day)));
        cuts.extend(it.until.map(|day| plus_days(day, 1)).filter(|day| period.contains(*day)));
    }
    let ends = cuts.iter().skip(1).map(|next| plus_days(*next, -1)).chain([period.end]);
    cuts.iter().zip(ends).filter_map(|(from, to)| Some((person.team_on(*from)?, *from, to))).collect()
}

/// The number of fiscal quarters in a period in which a team exists; parts of a quarter count by their days.
fn quarters(team: &Team, period: &Period, fiscal_start: u8) -> f64 {
    let from = team.from.map_or(period.start, |first| first.max(period.start));
    let to = team.until.map_or(period.end, |last| last.min(period.end));
    let mut count = 0.0;
    let mut quarter = Period::quarter_of(from, fiscal_start);
    while quarter.start <= to && from <= to {
        #[expect(clippy::cast_precision_loss, reason = "days of a quarter")]
        let share = (days_between(quarter.start.max(from), quarter.end.min(to)) + 1) as f64 / quarter.length() as f64;
        count += share;
        let next = quarter.beside(1, fiscal_start);
        if next.start <= quarter.start {
            break;
        }
        quarter = next;
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Workspace, parse_day};
    use crate::source::SourceSet;

    fn day(text: &str) -> Day {
        parse_day(text).expect(text)
    }

    fn weeks(org: &str, period: &str) -> Vec<(String, f64)> {
        let workspace = Workspace::read(SourceSet::from_texts([("org.yaml", org)]));
        let period = Period::parse(period, 1).expect(period);
        let org = workspace.org.as_ref().expect("an organisation");
        let mut found: Vec<_> = team_weeks(org, &period, 1)
            .into_iter()
            .map(|(id, weeks)| (id.to_owned(), (weeks * 100.0).round() / 100.0))
            .collect();
        found.sort_by(|a, b| a.0.cmp(&b.0));
        found
    }

    #[test]
    fn working_weeks_count_monday_to_friday() {
        let close =
            |from, to, weeks: f64| assert!((working_weeks(day(from), day(to)) - weeks).abs() < 1e-9, "{from} {to}");
        close("2026-10-01", "2026-12-31", 13.2);
        close("2026-11-21", "2026-11-22", 0.0);
        close("2026-11-20", "2026-11-23", 0.4);
        close("2026-11-23", "2026-11-20", 0.0);
        close("2026-01-01", "2026-12-31", 52.2);
    }

    #[test]
    fn people_count_where_and_while_they_are_there() {
        let org = "teams: [{id: d}, {id: a, parent: d}, {id: b, parent: d, formerly: [old]}, {id: empty}]\npeople:\n\
                   - {id: x, team: a}\n- {id: y, team: old, capacity: 0.5}\n- {id: z, team: b, until: 2026-09-30}\n\
                   - {id: m, team: a, teams: [{id: b, from: 2026-12-01}]}\n- {id: boss, team: d, from: 2026-12-01}\n";
        let found = weeks(org, "2026-Q4");
        // December has 4.6 working weeks, October and November 8.6.
        assert_eq!(found, [("a".to_owned(), 21.8), ("b".to_owned(), 11.2), ("d".to_owned(), 37.6)]);
    }

    #[test]
    fn a_stated_capacity_is_for_a_quarter_and_stands_for_the_people() {
        let org = "teams:\n- {id: d}\n- {id: a, parent: d, capacity: 60}\n\
                   - {id: b, parent: d, capacity: 10, until: 2026-11-15}\n\
                   people: [{id: x, team: a}]\n";
        assert_eq!(weeks(org, "2026-Q4"), [("a".to_owned(), 60.0), ("b".to_owned(), 5.0), ("d".to_owned(), 65.0)]);
        assert_eq!(weeks(org, "2027")[0], ("a".to_owned(), 240.0));
    }

    #[test]
    fn that_nobody_is_there_is_known() {
        let org = "teams:\n- {id: a}\n- {id: b, capacity: 0}\n- {id: c}\n- {id: d, until: 2026-06-30}\n- {id: e}\n\
                   people:\n- {id: x, team: a, until: 2026-09-30}\n- {id: y, team: c, capacity: 0}\n\
                   - {id: z, team: d, until: 2026-06-30}\n";
        assert_eq!(weeks(org, "2026-Q4"), ["a", "b", "c"].map(|id| (id.to_owned(), 0.0)));
    }

    #[test]
    fn teams_in_a_ring_and_endless_periods_come_to_an_end() {
        let org = "teams: [{id: a, parent: b}, {id: b, parent: a}, {id: c, capacity: 1}]\npeople: [{id: x, team: a}]\n";
        assert_eq!(weeks(org, "2026-Q4").len(), 2);
        assert!(weeks(org, "2026..9998")[1].1 > 30_000.0);
    }
}
