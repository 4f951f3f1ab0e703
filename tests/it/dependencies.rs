//! Every dependency has a reason: a row in CONTRIBUTING.md, and no row is left of one that is gone. What pip installs is of this
//! version.

use std::collections::BTreeSet;
use std::fs;

use crate::support::program::project;

#[test]
fn every_dependency_has_its_reason_in_contributing() {
    let manifest = fs::read_to_string(project("Cargo.toml")).expect("Cargo.toml");
    let mut used = BTreeSet::new();
    let mut listing = false;
    for line in manifest.lines() {
        if line.starts_with('[') {
            listing = line.ends_with("dependencies]");
        } else if let Some((name, _)) = line.split_once(" = ").filter(|_| listing) {
            used.insert(name.trim().to_owned());
        }
    }
    assert!(used.len() > 20, "the dependencies are not found: {used:?}");

    let page = fs::read_to_string(project("CONTRIBUTING.md")).expect("CONTRIBUTING.md");
    let section = page.split("\n## Dependencies\n").nth(1).expect("a section on dependencies");
    let table = section.lines().skip_while(|line| !line.starts_with('|')).take_while(|line| line.starts_with('|'));
    let mut explained = BTreeSet::new();
    for row in table.skip(2) {
        let cells: Vec<_> = row.trim_matches('|').splitn(2, '|').map(str::trim).collect();
        let [name, why] = cells[..] else { panic!("a row of two cells: {row}") };
        assert!(why.len() > 10, "no reason: {row}");
        assert!(explained.insert(name.trim_matches('`').to_owned()), "twice: {row}");
    }
    let missing: Vec<_> = used.difference(&explained).collect();
    let gone: Vec<_> = explained.difference(&used).collect();
    assert!(missing.is_empty(), "Cargo.toml has them, the table in CONTRIBUTING.md has no reason: {missing:?}");
    assert!(gone.is_empty(), "the table in CONTRIBUTING.md explains what Cargo.toml has not: {gone:?}");
}

#[test]
fn what_pip_installs_from_the_repository_is_the_wheel_of_this_version() {
    let version = env!("CARGO_PKG_VERSION");
    let project = fs::read_to_string(project("pyproject.toml")).expect("pyproject.toml");
    for line in [format!("version = \"{version}\""), format!("dependencies = [\"goalpost-okr=={version}\"]")] {
        assert!(project.lines().any(|it| it == line), "pyproject.toml has no {line}");
    }
}
