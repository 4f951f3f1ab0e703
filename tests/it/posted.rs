//! What is posted to a chat or subscribed to in a calendar: messages for Slack and Teams within their limits, and
//! iCalendar. Text of goals is nothing but text in any.

use std::collections::BTreeSet;
use std::fs;

use serde_json::{Value, json};

use crate::support::clients::calendar_events;
use crate::support::program::{folder, says};
use crate::support::report::hostile_goals;
use crate::support::repository::Repo;

const ORG: &str = "teams: [{id: pay, lead: tom}, {id: plat, lead: noor}]\npeople: [{id: tom}, {id: noor}]\n";

/// An objective with a need, a key result that is due and one with a milestone and a deadline.
fn goals() -> Repo {
    let repo = Repo::new();
    repo.write("goalpost.yaml", "cadence: weekly\n");
    repo.write("org.yaml", ORG);
    repo.write(
        "o.yaml",
        "kind: objective\nid: o\ntitle: \"Win, at last; & <!channel>\"\nowner: tom\nteam: pay\nperiod: 2026-Q4\nneeds:\n  - \
         {from: plat, what: a region, by: 2026-12-01}\n  - {from: plat, what: done, by: 2026-11-01, state: met}\n",
    );
    repo.write(
        "slow.yaml",
        "kind: key_result\nid: slow\ntitle: Slow\nmeasures: o\nowner: tom\nmetric: {baseline: 10, target: 0, current: 9, as_of: \
         2026-11-01}\n",
    );
    repo.write(
        "steps.yaml",
        "kind: key_result\nid: steps\ntitle: Steps\nmeasures: o\nowner: tom\ndeadline: 2026-12-10\nmilestones:\n  - {title: \
         drill, due: 2026-11-30}\n  - {title: plan, due: 2026-11-03, done: 2026-11-02}\n",
    );
    repo.commit("tom", "2026-09-25T08:00:00Z", "Set");
    repo
}

/// What Slack's reference asks of a message of headers and sections.
fn slack_schema() -> Value {
    let text = |most: u32| {
        json!({
            "type": "object",
            "required": ["type", "text"],
            "properties": {"type": {"const": "plain_text"}, "text": {"type": "string", "minLength": 1, "maxLength": most}, "emoji": {"type": "boolean"}},
            "additionalProperties": false
        })
    };
    let block = |kind: &str, most| {
        json!({
            "type": "object",
            "required": ["type", "text"],
            "properties": {"type": {"const": kind}, "text": text(most)},
            "additionalProperties": false
        })
    };
    json!({
        "type": "object",
        "required": ["text", "blocks"],
        "properties": {
            "text": {"type": "string", "minLength": 1, "maxLength": 4000},
            "blocks": {"type": "array", "minItems": 1, "maxItems": 50, "items": {"oneOf": [block("header", 150), block("section", 3000)]}}
        },
        "additionalProperties": false
    })
}

/// What the schema of Adaptive Cards 1.4 asks of a card of rich text, in the message of a workflow.
fn teams_schema() -> Value {
    let run = json!({
        "type": "object",
        "required": ["type", "text"],
        "properties": {"type": {"const": "TextRun"}, "text": {"type": "string", "minLength": 1}, "weight": {"enum": ["Default", "Lighter", "Bolder"]}},
        "additionalProperties": false
    });
    let block = json!({
        "type": "object",
        "required": ["type", "inlines"],
        "properties": {"type": {"const": "RichTextBlock"}, "inlines": {"type": "array", "items": run}, "separator": {"type": "boolean"}},
        "additionalProperties": false
    });
    let card = json!({
        "type": "object",
        "required": ["type", "version", "body"],
        "properties": {
            "$schema": {"const": "http://adaptivecards.io/schemas/adaptive-card.json"},
            "type": {"const": "AdaptiveCard"},
            "version": {"const": "1.4"},
            "fallbackText": {"type": "string"},
            "body": {"type": "array", "minItems": 1, "items": block}
        },
        "additionalProperties": false
    });
    let attachment = json!({
        "type": "object",
        "required": ["contentType", "content"],
        "properties": {"contentType": {"const": "application/vnd.microsoft.card.adaptive"}, "content": card},
        "additionalProperties": false
    });
    json!({
        "type": "object",
        "required": ["type", "attachments"],
        "properties": {"type": {"const": "message"}, "attachments": {"type": "array", "minItems": 1, "maxItems": 1, "items": attachment}},
        "additionalProperties": false
    })
}

#[test]
fn messages_are_what_slack_and_teams_take() {
    let (goals, hostile) = (goals(), hostile_goals());
    for root in [goals.path(), hostile.path()] {
        for command in ["agenda", "digest"] {
            for (format, schema) in [("slack", slack_schema()), ("teams", teams_schema())] {
                let text = says(root, &[command, "-q", "--format", format]);
                let message: Value = serde_json::from_str(&text).expect("JSON");
                let validator = jsonschema::validator_for(&schema).expect("a schema");
                let wrong: Vec<String> = validator.iter_errors(&message).map(|it| it.to_string()).collect();
                assert!(wrong.is_empty(), "{command} {format}: {}", wrong.join("\n"));
                assert!(!text.contains('\u{1b}') && !text.contains("\\u001b"), "{text}");
            }
        }
    }
    let message = says(goals.path(), &["agenda", "-q", "--format", "slack"]);
    assert!(message.contains("• Slow (slow): check-in · due since 8 November"), "{message}");
}

