//! Three versions of a goal file made one, field by field: what git asks a merge driver for.
//!
//! Every field that one side alone changed, and every check-in, log entry, need, agreement and link, is resolved first and
//! written into all three texts, each in its own layout. What then still differs is comments and layout, and the fields
//! that both sides set differently: that is merged line by line as git does it, markers and all. The outcome is checked
//! against what was meant; where it is anything else, or where a version is no goal file, the texts alone are merged.

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
use version::Version;

/// A goal file merged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    /// The text, with markers where it is in conflict.
    pub text: String,
    /// Whether nothing is in conflict.
    pub clean: bool,
    /// The fields that both sides set differently, by route.
    pub open: Vec<String>,
}

/// Merges base, ours and theirs of one goal file. Nothing where one of them is none, or where its layout is such that
/// only the lines can be merged: then the texts are for git's own merge.
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
    let (layout, texts) = layout::even(texts);
    let [base, ours, theirs] = texts.each_ref().map(|text| Version::read(text));
    let base = base?;
    let (ours, theirs) = (ours?.since(&base), theirs?.since(&base));
    let read = [base, ours, theirs];
    let resolved = resolve::resolve(&read)?;
    let merged = lines(&read, &resolved, how)?;
    if !merged.1 {
        // Where git by itself sees no conflict there is none: a renamed field, say, with something changed below it.
        let plain = how.merge(read.each_ref().map(|version| version.text.as_bytes()))?;
        if let Some(text) =
            String::from_utf8(plain.bytes).ok().filter(|text| plain.clean && keeps_comments(&read, text))
        {
            return Some(Merged { text: layout.restore(text), clean: true, open: Vec::new() });
        }
    }
    Some(Merged { text: layout.restore(merged.0), clean: merged.1, open: resolved.open })
}

/// Merges the resolved texts line by line, if that gives what was meant.
fn lines(read: &[Version<'_>; 3], resolved: &Resolution, how: &TextMerge) -> Option<(String, bool)> {
    let texts = resolved.texts.each_ref().map(String::as_bytes);
    let try_with = |favor| -> Option<MergedText> { TextMerge { favor, ..how.clone() }.merge(texts) };
    let text = |merged: MergedText| String::from_utf8(merged.bytes).ok();
    let merged = try_with(Favor::Neither)?;
    if merged.clean {
        return text(merged)
            .filter(|text| means(text, &resolved.meaning) && keeps_comments(read, text))
            .map(|it| (it, true));
    }
    if resolved.open.is_empty() {
        // Both sides commented at one place: both comments stay, if that is all.
        let both = try_with(Favor::Both).and_then(text);
        if let Some(both) = both.filter(|text| means(text, &resolved.meaning) && keeps_comments(read, text)) {
            return Some((both, true));
        }
    }
    // Whichever side a person takes, it is a goal file that means what was resolved.
    for favor in [Favor::Ours, Favor::Theirs] {
        let taken = try_with(favor).and_then(text)?;
        if !means(&taken, &resolved.meaning) {
            return None;
        }
    }
    text(merged).map(|text| (text, false))
}

fn means(text: &str, meaning: &Meaning) -> bool {
    Version::read(text).is_some_and(|version| meaning.is_met_by(&Meaning::of(version.root())))
}

/// No comment is lost that a side added, or that neither took away.
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
