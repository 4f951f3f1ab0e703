//! Line ends, the end of the last line and the byte order mark. They are merged separately, so that a version with
//! other line ends does not differ in every line.

/// The line layout of the merged file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct LineLayout {
    mark: bool,
    /// Whether lines end in CRLF; `None` if a version mixes line ends, which are then kept.
    returns: Option<bool>,
    last: bool,
}

const MARK: char = '\u{feff}';

/// Normalizes three texts to LF, with a final LF and without a byte order mark. Returns the merged layout to restore.
pub(super) fn normalize(texts: [String; 3]) -> (LineLayout, [String; 3]) {
    let mark = merge_flag(texts.each_ref().map(|text| text.starts_with(MARK)));
    let last = merge_flag(texts.each_ref().map(|text| text.ends_with('\n')));
    let returns = match texts.each_ref().map(|text| line_ends(text)) {
        [Some(base), Some(ours), Some(theirs)] => Some(merge_flag([base, ours, theirs])),
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
    /// Applies the layout to a normalized text.
    pub(super) fn restore(self, text: String) -> String {
        let mut text = text;
        if !self.last && text.ends_with('\n') {
            text.pop();
        }
        if self.returns == Some(true) {
            // Conflict markers of the merge have line ends of their own.
            text = text.replace("\r\n", "\n").replace('\n', "\r\n");
        }
        if self.mark {
            text.insert(0, MARK);
        }
        text
    }
}

/// Merges a flag: the side that differs from the base wins.
fn merge_flag([base, ours, theirs]: [bool; 3]) -> bool {
    if ours == base { theirs } else { ours }
}

/// Tells whether all lines end in CRLF. Returns `None` for mixed line ends.
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
            let (layout, texts) = normalize(texts.map(str::to_owned));
            layout.restore(texts[1].clone())
        };
        assert_eq!(merged(["a\nb", "a\nb", "a\r\nb\r\n"]), "a\r\nb\r\n");
        assert_eq!(merged(["a\n", "\u{feff}a\n", "a"]), "\u{feff}a");
        assert_eq!(merged(["a\r\nb\n", "a\r\nb\n", "a\n"]), "a\r\nb\n", "mixed ends stay");
    }
}
