//! Parses the parts of raw commit objects that history needs: tree, parents, people and message.

use std::io::BufRead;

use super::encoding::TextEncoding;
use super::oids::Oid;
use crate::model::{Day, plus_days};

/// Who made a commit, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// The name, as `.mailmap` gives it.
    pub name: String,
    /// The address, as `.mailmap` gives it.
    pub email: String,
    /// Seconds since 1970.
    pub time: i64,
    /// The time zone's offset from UTC in minutes, positive to the east.
    pub offset: i32,
}

impl Signature {
    /// The signature with the name and address that `.mailmap` gives it.
    pub(super) fn canonical(self, mailmap: Option<&git2::Mailmap>) -> Self {
        let time = git2::Time::new(self.time, self.offset);
        let mapped = mailmap.and_then(|mailmap| {
            // Libgit2 refuses an empty name.
            let name = if self.name.is_empty() { "?" } else { &self.name };
            mailmap.resolve_signature(&git2::Signature::new(name, &self.email, &time).ok()?).ok()
        });
        let Some(mapped) = mapped else { return self };
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let name = if self.name.is_empty() { String::new() } else { text(mapped.name_bytes()) };
        Self { name, email: text(mapped.email_bytes()), ..self }
    }

    /// The day in the signature's own zone.
    pub fn day(&self) -> Day {
        day_of(self.time, self.offset)
    }
}

impl Signature {
    /// The time in UTC as in RFC 3339: `2026-10-09T08:00:00Z`.
    pub fn instant(&self) -> String {
        let day = day_of(self.time, 0);
        let second = self.time.rem_euclid(86_400);
        format!("{day}T{:02}:{:02}:{:02}Z", second / 3600, second / 60 % 60, second % 60)
    }
}

/// The day of a time (seconds since 1970) in a zone (minutes east of UTC).
pub(super) fn day_of(time: i64, offset: i32) -> Day {
    let days = (time.saturating_add(i64::from(offset) * 60)).div_euclid(86_400);
    // Any number can stand in a commit; the bounds are the range of `Day`.
    plus_days(Day::constant(1970, 1, 1), days.clamp(-719_000, 2_900_000))
}

/// The first line of a message.
pub(super) fn subject_of(message: &str) -> &str {
    message.lines().next().unwrap_or("")
}

/// The parts of a raw commit that the walk needs.
#[derive(Debug, Clone)]
pub(super) struct RawCommit {
    pub(super) tree: Oid,
    pub(super) parents: Vec<Oid>,
    pub(super) committed: i64,
}

/// Parses the headers of a raw commit; none without a tree. An unreadable commit time is 0.
pub(super) fn parse_raw(mut data: &[u8]) -> Option<RawCommit> {
    let mut tree = None;
    let mut parents = Vec::new();
    let mut committed = None;
    loop {
        let line = take_line(&mut data);
        if let Some(hex) = line.strip_prefix(b"tree ") {
            tree = Oid::from_hex(hex);
        } else if let Some(hex) = line.strip_prefix(b"parent ") {
            parents.extend(Oid::from_hex(hex));
        } else if let Some(rest) = line.strip_prefix(b"committer ") {
            // Of the committer nothing but the time is asked, in every commit of a repository.
            let when = rest.iter().rposition(|byte| *byte == b'>').map_or(&b""[..], |end| &rest[end + 1..]);
            committed = Some(time_of(&String::from_utf8_lossy(when)));
            break;
        } else if line.is_empty() {
            break;
        }
    }
    Some(RawCommit { tree: tree?, parents, committed: committed.unwrap_or(0) })
}

/// Takes the first line off some bytes and returns it without its end. All commits of a repository are read by it, so that it
/// does not go byte by byte.
fn take_line<'d>(data: &mut &'d [u8]) -> &'d [u8] {
    let all = *data;
    let length = data.skip_until(b'\n').unwrap_or(0);
    all[..length].strip_suffix(b"\n").unwrap_or(&all[..length])
}

/// Parses author, committer and message of a raw commit. Bytes that are not UTF-8 are replaced.
pub(super) fn parse_people(data: &[u8]) -> (Signature, Signature, String) {
    let (mut author, mut committer): (&[u8], &[u8]) = (b"", b"");
    let mut encoding = TextEncoding::default();
    let mut at = 0;
    while let Some(end) = data[at..].iter().position(|byte| *byte == b'\n').map(|end| at + end) {
        let line = &data[at..end];
        at = end + 1;
        if line.is_empty() {
            break;
        }
        if let Some(rest) = line.strip_prefix(b"author ") {
            author = rest;
        } else if let Some(rest) = line.strip_prefix(b"committer ") {
            committer = rest;
        } else if let Some(rest) = line.strip_prefix(b"encoding ") {
            encoding = TextEncoding::named(rest);
        }
    }
    let message = encoding.decode(&data[at.min(data.len())..]);
    (signature(&encoding.decode(author)), signature(&encoding.decode(committer)), message)
}

/// Parses `Name <email> 1234567890 +0100`. Missing or malformed parts are empty or zero, as git reads such commits too.
fn signature(text: &str) -> Signature {
    let (who, when) = match text.rfind('>') {
        Some(end) => (&text[..end], &text[end + 1..]),
        None => (text, ""),
    };
    let (name, email) = who.split_once('<').unwrap_or((who, ""));
    let (time, zone) = (time_of(when), zone_of(when));
    let offset = (zone / 100 * 60 + zone % 100).clamp(-1440, 1440);
    Signature { name: name.trim().to_owned(), email: email.trim().to_owned(), time, offset }
}

/// The first number of `1234567890 +0100`.
fn time_of(when: &str) -> i64 {
    when.split_whitespace().next().and_then(|time| time.parse().ok()).unwrap_or(0)
}

/// The second number of `1234567890 +0100`.
fn zone_of(when: &str) -> i32 {
    when.split_whitespace().nth(1).and_then(|zone| zone.parse().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const RAW: &[u8] = b"tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\nparent e83c5163316f89bfbde7d9ab23ca2e25604af290\nauthor Ana <ana@x.example> 1790000000 -0330\ncommitter Ben <ben@x.example> 1790000001 +0200\nencoding UTF-8\n\nMove it\n\nThe market shrank.\n\nGoal-Reason: agreed\nGoal: a, b\n";

    #[test]
    fn a_commit_is_read_from_its_bytes() {
        let raw = parse_raw(RAW).expect("a commit");
        assert_eq!((raw.parents.len(), raw.committed), (1, 1_790_000_001));
        let (author, committer, message) = parse_people(RAW);
        assert_eq!((author.name.as_str(), author.offset), ("Ana", -210));
        assert_eq!((committer.email.as_str(), committer.offset), ("ben@x.example", 120));
        assert_eq!(message, "Move it\n\nThe market shrank.\n\nGoal-Reason: agreed\nGoal: a, b\n");
    }

    #[test]
    fn a_day_is_the_zones_own() {
        let late = 1_790_895_600; // 2026-10-01 23:00 UTC
        assert_eq!(day_of(late, 0).to_string(), "2026-10-01");
        assert_eq!(day_of(late, 120).to_string(), "2026-10-02");
        assert_eq!(day_of(i64::MAX, 0), day_of(i64::MAX, 60), "nonsense is bounded");
    }

    #[test]
    fn a_broken_commit_is_no_panic() {
        for data in [&b""[..], b"tree", b"tree x\n\n", b"author\ncommitter\n", b"author <<>> x y\n\n\xff"] {
            let _ = parse_raw(data);
            let _ = parse_people(data);
        }
    }
}
