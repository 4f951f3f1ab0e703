//! Words shared by messages and readers: abridged texts, counts with their nouns, months, numbers, words for nothing.

pub(super) mod abridged;
pub(super) mod count;
pub(super) mod month;
pub(super) mod nothing;
pub(super) mod number;

pub use abridged::{abridged, brief, quoted_title};
pub use count::{count_of, counted, interval, plural_form};
pub use month::{MONTHS, day_and_month, month_abbreviation};
pub use nothing::means_nothing;
pub use number::{exact, magnitude};
