//! Values that `goalpost pull` wrote.

use super::day::Day;
use super::field_row::field_table;
use super::lower::meaning::Holder;
use super::lower::scalar::day;
use crate::syntax::Decoder;

field_table! {
    /// The last value that `goalpost pull` wrote. A `current` or `as_of` that differs from it was typed.
    Pulled(Copy): "a pulled value", Holder::Pulled, known by &[];
    /// The value.
    required value: f64, Number, |decoder, node| Decoder::number(decoder, node, |_| None), schema f64;
    /// The day for which it is true.
    required day: Day, Day, day;
}
