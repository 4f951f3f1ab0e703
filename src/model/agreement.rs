//! Agreements: someone said yes to a goal or a link.

use super::day::Day;
use super::field_row::field_table;
use super::lower::meaning::Holder;
use super::lower::scalar::day;
use crate::syntax::Decoder;

field_table! {
    /// A person's agreement, written as `{by: ines, date: 2026-10-05}`.
    Agreement(Eq): "an agreement", Holder::Agreement, known by &[&["by"]];
    /// Who agreed: a person's id in org.yaml.
    required by: String, Text, Decoder::text;
    /// The day they agreed, as `YYYY-MM-DD`.
    optional date: Option<Day>, Day, day;
}
