//! What sources get of where they are asked: secrets by name, a few variables of the environment, and their files.

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::path::{Path, PathBuf};

use super::questions::Question;
use super::trust::Trust;
use crate::author::SourceFolder;
use crate::cli::error::CommandError;
use crate::fetch::{FetchContext, MOST_FILE};
use crate::git::FileContent;
use crate::model::{Day, QUERY};
use crate::project::Project;
use crate::source::{is_below, path_from_top};

/// The variables of the environment that sources get where they are set, those of proxies in lower case too.
const PASSED: [&str; 8] =
    ["PATH", "HOME", "LANG", "SSL_CERT_FILE", "HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY"];

/// What sources get.
#[derive(Debug)]
pub(super) struct SourceInputs {
    /// The values of the variables that sources name.
    secrets: BTreeMap<String, String>,
    /// A few variables of the environment.
    environment: BTreeMap<String, String>,
    /// The folder with the files that sources name.
    files: SourceFiles,
}

/// Where the files are that sources name.
#[derive(Debug)]
enum SourceFiles {
    /// In the work tree.
    Here(PathBuf),
    /// In a folder with those of the trunk.
    Published(SourceFolder, BTreeMap<String, String>),
}

impl SourceInputs {
    /// Collects what the sources of questions get. Files come from the trunk; the work tree's copies are not there.
    pub(super) fn collect(
        project: &Project,
        trust: &Trust<'_>,
        questions: &[Question<'_>],
    ) -> Result<Self, CommandError> {
        let files = match trust.published() {
            Some(published) => published_files(published, trust, questions)?,
            None => SourceFiles::Here(project.root.clone()),
        };
        Ok(Self { files, ..Self::without_files(project, trust, questions) })
    }

    /// Collects what is needed to say what sources would be asked. Nothing may be run with it.
    pub(super) fn without_files(project: &Project, trust: &Trust<'_>, questions: &[Question<'_>]) -> Self {
        let names: BTreeSet<&str> = questions.iter().flat_map(|question| question.feed.secrets()).collect();
        let secrets = names.into_iter().filter_map(|name| Some((name.to_owned(), env::var(name).ok()?))).collect();
        Self { secrets, environment: environment(trust), files: SourceFiles::Here(project.root.clone()) }
    }

    /// What a fetch is given.
    pub(super) fn fetch_context<'g>(
        &'g self,
        today: Day,
        is_cancelled: &'g (dyn Fn() -> bool + Sync),
    ) -> FetchContext<'g> {
        let folder = match &self.files {
            SourceFiles::Here(root) => root,
            SourceFiles::Published(folder, _) => folder.root(),
        };
        FetchContext { folder, secrets: &self.secrets, environment: &self.environment, today, is_cancelled }
    }

    /// Why a source cannot be asked: it names a file that the trunk does not have, or that is too large.
    pub(super) fn missing_file(&self, question: &Question<'_>) -> Option<String> {
        let SourceFiles::Published(_, missing) = &self.files else { return None };
        question.feed.possible_files().into_iter().find_map(|file| missing.get(file).cloned())
    }
}

/// Why a source must not be asked: it names a file of the work tree by its absolute path, which may be anyone's, or one
/// outside of the repository by a relative path, which would be found beside the temporary folder.
pub(super) fn refused_file(trust: &Trust<'_>, question: &Question<'_>) -> Option<String> {
    let published = trust.published()?;
    let top = trust.top();
    question.feed.possible_files().into_iter().find_map(|named| {
        // The query is a part of the argument that the program gets, and may be what makes a path of it.
        let file = question.origin.query.as_ref().map_or_else(|| named.to_owned(), |query| named.replace(QUERY, query));
        if !Path::new(&file).is_absolute() {
            let is_outside = !is_below(&file) && path_from_top(&published.root_in_git, &file).is_none();
            return is_outside.then(|| format!("`{file}` is outside of the repository: write an absolute path"));
        }
        let is_of = |top: &PathBuf| Path::new(&file).canonicalize().is_ok_and(|real| real.starts_with(top));
        let help = "which is not run or read; write it relative to goalpost.yaml";
        top.as_ref().is_some_and(is_of).then(|| format!("`{file}` is a file of the work tree, {help}"))
    })
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
fn published_files(
    published: &Project,
    trust: &Trust<'_>,
    questions: &[Question<'_>],
) -> Result<SourceFiles, CommandError> {
    let repository = published.repository.as_ref()?;
    let root = &published.root_in_git;
    let needed: BTreeSet<&str> = questions.iter().flat_map(|question| question.feed.files_for_sure()).collect();
    let (mut files, mut missing) = (BTreeMap::new(), BTreeMap::new());
    for named in questions.iter().flat_map(|question| question.feed.possible_files()).collect::<BTreeSet<_>>() {
        let (Some(path), Some(commit)) = (path_from_top(root, named), trust.commit()) else { continue };
        let reason = match repository.file_in(commit, &path, MOST_FILE)? {
            Some(FileContent::Whole(bytes)) => {
                files.insert(path, bytes);
                continue;
            }
            Some(FileContent::TooLarge(_)) => format!("is larger than {} MiB", MOST_FILE >> 20),
            // An argument may be anything else.
            None if !needed.contains(named) => continue,
            None => format!("is no file on {}", trust.name),
        };
        missing.insert(named.to_owned(), format!("`{named}` {reason}"));
    }
    let files: Vec<(String, Vec<u8>)> = files.into_iter().collect();
    let folder = SourceFolder::create(root, &files).map_err(|error| {
        CommandError::failed(format!("the files of sources cannot be written to a temporary folder: {error}"))
    })?;
    Ok(SourceFiles::Published(folder, missing))
}
