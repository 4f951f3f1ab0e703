//! Names that rules had before: configurations and comments that still say them are understood.

/// The names that rules had, each with the one that it has now.
const FORMER: &[(&str, &str)] = &[("sandbagging", "always-met")];

/// The name that a rule has now, from any that it had.
#[must_use]
pub fn present_name(name: &str) -> &str {
    FORMER.iter().find(|(former, _)| *former == name).map_or(name, |(_, present)| present)
}

/// The names that a rule had.
pub(super) fn former_names(present: &str) -> impl Iterator<Item = &'static str> {
    FORMER.iter().filter(move |(_, name)| *name == present).map(|(former, _)| *former)
}
