//! Which branch of a repository is probably its trunk, and whether there is one of a name.

use super::backend::Backend;
use super::repository::Repository;
use super::trunk_line::names_of_trunk;
use git2::BranchType;

/// Where the branches of the remote stand that a repository was cloned from.
const ORIGIN: &str = "refs/remotes/origin/";

impl Repository {
    /// The branch that the remote's HEAD names, else `main` or `master` if only one of them is there, else the only branch,
    /// else the current one, which may have no commit yet. None where HEAD is on no branch.
    pub fn likely_trunk(&self) -> Option<String> {
        let current = self.target_of("HEAD")?.strip_prefix("refs/heads/")?.to_owned();
        let remote = self.target_of(&format!("{ORIGIN}HEAD"));
        if let Some(name) = remote.as_deref().and_then(|remote| remote.strip_prefix(ORIGIN)) {
            return Some(name.to_owned());
        }
        let branches = self.branches();
        let usual: Vec<&String> = branches.iter().filter(|name| matches!(name.as_str(), "main" | "master")).collect();
        match (usual.as_slice(), branches.as_slice()) {
            ([only], _) => Some((*only).clone()),
            (_, [only]) => Some(only.clone()),
            _ => Some(current),
        }
    }

    /// The branches here and of remotes, where there is surely none of a name, nor anything else that it could mean.
    ///
    /// None where a branch may exist that this clone does not show: HEAD is on no branch, as in most pipelines, the history
    /// is cut off, or of some remote not all branches are fetched, or nothing yet.
    pub fn branches_without(&self, name: &str) -> Option<Vec<String>> {
        let Backend::Library(git) = &self.backend else { return None };
        let current = self.target_of("HEAD")?;
        let may_be_elsewhere = !self.shallow.is_empty() || current == format!("refs/heads/{name}");
        if may_be_elsewhere || names_of_trunk(name).iter().any(|name| git.revparse_single(name).is_ok()) {
            return None;
        }
        let mut branches = self.branches();
        let remotes = git.remotes().ok()?;
        for remote in &remotes {
            let found = git.find_remote(remote.ok()??).ok()?;
            let refspecs = found.fetch_refspecs().ok()?;
            let fetches_all =
                refspecs.iter().flatten().flatten().any(|it| it.trim_start_matches('+').starts_with("refs/heads/*:"));
            let prefix = format!("refs/remotes/{}/", found.name().ok()??);
            let glob = git.references_glob(&format!("{prefix}*")).ok()?;
            let names: Vec<String> =
                glob.flatten().filter_map(|it| Some(it.name().ok()?.strip_prefix(&prefix)?.to_owned())).collect();
            if !fetches_all || names.is_empty() || names.iter().any(|it| it == name) {
                return None;
            }
            branches.extend(names.into_iter().filter(|it| it != "HEAD"));
        }
        branches.sort_unstable();
        branches.dedup();
        Some(branches).filter(|branches| !branches.is_empty())
    }

    /// The full name of the reference that a symbolic reference names.
    fn target_of(&self, name: &str) -> Option<String> {
        match &self.backend {
            Backend::Library(git) => git.find_reference(name).ok()?.symbolic_target().ok().flatten().map(str::to_owned),
            Backend::Program { .. } => self.program().target_of(name),
        }
    }

    /// The names of the local branches.
    fn branches(&self) -> Vec<String> {
        match &self.backend {
            Backend::Library(git) => {
                let found = git.branches(Some(BranchType::Local)).into_iter().flatten().flatten();
                found.filter_map(|(branch, _)| branch.name().ok().flatten().map(str::to_owned)).collect()
            }
            Backend::Program { .. } => self.program().names(&["refs/heads"]).unwrap_or_default(),
        }
    }
}
