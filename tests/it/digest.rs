//! `goalpost digest`: what happened since a day.

use crate::support::program::{folder, goalpost, json, says};
use crate::support::repository::Repo;

const OBJECTIVE: &str = "kind: objective\nid: o\ntitle: Win\nowner: tom\nperiod: 2026-Q4\n";

fn key_result(value: &str, day: &str, target: &str, more: &str) -> String {
    format!(
        "kind: key_result\nid: k\ntitle: Sell\nmeasures: o\nowner: tom\nmetric: {{baseline: 0, target: {target}, current: {value}, as_of: {day}}}\n{more}"
    )
}

fn story() -> Repo {
    let repo = Repo::new();
    repo.write("goalpost.yaml", "");
    repo.write("o.yaml", OBJECTIVE);
    let need = "needs:\n  - {from: plat, what: a region, state: asked}\n";
    let told = "log:\n  - {date: 2026-11-01, kind: recognition, text: told before}\n";
    repo.write("k.yaml", &key_result("1", "2026-10-30", "10", &format!("{need}{told}")));
    repo.commit("tom", "2026-11-02T08:00:00Z", "Set");
    let more = "needs:\n  - {from: plat, what: a region, state: agreed}\nlog:\n  - {date: 2026-11-18, by: ines, kind: recognition, to: [tom], text: a calm hand}\n  - {date: 2026-11-19, kind: obstacle, text: no desk}\n  - {date: 2026-11-01, kind: obstacle, text: no chair, resolved: 2026-11-17}\n  - {date: 2026-11-01, kind: recognition, text: told before}\n";
    repo.write("k.yaml", &key_result("6", "2026-11-18", "8", more));
    repo.write("n.yaml", "kind: objective\nid: n\ntitle: New\nperiod: 2026-Q4\n");
    repo.commit("tom", "2026-11-18T08:00:00Z", "Check in");
    repo
}

#[test]
fn what_happened_is_reported_and_what_did_not_is_not() {
    let repo = story();
    let view = json(repo.path(), &["-q", "digest"]);
    assert_eq!((view["since"].as_str(), view["until"].as_str()), (Some("2026-11-14"), Some("2026-11-21")));
    let progress = &view["progress"];
    assert_eq!((progress[0]["before"].as_f64(), progress[0]["after"].as_f64()), (Some(0.1), Some(0.75)), "{progress}");
    let health: Vec<_> = view["health"]
        .as_array()
        .expect("health")
        .iter()
        .map(|it| (&it["goal"], &it["before"], &it["after"]))
        .collect();
    assert_eq!(
        format!("{health:?}"),
        "[(String(\"k\"), String(\"off-track\"), String(\"on-track\")), (String(\"o\"), String(\"off-track\"), String(\"on-track\"))]"
    );
    for (list, text) in [("recognition", "a calm hand"), ("obstacles", "no desk"), ("resolved", "no chair")] {
        assert_eq!(view[list].as_array().map(Vec::len), Some(1), "{list}");
        assert_eq!(view[list][0]["text"], text);
    }
    assert_eq!(view["answered"][0]["state"], "agreed");
    assert_eq!(view["added"][0]["goal"], "n");
    assert_eq!(
        (view["moved"][0]["change"].as_str(), view["moved"][0]["explained"].as_bool()),
        (Some("target 10 → 8"), Some(false))
    );
    assert_eq!(view["moved"][0]["against_original"].as_f64(), Some(0.6));
}

#[test]
fn for_people_and_as_markdown() {
    let repo = story();
    insta::assert_snapshot!("digest", says(repo.path(), &["-q", "digest"]));
    insta::assert_snapshot!("digest_markdown", says(repo.path(), &["-q", "digest", "--format", "markdown"]));
    let rest = folder(&[("goalpost.yaml", "")]);
    assert!(says(rest.path(), &["-q", "digest"]).starts_with("nothing happened since 2026-11-14\n"));
}

#[test]
fn without_git_the_files_tell_what_they_can_and_private_goals_nothing() {
    let world = folder(&[
        ("open/goalpost.yaml", "include: [../people]\n"),
        (
            "open/k.yaml",
            &key_result("1", "2026-11-18", "10", "log:\n  - {date: 2026-11-18, kind: recognition, text: thanks}\n"),
        ),
        (
            "people/b.yaml",
            "kind: development\nid: b\ntitle: Grow\nowner: tom\nlog:\n  - {date: 2026-11-18, kind: recognition, text: secret}\n",
        ),
    ]);
    let open = world.path().join("open");
    let view = json(&open, &["-q", "digest"]);
    assert!(view["progress"].is_null() && view["health"].is_null() && view["answered"].is_null());
    assert_eq!(view["recognition"].as_array().map(Vec::len), Some(1));
    assert!(!says(&open, &["-q", "digest"]).contains("secret"));
    for since in ["soon", "2027-01-01", "0d"] {
        assert_eq!(goalpost(&open, &["digest", "--since", since]).code, 2, "{since}");
    }
}

