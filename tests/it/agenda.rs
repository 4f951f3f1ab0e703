//! `goalpost agenda`: what there is to do now.

use std::ffi::OsStr;

use serde_json::Value;

use crate::support::program::{folder, goalpost_with, json, northwind, says};
use crate::support::repository::Repo;

const ORG: &str = "teams:\n  - {id: pay, name: Pay, lead: tom}\n  - {id: plat, name: Plat, lead: noor}\npeople:\n  - {id: tom, name: Tom, team: pay}\n  - {id: noor, name: Noor, team: plat}\n  - {id: lea, name: Lea, team: pay}\n";

/// Goals that were set before their quarter began.
fn world() -> Repo {
    let files = [
        ("goalpost.yaml", "cadence: weekly\n"),
        ("org.yaml", ORG),
        (
            "o.yaml",
            "kind: objective\nid: o\ntitle: O\nowner: tom\nteam: pay\nperiod: 2026-Q4\nneeds:\n  - {from: plat, what: a region, by: 2026-11-15, state: asked}\n  - {from: plat, what: later, by: 2027-03-01, state: agreed}\n  - {from: plat, what: done, by: 2026-11-01, state: met}\n",
        ),
        (
            "slow.yaml",
            "kind: key_result\nid: slow\ntitle: Slow\nmeasures: o\nowner: lea\nmetric: {unit: days, baseline: 10, target: 0, current: 9, as_of: 2026-11-01}\nlog:\n  - {date: 2026-11-02, kind: obstacle, text: no desk, to: [noor]}\n  - {date: 2026-11-02, kind: obstacle, text: no chair, resolved: 2026-11-03}\n",
        ),
        (
            "fine.yaml",
            "kind: key_result\nid: fine\ntitle: Fine\nmeasures: o\nmetric: {baseline: 0, target: 10, current: 9, as_of: 2026-11-20}\n",
        ),
        ("draft.yaml", "kind: objective\nid: draft\ntitle: D\nowner: tom\nperiod: 2026-Q4\nstate: draft\n"),
        ("past.yaml", "kind: objective\nid: past\ntitle: P\nowner: tom\nperiod: 2026-Q3\n"),
        (
            "missed.yaml",
            "kind: objective\nid: missed\ntitle: M\nowner: tom\nperiod: 2026-Q3\nstate: missed\nclosed: 2026-10-05\ngrade: {score: 0.2}\n",
        ),
    ];
    let repo = Repo::new();
    for (path, text) in files {
        repo.write(path, text);
    }
    repo.commit("tom", "2026-09-25T08:00:00Z", "Set");
    repo
}

fn items_of(view: &Value) -> Vec<(String, String, String, Vec<String>)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let items = view["items"].as_array().expect("items").iter();
    let who = |item: &Value| item["who"].as_array().expect("who").iter().map(text).collect();
    items.map(|item| (text(&item["urgency"]), text(&item["kind"]), text(&item["goal"]), who(item))).collect()
}

fn row(urgency: &str, kind: &str, goal: &str, who: &str) -> (String, String, String, Vec<String>) {
    (urgency.to_owned(), kind.to_owned(), goal.to_owned(), vec![who.to_owned()])
}

#[test]
fn the_most_urgent_comes_first_and_what_is_done_does_not_come() {
    let world = world();
    let view = json(world.path(), &["-q", "agenda"]);
    assert_eq!(
        items_of(&view),
        [
            row("late", "need", "o", "noor"),
            row("late", "obstacle", "slow", "noor"),
            row("late", "check-in", "slow", "lea"),
            row("late", "retrospective", "missed", "tom"),
            row("late", "close", "past", "tom"),
            row("late", "draft", "draft", "tom"),
            row("now", "off-track", "slow", "lea"),
        ]
    );
    assert_eq!(view["late"], 6);
    let off = &view["items"][6];
    assert_eq!(off["pace_needed"].as_f64().map(|it| (it * 1000.0).round()), Some(158.0), "0.9 in 40 days");
    assert!(off["says"].as_str().is_some_and(|says| says.starts_with("progress 10 %, plan 56 %")), "{off}");
}

