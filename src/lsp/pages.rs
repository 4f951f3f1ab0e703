//! The pages of rules, which a client opens by their addresses: `goalpost:/rules/cycle.md`.

use gen_lsp_types::{LspRequestMethod, TextDocumentContentParams, TextDocumentContentResult};
use lsp_server::Request;

use super::diagnostics::page_of;
use crate::rules::RULES;

/// Returns the page that a request asks for, or why there is none; none if the request asks for no page.
pub(super) fn requested_page(request: &Request) -> Option<Result<TextDocumentContentResult, String>> {
    if LspRequestMethod::from(request.method.as_str()) != LspRequestMethod::WorkspaceTextDocumentContent {
        return None;
    }
    let params = serde_json::from_value::<TextDocumentContentParams>(request.params.clone());
    Some(params.map_err(|error| error.to_string()).and_then(|params| {
        let rule = RULES.iter().find(|rule| page_of(rule.name) == params.uri);
        let page = rule.map(|rule| TextDocumentContentResult { text: rule.page().to_owned() });
        page.ok_or_else(|| format!("there is no page `{}`", params.uri))
    }))
}
