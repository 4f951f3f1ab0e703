//! `# goalpost: allow NAME`: comments that silence a rule, at a key or in a whole file.

use std::collections::HashMap;

use crate::model::{DocIx, Document, Workspace};
use crate::source::{SourceFile, Span};
use crate::syntax::{Comment, Node, SPOKEN_TO, Value};

/// Where one name of an allow comment holds.
#[derive(Debug)]
pub(super) struct Allow {
    /// The rule that is allowed.
    pub(super) name: String,
    /// The comment, for when it silences nothing.
    pub(super) comment: Span,
    /// The bytes that it covers; none is the whole file.
    covers: Option<Span>,
    /// Whether it has silenced anything.
    pub(super) used: bool,
    /// Whether the comment names other rules too.
    pub(super) shared: bool,
}

/// Every allow comment of a workspace, by document.
#[derive(Debug, Default)]
pub(super) struct Allows {
    by_document: HashMap<DocIx, Vec<Allow>>,
}

impl Allows {
    /// Reads the comments of all files.
    pub(super) fn read(workspace: &Workspace) -> Self {
        let mut allows = Self::default();
        for (at, document) in workspace.documents.iter().enumerate() {
            let ix = DocIx(u32::try_from(at).unwrap_or(u32::MAX));
            for comment in &document.tree.comments {
                let Some(names) = names(&comment.text) else { continue };
                let covers = covers(document, workspace.file(ix), comment);
                let shared = names.len() > 1;
                let found = names.into_iter().map(|name| Allow {
                    name: name.to_owned(),
                    comment: comment.span,
                    covers,
                    used: false,
                    shared,
                });
                allows.by_document.entry(ix).or_default().extend(found);
            }
        }
        allows
    }

    /// Whether a comment allows a rule at a place; the comment is used then.
    pub(super) fn take(&mut self, rule: &str, document: DocIx, span: Span) -> bool {
        let Some(allows) = self.by_document.get_mut(&document) else { return false };
        let mut silent = false;
        for allow in allows.iter_mut().filter(|allow| allow.name == rule) {
            if allow
                .covers
                .is_none_or(|covers| covers.start <= span.start && span.start < covers.end.max(covers.start + 1))
            {
                allow.used = true;
                silent = true;
            }
        }
        silent
    }

    /// The comments that have silenced nothing.
    pub(super) fn unused(&self) -> impl Iterator<Item = (DocIx, &Allow)> {
        self.by_document.iter().flat_map(|(ix, allows)| allows.iter().filter(|it| !it.used).map(|it| (*ix, it)))
    }
}

/// The rules that a comment allows, if it is such a comment. Text after `--` is a reason for people.
fn names(comment: &str) -> Option<Vec<&str>> {
    let rest = comment.trim().strip_prefix(SPOKEN_TO)?.trim_start().strip_prefix("allow")?;
    let rest = rest.strip_prefix(|c: char| c.is_whitespace() || c == ':')?;
    let list = rest.split("--").next().unwrap_or("");
    Some(list.split([',', ' ', '\t']).map(str::trim).filter(|name| !name.is_empty()).collect())
}

/// What a comment covers: the whole file above its first key, else the entry below it, else its own line.
fn covers(document: &Document, file: &SourceFile, comment: &Comment) -> Option<Span> {
    let root = document.tree.root.as_ref()?;
    if comment.span.end <= root.span.start {
        return None;
    }
    if !comment.alone {
        let text = &file.text;
        let start = text[..comment.span.start as usize].rfind(['\n', '\r']).map_or(0, |at| at + 1);
        return Some(Span::new(start, comment.span.end as usize));
    }
    Some(entry_after(root, comment.span.end).unwrap_or(comment.span))
}

/// The first entry or item that begins after a place, with everything in it.
fn entry_after(node: &Node, place: u32) -> Option<Span> {
    match &node.value {
        Value::Scalar(_) => None,
        Value::Sequence(list) => list
            .items
            .iter()
            .find_map(|item| if item.span.start >= place { Some(item.span) } else { entry_after(item, place) }),
        Value::Mapping(mapping) => mapping.entries.iter().find_map(|entry| {
            if entry.key.span.start >= place {
                Some(entry.key.span.to(entry.value.span))
            } else {
                entry_after(&entry.value, place)
            }
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_allow_comments_allow() {
        assert_eq!(names(" goalpost: allow orphan-goal"), Some(vec!["orphan-goal"]));
        assert_eq!(names(" goalpost: allow a, b -- agreed in May"), Some(vec!["a", "b"]));
        assert_eq!(names(" goalpost allows much"), None);
        assert_eq!(names(" goalpost: allowed x"), None);
    }
}
