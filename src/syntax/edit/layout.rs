//! Writes values in the layout of a file: in flow style, on one line, or in block style.

use crate::source::Span;
use crate::syntax::tree::{Entry, Key, Mapping, Node, QuoteStyle, Scalar, Sequence, Value};

use super::content::Content;
use super::scalar;

/// The width in characters up to which a list or mapping is written on one line.
const WIDE: usize = 100;

impl Content {
    /// The value in flow style; a scalar is quoted as needed inside brackets.
    pub fn flow(&self) -> String {
        match self {
            Self::Word(text) => scalar::new_scalar(text, true, false),
            Self::Text(text) => scalar::new_scalar(text, true, true),
            Self::List(items) => format!("[{}]", items.iter().map(Self::flow).collect::<Vec<_>>().join(", ")),
            Self::Fields(fields) => {
                let field = |(name, value): &(String, Self)| format!("{}: {}", key(name, true), value.flow());
                format!("{{{}}}", fields.iter().map(field).collect::<Vec<_>>().join(", "))
            }
        }
    }

    /// The value on one line after a key. A scalar needs quotes there less often than inside brackets.
    pub fn line(&self) -> String {
        match self {
            Self::Word(text) => scalar::new_scalar(text, false, false),
            Self::Text(text) => scalar::new_scalar(text, false, true),
            _ => self.flow(),
        }
    }

    /// Whether it is written on one line in flow style: it is short, and its items are scalars.
    fn fits(&self) -> bool {
        let shallow = match self {
            Self::Word(_) | Self::Text(_) => true,
            Self::List(items) => items.iter().all(Self::is_single),
            Self::Fields(fields) => fields.iter().all(|(_, value)| value.is_single()),
        };
        shallow && self.flow().chars().count() <= WIDE
    }

    /// Whether a list item is written in block style because it is long.
    fn is_long(&self) -> bool {
        const LONG: usize = 160;
        matches!(self, Self::Fields(_)) && self.flow().chars().count() > LONG
    }

    /// The node that the value is parsed back to.
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

/// A field's name, in quotes if needed.
pub(super) fn key(name: &str, flow: bool) -> String {
    let plain = name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-')) && !name.starts_with('-');
    if plain && !scalar::is_ambiguous(name) { name.to_owned() } else { scalar::new_scalar(name, flow, true) }
}

/// The layout of a file, which new values follow.
#[derive(Debug, Clone)]
pub(super) struct Layout {
    /// The indentation of a nested mapping's fields, in characters.
    pub(super) step: usize,
    /// The indentation of a list's items relative to its key, in characters.
    pub(super) list_step: usize,
    /// The line break.
    pub(super) line_end: &'static str,
}

impl Layout {
    /// The text after a key and its colon, for a key at a column.
    pub(super) fn after_key(&self, content: &Content, column: usize) -> String {
        match content {
            Content::Word(text) => format!(" {}", scalar::new_scalar(text, false, false)),
            Content::Text(text) => match scalar::literal(text, column + self.step, self.line_end) {
                Some(block) => format!(" {block}"),
                None => format!(" {}", scalar::new_scalar(text, false, true)),
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

    /// A line with an item of a block list.
    fn item_line(&self, item: &Content, column: usize) -> String {
        format!("{}- {}", self.new_line(column), self.item(item, column, 1, item.is_long()))
    }

    /// The text after a dash at a column and `pad` spaces.
    pub(super) fn item(&self, item: &Content, column: usize, pad: usize, in_lines: bool) -> String {
        let inner = column + 1 + pad;
        match item {
            Content::Fields(fields) if (in_lines || item.is_long()) && !fields.is_empty() => {
                let fields: Vec<_> = fields.iter().map(|(name, value)| self.field(name, value, inner)).collect();
                fields.join(&self.new_line(inner))
            }
            Content::Word(text) => scalar::new_scalar(text, false, false),
            Content::Text(text) => scalar::new_scalar(text, false, true),
            _ => item.flow(),
        }
    }

    pub(super) fn new_line(&self, column: usize) -> String {
        format!("{}{}", self.line_end, " ".repeat(column))
    }
}
