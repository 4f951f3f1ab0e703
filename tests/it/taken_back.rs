//! What goals said and say no more: every command tells what was taken back, by whom and when, and no such change counts
//! as a check-in or as progress.

use serde_json::Value;

use crate::support::program::{goalpost, json, says};
use crate::support::repository::Repo;

const ORG: &str = "people:\n  - {id: tom, name: Tom, email: [tom@northwind.example]}\n  - {id: ben, name: Ben, email: \
                   [ben@northwind.example]}\n";

fn key_result(metric: &str, more: &str) -> String {
    format!(
        "kind: key_result\nid: k\ntitle: Sell more\nmeasures: o\nowner: tom\nmetric: {{name: n, unit: x, baseline: 0, \
         target: 100{metric}}}\n{more}"
    )
}

fn at(day: &str) -> String {
    format!("{day}T08:00:00Z")
}

/// Goals that were set on 2026-10-01, with check-ins of 10 on that day and of 20 on 2026-10-20.
fn checked_in(first: &str, second: &str) -> Repo {
    let repo = Repo::new();
    repo.write("goalpost.yaml", "settle: 14d\n");
    repo.write("org.yaml", ORG);
    repo.write("o.yaml", "kind: objective\nid: o\ntitle: Win\nowner: tom\nperiod: 2026-Q4\n");
    repo.write("k.yaml", first);
    repo.commit("tom", &at("2026-10-01"), "Set");
    repo.write("k.yaml", second);
    repo.commit("tom", &at("2026-10-20"), "Check in");
    repo
}

fn measured() -> Repo {
    checked_in(
        &key_result(", current: 10, as_of: 2026-10-01", ""),
        &key_result(", current: 20, as_of: 2026-10-20", "confidence: 0.2\n"),
    )
}

fn findings(repo: &Repo) -> Vec<String> {
    let answer = goalpost(repo.path(), &["check", "-q", "--format", "json", "--rule", "withdrawn-value"]);
    let view: Value = serde_json::from_str(&answer.stdout).unwrap_or_else(|_| panic!("{}", answer.stderr));
    let all = view["findings"].as_array().expect("findings").iter();
    all.map(|it| it["message"].as_str().expect("a message").to_owned()).collect()
}

fn rollup(repo: &Repo, id: &str) -> Value {
    let view = json(repo.path(), &["-q", "rollup"]);
    view["goals"].as_array().expect("goals").iter().find(|it| it["id"] == id).expect("the goal").clone()
}

/// What was taken back of a goal, by each command that tells it: `history`, `show`, `report`, `digest` and `diff`, each as
/// what it was, in words, the day and who did it.
fn told(repo: &Repo, id: &str, base: &str, since: &str) -> Vec<[String; 4]> {
    let list = |view: &Value| {
        let all = view["withdrawn"].as_array().cloned().unwrap_or_default();
        let text = |it: &Value| it.as_str().unwrap_or("–").to_owned();
        let own = all.iter().filter(|it| it["goal"] == id);
        let mut own: Vec<[String; 4]> = own
            .map(|it| [text(&it["what"]), text(&it["words"]), text(&it["withdrawn_on"]), text(&it["author"])])
            .collect();
        own.sort();
        own
    };
    let history = list(&json(repo.path(), &["-q", "history", id])["goals"][0]);
    let others = [
        ("show", list(&json(repo.path(), &["-q", "show", id]))),
        ("report", list(&json(repo.path(), &["-q", "report"]))),
        ("digest", list(&json(repo.path(), &["-q", "digest", "--since", since]))),
        ("diff", list(&json(repo.path(), &["-q", "diff", base]))),
    ];
    for (command, other) in others {
        assert_eq!(other, history, "{command} tells what history tells");
    }
    history
}

/// The same, where a commit of Ben's on 2026-11-15 took it back; `what` and `words` of each.
fn taken_back(repo: &Repo, id: &str) -> Vec<[String; 2]> {
    let told = told(repo, id, "HEAD~1..HEAD", "2026-11-14");
    let diff = says(repo.path(), &["-q", "diff", "HEAD~1..HEAD"]);
    assert!(!diff.contains("check-ins only"), "{diff}");
    for line in &told {
        assert_eq!(line[2..], ["2026-11-15", "Ben"], "{line:?}");
        for args in [&["history", id][..], &["show", id], &["report", "--format", "markdown"]] {
            let text = says(repo.path(), &[&["-q"], args].concat()).replace("\\`", "`");
            assert!(text.contains(&line[1]), "{args:?}: {} in {text}", line[1]);
        }
    }
    told.into_iter().map(|[what, words, ..]| [what, words]).collect()
}

