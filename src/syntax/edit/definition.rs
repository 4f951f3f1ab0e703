//! The definition of edits and their errors, as plain data.

use crate::source::{MAX_BYTES, Span};

use super::content::Content;
use super::order::FieldOrder;

/// A change of one place in a goal file, by route.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edit {
    /// Replaces a scalar by another.
    SetScalar {
        /// The value's route.
        route: String,
        /// The new value, a scalar.
        to: Content,
    },
    /// Replaces a value, or adds a new field at the position that the order of fields gives.
    Set {
        /// The field's route. Missing mappings on the way are added too.
        route: String,
        /// The value.
        to: Content,
        /// The order of fields, for the position of new ones.
        order: FieldOrder,
    },
    /// Adds an item to a list, or creates the list with it.
    Add {
        /// The list's route.
        route: String,
        /// The item.
        item: Content,
        /// The end of the list at which to add it.
        end: End,
        /// The order of fields, for the position of a new list.
        order: FieldOrder,
    },
    /// Renames a field.
    RenameKey {
        /// The field's route.
        route: String,
        /// The new name.
        to: String,
    },
    /// Removes a field with its value, or an item of a list. A list or mapping that becomes empty is written `[]` or `{}`.
    Remove {
        /// The route of the field or item.
        route: String,
    },
    /// Puts a scalar in brackets, which makes it a list of one item.
    Bracket {
        /// The value's route.
        route: String,
    },
    /// Removes a comment, with its line if nothing else is on it.
    RemoveComment {
        /// The bytes of the comment.
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

/// The reason why an edit was refused. The text is unchanged.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// The text is not valid YAML.
    #[error("the file does not parse")]
    Unparsable,
    /// The route does not exist, or leads to a value that this edit cannot change.
    #[error("`{0}` cannot be changed here")]
    NotThere(String),
    /// In this layout the edit would change more than it should.
    #[error("the layout around `{0}` is too unusual to edit safely")]
    Unsafe(String),
    /// The value to replace contains comments, which the new value has no place for.
    #[error("`{0}` contains comments that would be lost; move them elsewhere first")]
    Comments(String),
    /// The text would be larger than what is read of the file.
    #[error("the file would have {bytes} bytes; {} read up to {most} ({} MiB)", if *most == MAX_BYTES { "goal files are" } else { "it is" }, most >> 20)]
    TooLarge {
        /// Its size in bytes.
        bytes: usize,
        /// How many bytes are read of the file.
        most: u64,
    },
}

impl EditError {
    /// What the user can do about the error.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::TooLarge { most: MAX_BYTES, .. } => {
                "nothing is written: move older entries of its log to a file elsewhere, and link to it"
            }
            Self::TooLarge { .. } => "nothing is written: move what is no setting, team or person elsewhere",
            _ => "nothing is written; edit the file by hand, or fix it first: goalpost check",
        }
    }
}
