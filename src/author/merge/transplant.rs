//! Copies entries and items from the text of one version to another, as written and with their comments, in the
//! indentation of the target.

use std::ops::Range;

use crate::source::Span;

use super::container::{Container, shifted};
use super::splice::{ItemSource, TextChange, line_start};
use super::version::Version;

/// How an entry or item of a version is placed, in the merged order.
#[derive(Debug)]
pub(super) enum Placement<'v, T> {
    /// It stays in place; its parts may change.
    Keep(usize),
    /// It takes the value of another version.
    Replace(usize, ItemSource<'v, T>),
    /// It is removed. The comments above it stay; the merge by line decides on them.
    Remove(usize),
    /// It is removed with the comments above it.
    Clear(usize),
    /// An entry of another version is inserted, with the comments above it.
    Insert(ItemSource<'v, T>),
    /// An entry of another version is inserted without the comments above it: the merge by line decides on them.
    InsertBare(ItemSource<'v, T>),
    /// It is moved here unchanged.
    Move(usize),
}

// The derive would require the container to be `Clone` too.
impl<T> Clone for Placement<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Placement<'_, T> {}

/// Returns the replacements for placing entries or items. Returns `None` if the layout is too unusual.
pub(super) fn write<T: Container>(
    version: &Version<'_>,
    container: &T,
    span: Span,
    steps: &[Placement<'_, T>],
) -> Option<Vec<TextChange>> {
    let comes =
        |step: &Placement<'_, T>| matches!(step, Placement::Insert(_) | Placement::InsertBare(_) | Placement::Move(_));
    let goes =
        |step: &Placement<'_, T>| matches!(step, Placement::Remove(_) | Placement::Clear(_) | Placement::Move(_));
    let mut splices = Vec::new();
    for step in steps {
        if let Placement::Replace(index, with) = step {
            splices.push(container.overwrite(version.text, *index, *with));
        }
    }
    if !steps.iter().any(|step| comes(step) || goes(step)) {
        return Some(splices);
    }
    let removed: Vec<usize> = steps
        .iter()
        .filter_map(|step| match step {
            Placement::Remove(index) | Placement::Clear(index) | Placement::Move(index) => Some(*index),
            _ => None,
        })
        .collect();
    let nothing_left = removed.len() == container.count();
    if container.flow() {
        in_brackets(version, container, span, steps, &removed, &mut splices);
    } else if nothing_left && !steps.iter().any(comes) {
        // Removing the last entry of a block would leave a null.
        return None;
    } else {
        in_lines(version, container, steps, &mut splices)?;
    }
    Some(splices)
}

fn in_lines<T: Container>(
    version: &Version<'_>,
    container: &T,
    steps: &[Placement<'_, T>],
    splices: &mut Vec<TextChange>,
) -> Option<()> {
    let text = version.text;
    let first = container.range(text, 0);
    let begin = line_start(text, first.start);
    let lead = &text[begin..first.start];
    let indent = if T::DASHED { lead.find('-')? } else { lead.len() };
    // Comments that belong to the first entry stay with it.
    let begin = lines(version, container, 0).map_or(begin, |lines| lines.start);
    // Insert before the first one, unless the dash of a parent list is on its line.
    let mut at = if T::DASHED || lead.bytes().all(|byte| byte == b' ') { begin } else { line_end(text, first.end) };
    for step in steps {
        match step {
            Placement::Keep(index) | Placement::Replace(index, _) => {
                // Entries that another version has in another order do not lead back.
                at = at.max(block_end(text, container.range(text, *index).end, indent));
            }
            Placement::Clear(index) => {
                splices.push(TextChange { at: lines(version, container, *index)?, text: String::new() });
            }
            Placement::Remove(index) => {
                let own = line_start(text, container.range(text, *index).start)..lines(version, container, *index)?.end;
                splices.push(TextChange { at: own, text: String::new() });
            }
            Placement::Insert(from) | Placement::InsertBare(from) => {
                let behind = behind_comments(text, at, from);
                at = behind.unwrap_or(at);
                let commented = behind.is_none() && matches!(step, Placement::Insert(_));
                splices.push(TextChange { at: at..at, text: format_lines(from, indent, commented) });
            }
            Placement::Move(index) => {
                let lines = lines(version, container, *index)?;
                if lines.start != at {
                    splices.push(TextChange { at: at..at, text: text[lines.clone()].to_owned() });
                    splices.push(TextChange { at: lines, text: String::new() });
                }
            }
        }
    }
    Some(())
}

/// Returns the end of a block: behind its last line and the deeper indented comments below it, which belong to it.
fn block_end(text: &str, end: usize, indent: usize) -> usize {
    let mut at = line_end(text, end);
    for line in text[at..].split_inclusive('\n') {
        let shown = line.trim_start_matches(' ');
        if !shown.starts_with('#') || line.len() - shown.len() <= indent {
            break;
        }
        at += line.len();
    }
    at
}

/// Returns the position behind the comments that precede an entry in the other version, if they are here too: guiding
/// comments of a new file are there before the field.
fn behind_comments<T: Container>(text: &str, at: usize, from: &ItemSource<'_, T>) -> Option<usize> {
    let above = comments(from.version, from.container, from.index);
    let is_gap = |line: &&str| line.trim().is_empty() || line.trim_start().starts_with('#');
    let gap: usize = text[at..].split_inclusive('\n').take_while(is_gap).map(str::len).sum();
    let found = text[at..at + gap].match_indices(above).map(|(start, _)| at + start);
    found
        .filter(|_| !above.is_empty())
        .find(|start| line_start(text, *start) == *start)
        .map(|start| start + above.len())
}

/// Formats an entry of another version as lines, with or without the comments above it.
fn format_lines<T: Container>(from: &ItemSource<'_, T>, indent: usize, commented: bool) -> String {
    let text = from.version.text;
    if let Some(lines) = lines(from.version, from.container, from.index).filter(|_| !from.container.flow()) {
        let range = from.container.range(text, from.index);
        let start = line_start(text, range.start);
        let lines = if commented { lines } else { start..lines.end };
        let lead = &text[start..range.start];
        let own = if T::DASHED { lead.find('-').unwrap_or(0) } else { lead.len() };
        return shifted(&text[lines], own, indent, true);
    }
    let dash = if T::DASHED { "- " } else { "" };
    format!("{}{dash}{}\n", " ".repeat(indent), from.container.inline(from.version, from.index))
}

/// Returns the comments right above an entry or item.
pub(super) fn comments<'t, T: Container>(version: &Version<'t>, container: &T, index: usize) -> &'t str {
    let own = line_start(version.text, container.range(version.text, index).start);
    lines(version, container, index).map_or("", |lines| &version.text[lines.start..own])
}

/// Returns the lines of an entry or item with the comments right above it, or `None` if it shares a line.
fn lines<T: Container>(version: &Version<'_>, container: &T, index: usize) -> Option<Range<usize>> {
    let text = version.text;
    let range = container.range(text, index);
    let begin = line_start(text, range.start);
    let lead = &text[begin..range.start];
    let indent = lead.len() - lead.trim_start_matches(' ').len();
    let mark = lead.trim_start_matches(' ');
    let mark = if T::DASHED { mark.strip_prefix('-')? } else { mark };
    let end = line_end(text, range.end);
    let rest = text[range.end..end].trim_start();
    if !mark.trim_matches(' ').is_empty() || !(rest.is_empty() || rest.starts_with('#')) {
        return None;
    }
    let mut start = begin;
    while start > 0 {
        let above = line_start(text, start - 1);
        let line = &text[above..start];
        let comment = line.get(indent..).and_then(|rest| rest.strip_prefix('#'));
        let Some(comment) = comment.filter(|_| line[..indent].trim().is_empty()) else { break };
        // Comments above the first entry describe the whole block, unless they are known to be that entry's.
        if index == 0 && !version.of_entries.contains(comment.trim_end_matches('\n')) {
            break;
        }
        start = above;
    }
    Some(start..end)
}

/// Returns the comments right above the entries of lists, but for the first of each: what stands there may be of the whole
/// list.
pub(super) fn comments_above_entries<'t>(version: &Version<'t>) -> impl Iterator<Item = &'t str> {
    let text = version.text;
    let fields = version.root().as_mapping().into_iter().flat_map(|mapping| &mapping.entries);
    let lists = fields.filter_map(|entry| entry.value.as_sequence()).filter(|list| !list.flow);
    lists.flat_map(|list| list.items.iter().skip(1)).flat_map(move |item| {
        let begin = line_start(text, item.span.start as usize);
        let indent = text[begin..].len() - text[begin..].trim_start_matches(' ').len();
        let comment = move |line: &'t str| line.strip_prefix(&*" ".repeat(indent))?.strip_prefix('#');
        text[..begin].lines().rev().map_while(comment)
    })
}

