//! Pairing the items of two lists: which is which, and which came or went.

use std::collections::{HashMap, HashSet, VecDeque};

use serde_json::{Value, json};

/// An item before and after, by their places; none on the side that does not have it.
pub(super) type Pair = (Option<usize>, Option<usize>);

/// Pairs the items of two lists: the same ones drop out, others are paired by the first set of keys that fits.
pub(in crate::analysis) fn pairs(before: &[Value], after: &[Value], keys: &[&[&str]]) -> Vec<Pair> {
    let mut left: Vec<usize> = (0..before.len()).collect();
    let mut right: Vec<usize> = (0..after.len()).collect();
    let mut found: Vec<Pair> = Vec::new();
    let whole = |value: &Value| Some(value.to_string());
    drop(join(&mut left, &mut right, |at| whole(&before[at]), |at| whole(&after[at])));
    for keys in keys {
        let of = |value: &Value| {
            let parts: Vec<_> = keys.iter().map(|key| value.get(key).cloned().unwrap_or_default()).collect();
            Some(json!(parts).to_string())
        };
        found.extend(join(&mut left, &mut right, |at| of(&before[at]), |at| of(&after[at])));
    }
    found.extend(left.into_iter().map(|at| (Some(at), None)));
    found.extend(right.into_iter().map(|at| (None, Some(at))));
    found.sort_by_key(|(old, new)| (new.or(*old), old.is_none()));
    found
}

/// Takes out of two lists of places those with the same key, in order.
fn join(
    left: &mut Vec<usize>,
    right: &mut Vec<usize>,
    left_key: impl Fn(usize) -> Option<String>,
    right_key: impl Fn(usize) -> Option<String>,
) -> Vec<Pair> {
    let mut by_key: HashMap<String, VecDeque<usize>> = HashMap::new();
    for at in left.iter() {
        if let Some(key) = left_key(*at) {
            by_key.entry(key).or_default().push_back(*at);
        }
    }
    let mut joined = Vec::new();
    right.retain(|at| {
        let old = right_key(*at).and_then(|key| by_key.get_mut(&key)?.pop_front());
        joined.extend(old.map(|old| (Some(old), Some(*at))));
        old.is_none()
    });
    let taken: HashSet<usize> = joined.iter().filter_map(|(old, _): &Pair| *old).collect();
    left.retain(|at| !taken.contains(at));
    joined
}
