//! `goalpost graph`: what it draws, and that no title can break a drawing.

use proptest::prelude::*;

use crate::support::brief::brief;
use crate::support::program::{folder, goalpost, json, northwind, says};
use goalpost::render::{dot, mermaid};
use goalpost::view::brief::Relation;
use goalpost::view::graph::{EdgeView, GraphView, NodeView};

const SMALL: &[(&str, &str)] = &[
    ("goalpost.yaml", ""),
    ("org.yaml", "teams: [{id: x, name: The X's}]\npeople: [{id: ann, team: x}]\n"),
    ("m.yaml", "kind: mission\nid: m\ntitle: \"Say \\\"yes\\\"\"\nstatement: S\n"),
    ("end.yaml", "kind: objective\nid: end\ntitle: The end\nteam: x\nowner: ann\nsupports: [{goal: m, weight: 2}]\n"),
    (
        "kr.yaml",
        "kind: key_result\nid: o-1\ntitle: 1. Cut {it} & <b>more</b> \\n\nmeasures: end\nperiod: 2026-Q4\nneeds: [{from: y, what: z, goal: class}]\n\
         metric: {kpi: x.y, baseline: 9, target: 3}\n",
    ),
    ("class.yaml", "kind: objective\nid: class\ntitle: \"  \"\nstate: draft\n"),
    ("kpi.yaml", "kind: kpi\nid: x.y\ntitle: Errors\nmetric: {unit: s, at_most: 9, current: 5, as_of: 2026-11-01}\n"),
    ("past.yaml", "kind: objective\nid: past\ntitle: Past\nperiod: 2025\nstate: dropped\nsupports: [m]\n"),
];

#[test]
fn drawings_of_a_few_goals() {
    let goals = folder(SMALL);
    insta::assert_snapshot!("graph_dot", says(goals.path(), &["graph"]));
    insta::assert_snapshot!("graph_mermaid", says(goals.path(), &["graph", "--format", "mermaid"]));
}

#[test]
fn json_has_goals_and_how_they_hang_together() {
    let goals = folder(SMALL);
    let graph = json(goals.path(), &["graph"]);
    let ids: Vec<_> = graph["nodes"].as_array().expect("a list").iter().map(|node| &node["id"]).collect();
    assert_eq!(ids, ["class", "end", "m", "o-1", "x.y"], "what is past and closed is left out");
    assert_eq!(
        graph["edges"],
        serde_json::json!([
            {"from": "end", "to": "m", "type": "supports", "weight": 2.0},
            {"from": "o-1", "to": "class", "type": "needs", "weight": null},
            {"from": "o-1", "to": "end", "type": "measures", "weight": 1.0},
            {"from": "o-1", "to": "x.y", "type": "kpi", "weight": null},
        ])
    );
    let key_result = &graph["nodes"][3];
    assert_eq!(key_result["kind"], "key_result");
    assert_eq!(key_result["team"], "x");
    assert_eq!(key_result["health"], "on-track");
    assert!((key_result["progress"].as_f64().expect("a number") - 4.0 / 6.0).abs() < 1e-12);
    let all = json(goals.path(), &["graph", "--period", "all"]);
    assert_eq!(all["nodes"].as_array().map(Vec::len), Some(6));
}

#[test]
fn one_goal_comes_with_what_it_serves_and_what_serves_it() {
    let ids = |args: &[&str]| -> Vec<String> {
        let graph = json(&northwind(), &[&["graph"], args].concat());
        let nodes = graph["nodes"].as_array().expect("a list").clone();
        nodes.iter().map(|node| node["id"].as_str().unwrap_or("").to_owned()).collect()
    };
    assert_eq!(
        ids(&["no-single-expert"]),
        [
            "anyone-can-release",
            "availability",
            "checkout-survives",
            "checkout-uptime",
            "failed-releases",
            "failover-time",
            "knowledge-outlives-people",
            "lead-an-incident",
            "merge-to-production",
            "mission",
            "no-single-expert",
            "second-region",
        ]
    );
    assert!(ids(&["--team", "risk"]).contains(&"fraud-losses".to_owned()));
    assert!(!ids(&["--team", "risk"]).contains(&"mission".to_owned()));
    assert_eq!(goalpost(&northwind(), &["graph", "--format", "svgz"]).code, 2);
}

#[test]
fn no_goals_are_a_drawing_too() {
    let goals = folder(&[("goalpost.yaml", "")]);
    assert!(says(goals.path(), &["graph", "-q"]).ends_with("}\n"));
    assert_eq!(says(goals.path(), &["graph", "-q", "--format", "mermaid"]), "flowchart RL\n");
}

#[test]
fn mermaids_limits_are_reported() {
    let mut files = vec![("goalpost.yaml".to_owned(), String::new())];
    files.push(("m.yaml".to_owned(), "kind: mission\nid: m\ntitle: M\nstatement: S\n".to_owned()));
    for at in 0..501 {
        files.push((format!("{at}.yaml"), format!("kind: objective\nid: g{at}\ntitle: G\nsupports: [m]\n")));
    }
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let goals = folder(&files);
    assert!(goalpost(goals.path(), &["graph", "--format", "mermaid"]).stderr.contains("at most 500 links"));
    assert!(!goalpost(goals.path(), &["graph"]).stderr.contains("500"));
}

