//! Absence: a standing deputy in `org.yaml`, and days away, which a private root alone records and nothing tells that is
//! posted.

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

#[test]
fn the_digest_names_the_deputy_of_whom_an_obstacle_is_for() {
    let bakery = bakery();
    let path = bakery.path().join("k.yaml");
    let text = std::fs::read_to_string(&path).expect("the goal");
    let log = "log:\n  - {date: 2026-11-19, kind: obstacle, by: lea, to: [ana, lea], text: the oven is cold}\n";
    std::fs::write(&path, format!("{text}{log}")).expect("written");
    let text = says(bakery.path(), &["-q", "digest", "--today", "2026-11-21"]);
    assert!(text.contains("lea to ana, deputy ben, lea"), "{text}");
    let view = json(bakery.path(), &["-q", "digest", "--today", "2026-11-21"]);
    assert_eq!(view["obstacles"][0]["deputies"], serde_json::json!({"ana": "ben"}), "{view}");
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

/// The open root `okrs` of the bakery, which includes the private root `people`, whose `org.yaml` says who is away.
fn with_absences(people: &[&str], away: &str) -> tempfile::TempDir {
    let people: Vec<String> = people.iter().map(|it| format!("  - {{team: pay, {it}}}\n")).collect();
    let key_result = |id: &str, owner: &str, as_of: &str| {
        format!(
            "kind: key_result\nid: {id}\ntitle: Raise {id} from 0 to 10\nmeasures: o\nowner: {owner}\n\
             metric: {{unit: loaves, baseline: 0, target: 10, current: 9, as_of: {as_of}}}\n"
        )
    };
    folder(&[
        ("okrs/goalpost.yaml", "cadence: weekly\ninclude: [../people]\n"),
        ("okrs/org.yaml", &format!("{TEAMS}{}", people.concat())),
        ("okrs/o.yaml", "kind: objective\nid: o\ntitle: Warm bread\nowner: ana\nteam: pay\nperiod: 2026-Q4\n"),
        ("okrs/k.yaml", &key_result("k", "lea", "2026-11-01")),
        ("okrs/m.yaml", &key_result("m", "lea", "2026-11-02")),
        ("people/goalpost.yaml", "within: ../okrs\n"),
        ("people/org.yaml", &format!("people:\n  - {{id: lea, away: [{away}]}}\n")),
    ])
}

const PEOPLE: [&str; 3] = ["id: ana, github: ana-p", "id: lea, github: lea-f, deputy: tom", "id: tom, github: tom-b"];
const WITHOUT_DEPUTY: [&str; 3] = ["id: ana, github: ana-p", "id: lea, github: lea-f", "id: tom, github: tom-b"];
const NOW: &str = "{from: 2026-11-20, until: 2026-12-04}";

#[test]
fn while_someone_is_away_their_deputy_is_asked_and_nobody_who_reads_what_is_posted_is_told() {
    let world = with_absences(&PEOPLE, NOW);
    let okrs = world.path().join("okrs");
    let agenda = |args: &[&str]| says(&okrs, &[&["-q", "agenda"], args].concat());
    let text = agenda(&["--owner", "tom"]);
    assert!(text.contains("2 items to do") && text.contains("tom · for lea"), "{text}");
    // All, as everybody else reads them.
    assert!(agenda(&[]).contains("tom · for lea"), "{}", agenda(&[]));
    // Who asks for the items of the person who is away sees them as theirs.
    assert!(agenda(&["--owner", "lea"]).contains("lea, deputy tom"), "{}", agenda(&["--owner", "lea"]));
    // On the day after, they are asked again.
    let back = says(&okrs, &["-q", "agenda", "--owner", "tom", "--today", "2026-12-05"]);
    assert!(!back.contains("for lea"), "{back}");

    let home = with_absences(&PEOPLE, "{from: 2026-01-05, until: 2026-01-09}");
    for args in [
        &["agenda", "--format", "json"][..],
        &["agenda", "--format", "json", "--include", "../people"],
        &["agenda", "--format", "markdown"],
        &["agenda", "--format", "slack"],
        &["agenda", "--format", "ics"],
        &["digest"],
        &["export", "--format", "codeowners"],
        &["align", "--format", "json"],
        &["report", "--format", "markdown"],
    ] {
        let [away, there] = [&okrs, &home.path().join("okrs")].map(|root| {
            let answer = goalpost(root, &[&["-q"], args].concat());
            assert_eq!(answer.code, 0, "{args:?}: {}", answer.stderr);
            answer.stdout
        });
        let [away, there] = [(away, &world), (there, &home)]
            .map(|(text, folder)| text.replace(&folder.path().to_string_lossy().into_owned(), "ROOT"));
        assert_eq!(away, there, "{args:?} tells that someone is away");
    }
}

#[test]
fn without_a_deputy_the_lead_is_asked_once() {
    let world = with_absences(&WITHOUT_DEPUTY, NOW);
    let okrs = world.path().join("okrs");
    // Nothing is due meanwhile, also of what was due before.
    let text = says(&okrs, &["-q", "agenda"]);
    assert!(!text.contains("check-in"), "{text}");
    let found = goalpost(&okrs, &["-q", "check", "--rule", "stale-check-in", "--format", "json"]).stdout;
    assert!(!found.contains("`k`"), "{found}");
    // An obstacle that waits for them is told to their lead, and the second is counted.
    for id in ["k", "m"] {
        let path = okrs.join(format!("{id}.yaml"));
        let text = std::fs::read_to_string(&path).expect("the goal");
        let log = "log:\n  - {date: 2026-11-19, kind: obstacle, to: [lea], text: the oven is cold}\n";
        std::fs::write(&path, format!("{text}{log}")).expect("written");
    }
    let text = says(&okrs, &["-q", "agenda", "--owner", "ana"]);
    assert_eq!(text.matches("the oven is cold").count(), 1, "{text}");
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("for lea") && words.contains("1 more item of lea: goalpost agenda --owner lea"), "{text}");
    let lea = says(&okrs, &["-q", "agenda", "--owner", "lea"]);
    assert_eq!(lea.matches("the oven is cold").count(), 2, "{lea}");
}

