//! Merges three versions of a goal file by field, for git's merge driver.
//!
//! Every field that only one side changed, and every check-in, log entry, need, agreement and link, is resolved first
//! and written into all three texts, each in its own layout. Then only comments, layout and conflicting fields differ,
//! and these are merged by line like git does, with conflict markers. The result is parsed and compared with the
//! resolved meaning; if it differs, or if a version is not a goal file, the texts are merged by line alone. A merge by
//! line of valid files that would be invalid is a conflict, and so is one that would lose what one side removed and the other
//! changed, or leave a grade beside numbers of which it was not made, or a value beside the day of another. Two versions of a goal that both branches added are merged in the
//! same way: what is the same on both sides stands once, and each field that differs is a conflict.

mod checkin;
mod closed;
mod conflict;
mod container;
mod layout;
mod lists;
mod loss;
mod meaning;
mod measured;
mod resolve;
mod splice;
mod transplant;
mod validity;
mod version;

use std::collections::HashMap;

use crate::git::{Favor, MergedText, TextMerge};
use crate::syntax::{Node, double_quoted};

use meaning::Meaning;
use resolve::Resolution;
use transplant::comments_above_entries;
use version::Version;

/// A merged file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    /// The contents, with markers around conflicts.
    pub bytes: Vec<u8>,
    /// Whether there are no conflicts.
    pub clean: bool,
    /// The routes of the conflicting fields.
    pub open: Vec<String>,
    /// Why both sides together would not be a valid file, if that is the conflict.
    pub invalid: Option<String>,
}

/// A goal file merged by field.
#[derive(Debug, Clone, PartialEq, Eq)]
struct FieldMerge {
    text: String,
    clean: bool,
    /// The routes of the conflicting fields.
    open: Vec<String>,
}

impl Merged {
    fn clean(bytes: Vec<u8>) -> Self {
        Self { bytes, clean: true, open: Vec::new(), invalid: None }
    }

    fn conflict(bytes: Vec<u8>, open: Vec<String>, invalid: Option<String>) -> Self {
        Self { bytes, clean: false, open, invalid }
    }
}

/// Merges base, ours and theirs: goal files by field, everything else by line with `by_line`, which is only called
/// where it is needed. `path` is that of the file, whose name decides how large it may be. Two valid goal files never merge to an
/// invalid one, nor other YAML files to invalid YAML, without a conflict. Returns `None` if the texts cannot be merged at
/// all.
pub fn merge(
    versions: [&[u8]; 3],
    path: &str,
    how: &TextMerge,
    by_line: impl FnOnce() -> Option<MergedText>,
) -> Option<Merged> {
    merge_unless_equal(versions, path, how, |texts| by_field(texts, how), by_line)
}

/// Merges as [`merge`] does, but goal files by line too, under the same promises.
pub fn merge_by_line(
    versions: [&[u8]; 3],
    path: &str,
    how: &TextMerge,
    by_line: impl FnOnce() -> Option<MergedText>,
) -> Option<Merged> {
    merge_unless_equal(versions, path, how, |_| None, by_line)
}

fn merge_unless_equal(
    versions: [&[u8]; 3],
    path: &str,
    how: &TextMerge,
    by_field: impl FnOnce([String; 3]) -> Option<FieldMerge>,
    by_line: impl FnOnce() -> Option<MergedText>,
) -> Option<Merged> {
    // The file may be in any folder of the repository: which one is the goals' root is not known here.
    let name = path.rsplit('/').next().unwrap_or(path);
    let [base, ours, theirs] = versions;
    if ours == theirs || base == theirs {
        return Some(Merged::clean(ours.to_vec()));
    }
    if base == ours {
        return Some(Merged::clean(theirs.to_vec()));
    }
    let fields = texts(versions).and_then(by_field);
    let refusal =
        |bytes: &[u8]| validity::refusal([ours, theirs], bytes, name).or_else(|| measured::refusal(versions, bytes));
    let mut invalid = None;
    if let Some(fields) = fields.as_ref().filter(|it| it.clean) {
        match refusal(fields.text.as_bytes()) {
            None => return Some(Merged::clean(fields.text.clone().into_bytes())),
            reason => invalid = reason,
        }
    }
    // A merge is never worse than git's: if the lines merge to a valid file that loses nothing, that is the result. The two
    // ways to merge them compare by different algorithms, and either may find no conflict.
    let lines = [by_line(), how.merge(versions)];
    let lost: Vec<String> = loss::lost_change(versions).into_iter().collect();
    for text in lines.iter().flatten().filter(|text| text.clean && lost.is_empty()) {
        match refusal(&text.bytes) {
            None => return Some(Merged::clean(text.bytes.clone())),
            reason => invalid = invalid.or(reason),
        }
    }
    if let Some(fields) = fields.filter(|it| !it.clean) {
        return Some(Merged::conflict(fields.text.into_bytes(), fields.open, None));
    }
    if invalid.is_some() || !lost.is_empty() {
        return Some(Merged::conflict(conflict::every_difference([ours, theirs], how)?.bytes, lost, invalid));
    }
    let text = lines.into_iter().flatten().find(|text| !text.clean)?;
    Some(Merged::conflict(text.bytes, Vec::new(), None))
}

