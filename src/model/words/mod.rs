//! Formatting shared by messages: abridged texts, counts with their nouns, months, numbers.

pub(super) mod abridged;
pub(super) mod count;
pub(super) mod month;
pub(super) mod number;

pub use abridged::{abridged, brief, quoted_title};
pub use count::{count_of, counted, interval, plural_form};
pub use month::{MONTHS, day_and_month, month_abbreviation};
pub use number::{exact, magnitude};
