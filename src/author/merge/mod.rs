//! Merges three versions of a goal file by field, for git's merge driver.
//!
//! Every field that only one side changed, and every check-in, log entry, need, agreement and link, is resolved first
//! and written into all three texts, each in its own layout. Then only comments, layout and conflicting fields differ,
//! and these are merged by line like git does, with conflict markers. The result is parsed and compared with the
//! resolved meaning; if it differs, or if a version is not a goal file, the texts are merged by line alone.

mod checkin;
mod container;
mod layout;
mod lists;
mod meaning;
mod resolve;
mod splice;
mod transplant;
mod version;

use std::collections::HashMap;

use crate::git::{Favor, MergedText, TextMerge};

use meaning::Meaning;
use resolve::Resolution;
use transplant::comments_above_entries;
use version::Version;

/// A merged goal file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    /// The text, with markers around conflicts.
    pub text: String,
    /// Whether there are no conflicts.
    pub clean: bool,
    /// The routes of the conflicting fields.
    pub open: Vec<String>,
}

/// Merges base, ours and theirs of a goal file. Returns `None` if one of them is not a goal file, or has a layout in
/// which only lines can be merged; the caller then merges the texts.
#[must_use]
pub fn merge(versions: [&[u8]; 3], how: &TextMerge) -> Option<Merged> {
    let [base, ours, theirs] = versions;
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).ok();
    if ours == theirs || base == theirs {
        return Some(Merged { text: text(ours)?, clean: true, open: Vec::new() });
    }
    if base == ours {
        return Some(Merged { text: text(theirs)?, clean: true, open: Vec::new() });
    }
    by_field([text(base)?, text(ours)?, text(theirs)?], how)
}

fn by_field(texts: [String; 3], how: &TextMerge) -> Option<Merged> {
    let (layout, texts) = layout::normalize(texts);
    let [base, ours, theirs] = texts.each_ref().map(|text| Version::read(text));
    let base = base?;
    let (ours, theirs) = (ours?.since(&base), theirs?.since(&base));
    let mut read = [base, ours, theirs];
    let of_entries: Vec<Box<str>> = read.iter().flat_map(comments_above_entries).map(Into::into).collect();
    for version in &mut read {
        version.of_entries.extend(of_entries.iter().cloned());
    }
    let resolved = resolve::resolve(&read)?;
    let merged = merge_lines(&read, &resolved, how)?;
    if !merged.1 {
        // If git's merge by line has no conflict, it wins: such as for a renamed field with a change below it.
        let plain = how.merge(read.each_ref().map(|version| version.text.as_bytes()))?;
        if let Some(text) =
            String::from_utf8(plain.bytes).ok().filter(|text| plain.clean && keeps_comments(&read, text))
        {
            return Some(Merged { text: layout.restore(text), clean: true, open: Vec::new() });
        }
    }
    Some(Merged { text: layout.restore(merged.0), clean: merged.1, open: resolved.open })
}

/// Merges the resolved texts by line, if the result has the resolved meaning.
fn merge_lines(read: &[Version<'_>; 3], resolved: &Resolution, how: &TextMerge) -> Option<(String, bool)> {
    let texts = resolved.texts.each_ref().map(String::as_bytes);
    let try_with = |favor| -> Option<MergedText> { TextMerge { favor, ..how.clone() }.merge(texts) };
    let text = |merged: MergedText| String::from_utf8(merged.bytes).ok();
    let merged = try_with(Favor::Neither)?;
    if merged.clean {
        return text(merged)
            .filter(|text| has_meaning(text, &resolved.meaning) && keeps_comments(read, text))
            .map(|it| (it, true));
    }
    if resolved.open.is_empty() {
        // Both sides added comments at the same place: both are kept, if nothing else differs.
        let both = try_with(Favor::Both).and_then(text);
        if let Some(both) = both.filter(|text| has_meaning(text, &resolved.meaning) && keeps_comments(read, text)) {
            return Some((both, true));
        }
    }
    // Whichever side a person picks in the conflicts, the file must be a goal file with the resolved meaning.
    for favor in [Favor::Ours, Favor::Theirs] {
        let taken = try_with(favor).and_then(text)?;
        if !has_meaning(&taken, &resolved.meaning) {
            return None;
        }
    }
    text(merged).map(|text| (text, false))
}

fn has_meaning(text: &str, meaning: &Meaning) -> bool {
    Version::read(text).is_some_and(|version| meaning.matches(&Meaning::of(version.root())))
}

/// Tells whether a merge keeps every comment that a side added and that neither removed.
fn keeps_comments(read: &[Version<'_>; 3], text: &str) -> bool {
    let Some(merged) = Version::read(text) else { return false };
    let count = |version: &Version<'_>| {
        let mut counts: HashMap<String, usize> = HashMap::new();
        for comment in &version.tree.comments {
            *counts.entry(comment.text.to_string()).or_default() += 1;
        }
        counts
    };
    let [base, ours, theirs] = read.each_ref().map(count);
    let merged = count(&merged);
    let of = |counts: &HashMap<String, usize>, comment: &String| counts.get(comment).copied().unwrap_or(0);
    ours.keys().chain(theirs.keys()).all(|comment| {
        let (before, ours, theirs) = (of(&base, comment), of(&ours, comment), of(&theirs, comment));
        let kept = if ours < before || theirs < before { ours.min(theirs) } else { ours.max(theirs) };
        of(&merged, comment) >= kept
    })
}

#[cfg(test)]
mod laws;
#[cfg(test)]
mod tests;
