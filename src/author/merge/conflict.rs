//! Conflicts as people read them: what stands between the markers as one side's is what that side wrote.

use std::collections::HashSet;

use super::version::{BASE, OURS, THEIRS, Version};
use crate::git::{ConflictStyle, Favor, MergedText, TextMerge};

/// Puts everything in which two texts differ between conflict markers.
pub(super) fn every_difference([ours, theirs]: [&[u8]; 2], how: &TextMerge) -> Option<MergedText> {
    TextMerge { style: ConflictStyle::Merge, favor: Favor::Neither, ..how.clone() }.merge([b"", ours, theirs])
}

/// Whether each line between conflict markers is one that its side wrote.
pub(super) fn is_of_its_sides(read: &[Version<'_>; 3], text: &str, how: &TextMerge) -> bool {
    let written = read.each_ref().map(|version| version.text.lines().map(str::trim).collect::<HashSet<_>>());
    let marker = |line: &str, mark: char| {
        let rest = line.trim_start_matches(mark);
        line.len() - rest.len() == usize::from(how.marker_size) && (rest.is_empty() || rest.starts_with(' '))
    };
    let mut side = None;
    text.lines().all(|line| {
        match (line.chars().next(), side) {
            (Some('<'), None) if marker(line, '<') => side = Some(OURS),
            (Some('|'), Some(OURS)) if marker(line, '|') => side = Some(BASE),
            (Some('='), Some(OURS | BASE)) if marker(line, '=') => side = Some(THEIRS),
            (Some('>'), Some(THEIRS)) if marker(line, '>') => side = None,
            (_, Some(side)) if side != BASE => return written[side].contains(line.trim()),
            _ => {}
        }
        true
    })
}

/// The conflict of the versions as they were written, without what could be merged: for what is written in another order.
pub(super) fn as_written(read: &[Version<'_>; 3], how: &TextMerge) -> Option<String> {
    let texts = read.each_ref().map(|version| version.text.as_bytes());
    let merged = TextMerge { favor: Favor::Neither, ..how.clone() }.merge(texts).filter(|it| !it.clean);
    let merged = merged.or_else(|| every_difference([texts[OURS], texts[THEIRS]], how))?;
    String::from_utf8(merged.bytes).ok()
}
