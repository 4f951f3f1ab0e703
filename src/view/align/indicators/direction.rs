//! Whether links grew from the top or from the bottom.

use serde::Serialize;

use crate::analysis::alignment::{self, LinkDirection, Population};
use crate::analysis::facts::Facts;
use crate::model::GoalIx;

/// The direction in which links were created.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct DirectionView {
    /// Links whose parent existed first.
    pub top_down: usize,
    /// Links whose child existed first.
    pub bottom_up: usize,
    /// Links whose goals were added in one commit.
    pub together: usize,
    /// Links whose direction history does not show.
    pub unknown: usize,
    /// The links, by child.
    pub links: Vec<DirectedLinkView>,
}

/// A link with its direction.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct DirectedLinkView {
    /// The goal that supports.
    pub child: String,
    /// The goal that is supported.
    pub parent: String,
    /// `top-down`, `bottom-up` or `together`; null where it is not known.
    pub direction: Option<String>,
}

impl DirectionView {
    pub(super) fn new(snapshot: &Facts<'_>, population: &Population) -> Option<Self> {
        let links = alignment::direction(snapshot, population)?;
        let count = |wanted| links.iter().filter(|link| link.direction == wanted).count();
        let word = |direction| match direction {
            LinkDirection::TopDown => "top-down",
            LinkDirection::BottomUp => "bottom-up",
            LinkDirection::Together => "together",
        };
        let id = |ix: GoalIx| snapshot.goal(ix).id.clone();
        Some(Self {
            top_down: count(Some(LinkDirection::TopDown)),
            bottom_up: count(Some(LinkDirection::BottomUp)),
            together: count(Some(LinkDirection::Together)),
            unknown: count(None),
            links: links
                .iter()
                .map(|link| DirectedLinkView {
                    child: id(link.child),
                    parent: id(link.parent),
                    direction: link.direction.map(|it| word(it).to_owned()),
                })
                .collect(),
        })
    }
}
