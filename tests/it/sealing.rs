//! Seals: tags on the commits that close goals, and `history --verify`, which compares closed goals with them.

use std::ffi::OsStr;

use serde_json::{Value, json as value};

use crate::support::program::{Answer, goalpost, goalpost_with, says};
use crate::support::repository::Repo;

/// Two objectives of one quarter, one of them with a key result, and a goal of three years.
fn shop() -> Repo {
    let repo = Repo::new();
    repo.write("goalpost.yaml", "");
    repo.write("org.yaml", "people: [{id: nia, name: Nia, email: [nia@northwind.example]}, {id: tom, name: Tom, email: [tom@northwind.example]}]\n");
    repo.write("bread.yaml", &objective("bread", "2026-Q3"));
    repo.write(
        "loaves.yaml",
        "kind: key_result\nid: loaves\ntitle: Loaves\nmeasures: bread\nmetric: {name: loaves, unit: x, baseline: 0, target: 10, current: 4, as_of: 2026-09-29}\n",
    );
    repo.write("tea.yaml", &objective("tea", "2026-Q3"));
    repo.write("rounds.yaml", "kind: key_result\nid: v1..2\ntitle: Rounds\nmeasures: tea\nmetric: {name: rounds, unit: x, baseline: 0, target: 10, current: 10, as_of: 2026-09-29}\n");
    repo.write("far.yaml", &objective("far", "2026..2028"));
    repo.commit("nia", "2026-07-01T08:00:00Z", "Set the goals");
    for (key, value) in [("user.email", "nia@northwind.example"), ("user.name", "Nia")] {
        repo.git(&["config", key, value]);
    }
    repo
}

fn objective(id: &str, period: &str) -> String {
    format!("kind: objective\nid: {id}\ntitle: Make {id}\nowner: nia\nperiod: {period}\n")
}

/// Runs the program, committing on a day.
fn run_on(repo: &Repo, day: &str, args: &[&str]) -> Answer {
    let when = format!("{day}T08:00:00Z");
    let when = OsStr::new(&when);
    goalpost_with(
        repo.path(),
        args,
        &[("GIT_AUTHOR_DATE", when), ("GIT_COMMITTER_DATE", when), ("GOALPOST_TODAY", OsStr::new(day))],
    )
}

fn close(repo: &Repo, day: &str, goal: &str) -> String {
    let answer = run_on(repo, day, &["-q", "close", goal, "--retrospective", "ask earlier", "--commit", "--tag"]);
    assert_eq!(answer.code, 0, "{}", answer.stderr);
    answer.stdout
}

/// A shop whose quarter is closed: tea first, then bread.
fn closed() -> Repo {
    let repo = shop();
    close(&repo, "2026-10-02", "tea");
    close(&repo, "2026-10-05", "bread");
    repo
}

/// The verification of all goals or some, with its exit code.
fn verified(repo: &Repo, args: &[&str]) -> (i32, Value) {
    let answer = goalpost(repo.path(), &[&["-q", "history", "--verify", "--format", "json"], args].concat());
    let view: Value = serde_json::from_str(&answer.stdout).unwrap_or_else(|_| panic!("{}", answer.stderr));
    (answer.code, view["verified"].clone())
}

/// The exit code, and the state of each goal that is not as it was sealed with the fields that differ.
fn found(repo: &Repo) -> (i32, Vec<String>) {
    let (code, view) = verified(repo, &[]);
    let goals = view["goals"].as_array().expect("goals").iter().filter(|it| it["state"] != "intact");
    let goal = |it: &Value| {
        let fields = it["fields"].as_array().expect("fields").iter().map(|it| it["field"].as_str().expect("a field"));
        let words: Vec<&str> = [it["id"].as_str().expect("an id"), it["state"].as_str().expect("a state")]
            .into_iter()
            .chain(fields)
            .collect();
        words.join(" ")
    };
    (code, goals.map(goal).collect())
}

