//! A question that changes in mid-period: found, dated and priced.

use super::{SETTINGS, TILL, bakery, key_result, program, publish, pull};
use crate::support::program::{goalpost, json};
use crate::support::repository::Repo;
use crate::support::schema::validator;

/// A key result whose question and pulled value were these, commit by commit.
fn asked(course: &[(&str, &str, f64)]) -> Repo {
    let repo = Repo::new();
    repo.write("goalpost.yaml", SETTINGS);
    repo.write(
        "queue.yaml",
        "kind: objective\nid: queue\ntitle: Make the queue a pleasure\nowner: nia\nperiod: 2026-Q4\n",
    );
    program(&repo, TILL);
    for (day, query, value) in course {
        let metric = format!(
            "  current: {value}\n  as_of: {day}\n  from: {{source: till, query: \"{query}\", round: 1}}\n  pulled: {{value: {value}, day: {day}}}\n"
        );
        repo.write("serve.yaml", &key_result("serve", &metric));
        repo.commit("tom", &format!("{day}T08:00:00Z"), "Pull serve from till");
    }
    repo
}

#[test]
fn a_changed_question_is_found_and_priced_by_the_values_around_it() {
    let repo = asked(&[("2026-10-02", "all", 9.0), ("2026-11-10", "all", 8.0), ("2026-11-11", "some", 6.0)]);
    let check = goalpost(repo.path(), &["check", "--format", "concise"]).stdout;
    let wanted = "serve.yaml:12:9: warning[changed-source] the value of `serve` is `till some round 1` now, and was `till all round 1`; the last value before was 8 minutes, the first since is 6 minutes; progress is 60 %, or 20 % against the original source";
    assert!(check.contains(wanted), "{check}");
    let history = json(repo.path(), &["history", "serve"]);
    let goal = &history["goals"][0];
    assert_eq!(goal["goalposts"][0]["field"], "metric.from");
    assert_eq!(goal["goalposts"][0]["day"], "2026-11-11");
    assert_eq!(goal["goalposts"][0]["author"], "Tom");
    let price = |name: &str| goal["price"][name].as_f64().map(|it| (it * 100.0).round());
    assert_eq!((price("against_original"), price("present")), (Some(20.0), Some(60.0)), "{goal}");
    // A decision explains it, as any move.
    goalpost(
        repo.path(),
        &["note", "serve", "tills of the fair are not ours", "--kind", "decision", "--about", "metric.from"],
    );
    let check = goalpost(repo.path(), &["check", "--format", "concise"]).stdout;
    assert!(!check.contains("changed-source"), "{check}");
}

#[test]
fn a_question_that_gives_the_same_number_moves_nothing() {
    let repo = asked(&[("2026-10-02", "all", 9.0), ("2026-11-10", "all", 8.0), ("2026-11-11", "whole", 8.04)]);
    let check = goalpost(repo.path(), &["check", "--format", "concise"]).stdout;
    assert!(!check.contains("changed-source"), "{check}");
    assert_eq!(json(repo.path(), &["history", "serve"])["goals"][0]["goalposts"], serde_json::json!([]));
}

#[test]
fn a_question_that_was_tried_before_and_gave_the_same_hides_no_later_change_to_it() {
    let course = [
        ("2026-10-02", "all", 9.0),
        ("2026-11-08", "all", 8.0),
        ("2026-11-09", "some", 8.0),
        ("2026-11-10", "all", 8.0),
        ("2026-11-11", "some", 6.0),
    ];
    let repo = asked(&course);
    let goal = &json(repo.path(), &["history", "serve"])["goals"][0];
    let days: Vec<_> = goal["goalposts"].as_array().expect("moves").iter().map(|it| &it["day"]).collect();
    assert_eq!(days, ["2026-11-11"], "{goal}");
    let against_original = goal["price"]["against_original"].as_f64().map(|it| (it * 100.0).round());
    assert_eq!(against_original, Some(20.0), "{goal}");
    let check = goalpost(repo.path(), &["check", "--format", "concise"]).stdout;
    assert!(check.contains("the last value before was 8 minutes, the first since is 6 minutes"), "{check}");
}

