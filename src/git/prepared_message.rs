//! Commit messages as git hands them to its hooks: with comments that are no part of the message (git-commit(1), `--cleanup`).

use super::repository::Repository;

/// The line from which on nothing belongs to the message, after the comment string.
const SCISSORS: &str = " ------------------------ >8 ------------------------";

impl Repository {
    /// The text that begins a comment: `core.commentString`, `core.commentChar`, or `#`.
    pub fn comment_string(&self) -> String {
        let set = ["core.commentString", "core.commentChar"].into_iter().find_map(|key| self.setting(key));
        // With `auto`, git chooses another character only where a line of the message begins with `#`.
        set.filter(|it| !it.is_empty() && it != "auto").unwrap_or_else(|| "#".to_owned())
    }
}

/// The lines of a message that belong to it, each with its end.
pub fn message_lines<'t>(text: &'t str, comment: &str) -> impl Iterator<Item = &'t str> {
    let scissors = format!("{comment}{SCISSORS}");
    let comment = comment.to_owned();
    let before = text.split_inclusive('\n').take_while(move |line| line.trim_end() != scissors);
    before.filter(move |line| !line.starts_with(&comment))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_what_follows_the_scissors_are_no_message() {
        let text =
            "Fix\n# Please enter\n\nGoal: a\n# ------------------------ >8 ------------------------\ndiff\nGoal: b\n";
        assert_eq!(message_lines(text, "#").collect::<String>(), "Fix\n\nGoal: a\n");
        assert_eq!(message_lines("#1 fixed\n; no\n", ";").collect::<String>(), "#1 fixed\n");
    }
}
