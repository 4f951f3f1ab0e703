//! What the lines of a file end with, whether the last one ends, and a byte-order mark: resolved apart from all else, so
//! that a version with other line ends does not differ in every line.

/// How the merged file's lines are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct LineLayout {
    mark: bool,
    /// Carriage returns before line feeds; nothing where a version mixes its line ends, which then stay.
    returns: Option<bool>,
    last: bool,
}

const MARK: char = '\u{feff}';

/// The three texts with line feeds alone, each with a last one and without a mark, and what to give them back.
pub(super) fn even(texts: [String; 3]) -> (LineLayout, [String; 3]) {
    let mark = side(texts.each_ref().map(|text| text.starts_with(MARK)));
    let last = side(texts.each_ref().map(|text| text.ends_with('\n')));
    let returns = match texts.each_ref().map(|text| line_ends(text)) {
        [Some(base), Some(ours), Some(theirs)] => Some(side([base, ours, theirs])),
        _ => None,
    };
    let texts = texts.map(|text| {
        let text = text.strip_prefix(MARK).unwrap_or(&text);
        let mut text = if returns.is_some() { text.replace("\r\n", "\n") } else { text.to_owned() };
        if !text.ends_with('\n') {
            text.push('\n');
        }
        text
    });
    (LineLayout { mark, returns, last }, texts)
}

impl LineLayout {
    /// Writes an even text as the merged file has it.
    pub(super) fn restore(self, text: String) -> String {
        let mut text = text;
        if !self.last && text.ends_with('\n') {
            text.pop();
        }
        if self.returns == Some(true) {
            // Markers come with line feeds of their own.
            text = text.replace("\r\n", "\n").replace('\n', "\r\n");
        }
        if self.mark {
            text.insert(0, MARK);
        }
        text
    }
}

/// What the side has that is not as the base.
fn side([base, ours, theirs]: [bool; 3]) -> bool {
    if ours == base { theirs } else { ours }
}

/// Whether all lines end in a carriage return and a line feed; nothing where some do and some do not.
fn line_ends(text: &str) -> Option<bool> {
    let feeds = text.matches('\n').count();
    let pairs = text.matches("\r\n").count();
    let returns = text.matches('\r').count();
    match (pairs, returns - pairs) {
        (0, 0) => Some(false),
        (pairs, 0) if pairs == feeds => Some(true),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_one_side_changed_stands() {
        let merged = |texts: [&str; 3]| {
            let (layout, even) = even(texts.map(str::to_owned));
            layout.restore(even[1].clone())
        };
        assert_eq!(merged(["a\nb", "a\nb", "a\r\nb\r\n"]), "a\r\nb\r\n");
        assert_eq!(merged(["a\n", "\u{feff}a\n", "a"]), "\u{feff}a");
        assert_eq!(merged(["a\r\nb\n", "a\r\nb\n", "a\n"]), "a\r\nb\n", "mixed ends stay");
    }
}
