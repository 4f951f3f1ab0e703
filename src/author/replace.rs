//! Replacing a file whole: at any moment there is the old one or the new one.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Why a file was not written; it is as it was.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The file is another one than was read: someone else has changed it meanwhile.
    #[error("`{}` has changed since it was read", .0.display())]
    Changed(PathBuf),
    /// The operating system refused.
    #[error("cannot write `{}`: {source}", path.display())]
    Refused {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
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
    let refused = |source| WriteError::Refused { path: path.to_path_buf(), source };
    let target = path.canonicalize().map_err(refused)?;
    if fs::read(&target).map_err(refused)? != old {
        return Err(WriteError::Changed(path.to_path_buf()));
    }
    let folder = target.parent().unwrap_or(Path::new("/"));
    let mode = target.metadata().map_err(refused)?.permissions();
    let mut file = tempfile::Builder::new().prefix(".goalpost-").tempfile_in(folder).map_err(refused)?;
    file.write_all(new).map_err(refused)?;
    file.as_file().set_permissions(mode).map_err(refused)?;
    file.as_file().sync_all().map_err(refused)?;
    file.persist(&target).map_err(|error| refused(error.error))?;
    Ok(())
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
