//! The id of a new goal.

use super::args::Args;
use crate::cli::error::CommandError;
use crate::model::{Day, Kind, Workspace, id_problem, parse_day, short_id, suggested_id};

/// Returns the text that an id is derived from: the title, or for a survey without one its team and month.
pub(super) fn id_source(args: &Args, kind: Kind, title: &str, today: Day) -> String {
    if kind != Kind::Survey || !title.is_empty() {
        return title.to_owned();
    }
    let day = args.date.as_deref().and_then(parse_day).unwrap_or(today);
    format!("pulse {} {}", args.team.as_deref().unwrap_or_default(), &day.to_string()[..7])
}

/// Returns the given id, or a free one derived from the title.
pub(super) fn choose_id(
    workspace: &Workspace,
    requested: Option<&str>,
    kind: Kind,
    title: &str,
) -> Result<String, CommandError> {
    let used_by = |id: &str| workspace.document_with(id);
    if let Some(id) = requested {
        if let Some(problem) = id_problem(id) {
            let meant = suggested_id(id);
            let hint = if meant.is_empty() {
                "use lower-case letters, digits, `.`, `_` and `-`".to_owned()
            } else {
                format!("for example `{meant}`")
            };
            return Err(CommandError::usage(problem).hint(hint));
        }
        return match used_by(id) {
            None => Ok(id.to_owned()),
            Some(document) => {
                Err(CommandError::usage(format!("the id `{id}` is already used by {}", workspace.file(document).path))
                    .hint("ids are never reused; choose another"))
            }
        };
    }
    let stem: String = short_id(title).chars().take(48).collect();
    let stem = stem.trim_end_matches(['-', '.', '_']);
    // A title in Japanese or Arabic has no letter of an id: the goal is called by its kind, as `init` does.
    let stem = if stem.is_empty() { kind.word().replace('_', "-") } else { stem.to_owned() };
    let numbered = (2..1000).map(|number| format!("{stem}-{number}"));
    std::iter::once(stem.clone())
        .chain(numbered)
        .find(|id| used_by(id).is_none())
        .ok_or_else(|| CommandError::usage(format!("the id `{stem}` is already used")).hint("give another: --id ID"))
}