fn in_brackets<T: Container>(
    version: &Version<'_>,
    container: &T,
    span: Span,
    steps: &[Placement<'_, T>],
    removed: &[usize],
    splices: &mut Vec<TextChange>,
) {
    let text = version.text;
    let new = |step: &Placement<'_, T>| match step {
        Placement::Insert(from) | Placement::InsertBare(from) => Some(from.container.inline(from.version, from.index)),
        Placement::Move(index) => Some(container.inline(version, *index)),
        _ => None,
    };
    let inside = span.start as usize + 1..span.end as usize - 1;
    if removed.len() == container.count() {
        let all: Vec<_> = steps.iter().filter_map(new).collect();
        splices.push(TextChange { at: inside, text: all.join(", ") });
        return;
    }
    let mut last: Option<usize> = None;
    for step in steps {
        if let Placement::Keep(index) | Placement::Replace(index, _) = step {
            last = Some(*index);
        } else if let Some(new) = new(step) {
            let (at, written) = match last {
                Some(last) => (container.range(text, last).end, format!(", {new}")),
                None => (inside.start, format!("{new}, ")),
            };
            splices.push(TextChange { at: at..at, text: written });
        }
    }
    let mut removed = removed.to_vec();
    removed.sort_unstable();
    let mut from = 0;
    while from < removed.len() {
        let mut to = from;
        while removed.get(to + 1) == Some(&(removed[to] + 1)) {
            to += 1;
        }
        let (first, last) = (removed[from], removed[to]);
        let at = if last + 1 < container.count() {
            container.range(text, first).start..container.range(text, last + 1).start
        } else {
            container.range(text, first - 1).end..container.range(text, last).end
        };
        splices.push(TextChange { at, text: String::new() });
        from = to + 1;
    }
}

/// Returns the position behind the line feed of a line.
fn line_end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |feed| at + feed + 1)
}
