//! A file: its path, its text, and why it could not be read.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::sync::OnceLock;

use super::reserved::{ORG_FILE, SETTINGS_FILE};
use super::root::Root;
use super::span::Span;

/// The size in bytes of the largest goal file that is read. A typical one has about 500 bytes.
pub const MAX_BYTES: u64 = 1024 * 1024;

/// The same of the settings and the people of a root, which one file has for all: 8,500 people take 1 MiB.
pub const MAX_ORG_BYTES: u64 = 64 * 1024 * 1024;

/// The size in bytes up to which a file is read, by its path from its own root: only the settings and people of the root
/// itself may be large, and files of these names elsewhere are not.
pub fn most_bytes(path: &str) -> u64 {
    if [SETTINGS_FILE, ORG_FILE].contains(&path) { MAX_ORG_BYTES } else { MAX_BYTES }
}

/// The reason why a file could not be read completely.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReadFault {
    /// The file has more than [`most_bytes`] bytes. Its text is empty.
    TooLarge {
        /// The size in bytes.
        bytes: u64,
    },
    /// The bytes are not UTF-8. In the text invalid bytes are replaced by U+FFFD.
    NotUtf8 {
        /// The first replacement character in the text.
        at: Span,
        /// Whether the file starts with a byte-order mark of UTF-16.
        utf16: bool,
    },
    /// A symbolic link that leads back to a folder above it.
    LinkLoop,
    /// A symbolic link to a file out of the root, which is not read.
    LinkOut,
    /// The file's name is not UTF-8.
    Garbled,
    /// The file cannot be opened or read; contains the operating system's message.
    Unreadable(String),
}

/// A position in a file. The column counts characters and not bytes, as editors do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The character in the line, from 1.
    pub column: usize,
}

/// A file of a goals repository.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// The path from the root, separated by `/`. For a file of a further root it starts with the path of that root.
    pub path: String,
    /// The root that the file belongs to.
    pub root: Root,
    /// The byte offset in `path` at which the path from the file's own root starts.
    below: usize,
    /// The text, as far as it could be read.
    pub text: String,
    /// Why it could not be read completely.
    pub fault: Option<ReadFault>,
    /// Whether a symbolic link leads to it: then a commit has the link alone.
    pub is_link: bool,
    /// Offsets with known positions, computed on first use.
    marks: OnceLock<Vec<Mark>>,
}

/// A byte offset whose line and column are known.
#[derive(Debug, Clone, Copy)]
struct Mark {
    offset: usize,
    line: usize,
    column: usize,
}

/// The interval in bytes of marks in long lines. Without them, thousands of findings on one long line would take quadratic
/// time.
const MARK_EVERY: usize = 1024;

/// Whether a byte of a text ends a line.
fn is_line_end(bytes: &[u8], at: usize, byte: u8) -> bool {
    byte == b'\n' || (byte == b'\r' && bytes.get(at + 1) != Some(&b'\n'))
}

/// The marks of a text: the start of every line, and offsets in long lines.
fn marks(text: &str) -> Vec<Mark> {
    let bytes = text.as_bytes();
    // A byte-order mark does not count as a character.
    let first = usize::from(!text.starts_with('\u{feff}'));
    let mut last = Mark { offset: 0, line: 1, column: first };
    let mut marks = vec![last];
    for (at, byte) in bytes.iter().enumerate() {
        let next = at + 1;
        if is_line_end(bytes, at, *byte) {
            last = Mark { offset: next, line: last.line + 1, column: 1 };
            marks.push(last);
        } else if next - last.offset >= MARK_EVERY && text.is_char_boundary(next) {
            let column = last.column + text[last.offset..next].chars().count();
            last = Mark { offset: next, line: last.line, column };
            marks.push(last);
        }
    }
    marks
}

impl SourceFile {
    /// Creates an empty file of the root itself, which [`SourceFile::in_root`] may assign to another root before it is read:
    /// how large it may be depends on its path from its own root.
    #[must_use]
    pub fn named(path: impl Into<String>) -> Self {
        let (text, marks) = (String::new(), OnceLock::new());
        Self { path: path.into(), root: Root::Own, below: 0, text, fault: None, is_link: false, marks }
    }

    /// The same file, to which a symbolic link leads.
    pub(super) fn found_by_link(self) -> Self {
        Self { is_link: true, ..self }
    }

