//! `goalpost diff`: what a change means, on small real repositories.

mod laws;
mod world;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use self::world::{CHURN, RETENTION, world};
use crate::support::program::{Answer, goalpost, json as asked, says};
use crate::support::repository::Repo;
use crate::support::schema;

fn diff(repo: &Repo, args: &[&str]) -> Value {
    asked(repo.path(), &[&["diff"], args].concat())
}

/// A goal's change.
fn change<'v>(view: &'v Value, goal: &str) -> &'v Value {
    let changes = view["changes"].as_array().expect("changes");
    changes.iter().find(|it| it["goal"] == goal).unwrap_or_else(|| panic!("{goal} in {changes:#?}"))
}

/// A goal's fields as (before, after, significance), by route.
fn fields(view: &Value, goal: &str) -> BTreeMap<String, (Value, Value, String)> {
    let fields = change(view, goal)["fields"].as_array().expect("fields").iter();
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    fields
        .map(|it| (text(&it["field"]), (it["before"].clone(), it["after"].clone(), text(&it["significance"]))))
        .collect()
}

fn kinds(view: &Value) -> BTreeMap<String, String> {
    let changes = view["changes"].as_array().expect("changes").iter();
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    changes.map(|it| (text(&it["goal"]), text(&it["change"]))).collect()
}

fn people(view: &Value) -> BTreeMap<String, Vec<String>> {
    let reviewers = view["reviewers"].as_array().expect("reviewers").iter();
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    reviewers
        .map(|it| (text(&it["person"]), it["because"].as_array().expect("reasons").iter().map(text).collect()))
        .collect()
}

fn as_map<const N: usize>(pairs: [(&str, &str); N]) -> BTreeMap<String, String> {
    pairs.into_iter().map(|(a, b)| (a.to_owned(), b.to_owned())).collect()
}

/// The day's work that most tests look at: a target that slips, a check-in, a new goal, a need that is answered, words.
fn edited() -> Repo {
    let repo = world();
    repo.write("2026-Q4/growth/churn.yaml", &CHURN.replace("target: 3\n", "target: 4.5\n"));
    repo.write(
        "2026-Q4/growth/retention.yaml",
        &RETENTION
            .replace("title: Keep the shops we win", "title: Keep the shops that we win")
            .replace("state: asked", "state: agreed"),
    );
    repo.write(
        "2026-Q4/growth/lagos-kyc.yaml",
        "kind: key_result\nid: lagos-kyc\ntitle: Cut Lagos KYC time from 9 to 3 days\nmeasures: retention\nowner: lea\n\
         metric: {name: KYC, unit: days, baseline: 9, target: 3, current: 9, as_of: 2026-11-20}\n",
    );
    let uptime = repo.read("2026-Q4/payments/uptime.yaml");
    let uptime = uptime.replace("current: 99.8", "current: 99.9").replace("as_of: 2026-11-06", "as_of: 2026-11-20");
    repo.write(
        "2026-Q4/payments/uptime.yaml",
        &format!("{uptime}log:\n  - {{date: 2026-11-20, by: tom, kind: check-in, text: The second region holds.}}\n"),
    );
    repo
}

#[test]
fn for_people() {
    insta::assert_snapshot!(says(edited().path(), &["diff"]));
}

#[test]
fn for_a_pull_request() {
    insta::assert_snapshot!(says(edited().path(), &["diff", "--format", "markdown"]));
}

#[test]
fn for_programs() {
    let repo = edited();
    let view = diff(&repo, &[]);
    assert_eq!(view["base"], repo.git(&["rev-parse", "HEAD"]));
    assert_eq!(view["head"], Value::Null);
    assert_eq!(
        kinds(&view),
        as_map([("churn", "modified"), ("lagos-kyc", "added"), ("retention", "modified"), ("uptime", "modified")])
    );
    assert_eq!(
        fields(&view, "churn"),
        BTreeMap::from([("metric.target".into(), (json!(3.0), json!(4.5), "goalpost".into()))])
    );
    let moved = &change(&view, "churn")["moved"];
    assert_eq!((&moved["explained"], &moved["settling"]), (&json!(false), &json!(false)));
    let price = &moved["price"];
    assert!((price["against_original"].as_f64().expect("a share") - 0.4).abs() < 1e-9, "8 → 3, now 6: {price}");
    assert!((price["present"].as_f64().expect("a share") - 2.0 / 3.5).abs() < 1e-9, "8 → 4.5, now 6: {price}");
    let uptime = fields(&view, "uptime");
    assert_eq!(uptime["metric.current"], (json!(99.8), json!(99.9), "progress".into()));
    assert_eq!(uptime["metric.as_of"], (json!("2026-11-06"), json!("2026-11-20"), "progress".into()));
    assert_eq!(uptime["log[0]"].0, Value::Null);
    assert_eq!(uptime["log[0]"].1["text"], "The second region holds.");
    assert_eq!(fields(&view, "retention")["needs[0].state"], (json!("asked"), json!("agreed"), "link".into()));
    let impact: BTreeSet<_> =
        view["impact"].as_array().expect("impact").iter().map(|it| it["goal"].as_str().expect("an id")).collect();
    assert_eq!(impact, BTreeSet::from(["churn", "retention", "three-markets"]));
    let validator = schema::validator("diff");
    assert!(schema::mistakes(&validator, &view).is_empty(), "{:?}", schema::mistakes(&validator, &view));
}

