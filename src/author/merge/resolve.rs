//! Resolves a merge by field, and writes the result into all three texts.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::model::parse_day;
use crate::source::Span;
use crate::syntax::{Entry, Mapping, Node, Sequence, Value};

use super::checkin::{CheckInMerge, LatestCheckIn};
use super::closed;
use super::container::Container;
use super::lists;
use super::meaning::{Meaning, is_union};
use super::splice::{self, TextChange};
use super::transplant::{self, Placement};
use super::version::{BASE, OURS, THEIRS, Version};

/// Fields that are merged as a whole: parts of both sides together would mean what nobody wrote.
const WHOLE: [&str; 2] = ["period", "grade"];

/// The result of the resolution.
#[derive(Debug)]
pub(super) struct Resolution {
    /// The texts, which only differ in comments, layout and conflicting fields.
    pub(super) texts: [String; 3],
    /// The meaning of the merged file.
    pub(super) meaning: Meaning,
    /// The routes of the conflicting fields.
    pub(super) open: Vec<String>,
}

/// How a field or item is resolved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum FieldOutcome {
    /// Every version keeps it as it is; its parts may be resolved.
    Keep,
    /// All take it from this version.
    TakeFrom(usize),
    /// All remove it.
    Remove,
    /// Ours and theirs keep it, and put it at the same place, so that the conflict is one.
    Conflict,
}

/// The indices of a field or item in the versions, how it is resolved, and its meaning in each.
type ResolvedPlace = ([Option<usize>; 3], FieldOutcome, [Option<Meaning>; 3]);

struct Plan<'v> {
    read: &'v [Version<'v>; 3],
    checkin: LatestCheckIn,
    /// Whether a grade and the numbers of the other side exclude each other.
    is_graded_apart: bool,
    splices: [Vec<TextChange>; 3],
    open: Vec<String>,
    /// Top-level fields that both sides have in different layouts, and the side whose layout is used.
    twice: BTreeMap<String, usize>,
}