const SHOP: [(&str, &str); 3] = [
    ("goalpost.yaml", ""),
    ("o.yaml", "kind: objective\nid: o\ntitle: Win the market\nowner: ana\nperiod: 2026-Q4\n"),
    (
        "b.yaml",
        "kind: key_result\nid: b\ntitle: Sell loaves\nmeasures: o\nmetric: {unit: loaves, baseline: 0, target: 10, current: 5, as_of: 2026-10-02}\n",
    ),
];

fn shop() -> Repo {
    let repo = Repo::new();
    for (path, text) in SHOP {
        repo.write(path, text);
    }
    repo.commit("ana", "2026-10-02T08:00:00Z", "begin");
    repo
}

#[test]
fn a_lowered_target_is_no_progress_made() {
    let repo = shop();
    repo.write("b.yaml", &SHOP[2].1.replace("target: 10", "target: 8"));
    repo.commit("ana", "2026-11-10T08:00:00Z", "lower");
    let text = says(repo.path(), &["digest", "--since", "2026-11-01", "-q"]);
    assert!(!text.contains("made progress") && text.contains("without a reason"), "{text}");
    repo.write(
        "b.yaml",
        &SHOP[2].1.replace("target: 10, current: 5, as_of: 2026-10-02", "target: 8, current: 6, as_of: 2026-11-11"),
    );
    repo.commit("ana", "2026-11-11T08:00:00Z", "check in");
    let text = says(repo.path(), &["digest", "--since", "2026-11-01", "-q"]);
    assert!(text.contains("2 goals made progress"), "the key result and its objective: {text}");
}

#[test]
fn a_goal_that_could_not_be_read_before_is_not_new() {
    let repo = shop();
    repo.write("b.yaml", &format!("{}x: \"\n", SHOP[2].1));
    repo.commit("ana", "2026-11-10T08:00:00Z", "broken");
    repo.write("b.yaml", SHOP[2].1);
    repo.commit("ana", "2026-11-18T08:00:00Z", "readable again");
    let text = says(repo.path(), &["digest", "--since", "2026-11-12", "-q"]);
    assert!(!text.contains("New goals") && text.contains("unknown"), "{text}");
}

#[test]
fn an_aspirational_half_is_partly_achieved_in_every_answer() {
    let repo = shop();
    let closed = "commitment: aspirational\nstate: missed\nclosed: 2026-11-18\ngrade: {score: 0.5, computed: 0.5}\nretrospective: too late\n";
    repo.write("b.yaml", &format!("{}{closed}", SHOP[2].1));
    repo.commit("ana", "2026-11-18T08:00:00Z", "close");
    for args in [&["digest", "--since", "2026-11-12", "-q"][..], &["rollup", "--explain", "b", "-q"]] {
        let text = says(repo.path(), args);
        assert!(text.contains("partly achieved"), "{args:?}: {text}");
    }
}

#[test]
fn goals_closed_after_their_quarter_are_news_without_naming_the_period() {
    let repo = shop();
    repo.write("b.yaml", &format!("{}state: dropped\nclosed: 2027-01-05\nreason: no market\n", SHOP[2].1));
    repo.commit("ana", "2027-01-05T08:00:00Z", "close");
    let text = says(repo.path(), &["digest", "--since", "2026-12-30", "-q", "--today", "2027-01-06"]);
    assert!(text.contains("1 closed") && text.contains("no market"), "{text}");
}

