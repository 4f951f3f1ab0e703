//! The files that `init` writes: settings, example goals, and the configuration for git, editors and CI.

use super::scaffold::Scaffold;
use crate::model::{Day, KEY_RESULT_TITLE, Kind, METRIC_NAME, METRIC_UNIT, MISSION_STATEMENT, Metric, OBJECTIVE_TITLE};
use crate::render::shell_word;
use crate::syntax::Content;
use crate::view::schema::FILES;

/// The contents of the files of a new goals repository.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct NewRepository {
    /// The organization's name.
    pub organization: String,
    /// The people, whoever runs `init` first.
    pub people: Vec<NewPerson>,
    /// The id and name of the team; none for a team of everyone.
    pub team: Option<(String, String)>,
    /// The ids and names of further teams, below the one of everyone if that is the team.
    pub more_teams: Vec<(String, String)>,
    /// The mission in one sentence; none for a placeholder.
    pub mission: Option<String>,
    /// The first objectives; none for examples.
    pub objectives: Vec<NewObjective>,
    /// The period of the goals.
    pub period: String,
    /// The patterns of the files that were there before and are no goals.
    pub exclude: Vec<String>,
    /// The branch on which goals count; none where it is not known.
    pub trunk: Option<String>,
}

/// A person in a new goals repository.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NewPerson {
    /// The id.
    pub id: String,
    /// The name.
    pub name: String,
    /// The addresses in commits.
    pub emails: Vec<String>,
}

/// An objective in a new goals repository.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct NewObjective {
    /// The id.
    pub id: String,
    /// The title.
    pub title: String,
    /// Its key results.
    pub results: Vec<NewKeyResult>,
}

/// A key result in a new goals repository.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct NewKeyResult {
    /// The id.
    pub id: String,
    /// The title.
    pub title: String,
    /// The unit.
    pub unit: Option<String>,
    /// The value at the start of the period.
    pub baseline: Option<f64>,
    /// The value today.
    pub current: Option<f64>,
    /// The value to reach.
    pub target: Option<f64>,
    /// Whether it was given with its numbers, so that none is left to ask for.
    pub says_all: bool,
}

impl NewKeyResult {
    /// Whether it is written as a draft: without a target nobody can tell when it is reached, which is an error in a goal that
    /// holds.
    pub fn is_draft(&self) -> bool {
        self.target.is_none()
    }
}

impl NewRepository {
    /// The id and name of the team that everybody belongs to, and its level.
    fn team(&self) -> (&str, &str, &str) {
        match &self.team {
            Some((id, name)) => (id, name, "team"),
            None => ("everyone", &self.organization, "company"),
        }
    }

    /// The id of whoever runs `init`.
    fn owner(&self) -> Option<String> {
        self.people.first().map(|person| person.id.clone())
    }
}

/// A file of a pipeline: its path from the top of the repository, and its text.
pub type PipelineFile = (&'static str, &'static str);

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

    /// Returns the path of the file that pulls values every night, and the text.
    pub fn nightly_file(self) -> PipelineFile {
        match self {
            Self::GitHub => (".github/workflows/goals-pull.yml", include_str!("init/github_pull.yml")),
            Self::GitLab => (".gitlab/goals-pull.yml", include_str!("init/gitlab_pull.yml")),
        }
    }

    /// Returns the files that check goals from the top of the repository.
    pub fn files(self) -> &'static [PipelineFile] {
        match self {
            Self::GitHub => &[
                (".github/workflows/goals.yml", include_str!("init/github.yml")),
                // For pull requests from forks, whose own runs may not comment.
                (".github/workflows/goals-comment.yml", include_str!("init/github-comment.yml")),
            ],
            Self::GitLab => &[(".gitlab-ci.yml", include_str!("init/gitlab.yml"))],
        }
    }

    /// Returns the files by which people check in without git, and the agenda is an issue; none where a service has no such
    /// thing. Their workflows may write, so they are for those who ask for them.
    pub fn check_in_files(self) -> &'static [PipelineFile] {
        match self {
            Self::GitHub => &[
                (".github/workflows/goals-checkin.yml", include_str!("init/github-checkin.yml")),
                (".github/workflows/goals-agenda.yml", include_str!("init/github-agenda.yml")),
                (".github/ISSUE_TEMPLATE/checkin.yml", include_str!("init/github-form.yml")),
            ],
            Self::GitLab => &[],
        }
    }
}

