//! An owner or a team whose last four or more aspirational grades are all 1.0.

use std::collections::{BTreeMap, HashSet};

use crate::analysis::facts::Facts;
use crate::analysis::trends::reaches;
use crate::lint::{Group, Level, Report, Rule, Sink};
use crate::model::{Commitment, Day, Goal, GoalIx, Kind, Statistics};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "always-met",
    group: Group::Fast,
    level: Some(Level::Warning),
    page: include_str!("always_met.md"),
    options: &[],
    check,
};

/// How many full grades in a row are too many.
const RUN: usize = 4;

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    let mut graded: Vec<Graded<'_>> = snapshot.goals().filter_map(|(ix, goal)| graded(ix, goal)).collect();
    graded.sort_by(|a, b| (a.closed, &a.goal.id).cmp(&(b.closed, &b.goal.id)));
    let mut of_owner: BTreeMap<&str, Vec<&Graded<'_>>> = BTreeMap::new();
    let mut of_team: BTreeMap<&str, Vec<&Graded<'_>>> = BTreeMap::new();
    for it in &graded {
        if let Some(owner) = snapshot.workspace.owner_of(it.goal) {
            of_owner.entry(owner).or_default().push(it);
        }
        if let Some(team) = snapshot.workspace.team_of(it.goal) {
            of_team.entry(team).or_default().push(it);
        }
    }
    let mut owners = HashSet::new();
    for (owner, graded) in &of_owner {
        let Some(run) = full_run(snapshot, graded) else { continue };
        owners.insert(*owner);
        // A name is a statistic about a person: it is said where those are wanted.
        let whose = match snapshot.settings().statistics {
            Statistics::Person => format!("of `{owner}`"),
            _ => "of this goal's owner".to_owned(),
        };
        sink.report(report(&whose, run));
    }
    for (team, graded) in &of_team {
        let Some(run) = full_run(snapshot, graded) else { continue };
        let by_owner =
            |it: &&Graded<'_>| snapshot.workspace.owner_of(it.goal).is_some_and(|owner| owners.contains(owner));
        if !run.iter().rev().take(RUN).any(by_owner) {
            sink.report(report(&format!("of the team `{team}`"), run));
        }
    }
}

/// A closed goal with its grade.
struct Graded<'w> {
    ix: GoalIx,
    goal: &'w Goal,
    score: f64,
    closed: Day,
}

fn graded(ix: GoalIx, goal: &Goal) -> Option<Graded<'_>> {
    // A promise that is kept is what was promised: only what was meant to be out of reach can be too safe.
    let aspires = goal.commitment == Some(Commitment::Aspirational);
    let counts = aspires && matches!(goal.kind, Kind::Objective | Kind::KeyResult) && !goal.is_open();
    let score = goal.grade.as_ref().filter(|_| counts)?.score;
    Some(Graded { ix, goal, score, closed: goal.closed.or_else(|| goal.end())? })
}

/// The full grades at the end of a row of goals by day of closing, if they are many, of several periods and not old.
fn full_run<'g, 'w>(snapshot: &Facts<'_>, graded: &'g [&'g Graded<'w>]) -> Option<&'g [&'g Graded<'w>]> {
    let length = graded.iter().rev().take_while(|it| reaches(it.score, 1.0)).count();
    let run = &graded[graded.len() - length..];
    let newest = run.last().filter(|newest| length >= RUN && !snapshot.is_long_past(newest.goal))?;
    let span = |it: &Graded<'_>| it.goal.period.as_ref().map(|period| (period.start, period.end));
    run.iter().any(|it| span(it) != span(newest)).then_some(run)
}

fn report(whose: &str, run: &[&Graded<'_>]) -> Report {
    let (newest, earlier) = run.split_last().expect("a run has a last goal");
    let message = format!("the last {} aspirational grades {whose} are all 1.0", run.len());
    let report = Report::at(newest.ix, "grade.score", message)
        .label(format!("{} grades of 1.0 in a row", run.len()))
        .help("set one goal that may fail: of an aspirational one 0.7 is a good grade");
    earlier.iter().rev().fold(report, |report, it| report.related(it.ix, "grade.score", "1.0 as well"))
}
