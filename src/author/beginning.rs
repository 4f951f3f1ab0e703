//! The first files of a goals repository, and what git, an editor and a pipeline want beside them.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use super::replace::WriteError;
use super::scaffold::Scaffold;
use crate::model::{KEY_RESULT_TITLE, Kind, METRIC_NAME, METRIC_UNIT, MISSION_STATEMENT, Metric, OBJECTIVE_TITLE};
use crate::syntax::Content;
use crate::view::schema;

/// Who begins.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Beginner {
    /// The organisation's name.
    pub organization: String,
    /// The person's id.
    pub person: String,
    /// Their name.
    pub name: String,
    /// Their address in commits.
    pub email: Option<String>,
    /// The quarter in which they begin.
    pub period: String,
}

/// Where a pipeline runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pipeline {
    /// GitHub Actions.
    GitHub,
    /// GitLab CI.
    GitLab,
}

impl Pipeline {
    /// Both with their names on the command line.
    pub const WORDS: [(&'static str, Self); 2] = [("github", Self::GitHub), ("gitlab", Self::GitLab)];

    /// Its file from the top of the repository, with the text.
    #[must_use]
    pub fn file(self) -> (&'static str, &'static str) {
        match self {
            Self::GitHub => (".github/workflows/goals.yml", include_str!("beginning/github.yml")),
            Self::GitLab => (".gitlab-ci.yml", include_str!("beginning/gitlab.yml")),
        }
    }
}

/// The settings and the organisation, by their paths from the root.
#[must_use]
pub fn frame(beginner: &Beginner) -> Vec<(String, String)> {
    let settings =
        include_str!("beginning/goalpost.yaml").replace("ORGANIZATION", &Content::text(&beginner.organization).line());
    let mut person =
        vec![("id".to_owned(), Content::text(&beginner.person)), ("name".to_owned(), Content::text(&beginner.name))];
    person.push(("team".to_owned(), Content::text("everyone")));
    let email = beginner.email.iter().map(|it| Content::List(vec![Content::text(it)]));
    person.extend(email.map(|list| ("email".to_owned(), list)));
    let team = [
        ("id", Content::text("everyone")),
        ("name", Content::text(&beginner.organization)),
        ("level", Content::text("company")),
        ("lead", Content::text(&beginner.person)),
    ];
    let team = team.map(|(name, value)| (name.to_owned(), value)).to_vec();
    let org = format!(
        "# Who is here. Ids that stand here stay known: people who leave get `until`, teams a `successor`.\n\
         teams:\n  - {}\npeople:\n  - {}\n",
        Content::Fields(team).flow(),
        Content::Fields(person).flow()
    );
    vec![("goalpost.yaml".to_owned(), settings), ("org.yaml".to_owned(), org)]
}

/// A mission, an objective and a key result to begin with, by their ids and paths from the root.
#[must_use]
pub fn first_goals(beginner: &Beginner) -> Vec<(String, String, String)> {
    let mission = Scaffold {
        id: "mission".to_owned(),
        title: beginner.organization.clone(),
        statement: Some(MISSION_STATEMENT.to_owned()),
        ..Scaffold::default()
    };
    let objective = Scaffold {
        id: "first-objective".to_owned(),
        title: OBJECTIVE_TITLE.to_owned(),
        owner: Some(beginner.person.clone()),
        team: Some("everyone".to_owned()),
        period: Some(beginner.period.clone()),
        draft: true,
        supports: vec!["mission".to_owned()],
        ..Scaffold::default()
    };
    let result = Scaffold {
        id: "first-key-result".to_owned(),
        title: KEY_RESULT_TITLE.to_owned(),
        measures: Some("first-objective".to_owned()),
        draft: true,
        metric: Metric {
            name: Some(METRIC_NAME.to_owned()),
            unit: Some(METRIC_UNIT.to_owned()),
            baseline: Some(10.0),
            target: Some(20.0),
            ..Metric::default()
        },
        ..Scaffold::default()
    };
    let in_period = |id: &str| format!("{}/{id}.yaml", beginner.period);
    vec![
        ("mission".to_owned(), "mission.yaml".to_owned(), mission.text(Kind::Mission)),
        ("first-objective".to_owned(), in_period("first-objective"), objective.text(Kind::Objective)),
        ("first-key-result".to_owned(), in_period("first-key-result"), result.text(Kind::KeyResult)),
    ]
}

/// What an editor wants: the schemas, and a setting that says which files they are for. From the root.
#[must_use]
pub fn editor_files() -> Vec<(String, String)> {
    let mut files = vec![(".vscode/settings.json".to_owned(), include_str!("beginning/vscode.json").to_owned())];
    for name in ["goal", "goalpost", "org"] {
        if let Some(schema) = schema::named(name) {
            files.push((format!(".goalpost/{name}.schema.json"), schema.text()));
        }
    }
    files
}

/// What is to be pasted into settings of an editor that are there already.
#[must_use]
pub fn editor_setting() -> String {
    let line = include_str!("beginning/vscode.json").split_whitespace().collect::<Vec<_>>().join(" ");
    let inner = line.strip_prefix('{').and_then(|it| it.strip_suffix('}'));
    inner.unwrap_or(&line).trim().to_owned()
}

/// The lines of `.gitattributes` by which goal files are merged by field.
pub const ATTRIBUTES: &str = "*.yaml merge=goalpost\n*.yml merge=goalpost\n";

/// What git calls to merge goal files. Where there is no goalpost it merges lines, as it would without a driver: to git a
/// program that is not found would be a merge with conflicts, whose outcome is one side alone. Gits before 2.44 do not know
/// the last three and leave them as they are, which `merge` takes for nothing said.
pub const MERGE_DRIVER: &str = "\
    if command -v goalpost >/dev/null 2>&1; then goalpost merge %O %A %B %L %P %S %X %Y; \
    else git merge-file --marker-size=%L -L ours -L base -L theirs %A %O %B; fi";

/// What is run before a commit: it looks at what would be committed.
#[must_use]
pub fn staged_check(root: &str) -> String {
    let root = match root {
        "." | "" => String::new(),
        root => format!(" --root {}", shell_word(root)),
    };
    format!("goalpost check --staged{root}")
}

/// The hook that refuses what is broken before it is committed.
#[must_use]
pub fn hook(root: &str) -> String {
    format!("#!/bin/sh\nexec {}\n", staged_check(root))
}

/// The same for the pre-commit tool, as an entry of `repos` in its settings.
#[must_use]
pub fn pre_commit_entry(root: &str) -> String {
    let hook = [
        ("id", Content::text("goalpost")),
        ("name", Content::text("goals")),
        ("entry", Content::text(staged_check(root))),
        ("language", Content::text("system")),
        ("pass_filenames", Content::word("false")),
        ("always_run", Content::word("true")),
    ];
    let hook = Content::Fields(hook.map(|(name, value)| (name.to_owned(), value)).to_vec());
    format!("- {{repo: local, hooks: [{}]}}", hook.flow())
}

/// A word as a shell reads it back.
#[must_use]
pub fn shell_word(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "._-/".contains(c);
    if word.chars().all(plain) { word.to_owned() } else { format!("'{}'", word.replace('\'', "'\\''")) }
}

/// Writes a program that is not there yet; gives whether it was written.
///
/// # Errors
/// It cannot be written.
pub fn write_program(path: &Path, text: &str) -> Result<bool, WriteError> {
    use std::os::unix::fs::OpenOptionsExt as _;
    let refused = |source| WriteError::Refused { path: path.to_path_buf(), source };
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(refused)?;
    }
    match fs::OpenOptions::new().write(true).create_new(true).mode(0o755).open(path) {
        Ok(mut file) => file.write_all(text.as_bytes()).map(|()| true).map_err(refused),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(refused(error)),
    }
}
