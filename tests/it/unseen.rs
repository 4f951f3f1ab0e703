//! Goalposts that move by detours: a goal is compared with its last version on the line that led here, wherever its file lay
//! and whether or not it was there in between. Each test is a way that once hid a move, or accused somebody of one.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::support::program::{Answer, goalpost};
use crate::support::queue::{OBJECTIVE, goals_in, key_result};
use crate::support::repository::{Repo, at};

fn goals() -> Repo {
    goals_in("")
}

/// What a command answers, whether or not it finds something.
fn json(root: &Path, args: &[&str]) -> Value {
    let answer = goalpost(root, &[args, &["--format", "json"]].concat());
    serde_json::from_str(&answer.stdout).unwrap_or_else(|_| panic!("{args:?}: {}", answer.stderr))
}

/// The findings of a rule, as their messages.
fn found(root: &Path, rule: &str) -> Vec<String> {
    let checked = json(root, &["check", "--rule", rule, "--today", "2026-12-10"]);
    let findings = checked["findings"].as_array().expect("findings").iter();
    findings.map(|it| it["message"].as_str().expect("a message").to_owned()).collect()
}

fn assert_move_is_reported(root: &Path, why: &str) {
    assert_eq!(found(root, "moved-target").len(), 1, "{why}");
}

fn history(root: &Path) -> Value {
    json(root, &["history", "a", "--today", "2026-12-10"])["goals"][0].clone()
}

/// Who moved goalposts, and from what to what.
fn moves(root: &Path) -> Vec<(String, Value, Value)> {
    let moves = history(root)["goalposts"].as_array().cloned().unwrap_or_default();
    let of = |it: &Value| (it["by"].as_str().unwrap_or_default().to_owned(), it["before"].clone(), it["after"].clone());
    moves.iter().map(of).collect()
}

fn blamed(root: &Path, field: &str) -> (String, String) {
    let fields = json(root, &["blame", "a", "--today", "2026-12-10"])["fields"].clone();
    let mut fields = fields.as_array().expect("fields").iter();
    let it = fields.find(|it| it["field"] == field).expect("the field is there");
    (it["by"].as_str().unwrap_or_default().to_owned(), it["subject"].as_str().unwrap_or_default().to_owned())
}

#[test]
fn a_goal_that_is_removed_and_added_again_is_compared_with_what_it_was() {
    let repo = goals();
    repo.remove("a.yaml");
    repo.commit("ana", &at("2026-11-19"), "Tidy up");
    repo.write("a.yaml", &key_result(50, ""));
    assert_move_is_reported(repo.path(), "before it is committed");
    repo.commit("ana", &at("2026-11-20"), "Back again");
    assert_move_is_reported(repo.path(), "and after");
    assert_eq!(history(repo.path())["observations"].as_array().map(Vec::len), Some(1), "the same value is no news");
}

#[test]
fn a_goal_that_comes_back_as_it_was_accuses_nobody_and_keeps_its_authors() {
    let repo = goals();
    repo.remove("a.yaml");
    repo.commit("ben", &at("2026-11-19"), "Tidy up");
    repo.write("q4/a.yaml", &key_result(100, ""));
    repo.commit("ben", &at("2026-11-20"), "Back again");
    assert_eq!(moves(repo.path()), []);
    assert_eq!(blamed(repo.path(), "metric.target").1, "Set the goals");
    assert_eq!(blamed(repo.path(), "owner").1, "Set the goals");
}

#[test]
fn a_copy_with_another_target_is_a_move_when_the_old_file_goes() {
    let repo = goals();
    repo.write("q4/a.yaml", &key_result(50, ""));
    repo.commit("ana", &at("2026-11-19"), "One");
    repo.remove("a.yaml");
    repo.commit("ben", &at("2026-11-20"), "Two");
    assert_move_is_reported(repo.path(), "a copy");
    assert_eq!(moves(repo.path()).len(), 1);
    assert_eq!(blamed(repo.path(), "metric.target").1, "One");
}

