//! Pairs the items of two lists: which ones are the same, changed, added or removed.

use std::collections::{HashMap, HashSet, VecDeque};

use serde_json::{Value, json};

/// The indices of an item before and after; none on the side that does not have it.
pub(super) type Pair = (Option<usize>, Option<usize>);

/// Pairs the items of two lists that differ. Equal items are left out; the others are paired by the first of `keys`,
/// from the strictest to the loosest, whose fields are equal.
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

/// Removes the indices with equal keys from two lists and returns them in pairs; equal keys are paired in order.
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
