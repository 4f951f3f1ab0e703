//! What a client can do, as it says when it starts the server.

use std::path::PathBuf;

use gen_lsp_types::Uri;
use serde_json::Value;

use super::line_index::CodeUnits;
use super::uri::path_of;

/// What a client can do and which folders it shows.
#[derive(Debug, Clone, Default)]
pub(super) struct Client {
    /// What its positions count.
    pub(super) units: CodeUnits,
    /// Whether it tells of files that others change, if it is asked to.
    pub(super) watches_files: bool,
    /// Whether it opens pages that the server has, by `workspace/textDocumentContent`.
    pub(super) opens_pages: bool,
    /// Whether its edits name the version of the text that they are for.
    pub(super) takes_versioned_edits: bool,
    /// Whether it can ask for inlay hints and code lenses again when told so.
    pub(super) refreshes: RefreshSupport,
    /// The folders that it shows.
    pub(super) folders: Vec<PathBuf>,
}

/// What a client asks for again when it is told to.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct RefreshSupport {
    /// Inlay hints.
    pub(super) hints: bool,
    /// Code lenses.
    pub(super) lenses: bool,
}

impl Client {
    /// Reads the parameters of `initialize`. Only what matters here is read: a client that gets another part wrong is
    /// served all the same.
    pub(super) fn read(params: &Value) -> Self {
        let is = |pointer: &str| params.pointer(pointer).and_then(Value::as_bool).unwrap_or(false);
        let can = |what: &str| is(&format!("/capabilities/{what}"));
        let encodings = params.pointer("/capabilities/general/positionEncodings").and_then(Value::as_array);
        let is_utf8 = encodings.is_some_and(|all| all.iter().any(|it| it == "utf-8"));
        let listed = params.get("workspaceFolders").and_then(Value::as_array);
        let mut folders: Vec<PathBuf> =
            listed.into_iter().flatten().filter_map(|folder| path_in(folder.get("uri"))).collect();
        if folders.is_empty() {
            folders.extend(path_in(params.get("rootUri")));
        }
        Self {
            units: if is_utf8 { CodeUnits::Utf8 } else { CodeUnits::Utf16 },
            watches_files: can("workspace/didChangeWatchedFiles/dynamicRegistration"),
            opens_pages: params.pointer("/capabilities/workspace/textDocumentContent").is_some_and(Value::is_object),
            takes_versioned_edits: can("workspace/workspaceEdit/documentChanges"),
            refreshes: RefreshSupport {
                hints: can("workspace/inlayHint/refreshSupport"),
                lenses: can("workspace/codeLens/refreshSupport"),
            },
            folders,
        }
    }
}

fn path_in(uri: Option<&Value>) -> Option<PathBuf> {
    path_of(&Uri::from(uri?.as_str()?))
}
