//! Reads objects with libgit2, or with the `git` program those that libgit2 cannot read.

use git2::{ErrorCode, ObjectType, Odb, OdbLookupFlags};

use super::backend::Backend;
use super::cat_file::ObjectAnswer;
use super::error::{GitError, broken};
use super::fetching::fetch_refusal;
use super::oids::Oid;
use super::program::Program;
use super::repository::Repository;
use crate::model::count_of;

/// The objects of a repository.
pub(super) struct Objects<'r> {
    /// Libgit2's object database; none if libgit2 cannot read the repository's objects.
    odb: Option<Odb<'r>>,
    repository: &'r Repository,
}

/// An object.
pub(super) enum Object<'o> {
    /// Read by libgit2.
    Library(git2::OdbObject<'o>),
    /// Read by the `git` program.
    Program(ObjectType, Vec<u8>),
}

impl Object<'_> {
    pub(super) fn kind(&self) -> ObjectType {
        match self {
            Self::Library(object) => object.kind(),
            Self::Program(kind, _) => *kind,
        }
    }

    pub(super) fn data(&self) -> &[u8] {
        match self {
            Self::Library(object) => object.data(),
            Self::Program(_, data) => data,
        }
    }
}

/// A file's content, unless it is too large.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileContent {
    /// Contains all of it.
    Whole(Vec<u8>),
    /// Contains the size in bytes.
    TooLarge(u64),
}

impl<'r> Objects<'r> {
    pub(super) fn new(repository: &'r Repository) -> Result<Self, GitError> {
        Ok(Self { odb: repository.odb()?, repository })
    }

    /// The length of an object name in bytes.
    pub(super) fn width(&self) -> usize {
        self.repository.width
    }

    /// Reads an object of any kind.
    pub(super) fn read(&self, oid: Oid) -> Result<Object<'_>, GitError> {
        match self.read_from_library(oid, Odb::read)? {
            Some(object) => Ok(Object::Library(object)),
            None => match self.read_from_program(oid, u64::MAX)? {
                ObjectAnswer::Object(kind, data) => Ok(Object::Program(kind, data)),
                ObjectAnswer::TooLarge(_) | ObjectAnswer::Missing => Err(missing(oid)),
            },
        }
    }

    /// Reads an object; an object of another kind is an error.
    pub(super) fn read_kind(&self, oid: Oid, kind: ObjectType) -> Result<Object<'_>, GitError> {
        let object = self.read(oid)?;
        if object.kind() == kind { Ok(object) } else { Err(not_a(oid, kind)) }
    }

    /// Reads a blob of at most `max_bytes`.
    pub(super) fn file(&self, oid: Oid, max_bytes: u64) -> Result<FileContent, GitError> {
        // The header has the size, so that a huge blob is not loaded only to be refused.
        if let Some((bytes, _)) = self.read_from_library(oid, Odb::read_header)? {
            if bytes as u64 > max_bytes {
                return Ok(FileContent::TooLarge(bytes as u64));
            }
            return self.read_kind(oid, ObjectType::Blob).map(|object| FileContent::Whole(object.data().to_vec()));
        }
        match self.read_from_program(oid, max_bytes)? {
            ObjectAnswer::Object(ObjectType::Blob, data) => Ok(FileContent::Whole(data)),
            ObjectAnswer::Object(..) => Err(not_a(oid, ObjectType::Blob)),
            ObjectAnswer::TooLarge(bytes) => Ok(FileContent::TooLarge(bytes)),
            ObjectAnswer::Missing => Err(missing(oid)),
        }
    }

    /// Reads an object, or part of it, with libgit2; none if the program may have it.
    fn read_from_library<'o, T>(
        &'o self,
        oid: Oid,
        read: impl FnOnce(&'o Odb<'r>, git2::Oid) -> Result<T, git2::Error>,
    ) -> Result<Option<T>, GitError> {
        let (Some(odb), Some(short)) = (&self.odb, oid.short()) else { return Ok(None) };
        match read(odb, short) {
            Ok(found) => Ok(Some(found)),
            Err(error) if error.code() == ErrorCode::NotFound && self.may_be_elsewhere() => Ok(None),
            Err(error) => Err(broken(oid, &error)),
        }
    }

    /// Whether an object that libgit2 does not find may exist: at the remote of a partial clone, or where only the
    /// program looks.
    fn may_be_elsewhere(&self) -> bool {
        !self.odb_is_complete() || self.repository.promisor().is_some()
    }

    /// Reads an object that libgit2 did not find with the program. An object that a partial clone left out is fetched if
    /// that is allowed.
    fn read_from_program(&self, oid: Oid, max_bytes: u64) -> Result<ObjectAnswer, GitError> {
        let program = self.repository.program();
        // If libgit2 supports the repository, the program would find no more than it.
        let answer = if self.odb_is_complete() { Ok(ObjectAnswer::Missing) } else { program.read(oid, max_bytes) };
        let Some(remote) = self.repository.promisor() else { return answer };
        if matches!(answer, Ok(ObjectAnswer::Object(..) | ObjectAnswer::TooLarge(_))) {
            return answer;
        }
        // An object that was left out is missing, or an error in older versions of git.
        if let Some(refusal) = fetch_refusal(&self.repository.location, remote) {
            return Err(GitError::LeftOut { what: format!("the object {oid}"), refusal });
        }
        match program.fetch(remote, &[oid])? {
            None => program.read(oid, max_bytes),
            Some(message) => {
                let reason =
                    format!("this partial clone has left it out, and fetching it from {remote} failed: {message}");
                Err(GitError::Broken { oid: oid.to_string(), reason })
            }
        }
    }

    /// Whether libgit2 can find every local object.
    fn odb_is_complete(&self) -> bool {
        matches!(self.repository.backend, Backend::Library(_))
    }

    /// Those of some objects that are not stored locally.
    fn absent(&self, program: &Program, oids: &[Oid]) -> Result<Vec<Oid>, GitError> {
        let Some(odb) = &self.odb else { return program.missing(oids) };
        // Without a refresh: libgit2 would reread the pack folder for every object that is missing.
        let is_local = |oid: &Oid| oid.short().is_none_or(|oid| odb.exists_ext(oid, OdbLookupFlags::NO_REFRESH));
        Ok(oids.iter().copied().filter(|oid| !is_local(oid)).collect())
    }
}

