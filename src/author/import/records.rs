//! Reads JSON Lines as `export` writes them: one goal or settings file on each line.

use serde_json::{Map, Value};

use super::input::{Input, InputRow, Refused};
use crate::author::table::{fits_a_file, has_room};
use crate::author::unfit::{Unfit, unfit};

/// Reads every line.
///
/// # Errors
/// There are too many lines.
pub(super) fn read(text: &str) -> Result<Input, Unfit> {
    let mut input = Input::default();
    for (line, text) in (1..).zip(text.lines()).filter(|(_, text)| !text.trim().is_empty()) {
        has_room(input.rows.len() + input.refused.len())?;
        let read = fits_a_file(text).and_then(|()| {
            let help = "each line is one goal: {\"kind\": \"objective\", \"id\": \"…\", \"title\": \"…\"}";
            serde_json::from_str(text).or_else(|error| unfit(format!("not a line of JSON: {error}"), help))
        });
        let mut fields: Map<String, Value> = match read {
            Ok(fields) => fields,
            Err(Unfit { message: reason, help }) => {
                input.refused.push(Refused { line, goal: None, reason, help: Some(help) });
                continue;
            }
        };
        let file = fields.get("file").and_then(Value::as_str).map(str::to_owned);
        if let (Some(file), Some(text)) = (file, fields.get("text").and_then(Value::as_str)) {
            input.files.push((line, file, text.to_owned()));
            continue;
        }
        let path = fields.remove("path").and_then(|path| path.as_str().map(str::to_owned));
        // Other programs may write an id as a number.
        if let Some(id) = fields.get_mut("id").filter(|id| id.is_number()) {
            *id = Value::String(id.to_string());
        }
        input.rows.push(InputRow { line, path, fields });
    }
    Ok(input)
}
