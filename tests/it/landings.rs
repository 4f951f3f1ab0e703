//! Moved goalposts by every way onto the trunk: one account for `history`, `report`, `diff`, `digest` and `check`.

use serde_json::Value;

use crate::support::program::{goalpost, says};
use crate::support::repository::Repo;

const ORG: &str = "people:\n  - {id: ana, name: Ana, email: [ana@northwind.example]}\n  - {id: ben, name: Ben, email: \
                   [ben@northwind.example]}\n";

fn key_result(target: &str, value: &str, more: &str) -> String {
    format!(
        "kind: key_result\nid: k\ntitle: Sell\nmeasures: o\nowner: ana\nmetric:\n  baseline: 0\n  target: {target}\n  \
         current: {value}\n{more}"
    )
}

/// A repository whose goals were set on 2026-10-01; they settle until 2026-10-15.
fn repo() -> Repo {
    let repo = Repo::new();
    repo.write("goalpost.yaml", "settle: 14d\n");
    repo.write("org.yaml", ORG);
    repo.write("o.yaml", "kind: objective\nid: o\ntitle: Win\nowner: ana\nperiod: 2026-Q4\n");
    repo.write("k.yaml", &key_result("100", "10", ""));
    repo.write("other.yaml", "kind: key_result\nid: other\ntitle: Other\nmeasures: o\nowner: ben\nmetric: {baseline: 0, target: 9, current: 1}\n");
    commit(&repo, "ana", "2026-10-01", "Set the goals");
    repo
}

fn commit(repo: &Repo, author: &str, day: &str, message: &str) -> String {
    repo.commit(author, &format!("{day}T12:00:00Z"), message)
}

fn git(repo: &Repo, author: &str, day: &str, args: &[&str]) -> String {
    repo.git_by(author, &format!("{day}T12:00:00Z"), args)
}

/// Lowers the target in a commit of its own.
fn lower(repo: &Repo, target: &str, day: &str) {
    repo.write("k.yaml", &key_result(target, "10", ""));
    commit(repo, "ana", day, &format!("Set {target}"));
}

/// Something else on the trunk, so that it goes on beside a branch.
fn go_on(repo: &Repo, value: &str, day: &str) {
    repo.write("other.yaml", &format!("kind: key_result\nid: other\ntitle: Other\nmeasures: o\nowner: ben\nmetric: {{baseline: 0, target: 9, current: {value}}}\n"));
    commit(repo, "ben", day, "Check in");
}

fn merge(repo: &Repo, day: &str, more: &[&str]) {
    git(repo, "ben", day, &[&["merge", "-q", "--no-ff", "-m", "Merge a branch"], more].concat());
}

/// A move: from, to, the day from which it counts, who proposed it and who merged it, with their days.
type Told = (i64, i64, String, (String, String), (String, String));

fn moves_of(view: &Value) -> Told {
    let text = |it: &Value| it.as_str().unwrap_or("–").to_owned();
    let who = |it: &Value| (text(&it["author"]), text(&it["day"]));
    #[expect(clippy::cast_possible_truncation, reason = "targets are whole numbers")]
    let number = |it: &Value| it.as_f64().expect("a number") as i64;
    let (before, after) = (number(&view["before"]), number(&view["after"]));
    (before, after, text(&view["day"]), who(&view["proposed"]), who(&view["merged"]))
}

fn answer(repo: &Repo, args: &[&str]) -> Value {
    let text = says(repo.path(), &[&["-q", "--today", "2026-12-10", "--format", "json"], args].concat());
    serde_json::from_str(&text).expect("JSON")
}

fn list(view: &Value) -> Vec<Value> {
    view.as_array().cloned().unwrap_or_default()
}

