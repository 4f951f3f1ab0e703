//! Replacing a file whole: at any moment there is the old one or the new one.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::TempPath;

/// Why a file was not written; it is as it was.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The file is another one than was read: someone else has changed it meanwhile.
    #[error("`{}` has changed since it was read", .0.display())]
    Changed(PathBuf),
    /// A file that was to be new is there.
    #[error("`{}` is there already", .0.display())]
    Exists(PathBuf),
    /// The path leads out of the goals' root, or to what is no goal file's place.
    #[error("`{}` is no place for a goal file", .0.display())]
    Outside(PathBuf),
    /// Another program writes, and does not come to an end.
    #[error("someone else is writing in `{}`", .0.display())]
    Busy(PathBuf),
    /// The operating system refused.
    #[error("cannot write `{}`: {source}", path.display())]
    Refused {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

impl WriteError {
    /// What to do about it.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Changed(_) => "nothing is written: do it again, on what stands there now",
            Self::Exists(_) => "nothing is written over: choose another id, or --file PATH",
            Self::Outside(_) => "name a .yaml file below the goals' root, in no hidden folder",
            Self::Busy(_) => "nothing is written: try again when it is done",
            Self::Refused { .. } => "nothing is written: see that the folder can be written and the disk has room",
        }
    }
}

/// Gives a file a new text, if it still has the old one. Its mode stays; a symbolic link stays one.
///
/// # Errors
/// The file has changed since, or cannot be written; nothing is written then.
pub fn replace(path: &Path, old: &str, new: &str) -> Result<(), WriteError> {
    replace_bytes(path, old.as_bytes(), new.as_bytes())
}

/// As [`replace`], of a file that need not be text.
///
/// # Errors
/// The file has changed since, or cannot be written; nothing is written then.
pub fn replace_bytes(path: &Path, old: &[u8], new: &[u8]) -> Result<(), WriteError> {
    Prepared::over(path, old, new)?.put()
}

/// A file that is written, and not yet in its place.
#[derive(Debug)]
pub(super) struct Prepared {
    path: PathBuf,
    target: PathBuf,
    /// Its text, closed: a change of very many files holds none of them open.
    file: TempPath,
    fresh: bool,
}

impl Prepared {
    /// The new text of a file that still has the old one.
    pub(super) fn over(path: &Path, old: &[u8], new: &[u8]) -> Result<Self, WriteError> {
        let refused = |source| WriteError::Refused { path: path.to_path_buf(), source };
        let target = path.canonicalize().map_err(refused)?;
        if fs::read(&target).map_err(refused)? != old {
            return Err(WriteError::Changed(path.to_path_buf()));
        }
        let mode = target.metadata().map_err(refused)?.permissions();
        let file = written(&target, new, mode).map_err(refused)?;
        Ok(Self { path: path.to_path_buf(), target, file, fresh: false })
    }

    /// The text of a file that is not there yet, in a folder that is.
    pub(super) fn new(path: &Path, text: &str) -> Result<Self, WriteError> {
        use std::os::unix::fs::PermissionsExt as _;
        let refused = |source| WriteError::Refused { path: path.to_path_buf(), source };
        if path.symlink_metadata().is_ok() {
            return Err(WriteError::Exists(path.to_path_buf()));
        }
        // What its folder is open to, a new file is as well: the sign of a permissive or a strict umask.
        let folder = path.parent().unwrap_or(Path::new("/")).metadata().map_err(refused)?.permissions().mode();
        let mode = fs::Permissions::from_mode(folder & 0o666 | 0o600);
        let file = written(path, text.as_bytes(), mode).map_err(refused)?;
        Ok(Self { path: path.to_path_buf(), target: path.to_path_buf(), file, fresh: true })
    }

    /// Puts it in its place.
    pub(super) fn put(self) -> Result<(), WriteError> {
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

/// A text in a file beside the one that it is for, on the disk.
fn written(target: &Path, text: &[u8], mode: fs::Permissions) -> io::Result<TempPath> {
    let folder = target.parent().unwrap_or(Path::new("/"));
    let mut file = tempfile::Builder::new().prefix(".goalpost-").tempfile_in(folder)?;
    file.write_all(text)?;
    file.as_file().set_permissions(mode)?;
    file.as_file().sync_all()?;
    Ok(file.into_temp_path())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_with_its_mode_and_only_if_it_is_the_one_that_was_read() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.yaml");
        fs::write(&path, "old").expect("written");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).expect("a mode");
        assert!(matches!(replace(&path, "other", "new"), Err(WriteError::Changed(_))));
        assert_eq!(fs::read_to_string(&path).expect("read"), "old");
        replace(&path, "old", "new").expect("replaced");
        assert_eq!(fs::read_to_string(&path).expect("read"), "new");
        assert_eq!(path.metadata().expect("metadata").permissions().mode() & 0o777, 0o640);
        assert_eq!(fs::read_dir(folder.path()).expect("the folder").count(), 1, "no temporary file is left");
    }
}
