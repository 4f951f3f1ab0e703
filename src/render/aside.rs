//! Words beside the answer, for standard error: notes, and why a command could not run.

use super::clean::clean;
use super::layout::width;

/// A text in lines of so many columns, with something before the first and as much room before the others. What is longer
/// than a line, such as a path, is left whole: it may have to be copied.
#[must_use]
pub fn aside(first: &str, text: &str, columns: usize) -> String {
    let text = clean(text);
    let room = columns.saturating_sub(width(first));
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let line = lines.last_mut().expect("there is always a line");
        if line.is_empty() {
            line.push_str(word);
        } else if width(line) + 1 + width(word) <= room {
            line.push(' ');
            line.push_str(word);
        } else {
            lines.push(word.to_owned());
        }
    }
    let indent = format!("\n{}", " ".repeat(width(first)));
    format!("{first}{}\n", lines.join(&indent))
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
