//! `goalpost show`: the card of a goal, whole.

use std::ffi::OsStr;

use crate::support::program::{folder, goalpost, goalpost_with, json, northwind, says};

/// Every sort of card that northwind has.
#[test]
fn cards() {
    let cards = [
        "failed-payments",
        "checkout-survives",
        "smart-retries",
        "checkout-uptime",
        "open-portugal",
        "payout-time",
        "lead-an-incident",
        "availability",
        "pulse-2026-11",
        "mission",
    ];
    for id in cards {
        insta::assert_snapshot!(format!("show_{id}"), says(&northwind(), &["show", id]));
    }
    insta::assert_snapshot!("show_markdown", says(&northwind(), &["show", "instant-clearing", "--format", "markdown"]));
}

#[test]
fn links_carry_what_they_say() {
    let card = json(&northwind(), &["show", "checkout-survives"]);
    let link = &card["links"][0];
    assert_eq!(link["id"], "payments-first-time");
    assert_eq!(link["via"], "supports");
    assert_eq!(link["share"], 0.8);
    assert_eq!(link["weight"], 1.0);
    assert_eq!(link["how"], "no payment arrives through a checkout that is down");
    assert_eq!(link["agreed"][0]["by"], "maria");
    assert_eq!(link["goal"]["owner"], "maria");
    assert_eq!(card["goal"]["supports"].as_array().map(Vec::len), Some(2));
    assert_eq!(card["path"], "2026-Q4/platform/checkout-survives.yaml");
    let key_results: Vec<_> = card["key_results"].as_array().expect("a list").iter().map(|it| &it["id"]).collect();
    assert_eq!(key_results, ["checkout-uptime", "failover-time", "second-region"]);
}

#[test]
fn a_need_shows_on_both_sides() {
    let asks = json(&northwind(), &["show", "open-portugal"]);
    let need = &asks["needs"][2];
    assert_eq!(need["goal"], "second-region");
    let asked = json(&northwind(), &["show", "second-region"]);
    assert_eq!(asked["asked"][0]["goal"]["id"], "open-portugal");
    assert_eq!(asked["asked"][0]["need"]["what"], need["what"]);
}

#[test]
fn a_key_result_has_its_kpis_value_and_unit() {
    let card = json(&northwind(), &["show", "checkout-uptime"]);
    assert_eq!(card["metric"]["current"], 99.82);
    assert_eq!(card["metric"]["as_of"], "2026-11-20");
    assert_eq!(card["metric"]["unit"], "%");
    assert_eq!(card["metric"]["kpi"]["id"], "availability");
    // The value lies in the KPI's file, but not in this key result's period.
    let goals = folder(&[
        ("goalpost.yaml", ""),
        ("kpi.yaml", "kind: kpi\nid: k\ntitle: K\nmetric: {unit: s, at_most: 9, current: 5, as_of: 2026-08-01}\n"),
        ("o.yaml", "kind: objective\nid: o\ntitle: O\nperiod: 2026-Q4\n"),
        ("a.yaml", "kind: key_result\nid: a\ntitle: A\nmeasures: o\nmetric: {kpi: k, baseline: 9, target: 3}\n"),
    ]);
    let card = json(goals.path(), &["show", "a", "-q"]);
    assert_eq!(card["metric"]["current"], serde_json::Value::Null);
    assert_eq!(card["metric"]["unit"], "s");
}

#[test]
fn missing_agreements_name_who_is_to_be_asked() {
    let org = "teams: [{id: x}, {id: y}]\npeople: [{id: ann, team: x, formerly: [anna]}, {id: bob, team: y}]\n";
    let goal = |id: &str, rest: &str| format!("kind: objective\nid: {id}\ntitle: T\n{rest}");
    let files = [
        ("goalpost.yaml", String::new()),
        ("org.yaml", org.to_owned()),
        ("up.yaml", goal("up", "owner: ann\nteam: x\n")),
        ("a.yaml", goal("a", "owner: bob\nteam: y\nsupports: [up]\n")),
        (
            "b.yaml",
            goal("b", "owner: bob\nteam: y\nagreed: [{by: bob}]\nsupports: [{goal: up, agreed: [{by: anna}]}]\n"),
        ),
        ("c.yaml", goal("c", "owner: bob\nteam: x\nagreed: [{by: bob}]\nsupports: [up]\n")),
        ("d.yaml", goal("d", "owner: bob\nteam: y\nstate: dropped\nsupports: [up]\n")),
    ];
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let goals = folder(&files);
    let missing = |id: &str| json(goals.path(), &["show", id])["agreements"]["missing"].clone();
    assert_eq!(
        missing("a"),
        serde_json::json!([
            {"person": "bob", "owner_of": "a", "link": false},
            {"person": "ann", "owner_of": "up", "link": true}
        ])
    );
    // An agreement under an earlier id, one team, and a closed goal: nobody is missed.
    for id in ["b", "c", "d"] {
        assert_eq!(missing(id), serde_json::json!([]), "{id}");
    }
}

