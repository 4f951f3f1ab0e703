//! Builds a tree from the parser's events. Features of YAML that goal files do not support are left out and reported.

use std::collections::HashSet;
use std::sync::Arc;

use granit_parser::{Event, Parser, ScalarStyle, Span as YamlSpan, StructureStyle};

use super::grammar::scan_fault;
use super::keys::shared;
use super::refused::{
    MAX_DEPTH, alias, anchor, collection_as_key, duplicate, merge_key, second_document, tag, too_deep,
};
use crate::source::Span;
use crate::syntax::digits::is_digits;
use crate::syntax::fault::Fault;
use crate::syntax::route::{Segment, route_text};
use crate::syntax::tree::{Comment, Entry, Key, Mapping, Node, QuoteStyle, Scalar, Sequence, Tree, Value};

/// A collection that is not closed yet.
enum Frame {
    Sequence { start: usize, flow: bool, items: Vec<Node> },
    Mapping { start: usize, flow: bool, entries: Vec<Entry>, key: Option<Key>, seen: HashSet<Arc<str>> },
}

/// Builds the tree from the parser's events.
pub(super) struct Builder<'t> {
    text: &'t str,
    frames: Vec<Frame>,
    root: Option<Node>,
    comments: Vec<Comment>,
    faults: Vec<Fault>,
    /// The first anchor or tag. It is reported only if parsing does not stop at another fault.
    extra: Option<Fault>,
    partial: bool,
}

/// The most duplicate fields of one file that are reported.
const MAX_DUPLICATES: usize = 100;

/// The number of entries up to which a mapping is searched linearly, which is faster than hashing.
const MAX_LINEAR: usize = 24;