#[test]
fn a_copy_without_a_change_is_an_honest_restructuring() {
    for path in ["0/a.yaml", "q4/a.yaml"] {
        let repo = goals();
        repo.write(path, &key_result(100, ""));
        repo.commit("ben", &at("2026-11-19"), "One");
        repo.remove("a.yaml");
        repo.commit("ben", &at("2026-11-20"), "Two");
        assert_eq!(moves(repo.path()), [], "{path}");
        assert_eq!(found(repo.path(), "deleted-goal"), [] as [String; 0], "{path}");
        assert_eq!(blamed(repo.path(), "metric.target").1, "Set the goals", "{path}");
    }
}

#[test]
fn a_file_that_is_not_read_for_a_while_hides_no_move() {
    for (away, back) in [
        ("mkdir .x; git mv a.yaml .x/", "git mv .x/a.yaml ."),
        ("git mv a.yaml a.txt", "git mv a.txt a.yaml"),
        ("echo 'exclude: [a.yaml]' > goalpost.yaml", "echo 'settle: 14d' > goalpost.yaml"),
        ("echo a.yaml > .gitignore; git add .gitignore", "git rm -qf .gitignore"),
        ("echo 'metric: [' >> a.yaml", "true"),
    ] {
        let repo = goals();
        repo.shell(away);
        repo.commit("ana", &at("2026-11-19"), "One");
        repo.shell(back);
        repo.write("a.yaml", &key_result(50, ""));
        repo.commit("ana", &at("2026-11-20"), "Two");
        assert_move_is_reported(repo.path(), away);
    }
}

#[test]
fn a_draft_for_one_commit_is_active_since_it_was_first_active() {
    let repo = goals();
    repo.write("a.yaml", &key_result(50, "state: draft\n"));
    repo.commit("ana", &at("2026-11-19"), "One");
    repo.write("a.yaml", &key_result(50, ""));
    repo.commit("ana", &at("2026-11-20"), "Two");
    assert_move_is_reported(repo.path(), "lowered with the draft");
    let repo = goals();
    repo.write("a.yaml", &key_result(100, "state: draft\n"));
    repo.commit("ana", &at("2026-11-19"), "One");
    repo.write("a.yaml", &key_result(50, "state: draft\n"));
    repo.commit("ana", &at("2026-11-20"), "Two");
    repo.write("a.yaml", &key_result(50, ""));
    repo.commit("ana", &at("2026-11-21"), "Three");
    assert_move_is_reported(repo.path(), "lowered while a draft");
}

/// Commits everything with a committer's day of its own.
fn commit_dated(repo: &Repo, author: &str, committer: &str, message: &str) {
    let line = format!(
        "git add -A; GIT_AUTHOR_DATE={} GIT_COMMITTER_DATE={} git commit -q --allow-empty -m '{message}'",
        at(author),
        at(committer)
    );
    repo.shell(&line);
}

#[test]
fn a_committers_date_before_its_parents_is_no_way_into_the_settling_time() {
    let repo = goals();
    repo.write("o.yaml", &OBJECTIVE.replace("short", "shorter"));
    repo.commit("ana", &at("2026-10-20"), "A title");
    repo.write("a.yaml", &key_result(50, ""));
    commit_dated(&repo, "2026-11-20", "2026-10-05", "Lower");
    assert_move_is_reported(repo.path(), "back-dated");
    assert_eq!(history(repo.path())["goalposts"][0]["day"], "2026-10-20");
}

#[test]
fn a_commit_of_the_far_future_dates_nothing_after_it() {
    let repo = goals();
    commit_dated(&repo, "2026-10-02", "2031-01-01", "A wrong clock");
    repo.write("a.yaml", &key_result(50, ""));
    repo.commit("ana", &at("2026-11-20"), "Lower");
    assert_move_is_reported(repo.path(), "a wrong clock before it");
    assert_eq!(history(repo.path())["goalposts"][0]["day"], "2026-11-20");
}

