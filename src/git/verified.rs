//! Remembers which large files of a repository were verified. The checksum of the commit-graph of a large repository costs
//! as much as all that is read from it, and the file seldom changes.

use std::fs::{self, Metadata};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;
use std::time::UNIX_EPOCH;

use super::checksum::{HASH, is_intact};
use super::pack_offsets::lead_into_packs;
use crate::source::{open_regular, read_regular_text};

/// The file in the git directory in which they are remembered.
const MEMORY: &str = "goalpost-verified";

/// Smaller files are verified each time, and nothing is written for them.
const LARGE: u64 = 1 << 20;

/// The most files that are remembered, the last verified first: a large repository may have more than a hundred packs. A line
/// takes about 100 bytes.
const MOST: usize = 256;

/// Whether a file ends in the SHA-1 of all bytes before it, and an index leads into its packs. A large file that is as it was
/// when it was verified is not read again; `git_dir` is where that is remembered, if it can be written.
///
/// # Errors
/// The file cannot be read, or is no regular file.
pub(super) fn is_intact_once(path: &Path, git_dir: &Path) -> io::Result<bool> {
    let Some(state) = state_of(path)? else { return is_sound(path) };
    let memory = git_dir.join(MEMORY);
    let known = read_regular_text(&memory).unwrap_or_default();
    if known.lines().any(|line| line == state) {
        return Ok(true);
    }
    let intact = is_sound(path)?;
    // What changed while it was read was not verified.
    if intact && state_of(path)?.as_ref() == Some(&state) {
        let lines = std::iter::once(state.as_str()).chain(known.lines()).take(MOST);
        let text: String = lines.map(|line| format!("{line}\n")).collect();
        let new = git_dir.join(format!("{MEMORY}.{}", std::process::id()));
        // A repository that cannot be written is verified each time.
        if fs::write(&new, text).and_then(|()| fs::rename(&new, &memory)).is_err() {
            let _ = fs::remove_file(&new);
        }
    }
    Ok(intact)
}

/// Whether a file is intact, and leads nowhere beyond its packs if it is an index of packs.
fn is_sound(path: &Path) -> io::Result<bool> {
    let is_index = path.extension().is_some_and(|it| it == "idx") || path.ends_with("multi-pack-index");
    Ok(is_intact(path)? && (!is_index || lead_into_packs(path)?))
}

/// What tells whether a file is the one that was verified: its checksum, its size and when it was changed; none for a small
/// file.
fn state_of(path: &Path) -> io::Result<Option<String>> {
    let mut file = open_regular(path)?;
    let metadata = file.metadata()?;
    if metadata.len() < LARGE {
        return Ok(None);
    }
    file.seek(SeekFrom::Start(metadata.len() - HASH))?;
    let mut end = Vec::new();
    file.take(HASH).read_to_end(&mut end)?;
    let end: String = end.iter().map(|byte| format!("{byte:02x}")).collect();
    let modified = metadata.modified()?.duration_since(UNIX_EPOCH).map_or(0, |it| it.as_nanos());
    Ok(Some(format!("{end} {} {modified} {}", metadata.len(), changed(&metadata))))
}

/// When a file was changed as the file system has it, which no program can set, and which file it is.
#[cfg(unix)]
fn changed(metadata: &Metadata) -> String {
    use std::os::unix::fs::MetadataExt;
    format!("{}.{:09} {}:{}", metadata.ctime(), metadata.ctime_nsec(), metadata.dev(), metadata.ino())
}

#[cfg(not(unix))]
fn changed(metadata: &Metadata) -> String {
    let created = metadata.created().ok().and_then(|it| it.duration_since(UNIX_EPOCH).ok());
    created.map_or_else(String::new, |it| it.as_nanos().to_string())
}

#[cfg(test)]
mod tests {
    use sha1::{Digest, Sha1};

    use super::*;

    #[test]
    fn of_very_many_large_files_each_is_verified_once() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut bytes = vec![7; 1 << 20];
        bytes.extend_from_slice(&Sha1::digest(&bytes));
        let paths: Vec<_> = (0..40).map(|number| folder.path().join(format!("graph-{number}.graph"))).collect();
        for path in &paths {
            fs::write(path, &bytes).expect("written");
            assert!(is_intact_once(path, folder.path()).expect("read"));
        }
        let known = fs::read_to_string(folder.path().join(MEMORY)).expect("remembered");
        assert_eq!(known.lines().count(), paths.len());
        assert!(paths.iter().all(|path| is_intact_once(path, folder.path()).expect("read")));
        assert_eq!(fs::read_to_string(folder.path().join(MEMORY)).expect("remembered"), known);
    }

    #[test]
    fn a_large_file_is_verified_once_until_it_changes() {
        let folder = tempfile::tempdir().expect("a folder");
        let (path, memory) = (folder.path().join("graph"), folder.path().join(MEMORY));
        let write = |length: usize, flipped: Option<usize>| {
            let mut bytes = vec![7; length];
            bytes.extend_from_slice(&Sha1::digest(&bytes));
            if let Some(at) = flipped {
                bytes[at] ^= 1;
            }
            fs::write(&path, bytes).expect("written");
        };
        write(2 << 20, None);
        assert!(is_intact_once(&path, folder.path()).expect("read"));
        let known = fs::read_to_string(&memory).expect("remembered");
        assert_eq!(known.lines().count(), 1);
        assert!(is_intact_once(&path, folder.path()).expect("read"));
        assert_eq!(fs::read_to_string(&memory).expect("remembered"), known);
        // One flipped bit, and all that a program can set as it was.
        let modified = path.metadata().and_then(|it| it.modified()).expect("a time");
        write(2 << 20, Some(5));
        fs::File::options().write(true).open(&path).and_then(|it| it.set_modified(modified)).expect("set");
        assert!(!is_intact_once(&path, folder.path()).expect("read"));
        assert_eq!(fs::read_to_string(&memory).expect("remembered"), known);
        // Of a small file nothing is written.
        fs::remove_file(&memory).expect("removed");
        write(1000, None);
        assert!(is_intact_once(&path, folder.path()).expect("read") && !memory.exists());
        // Where nothing can be written, it is verified each time.
        write(2 << 20, None);
        assert!(is_intact_once(&path, &folder.path().join("nowhere")).expect("read"));
    }
}
