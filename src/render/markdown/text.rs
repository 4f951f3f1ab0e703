//! Escapes text for Markdown.

use crate::render::clean::clean;

/// Escapes a text so that it is shown as it is: without markup, HTML, mentions and links, in one line.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    let text = clean(text);
    let mut characters = text.chars().peekable();
    let mut last = None;
    while let Some(character) = characters.next() {
        let next = characters.peek().copied();
        let within = |side: Option<char>| side.is_some_and(char::is_alphanumeric);
        match character {
            // References of forges, which find them in the text that is shown: to an issue, a merge request, an epic.
            '-' if next.is_some_and(|it| it.is_ascii_digit()) && ends_in_gh(&escaped) => escaped.push_str("-\u{200d}"),
            '!' if next.is_some_and(|it| it.is_ascii_digit()) => escaped.push_str("\\!\u{200d}"),
            '&' if next.is_some_and(|it| it.is_ascii_digit()) => escaped.push_str("&amp;\u{200d}"),
            // Inside a word or date this character is no markup.
            '-' if within(last) && within(next) => escaped.push('-'),
            // After a word this character is no markup either, unless a URL or another sign follows.
            ':' if within(last) && next == Some(' ') => escaped.push(':'),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            // A zero-width joiner keeps forges from recognizing a mention or a link.
            '@' => escaped.push_str("@\u{200d}"),
            // The same for a reference to an issue.
            '#' => escaped.push_str("\\#\u{200d}"),
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '(' | ')' | '+' | '-' | '!' | '|' | '~' => {
                escaped.push('\\');
                escaped.push(character);
            }
            '.' if ends_in_www(&escaped) => escaped.push_str("&#46;"),
            ':' => escaped.push_str("&#58;"),
            other => escaped.push(other),
        }
        last = Some(character);
    }
    escaped
}

/// Prefixes that forges turn into a link if a period follows.
fn ends_in_www(text: &str) -> bool {
    text.len() >= 3 && text.as_bytes()[text.len() - 3..].eq_ignore_ascii_case(b"www")
}

/// The prefix that GitHub turns into a reference if a number follows.
fn ends_in_gh(text: &str) -> bool {
    let word = text.rsplit(|it: char| !it.is_alphanumeric()).next();
    word.is_some_and(|word| word.eq_ignore_ascii_case("gh"))
}

/// Formats a text as inline code.
pub fn code(text: &str) -> String {
    let text = clean(text).replace('|', "\\|");
    let fence = "`".repeat(longest_run(&text) + 1);
    let space = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{space}{text}{space}{fence}")
}

fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

/// What stands where no goal is selected, with the files that cannot be read.
pub(super) fn no_goals(heading: &str, unread: Option<&str>) -> String {
    let unread = unread.map(|words| format!("\n{}\n", escape(words))).unwrap_or_default();
    format!("**{}**\n\nNo goals here.\n{unread}", escape(heading))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_titles_are_inert() {
        let text = escape("<img src=x> @everyone [a](javascript:b) | `c` http://x ~~d~~");
        assert!(!text.contains('<') && !text.contains("@e") && !text.contains("](") && !text.contains("://"), "{text}");
        let text = escape("closes #12, www.evil.example, WWW.x");
        assert!(!text.contains("#1") && !text.to_lowercase().contains("www."), "{text}");
        let text = escape("see GH-7, gh-8, !12, &3, high-5 and R&D");
        assert_eq!(text, "see GH-\u{200d}7, gh-\u{200d}8, \\!\u{200d}12, &amp;\u{200d}3, high-5 and R&amp;D");
        let text = escape("2026-11-16: a well-known way - or :smile:");
        assert_eq!(text, "2026-11-16: a well-known way \\- or &#58;smile&#58;");
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(code("`"), "`` ` ``");
    }
}
