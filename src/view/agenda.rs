//! The answer of `agenda`: what needs action, most urgent first.

mod calendar;
mod figures;
mod item;
mod known_as;
mod requests;
mod stand_ins;

use serde::Serialize;

use super::forecast::ForecastView;
use super::pace::pace_words;
use super::selection::{Selection, Time};
use super::unreadable::UnreadableView;
use crate::analysis::agenda::{
    CheckIns, check_ins_of, closing_command, closing_due, is_never_checked_in, key_results_closed, last_value_command,
    owed_until, value_keeper,
};
use crate::analysis::facts::Facts;
use crate::analysis::numbers::{Health, unit_of, value_words};
use crate::analysis::people::are_agreements_recorded;
use crate::analysis::text::{grade_words, percent};
use crate::analysis::trends::lacks_retrospective;
use crate::model::{Goal, GoalIx, Kind, State, days_between, interval, plus_days};
use crate::view::tally::Tally;
use item::{SOON, new_item};
use requests::Requests;
use stand_ins::StandIns;

pub use calendar::{CalendarEvent, CalendarView};
pub use figures::AgendaFigures;
pub use item::{AgendaItem, AgendaKind, Urgency};
pub use known_as::PersonLogins;

/// What needs action now.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct AgendaView {
    /// The items, most urgent first.
    pub items: Vec<AgendaItem>,
    /// The people who have to act, by id, with their logins in org.yaml.
    pub people: Vec<PersonLogins>,
    /// The number of late items.
    pub late: usize,
    /// The number of selected goals, without missions.
    pub goals: usize,
    /// The files that cannot be read; actions for their goals are unknown.
    pub unreadable: Vec<UnreadableView>,
    /// The health of the selected goals, where an empty agenda is no all-clear.
    #[serde(skip)]
    pub tally: Tally,
}

impl AgendaView {
    /// Lists the actions for the selected goals; with an owner filter also what other goals ask of that person, and what is
    /// asked of people for whom that person stands in today.
    pub fn new(snapshot: &Facts<'_>, selection: &Selection) -> Self {
        let stand_ins = StandIns::of(snapshot);
        let mut items = actions(snapshot, selection, &stand_ins);
        for person in selection.owner.iter().flat_map(|owner| stand_ins.represented_by(owner)) {
            let theirs = actions(snapshot, &Selection { owner: Some(person.clone()), ..selection.clone() }, &stand_ins);
            items.extend(theirs.into_iter().filter(|item| item.who.contains(person)));
        }
        // Late before due before soon; within these off-track goals first, then what others wait for, then the day.
        items.sort_by(|a, b| {
            let day = |item: &AgendaItem| item.due.unwrap_or(snapshot.today);
            (a.urgency, a.kind, day(a), &a.goal).cmp(&(b.urgency, b.kind, day(b), &b.goal))
        });
        let mut items = stand_ins.pass_on(snapshot, items, selection.owner.as_deref());
        for item in &mut items {
            item.add_deputies(snapshot);
        }
        let is_selected = |goal: &Goal| goal.kind != Kind::Mission && selection.covers(snapshot, goal);
        let selected: Vec<GoalIx> = snapshot.goals().filter(|(_, goal)| is_selected(goal)).map(|(ix, _)| ix).collect();
        let late = items.iter().filter(|item| item.urgency == Urgency::Late).count();
        let (goals, tally) = (selected.len(), Tally::of(snapshot, selected, true));
        let people = PersonLogins::all(snapshot, &items);
        Self { items, people, late, goals, unreadable: UnreadableView::all(snapshot, true), tally }
    }
}

/// The actions for the selected goals, and with an owner filter what other goals ask of that person.
fn actions(snapshot: &Facts<'_>, selection: &Selection, stand_ins: &StandIns) -> Vec<AgendaItem> {
    let mut items = Vec::new();
    let requests = Requests { snapshot, selection };
    // Goals of past periods still owe their retrospectives now, so the default period does not filter them.
    let now = matches!(selection.time, Time::Now);
    let agreements = are_agreements_recorded(snapshot);
    let whenever = Selection { time: if now { Time::All } else { selection.time.clone() }, ..selection.clone() };
    for (ix, goal) in snapshot.goals() {
        let chosen = selection.covers(snapshot, goal);
        if whenever.covers(snapshot, goal) {
            push_retrospective(snapshot, ix, goal, &mut items);
        }
        if chosen {
            push_own_items(snapshot, ix, goal, stand_ins, &mut items);
        }
        if snapshot.is_live(goal) && goal.state == State::Active {
            items.extend(goal.needs.iter().filter_map(|need| requests.need_item(goal, need, chosen)));
            requests.push_obstacles(goal, chosen, &mut items);
            requests.push_worth_a_look(ix, goal, chosen, &mut items);
            requests.push_suspect_links(ix, goal, chosen, &mut items);
            // Where nobody records agreements, asking for all of them would bury everything else. What has ended is to be
            // closed, not agreed to.
            if agreements && goal.end().is_none_or(|end| snapshot.today <= end) {
                requests.push_agreements(ix, goal, chosen, &mut items);
            }
        }
    }
    items
}

