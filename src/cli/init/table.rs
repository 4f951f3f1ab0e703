//! A table of goals that `init` imports, instead of writing a first objective.

use std::path::{Path, PathBuf};

use crate::author::import::{ColumnMap, Import, fitting_map, import, suggested_map};
use crate::author::{NewPerson, NewRepository, first_goals, settings_files};
use crate::cli::error::CommandError;
use crate::cli::import::read_map;
use crate::cli::input::read_text;
use crate::cli::session::Session;
use crate::cli::writing::Work;
use crate::model::{Day, Workspace, count_of, name_and_address};
use crate::source::{SETTINGS_FILE, SourceSet};
use crate::view::written::Rejected;

/// The kinds of files that are tables of goals, and workbooks, which are told to be saved as one.
const ENDINGS: [&str; 10] = ["csv", "tsv", "txt", "json", "jsonl", "xlsx", "xlsm", "xls", "ods", "numbers"];

/// The most rejected rows and cells that are told before the question.
const MOST_TOLD: usize = 5;

/// A table of goals.
#[derive(Debug, Clone)]
pub(super) struct GoalsTable {
    text: String,
    map: ColumnMap,
}

/// The people and teams that a table names.
#[derive(Default)]
pub(super) struct NamedInTable {
    pub(super) people: Vec<NewPerson>,
    pub(super) teams: Vec<(String, String)>,
}

/// The path that is typed at a question, where no shell makes a folder of `~` or reads the quotes that a terminal puts around
/// a file that is dropped on it.
pub(super) fn typed_path(answer: &str) -> PathBuf {
    let plain = unquoted(answer).unwrap_or_else(|| answer.to_owned());
    let home = std::env::var_os("HOME").filter(|home| !home.is_empty());
    match plain.strip_prefix("~/").zip(home) {
        Some((below, home)) => Path::new(&home).join(below),
        None => PathBuf::from(plain),
    }
}

/// What a shell would make of a word in quotes or with backslashes before its spaces; none where it has neither, or is more
/// than one word.
fn unquoted(answer: &str) -> Option<String> {
    let (mut word, mut quote, mut is_quoted) = (String::new(), None, false);
    let mut chars = answer.chars();
    while let Some(char) = chars.next() {
        match (char, quote) {
            ('\'' | '"', None) => (quote, is_quoted) = (Some(char), true),
            (_, Some(open)) if char == open => quote = None,
            ('\\', None) => {
                word.push(chars.next()?);
                is_quoted = true;
            }
            (_, None) if char.is_whitespace() => return None,
            _ => word.push(char),
        }
    }
    (is_quoted && quote.is_none()).then_some(word)
}

impl GoalsTable {
    /// Reads a table and its map.
    pub(super) fn read(file: &Path, map: Option<&Path>) -> Result<Self, CommandError> {
        Ok(Self { text: read_text(file)?, map: read_map(map)? })
    }

    /// Reads a table by its headings: the columns of goalpost, or else those of an included map that knows them, or of a map that
    /// is drafted from them. Returns what is told of the map.
    pub(super) fn read_by_headings(file: &Path, today: Day) -> Result<(Self, Option<String>), CommandError> {
        let table = Self::read(file, None)?;
        if table.import(&[(SETTINGS_FILE.to_owned(), String::new())], today).is_ok() {
            return Ok((table, None));
        }
        if let Some(name) = fitting_map(&table.text)?
            && let Some(map) = ColumnMap::shipped(name)
        {
            let mapped = Self { map, ..table.clone() };
            if mapped.import(&[(SETTINGS_FILE.to_owned(), String::new())], today).is_ok() {
                return Ok((mapped, Some(format!("columns as in the included map {name}"))));
            }
        }
        let draft = suggested_map(&table.text)?;
        let map = ColumnMap::parse(&draft)?;
        Ok((Self { map, ..table }, Some(draft)))
    }

    /// The same table with a period for the goals that it gives none.
    pub(super) fn with_period(self, period: Option<String>) -> Self {
        Self { map: self.map.with_period(period), ..self }
    }