#[test]
fn empty_commits_of_long_ago_on_top_hide_nothing_and_move_no_day() {
    let repo = goals();
    repo.write("a.yaml", &key_result(50, ""));
    repo.commit("ana", &at("2026-11-20"), "Lower");
    for count in 0..9 {
        commit_dated(&repo, "2026-11-21", "2000-01-01", &format!("Nothing {count}"));
    }
    assert_move_is_reported(repo.path(), "on top");
    let before = json(repo.path(), &["show", "a", "--at", "2026-10-05"]);
    assert!(before.to_string().contains("\"target\":100"), "{before}");
    let head = json(repo.path(), &["rollup", "--at", "HEAD"]);
    assert_eq!(head["today"], "2026-11-20", "{head}");
}

#[test]
fn a_revision_is_no_earlier_than_what_a_merge_brought() {
    let repo = goals();
    repo.branch("side");
    repo.write("a.yaml", &key_result(100, "confidence: 0.5\n"));
    repo.commit("ana", &at("2026-11-15"), "Check in");
    repo.checkout("main");
    repo.git(&["merge", "-q", "--no-ff", "--no-commit", "side"]);
    commit_dated(&repo, "2026-10-03", "2026-10-03", "A merge by a clock that is wrong");
    let head = json(repo.path(), &["rollup", "--at", "HEAD"]);
    assert_eq!(head["today"], "2026-11-15", "{head}");
}

#[test]
fn a_renamed_folder_keeps_its_history() {
    for (from, line) in [
        ("", "mkdir okrs; git mv *.yaml okrs/"),
        ("goals/", "git mv goals okrs"),
        ("a/goals/", "git mv a/goals tmp; git commit -qm one; git mv tmp okrs"),
        ("goals/", "cp -r goals okrs; git add okrs; git commit -qm one; git rm -rq goals"),
    ] {
        let repo = goals_in(from);
        repo.shell(line);
        repo.write("okrs/a.yaml", &key_result(50, ""));
        repo.commit("ben", &at("2026-11-20"), "Move");
        let root = repo.path().join("okrs");
        assert_move_is_reported(&root, line);
        assert_eq!(blamed(&root, "metric.baseline").1, "Set the goals", "{line}");
        let before = json(&root, &["show", "a", "--at", "2026-10-05"]);
        assert!(before.to_string().contains("\"target\":100"), "{line}: {before}");
    }
}

#[test]
fn a_folder_that_is_renamed_as_many_goals_are_added_keeps_its_history() {
    let repo = goals_in("goals/");
    repo.shell("git mv goals okrs");
    repo.write("okrs/a.yaml", &key_result(50, ""));
    for id in ["p", "q", "r", "s", "t"] {
        repo.write(&format!("okrs/{id}.yaml"), &key_result(7, "").replace("id: a", &format!("id: {id}")));
    }
    repo.commit("ben", &at("2026-11-20"), "Move, and plan the next quarter");
    let root = repo.path().join("okrs");
    assert_move_is_reported(&root, "goals were added with the move");
    assert_eq!(blamed(&root, "metric.baseline").1, "Set the goals");
    let before = json(&root, &["show", "a", "--at", "2026-10-05"]);
    assert!(before.to_string().contains("\"target\":100"), "{before}");
}

#[test]
fn a_folder_that_is_removed_and_added_elsewhere_later_keeps_its_history() {
    let repo = goals_in("goals/");
    repo.shell("cp -r goals okrs; git rm -rq goals");
    repo.git_by("ben", &at("2026-11-18"), &["commit", "-qm", "Remove"]);
    repo.write("code.rs", "");
    repo.git(&["add", "code.rs"]);
    repo.git_by("ben", &at("2026-11-19"), &["commit", "-qm", "Something else"]);
    repo.write("okrs/a.yaml", &key_result(50, ""));
    repo.commit("ben", &at("2026-11-20"), "Add");
    let root = repo.path().join("okrs");
    assert_move_is_reported(&root, "removed and added elsewhere");
    assert_eq!(blamed(&root, "metric.baseline").1, "Set the goals");
    let before = json(&root, &["show", "a", "--at", "2026-10-05"]);
    assert!(before.to_string().contains("\"target\":100"), "{before}");
}

