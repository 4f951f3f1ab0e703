//! Every call by which files are written, each in one place, so that tests can let any one of them fail ([`faults`]).
//! What is written, and in which order, is decided elsewhere.

#[cfg(test)]
pub(crate) mod faults;

use std::fs::{self, File, Metadata, Permissions};
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use rustix::fs::{CWD, RenameFlags, renameat_with};
use rustix::io::Errno;

/// A kind of call to the file system.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DiskCall {
    /// Creates a file or a folder.
    Create,
    /// Writes a text into a new file.
    Write,
    /// Gives a new file its owner, mode and extended attributes.
    Attributes,
    /// Syncs a file (fsync).
    Sync,
    /// Syncs the names in a folder (fsync).
    SyncFolder,
    /// Exchanges two files.
    Exchange,
    /// Gives a file another name.
    Rename,
    /// Gives a file another name, which nothing may have yet.
    RenameNew,
    /// Removes a file or a folder.
    Remove,
}

/// The bit of a mode by which the owner may write.
const OWNER_WRITES: u32 = 0o200;

/// The point before a call at which a test may let it fail.
#[cfg(not(test))]
#[allow(clippy::unnecessary_wraps, clippy::inline_always, reason = "in tests it fails; elsewhere it is nothing")]
#[inline(always)]
fn before(_: DiskCall, _: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
use faults::before;

/// A file under a temporary name, which is removed when this is dropped.
#[derive(Debug)]
pub(super) struct TemporaryFile {
    path: PathBuf,
    is_kept: bool,
}

impl TemporaryFile {
    /// The path.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Leaves the file where it is when this is dropped.
    pub(super) fn leave(&mut self) {
        self.is_kept = true;
    }
}

impl Drop for TemporaryFile {
    fn drop(&mut self) {
        if !self.is_kept {
            // It may have been renamed. What stays is swept away by a later command.
            let _ = remove_file(&self.path);
        }
    }
}

/// Creates a file under a new name that begins with a prefix. The mode is what the umask leaves of the given one.
pub(super) fn create_temporary(folder: &Path, prefix: &str, mode: u32) -> io::Result<(File, TemporaryFile)> {
    before(DiskCall::Create, folder)?;
    let mode = Permissions::from_mode(mode);
    let file = tempfile::Builder::new().prefix(prefix).permissions(mode).tempfile_in(folder)?;
    // The error would have the file in it, which is removed with it.
    let (file, path) = file.keep().map_err(|error| error.error)?;
    Ok((file, TemporaryFile { path, is_kept: false }))
}

/// Writes a text into a file.
pub(super) fn write(file: &mut File, path: &Path, text: &[u8]) -> io::Result<()> {
    before(DiskCall::Write, path).inspect_err(|_| {
        // As a disk that is full after the first half.
        let _ = file.write_all(&text[..text.len() / 2]);
    })?;
    file.write_all(text)
}

/// Writes into a file what comes.
pub(super) fn fill(
    file: &mut File,
    path: &Path,
    content: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    before(DiskCall::Write, path)?;
    content(file)
}

/// Writes over a file in place, so that all its names have the new text.
pub(super) fn fill_in_place(path: &Path, content: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    before(DiskCall::Write, path)?;
    content(&mut File::create(path)?)
}

/// The point before a file gets its attributes.
pub(super) fn before_attributes(path: &Path) -> io::Result<()> {
    before(DiskCall::Attributes, path)
}

/// Syncs a file (fsync).
pub(super) fn sync(file: &File, path: &Path) -> io::Result<()> {
    before(DiskCall::Sync, path)?;
    file.sync_all()
}

/// The parent of a path as a folder that can be opened: a bare file name has an empty one, which is the current folder.
pub(super) fn named_folder(parent: &Path) -> &Path {
    if parent.as_os_str().is_empty() { Path::new(".") } else { parent }
}

/// Syncs the names in a folder: after a power failure a renamed file may otherwise have its old text
/// (fsync(2)). Not every file system can do this for a folder; there, its own order of writing has to do.
pub(super) fn sync_folder(folder: &Path) {
    let folder = named_folder(folder);
    let _ = before(DiskCall::SyncFolder, folder).and_then(|()| File::open(folder)).and_then(|it| it.sync_all());
}

/// Exchanges two files. Returns false where the file system cannot do that.
pub(super) fn exchange(one: &Path, other: &Path) -> io::Result<bool> {
    if let Err(error) = before(DiskCall::Exchange, other) {
        return if error.kind() == ErrorKind::Unsupported { Ok(false) } else { Err(error) };
    }
    match renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE) {
        Ok(()) => Ok(true),
        Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// Gives a file another name, in place of what has it.
pub(super) fn rename(from: &Path, to: &Path) -> io::Result<()> {
    before(DiskCall::Rename, to)?;
    fs::rename(from, to)
}

/// Gives a file another name that nothing has yet.
pub(super) fn rename_new(from: &Path, to: &Path) -> io::Result<()> {
    let renamed = match before(DiskCall::RenameNew, to) {
        Err(error) if error.kind() == ErrorKind::Unsupported => Err(Errno::INVAL),
        Err(error) => return Err(error),
        Ok(()) => renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE),
    };
    match renamed {
        // Not every file system knows the flag. A second name is as good, since it is never put over another.
        Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => {
            fs::hard_link(from, to)?;
            let _ = fs::remove_file(from);
            Ok(())
        }
        done => Ok(done?),
    }
}

/// Makes a file read-only for its owner, or writable again.
pub(super) fn set_read_only(path: &Path, read_only: bool) -> io::Result<()> {
    before(DiskCall::Attributes, path)?;
    let mode = path.symlink_metadata()?.permissions().mode();
    let mode = if read_only { mode & !OWNER_WRITES } else { mode | OWNER_WRITES };
    fs::set_permissions(path, Permissions::from_mode(mode))
}

/// Whether a file is read-only for its owner.
pub(super) fn is_read_only(metadata: &Metadata) -> bool {
    metadata.permissions().mode() & OWNER_WRITES == 0
}

/// Removes a file.
pub(super) fn remove_file(path: &Path) -> io::Result<()> {
    before(DiskCall::Remove, path)?;
    fs::remove_file(path)
}

/// Creates a folder.
pub(super) fn create_folder(path: &Path) -> io::Result<()> {
    before(DiskCall::Create, path)?;
    fs::create_dir(path)
}

/// Creates a folder and those above it.
pub(super) fn create_folders(path: &Path) -> io::Result<()> {
    before(DiskCall::Create, path)?;
    fs::create_dir_all(path)
}

/// Removes an empty folder.
pub(super) fn remove_folder(path: &Path) -> io::Result<()> {
    before(DiskCall::Remove, path)?;
    fs::remove_dir(path)
}
