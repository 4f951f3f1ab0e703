//! From text to tree. Stops at the first thing that is no YAML, and keeps what came before.

use std::collections::HashSet;

use granit_parser::{ErrorKind, Event, Marker, Parser, ScalarStyle, ScanError, Span as YamlSpan, StructureStyle};

use crate::source::{ReadFault, SourceFile, Span};

use super::fault::{Fault, FaultKind};
use super::route::{Segment, route_text};
use super::tree::{Comment, Entry, Key, Mapping, Node, Scalar, Sequence, Style, Tree, Value};

/// The deepest nesting that is read. A goal file has four levels.
pub const MAX_DEPTH: usize = 32;

/// What a comment begins with that speaks to goalpost.
pub const SPOKEN_TO: &str = "goalpost:";

/// Parses a file's first document, with everything that is wrong with it as YAML.
#[must_use]
pub fn parse(file: &SourceFile) -> (Tree, Vec<Fault>) {
    parse_with(file, true)
}

/// As [`parse`], but keeps comments only where one may speak to goalpost: half the work for most files.
#[must_use]
pub fn parse_for_meaning(file: &SourceFile) -> (Tree, Vec<Fault>) {
    parse_with(file, file.text.contains(SPOKEN_TO))
}

fn parse_with(file: &SourceFile, comments: bool) -> (Tree, Vec<Fault>) {
    if let Some(fault) = &file.fault
        && !matches!(fault, ReadFault::NotUtf8 { .. })
    {
        return (Tree { partial: true, ..Tree::default() }, vec![unread(fault)]);
    }
    let mut builder = Builder::new(&file.text);
    builder.run(comments);
    let (mut tree, mut faults) = builder.finish();
    if let Some(fault @ ReadFault::NotUtf8 { .. }) = &file.fault {
        tree.partial = true;
        faults = vec![unread(fault)];
    } else if let Some(fault) = control_character(&file.text) {
        tree.partial = true;
        faults = vec![fault];
    }
    (tree, faults)
}

/// What keeps a file from being read at all.
fn unread(fault: &ReadFault) -> Fault {
    let start = Span::default();
    match fault {
        ReadFault::TooLarge { bytes } => Fault::new(
            FaultKind::TooLarge,
            start,
            format!("this file has {bytes} bytes; goal files are read up to {} (1 MiB)", crate::source::MAX_BYTES),
            "not read",
        )
        .help("a goal file is about 500 bytes: move the data elsewhere and link to it with `source`, or `exclude` the file in goalpost.yaml"),
        ReadFault::NotUtf8 { at, utf16 } => {
            let help = if *utf16 {
                "this looks like UTF-16: save the file as UTF-8"
            } else {
                "save the file as UTF-8; it may have been written as Latin-1 or Windows-1252"
            };
            Fault::new(FaultKind::InvalidYaml, *at, "the file is not UTF-8 text", "not UTF-8 from here").help(help)
        }
        ReadFault::LinkLoop => Fault::new(
            FaultKind::InvalidYaml,
            start,
            "this symbolic link leads back to a folder above it",
            "a loop",
        )
        .help("remove the link; goal files are read wherever they lie below the root"),
        ReadFault::Unreadable(reason) => {
            Fault::new(FaultKind::InvalidYaml, start, format!("the file cannot be read: {reason}"), "not read")
                .help("make it readable, or `exclude` it in goalpost.yaml")
        }
    }
}