fn ben_takes_back(repo: &Repo, file: &str, text: &str) {
    repo.write(file, text);
    repo.commit("ben", &at("2026-11-15"), "Tidy up");
}

#[test]
fn a_value_that_is_deleted_with_its_day_is_withdrawn_and_no_check_in() {
    let repo = measured();
    ben_takes_back(&repo, "k.yaml", &key_result("", "confidence: 0.2\n"));
    assert_eq!(taken_back(&repo, "k"), [["value", "20 x of 2026-10-20 withdrawn"]]);
    assert_eq!(
        findings(&repo),
        ["the value of `k` for 2026-10-20 was removed 26 days later; progress was 20 %, and is unknown without it"]
    );
    let goal = rollup(&repo, "k");
    assert_eq!((&goal["progress"], &goal["last_check_in"]), (&Value::Null, &Value::from("2026-10-01")));
    let observations = json(repo.path(), &["-q", "history", "k"])["goals"][0]["observations"].clone();
    let days: Vec<_> = observations.as_array().expect("a list").iter().map(|it| (&it["day"], &it["counts"])).collect();
    assert_eq!(format!("{days:?}"), r#"[(String("2026-10-01"), Bool(true)), (String("2026-10-20"), Bool(false))]"#);
    // Pipelines that merge check-ins by themselves do not merge this.
    let only = goalpost(repo.path(), &["-q", "diff", "HEAD~1..HEAD", "--only", "progress,log"]);
    assert_eq!(only.code, 1, "{}", only.stdout);
    let range = ["-q", "diff", "HEAD~1..HEAD", "--only", "progress,log", "--format", "json"];
    let beside: Value = serde_json::from_str(&goalpost(repo.path(), &range).stdout).expect("JSON");
    let beside = beside["beside"].as_array().expect("a list").clone();
    assert!(beside.iter().all(|it| it["path"] == "k.yaml") && !beside.is_empty(), "{beside:?}");
    // Put back, it is no finding any more, and an explanation is enough too.
    repo.write("k.yaml", &key_result(", current: 20, as_of: 2026-10-20", "confidence: 0.2\n"));
    assert_eq!(findings(&repo), [""; 0]);
    ben_takes_back(&repo, "k.yaml", &key_result("", "confidence: 0.2\nreason: it was another team's\n"));
    assert_eq!(findings(&repo), [""; 0]);
}

#[test]
fn a_value_that_is_deleted_and_written_again_for_an_earlier_day_is_the_value() {
    let repo = measured();
    ben_takes_back(&repo, "k.yaml", &key_result("", ""));
    repo.write("k.yaml", &key_result(", current: 15, as_of: 2026-10-10", ""));
    repo.commit("tom", &at("2026-11-16"), "Write it again");
    assert_eq!(rollup(&repo, "k")["progress"], 0.15);
    // The grade is what the rollup shows.
    let closed =
        says(repo.path(), &["-q", "close", "k", "--as", "missed", "--why", "x", "--dry-run", "--today", "2027-01-05"]);
    assert!(closed.contains("computed: 0.15"), "{closed}");
}

#[test]
fn a_deleted_value_counts_nothing_when_its_objective_is_closed() {
    let repo = measured();
    ben_takes_back(&repo, "k.yaml", &key_result("", ""));
    let closed = says(repo.path(), &["-q", "close", "o", "--as", "missed", "--dry-run", "--today", "2027-01-05"]);
    assert!(closed.contains("computed: 0"), "{closed}");
}

#[test]
fn the_day_of_a_value_that_is_deleted_alone_is_told_and_no_check_in() {
    let repo = measured();
    ben_takes_back(&repo, "k.yaml", &key_result(", current: 20", "confidence: 0.2\n"));
    assert_eq!(taken_back(&repo, "k"), [["as_of", "day 2026-10-20 of the value removed"]]);
    let goal = rollup(&repo, "k");
    assert_eq!((&goal["progress"], &goal["last_check_in"]), (&Value::from(0.2), &Value::from("2026-10-20")));
    assert_eq!(findings(&repo), [""; 0]);
}

#[test]
fn a_low_confidence_that_is_deleted_is_a_finding_and_a_high_one_is_told() {
    let repo = measured();
    ben_takes_back(&repo, "k.yaml", &key_result(", current: 20, as_of: 2026-10-20", ""));
    assert_eq!(taken_back(&repo, "k"), [["confidence", "confidence 0.2 removed"]]);
    assert_eq!(findings(&repo), ["confidence 0.2 of `k` was removed 26 days later"]);
    assert_eq!(rollup(&repo, "k")["last_check_in"], "2026-10-20");
    let sure = key_result(", current: 20, as_of: 2026-10-20", "confidence: 0.9\n");
    let repo = checked_in(&key_result(", current: 10, as_of: 2026-10-01", ""), &sure);
    ben_takes_back(&repo, "k.yaml", &sure.replace("confidence: 0.9\n", ""));
    assert_eq!(taken_back(&repo, "k"), [["confidence", "confidence 0.9 removed"]]);
    assert_eq!(findings(&repo), [""; 0]);
}

#[test]
fn a_value_and_a_low_confidence_that_are_deleted_together_are_one_finding() {
    let repo = measured();
    ben_takes_back(&repo, "k.yaml", &key_result("", ""));
    let found = findings(&repo);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].ends_with("unknown without it; also removed: confidence 0.2"), "{found:?}");
}