#[test]
fn a_root_that_was_renamed_is_found_by_its_earlier_name_too() {
    let repo = goals_in("okrs/");
    repo.shell("git mv okrs goals");
    repo.commit("ben", &at("2026-11-20"), "Move");
    let at = |root: &str| goalpost(repo.path(), &["rollup", "--root", root, "--at", "2026-10-05"]);
    for root in ["okrs", "goals"] {
        let Answer { code, stdout, stderr } = at(root);
        assert_eq!(code, 0, "{root}: {stderr}");
        assert!(stdout.contains("Raise a"), "{root}: {stdout}");
    }
    assert_eq!(at("gaols").code, 2);
}

/// What the trunk had meanwhile is not in the history of the goals, which goes along the branch.
#[test]
fn a_commit_that_history_passes_by_is_read_where_the_folder_lay() {
    let repo = goals_in("okrs/");
    repo.branch("x");
    repo.write("okrs/a.yaml", &key_result(100, "labels: [x]\n"));
    repo.commit("ben", &at("2026-10-05"), "A label");
    repo.checkout("main");
    repo.write("code.rs", "");
    let beside = repo.commit("ana", &at("2026-10-06"), "Something else");
    repo.shell("GIT_COMMITTER_DATE=2026-10-10T12:00:00Z git merge -q --no-ff -m Merge x && git mv okrs goals");
    repo.write("goals/a.yaml", &key_result(50, "labels: [x]\n"));
    repo.commit("ben", &at("2026-11-20"), "Move");
    let root = repo.path().join("goals");
    assert_move_is_reported(&root, "renamed");
    for at in [&*beside, "2026-10-06"] {
        let before = json(&root, &["show", "a", "--at", at]);
        assert!(before.to_string().contains("\"target\":100"), "{before}");
    }
    let digest = json(&root, &["digest", "--since", "2026-10-06", "--today", "2026-12-10"]);
    assert_eq!(
        (digest["moved"][0]["change"].as_str(), &digest["added"]),
        (Some("target 100 → 50 x"), &Value::Array(vec![]))
    );
}

#[test]
fn a_new_root_beside_an_old_one_does_not_take_its_history() {
    let repo = goals_in("okrs/");
    repo.write("team/goalpost.yaml", "settle: 14d\n");
    repo.write("team/o.yaml", OBJECTIVE);
    repo.write("team/t.yaml", &key_result(7, "").replace("id: a", "id: t"));
    repo.write("team/u.yaml", &key_result(7, "").replace("id: a", "id: u"));
    repo.commit("ben", &at("2026-11-20"), "A team's goals");
    assert_eq!(found(&repo.path().join("team"), "deleted-goal"), [] as [String; 0]);
    let paths = json(&repo.path().join("team"), &["blame", "t", "--today", "2026-12-10"]);
    assert!(!paths.to_string().contains("Set the goals"), "{paths}");
}

#[test]
fn blame_follows_the_line_that_led_here_and_not_the_last_commit() {
    let repo = goals();
    repo.branch("x");
    repo.write("a.yaml", &key_result(100, "").replace("owner: ana", "owner: ben"));
    repo.commit("ben", &at("2026-10-08"), "x: ben");
    repo.write("a.yaml", &key_result(100, "").replace("owner: ana", "owner: cleo"));
    repo.commit("ben", &at("2026-10-09"), "x: cleo");
    repo.checkout("main");
    repo.write("a.yaml", &key_result(100, "").replace("owner: ana", "owner: ben"));
    repo.commit("ana", &at("2026-10-05"), "main: ben");
    repo.shell("GIT_COMMITTER_DATE=2026-10-10T12:00:00Z git merge -q --no-ff -X ours -m Merge x");
    assert_eq!(blamed(repo.path(), "owner").1, "main: ben");
}

