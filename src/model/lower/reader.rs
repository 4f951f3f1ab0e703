//! The reader of a goal file's fields.

use crate::model::settings::Settings;
use crate::syntax::{Decoder, Fields, Node};

/// Reads the fields of a goal file, one after another.
pub(in crate::model) struct FieldReader<'d, 't> {
    pub(super) decoder: &'d mut Decoder,
    pub(super) fields: Fields<'t>,
    pub(super) settings: &'d Settings,
    /// The kind in words, for messages.
    pub(super) what: &'static str,
    /// The name of the current field, and whether it is required.
    pub(super) name: &'static str,
    pub(super) required: bool,
}

impl<'t> FieldReader<'_, 't> {
    /// Reads the value of the current field.
    pub(in crate::model) fn take<T>(&mut self, read: impl FnOnce(&mut Decoder, &'t Node) -> Option<T>) -> Option<T> {
        if self.required {
            self.fields.required(self.decoder, self.name, self.what, read)
        } else {
            self.fields.optional(self.decoder, self.name, read)
        }
    }

    /// Reads the value of the current field with a reader that needs the settings.
    pub(in crate::model) fn take_by<T>(
        &mut self,
        read: impl FnOnce(&mut Decoder, &'t Node, &Settings) -> Option<T>,
    ) -> Option<T> {
        let settings = self.settings;
        self.take(|decoder, node| read(decoder, node, settings))
    }

    /// Reads several fields together.
    pub(in crate::model) fn take_all<T>(
        &mut self,
        read: impl FnOnce(&mut Decoder, &mut Fields<'t>) -> Option<T>,
    ) -> Option<T> {
        read(self.decoder, &mut self.fields)
    }

    /// Whether another field is written with a value; none if it is written and empty.
    pub(in crate::model) fn has(&self, name: &str) -> Option<bool> {
        match self.fields.written(name) {
            Some(_) => Some(true),
            None if self.fields.has(name) => None,
            None => Some(false),
        }
    }
}