#[test]
fn a_person_sees_what_is_asked_of_them() {
    let world = world();
    let view = json(world.path(), &["-q", "agenda", "--owner", "noor"]);
    assert_eq!(items_of(&view), [row("late", "need", "o", "noor"), row("late", "obstacle", "slow", "noor")]);
    let view = json(world.path(), &["-q", "agenda", "--owner", "lea"]);
    assert_eq!(items_of(&view), [row("late", "check-in", "slow", "lea"), row("now", "off-track", "slow", "lea")]);
    let view = json(world.path(), &["-q", "agenda", "--team", "plat"]);
    assert_eq!(items_of(&view), [row("late", "need", "o", "noor")]);
}

#[test]
fn what_people_ask_of_each_other_names_who_asks_and_the_team_that_is_asked() {
    let world = world();
    let org = ORG.replace("name: Noor,", "name: Noor, github: noor-n,");
    world.write("org.yaml", &org);
    let view = json(world.path(), &["-q", "agenda"]);
    let items = view["items"].as_array().expect("items");
    let of = |kind: &str, goal: &str| {
        let item = items.iter().find(|item| item["kind"] == kind && item["goal"] == goal).expect("the item");
        (item["team"].clone(), item["asked_by"].clone())
    };
    assert_eq!(of("need", "o"), ("plat".into(), serde_json::json!(["tom"])));
    assert_eq!(of("obstacle", "slow"), ("pay".into(), serde_json::json!(["lea"])));
    assert_eq!(of("off-track", "slow").1, serde_json::json!([]), "numbers are nobody's request");
    let noor = view["people"].as_array().expect("people").iter().find(|person| person["id"] == "noor");
    assert_eq!(noor.map(|it| &it["github"]), Some(&"noor-n".into()));
    let page = says(world.path(), &["-q", "agenda", "--by-team", "--format", "markdown"]);
    insta::assert_snapshot!("agenda_by_team", page);
}

#[test]
fn a_draft_is_listed_once_it_is_due() {
    let world = world();
    let drafts = |today: &str| {
        let view = json(world.path(), &["-q", "agenda", "--today", today]);
        items_of(&view).iter().filter(|item| item.1 == "draft").count()
    };
    // Goalposts settle for 14 days from 2026-10-01 on.
    assert_eq!(["2026-10-05", "2026-10-14", "2026-10-15"].map(drafts), [0, 0, 1]);
}

#[test]
fn a_last_check_in_is_asked_before_the_quarter_ends() {
    let goals = |as_of: &str| {
        folder(&[
            ("goalpost.yaml", "cadence: monthly\n"),
            ("o.yaml", "kind: objective\nid: o\ntitle: O\nowner: tom\nperiod: 2026-Q4\n"),
            (
                "k.yaml",
                &format!(
                    "kind: key_result\nid: k\ntitle: K\nmeasures: o\nmetric: {{baseline: 0, target: 10, current: 9, as_of: {as_of}}}\n"
                ),
            ),
        ])
    };
    let kinds = |as_of: &str, today: &str| {
        let view = json(goals(as_of).path(), &["-q", "agenda", "--today", today]);
        let items = view["items"].as_array().expect("items").clone();
        items.iter().map(|it| format!("{} {}", it["kind"].as_str().unwrap_or_default(), it["due"])).collect::<Vec<_>>()
    };
    assert_eq!(kinds("2026-12-10", "2026-12-28"), ["final-check-in \"2026-12-31\""]);
    assert!(kinds("2026-12-10", "2026-12-20").is_empty(), "the end is more than a week away");
    assert!(kinds("2026-12-26", "2026-12-28").is_empty(), "the last week has its value");
    // A check-in that is due anyhow is asked for once.
    assert_eq!(kinds("2026-11-20", "2026-12-28"), ["check-in \"2026-12-21\""]);
}

