//! Changes of files as the protocol has them.

use std::collections::HashMap;

use gen_lsp_types::{
    DocumentChange, Edit, OptionalVersionedTextDocumentIdentifier, TextDocumentEdit, TextDocumentIdentifier, TextEdit,
    WorkspaceEdit,
};

use super::goals::GoalsNow;
use crate::model::DocIx;
use crate::source::Span;

/// Returns the change that gives files new texts.
pub(super) fn workspace_edit(now: &GoalsNow<'_>, texts: &[(DocIx, String)]) -> WorkspaceEdit {
    let edits = texts.iter().map(|(document, text)| (*document, text_edit(now, *document, text)));
    if !now.client.takes_versioned_edits {
        let changes: HashMap<_, _> = edits.map(|(document, edit)| (now.uri(document), vec![edit])).collect();
        return WorkspaceEdit { changes: Some(changes), document_changes: None, change_annotations: None };
    }
    let changes = edits.map(|(document, edit)| {
        let path = now.places.path_of(now.workspace().file(document));
        let text_document = OptionalVersionedTextDocumentIdentifier {
            // The client refuses the edit if the text is another one by then.
            version: now.places.open.get(&path).map(|buffer| buffer.version),
            text_document_identifier: TextDocumentIdentifier { uri: now.uri(document) },
        };
        DocumentChange::TextDocumentEdit(TextDocumentEdit { text_document, edits: vec![Edit::TextEdit(edit)] })
    });
    WorkspaceEdit { changes: None, document_changes: Some(changes.collect()), change_annotations: None }
}

/// Returns the smallest replacement of one range that makes the new text of a file.
fn text_edit(now: &GoalsNow<'_>, document: DocIx, new: &str) -> TextEdit {
    let old = now.workspace().file(document).text.as_str();
    let (span, new_text) = difference(old, new);
    TextEdit { range: now.lines(document).range(span), new_text: new_text.to_owned() }
}

/// The part of a text that differs in another one, and what is there instead.
fn difference<'n>(old: &str, new: &'n str) -> (Span, &'n str) {
    let common = |a: &mut dyn Iterator<Item = char>, b: &mut dyn Iterator<Item = char>| -> usize {
        a.zip(b).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum()
    };
    let mut start = common(&mut old.chars(), &mut new.chars());
    // The two signs of a line end are one position.
    if old[..start].ends_with('\r') {
        start -= 1;
    }
    let mut end = common(&mut old[start..].chars().rev(), &mut new[start..].chars().rev());
    if old[old.len() - end..].starts_with('\n') && old[start..old.len() - end].ends_with('\r') {
        end -= 1;
    }
    (Span::new(start, old.len() - end), &new[start..new.len() - end])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_difference_makes_the_new_text(old in "[ab\r\né🎯]{0,12}", new in "[ab\r\né🎯]{0,12}") {
            let (span, text) = difference(&old, &new);
            let mut made = old.clone();
            made.replace_range(span.range(), text);
            prop_assert_eq!(made, new);
        }
    }
}
