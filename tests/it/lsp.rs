//! `goalpost lsp`: the language server, asked by a client over its pipes.

mod diagnostics;
mod language;
mod protocol;
