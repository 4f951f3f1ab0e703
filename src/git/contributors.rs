//! The people that a commit's message names besides its author, also in messages of squash merges, where trailers are not
//! only at the end.

use super::commit::Signature;

/// A person that a commit's message names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contributor {
    /// The e-mail address, mapped by `.mailmap`.
    pub email: String,
    /// Whether they are a co-author; otherwise they reviewed, acknowledged or signed off.
    pub wrote: bool,
}

/// The keys of trailers that name people, in lower case, and whether they name co-authors.
const KEYS: [(&str, bool); 4] =
    [("co-authored-by", true), ("reviewed-by", false), ("acked-by", false), ("signed-off-by", false)];

/// The people that a message names, in its order.
///
/// When a forge squashes commits, it concatenates their messages with their trailers, so that these are in the middle of
/// the text; `git merge --squash` indents them below a line `Author:` for each commit. So a line that consists of a key
/// and an address counts anywhere in the message.
pub(super) fn contributors(message: &str, mailmap: Option<&git2::Mailmap>) -> Vec<Contributor> {
    if !message.contains('@') || !message.contains(':') {
        return Vec::new();
    }
    let mut found: Vec<Contributor> = Vec::new();
    let mut squashed = false;
    for line in message.lines() {
        squashed |= is_commit_line(line);
        let Some((key, value)) = line.split_once(':') else { continue };
        let known = KEYS.iter().find(|(name, _)| key.trim().eq_ignore_ascii_case(name)).map(|(_, wrote)| *wrote);
        let Some(wrote) = known.or((squashed && key == "Author").then_some(true)) else { continue };
        let Some((name, email)) = value.trim().strip_suffix('>').and_then(|value| value.rsplit_once('<')) else {
            continue;
        };
        let email = mapped(name.trim(), email.trim(), mailmap);
        if !found.iter().any(|it| it.email == email && it.wrote == wrote) && found.len() < MOST_CONTRIBUTORS {
            found.push(Contributor { email, wrote });
        }
    }
    found
}

/// The most contributors read from one message. It bounds the work on messages made to be slow.
const MOST_CONTRIBUTORS: usize = 500;

/// Whether a line is `commit OID`, with which `git merge --squash` begins each commit's message.
fn is_commit_line(line: &str) -> bool {
    line.strip_prefix("commit ").is_some_and(|oid| oid.len() >= 7 && oid.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// An address mapped by `.mailmap`.
pub(super) fn mapped(name: &str, email: &str, mailmap: Option<&git2::Mailmap>) -> String {
    let it = Signature { name: name.to_owned(), email: email.to_owned(), time: 0, offset: 0 };
    it.canonical(mailmap).email
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(message: &str) -> Vec<(String, bool)> {
        contributors(message, None).into_iter().map(|it| (it.email, it.wrote)).collect()
    }

    #[test]
    fn people_are_found_wherever_a_squash_leaves_them() {
        let person = |email: &str, wrote| (email.to_owned(), wrote);
        let service = "Set goals (#7)\n\n* Draft\n\nSigned-off-by: Tom <tom@x.example>\n\n* Mend\n\n---------\n\n\
                       Co-authored-by: Lea <1+lea@users.noreply.github.com>\n";
        assert_eq!(named(service), [person("tom@x.example", false), person("1+lea@users.noreply.github.com", true)]);
        let squash = "Squashed commit of the following:\n\ncommit 8a1b2c3d\nAuthor: Ana <ana@x.example>\nDate:   x\n\n    \
                      Set\n\n    Acked-by: Ben <ben@x.example>\n";
        assert_eq!(named(squash), [person("ana@x.example", true), person("ben@x.example", false)]);
        assert_eq!(named("Talk\n\nAuthor: Ana <ana@x.example>\nasked Reviewed-by: her <a@b>, and: c <d@e>\n"), []);
    }
}
