//! Slips of those who write numbers, days and files: what is refused, what is only told, and in which words.

use std::fs;
use std::process::Command;

use crate::support::files::read;
use crate::support::program::{folder, goalpost, json, says};
use crate::support::repository::Repo;

const OBJECTIVE: (&str, &str) = ("o.yaml", "kind: objective\nid: o\ntitle: Make the queue short\nperiod: 2026-Q4\n");

/// A root with an objective and a key result of it with a metric.
fn measured(id: &str, metric: &str) -> tempfile::TempDir {
    let text = format!("kind: key_result\nid: {id}\ntitle: Raise {id}\nmeasures: o\nmetric: {{name: n, {metric}}}\n");
    folder(&[("goalpost.yaml", ""), OBJECTIVE, (&format!("{id}.yaml"), &text)])
}

fn told(answer: &crate::support::program::Answer) -> String {
    format!("{}{}", answer.stdout, answer.stderr).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `pull` refused what `checkin` wrote.
#[test]
fn a_value_that_the_unit_does_not_allow_is_refused() {
    let root = measured("share", "unit: \"%\", baseline: 58, target: 66, current: 63, as_of: 2026-11-20");
    for value in ["9999999", "-500", "510"] {
        let refused = goalpost(root.path(), &["checkin", "share", value]);
        assert_eq!(refused.code, 2, "{value}: {}", refused.stdout);
        assert!(told(&refused).contains("is outside 0 to 100 %"), "{}", refused.stderr);
    }
    let table = goalpost(root.path(), &["checkin", "--from", "t.csv"]);
    assert_eq!(table.code, 2, "there is no table yet");
    fs::write(root.path().join("t.csv"), "goal,value\nshare,510\n").expect("written");
    let table = goalpost(root.path(), &["checkin", "--from", "t.csv"]);
    assert!(table.code == 1 && told(&table).contains("is outside 0 to 100 %"), "{}", told(&table));
    // More than all of a plan may have been reached: that is written, and check asks about it.
    assert_eq!(goalpost(root.path(), &["checkin", "share", "104"]).code, 0);
    assert!(told(&goalpost(root.path(), &["check"])).contains("current-outside-domain"));
    // Where the plan itself is outside, the unit evidently allows more.
    let plan = measured("plan", "unit: \"%\", baseline: 90, target: 120, current: 100, as_of: 2026-11-20");
    assert_eq!(goalpost(plan.path(), &["checkin", "plan", "104"]).code, 0);
}

/// 1.300 was written where 1,200,000 was the last value, without a word.
#[test]
fn a_number_a_thousand_times_off_is_asked_about_or_told() {
    let money = measured("eur", "unit: €, baseline: 0, target: 3000000, current: 1200000, as_of: 2026-11-14");
    let asked = goalpost(money.path(), &["checkin", "eur", "1.300"]);
    assert!(asked.code == 2 && told(&asked).contains("`1.300` could mean"), "{}", asked.stderr);
    let wait = measured("wait", "unit: ms, baseline: 1200, target: 800, current: 1000, as_of: 2026-11-14");
    let written = goalpost(wait.path(), &["checkin", "wait", "0.9", "--dry-run"]);
    assert!(
        told(&written).contains("the last value, 1000, is 1111 times as much: check the number"),
        "{}",
        told(&written)
    );
    fs::write(wait.path().join("t.csv"), "goal;value;as_of\nwait;0,9;20.11.2026\n").expect("written");
    let table = goalpost(wait.path(), &["checkin", "--from", "t.csv", "--dry-run"]);
    assert!(told(&table).contains("1111 times as much"), "{}", told(&table));
    let target = goalpost(wait.path(), &["set", "wait", "target", "0.6", "--reason", "as it is", "--dry-run"]);
    assert!(told(&target).contains("1667 times as much"), "{}", told(&target));
    let usual = goalpost(wait.path(), &["set", "wait", "target", "700", "--reason", "as it is", "--dry-run"]);
    assert!(!told(&usual).contains("times"), "{}", told(&usual));
}

#[test]
fn a_number_in_another_unit_is_told_in_the_units_of_the_field() {
    let days = measured("days", "unit: days, baseline: 9, target: 3, current: 5, as_of: 2026-11-14");
    assert_eq!(goalpost(days.path(), &["checkin", "days", "1 day"]).code, 0, "the singular of its unit");
    let effort = told(&goalpost(days.path(), &["set", "days", "effort", "3 weeks"]));
    assert!(effort.contains("`3 weeks` is in weeks, but `effort` is given in person-weeks"), "{effort}");
    let weight = told(&goalpost(days.path(), &["set", "days", "weight", "3 weeks"]));
    assert!(!weight.contains("this goal is measured"), "{weight}");
    let wait = measured("wait", "unit: ms, baseline: 1200, target: 800, current: 1000, as_of: 2026-11-14");
    let said = told(&goalpost(wait.path(), &["checkin", "wait", "0.9 s"]));
    assert!(said.contains("write 900, which is 0.9 s in ms"), "{said}");
}

#[test]
fn a_field_that_is_set_takes_the_place_of_its_guidance() {
    let root = folder(&[]);
    let key_result = ["--key-result", "Margin: -5 to 10 %, now 0"];
    says(root.path(), &[&["init", "-q", "--objective", "Bread people queue for"][..], &key_result].concat());
    fs::write(root.path().join("own.yaml"), "kind: objective\nid: own\ntitle: O\nperiod: 2026-Q4\n# why: ask Ana\n")
        .expect("written");
    says(root.path(), &["set", "margin", "metric.name", "gross margin", "-q"]);
    let text = read(root.path(), "2026-Q4/margin.yaml");
    assert!(
        text.contains("  name: gross margin\n") && !text.contains("# name:") && text.contains("# source:"),
        "{text}"
    );
    says(root.path(), &["set", "bread-people-queue-for", "why", "so that they come back", "-q"]);
    let text = read(root.path(), "2026-Q4/bread-people-queue-for.yaml");
    assert!(text.contains("why: so that they come back") && !text.contains("# why:"), "{text}");
    says(root.path(), &["set", "own", "why", "so", "-q"]);
    assert!(read(root.path(), "own.yaml").contains("# why: ask Ana"), "a person's own comment stays");
}

#[test]
fn a_need_of_a_day_that_is_past_is_told() {
    let org = "teams:\n  - {id: a, name: A, level: team}\n  - {id: b, name: B, level: team}\n";
    let root = folder(&[
        ("goalpost.yaml", ""),
        ("org.yaml", org),
        ("o.yaml", "kind: objective\nid: o\ntitle: O\nteam: a\nperiod: 2026-Q4\n"),
    ]);
    let late = goalpost(root.path(), &["need", "o", "a thing", "--from", "b", "--due", "yesterday"]);
    assert!(
        late.code == 0 && told(&late).contains("2026-11-20 is past: this need is late from the start"),
        "{}",
        told(&late)
    );
    let timely = goalpost(root.path(), &["need", "o", "another", "--from", "b", "--due", "2026-12-01"]);
    assert!(!told(&timely).contains("is past"), "{}", told(&timely));
}

/// The copies were rejected by the next check.
#[test]
fn what_is_carried_over_is_valid_or_a_draft() {
    let key_result =
        |id: &str, more: &str| format!("kind: key_result\nid: {id}\ntitle: Raise {id}\nmeasures: o\n{more}\n");
    let over =
        key_result("over", "metric: {name: a, unit: x, baseline: 0, target: 20, current: 26, as_of: 2026-12-30}");
    let kept = key_result("kept", "metric: {name: b, unit: x, at_least: 5, current: 6, as_of: 2026-12-18}");
    let habit = key_result(
        "habit",
        "metric: {name: c, scale: [none, some, all], baseline: none, target: all, current: all, as_of: 2026-11-18}",
    );
    let done = key_result(
        "done",
        "milestones:\n  - {title: one, due: 2026-10-15, done: true}\n  - {title: two, due: 2026-11-10, done: true}",
    );
    let files = [
        ("goalpost.yaml", ""),
        OBJECTIVE,
        ("over.yaml", over.as_str()),
        ("kept.yaml", &kept),
        ("habit.yaml", &habit),
        ("done.yaml", &done),
    ];
    let carry = ["carry-over", "--from", "2026-Q4", "--to", "2027-Q1", "-q", "--today", "2027-01-04"];
    for (option, said) in [
        ("over=26", "target and baseline of `over-2027-q1` would both be 26"),
        ("habit=all", "would both be all"),
        ("kept=7", "`kept` keeps a bound and has no target"),
        ("over=1.000", "`1.000` could mean"),
    ] {
        let root = folder(&files);
        let refused = goalpost(root.path(), &[&carry[..], &["--target", option]].concat());
        assert!(refused.code == 2 && told(&refused).contains(said), "{option}: {}", told(&refused));
    }
    let root = folder(&files);
    let answer = says(root.path(), &[&carry[..], &["--target", "over=40"]].concat());
    assert!(answer.contains("add new milestones or a metric, and remove `state: draft`: done-2027-q1"), "{answer}");
    assert!(
        read(root.path(), "done-2027-q1.yaml").contains("state: draft"),
        "{}",
        read(root.path(), "done-2027-q1.yaml")
    );
    let check = goalpost(
        root.path(),
        &[
            "check",
            "-q",
            "--today",
            "2027-01-04",
            "--rule",
            "target-equals-baseline",
            "--rule",
            "missing-metric",
            "--rule",
            "wrong-type",
        ],
    );
    assert_eq!(check.code, 0, "{}", check.stdout);
}

/// The plan jumped on the day, and depended on the order of two lines.
#[test]
fn milestones_that_are_due_on_one_day_are_planned_together() {
    let stones = |first: &str, second: &str| {
        format!(
            "kind: key_result\nid: k\ntitle: Ship three\nmeasures: o\nmilestones:\n  - {{title: {first}, due: 2026-11-20}}\n  - {{title: {second}, due: 2026-11-20}}\n  - {{title: c, due: 2026-12-10}}\n"
        )
    };
    let expected = |text: &str| {
        let root = folder(&[("goalpost.yaml", ""), OBJECTIVE, ("k.yaml", text)]);
        let of = |day: &str| json(root.path(), &["rollup", "k", "--today", day])["goals"][0]["expected"].as_f64();
        [of("2026-11-19").expect("a plan"), of("2026-11-20").expect("a plan")]
    };
    let [before, on] = expected(&stones("a", "b"));
    assert!((before - 2.0 / 3.0 * 49.0 / 50.0).abs() < 1e-9 && (on - 2.0 / 3.0).abs() < 1e-9, "{before} {on}");
    let weighed = |first: &str, second: &str| {
        let text = stones("a", "b");
        let text = text.replace("title: a,", &format!("title: a, weight: {first},"));
        expected(&text.replace("title: b,", &format!("title: b, weight: {second},")))
    };
    assert_eq!(weighed("1", "8").map(f64::to_bits), weighed("8", "1").map(f64::to_bits));
}

#[test]
fn an_answer_is_not_written_where_it_would_be_read_as_a_goal() {
    let root = folder(&[("goalpost.yaml", ""), ("org.yaml", ""), OBJECTIVE]);
    let refused = goalpost(root.path(), &["rollup", "-q", "--output", "out.yaml"]);
    assert!(
        refused.code != 0 && told(&refused).contains("`out.yaml` would be read as a goal file"),
        "{}",
        refused.stderr
    );
    assert!(!root.path().join("out.yaml").exists());
    let org = goalpost(root.path(), &["rollup", "-q", "--output", "org.yaml"]);
    assert!(
        told(&org).contains("`org.yaml` is a file of the goals repository, which --output never overwrites"),
        "{}",
        org.stderr
    );
    fs::create_dir(root.path().join(".out")).expect("a folder");
    assert_eq!(
        goalpost(root.path(), &["rollup", "-q", "--output", ".out/a.yaml"]).code,
        0,
        "a hidden folder has no goals"
    );
    assert_eq!(goalpost(root.path(), &["rollup", "-q", "--output", "out.txt"]).code, 0);
}

#[test]
fn a_period_that_is_none_is_named_as_it_was_given() {
    let root = folder(&[("goalpost.yaml", ""), OBJECTIVE]);
    for period in ["../../x", "2026-Q4..", ".."] {
        let refused = goalpost(root.path(), &["rollup", "-q", "--period", period]);
        assert!(refused.stderr.contains(&format!("`{period}` is no period")), "{}", refused.stderr);
    }
}

#[test]
fn a_grade_is_told_in_the_same_digits_everywhere() {
    let root = measured("margin", "unit: \"%\", baseline: -5, target: 10, current: 0, as_of: 2026-11-20");
    let today = ["--today", "2027-01-05"];
    let refused = goalpost(root.path(), &[&["close", "margin", "--score", "0.7"][..], &today].concat());
    assert!(
        told(&refused).contains("differs from the computed 0.333") && !told(&refused).contains("0.3333"),
        "{}",
        refused.stderr
    );
    says(root.path(), &[&["close", "margin", "-q"][..], &today].concat());
    let reopened = says(root.path(), &[&["reopen", "margin", "--reason", "x", "-q"][..], &today].concat());
    assert!(reopened.contains("grade 0.333 removed"), "{reopened}");
}

/// After `--since 90d` it said to look 30 days back.
#[test]
fn the_digest_never_says_to_look_less_far_back() {
    let repo = Repo::new();
    repo.write("goalpost.yaml", "");
    repo.write("o.yaml", &OBJECTIVE.1.replace("2026-Q4", "2026"));
    repo.commit("ana", "2026-01-02T08:00:00Z", "Set the goal");
    let hint = |since: &str| {
        let said = says(repo.path(), &["digest", "-q", "--since", since]);
        said.lines().find_map(|line| line.split("--since ").nth(1).map(str::to_owned))
    };
    assert_eq!(hint("7d").as_deref(), Some("2026-10-22"));
    assert_eq!(hint("90d").as_deref(), Some("2026-05-25"));
    assert_eq!(hint("2018-01-01"), None, "nothing is known of that day");
}

/// The file vanished, and check said that it was deleted.
#[test]
fn a_link_out_of_the_root_is_a_finding() {
    let outside = folder(&[("real.yaml", "kind: objective\nid: real\ntitle: R\n")]);
    let root = folder(&[("goalpost.yaml", ""), OBJECTIVE]);
    std::os::unix::fs::symlink(outside.path().join("real.yaml"), root.path().join("real.yaml")).expect("a link");
    std::os::unix::fs::symlink(outside.path(), root.path().join("more")).expect("a link");
    let check = goalpost(root.path(), &["check", "-q", "--format", "concise", "--rule", "invalid-yaml"]);
    assert!(
        check.stdout.contains("real.yaml:1:1: error[invalid-yaml] this symbolic link leads out of"),
        "{}",
        check.stdout
    );
    assert_eq!(check.stdout.matches("error[").count(), 1, "{}", check.stdout);
    fs::write(root.path().join("goalpost.yaml"), "exclude: [real.yaml]\n").expect("written");
    assert_eq!(goalpost(root.path(), &["check", "-q", "--rule", "invalid-yaml"]).code, 0);
    let circle = folder(&[("goalpost.yaml", ""), OBJECTIVE]);
    std::os::unix::fs::symlink("b.yaml", circle.path().join("a.yaml")).expect("a link");
    std::os::unix::fs::symlink("a.yaml", circle.path().join("b.yaml")).expect("a link");
    let check = goalpost(circle.path(), &["check", "-q", "--format", "concise"]);
    assert!(
        check.stdout.contains("levels of symbolic links") && !check.stdout.contains("folder above"),
        "{}",
        check.stdout
    );
}

/// Every command waited for ever, and git with it.
#[test]
fn a_pipe_in_the_place_of_a_file_of_gits_ends_the_command() {
    for file in ["HEAD", "config", "packed-refs", "shallow", "objects/info/alternates", "refs/heads/main"] {
        let repo = Repo::new();
        repo.write("goalpost.yaml", "");
        repo.write("o.yaml", OBJECTIVE.1);
        repo.commit("ana", "2026-10-02T08:00:00Z", "Set the goal");
        let place = repo.path().join(".git").join(file);
        let _ = fs::remove_file(&place);
        assert!(Command::new("mkfifo").arg(&place).status().expect("it runs").success());
        let check = goalpost(repo.path(), &["check"]);
        assert!(told(&check).contains("is not a regular file, so git cannot read it"), "{file}: {}", told(&check));
    }
}

#[test]
fn settings_with_a_decimal_comma_or_an_odd_month_are_told_what_to_write() {
    let root = folder(&[
        ("goalpost.yaml", "thresholds: {on_track: 0,9, at_risk: 0,7}\nfiscal_year_starts: April\n"),
        OBJECTIVE,
    ]);
    let check = told(&goalpost(root.path(), &["check", "-q"]));
    assert!(check.contains("write `on_track: 0.9` without a comma"), "{check}");
    assert!(check.contains("write a number from 1 to 12, the month"), "{check}");
}

#[test]
fn an_objective_with_numbers_is_told_where_they_belong() {
    let root = folder(&[("goalpost.yaml", ""), ("o.yaml", &format!("{}current: 5\n", OBJECTIVE.1))]);
    let check = told(&goalpost(root.path(), &["check", "-q", "--rule", "unknown-field"]));
    assert!(
        check.contains("an objective has no number of its own: each of its key results has a `metric:`"),
        "{check}"
    );
}

#[test]
fn an_objective_whose_key_results_were_dropped_is_told_so() {
    let dropped = |id: &str| {
        format!(
            "kind: key_result\nid: {id}\ntitle: Raise {id}\nmeasures: o\nstate: dropped\nclosed: 2026-11-19\nreason: gone\n"
        )
    };
    let root = folder(&[("goalpost.yaml", ""), OBJECTIVE, ("a.yaml", &dropped("a")), ("b.yaml", &dropped("b"))]);
    let check = told(&goalpost(
        root.path(),
        &["check", "-q", "--rule", "objective-without-key-results", "--format", "concise"],
    ));
    assert!(check.contains("everything that measured or supported `o` was dropped"), "{check}");
}

#[test]
fn a_private_root_without_its_open_root_is_not_asked_for_a_mission() {
    let private = "kind: objective\nid: s\ntitle: Make the team happy\nperiod: 2026-Q4\nsupports: [q]\n";
    let root = folder(&[("goalpost.yaml", "within: ../okrs\n"), ("s.yaml", private)]);
    let check = goalpost(root.path(), &["check", "-q", "--rule", "no-mission"]);
    assert!(!check.stdout.contains("no-mission"), "{}", check.stdout);
}

/// They were reported as duplicates.
#[test]
fn objectives_of_sibling_teams_with_key_results_of_their_own_are_common_work() {
    let org = "teams:\n  - {id: top, name: Top, level: department}\n  - {id: a, name: A, level: team, parent: top}\n  - {id: b, name: B, level: team, parent: top}\n  - {id: c, name: C, level: team, parent: top}\n";
    let mut files = vec![("goalpost.yaml".to_owned(), String::new()), ("org.yaml".to_owned(), org.to_owned())];
    for (team, target) in [("a", 10), ("b", 20), ("c", 30)] {
        files.push((format!("{team}.yaml"), format!("kind: objective\nid: {team}\ntitle: Make our browser tests reliable for everyone\nteam: {team}\nperiod: 2026-Q4\n")));
        files.push((format!("{team}-1.yaml"), format!("kind: key_result\nid: {team}-1\ntitle: Cut flaky browser tests of {team}\nmeasures: {team}\nmetric: {{name: flaky tests, unit: count, baseline: 40, target: {target}}}\n")));
    }
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let root = folder(&files);
    let found = |rule: &str| goalpost(root.path(), &["check", "-q", "--rule", rule, "--format", "concise"]).stdout;
    assert!(!found("duplicate-goal").contains("a.yaml"), "{}", found("duplicate-goal"));
    assert!(found("common-work").contains("a.yaml"), "{}", found("common-work"));
}
