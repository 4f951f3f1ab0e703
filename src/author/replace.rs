//! Replaces files atomically: a reader sees the old or the new text, never a part (rename(2) of a synced temporary
//! file), and edits that other programs make meanwhile are kept.

use std::io::{self, ErrorKind, Write};
use std::path::Path;

use super::attributes::{Attributes, Obstacle};
use super::disk;
use super::prepared::PreparedFile;
use super::temporary::{Permissions, fill_temporary, write_temporary};
use super::write_error::WriteError;

/// Replaces the contents of a file, if it still has the old ones. The mode is kept, and a symbolic link is followed.
///
/// # Errors
/// The file has changed, or cannot be written.
pub fn replace_bytes(path: &Path, old: &[u8], new: &[u8]) -> Result<(), WriteError> {
    let mut prepared = PreparedFile::over(path, old, new)?;
    prepared.place()?;
    prepared.target().parent().into_iter().for_each(disk::sync_folder);
    Ok(())
}

/// Replaces or creates a file, whatever it contains. The attributes are kept; a new file gets the mode of the umask.
///
/// # Errors
/// The operating system reports an error, or the file must not be written; it is unchanged.
pub fn overwrite(path: &Path, text: &[u8]) -> io::Result<()> {
    fill(path, |file| file.write_all(text))
}

/// Replaces or creates a file as [`overwrite`] does, by what is written as it comes.
///
/// # Errors
/// The operating system reports an error, the file must not be written, or what fills it fails; it is unchanged.
pub fn fill(path: &Path, fill: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let attributes = match path.metadata() {
        Ok(metadata) => match Attributes::of(path, metadata)? {
            Ok(attributes) => Some(attributes),
            // Written in place, so that all hard links get the new text, like with a shell redirection.
            Err(Obstacle::HardLinks) => return disk::fill_in_place(path, fill),
            Err(obstacle) => {
                return Err(io::Error::new(ErrorKind::PermissionDenied, format!("it {}", obstacle.reason())));
            }
        },
        Err(_) => None,
    };
    let permissions = attributes.as_ref().map_or(Permissions::File, Permissions::Of);
    let temporary = fill_temporary(path, permissions, fill)?;
    disk::rename(temporary.path(), path)?;
    path.parent().into_iter().for_each(disk::sync_folder);
    Ok(())
}

/// Creates a program. Returns false if a file exists already.
///
/// # Errors
/// It cannot be written; there is no part of it.
pub fn create_program(path: &Path, text: &str) -> Result<bool, WriteError> {
    let refused = |source| WriteError::Refused { path: path.to_path_buf(), source };
    if let Some(folder) = path.parent() {
        disk::create_folders(folder).map_err(refused)?;
    }
    let temporary = write_temporary(path, text.as_bytes(), Permissions::Program).map_err(refused)?;
    match disk::rename_new(temporary.path(), path) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(false),
        done => done.map(|()| true).map_err(refused),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::author::disk::faults::{DiskFault, FaultPlan, under};
    use crate::author::prepared::{ReplaceOutcome, RestoreOutcome, put_over};
    use crate::author::temporary::sweep;

    #[test]
    fn a_file_is_replaced_with_its_mode_and_only_if_it_is_the_one_that_was_read() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.yaml");
        fs::write(&path, "old").expect("written");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).expect("a mode");
        assert!(matches!(replace_bytes(&path, b"other", b"new"), Err(WriteError::Changed(_))));
        assert_eq!(fs::read_to_string(&path).expect("read"), "old");
        replace_bytes(&path, b"old", b"new").expect("replaced");
        assert_eq!(fs::read_to_string(&path).expect("read"), "new");
        assert_eq!(path.metadata().expect("metadata").permissions().mode() & 0o777, 0o640);
        assert_eq!(fs::read_dir(folder.path()).expect("the folder").count(), 1, "no temporary file is left");
    }

    #[test]
    fn what_is_saved_between_reading_and_replacing_is_not_lost() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.yaml");
        let save = |text: &str| fs::write(&path, text).expect("saved");
        save("old");
        let mut prepared = PreparedFile::over(&path, b"old", b"new").expect("as it was read");
        save("saved meanwhile");
        assert!(matches!(prepared.place(), Err(WriteError::Changed(_))));
        drop(prepared);
        assert_eq!(fs::read_to_string(&path).expect("read"), "saved meanwhile");
        // Saved after the last look.
        let file = write_temporary(&path, b"new", Permissions::File).expect("written");
        assert!(matches!(put_over(file.path(), &path, b"old"), Ok(ReplaceOutcome::Changed)));
        // The file system breaks in between: first of the two ways back, then both.
        for lasts in [false, true] {
            let plan = FaultPlan { fault: DiskFault::Refused, at: 1, lasts };
            let (put, _) = under(plan, || put_over(file.path(), &path, b"old"));
            let at = if lasts { file.path() } else { &path };
            assert!(matches!(put, Ok(ReplaceOutcome::SetAside(_))) == lasts && put.is_ok(), "{put:?}");
            // What the user is told of stays, however long ago it was saved.
            let long_ago = std::time::SystemTime::now() - std::time::Duration::from_hours(1);
            fs::File::open(at).and_then(|it| it.set_modified(long_ago)).expect("a time");
            sweep(folder.path());
            assert_eq!(fs::read_to_string(at).expect("read"), "saved meanwhile");
            disk::set_read_only(at, false).expect("writable");
            fs::rename(at, &path).or_else(|_| fs::copy(at, &path).map(drop)).expect("put back");
            fs::write(file.path(), "new").expect("written");
        }
        drop(file);
        assert_eq!(fs::read_to_string(&path).expect("read"), "saved meanwhile");
        assert_eq!(fs::read_dir(folder.path()).expect("the folder").count(), 1, "no temporary file is left");
    }

    #[test]
    fn what_is_saved_while_a_change_is_put_back_stays_under_the_name_that_is_told() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.yaml");
        fs::write(&path, "old").expect("written");
        let mut prepared = PreparedFile::over(&path, b"old", b"new").expect("as it was read");
        prepared.place().expect("placed");
        fs::write(&path, "saved meanwhile").expect("saved");
        let plan = FaultPlan { fault: DiskFault::Refused, at: 1, lasts: true };
        let (put, _) = under(plan, || prepared.put_back(b"new"));
        drop(prepared);
        let RestoreOutcome::SetAside(saved) = put else { panic!("{put:?}") };
        assert_eq!(fs::read_to_string(&saved).expect("kept"), "saved meanwhile");
        assert_eq!(fs::read_to_string(&path).expect("read"), "old");
    }

    #[test]
    fn what_nobody_is_to_write_or_has_two_names_is_left_alone() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.yaml");
        fs::write(&path, "old").expect("written");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).expect("a mode");
        let kept = |path: &Path| match replace_bytes(path, b"old", b"new") {
            Err(WriteError::Kept(_, obstacle)) => Some(obstacle),
            _ => None,
        };
        assert_eq!(kept(&path), Some(Obstacle::ReadOnly));
        assert!(overwrite(&path, b"new").is_err());
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).expect("a mode");
        let other = folder.path().join("b.yaml");
        fs::hard_link(&path, &other).expect("a second name");
        assert_eq!(kept(&path), Some(Obstacle::HardLinks));
        overwrite(&path, b"newer").expect("an answer goes there under all names");
        assert_eq!(fs::read_to_string(&other).expect("read"), "newer");
    }
}
