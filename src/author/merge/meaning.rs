//! The meaning of a tree without its layout, to tell whether two versions differ and whether a merge is what was meant.

use std::collections::BTreeMap;

use crate::model::{FIELDS, FieldRow};
use crate::source::InOrder as _;
use crate::syntax::{Node, QuoteStyle, Value, parse_number};

/// Tells whether a list is merged as a union of its entries, because its order has no meaning: all lists of goals but the
/// steps of a scale.
pub(super) fn is_union(name: &str) -> bool {
    let is_list = |row: &FieldRow| row.name == name && row.form.is_list();
    FIELDS.iter().any(|field| is_list(field) || field.rows().iter().any(is_list))
}

/// The meaning of a node.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Meaning {
    /// A null.
    Null,
    /// A plain number, by its value.
    Number(String),
    /// Any other single value.
    Text(String),
    /// A list in its order.
    List(Vec<Meaning>),
    /// A list whose order has no meaning, sorted.
    Bag(Vec<Meaning>),
    /// Fields by name.
    Fields(BTreeMap<String, Meaning>),
    /// Any value or none: a conflict.
    Any,
}

impl Meaning {
    /// Returns the meaning of a node at the top of a file or in a list.
    pub(super) fn of(node: &Node) -> Self {
        Self::of_field("", node)
    }

    /// Returns the meaning of the value of a field.
    pub(super) fn of_field(name: &str, node: &Node) -> Self {
        match &node.value {
            Value::Scalar(scalar) if scalar.is_null() => Self::Null,
            Value::Scalar(scalar) => match parse_number(&scalar.text).filter(|_| scalar.style == QuoteStyle::Plain) {
                Some(number) => Self::Number(number.to_string()),
                None => Self::Text(scalar.text.to_string()),
            },
            Value::Sequence(list) => Self::list(name, list.items.iter().map(Self::of).collect()),
            Value::Mapping(mapping) => {
                let field = |entry: &crate::syntax::Entry| {
                    (entry.key.text.to_string(), Self::of_field(&entry.key.text, &entry.value))
                };
                Self::Fields(mapping.entries.iter().map(field).collect())
            }
        }
    }

    /// Returns the meaning of a list, as the value of a field.
    pub(super) fn list(field: &str, mut items: Vec<Self>) -> Self {
        if is_union(field) && items.iter().any(Self::has_conflict) {
            return Self::Any;
        }
        if is_union(field) {
            items.order();
            return Self::Bag(items);
        }
        Self::List(items)
    }

    /// Tells whether it contains a conflict.
    pub(super) fn has_conflict(&self) -> bool {
        match self {
            Self::Any => true,
            Self::List(items) | Self::Bag(items) => items.iter().any(Self::has_conflict),
            Self::Fields(fields) => fields.values().any(Self::has_conflict),
            _ => false,
        }
    }

    /// Tells whether another meaning is the same, with anything in place of conflicts.
    pub(super) fn matches(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Any, _) => true,
            (Self::Fields(fields), Self::Fields(other)) => {
                let open = |(name, it): (&String, &Self)| *it == Self::Any && !other.contains_key(name);
                fields
                    .iter()
                    .all(|(name, it)| open((name, it)) || other.get(name).is_some_and(|other| it.matches(other)))
                    && other.keys().all(|name| fields.contains_key(name))
            }
            (Self::List(items), Self::List(other)) => {
                items.len() == other.len() && items.iter().zip(other).all(|(it, other)| it.matches(other))
            }
            _ => self == other,
        }
    }
}
