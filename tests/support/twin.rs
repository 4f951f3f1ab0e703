//! The same repository in forms that libgit2 refuses, to be read through the git program.

use std::ffi::{OsStr, OsString};
use std::io::{self, Write as _};

use super::program::{Answer, goalpost_with};
use super::repository::Repo;

/// A form of a repository that libgit2 refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// Objects are named by sha256.
    Sha256,
    /// Branches are kept in a reftable.
    Reftable,
    /// The index is split in two.
    SplitIndex,
    /// The index has folders in it.
    SparseIndex,
    /// A clone without files; they are fetched when that is asked for.
    Partial,
    /// A partial clone of a git that writes it down as an extension.
    PartialExtension,
    /// A clone without files and folders.
    Treeless,
}

impl Form {
    /// The first git that knows it.
    fn since(self) -> (u32, u32) {
        match self {
            Self::Sha256 => (2, 42),
            Self::Reftable => (2, 45),
            Self::SplitIndex => (2, 20),
            Self::SparseIndex => (2, 37),
            Self::Partial | Self::PartialExtension | Self::Treeless => (2, 29),
        }
    }
}

/// A repository in another form.
pub(crate) struct Twin {
    pub(crate) repo: Repo,
    /// Whether it has to fetch what it is asked for.
    fetches: bool,
    /// What stands for each commit, by its name there: the same in all forms.
    marks: Vec<(String, String)>,
}

/// The version of git at hand.
fn version() -> (u32, u32) {
    let said = Repo::new().git(&["--version"]);
    let mut numbers = said.split(|c: char| !c.is_ascii_digit()).filter_map(|part| part.parse().ok());
    (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0))
}

impl Twin {
    /// The repository itself, its commits told apart from others' by what stands for them.
    pub(crate) fn itself(repo: Repo) -> Self {
        let marks = marks(&repo);
        Self { repo, fetches: false, marks }
    }

    /// A repository in another form; none, with a word about it, where the git at hand does not know that form.
    pub(crate) fn new(original: &Repo, form: Form) -> Option<Self> {
        let (found, needed) = (version(), form.since());
        if found < needed {
            let _ = writeln!(io::stderr(), "skipped: {form:?} needs git {needed:?}, this is {found:?}");
            return None;
        }
        let url = format!("file://{}", original.path().display());
        let clone = |filter: &str| {
            original.git(&["config", "uploadpack.allowFilter", "true"]);
            original.git(&["config", "uploadpack.allowAnySHA1InWant", "true"]);
            Repo::made(|to| {
                original.git(&["clone", "-q", &format!("--filter={filter}"), &url, &to.to_string_lossy()]);
            })
        };
        let repo = match form {
            Form::Sha256 => replayed(original, "--object-format=sha256"),
            Form::Reftable => replayed(original, "--ref-format=reftable"),
            Form::SplitIndex => {
                let repo = original.copy();
                repo.git(&["update-index", "--split-index"]);
                repo
            }
            Form::SparseIndex => {
                let repo = original.copy();
                // A file that may have changed would be left where it is.
                repo.git(&["update-index", "-q", "--refresh"]);
                repo.git(&["sparse-checkout", "init", "--cone", "--sparse-index"]);
                repo.git(&["sparse-checkout", "set", "okrs"]);
                repo
            }
            Form::Partial => clone("blob:none"),
            Form::PartialExtension => {
                let repo = clone("blob:none");
                repo.git(&["config", "core.repositoryformatversion", "1"]);
                repo.git(&["config", "extensions.partialClone", "origin"]);
                repo
            }
            Form::Treeless => clone("tree:0"),
        };
        let fetches = matches!(form, Form::Partial | Form::PartialExtension | Form::Treeless);
        Some(Self { fetches, ..Self::itself(repo) })
    }

    /// What the program says in the folder of goals, the names of commits replaced by what stands for them.
    pub(crate) fn answer(&self, args: &[&str]) -> (i32, String, String) {
        let args = if self.fetches { [args, &["--fetch"]].concat() } else { args.to_vec() };
        let answer = self.goalpost(&args, &std::env::var_os("PATH").unwrap_or_default());
        let told = |text: &str| !text.starts_with("note: this is a partial clone");
        let stderr: String = answer.stderr.split_inclusive('\n').filter(|line| told(line)).collect();
        (answer.code, self.marked(&answer.stdout), self.marked(&stderr))
    }

    /// Runs the program in the folder of goals, with programs from some folders.
    pub(crate) fn goalpost(&self, args: &[&str], path: &OsStr) -> Answer {
        let home = OsString::from(self.repo.path());
        let environment = [("PATH", path), ("HOME", &home), ("GIT_CONFIG_NOSYSTEM", OsStr::new("1"))];
        goalpost_with(&self.repo.path().join("okrs"), args, &environment)
    }

    /// A commit of the original, by its subject.
    pub(crate) fn commit(&self, subject: &str) -> String {
        self.repo.git(&["log", "--format=%H", "-1", "--fixed-strings", &format!("--grep={subject}"), "HEAD"])
    }

    fn marked(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for (oid, mark) in &self.marks {
            for part in [oid.as_str(), &oid[..10], &oid[..7]] {
                text = text.replace(part, mark);
            }
        }
        text
    }
}

/// What stands for each commit: when it was made, and what it says.
fn marks(repo: &Repo) -> Vec<(String, String)> {
    let log = repo.git(&["log", "HEAD", "--format=%H %at %s"]);
    log.lines()
        .filter_map(|line| line.split_once(' '))
        .map(|(oid, mark)| (oid.to_owned(), format!("<{mark}>")))
        .collect()
}

/// The same commits in a new repository of another format.
fn replayed(original: &Repo, format: &str) -> Repo {
    let stream = tempfile::NamedTempFile::new().expect("a file");
    let path = stream.path().to_string_lossy().into_owned();
    let script = format!("git fast-export --all > '{path}'");
    original.shell(&script);
    let repo = Repo::made(|to| {
        original.git(&["init", "-q", "-b", "main", "--template=", format, &to.to_string_lossy()]);
    });
    repo.shell(&format!("git fast-import --quiet < '{path}' && git reset -q --hard"));
    repo
}
