//! Edits a file's text at a route. Comments, quotes, order and line ends of the rest of the file are preserved.
//!
//! An edit replaces one range of bytes and is then verified: the new text is parsed again, and must equal the old tree with
//! only this change and keep all comments outside of what was removed. Otherwise the edit is refused.

mod add;
mod attempt;
pub(super) mod content;
pub(super) mod definition;
mod guard;
#[cfg(test)]
mod laws;
mod layout;
mod lines;
#[cfg(test)]
mod mutated;
mod order;
mod parsed_text;
mod remove;
mod scalar;
mod set;
#[cfg(test)]
mod tests;
mod wanted;

use attempt::Attempt;
use parsed_text::ParsedText;

use super::route::locate;
use super::tree::{Node, Tree};
use crate::source::{Span, most_bytes};

pub use content::Content;
pub use definition::{Edit, EditError, End};
pub use order::FieldOrder;
pub use scalar::{double_quoted, reads_plain};

/// Applies edits one after the other and returns the new text. `path` is that of the file from its own root, by which it may
/// have more bytes or less.
///
/// # Errors
/// The first edit that cannot be made safely; then none is applied.
pub fn apply(path: &str, text: &str, edits: &[Edit]) -> Result<String, EditError> {
    // The last edit in the file comes first, so that indices and spans of the others stay valid.
    let mut edits: Vec<_> = edits.iter().collect();
    let mut page = ParsedText::read(path, text.to_owned())?;
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.position(&page.tree)));
    for edit in edits {
        page = edit.apply_to(path, &page)?;
    }
    Ok(page.text)
}

impl Edit {
    fn name(&self) -> String {
        match self {
            Self::SetScalar { route, .. }
            | Self::Set { route, .. }
            | Self::Add { route, .. }
            | Self::RenameKey { route, .. }
            | Self::Remove { route }
            | Self::Bracket { route } => route.clone(),
            Self::RemoveComment { .. } => "#".to_owned(),
        }
    }

    fn position(&self, tree: &Tree) -> u32 {
        match self {
            Self::RemoveComment { span } => span.start,
            _ => tree.root.as_ref().map_or(0, |root| locate(root, &self.name()).node.span.start),
        }
    }

    /// The text after the edit: the first attempt that passes verification.
    fn apply_to(&self, path: &str, page: &ParsedText) -> Result<ParsedText, EditError> {
        let ParsedText { text, tree, .. } = page;
        let root = tree.root.as_ref().ok_or(EditError::Unparsable)?;
        let attempts = self.attempts(text, tree, root).ok_or_else(|| EditError::NotThere(self.name()))?;
        for attempt in attempts {
            let new = attempt.apply(text);
            // A file that is larger than the limit would not be read again.
            let most = most_bytes(path);
            if new.len() as u64 > most {
                return Err(EditError::TooLarge { bytes: new.len(), most });
            }
            if let Some(next) = guard::verified(path, &attempt, page, new) {
                return Ok(next);
            }
        }
        let replaced = matches!(self, Self::Set { .. }).then(|| locate(root, &self.name())).filter(|place| place.whole);
        let within = |span: Span| tree.comments.iter().any(|it| span.start <= it.span.start && it.span.end <= span.end);
        let comments = replaced.is_some_and(|place| within(place.node.span));
        Err(if comments { EditError::Comments(self.name()) } else { EditError::Unsafe(self.name()) })
    }

    /// The possible ways of making the edit, best first; none if its route does not exist or has another type.
    fn attempts(&self, text: &str, tree: &Tree, root: &Node) -> Option<Vec<Attempt>> {
        match self {
            Self::SetScalar { route, to } => set::scalar(text, tree, root, route, to),
            Self::Set { route, to, order } => set::set(text, tree, root, route, to, *order),
            Self::Add { route, item, end, order } => add::add(text, tree, root, (route, *end), item, *order),
            Self::Remove { route } => remove::remove(text, tree, root, route),
            Self::RenameKey { route, to } => {
                let place = locate(root, route);
                let key = place.key.filter(|_| place.whole)?;
                let mut wanted = tree.clone();
                wanted::entry_mut(&mut wanted, route)?.key.text = to.as_str().into();
                Some(vec![Attempt::new(key, layout::key(to, true), wanted)])
            }
            Self::Bracket { route } => set::bracket(text, tree, root, route),
            Self::RemoveComment { span } => {
                let span = remove::comment(text, *span);
                Some(vec![Attempt { lost: span, ..Attempt::new(span, String::new(), tree.clone()) }])
            }
        }
    }
}
