//! One writer at a time: the goals' root folder is locked while its files are read, changed and written.

use std::fs::{File, TryLockError};
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::replace::WriteError;

/// How long another writer is waited for.
const PATIENCE: Duration = Duration::from_secs(20);

/// A goals' root in which no other goalpost writes, as long as this is held. Nothing is left behind: the lock is on the
/// folder itself, and ends with the program however that ends.
#[derive(Debug)]
pub struct Lock {
    _folder: Option<File>,
}

impl Lock {
    /// Locks a root, once those who write there now are done.
    ///
    /// # Errors
    /// The root cannot be opened, or another program has been writing there for too long.
    pub fn take(root: &Path) -> Result<Self, WriteError> {
        Self::take_within(root, PATIENCE)
    }

    fn take_within(root: &Path, patience: Duration) -> Result<Self, WriteError> {
        let refused = |source| WriteError::Refused { path: root.to_path_buf(), source };
        let folder = File::open(root).map_err(refused)?;
        let begun = Instant::now();
        loop {
            match folder.try_lock() {
                Ok(()) => return Ok(Self { _folder: Some(folder) }),
                Err(TryLockError::WouldBlock) if begun.elapsed() < patience => sleep(Duration::from_millis(15)),
                Err(TryLockError::WouldBlock) => return Err(WriteError::Busy(root.to_path_buf())),
                // A file system without locks: what another writer changes meanwhile is still seen before writing.
                Err(TryLockError::Error(_)) => return Ok(Self { _folder: None }),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_holds_it_and_the_next_has_it_after() {
        let folder = tempfile::tempdir().expect("a folder");
        let first = Lock::take(folder.path()).expect("free");
        let short = Duration::from_millis(40);
        assert!(matches!(Lock::take_within(folder.path(), short), Err(WriteError::Busy(_))));
        drop(first);
        Lock::take_within(folder.path(), short).expect("free again");
        assert_eq!(std::fs::read_dir(folder.path()).expect("the folder").count(), 0);
    }
}
