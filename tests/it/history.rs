//! `goalpost history`: charts, tables and moved goalposts on real repositories.

use std::fmt::Write as _;

use unicode_width::UnicodeWidthStr;

use crate::support::program::{goalpost, json, says};
use crate::support::repository::Repo;
use crate::support::story::{story, uptime};

#[test]
fn every_shape_has_its_chart() {
    let repo = story();
    for id in [
        "checkout-uptime",
        "answer-rating",
        "drill-habit",
        "second-region",
        "availability",
        "reliable-checkout",
        "mission",
    ] {
        let text = says(repo.path(), &["history", id]);
        assert!(text.lines().all(|line| line.width() <= 80), "{text}");
        insta::assert_snapshot!(format!("history_{id}"), text);
    }
    insta::assert_snapshot!("history_all", says(repo.path(), &["history", "--all"]));
}

#[test]
fn several_goals_come_one_after_the_other_and_each_once() {
    let repo = story();
    let text = says(repo.path(), &["history", "drill-habit", "availability", "drill-habit"]);
    let heads: Vec<_> = text.lines().filter(|line| line.contains(", now ")).collect();
    assert_eq!(heads.len(), 2, "{text}");
    assert!(heads[0].starts_with("availability ") && heads[1].starts_with("drill-habit "), "{text}");
}

#[test]
fn what_is_not_committed_is_the_last_value() {
    let repo = story();
    repo.write("2026-Q4/checkout-uptime.yaml", &uptime(Some((99.8, "2026-11-20", 0.9)), 99.82, ""));
    let text = says(repo.path(), &["history", "checkout-uptime"]);
    assert!(text.starts_with("checkout-uptime   99.5 → 99.82 %, now 99.8 % (93 %), on track, plan 56 %\n"), "{text}");
    let table: Vec<_> = text.lines().skip_while(|line| !line.starts_with("day ")).skip(1).take(3).collect();
    assert_eq!(
        table,
        [
            "2026-11-21  ▲ target 99.85 → 99.82 % (no reason given)",
            "                                           –            –        uncommitted",
            "2026-11-20   99.8 %       93%         0.9  –            –        uncommitted",
        ]
    );
    let last = json(repo.path(), &["history", "checkout-uptime"])["goals"][0]["observations"][7].clone();
    assert_eq!((&last["day"], &last["value"]), (&"2026-11-20".into(), &99.8.into()));
    for field in ["commit", "author", "email", "committed"] {
        assert!(last[field].is_null(), "{field}: {last}");
    }
    assert_eq!(last["truncated"], false);
    assert_eq!(last["path"], "2026-Q4/checkout-uptime.yaml");
}

#[test]
fn csv_has_a_row_for_each_value() {
    let repo = story();
    let text = says(repo.path(), &["history", "checkout-uptime", "second-region", "--format", "csv"]);
    let lines: Vec<_> = text.lines().collect();
    assert_eq!(lines[0], "goal,day,value,progress,confidence,commit,author,email,committed,path,counts,unit");
    assert_eq!(lines.len(), 1 + 7 + 2);
    let cells: Vec<_> = lines[1].split(',').collect();
    assert_eq!(cells[..2], ["checkout-uptime", "2026-10-02"]);
    assert_eq!(cells[2], "99.52");
    // Against the target of that day, 99.99, and not rounded.
    let progress: f64 = cells[3].parse().expect("a number");
    assert!((progress - 0.02 / 0.49).abs() < 1e-9 && cells[3].len() > 6, "{progress}");
    assert_eq!(cells[6..], ["Tom", "tom@northwind.example", "2026-10-02T14:00:00Z", "uptime.yaml", "true", "%"]);
    assert!(lines[8].starts_with("second-region,2026-10-17,,0.25,,"), "milestones have no value: {}", lines[8]);
    assert!(lines[8].ends_with(",true,"), "and no unit: {}", lines[8]);
}

#[test]
fn no_cell_of_the_csv_is_a_formula() {
    let repo = story();
    repo.write("2026-Q4/checkout-uptime.yaml", &uptime(Some((-2.0, "2026-11-20", 0.9)), 99.82, ""));
    repo.commit("=cmd|' /C calc'!A0", "2026-11-20T08:00:00Z", "boo");
    let text = says(repo.path(), &["history", "checkout-uptime", "--format", "csv"]);
    let last = text.lines().last().expect("a row");
    assert!(last.contains(",-2,") && last.contains(",'=cmd|' /C calc'!A0,"), "{last}");
}