fn seal_states(repo: &Repo) -> Vec<String> {
    let (_, view) = verified(repo, &[]);
    let seals = view["seals"].as_array().expect("seals").iter();
    seals
        .map(|it| format!("{} {}", it["name"].as_str().expect("a name"), it["state"].as_str().expect("a state")))
        .collect()
}

fn edit(repo: &Repo, path: &str, from: &str, to: &str) {
    let text = repo.read(path);
    assert!(text.contains(from), "{from} in {text}");
    repo.write(path, &text.replace(from, to));
}

#[test]
fn one_goal_and_a_whole_period_are_sealed_under_names_of_their_own() {
    let repo = shop();
    assert!(close(&repo, "2026-10-02", "tea").contains("tagged goalpost/tea\n"));
    assert!(close(&repo, "2026-10-05", "bread").contains("tagged goalpost/2026-Q3\n"));
    let far = run_on(
        &repo,
        "2026-10-06",
        &["-q", "close", "far", "--as", "dropped", "--reason", "sold", "--commit", "--tag"],
    );
    assert!(far.stdout.contains("tagged goalpost/2026.%2e2028\n"), "{}{}", far.stdout, far.stderr);
    let reopened = run_on(&repo, "2026-10-07", &["-q", "reopen", "tea", "--reason", "a late number", "--commit"]);
    assert_eq!(reopened.code, 0, "{}", reopened.stderr);
    assert!(close(&repo, "2026-10-08", "tea").contains("tagged goalpost/2026-Q3-2\n"));
    let tags = repo.git(&["for-each-ref", "--format=%(refname:strip=2) %(objecttype)", "refs/tags"]);
    assert_eq!(tags, "goalpost/2026-Q3 tag\ngoalpost/2026-Q3-2 tag\ngoalpost/2026.%2e2028 tag\ngoalpost/tea tag");
    let message = repo.git(&["tag", "-l", "--format=%(contents)", "goalpost/2026-Q3"]);
    assert_eq!(message.trim(), "Close bread\n\nSealed: bread\nSealed: loaves\nSealed: v1..2\nSealed: tea");
    let commit = repo.git(&["log", "-1", "--format=%B", "goalpost/2026-Q3"]);
    assert!(commit.contains("Goal: bread") && commit.trim_end().ends_with("Seal: goalpost/2026-Q3"), "{commit}");
    assert_eq!(found(&repo), (0, vec![]));
    // An id that git refuses as the name of a reference.
    let repo = shop();
    let answer = run_on(&repo, "2026-10-02", &["-q", "close", "v1..2", "--commit", "--tag"]);
    assert!(answer.stdout.contains("tagged goalpost/v1.%2e2\n"), "{}{}", answer.stdout, answer.stderr);
    // Several goals of an unfinished period, each under its own name; of a finished one together.
    let repo = shop();
    let answer = run_on(&repo, "2026-10-02", &["-q", "close", "loaves", "v1..2", "--commit", "--tag"]);
    assert_eq!(answer.code, 0, "{}", answer.stderr);
    assert_eq!(repo.git(&["tag"]), "goalpost/loaves\ngoalpost/v1.%2e2");
}

