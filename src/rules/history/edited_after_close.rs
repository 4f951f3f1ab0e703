//! A closed goal whose numbers or goalposts were changed after its close.

use serde_json::{Value, json};

use super::phrases;
use crate::analysis::facts::Facts;
use crate::analysis::goalposts::{Reasons, moved_between};
use crate::analysis::history::{GoalHistory, GoalRevision};
use crate::lint::{Group, Report, Rule, Sink};
use crate::model::{Day, Goal, GoalIx, plus_days};

pub(in crate::rules) static RULE: Rule = Rule::warning("edited-after-close", Group::History, check);

fn check(snapshot: &Facts<'_>, sink: &mut Sink<'_, '_>) {
    let Some(history) = snapshot.history() else { return };
    for (ix, goal) in snapshot.goals().filter(|(_, goal)| goal.is_work() && !goal.is_open()) {
        // What rests is edited by nobody: an edit of these days is told however long ago the goal ended.
        let is_judged = |edit: &LateEdit| snapshot.is_recent(goal) || snapshot.is_of_this_cadence(goal, edit.day);
        if let Some(edit) = find_late_edit(snapshot, history, ix).filter(is_judged) {
            sink.report(report(snapshot, ix, &edit));
        }
    }
}

/// A field that differs from its value at the close.
struct EditedField {
    field: String,
    before: Value,
    after: Value,
}

/// The fields edited after the close, the last commit that edited them, and the day of the close.
struct LateEdit {
    fields: Vec<EditedField>,
    commit: Option<usize>,
    day: Day,
    closed: Day,
}

fn find_late_edit(snapshot: &Facts<'_>, history: &GoalHistory, ix: GoalIx) -> Option<LateEdit> {
    let goal = snapshot.goal(ix);
    let revisions = history.of(&goal.id);
    let at = revisions.iter().rposition(GoalRevision::closes)?;
    let closing = revisions[at].after.as_deref()?;
    let closed = history.commits[revisions[at].commit].day;
    let written = goal.as_written();
    let until = goal.period.as_ref().map(|period| plus_days(period.end, snapshot.close_within(ix)));
    let mut fields = edited_fields(snapshot, closing, &written);
    let mut last = None;
    let reasons = Reasons::of(snapshot, history, &goal.id, Some(goal));
    let mut look = |before: &Goal, after: &Goal, commit: Option<usize>, day: Day| {
        let late = until.is_none_or(|until| day > until);
        let edits = edited_fields(snapshot, before, after);
        // Until `close_within` is over, values for the period may still arrive, and change the grade.
        let valued = edits.iter().any(EditedField::is_value) || computed(before) != computed(after);
        // A value of a later day arrives; another value for the same day rewrites what was graded.
        let is_dated = after.metric.as_ref().is_some_and(|it| it.as_of.is_some());
        let rewrites = is_dated && !edits.iter().any(|it| it.field == "metric.as_of");
        for it in edits {
            let is_new = it.is_value() && !(rewrites && it.field == "metric.current");
            let arrives = !late && (is_new || (it.field == "grade" && valued));
            if arrives || !snapshot.is_judged(day) || reasons.explain(commit, day, &it.field) {
                fields.retain(|field| field.field != it.field);
            } else {
                last = Some((commit, day));
            }
        }
    };
    for revision in &revisions[at + 1..] {
        if let (Some(before), Some(after)) = (revision.previous(), &revision.after) {
            look(before, after, Some(revision.commit), history.commits[revision.commit].day);
        }
    }
    if let Some(head) = history.at_head(&goal.id) {
        look(head, &written, None, snapshot.today);
    }
    let (commit, day) = last.filter(|_| !fields.is_empty())?;
    Some(LateEdit { fields, commit, day, closed })
}

impl EditedField {
    /// Whether it is a value, and not a goalpost or a grade.
    fn is_value(&self) -> bool {
        matches!(self.field.as_str(), "metric.current" | "metric.as_of" | "milestones")
    }
}

/// The progress that was computed at the close.
fn computed(goal: &Goal) -> Option<f64> {
    goal.grade.as_ref().and_then(|grade| grade.computed)
}

/// The differences in the fields that a close depends on: state, day, grade, values and goalposts.
fn edited_fields(snapshot: &Facts<'_>, before: &Goal, after: &Goal) -> Vec<EditedField> {
    let mut found: Vec<EditedField> = moved_between(snapshot, before, after)
        .into_iter()
        .map(|it| EditedField { field: it.field, before: it.before, after: it.after })
        .collect();
    let mut note = |field: &str, before: Value, after: Value| {
        if before != after {
            found.push(EditedField { field: field.to_owned(), before, after });
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
    let message = format!("`{}` was closed on {}, but `{field}`{others} changed afterwards", goal.id, edit.closed);
    let was = match field {
        "milestones" => "other milestones were done".to_owned(),
        _ => format!("was {}", phrases::format_plain_value(field, &first.before)),
    };
    let why = phrases::explanation_advice(&goal.id, edit.commit, field);
    let after = phrases::format_plain_value(field, &first.after);
    let help = match field {
        "milestones" => format!("{why}, or restore the milestones as they were at the close"),
        _ => format!("{why}, or change {after} back to {}", phrases::format_plain_value(field, &first.before)),
    };
    Report::at(ix, field, message)
        .label(format!("{was} until {}", phrases::describe_day(snapshot, edit.commit, edit.day)))
        .help(help)
}
