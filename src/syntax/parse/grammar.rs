//! What is no YAML, in words for people who do not read its grammar.

use granit_parser::{ErrorKind, Marker, ScanError};

use super::refused::too_deep;
use crate::source::Span;
use crate::syntax::fault::{Fault, FaultKind};

/// What the parser says, where it is to be seen, and what to do.
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
        | ErrorKind::TabInPlainScalar => ("a tab stands where YAML wants spaces".to_owned(), "indent with spaces"),
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
            (format!("`{open}` is closed by `{close}`"), "close each bracket and brace by its like")
        }
        ErrorKind::MisplacedFlowCollectionEnd => {
            ("a bracket closes what was not opened".to_owned(), "remove it, or put the text in quotes if it is text")
        }
        ErrorKind::MappingValueNotAllowed | ErrorKind::MappingKeyNotAllowed => {
            ("`: ` makes a name and a value of this text".to_owned(), quotes)
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
        ErrorKind::UnknownQuotedScalarEscape | ErrorKind::InvalidQuotedScalarHexEscape => {
            ("an escape that YAML does not have".to_owned(), "write `\\\\` for a backslash, or use single quotes")
        }
        ErrorKind::UnexpectedCharacter { character } => {
            (format!("`{}` cannot begin a value", character.escape_default()), "put the text in quotes")
        }
        ErrorKind::UndeclaredTagHandle => (
            "goal files have no tags such as `!a!b`".to_owned(),
            "remove it; put the text in quotes if it begins with `!`",
        ),
        ErrorKind::DirectiveDisallowed => (
            "goal files have no directives such as `%YAML`".to_owned(),
            "remove this line; goal files are YAML 1.2 always",
        ),
        kind => (kind.to_string(), "see https://yaml.org/spec/1.2.2/, or put the text in quotes"),
    };
    Fault::new(FaultKind::InvalidYaml, at, format!("not YAML: {message}"), "here").help(help)
}

/// The tab with which a line after some place is indented.
fn indenting_tab(text: &str, after: Span) -> Option<Span> {
    let rest = text.get(after.start as usize..)?;
    let breaks = rest.match_indices(['\n', '\r']).map(|(at, _)| at + 1);
    let tabs = breaks.filter_map(|line| {
        let spaces = rest[line..].bytes().take_while(|byte| *byte == b' ').count();
        rest[line + spaces..].starts_with('\t').then(|| after.start as usize + line + spaces)
    });
    tabs.map(|tab| Span::new(tab, tab + 1)).next()
}

/// A character to underline at a marker: the one there, else the last before it that shows.
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
