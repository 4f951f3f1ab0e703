//! What goals ask of people other than their owners: needs, agreements and obstacles.

use std::collections::BTreeMap;

use super::figures::AgendaFigures;
use super::item::{AgendaItem, AgendaKind, SOON, new_item};
use crate::analysis::capacity::next_team;
use crate::analysis::facts::Facts;
use crate::analysis::goalposts::{Setters, SuspectLink, setters_of};
use crate::analysis::people::{
    agreement_due, answer_due, lost_delivery, missing_agreement, missing_own_agreement, own_agreement_due,
};
use crate::analysis::trends::is_worth_a_look;
use crate::graph::Parent;
use crate::model::{Day, Goal, GoalIx, Need, NeedState, State, count_of, days_between, plus_days};
use crate::view::forecast::ForecastView;
use crate::view::selection::Selection;
use crate::view::suspect::SuspectView;

/// Actions that goals ask of people other than their owners.
pub(super) struct Requests<'s, 'w> {
    pub(super) snapshot: &'s Facts<'w>,
    pub(super) selection: &'s Selection,
}

impl Requests<'_, '_> {
    /// Whether an action concerns the selected person or team. Without such a filter, that of a selected goal does.
    pub(super) fn concerns(&self, who: &[String], teams: &[String], of_chosen: bool) -> bool {
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
    pub(super) fn lead_or_team(&self, team: &str) -> String {
        let org = self.snapshot.org();
        let lead = org.and_then(|org| org.person(org.team(team)?.lead.as_deref()?));
        lead.filter(|lead| lead.is_here(self.snapshot.today)).map_or_else(|| team.to_owned(), |lead| lead.id.clone())
    }

    /// The present id of a team; of one that has ended that of the team which continues it.
    pub(super) fn present_team(&self, team: &str) -> String {
        let today = self.snapshot.today;
        let present = self.snapshot.org().and_then(|org| {
            let known = org.team(team)?;
            Some(next_team(org, known, today).filter(|_| !known.stands(today)).unwrap_or(known))
        });
        present.map_or_else(|| team.to_owned(), |team| team.id.clone())
    }

    /// The answer or the delivery that a need asks of another team, unless it is due later.
    pub(super) fn need_item(&self, goal: &Goal, need: &Need, chosen: bool) -> Option<AgendaItem> {
        let today = self.snapshot.today;
        if let Some(lost) = lost_delivery(self.snapshot, need) {
            return self.lost_need_item(goal, need, self.snapshot.goal(lost), chosen);
        }
        let team = self.present_team(&need.from);
        let who = vec![self.lead_or_team(&team)];
        if !self.concerns(&who, std::slice::from_ref(&team), chosen) {
            return None;
        }
        // An answer may be due earlier, on the day the delivery is needed.
        let answer = || answer_due(self.snapshot, goal, need);
        let (due, says) = match need.state {
            NeedState::Asked => {
                let due = [answer(), need.by].into_iter().flatten().min();
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
        let team = Some(team);
        let item = || AgendaItem { who, team, ..new_item(self.snapshot, AgendaKind::Need, goal, due, says) };
        soon.then(|| item().asked_by(self.snapshot, self.snapshot.workspace.owner_of(goal)))
    }

    /// What the one who waits has to do about an agreed need whose goal is over without having delivered.
    fn lost_need_item(&self, goal: &Goal, need: &Need, lost: &Goal, chosen: bool) -> Option<AgendaItem> {
        let owner: Vec<String> = self.snapshot.workspace.owner_of(goal).map(str::to_owned).into_iter().collect();
        let says = format!(
            "{} from {}: {}, which was to deliver it, was {}",
            need.what,
            need.from,
            lost.id,
            lost.state.word()
        );
        let item = || new_item(self.snapshot, AgendaKind::Need, goal, None, says);
        self.concerns(&owner, goal.team.as_slice(), chosen).then(item)
    }

    /// Adds the agreement of the goal's own owner, and that of its owner to the links of goals below it: one action for
    /// all of these links.
    pub(super) fn push_agreements(&self, ix: GoalIx, goal: &Goal, chosen: bool, items: &mut Vec<AgendaItem>) {
        let snapshot = self.snapshot;
        let asked_of = |owner: &str| self.concerns(&[owner.to_owned()], goal.team.as_slice(), chosen);
        let in_the_past = |due: Option<Day>| due.filter(|day| *day <= snapshot.today);
        // Who took part in setting a goal need not be asked whether they agree to it.
        let set_by_others = |owner: &str| {
            let setters = snapshot.org().zip(setters_of(snapshot, ix));
            // Where org.yaml knows no author, the owner may be one of them.
            let is_known = |setters: &Setters<'_>| setters.is_whole && !setters.people.is_empty();
            setters.is_some_and(|(org, setters)| is_known(&setters) && !setters.include(org, owner))
        };
        let own = missing_own_agreement(snapshot, goal).filter(|owner| asked_of(owner));
        let own = own.map(|owner| (owner, own_agreement_due(snapshot, goal)));
        let is_asked = |owner: &str, due: Option<Day>| snapshot.is_overdue(goal, due) && set_by_others(owner);
        if let Some((owner, due)) = own.filter(|(owner, due)| is_asked(owner, *due)) {
            let says = "set by others, and its owner has not agreed to it yet".to_owned();
            let it = new_item(snapshot, AgendaKind::Agreement, goal, in_the_past(due), says);
            let it = AgendaItem { who: vec![owner.to_owned()], command: format!("goalpost ack {}", goal.id), ..it };
            let setters = setters_of(snapshot, ix).unwrap_or_default();
            items.push(it.asked_by(snapshot, setters.people.iter().map(|person| person.id.as_str())));
        }
        let mut waiting: Vec<&Goal> = Vec::new();
        let mut day: Option<Day> = None;
        let mut owner = None;
        for link in snapshot.graph.supporters(ix) {
            let below = snapshot.goal(link.goal);
            let up = Parent { goal: ix, ..link };
            let has_ended = below.end().is_some_and(|end| end < snapshot.today);
            if below.state != State::Active || !snapshot.is_live(below) || !snapshot.has_settled(below) || has_ended {
                continue;
            }
            if let Some(missing) = missing_agreement(snapshot, below, up).filter(|owner| asked_of(owner)) {
                let due = agreement_due(snapshot, below, up);
                if !snapshot.is_overdue(below, due) {
                    continue;
                }
                owner = Some(missing.to_owned());
                waiting.push(below);
                day = day.into_iter().chain(in_the_past(due)).min();
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
        let it = new_item(snapshot, AgendaKind::Agreement, goal, day, says);
        let command = format!("goalpost ack {} --link {}", ids.join(" "), goal.id);
        let owners = waiting.iter().filter_map(|below| snapshot.workspace.owner_of(below));
        let figures = AgendaFigures::of_links(waiting.len());
        items.push(AgendaItem { who: vec![owner], command, figures, ..it }.asked_by(snapshot, owners));
    }

    /// Adds a goal that is on track and unlikely to arrive by its numbers, for its owner and the lead of its team, else of
    /// the owner's, alone.
    pub(super) fn push_worth_a_look(&self, ix: GoalIx, goal: &Goal, chosen: bool, items: &mut Vec<AgendaItem>) {
        let snapshot = self.snapshot;
        if !is_worth_a_look(snapshot, snapshot.forecasts(), ix) {
            return;
        }
        let owner = snapshot.workspace.owner_of(goal);
        let person = owner.and_then(|owner| snapshot.org()?.person(owner));
        let owners_team = || person.and_then(|person| person.team_on(snapshot.today));
        let lead = goal.team.as_deref().or_else(owners_team).map(|team| self.lead_or_team(team));
        let mut who: Vec<String> = owner.map(str::to_owned).into_iter().chain(lead).collect();
        who.dedup();
        // What is for an owner and a lead is nobody's where both are unknown.
        if who.is_empty() {
            return;
        }
        let is_asked =
            |it: &String| self.selection.owner.as_ref().is_none_or(|owner| snapshot.is_same_person(it, owner));
        let Some(forecast) =
            ForecastView::of(snapshot, ix).filter(|_| self.concerns(&who, goal.team.as_slice(), chosen))
        else {
            return;
        };
        who.retain(is_asked);
        let says = format!("on track by its plan, and {}", forecast.words);
        let it = new_item(snapshot, AgendaKind::WorthALook, goal, None, says);
        let command = format!("goalpost rollup --explain {}", goal.id);
        items.push(AgendaItem { who, forecast: Some(forecast), command, ..it });
    }

    /// Adds the links to a goal that are older than a change of it: one action for its owner, and one for each other owner
    /// of goals below.
    pub(super) fn push_suspect_links(&self, ix: GoalIx, goal: &Goal, chosen: bool, items: &mut Vec<AgendaItem>) {
        let snapshot = self.snapshot;
        let Some(changes) = snapshot.parent_changes(ix) else { return };
        let links: Vec<SuspectLink> = changes.links().filter(|link| link.is_asked(snapshot, ix)).collect();
        let Some(view) = SuspectView::of(snapshot, ix, &links) else { return };
        let owner = snapshot.workspace.owner_of(goal);
        if self.concerns(&owner.map(str::to_owned).into_iter().collect::<Vec<_>>(), goal.team.as_slice(), chosen) {
            let count = count_of(links.len(), "link");
            let were = if links.len() == 1 { "was" } else { "were" };
            let says = format!("{} after {count} to it {were} made: confirm what still holds", view.words());
            let it = new_item(snapshot, AgendaKind::Link, goal, None, says);
            let figures = AgendaFigures::of_links(links.len());
            items.push(AgendaItem { command: view.command.clone(), figures, ..it });
        }
        let mut by_owner: BTreeMap<&str, Vec<&SuspectLink>> = BTreeMap::new();
        for link in &links {
            // The parent's owner is asked already, and links of goals without an owner are theirs to confirm.
            let below = snapshot.workspace.owner_of(snapshot.goal(link.child)).filter(|below| Some(*below) != owner);
            if let Some(below) = below {
                by_owner.entry(below).or_default().push(link);
            }
        }
        for (below, links) in by_owner {
            let first = snapshot.goal(links[0].child);
            let teams: Vec<String> = links.iter().filter_map(|link| snapshot.goal(link.child).team.clone()).collect();
            if self.concerns(&[below.to_owned()], &teams, chosen) {
                let (made, command) = match links.len() {
                    1 => ("its link was made".to_owned(), links[0].ack_command(snapshot, ix)),
                    count => (format!("its link and {} more were made", count - 1), view.command.clone()),
                };
                let says = format!("{} changed after {made}: {}", goal.id, view.words());
                let it = new_item(snapshot, AgendaKind::Link, first, None, says);
                items.push(AgendaItem { command, figures: AgendaFigures::of_links(links.len()), ..it });
            }
        }
    }

    /// Adds the open obstacles of a goal, for those whom they are addressed to.
    pub(super) fn push_obstacles(&self, goal: &Goal, chosen: bool, items: &mut Vec<AgendaItem>) {
        let cadence = self.snapshot.settings().cadence_of(goal.level.as_deref());
        for entry in goal.log.iter().filter(|entry| entry.is_open_obstacle()) {
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
                let mut item =
                    AgendaItem { who, ..new_item(self.snapshot, AgendaKind::Obstacle, goal, Some(due), says) };
                if let Some(team) = teams.first() {
                    item.team = Some(self.present_team(team));
                }
                // An obstacle that is for nobody in particular asks nothing of others.
                let asking = entry.by.as_deref().or_else(|| self.snapshot.workspace.owner_of(goal));
                items.push(item.asked_by(self.snapshot, asking.filter(|_| !entry.to.is_empty())));
            }
        }
    }
}
