//! `goalpost work`: commits whose `Goal:` trailer names goals.

use serde_json::{Value, json as value};

use crate::support::program::{folder, goalpost, json, says};
use crate::support::repository::Repo;

const ORG: &str = "teams:\n- {id: co, level: company}\n- {id: web, level: team, parent: co}\n\
                   people:\n- {id: tom, team: web, email: [tom@northwind.example]}\n- {id: lea, team: web, email: [lea@work.example]}\n\
                   bots: [robot@northwind.example]\n";

/// A strategic goal with a goal and its key result below, and one that stands alone.
fn goals() -> Vec<(&'static str, &'static str)> {
    vec![
        ("goalpost.yaml", ""),
        ("org.yaml", ORG),
        ("m.yaml", "kind: mission\nid: m\ntitle: Money\nstatement: s\n"),
        ("s.yaml", "kind: objective\nid: strategy\ntitle: Strategy\nteam: co\nperiod: 2026\nsupports: [m]\n"),
        (
            "t.yaml",
            "kind: objective\nid: checkout\ntitle: Checkout\nformerly: [old-checkout]\nteam: web\nperiod: 2026-Q4\nsupports: [strategy]\n",
        ),
        (
            "k.yaml",
            "kind: key_result\nid: uptime\ntitle: Uptime\nmeasures: checkout\nmetric: {unit: x, baseline: 0, target: 1}\n",
        ),
        ("z.yaml", "kind: objective\nid: idle\ntitle: Idle strategy\nteam: co\nperiod: 2026\nsupports: [m]\n"),
    ]
}

/// A code repository whose commits name them.
fn code() -> Repo {
    let repo = Repo::new();
    repo.write(".mailmap", "Lea <lea@work.example> <lea@northwind.example>\n");
    repo.commit("tom", "2026-10-01T08:00:00Z", "Begin\n\nNo goal here, though the Goal: is clear.\n\nNot yet.");
    repo.commit("tom", "2026-10-02T08:00:00Z", "Two goals\n\nGoal: checkout, uptime");
    repo.commit(
        "lea",
        "2026-10-03T08:00:00Z",
        "By a former id\n\nGoal: old-checkout\nReviewed-by: Tom <tom@northwind.example>",
    );
    repo.commit(
        "robot",
        "2026-10-04T08:00:00Z",
        "Merged (#7)\n\n* One\n\nGoal: uptime\n\n* Two\n\nCo-authored-by: Tom <tom@northwind.example>",
    );
    repo.commit("tom", "2026-11-20T08:00:00Z", "A slip\n\ngoal: uptme, make it fast");
    repo
}

#[test]
fn commits_are_counted_by_goal_and_by_strategic_goal() {
    let (world, repo) = (folder(&goals()), code());
    let dir = repo.path().to_str().expect("a path");
    let view = json(world.path(), &["work", "--repo", dir]);
    assert_eq!((&view["commits"], &view["naming"]), (&value!(5), &value!(3)));
    let counts = |list: &str| -> Vec<(Value, Value)> {
        view[list].as_array().expect("a list").iter().map(|it| (it["goal"].clone(), it["commits"].clone())).collect()
    };
    assert_eq!(counts("goals"), [(value!("checkout"), value!(2)), (value!("uptime"), value!(2))]);
    // The commit that names both serves the strategy once.
    assert_eq!(counts("strategic"), [(value!("idle"), value!(0)), (value!("strategy"), value!(3))]);
    let checkout = &view["goals"][0];
    assert_eq!((&checkout["first"], &checkout["last"]), (&value!("2026-10-02"), &value!("2026-10-03")));
    assert_eq!(checkout["teams"], value!([{"team": "web", "commits": 2}]), "lea by .mailmap");
    assert_eq!(checkout["evidence"][0]["subject"], "By a former id");
    let unknown: Vec<_> =
        view["unknown"].as_array().expect("names").iter().map(|it| (&it["name"], &it["near"])).collect();
    assert_eq!(unknown, [(&value!("make it fast"), &Value::Null), (&value!("uptme"), &value!("uptime"))]);
    assert!(!view.to_string().contains("\"tom\""), "no person is named unless statistics may");
}

