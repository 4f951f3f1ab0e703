//! The `git` program in one repository: for changes, for fetches, and for what libgit2 does not support (SHA-256 object
//! names, reftable, split and sparse indexes).
//!
//! It inherits the environment, so that `GIT_*` variables set by hooks apply. Text from users is never passed where git
//! could take it for an option.

use std::cell::{Cell, RefCell};
use std::ffi::OsStr;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use super::cat_file::{CatFile, ObjectAnswer};
use super::command::{changing, fetching, reading, settings, trusted_settings, version};
use super::error::GitError;
use super::index_entries::{MAX_PATHS, Staged, pathspecs};
use super::location::GitLocation;
use super::oids::Oid;

/// The `git` program in one repository.
pub(super) struct Program {
    /// The current folder of commands: the top of the work tree, or the git directory of a bare repository.
    folder: PathBuf,
    git_dir: PathBuf,
    top: Option<PathBuf>,
    /// Whether git's own discovery, from any folder of the work tree, finds this repository.
    is_found: bool,
    /// Why the program is needed, for the error if it is not installed.
    why: String,
    reader: RefCell<Option<CatFile>>,
    /// The number of objects fetched into a partial clone since [`Program::fetched`] was last called.
    fetched: Cell<usize>,
}

/// The folders of a repository as `git rev-parse` reports them.
#[derive(Debug)]
pub(super) struct RepositoryPaths {
    pub(super) git_dir: PathBuf,
    pub(super) common: PathBuf,
    /// The top of the work tree; none in a bare repository.
    pub(super) top: Option<PathBuf>,
    pub(super) is_sha256: bool,
}

impl Program {
    /// Creates the program for a repository whose folders are known.
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