fn texts(versions: [&[u8]; 3]) -> Option<[String; 3]> {
    let [base, ours, theirs] = versions.map(|bytes| String::from_utf8(bytes.to_vec()).ok());
    Some([base?, ours?, theirs?])
}

/// Merges goal files by field. Returns `None` if one of them is not a goal file, or has a layout in which only lines
/// can be merged.
fn by_field(mut texts: [String; 3], how: &TextMerge) -> Option<FieldMerge> {
    if texts[0].trim().is_empty() {
        texts[0] = common_beginning([&texts[1], &texts[2]])?;
    }
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
    let (text, clean) = merge_lines(&read, &resolved, how)?;
    let text =
        if clean || conflict::is_of_its_sides(&read, &text, how) { text } else { conflict::as_written(&read, how)? };
    Some(FieldMerge { text: layout.restore(text), clean, open: resolved.open })
}

/// The version before of a goal that two branches added, for which git has none: the goal's kind and id alone, so that every
/// other field is new on both sides. None if they are not the same goal.
fn common_beginning(sides: [&str; 2]) -> Option<String> {
    let [ours, theirs] = sides.map(|text| {
        let version = Version::read(text)?;
        let mapping = version.tree.mapping()?;
        Some(["kind", "id"].map(|name| mapping.get(name).and_then(Node::as_scalar).map(|it| it.text.to_string())))
    });
    let [kind, id] = ours.filter(|ours| theirs.as_ref() == Some(ours))?;
    Some(format!("kind: {}\nid: {}\n", kind?, double_quoted(&id?)))
}

/// Merges the resolved texts by line, if the result has the resolved meaning.
fn merge_lines(read: &[Version<'_>; 3], resolved: &Resolution, how: &TextMerge) -> Option<(String, bool)> {
    let texts = resolved.texts.each_ref().map(String::as_bytes);
    let try_with = |favor| -> Option<MergedText> { TextMerge { favor, ..how.clone() }.merge(texts) };
    let text = |merged: MergedText| String::from_utf8(merged.bytes).ok();
    let merged = try_with(Favor::Neither)?;
    if merged.clean
        && let Some(text) = text(merged.clone())
        && has_meaning(&text, &resolved.meaning)
        && keeps_comments(read, &text)
        && (resolved.open.is_empty() || loss::lost_change_of(read).is_none())
    {
        return Some((text, true));
    }
    if resolved.open.is_empty() {
        // Both sides added comments at the same place: both are kept, if nothing else differs.
        let both = try_with(Favor::Both).and_then(text);
        if let Some(both) = both.filter(|text| has_meaning(text, &resolved.meaning) && keeps_comments(read, text)) {
            return Some((both, true));
        }
    }
    let [_, ours, theirs] = &resolved.texts;
    if resolved.open.is_empty() {
        // The resolved text of either side has the whole meaning; only comments of the other side may be missing there.
        let either = [ours, theirs].into_iter();
        let whole = either.filter(|text| has_meaning(text, &resolved.meaning)).find(|text| keeps_comments(read, text));
        if let Some(text) = whole {
            return Some((text.clone(), true));
        }
    }
    // Whichever side a person picks in the conflicts, the file must be a goal file with the resolved meaning.
    let taken = [Favor::Ours, Favor::Theirs].map(|favor| try_with(favor).and_then(text));
    if !merged.clean && taken.iter().all(|it| it.as_ref().is_some_and(|text| has_meaning(text, &resolved.meaning))) {
        return text(merged).map(|text| (text, false));
    }
    let sound = [ours, theirs].into_iter().all(|text| has_meaning(text, &resolved.meaning));
    let differences =
        conflict::every_difference([ours, theirs].map(String::as_bytes), how).filter(|it| sound && !it.clean)?;
    text(differences).map(|text| (text, false))
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
