//! Edits of a file's text at a route, which leave comments, quotes, order and line ends as they are.
//!
//! Every edit is one splice, and is checked: the new text is parsed again and must mean the old tree with this change
//! alone, and keep every comment that does not belong to what was removed. Else nothing is changed.

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
use crate::source::{MAX_BYTES, Span};

pub use content::Content;
pub use definition::{Edit, EditError, End};
pub use order::FieldOrder;
pub use scalar::{double_quoted, reads_plain};

/// Makes edits one after the other and gives the new text.
///
/// # Errors
/// The first edit that cannot be made safely; no edit is made then.
pub fn apply(text: &str, edits: &[Edit]) -> Result<String, EditError> {
    // Later places first, so that the indices and spans of earlier ones stay true.
    let mut edits: Vec<_> = edits.iter().collect();
    let mut page = ParsedText::read(text.to_owned())?;
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.position(&page.tree)));
    for edit in edits {
        page = edit.made(&page)?;
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

    /// The page that it leads to, by the first way of making it that the guard lets pass.
    fn made(&self, page: &ParsedText) -> Result<ParsedText, EditError> {
        let ParsedText { text, tree, .. } = page;
        let root = tree.root.as_ref().ok_or(EditError::Unparsable)?;
        let ways = self.ways(text, tree, root).ok_or_else(|| EditError::NotThere(self.name()))?;
        for way in ways {
            let made = way.made(text);
            if made.len() as u64 > MAX_BYTES {
                return Err(EditError::TooLarge(made.len()));
            }
            if let Some(next) = guard::passes(&way, page, made) {
                return Ok(next);
            }
        }
        let replaced = matches!(self, Self::Set { .. }).then(|| locate(root, &self.name())).filter(|place| place.whole);
        let within = |span: Span| tree.comments.iter().any(|it| span.start <= it.span.start && it.span.end <= span.end);
        let comments = replaced.is_some_and(|place| within(place.node.span));
        Err(if comments { EditError::Comments(self.name()) } else { EditError::Unsafe(self.name()) })
    }

    /// The ways of making it, best first; none where the route does not lead to what it changes.
    fn ways(&self, text: &str, tree: &Tree, root: &Node) -> Option<Vec<Attempt>> {
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