#[test]
fn reviewers_are_near_what_changes() {
    let repo = edited();
    let people = people(&diff(&repo, &[]));
    assert_eq!(people["ana"][0], "owner of “Cut monthly churn from 8 to 3 %”");
    assert!(
        people["ines"]
            .iter()
            .any(|it| it.contains("“Live in three new markets”, which “Keep the shops that we win” supports"))
    );
    assert!(people["tom"].contains(&"asked for “fraud rules” by 2026-12-04".to_owned()), "{people:?}");
    assert!(people["lea"].iter().any(|it| it.starts_with("owner of “Cut Lagos KYC")), "{people:?}");
    // A check-in asks nobody above: payments' objective is not mentioned.
    assert!(!people.values().flatten().any(|it| it.contains("Steady payments")), "{people:?}");
}

#[test]
fn a_check_in_concerns_its_owner_and_an_author_does_not_review_alone() {
    let repo = world();
    let check_in = || {
        let uptime = repo.read("2026-Q4/payments/uptime.yaml");
        repo.write("2026-Q4/payments/uptime.yaml", &uptime.replace("current: 99.8", "current: 99.9"));
    };
    check_in();
    assert_eq!(people(&diff(&repo, &[])).keys().collect::<Vec<_>>(), ["tom"]);
    repo.git(&["config", "user.email", "TOM@northwind.example"]);
    let alone = people(&diff(&repo, &[]));
    assert_eq!(alone["ines"], ["leads tom, whose own change this is"]);
    assert_eq!(alone.len(), 1);
    // Of a commit it is the commit's author, whoever looks.
    repo.commit("lea", "2026-11-20T08:00:00Z", "Check in");
    assert_eq!(people(&diff(&repo, &["HEAD~1..HEAD"])).keys().collect::<Vec<_>>(), ["tom"]);
}

#[test]
fn who_left_is_stood_in_for() {
    let repo = world();
    let org = repo.read("org.yaml").replace("id: ana,", "id: ana, until: 2026-10-31,");
    repo.write("org.yaml", &org);
    repo.commit("ines", "2026-11-01T08:00:00Z", "Ana leaves");
    repo.write("2026-Q4/growth/churn.yaml", &CHURN.replace("target: 3\n", "target: 4\n"));
    let people = people(&diff(&repo, &[]));
    assert!(!people.contains_key("ana"));
    assert!(
        people["ines"].contains(&"stands in for ana, owner of “Cut monthly churn from 8 to 3 %”".to_owned()),
        "{people:?}"
    );
}

#[test]
fn both_sides_are_of_one_day() {
    let repo = world();
    let first = repo.git(&["rev-list", "--max-parents=0", "HEAD"]);
    for today in ["2026-10-02", "2026-11-21", "2027-02-01"] {
        let view = diff(&repo, &["--today", today]);
        assert_eq!((&view["changes"], &view["impact"]), (&json!([]), &json!([])), "{today}");
        let view = diff(&repo, &["--today", today, &format!("{first}..HEAD")]);
        assert_eq!(view["today"], today);
        let changed = [("churn", "modified"), ("latency", "modified"), ("uptime", "modified")];
        assert_eq!(kinds(&view), as_map(changed), "{today}");
    }
}

