//! Validates a new goal file before it is written.

use super::error::CommandError;
use crate::model::Workspace;
use crate::source::{SETTINGS_FILE, SourceSet};

/// Ensures that a new file reads as a goal without a fault, whatever the values in it.
pub(super) fn validate(workspace: &Workspace, path: &str, text: &str) -> Result<(), CommandError> {
    let mut texts = vec![(path.to_owned(), text.to_owned())];
    let settings = workspace.sources.by_path(SETTINGS_FILE).map(|file| workspace.sources.file(file).text.clone());
    texts.extend(settings.map(|text| (SETTINGS_FILE.to_owned(), text)));
    let read = Workspace::read(SourceSet::from_texts(texts));
    let fault =
        read.documents.iter().filter(|it| read.sources.file(it.file).path == path).find_map(|it| it.faults.first());
    match fault {
        Some(fault) => {
            let error = CommandError::refused(format!("the goal would be invalid: {}", fault.message));
            Err(match &fault.help {
                Some(help) => error.hint(help.clone()),
                None => error.hint("give it another value"),
            })
        }
        None => Ok(()),
    }
}
