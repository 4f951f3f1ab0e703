//! Quoting for shell commands that users paste.

/// Quotes a word for a POSIX shell (XCU 2.2), if it needs quotes.
pub fn shell_word(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./,:@%+=^~".contains(c);
    // A leading `~` would be expanded to a home folder, a leading `=` to a program path in zsh; an empty word would
    // vanish.
    if !word.is_empty() && word.chars().all(plain) && !word.starts_with(['~', '=']) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shell_reads_a_quoted_word_back() {
        for (word, quoted) in [
            ("HEAD~2", "HEAD~2"),
            ("2 weeks", "'2 weeks'"),
            ("it's", "'it'\\''s'"),
            ("", "''"),
            ("~", "'~'"),
            ("a;b", "'a;b'"),
        ] {
            assert_eq!(shell_word(word), quoted);
        }
    }
}
