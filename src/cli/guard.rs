//! Refuses changes that would do harm: edits of an ambiguous file, and changes that bring an error that `check` would
//! find.

use std::collections::{HashMap, HashSet};

use super::error::CommandError;
use crate::analysis::facts::Facts;
use crate::analysis::links::links_of;
use crate::author::Change;
use crate::lint::{self, Finding, KnownFindings, Level, Lint, Rule};
use crate::model::{Day, DocIx, Document, Goal, Role, Workspace};
use crate::rules::RULES;
use crate::source::{FileIx, SETTINGS_FILE, SourceFile, SourceSet};
use crate::syntax::FaultKind;

/// Ensures that a file can be read in one way only: as one document without duplicate keys, of a goal with a unique id.
/// An edit of anything else would have to guess which part is meant.
pub(super) fn ensure_unambiguous(workspace: &Workspace, file: &SourceFile) -> Result<(), CommandError> {
    let fix_first = "nothing was written; fix the file first: goalpost check";
    let Some(FileIx(ix)) = workspace.sources.by_path(&file.path) else { return Ok(()) };
    let document = &workspace.documents[ix as usize];
    let ambiguous = |kind| {
        use FaultKind::{DuplicateField, InvalidYaml, SeveralDocuments, TooLarge};
        matches!(kind, DuplicateField | InvalidYaml | SeveralDocuments | TooLarge)
    };
    if let Some(fault) = document.faults.iter().find(|fault| ambiguous(fault.kind)) {
        let line = file.position(fault.span.start as usize).line;
        return Err(CommandError::refused(format!("{}:{line}: {}", file.path, fault.message)).hint(fix_first));
    }
    let Some(id) = &document.id else { return Ok(()) };
    let others = workspace.taken.iter().filter(|it| !it.former && it.id == *id);
    let namesake =
        others.map(|it| [it.first, it.document]).map(|both| both.map(|it| workspace.file(it))).find(|both| {
            // A goal of an included root may share an id with one of the own root, which takes precedence.
            both[0].root == both[1].root
        });
    match namesake {
        Some([first, second]) => {
            let message = format!("two goals have the id `{id}`: {} and {}", first.path, second.path);
            Err(CommandError::refused(message)
                .hint("nothing was written; give one of them another id by hand, then run goalpost check"))
        }
        None => Ok(()),
    }
}

/// Errors that a new goal may have: its file has comments that say what to fill in.
const LATER: [&str; 2] = ["missing-owner", "missing-period"];

/// Ensures that a change brings no new error.
///
/// Only rules that are errors by default count. A rule that the settings raise to an error, such as one that requires a
/// parent, may well be satisfied by the next command.
pub(super) fn ensure_no_new_errors(workspace: &Workspace, change: &Change, today: Day) -> Result<(), CommandError> {
    if change.is_empty() {
        return Ok(());
    }
    let rules: Vec<&Rule> = RULES.iter().copied().filter(|it| it.level == Some(Level::Error)).collect();
    let rules: Vec<&Rule> = rules.into_iter().filter(|it| !LATER.contains(&it.name)).collect();
    let before = affected_sources(workspace, change);
    let after = Workspace::read(apply_change(before.clone(), change));
    let found = find_errors(&rules, &after, today);
    if found.is_empty() {
        return Ok(());
    }
    let before = Workspace::read(before);
    let known = KnownFindings::new(&before, &find_errors(&rules, &before, today));
    let Some(finding) = known.filter_new(&after, found).into_iter().next() else { return Ok(()) };
    let read = finding.location.map(|it| after.file(it.document).path.as_str());
    let path = read.or(finding.gone.as_deref()).unwrap_or(SETTINGS_FILE);
    let error = CommandError::refused(format!("{path}: {}", finding.message));
    let error = finding.help.iter().fold(error, |error, help| error.hint(help.clone()));
    Err(error.hint(format!("nothing was written, as goalpost check would report an error ({})", finding.rule)))
}

fn find_errors(rules: &[&'static Rule], workspace: &Workspace, today: Day) -> Vec<Finding> {
    let lint = Lint { rules, ..Lint::default() };
    let mut findings = lint::run(&lint, &Facts::take(workspace, today)).findings;
    findings.retain(|finding| finding.level == Level::Error);
    findings
}

/// Selects the files in which a change can cause an error: those it changes, those that link to its goals, and
/// everything that these link to. Checking all files again would double the time of every write.
fn affected_sources(workspace: &Workspace, change: &Change) -> SourceSet {
    let drafts = change.files().iter().map(|(path, draft)| (path.as_str(), draft.new.as_str()));
    let drafted = Workspace::read(SourceSet::from_texts(drafts));
    let is_setting = |(_, document): &(DocIx, &Document)| matches!(document.role, Role::Settings | Role::Org);
    let documents = (0..).map(DocIx).zip(&workspace.documents);
    let mut open: Vec<DocIx> = documents.filter(is_setting).map(|(ix, _)| ix).collect();
    let place = |path: &String| workspace.sources.by_path(path).map(|file| DocIx(file.0));
    open.extend(change.files().keys().filter_map(place));
    let goals: HashMap<DocIx, &Goal> = workspace.iter().map(|(_, goal)| (goal.document, goal)).collect();
    let own = open.iter().filter_map(|document| goals.get(document).copied());
    let ids: HashSet<&str> = own
        .chain(drafted.goals.iter().map(Box::as_ref))
        .flat_map(|goal| std::iter::once(&goal.id).chain(&goal.formerly))
        .map(String::as_str)
        .collect();
    for goal in &workspace.goals {
        if links_of(goal).any(|link| ids.contains(link.id)) {
            open.push(goal.document);
        }
    }
    let leads_to =
        |goal: &Goal| -> Vec<DocIx> { links_of(goal).filter_map(|link| workspace.document_with(link.id)).collect() };
    open.extend(drafted.goals.iter().map(Box::as_ref).flat_map(leads_to));
    let mut seen: HashSet<DocIx> = HashSet::new();
    while let Some(document) = open.pop() {
        if seen.insert(document)
            && let Some(goal) = goals.get(&document)
        {
            open.extend(leads_to(goal));
        }
    }
    let files = workspace.sources.iter().filter(|(ix, _)| seen.contains(&DocIx(ix.0)));
    SourceSet::new(workspace.sources.root.clone(), files.map(|(_, file)| file.clone()).collect())
}

/// Returns the files as the change would leave them.
pub(super) fn apply_change(mut sources: SourceSet, change: &Change) -> SourceSet {
    for (path, draft) in change.files() {
        let file = SourceFile::from_text(path.as_str(), draft.new.as_str());
        match sources.files.binary_search_by(|it| it.path.as_str().cmp(path)) {
            Ok(at) => sources.files[at] = file,
            Err(at) => sources.files.insert(at, file),
        }
    }
    sources
}
