//! The history of a repository as text: the language of the examples on rule pages and of the demo.
//!
//! A line that starts with one of these heads is an instruction; all other lines are the text of the last named file.
//! An instruction may be followed by two spaces and a comment (`# remove: a.yaml  # the file was empty`).
//!
//! ```text
//! # person: ana Ana Silva <ana@northwind.example>
//! # commit: 2026-11-03 ana "Update numbers"
//! # commit: 2026-11-03 09:40 +01:00 ana "Update numbers"
//! # body: A line of the message below its subject; an empty one separates paragraphs.
//! # trailer: Goal-Reason: the market shrank
//! # committer: 2026-11-04 10:05 +00:00 tom
//! # branch: fair
//! # merge: fair
//! # tag: week-5
//! # file: NAME.yaml
//! # change: NAME.yaml
//! # move: NAME.yaml -> FOLDER/NAME.yaml
//! # remove: NAME.yaml
//! # not committed:
//! ```
//!
//! * `person` defines the name and address of a person who commits. A story that defines one person must define all.
//! * `commit` starts a commit with its day, author and subject, and optionally a time and zone. Without a time, the commits
//!   of a story are a minute apart, starting at 9:00 UTC. The following lines belong to the commit.
//! * `body` and `trailer` add to its message. `committer` is the person who committed it and when, if not its author at
//!   the same time.
//! * `branch` puts it on a branch; a new branch starts at the tip of the trunk. `merge` merges a branch. `tag` tags it.
//! * `file` writes a file: the following lines are its text, without blank lines at the end. An empty text removes it.
//! * `change` changes lines of a file, as described at [`FileChange`].
//! * Files before the first commit are the initial state; a text without a head is the file `example.yaml`. Changes after
//!   `not committed` are in the work tree only.

use std::collections::BTreeMap;

use super::commit::Signature;
use super::file_change::{Action, FileChange, StoryError, value_without_comment};
use crate::model::{Day, days_between, parse_day};

/// The heads of instructions, each with the space before its value.
pub const HEADS: &[&str] = &[
    "# person: ",
    "# commit: ",
    "# body:",
    "# trailer: ",
    "# committer: ",
    "# branch: ",
    "# merge: ",
    "# tag: ",
    "# file: ",
    "# change: ",
    "# move: ",
    "# remove: ",
    "# not committed:",
];

/// A history: the initial files, commits, and uncommitted changes.
#[derive(Debug, Clone, Default)]
pub struct Story {
    /// The changes before the first commit.
    pub first: Vec<FileChange>,
    /// The commits in order.
    pub commits: Vec<StoryCommit>,
    /// The changes in the work tree only.
    pub uncommitted: Vec<FileChange>,
    people: BTreeMap<String, (String, String)>,
}

/// A commit of a story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoryCommit {
    /// The author's key.
    pub author: String,
    /// The author's time.
    pub written: StoryTime,
    /// The committer's key and time, if they differ from the author's.
    pub landed: Option<(String, StoryTime)>,
    /// The branch that it is on; none for the trunk.
    pub branch: Option<String>,
    /// The branch that it merges.
    pub merge: Option<String>,
    /// The tag to create.
    pub tag: Option<String>,
    /// The changes of files.
    pub changes: Vec<FileChange>,
    subject: String,
    body: Vec<String>,
    trailers: Vec<String>,
}

/// A time in a time zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StoryTime {
    /// The day in that zone.
    pub day: Day,
    /// Seconds since 1970.
    pub seconds: i64,
    /// The zone's offset from UTC in minutes, positive to the east.
    pub offset: i32,
}

impl Story {
    /// Parses a story.
    ///
    /// # Errors
    /// The value of an instruction is malformed or the instruction is in the wrong place.
    pub fn parse(text: &str) -> Result<Self, StoryError> {
        let mut story = Self::default();
        let mut in_work_tree = false;
        for (line, content) in (1..).zip(text.lines()) {
            let fault = |message: String| StoryError { line, message };
            if content.trim_end() == "# not committed:" {
                in_work_tree = true;
            } else if let Some(person) = value(content, "# person: ") {
                let (key, name, email) = read_person(person)
                    .ok_or_else(|| fault(format!("expected `KEY NAME <EMAIL>` instead of `{person}`")))?;
                story.people.insert(key, (name, email));
            } else if let Some(commit) = value(content, "# commit: ") {
                let commit = read_commit(commit, story.commits.len()).ok_or_else(|| {
                    fault(format!("expected `DAY [TIME ZONE] AUTHOR \"SUBJECT\"` instead of `{commit}`"))
                })?;
                story.expect_person(&commit.author).map_err(fault)?;
                story.commits.push(commit);
            } else if !story.read_commit_line(content).map_err(fault)? {
                let changes = match story.commits.last_mut() {
                    _ if in_work_tree => &mut story.uncommitted,
                    Some(commit) => &mut commit.changes,
                    None => &mut story.first,
                };
                read_change_line(content, line, changes).map_err(fault)?;
            }
        }
        let committed = story.commits.iter_mut().flat_map(|commit| &mut commit.changes);
        for change in story.first.iter_mut().chain(committed).chain(&mut story.uncommitted) {
            if let Action::Write(text) = &mut change.action {
                text.truncate(text.trim_end().len());
                text.push('\n');
            }
        }
        Ok(story)
    }