/// Two goals in a team, one with everything written as it is given.
fn view(text: &str) -> GraphView {
    let node = |id: &str, text: &str| NodeView { goal: brief(id, text), team_name: None };
    let edge = EdgeView {
        from: "end".to_owned(),
        to: "class".to_owned(),
        relation: Relation::Supports,
        weight: Some(2.0),
        ends: (0, 1),
    };
    GraphView { nodes: vec![node("end", text), node("class", text)], edges: vec![edge], unreadable: Vec::new() }
}

/// A text with its quoted parts taken out, and those parts. A backslash keeps a quote from ending one, in dot.
fn unquoted(text: &str, escapes: bool) -> (String, Vec<String>) {
    let (mut bare, mut quoted) = (String::new(), Vec::new());
    let mut open: Option<String> = None;
    let mut rest = text.chars();
    while let Some(character) = rest.next() {
        match &mut open {
            Some(part) if character == '\\' && escapes => {
                part.push(character);
                part.extend(rest.next());
            }
            Some(_) if character == '"' => quoted.extend(open.take()),
            Some(part) => part.push(character),
            None if character == '"' => {
                bare.push('"');
                open = Some(String::new());
            }
            None => bare.push(character),
        }
    }
    assert!(open.is_none(), "a quote is left open");
    (bare, quoted)
}

/// A label as Graphviz reads it, its lines joined.
fn graphviz_reads(label: &str) -> String {
    let mut text = String::new();
    let mut rest = label.chars();
    while let Some(character) = rest.next() {
        match character {
            '\\' => match rest.next() {
                Some('n' | 'l') => text.push(' '),
                Some(escaped @ ('"' | '\\')) => text.push(escaped),
                other => panic!("an escape of Graphviz's own: {other:?}"),
            },
            other => text.push(other),
        }
    }
    text.replace("&amp;", "&")
}

/// A label as Mermaid reads it: numbers become characters.
fn mermaid_reads(label: &str) -> String {
    let mut text = String::new();
    let mut rest = label;
    while let Some((before, after)) = rest.split_once('#') {
        text.push_str(before);
        let (number, after) = after.split_once(';').expect("a number ends");
        text.push(number.parse().ok().and_then(char::from_u32).expect("a character's number"));
        rest = after;
    }
    text.push_str(rest);
    text.replace('\u{2060}', "")
}

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Titles of pieces that have broken drawings before, and of anything else.
fn title() -> impl Strategy<Value = String> {
    let pieces = [
        "\"",
        "\\",
        "\\\"",
        "\n",
        "\r\n",
        "end",
        "-->",
        "%%",
        "%%{init: {}}%%",
        "<b>",
        "</script>",
        "&lt;",
        "#quot;",
        "#35;",
        "`",
        "1. ",
        "- ",
        "[",
        "]",
        "{",
        "}",
        "(",
        ")",
        "|",
        ";",
        "ﬂ°°60¶ß",
        "$$x$$",
        "fa:fa-car",
        "\\n",
        "\\N",
        "\u{202e}",
        "😀",
        "👩‍👩‍👧‍👦",
        "日本語",
        "e\u{301}",
        "\u{0}",
        "\u{1b}[31m",
        " ",
        "style a:#b;",
        "click n0",
        "x",
        "99.5 %",
        "@{",
        ":::",
    ];
    prop_oneof![
        proptest::collection::vec(
            prop_oneof![proptest::sample::select(pieces.to_vec()).prop_map(str::to_owned), ".{0,3}"],
            0..12
        )
        .prop_map(|parts| parts.concat()),
        Just("x".repeat(10_000)),
        "\\PC{0,40}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Whatever a title says, the dot around it stays the same, and the label reads as the title.
    #[test]
    fn no_title_breaks_dot(title in title()) {
        let (bare, quoted) = unquoted(&dot::dot(&view(&title), "now"), true);
        let (plain, _) = unquoted(&dot::dot(&view("plain"), "now"), true);
        prop_assert_eq!(bare, plain);
        let said: Vec<String> = quoted.iter().map(|part| words(&graphviz_reads(part))).collect();
        prop_assert!(quoted.iter().all(|part| !part.chars().any(char::is_control)));
        reads_as(&title, &said)?;
    }

    /// Whatever a title says, the Mermaid around it stays the same, and the label reads as the title.
    #[test]
    fn no_title_breaks_mermaid(title in title()) {
        let text = mermaid::mermaid(&view(&title));
        let (bare, quoted) = unquoted(&text, false);
        let (plain, _) = unquoted(&mermaid::mermaid(&view("plain")), false);
        prop_assert_eq!(bare, plain);
        for part in &quoted {
            let inner = part.replace("<br/>", "");
            prop_assert!(!inner.contains(['<', '>', '`', '{', '[', '$', '\\', '&', ':']) && !inner.contains("%%"), "{}", part);
            prop_assert!(!inner.chars().any(char::is_control));
            prop_assert!(!inner.starts_with(['-', '%', '.', '/']), "{}", part);
        }
        let said: Vec<String> = quoted.iter().map(|part| words(&mermaid_reads(&part.replace("<br/>", " ")))).collect();
        reads_as(&title, &said)?;
    }
}

/// A short title that has nothing hostile stands in a label word for word; a long one with its beginning.
fn reads_as(title: &str, labels: &[String]) -> Result<(), TestCaseError> {
    let plain = goalpost::render::clean(title);
    let beginning: String = words(&plain).chars().take(12).collect();
    let beginning = beginning.trim().to_owned();
    prop_assert!(labels.iter().any(|label| label.starts_with(&beginning)), "{:?} in {:?}", beginning, labels);
    prop_assert!(labels.iter().all(|label| label.chars().count() < 400));
    Ok(())
}
