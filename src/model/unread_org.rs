//! Whether `org.yaml` can be read: by one that hides teams or people nobody is judged.

use super::document::Document;
use crate::syntax::{Fault, FaultKind};

/// Whether teams or people that a document of an organisation has or had cannot be read. One that is empty has lost them.
pub(super) fn hides_members(document: &Document) -> bool {
    document.tree.partial || document.tree.mapping().is_none() || document.faults.iter().any(hides_member)
}

/// Whether a fault hides a list of teams or people, or one of them.
fn hides_member(fault: &Fault) -> bool {
    let hides = match fault.kind {
        FaultKind::SeveralDocuments => return true,
        FaultKind::WrongType | FaultKind::MissingField => true,
        FaultKind::UnknownField => fault.is_misspelling(),
        _ => false,
    };
    let route = fault.meant_route();
    let (list, entry) = route.split_once('[').unwrap_or((&route, "]"));
    let inner = entry.split_once(']').map_or("", |(_, inner)| inner);
    hides && matches!(list, "teams" | "people") && matches!(inner, "" | ".id")
}