#[test]
fn entries_of_the_log_that_are_deleted_are_told_and_an_open_obstacle_is_a_finding() {
    let entries = "log:\n- {date: 2026-10-20, by: tom, kind: check-in, text: behind plan}\n- {date: 2026-10-21, by: tom, \
                   kind: obstacle, text: nobody answers}\n- {date: 2026-10-22, by: tom, kind: note, text: a note}\n";
    let values = ", current: 10, as_of: 2026-10-01";
    let repo = checked_in(&key_result(values, ""), &key_result(values, entries));
    assert_eq!(rollup(&repo, "k")["last_check_in"], "2026-10-20");
    ben_takes_back(
        &repo,
        "k.yaml",
        &key_result(values, "log:\n- {date: 2026-10-22, by: tom, kind: note, text: a note}\n"),
    );
    assert_eq!(
        taken_back(&repo, "k"),
        [["check-in", "check-in entry of 2026-10-20 removed"], ["obstacle", "open obstacle of 2026-10-21 removed"]]
    );
    assert_eq!(findings(&repo), ["the open obstacle of 2026-10-21 of `k` was removed 26 days later"]);
    // An entry whose text is mended is still there.
    let repo = checked_in(&key_result(values, ""), &key_result(values, entries));
    ben_takes_back(&repo, "k.yaml", &key_result(values, &entries.replace("behind plan", "behind the plan")));
    assert_eq!(taken_back(&repo, "k"), [[""; 2]; 0]);
}

#[test]
fn a_milestone_that_is_no_longer_done_or_is_deleted_is_told_and_no_check_in() {
    let steps =
        |steps: &str| format!("kind: key_result\nid: k\ntitle: Do it\nmeasures: o\nowner: tom\nmilestones:\n{steps}");
    let done = "- {title: p, done: 2026-10-01}\n- {title: q, done: 2026-10-20}\n- {title: r}\n- {title: s}\n";
    let first = done.replace(", done: 2026-10-20", "");
    let repo = checked_in(&steps(&first), &steps(done));
    ben_takes_back(&repo, "k.yaml", &steps(&first));
    assert_eq!(taken_back(&repo, "k"), [["milestone", "milestone `q` no longer done"]]);
    let goal = rollup(&repo, "k");
    assert_eq!((&goal["progress"], &goal["last_check_in"]), (&Value::from(0.25), &Value::from("2026-10-20")));
    // Progress fell that day, which is a point of its course.
    let observations = json(repo.path(), &["-q", "history", "k"])["goals"][0]["observations"].clone();
    let course = observations.as_array().expect("a list").iter();
    let course: Vec<_> = course.map(|it| (it["day"].clone(), it["progress"].clone(), it["author"].clone())).collect();
    let point = |day: &str, progress: f64, by: &str| (day.into(), progress.into(), by.into());
    assert_eq!(
        course,
        [point("2026-10-01", 0.25, "Tom"), point("2026-10-20", 0.5, "Tom"), point("2026-11-15", 0.25, "Ben")]
    );
    // The trend of the days since is what a rollup of those days says.
    assert_eq!(goal["trend"].as_array().and_then(|it| it.last()), Some(&Value::from(0.25)));
    assert_eq!(findings(&repo), [""; 0]);
    // A milestone that is gone is a moved goalpost, and no check-in either.
    let repo = checked_in(&steps(&first), &steps(done));
    ben_takes_back(&repo, "k.yaml", &steps("- {title: p, done: 2026-10-01}\n- {title: r}\n- {title: s}\n"));
    assert_eq!(rollup(&repo, "k")["last_check_in"], "2026-10-20");
    let moved = json(repo.path(), &["-q", "history", "k"])["goals"][0]["goalposts"].clone();
    assert_eq!(
        (&moved[0]["field"], &moved[0]["author"]),
        (&Value::from("milestones[1]"), &Value::from("Ben")),
        "{moved}"
    );
}

