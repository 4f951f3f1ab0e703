//! Texts abridged to a number of characters. `render::layout` abridges to terminal columns.

/// The most characters of a title or a name in a sentence.
const BRIEF: usize = 60;

/// A text of at most a number of characters; a longer one ends in `…`.
pub fn abridged(text: &str, most: usize) -> String {
    let text = text.trim();
    if text.chars().nth(most).is_none() {
        return text.to_owned();
    }
    let kept: String = text.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

/// A title, a name or a sentence for messages: one line of at most sixty characters.
pub fn brief(text: &str) -> String {
    abridged(&text.split_whitespace().collect::<Vec<_>>().join(" "), BRIEF)
}

/// A title in backticks, [`brief`].
pub fn quoted_title(title: &str) -> String {
    format!("`{}`", brief(title))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_between_characters_and_no_longer_than_asked() {
        assert_eq!(abridged(" short ", 5), "short");
        assert_eq!(abridged("shorter", 5), "shor…");
        assert_eq!(abridged("sho rter", 5), "sho…", "no space before what is missing");
        assert_eq!(abridged("any", 0), "…");
        assert_eq!(brief(&"ü".repeat(60)), "ü".repeat(60));
        assert_eq!(brief("two\n  lines"), "two lines");
        assert_eq!(quoted_title(&"ü".repeat(61)), format!("`{}…`", "ü".repeat(59)));
    }
}
