//! Matches the entries of three versions of a list, and orders the merged list.

use std::collections::HashMap;

use crate::analysis::versions::earlier_places;
use crate::model::{Day, field, parse_day};
use crate::source::InOrder as _;
use crate::syntax::Node;

use super::meaning::Meaning;
use super::version::{BASE, OURS, THEIRS};

/// The indices of one entry in base, ours and theirs.
pub(super) type EntryPlaces = [Option<usize>; 3];

/// Returns the fields that identify an entry that one side changed, the most reliable first.
fn identity_of(name: &str) -> &'static [&'static [&'static str]] {
    field(name).and_then(|field| field.table).map_or(&[], |table| table.identity)
}

/// Returns the fields that identify an entry that both sides added: the most reliable. Log entries have none: two people can
/// write different entries on the same day.
fn addition_identity_of(name: &str) -> &'static [&'static [&'static str]] {
    if name == "log" { &[] } else { identity_of(name).get(..1).unwrap_or_default() }
}

/// Returns the indices of the entries that a side added.
pub(super) fn added(field: &str, base: &[Node], side: &[Node]) -> Vec<usize> {
    let pairs = earlier_places(base, side, identity_of(field), key_of);
    (0..side.len()).filter(|at| pairs[*at].is_none()).collect()
}

/// Lists every entry of the three lists once, in the order of the merged list.
pub(super) fn align(field: &str, lists: [&[Node]; 3]) -> Vec<EntryPlaces> {
    let of_base = |side: usize| earlier_places(lists[BASE], lists[side], identity_of(field), key_of);
    let (ours, theirs) = (of_base(OURS), of_base(THEIRS));
    // Entries that both sides may have added.
    let new = |side: usize, pairs: &[Option<usize>]| -> Vec<usize> {
        (0..lists[side].len()).filter(|at| pairs[*at].is_none()).collect()
    };
    let (new_ours, new_theirs) = (new(OURS, &ours), new(THEIRS, &theirs));
    let pick =
        |side: usize, places: &[usize]| -> Vec<Node> { places.iter().map(|at| lists[side][*at].clone()).collect() };
    let twins = earlier_places(&pick(OURS, &new_ours), &pick(THEIRS, &new_theirs), addition_identity_of(field), key_of);

    let mut rows: Vec<EntryPlaces> = Vec::new();
    let mut by_base: HashMap<usize, usize> = HashMap::new();
    let mut by_ours: HashMap<usize, usize> = HashMap::new();
    for (at, base) in ours.iter().enumerate() {
        if let Some(base) = base {
            by_base.insert(*base, rows.len());
        }
        by_ours.insert(at, rows.len());
        rows.push([*base, Some(at), None]);
    }
    let mut rest: Vec<EntryPlaces> = Vec::new();
    let twin: HashMap<usize, usize> =
        new_theirs.iter().zip(&twins).filter_map(|(theirs, ours)| Some((*theirs, new_ours[(*ours)?]))).collect();
    for (at, base) in theirs.iter().enumerate() {
        let row = match base {
            Some(base) => by_base.get(base),
            None => twin.get(&at).and_then(|ours| by_ours.get(ours)),
        };
        match row {
            Some(row) => rows[*row][THEIRS] = Some(at),
            None => rest.push([*base, None, Some(at)]),
        }
    }
    let known: Vec<bool> =
        (0..lists[BASE].len()).map(|at| by_base.contains_key(&at) || theirs.contains(&Some(at))).collect::<Vec<_>>();
    let lost = known.iter().enumerate().filter(|(_, known)| !**known).map(|(at, _)| [Some(at), None, None]);
    let lost: Vec<EntryPlaces> = lost.collect();
    let mut rows = if field == "log" { by_day(lists, rows, rest) } else { by_neighbour(rows, rest) };
    rows.extend(lost);
    rows
}

/// Returns an entry as a whole, or one of its fields.
fn key_of(node: &Node, name: Option<&str>) -> Option<String> {
    name.map_or_else(|| Some(format!("{:?}", Meaning::of(node))), |name| trait_of(node, name))
}

