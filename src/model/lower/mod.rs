//! Lowers trees to the model. Every fault of a file is found, and everything that can be read is read.

pub(super) mod done;
pub(super) mod feeds;
mod file;
pub(super) mod meaning;
pub(super) mod number;
mod org;
pub(super) mod parts;
pub(super) mod question;
pub(super) mod reader;
pub(super) mod scalar;
mod settings;

pub(super) use file::{goal, identity};
pub(super) use org::org;
pub(super) use settings::settings;
