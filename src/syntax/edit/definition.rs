//! What an edit is, and why one may not be made. Plain data: how it is made is elsewhere.

use crate::source::{MAX_BYTES, Span};

use super::content::Content;
use super::order::FieldOrder;

/// A change of one place in a goal file, by route.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edit {
    /// Writes another value over a single value.
    SetScalar {
        /// The value's route.
        route: String,
        /// The new value, a single one.
        to: Content,
    },
    /// Writes a value: over what stands there, or as a new field where the order of fields puts it.
    Set {
        /// The field's route. What is missing on the way is added too.
        route: String,
        /// The value.
        to: Content,
        /// Where new fields go.
        order: FieldOrder,
    },
    /// Adds an item to a list, or begins the list with it.
    Add {
        /// The list's route.
        route: String,
        /// The item.
        item: Content,
        /// At which end of the list.
        end: End,
        /// Where the list goes if there is none.
        order: FieldOrder,
    },
    /// Gives a field another name.
    RenameKey {
        /// The field's route.
        route: String,
        /// The new name.
        to: String,
    },
    /// Removes a field with its value, or an item of a list. What is left empty becomes `[]` or `{}`.
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

/// An end of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// Before the first item.
    First,
    /// After the last item.
    Last,
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
    /// What is to be replaced holds comments, which have no place in what comes instead.
    #[error("`{0}` holds comments that would be lost; move them elsewhere first")]
    Comments(String),
    /// The text would be larger than what is read.
    #[error("the file would have {0} bytes; goal files are read up to {MAX_BYTES} (1 MiB)")]
    TooLarge(usize),
}

impl EditError {
    /// What to do about it.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            Self::TooLarge(_) => {
                "nothing is written: move older entries of its log to a file elsewhere, and link to it"
            }
            _ => "nothing is written; change it by hand, or mend the file first: goalpost check",
        }
    }
}
