//! An export as a CODEOWNERS file, in the syntax that GitHub and GitLab document.

use super::clean::clean;
use crate::view::codeowners::CodeownersView;

/// One line for each file, after the line of the whole folder: the last matching pattern wins.
pub fn codeowners(view: &CodeownersView) -> String {
    let mut text = "# Who owns which open goal. Written by: goalpost export --format codeowners\n".to_owned();
    let width = view.lines.iter().map(|line| pattern(&line.path).chars().count()).max().unwrap_or(0).min(60);
    for line in &view.lines {
        let owners: Vec<_> = line.owners.iter().map(|owner| clean(owner).into_owned()).collect();
        text.push_str(&format!("{:width$}  {}\n", pattern(&line.path), owners.join(" ")));
    }
    text
}

/// A pattern that matches a path.
///
/// As GitHub documents, a space is escaped with a backslash, and `!`, `[ ]` and an escaped `#` do not work. So each
/// special character is written as `?`, which matches any character.
fn pattern(path: &str) -> String {
    let mut pattern = String::from("/");
    for character in clean(path).trim_start_matches('/').chars() {
        match character {
            ' ' => pattern.push_str("\\ "),
            '#' | '*' | '?' | '[' | ']' | '!' | '\\' => pattern.push('?'),
            character => pattern.push(character),
        }
    }
    pattern
}
