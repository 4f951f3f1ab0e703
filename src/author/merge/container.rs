//! Mappings and lists: how their entries and items are written in a text, and replaced.

use std::ops::Range;

use super::splice::{ItemSource, TextChange, line_start};
use super::version::Version;
use crate::source::Span;
use crate::syntax::{Entry, Mapping, Node, QuoteStyle, Sequence, Value, double_quoted, reads_plain};

/// A mapping or list in a text.
pub(super) trait Container: Sized {
    /// Tells whether it is in flow style: in braces or brackets (YAML 1.2, 7.4).
    fn flow(&self) -> bool;
    /// Counts its entries or items.
    fn count(&self) -> usize;
    /// Returns the bytes of an entry or item.
    fn range(&self, text: &str, index: usize) -> Range<usize>;
    /// Whether block items start with a dash.
    const DASHED: bool;
    /// Formats an entry or item in flow style.
    fn inline(&self, version: &Version<'_>, index: usize) -> String;
    /// Replaces the value of an entry or item with that of another version.
    fn overwrite(&self, text: &str, index: usize, with: ItemSource<'_, Self>) -> TextChange;
}

impl Container for Mapping {
    const DASHED: bool = false;

    fn flow(&self) -> bool {
        self.flow
    }

    fn count(&self) -> usize {
        self.entries.len()
    }

    fn range(&self, text: &str, index: usize) -> Range<usize> {
        let entry = &self.entries[index];
        entry.key.span.start as usize..value_end(text, entry)
    }

    fn inline(&self, version: &Version<'_>, index: usize) -> String {
        let entry = &self.entries[index];
        let raw = &version.text[entry.key.span.range()];
        let stands = raw.starts_with(['"', '\'']) || reads_plain(raw, true);
        let key = if stands { raw.to_owned() } else { double_quoted(&entry.key.text) };
        format!("{key}: {}", inline(version, &entry.value))
    }

    fn overwrite(&self, text: &str, index: usize, with: ItemSource<'_, Self>) -> TextChange {
        let (old, new) = (&self.entries[index], &with.container.entries[with.index]);
        let key = old.key.span.end as usize;
        if is_short(text, &old.value) && is_short(with.version.text, &new.value) {
            let raw = &with.version.text[new.value.span.range()];
            let written = if self.flow { inline(with.version, &new.value) } else { raw.to_owned() };
            if old.value.span.is_empty() {
                let end = value_end(text, old);
                return TextChange { at: end..end, text: format!(" {written}") };
            }
            return TextChange { at: old.value.span.range(), text: written };
        }
        if self.flow {
            return TextChange { at: old.value.span.range(), text: inline(with.version, &new.value) };
        }
        let written = if with.container.flow {
            format!(": {}", inline(with.version, &new.value))
        } else {
            let slice = &with.version.text[new.key.span.end as usize..value_end(with.version.text, new)];
            let (from, to) = (column(with.version.text, new.key.span), column(text, old.key.span));
            shifted(slice, from, to, false)
        };
        TextChange { at: key..value_end(text, old), text: written }
    }
}

impl Container for Sequence {
    const DASHED: bool = true;

    fn flow(&self) -> bool {
        self.flow
    }

    fn count(&self) -> usize {
        self.items.len()
    }

    fn range(&self, _: &str, index: usize) -> Range<usize> {
        self.items[index].span.range()
    }

    fn inline(&self, version: &Version<'_>, index: usize) -> String {
        inline(version, &self.items[index])
    }

    fn overwrite(&self, text: &str, index: usize, with: ItemSource<'_, Self>) -> TextChange {
        let (old, new) = (&self.items[index], &with.container.items[with.index]);
        let written = if self.flow || with.container.flow {
            inline(with.version, new)
        } else {
            let (from, to) = (column(with.version.text, new.span), column(text, old.span));
            shifted(&with.version.text[new.span.range()], from, to, false)
        };
        TextChange { at: old.span.range(), text: written }
    }
}

/// Tells whether a value is a scalar on one line.
pub(super) fn is_short(text: &str, node: &Node) -> bool {
    let scalar = node.as_scalar().filter(|scalar| scalar.style != QuoteStyle::Block);
    scalar.is_some() && !text[node.span.range()].contains('\n')
}

/// Formats a value in flow style: as written, if that is valid there.
pub(super) fn inline(version: &Version<'_>, node: &Node) -> String {
    let raw = &version.text[node.span.range()];
    let one_line = !raw.contains('\n');
    match &node.value {
        Value::Scalar(scalar) if scalar.is_null() => "null".to_owned(),
        Value::Scalar(scalar) => {
            let bare = scalar.style == QuoteStyle::Plain && !reads_plain(raw, true);
            if one_line && scalar.style != QuoteStyle::Block && !bare {
                raw.to_owned()
            } else {
                double_quoted(&scalar.text)
            }
        }
        Value::Sequence(list) if list.flow && one_line => raw.to_owned(),
        Value::Mapping(mapping) if mapping.flow && one_line => raw.to_owned(),
        Value::Sequence(list) => {
            let items: Vec<_> = list.items.iter().map(|item| inline(version, item)).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Mapping(mapping) => {
            let entries: Vec<_> = (0..mapping.entries.len()).map(|at| mapping.inline(version, at)).collect();
            format!("{{{}}}", entries.join(", "))
        }
    }
}

/// Returns the end of an entry's value, or the position behind the colon if it has none.
pub(super) fn value_end(text: &str, entry: &Entry) -> usize {
    let end = entry.value.span.end as usize;
    if !entry.value.span.is_empty() {
        return end;
    }
    let key = entry.key.span.end as usize;
    text[key..].find(':').map_or(end, |colon| end.max(key + colon + 1))
}

pub(super) fn column(text: &str, span: Span) -> usize {
    span.start as usize - line_start(text, span.start as usize)
}

/// Changes the indentation of lines. `first` tells whether the first line is complete.
pub(super) fn shifted(text: &str, from: usize, to: usize, first: bool) -> String {
    if from == to {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let blank = line.trim().is_empty();
        if blank || (number == 0 && !first) {
            out.push_str(line);
        } else if to > from {
            out.push_str(&" ".repeat(to - from));
            out.push_str(line);
        } else {
            let spaces = line.len() - line.trim_start_matches(' ').len();
            out.push_str(&line[spaces.min(from - to)..]);
        }
    }
    out
}
