//! The hook `commit-msg`: checks and completes the goals that a message names.

use std::path::Path;

use super::super::error::CommandError;
use super::super::input::read_text;
use super::super::session::Session;
use super::super::verdict::Verdict;
use crate::analysis::people::{GoalName, goal_names};
use crate::author::overwrite;
use crate::git::{Repository, message_lines};
use crate::model::{Goal, State, Workspace, brief, counted};
use crate::render::{clean, shell_word};
use crate::syntax::Lexicon;

/// The shortest start of an id that is completed.
const SHORTEST: usize = 3;
/// The most goals that a refusal lists.
const LISTED: usize = 5;
/// How subjects of commits begin that need no goal: git makes them, or they are squashed into another.
const EXEMPT: [&str; 6] = ["Merge ", "Revert ", "Reapply ", "fixup! ", "squash! ", "amend! "];

/// Checks the message in a file, and completes it there.
pub(super) fn check_message(session: &Session, file: &Path, required: bool) -> Result<Verdict, CommandError> {
    let project = session.site(&session.root()?).open()?;
    let workspace = &project.workspace;
    let here = Repository::open(Path::new("."));
    let comment = here.as_ref().map_or_else(|_| "#".to_owned(), Repository::comment_string);
    let text = read_text(file)?;
    let message: String = message_lines(&text, &comment).collect();
    let (mut known, mut unknown, mut completed) = (0, Vec::new(), Vec::new());
    for GoalName { name, is_trailer } in goal_names(&message) {
        if workspace.find(&name).is_some() {
            known += 1;
            if !is_trailer {
                session.note(&format!("`Goal: {name}` is not in the last paragraph, where git looks for trailers"));
            }
        } else if let Some(id) = continued(workspace, &name) {
            known += 1;
            completed.push((name, id));
        } else if is_trailer {
            unknown.push(name);
        }
    }
    let kept = format!("your message is kept: git commit -e -F {}", shell_word(&file.to_string_lossy()));
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
        return refuse(&error.hint(kept));
    }
    if required && known == 0 && !EXEMPT.iter().any(|start| message.starts_with(start)) {
        let email = here.as_ref().ok().and_then(Repository::author_email);
        let mut error = CommandError::refused("the commit message names no goal")
            .hint("add a line at its end, after an empty line: Goal: ID");
        let own = own_goals(workspace, email.as_deref());
        for goal in own.iter().take(LISTED) {
            error = error.hint(format!("Goal: {}  {}", goal.id, brief(&clean(&goal.title))));
        }
        if own.len() > LISTED {
            error = error.hint(format!("and {}", counted(own.len() - LISTED, "more goal", "more goals")));
        }
        return refuse(&error.hint(kept));
    }
    if !completed.is_empty() {
        overwrite(file, complete(&text, &completed).as_bytes()).map_err(|error| {
            CommandError::failed(format!("cannot write `{}`: {error}", clean(&file.to_string_lossy())))
        })?;
        for (start, id) in &completed {
            session.note(&format!("completed `Goal: {}` to `{id}`", clean(start)));
        }
    }
    Ok(Verdict::Done)
}

fn refuse(error: &CommandError) -> Result<Verdict, CommandError> {
    Session::report_error(error);
    Ok(Verdict::Failed)
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
    workspace.goals.iter().filter(is_own).collect()
}

/// The text with the starts of ids replaced by the ids, in the lines of `Goal:` trailers.
fn complete(text: &str, completed: &[(String, String)]) -> String {
    let replace = |line: &str| {
        let key = line.split(':').next().unwrap_or_default();
        if !key.trim().eq_ignore_ascii_case("goal") || key.len() == line.len() {
            return line.to_owned();
        }
        let names = line[key.len() + 1..].split_inclusive(',').map(|part| {
            let name = part.trim_end_matches(',').trim();
            match completed.iter().find(|(start, _)| start == name) {
                Some((start, id)) => part.replacen(start.as_str(), id, 1),
                None => part.to_owned(),
            }
        });
        format!("{key}:{}", names.collect::<String>())
    };
    text.split_inclusive('\n').map(replace).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_in_trailers_are_completed() {
        let completed = [("conf".to_owned(), "confident-picks".to_owned())];
        let text = "Say conf\n\nGoal: a, conf\ngoal : conf\nSee: conf\n";
        let wanted = "Say conf\n\nGoal: a, confident-picks\ngoal : confident-picks\nSee: conf\n";
        assert_eq!(complete(text, &completed), wanted);
    }
}
