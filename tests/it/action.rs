//! The action for GitHub and the component for GitLab: their scripts against recorded events and local servers, and that no
//! input becomes code.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_yaml::Value;

use crate::support::clients::skipped;
use crate::support::program::project;

#[test]
fn the_scripts_do_what_the_api_lets_them() {
    python_tests("tests/action/test_action.py");
}

#[test]
fn the_component_does_what_gitlab_lets_it() {
    python_tests("tests/action/test_gitlab.py");
}

/// Runs a file of tests in Python against the program.
fn python_tests(path: &str) {
    let program = Path::new(env!("CARGO_BIN_EXE_goalpost")).parent().expect("a folder");
    let run = Command::new("python3")
        .arg(project(path))
        .env("GOALPOST", program)
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .output();
    let Ok(output) = run else {
        skipped("python3");
        return;
    };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// A file of the project as YAML.
fn yaml(path: &str) -> Value {
    serde_yaml::from_str(&fs::read_to_string(project(path)).expect("the file")).expect("YAML")
}

#[test]
fn no_input_is_part_of_a_script() {
    let action = yaml("action.yml");
    assert_eq!(action["runs"]["using"], "composite");
    for step in action["runs"]["steps"].as_sequence().expect("steps") {
        let script = step["run"].as_str().expect("a script");
        assert!(!script.contains("${{"), "inputs reach scripts through the environment: {script}");
    }
    let known = action["inputs"].as_mapping().expect("inputs");
    let text = fs::read_to_string(project("action.yml")).expect("the file");
    for (name, input) in known {
        let name = name.as_str().expect("a name");
        assert!(text.contains(&format!("inputs.{name}")), "{name} is not used");
        assert!(input["description"].is_string(), "{name} is not described");
    }
}

#[test]
fn the_workflows_ask_for_no_more_than_they_need() {
    let workflow = yaml("src/author/init/github.yml");
    assert_eq!(workflow["permissions"]["contents"], "read");
    let job = &workflow["jobs"]["check"];
    let asked: Vec<&str> = job["permissions"].as_mapping().expect("a map").keys().filter_map(Value::as_str).collect();
    assert_eq!(asked, ["contents", "pull-requests", "security-events"]);
    let given = job["steps"][1]["with"].as_mapping().expect("inputs");
    let action = yaml("action.yml");
    assert!(given.keys().all(|name| action["inputs"].get(name).is_some()), "{given:?}");
    for output in ["sarif", "report"] {
        assert!(action["outputs"][output].is_mapping());
    }
}

/// The workflows by which people check in, and the agenda is an issue.
#[test]
fn workflows_that_write_say_what_they_write() {
    let action = yaml("action.yml");
    for (file, job, permissions) in [
        ("github-checkin.yml", "checkin", &["contents", "issues", "pull-requests", "statuses"][..]),
        ("github-agenda.yml", "agenda", &["contents", "issues"]),
        ("github-comment.yml", "comment", &["contents", "pull-requests"]),
    ] {
        let workflow = yaml(&format!("src/author/init/{file}"));
        assert_eq!(workflow["permissions"].as_mapping().map(serde_yaml::Mapping::len), Some(1), "{file}");
        assert_eq!(workflow["permissions"]["contents"], "read", "{file}");
        let job = &workflow["jobs"][job];
        let asked: Vec<&str> =
            job["permissions"].as_mapping().expect("a map").keys().filter_map(Value::as_str).collect();
        assert_eq!(asked, permissions, "{file}");
        let given = job["steps"][1]["with"].as_mapping().expect("inputs");
        assert!(given.keys().all(|name| action["inputs"].get(name).is_some()), "{given:?}");
    }
    // The answers of the form are found by its labels, and the workflow runs for what begins with the first.
    let form = yaml("src/author/init/github-form.yml");
    let labels: Vec<&str> = form["body"]
        .as_sequence()
        .expect("fields")
        .iter()
        .filter_map(|field| field["attributes"]["label"].as_str())
        .collect();
    assert_eq!(labels, ["Goal", "Value", "Confidence", "Note"]);
    let script = fs::read_to_string(project(".github/action/checkin.py")).expect("the script");
    assert!(script.contains(&format!("^### ({})", labels.join("|"))));
    let condition = yaml("src/author/init/github-checkin.yml")["jobs"]["checkin"]["if"].clone();
    assert!(condition.as_str().is_some_and(|text| text.contains("'### Goal'")), "{condition:?}");
}

/// A group keeps one run that waits and cancels it for the next, whatever the next asks for: a comment of thanks would cancel a
/// check-in (docs.github.com, "Control the concurrency of workflows and jobs").
#[test]
fn no_comment_cancels_a_check_in_that_waits() {
    let workflow = yaml("src/author/init/github-checkin.yml");
    assert!(workflow["concurrency"].is_null(), "every comment would enter the group");
    let job = &workflow["jobs"]["checkin"];
    assert!(job["if"].is_string());
    assert_eq!(job["concurrency"]["queue"], "max");
    assert!(job["concurrency"]["cancel-in-progress"].is_null(), "GitHub refuses both");
}

#[test]
fn no_input_of_the_component_is_part_of_a_script() {
    let text = fs::read_to_string(project("templates/goalpost.yml")).expect("the component");
    let (spec, jobs) = text.split_once("\n---\n").expect("a header and jobs");
    let spec: Value = serde_yaml::from_str(spec).expect("YAML");
    let jobs: Value = serde_yaml::from_str(jobs).expect("YAML");
    let inputs = spec["spec"]["inputs"].as_mapping().expect("inputs");
    for (name, input) in inputs {
        let name = name.as_str().expect("a name");
        assert!(text.contains(&format!("$[[ inputs.{name} ]]")), "{name} is not used");
        assert!(input["description"].is_string() && !input["default"].is_null(), "{name}");
    }
    for (name, job) in jobs.as_mapping().expect("jobs") {
        for part in ["before_script", "script"] {
            for command in job[part].as_sequence().into_iter().flatten() {
                // A colon in a command once made a mapping of it.
                let command = command.as_str().expect("a command");
                assert!(!command.contains("$[["), "{name:?}: inputs reach scripts through variables: {command}");
            }
        }
    }
    let pipeline = yaml("src/author/init/gitlab.yml");
    let included = &pipeline["include"][0];
    assert!(included["component"].as_str().is_some_and(|it| it.ends_with("/goalpost@0.1.0")), "{included:?}");
    let given = included["inputs"].as_mapping().expect("inputs");
    assert!(given.keys().all(|name| inputs.get(name).is_some()), "{given:?}");
}
