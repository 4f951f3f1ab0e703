//! The texts of keys. Goal files have few different ones, so equal ones are shared: a copy of each in every file takes time and
//! memory.

use std::cell::RefCell;
use std::sync::Arc;

/// The number of texts that are remembered in a thread; a power of two. Goal files have about 80 different keys.
const SLOTS: usize = 512;

/// The length in bytes of the longest text that is remembered.
const LONGEST: usize = 32;

thread_local! {
    /// The text that had each place last. Two that have the same place take turns, so that it never grows.
    static LAST: RefCell<Vec<Option<Arc<str>>>> = RefCell::new(vec![None; SLOTS]);
}

/// The text of a key, shared with an equal one that was read before.
pub(super) fn shared(text: &str) -> Arc<str> {
    if text.len() > LONGEST {
        return text.into();
    }
    LAST.with_borrow_mut(|last| {
        let slot = &mut last[place(text)];
        match slot {
            Some(known) if **known == *text => known.clone(),
            _ => slot.insert(text.into()).clone(),
        }
    })
}

/// The place of a text, by the hash of Fowler, Noll and Vo.
fn place(text: &str) -> usize {
    let hash = text.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    (hash ^ (hash >> 16)) as usize % SLOTS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_texts_are_shared_and_others_are_not() {
        let is_shared = |text: &str| Arc::ptr_eq(&shared(text), &shared(text));
        assert!(is_shared("metric") && is_shared("") && !is_shared(&"x".repeat(LONGEST + 1)));
        for number in 0..10 * SLOTS {
            let text = number.to_string();
            assert_eq!(&*shared(&text), text);
        }
    }
}
