//! Moved goalposts: net along the trunk's own line, with who proposed each and with what it landed.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::Value;

use super::{Reader, Revision, ancestors, followed};
use crate::random_histories::days::{self, Day};
use crate::random_histories::page::{Page, Step};

/// For how many days goalposts settle, and how much longer a proposal may take to land.
const SETTLE: Day = 14;
const LATE_LANDING: Day = 7;

/// A goalpost that moved.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::random_histories) struct Moved {
    pub(in crate::random_histories) field: String,
    pub(in crate::random_histories) before: Value,
    pub(in crate::random_histories) after: Value,
    /// The day on which it landed.
    pub(in crate::random_histories) day: Day,
    /// The commit that proposed it.
    pub(in crate::random_histories) proposed: usize,
    /// The commit of the trunk with which it landed.
    pub(in crate::random_histories) merged: usize,
    pub(in crate::random_histories) settling: bool,
}

impl Reader<'_> {
    /// The commits of the trunk, the oldest first.
    pub(in crate::random_histories) fn trunk(&self) -> Vec<usize> {
        followed::trunk(self.story, self.tip)
    }

    /// The moved goalposts of every goal.
    pub(in crate::random_histories) fn moves(&self) -> BTreeMap<String, Vec<Moved>> {
        let trunk = self.trunk();
        let before = |place: usize| {
            let at = trunk.iter().position(|it| *it == place).expect("a commit of the trunk");
            at.checked_sub(1).map(|at| trunk[at])
        };
        let along = self.account(&trunk, |place| before(place).into_iter().collect());
        let everything: Vec<usize> = (0..self.story.commits.len()).collect();
        let all = self.account(&everything, |place| self.all_parents(place));
        let landed = self.landed(&trunk, before);
        let mut found = BTreeMap::new();
        for (id, revisions) in &along.revisions {
            let proposals = all.revisions.get(id).map_or(&[][..], Vec::as_slice);
            found.insert(id.clone(), self.moves_of(revisions, proposals, &landed));
        }
        found
    }

    /// The commits that landed with each commit of the trunk, itself among them.
    fn landed(&self, trunk: &[usize], before: impl Fn(usize) -> Option<usize>) -> HashMap<usize, BTreeSet<usize>> {
        let mut taken: BTreeSet<usize> = trunk.iter().copied().collect();
        let mut landed = HashMap::new();
        for place in trunk {
            let files = |place: usize| &self.story.commits[place].files;
            let mut brought = BTreeSet::from([*place]);
            // What a merge threw away as a whole lands with a later one.
            if before(*place).is_some_and(|before| files(before) != files(*place)) {
                let mut open = self.all_parents(*place);
                while let Some(place) = open.pop() {
                    if taken.insert(place) {
                        brought.insert(place);
                        open.extend(self.all_parents(place));
                    }
                }
            }
            landed.insert(*place, brought);
        }
        landed
    }

    fn moves_of(
        &self,
        revisions: &[Revision],
        proposals: &[Revision],
        landed: &HashMap<usize, BTreeSet<usize>>,
    ) -> Vec<Moved> {
        let is_active = |page: &&Page| !page.draft;
        let sets = revisions.iter().find(|it| it.after.iter().any(is_active));
        let active = sets.map(|it| self.days[it.commit]);
        let mut found = Vec::new();
        let (mut was_active, mut begun) = (false, None);
        // The milestones that were promised and removed: one that is there again is compared with what it was.
        let mut gone: Vec<Step> = Vec::new();
        for revision in revisions {
            let (Some(before), Some(after)) = (revision.before.first(), revision.after) else { continue };
            was_active |= !before.draft;
            let day = self.days[revision.commit];
            // The objectives' period where the goal has none of its own.
            let start = days::day(2026, if before.period == Some("2026-H2") { 7 } else { 10 }, 1);
            let settled_by = |start: Day| (start + SETTLE).max(active.unwrap_or(Day::MIN));
            // What has settled once settles no second time.
            let settled = settled_by(begun.map_or(start, |begun: Day| begun.min(start)));
            begun = begun.or_else(|| (!before.draft && settled_by(start) < day).then_some(start));
            let mut meant = (*before).clone();
            gone.retain(|step| before.steps.iter().all(|it| it.number != step.number));
            meant.steps.extend(gone.iter().cloned());
            let changes = |page: &Page| {
                let mut found = changes(&meant, page);
                found.retain(|it| !it.after.is_null() || gone.iter().all(|step| it.step != Some(step.number)));
                found
            };
            let mut removed: Vec<Step> = Vec::new();
            for change in changes(after) {
                let has = |page: &Page| changes(page).iter().any(|other| other.leads_to_the_same(&change));
                let makes = |it: &&Revision| {
                    // What git does not show of the goals' folder, because a later merge threw it away, proposed nothing.
                    let is_known =
                        landed[&revision.commit].contains(&it.commit) && self.followed.contains_key(&it.commit);
                    is_known && it.after.is_some_and(has) && !it.before.iter().any(|page| has(page))
                };
                let proposers: Vec<usize> = proposals.iter().filter(makes).map(|it| it.commit).collect();
                // What was taken back in between was proposed anew.
                let is_last = |one: &&usize| {
                    let has_before = |other: &usize| ancestors(*other, |place| self.all_parents(place)).contains(*one);
                    !proposers.iter().any(has_before)
                };
                let first = proposers.iter().filter(is_last);
                let first = first.min_by_key(|place| self.time(**place));
                let proposed = first.copied().unwrap_or(revision.commit);
                // A committer who says to have been before the parents is believed as little as the author.
                let its = &self.story.commits[proposed];
                let is_credible = self.days[proposed] <= its.committed.day();
                let on = if is_credible { its.authored.day() } else { self.days[proposed] }.min(day);
                let in_time = day <= settled || (on <= settled && day <= settled + LATE_LANDING);
                let settling = (after.draft && !was_active) || in_time;
                let merged = revision.commit;
                let is_gone = |step: &&Step| change.after.is_null() && Some(step.number) == change.step && !settling;
                removed.extend(before.steps.iter().find(is_gone).cloned());
                let Change { field, before, after, .. } = change;
                found.push(Moved { field, before, after, day, proposed, merged, settling });
            }
            gone.extend(removed);
        }
        found
    }
}

