//! Tables of other services: each included map takes the sample of its service, and says what it leaves out.

use std::fs;

use crate::support::program::{folder, goalpost, project, says};

/// The samples with their maps.
const SAMPLES: &[(&str, &str)] = &[
    ("viva-goals", "viva-goals.csv"),
    ("quantive", "quantive.json"),
    ("perdoo", "perdoo.json"),
    ("asana", "asana.json"),
    ("lattice", "lattice.json"),
    ("jira", "jira.csv"),
    ("atlassian-goals", "atlassian-goals.csv"),
    ("atlassian-goals", "atlassian-goals-analytics.csv"),
    ("gitlab", "gitlab.json"),
    ("gitlab", "gitlab-widgets.json"),
    ("github", "github.json"),
    ("github", "github-projects.tsv"),
    ("linear", "linear-initiatives.csv"),
    ("linear", "linear.csv"),
    ("notion", "notion.csv"),
    ("google-sheets", "google-sheets.csv"),
    ("google-sheets", "google-sheets-columns.csv"),
    ("weekdone", "weekdone.csv"),
    ("culture-amp", "culture-amp.csv"),
];

/// What an import of each sample says, and every file that it writes.
#[test]
fn the_sample_of_each_service_is_taken_in() {
    for (map, sample) in SAMPLES {
        let here = folder(&[("goalpost.yaml", "")]);
        let path = project("tests/fixtures/import").join(sample);
        let run = goalpost(here.path(), &["import", &path.to_string_lossy(), "--map", map]);
        assert!(run.code < 2, "{sample}: {run:?}");
        let mut text = format!("{}{}", run.stderr, run.stdout);
        let export = says(here.path(), &["-q", "export"]);
        for line in export.lines().filter(|line| line.contains("\"kind\"")) {
            text.push_str(&format!("\n{line}"));
        }
        insta::assert_snapshot!(format!("import_{}", sample.replace(['.', '-'], "_")), text);
        // Again, with a period for the goals that had none, too: nothing doubles.
        let args = ["import", &path.to_string_lossy(), "--map", map, "--dry-run", "--format", "json"];
        for more in [&[][..], &["--period", "2026-Q4"]] {
            let args = [&args, more].concat();
            let again: serde_json::Value = serde_json::from_str(&goalpost(here.path(), &args).stdout).expect("JSON");
            assert!(again["files"].as_array().is_some_and(Vec::is_empty), "{sample}: {again:#}");
        }
    }
    let samples = fs::read_dir(project("tests/fixtures/import")).expect("samples").count();
    assert_eq!(samples, SAMPLES.len(), "every sample is tried");
}

/// A draft of a map takes what its sample has, as far as headings are known.
#[test]
fn a_draft_of_a_map_is_a_map() {
    let mut drafts = String::new();
    for (map, sample) in SAMPLES {
        let path = project("tests/fixtures/import").join(sample);
        let here = folder(&[("goalpost.yaml", "")]);
        let draft = says(here.path(), &["import", &path.to_string_lossy(), "--suggest-map"]);
        fs::write(here.path().join("map.yaml"), &draft).expect("written");
        let run = goalpost(here.path(), &["import", &path.to_string_lossy(), "--map", "map.yaml", "--dry-run"]);
        assert!(run.code < 2, "{sample}: {run:?}\n{draft}");
        // Where a map is named, it is that of the sample.
        if let Some((_, named)) = draft
            .split_once("--map THIS --dry-run\n# ")
            .map(|(_, rest)| rest)
            .and_then(|rest| rest.lines().next()?.split_once("--map "))
        {
            assert_eq!(named, *map, "{sample}: {draft}");
        }
        drafts.push_str(&format!("== {sample}\n{draft}"));
    }
    insta::assert_snapshot!(drafts);
    let here = folder(&[("goalpost.yaml", ""), ("a.csv", "title\nA\n")]);
    let run = goalpost(here.path(), &["import", "a.csv", "--map", "jura"]);
    assert!(run.code == 2 && run.stderr.contains("did you mean `jira`?"), "{}", run.stderr);
}
