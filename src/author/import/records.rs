//! Goals as JSON: one a line, as `export` writes them, or all in one document.

use serde_json::{Map, Value};

use super::input::{Input, InputRow, Refused, text_of};
use crate::author::unfit::{Unfit, unfit};
use crate::syntax::{fits_a_file, has_room};

/// What a line has to be.
const ONE_GOAL: &str = "each line is one goal: {\"kind\": \"objective\", \"id\": \"…\", \"title\": \"…\"}";

/// Whether a text is meant as JSON.
pub(super) fn is_json(text: &str) -> bool {
    text.trim_start().starts_with(['{', '['])
}

/// Reads a document, or else every line.
///
/// # Errors
/// There are too many goals, or a document of several lines is broken or has no goals.
pub(super) fn read(text: &str) -> Result<Input, Unfit> {
    match parse_document(text) {
        Some(document) => read_document(text, document?),
        None => read_lines(text),
    }
}

/// The document that a text is; none if it is JSON Lines.
fn parse_document(text: &str) -> Option<Result<Value, Unfit>> {
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    let is_record = |line: &str| serde_json::from_str::<Map<String, Value>>(line).is_ok();
    let (first, second) = (lines.next()?, lines.next());
    // A line that is whole, or a second one that begins a record, makes it lines: one broken line breaks no other.
    let is_lines = match second {
        None => is_record(first) && !first.contains("\"goals\""),
        Some(second) => is_record(first) || is_record(second),
    };
    if is_lines {
        return None;
    }
    let broken = |error: serde_json::Error| {
        let help = "import reads JSON Lines, one goal a line (goalpost export), or one document with all goals \
                    (goalpost export --format json)";
        Unfit::new(format!("it is neither JSON Lines nor a JSON document: {error}"), help)
    };
    Some(serde_json::from_str(text).map_err(broken))
}

/// Reads the goals of a document: a list, an export, or one goal.
fn read_document(text: &str, document: Value) -> Result<Input, Unfit> {
    let lines = if document.is_array() { entry_lines(text) } else { Vec::new() };
    let (goals, files) = match document {
        Value::Array(goals) => (goals, Vec::new()),
        Value::Object(mut fields) => {
            let command = text_of(&fields, "command").unwrap_or("export").to_owned();
            if command != "export" {
                let help = "import reads what export writes: goalpost export > goals.jsonl";
                return unfit(format!("it is an answer of `goalpost {command}`, not an export"), help);
            }
            let mut list = |name| fields.remove(name).and_then(|it| it.as_array().cloned());
            match (list("goals"), list("files")) {
                (Some(goals), files) => (goals, files.unwrap_or_default()),
                (None, _) => (vec![Value::Object(fields)], Vec::new()),
            }
        }
        _ => (Vec::new(), Vec::new()),
    };
    if goals.is_empty() && files.is_empty() {
        return unfit("there are no goals in it", ONE_GOAL);
    }
    let (mut input, mut line) = (Input::default(), 1);
    let mut rest = text;
    for (at, value) in files.into_iter().chain(goals).enumerate() {
        has_room(input.rows.len() + input.refused.len())?;
        // The reader of JSON keeps no places: a goal is where its id, or its file's name, stands next.
        let entry = at + 1;
        let name = ["file", "id"].into_iter().find_map(|key| value.get(key)?.as_str());
        let at = name.and_then(|name| rest.find(&Value::from(name).to_string())).unwrap_or(0);
        line += u64::try_from(rest[..at].matches('\n').count()).unwrap_or(0);
        rest = &rest[at..];
        let line = lines.get(entry - 1).copied().unwrap_or(line);
        match value {
            Value::Object(fields) => add(&mut input, line, fields),
            // Several entries may stand on one line.
            _ => refuse(&mut input, line, &format!("entry {entry} of the list is no goal"), ONE_GOAL),
        }
    }
    Ok(input)
}

/// The lines on which the entries of a list begin, from 1.
pub(super) fn entry_lines(text: &str) -> Vec<u64> {
    let (mut lines, mut line, mut depth) = (Vec::new(), 1, 0_usize);
    let (mut in_text, mut is_escaped, mut begins) = (false, false, false);
    for c in text.chars() {
        line += u64::from(c == '\n');
        if in_text {
            (in_text, is_escaped) = (is_escaped || c != '"', !is_escaped && c == '\\');
            continue;
        }
        if begins && !c.is_whitespace() && c != ']' {
            lines.push(line);
            begins = false;
        }
        match c {
            '"' => in_text = true,
            '[' | '{' => {
                depth += 1;
                begins = depth == 1;
            }
            ']' | '}' => depth = depth.saturating_sub(1),
            ',' => begins = depth == 1,
            _ => {}
        }
    }
    lines
}

/// Reads every line.
fn read_lines(text: &str) -> Result<Input, Unfit> {
    let mut input = Input::default();
    for (line, text) in (1..).zip(text.lines()).filter(|(_, text)| !text.trim().is_empty()) {
        has_room(input.rows.len() + input.refused.len())?;
        let read = fits_a_file(text).and_then(|()| {
            serde_json::from_str(text).or_else(|error| unfit(format!("not a line of JSON: {error}"), ONE_GOAL))
        });
        match read {
            Ok(fields) => add(&mut input, line, fields),
            Err(Unfit { message, help }) => refuse(&mut input, line, &message, &help),
        }
    }
    Ok(input)
}

fn refuse(input: &mut Input, line: u64, reason: &str, help: &str) {
    input.refused.push(Refused::row(line, None, Unfit::new(reason, help)));
}

/// Adds a record: a goal, or a file beside the goals.
fn add(input: &mut Input, line: u64, mut fields: Map<String, Value>) {
    if let (Some(file), Some(text)) = (text_of(&fields, "file"), text_of(&fields, "text")) {
        input.files.push((line, file.to_owned(), text.to_owned()));
        return;
    }
    fields.retain(|_, value| !value.is_null() && value.as_array().is_none_or(|items| !items.is_empty()));
    let path = fields.remove("path").and_then(|path| path.as_str().map(str::to_owned));
    // An id may be a number to whoever wrote it.
    if let Some(id) = fields.get_mut("id").filter(|id| id.is_number()) {
        *id = Value::String(id.to_string());
    }
    input.rows.push(InputRow { line, path, fields, ..InputRow::default() });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_of_a_list_is_named_by_its_number_and_its_own_line() {
        let text = "[\n  {\"id\": \"a\", \"why\": \"[\\\"x, {\"},\n  5, [1, 2],\n\n  {\"id\": \"b\"}\n]\n";
        let input = read(text).unwrap_or_else(|it| panic!("{}", it.message));
        let refused: Vec<_> = input.refused.iter().map(|it| (it.line, it.reason.as_str())).collect();
        assert_eq!(refused, [(3, "entry 2 of the list is no goal"), (3, "entry 3 of the list is no goal")]);
        assert_eq!(input.rows.iter().map(|it| it.line).collect::<Vec<_>>(), [2, 5]);
        assert_eq!(entry_lines("[]"), Vec::<u64>::new());
    }
}
