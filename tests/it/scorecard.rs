//! `goalpost scorecard`: the letters of SMART and FAST, each with the rule that decided it.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;
use unicode_width::UnicodeWidthStr;

use goalpost::rules::{CONCEPTS, LETTERS};

use crate::support::page::written_pages;
use crate::support::program::{folder, goalpost, json, northwind, says};

/// The names of all rules, by their pages.
fn pages() -> BTreeSet<String> {
    written_pages().into_iter().filter(|it| it.group != "concepts").map(|it| it.name).collect()
}

#[test]
fn what_decides_a_letter_is_a_rule_that_its_concept_names() {
    let pages = pages();
    let on_the_page = ["missing-field", "wrong-type", "unknown-field", "number-out-of-range", "mixed-milestones"];
    let of_fields = ["unknown-person", "unknown-team", "invalid-period", "invalid-date"];
    for letter in &LETTERS {
        let concept = CONCEPTS.iter().find(|it| it.name == letter.word.to_lowercase()).expect("a concept");
        for rule in letter.rules {
            let name = rule.rule;
            assert!(pages.contains(name), "{name}");
            let told = on_the_page.contains(&name) || of_fields.contains(&name);
            assert!(
                told || concept.page().contains(&format!("`{name}`")),
                "{name} is not in the page on {}",
                letter.word
            );
        }
    }
}

/// Goals with one flaw each, below an objective without any.
const FLAWS: &[(&str, &str)] = &[
    ("goalpost.yaml", ""),
    ("m.yaml", "kind: mission\nid: m\ntitle: Boring money\nstatement: s\n"),
    (
        "o.yaml",
        "kind: objective\nid: o\ntitle: Make the checkout dependable\nowner: tom\nteam: red\nperiod: 2026-Q4\ncommitment: committed\nwhy: shops lose sales\nsupports: [m]\n",
    ),
    (
        "fine.yaml",
        "kind: key_result\nid: fine\ntitle: Cut errors from 9 % to 2 %\nmeasures: o\nmetric: {unit: \"%\", baseline: 9, target: 2, current: 4, as_of: 2026-11-20, source: s}\n",
    ),
    (
        "unit.yaml",
        "kind: key_result\nid: no-unit\ntitle: Cut errors from 9 to 2\nmeasures: o\nmetric: {baseline: 9, target: 2, current: 4, as_of: 2026-11-20, source: s}\n",
    ),
    (
        "allowed.yaml",
        "kind: key_result\nid: allowed\ntitle: Cut errors from 9 to 3\nmeasures: o\n# goalpost: allow missing-unit\nmetric: {baseline: 9, target: 3, current: 4, as_of: 2026-11-20, source: s}\n",
    ),
    (
        "stale.yaml",
        "kind: key_result\nid: stale\ntitle: Cut errors from 9 % to 1 %\nmeasures: o\nmetric: {unit: \"%\", baseline: 9, target: 1, current: 4, as_of: 2026-10-20, source: s}\n",
    ),
    (
        "lone.yaml",
        "kind: objective\nid: lone\ntitle: Dare to release every day\nteam: red\nperiod: 2026-Q4\nwhy: fear makes batches big\nsupports: [m]\n",
    ),
    (
        "lone-kr.yaml",
        "kind: key_result\nid: lone-kr\ntitle: Cut the way to production from 9 days to 2\nmeasures: lone\nmetric: {unit: days, baseline: 9, target: 2, current: 4, as_of: 2026-11-20, source: s}\n",
    ),
    ("draft.yaml", "kind: objective\nid: sketch\ntitle: Sketch a plan for spring\nstate: draft\nperiod: 2026-Q4\n"),
];

fn score(folder: &Path, id: &str) -> Value {
    json(folder, &["scorecard", id, "-q"])["goals"][0].clone()
}

