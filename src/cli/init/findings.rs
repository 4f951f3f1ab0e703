//! What `check` will find in the new goals.

use crate::author::Change;
use crate::cli::session::Session;
use crate::cli::snapshots::HistoryReach;
use crate::cli::writing::Opened;
use crate::lint::{self, Lint};
use crate::model::Workspace;
use crate::render::check_table;
use crate::rules::RULES;
use crate::source::SourceFile;
use crate::view::check::CheckView;

/// What `check` will find in the new goals, by rule: read as it reads them, with the repository around them.
pub(super) fn describe_check(
    session: &Session,
    opened: &Opened,
    change: &Change,
    is_excluded: impl Fn(&str) -> bool,
) -> Vec<String> {
    let mut lines = Vec::new();
    let captured = session.capture(|session| {
        let written =
            change.files().iter().map(|(path, draft)| SourceFile::from_text(path.as_str(), draft.new.as_str()));
        let mut project = session.site(&opened.project.root).open()?.with_files(written.collect());
        // The new settings exclude files that were read without them.
        let mut sources = project.workspace.sources.clone();
        sources.files.retain(|file| !is_excluded(&file.path));
        project.workspace = Workspace::read(sources);
        let facts = session.read_past(&project, opened.context.today, HistoryReach::Recent)?.snapshot(&project);
        let findings = lint::run(&Lint { rules: RULES, ..Lint::default() }, &facts).findings;
        lines = check_table::describe(&CheckView::new(&project.workspace, &lint::fold_batches(findings)));
        Ok(())
    });
    // Nothing is claimed where the history cannot be read; check tells why.
    if captured.answer.is_err() { Vec::new() } else { lines }
}
