//! What stands at a byte of a file: a key or a value of the tree, and what it names.

use crate::analysis::links::LinkRole;
use crate::model::{DocIx, GoalIx, NamedMember, Role, Workspace, named_at};
use crate::source::{InOrder as _, Span};
use crate::syntax::{Node, Segment, Tree, Value};

/// A key or a single value at a place in a file.
#[derive(Debug, Clone)]
pub(super) struct Spot<'t> {
    /// The way to it.
    pub(super) route: Vec<Segment>,
    /// Whether it is the key, and not its value.
    pub(super) is_key: bool,
    /// Its bytes.
    pub(super) span: Span,
    /// Its text.
    pub(super) text: &'t str,
}

impl<'t> Spot<'t> {
    /// Finds what stands at an offset. The end of a word belongs to it, because a cursor stands between characters.
    pub(super) fn at(tree: &'t Tree, offset: usize) -> Option<Self> {
        let mut node = tree.root.as_ref()?;
        let mut route = Vec::new();
        let holds = |span: Span| (span.start as usize..=span.end as usize).contains(&offset);
        loop {
            node = match &node.value {
                Value::Scalar(scalar) => {
                    let spot = Spot { route, is_key: false, span: node.span, text: &scalar.text };
                    return (holds(node.span) && !node.span.is_empty()).then_some(spot);
                }
                Value::Sequence(list) => {
                    let at = list.items.iter().position(|item| holds(item.span))?;
                    route.push(Segment::Index(at));
                    &list.items[at]
                }
                Value::Mapping(mapping) => {
                    let key = mapping.entries.iter().find(|entry| holds(entry.key.span));
                    let entry = key.or_else(|| mapping.entries.iter().find(|entry| holds(entry.value.span)))?;
                    route.push(Segment::Key(entry.key.text.to_string()));
                    if key.is_some() {
                        return Some(Spot { route, is_key: true, span: entry.key.span, text: &entry.key.text });
                    }
                    &entry.value
                }
            };
        }
    }

    /// The way to it with `[]` for every index: `log[].to`.
    pub(super) fn pattern(&self) -> String {
        pattern(&self.route)
    }
}

/// A way with `[]` for every index.
pub(super) fn pattern(route: &[Segment]) -> String {
    let mut text = String::new();
    for segment in route {
        match segment {
            Segment::Key(key) if text.is_empty() => text.push_str(key),
            Segment::Key(key) => {
                text.push('.');
                text.push_str(key);
            }
            Segment::Index(_) => text.push_str("[]"),
        }
    }
    text
}

/// What a value names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NamedThing {
    /// A goal.
    Goal(GoalIx),
    /// A person, by the index in `org.yaml`.
    Person(usize),
    /// A team, by the index in `org.yaml`.
    Team(usize),
}

/// Returns what a value at a place of a document names, if it is known.
pub(super) fn thing_at(workspace: &Workspace, document: DocIx, spot: &Spot<'_>) -> Option<NamedThing> {
    if spot.is_key {
        return None;
    }
    let (pattern, role) = (spot.pattern(), workspace.document(document).role);
    let is_id = matches!(pattern.as_str(), "id" | "formerly[]");
    if role == Role::Goal && (is_id || LinkRole::of_route(&pattern).is_some()) {
        return workspace.find(spot.text).map(NamedThing::Goal);
    }
    let org = workspace.org.as_ref()?;
    let person = || org.person(spot.text).map(|person| NamedThing::Person(person.index));
    let team = || org.team(spot.text).map(|team| NamedThing::Team(team.index));
    match named_at(role, &pattern)? {
        NamedMember::Person => person(),
        NamedMember::Team => team(),
        NamedMember::PersonOrTeam => person().or_else(team),
    }
}

/// A place where something is named, in a file.
#[derive(Debug, Clone, Copy)]
pub(super) struct NamedPlace {
    /// The file.
    pub(super) document: DocIx,
    /// The bytes of the name.
    pub(super) span: Span,
    /// Whether the thing itself is there: its id.
    pub(super) is_own: bool,
}

/// Finds every place where a goal, person or team is named by any of its ids, its own place first.
pub(super) fn mentions(workspace: &Workspace, of: NamedThing) -> Vec<NamedPlace> {
    let mut found = Vec::new();
    for document in (0..workspace.documents.len()).filter_map(|at| u32::try_from(at).ok()).map(DocIx) {
        let Some(root) = &workspace.document(document).tree.root else { continue };
        let mut route = Vec::new();
        values(root, &mut route, &mut |route, node, text| {
            let spot = Spot { route: route.to_vec(), is_key: false, span: node.span, text };
            if is_worth_a_look(workspace, of, text) && thing_at(workspace, document, &spot) == Some(of) {
                let is_own = own_place(workspace, of).is_some_and(|own| own == (document, node.span));
                found.push(NamedPlace { document, span: node.span, is_own });
            }
        });
    }
    found.order_by_key(|mention| !mention.is_own);
    found
}

/// Tells quickly whether a text may name a thing.
fn is_worth_a_look(workspace: &Workspace, of: NamedThing, text: &str) -> bool {
    let org = workspace.org.as_ref();
    match of {
        NamedThing::Goal(ix) => workspace.find(text) == Some(ix),
        NamedThing::Person(at) => org.and_then(|org| org.person(text)).is_some_and(|it| it.index == at),
        NamedThing::Team(at) => org.and_then(|org| org.team(text)).is_some_and(|it| it.index == at),
    }
}

/// Returns where a thing has its id.
pub(super) fn own_place(workspace: &Workspace, of: NamedThing) -> Option<(DocIx, Span)> {
    let (document, route) = match of {
        NamedThing::Goal(ix) => (workspace.goal(ix).document, "id".to_owned()),
        NamedThing::Person(at) => (workspace.by_role(Role::Org)?, format!("people[{at}].id")),
        NamedThing::Team(at) => (workspace.by_role(Role::Org)?, format!("teams[{at}].id")),
    };
    Some((document, workspace.document(document).span(&route)))
}

/// Visits every single value.
fn values<'t>(node: &'t Node, route: &mut Vec<Segment>, visit: &mut impl FnMut(&[Segment], &'t Node, &'t str)) {
    match &node.value {
        Value::Scalar(scalar) => visit(route, node, &scalar.text),
        Value::Sequence(list) => {
            for (at, item) in list.items.iter().enumerate() {
                route.push(Segment::Index(at));
                values(item, route, visit);
                route.pop();
            }
        }
        Value::Mapping(mapping) => {
            for entry in &mapping.entries {
                route.push(Segment::Key(entry.key.text.to_string()));
                values(&entry.value, route, visit);
                route.pop();
            }
        }
    }
}