/// The letters as a line of marks.
fn marks(goal: &Value) -> String {
    let letters = goal["letters"].as_array().expect("letters");
    assert_eq!(letters.len(), 9);
    letters.iter().map(|it| it["verdict"].as_bool().map_or('.', |holds| if holds { '+' } else { 'x' })).collect()
}

fn letter<'a>(goal: &'a Value, aspect: &str) -> &'a Value {
    let letters = goal["letters"].as_array().expect("letters");
    letters.iter().find(|it| it["aspect"] == aspect).expect(aspect)
}

#[test]
fn each_flaw_speaks_against_its_letter_with_its_rule() {
    let folder = folder(FLAWS);
    let folder = folder.path();
    assert_eq!(marks(&score(folder, "fine")), "+++++++++");
    let unit = score(folder, "no-unit");
    assert_eq!(letter(&unit, "measurable")["verdict"], false);
    assert_eq!(letter(&unit, "measurable")["rule"], "missing-unit");
    let reason = &letter(&unit, "measurable")["reasons"][0];
    assert_eq!((reason["path"].as_str(), reason["line"].as_u64()), (Some("unit.yaml"), Some(5)));
    // What is not measurable is not specific enough for FAST either.
    assert_eq!(letter(&unit, "specific (FAST)")["rule"], "missing-unit");
    let stale = score(folder, "stale");
    assert_eq!(letter(&stale, "frequently discussed")["rule"], "stale-check-in");
    assert_eq!(letter(&stale, "measurable")["verdict"], true);
    let lone = score(folder, "lone");
    assert_eq!(letter(&lone, "specific")["rule"], "missing-owner");
    assert_eq!(letter(&lone, "ambitious")["rule"], "missing-commitment");
    assert_eq!(marks(&score(folder, "sketch")), ".........");
}

#[test]
fn what_a_comment_allows_is_neither_well_nor_bad() {
    let folder = folder(FLAWS);
    let allowed = score(folder.path(), "allowed");
    assert_eq!(letter(&allowed, "measurable")["verdict"], Value::Null);
    assert_eq!(letter(&allowed, "measurable")["rule"], "missing-unit");
    assert!(says(folder.path(), &["scorecard", "allowed", "-q"]).contains("allowed: "));
}

#[test]
fn a_rule_that_is_off_still_decides_its_letter() {
    let mut files = FLAWS.to_vec();
    files[0] = ("goalpost.yaml", "rules: {missing-unit: off, missing-commitment: off}\n");
    let folder = folder(&files);
    assert_eq!(letter(&score(folder.path(), "no-unit"), "measurable")["verdict"], false);
    assert_eq!(letter(&score(folder.path(), "lone"), "ambitious")["verdict"], false);
}

#[test]
fn the_summary_counts_what_was_judged() {
    let folder = folder(FLAWS);
    let answer = json(folder.path(), &["scorecard", "-q"]);
    let goals = answer["goals"].as_array().expect("a list");
    let ids: Vec<_> = goals.iter().filter_map(|goal| goal["id"].as_str()).collect();
    assert_eq!(ids, ["allowed", "fine", "lone", "lone-kr", "no-unit", "o", "sketch", "stale"], "no mission, by id");
    for (at, summary) in answer["summary"].as_array().expect("a list").iter().enumerate() {
        let count = |mark: char| goals.iter().filter(|goal| marks(goal).chars().nth(at) == Some(mark)).count();
        let (holds, fails, open) = (count('+'), count('x'), count('.'));
        let told = |name: &str| summary[name].as_u64().and_then(|it| usize::try_from(it).ok());
        assert_eq!((told("holds"), told("fails"), told("open")), (Some(holds), Some(fails), Some(open)));
        #[expect(clippy::cast_precision_loss, reason = "a few goals")]
        let share = (holds + fails > 0).then(|| holds as f64 / (holds + fails) as f64);
        assert_eq!(summary["share"].as_f64(), share);
    }
}

