//! The action for GitHub: its scripts against recorded events and a local server, and that no input becomes code.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_yaml::Value;

use crate::support::clients::skipped;
use crate::support::program::project;

#[test]
fn the_scripts_do_what_the_api_lets_them() {
    let program = Path::new(env!("CARGO_BIN_EXE_goalpost")).parent().expect("a folder");
    let run = Command::new("python3")
        .arg(project("tests/action/test_action.py"))
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
    // A colon in a command once made a mapping of it.
    let gitlab = yaml("src/author/init/gitlab.yml");
    for part in ["script", "after_script"] {
        assert!(gitlab["goals"][part].as_sequence().expect("commands").iter().all(Value::is_string), "{part}");
    }
}