/// A goal whose question was changed in mid-period on the trunk: the till was asked for 8, and is asked for 6 now.
fn changed() -> Repo {
    let repo = bakery(&[]);
    for (day, query) in [("2026-10-02", "8"), ("2026-11-11", "6")] {
        repo.write("serve.yaml", &key_result("serve", &format!("  from: {{source: till, query: \"{query}\"}}\n")));
        repo.commit("tom", &format!("{day}T09:00:00Z"), "Ask the till");
    }
    publish(&repo);
    repo
}

#[test]
fn both_questions_of_a_named_goal_are_asked_and_their_price_is_told() {
    let repo = changed();
    let before = repo.read("serve.yaml");
    let answer = pull(repo.path(), &["serve", "--explain"]);
    assert_eq!(answer.code, 0, "{}{}", answer.stdout, answer.stderr);
    for line in [
        "it asked till: 8\n",
        "  today that gives 8, and the present question gives 6\n",
        "  progress is 60 %, and would be 20 % with the former question\n",
        "1 request, 2 questions asked to compare\n",
    ] {
        assert!(answer.stdout.contains(line), "{line}{}", answer.stdout);
    }
    let answer = pull(repo.path(), &["serve", "--explain", "--format", "json"]);
    let view: serde_json::Value = serde_json::from_str(&answer.stdout).expect("JSON");
    let wrong: Vec<String> = validator("pull").iter_errors(&view).map(|error| error.to_string()).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
    let value = &view["values"][0];
    assert_eq!((&value["value"], &value["former"]["value"]), (&serde_json::json!(6.0), &serde_json::json!(8.0)));
    assert_eq!(value["former"]["until"], "2026-11-11");
    assert_eq!(value["former"]["effects"], serde_json::json!([{"goal": "serve", "former": 0.2, "present": 0.6}]));
    assert_eq!(repo.read("serve.yaml"), before);
    // Without a name nothing is asked.
    let all = pull(repo.path(), &["--explain"]);
    assert!(all.stdout.contains("1 request, none sent") && !all.stdout.contains("gives"), "{}", all.stdout);
}

#[test]
fn a_former_source_that_fails_or_is_gone_is_told() {
    let repo = changed();
    program(&repo, "#!/bin/sh\n[ \"$1\" = 6 ] || exit 3\necho \"$1\"\n");
    repo.commit("tom", "2026-11-12T09:00:00Z", "Another till");
    publish(&repo);
    let answer = pull(repo.path(), &["serve", "--explain"]);
    assert_eq!(answer.code, 1, "{}", answer.stdout);
    let text = answer.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains("today that gives no value (`./sources/till` failed with exit status: 3)"), "{text}");
    assert!(text.contains("and the present question gives 6"), "{text}");
    repo.write("goalpost.yaml", &SETTINGS.replace("till:", "other:"));
    let ask = "  from: {source: other, query: \"6\"}\n";
    repo.write("serve.yaml", &key_result("serve", ask));
    repo.commit("tom", "2026-11-13T09:00:00Z", "The till has another name");
    publish(&repo);
    let answer = pull(repo.path(), &["serve", "--explain"]);
    assert_eq!(answer.code, 0, "{}", answer.stdout);
    assert!(
        answer.stdout.contains("that is not asked any more: `till` is no source on origin/main"),
        "{}",
        answer.stdout
    );
}

