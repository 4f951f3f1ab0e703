//! Entries and items carried from one version's text into another's, with their own words and comments, indented as it
//! is done there.

use std::ops::Range;

use crate::source::Span;

use super::container::{Container, shifted};
use super::splice::{ItemSource, TextChange, line_start};
use super::version::Version;

/// What becomes of an entry or item of a version, in the merged order.
#[derive(Debug)]
pub(super) enum Placement<'v, T> {
    /// This one stays where it is; what is below it may change.
    Keep(usize),
    /// This one takes the value that another version has.
    Replace(usize, ItemSource<'v, T>),
    /// This one goes. The comments above it stay: whether they go is for the lines to say.
    Remove(usize),
    /// This one goes with the comments above it.
    Clear(usize),
    /// One of another version comes.
    Insert(ItemSource<'v, T>),
    /// This one is put here as it is, from elsewhere.
    Move(usize),
}

// Derived, this would ask of the container that it be copied too.
impl<T> Clone for Placement<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Placement<'_, T> {}

/// What the steps make of a mapping's entries or a list's items; nothing where the layout is too unusual.
pub(super) fn write<T: Container>(
    version: &Version<'_>,
    container: &T,
    span: Span,
    steps: &[Placement<'_, T>],
) -> Option<Vec<TextChange>> {
    let comes = |step: &Placement<'_, T>| matches!(step, Placement::Insert(_) | Placement::Move(_));
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
    let gone: Vec<usize> = steps
        .iter()
        .filter_map(|step| match step {
            Placement::Remove(index) | Placement::Clear(index) | Placement::Move(index) => Some(*index),
            _ => None,
        })
        .collect();
    let nothing_left = gone.len() == container.count();
    if container.flow() {
        in_brackets(version, container, span, steps, &gone, &mut splices);
    } else if nothing_left && !steps.iter().any(comes) {
        // A block with nothing left in it would be an empty value.
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
    // Before the first one, unless a dash stands there that belongs to what holds it all.
    let mut at = if T::DASHED || lead.bytes().all(|byte| byte == b' ') { begin } else { line_end(text, first.end) };
    for step in steps {
        match step {
            Placement::Keep(index) | Placement::Replace(index, _) => {
                at = block_end(text, container.range(text, *index).end, indent);
            }
            Placement::Clear(index) => {
                splices.push(TextChange { at: lines(version, container, *index)?, text: String::new() });
            }
            Placement::Remove(index) => {
                let own = line_start(text, container.range(text, *index).start)..lines(version, container, *index)?.end;
                splices.push(TextChange { at: own, text: String::new() });
            }
            Placement::Insert(from) => {
                let behind = behind_comments(text, at, from);
                at = behind.unwrap_or(at);
                splices.push(TextChange { at: at..at, text: carried(from, indent, behind.is_none()) });
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

/// Behind the line in which something ends, and the comments below it that are indented deeper and so belong to it.
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

/// Where something goes behind the comments that it stands behind in the other version, if they stand here too: then
/// they guide whoever writes, and were there before it.
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

/// One of another version in lines of its own, with the comments above it or without.
fn carried<T: Container>(from: &ItemSource<'_, T>, indent: usize, commented: bool) -> String {
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

/// The comments right above an entry or item that has lines of its own.
pub(super) fn comments<'t, T: Container>(version: &Version<'t>, container: &T, index: usize) -> &'t str {
    let own = line_start(version.text, container.range(version.text, index).start);
    lines(version, container, index).map_or("", |lines| &version.text[lines.start..own])
}

/// The whole lines of an entry or item, with the comments right above it; nothing where it shares a line.
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
        // What stands above the first one speaks of them all, unless it came with that one.
        if index == 0 && !version.fresh.contains(comment.trim_end_matches('\n')) {
            break;
        }
        start = above;
    }
    Some(start..end)
}

fn in_brackets<T: Container>(
    version: &Version<'_>,
    container: &T,
    span: Span,
    steps: &[Placement<'_, T>],
    gone: &[usize],
    splices: &mut Vec<TextChange>,
) {
    let text = version.text;
    let new = |step: &Placement<'_, T>| match step {
        Placement::Insert(from) => Some(from.container.inline(from.version, from.index)),
        Placement::Move(index) => Some(container.inline(version, *index)),
        _ => None,
    };
    let inside = span.start as usize + 1..span.end as usize - 1;
    if gone.len() == container.count() {
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
    let mut gone = gone.to_vec();
    gone.sort_unstable();
    let mut from = 0;
    while from < gone.len() {
        let mut to = from;
        while gone.get(to + 1) == Some(&(gone[to] + 1)) {
            to += 1;
        }
        let (first, last) = (gone[from], gone[to]);
        let at = if last + 1 < container.count() {
            container.range(text, first).start..container.range(text, last + 1).start
        } else {
            container.range(text, first - 1).end..container.range(text, last).end
        };
        splices.push(TextChange { at, text: String::new() });
        from = to + 1;
    }
}

/// Behind the line feed of the line in which something ends.
fn line_end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |feed| at + feed + 1)
}