#[test]
fn what_came_after_the_period_is_explained_as_not_counted() {
    let repo = shop();
    let step = "kind: key_result\nid: s\ntitle: Open\nmeasures: o\nmilestones:\n  - {title: licence granted, done: 2027-01-05}\n";
    repo.write("s.yaml", step);
    repo.write("b.yaml", &SHOP[2].1.replace("current: 5, as_of: 2026-10-02", "current: 10, as_of: 2027-01-05"));
    repo.commit("ana", "2027-01-05T08:00:00Z", "late");
    let today = ["-q", "--today", "2027-01-06"];
    let explained = says(repo.path(), &[&["rollup", "--explain", "b"][..], &today].concat());
    let current = explained.lines().find(|line| line.trim_start().starts_with("current")).expect("the value");
    assert!(current.contains("5 loaves") && !current.contains("line "), "no line of the file says 5: {explained}");
    assert!(explained.contains("does not count"), "{explained}");
    let text = says(repo.path(), &[&["digest", "--since", "2026-12-30", "--period", "2026-Q4"][..], &today].concat());
    assert!(text.contains("licence granted (after 2026-12-31, so it does not count)"), "{text}");
    let history = json(repo.path(), &[&["history", "b"][..], &today].concat());
    let counts: Vec<_> =
        history["goals"][0]["observations"].as_array().expect("a list").iter().map(|it| it["counts"].clone()).collect();
    assert_eq!(counts, [true, false]);
}

/// A fall of confidence, a value that was confirmed, a note, a need, another owner and an agreement were nothing.
#[test]
fn nothing_happened_only_where_nothing_was_changed() {
    let repo = Repo::new();
    repo.write("goalpost.yaml", "");
    repo.write("o.yaml", OBJECTIVE);
    repo.write("k.yaml", &key_result("1", "2026-10-30", "10", "confidence: 0.8\n"));
    repo.commit("tom", "2026-11-02T08:00:00Z", "Set");
    let digest = || says(repo.path(), &["-q", "digest"]);
    assert!(digest().starts_with("nothing happened since 2026-11-14\n"), "{}", digest());
    repo.write("k.yaml", &key_result("1", "2026-11-18", "10", "confidence: 0.8\n"));
    repo.commit("tom", "2026-11-18T08:00:00Z", "Confirm the value");
    assert!(
        digest().starts_with("no progress and no other news since 2026-11-14 · 1 goal changed otherwise\n"),
        "{}",
        digest()
    );
    assert!(digest().contains("what changed: goalpost diff 2026-11-14"), "{}", digest());
    assert_eq!(json(repo.path(), &["-q", "digest"])["changed"], serde_json::json!(["k"]));
    repo.write("k.yaml", &key_result("1", "2026-11-18", "10", "confidence: 0.1\n"));
    repo.commit("tom", "2026-11-19T08:00:00Z", "Doubt");
    assert!(digest().contains("Confidence (1)") && digest().contains("0.8 → 0.1"), "{}", digest());
    assert_eq!(json(repo.path(), &["-q", "digest"])["confidence"][0]["after"], 0.1);
}

/// A digest made every week in the morning leaves out what comes later on the day of the last one, unless it says so.
#[test]
fn of_digests_of_eight_days_made_every_week_none_leaves_out_what_the_last_one_could_not_know() {
    let told = |repo: &Repo, today: &str| {
        let view = json(repo.path(), &["-q", "digest", "--since", "8d", "--today", today]);
        let count = |list: &str| view[list].as_array().map_or(0, Vec::len);
        ["moved", "removed", "obstacles", "closed"].map(count)
    };
    let repo = shop();
    repo.write("c.yaml", &SHOP[2].1.replace("id: b\ntitle: Sell loaves", "id: c\ntitle: Sell rolls"));
    repo.write("d.yaml", &SHOP[2].1.replace("id: b\ntitle: Sell loaves", "id: d\ntitle: Sell buns"));
    repo.commit("ana", "2026-10-03T08:00:00Z", "more");
    assert_eq!(told(&repo, "2026-11-11"), [0; 4], "in the morning");
    let log = "log:\n  - {date: 2026-11-11, kind: obstacle, text: no flour}\n";
    repo.write("b.yaml", &format!("{}{log}", SHOP[2].1.replace("target: 10", "target: 8")));
    repo.remove("c.yaml");
    repo.write("d.yaml", &format!("{}state: dropped\nclosed: 2026-11-11\nreason: no buns\n", repo.read("d.yaml")));
    repo.commit("ana", "2026-11-11T12:00:00Z", "at noon");
    assert_eq!(told(&repo, "2026-11-18"), [1; 4], "a week later");
    assert_eq!(told(&repo, "2026-11-19"), [0; 4], "and never again");
}

