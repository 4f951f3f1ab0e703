//! Style and script of the page.

pub(super) const STYLE: &str = include_str!("templates/style.css");
pub(super) const SCRIPT: &str = include_str!("templates/script.js");

/// What a browser knows the script by: it runs no other in the page.
pub(super) const SCRIPT_HASH: &str = "sha256-g+a5dkNUQzJ8mf0f/Jcp9yq12Fil6RpNW9IAblHuuA8=";