impl AgendaView {
    /// The same without what is for a goal's owner and their lead alone: a page that is posted is read by all.
    #[must_use]
    pub fn to_be_posted(mut self) -> Self {
        self.items.retain(|item| !item.is_private);
        self
    }
}

/// Adds the actions for a goal's own owner.
fn push_own_items(snapshot: &Facts<'_>, ix: GoalIx, goal: &Goal, stand_ins: &StandIns, items: &mut Vec<AgendaItem>) {
    let today = snapshot.today;
    let numbers = snapshot.numbers(ix);
    // A due day is never before the day since which the goal is known: no one is late for a time that git does not
    // show.
    let known = snapshot.known_since(goal);
    // Objectives are left out: their owner acts on the key results, which are listed.
    let measured = goal.kind == Kind::KeyResult || (goal.kind == Kind::Development && !goal.milestones.is_empty());
    if measured && numbers.health == Health::OffTrack && goal.end().is_none_or(|end| today <= end) {
        let mut it = new_item(snapshot, AgendaKind::OffTrack, goal, None, off_track_words(snapshot, ix));
        (it.pace, it.pace_needed) = (numbers.pace.so_far, numbers.pace.needed);
        it.forecast = ForecastView::of(snapshot, ix);
        it.figures = AgendaFigures::of_progress(snapshot, ix);
        items.push(it);
    }
    if goal.kind == Kind::KeyResult
        && snapshot.is_live(goal)
        && let Some(check_ins) = check_ins_of(snapshot, ix)
    {
        let owner = snapshot.workspace.owner_of(goal);
        let has_deputy = owner.is_some_and(|owner| stand_ins.has_deputy(snapshot, owner));
        let due = if has_deputy { check_ins.due_by_cadence } else { check_ins.due };
        let due = check_in_item(snapshot, ix, goal, &CheckIns { due, ..check_ins });
        items.extend(due.or_else(|| final_check_in_item(snapshot, ix, goal, &check_ins)));
    }
    if goal.is_work()
        && goal.state == State::Active
        && let Some(end) = goal.end().filter(|end| *end < today)
    {
        let due = closing_due(snapshot, ix);
        let share = numbers.progress.map_or("progress unknown".to_owned(), |it| format!("at {}", percent(it)));
        let mut it = new_item(snapshot, AgendaKind::Close, goal, due, format!("ended {end}, {share}"));
        it.figures.progress = numbers.progress;
        it.command = match owed_until(snapshot, ix) {
            Some(_) => last_value_command(goal),
            None => closing_command(snapshot, ix),
        };
        items.push(it);
    }
    if goal.kind == Kind::Objective
        && goal.state == State::Active
        && goal.end().is_none_or(|end| today <= end)
        && key_results_closed(snapshot, ix).is_some()
    {
        let says = "all its key results are closed: ready to close".to_owned();
        let mut it = new_item(snapshot, AgendaKind::Close, goal, None, says);
        it.command = closing_command(snapshot, ix);
        items.push(it);
    }
    if goal.is_work()
        && goal.state == State::Draft
        && let Some(start) = goal.start().filter(|start| *start <= today)
    {
        // A draft may still be discussed while goalposts settle; after that it is due.
        let due = known.map(|known| plus_days(start.max(known), snapshot.settings().settle));
        let says = format!("its period started {start}: activate it or drop it");
        if due.is_none_or(|due| due <= today) {
            items.push(new_item(snapshot, AgendaKind::Draft, goal, due, says));
        }
    }
}

