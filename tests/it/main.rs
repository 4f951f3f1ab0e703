//! All tests from outside, in one binary.

#[path = "../support/mod.rs"]
mod support;

mod pages;
mod schema;
