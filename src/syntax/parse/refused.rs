//! Faults for features of YAML that goal files do not support, with what to write instead.

use crate::source::Span;
use crate::syntax::fault::{Fault, FaultKind};
use crate::syntax::tree::Key;

/// The deepest nesting that is parsed. Goal files have about four levels; much deeper ones could overflow the stack.
pub(super) const MAX_DEPTH: usize = 32;

pub(super) fn duplicate(key: &Key, first: Span) -> Fault {
    Fault::new(FaultKind::DuplicateField, key.span, format!("the field `{}` is written twice", key.text), "again")
        .related(first, "first here")
        .help("keep one of them; only the first is read")
}

pub(super) fn second_document(at: Span) -> Fault {
    Fault::new(FaultKind::SeveralDocuments, at, "a goal file contains one document", "a second one begins here")
        .help("put each goal into a file of its own")
}

pub(super) fn alias(at: Span, name: &str) -> Fault {
    Fault::new(FaultKind::TooLarge, at, format!("goal files have no aliases such as `{name}`"), "a YAML alias")
        .help("write the value out; put the text in quotes if it begins with `*`")
}

pub(super) fn too_deep(at: Span) -> Fault {
    Fault::new(
        FaultKind::TooLarge,
        its_opening(at),
        format!("the file is nested more than {MAX_DEPTH} levels deep"),
        "too deep",
    )
    .help("goal files need about four levels: check the indentation and brackets")
}

pub(super) fn merge_key(at: Span) -> Fault {
    let (message, label) = ("goal files have no merge keys", "`<<` merges fields of another mapping");
    Fault::new(FaultKind::InvalidYaml, at, message, label).help("write the fields out here")
}

pub(super) fn collection_as_key(at: Span) -> Fault {
    let (message, label) = ("a field's name must be a single word", "a list or mapping");
    Fault::new(FaultKind::InvalidYaml, its_opening(at), message, label)
        .help("write `name: value`; put the name in quotes if it begins with `[` or `{`")
}

pub(super) fn tag(at: Span, text: &str) -> Fault {
    Fault::new(FaultKind::InvalidYaml, at, format!("goal files have no tags such as `{text}`"), "a YAML tag")
        .help("remove it; put the text in quotes if it begins with `!`")
}

pub(super) fn anchor(at: Span, name: &str) -> Fault {
    Fault::new(FaultKind::InvalidYaml, at, format!("goal files have no anchors such as `{name}`"), "a YAML anchor")
        .help("remove it; put the text in quotes if it begins with `&`")
}

/// The span of a collection's start, at least one byte long: the start of a block collection is empty.
fn its_opening(at: Span) -> Span {
    Span { start: at.start, end: at.end.max(at.start + 1) }
}