    /// The signature of a person at a time; none if the story does not define the person.
    pub fn sign(&self, person: &str, at: StoryTime) -> Option<Signature> {
        let (name, email) = self.people.get(person)?;
        Some(Signature { name: name.clone(), email: email.clone(), time: at.seconds, offset: at.offset })
    }

    fn expect_person(&self, person: &str) -> Result<(), String> {
        // Stories that define nobody may use any key; callers then choose names.
        if self.people.is_empty() || self.people.contains_key(person) {
            return Ok(());
        }
        Err(format!("this story does not define the person `{person}`"))
    }

    /// Parses an instruction about the last commit; returns whether the line is one.
    fn read_commit_line(&mut self, content: &str) -> Result<bool, String> {
        let Some((head, value)) = ["# body:", "# trailer: ", "# committer: ", "# branch: ", "# merge: ", "# tag: "]
            .iter()
            .find_map(|head| Some((*head, value(content, head)?)))
        else {
            return Ok(false);
        };
        let committer = if head == "# committer: " {
            let (time, person) = StoryTime::read(value, 0)
                .ok_or_else(|| format!("expected `DAY TIME ZONE PERSON` instead of `{value}`"))?;
            self.expect_person(person)?;
            Some((person.to_owned(), time))
        } else {
            None
        };
        let commit = self.commits.last_mut().ok_or_else(|| format!("`{}` belongs below a commit", head.trim()))?;
        let value = value.to_owned();
        match head {
            "# body:" => commit.body.push(value),
            "# trailer: " => commit.trailers.push(value),
            "# committer: " => commit.landed = committer,
            "# branch: " => commit.branch = Some(value),
            "# merge: " => commit.merge = Some(value),
            _ => commit.tag = Some(value),
        }
        Ok(true)
    }
}

impl StoryCommit {
    /// The whole message: subject, body and trailers, separated by empty lines.
    pub fn message(&self) -> String {
        let parts = [self.subject.clone(), self.body.join("\n"), self.trailers.join("\n")];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n")
    }
}

impl StoryTime {
    /// Parses `2026-11-03 09:40 +01:00`, or a day alone, and returns the rest of the text.
    fn read(text: &str, commits_before: usize) -> Option<(Self, &str)> {
        let (day, rest) = text.split_once(' ')?;
        let day = parse_day(day)?;
        let timed = rest.splitn(3, ' ').collect::<Vec<_>>();
        let (minute, offset, rest) = match *timed.as_slice() {
            [time, zone, behind] if minutes(time).is_some() => (minutes(time)?, read_zone(zone)?, behind),
            _ => (9 * 60 + i32::try_from(commits_before % 60).ok()?, 0, rest),
        };
        let seconds = days_between(Day::constant(1970, 1, 1), day) * 86_400 + i64::from(minute - offset) * 60;
        Some((Self { day, seconds, offset }, rest))
    }
}

/// The value of a line that starts with a head.
fn value<'l>(line: &'l str, head: &str) -> Option<&'l str> {
    line.strip_prefix(head).map(str::trim)
}

/// Parses `ana Ana Silva <ana@northwind.example>` into key, name and address.
fn read_person(text: &str) -> Option<(String, String, String)> {
    let (key, rest) = text.split_once(' ')?;
    let (name, email) = rest.strip_suffix('>')?.rsplit_once(" <")?;
    Some((key.to_owned(), name.to_owned(), email.to_owned()))
}

/// Parses `2026-11-03 ana "Update numbers"`.
fn read_commit(text: &str, commits_before: usize) -> Option<StoryCommit> {
    let (written, rest) = StoryTime::read(text, commits_before)?;
    let (author, subject) = rest.split_once(' ')?;
    let subject = subject.trim().strip_prefix('"')?.strip_suffix('"')?;
    Some(StoryCommit {
        author: author.to_owned(),
        written,
        landed: None,
        branch: None,
        merge: None,
        tag: None,
        changes: Vec::new(),
        subject: subject.to_owned(),
        body: Vec::new(),
        trailers: Vec::new(),
    })
}

/// Parses `09:40` into minutes.
fn minutes(text: &str) -> Option<i32> {
    let (hours, minutes) = text.split_once(':')?;
    let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
    ((0..24).contains(&hours) && (0..60).contains(&minutes)).then_some(hours * 60 + minutes)
}

/// Parses `+01:00` into minutes.
fn read_zone(text: &str) -> Option<i32> {
    match text.strip_prefix('-') {
        Some(west) => Some(-minutes(west)?),
        None => minutes(text.strip_prefix('+')?),
    }
}

