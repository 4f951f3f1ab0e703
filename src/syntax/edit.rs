//! Edits of a file's text at a route, which leave comments, quotes, order and line ends as they are.
//!
//! Every edit is checked: the new text is parsed again and must mean the old tree with this change alone, and keep
//! every comment that does not belong to what was removed. Else nothing is changed.

use crate::source::{SourceFile, Span};

use super::parse::parse;
use super::route::{Segment, locate, parse_route};
use super::tree::{Entry, Node, Scalar, Style, Tree, Value};

/// A change of one place in a goal file, by route.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edit {
    /// Writes another value over a scalar.
    SetScalar {
        /// The scalar's route.
        route: String,
        /// The new value as YAML reads it back, unquoted.
        to: String,
    },
    /// Gives a field another name.
    RenameKey {
        /// The field's route.
        route: String,
        /// The new name.
        to: String,
    },
    /// Removes a field with its value, or an item of a list.
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
}

/// Makes edits one after the other and gives the new text.
///
/// # Errors
/// The first edit that cannot be made safely; no edit is made then.
pub fn apply(text: &str, edits: &[Edit]) -> Result<String, EditError> {
    let mut text = text.to_owned();
    // Later places first, so that the indices and spans of earlier ones stay true.
    let mut edits: Vec<_> = edits.iter().collect();
    let tree = tree_of(&text)?;
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.position(&tree)));
    for edit in edits {
        text = edit.apply_one(&text)?;
    }
    Ok(text)
}

fn tree_of(text: &str) -> Result<Tree, EditError> {
    let (tree, _) = parse(&SourceFile::from_text("", text));
    if tree.partial || tree.root.is_none() { Err(EditError::Unparsable) } else { Ok(tree) }
}

impl Edit {
    fn name(&self) -> String {
        match self {
            Self::SetScalar { route, .. }
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

    fn apply_one(&self, text: &str) -> Result<String, EditError> {
        let tree = tree_of(text)?;
        let root = tree.root.as_ref().ok_or(EditError::Unparsable)?;
        let not_there = || EditError::NotThere(self.name());
        let mut wanted = tree.clone();
        let changed = match self {
            Self::SetScalar { route, to } => {
                let place = locate(root, route);
                let scalar = place.node.as_scalar().filter(|_| place.whole).ok_or_else(not_there)?;
                let written = written(scalar, to);
                let (_, style) = read_back(&written).ok_or_else(not_there)?;
                *node_mut(&mut wanted, route).ok_or_else(not_there)? =
                    Node { span: place.node.span, value: Value::Scalar(Scalar { text: to.as_str().into(), style }) };
                splice(text, place.node.span, &written)
            }
            Self::RenameKey { route, to } => {
                let place = locate(root, route);
                let key = place.key.filter(|_| place.whole).ok_or_else(not_there)?;
                let entry = entry_mut(&mut wanted, route).ok_or_else(not_there)?;
                entry.key.text = to.as_str().into();
                splice(text, key, to)
            }
            Self::Bracket { route } => {
                let place = locate(root, route);
                if !place.whole || place.node.as_scalar().is_none_or(|scalar| scalar.style == Style::Block) {
                    return Err(not_there());
                }
                let node = node_mut(&mut wanted, route).ok_or_else(not_there)?;
                let item = node.clone();
                node.value = Value::Sequence(super::tree::Sequence { flow: true, items: vec![item] });
                splice(text, place.node.span, &format!("[{}]", &text[place.node.span.range()]))
            }
            Self::Remove { route } => {
                let span = removal(text, root, route).ok_or_else(not_there)?;
                remove_in(&mut wanted, route).ok_or_else(not_there)?;
                splice(text, span, "")
            }
            Self::RemoveComment { span } => splice(text, comment_removal(text, *span), ""),
        };
        self.guard(text, &tree, &wanted, &changed)?;
        Ok(changed)
    }

    /// The change is what was meant, and nothing else.
    fn guard(&self, before: &str, old: &Tree, wanted: &Tree, after: &str) -> Result<(), EditError> {
        let refused = || EditError::Unsafe(self.name());
        let new = tree_of(after).map_err(|_| refused())?;
        if !new.same_meaning(wanted) {
            return Err(refused());
        }
        let lost = old.comments.len().saturating_sub(new.comments.len());
        let allowed = match self {
            Self::RemoveComment { .. } => 1,
            Self::Remove { .. } => {
                let start = before.bytes().zip(after.bytes()).take_while(|(a, b)| a == b).count();
                let end = start + before.len() - after.len();
                old.comments.iter().filter(|c| (c.span.start as usize) < end && (c.span.end as usize) > start).count()
                    + 1
            }
            _ => 0,
        };
        if lost > allowed { Err(refused()) } else { Ok(()) }
    }
}

fn splice(text: &str, span: Span, with: &str) -> String {
    format!("{}{with}{}", &text[..span.start as usize], &text[span.end as usize..])
}

/// How a new value is written in place of an old one: in the old one's quotes, where it can be.
fn written(old: &Scalar, to: &str) -> String {
    let plain = read_back(to).is_some_and(|(text, style)| text == to && style == Style::Plain);
    let number = super::number::parse_number(to).is_some();
    match old.style {
        Style::Double if !number => double_quoted(to),
        Style::Single if !number && !to.contains(['\n', '\'']) => format!("'{to}'"),
        _ if plain => to.to_owned(),
        _ => double_quoted(to),
    }
}

fn double_quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for character in text.chars() {
        match character {
            '"' | '\\' => {
                quoted.push('\\');
                quoted.push(character);
            }
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            control if control.is_control() => quoted.push_str(&format!("\\u{:04X}", control as u32)),
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

/// What YAML makes of a piece of text as a value inside brackets, the strictest place.
fn read_back(text: &str) -> Option<(String, Style)> {
    let (tree, faults) = parse(&SourceFile::from_text("", format!("a: [{text}]\n")));
    if !faults.is_empty() {
        return None;
    }
    let list = tree.mapping()?.get("a")?.as_sequence()?;
    let [only] = list.items.as_slice() else { return None };
    only.as_scalar().map(|scalar| (scalar.text.to_string(), scalar.style))
}

fn node_mut<'t>(tree: &'t mut Tree, route: &str) -> Option<&'t mut Node> {
    let mut node = tree.root.as_mut()?;
    for segment in parse_route(route) {
        node = match (segment, &mut node.value) {
            (Segment::Key(key), Value::Mapping(mapping)) => {
                &mut mapping.entries.iter_mut().find(|entry| *entry.key.text == *key)?.value
            }
            (Segment::Index(index), Value::Sequence(list)) => list.items.get_mut(index)?,
            _ => return None,
        };
    }
    Some(node)
}

/// The route of what holds the last step, and that step.
fn split_last(route: &str) -> Option<(String, Segment)> {
    let mut segments = parse_route(route);
    let last = segments.pop()?;
    Some((super::route::route_text(&segments), last))
}

fn entry_mut<'t>(tree: &'t mut Tree, route: &str) -> Option<&'t mut Entry> {
    let (parent, Segment::Key(key)) = split_last(route)? else { return None };
    match &mut node_mut(tree, &parent)?.value {
        Value::Mapping(mapping) => mapping.entries.iter_mut().find(|entry| *entry.key.text == *key),
        _ => None,
    }
}

