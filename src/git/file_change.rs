//! The changes of files in a story: write, edit lines, move, remove.

use std::collections::BTreeMap;

/// A change of one file.
///
/// [`Action::Change`] contains lines. Each replaces the line of the file that begins in the same way: with the same
/// indentation and key, or, for a list entry, the same first field. The search starts after the line changed before it
/// and wraps around. Lines that match none are inserted, and so are all more deeply indented lines that follow an
/// inserted one. A new top-level key goes to the end of the file, but before `log:`. A new indented line goes to the end
/// of the block of the line before it in the change or, if that is not less indented, after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileChange {
    /// The line number in the story, from 1.
    pub line: usize,
    /// The file's path.
    pub path: String,
    /// The kind of change.
    pub action: Action,
}

/// The kind of change of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Writes the file with this text; removes it if the text is blank.
    Write(String),
    /// Replaces or inserts these lines.
    Change(String),
    /// Moves the file to this path.
    Move(String),
    /// Removes the file.
    Remove,
}

/// An error in a story.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {message}")]
pub struct StoryError {
    /// The line number, from 1.
    pub line: usize,
    /// What is wrong.
    pub message: String,
}

impl FileChange {
    /// Applies the change to files, given as texts by path.
    ///
    /// # Errors
    /// The file does not exist, or has no place for a line.
    pub fn apply(&self, files: &mut BTreeMap<String, String>) -> Result<(), StoryError> {
        let path = &self.path;
        let fault = |message: String| StoryError { line: self.line, message };
        let is_missing = || fault(format!("there is no file `{path}`"));
        match &self.action {
            Action::Write(text) if text.trim().is_empty() => {
                files.remove(path);
            }
            Action::Write(text) => {
                files.insert(path.clone(), text.clone());
            }
            Action::Change(lines) => {
                let text = files.get_mut(path).ok_or_else(is_missing)?;
                *text = changed(text, lines)
                    .map_err(|line| fault(format!("`{path}` has no line like `{line}` to be changed")))?;
            }
            Action::Move(to) => {
                let text = files.remove(path).ok_or_else(is_missing)?;
                files.insert(to.clone(), text);
            }
            Action::Remove => {
                files.remove(path).ok_or_else(is_missing)?;
            }
        }
        Ok(())
    }
}

/// The value of a line with a head, without a comment (two spaces and `#`) after it.
pub(super) fn value_without_comment<'l>(line: &'l str, head: &str) -> Option<&'l str> {
    line.strip_prefix(head).map(|rest| rest.split("  #").next().unwrap_or(rest).trim())
}

/// The text with some lines changed. The error is the line that has no place in it.
fn changed(text: &str, lines: &str) -> Result<String, String> {
    let mut all: Vec<&str> = text.lines().collect();
    let mut last: Option<usize> = None;
    let mut new_depth: Option<usize> = None;
    for line in lines.lines().filter(|line| !line.trim().is_empty()) {
        let is_below_new = new_depth.is_some_and(|depth| depth_of(line) > depth);
        let next = last.map_or(0, |at| at + 1);
        let is_alike = |at: &usize| beginning(all[*at]) == beginning(line);
        let alike = (next..all.len()).chain(0..next).find(is_alike).filter(|_| !is_below_new);
        if let Some(at) = alike {
            all[at] = line;
            last = Some(at);
            new_depth = None;
            continue;
        }
        let at = match last {
            _ if is_below_new => next,
            _ if depth_of(line) == 0 => all.iter().position(|it| *it == "log:").unwrap_or(all.len()),
            Some(last) => {
                let depth = depth_of(line).min(depth_of(all[last]));
                (next..all.len()).find(|at| depth_of(all[*at]) <= depth).unwrap_or(all.len())
            }
            None => return Err(line.to_owned()),
        };
        all.insert(at, line);
        last = Some(at);
        new_depth = new_depth.filter(|_| is_below_new).or(Some(depth_of(line)));
    }
    Ok(all.join("\n") + "\n")
}

fn depth_of(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// The part by which lines are matched: up to the key's colon, or up to the first field of a list entry.
fn beginning(line: &str) -> &str {
    let end = if line.trim_start().starts_with("- ") { line.find([',', '}']) } else { line.find(':') };
    &line[..end.unwrap_or(line.len())]
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOAL: &str = "id: a\nmetric:\n  target: 5   # five\n  source: x\nconfidence: 0.5\nlog:\n  - {date: 2026-10-01, \
                        text: one}\n";

    fn changed_goal(lines: &str) -> String {
        changed(GOAL, lines).unwrap_or_else(|line| panic!("no place for {line}"))
    }

    #[test]
    fn lines_take_the_place_of_those_that_begin_alike() {
        assert_eq!(
            changed_goal("confidence: 0.7\n  target: 4\n"),
            GOAL.replace("0.5", "0.7").replace("5   # five", "4")
        );
        let twice =
            changed("a:\n  - {by: x,\n    text: 1}\n  - {by: y,\n    text: 2}\n", "  - {by: y,\n    text: 3}\n");
        assert_eq!(twice.expect("it fits"), "a:\n  - {by: x,\n    text: 1}\n  - {by: y,\n    text: 3}\n");
    }

    #[test]
    fn new_keys_come_before_the_log_with_what_is_below_them() {
        let wanted = GOAL.replace("log:", "reason: >-\n  id: is no key here\nlog:");
        assert_eq!(changed_goal("reason: >-\n  id: is no key here\n"), wanted);
    }

    #[test]
    fn new_lines_that_are_set_in_follow_the_line_before_them() {
        let wanted = GOAL.replace("  source", "  current: 1\n  as_of: 2026-10-09\n  source");
        assert_eq!(changed_goal("  target: 5   # five\n  current: 1\n  as_of: 2026-10-09\n"), wanted);
        assert_eq!(
            changed_goal("log:\n  - {date: 2026-10-02,\n     text: two}\n"),
            format!("{GOAL}  - {{date: 2026-10-02,\n     text: two}}\n")
        );
        assert_eq!(changed_goal("metric:\n  unit: ms\n"), GOAL.replace("x\n", "x\n  unit: ms\n"));
    }

    #[test]
    fn what_does_not_fit_is_named() {
        let mut files = BTreeMap::from([("a.yaml".to_owned(), GOAL.to_owned())]);
        let mut error = |path: &str, action| {
            let change = FileChange { line: 3, path: path.to_owned(), action };
            change.apply(&mut files).expect_err("it does not fit").to_string()
        };
        assert_eq!(
            error("a.yaml", Action::Change("  tarrget: 4\n".to_owned())),
            "line 3: `a.yaml` has no line like `  tarrget: 4` to be changed"
        );
        for action in [Action::Change(String::new()), Action::Move("c".to_owned()), Action::Remove] {
            assert_eq!(error("b.yaml", action), "line 3: there is no file `b.yaml`");
        }
        assert_eq!(files["a.yaml"], GOAL);
    }
}