impl<'t> Builder<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self {
            text,
            frames: Vec::with_capacity(8),
            root: None,
            comments: Vec::new(),
            faults: Vec::new(),
            extra: None,
            partial: false,
        }
    }

    pub(super) fn run(&mut self, comments: bool) {
        let options = granit_parser::options! {
            disallow_directives: true,
            emit_comments: comments,
            emit_unresolved_aliases: true,
            max_buffered_comment_events: usize::MAX,
            flow_nesting_limit: MAX_DEPTH,
            block_nesting_limit: MAX_DEPTH,
        };
        let mut documents = 0;
        for event in Parser::new_from_str_with_options(self.text, options) {
            let (event, span) = match event {
                Ok(event) => event,
                Err(error) => {
                    let fault = scan_fault(self.text, &error);
                    self.stop(fault);
                    return;
                }
            };
            if let Event::DocumentStart(..) = event {
                documents += 1;
                if documents > 1 {
                    self.faults.push(second_document(self.span(&span)));
                    return;
                }
            }
            if let Err(fault) = self.take(event, &span) {
                self.stop(*fault);
                return;
            }
        }
    }

    /// Stops at a fault, which is then the only one reported: faults found before it are often consequences of it.
    fn stop(&mut self, fault: Fault) {
        self.partial = true;
        self.extra = None;
        self.faults = vec![fault];
    }

    fn take(&mut self, event: Event<'_>, span: &YamlSpan) -> Result<(), Box<Fault>> {
        let at = self.span(span);
        match event {
            Event::Comment(text, _) => {
                let line = self.text[..at.start as usize].rfind(['\n', '\r']).map_or(0, |at| at + 1);
                let alone = self.text[line..at.start as usize].trim_start_matches('\u{feff}').trim().is_empty();
                self.comments.push(Comment { span: at, text: text.into(), alone });
            }
            Event::Scalar(text, style, anchor, tag) => {
                self.properties(anchor, tag.is_some(), span);
                self.scalar(&text, style, at)?;
            }
            Event::SequenceStart(style, anchor, tag) => {
                self.properties(anchor, tag.is_some(), span);
                self.open_sequence(at, style == StructureStyle::Flow)?;
            }
            Event::MappingStart(style, anchor, tag) => {
                self.properties(anchor, tag.is_some(), span);
                self.open_mapping(at, style == StructureStyle::Flow)?;
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(at.end as usize),
            Event::Alias(_) | Event::UnresolvedAlias(_) => return Err(Box::new(alias(at, self.slice(at)))),
            _ => {}
        }
        Ok(())
    }

    fn scalar(&mut self, text: &str, style: ScalarStyle, at: Span) -> Result<(), Box<Fault>> {
        let style = match style {
            ScalarStyle::Plain => QuoteStyle::Plain,
            ScalarStyle::SingleQuoted => QuoteStyle::Single,
            ScalarStyle::DoubleQuoted => QuoteStyle::Double,
            _ => QuoteStyle::Block,
        };
        let nothing = style == QuoteStyle::Plain && at.is_empty();
        let at = if nothing { self.nothing_at() } else { at };
        if self.wants_key() {
            return self.key(text, at);
        }
        let span = if style == QuoteStyle::Block { trimmed(self.text, at) } else { at };
        let text = if nothing { "" } else { text };
        // The parser adds a line break to a block scalar at the end of a file without one; YAML does not.
        let open = style == QuoteStyle::Block && !self.text[span.end as usize..].contains(['\n', '\r']);
        let text = if open { text.strip_suffix('\n').unwrap_or(text) } else { text };
        self.value(text, style, span);
        Ok(())
    }

    /// Adds a scalar that is a value.
    pub(super) fn value(&mut self, text: &str, style: QuoteStyle, span: Span) {
        self.add(Node { span, value: Value::Scalar(Scalar { text: text.into(), style }) });
    }

    /// The span of an empty value: right after the key's colon or the `-`, before any comment. The parser's own place depends on
    /// whether it is asked for comments; so it is looked for from the end of what came before.
    fn nothing_at(&self) -> Span {
        let (before, indicators): (usize, &[char]) = match self.frames.last() {
            None => (0, &[]),
            Some(Frame::Sequence { start, items, .. }) => {
                (items.last().map_or(*start, |last| last.span.end as usize), &['-', ',', '['])
            }
            Some(Frame::Mapping { key: Some(key), .. }) => (key.span.end as usize, &[':']),
            Some(Frame::Mapping { start, entries, .. }) => {
                (entries.last().map_or(*start, |last| last.value.span.end as usize), &['?'])
            }
        };
        let mut rest = self.text[before..].trim_start();
        while rest.starts_with('#') {
            rest = rest.find(['\n', '\r']).map_or("", |end| rest[end..].trim_start());
        }
        // In `{name, role: lead}` nothing stands after the key.
        let end = rest.strip_prefix(indicators).map_or(before, |rest| self.text.len() - rest.len());
        Span::new(end, end)
    }

    fn wants_key(&self) -> bool {
        matches!(self.frames.last(), Some(Frame::Mapping { key: None, .. }))
    }

    /// Begins an entry with its key.
    pub(super) fn key(&mut self, text: &str, at: Span) -> Result<(), Box<Fault>> {
        // A quoted `"<<"` is an ordinary key.
        if text == "<<" && self.text[at.range()].starts_with('<') {
            return Err(Box::new(merge_key(at)));
        }
        if let Some(Frame::Mapping { key, .. }) = self.frames.last_mut() {
            *key = Some(Key { span: at, text: shared(text) });
        }
        Ok(())
    }

    /// Opens a list at its first byte; `flow` says whether it is in brackets.
    pub(super) fn open_sequence(&mut self, at: Span, flow: bool) -> Result<(), Box<Fault>> {
        self.open(at)?;
        self.frames.push(Frame::Sequence { start: at.start as usize, flow, items: Vec::new() });
        Ok(())
    }

    /// Opens a mapping at its first byte.
    pub(super) fn open_mapping(&mut self, at: Span, flow: bool) -> Result<(), Box<Fault>> {
        self.open(at)?;
        let start = at.start as usize;
        self.frames.push(Frame::Mapping { start, flow, entries: Vec::new(), key: None, seen: HashSet::new() });
        Ok(())
    }

    /// Checks that a collection may start here: it is no key, and not nested too deeply.
    fn open(&self, at: Span) -> Result<(), Box<Fault>> {
        if self.wants_key() {
            return Err(Box::new(collection_as_key(at)));
        }
        if self.frames.len() >= MAX_DEPTH {
            return Err(Box::new(too_deep(at)));
        }
        Ok(())
    }

    /// Closes the innermost collection; one that is not in brackets ends with its last child.
    pub(super) fn close(&mut self, end: usize) {
        let Some(frame) = self.frames.pop() else { return };
        let node = match frame {
            Frame::Sequence { start, flow, items } => {
                let end = if flow { end } else { items.last().map_or(start, |last| last.span.end as usize) };
                Node { span: Span::new(start, end), value: Value::Sequence(Sequence { flow, items: exact(items) }) }
            }
            Frame::Mapping { start, flow, mut entries, key, .. } => {
                if let Some(key) = key {
                    // Parsing stopped between a key and its value; the key is kept with an empty value.
                    let at = Span { start: key.span.end, end: key.span.end };
                    let value = Value::Scalar(Scalar { text: "".into(), style: QuoteStyle::Plain });
                    entries.push(Entry { key, value: Node { span: at, value } });
                }
                let last = entries.last().map_or(start, |last| last.value.span.end.max(last.key.span.end) as usize);
                let end = if flow { end } else { last };
                let entries = exact(entries);
                Node { span: Span::new(start, end), value: Value::Mapping(Mapping { flow, entries }) }
            }
        };
        self.add(node);
    }

    fn add(&mut self, node: Node) {
        match self.frames.last_mut() {
            None => self.root = self.root.take().or(Some(node)),
            Some(Frame::Sequence { items, .. }) => items.push(node),
            Some(Frame::Mapping { entries, key, seen, .. }) => {
                let Some(key) = key.take() else { return };
                let is_new = if entries.len() < MAX_LINEAR {
                    entries.iter().all(|entry| entry.key.text != key.text)
                } else {
                    if seen.is_empty() {
                        seen.extend(entries.iter().map(|entry| entry.key.text.clone()));
                    }
                    seen.insert(key.text.clone())
                };
                // In `{low: 1,000, high: 2,000}` the digits behind the commas are keys, and the decoder joins them again.
                if is_new || node.is_null() && is_digits(&key.text) {
                    entries.push(Entry { key, value: node });
                } else if !self.partial && self.faults.len() < MAX_DUPLICATES {
                    let first = entries.iter().find(|entry| entry.key.text == key.text);
                    let fault = duplicate(&key, first.map_or(key.span, |first| first.key.span));
                    let route = self.route(&key.text);
                    self.faults.push(Fault { route, ..fault });
                }
            }
        }
    }

    /// The route of a key in the innermost open mapping.
    fn route(&self, key: &str) -> String {
        let mut segments: Vec<Segment> = Vec::with_capacity(self.frames.len());
        for frame in &self.frames {
            match frame {
                Frame::Sequence { items, .. } => segments.push(Segment::Index(items.len())),
                Frame::Mapping { key, .. } => {
                    segments.extend(key.as_ref().map(|key| Segment::Key(key.text.to_string())));
                }
            }
        }
        segments.push(Segment::Key(key.to_owned()));
        route_text(&segments)
    }

    /// Notes the first anchor or tag, which goal files do not support.
    fn properties(&mut self, anchor_number: usize, has_tag: bool, span: &YamlSpan) {
        if self.extra.is_some() || (anchor_number == 0 && !has_tag) {
            return;
        }
        let at = self.span(span);
        let fault = if has_tag {
            let at = span.tag_span().map_or(at, |tag| self.span(&tag));
            tag(at, self.slice(at))
        } else {
            let before = &self.text[..at.start as usize];
            let start = before.rfind('&').unwrap_or(at.start as usize);
            let name = self.text[start..].split(|c: char| c.is_whitespace() || ",]}".contains(c)).next().unwrap_or("&");
            anchor(Span::new(start, start + name.len()), name)
        };
        self.extra = Some(fault);
    }

    pub(super) fn finish(mut self) -> (Tree, Vec<Fault>) {
        while !self.frames.is_empty() {
            self.close(self.text.len());
        }
        self.faults.extend(self.extra);
        (Tree { root: self.root, comments: self.comments, partial: self.partial }, self.faults)
    }

    fn span(&self, span: &YamlSpan) -> Span {
        match span.byte_range() {
            Some(range) => Span::new(range.start.min(self.text.len()), range.end.min(self.text.len())),
            None => Span::new(self.text.len(), self.text.len()),
        }
    }

    fn slice(&self, span: Span) -> &'t str {
        self.text.get(span.range()).unwrap_or("")
    }
}

/// A span without the trailing white space that the parser includes for block scalars.
fn trimmed(text: &str, span: Span) -> Span {
    let slice = text.get(span.range()).unwrap_or("");
    Span::new(span.start as usize, span.start as usize + slice.trim_end().len())
}

/// A list without room to grow, as trees are kept for as long as the program runs. It is copied, because an allocator may leave
/// a list that is shrunk in the room that it had.
fn exact<T>(list: Vec<T>) -> Box<[T]> {
    let mut exact = Vec::with_capacity(list.len());
    exact.extend(list);
    exact.into_boxed_slice()
}
