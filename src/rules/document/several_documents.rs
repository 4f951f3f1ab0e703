//! More than one document in a file.

use super::faults;
use crate::lint::{Group, Level, Rule};
use crate::syntax::FaultKind;

pub(in crate::rules) static RULE: Rule = Rule {
    name: "several-documents",
    group: Group::Document,
    level: Some(Level::Error),
    page: include_str!("several_documents.md"),
    options: &[],
    check: |snapshot, sink| faults::report(snapshot, sink, FaultKind::SeveralDocuments),
};