/// YAML allows no control characters but tab and line ends.
fn control_character(text: &str) -> Option<Fault> {
    // The bytes tell at once whether there may be one: 0xC2 begins the later half of them.
    text.bytes()
        .position(|byte| byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r') || byte == 0x7F || byte == 0xC2)?;
    let is_control = |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{85}');
    let (at, control) = text.char_indices().find(|(_, character)| is_control(*character))?;
    let code = u32::from(control);
    let name = if code == 0 { "a NUL byte".to_owned() } else { format!("a control character (U+{code:04X})") };
    Some(
        Fault::new(
            FaultKind::InvalidYaml,
            Span::new(at, at + control.len_utf8()),
            format!("the file holds {name}"),
            "here",
        )
        .help("remove it; goal files are plain text"),
    )
}

/// A collection that is being read.
enum Frame {
    Sequence { start: usize, flow: bool, items: Vec<Node> },
    Mapping { start: usize, flow: bool, entries: Vec<Entry>, key: Option<Key>, seen: HashSet<Box<str>> },
}

/// Builds the tree from the parser's events.
struct Builder<'t> {
    text: &'t str,
    frames: Vec<Frame>,
    root: Option<Node>,
    comments: Vec<Comment>,
    faults: Vec<Fault>,
    /// The first anchor or tag; told only if nothing worse is found.
    extra: Option<Fault>,
    partial: bool,
}

/// The most fields of one file that are told to stand there twice.
const MOST_DUPLICATES: usize = 100;

/// Mappings with fewer entries are searched one by one.
const FEW: usize = 24;

impl<'t> Builder<'t> {
    fn new(text: &'t str) -> Self {
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

    fn run(&mut self, comments: bool) {
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

    /// What stops the reading is the one thing that is told of the file.
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
                self.open(at)?;
                let flow = style == StructureStyle::Flow;
                self.frames.push(Frame::Sequence { start: at.start as usize, flow, items: Vec::new() });
            }
            Event::MappingStart(style, anchor, tag) => {
                self.properties(anchor, tag.is_some(), span);
                self.open(at)?;
                let flow = style == StructureStyle::Flow;
                let start = at.start as usize;
                self.frames.push(Frame::Mapping { start, flow, entries: Vec::new(), key: None, seen: HashSet::new() });
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(at.end as usize),
            Event::Alias(_) | Event::UnresolvedAlias(_) => return Err(Box::new(alias(at, self.slice(at)))),
            _ => {}
        }
        Ok(())
    }

    fn scalar(&mut self, text: &str, style: ScalarStyle, at: Span) -> Result<(), Box<Fault>> {
        let style = match style {
            ScalarStyle::Plain => Style::Plain,
            ScalarStyle::SingleQuoted => Style::Single,
            ScalarStyle::DoubleQuoted => Style::Double,
            _ => Style::Block,
        };
        if self.wants_key() {
            return self.key(text, at);
        }
        let span = if style == Style::Block { trimmed(self.text, at) } else { at };
        let nothing = style == Style::Plain && at.is_empty();
        let (span, text) = if nothing { (self.nothing_at(at), "") } else { (span, text) };
        // A block that the file ends in without a line break has none at its text's end: the parser adds one.
        let open = style == Style::Block && !self.text[span.end as usize..].contains(['\n', '\r']);
        let text = if open { text.strip_suffix('\n').unwrap_or(text) } else { text };
        self.add(Node { span, value: Value::Scalar(Scalar { text: text.into(), style }) });
        Ok(())
    }

    /// Where nothing is written: right behind the key or the `-`, before any comment there.
    fn nothing_at(&self, at: Span) -> Span {
        let mut end = at.start as usize;
        for comment in self.comments.iter().rev() {
            end = self.text[..end].trim_end().len();
            if comment.span.end as usize != end {
                break;
            }
            end = comment.span.start as usize;
        }
        end = self.text[..end].trim_end().len();
        Span::new(end, end)
    }

    fn wants_key(&self) -> bool {
        matches!(self.frames.last(), Some(Frame::Mapping { key: None, .. }))
    }

    fn key(&mut self, text: &str, at: Span) -> Result<(), Box<Fault>> {
        if text == "<<" {
            let (message, label) = ("goal files have no merge keys", "`<<` takes fields from elsewhere");
            let fault = Fault::new(FaultKind::InvalidYaml, at, message, label);
            return Err(Box::new(fault.help("write the fields out here: a goal file says all of itself")));
        }
        if let Some(Frame::Mapping { key, .. }) = self.frames.last_mut() {
            *key = Some(Key { span: at, text: text.into() });
        }
        Ok(())
    }