/// Resolves a merge. Returns `None` if the layout is too unusual to edit.
pub(super) fn resolve(read: &[Version<'_>; 3]) -> Option<Resolution> {
    let mut plan = Plan {
        read,
        checkin: LatestCheckIn::compare(read),
        is_graded_apart: closed::is_graded_apart(read),
        splices: Default::default(),
        open: Vec::new(),
        twice: BTreeMap::new(),
    };
    let roots: [&Node; 3] = read.each_ref().map(Version::root);
    let mappings = roots.map(|root| root.as_mapping().map(|mapping| (mapping, root.span)));
    let meaning = plan.fields("", mappings)?;
    let Plan { splices, open, twice, .. } = plan;
    let mut texts: [String; 3] = Default::default();
    for ((text, version), splices) in texts.iter_mut().zip(read).zip(splices) {
        *text = splice::splice(version.text, splices)?;
    }
    for (field, side) in twice {
        let below =
            |route: &String| route.strip_prefix(&field).is_some_and(|it| it.is_empty() || it.starts_with(['.', '[']));
        if !open.iter().any(below) {
            let other = OURS + THEIRS - side;
            texts[other] = copy_field(&field, &texts[side], &texts[other])?;
        }
    }
    Some(Resolution { texts, meaning, open })
}

/// Copies a field from one text to another, at the same place.
fn copy_field(field: &str, source: &str, text: &str) -> Option<String> {
    let (source, version) = (Version::read(source)?, Version::read(text)?);
    let (from, to) = (source.tree.mapping()?, version.tree.mapping()?);
    let place = |mapping: &Mapping, name: &str| mapping.entries.iter().position(|entry| &*entry.key.text == name);
    let index = place(from, field)?;
    let own = place(to, field);
    let before = from.entries[..index].iter().rev().find_map(|entry| place(to, &entry.key.text));
    let origin = splice::ItemSource { version: &source, container: from, index };
    let insert: Placement<'_, Mapping> = Placement::Insert(origin);
    // The comments above the field are copied too.
    let has_same_comments =
        own.is_some_and(|own| transplant::comments(&version, to, own) == transplant::comments(&source, from, index));
    // If it is already in place, it stays behind the trailing comments of the field before it.
    let in_place = own.filter(|own| has_same_comments && *own == before.map_or(0, |before| before + 1));
    let mut steps = Vec::new();
    steps.extend((before.is_none() && in_place.is_none()).then_some(insert));
    for at in 0..to.entries.len() {
        if in_place.is_some() {
            steps.push(if Some(at) == own { Placement::Replace(at, origin) } else { Placement::Keep(at) });
            continue;
        }
        let removal = if has_same_comments { Placement::Clear(at) } else { Placement::Remove(at) };
        steps.push(if Some(at) == own { removal } else { Placement::Keep(at) });
        steps.extend((Some(at) == before).then_some(insert));
    }
    splice::splice(version.text, transplant::write(&version, to, version.root().span, &steps)?)
}

fn below(route: &str, name: &str) -> String {
    if route.is_empty() { name.to_owned() } else { format!("{route}.{name}") }
}

impl<'v> Plan<'v> {
    /// Resolves the fields of a mapping in both sides.
    fn fields(&mut self, route: &str, at: [Option<(&'v Mapping, Span)>; 3]) -> Option<Meaning> {
        let written = self.splices.each_ref().map(Vec::len);
        let mut meanings = BTreeMap::new();
        let mut rows = Vec::new();
        for name in merged_names(at.map(|it| it.map(|it| it.0))) {
            let places = at.map(|it| it.and_then(|it| it.0.entries.iter().position(|entry| *entry.key.text == *name)));
            let entries = [0, 1, 2].map(|side| Some(&at[side]?.0.entries[places[side]?]));
            let (outcome, meaning) = self.field(&below(route, name), name, entries)?;
            meanings.extend(meaning.map(|meaning| (name.to_owned(), meaning)));
            let same = entries.map(|entry| entry.map(|entry| Meaning::of_field(name, &entry.value)));
            rows.push((places, outcome, same));
        }
        if at.iter().flatten().any(|(mapping, _)| mapping.flow) && meanings.values().any(Meaning::has_conflict) {
            return Some(self.leave_line(written));
        }
        self.write(at, &rows)?;
        Some(Meaning::Fields(meanings))
    }

    /// Resolves one field.
    fn field(
        &mut self,
        route: &str,
        name: &str,
        entries: [Option<&'v Entry>; 3],
    ) -> Option<(FieldOutcome, Option<Meaning>)> {
        let meanings = entries.map(|entry| entry.map(|entry| Meaning::of_field(name, &entry.value)));
        let [base, ours, theirs] = &meanings;
        if ours == theirs {
            let outcome = if base == ours { FieldOutcome::Keep } else { take_from(&meanings, OURS) };
            return Some((outcome, meanings[OURS].clone()));
        }
        if self.is_graded_apart && closed::is_of_a_close(route) {
            return Some(self.leave_conflict(route, base.is_none()));
        }
        match self.checkin.verdict(route) {
            Some(CheckInMerge::Side(side)) => return Some((take_from(&meanings, side), meanings[side].clone())),
            Some(CheckInMerge::Open) => return Some(self.leave_conflict(route, base.is_none())),
            None => {}
        }
        if let Some(resolved) = self.resolve_emptied_list(route, name, entries) {
            return Some(resolved);
        }
        let both_changed = ours != base && theirs != base;
        if let Some(side) = later_agreement(route, entries).filter(|_| both_changed) {
            return Some((take_from(&meanings, side), meanings[side].clone()));
        }
        let whole = both_changed && WHOLE.contains(&name);
        match entries.map(|entry| entry.map(|entry| &entry.value)) {
            [base, Some(ours), Some(theirs)] if !whole => {
                if let Some(meaning) = self.parts(route, name, [base, Some(ours), Some(theirs)])? {
                    return Some((FieldOutcome::Keep, Some(meaning)));
                }
            }
            _ => {}
        }
        Some(match changed_side(&meanings) {
            Some(side) => (take_from(&meanings, side), meanings[side].clone()),
            None => self.leave_conflict(route, base.is_none()),
        })
    }

    /// Resolves the parts of a value separately. The inner `None` means that it has no separate parts.
    #[expect(clippy::option_option, reason = "the outer one is a layout that cannot be edited")]
    fn parts(&mut self, route: &str, name: &str, nodes: [Option<&'v Node>; 3]) -> Option<Option<Meaning>> {
        let mappings = nodes.map(|node| node.and_then(|node| Some((node.as_mapping()?, node.span))));
        if mappings[OURS].is_some() && mappings[THEIRS].is_some() {
            if mappings[BASE].is_none() {
                self.use_layout_of(route, OURS);
            }
            return self.fields(route, mappings).map(Some);
        }
        let full = |node: &'v Node| node.as_sequence().filter(|list| !list.items.is_empty());
        let lists = nodes.map(|node| node.and_then(|node| Some((full(node)?, node.span))));
        if is_union(name) && lists[OURS].is_some() && lists[THEIRS].is_some() {
            if lists[BASE].is_none() {
                self.use_layout_of(route, OURS);
            }
            return self.items(route, name, lists).map(Some);
        }
        Some(None)
    }

    /// Resolves a list that one side emptied and the other changed.
    fn resolve_emptied_list(
        &mut self,
        route: &str,
        name: &str,
        entries: [Option<&'v Entry>; 3],
    ) -> Option<(FieldOutcome, Option<Meaning>)> {
        let list = |side: usize| entries[side].and_then(|entry| entry.value.as_sequence());
        let is_full = |side: usize| list(side).is_some_and(|list| !list.items.is_empty());
        let is_empty = |side: usize| {
            entries[side].is_none_or(|entry| entry.value.is_null() || (list(side).is_some() && !is_full(side)))
        };
        let (full, empty) = match (is_full(OURS), is_full(THEIRS)) {
            (true, false) => (OURS, THEIRS),
            (false, true) => (THEIRS, OURS),
            _ => return None,
        };
        if !is_union(name) || !is_full(BASE) || !is_empty(empty) {
            return None;
        }
        let mut at = [0, 1, 2].map(|side| Some((list(side)?, entries[side]?.value.span)));
        at[empty] = None;
        let written = self.splices.each_ref().map(Vec::len);
        let meanings = self.items(route, name, at);
        let nothing_left = matches!(&meanings, Some(Meaning::Bag(items)) if items.is_empty());
        if meanings.is_none() || nothing_left {
            // The other side added nothing, so the list is removed or empty as on that side.
            self.forget(written);
            let there = entries[empty].map(|entry| Meaning::of_field(name, &entry.value));
            let outcome = if there.is_some() { FieldOutcome::TakeFrom(empty) } else { FieldOutcome::Remove };
            return Some((outcome, there));
        }
        self.use_layout_of(route, full);
        Some((FieldOutcome::Keep, meanings))
    }

    /// Uses the layout of one side for a top-level field.
    fn use_layout_of(&mut self, route: &str, side: usize) {
        let top = route.split(['.', '[']).next().unwrap_or(route);
        self.twice.insert(top.to_owned(), side);
    }

    /// Leaves a field as a conflict.
    fn leave_conflict(&mut self, route: &str, is_new: bool) -> (FieldOutcome, Option<Meaning>) {
        self.open.push(route.to_owned());
        (if is_new { FieldOutcome::Conflict } else { FieldOutcome::Keep }, Some(Meaning::Any))
    }

    /// Resolves the entries of a list separately.
    fn items(&mut self, route: &str, name: &str, at: [Option<(&'v Sequence, Span)>; 3]) -> Option<Meaning> {
        let written = self.splices.each_ref().map(Vec::len);
        let nodes = at.map(|it| it.map_or(&[][..], |it| &*it.0.items));
        let mut meanings = Vec::new();
        let mut rows = Vec::new();
        for places in lists::align(name, nodes) {
            let found = [0, 1, 2].map(|side| Some(&nodes[side][places[side]?]));
            let same = found.map(|node| node.map(Meaning::of));
            let number = places[OURS].or(places[THEIRS]).unwrap_or(0);
            let (outcome, meaning) = self.item(&format!("{route}[{number}]"), name, found, &same)?;
            meanings.extend(meaning);
            rows.push((places, outcome, same));
        }
        if at.iter().flatten().any(|(list, _)| list.flow) && meanings.iter().any(Meaning::has_conflict) {
            return Some(self.leave_line(written));
        }
        self.write(at, &rows)?;
        Some(Meaning::list(name, meanings))
    }

    /// Leaves what stands between braces or brackets as each side wrote it, because a part of it is a conflict: between the
    /// markers the whole line would seem to be of a side that never wrote the rest of it.
    fn leave_line(&mut self, written: [usize; 3]) -> Meaning {
        self.forget(written);
        Meaning::Any
    }

    /// Forgets what was to be written since there were so many changes of each version.
    fn forget(&mut self, written: [usize; 3]) {
        self.splices.iter_mut().zip(written).for_each(|(splices, written)| splices.truncate(written));
    }

    /// Resolves one entry of a list.
    fn item(
        &mut self,
        route: &str,
        name: &str,
        nodes: [Option<&'v Node>; 3],
        meanings: &[Option<Meaning>; 3],
    ) -> Option<(FieldOutcome, Option<Meaning>)> {
        let [base, ours, theirs] = meanings;
        if ours == theirs {
            let outcome = if base == ours { FieldOutcome::Keep } else { take_from(meanings, OURS) };
            return Some((outcome, ours.clone()));
        }
        if let [base, Some(ours), Some(theirs)] = nodes
            && let (Value::Mapping(_), Value::Mapping(_)) = (&ours.value, &theirs.value)
            && let Some(meaning) = self.parts(route, name, [base, Some(ours), Some(theirs)])?
        {
            return Some((FieldOutcome::Keep, Some(meaning)));
        }
        Some(match changed_side(meanings) {
            Some(side) => (take_from(meanings, side), meanings[side].clone()),
            // Also where one side removed the entry and the other changed it: either would be lost.
            None => self.leave_conflict(route, base.is_none()),
        })
    }

    /// Writes the resolution of a mapping or list into the versions that have it.
    fn write<T: Container>(&mut self, at: [Option<(&'v T, Span)>; 3], rows: &[ResolvedPlace]) -> Option<()> {
        for side in [BASE, OURS, THEIRS] {
            let Some((container, span)) = at[side] else { continue };
            let mut steps: Vec<Placement<'v, T>> = Vec::new();
            for (places, outcome, meanings) in rows {
                let from = |source: usize| {
                    let (container, _) = at[source]?;
                    Some(splice::ItemSource { version: &self.read[source], container, index: places[source]? })
                };
                steps.extend(match (outcome, places[side]) {
                    (FieldOutcome::TakeFrom(source), Some(own)) if meanings[*source] == meanings[side] => {
                        Some(Placement::Keep(own))
                    }
                    (FieldOutcome::TakeFrom(source), Some(own)) => Some(Placement::Replace(own, from(*source)?)),
                    // Each side has comments of its own above what both added.
                    (FieldOutcome::TakeFrom(source), None) if places[OURS].is_some() && places[THEIRS].is_some() => {
                        Some(Placement::InsertBare(from(*source)?))
                    }
                    (FieldOutcome::TakeFrom(source), None) => Some(Placement::Insert(from(*source)?)),
                    (FieldOutcome::Remove, own) => own.map(Placement::Remove),
                    (FieldOutcome::Conflict, Some(own)) if side == THEIRS => Some(Placement::Move(own)),
                    (FieldOutcome::Keep | FieldOutcome::Conflict, own) => own.map(Placement::Keep),
                });
            }
            self.splices[side].extend(transplant::write(&self.read[side], container, span, &steps)?);
        }
        Some(())
    }
}

/// Returns the side with the later day of an agreement that one person gave on both sides: it covers the earlier one.
fn later_agreement(route: &str, entries: [Option<&Entry>; 3]) -> Option<usize> {
    let agreement = route.strip_suffix("].date")?.rsplit_once('[')?.0;
    if agreement != "agreed" && !agreement.ends_with(".agreed") {
        return None;
    }
    let day = |side: usize| parse_day(&entries[side]?.value.as_scalar()?.text);
    Some(if day(OURS)? < day(THEIRS)? { THEIRS } else { OURS })
}

/// Returns the side that changed a value, if only one did.
fn changed_side(meanings: &[Option<Meaning>; 3]) -> Option<usize> {
    match meanings {
        [base, ours, _] if base == ours => Some(THEIRS),
        [base, _, theirs] if base == theirs => Some(OURS),
        _ => None,
    }
}

/// Takes a value from a side, or removes it if the side has none.
fn take_from(meanings: &[Option<Meaning>; 3], side: usize) -> FieldOutcome {
    if meanings[side].is_some() { FieldOutcome::TakeFrom(side) } else { FieldOutcome::Remove }
}

/// Lists the fields of the versions in the merged order: ours, with each field of theirs behind the one that it follows
/// there.
fn merged_names(at: [Option<&Mapping>; 3]) -> Vec<&str> {
    let of =
        |side: usize| at[side].into_iter().flat_map(|mapping: &Mapping| &mapping.entries).map(|entry| &*entry.key.text);
    let ours: Vec<&str> = of(OURS).collect();
    let places: HashMap<&str, usize> = ours.iter().enumerate().map(|(at, name)| (*name, at + 1)).collect();
    let mut behind: Vec<Vec<&str>> = vec![Vec::new(); ours.len() + 1];
    let mut seen: BTreeSet<&str> = ours.iter().copied().collect();
    for side in [THEIRS, BASE] {
        let mut at = 0;
        for name in of(side) {
            match places.get(name) {
                // Where the sides have another order, new fields do not go back before what precedes them.
                Some(place) => at = at.max(*place),
                None if seen.insert(name) => behind[at].push(name),
                None => {}
            }
        }
    }
    let mut groups = behind.into_iter();
    let mut all = groups.next().unwrap_or_default();
    for (name, group) in ours.into_iter().zip(groups) {
        all.push(name);
        all.extend(group);
    }
    all
}