/// The moves of the key result that are no settling, asked of each command that tells them; all tell the same.
fn moves(repo: &Repo) -> Vec<Told> {
    let settled = |it: &&Value| it["settling"] == false;
    let history = answer(repo, &["history", "k"]);
    let found: Vec<Told> = list(&history["goals"][0]["goalposts"]).iter().filter(settled).map(moves_of).collect();
    let mut report: Vec<Told> = list(&answer(repo, &["report"])["moved"]).iter().map(moves_of).collect();
    report.reverse();
    assert_eq!(report, found, "report and history");
    let first = repo.git(&["rev-list", "--max-parents=0", "HEAD"]);
    let diff = answer(repo, &["diff", &format!("{first}..HEAD")]);
    let change = list(&diff["changes"]).into_iter().find(|it| it["goal"] == "k").unwrap_or_default();
    let in_diff: Vec<Told> = list(&change["moved"]["moves"]).iter().filter(settled).map(moves_of).collect();
    // What stands where it stood is no difference.
    let stands = found.last().is_some_and(|last| last.1 != 100);
    assert_eq!(in_diff, if stands { found.clone() } else { Vec::new() }, "diff and history");
    // Each is told once, in the digest of the week in which it landed.
    let mut digested = Vec::new();
    for week in [
        "2026-10-15",
        "2026-10-22",
        "2026-10-29",
        "2026-11-05",
        "2026-11-12",
        "2026-11-19",
        "2026-11-26",
        "2026-12-03",
        "2026-12-10",
    ] {
        let text =
            says(repo.path(), &["-q", "--at", week, "--today", week, "--format", "json", "digest", "--since", "7d"]);
        let view: Value = serde_json::from_str(&text).expect("JSON");
        digested.extend(list(&view["moved"]).iter().map(|it| {
            let day = it["day"].as_str().expect("a day").to_owned();
            assert!(day.as_str() <= week, "{it}");
            (it["change"].as_str().expect("words").to_owned(), day)
        }));
    }
    let words: Vec<_> = found.iter().map(|it| (format!("target {} → {}", it.0, it.1), it.2.clone())).collect();
    assert_eq!(digested, words, "digest and history");
    let check =
        goalpost(repo.path(), &["-q", "--today", "2026-12-10", "check", "--rule", "moved-target", "--format", "json"]);
    let check: Value = serde_json::from_str(&check.stdout).expect("JSON");
    assert_eq!(list(&check["findings"]).len(), usize::from(stands), "check and history: {check}");
    found
}

fn moved(from: i64, to: i64, day: &str, proposed: (&str, &str), merged: (&str, &str)) -> Told {
    let pair = |(who, day): (&str, &str)| (who.to_owned(), day.to_owned());
    (from, to, day.to_owned(), pair(proposed), pair(merged))
}

#[test]
fn a_merge_tells_who_proposed_and_who_merged_and_counts_from_the_day_it_lands() {
    let repo = repo();
    repo.branch("side");
    lower(&repo, "50", "2026-11-03");
    repo.checkout("main");
    for (value, day) in [("2", "2026-11-05"), ("3", "2026-11-12"), ("4", "2026-11-19")] {
        go_on(&repo, value, day);
    }
    merge(&repo, "2026-11-24", &["side"]);
    go_on(&repo, "5", "2026-11-26");
    assert_eq!(moves(&repo), [moved(100, 50, "2026-11-24", ("Ana", "2026-11-03"), ("Ben", "2026-11-24"))]);
    // The same where the trunk stood still and history goes along the branch alone.
    let still = self::repo();
    still.branch("side");
    lower(&still, "50", "2026-11-03");
    still.checkout("main");
    merge(&still, "2026-11-24", &["side"]);
    assert_eq!(moves(&still), [moved(100, 50, "2026-11-24", ("Ana", "2026-11-03"), ("Ben", "2026-11-24"))]);
    let says = says(still.path(), &["-q", "--today", "2026-12-10", "check", "--rule", "moved-target"]);
    assert!(says.contains("2026-11-24 (Ana, ") && says.contains("merged by"), "{says}");
}

