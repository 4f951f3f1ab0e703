//! Verifies the trailing SHA-1 checksum of commit-graphs and pack indexes (gitformat-commit-graph(5), gitformat-pack(5)).
//!
//! A corrupt file would give wrong answers or crash libgit2. Neither libgit2 nor git verifies the checksum when reading.

use std::fs;
use std::path::{Path, PathBuf};

use crate::source::read_regular;

/// The length of a SHA-1 hash in bytes.
const HASH: usize = 20;

/// The size in bytes above which indexes are not verified: it would take longer than the command itself.
const LARGEST_INDEX: u64 = 64 << 20;

/// Whether a file ends in the checksum of the bytes before it.
pub(super) fn is_intact(bytes: &[u8]) -> bool {
    let Some(end) = bytes.len().checked_sub(HASH) else { return false };
    bytes[end..] == sha1(&bytes[..end])
}

/// The first pack index below an object folder whose checksum does not match.
pub(super) fn broken_index(objects: &Path) -> Option<PathBuf> {
    let is_index = |path: &PathBuf| {
        path.extension().is_some_and(|it| it == "idx") || path.file_name().is_some_and(|it| it == "multi-pack-index")
    };
    let is_small = |path: &PathBuf| path.metadata().is_ok_and(|it| it.len() <= LARGEST_INDEX);
    let mut found: Vec<PathBuf> = fs::read_dir(objects.join("pack")).ok()?.flatten().map(|it| it.path()).collect();
    found.retain(|path| is_index(path) && is_small(path));
    found.sort();
    found.into_iter().find(|path| read_regular(path).is_ok_and(|bytes| !is_intact(&bytes)))
}

/// The SHA-1 hash of some bytes (FIPS 180-4, section 6.1).
fn sha1(bytes: &[u8]) -> [u8; HASH] {
    let mut state = [0x6745_2301, 0xEFCD_AB89, 0x98BA_DCFE, 0x1032_5476, 0xC3D2_E1F0];
    let (blocks, rest) = bytes.as_chunks::<64>();
    for block in blocks {
        mix(&mut state, block);
    }
    let mut last = [0; 128];
    last[..rest.len()].copy_from_slice(rest);
    last[rest.len()] = 0x80;
    let length = if rest.len() < 56 { 64 } else { 128 };
    last[length - 8..length].copy_from_slice(&(bytes.len() as u64 * 8).to_be_bytes());
    for block in last[..length].as_chunks::<64>().0 {
        mix(&mut state, block);
    }
    let mut hash = [0; HASH];
    for (part, word) in hash.as_chunks_mut::<4>().0.iter_mut().zip(state) {
        *part = word.to_be_bytes();
    }
    hash
}

#[expect(clippy::many_single_char_names, reason = "the standard's names")]
fn mix(state: &mut [u32; 5], block: &[u8; 64]) {
    let mut words = [0_u32; 80];
    for (word, bytes) in words.iter_mut().zip(block.as_chunks::<4>().0) {
        *word = u32::from_be_bytes(*bytes);
    }
    for at in 16..80 {
        words[at] = (words[at - 3] ^ words[at - 8] ^ words[at - 14] ^ words[at - 16]).rotate_left(1);
    }
    let [mut a, mut b, mut c, mut d, mut e] = *state;
    for (at, word) in words.iter().enumerate() {
        let (f, k) = match at {
            0..20 => (b & c | !b & d, 0x5A82_7999),
            20..40 => (b ^ c ^ d, 0x6ED9_EBA1),
            40..60 => (b & c | b & d | c & d, 0x8F1B_BCDC),
            _ => (b ^ c ^ d, 0xCA62_C1D6_u32),
        };
        let next = a.rotate_left(5).wrapping_add(f).wrapping_add(e).wrapping_add(k).wrapping_add(*word);
        (e, d, c, b, a) = (d, c, b.rotate_left(30), a, next);
    }
    for (part, new) in state.iter_mut().zip([a, b, c, d, e]) {
        *part = part.wrapping_add(new);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::git::oids::Oid;

    #[test]
    fn hashes_are_those_of_the_standard() {
        let hex = |bytes: &[u8]| Oid::from_bytes(&sha1(bytes)).expect("a name").to_string();
        assert_eq!(hex(b"abc"), "a9993e364706816aba3e25717850c26c9cd0d89d");
        assert_eq!(hex(b""), "da39a3ee5e6b4b0d3255bfef95601890afd80709");
        assert_eq!(hex(&vec![b'a'; 1_000_000]), "34aa973cd4c4daa4f61eeb2bdbad27316534016f");
        for (length, hash) in
            [(55, "c1c8bbdc22796e28c0e15163d20899b65621d65a"), (56, "c2db330f6083854c99d4b5bfb6e8f29f201be699")]
        {
            assert_eq!(hex(&vec![b'a'; length]), hash);
        }
    }
}
