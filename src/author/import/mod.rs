//! Imports goals: from the JSON Lines of an export without loss, or from a table of goalpost or another tool.
//!
//! Every row is converted to the text of a goal file and validated like one; a row that would not be a valid goal is
//! reported with its line and the reason. Ids are made valid, paths stay inside the root, and existing files are never
//! overwritten.

mod address;
mod cell;
mod clashes;
mod closing;
mod columns;
mod day_order;
mod dropped;
mod input;
mod known;
mod layout;
mod map;
mod metric;
mod naming;
mod objects;
mod page;
mod parents;
mod people;
mod places;
mod records;
mod repair;
mod row_notes;
#[cfg(test)]
pub(crate) mod schema;
mod shipped;
mod suggested_map;
mod table;
mod titled;

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use crate::author::unfit::{Unfit, unfit};
use crate::model::{Day, Kind, Period, Workspace, count_of, parse_day};
use crate::source::{ORG_FILE, SETTINGS_FILE, SourceSet};
use crate::syntax::FaultKind;
use crate::view::unreadable::list_names;

pub use input::Refused;
use input::{Input, InputRow, text_of};
pub use map::ColumnMap;
use parents::UnknownParents;
pub use people::UnknownNames;
pub use shipped::map_names;
pub use suggested_map::{fitting_map, suggested_map};
use table::needs_period;
use titled::TitledGoals;

/// The result of an import.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Import {
    /// The files to write.
    pub files: Vec<NewFile>,
    /// The rows that were rejected.
    pub refused: Vec<Refused>,
    /// Notes on what was changed and what is left to do.
    pub notes: Vec<String>,
    /// Those whom rows name and org.yaml does not have.
    pub unknown: UnknownNames,
    /// The number of objectives and development goals without a period, where the map names none.
    pub without_period: usize,
}

/// A file to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFile {
    /// The path from the root.
    pub path: String,
    /// The text.
    pub text: String,
    /// The id of the goal; `None` for `goalpost.yaml` and `org.yaml`.
    pub goal: Option<String>,
    /// The line in the input, from 1.
    pub line: u64,
}

/// Reads an input, as JSON if it starts with a brace or bracket, else as a table, and makes goals of it that fit into a
/// workspace. `today` judges whether what a table calls achieved is.
///
/// # Errors
/// The input is a table without a header of known columns.
pub fn import(workspace: &Workspace, text: &str, map: &ColumnMap, today: Day) -> Result<Import, Unfit> {
    let text = text.trim_start_matches('\u{feff}');
    // Without a map JSON is what `export` writes; with one it is the answer of another service.
    let input = if records::is_json(text) && map.is_plain() {
        let input = records::read(text)?;
        ensure_goals(text, &input)?;
        input
    } else {
        table::read(text, map, workspace.settings.fiscal_year_starts)?
    };
    let Input { files, mut rows, refused, notes, foreign } = input;
    // The line alone does not name a record where services answer with all of them on one.
    let is_crowded = records::is_json(text) && rows.windows(2).any(|two| two[0].line == two[1].line);
    let mut import = Import { refused, notes, ..Import::default() };
    for row in rows.iter_mut().filter(|_| foreign) {
        closing::name_period(row, workspace.settings.fiscal_year_starts);
    }
    if foreign {
        settle_periods(map, workspace.settings.fiscal_year_starts, &mut rows, &mut import);
    }
    let here = TitledGoals::of(workspace);
    parents::settle_parents(&here, map, &mut rows, (&mut import.refused, &mut import.notes));
    let lost = (&mut import.refused, &mut import.notes);
    let names = naming::name(&here, &mut rows, lost, (foreign, !map.is_plain()));
    if foreign {
        let (notes, unknown) = people::settle_people(workspace.org.as_ref(), map, &mut rows);
        import.notes.extend(notes);
        import.unknown = unknown;
    }
    let ids: HashSet<&str> = names.values().map(String::as_str).collect();
    let mut unknown = UnknownParents::default();
    for row in &mut rows {
        let parents = parents::parents_of(row);
        naming::refer(row, &names, Some(&here).filter(|_| foreign));
        unknown.take(workspace, &ids, row, &parents);
    }
    import.notes.extend(unknown.note().filter(|_| foreign));
    if foreign {
        import.notes.extend(parents::link_to_top(map, &mut rows));
        import.without_period += repair::leave_out(workspace, &mut rows, &mut import.refused);
    }
    if foreign {
        closing::settle_states(workspace, &mut rows, (&mut import.refused, &mut import.notes), today);
        import.notes.extend(dropped::ask_for_reasons(workspace, &mut rows));
    }
    beside(workspace, files, &mut import);
    let mut taken: HashSet<String> = workspace.sources.files.iter().map(|file| file.path.to_lowercase()).collect();
    let paths = places::place_all(workspace, &rows, &mut taken);
    for (row, path) in rows.into_iter().zip(paths) {
        let goal = text_of(&row.fields, "id").map(str::to_owned);
        import.files.push(NewFile { path, text: page::write(&row.fields), goal, line: row.line });
    }
    judge(workspace, &mut import, today);
    import.refused.sort_by_key(|row| row.line);
    if is_crowded {
        for row in &mut import.refused {
            row.reason = row.goal.iter().map(|goal| format!("`{goal}`: ")).chain([row.reason.clone()]).collect();
        }
    }
    Ok(import)
}

