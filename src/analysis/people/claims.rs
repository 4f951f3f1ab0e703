//! Claims: the effort that goals plan for people and teams, each week of it counted once.

use std::collections::BTreeMap;

use crate::analysis::capacity::person_weeks::person_weeks;
use crate::analysis::capacity::prefix_sums::PrefixSums;
use crate::analysis::snapshot::Snapshot;
use crate::model::{Day, Goal, GoalIx, Kind, NeedState, Person, State};

/// The tolerance for sums of decimals, in person-weeks.
pub(super) const NOTHING: f64 = 1e-6;

/// The effort that a goal plans for a team.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Claim {
    /// The goal.
    pub goal: GoalIx,
    /// The index of the need in the goal's `needs`, if the goal belongs to another team.
    pub need: Option<usize>,
    /// The effort in person-weeks.
    pub effort: f64,
}

/// The effort that goals plan for each team, over all time.
#[derive(Debug)]
pub struct Claims<'w> {
    pub(super) by_team: BTreeMap<&'w str, Vec<Claim>>,
}

impl<'w> Claims<'w> {
    /// Gathers the effort of active goals for their own teams, and of the needs to which other teams have agreed.
    ///
    /// A need that names a goal of the other team is part of that goal's effort already, if that is stated.
    pub fn gather(snapshot: &Snapshot<'w>) -> Self {
        Self::among(snapshot, |goal| is_active(snapshot, goal))
    }

    /// Gathers the effort of the goals for which `counts` is true.
    pub fn among(snapshot: &Snapshot<'w>, counts: impl Fn(&Goal) -> bool) -> Self {
        let mut claims = Self { by_team: BTreeMap::new() };
        let Some(org) = snapshot.org() else { return claims };
        let team_of = |goal: &Goal| Some(org.team(goal.team.as_deref()?)?.id.as_str());
        let efforts = counted_efforts(snapshot, &counts, team_of);
        for (ix, goal) in snapshot.goals().filter(|(_, goal)| counts(goal)) {
            let effort = efforts[ix.index()];
            if effort <= 0.0 && goal.needs.is_empty() {
                continue;
            }
            let own = team_of(goal);
            if let Some(team) = own.filter(|_| effort > 0.0) {
                claims.by_team.entry(team).or_default().push(Claim { goal: ix, need: None, effort });
            }
            for (at, need) in goal.needs.iter().enumerate().filter(|(_, need)| need.state == NeedState::Agreed) {
                let provider = org.team(&need.from).map(|team| team.id.as_str()).filter(|team| Some(*team) != own);
                let (Some(team), Some(effort)) = (provider, need.effort.filter(|effort| *effort > 0.0)) else {
                    continue;
                };
                let answer = need.goal.as_deref().and_then(|id| snapshot.workspace.find(id));
                if !answer.is_some_and(|ix| team_of(snapshot.goal(ix)) == Some(team) && is_planned(snapshot, ix)) {
                    claims.by_team.entry(team).or_default().push(Claim { goal: ix, need: Some(at), effort });
                }
            }
        }
        claims
    }
}

/// A time in which a person's goals take more effort than the person has.
#[derive(Debug, Clone, PartialEq)]
pub struct Overload<'w> {
    /// The person.
    pub owner: &'w Person,
    /// The first day of the time.
    pub start: Day,
    /// The last day of the time.
    pub end: Day,
    /// The person's capacity in that time, in weeks.
    pub capacity: f64,
    /// The effort of the goals, in weeks.
    pub planned: f64,
    /// The goals that lie within that time, with their counted effort, by id.
    pub goals: Vec<(GoalIx, f64)>,
}

/// The people whose goals take more effort than they have, by person id.
///
/// The time of each active goal that is not over is checked, with all goals that lie completely inside it. Of
/// overlapping times only the one that ends first is reported. People who have left are left out: their goals need
/// another owner.
pub fn overloads<'w>(snapshot: &Snapshot<'w>) -> Vec<Overload<'w>> {
    let Some(org) = snapshot.org() else { return Vec::new() };
    let owner_of = |goal: &Goal| org.person(goal.owner.as_deref()?);
    let counts = |goal: &Goal| is_active(snapshot, goal);
    let efforts = counted_efforts(snapshot, &counts, |goal| owner_of(goal).map(|person| person.id.as_str()));
    // Most goals do not say what they take.
    if !efforts.iter().any(|effort| *effort > 0.0) {
        return Vec::new();
    }
    let mut by_owner: BTreeMap<&str, (&Person, Vec<Promise>)> = BTreeMap::new();
    for (ix, goal) in snapshot.active_goals() {
        let (Some(owner), Some(start), Some(end)) = (owner_of(goal), goal.start(), goal.end()) else { continue };
        if start <= end && owner.until.is_none_or(|until| snapshot.today <= until) {
            let promise = Promise { start, end, effort: efforts[ix.index()], goal: ix };
            by_owner.entry(&owner.id).or_insert_with(|| (owner, Vec::new())).1.push(promise);
        }
    }
    let mut found = Vec::new();
    for (owner, mut promises) in by_owner.into_values() {
        promises.sort_by_key(|it| (it.start, it.end, it.goal));
        found.extend(overloads_of(snapshot, owner, &promises));
    }
    found
}

