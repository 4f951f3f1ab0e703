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
    Fault::new(FaultKind::InvalidYaml, at, format!("not YAML: {message}"), "here").help(help)
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
