//! The cells that no goal file may have: they are left out and reported, and the row is taken without them.

use serde_json::{Map, Value};

use super::input::{InputRow, Refused, text_of};
use super::page;
use super::table::needs_period;
use crate::author::unfit::Unfit;
use crate::model::{Form, Kind, Metric, Workspace, field};
use crate::source::{SETTINGS_FILE, SourceSet};
use crate::syntax::{Fault, FaultKind};

/// How often a row is read again: a cell that is left out may uncover another one.
const ROUNDS: usize = 4;

/// Leaves out of rows the cells that a goal file with them would be rejected for. Returns how many goals lost their period. A row
/// without a valid kind, id or title is no goal, and stays as it is.
pub(super) fn leave_out(workspace: &Workspace, rows: &mut [InputRow], refused: &mut Vec<Refused>) -> usize {
    let settings = workspace.sources.by_path(SETTINGS_FILE).map(|file| workspace.sources.file(file).text.clone());
    let mut without_period = 0;
    let mut open: Vec<usize> = (0..rows.len()).collect();
    for _ in 0..ROUNDS {
        let text = |at: &usize| (format!("{at}.yaml"), page::write(&rows[*at].fields));
        let mut texts: Vec<(String, String)> = open.iter().map(text).collect();
        texts.extend(settings.iter().map(|text| (SETTINGS_FILE.to_owned(), String::clone(text))));
        let read = Workspace::read(SourceSet::from_texts(texts));
        open.clear();
        for document in &read.documents {
            let path = read.sources.file(document.file).path.as_str();
            let at = path.strip_suffix(".yaml").and_then(|name| name.parse::<usize>().ok());
            let Some((at, row)) = at.and_then(|at| Some((at, rows.get_mut(at)?))) else { continue };
            let is_grave = |fault: &&Fault| !matches!(fault.kind, FaultKind::MissingField | FaultKind::MixedMilestones);
            let Some(fault) = document.faults.iter().find(is_grave) else { continue };
            let Some((column, is_kept)) = repaired(&mut row.fields, &fault.route) else { continue };
            open.push(at);
            if is_kept {
                continue;
            }
            let kind = text_of(&row.fields, "kind").and_then(Kind::of_word);
            without_period += usize::from(column == "period" && kind.is_some_and(needs_period));
            let help = fault.help.clone().unwrap_or_else(|| "add it by hand once the goal is here".to_owned());
            let id = text_of(&row.fields, "id").map(str::to_owned);
            refused.push(Refused::cell(row.line, id, column, Unfit::new(fault.message.clone(), help)));
        }
        if open.is_empty() {
            break;
        }
    }
    without_period
}

/// Repairs what a fault is about: a word in capitals is written in small letters, anything else is left out. Returns the column,
/// and whether its cell was kept; none where the row is no goal without it.
fn repaired(fields: &mut Map<String, Value>, route: &str) -> Option<(&'static str, bool)> {
    let mut parts = route.split(['.', '[']);
    let known = field(parts.next()?).filter(|it| !["kind", "id", "title"].contains(&it.name))?;
    let value = fields.get_mut(known.name)?;
    // The words of levels and areas are those of the settings, so that these are texts.
    if matches!(known.form, Form::Word | Form::Text)
        && let Value::String(word) = value
    {
        let small = word.to_lowercase().replace(' ', "_");
        if *word != small {
            *word = small;
            return Some((known.name, true));
        }
    }
    let inner = parts.next().and_then(|name| Metric::TABLE.rows.iter().find(|row| row.name == name));
    if let Some((inner, metric)) = inner.filter(|_| known.name == "metric").zip(value.as_object_mut())
        && metric.remove(inner.name).is_some()
    {
        return Some((inner.name, false));
    }
    fields.remove(known.name);
    Some((known.name, false))
}
