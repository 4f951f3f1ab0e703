//! What a remote has already of what is pushed to it.

use super::error::GitError;
use super::oids::Oid;
use super::repository::Repository;
use super::revision::Revision;

/// The most places where a line leaves what the remote has that are compared.
const MOST_PLACES: usize = 1000;

impl Repository {
    /// The newest commits in a commit's history that a remote has, by its branches as they were last fetched: where
    /// `git rev-list COMMIT --not --remotes=NAME` ends. There are several where the branches of the remote were merged. None if
    /// no branch of it is known here, or if none has anything in common.
    ///
    /// # Errors
    /// The git program does not run, or an object is missing or broken.
    pub fn known_to_remote(&self, commit: Oid, remote: &str) -> Result<Vec<Revision>, GitError> {
        // What could be an option or a pattern is no name of a remote, as a URL is none.
        if remote.is_empty() || remote.starts_with('-') || remote.contains(['*', '?', '[', ':']) {
            return Ok(Vec::new());
        }
        let (name, known) = (commit.to_string(), format!("--remotes={remote}"));
        let listed = self.lines(&["rev-list", "--boundary", &name, "--not", &known])?;
        if listed.is_empty() {
            return Ok(vec![self.revision(commit)?]);
        }
        let places = listed.iter().filter_map(|line| line.strip_prefix('-'));
        let places: Vec<&str> = places.take(MOST_PLACES).collect();
        if places.is_empty() {
            return Ok(Vec::new());
        }
        let newest = self.lines(&[&["merge-base", "--all", &name], &places[..]].concat())?;
        newest.iter().filter_map(|oid| Oid::from_hex(oid.as_bytes())).map(|oid| self.revision(oid)).collect()
    }

    /// The lines that a git command prints.
    fn lines(&self, args: &[&str]) -> Result<Vec<String>, GitError> {
        let output = self.program().question(self.home()).args(args).output();
        let output = output.map_err(|error| GitError::Unsupported(format!("the git program does not run: {error}")))?;
        if !output.status.success() {
            let reason = String::from_utf8_lossy(&output.stderr).trim().to_owned();
            return Err(GitError::Unsupported(reason));
        }
        Ok(String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect())
    }
}
