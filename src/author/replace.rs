//! Replaces files atomically: a reader sees the old or the new text, never a part (rename(2) of a synced temporary
//! file), and edits that other programs make meanwhile are kept.

use std::fs;
use std::io::{self, ErrorKind, Write};
use std::path::{Component, Path, PathBuf};
use std::time::Duration;

use rustix::fs::{CWD, RenameFlags, renameat_with};
use tempfile::TempPath;

use super::attributes::{Attributes, Obstacle};

/// Why a file was not written. The file is unchanged.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// Another program changed the file since it was read.
    #[error("`{}` has changed since it was read", plain(.0).display())]
    Changed(PathBuf),
    /// A new file already exists.
    #[error("`{}` already exists", plain(.0).display())]
    Exists(PathBuf),
    /// The path leads out of the goals' root, or into a hidden folder.
    #[error("`{}` is not a valid path for a goal file", .0.display())]
    Outside(PathBuf),
    /// The file name is that of the settings or the organization.
    #[error("`{}` is a reserved file name", .0.display())]
    Reserved(PathBuf),
    /// The file is read-only, or cannot be written without losing attributes.
    #[error("`{}` {}", plain(.0).display(), .1.reason())]
    Kept(PathBuf, Obstacle),
    /// Another goalpost holds the lock for longer than the timeout.
    #[error("another process is writing in `{}`", .0.display())]
    Busy(PathBuf),
    /// The operating system reported an error.
    #[error("cannot write `{}`: {}", plain(path).display(), reason(source))]
    Refused {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

/// Removes `.` from a path.
fn plain(path: &Path) -> PathBuf {
    path.components().filter(|part| !matches!(part, Component::CurDir)).collect()
}

/// Returns the system's error alone. `tempfile` adds the path of the temporary file, which means nothing to the user.
fn reason(error: &io::Error) -> String {
    let inner = error.get_ref().and_then(|it| it.source()).and_then(|it| it.downcast_ref::<io::Error>());
    inner.unwrap_or(error).to_string()
}

impl WriteError {
    /// Returns what to do about it.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Changed(_) => "nothing was written; run the command again",
            Self::Exists(_) => "nothing was overwritten; choose another id, or another path with --file PATH",
            Self::Outside(_) => "name a .yaml file below the goals' root, outside hidden folders",
            Self::Reserved(_) => {
                "goalpost.yaml and org.yaml are for settings and people; choose another path with --file PATH"
            }
            Self::Busy(_) => "nothing was written; try again later",
            Self::Refused { .. } => {
                "nothing was written; check the permissions of the folder and the space on the disk"
            }
            Self::Kept(_, obstacle) => obstacle.help(),
        }
    }
}

/// Replaces the contents of a file, if it still has the old ones. The mode is kept, and a symbolic link is followed.
///
/// # Errors
/// The file has changed, or cannot be written.
pub fn replace_bytes(path: &Path, old: &[u8], new: &[u8]) -> Result<(), WriteError> {
    let prepared = PreparedFile::over(path, old, new)?;
    let target = prepared.target.clone();
    prepared.commit()?;
    sync_folder_of(&target);
    Ok(())
}

/// Puts the names in a folder on the disk: after a power failure a renamed file may otherwise have its old text
/// (fsync(2)). Not every file system can do this for a folder; there, its own order of writing has to do.
pub(super) fn sync_folder(folder: &Path) {
    // A bare file name has an empty parent, which is the current folder.
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let _ = fs::File::open(folder).and_then(|folder| folder.sync_all());
}

fn sync_folder_of(path: &Path) {
    path.parent().into_iter().for_each(sync_folder);
}

/// Replaces or creates a file, whatever it contains. The attributes are kept; a new file gets the mode of the umask.
///
/// # Errors
/// The operating system reports an error, or the file must not be written; it is unchanged.
pub fn overwrite(path: &Path, text: &[u8]) -> io::Result<()> {
    let attributes = match path.metadata() {
        Ok(metadata) => match Attributes::of(path, metadata)? {
            Ok(attributes) => Some(attributes),
            // Written in place, so that all hard links get the new text, like with a shell redirection.
            Err(Obstacle::HardLinks) => return fs::write(path, text),
            Err(obstacle) => {
                return Err(io::Error::new(ErrorKind::PermissionDenied, format!("it {}", obstacle.reason())));
            }
        },
        Err(_) => None,
    };
    write_temporary(path, text, attributes.as_ref())?.persist(path).map_err(|error| error.error)?;
    sync_folder_of(path);
    Ok(())
}

/// A new text in a temporary file, ready to replace its target.
#[derive(Debug)]
pub(super) struct PreparedFile<'t> {
    path: PathBuf,
    target: PathBuf,
    /// The temporary file, closed: a change of very many files must not run out of file descriptors.
    file: TempPath,
    /// The text that it replaces; none where there is no file yet.
    old: Option<&'t [u8]>,
}

