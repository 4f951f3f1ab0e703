//! An owner or a team whose last four or more aspirational grades are all 1.0.

use std::collections::{BTreeMap, HashSet};

use crate::analysis::facts::Facts;
use crate::analysis::trends::reaches;
use crate::lint::{Group, Report, Rule, Sink};
use crate::model::{Commitment, Day, Goal, GoalIx, Kind, Statistics};

pub(in crate::rules) static RULE: Rule = Rule::warning("always-met", Group::Fast, check);

/// The number of full grades in a row from which it is reported.
const RUN: usize = 4;

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    let mut graded: Vec<GradedGoal<'_>> = snapshot.goals().filter_map(|(ix, goal)| graded_goal(ix, goal)).collect();
    // The grade of an objective with one key result is that one's: one occasion, not two.
    let counted: HashSet<GoalIx> = graded.iter().map(|it| it.ix).collect();
    graded.retain(|it| {
        let mut results = snapshot.graph.key_results(it.ix);
        !matches!((results.next(), results.next()), (Some(only), None) if counted.contains(&only.goal))
    });
    graded.sort_by(|a, b| (a.closed, &a.goal.id).cmp(&(b.closed, &b.goal.id)));
    let mut of_owner: BTreeMap<&str, Vec<&GradedGoal<'_>>> = BTreeMap::new();
    let mut of_team: BTreeMap<&str, Vec<&GradedGoal<'_>>> = BTreeMap::new();
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
        // Naming the owner is a statistic about a person, which `people.statistics` must allow.
        let whose = match snapshot.settings().statistics {
            Statistics::Person => format!("of `{owner}`"),
            _ => "of this goal's owner".to_owned(),
        };
        sink.report(report(&whose, run));
    }
    for (team, graded) in &of_team {
        let Some(run) = full_run(snapshot, graded) else { continue };
        let by_owner =
            |it: &&GradedGoal<'_>| snapshot.workspace.owner_of(it.goal).is_some_and(|owner| owners.contains(owner));
        // One cause, one finding: a team is not reported for the goals of an owner who is.
        if !run.iter().rev().take(RUN).any(by_owner) {
            sink.report(report(&format!("of the team `{team}`"), run));
        }
    }
}

/// A closed goal with its grade.
struct GradedGoal<'w> {
    ix: GoalIx,
    goal: &'w Goal,
    score: f64,
    closed: Day,
}

fn graded_goal(ix: GoalIx, goal: &Goal) -> Option<GradedGoal<'_>> {
    // Committed goals are meant to be met, so only aspirational ones can be too safe.
    let aspires = goal.commitment == Some(Commitment::Aspirational);
    let counts = aspires && matches!(goal.kind, Kind::Objective | Kind::KeyResult) && !goal.is_open();
    let score = goal.grade.as_ref().filter(|_| counts)?.score;
    Some(GradedGoal { ix, goal, score, closed: goal.closed.or_else(|| goal.end())? })
}

/// The run of full grades at the end of goals in the order of closing, if it is long enough, covers several periods and
/// is recent. One good quarter with many goals is no pattern.
fn full_run<'g, 'w>(snapshot: &Facts<'_>, graded: &'g [&'g GradedGoal<'w>]) -> Option<&'g [&'g GradedGoal<'w>]> {
    let length = graded.iter().rev().take_while(|it| reaches(it.score, 1.0)).count();
    let run = &graded[graded.len() - length..];
    let newest = run.last().filter(|newest| length >= RUN && !snapshot.is_long_past(newest.goal))?;
    let span = |it: &GradedGoal<'_>| it.goal.period.as_ref().map(|period| (period.start, period.end));
    run.iter().any(|it| span(it) != span(newest)).then_some(run)
}

fn report(whose: &str, run: &[&GradedGoal<'_>]) -> Report {
    let (newest, earlier) = run.split_last().expect("a run has a last goal");
    let message = format!("the last {} aspirational grades {whose} are all 1.0", run.len());
    let report = Report::at(newest.ix, "grade.score", message)
        .label(format!("{} grade of 1.0 in a row", ordinal(run.len())))
        .help("set a goal that may fail: 0.7 is a good grade for an aspirational goal");
    earlier.iter().rev().fold(report, |report, it| report.related(it.ix, "grade.score", "also 1.0"))
}

/// The ordinal of a number from 4 up, as a word where that is short.
fn ordinal(number: usize) -> String {
    let words = ["fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth"];
    let word = number.checked_sub(RUN).and_then(|at| words.get(at));
    let is_teen = matches!(number % 100, 11..=13);
    let suffix = match number % 10 {
        1 if !is_teen => "st",
        2 if !is_teen => "nd",
        3 if !is_teen => "rd",
        _ => "th",
    };
    word.map_or_else(|| format!("{number}{suffix}"), |word| (*word).to_owned())
}

#[cfg(test)]
mod tests {
    use super::ordinal;

    #[test]
    fn ordinals_are_words_up_to_the_twelfth() {
        assert_eq!([4, 12, 13, 21, 112].map(ordinal), ["fourth", "twelfth", "13th", "21st", "112th"]);
    }
}
