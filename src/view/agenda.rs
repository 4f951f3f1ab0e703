//! The answer of `agenda`: what needs action, most urgent first.

use schemars::JsonSchema;
use serde::Serialize;

use super::pace::pace_words;
use super::selection::{Selection, Time};
use super::unreadable::UnreadableView;
use crate::analysis::agenda::{CheckIns, check_ins_of, is_never_checked_in, key_results_closed, value_keeper};
use crate::analysis::facts::Facts;
use crate::analysis::goalposts::{Setters, setters_of};
use crate::analysis::numbers::{Health, say_value};
use crate::analysis::people::{are_agreements_recorded, missing_agreement, missing_own_agreement};
use crate::analysis::text::percent;
use crate::analysis::trends::owes_retrospective;
use crate::graph::Parent;
use crate::model::{
    Day, Goal, GoalIx, Kind, LogKind, Need, NeedState, State, count_of, days_between, interval, plus_days,
};
use crate::view::tally::Tally;

/// What needs action now.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct AgendaView {
    /// The items, most urgent first.
    pub items: Vec<AgendaItem>,
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

/// One action.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct AgendaItem {
    /// The kind of action.
    pub kind: AgendaKind,
    /// The urgency.
    pub urgency: Urgency,
    /// The goal's id.
    pub goal: String,
    /// The goal's title.
    pub title: String,
    /// Who has to act: ids of people, or of teams without a lead; empty if nobody is named.
    pub who: Vec<String>,
    /// The reason, in words.
    pub says: String,
    /// The day the action is or was due.
    pub due: Option<Day>,
    /// The progress per week still needed; only for goals that are off track.
    pub pace_needed: Option<f64>,
    /// The actual progress per week; only for goals that are off track.
    pub pace: Option<f64>,
    /// The command to run.
    pub command: String,
}

/// The kinds of actions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum AgendaKind {
    /// A goal will miss its plan at the current pace.
    OffTrack,
    /// Another team waits for an answer or a delivery.
    Need,
    /// An open obstacle.
    Obstacle,
    /// A check-in is due.
    CheckIn,
    /// The goal ends within a week, and its last value is of before that week.
    FinalCheckIn,
    /// An owner has not agreed to a goal or to links to it.
    Agreement,
    /// A closed goal has no retrospective.
    Retrospective,
    /// A goal is past its end and still open.
    Close,
    /// A draft whose period has started.
    Draft,
}

/// The urgency of an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Urgency {
    /// The due day is past.
    Late,
    /// The action is due today or has no due day.
    Now,
    /// The due day is within a week.
    Soon,
}

/// Needs that are due later than this many days from now are not listed.
const SOON: i64 = 7;

impl AgendaKind {
    /// Every kind with its heading.
    pub const HEADINGS: [(Self, &'static str); 9] = [
        (Self::OffTrack, "Off track"),
        (Self::Need, "Waiting on you"),
        (Self::Obstacle, "Open obstacles"),
        (Self::CheckIn, "Check-ins due"),
        (Self::FinalCheckIn, "Final check-ins"),
        (Self::Agreement, "Agreements asked"),
        (Self::Retrospective, "Retrospectives due"),
        (Self::Close, "To close"),
        (Self::Draft, "Drafts to decide on"),
    ];
}

impl AgendaView {
    /// Lists the actions for the selected goals; with an owner filter also what other goals ask of that person.
    #[must_use]
    pub fn new(snapshot: &Facts<'_>, selection: &Selection) -> Self {
        let mut items = Vec::new();
        let mut selected = Vec::new();
        let others = OthersAgenda { snapshot, selection };
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
                selected.extend((goal.kind != Kind::Mission).then_some(ix));
                push_own_items(snapshot, ix, goal, &mut items);
            }
            if snapshot.is_live(goal) && goal.state == State::Active {
                items.extend(goal.needs.iter().filter_map(|need| others.need_item(goal, need, chosen)));
                others.push_obstacles(goal, chosen, &mut items);
                // Where nobody records agreements, asking for all of them would bury everything else.
                if agreements {
                    others.push_agreements(ix, goal, chosen, &mut items);
                }
            }
        }
        // Late before due before soon; within these off-track goals first, then what others wait for, then the day.
        items.sort_by(|a, b| {
            let day = |item: &AgendaItem| item.due.unwrap_or(snapshot.today);
            (a.urgency, a.kind, day(a), &a.goal).cmp(&(b.urgency, b.kind, day(b), &b.goal))
        });
        let late = items.iter().filter(|item| item.urgency == Urgency::Late).count();
        let (goals, tally) = (selected.len(), Tally::of(snapshot, selected, true));
        Self { items, late, goals, unreadable: UnreadableView::all(snapshot, true), tally }
    }
}

