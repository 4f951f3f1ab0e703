//! All tests from outside, in one binary.

#[path = "../support/mod.rs"]
mod support;

mod architecture;
mod moved_goalposts;
mod pages;