#[test]
fn what_is_for_one_person_alone_is_not_posted() {
    let repo = goals();
    let page = says(repo.path(), &["agenda", "-q", "--format", "markdown"]);
    for format in ["slack", "teams"] {
        let message = says(repo.path(), &["agenda", "-q", "--format", format]);
        assert_eq!(message.contains("worth a look"), page.contains("worth a look"), "{format}");
    }
}

#[test]
fn the_calendar_has_what_is_planned_and_open() {
    let repo = goals();
    let text = says(repo.path(), &["agenda", "-q", "--format", "ics"]);
    assert!(text.split("\r\n").all(|line| line.len() <= 75 && !line.contains('\n')), "{text}");
    let unfolded = text.replace("\r\n ", "");
    let of = |name: &str| {
        let lines = unfolded.lines().filter_map(|line| line.strip_prefix(name)?.strip_prefix(':').map(str::to_owned));
        lines.collect::<Vec<_>>()
    };
    assert_eq!(
        of("SUMMARY"),
        [
            "Check in on Slow",
            "Check in on Steps",
            "drill (Steps)",
            "a region from plat for Win\\, at last\\; & <!channel>",
            "Last day of Steps",
            "Last day of Win\\, at last\\; & <!channel>",
        ]
    );
    let days = of("DTSTART;VALUE=DATE");
    assert_eq!(days, ["20261121", "20261121", "20261130", "20261201", "20261210", "20261231"]);
    if let Some(events) = calendar_events(&text) {
        assert_eq!(events.len(), 6);
        assert_eq!(events[3], json!(["a region from plat for Win, at last; & <!channel>", "2026-12-01"]));
    }
    // The same event keeps its name when its day moves.
    let before = of("UID");
    repo.write("steps.yaml", &repo.read("steps.yaml").replace("2026-11-30", "2026-12-02"));
    let moved = says(repo.path(), &["agenda", "-q", "--format", "ics"]).replace("\r\n ", "");
    assert!(before.iter().all(|uid| moved.contains(&format!("UID:{uid}"))), "{moved}");
}

/// Two milestones of one title and a need from two teams were one event to a calendar.
#[test]
fn each_event_has_a_name_of_its_own() {
    let root = folder(&[
        ("goalpost.yaml", ""),
        ("org.yaml", "teams: [{id: red, level: team}, {id: blue, level: team}]\n"),
        (
            "o.yaml",
            "kind: objective\nid: o\ntitle: T\nowner: ana\nperiod: 2026-Q4\nneeds:\n\
             - {from: red, what: help, by: 2026-12-01}\n- {from: blue, what: help, by: 2026-12-01}\n\
             - {from: red, what: help, by: 2026-12-08}\n",
        ),
        (
            "k.yaml",
            "kind: key_result\nid: k\ntitle: Hold drills\nmeasures: o\nmilestones:\n\
             - {title: Drill, due: 2026-11-25}\n- {title: Drill, due: 2026-12-15}\n",
        ),
    ]);
    let uids = || {
        let text = says(root.path(), &["agenda", "-q", "--format", "ics"]).replace("\r\n ", "");
        let uids: Vec<String> = text.lines().filter(|line| line.starts_with("UID:")).map(str::to_owned).collect();
        let days: Vec<_> = text.lines().filter_map(|line| line.strip_prefix("DTSTART;VALUE=DATE:")).collect();
        uids.into_iter().zip(days.into_iter().map(str::to_owned)).collect::<Vec<_>>()
    };
    let before = uids();
    let names: BTreeSet<&String> = before.iter().map(|(uid, _)| uid).collect();
    assert_eq!((names.len(), before.len() >= 6), (before.len(), true), "{before:?}");
    // The second keeps its name when the first is done.
    let text = fs::read_to_string(root.path().join("k.yaml")).expect("the goal");
    fs::write(root.path().join("k.yaml"), text.replace("due: 2026-11-25", "due: 2026-11-25, done: 2026-11-20"))
        .expect("written");
    let second = |events: &[(String, String)]| events.iter().find(|(_, day)| day == "20261215").cloned();
    assert_eq!(second(&before), second(&uids()));
}

#[test]
fn a_calendar_of_a_team_has_what_others_need_of_it() {
    let repo = goals();
    let text = says(repo.path(), &["agenda", "-q", "--team", "plat", "--format", "ics"]);
    assert_eq!(text.matches("BEGIN:VEVENT").count(), 1, "{text}");
    assert!(text.contains("SUMMARY:a region from plat"), "{text}");
    let empty = folder(&[("goalpost.yaml", "")]);
    let text = says(empty.path(), &["agenda", "-q", "--format", "ics"]);
    assert!(text.starts_with("BEGIN:VCALENDAR\r\n") && text.ends_with("END:VCALENDAR\r\n"), "{text}");
}