#[test]
fn swapped_files_and_former_ids_keep_who_set_what() {
    let repo = goals();
    repo.write("b.yaml", &key_result(40, "").replace("id: a", "id: b"));
    repo.commit("ben", &at("2026-10-02"), "Add b");
    repo.shell("git mv a.yaml c.yaml; git mv b.yaml a.yaml; git mv c.yaml b.yaml");
    repo.commit("ben", &at("2026-10-03"), "Swap");
    assert_eq!(blamed(repo.path(), "metric.target").1, "Set the goals");
    repo.remove("b.yaml");
    repo.commit("ben", &at("2026-10-04"), "Away");
    repo.write("n.yaml", &key_result(100, "formerly: [old-a]\n").replace("id: a", "id: old-a"));
    repo.commit("ben", &at("2026-10-05"), "Another");
    repo.write("n.yaml", &key_result(100, "formerly: [old-a]\n"));
    repo.commit("ben", &at("2026-10-06"), "Back by its id");
    assert_eq!(moves(repo.path()), []);
}

#[test]
fn a_version_that_cannot_be_read_on_a_branch_makes_no_move() {
    let repo = goals();
    repo.branch("x");
    repo.shell("echo 'labels: [' >> a.yaml");
    repo.commit("ben", &at("2026-11-01"), "Half");
    repo.checkout("main");
    repo.write("a.yaml", &key_result(80, "reason: the market shrank\n"));
    repo.commit("ana", &at("2026-11-05"), "Lower");
    repo.checkout("x");
    repo.write("a.yaml", &key_result(100, "labels: [x]\n"));
    repo.commit("ben", &at("2026-11-10"), "Mended");
    assert_eq!(moves(repo.path()), [], "on the branch nothing moved");
    repo.checkout("main");
    repo.shell("git merge -q --no-commit x || true");
    repo.write("a.yaml", &key_result(80, "labels: [x]\nreason: the market shrank\n"));
    repo.commit("ana", &at("2026-11-11"), "Merge x");
    assert_eq!(moves(repo.path()).len(), 1, "{:?}", moves(repo.path()));
}

#[test]
fn milestones_in_another_order_are_no_check_in() {
    let repo = Repo::new();
    repo.write("goalpost.yaml", "settle: 14d\n");
    repo.write("o.yaml", OBJECTIVE);
    let page = |order: [&str; 3]| {
        let milestone = |name: &str| match name {
            "p" => "  - {title: p, done: 2026-10-01}\n",
            "q" => "  - {title: q, done: 2026-10-03}\n",
            _ => "  - {title: r, done: false}\n",
        };
        let head = "kind: key_result\nid: a\ntitle: Do a\nmeasures: o\nowner: ana\nmilestones:\n";
        format!("{head}{}", order.map(milestone).concat())
    };
    repo.write("a.yaml", &page(["p", "q", "r"]));
    repo.commit("ana", &at("2026-10-03"), "Done");
    repo.write("a.yaml", &page(["q", "r", "p"]));
    repo.commit("ben", &at("2026-12-01"), "Order only");
    let rollup = json(repo.path(), &["rollup", "--today", "2026-12-10"]);
    let goals = rollup["goals"].as_array().expect("goals");
    let last = goals.iter().find(|it| it["id"] == "a").map(|it| it["last_check_in"].clone());
    assert_eq!(last, Some(Value::from("2026-10-03")));
}

#[test]
fn names_in_the_encoding_that_a_commit_says_are_read() {
    let repo = goals();
    repo.write("a.yaml", &key_result(50, ""));
    repo.git(&["add", "-A"]);
    let line = "GIT_AUTHOR_NAME=$(printf 'Jos\\351') git -c \
                i18n.commitEncoding=ISO-8859-1 commit -q -m \"$(printf 'Gr\\366\\337er')\"";
    repo.shell(line);
    assert_eq!(blamed(repo.path(), "metric.target").1, "Größer");
    assert_eq!(moves(repo.path())[0].0, "José");
    for (encoding, name, read) in [
        ("KOI8-R", "\\341\\316\\316\\301", "Анна"),
        ("Shift_JIS", "\\223\\372\\226{", "日本"),
        ("GBK", "\\326\\320\\316\\304", "中文"),
    ] {
        let repo = goals();
        repo.write("a.yaml", &key_result(50, ""));
        repo.git(&["add", "-A"]);
        repo.shell(&format!(
            "GIT_AUTHOR_NAME=$(printf '{name}') git -c i18n.commitEncoding={encoding} commit -q -m \"$(printf '{name}')\""
        ));
        assert_eq!((blamed(repo.path(), "metric.target").1.as_str(), moves(repo.path())[0].0.as_str()), (read, read));
    }
}