    /// A collection begins: not as a key, and not too deep.
    fn open(&self, at: Span) -> Result<(), Box<Fault>> {
        if self.wants_key() {
            let span = Span { start: at.start, end: at.end.max(at.start + 1) };
            let (message, label) = ("a field's name must be a single word", "a list or mapping");
            let help = "write `name: value`; put the name in quotes if it begins with `[` or `{`";
            return Err(Box::new(Fault::new(FaultKind::InvalidYaml, span, message, label).help(help)));
        }
        if self.frames.len() >= MAX_DEPTH {
            return Err(Box::new(too_deep(at)));
        }
        Ok(())
    }

    fn close(&mut self, end: usize) {
        let Some(frame) = self.frames.pop() else { return };
        let node = match frame {
            Frame::Sequence { start, flow, items } => {
                let end = if flow { end } else { items.last().map_or(start, |last| last.span.end as usize) };
                Node { span: Span::new(start, end), value: Value::Sequence(Sequence { flow, items }) }
            }
            Frame::Mapping { start, flow, mut entries, key, .. } => {
                if let Some(key) = key {
                    // Parsing stopped between a key and its value.
                    let at = Span { start: key.span.end, end: key.span.end };
                    let value = Value::Scalar(Scalar { text: "".into(), style: Style::Plain });
                    entries.push(Entry { key, value: Node { span: at, value } });
                }
                let last = entries.last().map_or(start, |last| last.value.span.end.max(last.key.span.end) as usize);
                let end = if flow { end } else { last };
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
                let is_new = if entries.len() < FEW {
                    entries.iter().all(|entry| entry.key.text != key.text)
                } else {
                    if seen.is_empty() {
                        seen.extend(entries.iter().map(|entry| entry.key.text.clone()));
                    }
                    seen.insert(key.text.clone())
                };
                if is_new {
                    entries.push(Entry { key, value: node });
                } else if !self.partial && self.faults.len() < MOST_DUPLICATES {
                    let first = entries.iter().find(|entry| entry.key.text == key.text);
                    let fault = duplicate(&key, first.map_or(key.span, |first| first.key.span));
                    let route = self.route(&key.text);
                    self.faults.push(Fault { route, ..fault });
                }
            }
        }
    }

    /// The route of a key of the mapping that is being read.
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

    /// Anchors and tags: YAML that goal files do without.
    fn properties(&mut self, anchor: usize, tag: bool, span: &YamlSpan) {
        if self.extra.is_some() || (anchor == 0 && !tag) {
            return;
        }
        let at = self.span(span);
        let fault = if tag {
            let at = span.tag_span().map_or(at, |tag| self.span(&tag));
            Fault::new(
                FaultKind::InvalidYaml,
                at,
                format!("goal files have no tags such as `{}`", self.slice(at)),
                "a YAML tag",
            )
            .help("remove it; put the text in quotes if it begins with `!`")
        } else {
            let before = &self.text[..at.start as usize];
            let start = before.rfind('&').unwrap_or(at.start as usize);
            let name = self.text[start..].split(|c: char| c.is_whitespace() || ",]}".contains(c)).next().unwrap_or("&");
            let at = Span::new(start, start + name.len());
            Fault::new(
                FaultKind::InvalidYaml,
                at,
                format!("goal files have no anchors such as `{name}`"),
                "a YAML anchor",
            )
            .help("remove it; put the text in quotes if it begins with `&`")
        };
        self.extra = Some(fault);
    }

