//! Changed-path filters: a Bloom filter for each commit over the paths that differ from its first parent. The format is
//! in gitformat-commit-graph(5), chunks `BIDX` and `BDAT`.

/// The parameters of a commit-graph's filters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct FilterSettings {
    /// The hash version. Version 1 hashes signed bytes, which differs from murmur3 for non-ASCII paths; 2 is murmur3.
    pub(super) version: u32,
    /// The number of hashes per path.
    pub(super) hashes: u32,
}

/// The hashes of one path, computed once for all filters.
#[derive(Debug, Clone)]
pub(super) struct PathKey {
    hashes: Vec<u32>,
}

/// The seeds that the format fixes.
const SEED_A: u32 = 0x293a_e76f;
const SEED_B: u32 = 0x7e64_6e2c;

impl PathKey {
    /// Computes the hashes of a path; none if the filters are unreliable for it.
    pub(super) fn new(path: &str, settings: FilterSettings) -> Option<Self> {
        // Version 1 depends on whether `char` is signed on the machine that wrote the filter. Git uses 7 hashes; a
        // number far above it comes from a corrupt file.
        if !(settings.version == 2 || (settings.version == 1 && path.is_ascii())) || settings.hashes > 64 {
            return None;
        }
        let (a, b) = (murmur3(SEED_A, path.as_bytes()), murmur3(SEED_B, path.as_bytes()));
        Some(Self { hashes: (0..settings.hashes).map(|at| a.wrapping_add(at.wrapping_mul(b))).collect() })
    }

    /// Whether a filter may contain the path. An empty filter contains nothing.
    pub(super) fn may_be_in(&self, filter: &[u8]) -> bool {
        let Ok(bits) = u32::try_from(filter.len() * 8) else { return true };
        if bits == 0 {
            return false;
        }
        self.hashes.iter().all(|hash| {
            let bit = hash % bits;
            filter[(bit / 8) as usize] & (1 << (bit % 8)) != 0
        })
    }
}

/// The 32-bit murmur3 hash (`MurmurHash3_x86_32`).
fn murmur3(seed: u32, data: &[u8]) -> u32 {
    let (c1, c2) = (0xcc9e_2d51_u32, 0x1b87_3593_u32);
    let mut hash = seed;
    let mut chunks = data.chunks_exact(4);
    for chunk in &mut chunks {
        let mut k = u32::from_le_bytes([chunk[0], chunk[1], chunk[2], chunk[3]]);
        k = k.wrapping_mul(c1).rotate_left(15).wrapping_mul(c2);
        hash = (hash ^ k).rotate_left(13).wrapping_mul(5).wrapping_add(0xe654_6b64);
    }
    let mut k = 0_u32;
    for (at, byte) in chunks.remainder().iter().enumerate() {
        k ^= u32::from(*byte) << (8 * at);
    }
    if !chunks.remainder().is_empty() {
        hash ^= k.wrapping_mul(c1).rotate_left(15).wrapping_mul(c2);
    }
    hash ^= u32::try_from(data.len()).unwrap_or(u32::MAX);
    hash ^= hash >> 16;
    hash = hash.wrapping_mul(0x85eb_ca6b);
    hash ^= hash >> 13;
    hash = hash.wrapping_mul(0xc2b2_ae35);
    hash ^ (hash >> 16)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_gits() {
        // From git's t/t0095-bloom.sh.
        assert_eq!(murmur3(0, b""), 0);
        assert_eq!(murmur3(0, b"Hello world!"), 0x627b_0c2c);
        assert_eq!(murmur3(0, b"The quick brown fox jumps over the lazy dog"), 0x2e4f_f723);
    }

    #[test]
    fn an_empty_filter_holds_nothing_and_a_full_one_everything() {
        let key = PathKey::new("okrs", FilterSettings { version: 1, hashes: 7 }).expect("ASCII");
        assert!(!key.may_be_in(&[]));
        assert!(!key.may_be_in(&[0; 8]));
        assert!(key.may_be_in(&[0xff; 8]));
        assert!(PathKey::new("ziele-für-2026", FilterSettings { version: 1, hashes: 7 }).is_none());
    }
}
