//! The `git` program in one repository: for changes, for fetches, and for what libgit2 refuses (objects named by sha256,
//! branches in reftable, split and sparse indexes).
//!
//! It runs with the environment that is there, so that hooks' `GIT_*` hold, and is never given text of the user's where an
//! option could stand.

use std::cell::{Cell, RefCell};
use std::ffi::OsStr;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use super::cat_file::{CatFile, ObjectAnswer};
use super::command::{changing, fetching, reading, settings, trusted_settings, version};
use super::error::GitError;
use super::location::GitLocation;
use super::oids::Oid;

/// The `git` program in one repository.
pub(super) struct Program {
    /// Where it runs: the top of the work tree, or the git directory where there is none.
    folder: PathBuf,
    git_dir: PathBuf,
    top: Option<PathBuf>,
    /// Whether git finds this repository, and no other, by itself from the folders of the work tree.
    is_found: bool,
    /// Why it is asked, for those who do not have it.
    why: String,
    reader: RefCell<Option<CatFile>>,
    /// How many objects it brought from the remote of a partial clone.
    fetched: Cell<usize>,
}

/// Where the parts of a repository lie, as the program says.
#[derive(Debug)]
pub(super) struct RepositoryPaths {
    pub(super) git_dir: PathBuf,
    pub(super) common: PathBuf,
    /// None where there is no work tree.
    pub(super) top: Option<PathBuf>,
    pub(super) is_sha256: bool,
}

/// An entry of the index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Staged {
    pub(super) path: String,
    pub(super) oid: Oid,
    pub(super) mode: u32,
    pub(super) stage: u16,
}

impl Program {
    /// For a repository whose place is known.
    pub(super) fn new(git_dir: &Path, top: Option<&Path>, is_found: bool, why: &str) -> Self {
        Self {
            folder: top.unwrap_or(git_dir).to_path_buf(),
            git_dir: git_dir.to_path_buf(),
            top: top.map(Path::to_path_buf),
            is_found,
            why: why.to_owned(),
            reader: RefCell::default(),
            fetched: Cell::new(0),
        }
    }

    /// For a repository that libgit2 has not opened: the program checks who owns it, and says where its parts lie.
    pub(super) fn at(location: &GitLocation, why: &str) -> Result<(Self, RepositoryPaths), GitError> {
        let folder = location.folder();
        let is_named = matches!(location, GitLocation::Named(_));
        let ask = || {
            let mut command = reading();
            if !is_named {
                command.current_dir(folder).env_remove("GIT_DIR").env_remove("GIT_WORK_TREE");
            }
            command
        };
        // The environment's paths are from where goalpost runs.
        let from = if is_named { Path::new(".") } else { folder };
        let finder = Self::new(location.git_dir(), Some(folder), false, why);
        let layout = finder.layout(ask, from)?;
        let real = |path: &Path| path.canonicalize().ok();
        // Git would pass by a broken `.git` and look further.
        if !is_named && real(&layout.git_dir) != real(location.git_dir()) {
            return Err(Self::refused(format!("`{}` is no git directory", location.git_dir().display())));
        }
        let top = layout.top.as_deref().filter(|_| !location.is_bare());
        let is_found = location.is_found(top);
        Ok((Self::new(&layout.git_dir, top, is_found, why), layout))
    }

    fn layout(&self, command: impl Fn() -> Command, from: &Path) -> Result<RepositoryPaths, GitError> {
        let args = ["--is-bare-repository", "--show-object-format", "--absolute-git-dir", "--git-common-dir"];
        let output = self.output(command().arg("rev-parse").args(args))?;
        let text = String::from_utf8_lossy(&output.stdout);
        let lines: Vec<&str> = text.lines().collect();
        let &[bare, format, git_dir, common] = lines.as_slice() else {
            return Err(Self::refused("its path has a line end".to_owned()));
        };
        let top = if bare == "true" {
            None
        } else {
            let output = self.output(command().args(["rev-parse", "--show-toplevel"]))?;
            Some(PathBuf::from(String::from_utf8_lossy(&output.stdout).trim_end_matches(['\n', '\r'])))
        };
        let common = from.canonicalize().unwrap_or_else(|_| from.to_path_buf()).join(common);
        Ok(RepositoryPaths { git_dir: PathBuf::from(git_dir), common, top, is_sha256: format == "sha256" })
    }

