//! What keeps a change from being written: a file that cannot be read for certain, and an error that `check` would find
//! and that was not there before.

use super::CommandError;
use crate::analysis::Snapshot;
use crate::author::Change;
use crate::lint::{self, Finding, Known, Level, Lint, Rule};
use crate::model::{Day, Workspace};
use crate::rules::RULES;
use crate::source::{FileIx, SETTINGS_FILE, SourceFile};
use crate::syntax::FaultKind;

/// Sees that a file says one thing and no other: one document without a key that stands twice, of a goal whose id is its
/// own. Which part would be meant of several, only a person can say.
pub(super) fn certain(workspace: &Workspace, file: &SourceFile) -> Result<(), CommandError> {
    let mend = "nothing is written: mend it first, goalpost check shows where";
    let Some(FileIx(ix)) = workspace.sources.by_path(&file.path) else { return Ok(()) };
    let document = &workspace.documents[ix as usize];
    let ambiguous = |kind| {
        use FaultKind::{DuplicateField, InvalidYaml, SeveralDocuments, TooLarge};
        matches!(kind, DuplicateField | InvalidYaml | SeveralDocuments | TooLarge)
    };
    if let Some(fault) = document.faults.iter().find(|fault| ambiguous(fault.kind)) {
        let line = file.position(fault.span.start as usize).line;
        return Err(CommandError::new(format!("{}:{line}: {}", file.path, fault.message)).hint(mend));
    }
    let Some(id) = &document.id else { return Ok(()) };
    let others = workspace.taken.iter().filter(|it| !it.former && it.id == *id);
    let namesake =
        others.map(|it| [it.first, it.document]).map(|both| both.map(|it| workspace.file(it))).find(|both| {
            // An included root's goal gives way to the open one's.
            both[0].root == both[1].root
        });
    match namesake {
        Some([first, second]) => {
            let message = format!("two goals are `{id}`: {} and {}", first.path, second.path);
            Err(CommandError::new(message)
                .hint("nothing is written: give one of them another id by hand, see goalpost check"))
        }
        None => Ok(()),
    }
}

/// What a goal may lack at first: files of new goals say what belongs there.
const LATER: [&str; 2] = ["missing-owner", "missing-period"];

/// Sees that a change brings no error that was not there before.
///
/// Only rules that are errors by themselves are asked: one that these settings have made an error, such as that every
/// goal has a parent, may well be met by the next command.
pub(super) fn no_new_errors(workspace: &Workspace, change: &Change, today: Day) -> Result<(), CommandError> {
    if change.is_empty() {
        return Ok(());
    }
    let rules: Vec<&Rule> = RULES.iter().copied().filter(|it| it.level == Some(Level::Error)).collect();
    let rules: Vec<&Rule> = rules.into_iter().filter(|it| !LATER.contains(&it.name)).collect();
    let after = changed(workspace, change);
    let found = errors(&rules, &after, today);
    if found.is_empty() {
        return Ok(());
    }
    let known = Known::new(workspace, &errors(&rules, workspace, today));
    let Some(finding) = known.fresh(&after, found).into_iter().next() else { return Ok(()) };
    let read = finding.location.map(|it| after.file(it.document).path.as_str());
    let path = read.or(finding.gone.as_deref()).unwrap_or(SETTINGS_FILE);
    let error = CommandError::new(format!("{path}: {}", finding.message));
    let error = finding.help.iter().fold(error, |error, help| error.hint(help.clone()));
    Err(error.hint(format!("nothing is written: goalpost check would call it an error ({})", finding.rule)))
}

fn errors(rules: &[&'static Rule], workspace: &Workspace, today: Day) -> Vec<Finding> {
    let lint = Lint { rules, ..Lint::default() };
    let mut findings = lint::run(&lint, &Snapshot::take(workspace, today)).findings;
    findings.retain(|finding| finding.level == Level::Error);
    findings
}

/// The goals as they would be.
fn changed(workspace: &Workspace, change: &Change) -> Workspace {
    let mut sources = workspace.sources.clone();
    let mut new = Vec::new();
    for (path, draft) in change.files() {
        let file = SourceFile::from_text(path.as_str(), draft.new.as_str());
        match sources.by_path(path) {
            Some(at) => sources.files[at.index()] = file,
            None => new.push(file),
        }
    }
    sources.files.append(&mut new);
    sources.files.sort_by(|a, b| a.path.cmp(&b.path));
    Workspace::read(sources)
}
