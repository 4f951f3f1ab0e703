//! What sources get of where they are asked: secrets by name, a few variables of the environment, and their files.

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::path::{Component, Path, PathBuf};

use super::questions::Question;
use super::trust::Trust;
use crate::author::SourceFolder;
use crate::cli::error::CommandError;
use crate::project::Project;

/// The variables of the environment that sources get where they are set, those of proxies in lower case too.
const PASSED: [&str; 8] =
    ["PATH", "HOME", "LANG", "SSL_CERT_FILE", "HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY"];

/// The largest file of the repository that a source may name, in bytes.
const MAX_FILE: u64 = 20 << 20;

/// What sources get.
#[derive(Debug)]
pub(super) struct Provision {
    /// The values of the variables that sources name.
    pub(super) secrets: BTreeMap<String, String>,
    /// A few variables of the environment.
    pub(super) environment: BTreeMap<String, String>,
    /// The folder with the files that sources name.
    folder: Option<SourceFolder>,
    root: PathBuf,
}

impl Provision {
    /// Collects what the sources of questions get. Files come from the trunk; the work tree's copies are not there.
    pub(super) fn collect(
        project: &Project,
        trust: &Trust<'_>,
        questions: &[Question<'_>],
    ) -> Result<Self, CommandError> {
        let names: BTreeSet<&str> = questions.iter().flat_map(|question| question.feed.secrets()).collect();
        let secrets = names.into_iter().filter_map(|name| Some((name.to_owned(), env::var(name).ok()?))).collect();
        let folder = match trust.published() {
            Some(published) => Some(folder_of(published, trust, questions)?),
            None => None,
        };
        let root = folder.as_ref().map_or_else(|| project.root.clone(), |folder| folder.root().to_path_buf());
        Ok(Self { secrets, environment: environment(trust), folder, root })
    }

    /// The folder in which programs run and files are read.
    pub(super) fn root(&self) -> &Path {
        debug_assert!(self.folder.as_ref().is_none_or(|folder| folder.root() == self.root));
        &self.root
    }
}

/// Why a source must not be asked: it names a file of the work tree by its absolute path, which may be anyone's.
pub(super) fn refused_file(trust: &Trust<'_>, question: &Question<'_>) -> Option<String> {
    let top = trust.top().filter(|_| trust.published().is_some())?;
    let mut named = question.feed.possible_files().into_iter().filter(|file| Path::new(file).is_absolute());
    let inside = named.find(|file| Path::new(file).canonicalize().is_ok_and(|file| file.starts_with(&top)))?;
    Some(format!("`{inside}` is a file of the work tree, which is not run or read; write it relative to goalpost.yaml"))
}

/// The variables of the environment. Of `PATH` only absolute folders outside the work tree: a program of the work tree is
/// not run by its name either.
fn environment(trust: &Trust<'_>) -> BTreeMap<String, String> {
    let top = trust.top();
    let names = PASSED.iter().flat_map(|name| [(*name).to_owned(), name.to_lowercase()]);
    let mut environment: BTreeMap<String, String> =
        names.filter_map(|name| Some((name.clone(), env::var(name).ok()?))).collect();
    if let Some(path) = environment.get_mut("PATH") {
        let is_outside = |folder: &PathBuf| {
            let real = folder.canonicalize().unwrap_or_else(|_| folder.clone());
            folder.is_absolute() && top.as_ref().is_none_or(|top| !real.starts_with(top))
        };
        let kept = env::split_paths(&path.clone()).filter(is_outside).collect::<Vec<_>>();
        *path = env::join_paths(kept).map(|path| path.to_string_lossy().into_owned()).unwrap_or_default();
    }
    environment
}

/// Writes the files of the trunk that sources name into a temporary folder.
fn folder_of(published: &Project, trust: &Trust<'_>, questions: &[Question<'_>]) -> Result<SourceFolder, CommandError> {
    let repository = published.repository.as_ref()?;
    let root = published.root_in_git.trim_start_matches("./").trim_matches('.').to_owned();
    let mut files = BTreeMap::new();
    for named in questions.iter().flat_map(|question| question.feed.possible_files()).collect::<BTreeSet<_>>() {
        let (Some(path), Some(commit)) = (path_from_top(&root, named), trust.commit) else { continue };
        if let Some(bytes) = repository.file_in(commit, &path, MAX_FILE)? {
            files.insert(path, bytes);
        }
    }
    let files: Vec<(String, Vec<u8>)> = files.into_iter().collect();
    SourceFolder::create(&root, &files).map_err(|error| {
        CommandError::failed(format!("the files of sources cannot be written to a temporary folder: {error}"))
    })
}

/// The path from the top of a file that is named from the goals' root; none if it leads out of the repository.
fn path_from_top(root: &str, named: &str) -> Option<String> {
    let mut parts: Vec<&str> = root.split('/').filter(|part| !part.is_empty()).collect();
    for part in Path::new(named).components() {
        match part {
            Component::Normal(name) => parts.push(name.to_str()?),
            Component::CurDir => {}
            Component::ParentDir => drop(parts.pop()?),
            Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    (!parts.is_empty()).then(|| parts.join("/"))
}
