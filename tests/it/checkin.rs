//! `goalpost checkin`: how a goal stands now, written where it belongs.

use crate::support::files::read;
use crate::support::program::{folder, goalpost, json, says};
use crate::support::repository::Repo;
use crate::support::terminal::{Sitting, typed};

const SETTINGS: &str = "organization: Bakery\n";
const ORG: &str = "teams:\n  - {id: oven, name: Oven, level: team, lead: nia}\npeople:\n  - {id: nia, name: Nia, team: oven, email: [nia@northwind.example]}\n  - {id: tom, name: Tom, team: oven, email: [tom@northwind.example]}\n";
const OBJECTIVE: &str =
    "kind: objective\nid: queue\ntitle: Make the queue a pleasure\nowner: nia\nteam: oven\nperiod: 2026-Q4\n";
const WAIT: &str = "# how long\nkind: key_result\nid: wait\ntitle: Cut the wait from 9 minutes to 4\nmeasures: queue\nmetric:\n  name: wait   # by stopwatch\n  unit: minutes\n  baseline: 9\n  target: 4\nlabels: [\"a, b\"]   # kept\n";
const STEPS: &str = "kind: key_result\nid: oven\ntitle: Have a second oven\nmeasures: queue\nmilestones:\n  - {title: order it, due: 2026-10-20, done: false}   # by phone\n  - title: bake in it\n    due: 2026-12-01\n";
const UPTIME: &str = "kind: kpi\nid: uptime\ntitle: Oven uptime\nmetric: {name: uptime, unit: \"%\", at_least: 95}\n";
const OF_KPI: &str = "kind: key_result\nid: warm\ntitle: Raise uptime from 95 to 99 %\nmeasures: queue\nmetric:\n  kpi: uptime\n  baseline: 95\n  target: 99\n";
const HABIT: &str = "kind: key_result\nid: habit\ntitle: Taste every batch\nmeasures: queue\nmetric: {scale: [none, piloted, usual], baseline: none, target: usual}\n";

fn bakery() -> tempfile::TempDir {
    folder(&[
        ("goalpost.yaml", SETTINGS),
        ("org.yaml", ORG),
        ("queue.yaml", OBJECTIVE),
        ("wait.yaml", WAIT),
        ("oven.yaml", STEPS),
        ("uptime.yaml", UPTIME),
        ("warm.yaml", OF_KPI),
        ("habit.yaml", HABIT),
    ])
}

