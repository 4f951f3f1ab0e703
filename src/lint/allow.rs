//! `# goalpost: allow NAME`: comments that silence a rule at a key or in a whole file.

use std::collections::{BTreeMap, HashMap};

use super::former::current_name;
use crate::model::{DocIx, Document, Workspace};
use crate::source::{SourceFile, Span};
use crate::syntax::{COMMENT_PREFIX, Comment, Node, Value, closest};

use super::group::Identity;

/// One rule name in an allow comment, and the place where it applies.
#[derive(Debug)]
pub(super) struct Allow {
    /// The name of the allowed rule.
    pub(super) name: String,
    /// The place of the comment.
    pub(super) comment: Span,
    /// The bytes in which the rule is silenced; none for the whole file.
    covers: Option<Span>,
    /// Whether it has silenced a finding.
    pub(super) used: bool,
}

impl Allow {
    /// Whether it applies at a place.
    fn covers(&self, span: Span) -> bool {
        self.covers.is_none_or(|covers| covers.start <= span.start && span.start < covers.end.max(covers.start + 1))
    }
}

/// Every allow comment of a workspace, by document.
#[derive(Debug, Default)]
pub(super) struct Allows {
    by_document: BTreeMap<DocIx, DocumentAllows>,
}

/// The allow comments of one document.
#[derive(Debug, Default)]
struct DocumentAllows {
    allows: Vec<Allow>,
    by_name: HashMap<String, Vec<usize>>,
}

impl Allows {
    /// Reads the comments of all files; `known` lists the existing rules.
    pub(super) fn read(workspace: &Workspace, known: &[Identity]) -> Self {
        let mut allows = Self::default();
        for (at, document) in workspace.documents.iter().enumerate() {
            let ix = DocIx(u32::try_from(at).unwrap_or(u32::MAX));
            for comment in &document.tree.comments {
                let Some(names) = allowed_names(&comment.text, known) else { continue };
                let covers = covered_span(document, workspace.file(ix), comment);
                let of_document = allows.by_document.entry(ix).or_default();
                for name in names.into_iter().map(current_name) {
                    of_document.by_name.entry(name.to_owned()).or_default().push(of_document.allows.len());
                    let name = name.to_owned();
                    of_document.allows.push(Allow { name, comment: comment.span, covers, used: false });
                }
            }
        }
        allows
    }

    /// Returns whether a comment silences a rule at a place, and marks that comment as used.
    pub(super) fn silence(&mut self, rule: &str, document: DocIx, span: Span) -> bool {
        let Some(DocumentAllows { allows, by_name }) = self.by_document.get_mut(&document) else { return false };
        let mut silent = false;
        for at in by_name.get(rule).into_iter().flatten() {
            let allow = &mut allows[*at];
            if allow.covers(span) {
                allow.used = true;
                silent = true;
            }
        }
        silent
    }

    /// Whether a comment silences a rule at a place.
    pub(super) fn has(&self, rule: &str, document: DocIx, span: Span) -> bool {
        let comments = self.by_document.get(&document);
        comments.is_some_and(|DocumentAllows { allows, by_name }| {
            by_name.get(rule).into_iter().flatten().any(|at| allows[*at].covers(span))
        })
    }

    /// Every name of every comment, in the order of the files.
    pub(super) fn all(&self) -> impl Iterator<Item = (DocIx, &Allow)> {
        self.by_document.iter().flat_map(|(ix, comments)| comments.allows.iter().map(|it| (*ix, it)))
    }

    /// For every comment, whether all of its names satisfy a condition.
    pub(super) fn comments_where_all(&self, condition: impl Fn(DocIx, &Allow) -> bool) -> HashMap<(DocIx, Span), bool> {
        let mut whole = HashMap::new();
        for (document, allow) in self.all() {
            *whole.entry((document, allow.comment)).or_insert(true) &= condition(document, allow);
        }
        whole
    }
}

