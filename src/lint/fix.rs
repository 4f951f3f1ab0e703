//! Applies fixes: computes the new text of every file for which findings have a fix.

use std::collections::BTreeMap;

use super::finding::{Finding, Fix};
use crate::model::{DocIx, Workspace};
use crate::source::Span;
use crate::syntax::apply;

/// Which fixes to apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Safety {
    /// Only safe fixes.
    Safe,
    /// Unsafe fixes too.
    Unsafe,
}

/// The new text of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fixed {
    /// The file's document.
    pub document: DocIx,
    /// The whole new text.
    pub text: String,
    /// The number of fixes in it.
    pub count: usize,
}

/// Applies the fixes of some findings. A fix that cannot be applied without damage to the file is left out.
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
        let file = workspace.file(document);
        let (path, text) = (file.path_in_root(), &file.text);
        edits.truncate((MAX_BYTES_READ / text.len().max(1)).max(MIN_FIXES));
        let (text, count) = match apply(path, text, &edits) {
            Ok(text) => (text, edits.len()),
            Err(_) => apply_first_possible(path, text, &edits),
        };
        if count > 0 {
            fixed.push(Fixed { document, text, count });
        }
    }
    fixed
}

/// The most bytes read for the fixes of one file in one run, because each edit parses the file again. The next run makes
/// the other fixes.
const MAX_BYTES_READ: usize = 16 << 20;
/// The fixes of one file that are made in one run even beyond that limit.
const MIN_FIXES: usize = 64;

/// Returns what a fix puts in place of which bytes of its file; none if it cannot be applied.
pub fn replacement(workspace: &Workspace, fix: &Fix) -> Option<(Span, String)> {
    let file = workspace.file(fix.document);
    let old = &file.text;
    let new = apply(file.path_in_root(), old, std::slice::from_ref(&fix.edit)).ok()?;
    let same = |pairs: &mut dyn Iterator<Item = (char, char)>| {
        pairs.take_while(|(old, new)| old == new).map(|(it, _)| it.len_utf8()).sum::<usize>()
    };
    let start = same(&mut old.chars().zip(new.chars()));
    let tail = same(&mut old[start..].chars().rev().zip(new[start..].chars().rev()));
    Some((Span::new(start, old.len() - tail), new[start..new.len() - tail].to_owned()))
}

/// Applies the first edit that can be applied alone. It is used when all edits together conflict; the next run applies
/// the next one.
fn apply_first_possible(path: &str, text: &str, edits: &[crate::syntax::Edit]) -> (String, usize) {
    let made = edits.iter().find_map(|edit| apply(path, text, std::slice::from_ref(edit)).ok());
    match made {
        Some(text) => (text, 1),
        None => (text.to_owned(), 0),
    }
}
