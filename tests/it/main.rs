//! All tests from outside, in one binary.

#[path = "../support/mod.rs"]
mod support;

mod graph;
mod pages;
mod show;
mod why;
