//! The reviewers of a change: the owners of the changed goals, of the goals above and below them, and of their needs.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crate::analysis::capacity::handover::{lead_above, next_owner, next_team};
use crate::analysis::diff::changes::{ChangeKind, Diff, GoalChange};
use crate::analysis::snapshot::Snapshot;
use crate::analysis::versions::difference::FieldChange;
use crate::graph::Edge;
use crate::model::{Goal, GoalIx, Kind, Need, NeedState, Significance, abridged};

/// The most characters of a title in a reason. Titles are repeated in many reasons.
const TITLE: usize = 50;

/// A person who should review a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reviewer {
    /// The person's id.
    pub person: String,
    /// The reasons, the most important first.
    pub because: Vec<String>,
}

/// The relation of a reviewer to a changed goal, the closest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Nearness {
    Owner,
    Above,
    ReviewRequest,
    /// The owner of a goal that only got a check-in or a new path.
    Informed,
    Below,
}

/// The reviewers of a change, those first who are closest to most of it.
///
/// They are the owners of the changed goals; and if more changed than a check-in, the owners of the goals above and
/// below on either side, the leads of the teams from which something is needed, and the owners of goals that need a
/// changed one. A person who has left is replaced by the next owner, and a goal without an owner by its team's lead.
/// `authors` are the ids of the change's authors: a single author does not review their own change; if no one else
/// would, their manager does.
pub fn reviewers<'w>(
    diff: &Diff,
    before: &Snapshot<'w>,
    after: &Snapshot<'w>,
    authors: &BTreeSet<String>,
) -> Vec<Reviewer> {
    let changed = diff.changes.iter().map(|change| change.id.as_str()).collect();
    let mut request = ReviewRequest { before, after, changed, found: BTreeMap::new() };
    let (needed_before, needed_after) = (askers(before), askers(after));
    for change in &diff.changes {
        request.owners(change);
        if change.is_check_in() || change.kind == ChangeKind::Moved {
            continue;
        }
        request.above(change);
        request.below(change);
        request.needs(change);
        request.needed(change, &needed_before, &needed_after);
    }
    if authors.len() == 1
        && let Some(author) = authors.first()
        && request.found.remove(author).is_some()
        && request.found.is_empty()
    {
        request.leads_author(author);
    }
    let mut reviewers: Vec<(Nearness, usize, Reviewer)> = request
        .found
        .into_iter()
        .filter_map(|(person, because)| {
            let nearest = because.first()?.0;
            let because: Vec<_> = because.into_iter().map(|(_, text)| text).collect();
            Some((nearest, because.len(), Reviewer { person, because }))
        })
        .collect();
    reviewers.sort_by(|a, b| (a.0, b.1, &a.2.person).cmp(&(b.0, a.1, &b.2.person)));
    reviewers.into_iter().map(|(.., reviewer)| reviewer).collect()
}

/// The people who would review a change of a goal's goalposts, and those who agreed to what it is now: to the goal, to
/// its links, and of a key result to its objective, which is agreed to with its measures.
pub fn reviewers_of_goal(snapshot: &Snapshot<'_>, ix: GoalIx) -> Vec<Reviewer> {
    let goal = snapshot.goal(ix);
    let (before, after) = (serde_json::Value::Null, serde_json::Value::Null);
    let (field, significance) = ("period".to_owned(), Significance::Goalpost);
    let moved = FieldChange { field, before, after, significance, is_move: false };
    let change = GoalChange {
        id: goal.id.clone(),
        kind: ChangeKind::Modified,
        before: Some(ix),
        after: Some(ix),
        path: snapshot.workspace.file(goal.document).path.clone(),
        old_path: None,
        fields: vec![moved],
        moved: None,
        returned_from: None,
    };
    let diff = Diff { changes: vec![change], ..Diff::default() };
    let mut found = reviewers(&diff, snapshot, snapshot, &BTreeSet::new());
    let objective = snapshot.objective_of(goal).map(|objective| snapshot.goal(objective));
    let own = goal.agreed.iter().chain(goal.supports.iter().flat_map(|link| &link.agreed)).map(|it| (goal, it));
    for (to, it) in own.chain(objective.into_iter().flat_map(|it| it.agreed.iter().map(move |agreed| (it, agreed)))) {
        let on = it.date.map(|day| format!(" on {day}")).unwrap_or_default();
        let because = format!("agreed to {}{on}", short(&to.title));
        match found.iter_mut().find(|reviewer| snapshot.is_same_person(&reviewer.person, &it.by)) {
            Some(reviewer) => reviewer.because.push(because),
            None => found.push(Reviewer { person: it.by.clone(), because: vec![because] }),
        }
    }
    found
}

/// The needs that name a goal as their answer, with the goals that have them, by the named goal.
type Askers<'w> = HashMap<GoalIx, Vec<(GoalIx, &'w Need)>>;

