//! Lines of JSON, as `export` writes them: a goal each, or a file beside the goals.

use serde_json::{Map, Value};

use super::input::{Input, InputRow, Refused};

/// Reads every line.
pub(super) fn read(text: &str) -> Input {
    let mut input = Input::default();
    for (line, text) in (1..).zip(text.lines()).filter(|(_, text)| !text.trim().is_empty()) {
        let mut fields: Map<String, Value> = match serde_json::from_str(text) {
            Ok(fields) => fields,
            Err(error) => {
                let help = "write one goal per line: {\"kind\": \"objective\", \"id\": \"…\", \"title\": \"…\"}";
                input.refused.push(Refused {
                    line,
                    goal: None,
                    reason: format!("invalid JSON: {error}"),
                    help: Some(help.to_owned()),
                });
                continue;
            }
        };
        let file = fields.get("file").and_then(Value::as_str).map(str::to_owned);
        if let (Some(file), Some(text)) = (file, fields.get("text").and_then(Value::as_str)) {
            input.files.push((line, file, text.to_owned()));
            continue;
        }
        let path = fields.remove("path").and_then(|path| path.as_str().map(str::to_owned));
        // An id may be a number to whoever wrote it.
        if let Some(id) = fields.get_mut("id").filter(|id| id.is_number()) {
            *id = Value::String(id.to_string());
        }
        input.rows.push(InputRow { line, path, fields });
    }
    input
}