#[test]
fn lowered_and_put_back_within_one_pull_request_is_no_move() {
    let repo = repo();
    repo.branch("side");
    lower(&repo, "60", "2026-11-03");
    lower(&repo, "100", "2026-11-05");
    repo.checkout("main");
    go_on(&repo, "2", "2026-11-06");
    merge(&repo, "2026-11-07", &["side"]);
    assert_eq!(moves(&repo), []);
    // In two steps on a branch it is one move, proposed by whoever set what it is now.
    repo.branch("again");
    lower(&repo, "60", "2026-11-10");
    repo.write("k.yaml", &key_result("70", "10", ""));
    commit(&repo, "ben", "2026-11-11", "Rather 70");
    repo.checkout("main");
    merge(&repo, "2026-11-12", &["again"]);
    assert_eq!(moves(&repo), [moved(100, 70, "2026-11-12", ("Ben", "2026-11-11"), ("Ben", "2026-11-12"))]);
}

#[test]
fn what_a_merge_throws_away_is_no_move() {
    for more in [&["-s", "ours", "side"][..], &["-X", "ours", "side"]] {
        let repo = repo();
        repo.branch("side");
        lower(&repo, "60", "2026-11-03");
        repo.write("third.yaml", "kind: objective\nid: third\ntitle: Third\nowner: ana\nperiod: 2026-Q4\n");
        commit(&repo, "ana", "2026-11-03", "Another goal");
        repo.checkout("main");
        // The trunk changes the same line, and changes it back before the merge.
        lower(&repo, "80", "2026-11-04");
        lower(&repo, "100", "2026-11-05");
        repo.write("k.yaml", &key_result("100.0", "10", ""));
        commit(&repo, "ben", "2026-11-05", "Write it with a point");
        merge(&repo, "2026-11-07", more);
        let ana = |day| ("Ana", day);
        let there = moved(100, 80, "2026-11-04", ana("2026-11-04"), ana("2026-11-04"));
        let back = moved(80, 100, "2026-11-05", ana("2026-11-05"), ana("2026-11-05"));
        assert_eq!(moves(&repo), [there, back], "{more:?}");
    }
}

#[test]
fn what_the_trunk_moved_is_told_where_a_merge_of_several_branches_took_all_from_one_of_them() {
    let repo = repo();
    repo.branch("side");
    lower(&repo, "60", "2026-11-03");
    repo.checkout("main");
    lower(&repo, "80", "2026-11-05");
    repo.branch("later");
    go_on(&repo, "2", "2026-11-06");
    // The octopus has the files of the branch that left the trunk before the target was 80.
    let tree = repo.git(&["rev-parse", "side^{tree}"]);
    let args = ["commit-tree", &tree, "-p", "main", "-p", "later", "-p", "side", "-m", "Land both"];
    let merged = repo.git_says("ben", "2026-11-07T12:00:00Z", &args);
    repo.checkout("main");
    repo.git(&["reset", "-q", "--hard", &merged]);
    let ana = |day| ("Ana", day);
    let lowered = moved(100, 80, "2026-11-05", ana("2026-11-05"), ana("2026-11-05"));
    assert_eq!(moves(&repo), [lowered, moved(80, 60, "2026-11-07", ana("2026-11-03"), ("Ben", "2026-11-07"))]);
}

#[test]
fn a_move_on_the_trunk_that_a_merge_takes_back_is_reported_with_the_merge() {
    let repo = repo();
    repo.branch("side");
    repo.write("side.yaml", "kind: objective\nid: side\ntitle: Side\nowner: ana\nperiod: 2026-Q4\n");
    commit(&repo, "ana", "2026-11-02", "Another goal");
    repo.checkout("main");
    lower(&repo, "60", "2026-11-03");
    git(&repo, "ben", "2026-11-20", &["merge", "-q", "--no-ff", "--no-commit", "-s", "ours", "side"]);
    repo.git(&["checkout", "side", "--", "."]);
    commit(&repo, "ben", "2026-11-20", "Merge, all theirs");
    let there = moved(100, 60, "2026-11-03", ("Ana", "2026-11-03"), ("Ana", "2026-11-03"));
    let back = moved(60, 100, "2026-11-20", ("Ben", "2026-11-20"), ("Ben", "2026-11-20"));
    assert_eq!(moves(&repo), [there, back]);
}

