//! Every command at every width, in a pipe and on a terminal: with long ids and paths, Chinese, Japanese, Hebrew, Arabic and
//! emoji in what people write, no line is wider than the page, and numbers stand below each other. A command to paste is not
//! broken, and what programs read has no width.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::Path;

use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr;

use crate::calibrate::{repository as closed_goals, twelve};
use crate::support::program::{Answer, commands, goalpost_with, northwind};
use crate::support::repository::{Repo, northwind_in_git};
use crate::support::terminal::Sitting;

const ORG: &str = "\
teams:
- {id: products, name: 製品とお客様のための部門, level: department, lead: ana}
- {id: services, name: Services and infrastructure of the whole company, level: department}
- {id: web, name: ウェブ開発チームの皆さんとその仲間たち, level: team, lead: ana, parent: products, capacity: 10}
- {id: ops, name: Operations, level: team, parent: services, capacity: 4}
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
supports: [mission, checkout-that-survives-the-busiest-day-of-the-year]
effort: 12
";

/// In a folder with a long name, with a parent that is not there.
const LOST: &str = "\
kind: objective
id: lost
title: السلام والأمان لكل العملاء الذين لا يعرفون لماذا لا تصل الطرود
owner: ben-with-a-long-name
team: ops
period: 2026-Q4
supports: [an-id-that-no-goal-has-and-that-is-longer-than-a-narrow-page]
retrospective: 决済が一年で最も忙しい日も止まらないようにするための長い長い説明文がここに続きます
";

/// Where it lies.
const LOST_PATH: &str =
    "2026-Q4/engineering-platform-and-operations/teams-of-the-northern-region/a-goal-with-a-long-file-name.yaml";

fn key_result(id: &str, title: &str, objective: &str, metric: &str) -> String {
    format!(
        "kind: key_result\nid: {id}\ntitle: \"{title}\"\nmeasures: {objective}\nmetric: {{{metric}}}\nconfidence: 0.5\n"
    )
}

