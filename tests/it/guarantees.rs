//! The page of guarantees: every promise names tests that hold it, and the tests that it names are there.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::support::files::files_with;
use crate::support::program::project;

/// The tests of a folder, each as the path of its file and its name: `writing::of_two_at_once_none_is_lost`.
fn tests_below(folder: &str) -> BTreeSet<String> {
    let folder = project(folder);
    let mut tests = BTreeSet::new();
    for file in files_with(&folder, "rs") {
        let module = file.strip_prefix(&folder).expect("inside").with_extension("");
        let module: Vec<_> = module.iter().map(|part| part.to_string_lossy().into_owned()).collect();
        let text = fs::read_to_string(&file).expect("a file");
        let mut is_test = false;
        for line in text.lines().map(str::trim) {
            let name = line.strip_prefix("fn ").and_then(|rest| rest.split_once('(')).map(|(name, _)| name);
            if let Some(name) = name.filter(|_| is_test) {
                tests.insert(format!("{}::{name}", module.join("::")));
            }
            is_test = line == "#[test]" || is_test && (line.starts_with("#[") || line.starts_with("//"));
        }
    }
    tests
}

/// The promises of the page: what each says, and the tests that it names.
fn promises() -> Vec<(String, Vec<String>)> {
    let page = fs::read_to_string(project("src/guide/guarantees.md")).expect("the page");
    let items = page.split("\n* ").skip(1).map(|item| item.split("\n\n").next().unwrap_or_default());
    let promise = |item: &str| {
        let item = item.split_whitespace().collect::<Vec<_>>().join(" ");
        let (says, held) = item.split_once("Held by ").unwrap_or((&item, ""));
        (says.trim().to_owned(), held.split('`').skip(1).step_by(2).map(str::to_owned).collect())
    };
    items.map(promise).collect()
}

#[test]
fn every_promise_is_held_by_tests_that_are_there() {
    let tests: BTreeSet<String> = tests_below("tests/it").into_iter().chain(tests_below("src")).collect();
    let promises = promises();
    assert!(promises.len() > 20, "the page is read as a list of promises");
    for (says, held) in promises {
        assert!(!held.is_empty(), "no test holds: {says}");
        for name in held {
            assert!(tests.contains(&name), "there is no test {name}, which is said to hold: {says}");
        }
    }
}

#[test]
fn what_may_be_trusted_is_written_where_services_look_for_it() {
    assert!(Path::new(&project("SECURITY.md")).is_file());
    let page = fs::read_to_string(project("SECURITY.md")).expect("the page");
    for said in ["trusted", "never", "Report a vulnerability"] {
        assert!(page.contains(said), "SECURITY.md says nothing of: {said}");
    }
}