fn askers<'w>(snapshot: &Snapshot<'w>) -> Askers<'w> {
    let mut askers: Askers<'w> = HashMap::new();
    for (ix, goal) in snapshot.goals() {
        for need in &goal.needs {
            if let Some(answer) = need.goal.as_deref().and_then(|id| snapshot.workspace.find(id)) {
                askers.entry(answer).or_default().push((ix, need));
            }
        }
    }
    askers
}

/// The reviewers found so far, with their reasons.
struct ReviewRequest<'s, 'w> {
    before: &'s Snapshot<'w>,
    after: &'s Snapshot<'w>,
    /// The ids of the changed goals: their owners review them for that reason alone.
    changed: HashSet<&'s str>,
    /// The reasons by person.
    found: BTreeMap<String, BTreeSet<(Nearness, String)>>,
}

impl<'w> ReviewRequest<'_, 'w> {
    /// The sides of a change that have its goal, the later one first.
    fn sides(&self, change: &GoalChange) -> impl Iterator<Item = (&Snapshot<'w>, GoalIx, bool)> {
        let later = change.after.map(|ix| (self.after, ix, true));
        later.into_iter().chain(change.before.map(|ix| (self.before, ix, false)))
    }

    /// Adds the owners of a changed goal, on both sides.
    fn owners(&mut self, change: &GoalChange) {
        let mut reasons = Vec::new();
        for (side, ix, now) in self.sides(change) {
            let goal = side.goal(ix);
            let until = if now || change.kind == ChangeKind::Removed { "" } else { " until now" };
            if let Some((person, role)) = self.answers_for(side, goal) {
                reasons.push((person, format!("{role} {}{until}", short(&goal.title)), now));
            }
        }
        let is_minor = change.is_check_in() || change.kind == ChangeKind::Moved;
        let nearness = if is_minor { Nearness::Informed } else { Nearness::Owner };
        let later = reasons.iter().find(|(.., now)| *now).map(|(person, ..)| person.clone());
        for (person, text, now) in reasons {
            // An owner on both sides gets one reason.
            if now || later.as_ref() != Some(&person) {
                self.ask(person, nearness, text);
            }
        }
    }

    /// Adds the owners of the goals above a changed goal, including those of removed links.
    fn above(&mut self, change: &GoalChange) {
        let now: BTreeSet<GoalIx> =
            change.after.into_iter().flat_map(|ix| self.after.graph.parents(ix)).map(|it| it.goal).collect();
        let mut reasons = Vec::new();
        for (side, ix, later) in self.sides(change) {
            for parent in side.graph.parents(ix) {
                let goal = side.goal(parent.goal);
                // A parent may have another id by now.
                let still = self.after.workspace.find(&goal.id).is_some_and(|ix| now.contains(&ix));
                if (!later && still) || self.is_changed(goal) {
                    continue;
                }
                let verb = match (parent.edge, still) {
                    (Edge::Supports { .. }, true) => "supports",
                    (Edge::Measures { .. }, true) => "measures",
                    (Edge::Supports { .. }, false) => "no longer supports",
                    (Edge::Measures { .. }, false) => "no longer measures",
                };
                if let Some((person, role)) = self.answers_for(side, goal) {
                    let (above, own) = (short(&goal.title), short(&side.goal(ix).title));
                    reasons.push((person, format!("{role} {above}, which {own} {verb}")));
                }
            }
        }
        for (person, text) in reasons {
            self.ask(person, Nearness::Above, text);
        }
    }

    /// Adds the owners of the goals below a changed goal.
    fn below(&mut self, change: &GoalChange) {
        let mut reasons = Vec::new();
        let Some((side, ix, _)) = self.sides(change).next() else { return };
        let own = short(&side.goal(ix).title);
        for child in side.graph.children(ix) {
            let goal = side.goal(child.goal);
            let verb = if matches!(child.edge, Edge::Measures { .. }) { "measures" } else { "supports" };
            if let Some((person, role)) = self.answers_for(side, goal).filter(|_| self.is_mentionable(side, goal)) {
                reasons.push((person, format!("{role} {}, which {verb} {own}", short(&goal.title))));
            }
        }
        for (person, text) in reasons {
            self.ask(person, Nearness::Below, text);
        }
    }

    /// Whether a goal of either side is changed itself.
    fn is_changed(&self, goal: &Goal) -> bool {
        let now = self.after.workspace.find(&goal.id).map(|ix| self.after.goal(ix).id.as_str());
        [Some(goal.id.as_str()), now].into_iter().flatten().any(|id| self.changed.contains(id))
    }

    /// Whether a goal may be mentioned in a reason: it is open, not changed itself, and not private.
    fn is_mentionable(&self, side: &Snapshot<'w>, goal: &Goal) -> bool {
        goal.is_open() && !self.is_changed(goal) && !side.workspace.is_private(goal.document)
    }

    /// Adds the leads of the teams from which something is needed: for changed needs, and for open needs of a goal
    /// whose goalposts, state or owner changed.
    fn needs(&mut self, change: &GoalChange) {
        let terms = change
            .fields
            .iter()
            .any(|it| matches!(it.significance, Significance::Goalpost | Significance::State) || it.field == "owner");
        let named: HashSet<(usize, bool)> = change
            .fields
            .iter()
            .filter_map(|it| {
                let (place, part) = it.field.strip_prefix("needs[")?.split_once(']')?;
                let removed = part.is_empty() && it.after.is_null();
                Some((place.parse().ok()?, !removed))
            })
            .collect();
        let mut reasons = Vec::new();
        for (side, ix, later) in self.sides(change) {
            for (at, need) in side.goal(ix).needs.iter().enumerate() {
                let named = named.contains(&(at, later));
                let open = matches!(need.state, NeedState::Asked | NeedState::Agreed);
                let whole = change.kind != ChangeKind::Modified || (terms && later);
                if !(named || (whole && open)) {
                    continue;
                }
                if let Some(person) = self.lead(side, &need.from) {
                    let by = need.by.map(|by| format!(" by {by}")).unwrap_or_default();
                    reasons.push((person, format!("asked for {}{by}", short(&need.what))));
                }
            }
        }
        for (person, text) in reasons {
            self.ask(person, Nearness::ReviewRequest, text);
        }
    }

    /// Adds the owners of goals that need a changed goal.
    fn needed(&mut self, change: &GoalChange, before: &Askers<'w>, after: &Askers<'w>) {
        let mut reasons = Vec::new();
        for (side, ix, later) in self.sides(change) {
            let askers = if later { after } else { before };
            for (asker, need) in askers.get(&ix).into_iter().flatten() {
                let private = side.workspace.is_private(side.goal(*asker).document);
                if let Some((person, _)) = self.answers_for(side, side.goal(*asker)).filter(|_| !private) {
                    let own = short(&side.goal(ix).title);
                    reasons.push((person, format!("asked for {}, which {own} is to bring", short(&need.what))));
                }
            }
        }
        for (person, text) in reasons {
            self.ask(person, Nearness::ReviewRequest, text);
        }
    }

    /// Adds the manager of a single author whose change concerns nobody else.
    fn leads_author(&mut self, author: &str) {
        let Some(org) = self.after.org() else { return };
        let Some(lead) = org.person(author).and_then(|person| next_owner(org, person, self.after.today)) else {
            return;
        };
        self.ask(lead.id.clone(), Nearness::Owner, format!("leads {author}, whose own change this is"));
    }

    fn ask(&mut self, person: String, nearness: Nearness, text: String) {
        self.found.entry(person).or_default().insert((nearness, text));
    }

    /// The person who answers for a goal, and their role in words: its owner, the owner's replacement, or its team's
    /// lead.
    fn answers_for(&self, side: &Snapshot<'w>, goal: &Goal) -> Option<(String, String)> {
        if goal.kind == Kind::Survey {
            return None;
        }
        let Some(owner) = side.workspace.owner_of(goal) else {
            let team = side.workspace.team_of(goal)?;
            let lead = self.lead(side, team)?;
            return Some((lead, format!("leads {team}, which has")));
        };
        let (person, stands_in) = self.here(side, owner)?;
        let role = if stands_in { format!("stands in for {owner}, owner of") } else { "owner of".to_owned() };
        Some((person, role))
    }

    /// A person who has not left, else the next owner after them, and whether it is the latter.
    fn here(&self, side: &Snapshot<'w>, id: &str) -> Option<(String, bool)> {
        let org = self.after.org().filter(|org| org.person(id).is_some()).or_else(|| side.org());
        let Some((org, person)) = org.and_then(|org| Some((org, org.person(id)?))) else {
            return Some((id.to_owned(), false));
        };
        if person.is_here(self.after.today) {
            return Some((person.id.clone(), false));
        }
        next_owner(org, person, self.after.today).map(|next| (next.id.clone(), true))
    }

    /// The lead of a team or of its successor, or the lead's replacement.
    fn lead(&self, side: &Snapshot<'w>, team: &str) -> Option<String> {
        let today = self.after.today;
        let org = self.after.org().filter(|org| org.team(team).is_some()).or_else(|| side.org())?;
        let team = org.team(team)?;
        let team = if team.stands(today) { team } else { next_team(org, team, today)? };
        match &team.lead {
            Some(lead) => self.here(side, lead).map(|(person, _)| person),
            None => lead_above(org, team, today).map(|person| person.id.clone()),
        }
    }
}
/// A text for a reason: abridged and in quotation marks.
fn short(text: &str) -> String {
    format!("“{}”", abridged(text, TITLE))
}