#[test]
fn a_row_is_followed_by_what_speaks_against_it() {
    let folder = folder(FLAWS);
    let text = says(folder.path(), &["scorecard", "-q"]);
    let lines: Vec<&str> = text.lines().collect();
    let row = lines.iter().position(|line| line.contains("Cut errors from 9 to 2")).expect("a row");
    assert!(lines[row].starts_with("  Cut errors") && lines[row].contains('✗'), "below its objective: {text}");
    assert_eq!(lines[row + 1], "    no-unit: missing-unit");
    assert!(text.contains("\n  lone: missing-owner, missing-commitment"), "{text}");
    assert!(lines[0].contains("8 goals: "), "{}", lines[0]);
    assert!(
        text.contains("most frequent: missing-owner (2 goals)\nexplanation: goalpost explain missing-owner\n"),
        "{text}"
    );
}

#[test]
fn named_goals_are_reported_what_was_found_and_where() {
    let folder = folder(FLAWS);
    let text = says(folder.path(), &["scorecard", "stale", "fine", "-q"]);
    assert!(text.contains("not frequently discussed: ") && text.contains("(stale-check-in)"), "{text}");
    assert!(text.contains("      stale.yaml:5\n"), "{text}");
    assert!(!text.contains("no-unit"), "{text}");
}

#[test]
fn rows_keep_to_the_width_whatever_goals_are_called() {
    let wild = "kind: objective\nid: wild\ntitle: \"\\e[2J👩‍👩‍👧‍👦 とても長い題名とても長い題名とても長い題名とても長い題名\\nnext\"\nperiod: 2026-Q4\n";
    let mut files = FLAWS.to_vec();
    files.push(("w/wild.yaml", wild));
    let long = format!("kind: objective\nid: {}\ntitle: {}\nperiod: 2026-Q4\n", "w".repeat(80), "x".repeat(10_000));
    files.push(("w/long.yaml", &long));
    let folder = folder(&files);
    for args in [&["scorecard", "-q"][..], &["scorecard", "wild", "-q"]] {
        let text = says(folder.path(), args);
        assert!(!text.contains('\u{1b}'), "{text}");
        for line in text.lines() {
            assert!(line.width() <= 80, "{}: {line}", line.width());
        }
    }
    let table = says(folder.path(), &["scorecard", "--format", "markdown", "-q"]);
    let rows: Vec<&str> = table.lines().filter(|line| line.starts_with('|')).collect();
    assert!(rows.iter().all(|row| row.matches(" | ").count() >= 9 || row.starts_with("|---")), "{table}");
}

#[test]
fn csv_has_a_column_a_letter() {
    let folder = folder(FLAWS);
    let text = says(folder.path(), &["scorecard", "--format", "csv", "-q"]);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header: Vec<String> = reader.headers().expect("a header").iter().map(str::to_owned).collect();
    let wanted = "id kind title owner team state specific measurable achievable relevant time_bound frequently_discussed ambitious specific_fast transparent rules";
    assert_eq!(header, wanted.split(' ').collect::<Vec<_>>());
    let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("a row")).collect();
    let row = rows.iter().find(|row| &row[0] == "no-unit").expect("a row");
    assert_eq!((&row[7], &row[11], &row[15]), ("false", "true", "missing-unit"));
    let row = rows.iter().find(|row| &row[0] == "allowed").expect("a row");
    assert_eq!(&row[7], "");
}

#[test]
fn goals_that_have_no_letters_say_so() {
    let northwind = northwind();
    let answer = goalpost(&northwind, &["scorecard", "availability", "-q"]);
    assert_eq!((answer.code, answer.stdout.as_str()), (2, ""));
    assert!(answer.stderr.starts_with("error: `availability` is a KPI"), "{}", answer.stderr);
    let answer = goalpost(&northwind, &["scorecard", "failover-tme", "-q"]);
    assert!(answer.code == 2 && answer.stderr.contains("did you mean `failover-time`?"), "{}", answer.stderr);
    let none = says(&northwind, &["scorecard", "--team", "billing", "-q"]);
    assert!(none.contains("no goals here"), "{none}");
}
