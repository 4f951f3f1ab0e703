//! A new text in a temporary file, ready to be put in place and to be put back.

use std::borrow::Cow;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::attributes::Attributes;
use super::disk::{self, TemporaryFile};
use super::temporary::{Permissions, write_temporary};
use super::write_error::WriteError;

/// A new text in a temporary file, ready to replace its target. Once it is in place, the temporary file has the old
/// text, where the file system can exchange files, so that putting it back takes no room on the disk.
#[derive(Debug)]
pub(super) struct PreparedFile<'t> {
    path: PathBuf,
    target: PathBuf,
    /// The temporary file, closed: a change of very many files must not run out of file descriptors.
    file: TemporaryFile,
    /// The text that it replaces; none where there is no file yet.
    old: Option<Cow<'t, [u8]>>,
}

impl<'t> PreparedFile<'t> {
    /// Prepares to replace a file that still has the old text. A symbolic link is followed.
    pub(super) fn over(path: &Path, old: impl Into<Cow<'t, [u8]>>, new: &[u8]) -> Result<Self, WriteError> {
        let (old, refused) = (old.into(), |source| WriteError::Refused { path: path.to_path_buf(), source });
        let target = path.canonicalize().map_err(refused)?;
        let attributes = Attributes::of(&target, target.metadata().map_err(refused)?)
            .map_err(refused)?
            .map_err(|obstacle| WriteError::Kept(path.to_path_buf(), obstacle))?;
        if fs::read(&target).map_err(refused)? != *old {
            return Err(WriteError::Changed(path.to_path_buf()));
        }
        let file = write_temporary(&target, new, Permissions::Of(&attributes)).map_err(refused)?;
        Ok(Self { path: path.to_path_buf(), target, file, old: Some(old) })
    }

    /// Prepares to create a file in an existing folder. Its mode is that of the umask.
    pub(super) fn new(path: &Path, text: &[u8]) -> Result<Self, WriteError> {
        if path.symlink_metadata().is_ok() {
            return Err(WriteError::Exists(path.to_path_buf()));
        }
        let refused = |source| WriteError::Refused { path: path.to_path_buf(), source };
        let file = write_temporary(path, text, Permissions::File).map_err(refused)?;
        Ok(Self { path: path.to_path_buf(), target: path.to_path_buf(), file, old: None })
    }

    /// The file that is written: where a symbolic link leads to.
    pub(super) fn target(&self) -> &Path {
        &self.target
    }

    /// The name of the temporary file, next to its target.
    pub(super) fn temporary(&self) -> Option<&str> {
        self.file.path().file_name()?.to_str()
    }

    /// Leaves the temporary file where it is, for a command that finishes the change.
    pub(super) fn leave(&mut self) {
        self.file.leave();
    }

    /// Puts the new text in place, if the target is unchanged.
    pub(super) fn place(&mut self) -> Result<(), WriteError> {
        let Some(old) = &self.old else {
            return disk::rename_new(self.file.path(), &self.target).map_err(|source| match source.kind() {
                ErrorKind::AlreadyExists => WriteError::Exists(self.path.clone()),
                _ => self.refused(source),
            });
        };
        // Editors know of no lock: one may have saved since the file was read.
        match fs::read(&self.target) {
            Ok(now) if now == **old => {}
            Err(source) if source.kind() != ErrorKind::NotFound => return Err(self.refused(source)),
            _ => return Err(WriteError::Changed(self.path.clone())),
        }
        match put_over(self.file.path(), &self.target, old) {
            Ok(ReplaceOutcome::Done) => Ok(()),
            Ok(ReplaceOutcome::Changed) => Err(WriteError::Changed(self.path.clone())),
            Ok(ReplaceOutcome::SetAside(source)) => {
                self.file.leave();
                Err(WriteError::SetAside { path: self.path.clone(), saved: self.file.path().to_path_buf(), source })
            }
            Err(source) => Err(self.refused(source)),
        }
    }

    /// Puts the old text back, if the target has the new one and nothing needs to be written for it.
    pub(super) fn put_back(&mut self, new: &[u8]) -> RestoreOutcome {
        let temporary = self.file.path();
        let Some(old) = &self.old else {
            let has_new = |path: &Path| !path.is_symlink() && fs::read(path).is_ok_and(|text| text == new);
            if !has_new(&self.target) || disk::rename_new(&self.target, temporary).is_err() {
                return RestoreOutcome::Not;
            }
            if has_new(temporary) {
                return RestoreOutcome::Done;
            }
            // What was saved in the last moment stays.
            if disk::rename_new(temporary, &self.target).is_err() {
                keep(temporary);
                return self.set_aside();
            }
            return RestoreOutcome::Not;
        };
        if !fs::read(temporary).is_ok_and(|text| text == **old) {
            return RestoreOutcome::Not;
        }
        match put_over(temporary, &self.target, new) {
            Ok(ReplaceOutcome::Done) => RestoreOutcome::Done,
            Ok(ReplaceOutcome::SetAside(_)) => self.set_aside(),
            Ok(ReplaceOutcome::Changed) | Err(_) => RestoreOutcome::Not,
        }
    }

    fn set_aside(&mut self) -> RestoreOutcome {
        self.file.leave();
        RestoreOutcome::SetAside(self.file.path().to_path_buf())
    }

    fn refused(&self, source: io::Error) -> WriteError {
        WriteError::Refused { path: self.path.clone(), source }
    }
}

/// Keeps a temporary file that has another program's text: no later command sweeps away what is read-only.
fn keep(temporary: &Path) {
    let _ = disk::set_read_only(temporary, true);
}

/// What came of putting a file back.
#[derive(Debug)]
pub(super) enum RestoreOutcome {
    /// It has its old text, or is gone if it was new.
    Done,
    /// It is as it was before, with the new text or another program's.
    Not,
    /// What another program saved is under this name, because it could not be put back.
    SetAside(PathBuf),
}

/// What came of putting a file over another.
#[derive(Debug)]
pub(super) enum ReplaceOutcome {
    /// It is in place.
    Done,
    /// The other file no longer had the old text, and is as it was.
    Changed,
    /// The other file no longer had the old text; what it had is under the temporary name, for this reason.
    SetAside(io::Error),
}

/// Puts a temporary file in the place of its target by exchanging the two, if the target still has the old text.
pub(super) fn put_over(temporary: &Path, target: &Path, old: &[u8]) -> io::Result<ReplaceOutcome> {
    // A link that was put there since the target was looked up may lead anywhere.
    if target.is_symlink() {
        return Ok(ReplaceOutcome::Changed);
    }
    if !disk::exchange(temporary, target)? {
        // Not every file system exchanges two files. There, what is saved between the last look and this is lost.
        return disk::rename(temporary, target).map(|()| ReplaceOutcome::Done);
    }
    // What was replaced is at hand, under the temporary name.
    if !temporary.is_symlink() && fs::read(temporary).is_ok_and(|replaced| replaced == old) {
        return Ok(ReplaceOutcome::Done);
    }
    match disk::exchange(temporary, target) {
        Ok(true) => Ok(ReplaceOutcome::Changed),
        // The other program's text matters more than ours.
        _ => disk::rename(temporary, target).map_or_else(
            |source| {
                keep(temporary);
                Ok(ReplaceOutcome::SetAside(source))
            },
            |()| Ok(ReplaceOutcome::Changed),
        ),
    }
}
