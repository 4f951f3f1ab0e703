//! Replacing a file whole: at any revision there is the old one or the new one.

use std::fs;
use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};
use std::time::Duration;

use tempfile::TempPath;

/// Why a file was not written; it is as it was.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The file is another one than was read: someone else has changed it meanwhile.
    #[error("`{}` has changed since it was read", plain(.0).display())]
    Changed(PathBuf),
    /// A file that was to be new is there.
    #[error("`{}` is there already", plain(.0).display())]
    Exists(PathBuf),
    /// The path leads out of the goals' root, or to what is no goal file's place.
    #[error("`{}` is no place for a goal file", .0.display())]
    Outside(PathBuf),
    /// The path names a goal's file as the settings or the organisation are named.
    #[error("`{}` is no name for a goal's file", .0.display())]
    Reserved(PathBuf),
    /// Another program writes, and does not come to an end.
    #[error("someone else is writing in `{}`", .0.display())]
    Busy(PathBuf),
    /// The operating system refused.
    #[error("cannot write `{}`: {}", plain(path).display(), reason(source))]
    Refused {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

/// A path without `.` in it.
fn plain(path: &Path) -> PathBuf {
    path.components().filter(|part| !matches!(part, Component::CurDir)).collect()
}

/// The system's reason alone: that of a temporary file comes with its path, which says nothing to anyone.
fn reason(error: &io::Error) -> String {
    let inner = error.get_ref().and_then(|it| it.source()).and_then(|it| it.downcast_ref::<io::Error>());
    inner.unwrap_or(error).to_string()
}

impl WriteError {
    /// What to do about it.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Changed(_) => "nothing is written: do it again, on what stands there now",
            Self::Exists(_) => "nothing is written over: choose another id, or --file PATH",
            Self::Outside(_) => "name a .yaml file below the goals' root, in no hidden folder",
            Self::Reserved(_) => {
                "goalpost.yaml and org.yaml hold settings and people: choose another name, --file PATH"
            }
            Self::Busy(_) => "nothing is written: try again when it is done",
            Self::Refused { .. } => "nothing is written: see that the folder can be written and the disk has room",
        }
    }
}

/// Gives a file other bytes, if it still has the old ones. Its mode stays; a symbolic link stays one.
///
/// # Errors
/// The file has changed since, or cannot be written; nothing is written then.
pub fn replace_bytes(path: &Path, old: &[u8], new: &[u8]) -> Result<(), WriteError> {
    Prepared::over(path, old, new)?.put()
}

/// Gives a file a text whatever it has now, whole or not at all. Its mode stays; a new one has what the umask leaves.
///
/// # Errors
/// The operating system refuses; the file is as it was.
pub fn overwrite(path: &Path, text: &[u8]) -> io::Result<()> {
    let mode = path.metadata().map(|metadata| metadata.permissions()).ok();
    written(path, text, mode)?.persist(path).map_err(|error| error.error)
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
        let file = written(&target, new, Some(mode)).map_err(refused)?;
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
        let file = written(path, text.as_bytes(), Some(mode)).map_err(refused)?;
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

/// How the names of files begin that are not in their places yet.
const TEMPORARY: &str = ".goalpost-";

/// How old such a file is at least that nobody will put into its place any more: it takes a revision, and who writes holds
/// the lock.
const FORSAKEN: Duration = Duration::from_mins(1);

/// Removes from a folder what programs left there that were killed while they wrote.
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
        if metadata.is_file() && age.is_some_and(|age| age > FORSAKEN) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// A text in a file beside the one that it is for, on the disk.
fn written(target: &Path, text: &[u8], mode: Option<fs::Permissions>) -> io::Result<TempPath> {
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
        let long_ago = std::time::SystemTime::now() - FORSAKEN * 2;
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