fn remove_in(tree: &mut Tree, route: &str) -> Option<()> {
    let (parent, step) = split_last(route)?;
    match (&mut node_mut(tree, &parent)?.value, step) {
        (Value::Mapping(mapping), Segment::Key(key)) => {
            mapping.entries.retain(|entry| *entry.key.text != *key);
            Some(())
        }
        (Value::Sequence(list), Segment::Index(index)) if index < list.items.len() => {
            list.items.remove(index);
            Some(())
        }
        _ => None,
    }
}

/// The bytes that go when a field or an item goes.
fn removal(text: &str, root: &Node, route: &str) -> Option<Span> {
    let (parent, step) = split_last(route)?;
    let holder = locate(root, &parent);
    if !holder.whole {
        return None;
    }
    let (spans, flow, index): (Vec<Span>, bool, usize) = match (&holder.node.value, step) {
        (Value::Mapping(mapping), Segment::Key(key)) => (
            mapping.entries.iter().map(|entry| whole_entry(text, entry)).collect(),
            mapping.flow,
            mapping.entries.iter().position(|entry| *entry.key.text == *key)?,
        ),
        (Value::Sequence(list), Segment::Index(index)) => {
            (list.items.iter().map(|item| item.span).collect(), list.flow, index)
        }
        _ => return None,
    };
    let this = *spans.get(index)?;
    if flow {
        // With the comma and white space up to the next one, or back to the one before.
        let span = match (spans.get(index + 1), index.checked_sub(1).and_then(|before| spans.get(before))) {
            (Some(next), _) => Span { start: this.start, end: next.start },
            (None, Some(before)) => Span { start: before.end, end: this.end },
            (None, None) => this,
        };
        return Some(span);
    }
    if spans.len() == 1 && !parent.is_empty() {
        // A block with nothing left in it would be an empty value: its field goes too, and the guard decides.
        return None;
    }
    whole_lines(text, this)
}

/// A field with its value; one without a value ends at its colon.
fn whole_entry(text: &str, entry: &Entry) -> Span {
    let span = entry.key.span.to(entry.value.span);
    let rest = &text[span.end as usize..];
    let colon = rest.find(|c: char| !c.is_whitespace()).filter(|at| rest[*at..].starts_with(':'));
    let Some(at) = colon.filter(|_| entry.value.span.is_empty()) else { return span };
    let after = &rest[at + 1..];
    let spaces = after.len() - after.trim_start_matches(' ').len();
    let spaces = if after[spaces..].starts_with('}') { spaces } else { 0 };
    Span::new(span.start as usize, span.end as usize + at + 1 + spaces)
}