/// Returns a field of an entry. A link that is only an id has it as `goal`.
fn trait_of(node: &Node, name: &str) -> Option<String> {
    let value = match node.as_mapping() {
        Some(mapping) => mapping.get(name)?,
        None if name == "goal" => node,
        None => return None,
    };
    value.as_scalar().filter(|scalar| !scalar.is_null()).map(|scalar| scalar.text.to_string())
}

/// Puts each new entry of theirs behind the entry that it follows there.
fn by_neighbour(rows: Vec<EntryPlaces>, rest: Vec<EntryPlaces>) -> Vec<EntryPlaces> {
    let mut place: HashMap<usize, usize> = HashMap::new();
    for (at, row) in rows.iter().enumerate() {
        if let Some(theirs) = row[THEIRS] {
            place.insert(theirs, at + 1);
        }
    }
    let last = rows.len();
    let mut behind: Vec<Vec<EntryPlaces>> = vec![Vec::new(); last + 1];
    let highest = place.keys().max().copied();
    let mut at = 0;
    let mut next = 0;
    for row in rest {
        let theirs = row[THEIRS].unwrap_or(0);
        while next < theirs {
            at = place.get(&next).copied().unwrap_or(at);
            next += 1;
        }
        // Entries at the end of theirs go to the end, behind those that ours added there.
        let at = if highest.is_none_or(|highest| highest < theirs) { last } else { at };
        behind[at].push(row);
    }
    interleave(rows, behind)
}

/// Puts new entries of theirs by their day, in the order of the log.
fn by_day(lists: [&[Node]; 3], rows: Vec<EntryPlaces>, rest: Vec<EntryPlaces>) -> Vec<EntryPlaces> {
    let day = |side: usize, at: usize| parse_day(&trait_of(&lists[side][at], "date")?);
    let newest_first = is_newest_first(lists, &rows);
    let days: Vec<Option<Day>> = rows.iter().map(|row| row[OURS].and_then(|at| day(OURS, at))).collect();
    let mut behind: Vec<Vec<EntryPlaces>> = vec![Vec::new(); rows.len() + 1];
    // The earliest day from each index on, or up to it, as entries can be out of order.
    let mut earliest = days.clone();
    let narrow = |seen: &mut Option<Day>, day: &mut Option<Day>| {
        *seen = match (*seen, *day) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        *day = *seen;
    };
    let mut seen = None;
    if newest_first {
        for day in &mut earliest {
            narrow(&mut seen, day);
        }
    } else {
        for day in earliest.iter_mut().rev() {
            narrow(&mut seen, day);
        }
    }
    for row in rest {
        let at = match row[THEIRS].and_then(|at| day(THEIRS, at)) {
            Some(day) if newest_first => earliest.partition_point(|it| it.is_none_or(|it| it >= day)),
            Some(day) => earliest.partition_point(|it| it.is_some_and(|it| it <= day)),
            None if newest_first => 0,
            None => rows.len(),
        };
        behind[at].push(row);
    }
    for group in &mut behind {
        let key = |row: &EntryPlaces| row[THEIRS].and_then(|at| day(THEIRS, at));
        if newest_first {
            group.order_by_key(|row| std::cmp::Reverse(key(row)));
        } else {
            group.order_by_key(key);
        }
    }
    interleave(rows, behind)
}

/// Tells whether a log has its newest entry first.
fn is_newest_first(lists: [&[Node]; 3], rows: &[EntryPlaces]) -> bool {
    for side in [OURS, THEIRS, BASE] {
        let mut days = lists[side].iter().filter_map(|node| parse_day(&trait_of(node, "date")?));
        if let (Some(first), Some(last)) = (days.next(), days.next_back())
            && first != last
        {
            return first > last;
        }
    }
    // All entries are of one day: the position of new entries in ours decides.
    let is_new = |row: Option<&EntryPlaces>| row.is_some_and(|row| row[BASE].is_none());
    is_new(rows.first()) && !is_new(rows.last())
}

/// Inserts a group of rows behind each row; the first group goes before all.
fn interleave(rows: Vec<EntryPlaces>, behind: Vec<Vec<EntryPlaces>>) -> Vec<EntryPlaces> {
    let mut all = Vec::new();
    let mut groups = behind.into_iter();
    all.extend(groups.next().unwrap_or_default());
    for (row, group) in rows.into_iter().zip(groups) {
        all.push(row);
        all.extend(group);
    }
    all
}
