//! What newcomers and people of every day met: help in a pipe, advice to paste, answers that were lost.

use std::ffi::OsStr;
use std::fs;

use crate::support::program::{commands, folder, goalpost, goalpost_with, json, says};
use crate::support::repository::Repo;
use crate::support::terminal::{Sitting, typed};

/// Lines that were made for 100 columns were broken again at 80.
#[test]
fn a_help_in_a_pipe_is_wrapped_once() {
    let here = folder(&[]);
    for command in commands().iter().map(String::as_str).chain([""]) {
        for flag in ["-h", "--help"] {
            let line: Vec<&str> = command.split(' ').filter(|word| !word.is_empty()).chain([flag]).collect();
            let piped = goalpost(here.path(), &line).stdout;
            assert_eq!(piped, goalpost_with(here.path(), &line, &[("COLUMNS", OsStr::new("80"))]).stdout, "{line:?}");
        }
    }
}

/// It named files of another folder, and a command that failed where it was pasted.
#[test]
fn the_first_advice_names_the_files_and_the_folder() {
    let here = folder(&[]);
    let said = says(here.path(), &["init", "okrs", "-q"]);
    let advice = "edit okrs/mission.yaml and okrs/2026-Q4/first-objective.yaml, then run:";
    assert!(said.contains(advice) && said.contains("cd okrs && goalpost check"), "{said}");
    let here = folder(&[]);
    let said = says(here.path(), &["init", "-q", "--mission", "Bread"]);
    assert!(said.contains("edit 2026-Q4/first-objective.yaml, then run: goalpost check"), "{said}");
}

/// Only Ctrl-C ended it, and every answer was lost.
#[test]
fn a_table_that_cannot_be_read_ends_no_conversation() {
    let here = folder(&[("t.csv", "Ziel,Ergebnis,Verantwortlich\nKunden,NPS,Ana\n")]);
    let lines = ["n", "Acme", "Bread for all", "", "t.csv", "", "Win the morning", "", "", "n"];
    let seen = typed(here.path(), &["init", "okrs", "-q"], &lines);
    assert!(seen.contains("no `title` column") && seen.contains("left out for now"), "{seen}");
    assert!(here.path().join("okrs/2026-Q4/win-the-morning.yaml").is_file(), "{seen}");
    let mission = fs::read_to_string(here.path().join("okrs/mission.yaml")).expect("a mission");
    assert!(mission.contains("Bread for all"), "{mission}");
}

/// The files of a code repository were errors, and the first commit had to go past the hook.
#[test]
fn the_yaml_of_a_code_repository_is_no_goal() {
    let repo = Repo::new();
    repo.write("docker-compose.yml", "version: \"3\"\n");
    repo.write("k8s/a/deploy.yaml", "apiVersion: v1\n");
    let said =
        says(repo.path(), &["init", "-q", "--objective", "Bake bread", "--key-result", "Loaves: 1 to 2 d", "--hook"]);
    assert!(said.contains("left out by `exclude` in goalpost.yaml: /docker-compose.yml, /k8s/"), "{said}");
    assert!(!said.contains("--no-verify"), "{said}");
    assert_eq!(goalpost(repo.path(), &["check", "-q"]).code, 0, "{}", goalpost(repo.path(), &["check"]).stdout);
    // Where there are goals, one of them may only lack its kind.
    let here = folder(&[("a.yaml", "kind: objective\nid: a\ntitle: A\n"), ("b.yaml", "id: b\ntitle: B\n")]);
    assert!(!says(here.path(), &["init", "-q"]).contains("exclude"), "its own files");
}

fn team() -> tempfile::TempDir {
    let result = |id: &str, more: &str| {
        format!(
            "kind: key_result\nid: {id}\ntitle: Sell {id}\nmeasures: o\nconfidence: 0.8\nmetric: {{unit: loaves, baseline: 0, target: 9, current: 4, as_of: 2026-10-31}}\n{more}"
        )
    };
    folder(&[
        ("goalpost.yaml", ""),
        (
            "org.yaml",
            "teams:\n- {id: ovens, name: Ovens}\n- {id: shop, name: Shop}\npeople:\n- {id: ana, name: Ana, team: ovens, email: [ana@bakery.example]}\n",
        ),
        (
            "o.yaml",
            "kind: objective\nid: o\ntitle: Win the morning\nowner: ana\nteam: ovens\nperiod: 2026-Q4\nneeds: []\n",
        ),
        ("bread.yaml", &result("bread", "log:\n- {date: 2026-11-04, by: ana, kind: check-in, text: as before}\n")),
        ("cake.yaml", &result("cake", "team: shop\n")),
    ])
}

/// The day was taken for a person, and thrown away.
#[test]
fn a_day_for_by_is_told_of() {
    let here = team();
    let wrong = goalpost(here.path(), &["need", "o", "flour", "--from", "shop", "--by", "2026-12-10"]);
    assert!(wrong.code == 2 && wrong.stderr.contains("--due 2026-12-10"), "{}", wrong.stderr);
    let wrong = goalpost(here.path(), &["need", "o", "flour", "--from", "shop", "--by", "nobody"]);
    assert!(wrong.code == 2 && wrong.stderr.contains("no person `nobody`"), "{}", wrong.stderr);
}

/// The day of the check-in was given as the day of the value.
#[test]
fn a_value_has_its_own_day() {
    let here = team();
    let said = says(here.path(), &["agenda", "-q"]);
    assert!(said.contains("4 loaves on 2026-10-31, checked in on 2026-11-04, expected every"), "{said}");
    let said = says(here.path(), &["show", "bread", "-q"]);
    assert!(said.contains("last check-in 17 days ago") && !said.contains("value 17 days old"), "{said}");
    assert!(says(here.path(), &["show", "cake", "-q"]).contains("value 21 days old"));
}