/// Goals with long names in several scripts, a quarter's values, and a moved target.
fn company() -> Repo {
    let repo = Repo::new();
    repo.write("goalpost.yaml", "areas: [reliability, growth]\n");
    for (path, text) in
        [("org.yaml", ORG), ("mission.yaml", MISSION), ("o.yaml", CHECKOUT), ("o2.yaml", SECOND), (LOST_PATH, LOST)]
    {
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
    repo.write("rows.csv", "title,owner,progress,target\n決済が一年で最も忙しい日も止まらないようにする,ana,50 %,\nTwo,\"bo, cy\",,1.5.2\n");
    repo.write("values.csv", "goal,value\nemoji,9\nnobody-knows-this-goal-under-this-long-name,3\n");
    repo
}

/// Commands that read. `""` is the overview.
const READING: &[&str] = &[
    "",
    "agenda",
    "align",
    "align --compare HEAD~2",
    "blame checkout-that-survives-the-busiest-day-of-the-year",
    "blame emoji",
    "calibrate",
    "check",
    "check --all",
    "check --since HEAD~1",
    "check --fix --diff",
    "diff HEAD~1",
    "diff HEAD~3",
    "diff HEAD~1 --only progress",
    "digest --since 4w",
    "explain",
    "history --all",
    "history --verify",
    "history emoji",
    "history second",
    "hook --help",
    "--help",
    "set --help",
    "impact emoji",
    "import rows.csv --dry-run",
    "demo elsewhere",
    "plan --period 2026-Q4",
    "review --person ana --period all",
    "rollup",
    "rollup --by area",
    "rollup --by perspective",
    "rollup --by team",
    "rollup --explain second",
    "rollup emoji",
    "rules",
    "schema",
    "scorecard",
    "scorecard emoji",
    "show checkout-that-survives-the-busiest-day-of-the-year",
    "show emoji",
    "show mission",
    "show second",
    "suggest",
    "why emoji",
    "why lost",
    "why mission",
    "why mission --down",
    "work",
];

/// Commands that write, each in a repository of its own.
const WRITING: &[&str] = &[
    "ack second --by ana",
    "carry-over --from 2026-Q4 --to 2027-Q1",
    "cascade second --to web",
    "check --fix",
    "checkin emoji 8 --as-of 2026-11-20",
    "checkin --from values.csv",
    "close emoji --as missed --why too-little",
    "import rows.csv",
    "init goals",
    "link lost mission",
    "need second help --from web",
    "new objective --title More --id more --owner ana --supports mission",
    "note emoji said",
    "reassign --owner ana --to ben-with-a-long-name",
    "rename emoji renamed",
    "set emoji labels one two",
];

/// What cannot be done, on standard error.
const REFUSED: &[&str] = &[
    "show nobody-knows-this-goal-under-this-long-name",
    "set emoji target 20",
    "rollup --team nobody-knows-this-team",
    "checkin emoji 4k",
    "reopen second --reason no",
    "frobnicate",
    "pull --list",
];

/// Commands whose answers programs read.
const FOR_PROGRAMS: &[&str] =
    &["completions", "export", "graph", "instructions", "lsp", "man", "mcp", "merge", "report"];

/// The columns of a text: those of its graphemes, as terminals draw them.
fn columns_of(text: &str) -> usize {
    text.graphemes(true).map(UnicodeWidthStr::width).sum()
}

/// The lines that are wider than a page. A command alone on its line is not broken, nor is an address.
fn wide_lines(text: &str, columns: usize) -> Vec<String> {
    let is_whole = |line: &str| {
        let line = line.trim_start_matches([' ', '│', '├', '└', '─']);
        let is_command =
            ["goalpost ", "git ", "export ", "# yaml-language-server"].iter().any(|it| line.starts_with(it));
        let is_name = ["`", "/"].iter().any(|it| line.starts_with(it)) || line.contains("://");
        // So is a line of a file in the difference that a dry run shows.
        is_command || line.starts_with(['+', '-']) || is_name && !line.contains(' ')
    };
    text.lines().filter(|line| columns_of(line) > columns && !is_whole(line)).map(str::to_owned).collect()
}

fn answer_at(folder: &Path, command: &str, columns: usize) -> Answer {
    let columns = columns.to_string();
    let path = std::env::var_os("PATH").unwrap_or_default();
    let environment: [(&str, &OsStr); 3] =
        [("COLUMNS", columns.as_ref()), ("PATH", &path), ("GIT_CONFIG_NOSYSTEM", "1".as_ref())];
    let args: Vec<&str> = command.split(' ').filter(|word| !word.is_empty()).collect();
    goalpost_with(folder, &args, &environment)
}

fn at(folder: &Path, command: &str, columns: usize) -> String {
    let answer = answer_at(folder, command, columns);
    assert!(answer.code < 2, "{command}: {}", answer.stderr);
    answer.stdout
}

/// The widths at which every command is drawn.
const WIDTHS: [usize; 4] = [40, 60, 80, 120];

/// The lines of some commands that are wider than their page.
fn wide<'c>(
    commands: impl IntoIterator<Item = &'c &'c str>,
    widths: &[usize],
    text: impl Fn(&str, usize) -> String,
) -> String {
    let mut wide = String::new();
    for command in commands {
        for columns in widths.iter().copied() {
            for line in wide_lines(&text(command, columns), columns) {
                wide.push_str(&format!("{columns} {command}: {:3} {line}\n", columns_of(&line)));
            }
        }
    }
    wide
}

#[test]
fn every_command_is_drawn() {
    let drawn: BTreeSet<&str> =
        [READING, WRITING, REFUSED, FOR_PROGRAMS].concat().iter().filter_map(|line| line.split(' ').next()).collect();
    let missing: Vec<String> =
        commands().into_iter().filter(|name| name != "help" && !drawn.contains(name.as_str())).collect();
    assert!(missing.is_empty(), "add a line to READING or WRITING: {missing:?}");
}