/// Text that would turn the terminal over, break tables or fill them.
const HOSTILE: &str = "\\e]0;owned\\a\\u001b[2J日本語の題名\\u202e👩‍👩‍👧‍👦 |\\t";

#[test]
fn hostile_texts_stay_in_their_place() {
    let repo = Repo::new();
    let long = "x".repeat(10_000);
    let step = |at: usize| format!("\"{HOSTILE}{at}\"");
    let scale: Vec<_> = (0..40).map(step).collect();
    repo.write("goalpost.yaml", "");
    repo.write(
        "o.yaml",
        &format!("kind: objective\nid: o\ntitle: \"{HOSTILE}{long}\"\nowner: \"{HOSTILE}\"\nperiod: 2026-Q4\n"),
    );
    let rubric = |at: usize, target: usize| {
        format!(
            "kind: key_result\nid: rubric\ntitle: \"{HOSTILE}\"\nmeasures: o\nmetric: {{scale: [{}], baseline: {}, \
             target: {}, current: {}, as_of: 2026-10-0{}}}\n",
            scale.join(", "),
            step(0),
            step(target),
            step(at),
            at + 1
        )
    };
    let number = |value: &str, title: &str| {
        format!(
            "kind: key_result\nid: number\ntitle: {title}\nmeasures: o\nmetric: {{unit: \"{HOSTILE}\", baseline: 0, \
             target: 1e300, current: {value}}}\nmilestones: [{{title: \"{HOSTILE}{long}\", value: 3, due: 2026-11-01}}]\n"
        )
    };
    let hostile = "\u{1b}[31m=evil\u{202e} 日本語の名前 👩‍👩‍👧‍👦 Name";
    for (at, value) in ["0", "-1e300", "1e-300", "1.7976931348623157e308", "5"].iter().enumerate() {
        repo.write("rubric.yaml", &rubric(at, 39 - at));
        repo.write("number.yaml", &number(value, &if at == 2 { long.clone() } else { format!("\"{HOSTILE}\"") }));
        repo.commit(hostile, &format!("2026-11-0{}T08:00:00Z", at + 1), &format!("\u{1b}[2J{long}{hostile}"));
    }
    for args in [
        &["history", "rubric", "number", "o"][..],
        &["history", "--all"],
        &["blame", "rubric"],
        &["blame", "number"],
        &["blame", "o"],
        &["rollup"],
    ] {
        let text = says(repo.path(), args);
        let control = |c: char| c.is_control() && c != '\n';
        assert!(!text.contains(control) && !text.contains('\u{202e}'), "{args:?}: {text:?}");
        for line in text.lines() {
            assert!(line.width() <= 80, "{args:?}: {} columns: {line}", line.width());
        }
        assert!(text.len() < 60_000, "{args:?} says {} bytes", text.len());
    }
}

#[test]
fn odd_times_have_charts_too() {
    let repo = Repo::new();
    repo.write("goalpost.yaml", "");
    let key_result = |id: &str, time: &str, value: &str| {
        let metric = "unit: EUR, baseline: 0, target: 10";
        format!("kind: key_result\nid: {id}\ntitle: T\nmeasures: none\n{time}\nmetric: {{{metric}, {value}}}\n")
    };
    let cases = [
        ("one-day", "period: {start: 2026-11-21, end: 2026-11-21}"),
        ("one-week", "period: {start: 2026-11-16, end: 2026-11-22}"),
        ("a-month", "period: 2026-11"),
        ("a-year", "period: 2026"),
        ("decades", "period: 2020..2060"),
        ("millennia", "period: 2026..9999"),
        ("a-deadline", "deadline: 2026-12-01"),
        ("no-time", "why: it has none"),
        ("long-past", "period: 2019-Q4"),
    ];
    for (at, day) in ["2026-11-01", "2026-11-21"].iter().enumerate() {
        for (id, time) in cases {
            let value = format!("current: {at}, as_of: {day}");
            repo.write(&format!("{id}.yaml"), &key_result(id, time, &value));
        }
        repo.commit("tom", &format!("{day}T08:00:00Z"), "values");
    }
    let mut shown = String::new();
    for (id, _) in cases {
        let text = says(repo.path(), &["history", id]);
        assert!(text.lines().all(|line| line.width() <= 80), "{text}");
        let chart = text.lines().take_while(|line| !line.starts_with("day "));
        // The chart's last rows: the time it is about.
        let axis: Vec<_> = chart.filter(|line| !line.contains(['┤', '│'])).collect();
        writeln!(shown, "{}\n", axis.join("\n")).expect("texts take all");
    }
    insta::assert_snapshot!("history_odd_times", shown);
}

