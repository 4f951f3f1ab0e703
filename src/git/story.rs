//! The history of a repository told as text: the language of the examples on rule pages, and of the demo.
//!
//! A line that begins with one of these heads says what happens; all other lines are the text of the file named last.
//! Behind two spaces a head may have a comment (`# remove: a.yaml  # the file was empty`).
//!
//! ```text
//! # person: ana Ana Silva <ana@northwind.example>
//! # commit: 2026-11-03 ana "Update numbers"
//! # commit: 2026-11-03 09:40 +01:00 ana "Update numbers"
//! # body: A line of the message below its subject; one without text parts paragraphs.
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
//! * `person` gives the name and the address of someone who commits. Where a story names one person, it names all.
//! * `commit` begins a commit by its day, its author and its subject, with a time and a zone where they matter. Without
//!   them the commits of a story follow each other by a minute from 9:00 UTC on. The lines below belong to it.
//! * `body`, `trailer` complete its message. `committer` is who landed it and when, where that was not its author at once.
//! * `branch` puts it on a branch, which begins where the trunk is if it is new; `merge` takes in what a branch changed;
//!   `tag` names it.
//! * `file` writes a file: the lines that follow are its whole text, but for blank ones at its end. An empty text removes it.
//! * `change` changes lines of a file, as [`FileChange`] says.
//! * What stands before the first commit is there at first; a text without a head is the file `example.yaml`. What follows
//!   `not committed` is in the work tree alone.

use std::collections::BTreeMap;

use super::commit::Signature;
use super::file_change::{Action, FileChange, StoryError, beheaded};
use crate::model::{Day, days_between, parse_day};

/// The heads of lines that say what happens, each with the space that its value follows.
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

/// A history: what there is at first, commits, and what is not committed.
#[derive(Debug, Clone, Default)]
pub struct Story {
    /// What happens to files before the first commit.
    pub first: Vec<FileChange>,
    /// The commits in their order.
    pub commits: Vec<StoryCommit>,
    /// What is in the work tree alone.
    pub uncommitted: Vec<FileChange>,
    people: BTreeMap<String, (String, String)>,
}

/// A commit of a story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoryCommit {
    /// Who wrote it.
    pub author: String,
    /// When it was written.
    pub written: StoryTime,
    /// Who landed it and when, where that was not its author at once.
    pub landed: Option<(String, StoryTime)>,
    /// The branch that it is on, unless that is the trunk.
    pub branch: Option<String>,
    /// The branch whose changes it takes in.
    pub merge: Option<String>,
    /// The tag that names it.
    pub tag: Option<String>,
    /// What it does to files.
    pub changes: Vec<FileChange>,
    subject: String,
    body: Vec<String>,
    trailers: Vec<String>,
}

/// A time by somebody's clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StoryTime {
    /// The day by that clock.
    pub day: Day,
    /// Seconds since 1970.
    pub seconds: i64,
    /// Minutes east of Greenwich.
    pub offset: i32,
}

impl Story {
    /// Reads a story.
    ///
    /// # Errors
    /// A line's head is not followed by what belongs there.
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

    /// Signs as a person of the story; none for somebody whom it does not introduce.
    #[must_use]
    pub fn sign(&self, person: &str, at: StoryTime) -> Option<Signature> {
        let (name, email) = self.people.get(person)?;
        Some(Signature { name: name.clone(), email: email.clone(), time: at.seconds, offset: at.offset })
    }

    fn expect_person(&self, person: &str) -> Result<(), String> {
        // Stories about somebody, anybody, need no names; those with names have them all.
        if self.people.is_empty() || self.people.contains_key(person) {
            return Ok(());
        }
        Err(format!("`{person}` is no person of this story"))
    }

    /// Reads a line about the last commit; says whether it is one.
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
    /// The whole message: its subject, its body, its trailers.
    #[must_use]
    pub fn message(&self) -> String {
        let parts = [self.subject.clone(), self.body.join("\n"), self.trailers.join("\n")];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n")
    }
}

impl StoryTime {
    /// `2026-11-03 09:40 +01:00`, or the day alone, with what stands behind it.
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

/// The value of a line with a head.
fn value<'l>(line: &'l str, head: &str) -> Option<&'l str> {
    line.strip_prefix(head).map(str::trim)
}

/// `ana Ana Silva <ana@northwind.example>`.
fn read_person(text: &str) -> Option<(String, String, String)> {
    let (key, rest) = text.split_once(' ')?;
    let (name, email) = rest.strip_suffix('>')?.rsplit_once(" <")?;
    Some((key.to_owned(), name.to_owned(), email.to_owned()))
}

/// `2026-11-03 ana "Update numbers"`.
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

/// `09:40` in minutes.
fn minutes(text: &str) -> Option<i32> {
    let (hours, minutes) = text.split_once(':')?;
    let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
    ((0..24).contains(&hours) && (0..60).contains(&minutes)).then_some(hours * 60 + minutes)
}

/// `+01:00` in minutes.
fn read_zone(text: &str) -> Option<i32> {
    match text.strip_prefix('-') {
        Some(west) => Some(-minutes(west)?),
        None => minutes(text.strip_prefix('+')?),
    }
}

/// Reads a line about a file, or of its text.
fn read_change_line(content: &str, line: usize, changes: &mut Vec<FileChange>) -> Result<(), String> {
    let named = |head| beheaded(content, head).map(str::to_owned);
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
            "line 2: `tom` is no person of this story"
        );
        assert_eq!(error("# person: ana"), "line 1: expected `KEY NAME <EMAIL>` instead of `ana`");
        assert_eq!(error("# move: a b"), "line 1: expected `FROM -> TO` instead of `a b`");
        assert!(error("# commit: 2026-11-03 25:00 +01:00 ana \"Hm\"").starts_with("line 1: expected `DAY"));
    }
}
