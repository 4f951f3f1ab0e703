//! Excerpts of what sources send: short, on one line, without secrets and without hostile characters.

use crate::source::characters;

use super::secret::Secrets;
use crate::model::abridged;

/// The most characters of an excerpt.
const MOST: usize = 120;

/// An excerpt of a text in backticks; `nothing` for a text without visible characters.
pub(super) fn excerpt(text: &str, secrets: &Secrets) -> String {
    let line = one_line(text, secrets);
    if line.is_empty() {
        return "nothing".to_owned();
    }
    format!("`{}`", abridged(&line, MOST + 1).replace('`', "'"))
}

/// An excerpt of bytes, which need not be text.
pub(super) fn excerpt_of_bytes(bytes: &[u8], secrets: &Secrets) -> String {
    // Secrets are removed from all that an excerpt could reach, not from five megabytes.
    let start = &bytes[..bytes.len().min(64 * 1024)];
    excerpt(&String::from_utf8_lossy(start), secrets)
}

/// A text in full, without secrets; line breaks and hostile characters are U+FFFD.
pub(super) fn whole(text: &str, secrets: &Secrets) -> String {
    let text = secrets.redact(text);
    characters(&text).map(|(character, hides)| if hides { char::REPLACEMENT_CHARACTER } else { character }).collect()
}

/// A text on one line, without secrets: white space is one space, and hostile characters are U+FFFD.
fn one_line(text: &str, secrets: &Secrets) -> String {
    let text = secrets.redact(text);
    let mut line = String::new();
    for (character, hides) in characters(&text) {
        let is_space = character.is_whitespace();
        if is_space && !line.ends_with(' ') {
            line.push(' ');
        } else if !is_space {
            line.push(if hides { char::REPLACEMENT_CHARACTER } else { character });
        }
        // Nothing behind this could be shown, and a page may have megabytes.
        if line.len() > MOST * 8 {
            break;
        }
    }
    line.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::is_hidden;

    #[test]
    fn an_excerpt_is_harmless_and_short() {
        let secrets = Secrets::new(&[("T".to_owned(), "tok".to_owned())].into(), []);
        let hostile = "\u{1b}[31m<html>\r\n\t tok\u{202e} `x`\u{0}";
        assert_eq!(excerpt(hostile, &secrets), "`\u{fffd}[31m<html> ***\u{fffd} 'x'\u{fffd}`");
        assert!(!excerpt(hostile, &secrets).chars().any(is_hidden));
        assert_eq!(excerpt(" \n", &secrets), "nothing");
        assert_eq!(excerpt(&"é".repeat(4000), &secrets), format!("`{}…`", "é".repeat(MOST)));
        assert_eq!(excerpt_of_bytes(b"\xff\xfetok", &secrets), "`\u{fffd}\u{fffd}***`");
    }
}