#[test]
fn people_are_named_where_statistics_may_and_bots_never() {
    let mut files = goals();
    files[0].1 = "people: {statistics: person}\n";
    let (world, repo) = (folder(&files), code());
    let view = json(world.path(), &["work", "--repo", repo.path().to_str().expect("a path")]);
    let authors: Vec<_> =
        view["goals"][1]["evidence"].as_array().expect("commits").iter().map(|it| it["author"].clone()).collect();
    assert_eq!(authors, ["tom", "tom"], "the bot's commit is its co-author's");
    files[0].1 = "people: {statistics: off}\n";
    let world = folder(&files);
    let view = json(world.path(), &["work", "--repo", repo.path().to_str().expect("a path")]);
    assert_eq!((&view["goals"][0]["teams"], &view["goals"][0]["evidence"][0]["team"]), (&value!([]), &Value::Null));
}

#[test]
fn a_first_day_bounds_it_and_a_commit_counts_once() {
    let (world, repo) = (folder(&goals()), code());
    let copy = repo.copy();
    let (one, other) = (repo.path().to_str().expect("a path"), copy.path().to_str().expect("a path"));
    let view = json(world.path(), &["work", "--repo", one, other, "--since", "2026-10-03"]);
    assert_eq!((&view["naming"], &view["since"]), (&value!(2), &value!("2026-10-03")));
    assert_eq!((&view["repositories"][0]["naming"], &view["repositories"][1]["naming"]), (&value!(2), &value!(0)));
    assert_eq!(json(world.path(), &["work", "--repo", one, "--since", "2w"])["naming"], 0);
}

#[test]
fn commits_with_forged_dates_hide_none_before_them() {
    let (world, repo) = (folder(&goals()), code());
    let dir = repo.path().to_str().expect("a path");
    let named = || json(world.path(), &["work", "--repo", dir, "--since", "2026-10-01"])["naming"].clone();
    let before = named();
    for _ in 0..40 {
        repo.commit("tom", "2000-01-01T08:00:00Z", "As if long ago");
    }
    assert_eq!(named(), before);
}

#[test]
fn another_repository_is_read_as_of_the_same_day_whatever_its_newest_commit_is_dated() {
    let (world, repo) = (folder(&goals()), code());
    let goals = Repo::made(|path| crate::support::files::copy_folder(world.path(), path));
    goals.git(&["init", "-q", "-b", "main", "--template="]);
    goals.commit("tom", "2026-09-30T08:00:00Z", "Set the goals");
    let dir = repo.path().to_str().expect("a path");
    let named = || json(goals.path(), &["work", "--repo", dir, "--at", "2026-10-02"])["naming"].clone();
    let before = named();
    repo.commit("tom", "2000-01-01T08:00:00Z", "As if long ago\n\nGoal: checkout");
    assert_eq!((named(), before), (value!(1), value!(1)));
}

#[test]
fn for_people_and_as_csv() {
    let (world, repo) = (folder(&goals()), code());
    let dir = repo.path().to_str().expect("a path");
    insta::assert_snapshot!(says(world.path(), &["work", "--repo", dir]));
    let csv = says(world.path(), &["work", "--repo", dir, "--format", "csv"]).replace(dir, "DIR");
    insta::assert_snapshot!(csv);
}

#[test]
fn without_a_repository_it_says_what_to_do() {
    let world = folder(&goals());
    let answer = goalpost(world.path(), &["work"]);
    assert_eq!(answer.code, 2);
    assert!(
        answer.stderr.contains("is not in a git repository") && answer.stderr.contains("--repo"),
        "{}",
        answer.stderr
    );
    let repo = code();
    let answer = goalpost(world.path(), &["work", "--repo", repo.path().to_str().expect("a path"), "--since", "soon"]);
    assert_eq!(answer.code, 2);
    assert!(answer.stderr.contains("`soon` is no day"), "{}", answer.stderr);
}

#[test]
fn alignment_counts_the_goals_that_work_names() {
    let (world, repo) = (folder(&goals()), code());
    let view = json(world.path(), &["align", "--repo", repo.path().to_str().expect("a path")]);
    // strategy, idle, checkout and uptime are there; the last two are named.
    let work = &view["indicators"]["work"];
    assert_eq!((&work["value"], &work["of"], &work["naming"]), (&value!(0.5), &value!(4), &value!(3)));
    assert_eq!(work["missing"], value!(["idle", "strategy"]));
}