#[test]
fn a_value_that_was_sealed_and_differs_is_told_with_its_commit_and_author() {
    let repo = closed();
    assert_eq!(found(&repo), (0, vec![]));
    edit(&repo, "loaves.yaml", "score: 0.4", "score: 0.9");
    let commit = repo.commit("tom", "2026-10-20T08:00:00Z", "Tidy up");
    assert_eq!(found(&repo), (1, vec!["loaves differs grade.score".to_owned()]));
    let (_, view) = verified(&repo, &["loaves"]);
    let goal = &view["goals"][0];
    assert_eq!(view["goals"].as_array().map(Vec::len), Some(1));
    let field = &goal["fields"][0];
    assert_eq!(
        (&field["before"], &field["after"], &field["commit"], &field["day"], &field["by"], &field["explained"]),
        (&value!(0.4), &value!(0.9), &value!(commit), &value!("2026-10-20"), &value!("Tom"), &value!(false))
    );
    let answer = goalpost(repo.path(), &["-q", "history", "--verify"]);
    assert!(
        answer.code == 1 && answer.stdout.contains("grade.score 0.4 → 0.9, since 2026-10-20 (Tom, "),
        "{}",
        answer.stdout
    );
    assert!(answer.stdout.contains("goalpost show loaves --at "), "{}", answer.stdout);
    // Put back, it is as it was; changed again, but not committed, it differs.
    edit(&repo, "loaves.yaml", "score: 0.9", "score: 0.4");
    assert_eq!(found(&repo), (0, vec![]));
    edit(&repo, "loaves.yaml", "target: 10", "target: 5");
    let (code, view) = verified(&repo, &["loaves"]);
    assert_eq!((code, &view["goals"][0]["fields"][0]["uncommitted"]), (1, &value!(true)));
    assert!(goalpost(repo.path(), &["-q", "history", "--verify"]).stdout.contains("not committed"));
}

#[test]
fn a_person_or_goal_with_another_id_is_as_sealed() {
    let repo = closed();
    edit(&repo, "org.yaml", "{id: nia, name: Nia", "{id: niamh, formerly: [nia], name: Niamh");
    for path in ["bread.yaml", "tea.yaml", "far.yaml"] {
        edit(&repo, path, "owner: nia", "owner: niamh");
    }
    repo.commit("nia", "2026-10-20T08:00:00Z", "My name in full");
    assert_eq!(found(&repo), (0, Vec::new()));
    // The command that shows what was sealed names the goal as it was called then.
    edit(&repo, "bread.yaml", "id: bread", "id: loaf\nformerly: [bread]");
    edit(&repo, "bread.yaml", "title: Make bread", "title: Make less bread");
    repo.commit("nia", "2026-10-21T08:00:00Z", "Loaf");
    let told = goalpost(repo.path(), &["-q", "history", "--verify", "loaf"]).stdout;
    let command = told.lines().find_map(|line| line.split_once("goalpost ").filter(|_| line.contains("--at")));
    let (_, command) = command.unwrap_or_else(|| panic!("{told}"));
    let shown = goalpost(repo.path(), &command.split_whitespace().collect::<Vec<_>>());
    assert!(shown.code == 0 && shown.stdout.contains("Make bread"), "{} {}", shown.stdout, shown.stderr);
}

#[test]
fn what_is_added_later_is_no_difference() {
    let repo = closed();
    repo.write(
        "tea.yaml",
        &format!(
            "{}log: [{{date: 2026-10-10, kind: recognition, text: well done}}]\nlabels: [kept]\n",
            repo.read("tea.yaml")
        ),
    );
    repo.git(&["mv", "bread.yaml", "old.yaml"]);
    repo.commit("tom", "2026-10-20T08:00:00Z", "Say thanks");
    assert_eq!(found(&repo), (0, vec![]));
    // What was sealed may not change, even if no grade depends on it.
    edit(&repo, "tea.yaml", "Make tea", "Make coffee");
    edit(&repo, "old.yaml", "retrospective: ask earlier", "retrospective: all went well");
    assert_eq!(found(&repo), (1, vec!["bread differs retrospective".to_owned(), "tea differs title".to_owned()]));
}

