//! `# goalpost: allow NAME`: comments that silence a rule, at a key or in a whole file.

use std::collections::{BTreeMap, HashMap};

use super::former::present_name;
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
}

/// Every allow comment of a workspace, by document.
#[derive(Debug, Default)]
pub(super) struct Allows {
    by_document: BTreeMap<DocIx, Comments>,
}

/// The allow comments of one document.
#[derive(Debug, Default)]
struct Comments {
    allows: Vec<Allow>,
    by_name: HashMap<String, Vec<usize>>,
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
                let of_document = allows.by_document.entry(ix).or_default();
                for name in names.into_iter().map(present_name) {
                    of_document.by_name.entry(name.to_owned()).or_default().push(of_document.allows.len());
                    let name = name.to_owned();
                    of_document.allows.push(Allow { name, comment: comment.span, covers, used: false });
                }
            }
        }
        allows
    }

    /// Whether a comment allows a rule at a place; the comment is used then.
    pub(super) fn take(&mut self, rule: &str, document: DocIx, span: Span) -> bool {
        let Some(Comments { allows, by_name }) = self.by_document.get_mut(&document) else { return false };
        let mut silent = false;
        for at in by_name.get(rule).into_iter().flatten() {
            let allow = &mut allows[*at];
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

    /// Every name of every comment, in the order of the files.
    pub(super) fn all(&self) -> impl Iterator<Item = (DocIx, &Allow)> {
        self.by_document.iter().flat_map(|(ix, comments)| comments.allows.iter().map(|it| (*ix, it)))
    }

    /// For every comment, whether each of its names satisfies a condition.
    pub(super) fn whole(&self, condition: impl Fn(DocIx, &Allow) -> bool) -> HashMap<(DocIx, Span), bool> {
        let mut whole = HashMap::new();
        for (document, allow) in self.all() {
            *whole.entry((document, allow.comment)).or_insert(true) &= condition(document, allow);
        }
        whole
    }
}

/// The rules that a comment allows, if it is such a comment. What follows a second `#`, or `--`, is a remark for people.
fn names(comment: &str) -> Option<Vec<&str>> {
    let rest = comment.trim().strip_prefix(SPOKEN_TO)?.trim_start().strip_prefix("allow")?;
    let rest = rest.strip_prefix(|c: char| c.is_whitespace() || c == ':')?;
    let list = rest.split('#').next().and_then(|list| list.split("--").next()).unwrap_or("");
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
        // It begins inside the last one that begins before the place, or else is the next.
        Value::Sequence(list) => {
            let next = list.items.partition_point(|item| item.span.start < place);
            let inside = next.checked_sub(1).and_then(|last| entry_after(&list.items[last], place));
            inside.or_else(|| list.items.get(next).map(|item| item.span))
        }
        Value::Mapping(mapping) => {
            let next = mapping.entries.partition_point(|entry| entry.key.span.start < place);
            let inside = next.checked_sub(1).and_then(|last| entry_after(&mapping.entries[last].value, place));
            inside.or_else(|| mapping.entries.get(next).map(|entry| entry.key.span.to(entry.value.span)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_allow_comments_allow() {
        assert_eq!(names(" goalpost: allow orphan-goal"), Some(vec!["orphan-goal"]));
        assert_eq!(names(" goalpost: allow a, b -- agreed in May"), Some(vec!["a", "b"]));
        assert_eq!(names(" goalpost: allow a # agreed in May"), Some(vec!["a"]));
        assert_eq!(names(" goalpost allows much"), None);
        assert_eq!(names(" goalpost: allowed x"), None);
    }
}