    /// The program for a question, with nothing asked of it yet.
    fn command(&self) -> Command {
        self.told(reading(), &self.folder)
    }

    /// The program in a folder of the work tree, for a question.
    pub(super) fn question(&self, folder: &Path) -> Command {
        self.told(reading(), folder)
    }

    /// The program in a folder of the work tree, for a change made as the user has set it up.
    pub(super) fn change(&self, folder: &Path) -> Command {
        if self.is_found {
            // Hooks see the environment of a `git commit` that was typed: without GIT_DIR.
            let mut command = changing();
            command.current_dir(folder).env_remove("GIT_DIR").env_remove("GIT_WORK_TREE");
            return command;
        }
        self.told(changing(), folder)
    }

    /// Tells a command which repository is meant, so that it looks for none.
    fn told(&self, mut command: Command, folder: &Path) -> Command {
        command.current_dir(folder).env("GIT_DIR", &self.git_dir);
        match &self.top {
            Some(top) => command.env("GIT_WORK_TREE", top),
            None => command.env_remove("GIT_WORK_TREE"),
        };
        command
    }

    /// Runs a question; what it refuses is an error in its own words.
    fn output(&self, command: &mut Command) -> Result<Output, GitError> {
        let output = command.output().map_err(|error| self.not_run(&error))?;
        if output.status.success() { Ok(output) } else { Err(self.refusal(&output.stderr)) }
    }