#[test]
fn a_note_says_where_a_root_replaced_another_one_with_other_goals() {
    let repo = goals();
    let id = repo.commit("ana", &at("2026-10-25"), "Nothing");
    assert!(!id.is_empty());
    repo.shell("git rm -q -r . && mkdir okrs");
    repo.write("okrs/goalpost.yaml", "settle: 14d\n");
    repo.write("okrs/x.yaml", &OBJECTIVE.replace("id: o", "id: x"));
    repo.write("okrs/y.yaml", &key_result(50, "").replace("id: a", "id: y").replace("measures: o", "measures: x"));
    let commit = repo.commit("ana", &at("2026-11-20"), "A new start");
    let root = repo.path().join("okrs");
    let stderr = goalpost(&root, &["check", "--today", "2026-12-10"]).stderr;
    let stderr = stderr.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(stderr.contains(&format!("the history begins on 2026-11-20 with commit {}", &commit[..7])), "{stderr}");
    // Another root beside one that stays is no replacement.
    let repo = goals();
    repo.write("okrs/goalpost.yaml", "settle: 14d\n");
    repo.write("okrs/x.yaml", &OBJECTIVE.replace("id: o", "id: x"));
    repo.commit("ana", &at("2026-11-20"), "One more root");
    let stderr = goalpost(&repo.path().join("okrs"), &["check", "--today", "2026-12-10"]).stderr;
    assert!(!stderr.contains("history begins"), "{stderr}");
}

#[test]
fn an_exclusion_in_the_period_is_reported_as_what_it_does_to_the_objective() {
    let repo = goals();
    repo.write("b.yaml", &key_result(100, "").replace("id: a", "id: b").replace("20\n", "90\n"));
    repo.commit("ana", &at("2026-10-02"), "Add b");
    repo.write("b.yaml", &key_result(100, "labels: [x]\n").replace("id: a", "id: b").replace("20\n", "90\n"));
    repo.commit("ana", &at("2026-10-21"), "A label");
    repo.write("goalpost.yaml", "settle: 14d\nexclude: [\"a.yaml\"]\n");
    repo.commit("ana", &at("2026-11-20"), "Settings");
    let told = found(repo.path(), "rescoped-objective");
    assert!(told.len() == 1 && told[0].contains("`a` was excluded"), "{told:?}");
    assert_eq!(found(repo.path(), "deleted-goal"), [] as [String; 0], "one cause, one finding");
    repo.write("goalpost.yaml", "settle: 14d\nexclude: [\"a.yaml\", \"o.yaml\"]\n");
    repo.commit("ana", &at("2026-11-21"), "More settings");
    let told = found(repo.path(), "deleted-goal");
    assert!(told.iter().any(|it| it.contains("(`o`) was excluded on 2026-11-21")), "{told:?}");
}

#[test]
fn what_was_never_read_is_not_excluded() {
    let repo = Repo::new();
    repo.write("goalpost.yaml", "settle: 14d\nexclude: [\"templates/**\"]\n");
    repo.write("o.yaml", OBJECTIVE);
    repo.write("templates/a.yaml", &key_result(100, ""));
    repo.commit("ana", &at("2026-10-01"), "Set the goals");
    repo.write("templates/a.yaml", &key_result(50, ""));
    repo.write("goalpost.yaml", "settle: 15d\nexclude: [\"templates/**\"]\n");
    repo.commit("ana", &at("2026-11-20"), "Settings");
    for rule in ["rescoped-objective", "deleted-goal", "moved-target"] {
        assert_eq!(found(repo.path(), rule), [] as [String; 0], "{rule}");
    }
}