#[test]
fn goalposts_are_those_of_the_model_that_the_file_sets() {
    let posts = |id: &str| -> Vec<String> {
        let card = json(&northwind(), &["show", id]);
        let posts = card["goalposts"].as_array().expect("a list").clone();
        posts.iter().map(|post| format!("{} {}", post["field"].as_str().unwrap_or(""), post["value"])).collect()
    };
    assert_eq!(
        posts("payout-time-2026-q4"),
        [
            "metric.baseline 30.0",
            "metric.target 10.0",
            r#"metric.unit "hours""#,
            r#"measures "faster-payouts-2026-q4""#,
            r#"commitment "aspirational""#,
            r#"milestones[0].due "2026-10-31""#,
            "milestones[0].value 24.0",
            r#"milestones[1].due "2026-11-30""#,
            "milestones[1].value 16.0",
        ]
    );
    assert_eq!(
        posts("good-payments-pass"),
        [r#"period "2026-Q4""#, r#"commitment "committed""#, "supports[0].weight 2.0"]
    );
}

#[test]
fn the_log_begins_with_the_newest_and_is_whole_with_v() {
    let mut goal = String::from("kind: objective\nid: a\ntitle: A\nlog:\n");
    for day in 1..=12 {
        goal.push_str(&format!("  - {{date: 2026-11-{day:02}, kind: note, text: entry {day}}}\n"));
    }
    let goals = folder(&[("goalpost.yaml", ""), ("a.yaml", &goal)]);
    let short = says(goals.path(), &["show", "a", "-q"]);
    assert!(short.find("entry 12") < short.find("entry 11"), "{short}");
    assert!(short.contains("entry 5") && !short.contains("entry 4\n"), "{short}");
    assert!(short.contains("4 older: goalpost show a -v"), "{short}");
    assert!(says(goals.path(), &["show", "a", "-q", "-v"]).contains("entry 1\n"));
    assert_eq!(json(goals.path(), &["show", "a"])["log"].as_array().map(Vec::len), Some(12));
}

#[test]
fn earlier_ids_lead_here_and_wrong_ones_are_corrected() {
    let goals = folder(&[("goalpost.yaml", ""), ("a.yaml", "kind: objective\nid: new\ntitle: A\nformerly: [old]\n")]);
    assert_eq!(json(goals.path(), &["show", "old"])["goal"]["id"], "new");
    let answer = goalpost(&northwind(), &["show", "faild-payments", "-q"]);
    assert_eq!((answer.code, answer.stdout.as_str()), (2, ""));
    assert_eq!(answer.stderr, "error: there is no goal `faild-payments`\n  help: did you mean `failed-payments`?\n");
}

/// What a goal file says reaches the terminal as text of at most 80 columns.
#[test]
fn hostile_text_stays_text() {
    let text = "\\u001b[2J\\u202eab\\u0007 \\\"x\\\" 日本語の長い題名 🎯 \\u0085".repeat(40);
    let goal = format!(
        "kind: key_result\nid: a\ntitle: \"{text}\"\nmeasures: o\nowner: \"{text}\"\nteam: \"{text}\"\nwhy: \"{text}\"\n\
         labels: [\"{text}\"]\nmetric: {{name: \"{text}\", unit: \"{text}\", baseline: 1, target: 2, current: 1}}\n\
         milestones: [{{title: \"{text}\", due: 2026-11-30, value: 2}}]\nneeds: [{{from: \"{text}\", what: \"{text}\"}}]\n\
         log: [{{date: 2026-11-01, kind: obstacle, text: \"{text}\", by: \"{text}\"}}]\n"
    );
    let above = format!("kind: objective\nid: o\ntitle: \"{text}\"\nsupports: [{{goal: nope, how: \"{text}\"}}]\n");
    let goals = folder(&[("goalpost.yaml", ""), ("a.yaml", &goal), ("o.yaml", &above)]);
    for args in [["show", "a"], ["show", "o"], ["why", "a"], ["why", "o"]] {
        let said = says(goals.path(), &[&args[..], &["-q"]].concat());
        for line in said.lines() {
            assert!(!line.chars().any(|it| it.is_control() || it == '\u{202e}'), "{line:?}");
            assert!(unicode_width::UnicodeWidthStr::width(line) <= 80, "{line}");
        }
    }
}

#[test]
fn an_empty_goal_has_a_short_card() {
    let goals = folder(&[("goalpost.yaml", ""), ("a.yaml", "kind: objective\nid: a\ntitle: \"  \"\n")]);
    insta::assert_snapshot!("show_empty", says(goals.path(), &["show", "a", "-q"]));
}

/// A health in many words was a line of 41 columns at 40, `no goals here` one of 98 at 80, and fewer columns than 40 were taken
/// for 40.
#[test]
fn narrow_pages_are_kept_to() {
    let goals = folder(&[
        ("goalpost.yaml", ""),
        ("o.yaml", "kind: objective\nid: o\ntitle: Win it all\nowner: a\nperiod: 2026-Q4\n"),
        (
            "u.yaml",
            "kind: key_result\nid: u\ntitle: Ship the thing in this quarter\nmeasures: o\nmilestones: [{title: a, due: \
             2026-10-20, done: 2026-10-19}, {title: b, due: 2026-12-20}, {title: c, due: 2026-11-01}]\n",
        ),
    ]);
    let filtered = ["rollup", "-q", "--owner", "a", "--stale", "--health", "off-track,at-risk", "--period", "2030-Q1"];
    for (columns, command) in
        [("40", &["show", "u"][..]), ("30", &["rollup"]), ("30", &["agenda"]), ("80", &filtered), ("30", &filtered)]
    {
        let said = goalpost_with(goals.path(), command, &[("COLUMNS", OsStr::new(columns))]).stdout;
        let most = columns.parse().expect("a number");
        let wide: Vec<&str> =
            said.lines().filter(|line| line.chars().count() > most && !line.trim().starts_with("goalpost ")).collect();
        assert!(wide.is_empty() && !said.is_empty(), "{columns} {command:?}: {wide:#?}");
    }
}