/// Ensures that JSON without a map is ours: every record of an export has a kind, and no record of another service is a goal as
/// it is.
fn ensure_goals(text: &str, input: &Input) -> Result<(), Unfit> {
    if input.rows.is_empty() || !input.files.is_empty() || input.rows.iter().any(|row| row.fields.contains_key("kind"))
    {
        return Ok(());
    }
    let help = match fitting_map(text) {
        Ok(Some(name)) => format!("the included map `{name}` knows its fields: --map {name}"),
        _ => "for the answer of another service, use --map; to draft a map: goalpost import FILE --suggest-map"
            .to_owned(),
    };
    unfit("no goal in it has a `kind`, so it is nothing that `goalpost export` wrote", help)
}

/// Gives the period of the map to the goals that need one and have none, or counts them. A deadline outside of that period says
/// that the goal is of another.
fn settle_periods(map: &ColumnMap, fiscal_start: u8, rows: &mut [InputRow], import: &mut Import) {
    let period = map.period.as_deref().and_then(|name| Period::parse(name, fiscal_start).ok());
    let is_without = |row: &&mut InputRow| {
        let kind = text_of(&row.fields, "kind").and_then(Kind::of_word);
        !row.fields.contains_key("period") && kind.is_some_and(needs_period)
    };
    let mut set = 0;
    for row in rows.iter_mut().filter(is_without) {
        let deadline = text_of(&row.fields, "deadline").and_then(parse_day);
        let fits = |period: &&Period| deadline.is_none_or(|day| period.contains(day));
        match period.as_ref().filter(fits) {
            Some(period) => {
                row.fields.insert("period".to_owned(), Value::from(period.name.as_str()));
                set += 1;
            }
            None => import.without_period += usize::from(map.period.is_none()),
        }
    }
    if let Some(period) = map.period.as_ref().filter(|_| set > 0) {
        import.notes.push(format!("{} without a period: set to {period}", count_of(set, "goal")));
    }
}

/// Tells whether an input contains settings, so that an empty folder can become a goals repository with it.
pub fn brings_settings(text: &str) -> bool {
    let text = text.trim_start_matches('\u{feff}');
    let read = records::is_json(text).then(|| records::read(text));
    read.is_some_and(|input| input.is_ok_and(|input| input.files.iter().any(|(_, file, _)| file == SETTINGS_FILE)))
}

