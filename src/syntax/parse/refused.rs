//! YAML that goal files do without: what it is, and what to write instead.

use crate::source::Span;
use crate::syntax::fault::{Fault, FaultKind};
use crate::syntax::tree::Key;

/// The deepest nesting that is read. A goal file has four levels.
pub const MAX_DEPTH: usize = 32;

pub(super) fn duplicate(key: &Key, first: Span) -> Fault {
    Fault::new(FaultKind::DuplicateField, key.span, format!("the field `{}` stands here twice", key.text), "again")
        .related(first, "first here")
        .help("keep one of them; only the first is read")
}

pub(super) fn second_document(at: Span) -> Fault {
    Fault::new(FaultKind::SeveralDocuments, at, "a goal file holds one document", "a second one begins here")
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
    .help("a goal file has four levels: a list or mapping was opened too often")
}

pub(super) fn merge_key(at: Span) -> Fault {
    let (message, label) = ("goal files have no merge keys", "`<<` takes fields from elsewhere");
    Fault::new(FaultKind::InvalidYaml, at, message, label)
        .help("write the fields out here: a goal file says all of itself")
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

/// Where a collection begins: a character at least, as a block's beginning is none.
fn its_opening(at: Span) -> Span {
    Span { start: at.start, end: at.end.max(at.start + 1) }
}
