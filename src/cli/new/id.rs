//! What a new goal is known by.

use super::args::Args;
use crate::cli::error::CommandError;
use crate::model::{Day, Kind, Workspace, id_problem, parse_day, suggested_id};

/// What an id is made from: the title; of a survey its team and month.
pub(super) fn named_after(args: &Args, kind: Kind, title: &str, today: Day) -> String {
    if kind != Kind::Survey || !title.is_empty() {
        return title.to_owned();
    }
    let day = args.date.as_deref().and_then(parse_day).unwrap_or(today);
    format!("pulse {} {}", args.team.as_deref().unwrap_or_default(), &day.to_string()[..7])
}

/// The id that was given, or one made from the title that is free.
pub(super) fn id(workspace: &Workspace, given: Option<&str>, title: &str) -> Result<String, CommandError> {
    let taken = |id: &str| workspace.document_with(id);
    if let Some(id) = given {
        if let Some(problem) = id_problem(id) {
            let meant = suggested_id(id);
            let hint = if meant.is_empty() {
                "lower-case letters, digits, `.`, `_` and `-`".to_owned()
            } else {
                format!("for example `{meant}`")
            };
            return Err(CommandError::usage(problem).hint(hint));
        }
        return match taken(id) {
            None => Ok(id.to_owned()),
            Some(document) => {
                Err(CommandError::usage(format!("`{id}` is taken, by {}", workspace.file(document).path))
                    .hint("an id is one goal's for good: choose another"))
            }
        };
    }
    let stem: String = suggested_id(title).chars().take(48).collect();
    let stem = stem.trim_end_matches(['-', '.', '_']);
    if stem.is_empty() {
        return Err(CommandError::usage("no id can be made from that").hint("name one: --id ID"));
    }
    let numbered = (2..1000).map(|number| format!("{stem}-{number}"));
    std::iter::once(stem.to_owned())
        .chain(numbered)
        .find(|id| taken(id).is_none())
        .ok_or_else(|| CommandError::usage(format!("`{stem}` is taken")).hint("name another: --id ID"))
}
