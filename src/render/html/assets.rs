//! The style sheet and script of the page.

pub(super) const STYLE: &str = include_str!("templates/style.css");
pub(super) const SCRIPT: &str = include_str!("templates/script.js");

/// The hash of the script for the page's Content-Security-Policy, which forbids all other scripts.
pub(super) const SCRIPT_HASH: &str = "sha256-A4jebU97i+dgU4qx01UwglTbeQwBPs6Q9PI1TnHFdgo=";
