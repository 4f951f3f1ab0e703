//! A document: a parsed file with its tree and faults, and the lookup of routes in it.

use crate::source::{FileIx, Span};
use crate::syntax::{Fault, Tree, is_within, locate, select};

/// The index of a document in its workspace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct DocIx(pub u32);

impl DocIx {
    /// The index as a `usize`.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// The index of a file that is read outside a workspace.
pub(super) const ALONE: DocIx = DocIx(u32::MAX);

/// A parsed file.
#[derive(Debug)]
pub struct Document {
    /// The file.
    pub file: FileIx,
    /// Its tree, as far as it parses.
    pub tree: Tree,
    /// The faults of the file.
    pub faults: Vec<Fault>,
    /// The id in it, even if no goal can be read from it.
    pub id: Option<String>,
    /// Its role.
    pub role: Role,
}

/// The role of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// A goal file.
    Goal,
    /// `goalpost.yaml`.
    Settings,
    /// `org.yaml`.
    Org,
    /// A file below a root that is named like the settings or the organisation; it is not used.
    Stray,
}

impl Document {
    /// Whether it has a top-level field, possibly under a misspelt name.
    pub fn writes(&self, field: &str) -> bool {
        self.tree.mapping().is_some_and(|mapping| mapping.entry(field).is_some()) || self.misspells(field)
    }

    /// Whether there is a fault at a route or below it, including one of the field's name.
    pub fn has_fault(&self, route: &str) -> bool {
        self.faults.iter().any(|fault| fault.hides_others() || is_within(&fault.route, route)) || self.misspells(route)
    }

    /// The scalars at a route with their own routes; `[]` stands for every item of a list: `log[].to[]`.
    pub fn texts(&self, pattern: &str) -> Vec<(String, &str)> {
        let Some(root) = &self.tree.root else { return Vec::new() };
        let texts = select(root, pattern).into_iter();
        texts.filter_map(|(route, node)| Some((route, &*node.as_scalar()?.text))).collect()
    }

    /// Whether a route is written, valid or not, possibly under a misspelt name.
    pub fn mentions(&self, route: &str) -> bool {
        self.tree.root.as_ref().is_some_and(|root| locate(root, route).whole) || self.misspells(route)
    }

    /// Whether a field is written under a misspelt name.
    pub fn misspells(&self, route: &str) -> bool {
        self.misspelling(route).is_some()
    }

    /// The fault of a field that is written under a misspelt name.
    pub fn misspelling(&self, route: &str) -> Option<&Fault> {
        self.faults.iter().find(|fault| fault.is_misspelling_of(route))
    }

    /// The route and the span of the first link in a field that cannot be read, so that it is unknown where it leads; else
    /// of the field.
    pub fn hidden_link(&self, field: &str) -> (String, Span) {
        let link = |fault: &Fault| {
            let meant = fault.meant_route();
            let link = meant.strip_suffix(".goal").unwrap_or(&meant).to_owned();
            let leads = link.strip_prefix(field).is_some_and(|rest| !rest.contains('.'));
            leads.then_some((link, fault.span))
        };
        self.faults.iter().find_map(link).unwrap_or_else(|| (field.to_owned(), self.span(field)))
    }

    /// Whether there is a fault at a field, in it, or at a field that contains it.
    pub fn is_faulty(&self, route: &str) -> bool {
        let is_there = |fault: &Fault| is_within(&fault.route, route) || is_within(route, &fault.route);
        self.faults.iter().any(|fault| fault.hides_others() || is_there(fault))
    }

    /// The span of a route, or of the nearest field that contains it if it is not written.
    ///
    /// An empty route is the goal as a whole: its id.
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