#[test]
fn an_evil_merge_moves_by_itself() {
    let repo = repo();
    repo.branch("side");
    repo.write("side.yaml", "kind: objective\nid: side\ntitle: Side\nowner: ana\nperiod: 2026-Q4\n");
    commit(&repo, "ana", "2026-11-02", "Another goal");
    repo.checkout("main");
    go_on(&repo, "2", "2026-11-05");
    git(&repo, "ben", "2026-11-07", &["merge", "-q", "--no-ff", "--no-commit", "side"]);
    repo.write("k.yaml", &key_result("40", "10", ""));
    commit(&repo, "ben", "2026-11-07", "Merge side");
    let ben = ("Ben", "2026-11-07");
    assert_eq!(moves(&repo), [moved(100, 40, "2026-11-07", ben, ben)]);
}

#[test]
fn an_octopus_brings_the_moves_of_its_sides() {
    let repo = repo();
    for (name, day) in [("one", "2026-11-03"), ("two", "2026-11-04")] {
        repo.git(&["checkout", "-q", "-b", name, "main"]);
        if name == "one" {
            lower(&repo, "50", day);
        } else {
            repo.write("two.yaml", "kind: objective\nid: two\ntitle: Two\nowner: ana\nperiod: 2026-Q4\n");
            commit(&repo, "ana", day, "Another goal");
        }
    }
    repo.checkout("main");
    go_on(&repo, "2", "2026-11-05");
    merge(&repo, "2026-11-10", &["two", "one"]);
    assert_eq!(moves(&repo), [moved(100, 50, "2026-11-10", ("Ana", "2026-11-03"), ("Ben", "2026-11-10"))]);
}

#[test]
fn a_squash_and_a_rebase_name_author_and_committer() {
    let squashed = repo();
    squashed.branch("side");
    lower(&squashed, "60", "2026-11-03");
    lower(&squashed, "50", "2026-11-04");
    squashed.checkout("main");
    go_on(&squashed, "2", "2026-11-05");
    squashed.git(&["merge", "-q", "--squash", "side"]);
    squashed.git(&["add", "-A"]);
    let author = [
        "commit",
        "-q",
        "-m",
        "Lower (#7)",
        "--author",
        "Ana <ana@northwind.example>",
        "--date",
        "2026-11-03T12:00:00Z",
    ];
    git(&squashed, "ben", "2026-11-10", &author);
    let expected = [moved(100, 50, "2026-11-10", ("Ana", "2026-11-03"), ("Ben", "2026-11-10"))];
    assert_eq!(moves(&squashed), expected);
    let rebased = repo();
    rebased.branch("side");
    lower(&rebased, "50", "2026-11-03");
    rebased.checkout("main");
    go_on(&rebased, "2", "2026-11-05");
    rebased.checkout("side");
    git(&rebased, "ben", "2026-11-10", &["rebase", "-q", "main"]);
    rebased.checkout("main");
    rebased.git(&["merge", "-q", "--ff-only", "side"]);
    assert_eq!(moves(&rebased), expected);
}

#[test]
fn a_fast_forward_tells_each_commit_and_a_revert_after_a_merge_is_a_move_back() {
    let forward = repo();
    forward.branch("side");
    lower(&forward, "60", "2026-11-03");
    lower(&forward, "50", "2026-11-04");
    forward.checkout("main");
    forward.git(&["merge", "-q", "--ff-only", "side"]);
    let ana = |day| ("Ana", day);
    let first = moved(100, 60, "2026-11-03", ana("2026-11-03"), ana("2026-11-03"));
    let second = moved(60, 50, "2026-11-04", ana("2026-11-04"), ana("2026-11-04"));
    assert_eq!(moves(&forward), [first, second]);
    let reverted = repo();
    reverted.branch("side");
    lower(&reverted, "60", "2026-11-03");
    reverted.checkout("main");
    merge(&reverted, "2026-11-05", &["side"]);
    git(&reverted, "ben", "2026-11-12", &["revert", "--no-edit", "-m", "1", "HEAD"]);
    let there = moved(100, 60, "2026-11-05", ana("2026-11-03"), ("Ben", "2026-11-05"));
    let back = moved(60, 100, "2026-11-12", ("Ben", "2026-11-12"), ("Ben", "2026-11-12"));
    assert_eq!(moves(&reverted), [there, back]);
}

