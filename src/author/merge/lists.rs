//! Which entries of three versions of a list are one and the same, and in which order they stand together.

use std::collections::{HashMap, VecDeque};

use crate::model::{Day, parse_day};
use crate::syntax::Node;

use super::meaning::Meaning;
use super::version::{BASE, OURS, THEIRS};

/// The places of one entry in base, ours and theirs.
pub(super) type EntryPlaces = [Option<usize>; 3];

/// What makes an entry of a list the same as one of another version, the surest first.
type Traits = &'static [&'static [&'static str]];

/// How an entry is known again that one side has changed.
fn lasting(field: &str) -> Traits {
    match field {
        "log" => &[&["date", "text"], &["kind", "by", "text"], &["date", "kind", "by"]],
        "needs" => &[&["from", "what"], &["from", "goal"], &["from", "by"]],
        "milestones" => &[&["title"], &["due"]],
        "supports" => &[&["goal"]],
        "agreed" => &[&["by"]],
        _ => &[],
    }
}

/// How an entry is known to be one that both sides added. Two people may say different things on one day.
fn added(field: &str) -> Traits {
    match field {
        "needs" => &[&["from", "what"]],
        "milestones" => &[&["title"]],
        "supports" => &[&["goal"]],
        _ => &[],
    }
}

/// Every entry of the three lists once, in the order of the merged list.
pub(super) fn align(field: &str, lists: [&[Node]; 3]) -> Vec<EntryPlaces> {
    let of_base = |side: usize| {
        let mut pairs = vec![None; lists[side].len()];
        pair(lists[BASE], lists[side], lasting(field), &mut pairs);
        pairs
    };
    let (ours, theirs) = (of_base(OURS), of_base(THEIRS));
    // What is new on both sides.
    let new = |side: usize, pairs: &[Option<usize>]| -> Vec<usize> {
        (0..lists[side].len()).filter(|at| pairs[*at].is_none()).collect()
    };
    let (new_ours, new_theirs) = (new(OURS, &ours), new(THEIRS, &theirs));
    let pick =
        |side: usize, places: &[usize]| -> Vec<Node> { places.iter().map(|at| lists[side][*at].clone()).collect() };
    let mut twins = vec![None; new_theirs.len()];
    pair(&pick(OURS, &new_ours), &pick(THEIRS, &new_theirs), added(field), &mut twins);

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

/// Finds for entries of `b` the ones of `a` that they are, by what they say and then by ever less of it.
fn pair(a: &[Node], b: &[Node], traits: Traits, pairs: &mut [Option<usize>]) {
    let mut taken = vec![false; a.len()];
    for pair in pairs.iter().flatten() {
        taken[*pair] = true;
    }
    let exact = |node: &Node| Some(Meaning::of(node));
    round(a, b, exact, pairs, &mut taken);
    for names in traits {
        let some = |node: &Node| {
            let parts = names.iter().map(|name| trait_of(node, name)).collect::<Vec<_>>();
            // Who spoke may be unsaid, but what makes an entry known is the first of its traits.
            parts[0].is_some().then_some(parts)
        };
        round(a, b, some, pairs, &mut taken);
    }
}

fn round<K: Eq + Ord + std::fmt::Debug>(
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

/// What an entry says of itself; a link that is an id alone names its goal.
fn trait_of(node: &Node, name: &str) -> Option<String> {
    let value = match node.as_mapping() {
        Some(mapping) => mapping.get(name)?,
        None if name == "goal" => node,
        None => return None,
    };
    value.as_scalar().filter(|scalar| !scalar.is_null()).map(|scalar| scalar.text.to_string())
}

/// New entries of theirs behind the one they stand behind there.
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
        // At the end of theirs is at the end: behind what ours added there too.
        let at = if highest.is_none_or(|highest| highest < theirs) { last } else { at };
        behind[at].push(row);
    }
    interleave(rows, behind)
}

/// New entries of theirs by their day, in the direction that the log has.
fn by_day(lists: [&[Node]; 3], rows: Vec<EntryPlaces>, rest: Vec<EntryPlaces>) -> Vec<EntryPlaces> {
    let day = |side: usize, at: usize| parse_day(&trait_of(&lists[side][at], "date")?);
    let newest_first = is_newest_first(lists, &rows);
    let days: Vec<Option<Day>> = rows.iter().map(|row| row[OURS].and_then(|at| day(OURS, at))).collect();
    let mut behind: Vec<Vec<EntryPlaces>> = vec![Vec::new(); rows.len() + 1];
    // The earliest day from each place on, or up to it: entries may stand out of order.
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

/// Whether a log has its newest entry first.
fn is_newest_first(lists: [&[Node]; 3], rows: &[EntryPlaces]) -> bool {
    for side in [OURS, THEIRS, BASE] {
        let mut days = lists[side].iter().filter_map(|node| parse_day(&trait_of(node, "date")?));
        if let (Some(first), Some(last)) = (days.next(), days.next_back())
            && first != last
        {
            return first > last;
        }
    }
    // All of one day: where did ours put what is new?
    let is_new = |row: Option<&EntryPlaces>| row.is_some_and(|row| row[BASE].is_none());
    is_new(rows.first()) && !is_new(rows.last())
}

/// Rows with others behind them; the first group stands before all.
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
