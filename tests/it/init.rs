//! What `init` sets up beside the goals: a hook, a merge driver, in this repository and in no other.

use std::ffi::OsStr;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use crate::support::files::contents;
use crate::support::program::{commands, folder, goalpost, goalpost_with, json, says};
use crate::support::repository::Repo;
use crate::support::terminal::{Sitting, typed};

#[test]
fn a_folder_of_hooks_for_every_repository_is_left_alone() {
    let (repo, home) = (Repo::new(), tempfile::tempdir().expect("a folder"));
    let hooks = home.path().join("my hooks");
    fs::create_dir(&hooks).expect("a folder");
    let config = home.path().join("gitconfig");
    fs::write(&config, format!("[core]\n\thooksPath = {}\n", hooks.display())).expect("written");
    let environment: &[(&str, &OsStr)] =
        &[("GIT_CONFIG_GLOBAL", config.as_os_str()), ("GIT_CONFIG_NOSYSTEM", "1".as_ref())];
    let answer = goalpost_with(repo.path(), &["init", "-q", "--hook"], environment);
    assert_eq!((answer.code, fs::read_dir(&hooks).expect("the folder").count()), (0, 0), "{}", answer.stderr);
    assert!(answer.stdout.contains("goalpost check --staged"), "{}", answer.stdout);
    assert!(answer.stdout.contains("core.hooksPath"), "{}", answer.stdout);
    // A folder of hooks inside the repository is its own.
    repo.git(&["config", "core.hooksPath", ".hooks"]);
    says(repo.path(), &["init", "-q", "--hook"]);
    assert!(repo.path().join(".hooks/pre-commit").is_file());
}

#[test]
fn a_dry_run_tells_of_the_hook_and_of_gits_configuration() {
    let repo = Repo::new();
    let config = repo.read(".git/config");
    let shown = goalpost(repo.path(), &["init", "--dry-run", "--hook", "--merge-driver"]);
    assert_eq!(shown.code, 0, "{}", shown.stderr);
    for told in [".git/hooks/pre-commit", "merge.goalpost.driver"] {
        assert!(shown.stderr.contains(told), "{told}: {}", shown.stderr);
    }
    assert_eq!(repo.read(".git/config"), config);
    assert!(!repo.path().join(".git/hooks/pre-commit").exists() && !repo.path().join("goalpost.yaml").exists());
}

const GOAL: &str = "kind: key_result\nid: wait\ntitle: Cut the wait\nmeasures: queue\nmetric: {name: wait, unit: minutes, baseline: 9, target: 4, current: 8, as_of: 2026-11-07}\nconfidence: 0.5\n";

/// Runs git where the programs of some folder come before those of the system.
fn git(folder: &Path, programs: Option<&Path>, args: &[&str]) -> Output {
    let system = std::env::var("PATH").unwrap_or_default();
    let path = programs.map_or_else(|| system.clone(), |programs| format!("{}:{system}", programs.display()));
    let mut command = Command::new("git");
    command.current_dir(folder).args(args).env_clear().env("PATH", path).env("HOME", folder);
    command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
    for role in ["AUTHOR", "COMMITTER"] {
        command.env(format!("GIT_{role}_NAME"), "Ines").env(format!("GIT_{role}_EMAIL"), "ines@northwind.example");
    }
    command.output().expect("git runs")
}

/// A repository with the driver that `init` sets up, and two branches that both changed a goal in a folder with a space
/// in its name: `main` and `side`.
fn forked(ours: (&str, &str), theirs: (&str, &str)) -> Repo {
    let repo = Repo::new();
    repo.write("goals of us/wait it's.yaml", GOAL);
    says(repo.path(), &["init", "-q", "--merge-driver"]);
    repo.commit("nia", "2026-10-01T08:00:00Z", "Set the goals");
    repo.branch("side");
    repo.write("goals of us/wait it's.yaml", &GOAL.replace(theirs.0, theirs.1));
    repo.commit("tom", "2026-10-02T08:00:00Z", "Theirs");
    repo.checkout("main");
    repo.write("goals of us/wait it's.yaml", &GOAL.replace(ours.0, ours.1));
    repo.commit("nia", "2026-10-03T08:00:00Z", "Ours");
    repo
}