/// The numbers before and after are those that `rollup` gives for either side on the same day, of every goal and no other.
#[test]
fn impact_is_what_rollup_says_on_either_side() {
    let repo = world();
    let first = repo.git(&["rev-list", "--max-parents=0", "HEAD"]);
    repo.write(
        "2026-Q4/growth/churn.yaml",
        &CHURN.replace("target: 3\n", "target: 4.5\n").replace("current: 6", "current: 5"),
    );
    repo.write("kpis/latency.yaml", &repo.read("kpis/latency.yaml").replace("current: 180", "current: 260"));
    let numbers = |args: &[&str]| {
        let view = asked(repo.path(), &[&["rollup", "--period", "all", "--today", "2026-11-21"], args].concat());
        let goals = view["goals"].as_array().expect("goals").clone();
        goals
            .into_iter()
            .map(|it| (it["id"].as_str().expect("an id").to_owned(), (it["progress"].clone(), it["health"].clone())))
            .collect::<BTreeMap<_, _>>()
    };
    let mut felt = 0;
    for base in ["HEAD", first.as_str()] {
        let (before, after) = (numbers(&["--at", base]), numbers(&[]));
        let view = diff(&repo, &[base]);
        let impact: BTreeMap<_, _> = view["impact"]
            .as_array()
            .expect("impact")
            .iter()
            .map(|it| (it["goal"].as_str().expect("an id"), it))
            .collect();
        for (id, old) in &before {
            let new = &after[id];
            let shown = impact.get(id.as_str());
            assert_eq!(shown.is_some(), old != new, "{id}: {old:?} → {new:?}");
            if let Some(shown) = shown {
                assert_eq!((&shown["progress_before"], &shown["health_before"]), (&old.0, &old.1), "{id}");
                assert_eq!((&shown["progress_after"], &shown["health_after"]), (&new.0, &new.1), "{id}");
                felt += 1;
            }
        }
    }
    assert!(felt >= 8, "keeping, a KPI and what is above them are felt: {felt}");
}

#[test]
fn a_file_that_moves_and_an_id_that_changes_are_the_same_goal() {
    let repo = world();
    repo.git(&["mv", "2026-Q4/growth/churn.yaml", "2026-Q4/churn.yaml"]);
    let view = diff(&repo, &[]);
    assert_eq!(kinds(&view), as_map([("churn", "moved")]));
    assert_eq!(change(&view, "churn")["old_path"], "2026-Q4/growth/churn.yaml");
    assert_eq!((&view["impact"], &change(&view, "churn")["fields"]), (&json!([]), &json!([])));
    repo.git(&["mv", "2026-Q4/churn.yaml", "2026-Q4/growth/churn.yaml"]);
    // What links to a goal follows it: only the goal itself changes.
    repo.write(
        "2026-Q4/growth/retention.yaml",
        &RETENTION.replace("id: retention", "id: keep-shops\nformerly: [retention]"),
    );
    repo.write("2026-Q4/growth/churn.yaml", &CHURN.replace("measures: retention", "measures: keep-shops"));
    let view = diff(&repo, &[]);
    assert_eq!(kinds(&view), as_map([("keep-shops", "modified")]));
    assert_eq!(fields(&view, "keep-shops")["id"], (json!("retention"), json!("keep-shops"), "link".into()));
    assert_eq!(view["impact"], json!([]));
    repo.commit("ana", "2026-11-20T08:00:00Z", "Rename");
    assert_eq!(kinds(&diff(&repo, &["HEAD..HEAD~1"])), as_map([("retention", "modified")]), "and back");
}

#[test]
fn lists_are_compared_item_by_item() {
    let repo = world();
    let list = "labels: [a, b]\nneeds:\n  - {from: payments, what: rules, by: 2026-12-01}\n  - {from: payments, what: keys}\n\
                log:\n  - {date: 2026-10-20, kind: note, text: one}\n  - {date: 2026-10-27, kind: obstacle, text: two}\n\
                milestones:\n  - {title: first, due: 2026-10-31, value: 7}\n  - {title: second, due: 2026-11-30, value: 5}\n";
    let with = |list: &str| format!("{CHURN}{list}");
    repo.write("2026-Q4/growth/churn.yaml", &with(list));
    repo.commit("ana", "2026-11-01T08:00:00Z", "Lists");
    let new = "labels: [b, c]\nneeds:\n  - {from: payments, what: keys, state: met}\n\
               log:\n  - {date: 2026-10-27, kind: obstacle, text: two, resolved: 2026-11-02}\n  - {date: 2026-10-20, kind: note, text: one}\n\
               \x20 - {date: 2026-11-10, kind: decision, text: three}\n\
               milestones:\n  - {title: the first, due: 2026-11-07, value: 7}\n";
    repo.write("2026-Q4/growth/churn.yaml", &with(new));
    let fields = fields(&diff(&repo, &[]), "churn");
    let told: Vec<_> = fields
        .iter()
        .map(|(route, (before, after, what))| (route.as_str(), before.clone(), after.clone(), what.as_str()))
        .collect();
    let none = Value::Null;
    assert_eq!(
        told,
        [
            ("labels[0]", json!("a"), none.clone(), "wording"),
            ("labels[1]", none.clone(), json!("c"), "wording"),
            ("log[0].resolved", none.clone(), json!("2026-11-02"), "log"),
            ("log[2]", none.clone(), json!({"date": "2026-11-10", "kind": "decision", "text": "three"}), "log"),
            ("milestones[0].due", json!("2026-10-31"), json!("2026-11-07"), "goalpost"),
            ("milestones[0].title", json!("first"), json!("the first"), "wording"),
            ("milestones[1]", json!({"title": "second", "due": "2026-11-30", "value": 5.0}), none.clone(), "goalpost"),
            (
                "needs[0]",
                json!({"from": "payments", "what": "rules", "by": "2026-12-01", "state": "asked"}),
                none,
                "link"
            ),
            ("needs[0].state", json!("asked"), json!("met"), "link"),
        ]
    );
}

