//! A goal file that is being read, field by field.

use crate::model::settings::Settings;
use crate::syntax::{Decoder, Fields, Node};

/// Reads the fields of a goal file, one after another.
pub(in crate::model) struct FieldReader<'d, 't> {
    pub(super) decoder: &'d mut Decoder,
    pub(super) fields: Fields<'t>,
    pub(super) settings: &'d Settings,
    /// The kind in words, for messages.
    pub(super) what: &'static str,
    /// The field whose turn it is, and whether it has to be there.
    pub(super) name: &'static str,
    pub(super) required: bool,
}

impl<'t> FieldReader<'_, 't> {
    /// The value of the field whose turn it is.
    pub(in crate::model) fn take<T>(&mut self, read: impl FnOnce(&mut Decoder, &'t Node) -> Option<T>) -> Option<T> {
        if self.required {
            self.fields.required(self.decoder, self.name, self.what, read)
        } else {
            self.fields.optional(self.decoder, self.name, read)
        }
    }

    /// The value of the field whose turn it is, where the settings have a say in it.
    pub(in crate::model) fn take_by<T>(
        &mut self,
        read: impl FnOnce(&mut Decoder, &'t Node, &Settings) -> Option<T>,
    ) -> Option<T> {
        let settings = self.settings;
        self.take(|decoder, node| read(decoder, node, settings))
    }

    /// What reads several fields together.
    pub(in crate::model) fn take_all<T>(
        &mut self,
        read: impl FnOnce(&mut Decoder, &mut Fields<'t>) -> Option<T>,
    ) -> Option<T> {
        read(self.decoder, &mut self.fields)
    }

    /// Whether another field is written with a value; nothing where it is written and empty.
    pub(in crate::model) fn has(&self, name: &str) -> Option<bool> {
        match self.fields.written(name) {
            Some(_) => Some(true),
            None if self.fields.has(name) => None,
            None => Some(false),
        }
    }
}
