//! What is resolved field by field, written into all three texts, and what both sides set differently.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::source::Span;
use crate::syntax::{Entry, Mapping, Node, Sequence, Value};

use super::checkin::{CheckInMerge, LatestCheckIn};
use super::container::Container;
use super::lists;
use super::meaning::{Meaning, is_union};
use super::splice::{self, TextChange};
use super::transplant::{self, Placement};
use super::version::{BASE, OURS, THEIRS, Version};

/// What one side alone stands for, or both together, as a whole: a part from here and a part from there would mean
/// what nobody meant.
const WHOLE: [&str; 2] = ["period", "grade"];

/// The versions with all that is resolved written into them.
#[derive(Debug)]
pub(super) struct Resolution {
    /// The texts, which differ in comments, layout and what is open.
    pub(super) texts: [String; 3],
    /// What the merged file says.
    pub(super) meaning: Meaning,
    /// The fields that both sides set differently.
    pub(super) open: Vec<String>,
}

/// What becomes of a field or an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum FieldOutcome {
    /// It stays as it is in every version; what is below it may be resolved.
    Stands,
    /// It is as one version has it.
    As(usize),
    /// It goes.
    Gone,
    /// It stays as it is in ours and theirs, at one place.
    Facing,
}

/// The places of a field or item in the versions, what becomes of it, and what each says.
type ResolvedPlace = ([Option<usize>; 3], FieldOutcome, [Option<Meaning>; 3]);

struct Plan<'v> {
    read: &'v [Version<'v>; 3],
    checkin: LatestCheckIn,
    splices: [Vec<TextChange>; 3],
    open: Vec<String>,
    /// Fields at the top that both sides have in layouts of their own, and the side that has them as they shall be.
    twice: BTreeMap<String, usize>,
}

/// Resolves what can be; nothing where the layout is too unusual to write in.
pub(super) fn resolve(read: &[Version<'_>; 3]) -> Option<Resolution> {
    let mut plan = Plan {
        read,
        checkin: LatestCheckIn::compare(read),
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
            texts[other] = alike(&field, &texts[side], &texts[other])?;
        }
    }
    Some(Resolution { texts, meaning, open })
}

/// A text with a field as another has it, where that one has it.
fn alike(field: &str, source: &str, text: &str) -> Option<String> {
    let (source, version) = (Version::read(source)?, Version::read(text)?);
    let (from, to) = (source.tree.mapping()?, version.tree.mapping()?);
    let place = |mapping: &Mapping, name: &str| mapping.entries.iter().position(|entry| &*entry.key.text == name);
    let index = place(from, field)?;
    let own = place(to, field);
    let before = from.entries[..index].iter().rev().find_map(|entry| place(to, &entry.key.text));
    let origin = splice::ItemSource { version: &source, container: from, index };
    let insert: Placement<'_, Mapping> = Placement::Insert(origin);
    // What that text says above the field comes with it.
    let alike =
        own.is_some_and(|own| transplant::comments(&version, to, own) == transplant::comments(&source, from, index));
    // Where it stands already, it stays behind the comments that end what is before it.
    let in_place = own.filter(|own| alike && *own == before.map_or(0, |before| before + 1));
    let mut steps = Vec::new();
    steps.extend((before.is_none() && in_place.is_none()).then_some(insert));
    for at in 0..to.entries.len() {
        if in_place.is_some() {
            steps.push(if Some(at) == own { Placement::Replace(at, origin) } else { Placement::Keep(at) });
            continue;
        }
        let gone = if alike { Placement::Clear(at) } else { Placement::Remove(at) };
        steps.push(if Some(at) == own { gone } else { Placement::Keep(at) });
        steps.extend((Some(at) == before).then_some(insert));
    }
    splice::splice(version.text, transplant::write(&version, to, version.root().span, &steps)?)
}

fn below(route: &str, name: &str) -> String {
    if route.is_empty() { name.to_owned() } else { format!("{route}.{name}") }
}

