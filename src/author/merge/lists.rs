//! Matches the entries of three versions of a list, and orders the merged list.

use std::collections::{HashMap, VecDeque};

use crate::model::{Day, parse_day};
use crate::syntax::Node;

use super::meaning::Meaning;
use super::version::{BASE, OURS, THEIRS};

/// The indices of one entry in base, ours and theirs.
pub(super) type EntryPlaces = [Option<usize>; 3];

/// Fields that identify an entry in another version, the most reliable first.
type Traits = &'static [&'static [&'static str]];

/// Returns the fields that identify an entry that one side changed.
fn identity_traits(field: &str) -> Traits {
    match field {
        "log" => &[&["date", "text"], &["kind", "by", "text"], &["date", "kind", "by"]],
        "needs" => &[&["from", "what"], &["from", "goal"]],
        "milestones" => &[&["title"], &["due"]],
        "supports" => &[&["goal"]],
        "agreed" => &[&["by"]],
        _ => &[],
    }
}

/// Returns the fields that identify an entry that both sides added. Log entries have none: two people can write
/// different entries on the same day.
fn addition_traits(field: &str) -> Traits {
    match field {
        "needs" => &[&["from", "what"]],
        "milestones" => &[&["title"]],
        "supports" => &[&["goal"]],
        "agreed" => &[&["by"]],
        _ => &[],
    }
}

/// Returns the indices of the entries that a side added.
pub(super) fn added(field: &str, base: &[Node], side: &[Node]) -> Vec<usize> {
    let mut pairs = vec![None; side.len()];
    match_entries(base, side, identity_traits(field), &mut pairs);
    (0..side.len()).filter(|at| pairs[*at].is_none()).collect()
}

/// Lists every entry of the three lists once, in the order of the merged list.
pub(super) fn align(field: &str, lists: [&[Node]; 3]) -> Vec<EntryPlaces> {
    let of_base = |side: usize| {
        let mut pairs = vec![None; lists[side].len()];
        match_entries(lists[BASE], lists[side], identity_traits(field), &mut pairs);
        pairs
    };
    let (ours, theirs) = (of_base(OURS), of_base(THEIRS));
    // Entries that both sides may have added.
    let new = |side: usize, pairs: &[Option<usize>]| -> Vec<usize> {
        (0..lists[side].len()).filter(|at| pairs[*at].is_none()).collect()
    };
    let (new_ours, new_theirs) = (new(OURS, &ours), new(THEIRS, &theirs));
    let pick =
        |side: usize, places: &[usize]| -> Vec<Node> { places.iter().map(|at| lists[side][*at].clone()).collect() };
    let mut twins = vec![None; new_theirs.len()];
    match_entries(&pick(OURS, &new_ours), &pick(THEIRS, &new_theirs), addition_traits(field), &mut twins);

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

/// Matches entries of `b` with entries of `a`: equal ones first, then by fewer and fewer fields.
fn match_entries(a: &[Node], b: &[Node], traits: Traits, pairs: &mut [Option<usize>]) {
    let mut taken = vec![false; a.len()];
    for pair in pairs.iter().flatten() {
        taken[*pair] = true;
    }
    let exact = |node: &Node| Some(Meaning::of(node));
    match_round(a, b, exact, pairs, &mut taken);
    for names in traits {
        let some = |node: &Node| {
            let parts = names.iter().map(|name| trait_of(node, name)).collect::<Vec<_>>();
            // Two needs of one team without a `goal` are two needs; an entry of the log may name nobody in `by`.
            let is_told = |at: usize| parts[at].is_some() || (at > 0 && names[at] == "by");
            (0..names.len()).all(is_told).then_some(parts)
        };
        match_round(a, b, some, pairs, &mut taken);
    }
}

fn match_round<K: Eq + Ord + std::fmt::Debug>(
    a: &[Node],
    b: &[Node],
    key: impl Fn(&Node) -> Option<K>,
    pairs: &mut [Option<usize>],
    taken: &mut [bool],
) {
    let mut free: std::collections::BTreeMap<K, VecDeque<usize>> = std::collections::BTreeMap::new();
    for (at, node) in a.iter().enumerate().filter(|(at, _)| !taken[*at]) {
        if let Some(key) = key(node) {
            free.entry(key).or_default().push_back(at);
        }
    }
    for (at, node) in b.iter().enumerate() {
        if pairs[at].is_none()
            && let Some(found) = key(node).and_then(|key| free.get_mut(&key)?.pop_front())
        {
            pairs[at] = Some(found);
            taken[found] = true;
        }
    }
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
            group.sort_by_key(|row| std::cmp::Reverse(key(row)));
        } else {
            group.sort_by_key(key);
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
