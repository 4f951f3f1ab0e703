//! Checksums of the files that git ends with the SHA-1 of the bytes before it: the commit-graph
//! (gitformat-commit-graph(5)) and the indexes of packs (gitformat-pack(5)). Git does not verify them when it reads, and
//! one flipped bit gives other answers or crashes libgit2.

use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use sha1::{Digest, Sha1};

use crate::source::open_regular;

/// The length of a SHA-1 hash in bytes.
pub(super) const HASH: u64 = 20;

/// The bytes read at a time, so that an index is verified without being held in memory.
const CHUNK: usize = 128 * 1024;

/// The size in bytes of the largest file that is verified: an index of a hundred million objects. One that only claims to be
/// larger would be read for ever.
const MOST: u64 = 4 << 30;

/// Whether a file ends in the SHA-1 of all bytes before it. One of more than 4 GiB is taken for broken.
///
/// # Errors
/// The file cannot be read, or is no regular file.
pub(super) fn is_intact(path: &Path) -> io::Result<bool> {
    let file = open_regular(path)?;
    let length = file.metadata()?.len().checked_sub(HASH);
    let Some(length) = length.filter(|length| *length <= MOST) else { return Ok(false) };
    let mut reader = BufReader::with_capacity(CHUNK, file);
    let mut hasher = Sha1::new();
    let mut contents = (&mut reader).take(length);
    while let chunk @ [_, ..] = contents.fill_buf()? {
        hasher.update(chunk);
        let read = chunk.len();
        contents.consume(read);
    }
    let mut end = Vec::new();
    reader.take(HASH).read_to_end(&mut end)?;
    Ok(hasher.finalize()[..] == end[..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_file_that_ends_in_its_own_hash_is_intact() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("file");
        // Around the size of a block of the hash, and of a chunk.
        for length in [0, 1, 55, 56, 64, CHUNK - 20, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK] {
            let mut bytes: Vec<u8> = (0..length).map(|at| u8::try_from(at % 251).expect("a byte")).collect();
            bytes.extend_from_slice(&Sha1::digest(&bytes));
            std::fs::write(&path, &bytes).expect("written");
            assert!(is_intact(&path).expect("read"), "{length}");
            bytes[length / 2] ^= 4;
            std::fs::write(&path, &bytes).expect("written");
            assert!(!is_intact(&path).expect("read"), "{length}");
        }
        std::fs::write(&path, [0; 19]).expect("written");
        assert!(!is_intact(&path).expect("read"));
    }
}
