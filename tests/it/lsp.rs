//! `goalpost lsp`: the language server, asked by a client over its pipes.

mod clients;
mod diagnostics;
mod language;
mod protocol;
mod random_changes;
mod random_edits;