#[test]
fn scores_of_a_survey_that_are_deleted_are_told() {
    let survey = |scores: &str| {
        format!("kind: survey\nid: s\ntitle: Pulse\nteam: t\ndate: 2026-10-15\nrespondents: 9\nscores: {{{scores}}}\n")
    };
    let values = ", current: 10, as_of: 2026-10-01";
    let repo = checked_in(&key_result(values, ""), &key_result(values, "confidence: 0.9\n"));
    repo.write("s.yaml", &survey("knows-goals: 2.1, knows-why: 4.5"));
    repo.commit("tom", &at("2026-10-21"), "Survey");
    ben_takes_back(&repo, "s.yaml", &survey("knows-why: 4.5"));
    assert_eq!(findings(&repo), ["the score of `knows-goals` of `s` was removed 25 days later"]);
    let told = json(repo.path(), &["-q", "history", "s"])["goals"][0]["withdrawn"].clone();
    assert_eq!((&told[0]["what"], &told[0]["author"]), (&Value::from("score"), &Value::from("Ben")), "{told}");
    let diff = says(repo.path(), &["-q", "diff", "HEAD~1..HEAD"]);
    assert!(diff.starts_with("1 statement is withdrawn from 1 goal · "), "{diff}");
}

#[test]
fn what_is_deleted_in_the_work_tree_is_told_at_once() {
    let repo = measured();
    repo.write("k.yaml", &key_result("", ""));
    let all = told(&repo, "k", "HEAD", "2026-11-14");
    assert_eq!(all.len(), 2, "{all:?}");
    assert_eq!(all.iter().map(|it| it[2].as_str()).collect::<Vec<_>>(), ["2026-11-21"; 2]);
    assert_eq!(findings(&repo).len(), 1);
    assert_eq!(rollup(&repo, "k")["last_check_in"], "2026-10-01");
}

#[test]
fn a_withdrawal_in_a_pull_request_counts_from_the_day_it_lands_and_names_both_people() {
    let repo = checked_in(
        &key_result(", current: 60, as_of: 2026-10-01", ""),
        &key_result(", current: 20, as_of: 2026-10-20", ""),
    );
    repo.branch("tidy");
    repo.write("k.yaml", &key_result(", current: 60, as_of: 2026-10-01", ""));
    repo.commit("tom", &at("2026-10-21"), "Revert");
    repo.checkout("main");
    repo.write("org.yaml", &format!("{ORG}  - {{id: eva, name: Eva}}\n"));
    repo.commit("ben", &at("2026-10-25"), "Eva joins");
    repo.merge("ben", &at("2026-11-15"), "tidy");
    let all = told(&repo, "k", "HEAD~1..HEAD", "2026-11-14");
    assert_eq!(all, [["value", "20 x of 2026-10-20 withdrawn", "2026-11-15", "Tom"]]);
    // It was there for weeks, however soon it was proposed to take it back.
    assert_eq!(
        findings(&repo),
        ["the value of `k` for 2026-10-20 was withdrawn 26 days later; progress that day was 60 %, or 20 % with it"]
    );
    let digest = says(repo.path(), &["-q", "digest", "--since", "2026-11-14"]);
    assert!(digest.contains("1 goal with withdrawn values") && !digest.contains("made progress"), "{digest}");
    for args in [&["digest", "--since", "2026-11-14"][..], &["report", "--format", "markdown"], &["show", "k"]] {
        let text = says(repo.path(), &[&["-q"], args].concat()).replace("\n  ", " ");
        assert!(text.contains("merged by ben"), "{args:?}: {text}");
        assert!(text.contains("20 x of 2026-10-20 withdrawn"), "{args:?}: {text}");
    }
    assert_eq!(json(repo.path(), &["-q", "digest", "--since", "2026-11-16"])["withdrawn"], Value::Array(Vec::new()));
}