#[test]
fn reasons_and_settling_are_reported() {
    let repo = world();
    let moved = |text: &str| repo.write("2026-Q4/growth/churn.yaml", text);
    let how = |args: &[&str]| change(&diff(&repo, args), "churn")["moved"].clone();
    moved(&CHURN.replace("target: 3\n", "target: 4\n"));
    assert_eq!(how(&["--today", "2026-10-10"])["settling"], true);
    assert_eq!((how(&[])["settling"].clone(), how(&[])["explained"].clone()), (json!(false), json!(false)));
    moved(&format!("{}reason: the market shrank\n", CHURN.replace("target: 3\n", "target: 4\n")));
    assert_eq!(how(&[])["explained"], true);
    assert!(says(repo.path(), &["diff"]).contains("target 3 → 4 %, because “the market shrank”: 40 % becomes 50 %"));
    // A commit may say why, and who made it alone.
    moved(&CHURN.replace("target: 3\n", "target: 4\n"));
    repo.commit("ana", "2026-11-20T08:00:00Z", "Lower\n\nGoal-Reason: the market shrank");
    assert_eq!(how(&["HEAD~1..HEAD"])["explained"], true);
    moved(&CHURN.replace("target: 3\n", "target: 5\n"));
    repo.commit("ana", "2026-11-20T09:00:00Z", "Lower again");
    let quiet = how(&["HEAD~1..HEAD"]);
    assert_eq!((&quiet["explained"], &quiet["by_owner_alone"]), (&json!(false), &json!(true)));
    assert_eq!(how(&["HEAD~2..HEAD"])["explained"], false, "one of the two says nothing");
}

#[test]
fn ranges() {
    let repo = world();
    repo.branch("side");
    repo.write("2026-Q4/growth/churn.yaml", &CHURN.replace("current: 6", "current: 5.5"));
    repo.commit("ana", "2026-11-19T08:00:00Z", "Check in");
    repo.checkout("main");
    repo.remove("kpis/latency.yaml");
    repo.commit("tom", "2026-11-19T09:00:00Z", "Drop");
    repo.checkout("side");
    let changed = |args: &[&str]| kinds(&diff(&repo, args)).into_keys().collect::<Vec<_>>();
    assert_eq!(changed(&["main...side"]), ["churn"]);
    assert_eq!(changed(&["main...HEAD"]), ["churn"]);
    assert_eq!(changed(&["main..side"]), ["churn", "latency"]);
    assert_eq!(changed(&["main"]), ["churn", "latency"]);
    assert_eq!(changed(&["main", "--at", "side"]), ["churn", "latency"]);
    assert_eq!(changed(&["..main"]), ["churn", "latency"]);
    assert_eq!(changed(&["2026-11-18"]), ["churn"], "a day on the branch that is out");
    assert!(changed(&[]).is_empty());
    let view = diff(&repo, &["main...side"]);
    assert_eq!(view["base"], repo.git(&["merge-base", "main", "side"]));
    assert_eq!((&view["head"], &view["revision"]), (&json!(repo.git(&["rev-parse", "side"])), &view["head"]));
    for (args, says) in [
        (&["nope"][..], "there is no revision `nope`"),
        (&["a..b..c"], "`a..b..c` is not a valid range"),
        (&["main..side", "--at", "main"], "cannot be combined"),
    ] {
        let answer = goalpost(repo.path(), &[&["diff"], args].concat());
        assert_eq!(answer.code, 2, "{args:?}");
        assert!(answer.stderr.contains(says) && answer.stderr.contains("help: "), "{}", answer.stderr);
    }
}