/// It was no goal that is known, and the answer did not say how it had been sealed.
#[test]
fn a_goal_that_is_gone_can_be_asked_for_by_its_id() {
    let repo = closed();
    repo.remove("tea.yaml");
    repo.remove("rounds.yaml");
    repo.commit("tom", "2026-10-20T08:00:00Z", "Remove tea");
    let (code, view) = verified(&repo, &["tea"]);
    let goals = view["goals"].as_array().expect("goals");
    assert_eq!((code, goals.len(), &goals[0]["id"], &goals[0]["title"]), (1, 1, &value!("tea"), &value!("Make tea")));
    let sealed = &goals[0]["sealed"];
    let told = [&sealed["state"], &sealed["closed"], &sealed["removed_on"], &sealed["removed_author"]];
    assert_eq!(told, [&value!("achieved"), &value!("2026-10-02"), &value!("2026-10-20"), &value!("Tom")], "{sealed}");
    let text = goalpost(repo.path(), &["-q", "history", "--verify", "tea"]).stdout;
    for part in ["sealed as achieved, graded 1, closed on 2026-10-02", "its file is gone since 2026-10-20 (Tom, "] {
        assert!(text.split_whitespace().collect::<Vec<_>>().join(" ").contains(part), "{text}");
    }
    // What was never sealed is no goal any more, and one that is there is compared alone.
    assert_eq!(goalpost(repo.path(), &["-q", "history", "--verify", "nothing"]).code, 2);
    assert_eq!(verified(&repo, &["bread"]).1["goals"].as_array().map(Vec::len), Some(1));
}

#[test]
fn a_goal_that_is_gone_or_open_again_is_told() {
    let repo = closed();
    repo.remove("tea.yaml");
    repo.remove("rounds.yaml");
    repo.commit("tom", "2026-10-20T08:00:00Z", "Remove tea");
    assert_eq!(found(&repo), (1, vec!["tea removed".to_owned(), "v1..2 removed".to_owned()]));
    // With a reason.
    let repo = closed();
    run_on(&repo, "2026-10-20", &["-q", "reopen", "tea", "--reason", "a late number", "--commit"]);
    let (code, goals) = found(&repo);
    assert!(code == 0 && goals[0].starts_with("tea reopened"), "{goals:?}");
    // By hand, without one.
    let repo = closed();
    let state = repo.read("tea.yaml").lines().find(|line| line.starts_with("state: ")).expect("a state").to_owned();
    edit(&repo, "tea.yaml", &state, "state: active");
    repo.commit("tom", "2026-10-20T08:00:00Z", "Open");
    let (code, goals) = found(&repo);
    assert!(code == 1 && goals[0].starts_with("tea differs state"), "{goals:?}");
    // And closed again with another grade, without a seal.
    edit(&repo, "tea.yaml", "state: active", &state);
    edit(&repo, "tea.yaml", "score: 1", "score: 0.5");
    repo.commit("tom", "2026-10-21T08:00:00Z", "Close");
    let (code, view) = verified(&repo, &["tea"]);
    assert_eq!(
        (code, &view["goals"][0]["state"], &view["goals"][0]["closed_again"]),
        (1, &value!("differs"), &value!(true))
    );
}

#[test]
fn an_edit_between_two_seals_is_not_covered_by_the_later_one() {
    let repo = shop();
    close(&repo, "2026-10-02", "tea");
    edit(&repo, "tea.yaml", "score: 1", "score: 0.5");
    repo.commit("tom", "2026-10-03T08:00:00Z", "Tidy up");
    close(&repo, "2026-10-05", "bread");
    assert_eq!(found(&repo), (1, vec!["tea differs grade.score".to_owned()]));
}

#[test]
fn closed_goals_without_a_seal_are_listed_and_fail_nothing() {
    let repo = shop();
    let answer = run_on(&repo, "2026-10-02", &["-q", "close", "tea", "--commit"]);
    assert_eq!(answer.code, 0, "{}", answer.stderr);
    assert_eq!(found(&repo), (0, vec!["tea unsealed".to_owned(), "v1..2 unsealed".to_owned()]));
    assert!(says(repo.path(), &["-q", "history", "--verify"]).contains("goalpost close GOAL --commit --tag"));
}