    fn finish(mut self) -> (Tree, Vec<Fault>) {
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

/// A span without the white space at its end, which block scalars take in.
fn trimmed(text: &str, span: Span) -> Span {
    let slice = text.get(span.range()).unwrap_or("");
    Span::new(span.start as usize, span.start as usize + slice.trim_end().len())
}

fn duplicate(key: &Key, first: Span) -> Fault {
    Fault::new(FaultKind::DuplicateField, key.span, format!("the field `{}` stands here twice", key.text), "again")
        .related(first, "first here")
        .help("keep one of them; only the first is read")
}

fn second_document(at: Span) -> Fault {
    Fault::new(FaultKind::SeveralDocuments, at, "a goal file holds one document", "a second one begins here")
        .help("put each goal into a file of its own")
}

fn alias(at: Span, name: &str) -> Fault {
    Fault::new(FaultKind::TooLarge, at, format!("goal files have no aliases such as `{name}`"), "a YAML alias")
        .help("write the value out; put the text in quotes if it begins with `*`")
}

fn too_deep(at: Span) -> Fault {
    Fault::new(
        FaultKind::TooLarge,
        Span { start: at.start, end: at.end.max(at.start + 1) },
        format!("the file is nested more than {MAX_DEPTH} levels deep"),
        "too deep",
    )
    .help("a goal file has four levels: a list or mapping was opened too often")
}

/// What the parser says, in words for people who do not read YAML's grammar.
fn scan_fault(text: &str, error: &ScanError) -> Fault {
    let mut at = underline(text, error.marker());
    if matches!(error.kind(), ErrorKind::TabInPlainScalar) {
        at = indenting_tab(text, at).unwrap_or(at);
    }
    if matches!(error.kind(), ErrorKind::RecursionLimitExceeded) {
        return too_deep(at);
    }
    let quotes = "put the text in quotes if it is text: `title: \"one: two\"`";
    let (message, help) = match error.kind() {
        ErrorKind::TabNotAllowed
        | ErrorKind::TabInBlockIndentation
        | ErrorKind::TabInIndentation
        | ErrorKind::TabAtBlockScalarStart
        | ErrorKind::TabInPlainScalar => ("a tab stands where YAML wants spaces".to_owned(), "indent with spaces"),
        ErrorKind::UnclosedQuotedScalar
        | ErrorKind::InvalidQuotedScalarIndent
        | ErrorKind::DocumentIndicatorInQuotedScalar => {
            ("a quotation mark is not closed".to_owned(), "close it on the same line")
        }
        ErrorKind::UnclosedFlowCollection { open } => {
            (format!("`{open}` is not closed"), "close it, or put the text in quotes if it is text")
        }
        ErrorKind::UnexpectedEofFlowSequence | ErrorKind::ExpectedFlowSequenceSeparator => {
            ("a list in brackets is not closed".to_owned(), "write `[a, b]`, or put the text in quotes if it is text")
        }
        ErrorKind::UnexpectedEofFlowMapping
        | ErrorKind::UnexpectedEofImplicitFlowMapping
        | ErrorKind::ExpectedFlowMappingSeparator => (
            "a mapping in braces is not closed".to_owned(),
            "write `{a: 1, b: 2}`, or put the text in quotes if it is text",
        ),
        ErrorKind::MismatchedFlowCollectionEnd { open, close } => {
            (format!("`{open}` is closed by `{close}`"), "close each bracket and brace by its like")
        }
        ErrorKind::MisplacedFlowCollectionEnd => {
            ("a bracket closes what was not opened".to_owned(), "remove it, or put the text in quotes if it is text")
        }
        ErrorKind::MappingValueNotAllowed | ErrorKind::MappingKeyNotAllowed => {
            ("`: ` makes a name and a value of this text".to_owned(), quotes)
        }
        ErrorKind::SimpleKeyExpected | ErrorKind::InvalidSimpleKey => {
            ("YAML expects `name: value` here".to_owned(), quotes)
        }
        ErrorKind::ExpectedBlockMappingKey
        | ErrorKind::InvalidIndentation
        | ErrorKind::ExpectedBlockSequenceEntry
        | ErrorKind::BlockSequenceEntryNotAllowed => (
            "this line does not fit the lines above it".to_owned(),
            "check its indentation and the quotes and brackets before it",
        ),
        ErrorKind::InvalidTrailingSingleQuotedScalar | ErrorKind::InvalidTrailingDoubleQuotedScalar => (
            "text goes on after a closing quotation mark".to_owned(),
            "put quotes around the whole text, or escape the inner ones",
        ),
        ErrorKind::UnknownQuotedScalarEscape | ErrorKind::InvalidQuotedScalarHexEscape => {
            ("an escape that YAML does not have".to_owned(), "write `\\\\` for a backslash, or use single quotes")
        }
        ErrorKind::UnexpectedCharacter { character } => {
            (format!("`{}` cannot begin a value", character.escape_default()), "put the text in quotes")
        }
        ErrorKind::UndeclaredTagHandle => (
            "goal files have no tags such as `!a!b`".to_owned(),
            "remove it; put the text in quotes if it begins with `!`",
        ),
        ErrorKind::DirectiveDisallowed => (
            "goal files have no directives such as `%YAML`".to_owned(),
            "remove this line; goal files are YAML 1.2 always",
        ),
        kind => (kind.to_string(), "see https://yaml.org/spec/1.2.2/, or put the text in quotes"),
    };
    Fault::new(FaultKind::InvalidYaml, at, format!("not YAML: {message}"), "here").help(help)
}

/// The tab with which a line after some place is indented.
fn indenting_tab(text: &str, after: Span) -> Option<Span> {
    let rest = text.get(after.start as usize..)?;
    let breaks = rest.match_indices(['\n', '\r']).map(|(at, _)| at + 1);
    let tabs = breaks.filter_map(|line| {
        let spaces = rest[line..].bytes().take_while(|byte| *byte == b' ').count();
        rest[line + spaces..].starts_with('\t').then(|| after.start as usize + line + spaces)
    });
    tabs.map(|tab| Span::new(tab, tab + 1)).next()
}

/// A character to underline at a marker: the one there, else the last before it that shows.
fn underline(text: &str, marker: &Marker) -> Span {
    let mut at = marker.byte_offset().unwrap_or(text.len()).min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    match text[at..].chars().next() {
        Some(character) if !matches!(character, '\n' | '\r') => Span::new(at, at + character.len_utf8()),
        _ => {
            let shown = text[..at].trim_end();
            let start = shown.char_indices().next_back().map_or(0, |(start, _)| start);
            Span::new(start, shown.len())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(text: &str) -> Vec<(FaultKind, String)> {
        let file = SourceFile::from_text("a.yaml", text);
        let (_, faults) = parse(&file);
        faults.iter().map(|fault| (fault.kind, file.slice(fault.span).to_owned())).collect()
    }

    #[test]
    fn what_stops_the_reading_is_told_alone() {
        assert_eq!(faults("a: &x 1\nb: 1\nb: 2\nc: *x\n"), [(FaultKind::TooLarge, "*x".to_owned())]);
        assert_eq!(faults("a: &x 1\nb: 1\nb: [2\n"), [(FaultKind::InvalidYaml, "[".to_owned())]);
    }

    #[test]
    fn a_tab_is_found_where_it_indents() {
        let file = SourceFile::from_text("a.yaml", "kind: objective\nid: a\n\ttitle: x\n");
        let (_, faults) = parse(&file);
        assert_eq!(faults.iter().map(|fault| file.position(fault.span.start as usize).line).collect::<Vec<_>>(), [3]);
    }

    #[test]
    fn control_characters_of_both_halves_are_found() {
        assert_eq!(faults("a: x\u{9b}y\n"), [(FaultKind::InvalidYaml, "\u{9b}".to_owned())]);
        assert_eq!(faults("a: x\0y\n"), [(FaultKind::InvalidYaml, "\0".to_owned())]);
        assert_eq!(faults("a: £ 5, naïve\n"), []);
    }

    #[test]
    fn a_field_that_stands_twice_has_its_route() {
        let (_, faults) = parse(&SourceFile::from_text("a.yaml", "log:\n  - {by: a}\n  - {by: b, by: c}\n"));
        assert_eq!(faults.iter().map(|fault| fault.route.as_str()).collect::<Vec<_>>(), ["log[1].by"]);
    }
}
