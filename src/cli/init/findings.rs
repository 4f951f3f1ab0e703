//! What `check` will find in the new goals.

use crate::author::Change;
use crate::cli::session::Session;
use crate::cli::snapshots::HistoryReach;
use crate::cli::writing::Opened;
use crate::lint::{self, Lint};
use crate::render::check_table;
use crate::rules::RULES;
use crate::source::SourceFile;
use crate::view::check::CheckView;

/// What `check` will find in the new goals, by rule: read as it reads them, with the repository around them.
pub(super) fn describe_check(session: &Session, opened: &Opened, change: &Change) -> Vec<String> {
    let mut lines = Vec::new();
    let captured = session.capture(|session| {
        let written =
            change.files().iter().map(|(path, draft)| SourceFile::from_text(path.as_str(), draft.new.as_str()));
        let project = session.site(&opened.project.root).open()?.with_files(written.collect());
        let facts = session.read_past(&project, opened.context.today, HistoryReach::Recent)?.snapshot(&project);
        let findings = lint::run(&Lint { rules: RULES, ..Lint::default() }, &facts).findings;
        lines = check_table::describe(&CheckView::new(&project.workspace, &lint::fold_batches(findings)));
        Ok(())
    });
    // Nothing is claimed where the history cannot be read; check tells why.
    if captured.answer.is_err() { Vec::new() } else { lines }
}