#[test]
fn merging_works_with_and_without_the_program_at_hand() {
    // One line changed by both sides in ways that fields keep apart and lines do not.
    let ours = ("as_of: 2026-11-07", "as_of: 2026-11-14");
    let theirs = ("target: 4", "target: 3");
    let programs = tempfile::tempdir().expect("a folder");
    std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_goalpost"), programs.path().join("goalpost")).expect("a link");
    let repo = forked(ours, theirs);
    let merged = git(repo.path(), Some(programs.path()), &["merge", "-q", "--no-edit", "side"]);
    assert!(merged.status.success(), "{}", String::from_utf8_lossy(&merged.stdout));
    let text = repo.read("goals of us/wait it's.yaml");
    assert!(text.contains("target: 3") && text.contains("as_of: 2026-11-14"), "{text}");
    // Where nobody has goalpost, git merges as it does without a driver: both versions stand there to be seen.
    let repo = forked(ours, theirs);
    let open = git(repo.path(), None, &["merge", "-q", "--no-edit", "side"]);
    assert!(!open.status.success());
    let text = repo.read("goals of us/wait it's.yaml");
    for part in ["<<<<<<< ", "as_of: 2026-11-14", "=======", "target: 3", ">>>>>>> "] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(!text.contains('%'), "{text}");
}

#[test]
fn conflicts_name_the_branches() {
    let programs = tempfile::tempdir().expect("a folder");
    std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_goalpost"), programs.path().join("goalpost")).expect("a link");
    let repo = forked(("target: 4", "target: 5"), ("target: 4", "target: 3"));
    let open = git(repo.path(), Some(programs.path()), &["merge", "-q", "--no-edit", "side"]);
    assert_eq!(open.status.code(), Some(1));
    let text = repo.read("goals of us/wait it's.yaml");
    assert!(text.contains("<<<<<<< ") && !text.contains('%'), "{text}");
    // Git knows what the sides are called since 2.44.
    if git_is_at_least(44) {
        assert!(text.contains("<<<<<<< HEAD\n") && text.contains(">>>>>>> side\n"), "{text}");
    }
}

fn git_is_at_least(minor: u32) -> bool {
    let version = Command::new("git").arg("--version").output().expect("git runs").stdout;
    let text = String::from_utf8_lossy(&version).into_owned();
    let mut numbers = text.split(|c: char| !c.is_ascii_digit()).filter_map(|it| it.parse::<u32>().ok());
    (numbers.next(), numbers.next()) >= (Some(2), Some(minor))
}

#[test]
fn a_repository_inside_another_root_is_noted() {
    let outer = folder(&[("goalpost.yaml", "")]);
    let noted = goalpost(outer.path(), &["init", "inner"]).stderr;
    assert!(noted.contains("inner is inside the goals' root"), "{noted}");
    let elsewhere = folder(&[]);
    let noted = goalpost(elsewhere.path(), &["init", "goals"]).stderr;
    assert!(!noted.contains("is inside the goals' root"), "{noted}");
}

