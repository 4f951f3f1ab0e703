//! A period that is written from day to day, not by name.

use super::day::Day;
use super::field_row::field_table;
use super::lower::meaning::Holder;
use super::lower::scalar::day;

field_table! {
    /// A period from a day to a day.
    ExactDays(Eq): "a period", Holder::Period, known by &[];
    /// The first day, as `YYYY-MM-DD`. It belongs to the period.
    required start: Day, Day, day;
    /// The last day, as `YYYY-MM-DD`. It belongs to the period.
    required end: Day, Day, day;
}
