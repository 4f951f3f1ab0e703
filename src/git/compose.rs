//! Creates a repository commit by commit. The names of the commits are the same on every machine and at any time.
//!
//! Authors and times are parameters. The user's configuration, templates, hooks and keys are not used.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use git2::build::CheckoutBuilder;
use git2::{FileMode, ObjectType, RepositoryInitOptions, Time};

use super::commit::Signature;
use super::error::GitError;
use super::oids::Oid;

/// A repository that is being created.
pub struct Composer {
    git: git2::Repository,
    folder: PathBuf,
    branch: String,
    blobs: HashMap<String, git2::Oid>,
}

impl std::fmt::Debug for Composer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Composer").field("folder", &self.folder).finish_non_exhaustive()
    }
}

/// A commit to make.
#[derive(Debug, Clone, Copy)]
pub struct Composition<'c> {
    /// All files of the commit: text by path from the top, separated by `/`.
    pub files: &'c BTreeMap<String, String>,
    /// The parents.
    pub parents: &'c [Oid],
    /// Who wrote it.
    pub author: &'c Signature,
    /// Who committed it.
    pub committer: &'c Signature,
    /// The message; a final line break is added.
    pub message: &'c str,
}

impl Composer {
    /// Creates an empty repository in a folder, and the folder if it does not exist.
    ///
    /// # Errors
    /// The folder cannot be written, or is a repository already.
    pub fn init(folder: &Path, branch: &str) -> Result<Self, GitError> {
        let failed = |error| unwritten(folder, &error);
        let mut options = RepositoryInitOptions::new();
        options.external_template(false).no_reinit(true).initial_head(branch);
        let git = git2::Repository::init_opts(folder, &options).map_err(failed)?;
        let composer =
            Self { git, folder: folder.to_path_buf(), branch: format!("refs/heads/{branch}"), blobs: HashMap::new() };
        // Reflogs would record the current time and the user of this machine.
        composer.set_reflogs(false)?;
        Ok(composer)
    }

    /// Makes a commit without updating a branch.
    ///
    /// # Errors
    /// An object cannot be written, or a name or address is invalid.
    pub fn commit(&mut self, commit: &Composition<'_>) -> Result<Oid, GitError> {
        let mut entries = Vec::with_capacity(commit.files.len());
        for (path, text) in commit.files {
            entries.push((path.as_str(), self.blob(text)?));
        }
        self.write(&entries, commit).map_err(|error| unwritten(&self.folder, &error))
    }

    fn write(&self, entries: &[(&str, git2::Oid)], commit: &Composition<'_>) -> Result<Oid, git2::Error> {
        let tree = self.git.find_tree(self.tree(entries)?)?;
        let parents: Vec<_> =
            commit.parents.iter().map(|oid| self.git.find_commit(sha1_oid(*oid)?)).collect::<Result<_, _>>()?;
        let parents: Vec<_> = parents.iter().collect();
        let (author, committer) = (signature(commit.author)?, signature(commit.committer)?);
        let message = format!("{}\n", commit.message.trim_end());
        let bytes = self.git.commit_create_buffer(&author, &committer, &message, &tree, &parents)?;
        self.git.odb()?.write(ObjectType::Commit, &bytes).map(Oid::from)
    }

    /// Creates a lightweight tag.
    ///
    /// # Errors
    /// The tag exists already, or cannot be written.
    pub fn tag(&self, name: &str, commit: Oid) -> Result<(), GitError> {
        self.create_reference(&format!("refs/tags/{name}"), commit)
    }

    /// Creates the branch at a commit and checks it out.
    ///
    /// # Errors
    /// A file cannot be written.
    pub fn finish(self, tip: Oid) -> Result<(), GitError> {
        self.create_reference(&self.branch, tip)?;
        let mut checkout = CheckoutBuilder::new();
        checkout.force().disable_filters(true);
        self.git.checkout_head(Some(&mut checkout)).map_err(|error| unwritten(&self.folder, &error))?;
        self.set_reflogs(true)
    }