    /// Creates a file of the root itself from its text. The size limit applies as to files on disk.
    #[must_use]
    pub fn from_text(path: impl Into<String>, text: impl Into<String>) -> Self {
        Self::named(path).filled(text.into())
    }

    /// Creates a file of the root itself from its bytes, which need not be UTF-8.
    #[must_use]
    pub fn from_bytes(path: impl Into<String>, bytes: Vec<u8>) -> Self {
        Self::named(path).filled_with_bytes(bytes)
    }

    fn filled(self, text: String) -> Self {
        let bytes = text.len() as u64;
        if bytes > self.most_bytes() {
            return self.failed(ReadFault::TooLarge { bytes });
        }
        Self { text, fault: None, marks: OnceLock::new(), ..self }
    }

    /// The same file with these bytes, which need not be UTF-8.
    #[must_use]
    pub fn filled_with_bytes(self, bytes: Vec<u8>) -> Self {
        let size = bytes.len() as u64;
        if size > self.most_bytes() {
            return self.failed(ReadFault::TooLarge { bytes: size });
        }
        match String::from_utf8(bytes) {
            Ok(text) => self.filled(text),
            Err(wrong) => {
                let valid = wrong.utf8_error().valid_up_to();
                let bytes = wrong.into_bytes();
                let utf16 = bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]);
                let text = String::from_utf8_lossy(&bytes).into_owned();
                let at = Span::new(valid, valid + char::REPLACEMENT_CHARACTER.len_utf8());
                Self { fault: Some(ReadFault::NotUtf8 { at, utf16 }), ..self.filled(text) }
            }
        }
    }

    /// The same file, which could not be read.
    #[must_use]
    pub fn failed(self, fault: ReadFault) -> Self {
        Self { text: String::new(), fault: Some(fault), marks: OnceLock::new(), ..self }
    }

    /// The size in bytes up to which it is read.
    pub fn most_bytes(&self) -> u64 {
        most_bytes(self.path_in_root())
    }

    /// Assigns the file to a further root, whose path is the start of the file's: `../people` for `../people/a.yaml`.
    #[must_use]
    pub fn in_root(mut self, root: Root, name: &str) -> Self {
        self.root = root;
        self.below = if self.path.starts_with(name) { name.len() + 1 } else { 0 };
        self
    }

    /// Whether the file belongs to the root itself and not to a further one.
    pub fn is_own(&self) -> bool {
        self.root == Root::Own
    }

    /// The path from the file's own root.
    pub fn path_in_root(&self) -> &str {
        self.path.get(self.below..).unwrap_or(&self.path)
    }

    /// The same file of the same root with another text, such as what an editor has not saved yet.
    #[must_use]
    pub fn with_text(&self, text: impl Into<String>) -> Self {
        self.emptied().filled(text.into())
    }

    /// The same file of the same root, read again from disk. An error becomes its [`ReadFault`].
    #[must_use]
    pub fn read_again(&self, from: &Path) -> Self {
        self.emptied().filled_from(open_regular(from))
    }

    /// The same file, read from disk where a walk over its folder has just found a regular file.
    #[must_use]
    pub(super) fn read_found(self, from: &Path) -> Self {
        self.filled_from(File::open(from))
    }

    fn filled_from(self, opened: io::Result<File>) -> Self {
        match opened.and_then(|file| read_capped(file, self.most_bytes())) {
            Ok(Ok(bytes)) => self.filled_with_bytes(bytes),
            Ok(Err(bytes)) => self.failed(ReadFault::TooLarge { bytes }),
            Err(error) => self.failed(ReadFault::Unreadable(reason(&error))),
        }
    }

    fn emptied(&self) -> Self {
        Self { root: self.root, below: self.below, ..Self::named(self.path.clone()) }
    }

    /// Reads a file of the root itself from disk. An error becomes its [`ReadFault`].
    #[must_use]
    pub fn read(path: impl Into<String>, from: &Path) -> Self {
        Self::named(path).read_again(from)
    }

    /// The line and column of a byte offset. An offset past the end counts as the end.
    pub fn position(&self, offset: usize) -> Position {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let marks = self.marks.get_or_init(|| marks(&self.text));
        let mark = &marks[marks.partition_point(|mark| mark.offset <= offset).saturating_sub(1)];
        let column = mark.column + self.text[mark.offset..offset].chars().count();
        Position { line: mark.line, column }
    }

    /// The line of a byte offset, from 1, where no other place of the file is asked for: nothing is kept for it.
    pub fn line(&self, offset: usize) -> usize {
        let bytes = self.text.as_bytes();
        let ends = bytes.iter().enumerate().take(offset).filter(|(at, byte)| is_line_end(bytes, *at, **byte));
        1 + ends.count()
    }

    /// The text of a span; empty if the span is out of bounds.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or("")
    }
}

