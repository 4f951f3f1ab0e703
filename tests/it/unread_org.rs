//! An `org.yaml` that cannot be read: nobody is said to have left for it.

use crate::support::program::{folder, goalpost, says};
use crate::support::repository::Repo;

const ORG: &str = "teams:\n- {id: bake, name: Bakers, level: company, lead: nia}\n- {id: ops, name: Ovens, level: team, parent: bake, lead: bo}\n\
    people:\n- {id: nia, name: Nia, team: bake, email: [nia@northwind.example]}\n\
    - {id: bo, name: Bo, team: ops, email: [bo@northwind.example]}\n- {id: cy, name: Cy, team: ops, github: cy-d}\n";
const MISSION: &str = "kind: mission\nid: m\ntitle: Bread\nstatement: Bread for all.\n";
const OBJECTIVE: &str =
    "kind: objective\nid: o\ntitle: Bake fast\nowner: bo\nteam: ops\nperiod: 2026-Q4\nsupports: [m]\nwhy: it pays\n";

/// Texts of an `org.yaml` with people who cannot be read.
fn broken() -> Vec<Vec<u8>> {
    let utf16 = [0xff, 0xfe].into_iter().chain(ORG.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let texts = [
        format!("x: [\n{ORG}"),
        ORG.replace("{id: bo,", "{id: [bo],"),
        ORG.replace("{id: bo,", "{idd: bo,"),
        ORG.replace("{id: bo, ", "{"),
        ORG.replace("people:", "poeple:"),
        ORG.replace("people:\n", "people: nobody\n# ")
            .replace("\n- {id: bo, name: Bo,", "\n# ")
            .replace("\n- {id: cy", "\n# "),
        format!("{ORG}---\npeople: []\n"),
        String::new(),
    ];
    texts.into_iter().map(String::into_bytes).chain([utf16]).collect()
}

#[test]
fn teams_and_people_that_cannot_be_read_are_those_of_the_last_version_that_can() {
    let repo = Repo::new();
    for (path, text) in [("goalpost.yaml", ""), ("org.yaml", ORG), ("m.yaml", MISSION), ("o.yaml", OBJECTIVE)] {
        repo.write(path, text);
    }
    repo.commit("nia", "2026-11-19T10:00:00Z", "Begin");
    let judged = || {
        let found = goalpost(repo.path(), &["check", "-q", "--format", "concise"]).stdout;
        let found: Vec<String> =
            found.lines().filter(|line| !line.starts_with("org.yaml")).map(str::to_owned).collect();
        (found, says(repo.path(), &["export", "--format", "codeowners", "-q"]))
    };
    let whole = judged();
    for text in broken() {
        let shown = String::from_utf8_lossy(&text).into_owned();
        std::fs::write(repo.path().join("org.yaml"), &text).expect("written");
        let now = judged();
        let unlinted =
            |found: &[String]| found.iter().filter(|it| !it.contains("document")).cloned().collect::<Vec<_>>();
        assert_eq!((unlinted(&now.0), &now.1), (unlinted(&whole.0), &whole.1), "{shown}");
        for args in [&["rollup"][..], &["check"]] {
            let told = goalpost(repo.path(), args).stderr;
            assert!(told.contains("those of the last version of org.yaml in git that can be read"), "{shown}: {told}");
        }
        says(repo.path(), &["set", "o", "owner", "cy", "--dry-run", "-q"]);
    }
    repo.commit("nia", "2026-11-20T10:00:00Z", "Break it");
    assert_eq!(judged().1, whole.1, "committed");
}

#[test]
fn without_git_nobody_is_judged_by_what_cannot_be_read() {
    for text in broken().into_iter().filter(|text| !text.is_empty()) {
        let here = folder(&[("goalpost.yaml", ""), ("m.yaml", MISSION), ("o.yaml", OBJECTIVE)]);
        std::fs::write(here.path().join("org.yaml"), &text).expect("written");
        let shown = String::from_utf8_lossy(&text).into_owned();
        let found = goalpost(here.path(), &["check"]);
        for rule in ["departed-owner", "departed-lead", "dissolved-team", "unknown-person", "unknown-team"] {
            assert!(!found.stdout.contains(rule), "{shown}: {}", found.stdout);
        }
        assert!(found.stderr.contains("org.yaml cannot be read, so they are not checked"), "{shown}: {}", found.stderr);
        says(here.path(), &["set", "o", "owner", "cy", "--dry-run", "-q"]);
    }
}
