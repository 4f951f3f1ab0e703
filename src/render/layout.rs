//! Text layout: the width of text in terminal columns, cutting and wrapping by grapheme clusters (Unicode UAX #29).

use std::borrow::Cow;
use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::clean::clean;
use super::style::unpainted;

/// The number of columns of a text: those of its graphemes, as terminals draw them. The whole would count Arabic lam and alef
/// as one column. What colors it takes none.
pub(super) fn width(text: &str) -> usize {
    let plain = if text.contains('\u{1b}') { Cow::Owned(unpainted(text)) } else { Cow::Borrowed(text) };
    if plain.is_ascii() { plain.len() } else { plain.graphemes(true).map(UnicodeWidthStr::width).sum() }
}

/// Breaks a path to lines of a number of columns, behind a slash if possible. Nothing of it is left out.
pub(super) fn wrap_path(path: &str, columns: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for part in path.split_inclusive('/') {
        let pieces = if width(part) > columns.max(4) { wrap(part, columns) } else { vec![part.to_owned()] };
        for piece in pieces {
            match lines.last_mut().filter(|line| width(line) + width(&piece) <= columns || line.is_empty()) {
                Some(line) => line.push_str(&piece),
                None => lines.push(piece),
            }
        }
    }
    lines
}

/// Cuts a text to a number of columns, with `…` if something is missing.
pub(super) fn cut(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let mut kept = String::new();
    let mut used = 0;
    for piece in text.graphemes(true) {
        let next = width(piece);
        if used + next + 1 > columns {
            break;
        }
        kept.push_str(piece);
        used += next;
    }
    let mut kept = kept.trim_end().to_owned();
    kept.push('…');
    kept
}

/// The part of a line that is shown in a number of columns: from its start, or so that what is marked stands in the first
/// third with room for a label. An ellipsis at each end that is cut takes a column.
pub(super) fn window(line: &str, mark: Range<usize>, columns: usize) -> Range<usize> {
    // No character takes more columns than bytes.
    if line.len() <= columns && mark.start + mark.len() / 2 + LEAST_LABEL + LEAD <= columns {
        return 0..line.len();
    }
    let fits_before = columns.saturating_sub(LABEL_ROOM + (mark.len() / 2).min(columns / 2));
    let before = |room: usize| -> usize {
        let mut used = 0;
        let pieces = line[..mark.start].grapheme_indices(true).rev();
        let kept = pieces.take_while(|(_, piece)| {
            used += width(piece).max(1);
            used <= room
        });
        kept.last().map_or(mark.start, |(at, _)| at)
    };
    let start = match before(fits_before) {
        0 => 0,
        _ => before(columns / 3),
    };
    let room = columns - usize::from(start > 0).min(columns);
    let (mut used, mut end) = (0, start);
    for (at, piece) in line[start..].grapheme_indices(true) {
        used += width(piece);
        if used > room {
            return start..end;
        }
        // The last column is for the ellipsis, unless the line ends there.
        if used < room {
            end = start + at + piece.len();
        }
    }
    start..line.len()
}

/// The columns that a label takes at least, with what leads to it.
const LABEL_ROOM: usize = 24;

/// The fewest columns of a label, and those of what leads to it.
pub(super) const LEAST_LABEL: usize = 12;
pub(super) const LEAD: usize = 4;

/// Cleans a text and cuts it to one line of a number of columns. Combining marks take no columns, so the number of
/// characters is limited too.
pub(super) fn in_line(text: &str, columns: usize) -> String {
    let start: String = clean(text).chars().take(4 * columns).collect();
    cut(start.trim(), columns)
}

/// Pads a text with spaces to a number of columns, or cuts it if it is longer.
pub(super) fn pad(text: &str, columns: usize) -> String {
    let text = cut(text, columns);
    let missing = columns.saturating_sub(width(&text));
    format!("{text}{}", " ".repeat(missing))
}

/// Wraps a text at spaces to lines of a number of columns. Longer words are broken.
pub(super) fn wrap(text: &str, columns: usize) -> Vec<String> {
    let columns = columns.max(4);
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let room = |line: &String| columns - width(line).min(columns);
        let line = lines.last_mut().expect("there is always a line");
        let space = usize::from(!line.is_empty());
        if room(line) >= width(word) + space {
            if space == 1 {
                line.push(' ');
            }
            line.push_str(word);
            continue;
        }
        if width(word) <= columns {
            lines.push(word.to_owned());
            continue;
        }
        if !line.is_empty() {
            lines.push(String::new());
        }
        for piece in word.graphemes(true) {
            let line = lines.last_mut().expect("there is always a line");
            if width(line) + width(piece) > columns {
                lines.push(String::new());
            }
            lines.last_mut().expect("there is always a line").push_str(piece);
        }
    }
    lines
}