/// What `init` wrote below a folder, as `path: text`.
fn written(folder: &Path, path: &str) -> String {
    fs::read_to_string(folder.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

#[test]
fn on_a_terminal_init_asks_for_the_goals_and_ends_with_the_check() {
    let repo = Repo::new();
    repo.git(&["config", "user.name", "Ana Lima"]);
    repo.git(&["config", "user.email", "ana@northwind.example"]);
    for author in ["ben", "ben", "carla"] {
        repo.commit(author, "2026-11-01T08:00:00Z", "Work");
    }
    let seen = typed(
        repo.path(),
        &["init", "-q"],
        &[
            "Harbour Bakery",
            "Bread that people queue for: every day",
            "Oven Team",
            "1",
            "Bread that people queue for every single day of the week",
            "Cut the wait from 9 to 4 minutes",
            "",
            "",
            "8",
            "",
            "Sell more loaves",
            "loaves",
            "100",
            "many",
            "250",
            "400",
            "",
            "Waste nothing",
            "Cut flour: 80 to 20 kg, now 85",
            "Bread: 1oo to 4",
            "",
            "",
            "n",
            "n",
            "",
            "n",
        ],
    );
    assert!(seen.contains("1  Ben <ben@northwind.example>") && seen.contains("2  Carla <carla@"), "{seen}");
    assert!(seen.contains("value at the start? [9]") && seen.contains("value to reach? [4]"), "{seen}");
    assert!(seen.contains("`many` is not a number"), "{seen}");
    assert!(seen.contains("check: "), "{seen}");
    assert!(seen.contains("git add . && git commit -m"), "{seen}");
    let org = written(repo.path(), "org.yaml");
    assert!(org.contains("{id: oven-team, name: Oven Team, level: team, lead: ana}"), "{org}");
    assert!(org.contains("id: ben, name: Ben, team: oven-team") && !org.contains("carla"), "{org}");
    let objective = written(repo.path(), "2026-Q4/bread-people-queue-every.yaml");
    assert!(objective.contains("team: oven-team\n") && !objective.contains("state: draft"), "{objective}");
    let wait = written(repo.path(), "2026-Q4/cut-wait-minutes.yaml");
    for line in ["  unit: min\n", "  baseline: 9\n", "  target: 4\n", "  current: 8\n", "  as_of: 2026-11-21\n"] {
        assert!(wait.contains(line), "{line}{wait}");
    }
    let loaves = written(repo.path(), "2026-Q4/sell-more-loaves.yaml");
    assert!(loaves.contains("  current: 250\n") && loaves.contains("  target: 400\n"), "{loaves}");
    // A second objective; a key result that says all is not asked about, and a number that is none is asked for again.
    let flour = written(repo.path(), "2026-Q4/cut-flour.yaml");
    assert!(flour.contains("measures: waste-nothing\n") && flour.contains("  current: 85\n"), "{flour}");
    assert!(seen.contains("another objective?") && seen.contains("`1oo` is in oo, but"), "{seen}");
    assert_eq!(goalpost(repo.path(), &["check", "-q"]).code, 0, "{}", goalpost(repo.path(), &["check"]).stdout);
}

/// The unit of the example at the question was not asked for, and `check` found it missing.
#[test]
fn a_unit_that_no_number_has_is_asked_for() {
    let here = folder(&[]);
    let numbers = "Loaves sold: 100 to 400, now 250";
    let lines = ["n", "Bakery", "Bread", "", "Win the morning", numbers, "loaves", "", "", "n"];
    let seen = typed(here.path(), &["init", "-q"], &lines);
    assert!(seen.contains("unit?") && !seen.contains("value at the start?"), "{seen}");
    let loaves = written(here.path(), "2026-Q4/loaves-sold.yaml");
    assert!(loaves.contains("  unit: loaves\n") && loaves.contains("  current: 250\n"), "{loaves}");
    let example = seen.lines().find_map(|line| line.split_once("or: ")).expect("an example").1.trim();
    let here = folder(&[]);
    typed(here.path(), &["init", "-q"], &["n", "Bakery", "Bread", "", "Win the morning", example, "", "", "n"]);
    let found = goalpost(here.path(), &["check", "-q"]);
    assert!(!found.stdout.contains("missing-unit"), "{example}: {}", found.stdout);
}

#[test]
fn every_answer_has_an_option_and_a_repository_is_created_if_it_is_wanted() {
    let here = folder(&[]);
    let answer = says(
        here.path(),
        &[
            "init",
            "-q",
            "--git",
            "--organization",
            "Bakery",
            "--mission",
            "Bread that people queue for",
            "--team",
            "Ovens",
            "--person",
            "Ben Costa <ben@northwind.example>",
            "--person",
            "Ben Dias",
            "--objective",
            "Win the morning",
            "--key-result",
            "Sell more loaves: 100 to 400 loaves, now 250",
            "--key-result",
            "Sell more loaves",
        ],
    );
    assert!(here.path().join(".git").is_dir());
    assert!(answer.contains("check: ") && answer.contains("git add . && git commit"), "{answer}");
    let org = written(here.path(), "org.yaml");
    assert!(
        org.contains("{id: ben, name: Ben Costa, team: ovens") && org.contains("{id: ben-dias, name: Ben Dias"),
        "{org}"
    );
    assert!(written(here.path(), "mission.yaml").contains("statement: Bread that people queue for\n"));
    assert!(written(here.path(), "2026-Q4/sell-more-loaves.yaml").contains("  current: 250\n"));
    assert!(written(here.path(), "2026-Q4/sell-more-loaves-2.yaml").contains("measures: win-the-morning\n"));
    assert_eq!(goalpost(here.path(), &["rollup", "-q"]).code, 0);
    for (args, said) in [
        (&["--key-result", "More"][..], "--objective"),
        (&["--objective", "x", "--key-result", "More: 1oo to 4 loaves"], "START to TARGET UNIT"),
        (&["--person", "<ben>"], "NAME <ADDRESS>"),
    ] {
        let bare = folder(&[]);
        let refused = goalpost(bare.path(), &[&["init", "--git"], args].concat());
        assert!(refused.code == 2 && refused.stderr.contains(said), "{args:?}: {}", refused.stderr);
        assert_eq!(fs::read_dir(bare.path()).expect("the folder").count(), 0, "nothing is left behind");
    }
}

#[test]
fn ctrl_c_in_the_midst_of_the_questions_leaves_nothing() {
    let here = folder(&[]);
    let mut sitting = Sitting::begin(here.path(), &["init", "-q"], "y\nHarbour\n");
    sitting.sees("mission, in one sentence?");
    sitting.interrupts();
    assert_eq!(sitting.ends().0, None);
    assert_eq!(fs::read_dir(here.path()).expect("the folder").count(), 0);
}

#[test]
fn what_init_writes_passes_the_hook_that_it_installs() {
    let programs = tempfile::tempdir().expect("a folder");
    std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_goalpost"), programs.path().join("goalpost")).expect("a link");
    let goals = ["--hook", "--mission", "M", "--objective", "Win the morning", "--key-result"];
    let repo = Repo::new();
    let before = contents(repo.path());
    let refused = goalpost(repo.path(), &[&["init"], &goals[..], &[""]].concat());
    assert!(refused.code == 2 && refused.stderr.contains("has no title"), "{}", refused.stderr);
    assert_eq!(contents(repo.path()), before);
    let answer = says(
        repo.path(),
        &[&["init"], &goals[..], &["Sell more loaves", "--key-result", "Waits: 9 to 4 min"]].concat(),
    );
    assert!(answer.contains("drafts until they have a target: sell-more-loaves\n"), "{answer}");
    let draft = written(repo.path(), "2026-Q4/sell-more-loaves.yaml");
    assert!(draft.contains("\nstate: draft "), "{draft}");
    assert!(!written(repo.path(), "2026-Q4/waits.yaml").contains("state: draft"));
    git(repo.path(), Some(programs.path()), &["add", "."]);
    let commit = git(repo.path(), Some(programs.path()), &["commit", "-q", "-m", "Set our goals"]);
    assert!(commit.status.success(), "{}", String::from_utf8_lossy(&commit.stderr));
}

#[test]
fn init_foretells_what_check_finds() {
    let (outside, unborn, repo) = (folder(&[]), Repo::new(), Repo::new());
    repo.write("README.md", "Bread\n");
    repo.commit("ana", "2026-06-01T08:00:00Z", "Begin");
    for here in [outside.path(), unborn.path(), repo.path()] {
        let goals = ["--objective", "Win the morning", "--key-result", "Sell more loaves: 100 to 400 loaves, now 110"];
        let answer = says(here, &[&["init", "-q", "--mission", "Bread"], &goals[..]].concat());
        let is_rule = |line: &str| line.split_whitespace().nth(1).is_some_and(|it| it == "warning" || it == "error");
        let mut told: Vec<String> =
            answer.lines().map(str::trim).filter(|line| is_rule(line)).map(str::to_owned).collect();
        let view = goalpost(here, &["check", "-q", "--format", "json"]).stdout;
        let view: serde_json::Value = serde_json::from_str(&view).expect("JSON");
        let mut counts = std::collections::BTreeMap::new();
        for it in view["findings"].as_array().expect("findings") {
            let key = format!("{} {}", it["level"].as_str().expect("a level"), it["rule"].as_str().expect("a rule"));
            *counts.entry(key).or_insert(0) += 1;
        }
        let mut found: Vec<String> = counts.into_iter().map(|(key, count)| format!("{count} {key}")).collect();
        told.sort();
        found.sort();
        assert_eq!(told, found, "{answer}");
        assert!(answer.contains("check: "), "{answer}");
    }
}

#[test]
fn one_person_may_have_two_addresses_and_everyone_is_the_team_of_all() {
    let repo = Repo::new();
    repo.git(&["config", "user.name", "Ben"]);
    repo.git(&["config", "user.email", "ben@home.example"]);
    for author in ["ben", "carla"] {
        repo.commit(author, "2026-11-01T08:00:00Z", "Work");
    }
    let answers = ["Bakery", "Bread", "Everyone", "all", "Win the morning", "", "", "n", "n", "GitHub", "n"];
    let seen = typed(repo.path(), &["init", "-q"], &answers);
    assert!(seen.contains("1  Carla <carla@") && !seen.contains("  Ben <"), "{seen}");
    let org = written(repo.path(), "org.yaml");
    assert!(org.contains("{id: everyone, name: Bakery, level: company, lead: ben}"), "{org}");
    assert!(org.contains("email: [ben@home.example, ben@northwind.example]") && !org.contains("-2"), "{org}");
    assert!(repo.path().join(".github/workflows/goals.yml").is_file());
    // Teams and people have lists of their own.
    let here = folder(&[]);
    says(here.path(), &["init", "-q", "--team", "Me"]);
    let org = written(here.path(), "org.yaml");
    assert!(org.contains("{id: me, name: Me, level: team, lead: me}") && org.contains("{id: me, name: me,"), "{org}");
    let view = json(here.path(), &["rollup"]);
    assert!(view["goals"].is_array(), "{view}");
}

#[test]
fn outside_a_goals_repository_every_command_names_init_and_demo() {
    for name in commands() {
        let here = folder(&[]);
        let answer = goalpost(here.path(), &[&name]);
        let asked = answer.stderr.contains("could not find goalpost.yaml");
        let named = answer.stderr.contains("goalpost init") && answer.stderr.contains("goalpost demo");
        assert!(!asked || named, "{name}: {}", answer.stderr);
    }
    assert!(goalpost(folder(&[]).path(), &["rollup"]).stderr.contains("goalpost init"));
}

#[test]
fn a_pipeline_for_github_comments_on_pull_requests_from_forks_too() {
    let repo = Repo::new();
    says(repo.path(), &["init", "-q", "--ci", "github"]);
    let files = ["goals.yml", "goals-comment.yml"].map(|name| format!(".github/workflows/{name}"));
    for file in &files {
        assert!(repo.path().join(file).is_file(), "{file}");
    }
    // It runs after the workflow of this name.
    let workflow = |file: &str| -> serde_json::Value { serde_yaml::from_str(&repo.read(file)).expect("YAML") };
    assert_eq!(workflow(&files[1])["on"]["workflow_run"]["workflows"][0], workflow(&files[0])["name"]);
    assert_eq!(
        fs::read_dir(repo.path().join(".github/workflows")).expect("a folder").count(),
        2,
        "--check-ins has more"
    );
    // In a folder of a repository both check that folder, and what exists stays.
    let repo = Repo::new();
    fs::create_dir(repo.path().join("okrs")).expect("a folder");
    repo.write(&files[1], "name: ours\n");
    let answer = goalpost(&repo.path().join("okrs"), &["init", "--ci", "github"]);
    assert_eq!(answer.code, 0, "{}", answer.stderr);
    assert!(repo.read(&files[0]).contains("root: okrs\n"));
    assert_eq!(repo.read(&files[1]), "name: ours\n");
}

/// `all` took nine of twelve people without a word, and nobody could be named.
#[test]
fn everyone_of_the_log_is_meant_by_all_and_others_are_named() {
    let repo = Repo::new();
    for at in 1..=12 {
        repo.commit(&format!("p{at:02}"), "2026-11-01T08:00:00Z", "Work");
    }
    let answered = |people: &[&str]| {
        let begin = ["Bakery", "Bread", ""];
        let end = ["", "n", "n", "", "n"];
        let seen = typed(repo.path(), &["init", "--dry-run"], &[&begin[..], people, &end].concat());
        seen.replace("\r\n", "\n")
    };
    let all = answered(&["all"]);
    assert!(all.contains("and 3 more people with fewer commits, whom all includes too"), "{all}");
    assert_eq!(all.matches("+  - {id: p").count(), 12, "{all}");
    let named = answered(&["10", "1 2, Zoë <zoe@bakery.example>, p11, Bo Li"]);
    assert!(named.contains("enter numbers from 1 to 9, names, all, or nothing"), "{named}");
    for person in ["id: p01", "id: p02", "name: Zoë", "zoe@bakery.example", "id: p11", "p11@", "name: Bo Li"] {
        assert!(named.contains(person), "{person}: {named}");
    }
    assert_eq!(answered(&["nobody"]).matches("+  - {id: p").count(), 0);
}
