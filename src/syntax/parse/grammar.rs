//! Translates the parser's syntax errors to messages for people who do not know YAML's grammar.

use granit_parser::{ErrorKind, Marker, ScanError};

use super::refused::too_deep;
use crate::source::Span;
use crate::syntax::fault::{Fault, FaultKind};

/// The fault for a syntax error of the parser.
pub(super) fn scan_fault(text: &str, error: &ScanError) -> Fault {
    let mut at = underline(text, error.marker());
    if matches!(error.kind(), ErrorKind::TabInPlainScalar) {
        at = indenting_tab(text, at).unwrap_or(at);
    }
    if matches!(error.kind(), ErrorKind::RecursionLimitExceeded) {
        return too_deep(at);
    }
    let quotes = "put the text in quotes if it is text: `title: \"one: two\"`";
    let (message, help) = match error.kind() {
        ErrorKind::TabNotAllowed
        | ErrorKind::TabInBlockIndentation
        | ErrorKind::TabInIndentation
        | ErrorKind::TabAtBlockScalarStart
        | ErrorKind::TabInPlainScalar => ("a tab is used where YAML requires spaces".to_owned(), "indent with spaces"),
        ErrorKind::UnclosedQuotedScalar
        | ErrorKind::InvalidQuotedScalarIndent
        | ErrorKind::DocumentIndicatorInQuotedScalar => {
            ("a quotation mark is not closed".to_owned(), "close it on the same line")
        }
        ErrorKind::UnclosedFlowCollection { open } => {
            (format!("`{open}` is not closed"), "close it, or put the text in quotes if it is text")
        }
        ErrorKind::UnexpectedEofFlowSequence | ErrorKind::ExpectedFlowSequenceSeparator => {
            ("a list in brackets is not closed".to_owned(), "write `[a, b]`, or put the text in quotes if it is text")
        }
        ErrorKind::UnexpectedEofFlowMapping
        | ErrorKind::UnexpectedEofImplicitFlowMapping
        | ErrorKind::ExpectedFlowMappingSeparator => (
            "a mapping in braces is not closed".to_owned(),
            "write `{a: 1, b: 2}`, or put the text in quotes if it is text",
        ),
        ErrorKind::MismatchedFlowCollectionEnd { open, close } => {
            (format!("`{open}` is closed by `{close}`"), "close `[` with `]` and `{` with `}`")
        }
        ErrorKind::MisplacedFlowCollectionEnd => {
            ("a closing bracket has no opening one".to_owned(), "remove it, or put the text in quotes if it is text")
        }
        ErrorKind::MappingValueNotAllowed | ErrorKind::MappingKeyNotAllowed => {
            ("`: ` splits this text into a name and a value".to_owned(), quotes)
        }
        ErrorKind::SimpleKeyExpected | ErrorKind::InvalidSimpleKey => {
            ("YAML expects `name: value` here".to_owned(), quotes)
        }
        ErrorKind::ExpectedBlockMappingKey
        | ErrorKind::InvalidIndentation
        | ErrorKind::ExpectedBlockSequenceEntry
        | ErrorKind::BlockSequenceEntryNotAllowed => (
            "this line does not fit the lines above it".to_owned(),
            "check its indentation and the quotes and brackets before it",
        ),
        ErrorKind::InvalidTrailingSingleQuotedScalar | ErrorKind::InvalidTrailingDoubleQuotedScalar => (
            "text goes on after a closing quotation mark".to_owned(),
            "put quotes around the whole text, or escape the inner ones",
        ),
        ErrorKind::UnknownQuotedScalarEscape | ErrorKind::InvalidQuotedScalarHexEscape => (
            "this escape sequence does not exist in YAML".to_owned(),
            "write `\\\\` for a backslash, or use single quotes",
        ),
        ErrorKind::UnexpectedCharacter { character } => {
            (format!("`{}` cannot begin a value", character.escape_default()), "put the text in quotes")
        }
        ErrorKind::UndeclaredTagHandle => (
            "goal files have no tags such as `!a!b`".to_owned(),
            "remove it; put the text in quotes if it begins with `!`",
        ),
        ErrorKind::DirectiveDisallowed => (
            "goal files have no directives such as `%YAML`".to_owned(),
            "remove this line; goal files are always YAML 1.2",
        ),
        kind => (kind.to_string(), "see https://yaml.org/spec/1.2.2/, or put the text in quotes"),
    };
    let glued = matches!(
        error.kind(),
        ErrorKind::SimpleKeyExpected | ErrorKind::InvalidSimpleKey | ErrorKind::MappingValueNotAllowed
    );
    let help = glued.then(|| missing_space(text, at)).flatten().unwrap_or_else(|| help.to_owned());
    Fault::new(FaultKind::InvalidYaml, at, format!("not YAML: {message}"), "here").help(help)
}

/// What to do about a name that has no space behind its colon, such as `owner:jun`: the parser takes both for one text, and
/// says so there or on the line below.
fn missing_space(text: &str, at: Span) -> Option<String> {
    let end = text[at.start as usize..].find('\n').map_or(text.len(), |length| at.start as usize + length);
    text[..end].lines().rev().take(2).find_map(|line| {
        let (name, value) = line.trim_start_matches([' ', '-']).split_once(':')?;
        let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
        match value.chars().next().filter(|_| is_name && !value.starts_with("//"))? {
            // It cannot be seen.
            '\u{a0}' | '\u{202f}' => Some(format!("a no-break space follows `{name}:`; replace it by a space")),
            sign if sign.is_whitespace() => None,
            _ => Some(format!("put a space behind `{name}:`")),
        }
    })
}

/// The first tab in the indentation of a line after a span. The parser reports this error at an earlier line.
fn indenting_tab(text: &str, after: Span) -> Option<Span> {
    let rest = text.get(after.start as usize..)?;
    let breaks = rest.match_indices(['\n', '\r']).map(|(at, _)| at + 1);
    let tabs = breaks.filter_map(|line| {
        let spaces = rest[line..].bytes().take_while(|byte| *byte == b' ').count();
        rest[line + spaces..].starts_with('\t').then(|| after.start as usize + line + spaces)
    });
    tabs.map(|tab| Span::new(tab, tab + 1)).next()
}

/// The character to underline for a parser position: the one there, or at a line's end the last visible one before it.
fn underline(text: &str, marker: &Marker) -> Span {
    let mut at = marker.byte_offset().unwrap_or(text.len()).min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    match text[at..].chars().next() {
        Some(character) if !matches!(character, '\n' | '\r') => Span::new(at, at + character.len_utf8()),
        _ => {
            let shown = text[..at].trim_end();
            let start = shown.char_indices().next_back().map_or(0, |(start, _)| start);
            Span::new(start, shown.len())
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::source::SourceFile;
    use crate::syntax::parse;

    /// The help was to put the text in quotes.
    #[test]
    fn a_missing_space_is_named() {
        let help = |text: &str| parse(&SourceFile::from_text("", text)).1.first().and_then(|fault| fault.help.clone());
        assert_eq!(help("id: a\nowner:jun\nteam: b\n").as_deref(), Some("put a space behind `owner:`"));
        assert_eq!(help("id: a\nowner:jun\n").as_deref(), Some("put a space behind `owner:`"));
        let unseen = help("id: a\nowner:\u{a0}jun\nteam: b\n");
        assert_eq!(unseen.as_deref(), Some("a no-break space follows `owner:`; replace it by a space"));
        assert!(help("id: a\ntitle: one: two\n").is_some_and(|help| help.contains("in quotes")));
    }
}
