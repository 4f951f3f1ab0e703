//! Tells whether a merged file is valid where both sides are.

use crate::model::{Settings, goal_faults};
use crate::source::{MAX_BYTES, SourceFile};
use crate::syntax::{Fault, parse};

/// Returns why a merged file would not be valid, if both sides are valid YAML and it is not, or if it has a fault that
/// neither side has. Git merges lines, and three valid files may merge to one with a field twice.
pub(super) fn refusal(sides: [&[u8]; 2], merged: &[u8]) -> Option<String> {
    let [ours, theirs] = sides.map(faults);
    // Where a side is not valid YAML, nothing better can be expected of the merge.
    let (ours, theirs) = (ours?, theirs?);
    if merged.len() as u64 > MAX_BYTES {
        return Some(format!("it would have {} bytes; goal files are read up to {MAX_BYTES} (1 MiB)", merged.len()));
    }
    let Some(found) = faults(merged) else { return Some(page_fault(merged)) };
    let known = |fault: &Fault| ours.iter().chain(&theirs).any(|it| is_same(it, fault));
    found.into_iter().find(|fault| !known(fault)).map(|fault| fault.message)
}

/// The faults of the goal in a file; none in other YAML. Returns `None` for what is not valid YAML with fields.
fn faults(bytes: &[u8]) -> Option<Vec<Fault>> {
    let file = SourceFile::from_text("", read(bytes)?);
    let (tree, faults) = parse(&file);
    let fields = tree.mapping().filter(|_| faults.is_empty() && !tree.partial)?;
    let is_goal = fields.get("kind").is_some() && fields.get("id").is_some();
    // The settings are not known here: a fault that comes of other ones is in both sides too.
    Some(if is_goal { goal_faults(&file, &Settings::default()) } else { Vec::new() })
}

/// The text of a file that is small enough to be read.
fn read(bytes: &[u8]) -> Option<&str> {
    std::str::from_utf8(bytes).ok().filter(|_| bytes.len() as u64 <= MAX_BYTES)
}

fn page_fault(bytes: &[u8]) -> String {
    let fault = read(bytes).and_then(|text| parse(&SourceFile::from_text("", text)).1.into_iter().next());
    fault.map_or_else(|| "it would not be valid YAML".to_owned(), |fault| fault.message)
}

/// Whether two faults are the same, wherever they are.
fn is_same(a: &Fault, b: &Fault) -> bool {
    a.kind == b.kind && a.message == b.message
}
