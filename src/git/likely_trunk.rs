//! Which branch of a repository is probably its trunk.

use super::backend::Backend;
use super::repository::Repository;
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