    /// Opens a repository that libgit2 refused: the program checks who owns it and reports its folders.
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
        // Paths in the environment are relative to the current folder.
        let from = if is_named { Path::new(".") } else { folder };
        let finder = Self::new(location.git_dir(), Some(folder), false, why);
        let layout = finder.layout(ask, from)?;
        let real = |path: &Path| path.canonicalize().ok();
        // Git skips an invalid `.git` and searches further up; another repository must not stand in for this one.
        if !is_named && real(&layout.git_dir) != real(location.git_dir()) {
            return Err(Self::refused(format!("`{}` is not a git directory", location.git_dir().display())));
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
            // rev-parse prints one path per line and cannot quote them.
            return Err(Self::refused("its path contains a line break".to_owned()));
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

    /// A read-only command without arguments, run in the repository's folder.
    fn command(&self) -> Command {
        self.in_repository(reading(), &self.folder)
    }

    /// A read-only command without arguments, run in a folder of the work tree.
    pub(super) fn question(&self, folder: &Path) -> Command {
        self.in_repository(reading(), folder)
    }

    /// A command without arguments that changes something, run in a folder of the work tree with the user's hooks.
    pub(super) fn change(&self, folder: &Path) -> Command {
        if self.is_found {
            // Hooks must see the same environment as in a `git commit` that the user typed, so GIT_DIR is not set.
            let mut command = changing();
            command.current_dir(folder).env_remove("GIT_DIR").env_remove("GIT_WORK_TREE");
            return command;
        }
        self.in_repository(changing(), folder)
    }

    /// Sets the folder and the repository of a command, so that git does not search for another.
    fn in_repository(&self, mut command: Command, folder: &Path) -> Command {
        command.current_dir(folder).env("GIT_DIR", &self.git_dir);
        match &self.top {
            Some(top) => command.env("GIT_WORK_TREE", top),
            None => command.env_remove("GIT_WORK_TREE"),
        };
        command
    }

    /// Runs a command; a failure is an error with git's message.
    fn output(&self, command: &mut Command) -> Result<Output, GitError> {
        let output = command.output().map_err(|error| self.not_run(&error))?;
        if output.status.success() { Ok(output) } else { Err(self.refusal(&output.stderr)) }
    }

    /// Runs a command and returns its standard output; none if it exits with a failure.
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

    /// Reads an object of at most `max_bytes`. An object that a partial clone lacks is missing; older versions of git
    /// report an error instead.
    pub(super) fn read(&self, oid: Oid, max_bytes: u64) -> Result<ObjectAnswer, GitError> {
        let mut reader = self.reader.borrow_mut();
        let running = match reader.take() {
            Some(running) => running,
            None => self.cat_file().map_err(|error| self.not_run(&error))?,
        };
        let running = reader.insert(running);
        match running.read(oid, max_bytes) {
            Ok(answer) => Ok(answer),
            // The process is ended, as its output may stop in the middle of an object; the next read starts a new one.
            Err(error) => {
                let stderr = reader.take().map(CatFile::end).unwrap_or_default();
                let reason = if stderr.trim().is_empty() { error.to_string() } else { reason(&stderr) };
                Err(GitError::Broken { oid: oid.to_string(), reason })
            }
        }
    }

    fn cat_file(&self) -> io::Result<CatFile> {
        let mut command = self.command();
        command.args(["cat-file", "--batch"]).stdin(Stdio::piped());
        CatFile::new(command.spawn()?)
    }

    /// Resolves a name to an object; none if the name is unknown or ambiguous.
    pub(super) fn parse(&self, name: &str) -> Result<Option<Oid>, GitError> {
        if name.is_empty() || name.starts_with('-') || name.contains('\0') {
            return Ok(None);
        }
        let args = ["rev-parse", "--verify", "--quiet", name];
        let output = self.command().args(args).output().map_err(|error| self.not_run(&error))?;
        let stderr = String::from_utf8_lossy(&output.stderr);
        // With --quiet git prints nothing for an unknown name; a message means that an object could not be read.
        let has_error = stderr.lines().any(|line| line.starts_with("error: ") || line.starts_with("fatal: "));
        if !output.status.success() && has_error && !stderr.contains("ambiguous") {
            return Err(GitError::Broken { oid: name.to_owned(), reason: reason(&stderr) });
        }
        Ok(Oid::from_hex(output.stdout.trim_ascii_end()).filter(|_| output.status.success()))
    }

    /// The names of references below some prefixes, such as branches and tags.
    pub(super) fn names(&self, below: &[&str]) -> Result<Vec<String>, GitError> {
        let found = self.ask([&["for-each-ref", "--format=%(refname)"], below].concat())?;
        let text = String::from_utf8_lossy(&found.unwrap_or_default()).into_owned();
        let short = |name: &str| Some(name.strip_prefix("refs/")?.split_once('/')?.1.to_owned());
        Ok(text.lines().filter_map(short).collect())
    }

    /// The full name of the reference that a symbolic reference names.
    pub(super) fn target_of(&self, name: &str) -> Option<String> {
        let found = self.ask(["symbolic-ref", "--quiet", name]).ok().flatten()?;
        Some(String::from_utf8(found).ok()?.trim_end().to_owned())
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

    /// The effective value of a setting.
    pub(super) fn setting(&self, key: &str) -> Option<String> {
        self.configured(&["--get", key])
    }

    /// The effective value of a setting that is a path, with `~` expanded.
    pub(super) fn path(&self, key: &str) -> Option<String> {
        self.configured(&["--path", "--get", key])
    }

    fn configured(&self, args: &[&str]) -> Option<String> {
        let output = self.in_repository(settings(), &self.folder).args(["config", "-z"]).args(args).output().ok()?;
        let text = String::from_utf8(output.stdout).ok().filter(|_| output.status.success())?;
        Some(text.trim_end_matches('\0').to_owned())
    }

    /// The output of `git ls-files` in a folder of the work tree. The folders of a sparse index are entries of their own, as git
    /// would unfold them however much is in them; versions before 2.35, which do not know the option, do.
    pub(super) fn list_files(&self, folder: &Path, args: &[&str]) -> Result<Output, GitError> {
        const UNKNOWN_OPTION: i32 = 129;
        let list = |option: &[&str]| {
            let mut command = self.question(folder);
            command.args(["--literal-pathspecs", "ls-files"]).args(option).args(args);
            command.output().map_err(|error| self.not_run(&error))
        };
        let output = list(&["--sparse"])?;
        if output.status.code() == Some(UNKNOWN_OPTION) { list(&[]) } else { Ok(output) }
    }

    /// The entries of the index, without those of `git add --intent-to-add`. Folders of a sparse index are entries, too.
    pub(super) fn staged(&self) -> Result<Vec<Staged>, GitError> {
        let output = self.list_files(&self.folder, &["--stage", "-z"])?;
        if !output.status.success() {
            return Err(self.refusal(&output.stderr));
        }
        let mut staged: Vec<Staged> = output.stdout.split(|byte| *byte == 0).filter_map(Staged::parse).collect();
        // ls-files shows files of `git add --intent-to-add` as empty blobs; only diff-index can tell them from files
        // that are staged and empty.
        let empty = self.hash("blob")?;
        let paths: Vec<String> = staged.iter().filter(|it| Some(it.oid) == empty).map(|it| it.path.clone()).collect();
        // Of very many git would be asked for all files, and unfold the folders.
        let is_sparse = staged.iter().any(|it| it.mode == 0o040_000);
        if !(paths.is_empty() || is_sparse && paths.len() > MAX_PATHS) {
            let nothing = self.hash("tree")?.map(|oid| oid.to_string()).unwrap_or_default();
            let mut args = vec![
                "--literal-pathspecs",
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
            args.extend(pathspecs(&paths));
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

    /// Those of some objects that the repository lacks.
    pub(super) fn missing(&self, oids: &[Oid]) -> Result<Vec<Oid>, GitError> {
        let mut command = self.command();
        command.args(["cat-file", "--batch-check=%(objectname)", "--buffer"]);
        let output = self.run_with_oids(&mut command, oids)?;
        let absent = |line: &[u8]| Oid::from_hex(line.strip_suffix(b" missing")?);
        Ok(output.stdout.split(|byte| *byte == b'\n').filter_map(absent).collect())
    }

    /// Fetches objects that a partial clone left out from its promisor remote, in one request. Returns git's message if
    /// the fetch fails.
    pub(super) fn fetch(&self, remote: &str, oids: &[Oid]) -> Result<Option<String>, GitError> {
        if remote.starts_with('-') {
            return Ok(Some(format!("`{remote}` is not a valid remote name")));
        }
        let mut command = self.in_repository(fetching(&trusted()), &self.folder);
        command.args(["--filter=blob:none", "--stdin", remote]);
        let output = self.run_with_oids(&mut command, oids)?;
        if !output.status.success() {
            return Ok(Some(reason(&String::from_utf8_lossy(&output.stderr))));
        }
        self.fetched.set(self.fetched.get() + oids.len());
        Ok(None)
    }

    /// Returns the number of objects fetched since the last call.
    pub(super) fn fetched(&self) -> usize {
        self.fetched.take()
    }

    /// Runs a command whose standard input is the names of objects, one per line.
    fn run_with_oids(&self, command: &mut Command, oids: &[Oid]) -> Result<Output, GitError> {
        let mut child = command.stdin(Stdio::piped()).spawn().map_err(|error| self.not_run(&error))?;
        let lines: String = oids.iter().flat_map(|oid| [oid.to_string(), "\n".to_owned()]).collect();
        let stdin = child.stdin.take();
        // Git writes while it still reads; with one thread both pipes could fill up and block.
        let writer = std::thread::spawn(move || stdin.map(|mut stdin| stdin.write_all(lines.as_bytes())));
        let output = child.wait_with_output().map_err(|error| self.not_run(&error));
        let _ = writer.join();
        output
    }
}

/// The settings of the user and the system about SSH and credentials, as key and value.
fn trusted() -> Vec<(String, String)> {
    let args = ["config", "-z", "--get-regexp", r"^(core\.sshcommand|credential\..*)$"];
    let found = trusted_settings().args(args).output().map(|output| output.stdout).unwrap_or_default();
    let text = String::from_utf8_lossy(&found).into_owned();
    // A key without a value means `true`, which is meaningless for these.
    let pair = |line: &str| line.split_once('\n').map(|(key, value)| (key.to_owned(), value.to_owned()));
    text.split('\0').filter_map(pair).collect()
}

/// The most telling line of git's standard error: the first `fatal:`, else the first `error:`, else the first line.
fn reason(stderr: &str) -> String {
    let line = |prefix: &str| stderr.lines().find_map(|line| line.strip_prefix(prefix));
    let message = line("fatal: ").or_else(|| line("error: ")).or_else(|| stderr.lines().next());
    let following = stderr.lines().skip_while(|line| !line.ends_with(':')).nth(1).map(str::trim);
    let message = message.unwrap_or("git gave no reason").trim();
    match following.filter(|_| message.ends_with(':')) {
        // `unknown repository extension found:` is followed by the name on the next line.
        Some(following) => format!("{message} {following}"),
        None => message.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_of_git_is_one_line() {
        assert_eq!(
            reason("warning: x\nfatal: unknown repository extension found:\n\trefstorage\n"),
            "unknown repository extension found: refstorage"
        );
        assert_eq!(reason("error: inflate\nfatal: loose object is corrupt\n"), "loose object is corrupt");
        assert_eq!(reason(""), "git gave no reason");
    }
}
