//! A small goals repository in which one target moves: an objective, and a key result of it with a target of 100.

use super::repository::{Repo, at};

const ORG: &str = "people:\n  - {id: ana, name: Ana, email: [ana@northwind.example]}\n  \
                   - {id: ben, name: Ben, email: [ben@northwind.example]}\n";
pub const OBJECTIVE: &str = "kind: objective\nid: o\ntitle: Make the queue short\nowner: ana\nperiod: 2026-Q4\n";

pub fn key_result(target: u32, more: &str) -> String {
    format!(
        "kind: key_result\nid: a\ntitle: Raise a\nmeasures: o\nowner: ana\nmetric:\n  name: n\n  unit: x\n  baseline: 0\n  \
         target: {target}\n  current: 20\n  as_of: 2026-10-20\n{more}"
    )
}

/// Goals in a folder of a repository, set in time; the key result's target is 100.
pub fn goals_in(folder: &str) -> Repo {
    let repo = Repo::new();
    repo.write(&format!("{folder}goalpost.yaml"), "settle: 14d\n");
    repo.write(&format!("{folder}org.yaml"), ORG);
    repo.write(&format!("{folder}o.yaml"), OBJECTIVE);
    repo.write(&format!("{folder}a.yaml"), &key_result(100, ""));
    repo.commit("ana", &at("2026-10-01"), "Set the goals");
    repo
}