/// A goalpost that differs between two versions of a goal.
struct Change {
    field: String,
    /// The milestone that it belongs to.
    step: Option<usize>,
    before: Value,
    after: Value,
}

impl Change {
    /// Whether another change leads to the same value of the same goalpost, wherever a milestone stands.
    fn leads_to_the_same(&self, other: &Self) -> bool {
        let name = |field: &str| field.rsplit(']').next().unwrap_or_default().to_owned();
        (self.step, name(&self.field), &self.after) == (other.step, name(&other.field), &other.after)
    }
}

/// The goalposts of a version that another one has elsewhere, or not at all.
fn changes(before: &Page, after: &Page) -> Vec<Change> {
    let now = after.goalposts();
    let mut found = Vec::new();
    let mut note = |field: String, step: Option<usize>, before: Value, after: Value| {
        if !before.is_null() && before != after {
            found.push(Change { field, step, before, after });
        }
    };
    for (field, was) in before.goalposts() {
        let value = now.iter().find(|(name, _)| *name == field).map_or(Value::Null, |(_, value)| value.clone());
        note(field, None, was, value);
    }
    for (place, was) in before.steps.iter().enumerate() {
        let number = Some(was.number);
        let Some(at) = after.steps.iter().position(|it| it.number == was.number) else {
            note(format!("milestones[{place}]"), number, was.title().into(), Value::Null);
            continue;
        };
        let is = &after.steps[at];
        note(format!("milestones[{at}].due"), number, days::text(was.due).into(), days::text(is.due).into());
        note(format!("milestones[{at}].weight"), number, f64::from(was.weight).into(), f64::from(is.weight).into());
    }
    found
}
