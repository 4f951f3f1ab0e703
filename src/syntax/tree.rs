//! The tree of a YAML document with spans, and its comments in a separate list.

use std::sync::Arc;

use crate::source::Span;

/// A file's first document, as far as it could be parsed.
#[derive(Debug, Clone, Default)]
pub struct Tree {
    /// The document's root node; none for an empty file.
    pub root: Option<Node>,
    /// Every comment of the file, in order.
    pub comments: Vec<Comment>,
    /// Whether parsing stopped at an error, so that the tree has only the part before it.
    pub partial: bool,
}

/// A comment, from its `#` to the end of the line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// The bytes of the comment.
    pub span: Span,
    /// The text after the `#`.
    pub text: Box<str>,
    /// Whether only white space is before it on its line.
    pub alone: bool,
}

/// A value in the tree.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// The bytes of the value. A block collection ends with its last child, without trailing line breaks.
    pub span: Span,
    /// The value.
    pub value: Value,
}

/// The three kinds of YAML nodes.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A scalar.
    Scalar(Scalar),
    /// A list.
    Sequence(Sequence),
    /// A mapping. Of duplicate keys only the first is kept.
    Mapping(Mapping),
}

/// A scalar: its text and style.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scalar {
    /// The text after unescaping and folding.
    pub text: Box<str>,
    /// The style.
    pub style: QuoteStyle,
}

/// The style of a scalar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuoteStyle {
    /// Without quotes. Only plain scalars can be numbers, booleans or null.
    Plain,
    /// In single quotes.
    Single,
    /// In double quotes.
    Double,
    /// A block scalar: `|` or `>`.
    Block,
}

/// A list.
#[derive(Debug, Clone, PartialEq)]
pub struct Sequence {
    /// Whether it is in flow style (`[…]`).
    pub flow: bool,
    /// The items.
    pub items: Box<[Node]>,
}

/// A mapping.
#[derive(Debug, Clone, PartialEq)]
pub struct Mapping {
    /// Whether it is in flow style (`{…}`).
    pub flow: bool,
    /// The entries in the file's order.
    pub entries: Box<[Entry]>,
}

/// One key with its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The key.
    pub key: Key,
    /// The value.
    pub value: Node,
}

/// A mapping's key. Goal files have only scalar keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// The bytes of the key.
    pub span: Span,
    /// The text, which equal keys share.
    pub text: Arc<str>,
}

impl Node {
    /// The kind of node as words of a message.
    pub fn shape(&self) -> &'static str {
        match &self.value {
            Value::Scalar(scalar) if scalar.is_null() => "nothing",
            Value::Scalar(_) => "a single value",
            Value::Sequence(_) => "a list",
            Value::Mapping(_) => "a mapping",
        }
    }

    /// The scalar, if it is one.
    pub fn as_scalar(&self) -> Option<&Scalar> {
        if let Value::Scalar(scalar) = &self.value { Some(scalar) } else { None }
    }

    /// The mapping, if it is one.
    pub fn as_mapping(&self) -> Option<&Mapping> {
        if let Value::Mapping(mapping) = &self.value { Some(mapping) } else { None }
    }

    /// The list, if it is one.
    pub fn as_sequence(&self) -> Option<&Sequence> {
        if let Value::Sequence(sequence) = &self.value { Some(sequence) } else { None }
    }

    /// Whether the value is empty or null.
    pub fn is_null(&self) -> bool {
        self.as_scalar().is_some_and(Scalar::is_null)
    }

    /// Whether it is a list or mapping in block style.
    pub fn is_block(&self) -> bool {
        match &self.value {
            Value::Scalar(_) => false,
            Value::Sequence(list) => !list.flow,
            Value::Mapping(mapping) => !mapping.flow,
        }
    }

    /// The span of its first key or scalar.
    pub fn opening(&self) -> Span {
        let mut node = self;
        loop {
            node = match &node.value {
                Value::Mapping(mapping) if !mapping.flow && !mapping.entries.is_empty() => {
                    return mapping.entries[0].key.span;
                }
                Value::Sequence(list) if !list.flow && !list.items.is_empty() => &list.items[0],
                _ => return node.span,
            };
        }
    }
}

impl Scalar {
    /// Whether it is written without quotes.
    pub fn is_plain(&self) -> bool {
        self.style == QuoteStyle::Plain
    }

    /// Whether it is empty, `~` or `null`, unquoted.
    pub fn is_null(&self) -> bool {
        self.style == QuoteStyle::Plain && matches!(&*self.text, "" | "~" | "null" | "Null" | "NULL")
    }

    /// Whether it is null, or only white space.
    pub fn is_blank(&self) -> bool {
        self.is_null() || self.text.trim().is_empty()
    }
}

impl Mapping {
    /// The entry of a key.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| &*entry.key.text == key)
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|entry| &entry.value)
    }
}

impl Tree {
    /// The root mapping, if the document is one.
    pub fn mapping(&self) -> Option<&Mapping> {
        self.root.as_ref().and_then(Node::as_mapping)
    }

    /// Whether two trees are equal apart from spans, comments and styles. Plain and quoted scalars differ, as only plain
    /// ones can be numbers.
    pub fn same_meaning(&self, other: &Self) -> bool {
        match (&self.root, &other.root) {
            (Some(a), Some(b)) => same_meaning(a, b),
            (None, None) => true,
            _ => false,
        }
    }
}

fn same_meaning(a: &Node, b: &Node) -> bool {
    match (&a.value, &b.value) {
        (Value::Scalar(a), Value::Scalar(b)) => {
            (a.is_null() && b.is_null())
                || (a.text == b.text && (a.style == QuoteStyle::Plain) == (b.style == QuoteStyle::Plain))
        }
        (Value::Sequence(a), Value::Sequence(b)) => {
            a.items.len() == b.items.len() && a.items.iter().zip(&b.items).all(|(a, b)| same_meaning(a, b))
        }
        (Value::Mapping(a), Value::Mapping(b)) => {
            a.entries.len() == b.entries.len()
                && a.entries
                    .iter()
                    .zip(&b.entries)
                    .all(|(a, b)| a.key.text == b.key.text && same_meaning(&a.value, &b.value))
        }
        _ => false,
    }
}