#[test]
fn days_away_do_not_count_for_cadence_and_discipline() {
    let away = "{from: 2026-11-03, until: 2026-11-15}, {from: 2026-11-18, until: 2026-11-19}";
    let world = with_absences(&WITHOUT_DEPUTY, away);
    let okrs = world.path().join("okrs");
    // Weekly since November 2: seven days of presence are over on November 24.
    let due =
        |today: &str| says(&okrs, &["-q", "agenda", "--owner", "lea", "--today", today]).contains("expected every");
    assert!(!due("2026-11-21") && due("2026-11-24"), "{}", says(&okrs, &["-q", "agenda", "--today", "2026-11-24"]));
    let home = with_absences(&WITHOUT_DEPUTY, "{from: 2026-01-05, until: 2026-01-09}");
    let text = says(&home.path().join("okrs"), &["-q", "agenda", "--owner", "lea"]);
    assert!(text.contains("expected every"), "{text}");
}

#[test]
fn a_private_root_reads_its_own_absences_and_refuses_mistakes() {
    let check = |away: &str, rule: &str| {
        let world = with_absences(&PEOPLE, away);
        goalpost(&world.path().join("people"), &["-q", "check", "--rule", rule, "--format", "json"]).stdout
    };
    for rule in ["unknown-field", "missing-field", "wrong-type", "invalid-date"] {
        let found = check("{from: 2026-11-20}", rule);
        assert!(!found.contains("away"), "{rule}: {found}");
    }
    assert!(check("{until: 2026-11-20}", "missing-field").contains("from"));
    let order = check("{from: 2026-12-01, until: 2026-11-01}", "invalid-date");
    assert!(order.contains("`people[0].away[0].until` is before `from`, which is 2026-12-01"), "{order}");
    assert!(order.contains("\"path\": \"org.yaml\""), "{order}");
    let reason = check("{from: 2026-11-20, reason: ill}", "unknown-field");
    assert!(reason.contains("`reason`") && reason.contains("no reason"), "{reason}");
}

/// A misspelt id was away, and the person was not.
#[test]
fn an_absence_of_nobody_known_is_found_in_the_private_root() {
    let world = with_absences(&PEOPLE, NOW);
    let people = world.path().join("people/org.yaml");
    let text = std::fs::read_to_string(&people).expect("the people");
    let found = |root: &str| goalpost(&world.path().join(root), &["-q", "check", "--rule", "unknown-person"]).stdout;
    assert!(!found("people").contains("unknown-person") && !found("okrs").contains("unknown-person"));
    std::fs::write(&people, text.replace("lea", "lae")).expect("written");
    for root in ["people", "okrs"] {
        let text = found(root);
        assert!(
            text.contains("nobody in the org.yaml of the open root has the id") && text.contains("`lae`"),
            "{text}"
        );
        assert!(text.contains("people/org.yaml:2") || root == "people" && text.contains("org.yaml:2"), "{text}");
        assert!(text.contains("did you mean `lea`?"), "{text}");
    }
    // Someone who works in the private root alone is known there.
    let own = "kind: objective\nid: p\ntitle: Move\nowner: lae\nperiod: 2026-Q4\n";
    std::fs::write(world.path().join("people/p.yaml"), own).expect("written");
    assert!(!found("people").contains("unknown-person"), "{}", found("people"));
}