    /// Runs a question that may have no answer.
    fn ask<I: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = I>) -> Result<Option<Vec<u8>>, GitError> {
        let output = self.command().args(args).output().map_err(|error| self.not_run(&error))?;
        Ok(output.status.success().then_some(output.stdout))
    }

    fn not_run(&self, error: &io::Error) -> GitError {
        if error.kind() == io::ErrorKind::NotFound {
            GitError::NeedsProgram(self.why.clone())
        } else {
            GitError::Unsupported(format!("the git program does not run: {error}"))
        }
    }

    fn refusal(&self, stderr: &[u8]) -> GitError {
        let text = String::from_utf8_lossy(stderr);
        if text.contains("detected dubious ownership") {
            let named = text.split_once("repository at '").and_then(|(_, rest)| rest.split_once('\''));
            return GitError::NotOwned(named.map_or_else(|| self.folder.clone(), |(path, _)| PathBuf::from(path)));
        }
        if text.contains("not a git repository") || text.contains("must be run in a work tree") {
            return GitError::NoRepository(self.folder.clone());
        }
        Self::refused(reason(&text))
    }

    fn refused(reason: String) -> GitError {
        GitError::Refused { reason, version: version() }
    }

    /// An object of at most so many bytes. What a partial clone left out is missing, or an error of an older git.
    pub(super) fn read(&self, oid: Oid, most: u64) -> Result<ObjectAnswer, GitError> {
        let mut reader = self.reader.borrow_mut();
        let running = match reader.take() {
            Some(running) => running,
            None => self.cat_file().map_err(|error| self.not_run(&error))?,
        };
        let running = reader.insert(running);
        match running.read(oid, most) {
            Ok(answer) => Ok(answer),
            Err(error) => {
                let said = reader.take().map(CatFile::end).unwrap_or_default();
                let reason = if said.trim().is_empty() { error.to_string() } else { reason(&said) };
                Err(GitError::Broken { oid: oid.to_string(), reason })
            }
        }
    }

    fn cat_file(&self) -> io::Result<CatFile> {
        let mut command = self.command();
        command.args(["cat-file", "--batch"]).stdin(Stdio::piped());
        CatFile::new(command.spawn()?)
    }

    /// The object that a name stands for; none if it stands for nothing, or for several.
    pub(super) fn parse(&self, name: &str) -> Result<Option<Oid>, GitError> {
        if name.is_empty() || name.starts_with('-') || name.contains('\0') {
            return Ok(None);
        }
        let args = ["rev-parse", "--verify", "--quiet", name];
        let output = self.command().args(args).output().map_err(|error| self.not_run(&error))?;
        let said = String::from_utf8_lossy(&output.stderr);
        // Of what is not there it says nothing.
        let lost = said.lines().any(|line| line.starts_with("error: ") || line.starts_with("fatal: "));
        if !output.status.success() && lost && !said.contains("ambiguous") {
            return Err(GitError::Broken { oid: name.to_owned(), reason: reason(&said) });
        }
        Ok(Oid::from_hex(output.stdout.trim_ascii_end()).filter(|_| output.status.success()))
    }

    /// The names of branches and tags.
    pub(super) fn names(&self) -> Result<Vec<String>, GitError> {
        let found = self.ask(["for-each-ref", "--format=%(refname)", "refs/heads", "refs/tags"])?;
        let text = String::from_utf8_lossy(&found.unwrap_or_default()).into_owned();
        let short = |name: &str| Some(name.strip_prefix("refs/")?.split_once('/')?.1.to_owned());
        Ok(text.lines().filter_map(short).collect())
    }

    /// Whether there are references below a prefix.
    pub(super) fn has_refs(&self, below: &str) -> Result<bool, GitError> {
        Ok(self.ask(["for-each-ref", "--count=1", below])?.is_some_and(|found| !found.is_empty()))
    }

    /// The nearest common ancestor of two commits.
    pub(super) fn merge_base(&self, a: Oid, b: Oid) -> Result<Option<Oid>, GitError> {
        let found = self.ask(["merge-base", &a.to_string(), &b.to_string()])?;
        Ok(found.and_then(|text| Oid::from_hex(text.trim_ascii_end())))
    }

    /// The value of a setting, wherever it is set.
    pub(super) fn setting(&self, key: &str) -> Option<String> {
        self.configured(&["--get", key])
    }

    /// A setting that is a path.
    pub(super) fn path(&self, key: &str) -> Option<String> {
        self.configured(&["--path", "--get", key])
    }

    fn configured(&self, args: &[&str]) -> Option<String> {
        let output = self.told(settings(), &self.folder).args(["config", "-z"]).args(args).output().ok()?;
        let text = String::from_utf8(output.stdout).ok().filter(|_| output.status.success())?;
        Some(text.trim_end_matches('\0').to_owned())
    }

    /// What is staged.
    pub(super) fn staged(&self) -> Result<Vec<Staged>, GitError> {
        let output = self.output(self.command().args(["ls-files", "--stage", "-z"]))?;
        let mut staged: Vec<Staged> = output.stdout.split(|byte| *byte == 0).filter_map(Staged::parse).collect();
        // What is only intended to be added stands there as if it were staged empty.
        let empty = self.hash("blob")?;
        if staged.iter().any(|it| Some(it.oid) == empty) {
            let nothing = self.hash("tree")?.map(|oid| oid.to_string()).unwrap_or_default();
            let args = [
                "diff-index",
                "--cached",
                "--no-ext-diff",
                "--no-textconv",
                "--ita-invisible-in-index",
                "--name-only",
                "-z",
                &nothing,
                "--",
            ];
            let output = self.output(self.command().args(args))?;
            let real: std::collections::HashSet<_> =
                output.stdout.split(|byte| *byte == 0).map(String::from_utf8_lossy).collect();
            staged.retain(|it| Some(it.oid) != empty || real.contains(it.path.as_str()));
        }
        Ok(staged)
    }

    /// The name of an empty object of a kind.
    fn hash(&self, kind: &str) -> Result<Option<Oid>, GitError> {
        // Standard input is empty.
        let output = self.output(self.command().args(["hash-object", "-t", kind, "--stdin"]))?;
        Ok(Oid::from_hex(output.stdout.trim_ascii_end()))
    }

    /// Which of some objects are not here.
    pub(super) fn missing(&self, oids: &[Oid]) -> Result<Vec<Oid>, GitError> {
        let mut command = self.command();
        command.args(["cat-file", "--batch-check=%(objectname)", "--buffer"]);
        let output = self.fed(&mut command, oids)?;
        let absent = |line: &[u8]| Oid::from_hex(line.strip_suffix(b" missing")?);
        Ok(output.stdout.split(|byte| *byte == b'\n').filter_map(absent).collect())
    }

    /// Brings objects that a partial clone left out from the remote that promised them, all at once. Gives git's complaint
    /// where it fails.
    pub(super) fn fetch(&self, remote: &str, oids: &[Oid]) -> Result<Option<String>, GitError> {
        if remote.starts_with('-') {
            return Ok(Some(format!("`{remote}` is no name of a remote")));
        }
        let mut command = self.told(fetching(&trusted()), &self.folder);
        command.args(["--filter=blob:none", "--stdin", remote]);
        let output = self.fed(&mut command, oids)?;
        if !output.status.success() {
            return Ok(Some(reason(&String::from_utf8_lossy(&output.stderr))));
        }
        self.fetched.set(self.fetched.get() + oids.len());
        Ok(None)
    }

    /// How many objects were fetched since this was last asked.
    pub(super) fn fetched(&self) -> usize {
        self.fetched.take()
    }

    /// Runs a question whose standard input is names of objects.
    fn fed(&self, command: &mut Command, oids: &[Oid]) -> Result<Output, GitError> {
        let mut child = command.stdin(Stdio::piped()).spawn().map_err(|error| self.not_run(&error))?;
        let lines: String = oids.iter().flat_map(|oid| [oid.to_string(), "\n".to_owned()]).collect();
        let stdin = child.stdin.take();
        // The program may answer before it has read everything.
        let writer = std::thread::spawn(move || stdin.map(|mut stdin| stdin.write_all(lines.as_bytes())));
        let output = child.wait_with_output().map_err(|error| self.not_run(&error));
        let _ = writer.join();
        output
    }
}

