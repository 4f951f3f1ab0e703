//! What `agenda` says: what there is to do now, the most urgent first.

use schemars::JsonSchema;
use serde::Serialize;

use super::pace::pace_words;
use super::selection::{Selection, Time};
use super::unreadable::UnreadableView;
use crate::analysis::agenda::{CheckIns, check_ins_of, is_never_checked_in, key_results_closed, value_keeper};
use crate::analysis::facts::Facts;
use crate::analysis::numbers::{Health, say_value};
use crate::analysis::text::percent;
use crate::analysis::trends::owes_retrospective;
use crate::model::{Day, Goal, GoalIx, Kind, LogKind, Need, NeedState, State, days_between, plus_days};

/// What there is to do now.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct AgendaView {
    /// What to do, the most urgent first.
    pub items: Vec<AgendaItem>,
    /// How many of them are late.
    pub late: usize,
    /// How many goals were chosen, missions aside.
    pub goals: usize,
    /// The files that cannot be read: what is to be done about their goals nobody knows.
    pub unreadable: Vec<UnreadableView>,
}

/// Something to do.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct AgendaItem {
    /// What kind of thing it is.
    pub kind: AgendaKind,
    /// How urgent it is.
    pub urgency: Urgency,
    /// The goal that it is about.
    pub goal: String,
    /// The goal's title.
    pub title: String,
    /// Whose turn it is: ids of people, or of teams that nobody leads; empty if nobody is named.
    pub who: Vec<String>,
    /// What is the matter, in words.
    pub says: String,
    /// The day by which it was or is to be done.
    pub due: Option<Day>,
    /// The progress per week still needed, where that is what it is about.
    pub pace_needed: Option<f64>,
    /// The progress per week so far.
    pub pace: Option<f64>,
    /// What to type.
    pub command: String,
}

/// The kinds of things to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum AgendaKind {
    /// A goal will miss its plan at this pace: change something.
    OffTrack,
    /// Another team waits for an answer, or for what was promised.
    Need,
    /// Something in the way that someone was asked to move.
    Obstacle,
    /// A value is to be written down.
    CheckIn,
    /// A closed goal owes what was learnt.
    Retrospective,
    /// A goal is past its end and still open.
    Close,
    /// A draft whose time has come: decide.
    Draft,
}

/// How urgent something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Urgency {
    /// Its day is past.
    Late,
    /// It is today's.
    Now,
    /// Its day comes within a week.
    Soon,
}

/// What comes within so many days is soon.
const SOON: i64 = 7;

