//! More than one document in a file.

use super::faults;
use crate::lint::{Group, Rule};
use crate::syntax::FaultKind;

pub(in crate::rules) static RULE: Rule = Rule::error("several-documents", Group::Document, |snapshot, sink| {
    faults::report(snapshot, sink, FaultKind::SeveralDocuments);
});
