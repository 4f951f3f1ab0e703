//! `goalpost review`: the evidence of one person's work, and nothing of anyone else's.

use crate::support::program::{folder, goalpost, json, northwind, says};
use crate::support::terminal::Sitting;

fn world() -> tempfile::TempDir {
    folder(&[
        ("open/goalpost.yaml", "include: [../people]\n"),
        (
            "open/org.yaml",
            "teams:\n  - {id: pay, name: Pay, lead: tom}\npeople:\n  - {id: tom, name: Tom Becker, team: pay}\n  - {id: lea, name: Lea, team: pay}\n",
        ),
        (
            "open/mine.yaml",
            "kind: objective\nid: mine\ntitle: Mine\nowner: lea\nperiod: 2026-Q3\nstate: missed\ngrade: {score: 0.3, computed: 0.2, why: half is done}\nretrospective: ask first\nlog:\n  - {date: 2026-08-01, by: tom, kind: obstacle, text: no desk, resolved: 2026-08-05}\n  - {date: 2026-08-02, by: tom, kind: feedback, text: write shorter mails}\n  - {date: 2026-08-03, by: lea, kind: recognition, to: [tom], text: for tom alone}\n",
        ),
        (
            "open/his.yaml",
            "kind: objective\nid: his\ntitle: His\nowner: tom\nperiod: 2026-Q4\nlog:\n  - {date: 2026-11-01, by: tom, kind: recognition, to: [lea], text: a calm hand}\n  - {date: 2026-11-02, by: ines, kind: feedback, text: to tom about tom}\n",
        ),
        ("open/old.yaml", "kind: objective\nid: old\ntitle: Old\nowner: lea\nperiod: 2024-Q1\nstate: achieved\n"),
        (
            "people/grow.yaml",
            "kind: development\nid: grow\ntitle: Lead\nowner: lea\nperiod: 2026-H2\ncompetency: incident command\naspiration: lead a team\nmilestones:\n  - {title: course, done: 2026-10-01}\n  - {title: drill, done: false}\n",
        ),
        ("people/his-growth.yaml", "kind: development\nid: his-growth\ntitle: Rest\nowner: tom\nperiod: 2026-H2\n"),
    ])
}

#[test]
fn it_holds_what_is_theirs_and_nothing_else() {
    let world = world();
    let open = world.path().join("open");
    let view = json(&open, &["-q", "review", "--person", "lea"]);
    let ids = |list: &str| -> Vec<String> {
        view[list]
            .as_array()
            .expect("a list")
            .iter()
            .map(|it| it["id"].as_str().unwrap_or_default().to_owned())
            .collect()
    };
    assert_eq!((ids("goals"), ids("growth")), (vec!["mine".to_owned()], vec!["grow".to_owned()]));
    assert_eq!(view["goals"][0]["grade"], 0.3);
    assert_eq!(view["goals"][0]["obstacles"][0]["resolved"], "2026-08-05");
    assert_eq!(view["growth"][0]["open"][0], "drill");
    assert_eq!(
        (view["feedback"][0]["text"].as_str(), view["recognition"][0]["text"].as_str()),
        (Some("write shorter mails"), Some("a calm hand"))
    );
    assert_eq!((view["start"].as_str(), view["end"].as_str()), (Some("2026-01-01"), Some("2026-12-31")));
    let text = says(&open, &["-q", "review", "--person", "lea"]);
    for other in ["for tom alone", "to tom about tom", "his-growth", "His", "Old"] {
        assert!(!text.contains(other), "{other} in\n{text}");
    }
    insta::assert_snapshot!(text);
    assert!(says(&open, &["-q", "review", "--person", "lea", "--period", "all"]).contains("Old"));
}

#[test]
fn a_person_whom_nobody_knows_is_asked_about() {
    let answer = goalpost(&northwind(), &["-q", "review", "--person", "leah"]);
    assert_eq!(answer.code, 2);
    assert!(answer.stderr.contains("did you mean `lea`?"), "{}", answer.stderr);
    let answer = goalpost(&northwind(), &["review", "--person", "viktor", "--period", "2020"]);
    assert_eq!(answer.code, 0);
    assert!(answer.stderr.contains("has no goals in this period"), "{}", answer.stderr);
}

#[test]
fn what_others_own_and_who_is_named_in_a_text_does_not_slip_through() {
    let world = world();
    let root = world.path().join("open");
    let write = |path: &str, text: &str| std::fs::write(world.path().join(path), text).expect("written");
    // Thanks to Lea stand in the log of Tom's own growth goal, whose id is nobody else's business.
    write(
        "people/his-growth.yaml",
        "kind: development\nid: stop-shouting\ntitle: Rest\nowner: tom\nperiod: 2026-H2\nlog:\n  - {date: 2026-11-03, by: tom, kind: recognition, to: [lea], text: for your patience}\n",
    );
    write(
        "open/mine2.yaml",
        "kind: objective\nid: mine2\ntitle: Mine too\nowner: lea\nperiod: 2026-Q4\nreason: agreed with Becker of pay\nlog:\n  - {date: 2026-11-01, by: lea, kind: obstacle, text: Tom is on sick leave, to: [tom]}\n  - {date: 2026-11-02, by: lea, kind: feedback, text: to myself}\n",
    );
    let answer = goalpost(&root, &["review", "--person", "lea"]);
    assert!(answer.stdout.contains("for your patience"), "{}", answer.stdout);
    assert!(!answer.stdout.contains("stop-shouting") && !answer.stdout.contains("to myself"), "{}", answer.stdout);
    assert!(
        answer.stderr.contains("review them before sharing: tom (reason of mine2) · tom (obstacle of mine2)"),
        "{}",
        answer.stderr
    );
    let view = json(&root, &["review", "--person", "lea", "-q"]);
    assert_eq!(view["mentions"][1], serde_json::json!({"place": "obstacle", "goal": "mine2", "people": ["tom"]}));
    let thanks = view["recognition"].as_array().expect("a list");
    assert!(thanks.iter().any(|it| it["text"] == "for your patience" && it["goal"].is_null()), "{thanks:?}");
}

/// Its own colors went through the filter for hostile text, so that a terminal showed `�[1m`.
#[test]
fn on_a_terminal_it_is_drawn_in_colors_and_nothing_of_them_is_seen() {
    let path = std::env::var("PATH").unwrap_or_default();
    let env = [("PATH", path.as_str()), ("TERM", "xterm"), ("GOALPOST_PAGER", "cat")];
    let (_, seen) = Sitting::begin_at((50, 80), &northwind(), &["review", "--person", "lea"], "", &env).ends();
    assert!(seen.contains("\u{1b}[1m") && !seen.contains(char::REPLACEMENT_CHARACTER), "{seen}");
    // Asked for by name it is a page to share: what a terminal would obey in it is text of somebody.
    let asked = ["review", "--person", "lea", "--format", "markdown"];
    let (_, seen) = Sitting::begin_at((50, 80), &northwind(), &asked, "", &env).ends();
    assert!(seen.contains("# Review of") && !seen.contains('\u{1b}'), "{seen}");
}
