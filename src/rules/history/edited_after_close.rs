//! A closed goal whose numbers or goalposts were changed after its close.

use serde_json::{Value, json};

use super::telling;
use crate::analysis::facts::Facts;
use crate::analysis::goalposts::{Reasons, moved_between};
use crate::analysis::history::{GoalHistory, GoalRevision};
use crate::lint::{Group, Level, Report, Rule, Sink};
use crate::model::{Day, Goal, GoalIx, plus_days};

pub(in crate::rules) static RULE: Rule = Rule {
    name: "edited-after-close",
    group: Group::History,
    level: Some(Level::Warning),
    page: include_str!("edited_after_close.md"),
    options: &[],
    check,
};

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    let Some(history) = snapshot.history() else { return };
    for (ix, goal) in snapshot.goals().filter(|(_, goal)| goal.is_work() && !goal.is_open()) {
        if let Some(edit) = edit(snapshot, history, goal).filter(|_| snapshot.is_recent(goal)) {
            sink.report(report(snapshot, ix, &edit));
        }
    }
}

/// A field that differs from what it was at the close.
struct Edited {
    field: String,
    before: Value,
    after: Value,
}

/// What was edited after the close, by which commit last, and when it was closed.
struct LateEdit {
    fields: Vec<Edited>,
    commit: Option<usize>,
    day: Day,
    closed: Day,
}

fn edit(snapshot: &Facts<'_>, history: &GoalHistory, goal: &Goal) -> Option<LateEdit> {
    let revisions = history.of(&goal.id);
    let at = revisions.iter().rposition(GoalRevision::closes)?;
    let closing = revisions[at].after.as_deref()?;
    let closed = history.commits[revisions[at].commit].committer.day();
    let written = goal.as_written();
    let until = goal.period.as_ref().map(|period| plus_days(period.end, snapshot.settings().close_within));
    let mut fields = edited(snapshot, closing, &written);
    let mut last = None;
    let reasons = Reasons::of(snapshot, history, &goal.id, Some(goal));
    let mut look = |before: &Goal, after: &Goal, commit: Option<usize>, day: Day| {
        let late = until.is_none_or(|until| day > until);
        let edits = edited(snapshot, before, after);
        // Values for the period may still arrive, and the grade with them.
        let valued = edits.iter().any(Edited::is_value) || computed(before) != computed(after);
        for it in edits {
            let arrives = !late && (it.is_value() || (it.field == "grade" && valued));
            if arrives || reasons.explain(commit, day, &it.field) {
                fields.retain(|field| field.field != it.field);
            } else {
                last = Some((commit, day));
            }
        }
    };
    for revision in &revisions[at + 1..] {
        if let (Some(before), Some(after)) = (revision.previous(), &revision.after) {
            look(before, after, Some(revision.commit), history.commits[revision.commit].committer.day());
        }
    }
    if let Some(head) = history.at_head(&goal.id) {
        look(head, &written, None, snapshot.today);
    }
    let (commit, day) = last.filter(|_| !fields.is_empty())?;
    Some(LateEdit { fields, commit, day, closed })
}

impl Edited {
    /// Whether it is a value, rather than what was promised or judged.
    fn is_value(&self) -> bool {
        matches!(self.field.as_str(), "metric.current" | "metric.as_of" | "milestones")
    }
}

/// What the values came to at the close.
fn computed(goal: &Goal) -> Option<f64> {
    goal.grade.as_ref().and_then(|grade| grade.computed)
}

/// What differs of that on which a close rests: state, day, grade, values and goalposts.
fn edited(snapshot: &Facts<'_>, before: &Goal, after: &Goal) -> Vec<Edited> {
    let mut found: Vec<Edited> = moved_between(snapshot, before, after)
        .into_iter()
        .map(|it| Edited { field: it.field, before: it.before, after: it.after })
        .collect();
    let mut note = |field: &str, before: Value, after: Value| {
        if before != after {
            found.push(Edited { field: field.to_owned(), before, after });
        }
    };
    let metric = |goal: &Goal| goal.metric.clone().unwrap_or_default();
    let done = |goal: &Goal| goal.milestones.iter().filter(|it| it.is_done()).count();
    let score = |goal: &Goal| goal.grade.as_ref().map(|grade| grade.score);
    note("state", json!(before.state), json!(after.state));
    note("closed", json!(before.closed), json!(after.closed));
    note("grade", json!(score(before)), json!(score(after)));
    note("metric.current", json!(metric(before).current), json!(metric(after).current));
    note("metric.as_of", json!(metric(before).as_of), json!(metric(after).as_of));
    note("milestones", json!(done(before)), json!(done(after)));
    found
}

fn report(snapshot: &Facts<'_>, ix: GoalIx, edit: &LateEdit) -> Report {
    let goal = snapshot.goal(ix);
    let first = &edit.fields[0];
    let field = if first.field == "grade" { "grade.score" } else { first.field.as_str() };
    let others = match edit.fields.len() {
        1 => String::new(),
        count => format!(" and {} more", count - 1),
    };
    let message = format!("`{}` was closed on {}, and `{field}`{others} changed afterwards", goal.id, edit.closed);
    let was = match field {
        "milestones" => "done marks were others".to_owned(),
        _ => format!("was {}", telling::bare(field, &first.before)),
    };
    let why = telling::say_why(&goal.id, edit.commit, field);
    let after = telling::bare(field, &first.after);
    let help = match field {
        "milestones" => format!("{why}, or put back what stood at the close"),
        _ => format!("{why}, or put {} back for {after}", telling::bare(field, &first.before)),
    };
    Report::at(ix, field, message)
        .label(format!("{was} until {}", telling::when(snapshot, edit.commit, edit.day)))
        .help(help)
}
