//! Values as an edit writes them: in brackets, on a line, or in lines of their own as the file lays them out.

use crate::source::Span;
use crate::syntax::tree::{Entry, Key, Mapping, Node, QuoteStyle, Scalar, Sequence, Value};

use super::content::Content;
use super::scalar;

/// The width up to which a list or mapping stays on its line.
const WIDE: usize = 100;

impl Content {
    /// It as a list or mapping in brackets, or as a single value that can stand in brackets.
    #[must_use]
    pub fn flow(&self) -> String {
        match self {
            Self::Word(text) => scalar::fresh(text, true, false),
            Self::Text(text) => scalar::fresh(text, true, true),
            Self::List(items) => format!("[{}]", items.iter().map(Self::flow).collect::<Vec<_>>().join(", ")),
            Self::Fields(fields) => {
                let field = |(name, value): &(String, Self)| format!("{}: {}", key(name, true), value.flow());
                format!("{{{}}}", fields.iter().map(field).collect::<Vec<_>>().join(", "))
            }
        }
    }

    /// It on one line behind a name: a single value needs quotes there less often than in brackets.
    #[must_use]
    pub fn line(&self) -> String {
        match self {
            Self::Word(text) => scalar::fresh(text, false, false),
            Self::Text(text) => scalar::fresh(text, false, true),
            _ => self.flow(),
        }
    }

    /// Whether it stays on one line in brackets: nothing nested but lists and mappings of single values.
    fn fits(&self) -> bool {
        let shallow = match self {
            Self::Word(_) | Self::Text(_) => true,
            Self::List(items) => items.iter().all(Self::is_single),
            Self::Fields(fields) => fields.iter().all(|(_, value)| value.is_single()),
        };
        shallow && self.flow().chars().count() <= WIDE
    }

    /// Whether an item of a list is better written in lines of its own.
    fn is_long(&self) -> bool {
        const LONG: usize = 160;
        matches!(self, Self::Fields(_)) && self.flow().chars().count() > LONG
    }

    /// The tree that it is read back as.
    pub(super) fn node(&self) -> Node {
        let value = match self {
            Self::Word(text) => {
                let plain = [true, false].iter().any(|flow| scalar::is_plain(text, *flow, false));
                Value::Scalar(scalar_of(text, if plain { QuoteStyle::Plain } else { QuoteStyle::Double }))
            }
            Self::Text(text) => Value::Scalar(scalar_of(text, QuoteStyle::Double)),
            Self::List(items) => {
                Value::Sequence(Sequence { flow: true, items: items.iter().map(Self::node).collect() })
            }
            Self::Fields(fields) => {
                let entry = |(name, value): &(String, Self)| Entry {
                    key: Key { span: Span::default(), text: name.as_str().into() },
                    value: value.node(),
                };
                Value::Mapping(Mapping { flow: true, entries: fields.iter().map(entry).collect() })
            }
        };
        Node { span: Span::default(), value }
    }
}

fn scalar_of(text: &str, style: QuoteStyle) -> Scalar {
    Scalar { text: text.into(), style }
}

/// A field's name as YAML reads it back.
pub(super) fn key(name: &str, flow: bool) -> String {
    let plain = name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-')) && !name.starts_with('-');
    if plain && !scalar::is_ambiguous(name) { name.to_owned() } else { scalar::fresh(name, flow, true) }
}

/// How a file lays out what it holds: what is new follows it.
#[derive(Debug, Clone)]
pub(super) struct Layout {
    /// How much deeper the fields of a mapping stand.
    pub(super) step: usize,
    /// How much deeper the items of a list stand than its name.
    pub(super) list_step: usize,
    /// The line end.
    pub(super) line_end: &'static str,
}

impl Layout {
    /// What follows a name and its colon, at a column.
    pub(super) fn after_key(&self, content: &Content, column: usize) -> String {
        match content {
            Content::Word(text) => format!(" {}", scalar::fresh(text, false, false)),
            Content::Text(text) => match scalar::literal(text, column + self.step, self.line_end) {
                Some(block) => format!(" {block}"),
                None => format!(" {}", scalar::fresh(text, false, true)),
            },
            Content::List(items) if items.is_empty() || items.iter().all(Content::is_single) && content.fits() => {
                format!(" {}", content.flow())
            }
            Content::List(items) => items.iter().map(|item| self.item_line(item, column + self.list_step)).collect(),
            Content::Fields(fields) if fields.is_empty() || content.fits() => format!(" {}", content.flow()),
            Content::Fields(fields) => {
                let field = |(name, value): &(String, Content)| {
                    format!("{}{}", self.new_line(column + self.step), self.field(name, value, column + self.step))
                };
                fields.iter().map(field).collect()
            }
        }
    }

    /// A field with its value, at a column.
    pub(super) fn field(&self, name: &str, value: &Content, column: usize) -> String {
        format!("{}:{}", key(name, false), self.after_key(value, column))
    }

    /// An item of a list on a line of its own.
    fn item_line(&self, item: &Content, column: usize) -> String {
        format!("{}- {}", self.new_line(column), self.item(item, column, 1, item.is_long()))
    }

    /// What follows a dash at a column, with so many spaces between.
    pub(super) fn item(&self, item: &Content, column: usize, pad: usize, in_lines: bool) -> String {
        let inner = column + 1 + pad;
        match item {
            Content::Fields(fields) if (in_lines || item.is_long()) && !fields.is_empty() => {
                let fields: Vec<_> = fields.iter().map(|(name, value)| self.field(name, value, inner)).collect();
                fields.join(&self.new_line(inner))
            }
            Content::Word(text) => scalar::fresh(text, false, false),
            Content::Text(text) => scalar::fresh(text, false, true),
            _ => item.flow(),
        }
    }

    pub(super) fn new_line(&self, column: usize) -> String {
        format!("{}{}", self.line_end, " ".repeat(column))
    }
}