/// Parses an instruction about a file, or appends a line to the text of the last one.
fn read_change_line(content: &str, line: usize, changes: &mut Vec<FileChange>) -> Result<(), String> {
    let named = |head| value_without_comment(content, head).map(str::to_owned);
    let (path, action) = if let Some(path) = named("# file: ") {
        (path, Action::Write(String::new()))
    } else if let Some(path) = named("# change: ") {
        (path, Action::Change(String::new()))
    } else if let Some(path) = named("# remove: ") {
        (path, Action::Remove)
    } else if let Some(paths) = named("# move: ") {
        let (from, to) =
            paths.split_once(" -> ").ok_or_else(|| format!("expected `FROM -> TO` instead of `{paths}`"))?;
        (from.to_owned(), Action::Move(to.to_owned()))
    } else {
        if changes.is_empty() && !content.trim().is_empty() {
            let path = "example.yaml".to_owned();
            changes.push(FileChange { line, path, action: Action::Write(String::new()) });
        }
        if let Some(FileChange { action: Action::Write(text) | Action::Change(text), .. }) = changes.last_mut() {
            text.push_str(content);
            text.push('\n');
        }
        return Ok(());
    };
    changes.push(FileChange { line, path, action });
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_story_has_a_beginning_commits_and_what_is_not_committed() {
        let story = Story::parse(
            "id: a\n\n# file: b.yaml\nid: b\n# commit: 2026-11-03 ana \"Say \"why\"\"\n# trailer: Goal-Reason: so\n\
             # remove: b.yaml  # it was empty\n\n# commit: 2026-11-04 tom \"Next\"\n# body: one\n# body:\n# body: two\n\
             # change: example.yaml\nid: c\n# not committed:\n# move: example.yaml -> c/d.yaml\n",
        )
        .expect("a story");
        let committed = story.commits.iter().flat_map(|commit| &commit.changes);
        let changes: Vec<_> = story.first.iter().chain(committed).chain(&story.uncommitted).collect();
        let paths: Vec<_> = changes.iter().map(|it| (it.line, it.path.as_str())).collect();
        assert_eq!(
            paths,
            [(1, "example.yaml"), (3, "b.yaml"), (7, "b.yaml"), (13, "example.yaml"), (16, "example.yaml")]
        );
        let messages: Vec<_> = story.commits.iter().map(StoryCommit::message).collect();
        assert_eq!(messages, ["Say \"why\"\n\nGoal-Reason: so", "Next\n\none\n\ntwo"]);
        assert_eq!(story.commits[1].written.seconds - story.commits[0].written.seconds, 86_400 + 60);
        assert_eq!(story.sign("ana", story.commits[0].written), None, "nobody is introduced");
        let mut files = BTreeMap::new();
        for change in changes {
            change.apply(&mut files).expect("it fits");
        }
        assert_eq!(files, BTreeMap::from([("c/d.yaml".to_owned(), "id: c\n".to_owned())]));
    }

    #[test]
    fn everyone_signs_by_their_own_clock() {
        let story = Story::parse(
            "# person: jun Jun Sato <jun@x.example>\n# person: ana Ana <ana@x.example>\n\
             # commit: 2026-10-10 01:30 +09:00 jun \"One\"\n# committer: 2026-11-06 22:15 -03:00 ana\n\
             # branch: side\n# merge: other\n# tag: v1\n",
        )
        .expect("a story");
        let commit = &story.commits[0];
        let (landed_by, landed) = commit.landed.as_ref().expect("it was landed");
        let signed = [("jun", commit.written), (landed_by.as_str(), *landed)].map(|(who, at)| {
            let signature = story.sign(who, at).expect("a person");
            (signature.name.clone(), signature.instant(), signature.day().to_string())
        });
        let text = str::to_owned;
        assert_eq!(signed[0], (text("Jun Sato"), text("2026-10-09T16:30:00Z"), text("2026-10-10")));
        assert_eq!(signed[1], (text("Ana"), text("2026-11-07T01:15:00Z"), text("2026-11-06")));
        let named = [&commit.branch, &commit.merge, &commit.tag].map(|it| it.as_deref().unwrap_or_default());
        assert_eq!(named, ["side", "other", "v1"]);
    }

    #[test]
    fn what_cannot_be_read_is_named_with_its_line() {
        let error = |text: &str| Story::parse(text).expect_err(text).to_string();
        assert_eq!(
            error("\n# commit: yesterday ana \"Hm\""),
            "line 2: expected `DAY [TIME ZONE] AUTHOR \"SUBJECT\"` instead of `yesterday ana \"Hm\"`"
        );
        assert_eq!(error("# trailer: Goal: a"), "line 1: `# trailer:` belongs below a commit");
        assert_eq!(
            error("# person: ana Ana <a@x.example>\n# commit: 2026-11-03 tom \"Hm\""),
            "line 2: this story does not define the person `tom`"
        );
        assert_eq!(error("# person: ana"), "line 1: expected `KEY NAME <EMAIL>` instead of `ana`");
        assert_eq!(error("# move: a b"), "line 1: expected `FROM -> TO` instead of `a b`");
        assert!(error("# commit: 2026-11-03 25:00 +01:00 ana \"Hm\"").starts_with("line 1: expected `DAY"));
    }
}