#[test]
fn goals_that_were_not_there_yet_are_new() {
    let repo = Repo::new();
    repo.write("README.md", "code");
    repo.commit("ines", "2026-09-01T08:00:00Z", "Code");
    let world = world();
    for path in world.git(&["ls-files"]).lines() {
        repo.write(&format!("okrs/{path}"), &world.read(path));
    }
    repo.commit("ines", "2026-10-01T08:00:00Z", "Goals");
    let view = diff(&repo, &["HEAD~1..HEAD", "--root", "okrs"]);
    assert!(kinds(&view).values().all(|kind| kind == "added"));
    assert_eq!(kinds(&view).len(), 8);
    let markdown = says(repo.path(), &["diff", "HEAD~1..HEAD", "--root", "okrs", "--format", "markdown"]);
    assert!(markdown.contains("](okrs/2026-Q4/growth/churn.yaml)"), "{markdown}");
    let nowhere = goalpost(repo.path(), &["diff", "HEAD~1..HEAD~1", "--root", "okrs"]);
    assert_eq!(nowhere.code, 2, "{}", nowhere.stdout);
}

#[test]
fn exit_codes() {
    let repo = world();
    let code = |args: &[&str]| goalpost(repo.path(), &[&["diff"], args].concat()).code;
    assert_eq!(code(&["--exit-code"]), 0);
    repo.write("2026-Q4/growth/churn.yaml", &format!("# a comment\n{CHURN}"));
    assert_eq!(code(&["--exit-code"]), 0, "a comment changes no goal");
    repo.write("2026-Q4/growth/churn.yaml", &CHURN.replace("current: 6", "current: 5"));
    assert_eq!((code(&[]), code(&["--exit-code"])), (0, 1));
    let empty = tempfile::tempdir().expect("a folder");
    std::fs::write(empty.path().join("goalpost.yaml"), "").expect("written");
    let answer = goalpost(empty.path(), &["diff"]);
    assert_eq!(answer.code, 2);
    assert!(answer.stderr.contains("is not in a git repository"), "{}", answer.stderr);
}

#[test]
fn a_pipeline_can_merge_check_ins_and_nothing_else() {
    let only = |change: &dyn Fn(&Repo)| -> Answer {
        let repo = world();
        change(&repo);
        goalpost(repo.path(), &["diff", "--only", "progress,log"])
    };
    let churn = |from: &'static str, to: &'static str| {
        move |repo: &Repo| repo.write("2026-Q4/growth/churn.yaml", &CHURN.replace(from, to))
    };
    let good = only(&churn("current: 6", "current: 5.2  # after the release"));
    assert_eq!((good.code, good.stdout.as_str()), (0, "no changes other than progress, log\n"));
    assert_eq!(only(&|_| {}).code, 0);
    let logged = "confidence: 0.4\nlog:\n  - {date: 2026-11-20, kind: note, text: x}\nmetric:";
    assert_eq!(only(&churn("metric:", logged)).code, 0);
    for (bad, what) in [
        (churn("target: 3\n", "target: 3.5\n"), "churn  metric.target (goalpost)"),
        (churn("current: 6", "current: 5\n  source: x"), "churn  metric.source (wording)"),
        (
            churn("measures: retention", "measures: retention  # goalpost: allow moved-target"),
            "churn  allow[0] (state)",
        ),
        (churn("measures: retention", "measures: retention\ntarget: 4"), "churn  target (wording)"),
        (churn("id: churn\n", "id: churn2\n"), "churn2"),
        // Errors of `check`, behind which other readers of YAML find something else.
        (churn("target: 3\n", "target: 3\n  target: 4\n"), "churn  metric.target (error)"),
        (churn("measures: retention", "measures: retention\ncadence: 2026-11-42"), "churn  cadence (error)"),
        (churn("kind: key_result", "kind: ["), "churn  broken: 2026-Q4/growth/churn.yaml"),
    ] {
        let answer = only(&bad);
        assert_eq!((answer.code, answer.stdout.contains(what)), (1, true), "{what}: {}", answer.stdout);
    }
    for (path, text, what) in [
        ("goalpost.yaml", "thresholds: {on_track: 0.1}\n", "goalpost.yaml  settings"),
        ("org.yaml", "teams: []\n", "org.yaml  organisation"),
        ("a/double.yaml", "kind: objective\nid: churn\ntitle: x\n", "churn"),
        ("2026-Q4/growth/second.yaml", "kind: objective\nid: churn\ntitle: x\n", "churn  duplicate"),
    ] {
        let answer = only(&|repo: &Repo| repo.write(path, text));
        assert_eq!((answer.code, answer.stdout.contains(what)), (1, true), "{path}: {}", answer.stdout);
    }
    let moved = only(&|repo: &Repo| {
        repo.git(&["mv", "mission.yaml", "m.yaml"]);
    });
    assert!(moved.code == 1 && moved.stdout.contains("mission  moved: m.yaml"), "{}", moved.stdout);
    let repo = world();
    let wrong = goalpost(repo.path(), &["diff", "--only", "progres"]);
    assert!(wrong.code == 2 && wrong.stderr.contains("a similar value exists: 'progress'"), "{}", wrong.stderr);
}

