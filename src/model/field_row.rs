//! The rows of the tables of fields, and the tables of the fields of mappings: name, description, form and
//! significance.
//!
//! [`field_table`] generates from such a table the model's type of the mapping, its reader and its schemas. The schemas
//! are made by the tests alone: the program prints the files of `schema/`.

#[cfg(test)]
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
#[cfg(test)]
use serde_json::{Map, Value};

use super::form::Form;
#[cfg(test)]
use super::form::MakeSchema;
use super::significance::Significance;

/// A field of goal files, at the top level or inside another field.
#[derive(Debug)]
pub struct FieldRow {
    /// Its name.
    pub name: &'static str,
    /// The form of its value.
    pub form: Form,
    /// Its description for editors and readers: the lines of a doc comment. The program has it in the schemas.
    #[cfg(test)]
    about: &'static str,
    /// The fields of its mapping, or of each of its entries.
    pub table: Option<&'static FieldTable>,
    /// Whether the mapping must have it.
    #[cfg(test)]
    is_required: bool,
    /// Its significance, if that differs from the containing field's.
    pub(super) significance: Option<Significance>,
    #[cfg(test)]
    written: Option<MakeSchema>,
    #[cfg(test)]
    answered: Option<MakeSchema>,
}

/// The fields of a mapping inside a goal file.
#[derive(Debug)]
pub struct FieldTable {
    /// The mapping in words, with its article.
    #[cfg(test)]
    pub what: &'static str,
    /// Its description for editors.
    #[cfg(test)]
    pub about: &'static str,
    /// Its fields, in the order in which new ones are written.
    pub rows: &'static [FieldRow],
    /// For entries of a list: the sets of fields by which an entry is recognized in another version, the most reliable
    /// first.
    pub identity: &'static [&'static [&'static str]],
}

impl FieldRow {
    pub(super) const fn new(name: &'static str, form: Form) -> Self {
        Self {
            name,
            form,
            #[cfg(test)]
            about: "",
            table: None,
            #[cfg(test)]
            is_required: false,
            significance: None,
            #[cfg(test)]
            written: None,
            #[cfg(test)]
            answered: None,
        }
    }

    /// Sets its description for editors and readers.
    #[cfg(test)]
    pub(super) const fn described(self, about: &'static str) -> Self {
        Self { about, ..self }
    }

    /// Says whether the mapping must have it. Its reader knows by itself.
    #[cfg(test)]
    pub(super) const fn required(self, is_required: bool) -> Self {
        Self { is_required, ..self }
    }

    pub(super) const fn about(self, significance: Significance) -> Self {
        Self { significance: Some(significance), ..self }
    }

    /// Sets the schema of its value, instead of that of its form or its table.
    #[cfg(test)]
    pub(super) const fn written(self, written: MakeSchema) -> Self {
        Self { written: Some(written), ..self }
    }

    pub(super) const fn of(self, table: &'static FieldTable) -> Self {
        Self { table: Some(table), ..self }
    }

    /// Sets the schema of its value in JSON output.
    #[cfg(test)]
    pub(super) const fn answered(self, answered: MakeSchema) -> Self {
        Self { answered: Some(answered), ..self }
    }

    /// Its significance, given that of its mapping.
    pub fn significance_in(&self, mapping: Significance) -> Significance {
        self.significance.unwrap_or(mapping)
    }

    /// The rows of its mapping or of its entries.
    pub fn rows(&self) -> &'static [FieldRow] {
        self.table.map_or(&[], |table| table.rows)
    }

    /// The schema of its value.
    #[cfg(test)]
    pub(super) fn written_schema(&self, generator: &mut SchemaGenerator) -> Schema {
        let schema = match (self.written, self.table) {
            (None, Some(table)) if self.form == Form::Entries => {
                json_schema!({"type": "array", "items": table.written_schema(generator)})
            }
            (None, Some(table)) if self.form == Form::Mapping => table.written_schema(generator),
            (make, _) => make.unwrap_or(self.form.written())(generator),
        };
        described(schema, self.about)
    }
}