#[test]
fn a_tag_that_was_moved_or_deleted_is_told_and_its_commit_still_counts() {
    let repo = closed();
    let sealed = repo.git(&["rev-parse", "goalpost/2026-Q3^{commit}"]);
    edit(&repo, "loaves.yaml", "score: 0.4", "score: 0.9");
    let edited = repo.commit("tom", "2026-10-20T08:00:00Z", "Tidy up");
    for line in [
        "git tag -f -a -m 'Close bread' goalpost/2026-Q3 HEAD 2>&1",
        "git tag -d goalpost/2026-Q3 && git tag goalpost/2026-Q3 HEAD",
    ] {
        let copy = repo.copy();
        copy.shell(line);
        assert_eq!(found(&copy), (1, vec!["loaves differs grade.score".to_owned()]), "{line}");
        let (_, view) = verified(&copy, &[]);
        let seal = &view["seals"][0];
        assert_eq!(
            (&seal["state"], &seal["commit"], &seal["tagged"]),
            (&value!("moved"), &value!(sealed), &value!(edited)),
            "{line}"
        );
        let answer = goalpost(copy.path(), &["-q", "history", "--verify"]);
        assert!(answer.stdout.contains("the tag is on "), "{}", answer.stdout);
    }
    repo.git(&["tag", "-d", "goalpost/2026-Q3"]);
    assert_eq!(seal_states(&repo), ["goalpost/2026-Q3 missing", "goalpost/tea in-place"]);
    assert_eq!(found(&repo), (1, vec!["loaves differs grade.score".to_owned()]));
    edit(&repo, "loaves.yaml", "score: 0.9", "score: 0.4");
    assert_eq!(found(&repo), (0, vec![]), "it may never have been fetched");
    repo.shell("git tag -f goalpost/tea HEAD:tea.yaml 2>&1");
    assert_eq!(seal_states(&repo), ["goalpost/2026-Q3 missing", "goalpost/tea no-commit"]);
    assert_eq!(found(&repo).0, 1);
}

#[test]
fn tags_by_hand_and_on_squashed_branches_are_seals_too() {
    let repo = shop();
    run_on(&repo, "2026-10-02", &["-q", "close", "tea", "bread", "--retrospective", "x", "--commit"]);
    for goal in ["tea", "bread"] {
        run_on(&repo, "2026-10-02", &["-q", "close", goal, "--retrospective", "x", "--commit"]);
    }
    repo.git(&["tag", "goalpost/2026-Q3"]);
    assert_eq!(found(&repo), (0, vec![]));
    edit(&repo, "tea.yaml", "score: 1", "score: 0.5");
    assert_eq!(found(&repo), (1, vec!["tea differs grade.score".to_owned()]));
    // The branch on which the goals were closed is squashed: its commit is not part of the history.
    let repo = shop();
    repo.branch("close");
    close(&repo, "2026-10-02", "tea");
    repo.checkout("main");
    repo.git(&["merge", "-q", "--squash", "close"]);
    repo.write("more.txt", "x");
    let message = repo.git(&["log", "-1", "--format=%B", "close"]);
    repo.commit("nia", "2026-10-03T08:00:00Z", &message);
    assert_eq!((found(&repo), seal_states(&repo)), ((0, vec![]), vec!["goalpost/tea in-place".to_owned()]));
    edit(&repo, "tea.yaml", "score: 1", "score: 0.5");
    assert_eq!(found(&repo), (1, vec!["tea differs grade.score".to_owned()]));
}