#[test]
fn a_pipeline_merges_no_decisions_and_no_goals_of_others() {
    let page = |id: &str, owner: &str, rest: &str| {
        format!(
            "kind: key_result\nid: {id}\ntitle: {id}\nmeasures: o\nowner: {owner}\nmetric: {{baseline: 9, target: 3, current: 6, as_of: 2026-11-02}}\n{rest}"
        )
    };
    let repo = Repo::new();
    repo.write("goalpost.yaml", "");
    repo.write("org.yaml", "people: [{id: ana, github: ana-p}, {id: ben}]\n");
    repo.write("o.yaml", "kind: objective\nid: o\ntitle: O\nowner: ana\nperiod: 2026-Q4\n");
    repo.write("k.yaml", &page("k", "ana", ""));
    repo.write("l.yaml", &page("l", "ben", ""));
    repo.write("kpi.yaml", "kind: kpi\nid: rate\ntitle: Rate\nowner: ana\nmetric: {current: 5, as_of: 2026-11-02}\n");
    repo.write(
        "f.yaml",
        "kind: key_result\nid: f\ntitle: F\nmeasures: o\nowner: ben\nmetric: {kpi: rate, baseline: 9, target: 3}\n",
    );
    repo.commit("ana", "2026-10-01T08:00:00Z", "Set");
    let run = |by: &str| goalpost(repo.path(), &["diff", "--only", "progress,log", "--by", by]);
    let reset = || repo.git(&["checkout", "-q", "--", "."]);
    repo.write("k.yaml", &page("k", "ana", "").replace("current: 6", "current: 5"));
    for by in ["ana", "@ana-p"] {
        let answer = run(by);
        assert_eq!(answer.code, 0, "{by}: {}{}", answer.stdout, answer.stderr);
    }
    let answer = run("ben");
    assert!(answer.code == 1 && answer.stdout.contains("k  goal of another owner"), "{}", answer.stdout);
    assert_eq!(run("nobody").code, 2);
    repo.write("k.yaml", &page("k", "ana", "log:\n  - {date: 2026-11-20, kind: decision, text: It shrank}\n"));
    let answer = run("ana");
    assert!(answer.code == 1 && answer.stdout.contains("(decision)"), "{}", answer.stdout);
    reset();
    repo.write("k.yaml", &page("k", "ben", ""));
    assert_eq!(run("ben").code, 1, "a goal that one takes over was another's");
    reset();
    repo.write("kpi.yaml", &repo.read("kpi.yaml").replace("current: 5", "current: 4"));
    let answer = run("ana");
    assert!(answer.code == 1 && answer.stdout.contains("KPI of another owner's goal"), "{}", answer.stdout);
}

/// A goal's owner may be away: the deputy checks in, and so do the leads of teams that contribute.
#[test]
fn a_deputy_and_the_leads_of_contributing_teams_stand_in_where_that_is_asked_for() {
    let repo = Repo::new();
    repo.write("goalpost.yaml", "");
    repo.write(
        "org.yaml",
        "teams: [{id: t, name: T, lead: cem}, {id: gone, name: G, lead: eve, until: 2026-10-31}]\npeople: [{id: ana, deputy: ben}, \
         {id: ben}, {id: cem}, {id: dan}, {id: eve}]\n",
    );
    repo.write("o.yaml", "kind: objective\nid: o\ntitle: O\nowner: ana\nperiod: 2026-Q4\ncontributors: [t, gone]\n");
    let page = "kind: key_result\nid: k\ntitle: K\nmeasures: o\nowner: ana\nmetric: {baseline: 9, target: 3, current: 6, as_of: 2026-11-02}\n";
    repo.write("k.yaml", page);
    repo.commit("ana", "2026-10-01T08:00:00Z", "Set");
    repo.write("k.yaml", &page.replace("current: 6, as_of: 2026-11-02", "current: 5, as_of: 2026-11-20"));
    let run = |args: &[&str]| goalpost(repo.path(), &[&["diff", "--only", "progress,log"], args].concat());
    for (by, owner, stands_in) in [("ana", 0, 0), ("ben", 1, 0), ("cem", 1, 0), ("dan", 1, 1), ("eve", 1, 1)] {
        assert_eq!(run(&["--by", by]).code, owner, "{by} as the owner");
        assert_eq!(run(&["--by", by, "--stand-in"]).code, stands_in, "{by} in the owner's place");
    }
    assert_eq!(run(&["--stand-in"]).code, 2, "in whose place");
}