/// The rules that a comment allows, if it is an allow comment. A reason may follow the names.
fn allowed_names<'c>(comment: &'c str, known: &[Identity]) -> Option<Vec<&'c str>> {
    let rest = comment.trim().strip_prefix(COMMENT_PREFIX)?.trim_start().strip_prefix("allow")?;
    let rest = rest.strip_prefix(|c: char| c.is_whitespace() || c == ':')?;
    let mut names = Vec::new();
    let words = rest.split_whitespace().flat_map(|piece| piece.split_inclusive(',')).filter(|word| *word != ",");
    let mut listed = false;
    for word in words {
        let after_comma = std::mem::replace(&mut listed, word.ends_with(','));
        let word = word.trim_end_matches(',');
        let name = word.split(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_')).next().unwrap_or("");
        // The first word is always taken as a name, so that a misspelt one is reported. A later word is a name only if
        // it is, or resembles, a rule's name: reasons are written in many ways (`-- why`, `(why)`, `: why`, `, why`),
        // and none of them should be reported.
        let is_name = if names.is_empty() {
            !name.is_empty()
        } else {
            is_rule(name, known) || is_misspelt_rule(name, known, after_comma)
        };
        if !is_name || name.starts_with('-') {
            break;
        }
        names.push(name);
        // The text after `name:`, `name;` or `name.` is a reason too.
        if name.len() < word.len() {
            break;
        }
    }
    Some(names)
}

fn is_rule(name: &str, known: &[Identity]) -> bool {
    known.iter().any(|rule| rule.name == name)
}

/// Whether a word is a misspelt rule name. A word without a hyphen counts only after a comma; elsewhere it is an
/// ordinary word of the reason.
fn is_misspelt_rule(name: &str, known: &[Identity], listed: bool) -> bool {
    (listed || name.contains('-')) && closest(name, known.iter().map(|rule| rule.name)).is_some()
}

/// The bytes in which a comment applies: none (the whole file) above the first key; the line of a trailing comment; else
/// the entry below it, with everything in it.
fn covered_span(document: &Document, file: &SourceFile, comment: &Comment) -> Option<Span> {
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
        // It is inside the last item that begins before the place, or else it is the next item.
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
    use crate::lint::group::Group;

    const fn rule(name: &'static str) -> Identity {
        Identity { name, group: Group::Cascade, options: &[] }
    }

    const KNOWN: [Identity; 3] = [rule("orphan-goal"), rule("silo"), rule("cycle")];

    #[test]
    fn only_allow_comments_allow() {
        let names = |comment| allowed_names(comment, &KNOWN);
        assert_eq!(names(" goalpost: allow orphan-goal"), Some(vec!["orphan-goal"]));
        assert_eq!(names(" goalpost: allow silo,cycle orphan-goal"), Some(vec!["silo", "cycle", "orphan-goal"]));
        assert_eq!(names(" goalpost allows much"), None);
        assert_eq!(names(" goalpost: allowed x"), None);
    }

    #[test]
    fn a_reason_may_follow_in_any_words() {
        let names = |comment| allowed_names(comment, &KNOWN);
        for reason in [
            "-- agreed in May",
            "# agreed in May",
            "(agreed in May)",
            ": agreed in May",
            "; agreed",
            ". Agreed in May",
            ", agreed in May",
            "because nobody counts it",
            "– agreed",
            "-- cycle",
            "one-off",
            ":agreed",
            "(cycle)",
        ] {
            for space in ["", " "] {
                // A word that follows without a space belongs to the name.
                if space.is_empty() && reason.starts_with(char::is_alphanumeric)
                    || reason.starts_with('-') && space.is_empty()
                {
                    continue;
                }
                let comment = format!(" goalpost: allow orphan-goal{space}{reason}");
                assert_eq!(allowed_names(&comment, &KNOWN), Some(vec!["orphan-goal"]), "{comment}");
            }
        }
        assert_eq!(names(" goalpost: allow silo, cycle: agreed"), Some(vec!["silo", "cycle"]));
        assert_eq!(names(" goalpost: allow silo, orphan-gaol, agreed"), Some(vec!["silo", "orphan-gaol"]));
        assert_eq!(names(" goalpost: allow orfan agreed"), Some(vec!["orfan"]), "the first is meant as a name");
    }
}