/// The lines that a block entry takes, from its first to its last, if nothing else stands on them.
fn whole_lines(text: &str, span: Span) -> Option<Span> {
    let start = text[..span.start as usize].rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let lead = &text[start..span.start as usize];
    if !lead.trim_start_matches('\u{feff}').trim_start_matches([' ', '-']).is_empty() {
        return None;
    }
    let rest = &text[span.end as usize..];
    let stop = rest.find(['\n', '\r']).unwrap_or(rest.len());
    let tail = rest[..stop].trim_start();
    if !tail.is_empty() && !tail.starts_with('#') {
        return None;
    }
    let breaks = if rest[stop..].starts_with("\r\n") { 2 } else { usize::from(stop < rest.len()) };
    Some(Span::new(start, span.end as usize + stop + breaks))
}

/// A comment's bytes, with the spaces before it, or with its whole line where it stands alone.
fn comment_removal(text: &str, span: Span) -> Span {
    let before = &text[..span.start as usize];
    let line = before.rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let shown = before[line..].trim_end();
    if !shown.trim_start_matches('\u{feff}').is_empty() {
        return Span::new(line + shown.len(), span.end as usize);
    }
    let rest = &text[span.end as usize..];
    let breaks = if rest.starts_with("\r\n") { 2 } else { usize::from(!rest.is_empty()) };
    Span::new(line + shown.len(), span.end as usize + breaks)
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOAL: &str = "# top\nkind: objective   # what\nid: a\nsupports:\n  - one   # first\n  - two\nlabels: [x, 'y', z]\nmetric: {target: \"42\", unit: '%'}\n";

    fn edited(edit: Edit) -> String {
        apply(GOAL, &[edit]).expect("the edit is possible")
    }

    #[test]
    fn a_scalar_keeps_its_quotes_and_its_comment() {
        let text = edited(Edit::SetScalar { route: "kind".into(), to: "mission".into() });
        assert!(text.contains("kind: mission   # what\n"), "{text}");
        let text = edited(Edit::SetScalar { route: "labels[1]".into(), to: "new".into() });
        assert!(text.contains("labels: [x, 'new', z]"), "{text}");
        let text = edited(Edit::SetScalar { route: "metric.target".into(), to: "42".into() });
        assert!(text.contains("{target: 42, unit: '%'}"), "{text}");
        let text = edited(Edit::SetScalar { route: "id".into(), to: "a: b # c".into() });
        assert!(text.contains("id: \"a: b # c\"\n"), "{text}");
    }

    #[test]
    fn removing_takes_the_line_or_the_comma_and_no_more() {
        let text = edited(Edit::Remove { route: "supports[0]".into() });
        assert!(text.contains("supports:\n  - two\nlabels"), "{text}");
        let text = edited(Edit::Remove { route: "labels[2]".into() });
        assert!(text.contains("labels: [x, 'y']\n"), "{text}");
        let text = edited(Edit::Remove { route: "labels[0]".into() });
        assert!(text.contains("labels: ['y', z]\n"), "{text}");
        let text = edited(Edit::Remove { route: "id".into() });
        assert!(text.contains("kind: objective   # what\nsupports:"), "{text}");
        let text = edited(Edit::Remove { route: "metric.unit".into() });
        assert!(text.contains("metric: {target: \"42\"}\n"), "{text}");
    }

    #[test]
    fn what_has_no_value_is_removed_with_its_colon() {
        let removed = |text: &str, route: &str| apply(text, &[Edit::Remove { route: route.into() }]);
        assert_eq!(removed("{a: 1, b: 2, c: }\n", "c").as_deref(), Ok("{a: 1, b: 2}\n"));
        assert_eq!(removed("{a: 1, b: , c: 2}\n", "b").as_deref(), Ok("{a: 1, c: 2}\n"));
        assert_eq!(removed("a: 1\nb:   # later\nc: 2\n", "b").as_deref(), Ok("a: 1\nc: 2\n"));
        assert_eq!(removed("a:\n  - 1\n  -   # later\n  - 2\n", "a[1]").as_deref(), Ok("a:\n  - 1\n  - 2\n"));
    }

    #[test]
    fn keys_are_renamed_and_single_values_become_lists() {
        assert!(edited(Edit::RenameKey { route: "metric.unit".into(), to: "name".into() }).contains("name: '%'"));
        assert!(edited(Edit::Bracket { route: "id".into() }).contains("id: [a]\n"));
    }

    #[test]
    fn what_is_not_there_is_refused() {
        let missing = Edit::Remove { route: "owner".into() };
        assert_eq!(apply(GOAL, &[missing]), Err(EditError::NotThere("owner".into())));
        assert_eq!(apply("a: [", &[Edit::Remove { route: "a".into() }]), Err(EditError::Unparsable));
    }
}