fn new_item(snapshot: &Facts<'_>, kind: AgendaKind, goal: &Goal, due: Option<Day>, says: String) -> AgendaItem {
    let urgency = match due.map(|due| days_between(snapshot.today, due)) {
        Some(days) if days < 0 => Urgency::Late,
        Some(days) if days > 0 => Urgency::Soon,
        _ => Urgency::Now,
    };
    AgendaItem {
        kind,
        urgency,
        goal: goal.id.clone(),
        title: goal.title.clone(),
        who: snapshot.workspace.owner_of(goal).map(str::to_owned).into_iter().collect(),
        says,
        due,
        pace_needed: None,
        pace: None,
        command: format!("goalpost show {}", goal.id),
    }
}

/// Adds the actions for a goal's own owner.
fn push_own_items(snapshot: &Facts<'_>, ix: GoalIx, goal: &Goal, items: &mut Vec<AgendaItem>) {
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
        items.push(it);
    }
    if goal.kind == Kind::KeyResult
        && snapshot.is_live(goal)
        && let Some(check_ins) = check_ins_of(snapshot, ix)
    {
        let due = check_in_item(snapshot, ix, goal, &check_ins);
        items.extend(due.or_else(|| final_check_in_item(snapshot, goal, &check_ins)));
    }
    if goal.is_work()
        && goal.state == State::Active
        && let Some(end) = goal.end().filter(|end| *end < today)
    {
        let due = known.map(|known| plus_days(end.max(known), snapshot.close_within(ix)));
        let share = numbers.progress.map_or("progress unknown".to_owned(), |it| format!("at {}", percent(it)));
        let mut it = new_item(snapshot, AgendaKind::Close, goal, due, format!("ended {end}, {share}"));
        it.command = format!("goalpost close {}", goal.id);
        items.push(it);
    }
    if goal.kind == Kind::Objective
        && goal.state == State::Active
        && goal.end().is_none_or(|end| today <= end)
        && key_results_closed(snapshot, ix).is_some()
    {
        let says = "all its key results are closed: ready to close".to_owned();
        let mut it = new_item(snapshot, AgendaKind::Close, goal, None, says);
        it.command = format!("goalpost close {}", goal.id);
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
    if goal.is_work() && owes_retrospective(goal) && !snapshot.is_long_past(goal) {
        let covered = snapshot.objective_of(goal).is_some_and(|objective| {
            let objective = snapshot.goal(objective);
            objective.retrospective.is_some() || owes_retrospective(objective)
        });
        if goal.retrospective.is_none() && !covered {
            let score = goal.grade.as_ref().map_or_else(|| "missed".to_owned(), |it| format!("graded {}", it.score));
            let ended = goal.closed.or_else(|| goal.end()).zip(snapshot.known_since(goal));
            let due = ended.map(|(day, known)| plus_days(day.max(known), snapshot.close_within(ix)));
            let says = format!("{score}: write down what was learned and what will change");
            items.push(new_item(snapshot, AgendaKind::Retrospective, goal, due, says));
        }
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
    says
}

fn check_in_item(snapshot: &Facts<'_>, ix: GoalIx, goal: &Goal, check_ins: &CheckIns) -> Option<AgendaItem> {
    let today = snapshot.today;
    let never = check_ins.last.is_none() && is_never_checked_in(goal, check_ins, today);
    let due = check_ins.due.or_else(|| never.then_some(today)).filter(|due| *due <= today)?;
    let keeper = snapshot.goal(value_keeper(snapshot, ix));
    let current = keeper.metric.as_ref().and_then(|metric| Some((metric, metric.current?)));
    let says = match (check_ins.last, current) {
        (Some(last), Some((metric, current))) => {
            let value = say_value(snapshot.workspace, metric, current);
            format!("{value} on {last}, expected every {}", interval(check_ins.cadence))
        }
        (Some(last), None) => format!("last on {last}, expected every {}", interval(check_ins.cadence)),
        (None, _) => "no check-in yet".to_owned(),
    };
    let mut it = new_item(snapshot, AgendaKind::CheckIn, goal, Some(due), says);
    it.command = format!("goalpost checkin {}", goal.id);
    Some(it)
}

/// A last check-in before a goal ends: its grade comes from the values inside its period.
fn final_check_in_item(snapshot: &Facts<'_>, goal: &Goal, check_ins: &CheckIns) -> Option<AgendaItem> {
    let end = goal.end().filter(|end| (0..=SOON).contains(&days_between(snapshot.today, *end)))?;
    if check_ins.last.is_some_and(|last| days_between(last, end) < SOON) {
        return None;
    }
    let says = match check_ins.last {
        Some(last) => format!("ends {end}, last check-in on {last}"),
        None => format!("ends {end}, no check-in yet"),
    };
    let mut it = new_item(snapshot, AgendaKind::FinalCheckIn, goal, Some(end), says);
    it.command = format!("goalpost checkin {}", goal.id);
    Some(it)
}

/// Actions that goals ask of people other than their owners.
struct OthersAgenda<'s, 'w> {
    snapshot: &'s Facts<'w>,
    selection: &'s Selection,
}

impl OthersAgenda<'_, '_> {
    /// Whether an action concerns the selected person or team. Without such a filter, that of a selected goal does.
    fn concerns(&self, who: &[String], teams: &[String], of_chosen: bool) -> bool {
        let owner = self.selection.owner.as_ref();
        let team = self.selection.team.as_ref();
        match (owner, team) {
            (None, None) => of_chosen,
            _ => {
                owner.is_none_or(|owner| who.iter().any(|it| self.snapshot.is_same_person(it, owner)))
                    && team.is_none_or(|team| teams.iter().any(|it| self.snapshot.is_same_team(it, team)))
            }
        }
    }

    /// The lead of a team; the team itself where it has no lead who is still here.
    fn lead_or_team(&self, team: &str) -> String {
        let org = self.snapshot.org();
        let lead = org.and_then(|org| org.person(org.team(team)?.lead.as_deref()?));
        lead.filter(|lead| lead.is_here(self.snapshot.today)).map_or_else(|| team.to_owned(), |lead| lead.id.clone())
    }

    fn need_item(&self, goal: &Goal, need: &Need, chosen: bool) -> Option<AgendaItem> {
        let today = self.snapshot.today;
        let who = vec![self.lead_or_team(&need.from)];
        if !self.concerns(&who, std::slice::from_ref(&need.from), chosen) {
            return None;
        }
        // An answer is due when the goal settles, or earlier on the day the delivery is needed.
        let settled = goal.start().and(self.snapshot.settles(goal));
        let (due, says) = match need.state {
            NeedState::Asked => {
                let due = [settled, need.by].into_iter().flatten().min();
                (due, format!("{}: no response from {} yet", need.what, need.from))
            }
            NeedState::Agreed => (need.by, format!("{} from {}, as agreed", need.what, need.from)),
            // A declined need is a finding of its own (`declined-need`), and there is nothing to answer any more.
            NeedState::Declined | NeedState::Met => return None,
        };
        let soon = due.is_none_or(|due| days_between(today, due) <= SOON);
        let says = match need.by {
            Some(by) => format!("{says} (by {by})"),
            None => says,
        };
        soon.then(|| AgendaItem { who, ..new_item(self.snapshot, AgendaKind::Need, goal, due, says) })
    }

    /// Adds the agreement of the goal's own owner, and that of its owner to the links of goals below it: one action for
    /// all of these links.
    fn push_agreements(&self, ix: GoalIx, goal: &Goal, chosen: bool, items: &mut Vec<AgendaItem>) {
        let snapshot = self.snapshot;
        let asked_of = |owner: &str| self.concerns(&[owner.to_owned()], goal.team.as_slice(), chosen);
        let due = |goal: &Goal| snapshot.settles(goal).filter(|day| *day <= snapshot.today);
        // Who took part in setting a goal need not be asked whether they agree to it.
        let set_by_others = |owner: &str| {
            let setters = snapshot.org().zip(setters_of(snapshot, ix));
            // Where org.yaml knows no author, the owner may be one of them.
            let is_known = |setters: &Setters<'_>| setters.is_whole && !setters.people.is_empty();
            setters.is_some_and(|(org, setters)| is_known(&setters) && !setters.include(org, owner))
        };
        let own = missing_own_agreement(snapshot, goal).filter(|owner| snapshot.has_settled(goal) && asked_of(owner));
        if let Some(owner) = own.filter(|owner| set_by_others(owner)) {
            let says = "set by others, and its owner has not agreed to it yet".to_owned();
            let it = new_item(snapshot, AgendaKind::Agreement, goal, due(goal), says);
            items.push(AgendaItem { who: vec![owner.to_owned()], command: format!("goalpost ack {}", goal.id), ..it });
        }
        let mut waiting: Vec<&Goal> = Vec::new();
        let mut owner = None;
        for link in snapshot.graph.supporters(ix) {
            let below = snapshot.goal(link.goal);
            let up = Parent { goal: ix, ..link };
            if below.state != State::Active || !snapshot.is_live(below) || !snapshot.has_settled(below) {
                continue;
            }
            if let Some(missing) = missing_agreement(snapshot, below, up).filter(|owner| asked_of(owner)) {
                owner = Some(missing.to_owned());
                waiting.push(below);
            }
        }
        let Some(owner) = owner else { return };
        waiting.dedup_by_key(|below| below.id.as_str());
        let ids: Vec<&str> = waiting.iter().map(|below| below.id.as_str()).collect();
        let says = match ids.as_slice() {
            [one] => format!("{one} supports it: is that what was meant?"),
            [first, second] => {
                format!("{first} and {second} support it: is that what was meant?")
            }
            [first, rest @ ..] => {
                format!("{first} and {} support it: is that what was meant?", count_of(rest.len(), "other goal"))
            }
            [] => return,
        };
        let day = waiting.iter().filter_map(|below| due(below)).min();
        let it = new_item(snapshot, AgendaKind::Agreement, goal, day, says);
        let command = format!("goalpost ack {} --link {}", ids.join(" "), goal.id);
        items.push(AgendaItem { who: vec![owner], command, ..it });
    }

    fn push_obstacles(&self, goal: &Goal, chosen: bool, items: &mut Vec<AgendaItem>) {
        let cadence = self.snapshot.settings().cadence_of(goal.level.as_deref());
        for entry in goal.log.iter().filter(|entry| entry.kind == LogKind::Obstacle && entry.resolved.is_none()) {
            let org = self.snapshot.org();
            let is_team = |id: &String| org.is_some_and(|org| org.person(id).is_none() && org.team(id).is_some());
            let teams: Vec<String> = entry.to.iter().filter(|id| is_team(id)).cloned().collect();
            let mut who: Vec<String> =
                entry.to.iter().map(|id| if is_team(id) { self.lead_or_team(id) } else { id.clone() }).collect();
            if who.is_empty() {
                who.extend(self.snapshot.workspace.owner_of(goal).map(str::to_owned));
            }
            if entry.date <= self.snapshot.today && self.concerns(&who, &teams, chosen) {
                let known = self.snapshot.known_since(goal).unwrap_or(self.snapshot.today);
                // An obstacle is due one cadence after it was reported, but is listed from its first day on as due
                // today.
                let due = plus_days(entry.date.max(known), cadence);
                let says = format!("{} (since {})", entry.text, entry.date);
                let due = due.min(self.snapshot.today.max(entry.date));
                items.push(AgendaItem { who, ..new_item(self.snapshot, AgendaKind::Obstacle, goal, Some(due), says) });
            }
        }
    }
}
