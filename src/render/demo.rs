//! The result of `goalpost demo` as terminal output.

use super::clean::clean;
use super::layout::{hang, pad, width, wrap};
use super::shell::shell_word;
use super::style::Style;
use crate::view::demo::DemoView;

/// What was written, its first findings as text, commands to start with, and the contents.
pub fn demo(view: &DemoView, found: &str, style: Style) -> String {
    let DemoView { goals, commits, people, first, last, .. } = view;
    let folder = clean(&view.folder);
    let mut text = String::new();
    let mut say = |lines: Vec<String>| lines.iter().for_each(|line| text.push_str(&format!("{line}\n")));
    let whose = format!(
        "{}, an online bookshop: {goals} goals in {commits} commits by {people} people, {first} to {last}, in {folder}",
        clean(&view.organization)
    );
    let mut lines = wrap(&whose, style.width);
    lines[0] = style.bold(&lines[0]);
    say(lines);

    if !found.is_empty() {
        say(vec![String::new(), style.bold("A first finding")]);
        say(found.trim_end().lines().map(str::to_owned).collect());
    }
    say(vec![String::new(), style.bold("Try, on the day of the sample")]);
    if folder != "." {
        say(vec![format!("  cd {}", quote_for_shell(&folder))]);
    }
    let column = view.tries.iter().map(|it| width(&it.command)).max().unwrap_or(0);
    let longest = view.tries.iter().map(|it| width(&it.shows)).max().unwrap_or(0);
    for it in &view.tries {
        if column + longest + 4 <= style.width {
            say(vec![format!("  {}  {}", pad(&it.command, column), it.shows)]);
        } else {
            // A command stays whole, to be copied.
            say(vec![format!("  {}", it.command), format!("      {}", style.dim(&it.shows))]);
        }
    }

    say(vec![String::new(), style.bold("Contents")]);
    for it in &view.holds {
        say(hang("  - ", 4, &wrap(it, style.width.saturating_sub(4))));
    }
    text
}

/// Quotes a folder for a shell. A leading dash would make it an option.
fn quote_for_shell(folder: &str) -> String {
    if folder.starts_with('-') { shell_word(&format!("./{folder}")) } else { shell_word(folder) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_named_as_a_shell_takes_it() {
        assert_eq!(quote_for_shell("a/b-c.d"), "a/b-c.d");
        assert_eq!(quote_for_shell("città/本"), "città/本");
        assert_eq!(quote_for_shell("two words"), "'two words'");
        assert_eq!(quote_for_shell("it's; rm $x"), "'it'\\''s; rm $x'");
        assert_eq!(quote_for_shell("-x"), "./-x");
    }
}