/// Once anyone records agreements, those that are missing wait for someone.
#[test]
fn agreements_and_links_that_nobody_agreed_to_are_asked_of_the_owner() {
    let objective = |id: &str, owner: &str, team: &str, rest: &str| {
        format!("kind: objective\nid: {id}\ntitle: {id}\nowner: {owner}\nteam: {team}\nperiod: 2026-Q4\n{rest}")
    };
    let repo = Repo::new();
    repo.write("goalpost.yaml", "");
    repo.write("org.yaml", &ORG.replace("name: Tom,", "name: Tom, email: [tom@northwind.example],"));
    repo.write("top.yaml", &objective("top", "noor", "plat", ""));
    repo.write("a.yaml", &objective("a", "tom", "pay", "supports: [top]\n"));
    repo.write("b.yaml", &objective("b", "lea", "pay", "supports: [top]\n"));
    repo.commit("tom", "2026-09-25T08:00:00Z", "Set");
    let agreements = |args: &[&str]| {
        let view = json(repo.path(), &[&["-q", "agenda"], args].concat());
        let items = view["items"].as_array().expect("items").clone();
        let asked = items.iter().filter(|it| it["kind"] == "agreement");
        asked
            .map(|it| {
                format!("{} {}", it["who"][0].as_str().unwrap_or_default(), it["command"].as_str().unwrap_or_default())
            })
            .collect::<Vec<_>>()
    };
    assert!(agreements(&[]).is_empty(), "nobody here records agreements");
    repo.write("a.yaml", &objective("a", "tom", "pay", "supports: [top]\nagreed: [{by: tom, date: 2026-10-02}]\n"));
    assert_eq!(agreements(&[]), ["lea goalpost ack b", "noor goalpost ack top", "noor goalpost ack a b --link top"]);
    assert_eq!(agreements(&["--owner", "lea"]), ["lea goalpost ack b"]);
    assert!(agreements(&["--today", "2026-10-10"]).is_empty(), "goalposts still settle");
    assert!(agreements(&["--today", "2027-01-05"]).is_empty(), "what has ended is to be closed, not agreed to");
    // Each command does what it says.
    says(repo.path(), &["ack", "a", "b", "--link", "top", "--by", "noor", "-q"]);
    assert_eq!(agreements(&["--owner", "noor"]), ["noor goalpost ack top"]);
}

/// An agenda is posted where others read it: it counts nobody's days.
#[test]
fn items_are_grouped_by_person_and_nobodys_days_are_counted() {
    let world = world();
    for format in ["human", "markdown"] {
        let text = says(world.path(), &["-q", "agenda", "--format", format]);
        assert!(!text.contains("days late"), "{text}");
        assert!(text.contains("due since 15 October"), "{text}");
        let [noor, lea, tom] = ["noor ", "lea ", "tom "]
            .map(|name| text.find(&format!("\n{name}")).or(text.find(&format!("#### {name}"))));
        assert!(noor < lea && lea < tom && noor.is_some(), "{text}");
    }
    // One person's agenda is grouped by what there is to do.
    let text = says(world.path(), &["-q", "agenda", "--owner", "lea"]);
    assert!(text.contains("\nCheck-ins due (1)\n"), "{text}");
}

/// Those who are not listed were a number, and nobody knew whether they were among them.
#[test]
fn people_for_whom_there_is_no_room_are_named() {
    let mut files = vec![("goalpost.yaml".to_owned(), "cadence: weekly\n".to_owned())];
    for at in 0..14 {
        let text = format!(
            "kind: key_result\nid: k{at:02}\ntitle: K\nowner: p{at:02}\nperiod: 2026-Q4\nmetric: {{baseline: 0, target: 10, current: 9, as_of: 2026-11-01}}\n"
        );
        files.push((format!("k{at:02}.yaml"), text));
    }
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let text = says(folder(&files).path(), &["-q", "agenda"]);
    assert!(text.contains("2 more people\n  p12, p13: goalpost agenda --owner PERSON\n"), "{text}");
}

#[test]
fn my_agenda_is_that_of_gits_address() {
    let world = world();
    world.write("org.yaml", &ORG.replace("name: Lea,", "name: Lea, email: [lea@shop.example],"));
    let mine = |command: &[&str], address: &str| {
        let environment: &[(&str, &OsStr)] = &[("GIT_AUTHOR_EMAIL", OsStr::new(address))];
        goalpost_with(world.path(), &[command, &["--mine", "-q"]].concat(), environment)
    };
    let answer = mine(&["agenda", "--format", "json"], "lea@shop.example");
    let view: Value = serde_json::from_str(&answer.stdout).expect("JSON");
    assert_eq!(items_of(&view), [row("late", "check-in", "slow", "lea"), row("now", "off-track", "slow", "lea")]);
    assert!(mine(&["rollup"], "lea@shop.example").stdout.contains("Slow"));
    let answer = mine(&["agenda"], "stranger@shop.example");
    assert_eq!(answer.code, 2);
    assert!(
        answer.stderr.contains("no person in org.yaml has the address `stranger@shop.example`"),
        "{}",
        answer.stderr
    );
    assert_eq!(mine(&["agenda", "--owner", "tom"], "lea@shop.example").code, 2);
}