/// Wraps a text as [`wrap`] does to at most a number of lines; the last one is cut if there is more.
pub(super) fn wrap_at_most(text: &str, columns: usize, most: usize) -> Vec<String> {
    let mut lines = wrap(text, columns);
    if lines.len() > most {
        let rest = lines.split_off(most.saturating_sub(1)).join(" ");
        lines.push(cut(&rest, columns));
    }
    lines
}

/// Adds a prefix to the first line and indents the others by its width.
pub(super) fn hang(first: &str, columns: usize, lines: &[String]) -> Vec<String> {
    let before = |at: usize| if at == 0 { first.to_owned() } else { " ".repeat(columns) };
    lines.iter().enumerate().map(|(at, line)| format!("{}{line}", before(at))).collect()
}

/// A paragraph with an indentation, in lines of a number of columns; all but the first are two columns deeper.
pub(super) fn paragraph(indent: usize, text: &str, columns: usize, paint: impl Fn(&str) -> String) -> String {
    let deeper = if indent + width(text) <= columns { 0 } else { 2 };
    let lines = wrap(text, columns.saturating_sub(indent + deeper));
    hang(&" ".repeat(indent), indent + 2, &lines).iter().map(|line| format!("{}\n", paint(line))).collect()
}

/// Joins painted facts with ` · `. A line is broken between facts; inside one only where it is wider than the page.
pub(super) fn join_facts<T>(facts: &[(String, T)], columns: usize, paint: impl Fn(&str, &T) -> String) -> String {
    let (mut text, mut used) = (String::new(), 0);
    for (at, (fact, tone)) in facts.iter().enumerate() {
        let breaks = used + 3 + width(fact) > columns;
        if at > 0 {
            text.push_str(if breaks { "\n" } else { " · " });
            used = if breaks { 0 } else { used + 3 };
        }
        let lines = if width(fact) > columns { wrap(fact, columns) } else { vec![fact.clone()] };
        used = lines.last().map_or(0, |last| width(last)) + if lines.len() == 1 { used } else { 0 };
        text.push_str(&lines.iter().map(|line| paint(line, tone)).collect::<Vec<_>>().join("\n"));
    }
    text
}

/// Joins facts with ` · ` and wraps them, between facts if possible.
pub(super) fn wrap_facts(text: &str, columns: usize) -> Vec<String> {
    // Space for the ` ·` at the end of a line.
    let room = columns.saturating_sub(2);
    let mut lines: Vec<String> = Vec::new();
    for fact in text.split(" · ") {
        let mut own = wrap(fact, room);
        if let Some(line) = lines.last_mut() {
            if own.len() == 1 && width(line) + 3 + width(&own[0]) <= room {
                line.push_str(" · ");
                line.push_str(&own[0]);
                continue;
            }
            line.push_str(" ·");
        }
        lines.append(&mut own);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_broken_behind_slashes_and_stays_whole() {
        let path = "2026-Q4/payments/checkout.yaml:7:5";
        assert_eq!(wrap_path(path, 40), [path]);
        assert_eq!(wrap_path(path, 20), ["2026-Q4/payments/", "checkout.yaml:7:5"]);
        assert_eq!(wrap_path(path, 10).concat(), path);
        assert!(wrap_path(path, 10).iter().all(|line| width(line) <= 10));
    }

    #[test]
    fn columns_are_counted_as_seen() {
        assert_eq!(width("السلام"), 6, "lam and alef are two columns");
        assert_eq!(width("日本"), 4);
        assert_eq!(width("\u{1b}[33mred\u{1b}[0m"), 3, "colors take none");
        assert!(width("\u{1b}]0;hostile\u{7}") > 0, "what is no color is counted");
        assert_eq!(cut("日本語の題", 6), "日本…");
        assert_eq!(pad("é", 3), "é  ");
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("abcdefghij", 4), ["abcd", "efgh", "ij"]);
        for line in wrap("日本語の とても長い 題名 👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦", 8)
        {
            assert!(width(&line) <= 8, "{line}");
        }
    }
}
