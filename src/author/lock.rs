//! One writer at a time: the goals' root folder is locked while its files are read, changed and written.

use std::fs::{File, TryLockError};
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::journal::{Journal, Recovery};
use super::replace::WriteError;

/// How long another writer is waited for.
const PATIENCE: Duration = Duration::from_secs(20);

/// A goals' root in which no other goalpost writes, as long as this is held. Nothing is left behind: the lock is on the
/// folder itself, and ends with the program however that ends.
#[derive(Debug)]
pub struct Lock {
    _folder: Option<File>,
    /// Where changes of several files are noted.
    pub journal: Option<Journal>,
    /// What was finished of a change that was cut short.
    pub recovery: Recovery,
}

impl Lock {
    /// Locks a root, once those who write there now are done, and finishes what one of them was kept from. `state` is the
    /// folder in which that is noted outside git.
    ///
    /// # Errors
    /// The root cannot be opened, or another program has been writing there for too long.
    pub fn take(root: &Path, state: Option<&Path>) -> Result<Self, WriteError> {
        let folder = hold(root, PATIENCE)?;
        let journal = Journal::of(root, state);
        let recovery = journal.as_ref().map(Journal::finish).unwrap_or_default();
        Ok(Self { _folder: folder, journal, recovery })
    }
}

/// Locks a folder; there is no lock on file systems without them.
fn hold(root: &Path, patience: Duration) -> Result<Option<File>, WriteError> {
    let refused = |source| WriteError::Refused { path: root.to_path_buf(), source };
    let folder = File::open(root).map_err(refused)?;
    let begun = Instant::now();
    loop {
        match folder.try_lock() {
            Ok(()) => return Ok(Some(folder)),
            Err(TryLockError::WouldBlock) if begun.elapsed() < patience => sleep(Duration::from_millis(15)),
            Err(TryLockError::WouldBlock) => return Err(WriteError::Busy(root.to_path_buf())),
            // A file system without locks: what another writer changes meanwhile is still seen before writing.
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
        let first = Lock::take(folder.path(), None).expect("free");
        let short = Duration::from_millis(40);
        assert!(matches!(hold(folder.path(), short), Err(WriteError::Busy(_))));
        drop(first);
        hold(folder.path(), short).expect("free again");
        assert_eq!(std::fs::read_dir(folder.path()).expect("the folder").count(), 0);
    }
}