    /// Whether an answer names the file of a table: one word, for a shell, with the ending of one, or a file that is there.
    pub(super) fn is_named(answer: &str) -> bool {
        let path = typed_path(answer);
        let ending = path.extension().and_then(|it| it.to_str()).map(str::to_lowercase);
        ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str()))
            && (!answer.contains(' ') || unquoted(answer).is_some() || path.is_file())
    }

    /// The number of its goals that need a period and have none.
    pub(super) fn without_period(&self, today: Day) -> usize {
        let imported = self.import(&[(SETTINGS_FILE.to_owned(), String::new())], today);
        imported.map_or(0, |imported| imported.without_period)
    }

    /// The people and teams that it names and a new repository does not have, the teams with their ids and names.
    pub(super) fn unknown_names(&self, new: &NewRepository, today: Day) -> Result<NamedInTable, CommandError> {
        let person = |(id, text): (String, String)| {
            let (name, email) = match name_and_address(&text) {
                Some((name, address)) if !name.is_empty() => (name.to_owned(), Some(address.to_owned())),
                Some((_, address)) => (id.clone(), Some(address.to_owned())),
                None if text.contains('@') => (id.clone(), Some(text)),
                None => (text, None),
            };
            NewPerson { id, name, emails: email.into_iter().collect() }
        };
        let unknown = self.import(&settings_files(new), today)?.unknown;
        Ok(NamedInTable { people: unknown.people.into_iter().map(person).collect(), teams: unknown.teams })
    }

    /// Imports it beside files of a repository.
    fn import(&self, files: &[(String, String)], today: Day) -> Result<Import, CommandError> {
        let workspace = Workspace::read(SourceSet::from_texts(files.iter().cloned()));
        Ok(import(&workspace, &self.text, &self.map, today)?)
    }

    /// What importing it would do, in a few lines; an error where it is no table of goals. Whom it names would be in org.yaml.
    pub(super) fn describe(&self, today: Day) -> Result<Vec<String>, CommandError> {
        let NamedInTable { people, teams } = self.unknown_names(&NewRepository::default(), today)?;
        let new = NewRepository { people, more_teams: teams, ..NewRepository::default() };
        let Import { files, refused, notes, .. } = self.import(&settings_files(&new), today)?;
        let goals = files.iter().filter(|file| file.goal.is_some()).count();
        let mut lines = vec![format!("{} would be imported", count_of(goals, "goal"))];
        for row in refused.iter().take(MOST_TOLD) {
            let what = row.column.map_or_else(|| "rejected".to_owned(), |column| format!("`{column}` left out"));
            lines.push(format!("line {}: {what}: {}", row.line, row.reason));
        }
        if let Some(more) = refused.len().checked_sub(MOST_TOLD).filter(|more| *more > 0) {
            lines.push(format!("and {more} more rows and cells"));
        }
        lines.extend(notes);
        Ok(lines)
    }

    /// Adds the goals of the table to the files of a new repository, and the mission if there is one.
    pub(super) fn add(
        &self,
        session: &Session,
        work: &mut Work<'_>,
        new: &NewRepository,
        today: Day,
    ) -> Result<(), CommandError> {
        let mut texts = settings_files(new);
        let mission = first_goals(new, today).into_iter().next().filter(|_| new.mission.is_some());
        // The goals at the top of a table serve the mission, as an objective that is typed in does.
        let map = self.map.clone().with_top(mission.as_ref().map(|(id, ..)| id.clone()));
        if let Some((id, path, text)) = mission {
            work.create(&path, text.clone(), &id)?;
            texts.push((path, text));
        }
        let imported = Self { map, ..self.clone() }.import(&texts, today)?;
        for note in &imported.notes {
            session.note(note);
        }
        let mut goals = 0;
        for file in imported.files {
            if let Some(goal) = &file.goal {
                work.create(&file.path, file.text, goal)?;
                goals += 1;
            }
        }
        for row in imported.refused {
            let column = row.column.map(str::to_owned);
            work.rejected.push(Rejected { line: row.line, goal: row.goal, column, reason: row.reason, help: row.help });
        }
        work.say(format!("{} imported", count_of(goals, "goal")));
        Ok(())
    }
}