/// It said that a check-in was recorded, and wrote nothing.
#[test]
fn nothing_new_is_not_recorded() {
    let here = team();
    let said = says(here.path(), &["checkin", "bread", "--confidence", "0.8", "-q"]);
    assert!(said.contains("its file says so already") && !said.contains("recorded"), "{said}");
    fs::write(here.path().join("t.csv"), "goal,confidence\nbread,0.8\ncake,0.5\n").expect("a table");
    let said = says(here.path(), &["checkin", "--from", "t.csv", "-q"]);
    assert!(said.starts_with("1 check-in recorded, 1 recorded already"), "{said}");
}

#[test]
fn the_walk_is_narrowed_and_q_ends_it_everywhere() {
    let here = team();
    let seen = typed(here.path(), &["checkin", "-q", "--team", "shop"], &["5", "7", "q"]);
    assert!(seen.contains("1 of 1 goals are due") && seen.contains("Sell cake"), "{seen}");
    let cake = fs::read_to_string(here.path().join("cake.yaml")).expect("cake");
    assert!(cake.contains("current: 5") && cake.contains("confidence: 0.7") && !cake.contains("text:"), "{cake}");
    let wrong = goalpost(here.path(), &["checkin", "--mine"]);
    assert!(wrong.code == 2 && !wrong.stderr.contains("unexpected argument"), "{}", wrong.stderr);
}

#[test]
fn whoever_asks_reviews_their_own_goals() {
    let repo = Repo::new();
    repo.git(&["config", "user.email", "ana@bakery.example"]);
    for file in ["goalpost.yaml", "org.yaml", "o.yaml"] {
        repo.write(file, &fs::read_to_string(team().path().join(file)).expect("a file"));
    }
    assert_eq!(json(repo.path(), &["review", "--mine", "-q"])["person"], "ana");
    let wrong = goalpost(repo.path(), &["review"]);
    assert!(wrong.code == 2 && wrong.stderr.contains("--person"), "{}", wrong.stderr);
}

/// `q` was written as the lesson of a goal.
#[test]
fn q_ends_the_walk_over_a_quarter_and_is_no_lesson() {
    let here = team();
    let args = ["close", "--period", "2026-Q4", "-q", "--today", "2027-01-20"];
    let mut sitting = Sitting::begin(here.path(), &args, "");
    for (question, answer) in
        [("or a grade]", ""), ("or a grade]", ""), ("or a grade]", ""), ("learned?", "x"), ("in words", "q")]
    {
        sitting.sees(question);
        sitting.types(answer);
    }
    let (status, seen) = sitting.ends();
    assert_eq!(status, Some(0), "{seen}");
    let objective = fs::read_to_string(here.path().join("o.yaml")).expect("the objective");
    assert!(objective.contains("state: missed\n") && !objective.contains("retrospective"), "{objective}{seen}");
}

/// An aspirational goal between 0.4 and its ambition was red.
#[test]
fn partly_achieved_has_a_color_of_its_own() {
    let goal = |id: &str, score: &str| {
        format!(
            "kind: objective\nid: {id}\ntitle: Win {id}\nperiod: 2026-Q4\ncommitment: aspirational\nstate: missed\nclosed: 2026-11-01\ngrade: {{score: {score}}}\n"
        )
    };
    let here = folder(&[("goalpost.yaml", ""), ("a.yaml", &goal("a", "0.63")), ("b.yaml", &goal("b", "0.2"))]);
    let page = says(here.path(), &["report", "-q"]);
    assert!(page.contains("class=\"h missed partly\">partly achieved, 0.63"), "{page}");
    assert!(page.contains("class=\"h missed\">missed"), "{page}");
    let painted = says(here.path(), &["rollup", "-q", "--color", "always"]);
    assert!(painted.contains("\u{1b}[33mpartly achieved") && painted.contains("\u{1b}[31mmissed"), "{painted}");
}

/// Paths led up to the root and down again.
#[test]
fn a_file_in_this_folder_is_named_as_it_is() {
    let here = team();
    fs::create_dir_all(here.path().join("2026-Q4/shop")).expect("folders");
    fs::rename(here.path().join("cake.yaml"), here.path().join("2026-Q4/shop/cake.yaml")).expect("moved");
    let said = says(&here.path().join("2026-Q4/shop"), &["checkin", "cake", "5", "-q"]);
    assert!(said.contains("written: cake.yaml"), "{said}");
    let said = says(&here.path().join("2026-Q4"), &["checkin", "bread", "5", "-q"]);
    assert!(said.contains("written: ../bread.yaml"), "{said}");
}

#[test]
fn a_report_tells_that_it_is_html_whatever_the_name() {
    let here = team();
    let answer = goalpost(here.path(), &["report", "--output", "r.md"]);
    assert!(answer.stderr.contains("--format markdown"), "{}", answer.stderr);
    assert!(!goalpost(here.path(), &["report", "--output", "r.html"]).stderr.contains("--format"));
}

/// Goals that ended were the news, and nothing said what to do.
#[test]
fn the_overview_leads_to_what_is_to_be_closed() {
    let here = team();
    let said = says(here.path(), &["-q", "--today", "2027-01-20"]);
    assert!(said.contains("goalpost close --period 2026-Q4"), "{said}");
    assert!(!says(here.path(), &["-q"]).contains("goalpost close"), "nothing has ended");
    let said = says(here.path(), &["close", "cake", "--as", "dropped", "--reason", "no ovens", "-q"]);
    assert!(!said.contains("carry-over"), "{said}");
}
