//! The spanned tree of one YAML document, comments kept beside it.

use crate::source::Span;

/// A file's first document, as far as it could be parsed.
#[derive(Debug, Clone, Default)]
pub struct Tree {
    /// The document's root node; none for an empty file.
    pub root: Option<Node>,
    /// Every comment of the file, in order.
    pub comments: Vec<Comment>,
    /// Whether parsing stopped before the end, so that the tree holds the beginning alone.
    pub partial: bool,
}

/// A comment, from its `#` to the end of the line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// Where it stands.
    pub span: Span,
    /// Its text after the `#`.
    pub text: Box<str>,
    /// Whether nothing but white space stands before it on its line.
    pub alone: bool,
}

/// A value in the tree.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// The bytes of the value alone: up to its last child for a block collection, without trailing breaks.
    pub span: Span,
    /// What it is.
    pub value: Value,
}

/// The three shapes of YAML.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// One piece of text.
    Scalar(Scalar),
    /// A list.
    Sequence(Sequence),
    /// Keys and values, in the file's order, duplicates removed.
    Mapping(Mapping),
}

/// A scalar's text and how it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scalar {
    /// The text after unescaping and folding.
    pub text: Box<str>,
    /// How it is written.
    pub style: QuoteStyle,
}

/// How a scalar is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuoteStyle {
    /// Without quotes; the only style that numbers and booleans have.
    Plain,
    /// In single quotes.
    Single,
    /// In double quotes.
    Double,
    /// A block: `|` or `>`.
    Block,
}

/// A list.
#[derive(Debug, Clone, PartialEq)]
pub struct Sequence {
    /// Whether it is written in brackets.
    pub flow: bool,
    /// Its items.
    pub items: Vec<Node>,
}

/// Keys and values.
#[derive(Debug, Clone, PartialEq)]
pub struct Mapping {
    /// Whether it is written in braces.
    pub flow: bool,
    /// Its entries in the file's order.
    pub entries: Vec<Entry>,
}

/// One key with its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The key.
    pub key: Key,
    /// The value.
    pub value: Node,
}

/// A mapping's key; goal files have scalar keys only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// Where it stands.
    pub span: Span,
    /// Its text.
    pub text: Box<str>,
}

impl Node {
    /// What kind of YAML it is, in the words of a message.
    #[must_use]
    pub fn shape(&self) -> &'static str {
        match &self.value {
            Value::Scalar(scalar) if scalar.is_null() => "nothing",
            Value::Scalar(_) => "a single value",
            Value::Sequence(_) => "a list",
            Value::Mapping(_) => "a mapping",
        }
    }

    /// The scalar, if it is one.
    #[must_use]
    pub fn as_scalar(&self) -> Option<&Scalar> {
        if let Value::Scalar(scalar) = &self.value { Some(scalar) } else { None }
    }

    /// The mapping, if it is one.
    #[must_use]
    pub fn as_mapping(&self) -> Option<&Mapping> {
        if let Value::Mapping(mapping) = &self.value { Some(mapping) } else { None }
    }

    /// The list, if it is one.
    #[must_use]
    pub fn as_sequence(&self) -> Option<&Sequence> {
        if let Value::Sequence(sequence) = &self.value { Some(sequence) } else { None }
    }

    /// Whether nothing is written here, or YAML's word for nothing.
    #[must_use]
    pub fn is_null(&self) -> bool {
        self.as_scalar().is_some_and(Scalar::is_null)
    }

    /// Whether it is a list or mapping written in lines of its own, below its key.
    #[must_use]
    pub fn is_block(&self) -> bool {
        match &self.value {
            Value::Scalar(_) => false,
            Value::Sequence(list) => !list.flow,
            Value::Mapping(mapping) => !mapping.flow,
        }
    }

    /// Where it begins: its first name or single value.
    #[must_use]
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
    /// Whether it stands without quotes, on the lines of its name.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        self.style == QuoteStyle::Plain
    }

    /// Whether it is empty, `~` or `null`, unquoted.
    #[must_use]
    pub fn is_null(&self) -> bool {
        self.style == QuoteStyle::Plain && matches!(&*self.text, "" | "~" | "null" | "Null" | "NULL")
    }

    /// Whether it says nothing: null, or quotes with nothing but white space between them.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.is_null() || self.text.trim().is_empty()
    }
}

impl Mapping {
    /// The entry of a key.
    #[must_use]
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| &*entry.key.text == key)
    }

    /// The value of a key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|entry| &entry.value)
    }
}

impl Tree {
    /// The root mapping, if the document is one.
    #[must_use]
    pub fn mapping(&self) -> Option<&Mapping> {
        self.root.as_ref().and_then(Node::as_mapping)
    }

    /// Whether two trees mean the same: equal but for places, styles and comments.
    #[must_use]
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