#[test]
fn what_a_sparse_checkout_hides_is_not_deleted() {
    let repo = goals();
    repo.shell("mkdir q; git mv a.yaml q/");
    repo.commit("ana", &at("2026-10-02"), "Sort");
    repo.git(&["sparse-checkout", "set", "--no-cone", "/*", "!/q/"]);
    assert!(!fs::exists(repo.path().join("q/a.yaml")).expect("a folder"));
    assert_eq!(found(repo.path(), "deleted-goal"), [] as [String; 0]);
    let rollup = json(repo.path(), &["rollup", "--today", "2026-12-10"]);
    assert!(rollup.to_string().contains("Raise a"), "{rollup}");
}

#[test]
fn a_bare_repository_is_read_in_the_folder_of_its_goals() {
    let repo = goals_in("okrs/");
    let folder = tempfile::tempdir().expect("a folder");
    let bare = folder.path().join("bare.git");
    repo.git(&["clone", "-q", "--bare", ".", &bare.to_string_lossy()]);
    for args in [&["rollup", "--root", "okrs"][..], &["rollup"], &["rollup", "--at", "2026-10-05"]] {
        let Answer { code, stdout, stderr } = goalpost(&bare, args);
        assert_eq!(code, 0, "{stdout}{stderr}");
        assert!(!stderr.contains("no goalpost.yaml"), "{args:?}: {stderr}");
    }
}

#[test]
fn a_branch_and_its_merge_with_forged_dates_land_no_earlier_than_what_the_trunk_had() {
    let repo = goals_in("okrs/");
    repo.branch("side");
    repo.write("okrs/a.yaml", &key_result(50, ""));
    repo.commit("ana", &at("2026-10-05"), "Lower it");
    repo.checkout("main");
    // Work on something else, so that the history of the goals alone does not come by it.
    repo.write("src.c", "int f(void) { return 1; }\n");
    repo.commit("ben", &at("2026-11-20"), "Work");
    repo.git_by("ana", &at("2026-10-06"), &["merge", "-q", "--no-ff", "-m", "Land it", "side"]);
    let root = repo.path().join("okrs");
    assert_move_is_reported(&root, "it landed on 2026-11-20 at the earliest");
    assert_eq!(history(&root)["goalposts"][0]["day"], "2026-11-20");
}

#[test]
fn what_comes_with_a_merge_counts_for_its_day_unless_it_is_dated_in_the_future() {
    for (day, landed) in [("2026-11-23", "2026-11-23"), ("2027-03-01", "2026-11-20")] {
        let repo = goals_in("okrs/");
        repo.branch("side");
        repo.write("okrs/a.yaml", &key_result(50, ""));
        repo.commit("ana", &at("2026-11-19"), "Lower it");
        repo.write("src.c", "int f(void) { return 1; }\n");
        repo.commit("ana", &at(day), "Work");
        repo.checkout("main");
        repo.git_by("ben", &at("2026-11-20"), &["merge", "-q", "--no-ff", "-m", "Land it", "side"]);
        assert_eq!(history(&repo.path().join("okrs"))["goalposts"][0]["day"], landed, "{day}");
    }
}

#[test]
fn a_goal_that_two_branches_add_is_active_since_the_first_of_them_landed() {
    let repo = goals();
    repo.branch("side");
    repo.write("b.yaml", &key_result(50, "").replace("id: a", "id: b"));
    repo.commit("ana", &at("2026-10-05"), "Add b");
    repo.checkout("main");
    repo.write("b.yaml", &key_result(100, "").replace("id: a", "id: b"));
    repo.commit("ben", &at("2026-11-09"), "Add b too");
    repo.merge("ana", &at("2026-11-22"), "side");
    // It had been on the trunk for two weeks, so that nothing of it was settling.
    assert_move_is_reported(repo.path(), "b");
}

#[test]
fn of_two_files_with_one_id_that_one_commit_wrote_the_one_at_the_earlier_place_counts() {
    let repo = goals();
    repo.write("a.yaml", &key_result(90, ""));
    repo.write("A/a.yaml", &key_result(80, ""));
    repo.commit("ana", &at("2026-11-10"), "Copy it");
    repo.remove("A/a.yaml");
    repo.commit("ana", &at("2026-11-11"), "Remove the copy");
    let [from, to] = [100.0, 90.0].map(Value::from);
    assert_eq!(moves(repo.path()), [("Ana".to_owned(), from, to)]);
}
