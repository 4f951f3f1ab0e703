//! A standing deputy in `org.yaml`: who stands in for a person. Days of absence are not recorded.

use crate::support::program::{folder, goalpost, json, says};

const TEAMS: &str = "teams:\n  - {id: pay, name: Pay, level: company, lead: ana}\npeople:\n";

/// A team with these people and with two key results whose check-ins are due: of ana and of lea.
fn world(people: &[&str]) -> tempfile::TempDir {
    let people: Vec<String> = people.iter().map(|it| format!("  - {{team: pay, {it}}}\n")).collect();
    let people = people.concat();
    let key_result = |id: &str, owner: &str| {
        format!(
            "kind: key_result\nid: {id}\ntitle: Raise {id} from 0 to 10\nmeasures: o\nowner: {owner}\n\
             metric: {{unit: loaves, baseline: 0, target: 10, current: 9, as_of: 2026-11-01}}\n"
        )
    };
    folder(&[
        ("goalpost.yaml", "cadence: weekly\n"),
        ("org.yaml", &format!("{TEAMS}{people}")),
        ("o.yaml", "kind: objective\nid: o\ntitle: Warm bread\nowner: ana\nteam: pay\nperiod: 2026-Q4\n"),
        ("k.yaml", &key_result("k", "ana")),
        ("l.yaml", &key_result("l", "lea")),
    ])
}

/// Two who stand in for each other, and one whose deputy has left.
fn bakery() -> tempfile::TempDir {
    world(&[
        "id: ana, deputy: benny, github: ana-p",
        "id: ben, formerly: [benny], deputy: ana, github: ben-o",
        "id: lea, deputy: tom, github: lea-f",
        "id: tom, until: 2026-10-31, github: tom-b",
    ])
}

#[test]
fn the_agenda_names_the_deputy_after_the_person() {
    let bakery = bakery();
    let text = says(bakery.path(), &["-q", "agenda"]);
    assert!(text.contains("\nana, deputy ben (1)\n") && text.contains("\nlea (1)\n"), "{text}");
    let text = says(bakery.path(), &["-q", "agenda", "--format", "markdown"]);
    assert!(text.contains("#### ana, deputy ben") && !text.contains("deputy tom"), "{text}");
    let text = says(bakery.path(), &["-q", "agenda", "--owner", "ana"]);
    assert!(text.contains("ana, deputy ben · due since"), "{text}");
    let view = json(bakery.path(), &["-q", "agenda"]);
    let items = view["items"].as_array().expect("items");
    let deputies: Vec<String> = items.iter().map(|it| format!("{} {}", it["who"], it["deputies"])).collect();
    assert_eq!(deputies, [r#"["ana"] {"ana":"ben"}"#, r#"["lea"] {}"#]);
}

/// Nobody's absence is known, so nothing moves from a person's agenda to their deputy's.
#[test]
fn a_deputy_is_asked_for_nothing_of_their_own_accord() {
    let view = json(bakery().path(), &["-q", "agenda", "--owner", "ben"]);
    assert_eq!(view["items"].as_array().map(Vec::len), Some(0), "{view}");
}

#[test]
fn a_deputy_approves_what_their_person_owns() {
    let answer = goalpost(bakery().path(), &["export", "--format", "codeowners"]);
    let line = |path: &str| {
        let mut lines = answer.stdout.lines().map(|line| line.split_whitespace().collect::<Vec<_>>());
        lines.find(|words| words.first() == Some(&path)).map(|words| words[1..].join(" "))
    };
    assert_eq!(line("/k.yaml").as_deref(), Some("@ana-p @ben-o"), "{}", answer.stdout);
    assert_eq!(line("/l.yaml").as_deref(), Some("@lea-f"), "tom has left");
    assert_eq!(line("/org.yaml").as_deref(), Some("@ana-p"), "the organisation is its leads'");
    // A deputy without a login or an address is left out, and no line is missing for that.
    let unnamed = world(&["id: ana, deputy: ben, github: ana-p", "id: ben", "id: lea, github: lea-f"]);
    let answer = goalpost(unnamed.path(), &["export", "--format", "codeowners"]);
    assert!(!answer.stderr.contains("ben") && answer.stdout.contains("/k.yaml"), "{}{}", answer.stdout, answer.stderr);
}

#[test]
fn a_deputy_who_cannot_stand_in_is_reported() {
    let check = |folder: &tempfile::TempDir, rule: &str| {
        goalpost(folder.path(), &["check", "--rule", rule, "--format", "json"]).stdout
    };
    let bakery = bakery();
    let left = check(&bakery, "departed-lead");
    assert!(left.contains("`tom`, the deputy of `lea`, left on 2026-10-31"), "{left}");
    assert!(!left.contains("the deputy of `ana`"), "{left}");
    for rule in ["unknown-person", "wrong-type", "unknown-field", "manager-cycle"] {
        let found = check(&bakery, rule);
        assert!(!found.contains("deputy"), "two may stand in for each other: {found}");
    }
    let slip = world(&["id: ana, deputy: bne", "id: ben", "id: lea"]);
    let unknown = check(&slip, "unknown-person");
    assert!(unknown.contains("nobody in org.yaml has the id `bne`") && unknown.contains("did you mean `ben`?"));
    for own in ["id: ana, deputy: ana", "id: ana, formerly: [anna], deputy: anna"] {
        let oneself = check(&world(&[own, "id: lea"]), "wrong-type");
        assert!(oneself.contains("the id of another person"), "{own}: {oneself}");
    }
}

#[test]
fn days_of_absence_are_refused() {
    let world = world(&["id: ana, away: [{from: 2026-12-01, until: 2026-12-14}]", "id: lea"]);
    let found = goalpost(world.path(), &["check", "--rule", "unknown-field", "--format", "json"]).stdout;
    assert!(found.contains("dates of absence are personal data") && found.contains("`deputy`"), "{found}");
}