#[test]
fn a_pull_that_merges_the_trunk_keeps_its_line() {
    let repo = repo();
    repo.branch("mine");
    go_on(&repo, "2", "2026-11-03");
    repo.checkout("main");
    repo.branch("side");
    lower(&repo, "60", "2026-11-02");
    lower(&repo, "100", "2026-11-03");
    repo.checkout("main");
    merge(&repo, "2026-11-04", &["side"]);
    lower(&repo, "70", "2026-11-05");
    repo.checkout("mine");
    git(&repo, "ben", "2026-11-08", &["merge", "-q", "-m", "Merge branch 'main' of host:goals", "main"]);
    repo.git(&["branch", "-f", "main", "mine"]);
    repo.checkout("main");
    // Along first parents the pull would have brought it, on the 8th, by another hand.
    assert_eq!(moves(&repo), [moved(100, 70, "2026-11-05", ("Ana", "2026-11-05"), ("Ana", "2026-11-05"))]);
    // Nor did the state of a day come with the pull.
    assert_eq!(answer(&repo, &["digest", "--since", "2026-11-06"])["moved"], serde_json::json!([]));
    assert_eq!(answer(&repo, &["show", "k", "--at", "2026-11-06"])["metric"]["target"], 70.0);
}

#[test]
fn what_is_pulled_from_the_trunk_of_a_fork_lands_with_the_pull() {
    let repo = repo();
    repo.git(&["remote", "add", "origin", "git@git.example:team/goals.git"]);
    repo.branch("fork");
    lower(&repo, "70", "2026-11-05");
    repo.checkout("main");
    go_on(&repo, "2", "2026-11-08");
    let pull = |from: &str, branch: &str| {
        let message = format!("Merge branch 'main' of {from}");
        git(&repo, "ben", "2026-11-20", &["merge", "-q", "--no-ff", "-m", &message, branch]);
    };
    pull("https://git.example/ana/goals", "fork");
    assert_eq!(moves(&repo), [moved(100, 70, "2026-11-20", ("Ana", "2026-11-05"), ("Ben", "2026-11-20"))]);
    // From where it was cloned the trunk is pulled, whoever had it there first.
    repo.git(&["reset", "-q", "--hard", "HEAD^"]);
    pull("https://git.example/team/goals", "fork");
    assert_eq!(moves(&repo), [moved(100, 70, "2026-11-05", ("Ana", "2026-11-05"), ("Ana", "2026-11-05"))]);
}

#[test]
fn what_was_proposed_in_time_settles_if_it_lands_within_a_week_after() {
    for (proposed, lands, settling) in [
        ("2026-10-14", "2026-10-20", true),
        ("2026-10-15", "2026-10-22", true),
        ("2026-10-15", "2026-10-23", false),
        ("2026-10-16", "2026-10-16", false),
    ] {
        let repo = repo();
        repo.branch("side");
        lower(&repo, "50", proposed);
        repo.checkout("main");
        merge(&repo, lands, &["side"]);
        let history = answer(&repo, &["history", "k"]);
        let only = &history["goals"][0]["goalposts"][0];
        assert_eq!(only["settling"], settling, "{proposed} {lands}: {only}");
        assert_eq!(moves(&repo).len(), usize::from(!settling));
    }
}

