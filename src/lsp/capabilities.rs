//! What the server can do, and which files the client shall watch for it.

use serde_json::{Value, json};

use super::answers::CHECK;
use super::client::Client;
use super::diagnostics::PAGES;
use super::fixes::FIX_ALL;
use super::line_index::CodeUnits;

/// Returns what the server can do for a client.
pub(super) fn capabilities(client: &Client) -> Value {
    json!({
        "positionEncoding": match client.units {
            CodeUnits::Utf8 => "utf-8",
            CodeUnits::Utf16 => "utf-16",
        },
        // 2: the parts of a text that changed.
        "textDocumentSync": {"openClose": true, "change": 2, "save": {"includeText": false}},
        "hoverProvider": true,
        "definitionProvider": true,
        "referencesProvider": true,
        "completionProvider": {"triggerCharacters": [" ", "[", "{", ","]},
        "codeActionProvider": {"codeActionKinds": ["quickfix", FIX_ALL]},
        "codeLensProvider": {},
        "inlayHintProvider": true,
        "documentSymbolProvider": true,
        "workspaceSymbolProvider": true,
        "renameProvider": {"prepareProvider": true},
        "callHierarchyProvider": true,
        "executeCommandProvider": {"commands": [CHECK]},
        "workspace": {
            "workspaceFolders": {"supported": true, "changeNotifications": true},
            "textDocumentContent": {"schemes": [PAGES]},
        },
    })
}

/// Returns the registration for changes of files that others make.
pub(super) fn watched_files() -> Value {
    let globs = ["**/*.{yaml,yml}", "**/.gitignore"].map(|glob| json!({"globPattern": glob}));
    json!({"registrations": [{
        "id": "goal-files",
        "method": "workspace/didChangeWatchedFiles",
        "registerOptions": {"watchers": globs},
    }]})
}