/// A branch can have any past.
#[test]
fn a_past_that_a_branch_made_up_is_not_asked() {
    let repo = bakery(&[("serve", "  from: {source: till, query: \"6\"}\n")]);
    let place = tempfile::tempdir().expect("a folder");
    let ran = place.path().join("ran");
    program(&repo, &format!("#!/bin/sh\n[ \"$1\" = evil ] && touch '{}'\necho \"$1\"\n", ran.display()));
    repo.commit("nia", "2026-10-03T08:00:00Z", "A till that is heard");
    publish(&repo);
    repo.branch("evil");
    for (day, query) in [("05", "evil"), ("08", "6")] {
        repo.write("serve.yaml", &key_result("serve", &format!("  from: {{source: till, query: \"{query}\"}}\n")));
        repo.commit("mallory", &format!("2026-11-{day}T09:00:00Z"), "Ask otherwise");
    }
    repo.write("serve.yaml", &key_result("serve", "  from: {source: till, query: \"6\"}\n  current: 6\n"));
    repo.commit("mallory", "2026-11-09T09:00:00Z", "Settle");
    let answer = pull(repo.path(), &["serve", "--explain"]);
    assert_eq!(answer.code, 0, "{}", answer.stderr);
    assert!(!ran.exists() && answer.stdout.contains("none sent"), "{}", answer.stdout);
}

#[test]
fn what_does_not_suit_a_source_is_found_without_asking_it() {
    let of = |text: &str| format!("  from: {{source: {text}}}\n");
    let repo = bakery(&[
        ("a", &of("board, query: x")),
        ("b", &of("till, query: \"5\", key: x")),
        ("c", &of("till")),
        ("d", &of("here, count: commits, pattern: x")),
        ("e", &of("here, count: commits, since: yesterday-ish")),
        ("f", &of("tracker, query: x, issue: \"7\"")),
        ("g", &of("tracker, issue: seven")),
    ]);
    repo.write("goalpost.yaml", &format!("{SETTINGS}  here: {{git: \".\"}}\n  tracker: {{github: shop/web}}\n"));
    repo.write("h.yaml", "kind: key_result\nid: h\ntitle: Have a second oven\nmeasures: queue\nmilestones:\n  - {title: order it, done: {source: board, times: 2}}\n  - {title: pay it, done: {source: here, count: commits}}\n");
    repo.commit("nia", "2026-10-03T08:00:00Z", "More goals");
    publish(&repo);
    let check = goalpost(repo.path(), &["check", "--format", "concise"]).stdout;
    for line in [
        "a.yaml:10:32: error[unknown-field] `board` is a csv source, which takes no `query` here",
        "b.yaml:10:41: error[unknown-field] `till` is a command source, which takes no `key` here",
        "c.yaml:10:9: error[missing-field] `till` is asked nothing: its command has {query}, and `query` is missing",
        "d.yaml:10:49: error[unknown-field] `here` is a git source, which takes no `pattern` here",
        "e.yaml:10:47: error[wrong-type] `here` has a `since` that is neither a day nor a length of time",
        "f.yaml:10:44: error[unknown-field] `tracker` is asked one thing at a time, and this is asked `query` and `issue`",
        "g.yaml:10:34: error[wrong-type] `tracker` has issues with numbers",
        "h.yaml:6:52: error[unknown-field] `board` takes no `times` where it tells whether something is done",
        "h.yaml:7:36: error[wrong-type] `here` is a git source, which counts and cannot tell whether something is done",
    ] {
        assert!(check.contains(line), "{line}\n{check}");
    }
    let answer = pull(repo.path(), &[]);
    assert_eq!(answer.code, 1, "{}", answer.stdout);
    assert!(answer.stdout.ends_with("9 failed\n"), "{}", answer.stdout);
}

#[test]
fn a_source_that_cannot_be_read_is_one_error_at_its_place() {
    let repo = bakery(&[("a", "  from: {source: broken, query: x}\n"), ("b", "  from: till\n")]);
    repo.write("goalpost.yaml", &format!("{SETTINGS}  broken: {{promethues: \"https://x\"}}\n"));
    let check = goalpost(repo.path(), &["check"]).stdout;
    assert!(check.contains("did you mean `prometheus` by `promethues`?"), "{check}");
    assert!(!check.contains("unknown-source"), "{check}");
    let text = check.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains("help: write `from: {source: NAME, query: …}`"), "{check}");
}