#[test]
fn a_branch_that_has_not_landed_is_judged_as_if_it_landed_today() {
    let repo = repo();
    repo.write("goalpost.yaml", "settle: 14d\ntrunk: main\n");
    commit(&repo, "ana", "2026-10-02", "Name the trunk");
    repo.branch("side");
    lower(&repo, "60", "2026-11-03");
    lower(&repo, "50", "2026-11-04");
    let history = answer(&repo, &["history", "k"]);
    let goalposts = list(&history["goals"][0]["goalposts"]);
    let [only] = goalposts.as_slice() else { panic!("{goalposts:?}") };
    assert_eq!((only["before"].as_f64(), only["after"].as_f64()), (Some(100.0), Some(50.0)));
    assert!(only["merged"].is_null() && only["by_owner_alone"].is_null() && only["settling"] == false, "{only}");
    lower(&repo, "100", "2026-11-05");
    assert_eq!(list(&answer(&repo, &["history", "k"])["goals"][0]["goalposts"]), Vec::<Value>::new());
}

#[test]
fn a_reason_in_any_commit_of_a_pull_request_explains_what_lands_with_it() {
    let explained = |repo: &Repo| {
        let history = answer(repo, &["history", "k"]);
        let goalposts = list(&history["goals"][0]["goalposts"]);
        assert_eq!(goalposts.len(), 1, "{goalposts:?}");
        goalposts[0]["reason"].as_str().map(str::to_owned)
    };
    let reason = Some("the vendor left".to_owned());
    // In a commit that changes no goals.
    let merged = repo();
    merged.branch("side");
    lower(&merged, "50", "2026-11-03");
    commit(&merged, "ana", "2026-11-04", "Note\n\nGoal-Reason: the vendor left");
    merged.checkout("main");
    go_on(&merged, "2", "2026-11-05");
    merge(&merged, "2026-11-10", &["side"]);
    assert_eq!(explained(&merged), reason);
    // In the message that git makes of a squash.
    let squashed = repo();
    squashed.branch("side");
    repo_commit_with_reason(&squashed);
    lower(&squashed, "45", "2026-11-05");
    squashed.checkout("main");
    squashed.git(&["merge", "-q", "--squash", "side"]);
    git(&squashed, "ben", "2026-11-10", &["commit", "-q", "--no-edit"]);
    assert_eq!(explained(&squashed), reason);
    // In the message that services make of it.
    for message in [
        "Lower it (#7)\n\n* Lower\n\nGoal-Reason: the vendor left\n\n* Mend a typo\n",
        "Lower it (#7)\r\n\r\n* Lower\r\n\r\nGoal-Reason: the vendor left\r\n\r\n* Mend\r\n\r\nfor good\r\n",
        "Lower it (#7)\n\n* Lower\n\nGoal-Reason: the vendor\n  left\n\n* Mend a typo\n",
    ] {
        let one = repo();
        one.write("k.yaml", &key_result("50", "10", ""));
        commit(&one, "ana", "2026-11-10", message);
        assert_eq!(explained(&one), reason, "{message:?}");
    }
}

fn repo_commit_with_reason(repo: &Repo) {
    repo.write("k.yaml", &key_result("50", "10", ""));
    commit(repo, "ana", "2026-11-03", "Lower\n\nGoal-Reason: the vendor left");
}

#[test]
fn log_entries_are_reported_in_the_digest_of_the_week_in_which_they_land() {
    let repo = repo();
    repo.branch("side");
    let log = "log:\n  - {date: 2026-11-03, by: ben, kind: obstacle, text: the vendor left}\n";
    repo.write("k.yaml", &key_result("100", "10", log));
    commit(&repo, "ben", "2026-11-03", "An obstacle");
    repo.checkout("main");
    for (value, day) in [("2", "2026-11-05"), ("3", "2026-11-12"), ("4", "2026-11-19")] {
        go_on(&repo, value, day);
    }
    merge(&repo, "2026-11-24", &["side"]);
    for (today, count) in [("2026-11-06", 0), ("2026-11-20", 0), ("2026-11-27", 1), ("2026-12-04", 0)] {
        let text = says(repo.path(), &["-q", "--at", today, "--today", today, "--format", "json", "digest"]);
        let view: Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(list(&view["obstacles"]).len(), count, "{today}: {view}");
    }
}

