//! The attributes that a file keeps when it is replaced: owner, group, mode and extended attributes (xattr(7)), which
//! include access lists.

use std::ffi::CStr;
use std::fs::{File, Metadata};
use std::io::{self, ErrorKind};
use std::os::unix::fs::{MetadataExt as _, fchown};
use std::path::Path;

use rustix::fs::{
    Access, XattrFlags, access, fremovexattr, fsetxattr, getxattr, getxattr_query, listxattr, listxattr_query,
};
use rustix::io::Errno;
use rustix::process::geteuid;

/// Why a file must not be replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Obstacle {
    /// Nobody has write permission.
    ReadOnly,
    /// Others have write permission, such as its owner.
    Denied,
    /// The file has other hard links, which would keep the old text.
    HardLinks,
}

impl Obstacle {
    /// Returns the reason as a predicate whose subject is the file.
    pub(super) fn reason(self) -> &'static str {
        match self {
            Self::ReadOnly => "is read-only",
            Self::Denied => "cannot be written: permission denied, it belongs to another user or group",
            Self::HardLinks => "has other names (hard links), which would keep the old text",
        }
    }

    /// Returns what the user can do about it.
    pub(super) fn help(self) -> &'static str {
        match self {
            Self::ReadOnly => "nothing is written: if it is to be changed, make it writable (chmod u+w)",
            Self::Denied => "nothing is written: ask its owner for the permission, or for the change",
            Self::HardLinks => "nothing is written: keep one name, or make the others symbolic links",
        }
    }
}

/// The extended attribute of an access list, which a new file can inherit from its folder.
const ACCESS_LIST: &str = "system.posix_acl_access";

/// The attributes of a file.
#[derive(Debug)]
pub(super) struct Attributes {
    metadata: Metadata,
    extended: Vec<(Vec<u8>, Vec<u8>)>,
}

impl Attributes {
    /// Reads the attributes of a file, or returns why the file must not be replaced.
    pub(super) fn of(path: &Path, metadata: Metadata) -> io::Result<Result<Self, Obstacle>> {
        // The superuser could write a read-only file, but the mode says that nobody should.
        if metadata.permissions().readonly() {
            return Ok(Err(Obstacle::ReadOnly));
        }
        if access(path, Access::WRITE_OK) == Err(Errno::ACCESS) {
            let is_own = metadata.uid() == geteuid().as_raw();
            return Ok(Err(if is_own { Obstacle::ReadOnly } else { Obstacle::Denied }));
        }
        if metadata.nlink() > 1 {
            return Ok(Err(Obstacle::HardLinks));
        }
        Ok(Ok(Self { metadata, extended: extended(path)? }))
    }

    /// Applies the attributes to a new file.
    ///
    /// An owner that only the superuser could set is not kept: a user who may write the file becomes its owner. A group
    /// that cannot be set is an error, because another group would get its permissions.
    pub(super) fn give(&self, file: &File) -> io::Result<()> {
        let (now, was) = (file.metadata()?, &self.metadata);
        if now.gid() != was.gid() {
            fchown(file, None, Some(was.gid()))?;
        }
        if now.uid() != was.uid() {
            match fchown(file, Some(was.uid()), None) {
                Err(error) if error.kind() != ErrorKind::PermissionDenied => return Err(error),
                _ => {}
            }
        }
        // Changing the owner clears the set-user-ID bits, so the mode is set afterwards.
        file.set_permissions(was.permissions())?;
        if !self.extended.iter().any(|(name, _)| name == ACCESS_LIST.as_bytes()) {
            let _ = fremovexattr(file, ACCESS_LIST);
        }
        for (name, value) in &self.extended {
            match fsetxattr(file, name.as_slice(), value, XattrFlags::empty()) {
                // Security labels are set by the system itself.
                Err(Errno::PERM | Errno::ACCESS) if name.starts_with(b"security.") || name.starts_with(b"trusted.") => {
                }
                done => done?,
            }
        }
        Ok(())
    }
}

/// Returns the extended attributes of a file; empty if the file system has none.
fn extended(path: &Path) -> io::Result<Vec<(Vec<u8>, Vec<u8>)>> {
    let size = match listxattr_query(path) {
        Err(Errno::NOTSUP | Errno::NOSYS) => return Ok(Vec::new()),
        size => size?,
    };
    let mut names = vec![0; size];
    let length = if size == 0 { 0 } else { listxattr(path, names.as_mut_slice())? };
    names.truncate(length);
    let mut found = Vec::new();
    for name in names.split_inclusive(|byte| *byte == 0).filter_map(|name| CStr::from_bytes_with_nul(name).ok()) {
        let mut value = vec![0; getxattr_query(path, name)?];
        let length = if value.is_empty() { 0 } else { getxattr(path, name, value.as_mut_slice())? };
        value.truncate(length);
        found.push((name.to_bytes().to_vec(), value));
    }
    Ok(found)
}