/// The effort that a goal takes of its owner.
struct Promise {
    start: Day,
    end: Day,
    effort: f64,
    goal: GoalIx,
}

/// The overloads of one person, whose promises are sorted by start.
fn overloads_of<'w>(snapshot: &Snapshot<'w>, owner: &'w Person, promises: &[Promise]) -> Vec<Overload<'w>> {
    let mut ends: Vec<Day> = promises.iter().map(|it| it.end).collect();
    ends.sort_unstable();
    ends.dedup();
    let places = |end: Day| ends.partition_point(|it| *it < end);
    let mut inside = PrefixSums::new(ends.len());
    let mut short: Vec<(Day, Day, f64, f64)> = Vec::new();
    // From the latest start on: everything added so far starts no earlier than the time in question, so that a prefix
    // sum over the ends is the effort inside it.
    for same_start in promises.chunk_by(|a, b| a.start == b.start).rev() {
        for it in same_start {
            inside.add(places(it.end), it.effort);
        }
        for time in same_start.chunk_by(|a, b| a.end == b.end) {
            let (start, end) = (time[0].start, time[0].end);
            let planned = inside.first(places(end) + 1);
            let capacity = person_weeks(owner, start, end);
            if end >= snapshot.today && planned > capacity + NOTHING {
                short.push((end, start, planned, capacity));
            }
        }
    }
    short.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1)));
    let mut found: Vec<Overload<'w>> = Vec::new();
    for (end, start, planned, capacity) in short {
        if found.last().is_some_and(|last| start <= last.end) {
            continue;
        }
        let from = promises.partition_point(|it| it.start < start);
        let mut goals: Vec<(GoalIx, f64)> = promises[from..]
            .iter()
            .take_while(|it| it.start <= end)
            .filter(|it| it.end <= end && it.effort > 0.0)
            .map(|it| (it.goal, it.effort))
            .collect();
        goals.sort_by(|a, b| snapshot.goal(a.0).id.cmp(&snapshot.goal(b.0).id));
        found.push(Overload { owner, start, end, capacity, planned, goals });
    }
    found
}

/// Whether a goal's effort counts: active, and not long past.
fn is_active(snapshot: &Snapshot<'_>, goal: &Goal) -> bool {
    goal.state == State::Active && snapshot.is_live(goal)
}

/// The effort of every goal, indexed by goal, without what another goal of the same holder includes.
///
/// An objective's effort includes that of its key results. So a key result adds nothing if both have the same holder;
/// if another one has the key result, its effort counts there and is subtracted from the objective's.
fn counted_efforts<'w, H: PartialEq>(
    snapshot: &Snapshot<'w>,
    counts: &impl Fn(&Goal) -> bool,
    holder: impl Fn(&'w Goal) -> Option<H>,
) -> Vec<f64> {
    let mut counted = vec![0.0; snapshot.workspace.goals.len()];
    for (ix, goal) in snapshot.goals().filter(|(_, goal)| counts(goal)) {
        counted[ix.index()] = goal.effort.unwrap_or(0.0);
    }
    let of_key_result = |goal: &Goal| goal.kind == Kind::KeyResult && goal.effort.is_some();
    for (ix, goal) in snapshot.goals().filter(|(_, goal)| of_key_result(goal) && counts(goal)) {
        let Some(above) = snapshot.objective_of(goal) else { continue };
        let objective = snapshot.goal(above);
        if objective.effort.is_none() || !counts(objective) {
            continue;
        }
        if holder(goal) == holder(objective) {
            counted[ix.index()] = 0.0;
        } else {
            counted[above.index()] = f64::max(counted[above.index()] - counted[ix.index()], 0.0);
        }
    }
    counted
}

