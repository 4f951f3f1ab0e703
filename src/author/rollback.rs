//! Takes back the change of a file, and keeps what another program, such as a git hook, wrote into it since.

use std::fs;
use std::path::Path;

use super::merge::merge;
use super::replace::{overwrite, replace_bytes};
use crate::git::TextMerge;
use crate::source::SourceFile;
use crate::syntax::{Tree, parse_for_meaning};

/// A file whose change was taken back but which was not simply restored.
#[derive(Debug)]
pub struct RollbackReport {
    /// The file, from the root.
    pub path: String,
    /// What happened to it.
    pub outcome: RollbackOutcome,
}

/// What happened to a file that another program had edited, or that could not be restored.
#[derive(Debug)]
pub enum RollbackOutcome {
    /// The change is removed; the other program's edits are kept.
    Kept,
    /// The file is restored; the other program had edited the same lines, and its version was this.
    Removed(Vec<u8>),
    /// The file could not be restored, for this reason.
    Failed(String),
}

/// Takes back the change of one file. Returns `None` if the file is now as it was before.
pub(super) fn roll_back(place: &Path, old: Option<&str>, new: &str) -> Option<RollbackOutcome> {
    let now = fs::read(place).ok();
    let (old, new) = (old.map(str::as_bytes), new.as_bytes());
    if now.as_deref() == old {
        return None;
    }
    let write = |text: Option<&[u8]>| match (text, &now) {
        (Some(text), Some(now)) => replace_bytes(place, now, text).map_err(|error| error.to_string()),
        (Some(text), None) => overwrite(place, text).map_err(|error| error.to_string()),
        (None, _) => fs::remove_file(place).map_err(|error| error.to_string()),
    };
    let Some(theirs) = now.as_deref().filter(|now| *now != new) else {
        return write(old).err().map(RollbackOutcome::Failed);
    };
    match old.and_then(|old| revert(new, theirs, old)) {
        Some(text) => Some(write(Some(&text)).map_or_else(RollbackOutcome::Failed, |()| RollbackOutcome::Kept)),
        None => Some(write(old).map_or_else(RollbackOutcome::Failed, |()| RollbackOutcome::Removed(theirs.to_vec()))),
    }
}

/// Reverts our change in a text that another program edited: a three-way merge of the step from our text back to the
/// old one with theirs. Returns `None` if the two conflict.
fn revert(new: &[u8], theirs: &[u8], old: &[u8]) -> Option<Vec<u8>> {
    let (versions, how) = ([new, theirs, old], TextMerge::default());
    let (our_tree, their_tree) = (parse_complete(new)?, parse_complete(theirs)?);
    // The merge by field would resolve two values to the later check-in instead of restoring the old one. It is used
    // only if the other program changed comments and layout.
    let text = if our_tree.same_meaning(&their_tree) {
        merge(versions, &how, || None).filter(|merged| merged.clean).map(|merged| merged.bytes)
    } else {
        how.merge(versions).filter(|merged| merged.clean).map(|merged| merged.bytes)
    };
    text.filter(|text| parse_complete(text).is_some())
}

/// Parses a text, if it is YAML to its end. A merge by lines need not give valid YAML.
fn parse_complete(text: &[u8]) -> Option<Tree> {
    let file = SourceFile::from_bytes("", text.to_vec());
    let tree = file.fault.is_none().then(|| parse_for_meaning(&file).0);
    tree.filter(|tree| !tree.partial)
}