impl Repository {
    /// Reads a blob.
    ///
    /// # Errors
    /// The object is missing, corrupt or not a blob.
    pub fn blob(&self, oid: Oid) -> Result<Vec<u8>, GitError> {
        Ok(Objects::new(self)?.read_kind(oid, ObjectType::Blob)?.data().to_vec())
    }

    /// Fetches those of some objects that a partial clone lacks, in one request. Does nothing in other repositories.
    ///
    /// # Errors
    /// Some are missing and may not be fetched, or the `git` program is needed and cannot be run.
    pub fn fetch_missing(&self, oids: impl IntoIterator<Item = Oid>) -> Result<(), GitError> {
        let Some(remote) = self.promisor() else { return Ok(()) };
        let mut oids: Vec<Oid> = oids.into_iter().collect();
        oids.sort_unstable();
        oids.dedup();
        let program = self.program();
        let absent = Objects::new(self)?.absent(program, &oids)?;
        if absent.is_empty() {
            return Ok(());
        }
        if let Some(refusal) = fetch_refusal(&self.location, remote) {
            let what = count_of(absent.len(), "object");
            return Err(GitError::LeftOut { what: format!("{what} that this needs"), refusal });
        }
        // A failure is not reported here: reading the first object that is still missing reports it with its name.
        program.fetch(remote, &absent).map(|_| ())
    }
}

fn missing(oid: Oid) -> GitError {
    // `cat-file --batch` prints "missing" for corrupt objects too.
    GitError::Broken { oid: oid.to_string(), reason: "it is missing or corrupt".to_owned() }
}

fn not_a(oid: Oid, kind: ObjectType) -> GitError {
    let kind = if kind == ObjectType::Blob { "file".to_owned() } else { kind.to_string() };
    GitError::Broken { oid: oid.to_string(), reason: format!("not a {kind}") }
}