#[test]
fn lowered_and_put_back_in_two_landings_is_told_as_put_back_by_every_command() {
    let repo = repo();
    let first = repo.git(&["rev-parse", "HEAD"]).trim().to_owned();
    for (target, day, landed) in [("60", "2026-11-03", "2026-11-05"), ("100", "2026-11-10", "2026-11-12")] {
        repo.branch(&format!("set-{target}"));
        lower(&repo, target, day);
        repo.checkout("main");
        merge(&repo, landed, &[&format!("set-{target}")]);
    }
    // Two moves, each of which landed; neither owes a reason, as nothing stands elsewhere.
    assert_eq!(moves(&repo).len(), 2);
    let put_back = |view: &Value| list(view).iter().map(|it| it["put_back"].clone()).collect::<Vec<_>>();
    let history = answer(&repo, &["history", "k"]);
    assert_eq!(put_back(&history["goals"][0]["goalposts"]), ["2026-11-12", "2026-11-12"]);
    assert_eq!(put_back(&answer(&repo, &["report"])["moved"]), ["2026-11-12", "2026-11-12"]);
    assert_eq!(put_back(&answer(&repo, &["digest", "--since", "2026-11-01"])["moved"]), ["2026-11-12", "2026-11-12"]);
    let diff = answer(&repo, &["diff", &format!("{first}..HEAD")]);
    assert_eq!(put_back(&diff["put_back"][0]["moves"]), ["2026-11-12", "2026-11-12"], "{diff}");
    let today = ["-q", "--today", "2026-12-10"];
    for args in [&["history", "k"][..], &["digest", "--since", "2026-11-01"], &["diff", &format!("{first}..HEAD")]] {
        let text = says(repo.path(), &[&today, args].concat());
        assert!(text.contains("put back on 2026-11-12") && !text.contains("no reason given"), "{args:?}: {text}");
        assert!(!text.contains("without a reason"), "{args:?}: {text}");
    }
    let report = answer(&repo, &["report"]);
    assert_eq!(report["summary"]["moved_quietly"], 0, "{}", report["summary"]);
    // A digest of the week in which it was lowered still asks.
    let then = says(repo.path(), &["-q", "--at", "2026-11-06", "digest", "--since", "7d"]);
    assert!(then.contains("1 goalpost moved without a reason"), "{then}");
}

#[test]
fn a_goal_that_comes_back_with_another_target_is_told_as_a_move_once() {
    let repo = repo();
    repo.remove("k.yaml");
    commit(&repo, "ana", "2026-11-10", "Tidy up");
    repo.write("k.yaml", &key_result("50", "10", ""));
    commit(&repo, "ben", "2026-11-20", "Add a goal");
    let diff = answer(&repo, &["diff", "HEAD~1..HEAD"]);
    let change = list(&diff["changes"]).into_iter().find(|it| it["goal"] == "k").unwrap_or_default();
    let told: Vec<Told> = list(&change["moved"]["moves"]).iter().map(moves_of).collect();
    assert_eq!(told, [moved(100, 50, "2026-11-20", ("Ben", "2026-11-20"), ("Ben", "2026-11-20"))]);
    let text = says(repo.path(), &["-q", "diff", "HEAD~1..HEAD"]);
    assert!(text.contains("back again with another target 100 → 50 by ben, no reason given"), "{text}");
    assert!(text.starts_with("1 goal changes · 1 goalpost moves") && !text.contains("new  "), "{text}");
    let digest = answer(&repo, &["digest", "--since", "2026-11-15"]);
    assert_eq!((list(&digest["moved"]).len(), list(&digest["added"]).len()), (1, 0), "{digest}");
    // The week as a whole is a move of a goal that was there all the while.
    let week = answer(&repo, &["diff", "HEAD~2..HEAD"]);
    assert_eq!(list(&week["changes"])[0]["change"], "modified", "{week}");
    // One that comes back as it was is not new either.
    let repo = self::repo();
    repo.remove("k.yaml");
    commit(&repo, "ana", "2026-11-10", "Tidy up");
    repo.write("k.yaml", &key_result("100", "10", ""));
    commit(&repo, "ben", "2026-11-20", "Restore");
    let text = says(repo.path(), &["-q", "diff", "HEAD~1..HEAD"]);
    assert!(text.contains("back       key result") && !text.contains("new  "), "{text}");
}

