//! The hook `commit-msg`: checks and completes the goals that a message names.

use std::borrow::Cow;
use std::path::Path;

use super::super::error::CommandError;
use super::super::input::read_bytes;
use super::super::session::Session;
use super::super::verdict::Verdict;
use crate::analysis::people::{GOAL_KEY, GoalName, goal_names};
use crate::author::overwrite;
use crate::git::{Repository, author_email, message_lines, trailers_with};
use crate::model::{Goal, State, Workspace, brief, counted};
use crate::render::{clean, shell_word};
use crate::syntax::Lexicon;

/// The shortest start of an id that is completed.
const SHORTEST: usize = 3;
/// The most goals that a refusal lists.
const LISTED: usize = 5;
/// How subjects of commits begin that need no goal: git makes them, or they are squashed into another.
const EXEMPT: [&str; 6] = ["Merge ", "Revert ", "Reapply ", "fixup! ", "squash! ", "amend! "];

/// How the message of `git merge --squash` begins, which has the trailers of each commit in it.
const SQUASHED: &str = "Squashed commit of the following:";

/// Checks the message in a file, and completes it there.
pub(super) fn check_message(session: &Session, file: &Path, required: bool) -> Result<Verdict, CommandError> {
    let project = session.site(&session.root()?).open()?;
    let workspace = &project.workspace;
    let here = Repository::open(Path::new("."));
    let comment = here.as_ref().map_or_else(|_| "#".to_owned(), Repository::comment_string);
    let message = MessageText::read(read_bytes(file)?);
    let Completion { text: whole, message: said, completed } = complete(workspace, &message.text, &comment);
    let is_squashed = said.starts_with(SQUASHED);
    let (mut known, mut unknown) = (0, Vec::new());
    for GoalName { name, is_trailer } in goal_names(&said) {
        match workspace.find(&name) {
            Some(_) if is_trailer || is_squashed => known += 1,
            Some(_) => session
                .note(&format!("`Goal: {}` is not in the last paragraph, where git looks for trailers", clean(&name))),
            None if is_trailer => unknown.push(name),
            None => {}
        }
    }
    // The hook runs at the top of the work tree, and the command perhaps elsewhere.
    let path = std::path::absolute(file).unwrap_or_else(|_| file.to_owned());
    let again = format!("git commit -e -F {}", shell_word(&path.to_string_lossy()));
    let refuse =
        |error: CommandError| refuse(session, &error.hint("your message is kept; to edit it and commit:").hint(again));
    if !unknown.is_empty() {
        let names: Vec<String> = unknown.iter().map(|name| format!("`{}`", clean(name))).collect();
        let goals = if names.len() == 1 { "there is no goal" } else { "there are no goals" };
        let mut error = CommandError::unknown(format!("{goals} {}", names.join(", ")));
        let ids = Lexicon::new(workspace.ids());
        for name in &unknown {
            if workspace.is_unread(name) {
                error = error.hint(format!("the file of `{}` cannot be read; to see why: goalpost check", clean(name)));
            } else if let Some(near) = ids.closest(name) {
                error = error.hint(format!("did you mean `{near}`?"));
            }
        }
        return Ok(refuse(error));
    }
    if required && known == 0 && !EXEMPT.iter().any(|start| said.starts_with(start)) {
        let email = author_email(here.as_ref().ok());
        let mut error = CommandError::refused("the commit message names no goal")
            .hint("add a line at its end, after an empty line: Goal: ID");
        let own = own_goals(workspace, email.as_deref());
        for goal in own.iter().take(LISTED) {
            error = error.hint(format!("Goal: {}  {}", goal.id, brief(&clean(&goal.title))));
        }
        if own.len() > LISTED {
            error = error.hint(format!("and {}", counted(own.len() - LISTED, "more goal", "more goals")));
        }
        return Ok(refuse(error));
    }
    if !completed.is_empty() {
        overwrite(file, &message.bytes_of(&whole)).map_err(|error| {
            CommandError::failed(format!("cannot write `{}`: {error}", clean(&file.to_string_lossy())))
        })?;
        for (start, id) in &completed {
            session.note(&format!("completed `Goal: {}` to `{id}`", clean(start)));
        }
    }
    Ok(Verdict::Done)
}

/// A message as git keeps it: in UTF-8, else in the encoding of `i18n.commitEncoding`. Goals are named in ASCII, and all
/// other bytes stay as they are.
struct MessageText {
    text: String,
    is_utf8: bool,
}

impl MessageText {
    /// Reads the bytes; those of another encoding one by one.
    fn read(bytes: Vec<u8>) -> Self {
        match String::from_utf8(bytes) {
            Ok(text) => Self { text, is_utf8: true },
            Err(other) => Self { text: other.as_bytes().iter().copied().map(char::from).collect(), is_utf8: false },
        }
    }

    /// The bytes of the text with completed goals.
    fn bytes_of(&self, whole: &str) -> Vec<u8> {
        if self.is_utf8 {
            return whole.as_bytes().to_vec();
        }
        whole.chars().map(|c| u8::try_from(c).unwrap_or(b'?')).collect()
    }
}

