//! Compares two versions of a goal, field by field.

pub(super) mod changed_id;
pub(super) mod difference;
pub(super) mod field_value;
pub(super) mod goalpost_change;
pub(super) mod page_change;
pub(super) mod pairing;

pub use changed_id::changed_between;
pub use difference::FieldChange;
pub use field_value::{value_of, without_empty};
pub use goalpost_change::{MeasureKind, goalpost_words, goalposts_of, is_comparable, measure_kind};
pub use page_change::PageChange;
pub use pairing::{earlier_entries, earlier_places};