/// Neither a value taken back nor an agreement is a check-in.
#[test]
fn a_pipeline_merges_nothing_that_withdraws_or_agrees() {
    let repo = Repo::new();
    let page = |value: &str, rest: &str| {
        format!(
            "kind: key_result\nid: k\ntitle: K\nmeasures: o\nowner: ana\nmetric: {{baseline: 9, target: 3, {value}}}\n{rest}"
        )
    };
    repo.write("goalpost.yaml", "");
    repo.write("org.yaml", "people: [{id: ana}, {id: ben}]\n");
    repo.write("o.yaml", "kind: objective\nid: o\ntitle: O\nowner: ana\nperiod: 2026-Q4\n");
    repo.write("k.yaml", &page("current: 6, as_of: 2026-11-02", ""));
    repo.commit("ana", "2026-11-02T08:00:00Z", "Set");
    repo.write("k.yaml", &page("current: 8, as_of: 2026-11-16", ""));
    repo.commit("ana", "2026-11-16T08:00:00Z", "Check in");
    let log = "log:\n  - {date: 2026-11-17, kind: note, by: ana, text: x}\n";
    for (value, rest, what) in [
        ("current: 6, as_of: 2026-11-02", "", "withdrawn"),
        ("current: 8, as_of: 2026-11-16", "agreed: [{by: ana, date: 2026-11-17}]\n", "ownership"),
        ("current: 8, as_of: 2026-11-16", "log:\n  - {date: 2026-11-17, kind: decision, text: x}\n", "decision"),
    ] {
        repo.write("k.yaml", &page(value, rest));
        let answer = goalpost(repo.path(), &["diff", "--only", "progress,log", "--by", "ana"]);
        assert!(answer.code == 1 && answer.stdout.contains(what), "{what}: {}{}", answer.stdout, answer.stderr);
        // As a pull request brings it.
        repo.commit("ana", "2026-11-20T08:00:00Z", "Propose");
        let answer = goalpost(repo.path(), &["diff", "HEAD~1..HEAD", "--only", "progress,log", "--by", "ana"]);
        assert!(answer.code == 1 && answer.stdout.contains(what), "{what}: {}{}", answer.stdout, answer.stderr);
        repo.git(&["reset", "-q", "--hard", "HEAD~1"]);
    }
    repo.write("k.yaml", &page("current: 7, as_of: 2026-11-20", log));
    assert_eq!(goalpost(repo.path(), &["diff", "--only", "progress,log", "--by", "ana"]).code, 0);
}

/// A workflow could come with a check-in.
#[test]
fn a_pipeline_merges_no_file_that_comes_with_a_check_in() {
    let repo = Repo::new();
    let page = "kind: key_result\nid: k\ntitle: K\nmeasures: o\nowner: ana\nmetric: {baseline: 9, target: 3, current: 6, as_of: 2026-11-02}\n";
    repo.write("okrs/goalpost.yaml", "include: [../people]\nexclude: [old/]\n");
    repo.write("okrs/o.yaml", "kind: objective\nid: o\ntitle: O\nowner: ana\nperiod: 2026-Q4\n");
    repo.write("okrs/k.yaml", page);
    repo.write("people/goalpost.yaml", "");
    repo.write("people/p.yaml", &page.replace("id: k", "id: p"));
    repo.commit("ana", "2026-11-02T08:00:00Z", "Set");
    let root = repo.path().join("okrs");
    let run = || goalpost(&root, &["diff", "HEAD~1..HEAD", "--only", "progress,log", "--by", "ana"]);
    let check_in = |page: &str| page.replace("current: 6, as_of: 2026-11-02", "current: 5, as_of: 2026-11-20");
    repo.write("okrs/k.yaml", &check_in(page));
    repo.write("people/p.yaml", &check_in(&page.replace("id: k", "id: p")));
    repo.commit("ana", "2026-11-20T08:00:00Z", "Check in");
    let answer = run();
    assert_eq!(answer.code, 0, "{}{}", answer.stdout, answer.stderr);
    for path in [".github/workflows/x.yml", "okrs/README.md", "okrs/.hidden.yaml", "okrs/old/x.yaml", "code.rs"] {
        repo.write(path, "on: push\n");
        repo.commit("ana", "2026-11-20T09:00:00Z", "And more");
        let answer = run();
        assert!(answer.code == 1 && answer.stdout.contains(path), "{path}: {}{}", answer.stdout, answer.stderr);
        assert!(answer.stdout.contains("file without goals"), "{}", answer.stdout);
        repo.git(&["reset", "-q", "--hard", "HEAD~1"]);
    }
}

