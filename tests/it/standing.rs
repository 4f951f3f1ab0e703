//! How goals are said to stand: on how much of them that rests, how old the values are, and what a summary may claim.

use std::path::Path;

use serde_json::{Value, json};

use crate::support::program::{folder, json as answer, says};

const MISSION: (&str, &str) = ("m.yaml", "kind: mission\nid: m\ntitle: Boring money\nstatement: s\n");

/// A quarter of one objective with the key results that are given, each with a name and the rest of its file.
fn quarter(key_results: &[(&str, &str)]) -> tempfile::TempDir {
    let objective = "kind: objective\nid: o\ntitle: Win the checkout\nowner: tom\nperiod: 2026-Q4\nsupports: [m]\n";
    let texts: Vec<(String, String)> = key_results
        .iter()
        .map(|(id, rest)| {
            let file = format!("kind: key_result\nid: {id}\ntitle: Raise {id}\nmeasures: o\n{rest}\n");
            (format!("{id}.yaml"), file)
        })
        .collect();
    let mut files = vec![("goalpost.yaml", ""), MISSION, ("o.yaml", objective)];
    files.extend(texts.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    folder(&files)
}

/// A metric from 0 to 10 that stands at a value since a day.
fn at(value: f64, day: &str) -> String {
    format!("metric: {{unit: shops, baseline: 0, target: 10, current: {value}, as_of: {day}}}")
}

fn numbers(folder: &Path, args: &[&str], id: &str) -> Value {
    let all = answer(folder, &[&["rollup", "-q", "--period", "all"], args].concat());
    let goals = all["goals"].as_array().expect("a list");
    goals.iter().find(|it| it["id"] == id).unwrap_or_else(|| panic!("{id} is there")).clone()
}

#[test]
fn a_goal_that_stands_on_a_small_part_is_not_on_track() {
    let done = at(10.0, "2026-11-20");
    let goals = quarter(&[("a", &done), ("b", ""), ("c", "weight: 2")]);
    let it = numbers(goals.path(), &[], "o");
    assert_eq!((&it["progress"], &it["health"]), (&json!(1.0), &json!("no-data")));
    assert_eq!((&it["coverage"], &it["counted"]), (&json!(0.25), &json!({"measured": 1, "of": 3})));
    assert_eq!(it["standing"], "too little measured: 1 of 3");
    assert!(says(goals.path(), &["rollup", "-q"]).contains("too little measured: 1 of 3"));
    for format in ["markdown", "html"] {
        let report = says(goals.path(), &["report", "-q", "--format", format]);
        assert!(report.contains("too little measured: 1 of 3"), "{format}");
    }
    let show = answer(goals.path(), &["show", "o", "-q"]);
    assert_eq!(show["goal"]["counted"], json!({"measured": 1, "of": 3}));
    assert!(says(goals.path(), &["show", "o", "-q"]).contains("too little measured: 1 of 3"));
    let explained = says(goals.path(), &["rollup", "--explain", "o", "-q"]);
    assert!(explained.contains("too little measured: 1 of 3: coverage 0.25"), "{explained}");
    // For one cadence of the period values may still come: the coverage is told, and nothing is made of it.
    let early = numbers(goals.path(), &["--today", "2026-10-07"], "o");
    assert_eq!((&early["coverage"], &early["health"]), (&json!(0.25), &json!("achieved-early")));
    assert_eq!(numbers(goals.path(), &["--today", "2026-10-08"], "o")["health"], "no-data");
}

#[test]
fn bad_news_of_a_small_part_is_told_with_its_part() {
    let goals = quarter(&[("a", &at(1.0, "2026-11-20")), ("b", ""), ("c", "")]);
    let it = numbers(goals.path(), &[], "o");
    assert_eq!((&it["health"], &it["standing"]), (&json!("off-track"), &json!("off track, from 1 of 3")));
    let half = quarter(&[("a", &at(1.0, "2026-11-20")), ("b", "")]);
    assert_eq!(numbers(half.path(), &[], "o")["standing"], "off track");
}

#[test]
fn what_nobody_expects_a_number_of_does_not_lower_coverage() {
    let goals = quarter(&[("a", &at(9.0, "2026-11-20")), ("b", "state: draft"), ("c", "state: dropped\nreason: r")]);
    let it = numbers(goals.path(), &[], "o");
    assert_eq!((&it["coverage"], &it["counted"]), (&json!(1.0), &json!({"measured": 1, "of": 1})));
    let later = quarter(&[("a", &at(9.0, "2026-11-20")), ("b", "period: 2026-12")]);
    assert_eq!(numbers(later.path(), &[], "o")["coverage"], json!(1.0));
    // A key result that measures something and has no value yet is measured: its progress counts 0.
    let silent = quarter(&[("a", "metric: {unit: h, baseline: 0, target: 4}")]);
    let it = numbers(silent.path(), &[], "o");
    assert_eq!((&it["coverage"], &it["progress"]), (&json!(1.0), &json!(0.0)));
    assert_eq!(numbers(silent.path(), &[], "a")["counted"], json!(null));
    assert_eq!(numbers(silent.path(), &[], "m")["coverage"], json!(null));
}

#[test]
fn a_value_older_than_its_cadence_says_its_age() {
    let goals = quarter(&[("a", &at(8.0, "2026-10-05")), ("b", &at(8.0, "2026-11-14"))]);
    assert_eq!(numbers(goals.path(), &[], "a")["standing"], "on track, value 47 days old");
    assert_eq!(numbers(goals.path(), &[], "b")["standing"], "on track", "a week is within a weekly cadence");
    let tree = says(goals.path(), &["rollup", "-q"]);
    assert!(tree.contains("value 47 days old"), "{tree}");
    for format in ["markdown", "html"] {
        assert!(says(goals.path(), &["report", "-q", "--format", format]).contains("value 47 days old"), "{format}");
    }
}