#[test]
fn a_goal_without_a_value_says_what_to_write() {
    let repo = story();
    repo.write("new.yaml", "kind: key_result\nid: new\ntitle: New\nmeasures: reliable-checkout\n");
    let text = says(repo.path(), &["history", "new"]);
    let told = "\nno value yet: set `current` and `as_of` in its metric, or `done` in its milestones\n";
    assert!(text.starts_with("new   no measure, not measured\n") && text.contains(told), "{text}");
}

#[test]
fn colour_changes_no_word_and_no_place() {
    let repo = story();
    for args in [
        &["history", "checkout-uptime", "answer-rating"][..],
        &["history", "--all"],
        &["rollup"],
        &["blame", "drill-habit"],
    ] {
        let plain = says(repo.path(), args);
        let coloured = says(repo.path(), &[args, &["--color", "always"]].concat());
        assert!(coloured.contains("\u{1b}[") && !plain.contains('\u{1b}'));
        let stripped: String = coloured
            .split('\u{1b}')
            .enumerate()
            .map(|(at, part)| if at == 0 { part } else { part.split_once('m').map_or("", |(_, rest)| rest) })
            .collect();
        let trimmed = |text: &str| text.lines().map(|line| line.trim_end().to_owned()).collect::<Vec<_>>();
        assert_eq!(trimmed(&stripped), trimmed(&plain), "{args:?}");
    }
}

#[test]
fn a_shallow_clone_says_where_it_is_cut_off() {
    let repo = story();
    let clone = repo.shallow(3);
    let answer = goalpost(clone.path(), &["history", "second-region"]);
    assert_eq!(answer.code, 0);
    assert!(answer.stderr.contains("shallow clone"), "{}", answer.stderr);
    let last = answer.stdout.lines().rev().find(|line| line.starts_with("2026-")).expect("a row");
    assert!(last.ends_with("–            –        history truncated here"), "{last}");
    let observations = json(clone.path(), &["history", "second-region"])["goals"][0]["observations"].clone();
    assert_eq!((&observations[0]["truncated"], &observations[1]["truncated"]), (&true.into(), &false.into()));
    assert!(observations[0]["author"].is_null() && observations[1]["author"].is_string(), "{observations}");
    let blame = says(clone.path(), &["blame", "second-region"]);
    assert_eq!(blame.matches("history truncated here").count(), 7, "{blame}");
    let fields = json(clone.path(), &["blame", "second-region"])["fields"].clone();
    assert_eq!((&fields[0]["set"], &fields[0]["commit"]), (&"truncated".into(), &serde_json::Value::Null));
    assert_eq!(fields[5]["set"], "commit");
}

#[test]
fn a_value_after_the_end_is_named_and_that_there_is_none_is_said_once() {
    let repo = Repo::new();
    let goal = |metric: &str| {
        format!(
            "kind: key_result\nid: a\ntitle: Sell loaves\nmeasures: o\nperiod: 2026-Q3\nmetric: {{baseline: 0, target: 9{metric}}}\n"
        )
    };
    repo.write("goalpost.yaml", "");
    repo.write("o.yaml", "kind: objective\nid: o\ntitle: Sell bread\nperiod: 2026-Q3\n");
    repo.write("a.yaml", &goal(""));
    repo.commit("ana", "2026-07-02T08:00:00Z", "Set the goals");
    let heading = |repo: &Repo| says(repo.path(), &["history", "a"]).lines().take(3).collect::<Vec<_>>().join("\n");
    assert!(heading(&repo).starts_with("a   0 → 9, no value yet\n"), "{}", heading(&repo));
    repo.write("a.yaml", &goal(", current: 5, as_of: 2026-10-05"));
    repo.commit("ana", "2026-10-05T08:00:00Z", "Check in late");
    let late = heading(&repo);
    assert!(late.starts_with("a   0 → 9, no value yet\n"), "{late}");
    assert!(late.ends_with("5 on 2026-10-05 does not count: the goal ended 2026-09-30"), "{late}");
}
