//! Requests and answers of the protocol: versions, discovery, and calls of tools.

use serde_json::{Value, json};

use super::served::Served;
use super::tools::{TOOLS, Tool, call};

/// The version whose requests tell their version themselves.
const MODERN: &str = "2026-07-28";
/// The versions that begin with `initialize`, the latest first.
const LEGACY: [&str; 2] = ["2025-11-25", "2025-06-18"];
/// The member of `_meta` in which a request tells its version.
const VERSION_KEY: &str = "io.modelcontextprotocol/protocolVersion";
/// How long a client may keep what it was told of the tools, in milliseconds: they change with the program alone.
const KEEP: u64 = 3_600_000;

/// An error of JSON-RPC: its code, its message, and more.
struct RpcError(i32, String, Option<Value>);

impl RpcError {
    fn invalid(message: impl Into<String>) -> Self {
        Self(-32602, message.into(), None)
    }
}

/// Answers a line; notifications have no answer.
pub(super) fn respond(served: &Served<'_>, line: &[u8]) -> Option<String> {
    let Ok(request) = serde_json::from_slice::<Value>(line) else {
        return Some(failure(&Value::Null, RpcError(-32700, "this line is not JSON".to_owned(), None)));
    };
    let id = request.get("id").cloned().unwrap_or(Value::Null);
    let is_id = id.is_string() || id.is_number();
    let Some(method) = request.get("method").and_then(Value::as_str).filter(|_| request["jsonrpc"] == "2.0") else {
        let error = RpcError(-32600, "this is no request of JSON-RPC 2.0".to_owned(), None);
        return Some(failure(if is_id { &id } else { &Value::Null }, error));
    };
    if !is_id {
        return None;
    }
    let params = request.get("params").cloned().unwrap_or_else(|| json!({}));
    let version = params.get("_meta").and_then(|meta| meta.get(VERSION_KEY));
    let answered = match version {
        Some(version) if version != MODERN => Err(unsupported(version)),
        version => answer(served, method, &params, version.is_some()),
    };
    Some(match answered {
        Ok(result) => {
            let result = if version.is_some() { modern(result) } else { result };
            json!({"jsonrpc": "2.0", "id": id, "result": result}).to_string()
        }
        Err(error) => failure(&id, error),
    })
}

fn failure(id: &Value, RpcError(code, message, data): RpcError) -> String {
    let mut error = json!({"code": code, "message": message});
    if let Some(data) = data {
        error["data"] = data;
    }
    json!({"jsonrpc": "2.0", "id": id, "error": error}).to_string()
}

fn unsupported(version: &Value) -> RpcError {
    let data = json!({"supported": versions(), "requested": version});
    RpcError(-32022, "unsupported protocol version".to_owned(), Some(data))
}

fn versions() -> Vec<&'static str> {
    std::iter::once(MODERN).chain(LEGACY).collect()
}

/// A result with what version 2026-07-28 asks of each.
fn modern(mut result: Value) -> Value {
    result["resultType"] = json!("complete");
    result["_meta"] = json!({"io.modelcontextprotocol/serverInfo": server()});
    result
}

fn server() -> Value {
    json!({"name": "goalpost", "version": env!("CARGO_PKG_VERSION")})
}

fn answer(served: &Served<'_>, method: &str, params: &Value, is_modern: bool) -> Result<Value, RpcError> {
    let kept = |mut result: Value| {
        if is_modern {
            result["ttlMs"] = json!(KEEP);
            result["cacheScope"] = json!("public");
        }
        result
    };
    match method {
        "initialize" => {
            let asked = params.get("protocolVersion").and_then(Value::as_str).unwrap_or_default();
            let version = LEGACY.into_iter().find(|version| *version == asked).unwrap_or(LEGACY[0]);
            Ok(json!({
                "protocolVersion": version,
                "capabilities": {"tools": {}},
                "serverInfo": server(),
                "instructions": instructions(),
            }))
        }
        "server/discover" => Ok(kept(json!({
            "supportedVersions": versions(),
            "capabilities": {"tools": {}},
            "instructions": instructions(),
        }))),
        "ping" => Ok(json!({})),
        "tools/list" => Ok(kept(json!({"tools": TOOLS.iter().map(Tool::describe).collect::<Vec<_>>()}))),
        "tools/call" => {
            let name = params.get("name").and_then(Value::as_str).unwrap_or_default();
            let tool = TOOLS.iter().find(|tool| tool.name == name);
            let tool = tool.ok_or_else(|| RpcError::invalid(format!("there is no tool `{name}`")))?;
            let arguments = params.get("arguments").cloned().unwrap_or_else(|| json!({}));
            call(served, tool, &arguments).map_err(RpcError::invalid)
        }
        _ => Err(RpcError(-32601, format!("there is no method `{method}`"), None)),
    }
}

/// What an agent is told at first: the opening of the page for agents.
fn instructions() -> String {
    let page = crate::guide::guide("agents").map_or("", |topic| topic.page());
    let opening = page.split("\n## ").next().unwrap_or_default();
    format!("{}\n\nThe whole page: goalpost instructions", opening.trim())
}
