//! Sorting by code that is compiled once.
//!
//! The sort of the standard library is compiled anew, with all its parts, for each comparison that is written somewhere,
//! which were more than two hundred. This one sorts places through a pointer to the comparison. It is for lists that are
//! sorted once and are not long; where a list of all terms or commits is sorted, that of the standard library is faster.

use std::cmp::Ordering;

/// Lists that can be sorted by code that is compiled once; equal items keep their order.
pub trait InOrder {
    /// What is sorted.
    type Item;

    /// As [`slice::sort_by`].
    fn order_by(&mut self, compare: impl FnMut(&Self::Item, &Self::Item) -> Ordering);

    /// As [`slice::sort_by_key`].
    fn order_by_key<K: Ord>(&mut self, mut key: impl FnMut(&Self::Item) -> K) {
        self.order_by(|a, b| key(a).cmp(&key(b)));
    }

    /// As [`slice::sort`].
    fn order(&mut self)
    where
        Self::Item: Ord,
    {
        self.order_by(Ord::cmp);
    }
}

impl<T> InOrder for [T] {
    type Item = T;

    fn order_by(&mut self, mut compare: impl FnMut(&T, &T) -> Ordering) {
        let mut order = places(self.len(), &mut |a, b| compare(&self[a], &self[b]));
        arrange(&mut order, &mut |a, b| self.swap(a, b));
    }
}

/// The places of the items in their order; none where they are in order already.
fn places(len: usize, compare: &mut dyn FnMut(usize, usize) -> Ordering) -> Vec<usize> {
    if (1..len).all(|at| compare(at - 1, at) != Ordering::Greater) {
        return Vec::new();
    }
    let mut order: Vec<usize> = (0..len).collect();
    order.sort_by(|a, b| compare(*a, *b));
    order
}

/// Moves to each place what belongs there, one circle of exchanged places after the other.
fn arrange(order: &mut [usize], swap: &mut dyn FnMut(usize, usize)) {
    for first in 0..order.len() {
        let mut at = first;
        loop {
            let next = std::mem::replace(&mut order[at], at);
            if next == first {
                break;
            }
            swap(at, next);
            at = next;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn it_sorts_as_the_standard_library_does(list in prop::collection::vec((0_u8..9, any::<u8>()), 0..60)) {
            let (mut sorted, mut by_key, mut plain) = (list.clone(), list.clone(), list.clone());
            sorted.order_by(|a, b| b.0.cmp(&a.0));
            by_key.order_by_key(|it| it.0);
            plain.order();
            let mut expected = list.clone();
            expected.sort_by(|a, b| b.0.cmp(&a.0));
            prop_assert_eq!(sorted, expected);
            let mut expected = list.clone();
            expected.sort_by_key(|it| it.0);
            prop_assert_eq!(by_key, expected);
            let mut expected = list;
            expected.sort();
            prop_assert_eq!(plain, expected);
        }
    }
}
