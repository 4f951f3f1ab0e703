//! Whom to ask about a need: the words that the rules about needs share.

use crate::analysis::facts::Facts;
use crate::model::Need;

/// The team that is asked, by its lead where one is here.
pub(super) fn whom(snapshot: &Facts<'_>, need: &Need) -> String {
    let lead = snapshot.org().and_then(|org| {
        let lead = org.person(org.team(&need.from)?.lead.as_deref()?)?;
        lead.is_here(snapshot.today).then_some(lead)
    });
    match lead {
        Some(lead) => format!("`{}`, who leads `{}`", lead.id, need.from),
        None => format!("`{}`", need.from),
    }
}

/// The route of a need in its goal's file.
pub(super) fn route(need: &Need) -> String {
    format!("needs[{}]", need.index)
}