/// Whether a goal states its effort, itself or in its objective.
fn is_planned(snapshot: &Snapshot<'_>, ix: GoalIx) -> bool {
    let goal = snapshot.goal(ix);
    goal.effort.is_some() || snapshot.objective_of(goal).is_some_and(|above| snapshot.goal(above).effort.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Period, Workspace, parse_day};
    use crate::source::SourceSet;

    const ORG: &str = "teams: [{id: a, capacity: 10}, {id: b, formerly: [old], capacity: 10}]\n\
                       people: [{id: x, team: a}, {id: y, team: b}]\n";

    fn workspace(goals: &[&str]) -> Workspace {
        let mut texts = vec![("org.yaml".to_owned(), ORG.to_owned())];
        for (at, goal) in goals.iter().enumerate() {
            texts.push((format!("{at}.yaml"), format!("title: t\n{}\n", goal.replace("; ", "\n"))));
        }
        Workspace::read(SourceSet::from_texts(texts))
    }

    fn loads(goals: &[&str], period: &str) -> Vec<(String, f64)> {
        let workspace = workspace(goals);
        let snapshot = Snapshot::take(&workspace, parse_day("2026-11-21").expect("a day"));
        let period = Period::parse(period, 1).expect(period);
        let loads = Claims::gather(&snapshot).loads(&snapshot, &period);
        loads.into_iter().map(|load| (load.team.id.clone(), (load.planned * 1000.0).round() / 1000.0)).collect()
    }

    fn times(goals: &[&str]) -> Vec<(String, String, usize)> {
        let workspace = workspace(goals);
        let snapshot = Snapshot::take(&workspace, parse_day("2026-11-21").expect("a day"));
        overloads(&snapshot).into_iter().map(|it| (it.start.to_string(), it.end.to_string(), it.goals.len())).collect()
    }

    #[test]
    fn a_week_of_work_counts_once() {
        let objective = "kind: objective; id: o; team: a; period: 2026-Q4; effort: 6";
        let own = "kind: key_result; id: k; measures: o; effort: 4";
        let others = "kind: key_result; id: l; measures: o; team: old; effort: 5";
        let load = |goals: &[&str]| loads(goals, "2026-Q4");
        assert_eq!(load(&[objective, own]), [("a".to_owned(), 6.0)]);
        assert_eq!(load(&[objective, own, others]), [("a".to_owned(), 1.0), ("b".to_owned(), 5.0)]);
        let silent = "kind: objective; id: o; team: a; period: 2026-Q4";
        assert_eq!(load(&[silent, own]), [("a".to_owned(), 4.0)]);
    }

    #[test]
    fn an_agreed_need_counts_unless_the_goal_that_answers_it_does() {
        let asks = |answer: &str| {
            format!(
                "kind: objective; id: o; team: a; period: 2026-Q4; \
                 needs: [{{from: old, what: w, effort: 3, state: agreed{answer}}}]"
            )
        };
        let planned = "kind: objective; id: p; team: b; period: 2026-Q4; effort: 8";
        let below = "kind: key_result; id: k; measures: p";
        let load = |goals: &[&str]| loads(goals, "2026-Q4");
        assert_eq!(load(&[&asks(""), planned]), [("b".to_owned(), 11.0)]);
        assert_eq!(load(&[&asks(", goal: p"), planned]), [("b".to_owned(), 8.0)]);
        assert_eq!(load(&[&asks(", goal: k"), planned, below]), [("b".to_owned(), 8.0)]);
        assert_eq!(load(&[&asks("").replace("agreed", "asked"), planned]), [("b".to_owned(), 8.0)]);
    }

    #[test]
    fn effort_is_spread_over_the_days_of_its_goal() {
        let year = "kind: objective; id: o; team: a; period: 2026; effort: 36.5";
        assert_eq!(loads(&[year], "2026-Q4"), [("a".to_owned(), 9.2)]);
        assert_eq!(loads(&[year], "2027-Q1"), []);
    }

    #[test]
    fn of_times_that_overlap_the_one_that_ends_first_tells() {
        let goal = |id: &str, period: &str, effort: u32| {
            format!("kind: objective; id: {id}; team: a; owner: x; period: {period}; effort: {effort}")
        };
        // November has 4.2 working weeks, the quarter 13.2.
        let (november, quarter) = (goal("n", "2026-11", 5), goal("q", "2026-Q4", 20));
        let found = |times: &[(&str, &str, usize)]| -> Vec<(String, String, usize)> {
            times.iter().map(|(a, b, count)| ((*a).to_owned(), (*b).to_owned(), *count)).collect()
        };
        assert_eq!(times(&[&november, &quarter]), found(&[("2026-11-01", "2026-11-30", 1)]));
        assert_eq!(times(&[&quarter]), found(&[("2026-10-01", "2026-12-31", 1)]));
        let two = [goal("a", "2026-10", 4), goal("b", "2026-12", 4), goal("c", "2026-Q4", 6)];
        assert_eq!(times(&[&two[0], &two[1], &two[2]]), found(&[("2026-10-01", "2026-12-31", 3)]));
        assert_eq!(times(&[&goal("a", "2026-10", 9)]), [], "it is over");
    }
}
