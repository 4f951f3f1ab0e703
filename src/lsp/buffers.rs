//! The texts that the editor has open, and their changes.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use gen_lsp_types::{TextDocumentContentChangeEvent, Uri};

use super::line_index::{CodeUnits, LineIndex};

/// A text that the editor has open.
#[derive(Debug, Clone)]
pub(super) struct Buffer {
    /// Its address, as the editor writes it.
    pub(super) uri: Uri,
    /// Its version.
    pub(super) version: i32,
    /// The text.
    pub(super) text: Arc<str>,
}

/// The open texts by their real paths.
#[derive(Debug, Default)]
pub(super) struct Buffers {
    open: HashMap<PathBuf, Buffer>,
}

impl Buffers {
    /// Takes a text that was opened.
    pub(super) fn open(&mut self, path: PathBuf, buffer: Buffer) {
        self.open.insert(path, buffer);
    }

    /// Changes an open text, and returns it. A change of a text that is not open is ignored.
    pub(super) fn change(
        &mut self,
        path: &Path,
        version: i32,
        changes: Vec<TextDocumentContentChangeEvent>,
        units: CodeUnits,
    ) -> Option<&Buffer> {
        let buffer = self.open.get_mut(path)?;
        let mut text = buffer.text.to_string();
        for change in changes {
            match change {
                TextDocumentContentChangeEvent::TextDocumentContentChangeWholeDocument(whole) => text = whole.text,
                TextDocumentContentChangeEvent::TextDocumentContentChangePartial(part) => {
                    let index = LineIndex::new(&text, units);
                    let (start, end) = (index.offset(part.range.start), index.offset(part.range.end));
                    text.replace_range(start.min(end)..end.max(start), &part.text);
                }
            }
        }
        buffer.version = version;
        buffer.text = Arc::from(text);
        Some(buffer)
    }

    /// Forgets a text that was closed.
    pub(super) fn close(&mut self, path: &Path) {
        self.open.remove(path);
    }

    /// Returns every open text with its path.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&Path, &Buffer)> {
        self.open.iter().map(|(path, buffer)| (path.as_path(), buffer))
    }
}