impl Staged {
    /// `100644 4b82… 0\tpath`.
    fn parse(line: &[u8]) -> Option<Self> {
        let tab = line.iter().position(|byte| *byte == b'\t')?;
        let mut words = line[..tab].split(|byte| *byte == b' ');
        let mode = u32::from_str_radix(std::str::from_utf8(words.next()?).ok()?, 8).ok()?;
        let oid = Oid::from_hex(words.next()?)?;
        let stage = std::str::from_utf8(words.next()?).ok()?.parse().ok()?;
        Some(Self { path: String::from_utf8_lossy(&line[tab + 1..]).into_owned(), oid, mode, stage })
    }
}

/// What the user and the system, and no repository, say about reaching other machines.
fn trusted() -> Vec<(String, String)> {
    let args = ["config", "-z", "--get-regexp", r"^(core\.sshcommand|credential\..*)$"];
    let found = trusted_settings().args(args).output().map(|output| output.stdout).unwrap_or_default();
    let text = String::from_utf8_lossy(&found).into_owned();
    // A key without a value is true.
    let pair = |line: &str| line.split_once('\n').map(|(key, value)| (key.to_owned(), value.to_owned()));
    text.split('\0').filter_map(pair).collect()
}

/// What git complains of, in one line: its last word if it gave up, else its first.
fn reason(complaints: &str) -> String {
    let line = |prefix: &str| complaints.lines().find_map(|line| line.strip_prefix(prefix));
    let said = line("fatal: ").or_else(|| line("error: ")).or_else(|| complaints.lines().next());
    let following = complaints.lines().skip_while(|line| !line.ends_with(':')).nth(1).map(str::trim);
    let said = said.unwrap_or("it does not say why").trim();
    match following.filter(|_| said.ends_with(':')) {
        // `unknown repository extension found:` has its name in a line of its own.
        Some(following) => format!("{said} {following}"),
        None => said.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_of_the_index_has_any_path() {
        let line = b"100755 4b825dc642cb6eb9a060e54bf8d69288fbee4904 2\ta\tb\nc.yaml";
        let staged = Staged::parse(line).expect("an entry");
        assert_eq!((staged.mode, staged.stage, staged.path.as_str()), (0o100_755, 2, "a\tb\nc.yaml"));
        for line in [&b""[..], b"100644", b"100644 4b82 0\ta", b"x\ty"] {
            assert_eq!(Staged::parse(line), None);
        }
    }

    #[test]
    fn gits_complaint_is_one_line() {
        assert_eq!(
            reason("warning: x\nfatal: unknown repository extension found:\n\trefstorage\n"),
            "unknown repository extension found: refstorage"
        );
        assert_eq!(reason("error: inflate\nfatal: loose object is corrupt\n"), "loose object is corrupt");
        assert_eq!(reason(""), "it does not say why");
    }
}