#[test]
fn a_seal_is_signed_where_git_signs_and_says_what_stands_where_it_fails() {
    let repo = shop();
    repo.write(
        ".git/sign",
        "#!/bin/sh\ncat > /dev/null\necho '-----BEGIN PGP SIGNATURE-----'\necho\necho fake\necho '-----END PGP SIGNATURE-----'\n\
         printf '\\n[GNUPG:] SIG_CREATED D\\n' >&2\n",
    );
    repo.shell("chmod +x .git/sign");
    repo.git(&["config", "tag.gpgSign", "true"]);
    repo.git(&["config", "gpg.program", &repo.path().join(".git/sign").to_string_lossy()]);
    close(&repo, "2026-10-02", "tea");
    let (code, view) = verified(&repo, &[]);
    assert_eq!((code, &view["seals"][0]["signed"], &view["seals"][0]["annotated"]), (0, &value!(true), &value!(true)));
    repo.git(&["config", "gpg.program", "false"]);
    let answer = run_on(&repo, "2026-10-05", &["-q", "close", "bread", "--retrospective", "x", "--commit", "--tag"]);
    let head = repo.git(&["rev-parse", "HEAD"]);
    assert_eq!(answer.code, 2, "{}", answer.stdout);
    for said in [
        format!("commit {} was made, but not its tag `goalpost/2026-Q3`", &head[..7]),
        format!(
            "git tag -a -m Seal -m 'Sealed: bread' -m 'Sealed: loaves' -m 'Sealed: v1..2' -m 'Sealed: tea' \
             goalpost/2026-Q3 {head}"
        ),
        "do not close them again".to_owned(),
    ] {
        let stderr = answer.stderr.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(stderr.contains(&said), "{said} in {stderr}");
    }
    assert!(repo.read("bread.yaml").contains("state: missed") && repo.git(&["status", "--porcelain"]).is_empty());
    assert_eq!(seal_states(&repo), ["goalpost/2026-Q3 missing", "goalpost/tea in-place"]);
    let sealed = |repo: &Repo| verified(repo, &[]).1["seals"][0]["goals"].clone();
    let goals = value!(["bread", "loaves", "tea", "v1..2"]);
    assert_eq!(sealed(&repo), goals, "a tag that is missing seals what its name says");
    // What the advice says makes it whole, and so does a tag of that name without a list.
    repo.git(&["config", "tag.gpgSign", "false"]);
    for message in ["Seal\n\nSealed: bread\n\nSealed: loaves\n\nSealed: v1..2\n\nSealed: tea", "Close bread"] {
        repo.git(&["tag", "-f", "-a", "-m", message, "goalpost/2026-Q3", &head]);
        assert_eq!((found(&repo), seal_states(&repo)[0].as_str()), ((0, vec![]), "goalpost/2026-Q3 in-place"));
        assert_eq!(sealed(&repo), goals);
    }
    let text = says(repo.path(), &["-q", "history", "--verify"]);
    assert!(text.contains("4 as sealed (goalpost/2026-Q3, goalpost/tea)"), "{text}");
}

#[test]
fn a_name_that_another_tag_lies_below_is_numbered() {
    let repo = shop();
    repo.git(&["tag", "goalpost/tea/draft"]);
    assert!(close(&repo, "2026-10-02", "tea").contains("tagged goalpost/tea-2\n"));
    let answer = run_on(&repo, "2026-10-02", &["-q", "close", "loaves", "--commit", "--tag", "goalpost/tea"]);
    assert!(answer.code == 2 && answer.stderr.contains("`goalpost/tea/draft` already exists"), "{}", answer.stderr);
    assert_eq!(found(&repo), (0, vec![]));
}

#[test]
fn csv_is_refused_before_anything_is_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let answer = goalpost(folder.path(), &["history", "--verify", "--format", "csv"]);
    assert!(answer.code == 2 && answer.stderr.contains("--verify has no CSV"), "{}", answer.stderr);
}

#[test]
fn a_name_without_room_is_refused_before_anything_is_written() {
    let repo = shop();
    repo.git(&["tag", "goalpost"]);
    let answer = run_on(&repo, "2026-10-02", &["-q", "close", "tea", "--commit", "--tag"]);
    assert!(answer.code == 2 && answer.stderr.contains("the tag `goalpost` already exists"), "{}", answer.stderr);
    assert!(
        answer.stderr.contains("no commit was made") && !repo.read("tea.yaml").contains("state"),
        "{}",
        answer.stderr
    );
    let answer = goalpost(repo.path(), &["-q", "close", "tea", "--tag"]);
    assert!(answer.code == 2 && answer.stderr.contains("--commit"), "{}", answer.stderr);
}