/// Adds the settings and the organization file if they do not exist.
fn beside(workspace: &Workspace, files: Vec<(u64, String, String)>, import: &mut Import) {
    for (line, path, text) in files {
        let there = workspace.sources.by_path(&path).map(|file| &workspace.sources.file(file).text);
        let refuse = |reason: String, help: &str| Refused::row(line, None, Unfit::new(reason, help));
        match there {
            _ if path != SETTINGS_FILE && path != ORG_FILE => {
                let help = "besides goals, only goalpost.yaml and org.yaml can be imported";
                import.refused.push(refuse(format!("`{path}` is not a goal"), help));
            }
            None => import.files.push(NewFile { path, text, goal: None, line }),
            Some(there) if *there == text => {}
            // A settings file without content only marks the folder as a goals repository, so it may be replaced.
            Some(there) if there.trim().is_empty() => import.files.push(NewFile { path, text, goal: None, line }),
            Some(_) => {
                let help = "the existing file is kept; copy what is missing by hand";
                import.refused.push(refuse(format!("`{path}` already exists with other contents"), help));
            }
        }
    }
}

/// Rejects the rows that are not valid goals. Missing fields are accepted, as they can be added later and `check`
/// reports them.
fn judge(workspace: &Workspace, import: &mut Import, today: Day) {
    let mut texts: Vec<(String, String)> =
        import.files.iter().map(|file| (file.path.clone(), file.text.clone())).collect();
    let has_settings = texts.iter().any(|(path, _)| path == SETTINGS_FILE);
    if let Some(settings) = workspace.sources.by_path(SETTINGS_FILE).filter(|_| !has_settings) {
        texts.push((SETTINGS_FILE.to_owned(), workspace.sources.file(settings).text.clone()));
    }
    let read = Workspace::read(SourceSet::from_texts(texts));
    let mut faults: HashMap<&str, (String, Option<String>)> = HashMap::new();
    let mut lacking = 0;
    for document in &read.documents {
        let path = read.sources.file(document.file).path.as_str();
        let missing = |kind| matches!(kind, FaultKind::MissingField | FaultKind::MixedMilestones);
        lacking += usize::from(document.faults.iter().any(|fault| missing(fault.kind)));
        let grave = document.faults.iter().find(|fault| !missing(fault.kind));
        if let Some(fault) = grave {
            faults.insert(path, (fault.message.clone(), fault.help.clone()));
        } else if let Some(fault) = document.faults.iter().find(|fault| fault.route == "kind") {
            let help =
                "add `kind`, such as `objective`; for records of another service, use --map: goalpost explain import";
            faults.insert(path, (fault.message.clone(), Some(help.to_owned())));
        }
    }
    import.notes.extend(doubtful_days(workspace, &read, today));
    let Import { files, refused, notes, .. } = import;
    files.retain(|file| {
        let Some((reason, help)) = faults.get(file.path.as_str()) else { return true };
        let (reason, help) = (reason.clone(), help.clone());
        refused.push(Refused { line: file.line, goal: file.goal.clone(), column: None, reason, help });
        false
    });
    if lacking > 0 {
        let lack = if lacking == 1 { "lacks" } else { "lack" };
        let goals = count_of(lacking, "goal");
        notes.push(format!("{goals} {lack} required fields; to list them: goalpost check"));
    }
}

/// The values that do not count, and those of days to come.
fn doubtful_days(workspace: &Workspace, read: &Workspace, today: Day) -> Vec<String> {
    let (mut late, mut ahead) = (Vec::new(), Vec::new());
    for (_, goal) in read.iter().filter(|(_, goal)| goal.is_open()) {
        let Some(day) = goal.metric.as_ref().filter(|it| it.current.is_some()).and_then(|it| it.as_of) else {
            continue;
        };
        // The objective may be here already.
        let above =
            || goal.measures.as_deref().and_then(|id| workspace.find(id)).and_then(|ix| workspace.goal(ix).end());
        if goal.end().or_else(above).is_some_and(|end| end < day && goal.kind != Kind::Kpi) {
            late.push(goal.id.as_str());
        } else if today < day {
            ahead.push(goal.id.as_str());
        }
    }
    let say = |ids: Vec<&str>, what: &str| {
        (!ids.is_empty()).then(|| format!("{} {what}: {}", count_of(ids.len(), "value"), list_names(&ids)))
    };
    let late = say(late, "dated after the end of the goal, which does not count");
    late.into_iter().chain(say(ahead, "dated after today")).collect()
}

#[cfg(test)]
mod loss_tests;
#[cfg(test)]
mod map_tests;
#[cfg(test)]
mod tests;