#[test]
fn a_typo_that_a_pull_request_brings_and_puts_right_was_never_there() {
    let repo = checked_in(
        &key_result(", current: 10, as_of: 2026-10-01", ""),
        &key_result(", current: 20, as_of: 2026-10-20", ""),
    );
    repo.branch("wrong");
    repo.write("k.yaml", &key_result(", current: 2, as_of: 2026-10-27", ""));
    repo.commit("tom", &at("2026-10-27"), "Check in");
    repo.write("k.yaml", &key_result(", current: 20, as_of: 2026-10-20", "confidence: 0.5\n"));
    repo.commit("tom", &at("2026-11-10"), "Revert");
    repo.checkout("main");
    repo.merge("ben", &at("2026-11-15"), "wrong");
    assert_eq!(findings(&repo), [""; 0]);
}

#[test]
fn a_rewritten_value_is_told_where_the_rule_of_withdrawals_is_off() {
    let repo = checked_in(
        &key_result(", current: 10, as_of: 2026-10-01", ""),
        &key_result(", current: 20, as_of: 2026-10-20", ""),
    );
    repo.write("k.yaml", &key_result(", current: 60, as_of: 2026-10-01", ""));
    repo.commit("ben", &at("2026-11-15"), "Tidy up");
    let rules = |repo: &Repo| {
        let view = goalpost(repo.path(), &["check", "-q", "--format", "json"]).stdout;
        let view: Value = serde_json::from_str(&view).expect("JSON");
        let all = view["findings"].as_array().expect("findings").iter();
        let all = all.map(|it| it["rule"].as_str().unwrap_or_default().to_owned());
        all.filter(|it| it.ends_with("-value")).collect::<Vec<_>>()
    };
    assert_eq!(rules(&repo), ["withdrawn-value"]);
    repo.write("goalpost.yaml", "settle: 14d\nrules: {withdrawn-value: off}\n");
    assert_eq!(rules(&repo), ["rewritten-value"]);
}

#[test]
fn scores_that_had_to_be_removed_are_no_finding() {
    let survey = |scores: &str| {
        format!("kind: survey\nid: s\ntitle: Pulse\nteam: t\ndate: 2026-10-15\nrespondents: 3\nscores: {{{scores}}}\n")
    };
    let values = ", current: 10, as_of: 2026-10-01";
    let repo = checked_in(&key_result(values, ""), &key_result(values, "confidence: 0.9\n"));
    repo.write("s.yaml", &survey("knows-goals: 2.1"));
    repo.commit("tom", &at("2026-10-21"), "Survey");
    ben_takes_back(&repo, "s.yaml", &survey(""));
    assert_eq!(findings(&repo), [""; 0], "three people are too few to be anonymous");
}

#[test]
fn values_that_go_with_their_measure_are_not_withdrawn_for_a_better_look() {
    let repo = measured();
    let other = "kind: key_result\nid: k\ntitle: Sell more\nmeasures: o\nowner: tom\nmetric: {name: m, unit: y, baseline: 10, \
                 target: 50}\nconfidence: 0.2\n";
    ben_takes_back(&repo, "k.yaml", other);
    assert_eq!(findings(&repo), [""; 0], "another measure is a changed metric");
}

#[test]
fn a_reason_for_one_thing_explains_no_other() {
    let repo = measured();
    let reason = "log:\n  - {date: 2026-11-15, kind: decision, text: nobody asks for it, about: [confidence]}\n";
    ben_takes_back(&repo, "k.yaml", &key_result("", reason));
    let told = findings(&repo);
    assert!(told.len() == 1 && told[0].starts_with("the value of `k`"), "{told:?}");
}

#[test]
fn a_folder_where_the_rule_is_off_silences_no_other_goal_of_the_same_commit() {
    let repo = measured();
    repo.write("goalpost.yaml", "settle: 14d\nfolders: {aa/: {rules: {withdrawn-value: off}}}\n");
    repo.write("aa/a.yaml", &key_result(", current: 20, as_of: 2026-10-20", "").replace("id: k", "id: a"));
    repo.commit("tom", &at("2026-10-21"), "Another goal");
    repo.write("aa/a.yaml", &key_result("", "").replace("id: k", "id: a"));
    ben_takes_back(&repo, "k.yaml", &key_result("", "confidence: 0.2\n"));
    // Without `--rule`, which runs a rule even where it is off.
    let answer = goalpost(repo.path(), &["check", "-q", "--format", "json"]).stdout;
    let view: Value = serde_json::from_str(&answer).expect("JSON");
    let all = view["findings"].as_array().expect("findings").iter().filter(|it| it["rule"] == "withdrawn-value");
    let told: Vec<&str> = all.filter_map(|it| it["message"].as_str()).collect();
    assert!(told.len() == 1 && told[0].starts_with("the value of `k`"), "{told:?}");
}