#[test]
fn a_goal_that_a_late_merge_brings_is_known_and_late_since_it_landed() {
    let repo = repo();
    repo.write("goalpost.yaml", "settle: 14d\nrules: {late-goal: warn}\n");
    commit(&repo, "ben", "2026-10-02", "Ask for late goals");
    repo.branch("side");
    repo.write(
        "l.yaml",
        "kind: key_result\nid: l\ntitle: Late\nmeasures: o\nowner: ana\nmetric: {baseline: 0, target: 9, current: 1}\n",
    );
    commit(&repo, "ana", "2026-10-05", "Add a goal");
    repo.checkout("main");
    go_on(&repo, "2", "2026-10-20");
    merge(&repo, "2026-12-04", &["side"]);
    let check =
        goalpost(repo.path(), &["-q", "--today", "2026-12-10", "check", "--rule", "late-goal", "--format", "json"]);
    let check: Value = serde_json::from_str(&check.stdout).expect("JSON");
    let found = list(&check["findings"]);
    assert_eq!(found.len(), 1, "{check}");
    assert_eq!(found[0]["message"], "`l` was set when 70 % of its time was over");
}

#[test]
fn what_a_pull_request_brought_before_the_folder_was_moved_lands_as_it_did() {
    let repo = Repo::new();
    let at = |day: &str| format!("{day}T08:00:00Z");
    let key_result = |target: u32| {
        format!(
            "kind: key_result\nid: a\ntitle: Raise a\nmeasures: o\nowner: ana\nmetric: {{name: n, unit: x, baseline: 0, \
             target: {target}, current: 20, as_of: 2026-10-01}}\n"
        )
    };
    repo.write("src.c", "");
    repo.write("okrs/goalpost.yaml", "settle: 14d\n");
    repo.write("okrs/o.yaml", "kind: objective\nid: o\ntitle: Win\nowner: ana\nperiod: 2026-Q4\n");
    repo.write("okrs/a.yaml", &key_result(100));
    repo.commit("ana", &at("2026-10-01"), "Set the goals");
    repo.branch("wavering");
    repo.write("okrs/a.yaml", &key_result(70));
    repo.commit("ana", &at("2026-10-20"), "Lower it");
    repo.write("okrs/a.yaml", &key_result(100));
    repo.commit("ana", &at("2026-10-21"), "As before");
    repo.checkout("main");
    repo.merge("ben", &at("2026-10-22"), "wavering");
    repo.branch("lower");
    repo.write("okrs/a.yaml", &key_result(60));
    let proposed = repo.commit("ana", &at("2026-10-25"), "Lower it all the same");
    repo.checkout("main");
    repo.write("src.c", "int x;\n");
    repo.commit("tom", &at("2026-10-30"), "Work");
    let merged = repo.merge("ben", &at("2026-11-05"), "lower");
    let moves = |root: &str| {
        let answer =
            goalpost(&repo.path().join(root), &["-q", "history", "a", "--format", "json", "--today", "2026-12-01"]);
        let view: Value = serde_json::from_str(&answer.stdout).unwrap_or_else(|_| panic!("{}", answer.stderr));
        view["goals"][0]["goalposts"].clone()
    };
    let before = moves("okrs");
    assert_eq!(before.as_array().map(Vec::len), Some(1), "{before}");
    assert_eq!((&before[0]["day"], &before[0]["commit"]), (&"2026-11-05".into(), &proposed.into()));
    assert_eq!((&before[0]["merged"]["commit"], &before[0]["merged_by"]), (&merged.into(), &"Ben".into()));
    repo.shell("mkdir plans && git mv okrs plans/goals");
    repo.commit("tom", &at("2026-11-10"), "Move the folder");
    assert_eq!(moves("plans/goals"), before);
    repo.shell("git mv plans/goals goals");
    repo.commit("tom", &at("2026-11-12"), "And once more");
    assert_eq!(moves("goals"), before);
}
