//! Tags of the repository: reading them, and creating annotated ones.

use std::collections::HashSet;
use std::path::Path;

use super::error::GitError;
use super::oids::Oid;
use super::record::{message_of, refused};
use super::repository::Repository;
use crate::model::{Day, parse_day};

/// A tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// Its name, without `refs/tags/`.
    pub name: String,
    /// The commit that it points to in the end; none if it points to something else.
    pub commit: Option<Oid>,
    /// Whether it is an object of its own, with a message.
    pub annotated: bool,
    /// Whether it has a signature, valid or not.
    pub signed: bool,
    /// Its message; empty unless it is annotated.
    pub message: String,
    /// The day on which it was made; none unless it is annotated.
    pub day: Option<Day>,
}

/// What is asked of every tag; a NUL byte ends each field.
const FORMAT: &str = "--format=%(refname:strip=2)%00%(objecttype)%00%(objectname)%00%(*objecttype)%00%(*objectname)%00\
                      %(taggerdate:short)%00%(contents:subject)%00%(contents:body)%00%(contents:signature)%00";

/// The number of fields of [`FORMAT`].
const FIELDS: usize = 9;

impl Repository {
    /// Every tag, by name.
    ///
    /// # Errors
    /// The `git` program cannot be run or fails.
    pub fn tags(&self) -> Result<Vec<Tag>, GitError> {
        let output = self.ask(&self.top(), &["for-each-ref", FORMAT, "refs/tags"])?;
        if !output.status.success() {
            return Err(refused(&output));
        }
        let text = String::from_utf8_lossy(&output.stdout);
        let fields: Vec<&str> = text.split('\0').collect();
        Ok(fields.chunks_exact(FIELDS).filter_map(|fields| self.tag_of(fields)).collect())
    }

    fn tag_of(&self, fields: &[&str]) -> Option<Tag> {
        let &[name, kind, oid, peeled_kind, peeled, day, subject, body, signature] = fields else { return None };
        // A line break ends the record before.
        let name = name.trim_start_matches('\n');
        let annotated = kind == "tag";
        let commit = match (kind, peeled_kind) {
            ("commit", _) => Oid::from_hex(oid.as_bytes()),
            ("tag", "commit") => Oid::from_hex(peeled.as_bytes()),
            // A tag of a tag, or of something that is no commit.
            _ => self.commit_of(&format!("refs/tags/{name}")).ok().flatten(),
        };
        let message = if annotated { format!("{subject}\n\n{body}") } else { String::new() };
        let signed = annotated && !signature.trim().is_empty();
        Some(Tag { name: name.to_owned(), commit, annotated, signed, message, day: parse_day(day) })
    }

    /// Checks that a tag of this name can be created.
    ///
    /// # Errors
    /// The tag exists already, or the name is invalid.
    pub fn can_tag(&self, root: &Path, name: &str) -> Result<(), GitError> {
        let reference = format!("refs/tags/{name}");
        if name.starts_with('-') || !self.ask(root, &["check-ref-format", &reference])?.status.success() {
            return Err(GitError::Untagged(format!("`{name}` is not a valid tag name")));
        }
        match self.tag_names(root)?.iter().find(|taken| leaves_no_room(taken, name)) {
            Some(taken) => Err(GitError::Untagged(format!("the tag `{taken}` already exists"))),
            None => Ok(()),
        }
    }

    /// The names of all tags.
    fn tag_names(&self, root: &Path) -> Result<Vec<String>, GitError> {
        let found = self.ask(root, &["for-each-ref", "--format=%(refname:strip=2)", "refs/tags"])?;
        if !found.status.success() {
            return Err(refused(&found));
        }
        Ok(String::from_utf8_lossy(&found.stdout).lines().map(str::to_owned).collect())
    }

    /// A tag name that is not in use: `name`, else the first free one of `name-2`, `name-3`, ….
    ///
    /// # Errors
    /// The `git` program cannot be run.
    pub fn free_tag(&self, root: &Path, name: &str, taken: &[String]) -> Result<String, GitError> {
        let mut known = self.tag_names(root)?;
        known.extend(taken.iter().cloned());
        // A tag `a/b` leaves no room for a tag `a`.
        let used: HashSet<&str> =
            known.iter().flat_map(|it| it.match_indices('/').map(|(at, _)| &it[..at]).chain([it.as_str()])).collect();
        let numbered = (2..).map(|number: u32| format!("{name}-{number}"));
        let mut names = std::iter::once(name.to_owned()).chain(numbered);
        Ok(names.find(|name| !used.contains(name.as_str())).unwrap_or_else(|| name.to_owned()))
    }

    /// Creates an annotated tag, signed where the user's configuration says so (`tag.gpgSign`).
    ///
    /// # Errors
    /// The `git` program fails.
    pub fn tag(&self, root: &Path, name: &str, commit: &str, message: &str) -> Result<(), GitError> {
        let failed = |reason| GitError::NoTag { commit: commit.to_owned(), name: name.to_owned(), reason };
        let output = self.change(root, &["tag", "-a", "-F", "-", "--", name, commit], message);
        match output {
            Ok(output) if output.status.success() => Ok(()),
            Ok(output) => Err(failed(message_of(&output))),
            // The commit stands, whatever kept git from running again.
            Err(error) => Err(failed(error.to_string())),
        }
    }
}

/// Whether a tag leaves no room for another one: it has that name, or one of the two would lie below the other.
fn leaves_no_room(taken: &str, name: &str) -> bool {
    let is_below = |a: &str, b: &str| a.strip_prefix(b).is_some_and(|rest| rest.starts_with('/'));
    taken == name || is_below(taken, name) || is_below(name, taken)
}
