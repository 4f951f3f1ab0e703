//! Builds workspaces from links alone, for tests.

use crate::model::Workspace;
use crate::source::SourceSet;

/// A workspace of objectives by id, each with the goal that it supports, and the mission `m`.
pub(super) fn linked(links: &[(&str, &str)]) -> Workspace {
    let mission = ("m.yaml".to_owned(), "kind: mission\nid: m\ntitle: t\nstatement: s\n".to_owned());
    let objectives = links.iter().map(|(id, supports)| {
        (format!("{id}.yaml"), format!("kind: objective\nid: {id}\ntitle: t\nsupports: [{supports}]\n"))
    });
    Workspace::read(SourceSet::from_texts(std::iter::once(mission).chain(objectives)))
}
