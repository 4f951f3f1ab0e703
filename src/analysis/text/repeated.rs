//! A sketch of which hashes occur more than once. Most keys by which texts are looked up occur once, and need not be kept.

/// The bits of the sketch for each expected hash. More bits let fewer single hashes pass for repeated ones.
const BITS_EACH: usize = 8;

/// The least and the most bits of a sketch; both are powers of two.
const FEWEST_BITS: usize = 1 << 12;
const MOST_BITS: usize = 1 << 27;

/// Which hashes occur more than once, as far as that is known: none that does is missed, and few others are added.
#[derive(Debug)]
pub(super) struct Repeated {
    once: Vec<u64>,
    again: Vec<u64>,
}

impl Repeated {
    /// Creates a sketch for about so many hashes.
    pub(super) fn of_about(hashes: usize) -> Self {
        let bits = hashes.saturating_mul(BITS_EACH).clamp(FEWEST_BITS, MOST_BITS).next_power_of_two();
        Self { once: vec![0; bits / 64], again: vec![0; bits / 64] }
    }

    /// Notes a hash, whose low bits must be as good as random.
    pub(super) fn note(&mut self, hash: u64) {
        let (word, bit) = self.place(hash);
        self.again[word] |= self.once[word] & bit;
        self.once[word] |= bit;
    }

    /// Whether a hash was noted more than once, or shares its place with another one.
    pub(super) fn has(&self, hash: u64) -> bool {
        let (word, bit) = self.place(hash);
        self.again[word] & bit != 0
    }

    fn place(&self, hash: u64) -> (usize, u64) {
        // There is a power of two of words, so that bits of the hash choose one.
        let word = (hash >> 6) as usize & (self.once.len() - 1);
        (word, 1 << (hash & 63))
    }
}

/// Makes a hash of a number, of which sums are as good as random, too (the finalizer of splitmix64).
pub(super) fn spread(number: u32) -> u64 {
    let mixed = (u64::from(number) + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_repeats_is_never_missed() {
        let mut repeated = Repeated::of_about(1_000);
        (0..1_000).for_each(|number| repeated.note(spread(number)));
        (0..100).for_each(|number| repeated.note(spread(number)));
        assert!((0..100).all(|number| repeated.has(spread(number))));
        let others = (100..1_000).filter(|number| repeated.has(spread(*number))).count();
        assert!(others < 300, "{others} of 900 that occur once");
    }
}
