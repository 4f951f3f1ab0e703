//! The people that a commit's message names besides its author, and the values of trailers, also in messages of squash
//! merges, where trailers are not only at the end.

use std::collections::HashSet;

use super::commit::{Signature, Trailer, trailers};

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

/// The values of a trailer's key (in lower case), and whether each is where git looks for trailers: at the end.
///
/// In messages of squash merges the trailers of each commit count too: paragraphs that consist only of trailers.
#[must_use]
pub fn values_of(message: &str, key: &str) -> Vec<(String, bool)> {
    let is_key = |trailer: &Trailer| trailer.key == key;
    let mut found: Vec<(String, bool)> =
        trailers(message).into_iter().filter(is_key).map(|trailer| (trailer.value, true)).collect();
    let mut known: HashSet<String> = found.iter().map(|(value, _)| value.clone()).collect();
    // The first paragraph is the subject, which is never a trailer.
    let body = message.trim_start().split_once("\n\n").map_or("", |(_, body)| body);
    for (name, value) in paragraphs(body).into_iter().filter_map(pairs_of).flatten() {
        if name.eq_ignore_ascii_case(key) && known.insert(value.clone()) {
            found.push((value, false));
        }
    }
    found
}

/// The paragraphs of a text, each a list of its lines.
fn paragraphs(text: &str) -> Vec<Vec<&str>> {
    let mut paragraphs = vec![Vec::new()];
    for line in text.lines().map(str::trim_end) {
        match paragraphs.last_mut() {
            Some(last) if !line.is_empty() => last.push(line),
            _ => paragraphs.push(Vec::new()),
        }
    }
    paragraphs
}

/// The keys and values of a paragraph of nothing but trailers; a line that is indented further continues the one before it.
fn pairs_of(paragraph: Vec<&str>) -> Option<Vec<(&str, String)>> {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let first = indent(paragraph.first()?);
    let mut pairs: Vec<(&str, String)> = Vec::new();
    for line in paragraph {
        if let Some((_, value)) = pairs.last_mut().filter(|_| indent(line) > first) {
            *value = format!("{value} {}", line.trim());
            continue;
        }
        let (key, value) = line.trim().split_once(':')?;
        let is_key = !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        pairs.push((is_key.then_some(key)?, value.trim().to_owned()));
    }
    Some(pairs)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(message: &str) -> Vec<(String, bool)> {
        contributors(message, None).into_iter().map(|it| (it.email, it.wrote)).collect()
    }

    #[test]
    fn trailers_of_squashed_commits_count_over_several_lines_too() {
        let reasons = |message: &str| values_of(message, "goal-reason").into_iter().map(|it| it.0).collect::<Vec<_>>();
        for message in [
            "Lower (#7)\n\n* Lower\n\nGoal-Reason: the vendor\n  left us\n\n* Mend a typo\n",
            "Squashed commit of the following:\n\ncommit 8a1b2c3d\nDate:   x\n\n    Lower\n\n    Goal: a\n    Goal-Reason: the \
             vendor\n     left us\n\ncommit 9b1b2c3d\n\n    Mend\n",
        ] {
            assert_eq!(reasons(message), ["the vendor left us"], "{message}");
        }
        assert_eq!(reasons("Lower\n\nWe give a\nGoal-Reason: with every move\nthat we make.\n\nMore.\n"), [""; 0]);
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

    #[test]
    fn values_stand_at_the_end_or_in_paragraphs_of_their_own() {
        let of = |message: &str| values_of(message, "goal");
        assert_eq!(of("Fix\n\nGoal: a, b\n"), [("a, b".to_owned(), true)]);
        let squashed = "Two (#3)\n\n* One\n\nGoal: a\nRefs: #1\n\n* Two\n\nGoal: b\n\n* Three\n";
        assert_eq!(of(squashed), [("a".to_owned(), false), ("b".to_owned(), false)]);
        assert_eq!(of("Fix\n\nThe Goal: is this\nand more of it\n\nThanks.\n"), []);
        assert_eq!(of("Goal: a\n"), [], "a subject is no trailer");
    }
}
