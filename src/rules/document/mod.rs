//! What is on the page.

mod faults;

pub(super) mod unknown_field;
