//! Repairs: the new text of every file that findings have a fix for.

use std::collections::BTreeMap;

use super::finding::Finding;
use crate::model::{DocIx, Workspace};
use crate::syntax::apply;

/// Which fixes to make.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Safety {
    /// Those that are certain.
    Safe,
    /// Those that someone has to want as well.
    Unsafe,
}

/// A file's new text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fixed {
    /// The file's document.
    pub document: DocIx,
    /// The whole new text.
    pub text: String,
    /// How many findings it mends.
    pub count: usize,
}

/// Makes the fixes of some findings. A fix that cannot be made safely is left out.
#[must_use]
pub fn fix_all(workspace: &Workspace, findings: &[Finding], safety: Safety) -> Vec<Fixed> {
    let mut by_document: BTreeMap<DocIx, Vec<_>> = BTreeMap::new();
    for fix in findings.iter().filter_map(|finding| finding.fix.as_ref()) {
        if fix.safe || safety == Safety::Unsafe {
            by_document.entry(fix.document).or_default().push(fix.edit.clone());
        }
    }
    let mut fixed = Vec::new();
    for (document, mut edits) in by_document {
        edits.dedup();
        let text = &workspace.file(document).text;
        edits.truncate((MOST_READ / text.len().max(1)).max(FEWEST));
        let (text, count) = match apply(text, &edits) {
            Ok(text) => (text, edits.len()),
            Err(_) => one_by_one(text, &edits),
        };
        if count > 0 {
            fixed.push(Fixed { document, text, count });
        }
    }
    fixed
}

/// How many bytes are read for the fixes of one file at once, for each edit is read again to see what it comes to; and how
/// many fixes are made at least. A file that asks for more has them by and by.
const MOST_READ: usize = 32 << 20;
const FEWEST: usize = 64;

/// Where all together cannot be made, the first that can: the next run makes the next.
fn one_by_one(text: &str, edits: &[crate::syntax::Edit]) -> (String, usize) {
    let made = edits.iter().find_map(|edit| apply(text, std::slice::from_ref(edit)).ok());
    match made {
        Some(text) => (text, 1),
        None => (text.to_owned(), 0),
    }
}