#[test]
fn a_value_comes_with_its_day_and_everything_else_stays() {
    let bakery = bakery();
    let answer = says(
        bakery.path(),
        &["checkin", "wait", "6.5", "--confidence", "7/10", "--note", "two tills: open", "--by", "nia"],
    );
    insta::assert_snapshot!(answer, @r"
    wait: 6.5 minutes · progress 50 %, plan 56 %: at risk
    written: wait.yaml (5 lines)
    ");
    let expected = WAIT.replace("  target: 4\n", "  target: 4\n  current: 6.5\n  as_of: 2026-11-21\nconfidence: 0.7\n")
        + "log:\n  - {date: 2026-11-21, by: nia, kind: check-in, text: \"two tills: open\"}\n";
    assert_eq!(read(bakery.path(), "wait.yaml"), expected);
    assert_eq!(goalpost(bakery.path(), &["check", "-q"]).code, 0);
}

/// A check-in once wrote `5` over `5.0`, and took the quotes from a day.
#[test]
fn what_is_said_again_stays_as_it_is_written_and_a_number_is_as_it_was_typed() {
    let bakery = bakery();
    for quote in ["'", "\""] {
        let page = format!("{WAIT}confidence: 1.0 # sure\n").replace(
            "  target: 4\n",
            &format!("  target: 4\n  current: 5.0\n  as_of: {quote}2026-11-17{quote} # a Tuesday\n"),
        );
        std::fs::write(bakery.path().join("wait.yaml"), &page).expect("written");
        says(bakery.path(), &["checkin", "wait", "5", "--as-of", "2026-11-17", "--confidence", "1"]);
        assert_eq!(read(bakery.path(), "wait.yaml"), page);
        says(bakery.path(), &["checkin", "wait", "--value", "5.50"]);
        let later = page.replace("5.0\n", "5.50\n").replace("-11-17", "-11-21");
        assert_eq!(read(bakery.path(), "wait.yaml"), later);
        says(bakery.path(), &["checkin", "wait", "--confidence", "0.50"]);
        assert_eq!(read(bakery.path(), "wait.yaml"), later.replace("1.0 # sure", "0.50 # sure"));
        says(bakery.path(), &["checkin", "wait", "--confidence", "1.0"]);
        assert_eq!(read(bakery.path(), "wait.yaml"), later);
    }
}

/// A metric with a fault in it was once said to be missing.
#[test]
fn a_metric_that_cannot_be_read_is_not_called_missing() {
    let bakery = bakery();
    std::fs::write(bakery.path().join("wait.yaml"), WAIT.replace("baseline: 9", "baseline: '9'")).expect("written");
    let refused = goalpost(bakery.path(), &["checkin", "wait", "5"]);
    assert!(refused.stderr.contains("the metric of `wait` cannot be read"), "{}", refused.stderr);
    assert!(refused.code == 2 && refused.stderr.contains("goalpost check"), "{}", refused.stderr);
}

/// The answer once rounded to the nearest whole, and a check-in one short of the target read as complete.
#[test]
fn what_is_short_of_complete_is_not_reported_as_complete() {
    let bakery = bakery();
    let answer = says(bakery.path(), &["checkin", "wait", "4.005"]);
    assert!(answer.starts_with("wait: 4.005 minutes · progress 99 %, "), "{answer}");
}

#[test]
fn values_are_taken_as_they_are_given() {
    let bakery = bakery();
    for (value, written) in [
        ("7", "7"),
        ("-3", "-3"),
        ("+2.50", "2.50"),
        ("+=0.3", "2.8"),
        ("-=3", "-0.2"),
        ("8 minutes", "8"),
        ("7,5", "7.5"),
    ] {
        says(bakery.path(), &["checkin", "wait", value]);
        assert!(read(bakery.path(), "wait.yaml").contains(&format!("\n  current: {written}\n")), "{value}");
    }
    says(bakery.path(), &["checkin", "habit", "Piloted"]);
    assert!(read(bakery.path(), "habit.yaml").contains("target: usual, current: piloted, as_of: 2026-11-21}"));
    says(bakery.path(), &["checkin", "warm", "97%", "--confidence", "green"]);
    assert!(read(bakery.path(), "uptime.yaml").contains("at_least: 95, current: 97, as_of: 2026-11-21}"));
    assert_eq!(read(bakery.path(), "warm.yaml"), format!("{OF_KPI}confidence: 0.9\n"), "the value is the KPI's");
    says(bakery.path(), &["checkin", "habit", "usual", "--as-of", "today"]);
    let answer = goalpost(bakery.path(), &["checkin", "habit", "usual", "--as-of", "yesterday"]);
    assert!(answer.stderr.contains("already has a later value: usual of 2026-11-21"), "{}", answer.stderr);
}

#[test]
fn steps_are_done_by_number_title_or_a_part_of_it() {
    let bakery = bakery();
    says(bakery.path(), &["checkin", "oven", "--done", "1", "--as-of", "2026-11-02"]);
    let answer = says(bakery.path(), &["checkin", "oven", "--done", "BAKE"]);
    assert!(answer.starts_with("oven: done: bake in it · progress 100 %"), "{answer}");
    let expected =
        STEPS.replace("done: false}   # by phone", "done: 2026-11-02}   # by phone") + "    done: 2026-11-21\n";
    assert_eq!(read(bakery.path(), "oven.yaml"), expected);
    let again = goalpost(bakery.path(), &["checkin", "oven", "--done", "1"]);
    assert_eq!((again.code, again.stderr.contains("already done on 2026-11-02")), (2, true), "{}", again.stderr);
}

#[test]
fn what_does_not_fit_is_refused_with_what_to_do_and_nothing_is_written() {
    let bakery = bakery();
    says(bakery.path(), &["checkin", "wait", "6"]);
    let before = read(bakery.path(), "wait.yaml");
    let refused: &[(&[&str], &str)] = &[
        (&["wiat", "3"], "did you mean `wait`?"),
        (&["wait", "6,250"], "write 6.25 or 6250"),
        (&["wait", "6k"], "write 6000"),
        (&["wait", "6 h"], "write 360, which is 6 h in minutes"),
        (&["wait", "42%"], "measured in minutes"),
        (&["wait", "nan"], "not a number"),
        (&["wait", "1e999"], "too large"),
        (&["wait", "5", "--as-of", "2026-11-01"], "already has a later value"),
        (&["wait", "5", "--as-of", "2026-12-01"], "is in the future"),
        (&["wait", "5", "--as-of", "2026-11-31"], "November has 30 days"),
        (&["wait", "5", "--as-of", "11/12/2026"], "write --as-of as 2026-11-12 or 2026-12-11"),
        (&["wait", "5", "--confidence", "7"], "write 0.7 or 7/10"),
        (&["wait", "5", "--by", "nai"], "did you mean `nia`?"),
        (&["wait", "--done", "1"], "measured by a value"),
        (&["queue", "5"], "check in on a key result"),
        (&["oven", "5"], "--done MILESTONE"),
        (&["oven", "--done", "e"], "matches several milestones"),
        (&["habit", "usaul"], "did you mean `usual`?"),
        (&["wait"], "no value given for `wait`"),
        (&[], "no goal and no value given"),
    ];
    for (args, said) in refused {
        let answer = goalpost(bakery.path(), &[&["checkin"], *args].concat());
        assert_eq!(answer.code, 2, "{args:?}: {}", answer.stdout);
        assert!(answer.stderr.contains(said), "{args:?}: {}", answer.stderr);
    }
    assert_eq!(read(bakery.path(), "wait.yaml"), before);
}

#[test]
fn a_table_lands_row_by_row() {
    let bakery = bakery();
    let rows = "goal,value,as_of,confidence,note,by\nwait,7,2026-11-14,,,\nwait,6,2026-11-20,0.6,\"two tills, open\",tom\nnobody,1,,,,\nwarm,98,,,,\nhabit,often,,,,\nqueue,,,,\"all, well\",nia\n";
    std::fs::write(bakery.path().join("values.csv"), rows).expect("written");
    let answer = goalpost(bakery.path(), &["checkin", "--from", "values.csv"]);
    assert_eq!(answer.code, 1, "{}", answer.stderr);
    insta::assert_snapshot!(answer.stdout);
    assert!(read(bakery.path(), "wait.yaml").contains("current: 6\n  as_of: 2026-11-20\nconfidence: 0.6\n"));
}

#[test]
fn a_table_from_a_german_spreadsheet_is_read_and_a_bad_one_is_reported_row_by_row() {
    let bakery = bakery();
    let take = |text: &str| {
        std::fs::write(bakery.path().join("values.csv"), text).expect("written");
        goalpost(bakery.path(), &["checkin", "--from", "values.csv", "-q"])
    };
    let answer = take("\u{feff}Goal;Value;As_of;Confidence\r\nwait;6,5;20.11.2026;0,7\r\nwarm;97,5 %;;\r\n");
    assert_eq!(answer.code, 0, "{}{}", answer.stdout, answer.stderr);
    assert!(read(bakery.path(), "wait.yaml").contains("current: 6.5\n  as_of: 2026-11-20\nconfidence: 0.7\n"));
    assert!(read(bakery.path(), "uptime.yaml").contains("current: 97.5, as_of: 2026-11-21}"));
    let answer = take("goal,value\nwiat,1\nwait,x\n,3\n");
    assert_eq!((answer.code, answer.stderr.as_str()), (1, ""));
    insta::assert_snapshot!(answer.stdout, @r"
    0 check-ins recorded, 3 rejected
    line 2: there is no goal `wiat`
      help: did you mean `wait`?
    line 3: `x` is not a number
      help: give a number such as 42, 99.5 or -3, or a change such as +=3
    line 4: the row has no goal
    ");
    let answer = take("goal,value\n");
    assert_eq!((answer.code, answer.stdout.as_str()), (0, "0 check-ins recorded\n"));
}

/// `0.455` became 0.455 %, and `48.600` titles became 48.6.
#[test]
fn a_value_that_is_hard_to_believe_is_asked_and_not_written() {
    let bakery = bakery();
    let titles = "kind: key_result\nid: titles\ntitle: Cut the titles\nmeasures: queue\nmetric: {unit: titles, baseline: 60000, target: 45000, current: 48650, as_of: 2026-11-01}\n";
    let rate = "kind: key_result\nid: rate\ntitle: Raise the rate\nmeasures: queue\nmetric: {unit: \"%\", baseline: 10, target: 90, current: 20, as_of: 2026-11-01}\n";
    std::fs::write(bakery.path().join("titles.yaml"), titles).expect("written");
    std::fs::write(bakery.path().join("rate.yaml"), rate).expect("written");
    let refused: &[(&[&str], &str)] = &[
        (&["titles", "48.600"], "write 48600 or 48.6"),
        (&["rate", "0.455"], "write 45.5, or 0.455% if that is the value"),
        (&["titles", "48k"], "write 48000"),
    ];
    for (args, said) in refused {
        let answer = goalpost(bakery.path(), &[&["checkin"], *args].concat());
        assert_eq!(answer.code, 2, "{args:?}: {}", answer.stdout);
        assert!(answer.stderr.contains(said), "{args:?}: {}", answer.stderr);
    }
    assert_eq!((read(bakery.path(), "titles.yaml"), read(bakery.path(), "rate.yaml")), (titles.into(), rate.into()));
    let table = "goal;value\ntitles;48.600\nrate;0,455\n";
    std::fs::write(bakery.path().join("values.csv"), table).expect("written");
    let answer = goalpost(bakery.path(), &["checkin", "--from", "values.csv", "-q"]);
    assert!(answer.code == 1 && answer.stdout.starts_with("0 check-ins recorded, 2 rejected"), "{}", answer.stdout);
    says(bakery.path(), &["checkin", "titles", "48,600"]);
    says(bakery.path(), &["checkin", "rate", "0.455%"]);
    assert!(read(bakery.path(), "titles.yaml").contains("current: 48600,"));
    assert!(read(bakery.path(), "rate.yaml").contains("current: 0.455,"));
}

#[test]
fn a_table_that_comes_in_twice_says_nothing_twice() {
    let bakery = bakery();
    let rows = "{\"goal\": \"wait\", \"value\": 6.25, \"note\": \"fine\"}\n{\"goal\": \"queue\", \"note\": \"well\"}\n";
    std::fs::write(bakery.path().join("values.jsonl"), rows).expect("written");
    says(bakery.path(), &["checkin", "--from", "values.jsonl"]);
    let once = (read(bakery.path(), "wait.yaml"), read(bakery.path(), "queue.yaml"));
    let again = json(bakery.path(), &["checkin", "--from", "values.jsonl"]);
    assert_eq!(again["files"], serde_json::json!([]));
    assert_eq!((read(bakery.path(), "wait.yaml"), read(bakery.path(), "queue.yaml")), once);
    let bad = goalpost(bakery.path(), &["checkin", "--from", "org.yaml"]);
    assert_eq!(bad.code, 2, "{}", bad.stdout);
}

#[test]
fn a_dry_run_shows_the_patch_and_writes_nothing() {
    let bakery = bakery();
    let answer = says(bakery.path(), &["checkin", "wait", "6", "--dry-run"]);
    assert!(answer.starts_with("--- a/wait.yaml\n+++ b/wait.yaml\n"), "{answer}");
    assert!(answer.contains("+  current: 6\n+  as_of: 2026-11-21\n"), "{answer}");
    assert_eq!(read(bakery.path(), "wait.yaml"), WAIT);
    let view = json(bakery.path(), &["checkin", "wait", "6", "--dry-run"]);
    assert_eq!((view["dry_run"].as_bool(), view["commit"].is_null()), (Some(true), true));
    assert_eq!(view["goals"], serde_json::json!(["wait"]));
}

#[test]
fn a_commit_holds_the_goal_alone_and_says_whose_it_is() {
    let repo = Repo::new();
    for (path, text) in [("goalpost.yaml", SETTINGS), ("org.yaml", ORG), ("queue.yaml", OBJECTIVE), ("wait.yaml", WAIT)]
    {
        repo.write(path, text);
    }
    repo.commit("nia", "2026-10-01T08:00:00Z", "Set the goals");
    repo.git(&["config", "user.email", "tom@northwind.example"]);
    repo.git(&["config", "user.name", "Tom"]);
    // Something else is staged, and something else is changed: neither goes along.
    repo.write("staged.txt", "staged\n");
    repo.git(&["add", "staged.txt"]);
    repo.write("org.yaml", &format!("{ORG}# more\n"));
    let view = json(repo.path(), &["checkin", "wait", "6", "--note", "well", "--commit"]);
    assert_eq!(view["commit"].as_str(), Some(repo.git(&["rev-parse", "HEAD"]).as_str()));
    assert_eq!(
        repo.git(&["show", "--format=%B", "--name-only", "HEAD"]),
        "Check in wait: 6 minutes\n\nGoal: wait\n\n\nwait.yaml"
    );
    assert_eq!(repo.git(&["status", "--short"]), "M org.yaml\nA  staged.txt");
    assert!(repo.read("wait.yaml").contains("by: tom, kind: check-in"), "git's address says who speaks");
}

#[test]
fn bare_on_a_terminal_it_walks_through_what_is_due() {
    let bakery = bakery();
    let lines = ["often", "piloted", "7", "", "1", "", "it came: at last", "6.5 h", "6,5", "8", "", "q"];
    let seen = typed(bakery.path(), &["checkin", "--by", "nia", "-q"], &lines);
    insta::assert_snapshot!(seen);
    assert!(
        read(bakery.path(), "wait.yaml").contains("current: 6.5\n  as_of: 2026-11-21\nconfidence: 0.8\n"),
        "{seen}"
    );
    assert!(read(bakery.path(), "habit.yaml").contains("current: piloted"), "{seen}");
    assert!(read(bakery.path(), "oven.yaml").contains("done: 2026-11-21}   # by phone\n"), "{seen}");
    assert_eq!(read(bakery.path(), "uptime.yaml"), UPTIME, "what was left is left");
    let others = typed(bakery.path(), &["checkin", "--by", "tom", "-q"], &[]);
    assert!(others.contains("you have no open goals with check-ins"), "{others}");
}

#[test]
fn whoever_is_asked_sees_what_is_in_the_way() {
    let bakery = bakery();
    says(bakery.path(), &["note", "wait", "the till\nfreezes", "--kind", "obstacle", "--date", "2026-11-10"]);
    says(bakery.path(), &["note", "wait", "no change", "--kind", "obstacle"]);
    says(bakery.path(), &["note", "wait", "--resolve", "no change"]);
    let seen = typed(bakery.path(), &["checkin", "wait", "-q"], &["7", "", ""]);
    assert!(seen.contains("\n  open obstacle since 2026-11-10: the till freezes\n"), "{seen}");
    assert!(!seen.contains("no change"), "{seen}");
}

#[test]
fn one_goal_is_asked_for_where_nothing_is_said_of_it() {
    let bakery = bakery();
    let seen = typed(bakery.path(), &["checkin", "wait", "-q"], &["7", "", ""]);
    assert!(seen.contains("no value yet · planned today: 6.2 minutes"), "{seen}");
    assert!(read(bakery.path(), "wait.yaml").contains("current: 7\n"), "{seen}");
}

#[test]
fn each_answer_is_written_as_soon_as_it_is_given_and_ctrl_c_loses_none() {
    let bakery = bakery();
    let mut sitting = Sitting::begin(bakery.path(), &["checkin", "--by", "nia", "-q"], "");
    for line in ["piloted", "", ""] {
        sitting.sees("?");
        sitting.types(line);
    }
    sitting.sees("milestones done (numbers)?");
    assert!(read(bakery.path(), "habit.yaml").contains("current: piloted"), "written before the next is asked");
    sitting.types("1");
    sitting.sees("confidence");
    sitting.interrupts();
    let (code, seen) = sitting.ends();
    assert_eq!(code, Some(130), "{seen}");
    assert!(seen.ends_with("\n1 of 4 recorded, 3 left: goalpost checkin\n"), "{seen}");
    assert_eq!(read(bakery.path(), "oven.yaml"), STEPS, "what was answered in part was not said");
    assert_eq!(goalpost(bakery.path(), &["check", "-q"]).code, 0);
}

#[test]
fn a_walk_that_is_cut_short_commits_what_was_answered() {
    let repo = Repo::new();
    let files = [
        ("goalpost.yaml", SETTINGS),
        ("org.yaml", ORG),
        ("queue.yaml", OBJECTIVE),
        ("uptime.yaml", UPTIME),
        ("warm.yaml", OF_KPI),
        ("wait.yaml", WAIT),
        ("habit.yaml", HABIT),
    ];
    for (path, text) in files {
        repo.write(path, text);
    }
    repo.commit("nia", "2026-10-01T08:00:00Z", "Set the goals");
    repo.git(&["config", "user.email", "nia@northwind.example"]);
    repo.git(&["config", "user.name", "Nia"]);
    let mut sitting = Sitting::begin(repo.path(), &["checkin", "--commit"], "piloted\n\n\n6.5\n\ntwo tills\n");
    sitting.sees("warm  Raise uptime");
    sitting.sees("now?");
    let before = repo.git(&["rev-list", "--count", "HEAD"]);
    sitting.interrupts();
    let (code, seen) = sitting.ends();
    assert_eq!((code, before.as_str()), (Some(130), "1"), "{seen}");
    assert!(seen.ends_with("2 of 3 recorded, 1 left: goalpost checkin\n"), "{seen}");
    assert_eq!(
        repo.git(&["show", "--format=%B", "--name-only", "HEAD"]),
        "Check in 2 goals\n\nGoal: habit\nGoal: wait\n\n\nhabit.yaml\nwait.yaml"
    );
    assert_eq!(repo.git(&["status", "--short"]), "");
}

#[test]
fn a_dry_walk_writes_nothing_and_shows_one_patch_at_its_end() {
    let bakery = bakery();
    let seen =
        typed(bakery.path(), &["checkin", "--by", "nia", "-q", "--dry-run"], &["usual", "", "", "2", "", "", "q"]);
    assert!(seen.contains("--- a/habit.yaml\n") && seen.contains("--- a/oven.yaml\n"), "{seen}");
    assert!(!seen.contains("written"), "{seen}");
    assert_eq!((read(bakery.path(), "habit.yaml"), read(bakery.path(), "oven.yaml")), (HABIT.into(), STEPS.into()));
}

#[test]
fn nobody_is_asked_for_a_commit_that_cannot_be_made() {
    let bakery = bakery();
    let (code, seen) = Sitting::begin(bakery.path(), &["checkin", "--commit"], "").ends();
    assert_eq!(code, Some(2), "{seen}");
    assert!(!seen.contains("goals are due"), "{seen}");
}

/// The template's comment that asks for a confidence stayed below the one that was given.
#[test]
fn a_confidence_replaces_the_comment_that_asks_for_it() {
    let goals = tempfile::tempdir().expect("a folder");
    let root = goals.path();
    says(root, &["init"]);
    let new = ["new", "key-result", "--title", "Bake from 1 to 9 loaves", "--measures", "first-objective"];
    says(root, &[&new[..], &["--id", "loaves", "--unit", "x", "--baseline", "1", "--target", "9"]].concat());
    let file = walk(root).into_iter().find(|path| path.ends_with("loaves.yaml")).expect("the file");
    let read = || std::fs::read_to_string(&file).expect("a file");
    assert!(read().contains("# confidence:"), "{}", read());
    says(root, &["checkin", "loaves", "--confidence", "0.6"]);
    assert!(read().contains("confidence: 0.6") && !read().contains("# confidence:"), "{}", read());
}

fn walk(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a folder").flatten().map(|entry| entry.path());
    entries.flat_map(|path| if path.is_dir() { walk(&path) } else { vec![path] }).collect()
}
