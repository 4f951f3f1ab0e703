//! Edits of a file's text at a route, which leave comments, quotes, order and line ends as they are.
//!
//! Every edit is one splice, and is checked: the new text is parsed again and must mean the old tree with this change
//! alone, and keep every comment that does not belong to what was removed. Else nothing is changed.

mod add;
mod content;
mod guard;
#[cfg(test)]
mod laws;
mod lines;
#[cfg(test)]
mod mutated;
mod order;
mod remove;
mod scalar;
mod set;
mod splice;
#[cfg(test)]
mod tests;
mod wanted;

use crate::source::{SourceFile, Span};

use super::parse::parse;
use super::route::locate;
use super::tree::{Node, Tree};

pub use content::Content;
pub use order::FieldOrder;
pub use splice::Splice;

/// A change of one place in a goal file, by route.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edit {
    /// Writes another value over a single value.
    SetScalar {
        /// The value's route.
        route: String,
        /// The new value as YAML reads it back, unquoted.
        to: String,
    },
    /// Writes a value: over what stands there, or as a new field where the order of fields puts it.
    Set {
        /// The field's route. What is missing on the way is added too.
        route: String,
        /// The value.
        to: Content,
        /// Where new fields go.
        order: FieldOrder,
    },
    /// Adds an item to a list, or begins the list with it.
    Add {
        /// The list's route.
        route: String,
        /// The item.
        item: Content,
        /// At which end of the list.
        end: End,
        /// Where the list goes if there is none.
        order: FieldOrder,
    },
    /// Gives a field another name.
    RenameKey {
        /// The field's route.
        route: String,
        /// The new name.
        to: String,
    },
    /// Removes a field with its value, or an item of a list. What is left empty becomes `[]` or `{}`.
    Remove {
        /// The route of the field or item.
        route: String,
    },
    /// Makes a single value a list of one.
    Bracket {
        /// The value's route.
        route: String,
    },
    /// Removes a comment; a line that held nothing else goes with it.
    RemoveComment {
        /// Where the comment stands.
        span: Span,
    },
}

/// An end of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// Before the first item.
    First,
    /// After the last item.
    Last,
}

/// Why an edit was not made; the file stays as it is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// The text is no YAML, so there is no route to follow.
    #[error("the file does not parse")]
    Unparsable,
    /// The route leads nowhere, or to something that this edit cannot change.
    #[error("`{0}` cannot be changed here")]
    NotThere(String),
    /// The layout is such that the edit would have changed more than it should.
    #[error("the layout around `{0}` is too unusual to edit safely")]
    Unsafe(String),
    /// What is to be replaced holds comments, which have no place in what comes instead.
    #[error("`{0}` holds comments that would be lost; move them elsewhere first")]
    Comments(String),
    /// Something else stands where the edit was to be made.
    #[error("the text has changed since it was read")]
    Changed,
}

/// Makes edits one after the other and gives the new text.
///
/// # Errors
/// The first edit that cannot be made safely; no edit is made then.
pub fn apply(text: &str, edits: &[Edit]) -> Result<String, EditError> {
    make(text, edits).map(|(_, page)| page.text)
}

/// What edits come down to, each splice in the text that those before it leave. Their inverses, the last one first,
/// restore the text to the byte.
///
/// # Errors
/// The first edit that cannot be made safely.
pub fn splices(text: &str, edits: &[Edit]) -> Result<Vec<Splice>, EditError> {
    make(text, edits).map(|(splices, _)| splices)
}

/// Makes edits one after the other, each on the page that the guard of the one before has read.
fn make(text: &str, edits: &[Edit]) -> Result<(Vec<Splice>, Page), EditError> {
    // Later places first, so that the indices and spans of earlier ones stay true.
    let mut edits: Vec<_> = edits.iter().collect();
    let mut page = Page::read(text.to_owned())?;
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.position(&page.tree)));
    let mut made = Vec::with_capacity(edits.len());
    for edit in edits {
        let (splice, next) = edit.splice(&page)?;
        page = next;
        made.push(splice);
    }
    Ok((made, page))
}

/// A text that parses to its end, with what it means.
#[derive(Debug)]
struct Page {
    text: String,
    tree: Tree,
    /// How many faults it has as YAML.
    faults: usize,
}

impl Page {
    fn read(text: String) -> Result<Self, EditError> {
        let (tree, faults) = parse(&SourceFile::from_text("", text.as_str()));
        let whole = !tree.partial && tree.root.is_some();
        if whole { Ok(Self { text, tree, faults: faults.len() }) } else { Err(EditError::Unparsable) }
    }
}

/// A text's tree, and how many faults it has.
#[cfg(test)]
fn tree_of(text: &str) -> Result<(Tree, usize), EditError> {
    Page::read(text.to_owned()).map(|page| (page.tree, page.faults))
}

/// One way of making an edit: a splice, and the tree that it should lead to.
struct Way {
    span: Span,
    with: String,
    wanted: Tree,
    /// Where comments may go with what they belong to.
    lost: Span,
}

impl Way {
    fn new(span: Span, with: String, wanted: Tree) -> Self {
        Self { span, with, wanted, lost: Span::default() }
    }

    fn splice(&self, text: &str) -> Splice {
        Splice::over(text, self.span, &self.with)
    }
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

    /// The first way of making it that the guard lets pass, and the page that it leads to.
    fn splice(&self, page: &Page) -> Result<(Splice, Page), EditError> {
        let Page { text, tree, .. } = page;
        let root = tree.root.as_ref().ok_or(EditError::Unparsable)?;
        let ways = self.ways(text, tree, root).ok_or_else(|| EditError::NotThere(self.name()))?;
        for way in ways {
            let splice = way.splice(text);
            if let Some(next) = guard::passes(&way, page, splice.made(text)?) {
                return Ok((splice, next));
            }
        }
        let replaced = matches!(self, Self::Set { .. }).then(|| locate(root, &self.name())).filter(|place| place.whole);
        let within = |span: Span| tree.comments.iter().any(|it| span.start <= it.span.start && it.span.end <= span.end);
        let comments = replaced.is_some_and(|place| within(place.node.span));
        Err(if comments { EditError::Comments(self.name()) } else { EditError::Unsafe(self.name()) })
    }

    /// The ways of making it, best first; none where the route does not lead to what it changes.
    fn ways(&self, text: &str, tree: &Tree, root: &Node) -> Option<Vec<Way>> {
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
                Some(vec![Way::new(key, content::key(to, true), wanted)])
            }
            Self::Bracket { route } => set::bracket(text, tree, root, route),
            Self::RemoveComment { span } => {
                let span = remove::comment(text, *span);
                Some(vec![Way { lost: span, ..Way::new(span, String::new(), tree.clone()) }])
            }
        }
    }
}
