//! The parents that rows name and that are neither in the table nor here: import says so, since it says all that is lost.

use std::collections::HashSet;

use serde_json::Value;

use super::input::{InputRow, text_of};
use crate::model::{Workspace, counted};

/// The most goals that the note lists.
const MOST: usize = 5;

/// The rows that name a goal above which nobody knows, with how they write it.
#[derive(Debug, Default)]
pub(super) struct UnknownParents(Vec<(String, String)>);

impl UnknownParents {
    /// Takes the goals above that a row named, now that they are replaced by ids.
    pub(super) fn take(&mut self, workspace: &Workspace, ids: &HashSet<&str>, row: &InputRow, written: &[String]) {
        for (id, written) in parents_of(row).iter().zip(written) {
            if !ids.contains(id.as_str()) && workspace.document_with(id).is_none() {
                self.0.push((text_of(&row.fields, "id").unwrap_or_default().to_owned(), written.clone()));
            }
        }
    }

    /// The note; none where every parent is known.
    pub(super) fn note(&self) -> Option<String> {
        let shown: Vec<String> = self.0.iter().take(MOST).map(|(id, written)| format!("{id} (`{written}`)")).collect();
        let more = if self.0.len() > MOST { ", …" } else { "" };
        let parents = counted(self.0.len(), "parent is", "parents are");
        (!shown.is_empty()).then(|| {
            format!("{parents} neither in the table nor here, so links lead nowhere: {}{more}", shown.join(", "))
        })
    }
}

/// The goals above that a row names.
pub(super) fn parents_of(row: &InputRow) -> Vec<String> {
    let supports = row.fields.get("supports").and_then(Value::as_array).into_iter().flatten();
    let supports = supports.filter_map(|item| item.as_str().or_else(|| item.get("goal")?.as_str()));
    text_of(&row.fields, "measures").into_iter().chain(supports).map(str::to_owned).collect()
}
