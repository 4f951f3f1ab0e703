//! Where objects come from: libgit2, or the `git` program for those that it cannot read.

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
    /// None where libgit2 can read none.
    odb: Option<Odb<'r>>,
    repository: &'r Repository,
}

/// An object.
pub(super) enum Object<'o> {
    /// As libgit2 holds it.
    Held(git2::OdbObject<'o>),
    /// As the program gave it.
    Given(ObjectType, Vec<u8>),
}

impl Object<'_> {
    pub(super) fn kind(&self) -> ObjectType {
        match self {
            Self::Held(object) => object.kind(),
            Self::Given(kind, _) => *kind,
        }
    }

    pub(super) fn data(&self) -> &[u8] {
        match self {
            Self::Held(object) => object.data(),
            Self::Given(_, data) => data,
        }
    }
}

/// A file's content, if it is not too much.
pub(super) enum FileContent {
    Whole(Vec<u8>),
    /// So many bytes.
    TooLarge(u64),
}

impl<'r> Objects<'r> {
    pub(super) fn new(repository: &'r Repository) -> Result<Self, GitError> {
        Ok(Self { odb: repository.odb()?, repository })
    }

    /// How many bytes a name has.
    pub(super) fn width(&self) -> usize {
        self.repository.width
    }

    /// Any object.
    pub(super) fn read(&self, oid: Oid) -> Result<Object<'_>, GitError> {
        match self.held(oid, Odb::read)? {
            Some(object) => Ok(Object::Held(object)),
            None => match self.given(oid, u64::MAX)? {
                ObjectAnswer::Object(kind, data) => Ok(Object::Given(kind, data)),
                ObjectAnswer::TooLarge(_) | ObjectAnswer::Missing => Err(missing(oid)),
            },
        }
    }

    /// An object of a kind.
    pub(super) fn read_kind(&self, oid: Oid, kind: ObjectType) -> Result<Object<'_>, GitError> {
        let object = self.read(oid)?;
        if object.kind() == kind { Ok(object) } else { Err(not_a(oid, kind)) }
    }

    /// A file of at most so many bytes.
    pub(super) fn file(&self, oid: Oid, most: u64) -> Result<FileContent, GitError> {
        if let Some((bytes, _)) = self.held(oid, Odb::read_header)? {
            if bytes as u64 > most {
                return Ok(FileContent::TooLarge(bytes as u64));
            }
            return self.read_kind(oid, ObjectType::Blob).map(|object| FileContent::Whole(object.data().to_vec()));
        }
        match self.given(oid, most)? {
            ObjectAnswer::Object(ObjectType::Blob, data) => Ok(FileContent::Whole(data)),
            ObjectAnswer::Object(..) => Err(not_a(oid, ObjectType::Blob)),
            ObjectAnswer::TooLarge(bytes) => Ok(FileContent::TooLarge(bytes)),
            ObjectAnswer::Missing => Err(missing(oid)),
        }
    }

    /// What libgit2 says of an object; none if the program is to be asked.
    fn held<'o, T>(
        &'o self,
        oid: Oid,
        ask: impl FnOnce(&'o Odb<'r>, git2::Oid) -> Result<T, git2::Error>,
    ) -> Result<Option<T>, GitError> {
        let (Some(odb), Some(short)) = (&self.odb, oid.short()) else { return Ok(None) };
        match ask(odb, short) {
            Ok(found) => Ok(Some(found)),
            Err(error) if error.code() == ErrorCode::NotFound && self.may_be_elsewhere() => Ok(None),
            Err(error) => Err(broken(oid, &error)),
        }
    }

    /// Whether an object that libgit2 does not find may be had all the same: from the remote of a partial clone, or from
    /// where only the program looks.
    fn may_be_elsewhere(&self) -> bool {
        !self.odb_is_complete() || self.repository.promisor().is_some()
    }

    /// What the program says of an object that libgit2 has not. What a partial clone left out is fetched, if it may be.
    fn given(&self, oid: Oid, most: u64) -> Result<ObjectAnswer, GitError> {
        let program = self.repository.program();
        // Where libgit2 reads objects it has looked everywhere.
        let answer = if self.odb_is_complete() { Ok(ObjectAnswer::Missing) } else { program.read(oid, most) };
        let Some(remote) = self.repository.promisor() else { return answer };
        if matches!(answer, Ok(ObjectAnswer::Object(..) | ObjectAnswer::TooLarge(_))) {
            return answer;
        }
        // Missing; an older git ends with an error instead.
        if let Some(refusal) = fetch_refusal(&self.repository.location, remote) {
            return Err(GitError::LeftOut { what: format!("the object {oid}"), refusal });
        }
        match program.fetch(remote, &[oid])? {
            None => program.read(oid, most),
            Some(complaint) => {
                let reason =
                    format!("this partial clone has left it out, and fetching it from {remote} failed: {complaint}");
                Err(GitError::Broken { oid: oid.to_string(), reason })
            }
        }
    }

    /// Whether libgit2 finds every object that is here.
    fn odb_is_complete(&self) -> bool {
        matches!(self.repository.backend, Backend::Library(_))
    }

    /// Those of some objects that are not here.
    fn absent(&self, program: &Program, oids: &[Oid]) -> Result<Vec<Oid>, GitError> {
        let Some(odb) = &self.odb else { return program.missing(oids) };
        let here = |oid: &Oid| oid.short().is_none_or(|oid| odb.exists_ext(oid, OdbLookupFlags::NO_REFRESH));
        Ok(oids.iter().copied().filter(|oid| !here(oid)).collect())
    }
}

impl Repository {
    /// A blob's bytes.
    ///
    /// # Errors
    /// The object is missing, broken or no blob.
    pub fn blob(&self, oid: Oid) -> Result<Vec<u8>, GitError> {
        Ok(Objects::new(self)?.read_kind(oid, ObjectType::Blob)?.data().to_vec())
    }

    /// Brings those of some objects that a partial clone has left out, all at once; in other repositories nothing.
    ///
    /// # Errors
    /// Some are missing and may not be fetched, or the `git` program is needed and cannot be run.
    pub fn bring(&self, oids: impl IntoIterator<Item = Oid>) -> Result<(), GitError> {
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
        // What does not come is asked for again, and then missed aloud.
        program.fetch(remote, &absent).map(|_| ())
    }
}

fn missing(oid: Oid) -> GitError {
    // The program says the same of one that is there and cannot be read.
    GitError::Broken { oid: oid.to_string(), reason: "it is missing or broken".to_owned() }
}

fn not_a(oid: Oid, kind: ObjectType) -> GitError {
    let kind = if kind == ObjectType::Blob { "file".to_owned() } else { kind.to_string() };
    GitError::Broken { oid: oid.to_string(), reason: format!("not a {kind}") }
}
