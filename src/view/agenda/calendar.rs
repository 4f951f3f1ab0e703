//! What goals have planned for a day: milestones, last days, needs and check-ins, as a calendar shows them.

use std::collections::HashMap;

use super::requests::Requests;
use crate::analysis::agenda::check_ins_of;
use crate::analysis::facts::Facts;
use crate::git::Repository;
use crate::model::{Day, Goal, GoalIx, Kind, NeedState, State};
use crate::view::selection::Selection;

/// The planned days of some goals.
#[derive(Debug, Clone)]
pub struct CalendarView {
    /// The events, by day.
    pub events: Vec<CalendarEvent>,
}

/// Something planned for a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarEvent {
    /// Identifies the event in later calendars, in which its day may have changed.
    pub uid: String,
    /// The day.
    pub day: Day,
    /// What is planned.
    pub summary: String,
    /// The goal's id, who has to act, and the command to run.
    pub details: String,
    /// `milestone`, `last day`, `need` or `check-in`.
    pub kind: &'static str,
}

impl CalendarView {
    /// The planned days of the selected goals that are active; with a filter by owner or team also what others need
    /// from them.
    pub fn new(snapshot: &Facts<'_>, selection: &Selection) -> Self {
        let requests = Requests { snapshot, selection };
        let mut events = Vec::new();
        for (ix, goal) in snapshot.goals().filter(|(_, goal)| snapshot.is_live(goal) && goal.state == State::Active) {
            let chosen = selection.covers(snapshot, goal);
            if chosen && goal.is_work() {
                push_own(snapshot, ix, goal, &mut events);
            }
            let needs = numbered(goal.needs.iter().map(|need| format!("{}\n{}", need.what, need.from)));
            for (need, key) in goal.needs.iter().zip(needs) {
                if !matches!(need.state, NeedState::Asked | NeedState::Agreed) {
                    continue;
                }
                let team = requests.present_team(&need.from);
                let who = vec![requests.lead_or_team(&team)];
                if let Some(by) = need.by.filter(|_| requests.concerns(&who, std::slice::from_ref(&team), chosen)) {
                    let summary = format!("{} from {} for {}", need.what, need.from, goal.title);
                    events.push(event("need", goal, &key, by, summary, &who, "show"));
                }
            }
        }
        events.sort_by(|a, b| (a.day, &a.summary, &a.uid).cmp(&(b.day, &b.summary, &b.uid)));
        Self { events }
    }
}

/// Adds what the goal itself has planned.
fn push_own(snapshot: &Facts<'_>, ix: GoalIx, goal: &Goal, events: &mut Vec<CalendarEvent>) {
    let who: Vec<String> = snapshot.workspace.owner_of(goal).map(str::to_owned).into_iter().collect();
    let keys = numbered(goal.milestones.iter().map(|milestone| milestone.title.clone()));
    for (milestone, key) in goal.milestones.iter().zip(keys).filter(|(it, _)| !it.is_done()) {
        if let Some(day) = milestone.due.or_else(|| goal.end()) {
            let summary = format!("{} ({})", milestone.title, goal.title);
            events.push(event("milestone", goal, &key, day, summary, &who, "checkin"));
        }
    }
    // A key result without a deadline of its own ends with its objective.
    let ends = goal.kind == Kind::Objective || goal.deadline.is_some();
    if let Some(end) = goal.end().filter(|_| ends) {
        let summary = format!("Last day of {}", goal.title);
        events.push(event("last day", goal, "", end, summary, &who, "close"));
    }
    if let Some(due) = check_ins_of(snapshot, ix).and_then(|check_ins| check_ins.due) {
        let summary = format!("Check in on {}", goal.title);
        events.push(event("check-in", goal, "", due.max(snapshot.today), summary, &who, "checkin"));
    }
}

/// The names of all items of a list, done ones included, each only once: the second of a name and further ones have a number.
fn numbered(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    let number = |name: String| {
        let count = counts.entry(name.clone()).or_default();
        *count += 1;
        if *count == 1 { name } else { format!("{name}\n{count}") }
    };
    names.map(number).collect()
}

fn event(
    kind: &'static str,
    goal: &Goal,
    what: &str,
    day: Day,
    summary: String,
    who: &[String],
    verb: &str,
) -> CalendarEvent {
    let key = format!("{kind}\n{}\n{what}", goal.id);
    let uid = Repository::name_of(&key).map_or_else(|| goal.id.clone(), |oid| oid.to_string());
    let who = if who.is_empty() { String::new() } else { format!("{}\n", who.join(", ")) };
    let details = format!("{who}goalpost {verb} {}", goal.id);
    CalendarEvent { uid, day, summary, details, kind }
}
