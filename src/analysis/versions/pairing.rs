//! Pairs the entries of two versions of a list: which ones are the same, changed, added or removed.

use std::collections::{HashMap, VecDeque};

use serde_json::Value;

use crate::model::{Goal, field};
use crate::source::InOrder as _;
use crate::syntax::count_edits;

/// The indices of an entry before and after; none on the side that does not have it.
pub(super) type Pair = (Option<usize>, Option<usize>);

/// Finds for each entry of the later of two lists its index in the earlier one. Equal entries are matched first, the others
/// by the first fields of `identity`, from the strictest to the loosest, that are equal. `key` returns an entry as a whole,
/// or one of its fields.
pub fn earlier_places<T>(
    before: &[T],
    after: &[T],
    identity: &[&[&str]],
    key: impl Fn(&T, Option<&str>) -> Option<String>,
) -> Vec<Option<usize>> {
    let mut places = vec![None; after.len()];
    let mut is_taken = vec![false; before.len()];
    let mut join = |in_order: bool, of: &dyn Fn(&T) -> Option<Vec<Option<String>>>| {
        let mut free: HashMap<_, VecDeque<usize>> = HashMap::new();
        for (at, entry) in before.iter().enumerate().filter(|(at, _)| !is_taken[*at]) {
            if let Some(key) = of(entry) {
                free.entry(key).or_default().push_back(at);
            }
        }
        for (place, entry) in after.iter().enumerate() {
            let known = places[place].is_some();
            let Some(found) = of(entry).filter(|_| !known).and_then(|key| free.get_mut(&key)) else { continue };
            let crosses = |at: usize| {
                let mut matched = places.iter().enumerate().filter_map(|(place, at)| Some((place, (*at)?)));
                in_order && matched.any(|(other, old)| (other < place) != (old < at))
            };
            if found.front().is_some_and(|at| !crosses(*at))
                && let Some(at) = found.pop_front()
            {
                places[place] = Some(at);
                is_taken[at] = true;
            }
        }
    };
    join(false, &|entry| Some(vec![key(entry, None)]));
    for names in identity {
        // A dated entry with another text is the same only if it stands where it stood: else one went and another came.
        let in_order = names.contains(&"date") && !names.contains(&"text");
        join(in_order, &|entry| {
            let parts: Vec<_> = names.iter().map(|name| key(entry, Some(name))).collect();
            // Two needs of one team without a `goal` are two needs; an entry of the log may name nobody in `by`.
            let is_told = |at: usize| parts[at].is_some() || (at > 0 && names[at] == "by");
            (0..names.len()).all(is_told).then_some(parts)
        });
    }
    places
}

/// Finds for each entry of a list in the later version of a goal its index in the earlier one.
pub fn earlier_entries(before: &Goal, after: &Goal, list: &str) -> Vec<Option<usize>> {
    let Some(field) = field(list) else { return Vec::new() };
    let entries = |goal: &Goal| field.value(goal).as_array().cloned().unwrap_or_default();
    earlier_places(&entries(before), &entries(after), field.table.map_or(&[], |table| table.identity), key_of)
}

fn key_of(value: &Value, name: Option<&str>) -> Option<String> {
    match name {
        Some(name) => value.get(name).filter(|it| !it.is_null()).map(Value::to_string),
        None => Some(value.to_string()),
    }
}

/// Whether an entry is a milestone that is done.
fn is_done(entry: &Value) -> bool {
    entry.get("done").is_some_and(|done| !matches!(done, Value::Null | Value::Bool(false)))
}

/// Whether two milestones of one day have the same title but for a slip of the pen.
fn is_mended(old: &Value, new: &Value) -> bool {
    let titles = old.get("title").and_then(Value::as_str).zip(new.get("title").and_then(Value::as_str));
    let numbers = |title: &str| title.chars().filter(char::is_ascii_digit).collect::<String>();
    old.get("due") == new.get("due")
        && titles.is_some_and(|(old, new)| {
            numbers(old) == numbers(new) && count_edits(old, new).is_some_and(|edits| edits <= SLIPS)
        })
}

/// The most letters that are mended in a title.
const SLIPS: usize = 2;

/// Pairs the entries of two lists that differ; equal ones are left out. With `by_place`, an unmatched entry is the one that
/// was at its place, reworded; but what is done under another name is not what was open there.
pub(super) fn pairs(before: &[Value], after: &[Value], identity: &[&[&str]], by_place: bool) -> Vec<Pair> {
    let mut places = earlier_places(before, after, identity, key_of);
    let is_other = |old: usize, new: usize| {
        let (old, new) = (&before[old], &after[new]);
        old.get("title") != new.get("title") && !is_done(old) && is_done(new) && !is_mended(old, new)
    };
    for (at, place) in places.iter_mut().enumerate().filter(|_| by_place) {
        *place = place.filter(|old| !is_other(*old, at));
    }
    let mut is_gone: Vec<bool> = (0..before.len()).map(|at| !places.contains(&Some(at))).collect();
    for (at, place) in places.iter_mut().enumerate().filter(|_| by_place) {
        if place.is_none() && is_gone.get(at) == Some(&true) && !is_other(at, at) {
            *place = Some(at);
            is_gone[at] = false;
        }
    }
    let kept = places.into_iter().enumerate().map(|(new, old)| (old, Some(new)));
    let gone = is_gone.iter().enumerate().filter(|(_, gone)| **gone).map(|(old, _)| (Some(old), None));
    let is_changed = |(old, new): &Pair| old.map(|at| &before[at]) != new.map(|at| &after[at]);
    let mut found: Vec<Pair> = kept.filter(is_changed).chain(gone).collect();
    found.order_by_key(|(old, new)| (new.or(*old), old.is_none()));
    found
}
