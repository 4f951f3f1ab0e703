//! Goal files that began as copies of others: with the id left in, and put right later.

use serde_json::Value;

use crate::support::program::{goalpost, json};
use crate::support::queue::{goals_in, key_result};
use crate::support::repository::{Repo, at};

fn found(repo: &Repo, args: &[&str]) -> Value {
    let answer = goalpost(repo.path(), &[&["-q", "--today", "2026-12-10", "--format", "json"], args].concat());
    serde_json::from_str(&answer.stdout).unwrap_or_else(|_| panic!("{args:?}: {}", answer.stderr))
}

/// The findings about history and ids: each rule, with the goal. The first value is of a day after its commit.
fn findings(repo: &Repo) -> Vec<String> {
    let checked = found(repo, &["check"]);
    let all = checked["findings"].as_array().expect("findings").iter();
    let is_asked =
        |it: &&Value| (it["group"] == "history" && it["rule"] != "future-check-in") || it["rule"] == "duplicate-id";
    all.filter(is_asked).map(|it| format!("{} {}", it["rule"], it["goal"]).replace('"', "")).collect()
}

/// What history tells of a goal: its moves, and each observation with its author.
fn told(repo: &Repo, id: &str) -> (Vec<String>, Vec<String>) {
    let history = found(repo, &["history", id]);
    let list = |name: &str| history["goals"][0][name].as_array().expect("a list").clone();
    let moves = list("goalposts").iter().map(|it| it["words"].as_str().unwrap_or_default().to_owned()).collect();
    let point = |it: &Value| format!("{} {} {}", it["day"], it["value"], it["author"]).replace('"', "");
    (moves, list("observations").iter().map(point).collect())
}

/// The copy in which the id was left was taken for the next version of the goal, and its author for the one who moved the target.
#[test]
fn a_copy_in_which_the_id_was_left_is_one_finding_and_moves_nothing() {
    // Before and after the first one by their paths.
    for path in ["b.yaml", "2027/a.yaml"] {
        let repo = goals_in("");
        let copy = key_result(40, "")
            .replace("Raise a", "Answer sooner")
            .replace("current: 20", "current: 35")
            .replace("10-20", "10-25");
        repo.write(path, &copy);
        repo.commit("ben", &at("2026-11-10"), "A new goal, from that one");
        assert_eq!(findings(&repo), ["duplicate-id a"], "{path}");
        let first = (vec![], vec!["2026-10-20 20.0 Ana".to_owned()]);
        assert_eq!(told(&repo, "a"), first, "{path}");
        assert_eq!(found(&repo, &["digest", "--since", "2026-11-01"])["moved"], serde_json::json!([]), "{path}");

        repo.write(path, &copy.replace("id: a", "id: b"));
        repo.commit("ben", &at("2026-11-11"), "Its own id");
        assert_eq!(told(&repo, "a"), first, "{path}");
        assert_eq!(told(&repo, "b"), (vec![], vec!["2026-10-25 35.0 Ben".to_owned()]), "{path}");
        let blame = found(&repo, &["blame", "a"]);
        let fields = blame["fields"].as_array().expect("fields").iter();
        assert!(fields.clone().count() > 5 && fields.clone().all(|it| it["author"] == "Ana"), "{path}: {blame}");
        assert!(!findings(&repo).iter().any(|it| it.starts_with("duplicate-id")), "{path}");
        let diff = json(repo.path(), &["-q", "diff", "HEAD~2..HEAD"]);
        let changes = diff["changes"].as_array().expect("changes").iter();
        assert_eq!(changes.map(|it| it["goal"].clone()).collect::<Vec<_>>(), ["b"], "{path}");
    }
}

#[test]
fn a_copy_that_takes_the_place_of_the_first_file_is_compared_with_it() {
    let repo = goals_in("");
    repo.write("q4/a.yaml", &key_result(40, ""));
    repo.commit("ben", &at("2026-11-10"), "Copy");
    assert_eq!(findings(&repo), ["duplicate-id a"]);
    repo.remove("a.yaml");
    repo.commit("ben", &at("2026-11-12"), "Tidy up");
    assert_eq!(told(&repo, "a").0, ["target 100 → 40 x"]);
    assert_eq!(findings(&repo), ["moved-target a"]);
}

/// The file of a side that a merge did not take was believed to be there, and to be the one that counts.
#[test]
fn a_goal_that_a_merge_left_behind_counts_when_it_is_set_at_another_path() {
    let repo = goals_in("");
    let other = |value: u32, day: &str| {
        let page = key_result(100, "").replace("id: a", "id: b").replace("Raise a", "Answer sooner");
        page.replace("current: 20", &format!("current: {value}")).replace("2026-10-20", day)
    };
    repo.branch("side");
    repo.write("q4/b.yaml", &other(20, "2026-10-20"));
    repo.commit("ana", &at("2026-10-20"), "Another goal");
    repo.checkout("main");
    repo.git(&["merge", "-q", "--no-ff", "--no-commit", "-s", "ours", "side"]);
    repo.write("o.yaml", &repo.read("o.yaml").replace("Make", "Keep"));
    repo.commit("ana", &at("2026-10-25"), "Merge side");
    repo.write("b.yaml", &other(30, "2026-11-15"));
    repo.commit("ben", &at("2026-11-15"), "Set it after all");
    let (moves, points) = told(&repo, "b");
    assert_eq!(moves, [""; 0]);
    assert!(points.contains(&"2026-11-15 30.0 Ben".to_owned()), "{points:?}");
}
