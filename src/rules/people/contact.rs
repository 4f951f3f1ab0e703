//! The contact for a need, shared by the rules about needs.

use crate::analysis::facts::Facts;
use crate::model::Need;

/// Formats the team that a need was addressed to, with its lead if the lead has not left.
pub(super) fn format_contact(snapshot: &Facts<'_>, need: &Need) -> String {
    let lead = snapshot.org().and_then(|org| {
        let lead = org.person(org.team(&need.from)?.lead.as_deref()?)?;
        lead.is_here(snapshot.today).then_some(lead)
    });
    match lead {
        Some(lead) => format!("`{}` (lead of `{}`)", lead.id, need.from),
        None => format!("`{}`", need.from),
    }
}

/// The route of a need in its goal's file.
pub(super) fn need_route(need: &Need) -> String {
    format!("needs[{}]", need.index)
}
