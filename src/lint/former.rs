//! Earlier names of rules, which configurations and comments may still use.

/// Earlier names of rules, each with the current name.
const FORMER: &[(&str, &str)] = &[("sandbagging", "always-met")];

/// The current name of a rule, given its current name or an earlier one.
pub fn current_name(name: &str) -> &str {
    FORMER.iter().find(|(former, _)| *former == name).map_or(name, |(_, current)| current)
}

/// The earlier names of a rule.
pub(super) fn former_names(current: &str) -> impl Iterator<Item = &'static str> {
    FORMER.iter().filter(move |(_, name)| *name == current).map(|(former, _)| *former)
}
