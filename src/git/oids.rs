//! Tables by object name. Names are hashes already: eight of their bytes are hash enough.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use git2::Oid;

/// A table by object name.
pub type OidMap<T> = HashMap<Oid, T, BuildHasherDefault<OidHasher>>;

/// Takes a name's own bytes for its hash.
#[derive(Debug, Clone, Copy, Default)]
pub struct OidHasher(u64);

impl Hasher for OidHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        // Lengths are written too, as eight bytes of a small number; the name is the longer one.
        if let Some(first) = bytes.first_chunk::<8>() {
            self.0 = self.0.rotate_left(5) ^ u64::from_le_bytes(*first);
        }
    }
}