impl AgendaKind {
    /// All of them with what a list of them is called.
    pub const HEADINGS: [(Self, &'static str); 7] = [
        (Self::OffTrack, "Off track"),
        (Self::Need, "Others wait for"),
        (Self::Obstacle, "In the way"),
        (Self::CheckIn, "Check-ins due"),
        (Self::Retrospective, "Retrospectives owed"),
        (Self::Close, "To close"),
        (Self::Draft, "Drafts to decide on"),
    ];
}

impl AgendaView {
    /// What there is to do about the chosen goals; with an owner among the choice, also what others ask of them.
    #[must_use]
    pub fn new(snapshot: &Facts<'_>, selection: &Selection) -> Self {
        let mut items = Vec::new();
        let mut goals = 0;
        let asked = OthersAgenda { snapshot, selection };
        // What is owed of a time that is past is due now.
        let now = matches!(selection.time, Time::Now);
        let whenever = Selection { time: if now { Time::All } else { selection.time.clone() }, ..selection.clone() };
        for (ix, goal) in snapshot.goals() {
            let chosen = selection.covers(snapshot, goal);
            if whenever.covers(snapshot, goal) {
                retrospective(snapshot, goal, &mut items);
            }
            if chosen {
                goals += usize::from(goal.kind != Kind::Mission);
                own(snapshot, ix, goal, &mut items);
            }
            if snapshot.is_live(goal) && goal.state == State::Active {
                items.extend(goal.needs.iter().filter_map(|need| asked.need(goal, need, chosen)));
                asked.obstacles(goal, chosen, &mut items);
            }
        }
        items.sort_by(|a, b| {
            let day = |item: &AgendaItem| item.due.unwrap_or(snapshot.today);
            (a.urgency, a.kind, day(a), &a.goal).cmp(&(b.urgency, b.kind, day(b), &b.goal))
        });
        let late = items.iter().filter(|item| item.urgency == Urgency::Late).count();
        Self { items, late, goals, unreadable: UnreadableView::files(snapshot, true) }
    }
}

fn item(snapshot: &Facts<'_>, kind: AgendaKind, goal: &Goal, due: Option<Day>, says: String) -> AgendaItem {
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

/// What a goal asks of its own people.
fn own(snapshot: &Facts<'_>, ix: GoalIx, goal: &Goal, items: &mut Vec<AgendaItem>) {
    let today = snapshot.today;
    let numbers = snapshot.numbers(ix);
    // Nothing is late by more than is known of the goal.
    let known = snapshot.known_since(goal);
    let measured = goal.kind == Kind::KeyResult || (goal.kind == Kind::Development && !goal.milestones.is_empty());
    if measured && numbers.health == Health::OffTrack && goal.end().is_none_or(|end| today <= end) {
        let mut it = item(snapshot, AgendaKind::OffTrack, goal, None, off_track(snapshot, ix));
        (it.pace, it.pace_needed) = (numbers.pace.so_far, numbers.pace.needed);
        items.push(it);
    }
    if goal.kind == Kind::KeyResult
        && snapshot.is_live(goal)
        && let Some(check_ins) = check_ins_of(snapshot, ix)
    {
        items.extend(check_in(snapshot, ix, goal, &check_ins));
    }
    if goal.is_work()
        && goal.state == State::Active
        && let Some(end) = goal.end().filter(|end| *end < today)
    {
        let due = known.map(|known| plus_days(end.max(known), snapshot.settings().close_within));
        let share = numbers.progress.map_or("progress unknown".to_owned(), |it| format!("at {}", percent(it)));
        let mut it = item(snapshot, AgendaKind::Close, goal, due, format!("ended {end}, {share}"));
        it.command = format!("goalpost close {}", goal.id);
        items.push(it);
    }
    if goal.kind == Kind::Objective
        && goal.state == State::Active
        && goal.end().is_none_or(|end| today <= end)
        && key_results_closed(snapshot, ix).is_some()
    {
        let says = "all its key results are closed: ready to close".to_owned();
        let mut it = item(snapshot, AgendaKind::Close, goal, None, says);
        it.command = format!("goalpost close {}", goal.id);
        items.push(it);
    }
    if goal.is_work()
        && goal.state == State::Draft
        && let Some(start) = goal.start().filter(|start| *start <= today)
    {
        let due = known.map(|known| plus_days(start.max(known), snapshot.settings().settle));
        let says = format!("its time began {start}: make it active or drop it");
        items.push(item(snapshot, AgendaKind::Draft, goal, due, says));
    }
}

/// What was learnt from a goal that was missed, if that is owed.
fn retrospective(snapshot: &Facts<'_>, goal: &Goal, items: &mut Vec<AgendaItem>) {
    if goal.is_work() && owes_retrospective(goal) && !snapshot.is_long_past(goal) {
        let covered = snapshot.objective_of(goal).is_some_and(|objective| {
            let objective = snapshot.goal(objective);
            objective.retrospective.is_some() || owes_retrospective(objective)
        });
        if goal.retrospective.is_none() && !covered {
            let score = goal.grade.as_ref().map_or_else(|| "missed".to_owned(), |it| format!("graded {}", it.score));
            let ended = goal.closed.or_else(|| goal.end()).zip(snapshot.known_since(goal));
            let due = ended.map(|(day, known)| plus_days(day.max(known), snapshot.settings().close_within));
            let says = format!("{score}: what was learnt, and what will be done differently?");
            items.push(item(snapshot, AgendaKind::Retrospective, goal, due, says));
        }
    }
}

fn off_track(snapshot: &Facts<'_>, ix: GoalIx) -> String {
    let numbers = snapshot.numbers(ix);
    let mut says = match (numbers.progress, numbers.expected) {
        (Some(progress), Some(expected)) => {
            format!("{} of the way, the plan says {}", percent(progress), percent(expected))
        }
        _ => "behind its plan".to_owned(),
    };
    says.extend(pace_words(snapshot, ix).map(|words| format!(" · {words}")));
    says
}

fn check_in(snapshot: &Facts<'_>, ix: GoalIx, goal: &Goal, check_ins: &CheckIns) -> Option<AgendaItem> {
    let today = snapshot.today;
    let never = check_ins.last.is_none() && is_never_checked_in(goal, check_ins, today);
    let due = check_ins.due.or_else(|| never.then_some(today)).filter(|due| *due <= today)?;
    let keeper = snapshot.goal(value_keeper(snapshot, ix));
    let current = keeper.metric.as_ref().and_then(|metric| Some((metric, metric.current?)));
    let says = match (check_ins.last, current) {
        (Some(last), Some((metric, current))) => {
            let value = say_value(snapshot.workspace, metric, current);
            format!("{value} on {last}, expected every {}", days(check_ins.cadence))
        }
        (Some(last), None) => format!("last on {last}, expected every {}", days(check_ins.cadence)),
        (None, _) => "none yet".to_owned(),
    };
    let mut it = item(snapshot, AgendaKind::CheckIn, goal, Some(due), says);
    it.command = format!("goalpost checkin {}", goal.id);
    Some(it)
}

fn days(count: i64) -> String {
    if count == 1 { "day".to_owned() } else { format!("{count} days") }
}

/// What goals ask of others than their owners.
struct OthersAgenda<'s, 'w> {
    snapshot: &'s Facts<'w>,
    selection: &'s Selection,
}

impl OthersAgenda<'_, '_> {
    /// Whether it is for those whom the choice is about: for everyone, where it names nobody.
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

    /// Whoever leads a team; the team where nobody does.
    fn lead(&self, team: &str) -> String {
        let org = self.snapshot.org();
        let lead = org.and_then(|org| org.person(org.team(team)?.lead.as_deref()?));
        lead.filter(|lead| lead.is_here(self.snapshot.today)).map_or_else(|| team.to_owned(), |lead| lead.id.clone())
    }

    fn need(&self, goal: &Goal, need: &Need, chosen: bool) -> Option<AgendaItem> {
        let today = self.snapshot.today;
        let who = vec![self.lead(&need.from)];
        if !self.concerns(&who, std::slice::from_ref(&need.from), chosen) {
            return None;
        }
        let settled = goal.start().and(self.snapshot.settles(goal));
        let (due, says) = match need.state {
            NeedState::Asked => {
                let due = [settled, need.by].into_iter().flatten().min();
                (due, format!("{}: no response from {} yet", need.what, need.from))
            }
            NeedState::Agreed => (need.by, format!("{} from {}, as agreed", need.what, need.from)),
            NeedState::Declined | NeedState::Met => return None,
        };
        let soon = due.is_none_or(|due| days_between(today, due) <= SOON);
        let says = match need.by {
            Some(by) => format!("{says} (by {by})"),
            None => says,
        };
        soon.then(|| AgendaItem { who, ..item(self.snapshot, AgendaKind::Need, goal, due, says) })
    }

    fn obstacles(&self, goal: &Goal, chosen: bool, items: &mut Vec<AgendaItem>) {
        let cadence = self.snapshot.settings().cadence_of(goal.level.as_deref());
        for entry in goal.log.iter().filter(|entry| entry.kind == LogKind::Obstacle && entry.resolved.is_none()) {
            let org = self.snapshot.org();
            let is_team = |id: &String| org.is_some_and(|org| org.person(id).is_none() && org.team(id).is_some());
            let teams: Vec<String> = entry.to.iter().filter(|id| is_team(id)).cloned().collect();
            let mut who: Vec<String> =
                entry.to.iter().map(|id| if is_team(id) { self.lead(id) } else { id.clone() }).collect();
            if who.is_empty() {
                who.extend(self.snapshot.workspace.owner_of(goal).map(str::to_owned));
            }
            if entry.date <= self.snapshot.today && self.concerns(&who, &teams, chosen) {
                let known = self.snapshot.known_since(goal).unwrap_or(self.snapshot.today);
                let due = plus_days(entry.date.max(known), cadence);
                let says = format!("{} (since {})", entry.text, entry.date);
                let due = due.min(self.snapshot.today.max(entry.date));
                items.push(AgendaItem { who, ..item(self.snapshot, AgendaKind::Obstacle, goal, Some(due), says) });
            }
        }
    }
}