#[test]
fn what_cannot_be_read_is_neither_gone_nor_new() {
    let repo = world();
    repo.write("2026-Q4/growth/churn.yaml", "kind: [\n");
    let view = diff(&repo, &[]);
    assert_eq!(view["changes"], json!([]));
    assert_eq!(view["files"], json!([{"path": "2026-Q4/growth/churn.yaml", "what": "broken", "goal": "churn"}]));
    repo.commit("ana", "2026-11-20T08:00:00Z", "Oops");
    let back = diff(&repo, &["HEAD..HEAD~1"]);
    assert_eq!((&back["changes"], &back["files"][0]["what"]), (&json!([]), &json!("mended")));
}

#[test]
fn hostile_texts_are_inert_and_bounded() {
    let repo = world();
    let evil =
        "@everyone <img src=x onerror=alert(1)> | [a](javascript:b) \\u001b[31m\\n# head www.evil.example #1 ![x](y)";
    for number in 0..40 {
        let long = "🧨漢".repeat(2500);
        repo.write(
            &format!("2026-Q4/e|v (i) {number}.yaml"),
            &format!(
                "kind: objective\nid: evil-{number}\ntitle: \"{number} {evil} {long}\"\nowner: ana\nwhy: \"{evil}\"\n"
            ),
        );
    }
    repo.commit("ana", "2026-11-10T08:00:00Z", "Evil");
    for number in 0..40 {
        let path = format!("2026-Q4/e|v (i) {number}.yaml");
        let text =
            repo.read(&path).replace("title: \"", "title: \"new ").replace("why: \"", "state: draft\nwhy: \"new ");
        repo.write(&path, &text);
    }
    let markdown = says(repo.path(), &["diff", "--format", "markdown"]);
    assert!(markdown.chars().count() <= 64_000, "{}", markdown.chars().count());
    for bad in ["<img", "@everyone", "](javascript", "\u{1b}", "www.e", "#1", "![x]"] {
        assert!(!markdown.contains(bad), "{bad}");
    }
    let mentions: BTreeSet<_> = markdown.match_indices('@').map(|(at, _)| &markdown[at..at + 4]).collect();
    assert!(mentions.iter().all(|it| it.starts_with("@\u{200d}") || *it == "@ana" || *it == "@ine"), "{mentions:?}");
    let rows = markdown.lines().filter(|line| line.starts_with("| 🚦")).count();
    assert_eq!(rows, 25);
    assert!(markdown.contains("15 more goals change: `goalpost diff` lists them."), "{markdown}");
    for row in markdown.lines().filter(|line| line.starts_with("| ")) {
        let cells = row.replace("\\|", "").matches('|').count();
        assert!(cells == 4 || cells == 3, "{row}");
    }
    let page = says(repo.path(), &["diff"]);
    for line in page.lines() {
        assert!(unicode_width(line) <= 80, "{line}");
        assert!(!line.chars().any(char::is_control), "{line:?}");
    }
}

fn unicode_width(line: &str) -> usize {
    line.chars().map(|it| if matches!(it, '🧨' | '漢') { 2 } else { 1 }).sum()
}

#[test]
fn check_ins_beside_a_file_that_cannot_be_read_are_not_check_ins_only() {
    let repo = world();
    repo.write("2026-Q4/growth/churn.yaml", &CHURN.replace("current: ", "current: 1"));
    let before = says(repo.path(), &["-q", "diff"]);
    assert!(before.contains("check-ins only"), "{before}");
    repo.write("2026-Q4/growth/retention.yaml", "kind: objective\nid: [\n");
    let after = says(repo.path(), &["-q", "diff"]);
    assert!(!after.contains("check-ins only") && after.contains("1 file cannot be read"), "{after}");
}

#[test]
fn moved_goalposts_of_an_open_period_come_before_those_of_a_closed_one() {
    let repo = Repo::new();
    let key_result = |id: &str, period: &str, target: &str, more: &str| {
        let text = format!(
            "kind: objective\nid: {id}\ntitle: Win {id}\nowner: tom\nperiod: {period}\n{more}milestones:\n  - {{title: one, due: {target}}}\n"
        );
        repo.write(&format!("{id}.yaml"), &text);
    };
    repo.write("goalpost.yaml", "");
    key_result("a", "2026-Q2", "2026-06-01", "");
    key_result("b", "2026-Q4", "2026-12-01", "");
    repo.commit("tom", "2026-04-01T08:00:00Z", "Set");
    key_result("a", "2026-Q2", "2026-06-02", "");
    key_result("b", "2026-Q4", "2026-12-02", "reason: the fair moved\n");
    let text = says(repo.path(), &["-q", "diff", "--format", "markdown"]);
    let place = |title: &str| text.find(title).unwrap_or_else(|| panic!("{title} in {text}"));
    assert!(place("Win b") < place("Win a"), "{text}");
}
