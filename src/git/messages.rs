//! What the commits of a repository say: one pass over all of them, each read once.

use std::collections::HashSet;
use std::path::Path;

use git2::ObjectType;

use super::commit::{Signature, parse_people, parse_raw};
use super::error::GitError;
use super::hands::{Hand, hands, mapped};
use super::objects::Objects;
use super::oids::Oid;
use super::repository::Repository;
use crate::model::Day;

/// A commit and what it says.
#[derive(Debug, Clone)]
pub struct Message {
    /// Its name.
    pub oid: Oid,
    /// Who wrote it, and when.
    pub author: Signature,
    /// Who committed it, and when.
    pub committer: Signature,
    /// All of it.
    pub text: String,
    /// Who else had part in it.
    pub hands: Vec<Hand>,
}

impl Message {
    pub(super) fn new(
        oid: Oid,
        author: Signature,
        committer: Signature,
        text: String,
        mailmap: Option<&git2::Mailmap>,
    ) -> Self {
        let hands = hands(&text, mailmap);
        let address = |it: Signature| Signature { email: mapped(&it.name, &it.email, mailmap), ..it };
        Self { oid, author: address(author), committer: address(committer), text, hands }
    }
}

/// How far a commit's clock may go wrong, in seconds: a month.
const SKEW: i64 = 31 * 86_400;

impl Repository {
    /// Gives each commit at or above HEAD whose author's day is not before `since` and whose message holds a word, in
    /// any case; returns how many commits of these days there are.
    ///
    /// # Errors
    /// Nothing has been committed yet, or an object is missing or broken.
    pub fn messages(&self, since: Option<Day>, word: &str, mut each: impl FnMut(Message)) -> Result<usize, GitError> {
        let head = self.head()?.oid;
        let objects = Objects::new(self)?;
        let mailmap = self.mailmap();
        let oldest = since.map(|day| crate::model::days_between(Day::constant(1970, 1, 1), day) * 86_400 - SKEW);
        let (mut seen, mut open, mut count) = (HashSet::from([head]), vec![head], 0);
        while let Some(oid) = open.pop() {
            let object = objects.read_kind(oid, ObjectType::Commit)?;
            let data = object.data();
            let raw = parse_raw(data)
                .ok_or_else(|| GitError::Broken { oid: oid.to_string(), reason: "not a commit".to_owned() })?;
            if oldest.is_some_and(|oldest| raw.committed < oldest) {
                continue;
            }
            if !self.shallow.contains(&oid) {
                open.extend(raw.parents.into_iter().filter(|parent| seen.insert(*parent)));
            }
            let (author, committer, text) = parse_people(data);
            if since.is_some_and(|since| author.day() < since) {
                continue;
            }
            count += 1;
            if !holds(data, word.as_bytes()) {
                continue;
            }
            each(Message::new(oid, author, committer, text, mailmap.as_ref()));
        }
        Ok(count)
    }

    /// The folder of the work tree, or of the repository itself where there is none.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.top.as_deref().unwrap_or(&self.git_dir)
    }
}

fn holds(data: &[u8], word: &[u8]) -> bool {
    data.windows(word.len()).any(|window| window.eq_ignore_ascii_case(word))
}
