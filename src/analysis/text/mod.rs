//! Texts: wording, percentages, numbers in sentences, terms and their similarity.

mod counted;
mod language;
pub(super) mod likeness;
pub(super) mod meaning;
pub(super) mod named_numbers;
pub(super) mod percent;
mod repeated;
pub(super) mod similarity;
pub(super) mod term_lists;
pub(super) mod terms;
mod variation;
pub(super) mod wording;
pub(super) mod words;

pub use likeness::LastLikeness;
pub use meaning::has_same_meaning;
pub use named_numbers::{NamedNumber, numbers_in};
pub use percent::{grade_words, percent, percent_fine, percent_pair, points, points_of_whole, without_sign_of_zero};
pub use wording::{first_of_several, wording_of};
pub use words::{is_one_of, lower_words_in, words_in};