#[cfg(test)]
impl FieldTable {
    /// The schema of the mapping as people write it.
    pub(super) fn written_schema(&self, generator: &mut SchemaGenerator) -> Schema {
        let property = |row: &FieldRow| (row.name.to_owned(), row.written_schema(generator).to_value());
        let properties: Map<String, Value> = self.rows.iter().map(property).collect();
        let required: Vec<_> = self.rows.iter().filter(|row| row.is_required).map(|row| row.name).collect();
        let title = self.what.split_once(' ').map_or(self.what, |(_, noun)| noun);
        let mut schema = json_schema!({
            "title": title, "description": "", "type": "object", "properties": properties, "additionalProperties": false,
        });
        if !required.is_empty() {
            schema.insert("required".to_owned(), required.into());
        }
        described(schema, self.about)
    }
}

/// The schema of the values of some fields in JSON output.
#[cfg(test)]
pub(crate) fn answered_fields<'r>(
    generator: &mut SchemaGenerator,
    rows: impl IntoIterator<Item = &'r FieldRow>,
) -> Schema {
    let property = |row: &FieldRow| {
        let schema = described(row.answered.map_or_else(Schema::default, |make| make(generator)), row.about);
        (row.name.to_owned(), schema.to_value())
    };
    let properties: Map<String, Value> = rows.into_iter().map(property).collect();
    let required: Vec<String> = properties.keys().cloned().collect();
    json_schema!({"type": "object", "properties": properties, "required": required})
}

#[cfg(test)]
pub(super) fn described(mut schema: Schema, about: &str) -> Schema {
    schema.insert("description".to_owned(), about.trim().replace("\n ", "\n").into());
    schema
}

/// A metric's value as it is written.
#[cfg(test)]
#[derive(JsonSchema)]
#[schemars(untagged, inline)]
#[expect(dead_code, reason = "only its schema is used")]
enum NumberOrStep {
    /// A number.
    Number(f64),
    /// A step of its scale.
    Step(String),
}

/// The schema of a field's value in JSON output, by its type in the model.
#[cfg(test)]
pub(super) const fn answered_as<T: JsonSchema>(form: Form) -> MakeSchema {
    match form {
        Form::Value => |generator| generator.subschema_for::<Option<NumberOrStep>>(),
        _ => |generator| generator.subschema_for::<T>(),
    }
}