fn refuse(session: &Session, error: &CommandError) -> Verdict {
    session.report_error(error);
    Verdict::Failed
}

/// The only id that continues a start of it.
fn continued(workspace: &Workspace, start: &str) -> Option<String> {
    let mut ids = workspace.ids().filter(|id| start.len() >= SHORTEST && id.starts_with(start));
    let id = ids.next()?;
    ids.next().is_none().then(|| id.to_owned())
}

/// The open goals of the person who commits.
fn own_goals<'w>(workspace: &'w Workspace, email: Option<&str>) -> Vec<&'w Goal> {
    let person = email.and_then(|email| workspace.org.as_ref()?.person_of_email(email));
    let Some(person) = person else { return Vec::new() };
    let is_own = |goal: &&Goal| {
        goal.is_work() && goal.state == State::Active && workspace.owner_of(goal) == Some(person.id.as_str())
    };
    workspace.goals.iter().map(Box::as_ref).filter(is_own).collect()
}

/// What becomes of a message whose trailers name the starts of ids.
struct Completion {
    /// The whole text, comments included.
    text: String,
    /// The message in it.
    message: String,
    /// The starts that were replaced, each with its id.
    completed: Vec<(String, String)>,
}

/// Replaces the starts of ids by the ids, where the message's `Goal:` trailers stand.
fn complete(workspace: &Workspace, text: &str, comment: &str) -> Completion {
    let mut lines: Vec<Cow<'_, str>> = message_lines(text, comment).map(Cow::Borrowed).collect();
    let mut completed: Vec<(String, String)> = Vec::new();
    for trailer in trailers_with(&lines.concat(), GOAL_KEY) {
        for at in trailer.lines.clone() {
            let line = lines[at].to_string();
            let value = if at == trailer.lines.start { line.find(':').map_or(0, |colon| colon + 1) } else { 0 };
            let mut changed = line[..value].to_owned();
            for part in line[value..].split_inclusive(',') {
                let start = part.trim_end_matches(',').trim();
                let id = Some(start).filter(|start| workspace.find(start).is_none());
                match id.and_then(|start| continued(workspace, start)) {
                    Some(id) => {
                        changed.push_str(&part.replacen(start, &id, 1));
                        completed.push((start.to_owned(), id));
                    }
                    None => changed.push_str(part),
                }
            }
            lines[at] = Cow::Owned(changed);
        }
    }
    // What git drops from the text stays in it, where it was.
    let mut kept = message_lines(text, comment).zip(&lines).peekable();
    let whole = text.split_inclusive('\n').map(|line| {
        let own = kept.next_if(|(message_line, _)| std::ptr::eq(*message_line, line));
        own.map_or(line, |(_, changed)| changed.as_ref())
    });
    let text = whole.collect();
    completed.dedup();
    Completion { text, message: lines.concat(), completed }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceSet;

    #[test]
    fn bytes_of_another_encoding_stay_as_they_are() {
        let latin = b"M\xfcller\n\nGoal: conf\n".to_vec();
        let read = MessageText::read(latin.clone());
        assert_eq!(read.bytes_of(&read.text), latin);
        assert_eq!(
            read.bytes_of(&read.text.replace("conf", "confident-picks")),
            b"M\xfcller\n\nGoal: confident-picks\n"
        );
        let other = MessageText::read("Mü\n".as_bytes().to_vec());
        assert_eq!(other.bytes_of(&other.text), "Mü\n".as_bytes());
    }

    fn completed(text: &str) -> (String, usize) {
        let goals = [
            ("a.yaml", "kind: objective\nid: a\ntitle: A\n"),
            ("p.yaml", "kind: objective\nid: confident-picks\ntitle: P\n"),
        ];
        let workspace = Workspace::read(SourceSet::from_texts(goals));
        let done = complete(&workspace, text, "#");
        assert_eq!(done.text == text, done.completed.is_empty(), "what is told is what was done");
        (done.text, done.completed.len())
    }

    #[test]
    fn only_names_in_trailers_are_completed() {
        for (text, wanted, count) in [
            (
                "Say conf\n\nGoal: conf is prose\nand goes on\n\nGoal: a, conf\ngoal : conf\nSee: conf\n",
                "Say conf\n\nGoal: conf is prose\nand goes on\n\nGoal: a, confident-picks\ngoal : confident-picks\nSee: conf\n",
                1,
            ),
            ("Fix\n\nGoal:\n conf\n", "Fix\n\nGoal:\n confident-picks\n", 1),
            (
                "Fix\n\nGoal: a,\n# no\n\tconf ,a\n# Goal: conf\n",
                "Fix\n\nGoal: a,\n# no\n\tconfident-picks ,a\n# Goal: conf\n",
                1,
            ),
            ("Fix\n\nGoal: conf\n picks\n", "Fix\n\nGoal: confident-picks\n picks\n", 1),
            ("Goal: conf\n", "Goal: conf\n", 0),
        ] {
            assert_eq!(completed(text), (wanted.to_owned(), count), "{text}");
        }
    }
}
