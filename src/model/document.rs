//! A file that was read: its tree, what is wrong on the page, and where a route leads in it.

use crate::source::{FileIx, Span};
use crate::syntax::{Fault, Tree, is_within, locate, select};

/// The place of a document in its workspace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct DocIx(pub u32);

impl DocIx {
    /// The place as an index.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// The place of a file that is read by itself.
pub(super) const ALONE: DocIx = DocIx(u32::MAX);

/// A file with its tree, and what is wrong with it as a page.
#[derive(Debug)]
pub struct Document {
    /// The file.
    pub file: FileIx,
    /// Its tree, as far as it parses.
    pub tree: Tree,
    /// What is wrong on the page.
    pub faults: Vec<Fault>,
    /// The id that stands in it, even if no goal came of it.
    pub id: Option<String>,
    /// What it is for.
    pub role: Role,
}

/// What a document is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// A goal file.
    Goal,
    /// `goalpost.yaml`.
    Settings,
    /// `org.yaml`.
    Org,
    /// A file below a root that is named as its settings or its organisation are, and that nothing is read from.
    Stray,
}

impl Document {
    /// Whether it has a field at its top, were it under a slip of its name.
    #[must_use]
    pub fn writes(&self, field: &str) -> bool {
        self.tree.mapping().is_some_and(|mapping| mapping.entry(field).is_some()) || self.misspells(field)
    }

    /// Whether something is wrong on the page at a route or below it, its name included.
    #[must_use]
    pub fn has_fault(&self, route: &str) -> bool {
        self.faults.iter().any(|fault| is_within(&fault.route, route)) || self.misspells(route)
    }

    /// The single values that a route leads to, where `[]` is every item of a list: `log[].to[]`, with their routes.
    #[must_use]
    pub fn texts(&self, pattern: &str) -> Vec<(String, &str)> {
        let Some(root) = &self.tree.root else { return Vec::new() };
        let texts = select(root, pattern).into_iter();
        texts.filter_map(|(route, node)| Some((route, &*node.as_scalar()?.text))).collect()
    }

    /// Whether a route is written, right or wrong, or under a slip of its name.
    #[must_use]
    pub fn mentions(&self, route: &str) -> bool {
        self.tree.root.as_ref().is_some_and(|root| locate(root, route).whole) || self.misspells(route)
    }

    /// Whether a field is there under a slip of its name.
    #[must_use]
    pub fn misspells(&self, route: &str) -> bool {
        self.faults.iter().any(|fault| fault.is_misspelling_of(route))
    }

    /// Whether reading found something wrong at a field, in it, or at what holds it.
    #[must_use]
    pub fn is_faulty(&self, route: &str) -> bool {
        self.faults.iter().any(|fault| is_within(&fault.route, route) || is_within(route, &fault.route))
    }

    /// The span that a route names; the nearest there is where the route is not written.
    ///
    /// An empty route is the goal as a whole: its id.
    #[must_use]
    pub fn span(&self, route: &str) -> Span {
        let Some(root) = &self.tree.root else { return Span::default() };
        let whole = || {
            let id = locate(root, "id");
            if id.whole {
                return id.node.span;
            }
            root.as_mapping().and_then(|mapping| mapping.entries.first()).map_or(root.span, |entry| entry.key.span)
        };
        if route.is_empty() {
            return whole();
        }
        let place = locate(root, route);
        if place.whole || !std::ptr::eq(place.node, root) { place.span() } else { whole() }
    }
}