#[test]
fn unrelated_tags_and_hostile_texts_do_no_harm() {
    let repo = closed();
    repo.git(&["tag", "-a", "-m", "Release\n\nGoal: tea", "v1.0"]);
    repo.git(&["tag", "nightly"]);
    assert_eq!(seal_states(&repo), ["goalpost/2026-Q3 in-place", "goalpost/tea in-place"]);
    edit(&repo, "tea.yaml", "title: Make tea", "title: \"Make \\u001b[31mtea\\u202e\"");
    repo.git(&["tag", "-a", "-m", "x\n\nSealed: \u{1b}[31mnothing\u{202e}", "goalpost/x"]);
    let answer = goalpost(repo.path(), &["-q", "history", "--verify"]);
    assert_eq!(answer.code, 1);
    assert!(!answer.stdout.contains(['\u{1b}', '\u{202e}']) && answer.stdout.contains("title"), "{}", answer.stdout);
    let outside = tempfile::tempdir().expect("a folder");
    std::fs::write(outside.path().join("goalpost.yaml"), "").expect("a file");
    assert_eq!(goalpost(outside.path(), &["-q", "history", "--verify"]).code, 2);
}

/// "no closed goals" was said of a repository with four of them.
#[test]
fn an_open_goal_has_nothing_to_verify_and_a_tag_needs_a_commit() {
    let repo = closed();
    let says_of = |repo: &Repo, goals: &[&str]| {
        let answer = goalpost(repo.path(), &[&["-q", "history", "--verify"], goals].concat());
        assert_eq!((answer.code, &*answer.stderr), (0, ""));
        let paragraphs = answer.stdout.split("\n\n").map(|it| it.split_whitespace().collect::<Vec<_>>().join(" "));
        paragraphs.collect::<Vec<_>>()
    };
    let next = "to seal goals when they are closed: goalpost close GOAL --commit --tag";
    let first = "`far` is open, so there is nothing to compare yet: a goal is sealed when it is closed";
    assert_eq!(says_of(&repo, &["far"]), [first, next]);
    let first = "2 goals: 1 as sealed (goalpost/tea) · 1 open, not sealed until closed";
    assert_eq!(says_of(&repo, &["tea", "far"]), [first, next]);
    let first = "no closed goals, so nothing to compare: a goal is sealed when it is closed";
    assert_eq!(says_of(&shop(), &[]), [first]);
    let (code, view) = verified(&repo, &["far"]);
    let far = value!({"id": "far", "state": "open", "seal": null});
    assert!(
        code == 0 && far.as_object().expect("fields").iter().all(|(name, it)| view["goals"][0][name] == *it),
        "{view}"
    );
    let answer = goalpost(repo.path(), &["close", "far", "--tag"]);
    assert!(answer.code == 2 && answer.stderr.contains("goalpost close far --commit --tag"), "{}", answer.stderr);
}

/// A tag made by hand lists no goals: of what it sealed, a goal that was deleted afterwards was not said.
#[test]
fn what_a_tag_made_by_hand_sealed_and_is_gone_is_said() {
    let repo = shop();
    for goal in ["tea", "bread"] {
        let args = ["-q", "close", goal, "--retrospective", "ask earlier", "--commit"];
        assert_eq!(run_on(&repo, "2026-10-02", &args).code, 0, "{goal}");
    }
    repo.git(&["tag", "goalpost/2026-Q3"]);
    assert_eq!(found(&repo), (0, Vec::new()));
    repo.remove("loaves.yaml");
    assert_eq!(found(&repo), (1, vec!["loaves removed".to_owned()]), "not committed");
    repo.remove("bread.yaml");
    repo.commit("nia", "2026-10-06T08:00:00Z", "Tidy up");
    assert_eq!(found(&repo), (1, vec!["bread removed".to_owned(), "loaves removed".to_owned()]));
    // A tag of one goal by its name, and of its key result with it.
    repo.git(&["tag", "-d", "goalpost/2026-Q3"]);
    repo.git(&["tag", "goalpost/bread", "HEAD~1"]);
    assert_eq!(found(&repo).1.iter().filter(|it| it.ends_with("removed")).count(), 2);
}
