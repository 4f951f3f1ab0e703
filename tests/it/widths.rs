//! Every command at every width: with long ids, Chinese, Japanese, Hebrew and emoji in what people write, no line is wider
//! than the page. A command to paste is not broken, a line of YAML is shown as it stands, and Markdown has no width.

use std::ffi::OsStr;
use std::path::Path;

use unicode_width::UnicodeWidthStr as _;

use crate::support::program::goalpost_with;
use crate::support::repository::Repo;
use crate::support::terminal::Sitting;

const ORG: &str = "\
teams:
- {id: web, name: ウェブ開発チームの皆さんとその仲間たち, level: team, lead: ana}
- {id: ops, name: Operations, level: team}
people:
- {id: ana, name: Ana, team: web, email: [ana@northwind.example]}
- {id: ben-with-a-long-name, name: Ben, team: ops, email: [ben@northwind.example]}
";

const MISSION: &str = "\
kind: mission
id: mission
title: 誰もが一日で店を開けるようにするための私たちの長い使命とその理由
statement: 誰もが一日で店を開けるようにする
";

const CHECKOUT: &str = "\
kind: objective
id: checkout-that-survives-the-busiest-day-of-the-year
title: \"決済が一年で最も忙しい日も止まらない 🚀🚀 and stays up through the whole of Black Friday\"
owner: ana
team: web
period: 2026-Q4
supports: [mission]
labels: [resilience, black-friday]
why: אם הקופה נופלת, הלקוחות הולכים ולא חוזרים, ואנחנו מפסידים את היום הגדול של השנה
needs:
- {from: ops, what: \"second region with a very long description of what is needed\", by: 2026-11-10}
- {from: ops, what: 第二のリージョンを用意してほしい, by: 2026-12-10, state: agreed}
log:
- {date: 2026-10-20, by: ana, kind: obstacle, text: \"the provider does not answer 👩‍🚀 our very long letters\"}
- {date: 2026-10-21, by: ben-with-a-long-name, kind: recognition, to: [ana], text: \"谢谢 — for the night shift\"}
";

const SECOND: &str = "\
kind: objective
id: second
title: לקוחות שחוזרים אלינו שוב ושוב כי טוב להם כאן איתנו בחנות
owner: ben-with-a-long-name
team: ops
period: 2026-Q4
supports: [mission]
";

fn key_result(id: &str, title: &str, objective: &str, metric: &str) -> String {
    format!(
        "kind: key_result\nid: {id}\ntitle: \"{title}\"\nmeasures: {objective}\nmetric: {{{metric}}}\nconfidence: 0.5\n"
    )
}

/// Goals with long names in several scripts, a quarter's values, and a moved target.
fn company() -> Repo {
    let repo = Repo::new();
    repo.write("goalpost.yaml", "areas: [reliability, growth]\n");
    for (path, text) in [("org.yaml", ORG), ("mission.yaml", MISSION), ("o.yaml", CHECKOUT), ("o2.yaml", SECOND)] {
        repo.write(path, text);
    }
    let values = |day: &str, first: &str, target: &str| {
        let availability = format!(
            "name: 可用性, unit: \"%\", baseline: 99.5, target: 99.95, current: 99.{first}, as_of: 2026-10-{day}"
        );
        let delight = format!(
            "name: delight, unit: stars per merchant, baseline: 3, target: {target}, current: 7, as_of: 2026-10-{day}"
        );
        let wait = format!("name: המתנה, unit: דקות, baseline: 9, target: 4, current: 8, as_of: 2026-10-{day}");
        let checkout = "checkout-that-survives-the-busiest-day-of-the-year";
        let title = "可用性を九十九点五から九十九点九五パーセントに引き上げる";
        repo.write(
            "k1.yaml",
            &key_result("availability-of-the-checkout-in-every-region", title, checkout, &availability),
        );
        repo.write(
            "k2.yaml",
            &key_result("emoji", "👩‍🚀🚀 Raise delight from 3 to 40 stars per merchant", "second", &delight),
        );
        repo.write(
            "k3.yaml",
            &key_result("rtl", "להוריד את זמן ההמתנה מ-9 דקות ל-4 דקות בכל הסניפים", "second", &wait),
        );
    };
    values("02", "51", "40");
    repo.commit("ana", "2026-10-02T08:00:00Z", "Set the goals of the quarter, all of them, at once 目標を決める");
    for (day, first) in [("09", "52"), ("16", "55"), ("23", "58"), ("30", "63")] {
        values(day, first, "40");
        let message = "Check in: a week of work with a long subject 毎週の確認\n\nGoal: emoji";
        repo.commit("ana", &format!("2026-10-{day}T08:00:00Z"), message);
    }
    values("30", "63", "30");
    repo.commit("ben", "2026-11-03T08:00:00Z", "Update numbers");
    repo
}

const COMMANDS: &[&str] = &[
    "",
    "rollup",
    "rollup emoji",
    "rollup --by team",
    "rollup --by perspective",
    "rollup --by area",
    "rollup --explain second",
    "history emoji",
    "history second",
    "history --all",
    "history --verify",
    "blame emoji",
    "blame checkout-that-survives-the-busiest-day-of-the-year",
    "show second",
    "show emoji",
    "show checkout-that-survives-the-busiest-day-of-the-year",
    "show mission",
    "scorecard",
    "scorecard emoji",
    "align",
    "rules",
    "work",
    "agenda",
    "digest --since 4w",
    "why emoji",
    "why mission --down",
    "plan --period 2026-Q4",
    "impact emoji",
    "calibrate",
    "suggest",
    "diff HEAD~1",
    "diff HEAD~3",
    "explain",
    "check",
];

/// The lines that are wider than a page, without what is shown as it stands.
fn wide_lines(text: &str, columns: usize) -> Vec<String> {
    let is_fixed = |line: &str| {
        let excerpt = line.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ').starts_with(['│', '·', '╭']);
        // A name alone is not broken either.
        line.contains("goalpost ") || excerpt || !line.trim().contains(' ')
    };
    text.lines().filter(|line| line.width() > columns && !is_fixed(line)).map(str::to_owned).collect()
}

fn at(folder: &Path, command: &str, columns: usize) -> (String, String) {
    let columns = columns.to_string();
    let path = std::env::var_os("PATH").unwrap_or_default();
    let environment: [(&str, &OsStr); 3] =
        [("COLUMNS", columns.as_ref()), ("PATH", &path), ("GIT_CONFIG_NOSYSTEM", "1".as_ref())];
    let args: Vec<&str> = command.split(' ').filter(|word| !word.is_empty()).collect();
    let answer = goalpost_with(folder, &args, &environment);
    assert!(answer.code < 2, "{command}: {}", answer.stderr);
    (answer.stdout, answer.stderr)
}

#[test]
fn no_command_writes_a_line_wider_than_the_page() {
    let repo = company();
    let mut wide = String::new();
    for columns in [40, 60, 80, 120] {
        for command in COMMANDS {
            let (stdout, _) = at(repo.path(), command, columns);
            assert!(!stdout.is_empty(), "{command}");
            for line in wide_lines(&stdout, columns) {
                wide.push_str(&format!("{columns} {command}: {:3} {line}\n", line.width()));
            }
        }
    }
    assert!(wide.is_empty(), "{wide}");
}

#[test]
fn ids_stand_in_the_rollup_and_in_the_scorecard() {
    let repo = company();
    for columns in [60, 80, 120] {
        for command in ["rollup", "scorecard"] {
            let (text, _) = at(repo.path(), command, columns);
            for id in ["emoji", "rtl", "second", "checkout-that-survives", "availability-of-the-checkout"] {
                assert!(text.contains(id), "{columns} {command}: {id}\n{text}");
            }
        }
    }
}

#[test]
fn a_terminal_is_not_wider_than_it_is() {
    let repo = company();
    for command in ["rollup", "show second", "scorecard", "history emoji", "align"] {
        let args: Vec<&str> = command.split(' ').chain(["--color", "never", "-q"]).collect();
        let (status, seen) = Sitting::begin_at(24, repo.path(), &args, "", &[("COLUMNS", "44")]).ends();
        assert_eq!(status, Some(0), "{seen}");
        assert_eq!(wide_lines(&seen, 44), Vec::<String>::new(), "{command}");
    }
}