/// A need that was asked for and answered within the week was told by no digest.
#[test]
fn a_need_that_was_asked_and_answered_since_is_told() {
    let repo = shop();
    let with = |state: &str| format!("{}needs:\n  - {{from: plat, what: a region, state: {state}}}\n", SHOP[2].1);
    for (day, state) in [("2026-11-17T08:00:00Z", "asked"), ("2026-11-19T08:00:00Z", "declined")] {
        repo.write("b.yaml", &with(state));
        repo.write("n.yaml", &with(state).replace("id: b\n", "id: n\n"));
        repo.commit("ana", day, state);
    }
    let old = "needs:\n  - {from: plat, what: an oven, state: agreed}\n";
    repo.write("p.yaml", &format!("{}{old}", SHOP[2].1.replace("id: b\n", "id: p\n")));
    repo.commit("ana", "2026-11-20T08:00:00Z", "agreed before it was written");
    let answered = |since: &str| {
        let view = json(repo.path(), &["-q", "digest", "--since", since]);
        let all = view["answered"].as_array().cloned().unwrap_or_default();
        all.iter().map(|it| format!("{} {}", it["goal"], it["state"]).replace('"', "")).collect::<Vec<_>>()
    };
    assert_eq!(answered("2026-11-14"), ["b declined", "n declined"]);
    assert_eq!(answered("2026-11-18"), ["b declined", "n declined"]);
    assert_eq!(answered("2026-11-20"), [""; 0]);
}

/// A goal whose file a committed `.gitignore` names was removed anew on the day of every digest, by nobody.
#[test]
fn what_gitignore_leaves_out_is_removed_once_by_the_commit_that_did_so() {
    let repo = shop();
    repo.write("c.yaml", &SHOP[2].1.replace("id: b\ntitle: Sell loaves", "id: c\ntitle: Sell rolls"));
    repo.commit("ana", "2026-10-03T08:00:00Z", "more");
    repo.write(".gitignore", "c.yaml\n");
    repo.commit("ben", "2026-11-12T08:00:00Z", "Ignore");
    let removed = |today: &str| {
        let view = json(repo.path(), &["-q", "digest", "--today", today]);
        let all = view["removed"].as_array().cloned().unwrap_or_default();
        all.iter().map(|it| format!("{} {} {}", it["goal"], it["day"], it["by"]).replace('"', "")).collect::<Vec<_>>()
    };
    assert_eq!(removed("2026-11-14"), ["c 2026-11-12 Ben"]);
    assert_eq!(removed("2026-11-21"), [""; 0]);
    let report = says(repo.path(), &["-q", "report", "--format", "markdown"]);
    assert!(report.contains("2026-11-12: Sell rolls (key result), Ben"), "{report}");
    let checked = says(repo.path(), &["-q", "check", "--rule", "deleted-goal"]).replace("\n  │ ", " ");
    assert!(checked.contains("was excluded on 2026-11-12"), "{checked}");
    assert!(checked.contains("take the pattern that matches c.yaml out of .gitignore"), "{checked}");
    // What is not committed is not.
    repo.write(".gitignore", "c.yaml\nb.yaml\n");
    assert_eq!(removed("2026-11-21"), ["b 2026-11-21 null"]);
    // And a merge brings it on its own day.
    let repo = shop();
    repo.git(&["checkout", "-q", "-b", "side"]);
    repo.write(".gitignore", "b.yaml\n");
    repo.commit("ben", "2026-11-12T08:00:00Z", "Ignore");
    repo.git(&["checkout", "-q", "main"]);
    repo.write("o.yaml", &SHOP[1].1.replace("Win", "Hold"));
    repo.commit("ana", "2026-11-16T08:00:00Z", "Another title");
    repo.merge("ana", "2026-11-18T08:00:00Z", "side");
    let view = json(repo.path(), &["-q", "digest", "--since", "2026-11-17"]);
    assert_eq!(view["removed"][0]["goal"], "b", "{view}");
}

/// Made where the private root is, the digest and the report of everyone else were silent about a goal that went there.
#[test]
fn a_goal_that_went_to_a_private_root_is_removed_for_everyone_with_it_or_without() {
    let (repo, private) = Repo::pair("open", "private");
    for (path, text) in SHOP {
        repo.write(path, text);
    }
    repo.commit("ana", "2026-10-02T08:00:00Z", "begin");
    repo.remove("b.yaml");
    repo.write("goalpost.yaml", "include: [../private]\n");
    repo.commit("ana", "2026-11-18T08:00:00Z", "tidy up");
    private.write("b.yaml", SHOP[2].1);
    private.commit("ana", "2026-11-18T08:00:00Z", "here");
    let told = || {
        let [digest, report] = ["digest", "report"].map(|command| json(repo.path(), &["-q", command]));
        [digest["removed"].clone(), report["removed"].clone()]
    };
    let with = told();
    assert_eq!(with[0][0]["goal"], "b");
    std::fs::remove_dir_all(private.path()).expect("removed");
    assert_eq!(with, told());
}
