//! Whether an answer, a note or a help is in colors.

use std::env;

use super::global::Color;

/// Tells whether to use colors: by `--color`, else `NO_COLOR` (no-color.org), else `CLICOLOR_FORCE`
/// (bixense.com/clicolors) or `FORCE_COLOR` (force-color.org; 0 as in supports-color), else on a terminal that is not dumb.
pub(super) fn uses_colors(color: Color, to_terminal: bool) -> bool {
    let set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
    let is_off = |name| env::var_os(name).is_some_and(|value| value == "0" || value == "false");
    let is_forced = |name| set(name) && !is_off(name);
    match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto if set("NO_COLOR") => false,
        Color::Auto if is_forced("CLICOLOR_FORCE") || is_forced("FORCE_COLOR") => true,
        Color::Auto if is_off("FORCE_COLOR") || is_off("CLICOLOR") => false,
        Color::Auto => to_terminal && env::var_os("TERM").is_none_or(|term| term != "dumb"),
    }
}