/// Opens a file that has an end. A pipe would keep waiting for someone who writes to it, a device would never end.
///
/// # Errors
/// It cannot be opened, or is no regular file.
pub fn open_regular(path: &Path) -> io::Result<File> {
    // The check comes before opening, as opening a pipe blocks already.
    if !path.metadata()?.is_file() {
        return Err(io::Error::other("not a regular file"));
    }
    File::open(path)
}

/// Reads a file whole, if it has an end.
///
/// # Errors
/// It cannot be read, or is no regular file.
pub fn read_regular(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    open_regular(path)?.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Reads a file as text, if it has an end, and no more than any file has that somebody wrote.
///
/// # Errors
/// It cannot be read, is no regular file, larger than 64 MiB, or no UTF-8.
pub fn read_regular_text(path: &Path) -> io::Result<String> {
    let bytes = read_capped(open_regular(path)?, MAX_ORG_BYTES)?;
    let bytes = bytes.map_err(|size| io::Error::other(format!("it has {} MiB", size >> 20)))?;
    String::from_utf8(bytes).map_err(io::Error::other)
}

/// Reads at most so many bytes; the inner error is the size of a larger file.
fn read_capped(file: File, most: u64) -> io::Result<Result<Vec<u8>, u64>> {
    let size = file.metadata()?.len();
    if size > most {
        return Ok(Err(size));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0));
    // As much as there is, so that the end need not be asked for. Files that a system makes when they are read say that they
    // are empty.
    file.take(if size == 0 { most + 1 } else { size }).read_to_end(&mut bytes)?;
    Ok(Ok(bytes))
}

/// The operating system's message without the error number.
pub(super) fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    match text.find(" (os error") {
        Some(at) => text[..at].to_lowercase(),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_characters_and_every_line_end() {
        let file = SourceFile::from_text("a.yaml", "é: 1\r\nb: 2\rc: 3\nd");
        assert_eq!(file.position(0), Position { line: 1, column: 1 });
        assert_eq!(file.position(2), Position { line: 1, column: 2 });
        assert_eq!(file.position(7), Position { line: 2, column: 1 });
        assert_eq!(file.position(12), Position { line: 3, column: 1 });
        assert_eq!(file.position(999), Position { line: 4, column: 2 });
        for offset in 0..=file.text.len() + 1 {
            assert_eq!(file.line(offset), file.position(offset).line, "{offset}");
        }
    }

    #[test]
    fn a_byte_order_mark_takes_no_column() {
        let file = SourceFile::from_text("a.yaml", "\u{feff}kind: mission");
        assert_eq!(file.position(3), Position { line: 1, column: 1 });
    }

    #[test]
    fn only_the_settings_and_people_of_a_root_itself_may_be_large() {
        let text = "x".repeat(usize::try_from(MAX_BYTES).expect("small") + 1);
        let is_read = |path: &str| SourceFile::from_text(path, text.as_str()).fault.is_none();
        assert!(is_read("org.yaml") && is_read("goalpost.yaml"));
        assert!(!is_read("below/org.yaml") && !is_read("below/goalpost.yaml") && !is_read("Org.yaml"));
        let included = SourceFile::named("../people/org.yaml").in_root(Root::Included(0), "../people");
        assert!(included.with_text(text.as_str()).fault.is_none());
        let below = SourceFile::named("../people/below/org.yaml").in_root(Root::Included(0), "../people");
        assert!(below.with_text(text.as_str()).fault.is_some());
    }

    #[test]
    fn latin_1_is_located() {
        let file = SourceFile::from_bytes("a.yaml", b"id: a\ntitle: caf\xe9\n".to_vec());
        let Some(ReadFault::NotUtf8 { at, utf16: false }) = file.fault else { panic!("{:?}", file.fault) };
        assert_eq!(file.position(at.start as usize), Position { line: 2, column: 11 });
    }
}