/// Agenda once rounded to the nearest whole: what was one short of its target read as complete.
#[test]
fn what_is_short_of_complete_is_not_reported_as_complete() {
    let world = folder(&[
        ("goalpost.yaml", ""),
        ("o.yaml", "kind: objective\nid: o\ntitle: O\nowner: tom\nperiod: 2026-Q3\n"),
        (
            "k.yaml",
            "kind: key_result\nid: k\ntitle: K\nmeasures: o\nmetric: {baseline: 0, target: 1000, current: 999, as_of: 2026-09-30}\n",
        ),
    ]);
    let view = json(world.path(), &["-q", "agenda"]);
    let said: Vec<&str> =
        view["items"].as_array().expect("items").iter().filter_map(|it| it["says"].as_str()).collect();
    assert_eq!(said, ["ended 2026-09-30, at 99 %", "ended 2026-09-30, at 99 %"]);
}

#[test]
fn for_people_and_as_markdown() {
    insta::assert_snapshot!("agenda", says(&northwind(), &["-q", "agenda"]));
    insta::assert_snapshot!("agenda_markdown", says(world().path(), &["-q", "agenda", "--format", "markdown"]));
    let rested = folder(&[("goalpost.yaml", "")]);
    let text = says(rested.path(), &["-q", "agenda"]);
    assert_eq!(text, "no goals here, and no requests from others\n");
}

#[test]
fn hostile_texts_stay_in_their_lines() {
    let title = "\u{1b}[31m".to_owned() + &"長い🎯".repeat(2000) + "<b>@all|`x`";
    let quoted = serde_json::Value::from(title.as_str());
    let goal = format!(
        "kind: key_result\nid: a\ntitle: {quoted}\nmeasures: o\nperiod: 2026-Q4\nmetric: {{baseline: 0, target: 9, current: 0, as_of: 2026-10-02}}\nlog:\n  - {{date: 2026-11-02, kind: obstacle, text: {quoted}}}\n"
    );
    let world = folder(&[("goalpost.yaml", ""), ("a.yaml", &goal)]);
    let text = says(world.path(), &["-q", "agenda"]);
    assert!(text.lines().count() < 30 && !text.contains('\u{1b}'), "{text}");
    let text = says(world.path(), &["-q", "agenda", "--format", "markdown"]);
    assert!(!text.contains("<b>") && !text.contains("@all"), "{}", &text[..200]);
}

/// Outside of a repository git's settings were not asked, and the advice was a command that fails there.
#[test]
fn outside_of_git_an_address_of_the_user_is_read() {
    let org = "people:\n  - {id: lea, name: Lea, email: [lea@shop.example]}\n";
    let goals = folder(&[
        ("goalpost.yaml", ""),
        ("org.yaml", org),
        ("o.yaml", "kind: objective\nid: o\ntitle: Slow it down\nowner: lea\nperiod: 2026-Q4\n"),
        ("home/.gitconfig", "[user]\n\tname = Lea\n\temail = lea@shop.example\n"),
    ]);
    let home = goals.path().join("home");
    let known: &[(&str, &OsStr)] = &[("HOME", home.as_os_str())];
    let unknown: &[(&str, &OsStr)] = &[("HOME", OsStr::new("/nonexistent"))];
    let found = goalpost_with(goals.path(), &["rollup", "--mine", "-q"], known);
    assert!(found.code == 0 && found.stdout.contains("Slow it down"), "{}{}", found.stdout, found.stderr);
    let refused = goalpost_with(goals.path(), &["rollup", "--mine", "-q"], unknown);
    assert!(refused.code == 2 && refused.stderr.contains("git config --global user.email"), "{}", refused.stderr);
    let noted = goalpost_with(goals.path(), &["note", "o", "begun", "-q"], known);
    let written = std::fs::read_to_string(goals.path().join("o.yaml")).expect("the goal");
    assert!(noted.code == 0 && written.contains("by: lea"), "{}{written}", noted.stderr);
    let new = goals.path().join("new");
    let made = goalpost_with(goals.path(), &["init", &new.display().to_string(), "-q"], known);
    let org = std::fs::read_to_string(new.join("org.yaml")).expect("org.yaml");
    assert!(made.code == 0 && org.contains("lea@shop.example"), "{}{org}", made.stderr);
}
