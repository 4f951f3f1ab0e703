//! The grade that a goal got when it was closed; stored, so that no later release rewrites the past.

use super::field_row::field_table;
use super::lower::meaning::Holder;
use super::lower::number::share;
#[cfg(test)]
use super::schema::scalar::Share;
use crate::syntax::Decoder;

field_table! {
    /// The grade that the goal was closed with, such as `{score: 0.7, by: ines}`. It is not recomputed later.
    Grade(Default): "a grade", Holder::Grade, known by &[];
    /// The final grade, 0 to 1. If it differs from `computed`, `why` gives the reason.
    ///
    /// A committed goal is green at 1 only; an aspirational one from 0.7, yellow from 0.4.
    required score: f64, Number, share, schema Share;
    /// The progress at the period's end as it was computed then, 0 to 1.
    optional computed: Option<f64>, Number, share, schema Share;
    /// Who graded: a person's id in org.yaml.
    optional by: Option<String>, Text, Decoder::text;
    /// Why the score differs from what was computed.
    optional why: Option<String>, Text, Decoder::text;
}