/// Generates the type of a mapping from the table of its fields, with its reader, its schemas and the table as `TABLE`.
///
/// The head names the type, the mapping in words and for the help of unknown fields, and the fields by which an entry
/// is recognized in another version. `keeps` are parts that the file does not write, computed by the decoder; `given`
/// are the parameters of the reader. A row is `required`, `optional` or `expected`, which is required too but whose lack hides
/// nothing else of the entry; then its name, its type in the model, its form
/// and its reader, which may use the fields above it; then its significance, the schema of its value if the form does
/// not determine it, the table of a mapping inside it, and when files may have it at all.
macro_rules! field_table {
    (
        $(#[doc = $doc:literal])*
        $(#[serde($($serde:tt)*)])?
        $type:ident($more:ident): $what:literal, $holder:expr, known by $identity:expr
        $(, keeps { $($(#[doc = $kept_doc:literal])* $kept:ident: $kept_type:ty = $keep:expr,)* })?
        $(, given $given:ident: $given_type:ty)?;
        $(
            $(#[doc = $about:literal])*
            $(#[cfg($cfg:meta)])?
            $need:ident $name:ident: $model:ty, $form:ident, $read:expr
            $(, about $significance:ident)? $(, schema $schema:ty)? $(, table $table:expr)?
            $(, only if $when:ident)?;
        )*
    ) => {
        $(#[doc = $doc])*
        #[derive(Debug, Clone, PartialEq, serde::Serialize, $more)]
        $(#[serde($($serde)*)])?
        pub struct $type {
            $($(#[doc = $about])* $(#[cfg($cfg)])? pub $name: $model,)*
            $($($(#[doc = $kept_doc])* #[serde(skip)] pub $kept: $kept_type,)*)?
        }

        impl $type {
            /// The table of its fields.
            pub const TABLE: $crate::model::field_row::FieldTable = $crate::model::field_row::FieldTable {
                #[cfg(test)]
                what: $what,
                #[cfg(test)]
                about: concat!($($doc, "\n"),*),
                rows: &[$(
                    $(#[cfg($cfg)])?
                    {
                        let row = $crate::model::field_row::FieldRow::new(
                            stringify!($name),
                            $crate::model::form::Form::$form,
                        )
                        $(.about($crate::model::significance::Significance::$significance))?
                        $(.of($table))?;
                        #[cfg(test)]
                        let row = row
                            .described(concat!($($about, "\n"),*))
                            .required($crate::model::field_row::field_table!(@is $need))
                            .answered($crate::model::field_row::answered_as::<$model>($crate::model::form::Form::$form))
                            $(.written(<$schema as schemars::JsonSchema>::json_schema))?;
                        row
                    }
                ),*],
                identity: $identity,
            };

            /// Whether another one says something else in one of some fields.
            #[allow(clippy::float_cmp, reason = "what is written is another number or the same")]
            pub fn differs(
                &self,
                other: &Self,
                is_asked: impl Fn(&$crate::model::field_row::FieldRow) -> bool,
            ) -> bool {
                let mut asked = Self::TABLE.rows.iter().map(is_asked);
                $(
                    $(#[cfg($cfg)])?
                    if asked.next() == Some(true) && self.$name != other.$name {
                        return true;
                    }
                )*
                false
            }

            /// The value of one of its fields; null if it is unset or there is no such field.
            pub fn value_of(&self, name: &str) -> serde_json::Value {
                match name {
                    $(
                        $(#[cfg($cfg)])?
                        stringify!($name) => serde_json::to_value(&self.$name).unwrap_or_default(),
                    )*
                    _ => serde_json::Value::Null,
                }
            }

            /// Reads one; nothing where a field that it has to have is missing.
            pub(in crate::model) fn read(
                decoder: &mut $crate::syntax::Decoder,
                node: &$crate::syntax::Node,
                $($given: $given_type)?
            ) -> Option<Self> {
                $($(let $kept = $keep(decoder, node);)*)?
                let mut fields = decoder.fields(node, $what)?;
                $(
                    $(#[cfg($cfg)])?
                    let $name = $crate::model::field_row::field_table!(
                        @read $need $model, fields, decoder, $what, $name, $read $(, only if $when)?
                    );
                )*
                fields.finish(decoder, $what, |name| $crate::model::lower::meaning::meant_field($holder, None, name));
                Some(Self {
                    $($(#[cfg($cfg)])? $name: $crate::model::field_row::field_table!(@keep $need $name),)*
                    $($($kept,)*)?
                })
            }
        }

        #[cfg(test)]
        impl schemars::JsonSchema for $type {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($type).into()
            }

            fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
                let schema = $crate::model::field_row::answered_fields(generator, Self::TABLE.rows);
                $crate::model::field_row::described(schema, Self::TABLE.about)
            }
        }
    };
    (@is required) => { true };
    (@is expected) => { true };
    (@is optional) => { false };
    (@read required $model:ty, $fields:ident, $decoder:ident, $what:literal, $name:ident, $read:expr) => {
        $fields.required($decoder, stringify!($name), $what, $read)
    };
    (@read expected $model:ty, $fields:ident, $decoder:ident, $what:literal, $name:ident, $read:expr) => {
        $fields.required($decoder, stringify!($name), $what, $read)
    };
    (@read optional $model:ty, $fields:ident, $decoder:ident, $what:literal, $name:ident, $read:expr) => {
        match $fields.optional($decoder, stringify!($name), $read) {
            Some(value) => <$model>::from(value),
            None => <$model>::default(),
        }
    };
    (@read optional $model:ty, $fields:ident, $decoder:ident, $what:literal, $name:ident, $read:expr, only if $when:ident) => {
        // Elsewhere it is an unknown field.
        match $when.then(|| $fields.optional($decoder, stringify!($name), $read)).flatten() {
            Some(value) => <$model>::from(value),
            None => <$model>::default(),
        }
    };
    (@keep required $name:ident) => { $name? };
    (@keep expected $name:ident) => { $name.unwrap_or_default() };
    (@keep optional $name:ident) => { $name };
}

pub(super) use field_table;