/// Returns goalpost.yaml and org.yaml.
pub fn settings_files(new: &NewRepository) -> Vec<(String, String)> {
    let line = |text: &String| Content::text(text).line();
    let trunk =
        new.trunk.as_ref().map(|trunk| format!("trunk: {}  # changes count once they are on it\n", line(trunk)));
    let settings = include_str!("init/goalpost.yaml").replace("TRUNK\n", &trunk.unwrap_or_default());
    let mut settings = settings.replace("ORGANIZATION", &line(&new.organization));
    if !new.exclude.is_empty() {
        let patterns = Content::List(new.exclude.iter().map(Content::text).collect());
        settings.push_str(&format!("exclude: {}\n", patterns.line()));
    }
    let (team_id, team_name, level) = new.team();
    let person = |person: &NewPerson| {
        let mut fields = vec![
            ("id".to_owned(), Content::text(&person.id)),
            ("name".to_owned(), Content::text(&person.name)),
            ("team".to_owned(), Content::text(team_id)),
        ];
        if !person.emails.is_empty() {
            fields.push(("email".to_owned(), Content::List(person.emails.iter().map(Content::text).collect())));
        }
        format!("  - {}\n", Content::Fields(fields).flow())
    };
    let mut team = vec![
        ("id".to_owned(), Content::text(team_id)),
        ("name".to_owned(), Content::text(team_name)),
        ("level".to_owned(), Content::text(level)),
    ];
    team.extend(new.owner().map(|lead| ("lead".to_owned(), Content::text(lead))));
    let more_team = |(id, name): &(String, String)| {
        let mut fields = vec![("id", id.as_str()), ("name", name), ("level", "team")];
        // Two teams of one level are beside each other.
        fields.extend((level == "company").then_some(("parent", team_id)));
        let fields = fields.into_iter().map(|(field, text)| (field.to_owned(), Content::text(text)));
        format!("  - {}\n", Content::Fields(fields.collect()).flow())
    };
    let org = format!(
        "# People and teams. Do not delete those who leave: add `until` to a person, `successor` to a team.\n\
         teams:\n  - {}\n{}people:\n{}",
        Content::Fields(team).flow(),
        new.more_teams.iter().map(more_team).collect::<String>(),
        new.people.iter().map(person).collect::<String>()
    );
    vec![("goalpost.yaml".to_owned(), settings), ("org.yaml".to_owned(), org)]
}

/// Returns the mission, the objectives and their key results: their ids, paths from the root and texts. What is not known is
/// an example to edit, as a draft.
pub fn first_goals(new: &NewRepository, today: Day) -> Vec<(String, String, String)> {
    let mission = Scaffold {
        id: "mission".to_owned(),
        title: new.organization.clone(),
        statement: Some(new.mission.clone().unwrap_or_else(|| MISSION_STATEMENT.to_owned())),
        ..Scaffold::default()
    };
    let objective = |id: &str, title: &str, draft: bool| Scaffold {
        id: id.to_owned(),
        title: title.to_owned(),
        owner: new.owner(),
        team: Some(new.team().0.to_owned()),
        period: Some(new.period.clone()),
        draft,
        supports: vec!["mission".to_owned()],
        ..Scaffold::default()
    };
    let result = |objective: &str, result: &NewKeyResult| Scaffold {
        id: result.id.clone(),
        title: result.title.clone(),
        measures: Some(objective.to_owned()),
        draft: result.is_draft(),
        metric: Metric {
            unit: result.unit.clone(),
            baseline: result.baseline,
            target: result.target,
            current: result.current,
            as_of: result.current.map(|_| today),
            ..Metric::default()
        },
        ..Scaffold::default()
    };
    let in_period =
        |goal: &Scaffold, kind| (goal.id.clone(), format!("{}/{}.yaml", new.period, goal.id), goal.text(kind));
    let mut goals = vec![("mission".to_owned(), "mission.yaml".to_owned(), mission.text(Kind::Mission))];
    if new.objectives.is_empty() {
        let first = objective("first-objective", OBJECTIVE_TITLE, true);
        goals.push(in_period(&first, Kind::Objective));
        goals.push(in_period(&example_key_result(&first.id), Kind::KeyResult));
    }
    for each in &new.objectives {
        goals.push(in_period(&objective(&each.id, &each.title, false), Kind::Objective));
        goals.extend(each.results.iter().map(|it| in_period(&result(&each.id, it), Kind::KeyResult)));
    }
    goals
}

fn example_key_result(objective: &str) -> Scaffold {
    Scaffold {
        id: "first-key-result".to_owned(),
        title: KEY_RESULT_TITLE.to_owned(),
        measures: Some(objective.to_owned()),
        draft: true,
        metric: Metric {
            name: Some(METRIC_NAME.to_owned()),
            unit: Some(METRIC_UNIT.to_owned()),
            baseline: Some(10.0),
            target: Some(20.0),
            ..Metric::default()
        },
        ..Scaffold::default()
    }
}

/// Returns the JSON Schemas, and the VS Code settings (of the YAML extension) that map them to files.
pub fn editor_files() -> Vec<(String, String)> {
    let mut files = vec![(".vscode/settings.json".to_owned(), include_str!("init/vscode.json").to_owned())];
    files.extend(
        FILES.iter().map(|schema| (format!(".goalpost/{}.schema.json", schema.name), schema.text().to_owned())),
    );
    files
}

/// Returns the entry to add to existing VS Code settings, on one line.
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
pub fn staged_check(root: &str) -> String {
    let root = match root {
        "." | "" => String::new(),
        root => format!(" --root {}", shell_word(root)),
    };
    format!("goalpost check --staged{root}")
}

/// Returns the text of the pre-commit hook (githooks(5)).
pub fn hook(root: &str) -> String {
    format!("#!/bin/sh\nexec {}\n", staged_check(root))
}

/// Returns the entry of `repos` for the pre-commit tool (pre-commit.com).
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
