//! Notes and errors for standard error.

use super::clean::clean;
use super::layout::width;
use super::next_steps::command_at_end;

/// Wraps a text. The first line has a prefix, and the others are indented by its width. A word longer than a line, such
/// as a path, is not broken, nor a command at the end, so that they can be copied.
pub fn aside(first: &str, text: &str, columns: usize) -> String {
    let text = clean(text);
    if let Some((label, command)) = command_at_end(&text).filter(|_| width(first) + width(&text) > columns) {
        return format!("{}{}{command}\n", aside(first, label, columns), " ".repeat(width(first)));
    }
    let room = columns.saturating_sub(width(first));
    let indent = format!("\n{}", " ".repeat(width(first)));
    let mut wrapped = first.to_owned();
    let mut used = 0;
    for (at, word) in text.split(' ').enumerate() {
        let next = width(word);
        if at > 0 && used + 1 + next <= room {
            wrapped.push(' ');
            used += 1;
        } else if at > 0 {
            wrapped.push_str(&indent);
            used = 0;
        }
        wrapped.push_str(word);
        used += next;
    }
    wrapped + "\n"
}

/// Breaks the lines of a text that are wider than a page, and indents what follows: in a list of names below what is said of
/// the name.
pub fn fit(text: &str, columns: usize) -> String {
    let mut fitted = String::new();
    for line in text.lines() {
        if width(line) <= columns {
            fitted.push_str(line);
            fitted.push('\n');
            continue;
        }
        let words = line.trim_start();
        let indent = " ".repeat(line.len() - words.len());
        let column = words.find("  ").map(|at| line.len() - words[at..].trim_start().len());
        let deeper = column.filter(|column| *column <= columns / 2).unwrap_or(indent.len() + 2);
        let mut used = 0;
        for word in words.split(' ') {
            let next = width(word);
            if used == 0 {
                fitted.push_str(&indent);
                used = indent.len();
            } else if used + 1 + next > columns {
                fitted.push_str(&format!("\n{}", " ".repeat(deeper)));
                used = deeper;
            } else {
                fitted.push(' ');
                used += 1;
            }
            fitted.push_str(word);
            used += next;
        }
        fitted.push('\n');
    }
    fitted
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
        assert_eq!(fit("  set  Change a field of a goal\n", 20), "  set  Change a\n       field of a\n       goal\n");
    }
}
