//! Replaces files atomically: a reader sees the old or the new text, never a part (rename(2) of a synced temporary
//! file).

use std::fs;
use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};
use std::time::Duration;

use tempfile::TempPath;

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
        }
    }
}

/// Replaces the contents of a file, if it still has the old ones. The mode is kept, and a symbolic link is followed.
///
/// # Errors
/// The file has changed, or cannot be written.
pub fn replace_bytes(path: &Path, old: &[u8], new: &[u8]) -> Result<(), WriteError> {
    PreparedFile::over(path, old, new)?.commit()
}

/// Replaces or creates a file, whatever it contains. The mode is kept; a new file gets that of the umask.
///
/// # Errors
/// The operating system reports an error; the file is unchanged.
pub fn overwrite(path: &Path, text: &[u8]) -> io::Result<()> {
    let mode = path.metadata().map(|metadata| metadata.permissions()).ok();
    write_temporary(path, text, mode)?.persist(path).map_err(|error| error.error)
}

/// A new text in a temporary file, ready to replace its target.
#[derive(Debug)]
pub(super) struct PreparedFile {
    path: PathBuf,
    target: PathBuf,
    /// The temporary file, closed: a change of very many files must not run out of file descriptors.
    file: TempPath,
    fresh: bool,
}

impl PreparedFile {
    /// Prepares to replace a file that still has the old text.
    pub(super) fn over(path: &Path, old: &[u8], new: &[u8]) -> Result<Self, WriteError> {
        let refused = |source| WriteError::Refused { path: path.to_path_buf(), source };
        let target = path.canonicalize().map_err(refused)?;
        if fs::read(&target).map_err(refused)? != old {
            return Err(WriteError::Changed(path.to_path_buf()));
        }
        let mode = target.metadata().map_err(refused)?.permissions();
        let file = write_temporary(&target, new, Some(mode)).map_err(refused)?;
        Ok(Self { path: path.to_path_buf(), target, file, fresh: false })
    }

    /// Prepares to create a file in an existing folder.
    pub(super) fn new(path: &Path, text: &str) -> Result<Self, WriteError> {
        use std::os::unix::fs::PermissionsExt as _;
        let refused = |source| WriteError::Refused { path: path.to_path_buf(), source };
        if path.symlink_metadata().is_ok() {
            return Err(WriteError::Exists(path.to_path_buf()));
        }
        // The mode follows the folder's, which reflects the umask that the user chose for this tree.
        let folder = path.parent().unwrap_or(Path::new("/")).metadata().map_err(refused)?.permissions().mode();
        let mode = fs::Permissions::from_mode(folder & 0o666 | 0o600);
        let file = write_temporary(path, text.as_bytes(), Some(mode)).map_err(refused)?;
        Ok(Self { path: path.to_path_buf(), target: path.to_path_buf(), file, fresh: true })
    }

    /// Moves the temporary file to its target.
    pub(super) fn commit(self) -> Result<(), WriteError> {
        let Self { path, target, file, fresh } = self;
        if fresh {
            return match file.persist_noclobber(&target) {
                Ok(()) => Ok(()),
                Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => Err(WriteError::Exists(path)),
                Err(error) => Err(WriteError::Refused { path, source: error.error }),
            };
        }
        match file.persist(&target) {
            Ok(()) => Ok(()),
            Err(error) => Err(WriteError::Refused { path, source: error.error }),
        }
    }
}

/// The prefix of temporary file names.
const TEMPORARY: &str = ".goalpost-";

/// The age from which a temporary file is abandoned. Writing takes a moment only, and the writer holds the lock.
const ABANDONED_AFTER: Duration = Duration::from_mins(1);

/// Removes temporary files that killed programs left in a folder.
pub(super) fn sweep(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let is_ours = name
            .to_str()
            .and_then(|name| name.strip_prefix(TEMPORARY))
            .is_some_and(|rest| rest.len() == 6 && rest.bytes().all(|byte| byte.is_ascii_alphanumeric()));
        if !is_ours {
            continue;
        }
        let Ok(metadata) = entry.metadata() else { continue };
        let age = metadata.modified().ok().and_then(|since| since.elapsed().ok());
        if metadata.is_file() && age.is_some_and(|age| age > ABANDONED_AFTER) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Writes a text to a synced temporary file next to its target. It must be on the same file system to be renamed.
fn write_temporary(target: &Path, text: &[u8], mode: Option<fs::Permissions>) -> io::Result<TempPath> {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = target.parent().unwrap_or(Path::new("/"));
    let widest = fs::Permissions::from_mode(if mode.is_some() { 0o600 } else { 0o666 });
    let mut file = tempfile::Builder::new().prefix(TEMPORARY).permissions(widest).tempfile_in(folder)?;
    file.write_all(text)?;
    if let Some(mode) = mode {
        file.as_file().set_permissions(mode)?;
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
}