    fn create_reference(&self, name: &str, commit: Oid) -> Result<(), GitError> {
        let created = sha1_oid(commit).and_then(|commit| self.git.reference(name, commit, false, ""));
        created.map(|_| ()).map_err(|error| unwritten(&self.folder, &error))
    }

    /// Enables or disables reflogs in the repository's configuration.
    fn set_reflogs(&self, log: bool) -> Result<(), GitError> {
        self.git
            .config()
            .and_then(|config| config.open_level(git2::ConfigLevel::Local))
            .and_then(|mut config| config.set_bool("core.logallrefupdates", log))
            .map_err(|error| unwritten(&self.folder, &error))
    }

    /// Writes a text as a blob; equal texts are written once.
    fn blob(&mut self, text: &str) -> Result<git2::Oid, GitError> {
        if let Some(oid) = self.blobs.get(text) {
            return Ok(*oid);
        }
        let oid = self.git.blob(text.as_bytes()).map_err(|error| unwritten(&self.folder, &error))?;
        self.blobs.insert(text.to_owned(), oid);
        Ok(oid)
    }

    /// Writes the tree of some files, sorted by their paths relative to it.
    fn tree(&self, mut files: &[(&str, git2::Oid)]) -> Result<git2::Oid, git2::Error> {
        let mut builder = self.git.treebuilder(None)?;
        while let Some((path, oid)) = files.first() {
            let Some((folder, _)) = path.split_once('/') else {
                builder.insert(path, *oid, FileMode::Blob.into())?;
                files = &files[1..];
                continue;
            };
            let below = |path: &str| path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
            let count = files.iter().take_while(|(path, _)| below(path)).count();
            let inner: Vec<_> = files[..count].iter().map(|(path, oid)| (&path[folder.len() + 1..], *oid)).collect();
            builder.insert(folder, self.tree(&inner)?, FileMode::Tree.into())?;
            files = &files[count..];
        }
        builder.write()
    }
}

/// A commit's name as libgit2's type: repositories created here use SHA-1.
fn sha1_oid(commit: Oid) -> Result<git2::Oid, git2::Error> {
    commit.short().ok_or_else(|| git2::Error::from_str("a SHA-256 name belongs to another repository"))
}

fn signature(of: &Signature) -> Result<git2::Signature<'static>, git2::Error> {
    git2::Signature::new(&of.name, &of.email, &Time::new(of.time, of.offset))
}

fn unwritten(folder: &Path, error: &git2::Error) -> GitError {
    GitError::Unwritten { folder: folder.to_path_buf(), reason: error.message().to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_commit_has_the_same_name_everywhere() {
        let by =
            Signature { name: "Ana".to_owned(), email: "ana@x.example".to_owned(), time: 1_790_000_000, offset: -210 };
        let files: BTreeMap<String, String> = ["a.yaml", "a/b/c.yaml", "a/d.yaml", "a-b/e.yaml", "z"]
            .into_iter()
            .map(|path| (path.to_owned(), format!("# {path}\n")))
            .collect();
        let oids = [(); 2].map(|()| {
            let folder = tempfile::tempdir().expect("a folder");
            let mut composer = Composer::init(&folder.path().join("new/one"), "main").expect("a repository");
            let composition =
                Composition { files: &files, parents: &[], author: &by, committer: &by, message: "Begin" };
            let first = composer.commit(&composition).expect("a commit");
            let second = composer.commit(&Composition { parents: &[first], ..composition }).expect("another");
            composer.tag("begun", first).expect("a tag");
            composer.finish(second).expect("checked out");
            let text = std::fs::read_to_string(folder.path().join("new/one/a/b/c.yaml")).expect("a file");
            assert_eq!(text, "# a/b/c.yaml\n");
            assert!(!folder.path().join("new/one/.git/logs").exists(), "a log would have this machine's time in it");
            second
        });
        assert_eq!(oids[0].to_string(), "d4c3bf6116457e03458110748fd6c77b67047f2f", "as git itself names it");
        assert_eq!(oids[0], oids[1]);
    }
}
