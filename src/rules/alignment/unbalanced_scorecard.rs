//! Goals of the highest level that leave out a perspective of the Balanced Scorecard.

use crate::analysis::facts::Facts;
use crate::lint::{Group, Report, Rule, Sink};
use crate::model::{Goal, Perspective};
use crate::syntax::quoted;

pub(in crate::rules) static RULE: Rule = Rule::off("unbalanced-scorecard", Group::Alignment, check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    let highest = |goal: &Goal| {
        snapshot.is_strategic(goal) && goal.period.as_ref().is_some_and(|period| period.contains(snapshot.today))
    };
    let mut goals: Vec<_> = snapshot.live_goals().filter(|(_, goal)| highest(goal)).collect();
    goals.sort_by(|a, b| a.1.id.cmp(&b.1.id));
    let Some((first, own)) = goals.iter().find_map(|(ix, goal)| Some((*ix, goal.perspective?))) else { return };
    let stated = |it: &Perspective| goals.iter().any(|(_, goal)| goal.perspective == Some(*it));
    let missing: Vec<&str> = Perspective::WORDS.iter().filter(|(_, it)| !stated(it)).map(|(word, _)| *word).collect();
    if missing.is_empty() {
        return;
    }
    let message = format!("no goal of the highest level has the perspective {}", quoted(missing));
    let help = "check whether a goal is missing there; if that is intended, allow it here";
    let mut report =
        Report::at(first, "perspective", message).label(format!("this one is `{}`", own.word())).help(help);
    for (ix, goal) in goals.iter().filter(|(ix, _)| *ix != first) {
        let text = goal.perspective.map_or("no perspective", Perspective::word);
        report = report.related(*ix, "perspective", format!("`{}`: {text}", goal.id));
    }
    sink.report(report);
}
