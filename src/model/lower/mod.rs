//! From trees to the model. Every fault of a file is found, and what can be read is read.

mod file;
mod kind;
mod meaning;
mod number;
mod org;
mod parts;
mod scalar;
mod settings;

pub(super) use file::{goal, identity};
pub(super) use org::org;
pub(super) use settings::settings;