#[test]
fn no_command_writes_a_line_wider_than_the_page() {
    let repo = company();
    let text = |command: &str, columns: usize| {
        if command.starts_with("demo ") {
            let folder = tempfile::tempdir().expect("a folder");
            return at(folder.path(), command, columns);
        }
        let text = at(repo.path(), command, columns);
        assert!(!text.is_empty() || command.ends_with("--diff"), "{command}");
        text
    };
    // In a pipe a review is Markdown, which has no width.
    let reading = READING.iter().filter(|line| !line.starts_with("review "));
    let wide = wide(reading, &WIDTHS, text);
    assert!(wide.is_empty(), "{wide}");
}

#[test]
fn colors_change_no_text() {
    let repo = company();
    // In a pipe a review is Markdown, which has no color.
    for command in READING.iter().filter(|line| !line.starts_with("review ") && !line.starts_with("demo ")) {
        for columns in [40, 80] {
            let painted = at(repo.path(), &format!("{command} --color always"), columns);
            let plain: String = painted
                .split("\u{1b}[")
                .enumerate()
                .map(|(at, part)| if at == 0 { part } else { part.split_once('m').expect("a color").1 })
                .collect();
            let other = at(repo.path(), command, columns);
            let lines = |text: &str| text.lines().map(|line| line.trim_end().to_owned()).collect::<Vec<_>>();
            assert_eq!(lines(&plain), lines(&other), "{command} at {columns} columns");
        }
    }
}

#[test]
fn no_command_that_writes_writes_a_line_wider_than_the_page() {
    let repo = company();
    let wide = wide(WRITING, &WIDTHS, |command, columns| {
        let answer = answer_at(repo.copy().path(), command, columns);
        assert!(answer.code < 2, "{command}: {}", answer.stderr);
        answer.stdout
    });
    assert!(wide.is_empty(), "{wide}");
}

#[test]
fn no_line_of_other_companies_is_wider_than_the_page() {
    let others =
        ["agenda", "align", "calibrate", "check", "digest --since 12w", "plan --period next", "rollup --by team"];
    let northwind = northwind_in_git();
    let wide_here = wide(&others, &WIDTHS, |command, columns| at(&northwind, command, columns));
    assert!(wide_here.is_empty(), "{wide_here}");
    let closed = closed_goals(&twelve(), "");
    let elsewhere = wide(&["calibrate", "history --all"], &WIDTHS, |command, columns| {
        at(closed.path(), &format!("{command} --today 2026-05-01"), columns)
    });
    assert!(elsewhere.is_empty(), "{elsewhere}");
}

#[test]
fn no_page_of_the_documentation_is_wider_than_the_page() {
    let here = tempfile::tempdir().expect("a folder");
    let view = at(here.path(), "explain --format json", 80);
    let view: serde_json::Value = serde_json::from_str(&view).expect("JSON");
    let topics = |key: &str| view[key].as_array().cloned().unwrap_or_default();
    let named = ["guide", "concepts", "rules"].iter().flat_map(|key| topics(key));
    let lines: Vec<String> =
        named.filter_map(|it| Some(format!("explain {}", it.as_str().or(it["topic"].as_str())?))).collect();
    assert!(lines.len() > 100, "{}", lines.len());
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let wide = wide(&lines, &[40, 80], |command, columns| at(here.path(), command, columns));
    assert!(wide.is_empty(), "{wide}");
}

