//! The files that `init` writes: settings, example goals, and the configuration for git, editors and CI.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use super::replace::WriteError;
use super::scaffold::Scaffold;
use crate::model::{KEY_RESULT_TITLE, Kind, METRIC_NAME, METRIC_UNIT, MISSION_STATEMENT, Metric, OBJECTIVE_TITLE};
use crate::render::shell_word;
use crate::syntax::Content;
use crate::view::schema::FILES;

/// The names in the files of a new goals repository.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct NewRepository {
    /// The organization's name.
    pub organization: String,
    /// The id of the person who runs `init`.
    pub person: String,
    /// That person's name.
    pub name: String,
    /// That person's address in commits.
    pub email: Option<String>,
    /// The period of the example goals.
    pub period: String,
}

/// A CI service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pipeline {
    /// GitHub Actions.
    GitHub,
    /// GitLab CI.
    GitLab,
}

impl Pipeline {
    /// All services with their names on the command line.
    pub const WORDS: [(&'static str, Self); 2] = [("github", Self::GitHub), ("gitlab", Self::GitLab)];

    /// Returns the path of its file from the top of the repository, and the text.
    #[must_use]
    pub fn file(self) -> (&'static str, &'static str) {
        match self {
            Self::GitHub => (".github/workflows/goals.yml", include_str!("init/github.yml")),
            Self::GitLab => (".gitlab-ci.yml", include_str!("init/gitlab.yml")),
        }
    }
}

/// Returns goalpost.yaml and org.yaml.
#[must_use]
pub fn settings_files(new: &NewRepository) -> Vec<(String, String)> {
    let settings = include_str!("init/goalpost.yaml").replace("ORGANIZATION", &Content::text(&new.organization).line());
    let mut person = vec![("id".to_owned(), Content::text(&new.person)), ("name".to_owned(), Content::text(&new.name))];
    person.push(("team".to_owned(), Content::text("everyone")));
    let email = new.email.iter().map(|it| Content::List(vec![Content::text(it)]));
    person.extend(email.map(|list| ("email".to_owned(), list)));
    let team = [
        ("id", Content::text("everyone")),
        ("name", Content::text(&new.organization)),
        ("level", Content::text("company")),
        ("lead", Content::text(&new.person)),
    ];
    let team = team.map(|(name, value)| (name.to_owned(), value)).to_vec();
    let org = format!(
        "# People and teams. Do not delete those who leave: add `until` to a person, `successor` to a team.\n\
         teams:\n  - {}\npeople:\n  - {}\n",
        Content::Fields(team).flow(),
        Content::Fields(person).flow()
    );
    vec![("goalpost.yaml".to_owned(), settings), ("org.yaml".to_owned(), org)]
}

/// Returns an example mission, objective and key result: their ids, paths from the root and texts.
#[must_use]
pub fn example_goals(new: &NewRepository) -> Vec<(String, String, String)> {
    let mission = Scaffold {
        id: "mission".to_owned(),
        title: new.organization.clone(),
        statement: Some(MISSION_STATEMENT.to_owned()),
        ..Scaffold::default()
    };
    let objective = Scaffold {
        id: "first-objective".to_owned(),
        title: OBJECTIVE_TITLE.to_owned(),
        owner: Some(new.person.clone()),
        team: Some("everyone".to_owned()),
        period: Some(new.period.clone()),
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
    let in_period = |id: &str| format!("{}/{id}.yaml", new.period);
    vec![
        ("mission".to_owned(), "mission.yaml".to_owned(), mission.text(Kind::Mission)),
        ("first-objective".to_owned(), in_period("first-objective"), objective.text(Kind::Objective)),
        ("first-key-result".to_owned(), in_period("first-key-result"), result.text(Kind::KeyResult)),
    ]
}

/// Returns the JSON Schemas, and the VS Code settings (of the YAML extension) that map them to files.
#[must_use]
pub fn editor_files() -> Vec<(String, String)> {
    let mut files = vec![(".vscode/settings.json".to_owned(), include_str!("init/vscode.json").to_owned())];
    files.extend(FILES.iter().map(|schema| (format!(".goalpost/{}.schema.json", schema.name), schema.text.to_owned())));
    files
}

/// Returns the entry to add to existing VS Code settings, on one line.
#[must_use]
pub fn editor_setting() -> String {
    let line = include_str!("init/vscode.json").split_whitespace().collect::<Vec<_>>().join(" ");
    let inner = line.strip_prefix('{').and_then(|it| it.strip_suffix('}'));
    inner.unwrap_or(&line).trim().to_owned()
}

/// The lines of `.gitattributes` that use the merge driver (gitattributes(5)).
pub const ATTRIBUTES: &str = "*.yaml merge=goalpost\n*.yml merge=goalpost\n";

/// The command that git runs to merge goal files. Without goalpost on the machine it merges lines, like git itself: git
/// takes a missing program for a merge with conflicts, and leaves one side only in the file. Versions of git before
/// 2.44 pass the last three placeholders unchanged, which `merge` ignores.
pub const MERGE_DRIVER: &str = "\
    if command -v goalpost >/dev/null 2>&1; then goalpost merge %O %A %B %L %P %S %X %Y; \
    else git merge-file --marker-size=%L -L ours -L base -L theirs %A %O %B; fi";

/// Returns the command of the pre-commit hook.
#[must_use]
pub fn staged_check(root: &str) -> String {
    let root = match root {
        "." | "" => String::new(),
        root => format!(" --root {}", shell_word(root)),
    };
    format!("goalpost check --staged{root}")
}

/// Returns the text of the pre-commit hook (githooks(5)).
#[must_use]
pub fn hook(root: &str) -> String {
    format!("#!/bin/sh\nexec {}\n", staged_check(root))
}

/// Returns the entry of `repos` for the pre-commit tool (pre-commit.com).
#[must_use]
pub fn pre_commit_entry(root: &str) -> String {
    let hook = [
        ("id", Content::text("goalpost")),
        ("name", Content::text("check goals")),
        ("entry", Content::text(staged_check(root))),
        ("language", Content::text("system")),
        ("pass_filenames", Content::word("false")),
        ("always_run", Content::word("true")),
    ];
    let hook = Content::Fields(hook.map(|(name, value)| (name.to_owned(), value)).to_vec());
    format!("- {{repo: local, hooks: [{}]}}", hook.flow())
}

/// Creates an executable file. Returns false if a file exists already.
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