/// Adds a missing retrospective. One of the objective covers its key results.
fn push_retrospective(snapshot: &Facts<'_>, ix: GoalIx, goal: &Goal, items: &mut Vec<AgendaItem>) {
    if goal.is_work() && !snapshot.is_long_past(goal) && lacks_retrospective(snapshot, ix) {
        let score =
            goal.grade.as_ref().map_or_else(|| "missed".to_owned(), |it| format!("graded {}", grade_words(it.score)));
        let ended = goal.closed.or_else(|| goal.end()).zip(snapshot.known_since(goal));
        let due = ended.map(|(day, known)| plus_days(day.max(known), snapshot.close_within(ix)));
        let says = format!("{score}: write down what was learned and what will change");
        let mut it = new_item(snapshot, AgendaKind::Retrospective, goal, due, says);
        it.figures.score = goal.grade.as_ref().map(|grade| grade.score);
        items.push(it);
    }
}

fn off_track_words(snapshot: &Facts<'_>, ix: GoalIx) -> String {
    let numbers = snapshot.numbers(ix);
    let mut says = match (numbers.progress, numbers.expected) {
        (Some(progress), Some(expected)) => {
            format!("progress {}, plan {}", percent(progress), percent(expected))
        }
        _ => "behind its plan".to_owned(),
    };
    says.extend(pace_words(snapshot, ix).map(|words| format!(" · {words}")));
    says.extend(ForecastView::of(snapshot, ix).map(|it| format!(" · {}", it.words)));
    says
}

fn check_in_item(snapshot: &Facts<'_>, ix: GoalIx, goal: &Goal, check_ins: &CheckIns) -> Option<AgendaItem> {
    let today = snapshot.today;
    let never = check_ins.last.is_none() && is_never_checked_in(goal, check_ins);
    let due = check_ins.due.or_else(|| never.then_some(today)).filter(|due| *due <= today)?;
    let keeper = snapshot.goal(value_keeper(snapshot, ix));
    let current = keeper.metric.as_ref().and_then(|metric| {
        // A value dated ahead was not the last check-in: that is the value before it, with its own day.
        if metric.as_of.is_some_and(|day| today < day) {
            let mut until_now = snapshot.timeline.of(ix).iter().rev().filter(|it| it.day <= today);
            return until_now.find_map(|it| Some((metric, it.value?, Some(it.day))));
        }
        Some((metric, metric.current?, metric.as_of))
    });
    let says = match (check_ins.last, current) {
        (Some(last), Some((metric, current, day))) => {
            let value = value_words(snapshot.workspace, metric, current);
            // Words in the log check in on a value of an earlier day, which keeps its day.
            let day = day.filter(|day| *day < last);
            let checked_in = day.map(|_| format!(", checked in on {last}")).unwrap_or_default();
            format!("{value} on {}{checked_in}, expected every {}", day.unwrap_or(last), interval(check_ins.cadence))
        }
        (Some(last), None) => format!("last on {last}, expected every {}", interval(check_ins.cadence)),
        (None, _) => never_words(snapshot, ix).to_owned(),
    };
    let mut it = new_item(snapshot, AgendaKind::CheckIn, goal, Some(due), says);
    if check_ins.last.is_some() {
        it.figures.value = current.map(|(_, value, _)| value);
        it.figures.unit = current.and_then(|(metric, ..)| unit_of(snapshot.workspace, metric)).map(str::to_owned);
        it.figures.cadence_days = Some(check_ins.cadence);
        it.figures.last_check_in = check_ins.last;
    }
    it.command = format!("goalpost checkin {}", goal.id);
    Some(it)
}

/// What is said of a goal without a check-in in its time: one from before may be there.
pub(super) fn never_words(snapshot: &Facts<'_>, ix: GoalIx) -> &'static str {
    match snapshot.timeline.last_check_in(ix) {
        Some(_) => "no check-in since it began",
        None => "no check-in yet",
    }
}

/// A last check-in before a goal ends: its grade comes from the values inside its period.
fn final_check_in_item(snapshot: &Facts<'_>, ix: GoalIx, goal: &Goal, check_ins: &CheckIns) -> Option<AgendaItem> {
    let end = goal.end().filter(|end| (0..=SOON).contains(&days_between(snapshot.today, *end)))?;
    if check_ins.last.is_some_and(|last| days_between(last, end) < SOON) {
        return None;
    }
    let says = match check_ins.last {
        Some(last) => format!("ends {end}, last check-in on {last}"),
        None => format!("ends {end}, {}", never_words(snapshot, ix)),
    };
    let mut it = new_item(snapshot, AgendaKind::FinalCheckIn, goal, Some(end), says);
    it.figures.last_check_in = check_ins.last;
    it.command = format!("goalpost checkin {}", goal.id);
    Some(it)
}
