//! Messages for standard error: notes, and errors of commands.

use super::clean::clean;
use super::layout::width;

/// Wraps a text into lines of a number of columns, with `first` before the first line and the others indented as much.
/// A word longer than a line, such as a path, is not broken: it may have to be copied.
#[must_use]
pub fn aside(first: &str, text: &str, columns: usize) -> String {
    let text = clean(text);
    let room = columns.saturating_sub(width(first));
    let indent = format!("\n{}", " ".repeat(width(first)));
    let mut lines = first.to_owned();
    let mut used = 0;
    for (at, word) in text.split(' ').enumerate() {
        let next = width(word);
        if at > 0 && used + 1 + next <= room {
            lines.push(' ');
            used += 1;
        } else if at > 0 {
            lines.push_str(&indent);
            used = 0;
        }
        lines.push_str(word);
        used += next;
    }
    lines + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_keeps_to_the_page_and_breaks_no_word() {
        assert_eq!(aside("note: ", "short", 20), "note: short\n");
        assert_eq!(aside("note: ", "one two three four five", 20), "note: one two three\n      four five\n");
        assert_eq!(
            aside("note: ", "/a/very/long/path/indeed is here", 20),
            "note: /a/very/long/path/indeed\n      is here\n"
        );
        assert_eq!(aside("", "日本語 日本語", 8), "日本語\n日本語\n");
    }
}
