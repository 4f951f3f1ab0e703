//! What a tree says, whatever its layout: to tell whether two versions differ, and whether the outcome is what was meant.

use std::collections::BTreeMap;

use crate::model::field;
use crate::syntax::{Node, QuoteStyle, Value, parse_number};

/// Whether the order of a list says nothing, so that a merge takes the union of its entries: all lists of goals, and some
/// inside their logs. The order of a scale says everything.
pub(super) fn is_union(name: &str) -> bool {
    field(name).is_some_and(|field| field.form.is_list()) || matches!(name, "to" | "about")
}

/// What a node says.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Meaning {
    /// Nothing.
    Null,
    /// A plain number, by its value.
    Number(String),
    /// Any other single value.
    Text(String),
    /// A list in its order.
    List(Vec<Meaning>),
    /// A list whose order says nothing, sorted.
    Bag(Vec<Meaning>),
    /// Fields by name.
    Fields(BTreeMap<String, Meaning>),
    /// Whatever it may be, or nothing at all: what both sides set differently.
    Any,
}

impl Meaning {
    /// What a node at the top of a file, or in a list, says.
    pub(super) fn of(node: &Node) -> Self {
        Self::of_field("", node)
    }

    /// What the value of a field says.
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

    /// What a list of such items says, as the value of a field.
    pub(super) fn list(field: &str, mut items: Vec<Self>) -> Self {
        if is_union(field) && items.iter().any(Self::is_open) {
            return Self::Any;
        }
        if is_union(field) {
            items.sort();
            return Self::Bag(items);
        }
        Self::List(items)
    }

    /// Whether something in it is open.
    pub(super) fn is_open(&self) -> bool {
        match self {
            Self::Any => true,
            Self::List(items) | Self::Bag(items) => items.iter().any(Self::is_open),
            Self::Fields(fields) => fields.values().any(Self::is_open),
            _ => false,
        }
    }

    /// Whether a version says this; what is open here may be anything there.
    pub(super) fn is_met_by(&self, said: &Self) -> bool {
        match (self, said) {
            (Self::Any, _) => true,
            (Self::Fields(fields), Self::Fields(said)) => {
                let open = |(name, it): (&String, &Self)| *it == Self::Any && !said.contains_key(name);
                fields
                    .iter()
                    .all(|(name, it)| open((name, it)) || said.get(name).is_some_and(|said| it.is_met_by(said)))
                    && said.keys().all(|name| fields.contains_key(name))
            }
            (Self::List(items), Self::List(said)) => {
                items.len() == said.len() && items.iter().zip(said).all(|(it, said)| it.is_met_by(said))
            }
            _ => self == said,
        }
    }
}
