//! Temporary files beside the files that they are to replace: a rename does not leave the file system.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::attributes::Attributes;
use super::disk::{self, TemporaryFile};

/// The prefix of temporary file names.
const TEMPORARY: &str = ".goalpost-";

/// The age from which a temporary file is abandoned. Writing takes a moment only, and the writer holds the lock.
const ABANDONED_AFTER: Duration = Duration::from_mins(1);

/// Whether a file name is that of a temporary file.
pub(super) fn is_temporary(name: &str) -> bool {
    let rest = name.strip_prefix(TEMPORARY);
    rest.is_some_and(|rest| rest.len() == 6 && rest.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// When this program last took the lock of writers, in milliseconds since 1970; 0 without one.
static LOCKED: AtomicU64 = AtomicU64::new(0);

/// Notes that the lock of writers was taken now: what other writers left behind before is abandoned.
pub(super) fn note_lock() {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    LOCKED.store(u64::try_from(now.as_millis()).unwrap_or_default(), Ordering::Relaxed);
}

/// When this program last took the lock.
fn held_since() -> Option<SystemTime> {
    let at = LOCKED.load(Ordering::Relaxed);
    (at > 0).then(|| UNIX_EPOCH + Duration::from_millis(at))
}

/// Removes temporary files that killed programs left in a folder. One that is read-only has what another program saved, and
/// stays: [`super::prepared::put_over`] made it so.
pub(super) fn sweep(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        if !name.to_str().is_some_and(is_temporary) {
            continue;
        }
        let Ok(metadata) = entry.metadata() else { continue };
        let Ok(written) = metadata.modified() else { continue };
        // Whoever writes holds the lock: what was there before it was taken belongs to nobody who is still at it.
        let is_before_lock = held_since().is_some_and(|since| written < since);
        let is_old = written.elapsed().is_ok_and(|age| age > ABANDONED_AFTER);
        if metadata.is_file() && !disk::is_read_only(&metadata) && (is_before_lock || is_old) {
            let _ = disk::remove_file(&entry.path());
        }
    }
}

/// The permissions of a new file.
#[derive(Debug, Clone, Copy)]
pub(super) enum Permissions<'a> {
    /// Like the file that it replaces.
    Of(&'a Attributes),
    /// A file as the umask lets it be.
    File,
    /// A program as the umask lets it be.
    Program,
}

/// Writes a text to a temporary file next to its target, and syncs it.
pub(super) fn write_temporary(target: &Path, text: &[u8], permissions: Permissions<'_>) -> io::Result<TemporaryFile> {
    create_synced(target, permissions, |file, path| disk::write(file, path, text))
}

/// Fills a temporary file next to its target, and syncs it.
pub(super) fn fill_temporary(
    target: &Path,
    permissions: Permissions<'_>,
    fill: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<TemporaryFile> {
    create_synced(target, permissions, |file, path| disk::fill(file, path, fill))
}

fn create_synced(
    target: &Path,
    permissions: Permissions<'_>,
    write: impl FnOnce(&mut File, &Path) -> io::Result<()>,
) -> io::Result<TemporaryFile> {
    let folder = disk::named_folder(target.parent().unwrap_or(Path::new("/")));
    let mode = match permissions {
        // Nobody else may read it before it has the old one's mode.
        Permissions::Of(_) => 0o600,
        Permissions::File => 0o666,
        Permissions::Program => 0o777,
    };
    let (mut file, temporary) = disk::create_temporary(folder, TEMPORARY, mode)?;
    write(&mut file, temporary.path())?;
    if let Permissions::Of(attributes) = permissions {
        disk::before_attributes(temporary.path())?;
        attributes.give(&file)?;
    }
    disk::sync(&file, temporary.path())?;
    Ok(temporary)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_left_behind_is_swept_away_and_nothing_else() {
        let folder = tempfile::tempdir().expect("a folder");
        let long_ago = std::time::SystemTime::now() - ABANDONED_AFTER * 2;
        for (name, old) in [
            (".goalpost-aB3dE9", true),
            (".goalpost-Qwerty", false),
            (".goalpost-mine", true),
            (".goalpost-schema.json", true),
            ("a.yaml", true),
        ] {
            let file = fs::File::create(folder.path().join(name)).expect("made");
            if old {
                file.set_modified(long_ago).expect("a time");
            }
        }
        sweep(folder.path());
        let left = fs::read_dir(folder.path()).expect("the folder").flatten().map(|it| it.file_name());
        let mut left: Vec<_> = left.map(|it| it.to_string_lossy().into_owned()).collect();
        left.sort();
        assert_eq!(left, [".goalpost-Qwerty", ".goalpost-mine", ".goalpost-schema.json", "a.yaml"]);
    }
}
