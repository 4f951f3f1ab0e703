//! First steps of people who write names and numbers in another way, and of repositories with pipelines of their own.

use std::fs;
use std::path::Path;

use crate::support::program::{folder, goalpost, project, says};
use crate::support::repository::Repo;
use crate::support::terminal::Sitting;

/// The only file in a folder of goals that ends in a name.
fn written(folder: &Path, path: &str) -> String {
    fs::read_to_string(folder.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn init(here: &Path, key_result: &str) -> crate::support::program::Answer {
    goalpost(here, &["init", "-q", "--objective", "Bread people queue for", "--key-result", key_result])
}

/// `1.000` was written as 1, and `2.500` as 2.5.
#[test]
fn an_ambiguous_number_of_a_new_key_result_is_not_guessed() {
    for (numbers, told) in [
        ("Revenue: 1.000 to 4.000,5 EUR, now 2.500", "`1.000` could mean 1000 or 1"),
        ("Revenue: 1.000 to 4.000 EUR, now 2.500", "`1.000` could mean 1 or 1000"),
        ("Revenue: 900 to 4.000 EUR", "`4.000 EUR` could mean 4000 or 4"),
        ("Revenue: 1,000 to 4,000 EUR", "could mean 1000 or 1"),
        ("Sell: 10 to 20 loaves, now 15 people", "`15 people` is in people, but this goal is measured in loaves"),
        ("Sell: 10 to 20 loaves, now", "there is no value behind `now`"),
    ] {
        let here = folder(&[]);
        let refused = init(here.path(), numbers);
        assert!(refused.code == 2 && refused.stderr.contains(told), "{numbers}: {}", refused.stderr);
        assert_eq!(fs::read_dir(here.path()).expect("the folder").count(), 0, "{numbers}");
    }
    for (numbers, lines) in [
        ("Uptime: 99.5 to 99.995 %", ["baseline: 99.5\n", "target: 99.995\n"]),
        ("Load: 1.9 to 1.355 s", ["baseline: 1.9\n", "target: 1.355\n"]),
        ("Load: 1.3550 to 0.9 s", ["baseline: 1.355\n", "target: 0.9\n"]),
    ] {
        let here = folder(&[]);
        assert_eq!(init(here.path(), numbers).code, 0, "{numbers}");
        let id = numbers.split(':').next().expect("a title").to_lowercase();
        let text = written(here.path(), &format!("2026-Q4/{id}.yaml"));
        assert!(lines.iter().all(|line| text.contains(line)), "{text}");
    }
}

/// The value at the start was written as that of today.
#[test]
fn a_value_that_nobody_gave_is_not_written() {
    let here = folder(&[]);
    assert_eq!(init(here.path(), "Wait: 9 to 4 minutes").code, 0);
    let text = written(here.path(), "2026-Q4/wait.yaml");
    assert!(text.contains("baseline: 9\n") && !text.contains("current:") && !text.contains("as_of:"), "{text}");
}

const KEY_RESULT: &[&str] = &["new", "key-result", "-q", "--measures", "o", "--title", "Sell", "--metric", "sales"];

#[test]
fn new_asks_about_ambiguous_numbers_and_units_without_an_option() {
    let goals = [("goalpost.yaml", ""), ("o.yaml", "kind: objective\nid: o\ntitle: O\nperiod: 2026-Q4\n")];
    for (more, told) in [
        (&["--unit", "x", "--baseline", "1 500", "--target", "2.000"][..], "`2.000` could mean 2000 or 2"),
        (&["--unit", "x", "--target", "2.000"], "`2.000` could mean 2 or 2000"),
        (&["--baseline", "5%"], "write --baseline 5 --unit %"),
        (&["--unit", "days", "--baseline", "9 weeks"], "write 63, which is 9 weeks in days"),
    ] {
        let here = folder(&goals);
        let refused = goalpost(here.path(), &[KEY_RESULT, more].concat());
        assert!(refused.code == 2 && refused.stderr.replace("\n        ", " ").contains(told), "{}", refused.stderr);
    }
}

/// An id was needed to be a person.
#[test]
fn people_have_names_of_any_letters() {
    let here = folder(&[]);
    let people = ["--person", "田中 太郎 <tanaka@example.com>", "--person", "Дмитрий Иванов", "--person", "Ольга"];
    says(here.path(), &[&["init", "-q"][..], &people].concat());
    let org = written(here.path(), "org.yaml");
    for line in ["{id: tanaka, name: 田中 太郎,", "{id: person, name: Дмитрий Иванов,", "{id: person-2, name: Ольга,"]
    {
        assert!(org.contains(line), "{line}: {org}");
    }
    assert_eq!(goalpost(here.path(), &["check", "-q", "--rule", "invalid-id"]).code, 0);
    let table = folder(&[("t.csv", "kind,title,owner,team\nobjective,A,田中 太郎,Öfen\nobjective,B,Ольга,窯\n")]);
    says(table.path(), &["init", "-q", "--import", "t.csv", "--period", "current"]);
    let org = written(table.path(), "org.yaml");
    for part in [
        "{id: person, name: 田中 太郎,",
        "{id: person-2, name: Ольга,",
        "{id: ofen, name: Öfen,",
        "{id: team, name: 窯,",
    ] {
        assert!(org.contains(part), "{part}: {org}");
    }
}

/// Its people came into org.yaml, its teams did not: the first check was red.
#[test]
fn the_teams_of_a_table_come_into_org_yaml() {
    let table = project("tests/fixtures/import/jira.csv");
    let here = folder(&[]);
    let args = ["init", "-q", "--import", &table.to_string_lossy(), "--map", "jira", "--period", "2026-Q4"];
    let told = goalpost(here.path(), &args);
    assert!(told.stdout.contains("teams in the table, now in org.yaml: "), "{}", told.stdout);
    let check = goalpost(here.path(), &["check", "-q", "--rule", "unknown-team", "--rule", "unknown-person"]);
    assert_eq!(check.code, 0, "{}", check.stdout);
    let org = written(here.path(), "org.yaml");
    assert!(org.contains("{id: platform, name: Platform, level: team, parent: everyone}"), "{org}");
}

/// A workflow that waits for ours was added beside a file of others, and nothing said what that file lacks.
#[test]
fn a_pipeline_of_others_is_told_what_to_add() {
    for root in [".", "okrs"] {
        let repo = Repo::new();
        repo.write(".github/workflows/goals.yml", "name: goals\n");
        repo.write(".gitlab-ci.yml", "stages: [x]\n");
        let said = says(repo.path(), &["init", root, "-q", "--ci", "github"]);
        assert!(said.contains(".github/workflows/goals.yml already exists and was not changed; add to it:"), "{said}");
        let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(
            said.contains("- {uses: goalpost-okr/goalpost@v") && said.contains(&format!("{{root: {root}, version:")),
            "{said}"
        );
        assert!(!repo.path().join(".github/workflows/goals-comment.yml").exists(), "{root}");
        assert_eq!(repo.read(".github/workflows/goals.yml"), "name: goals\n");
        let said = says(repo.path(), &["init", root, "-q", "--ci", "gitlab"]);
        assert!(said.contains("include: [{component: $CI_SERVER_FQDN/"), "{said}");
    }
}

#[test]
fn a_title_is_one_line_whoever_writes_it() {
    let here = folder(&[]);
    for title in ["Line\nbreak", "Red \u{1b}[31malert"] {
        for args in [
            &["init", "-q", "--objective", title][..],
            &["init", "-q", "--organization", title],
            &["init", "-q", "--objective", "O", "--key-result", title],
        ] {
            let refused = goalpost(here.path(), args);
            assert!(refused.code == 2 && refused.stderr.contains("a title "), "{args:?}: {}", refused.stderr);
            assert_eq!(fs::read_dir(here.path()).expect("the folder").count(), 0);
        }
        let goals = folder(&[("goalpost.yaml", "")]);
        let refused = goalpost(goals.path(), &["new", "objective", "--title", title]);
        assert!(refused.code == 2 && refused.stderr.contains("a title "), "{}", refused.stderr);
    }
}

/// Each Ctrl-D skipped a question, and at the end the repository was written.
#[test]
fn the_end_of_the_input_ends_the_conversation_and_leaves_nothing() {
    let here = folder(&[]);
    let (status, seen) = Sitting::begin(here.path(), &["init", "-q"], "n\nHarbour\n\u{4}").ends();
    assert_eq!(status, Some(2), "{seen}");
    assert!(seen.contains("the input ended before the last question"), "{seen}");
    assert_eq!(fs::read_dir(here.path()).expect("the folder").count(), 0);
}

#[test]
fn init_says_when_there_is_nothing_left_to_set_up() {
    let here = folder(&[]);
    says(here.path(), &["init", "-q"]);
    let said = says(here.path(), &["init", "-q"]);
    assert!(said.contains("this goals repository is set up already"), "{said}");
}
