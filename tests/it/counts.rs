//! Every command that counts goals gives the same counts in the same words.

use std::collections::BTreeMap;
use std::path::Path;

use crate::support::program::{folder, json, northwind, says};

/// What a summary counts: `2 off track` is `off track`, 2.
fn counts(summary: &str) -> BTreeMap<String, usize> {
    let parts = summary.split([',', '·', ';', '.', ':']).map(str::trim);
    let count = |part: &str| {
        let (number, words) = part.split_once(' ')?;
        // One and many are the same words here.
        let words = words.replace("values older than their", "value older than its").replace("KPIs", "KPI");
        Some((words, number.parse().ok()?))
    };
    parts.filter_map(count).collect()
}

/// The summaries of a root, by command.
fn summaries(root: &Path) -> Vec<(&'static str, BTreeMap<String, usize>)> {
    let tree = says(root, &["rollup", "-q"]);
    let last = tree.trim_end().rsplit("\n\n").next().expect("a summary");
    let markdown = says(root, &["rollup", "-q", "--format", "markdown"]);
    let report = says(root, &["report", "-q", "--format", "markdown"]);
    let headline = report.lines().find(|line| line.starts_with("**")).expect("a headline").trim_matches('*').to_owned();
    vec![
        ("rollup", counts(&last.replace("   goalpost", " · goalpost").replace('\n', " · "))),
        ("rollup as Markdown", counts(markdown.trim_end().rsplit("\n\n").next().expect("a summary"))),
        ("report", counts(&headline)),
        ("report as JSON", counts(json(root, &["report", "-q"])["summary"]["headline"].as_str().expect("a headline"))),
    ]
}

/// What `rollup` counts by itself: goals by health, missions and KPIs aside, and KPIs outside their bounds.
fn by_hand(root: &Path) -> BTreeMap<&'static str, usize> {
    let all = json(root, &["rollup", "-q"]);
    let mut counts = BTreeMap::new();
    for goal in all["goals"].as_array().expect("goals").iter().filter(|it| it["kind"] != "mission") {
        let word = match (goal["kind"].as_str(), goal["health"].as_str().expect("a health")) {
            (Some("kpi"), "off-track") => "KPI off track",
            (Some("kpi"), _) => continue,
            (_, "off-track") => "off track",
            (_, "at-risk") => "at risk",
            (_, "missed") if goal["standing"].as_str().expect("words").starts_with("partly") => continue,
            (_, "missed") => "missed",
            _ => continue,
        };
        *counts.entry(word).or_default() += 1;
    }
    counts
}

const WORDS: [&str; 10] = [
    "off track",
    "at risk",
    "missed",
    "too little measured",
    "without a plan",
    "without a value",
    "KPI off track",
    "KPI without a value",
    "value older than its cadence",
    "file cannot be read",
];

fn ensure_same_counts(root: &Path) -> BTreeMap<String, usize> {
    let summaries = summaries(root);
    for word in WORDS {
        let told: Vec<usize> = summaries.iter().map(|(_, counts)| counts.get(word).copied().unwrap_or(0)).collect();
        assert!(told.iter().all(|count| *count == told[0]), "{word}: {summaries:#?}");
    }
    let first = summaries[0].1.clone();
    for (word, count) in by_hand(root) {
        assert_eq!(first.get(word), Some(&count), "{word}: {first:?}");
    }
    first
}

fn mixed() -> tempfile::TempDir {
    let objective = |id: &str, rest: &str| {
        format!("kind: objective\nid: {id}\ntitle: Win {id}\nowner: tom\nperiod: 2026-Q4\nsupports: [m]\n{rest}")
    };
    let key_result = |id: &str, of: &str, rest: &str| {
        format!("kind: key_result\nid: {id}\ntitle: Raise {id}\nmeasures: {of}\n{rest}")
    };
    let at = |value: u32, day: &str| {
        format!("metric: {{unit: shops, baseline: 0, target: 10, current: {value}, as_of: {day}}}\n")
    };
    let kpi = |id: &str, rest: &str| {
        format!("kind: kpi\nid: {id}\ntitle: Calls {id}\nmetric: {{unit: x, at_least: 9{rest}}}\n")
    };
    let files = [
        ("goalpost.yaml", String::new()),
        ("m.yaml", "kind: mission\nid: m\ntitle: Boring money\nstatement: s\n".to_owned()),
        ("o.yaml", objective("o", "")),
        ("p.yaml", objective("p", "")),
        ("q.yaml", objective("q", "state: missed\nclosed: 2026-11-02\ngrade: {score: 0.2, computed: 0.2}\n")),
        ("d.yaml", objective("d", "state: draft\n")),
        ("e.yaml", objective("e", "")),
        ("a.yaml", key_result("a", "o", &at(9, "2026-11-20"))),
        ("b.yaml", key_result("b", "o", &at(1, "2026-10-05"))),
        ("c.yaml", key_result("c", "o", "metric: {unit: shops, baseline: 0, target: 10}\n")),
        ("f.yaml", key_result("f", "p", "metric: {unit: shops, baseline: 5, target: 5, current: 5}\n")),
        ("g.yaml", key_result("g", "o", &format!("weight: 3x\n{}", at(4, "2026-11-20")))),
        ("h.yaml", "kind: key_result\nid: h\nmeasures: p\ntitle: \"Raise h\n".to_owned()),
        ("i.yaml", key_result("i", "o", &format!("period: 2026-Q9\n{}", at(4, "2026-11-20")))),
        ("n.yaml", "kind: development\nid: n\ntitle: Learn to bake\nowner: tom\nperiod: 2026-Q4\n".to_owned()),
        ("k1.yaml", kpi("k1", ", current: 3, as_of: 2026-11-20")),
        ("k2.yaml", kpi("k2", "")),
        ("k3.yaml", kpi("k3", ", current: 10, as_of: 2026-11-20")),
    ];
    folder(&files.each_ref().map(|(path, text)| (*path, text.as_str())))
}

/// `rollup` said "1 without a value" where `report` said two, and counted a KPI among the goals that are off track.
#[test]
fn every_command_that_counts_goals_gives_the_same_counts() {
    ensure_same_counts(&northwind());
    let root = mixed();
    let told = ensure_same_counts(root.path());
    let of = |words: &str| told.get(words).copied().unwrap_or(0);
    // Only `c` waits for a value; nothing could measure `f`, the objective without parts and the growth goal.
    assert_eq!((of("without a value"), of("KPI off track"), of("KPI without a value")), (1, 1, 1), "{told:?}");
    assert_eq!(of("not measured"), 3, "{told:?}");
    assert_eq!((of("value older than its cadence"), of("file cannot be read"), of("missed")), (1, 1, 1), "{told:?}");
    let report = says(root.path(), &["report", "-q", "--format", "markdown"]);
    assert!(report.contains("not measured"), "what needs no value of its own is named: {report}");
}

#[test]
fn all_numbers_of_a_headline_add_up() {
    let mixed = mixed();
    for root in [northwind(), mixed.path().to_path_buf()] {
        let headline = json(&root, &["report", "-q"])["summary"]["headline"].as_str().expect("a text").to_owned();
        let running = headline.split("under way: ").nth(1).expect("goals").split(['.', ';']).next().expect("some");
        let sum: usize = counts(running).values().sum();
        assert!(headline.starts_with(&format!("Of {sum} goals under way")), "{headline}");
    }
}
