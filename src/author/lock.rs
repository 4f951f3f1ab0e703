//! The write lock: only one goalpost at a time reads, changes and writes the files of a goals' root.

use std::fs::{File, TryLockError};
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::journal::{Journal, Recovery};
use super::temporary::note_lock;
use super::write_error::WriteError;

/// How long to wait for another writer.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// The lock on a goals' root. It is an advisory lock (flock(2)) on the folder itself, so that there is no lock file to
/// leave behind, and it ends with the program, however that ends.
#[derive(Debug)]
pub struct Lock {
    _folder: Option<File>,
    /// The journal for changes of several files.
    pub journal: Option<Journal>,
    /// The result of finishing an interrupted change.
    pub recovery: Recovery,
}

impl Lock {
    /// Locks a root, waiting for other writers as long as `patience`, and finishes a change of theirs that was interrupted.
    /// `state` is the folder of journals outside git.
    ///
    /// # Errors
    /// The root cannot be opened, another writer holds the lock for longer, or the interrupted change
    /// cannot be finished.
    pub fn take(root: &Path, state: Option<&Path>, patience: Duration) -> Result<Self, WriteError> {
        let folder = hold(root, patience)?;
        if folder.is_some() {
            note_lock();
        }
        let journal = Journal::of(root, state);
        let recovery = journal.as_ref().map(Journal::finish).transpose()?.unwrap_or_default();
        Ok(Self { _folder: folder, journal, recovery })
    }
}

/// Locks a folder; there is no lock on file systems without them.
fn hold(root: &Path, timeout: Duration) -> Result<Option<File>, WriteError> {
    let refused = |source| WriteError::Refused { path: root.to_path_buf(), source };
    let folder = File::open(root).map_err(refused)?;
    let started = Instant::now();
    loop {
        match folder.try_lock() {
            Ok(()) => return Ok(Some(folder)),
            Err(TryLockError::WouldBlock) if started.elapsed() < timeout => sleep(Duration::from_millis(15)),
            Err(TryLockError::WouldBlock) => return Err(WriteError::Busy(root.to_path_buf())),
            // The file system has no locks. Files are still compared with what was read before they are replaced.
            Err(TryLockError::Error(_)) => return Ok(None),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_holds_it_and_the_next_has_it_after() {
        let folder = tempfile::tempdir().expect("a folder");
        let first = Lock::take(folder.path(), None, PATIENCE).expect("free");
        let short = Duration::from_millis(40);
        assert!(matches!(hold(folder.path(), short), Err(WriteError::Busy(_))));
        drop(first);
        hold(folder.path(), short).expect("free again");
        assert_eq!(std::fs::read_dir(folder.path()).expect("the folder").count(), 0);
    }

    /// What a writer left that was killed a moment ago stayed for a minute, and git took it along.
    #[test]
    fn what_a_killed_writer_left_is_swept_by_the_next() {
        let folder = tempfile::tempdir().expect("a folder");
        let left = folder.path().join(".goalpost-aB3dE9");
        std::fs::write(&left, "half").expect("written");
        sleep(Duration::from_millis(5));
        let _lock = Lock::take(folder.path(), None, PATIENCE).expect("free");
        crate::author::temporary::sweep(folder.path());
        assert!(!left.exists());
    }
}