/// What is said on standard error, of what was done and of what cannot be.
#[test]
fn a_terminal_is_not_wider_than_it_is() {
    let repo = company();
    let path = std::env::var("PATH").unwrap_or_default();
    let env = [("PATH", path.as_str()), ("GIT_CONFIG_NOSYSTEM", "1"), ("GOALPOST_PAGER", ""), ("TERM", "dumb")];
    let seen = |command: &str, columns: usize| {
        let args: Vec<&str> = command.split(' ').filter(|word| !word.is_empty()).collect();
        let size = (5000, u16::try_from(columns).expect("a width"));
        Sitting::begin_at(size, repo.path(), &args, "\u{4}\u{4}", &env).ends().1
    };
    let reading = READING.iter().filter(|line| !line.starts_with("demo ") && !line.starts_with("init "));
    let wide = wide(reading.chain(REFUSED), &[40, 80], seen);
    assert!(wide.is_empty(), "{wide}");
}

#[test]
fn ids_stand_in_the_rollup_and_in_the_scorecard() {
    let repo = company();
    for columns in [60, 80, 120] {
        for command in ["rollup", "scorecard"] {
            let text = at(repo.path(), command, columns);
            for id in ["emoji", "rtl", "second", "checkout-that-survives", "availability-of-the-checkout"] {
                assert!(text.contains(id), "{columns} {command}: {id}\n{text}");
            }
        }
    }
}

/// Arabic lam and alef were counted as one column, so that what stands behind them moved.
#[test]
fn numbers_stand_below_each_other_whatever_the_script_of_a_title() {
    let repo = Repo::new();
    repo.write("goalpost.yaml", "");
    for (at, title) in
        ["السلام والأمان لكل العملاء", "決済が止まらない", "לקוחות שחוזרים", "👩‍🚀🚀 Delight", "Plain"].iter().enumerate()
    {
        let objective = format!("kind: objective\nid: o{at}\ntitle: {title}\nowner: ana\nperiod: 2026-Q4\n");
        repo.write(&format!("o{at}.yaml"), &objective);
        let metric = "name: m, unit: x, baseline: 0, target: 10, current: 3, as_of: 2026-11-20";
        repo.write(&format!("k{at}.yaml"), &key_result(&format!("k{at}"), title, &format!("o{at}"), metric));
    }
    repo.commit("ana", "2026-11-20T08:00:00Z", "Set the goals");
    for (command, mark) in [("rollup", "30%"), ("history --all", "30%"), ("scorecard", "")] {
        for columns in [80, 120] {
            let text = at(repo.path(), command, columns);
            let place = |line: &str| match mark {
                "" => Some(line.len()).filter(|_| line.ends_with(['✓', '✗'])),
                mark => line.find(mark),
            };
            let rows = text.lines().skip(1).filter_map(|line| place(line).map(|at| columns_of(&line[..at])));
            let places: BTreeSet<usize> = rows.collect();
            assert_eq!(places.len(), 1, "{columns} {command}: {places:?}\n{text}");
        }
    }
}

/// A width of a thousand million asked for as many bytes, and the program was aborted.
#[test]
fn a_width_has_a_maximum() {
    for columns in ["1000000000", "18446744073709551615"] {
        let answer = goalpost_with(&northwind(), &["rollup", "failed-payments"], &[("COLUMNS", columns.as_ref())]);
        assert_eq!(answer.code, 0, "{}", answer.stderr);
        assert!(answer.stdout.lines().all(|line| line.chars().count() <= 2_100), "{columns}");
    }
}

/// The underline below a family of emoji was as wide as its members one by one.
#[test]
fn an_underline_is_as_wide_as_what_it_is_under() {
    let title = "👨‍👩‍👧‍👦".repeat(9);
    let mission = format!("kind: mission\nid: mission\ntitle: \"{title} x\\u034fy\"\nstatement: x\n");
    let folder = crate::support::program::folder(&[("goalpost.yaml", ""), ("m.yaml", &mission)]);
    let answer = goalpost_with(folder.path(), &["check"], &[("COLUMNS", "60".as_ref())]);
    let underline = answer.stdout.lines().find(|line| line.contains("─┬─")).expect("an underline");
    assert!(underline.trim_end().width() <= 60, "{}", answer.stdout);
    assert!(answer.stdout.contains(&title), "{}", answer.stdout);
}