impl<'t> PreparedFile<'t> {
    /// Prepares to replace a file that still has the old text.
    pub(super) fn over(path: &Path, old: &'t [u8], new: &[u8]) -> Result<Self, WriteError> {
        let refused = |source| WriteError::Refused { path: path.to_path_buf(), source };
        let target = path.canonicalize().map_err(refused)?;
        let attributes = Attributes::of(&target, target.metadata().map_err(refused)?)
            .map_err(refused)?
            .map_err(|obstacle| WriteError::Kept(path.to_path_buf(), obstacle))?;
        if fs::read(&target).map_err(refused)? != old {
            return Err(WriteError::Changed(path.to_path_buf()));
        }
        let file = write_temporary(&target, new, Some(&attributes)).map_err(refused)?;
        Ok(Self { path: path.to_path_buf(), target, file, old: Some(old) })
    }

    /// Prepares to create a file in an existing folder. Its mode is that of the umask.
    pub(super) fn new(path: &Path, text: &str) -> Result<Self, WriteError> {
        if path.symlink_metadata().is_ok() {
            return Err(WriteError::Exists(path.to_path_buf()));
        }
        let refused = |source| WriteError::Refused { path: path.to_path_buf(), source };
        let file = write_temporary(path, text.as_bytes(), None).map_err(refused)?;
        Ok(Self { path: path.to_path_buf(), target: path.to_path_buf(), file, old: None })
    }

    /// The text that the file replaces.
    pub(super) fn old_text(&self) -> Option<&'t str> {
        self.old.and_then(|old| std::str::from_utf8(old).ok())
    }

    /// The name of the temporary file, next to its target.
    pub(super) fn waits(&self) -> Option<&str> {
        self.file.file_name()?.to_str()
    }

    /// Moves the temporary file to its target, if that is unchanged.
    pub(super) fn commit(self) -> Result<(), WriteError> {
        let Self { path, target, file, old } = self;
        let Some(old) = old else {
            return match file.persist_noclobber(&target) {
                Ok(()) => Ok(()),
                Err(error) if error.error.kind() == ErrorKind::AlreadyExists => Err(WriteError::Exists(path)),
                Err(error) => Err(WriteError::Refused { path, source: error.error }),
            };
        };
        // Editors know of no lock: one may have saved since the file was read.
        match fs::read(&target) {
            Ok(now) if now == old => {}
            Err(source) if source.kind() != ErrorKind::NotFound => return Err(WriteError::Refused { path, source }),
            _ => return Err(WriteError::Changed(path)),
        }
        match put_over(file, &target, old) {
            Ok(true) => Ok(()),
            Ok(false) => Err(WriteError::Changed(path)),
            Err(source) => Err(WriteError::Refused { path, source }),
        }
    }
}

/// Exchanges a file with its target, and returns whether the target still had the old text. If not, exchanges them back.
fn put_over(file: TempPath, target: &Path, old: &[u8]) -> io::Result<bool> {
    let exchange = || renameat_with(CWD, &*file, CWD, target, RenameFlags::EXCHANGE);
    if exchange().is_err() {
        // Not every file system exchanges two files. There, what is saved between the last look and this is lost.
        return file.persist(target).map(|()| true).map_err(|error| error.error);
    }
    // What was replaced is at hand, and goes with the temporary name.
    if fs::read(&file).is_ok_and(|replaced| replaced == old) {
        return Ok(true);
    }
    exchange()?;
    Ok(false)
}

/// The prefix of temporary file names.
const TEMPORARY: &str = ".goalpost-";

/// The age from which a temporary file is abandoned. Writing takes a moment only, and the writer holds the lock.
const ABANDONED_AFTER: Duration = Duration::from_mins(1);

/// Whether a file name is that of a temporary file.
pub(super) fn is_temporary(name: &str) -> bool {
    let rest = name.strip_prefix(TEMPORARY);
    rest.is_some_and(|rest| rest.len() == 6 && rest.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// Removes temporary files that killed programs left in a folder.
pub(super) fn sweep(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        if !name.to_str().is_some_and(is_temporary) {
            continue;
        }
        let Ok(metadata) = entry.metadata() else { continue };
        let age = metadata.modified().ok().and_then(|since| since.elapsed().ok());
        if metadata.is_file() && age.is_some_and(|age| age > ABANDONED_AFTER) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Writes a text to a synced temporary file next to its target, with the target's attributes. It must be on the same file
/// system to be renamed.
fn write_temporary(target: &Path, text: &[u8], attributes: Option<&Attributes>) -> io::Result<TempPath> {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = target.parent().unwrap_or(Path::new("/"));
    let widest = fs::Permissions::from_mode(if attributes.is_some() { 0o600 } else { 0o666 });
    let mut file = tempfile::Builder::new().prefix(TEMPORARY).permissions(widest).tempfile_in(folder)?;
    file.write_all(text)?;
    if let Some(attributes) = attributes {
        attributes.give(file.as_file())?;
    }
    file.as_file().sync_all()?;
    Ok(file.into_temp_path())
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
        let prepared = PreparedFile::over(&path, b"old", b"new").expect("as it was read");
        save("saved meanwhile");
        assert!(matches!(prepared.commit(), Err(WriteError::Changed(_))));
        assert_eq!(fs::read_to_string(&path).expect("read"), "saved meanwhile");
        // Saved after the last look.
        let file = write_temporary(&path, b"new", None).expect("written");
        assert!(!put_over(file, &path, b"old").expect("exchanged and back"));
        assert_eq!(fs::read_to_string(&path).expect("read"), "saved meanwhile");
        assert_eq!(fs::read_dir(folder.path()).expect("the folder").count(), 1, "no temporary file is left");
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
