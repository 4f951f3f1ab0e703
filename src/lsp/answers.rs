//! Which request is answered by what.

use gen_lsp_types::{LspRequestMethod, WorkspaceSymbolParams, WorkspaceSymbolResponse};
use lsp_server::{ErrorCode, Request};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;

use super::goals::GoalsNow;
use super::outbox::Outbox;
use super::{completion, fixes, hierarchy, hints, hover, lenses, navigation, renaming, symbols};
use crate::lint::Level;

/// The command that checks all goals and reports what is found.
pub(super) const CHECK: &str = "goalpost.check";

/// Why a request is not answered.
struct RequestError(ErrorCode, String);

/// Answers a request about the goals, unless the client has given it up.
pub(super) fn answer(now: &GoalsNow<'_>, request: Request, outbox: &Outbox) {
    if !outbox.is_expected(&request.id) {
        return;
    }
    match result(now, &request) {
        Ok(result) => outbox.answer(request.id, &result),
        Err(RequestError(code, why)) => outbox.refuse(request.id, code, &why),
    }
}

/// Tells whether a request is for [`CHECK`].
pub(super) fn is_check(request: &Request) -> bool {
    request.method == LspRequestMethod::WorkspaceExecuteCommand.to_string() && request.params["command"] == CHECK
}

fn result(now: &GoalsNow<'_>, request: &Request) -> Result<serde_json::Value, RequestError> {
    use LspRequestMethod as Method;
    let with = Parameters(request);
    match Method::from(request.method.as_str()) {
        Method::TextDocumentHover => with.answered(|params| hover::hover(now, params)),
        Method::TextDocumentDefinition => with.answered(|params| navigation::definition(now, params)),
        Method::TextDocumentReferences => with.answered(|params| navigation::references(now, params)),
        Method::TextDocumentCompletion => with.answered(|params| completion::completion(now, params)),
        Method::TextDocumentCodeAction => with.answered(|params| fixes::code_actions(now, params)),
        Method::TextDocumentCodeLens => with.answered(|params| lenses::lenses(now, params)),
        Method::TextDocumentInlayHint => with.answered(|params| hints::hints(now, params)),
        Method::TextDocumentDocumentSymbol => with.answered(|params| symbols::of_document(now, params)),
        Method::TextDocumentPrepareRename => with.answered(|params| renaming::prepare(now, params)),
        Method::TextDocumentRename => match renaming::rename(now, &with.read()?) {
            Ok(edit) => Ok(json!(edit)),
            Err(why) => Err(RequestError(ErrorCode::RequestFailed, why)),
        },
        Method::TextDocumentPrepareCallHierarchy => with.answered(|params| hierarchy::prepare(now, params)),
        Method::CallHierarchyIncomingCalls => with.answered(|params| hierarchy::incoming(now, params)),
        Method::CallHierarchyOutgoingCalls => with.answered(|params| hierarchy::outgoing(now, params)),
        Method::WorkspaceSymbol => with.answered(|params: &WorkspaceSymbolParams| {
            WorkspaceSymbolResponse::SymbolInformationList(symbols::of_root(now, &params.query))
        }),
        Method::WorkspaceExecuteCommand if is_check(request) => {
            let count = |level| now.findings().iter().filter(|finding| finding.level == level).count();
            Ok(json!({"errors": count(Level::Error), "warnings": count(Level::Warning)}))
        }
        Method::WorkspaceExecuteCommand => {
            Err(RequestError(ErrorCode::InvalidParams, format!("unknown command {}", request.params["command"])))
        }
        _ => Err(RequestError(ErrorCode::MethodNotFound, format!("unknown method `{}`", request.method))),
    }
}

/// The parameters of a request.
struct Parameters<'r>(&'r Request);

impl Parameters<'_> {
    fn read<P: DeserializeOwned>(&self) -> Result<P, RequestError> {
        let read = serde_json::from_value(self.0.params.clone());
        read.map_err(|error| RequestError(ErrorCode::InvalidParams, error.to_string()))
    }

    fn answered<P: DeserializeOwned, R: Serialize>(
        &self,
        answer: impl FnOnce(&P) -> R,
    ) -> Result<serde_json::Value, RequestError> {
        Ok(json!(answer(&self.read()?)))
    }
}
