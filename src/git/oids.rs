//! Object names, and hash maps keyed by them. As names are hashes already, their first eight bytes are the hash value.

use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};
use std::fmt;
use std::hash::{BuildHasherDefault, Hash, Hasher};

/// The name of an object: 20 bytes (SHA-1) or 32 bytes (SHA-256), written as 40 or 64 hexadecimal digits.
#[derive(Clone, Copy)]
pub struct Oid {
    bytes: [u8; LONG],
    len: u8,
}

/// The length of a SHA-1 name in bytes.
pub(super) const SHORT: usize = 20;
/// The length of a SHA-256 name in bytes.
pub(super) const LONG: usize = 32;

impl Oid {
    /// Creates a name from 20 or 32 bytes; none for other lengths.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let len = u8::try_from(bytes.len()).ok().filter(|_| matches!(bytes.len(), SHORT | LONG))?;
        let mut own = [0; LONG];
        own[..bytes.len()].copy_from_slice(bytes);
        Some(Self { bytes: own, len })
    }

    /// Parses a full name of 40 or 64 hexadecimal digits; none for anything else.
    #[must_use]
    pub fn from_hex(hex: &[u8]) -> Option<Self> {
        let len = hex.len() / 2;
        if !hex.len().is_multiple_of(2) || !matches!(len, SHORT | LONG) {
            return None;
        }
        let (mut own, mut all) = ([0; LONG], 0);
        for (byte, [high, low]) in own.iter_mut().zip(hex.as_chunks::<2>().0) {
            let (high, low) = (DIGITS[usize::from(*high)], DIGITS[usize::from(*low)]);
            *byte = high << 4 | low & 0xf;
            all |= high | low;
        }
        (all <= 0xf).then_some(Self { bytes: own, len: u8::try_from(len).ok()? })
    }

    /// The bytes of the name.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes[..usize::from(self.len)]
    }

    /// The name as libgit2's type; none for SHA-256, which libgit2 does not support.
    pub(super) fn short(&self) -> Option<git2::Oid> {
        git2::Oid::from_bytes(self.as_bytes()).ok()
    }
}

/// The length of an abbreviated name in characters: git's minimum for `core.abbrev=auto`.
const ABBREVIATED: usize = 7;

/// An abbreviated object name, such as `4f2c91e`. A shorter text is returned unchanged.
pub fn short_id(id: &str) -> &str {
    id.get(..ABBREVIATED).unwrap_or(id)
}

impl From<git2::Oid> for Oid {
    fn from(oid: git2::Oid) -> Self {
        let mut bytes = [0; LONG];
        bytes[..SHORT].copy_from_slice(&oid.as_bytes()[..SHORT]);
        Self { bytes, len: 20 }
    }
}

/// The value of each hexadecimal digit; that of other bytes is more than 15. A history has two names or more in each commit.
const DIGITS: [u8; 256] = {
    let (mut values, mut value) = ([u8::MAX; 256], 0);
    while value < 16 {
        values[b"0123456789abcdef"[value as usize] as usize] = value;
        values[b"0123456789ABCDEF"[value as usize] as usize] = value;
        value += 1;
    }
    values
};

impl fmt::Display for Oid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut digits = [0; 2 * LONG];
        for (pair, byte) in digits.chunks_exact_mut(2).zip(self.as_bytes()) {
            pair[0] = b"0123456789abcdef"[usize::from(byte >> 4)];
            pair[1] = b"0123456789abcdef"[usize::from(byte & 0xf)];
        }
        f.write_str(std::str::from_utf8(&digits[..2 * usize::from(self.len)]).unwrap_or_default())
    }
}

impl fmt::Debug for Oid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl PartialEq for Oid {
    fn eq(&self, other: &Self) -> bool {
        // The bytes after the end of a short name are zero, so comparing the whole array is enough.
        self.bytes == other.bytes
    }
}

impl Eq for Oid {}

impl PartialOrd for Oid {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Oid {
    fn cmp(&self, other: &Self) -> Ordering {
        self.bytes.cmp(&other.bytes)
    }
}

impl Hash for Oid {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write(&self.bytes[..8]);
    }
}

/// A hash map keyed by object name.
pub type OidMap<T> = HashMap<Oid, T, BuildHasherDefault<OidHasher>>;

/// A set of object names.
pub type OidSet = HashSet<Oid, BuildHasherDefault<OidHasher>>;

/// Uses the first bytes of a name as its hash.
#[derive(Debug, Clone, Copy, Default)]
pub struct OidHasher(u64);

impl Hasher for OidHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        if let Some(first) = bytes.first_chunk::<8>() {
            self.0 = self.0.rotate_left(5) ^ u64::from_le_bytes(*first);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_its_digits_long_or_short() {
        for hex in ["4b825dc642cb6eb9a060e54bf8d69288fbee4904", &"6ef19b41225c5369".repeat(4)] {
            let oid = Oid::from_hex(hex.as_bytes()).expect("a name");
            assert_eq!(oid.to_string(), hex);
            assert_eq!(Oid::from_bytes(oid.as_bytes()), Some(oid));
            assert_eq!(oid.short().map(Oid::from), (hex.len() == 40).then_some(oid));
        }
        for hex in ["", "4b", "4b825dc642cb6eb9a060e54bf8d69288fbee490", "4b825dc642cb6eb9a060e54bf8d69288fbee49zz"] {
            assert_eq!(Oid::from_hex(hex.as_bytes()), None, "{hex}");
        }
    }
}