impl<'v> Plan<'v> {
    /// Resolves the fields of a mapping that ours and theirs have.
    fn fields(&mut self, route: &str, at: [Option<(&'v Mapping, Span)>; 3]) -> Option<Meaning> {
        let mut said = BTreeMap::new();
        let mut rows = Vec::new();
        for name in names(at.map(|it| it.map(|it| it.0))) {
            let places = at.map(|it| it.and_then(|it| it.0.entries.iter().position(|entry| *entry.key.text == *name)));
            let entries = [0, 1, 2].map(|side| Some(&at[side]?.0.entries[places[side]?]));
            let (outcome, meaning) = self.field(&below(route, name), name, entries)?;
            said.extend(meaning.map(|meaning| (name.to_owned(), meaning)));
            let same = entries.map(|entry| entry.map(|entry| Meaning::of_field(name, &entry.value)));
            rows.push((places, outcome, same));
        }
        self.write(at, &rows)?;
        Some(Meaning::Fields(said))
    }

    /// Resolves one field.
    fn field(
        &mut self,
        route: &str,
        name: &str,
        entries: [Option<&'v Entry>; 3],
    ) -> Option<(FieldOutcome, Option<Meaning>)> {
        let said = entries.map(|entry| entry.map(|entry| Meaning::of_field(name, &entry.value)));
        let [base, ours, theirs] = &said;
        if ours == theirs {
            let outcome = if base == ours { FieldOutcome::Stands } else { taken(&said, OURS) };
            return Some((outcome, said[OURS].clone()));
        }
        match self.checkin.verdict(route) {
            Some(CheckInMerge::Side(side)) => return Some((taken(&said, side), said[side].clone())),
            Some(CheckInMerge::Open) => return Some(self.leave_open(route, base.is_none())),
            None => {}
        }
        if let Some(resolved) = self.emptied(route, name, entries) {
            return Some(resolved);
        }
        let both_changed = ours != base && theirs != base;
        let whole = both_changed && WHOLE.contains(&name);
        match entries.map(|entry| entry.map(|entry| &entry.value)) {
            [base, Some(ours), Some(theirs)] if !whole => {
                if let Some(meaning) = self.parts(route, name, [base, Some(ours), Some(theirs)])? {
                    return Some((FieldOutcome::Stands, Some(meaning)));
                }
            }
            _ => {}
        }
        Some(match side_of(&said) {
            Some(side) => (taken(&said, side), said[side].clone()),
            None => self.leave_open(route, base.is_none()),
        })
    }

    /// Resolves the parts of a value, where it has parts that stand each on their own; the inner nothing says that it has
    /// none.
    #[expect(clippy::option_option, reason = "the outer one is a layout that cannot be written in")]
    fn parts(&mut self, route: &str, name: &str, nodes: [Option<&'v Node>; 3]) -> Option<Option<Meaning>> {
        let mappings = nodes.map(|node| node.and_then(|node| Some((node.as_mapping()?, node.span))));
        if mappings[OURS].is_some() && mappings[THEIRS].is_some() {
            if mappings[BASE].is_none() {
                self.write_alike(route, OURS);
            }
            return self.fields(route, mappings).map(Some);
        }
        let full = |node: &'v Node| node.as_sequence().filter(|list| !list.items.is_empty());
        let lists = nodes.map(|node| node.and_then(|node| Some((full(node)?, node.span))));
        if is_union(name) && lists[OURS].is_some() && lists[THEIRS].is_some() {
            if lists[BASE].is_none() {
                self.write_alike(route, OURS);
            }
            return self.items(route, name, lists).map(Some);
        }
        Some(None)
    }

    /// Resolves a list of which one side took all entries away and the other changed some.
    fn emptied(
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
        let said = self.items(route, name, at);
        let nothing_left = matches!(&said, Some(Meaning::Bag(items)) if items.is_empty());
        if said.is_none() || nothing_left {
            // Nothing new: it is as empty as that side has it.
            self.splices.iter_mut().zip(written).for_each(|(splices, written)| splices.truncate(written));
            let there = entries[empty].map(|entry| Meaning::of_field(name, &entry.value));
            let outcome = if there.is_some() { FieldOutcome::As(empty) } else { FieldOutcome::Gone };
            return Some((outcome, there));
        }
        self.write_alike(route, full);
        Some((FieldOutcome::Stands, said))
    }

    /// Lets a field at the top be written as one side does it.
    fn write_alike(&mut self, route: &str, side: usize) {
        let top = route.split(['.', '[']).next().unwrap_or(route);
        self.twice.insert(top.to_owned(), side);
    }

    fn leave_open(&mut self, route: &str, is_new: bool) -> (FieldOutcome, Option<Meaning>) {
        self.open.push(route.to_owned());
        (if is_new { FieldOutcome::Facing } else { FieldOutcome::Stands }, Some(Meaning::Any))
    }

    /// Resolves the entries of a list that each stand on their own.
    fn items(&mut self, route: &str, name: &str, at: [Option<(&'v Sequence, Span)>; 3]) -> Option<Meaning> {
        let nodes = at.map(|it| it.map_or(&[][..], |it| it.0.items.as_slice()));
        let mut said = Vec::new();
        let mut rows = Vec::new();
        for places in lists::align(name, nodes) {
            let found = [0, 1, 2].map(|side| Some(&nodes[side][places[side]?]));
            let same = found.map(|node| node.map(Meaning::of));
            let number = places[OURS].or(places[THEIRS]).unwrap_or(0);
            let (outcome, meaning) = self.item(&format!("{route}[{number}]"), name, found, &same)?;
            said.extend(meaning);
            rows.push((places, outcome, same));
        }
        self.write(at, &rows)?;
        Some(Meaning::list(name, said))
    }

    /// Resolves one entry of a list.
    fn item(
        &mut self,
        route: &str,
        name: &str,
        nodes: [Option<&'v Node>; 3],
        said: &[Option<Meaning>; 3],
    ) -> Option<(FieldOutcome, Option<Meaning>)> {
        let [base, ours, theirs] = said;
        if ours == theirs {
            let outcome = if base == ours { FieldOutcome::Stands } else { taken(said, OURS) };
            return Some((outcome, ours.clone()));
        }
        if let [base, Some(ours), Some(theirs)] = nodes
            && let (Value::Mapping(_), Value::Mapping(_)) = (&ours.value, &theirs.value)
            && let Some(meaning) = self.parts(route, name, [base, Some(ours), Some(theirs)])?
        {
            return Some((FieldOutcome::Stands, Some(meaning)));
        }
        Some(match (side_of(said), ours, theirs) {
            (Some(side), ..) => (taken(said, side), said[side].clone()),
            // One side took it away and the other has something to say about it: it stays.
            (None, Some(_), None) => (FieldOutcome::As(OURS), ours.clone()),
            (None, None, Some(_)) => (FieldOutcome::As(THEIRS), theirs.clone()),
            _ => self.leave_open(route, base.is_none()),
        })
    }

    /// Writes what was resolved of a mapping's entries or a list's items into the versions that have it.
    fn write<T: Container>(&mut self, at: [Option<(&'v T, Span)>; 3], rows: &[ResolvedPlace]) -> Option<()> {
        for side in [BASE, OURS, THEIRS] {
            let Some((container, span)) = at[side] else { continue };
            let mut steps: Vec<Placement<'v, T>> = Vec::new();
            for (places, outcome, said) in rows {
                let from = |source: usize| {
                    let (container, _) = at[source]?;
                    Some(splice::ItemSource { version: &self.read[source], container, index: places[source]? })
                };
                steps.extend(match (outcome, places[side]) {
                    (FieldOutcome::As(source), Some(own)) if said[*source] == said[side] => Some(Placement::Keep(own)),
                    (FieldOutcome::As(source), Some(own)) => Some(Placement::Replace(own, from(*source)?)),
                    (FieldOutcome::As(source), None) => Some(Placement::Insert(from(*source)?)),
                    (FieldOutcome::Gone, own) => own.map(Placement::Remove),
                    (FieldOutcome::Facing, Some(own)) if side == THEIRS => Some(Placement::Move(own)),
                    (FieldOutcome::Stands | FieldOutcome::Facing, own) => own.map(Placement::Keep),
                });
            }
            self.splices[side].extend(transplant::write(&self.read[side], container, span, &steps)?);
        }
        Some(())
    }
}

/// The side whose change stands, where only one changed it.
fn side_of(said: &[Option<Meaning>; 3]) -> Option<usize> {
    match said {
        [base, ours, _] if base == ours => Some(THEIRS),
        [base, _, theirs] if base == theirs => Some(OURS),
        _ => None,
    }
}

fn taken(said: &[Option<Meaning>; 3], side: usize) -> FieldOutcome {
    if said[side].is_some() { FieldOutcome::As(side) } else { FieldOutcome::Gone }
}

/// The fields of the versions in the merged order: ours, with theirs behind the ones they stand behind there.
fn names(at: [Option<&Mapping>; 3]) -> Vec<&str> {
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
                Some(place) => at = *place,
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
