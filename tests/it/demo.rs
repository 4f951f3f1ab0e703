//! `goalpost demo`: the same commits everywhere, and in them what was hidden on purpose and nothing else.

use std::collections::BTreeSet;
use std::fs;
use std::io::{Write as _, stderr};
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

use serde_json::{Value, json};

use crate::support::program::{Answer, goalpost, says};
use crate::support::schema::{self, mistakes, schema_of, validator};

/// The last commit of the demonstration. It changes with every letter of the demo, and with nothing else.
const TIP: &str = "ef471500f2c9ed476af9431053f0992d5a4bd151";

/// What is hidden in it: the rule that finds it, its level, and where.
const HIDDEN: &[(&str, &str, &str)] = &[
    ("conflicting-goals", "warning", "lean-stock"),
    ("dangling-link", "error", "ranking-by-meaning"),
    ("deleted-goal", "warning", "gift-cards"),
    ("departed-owner", "warning", "payment-failures"),
    ("dropped-without-reason", "error", "shelf-moves"),
    ("duplicate-goal", "warning", "order-questions"),
    ("late-need", "warning", "records-without-typing"),
    ("moved-deadline", "warning", "guest-checkout"),
    ("moved-target", "warning", "search-success"),
    ("never-checked-in", "warning", "small-presses"),
    ("orphan-goal", "warning", "podcast"),
    ("rescoped-objective", "warning", "space-for-what-sells"),
    ("stale-check-in", "warning", "notes-read"),
    ("theory-gap", "warning", "reader-recommendation"),
    ("unanswered-need", "warning", "paying-is-calm"),
    ("unresolved-obstacle", "warning", "lean-stock"),
];

/// A goalpost that moved: goal, field, before, after, day, and whether it was explained, by its owner alone, settling.
type Moved = (&'static str, &'static str, Value, Value, &'static str, [bool; 3]);

fn moved() -> Vec<Moved> {
    vec![
        ("bookseller-notes", "metric.target", json!(900.0), json!(700.0), "2026-11-04", [true, true, false]),
        ("feeds-connected", "metric.target", json!(60.0), json!(50.0), "2026-10-08", [false, true, true]),
        ("guest-checkout", "deadline", json!("2026-11-13"), json!("2026-12-11"), "2026-11-10", [false, true, false]),
        ("hand-typed-records", "metric.target", json!(300.0), json!(500.0), "2026-10-28", [true, false, false]),
        ("picking-time", "metric.baseline", json!(7.5), json!(8.1), "2026-10-23", [true, false, false]),
        ("search-success", "metric.target", json!(70.0), json!(66.0), "2026-11-03", [false, true, false]),
    ]
}

/// The demonstration, written once for all tests that only read it.
fn demo() -> PathBuf {
    static DEMO: OnceLock<tempfile::TempDir> = OnceLock::new();
    let written = DEMO.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a folder");
        says(folder.path(), &["demo", "lanterna"]);
        folder
    });
    written.path().join("lanterna")
}

fn git(folder: &Path, args: &[&str]) -> Output {
    Command::new("git")
        .args(args)
        .current_dir(folder)
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .envs([("GIT_CONFIG_GLOBAL", "/dev/null"), ("GIT_CONFIG_NOSYSTEM", "1")])
        .output()
        .expect("git runs")
}

/// What git says, with nothing on standard error.
fn git_says(folder: &Path, args: &[&str]) -> String {
    let output = git(folder, args);
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(output.status.success() && output.stderr.is_empty(), "git {args:?}: {}", text(&output.stderr));
    text(&output.stdout)
}

/// Says what cannot be tested yet.
fn skip(why: &str) {
    let _ = writeln!(stderr(), "skipped: {why}");
}

fn answer(folder: &Path, args: &[&str]) -> Value {
    let answer = goalpost(folder, &[args, &["--format", "json"]].concat());
    serde_json::from_str(&answer.stdout).unwrap_or_else(|error| panic!("{error}: {}", answer.stderr))
}

#[test]
fn the_commits_are_the_same_whoever_writes_them_wherever() {
    let folder = tempfile::tempdir().expect("a folder");
    let home = folder.path().join("home");
    fs::create_dir_all(home.join("template/hooks")).expect("a folder");
    fs::write(home.join("template/hooks/post-checkout"), "#!/bin/sh\nexit 1\n").expect("a hook");
    let config = format!(
        "[user]\nname = Somebody\nemail = else@x.example\n[init]\ndefaultBranch = trunk\ntemplateDir = {}\n\
         [commit]\ngpgsign = true\n[core]\nautocrlf = true\nfileMode = false\nhooksPath = /nowhere\n[i18n]\n\
         commitEncoding = latin1\n",
        home.join("template").display()
    );
    fs::write(home.join(".gitconfig"), config).expect("a configuration");
    let done = Command::new("sh")
        .args(["-c", "umask 077; exec \"$0\" demo", env!("CARGO_BIN_EXE_goalpost")])
        .current_dir(folder.path())
        .env_clear()
        .envs([("TZ", "Pacific/Auckland"), ("LC_ALL", "tr_TR.UTF-8"), ("GIT_AUTHOR_NAME", "Nobody")])
        .envs([("GIT_AUTHOR_DATE", "2001-01-01T00:00:00Z"), ("GIT_DIR", "/nowhere"), ("GOALPOST_TODAY", "2001-01-01")])
        .env("HOME", &home)
        .output()
        .expect("the program runs");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let here = folder.path().join("goalpost-demo");
    assert_eq!(git_says(&here, &["rev-parse", "HEAD"]).trim(), TIP);
    assert!(!here.join(".git/hooks/post-checkout").exists(), "a hook of the user's came along");
    assert_eq!(fs::read(here.join("org.yaml")).expect("a file"), fs::read(demo().join("org.yaml")).expect("a file"));
    assert_eq!(git_says(&demo(), &["rev-parse", "HEAD"]).trim(), TIP);
    let refs = |folder: &Path| git_says(folder, &["for-each-ref"]);
    assert_eq!(refs(&here), refs(&demo()));
}

#[test]
fn git_finds_nothing_to_complain_about() {
    let demo = demo();
    assert_eq!(git_says(&demo, &["fsck", "--strict", "--no-progress"]), "");
    assert_eq!(git_says(&demo, &["status", "--porcelain"]), "");
    assert_eq!(git_says(&demo, &["diff-files"]), "", "the index knows the files as they are");
    assert_eq!(git_says(&demo, &["branch", "--show-current"]).trim(), "main");
    assert_eq!(git_says(&demo, &["reflog"]), "", "a log would have this machine's time in it");
    let modes: BTreeSet<String> = git_says(&demo, &["ls-files", "-s"]).lines().map(|it| it[..6].to_owned()).collect();
    assert_eq!(modes, BTreeSet::from(["100644".to_owned()]));
    // Whoever goes on working there finds a repository as git makes one.
    assert_eq!(git_says(&demo, &["config", "core.logallrefupdates"]).trim(), "true");
    let says = |args: &[&str]| git_says(&demo, args).lines().count();
    assert_eq!(says(&["rev-list", "--merges", "HEAD"]), 1);
    assert_eq!(says(&["log", "--format=%h", "--author=users.noreply.github.com"]), 1);
    assert_eq!(says(&["shortlog", "-se", "HEAD"]), 18, "sixteen people, the bot and GitHub's Priya");
}

#[test]
fn what_is_hidden_is_found_and_nothing_else() {
    let findings = answer(&demo(), &["check"])["findings"].as_array().expect("findings").clone();
    let text = |value: &Value| value.as_str().unwrap_or("none").to_owned();
    let mut found: Vec<_> =
        findings.iter().map(|it| (text(&it["rule"]), text(&it["level"]), text(&it["goal"]))).collect();
    found.sort();
    let hidden: Vec<_> =
        HIDDEN.iter().map(|(rule, level, goal)| (rule.to_string(), level.to_string(), goal.to_string())).collect();
    assert_eq!(found, hidden);
}

#[test]
fn the_slip_of_the_pen_can_be_mended() {
    let folder = tempfile::tempdir().expect("a folder");
    says(folder.path(), &["demo", "."]);
    let mended = goalpost(folder.path(), &["check", "--fix", "--rule", "dangling-link"]);
    assert_eq!((mended.code, mended.stderr.as_str()), (0, "note: fixed 1 finding; review with git diff\n"));
    let diff = git_says(folder.path(), &["diff", "--unified=0"]);
    assert!(diff.contains("-  - goal: questions-answerd\n+  - goal: questions-answered\n"), "{diff}");
}

#[test]
fn history_tells_every_goalpost_that_moved() {
    let history = answer(&demo(), &["history", "--all"]);
    let mut found = Vec::new();
    for goal in history["goals"].as_array().expect("goals") {
        for it in goal["goalposts"].as_array().expect("moves") {
            let told = ["explained", "by_owner_alone", "settling"].map(|flag| it[flag].as_bool().expect("told"));
            found.push(json!([goal["id"], it["field"], it["before"], it["after"], it["day"], told]));
        }
    }
    let moved: Vec<Value> = moved().into_iter().map(|it| json!(it)).collect();
    assert_eq!(found, moved);
    let quiet = history["goals"].as_array().and_then(|all| all.iter().find(|it| it["id"] == "search-success"));
    let price = &quiet.expect("the goal")["price"];
    let near = |value: &Value, wanted: f64| (value.as_f64().expect("a number") - wanted).abs() < 1e-9;
    assert!(near(&price["against_original"], 5.0 / 12.0) && near(&price["present"], 5.0 / 8.0), "{price}");
}

#[test]
fn history_follows_names_branches_and_people() {
    let history = answer(&demo(), &["history", "--all"]);
    let goals = history["goals"].as_array().expect("goals");
    let observations = |id: &str| {
        let goal = goals.iter().find(|it| it["id"] == id).unwrap_or_else(|| panic!("{id}"));
        goal["observations"].as_array().expect("observations").clone()
    };
    let of = |id: &str, day: &str| {
        let found = observations(id).into_iter().find(|it| it["day"] == day);
        found.map(|it| (it["value"].clone(), it["author"].clone(), it["email"].clone()))
    };
    // Through the renamed id, and from the branch that was merged.
    assert_eq!(observations("bookseller-notes").len(), 7);
    let tomas = |value: f64| Some((json!(value), json!("Tomás Quiroga"), json!("tomas@lanterna.example")));
    assert_eq!(of("bookseller-notes", "2026-10-16"), tomas(85.0));
    assert_eq!(of("bookseller-notes", "2026-10-20"), tomas(130.0));
    // A squash, by the address that GitHub writes; a KPI's value, by the bot.
    let priya = "48211907+priyaraman@users.noreply.github.com";
    assert_eq!(of("zero-results", "2026-10-30"), Some((json!(7.4), json!("Priya Raman"), json!(priya))));
    let (value, author, _) = of("on-time-share", "2026-11-20").expect("the KPI's value");
    assert_eq!((value, author), (json!(93.8), json!("Lanterna numbers")));
    // Through .mailmap.
    let authors = git_says(&demo(), &["log", "--format=%aN <%aE>"]);
    assert!(!authors.contains("karim.benali@mail.example") && !authors.contains("Petra Novak "), "{authors}");
    assert!(observations("small-presses").is_empty());
}

#[test]
fn a_folder_that_is_not_empty_is_left_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let refused = |name: &str| -> Answer {
        let refused = goalpost(folder.path(), &["demo", name]);
        assert_eq!((refused.code, refused.stdout.as_str()), (2, ""), "{}", refused.stderr);
        refused
    };
    let occupied = folder.path().join("goalpost-demo");
    fs::create_dir(&occupied).expect("a folder");
    fs::write(occupied.join(".hidden"), "mine").expect("a file");
    insta::assert_snapshot!(refused("goalpost-demo").stderr, @"
    error: `goalpost-demo` is there already, and not empty
      help: name a folder that is not there yet: goalpost demo DIR; nothing was written
    ");
    assert_eq!(fs::read_dir(&occupied).expect("a folder").count(), 1);
    fs::write(folder.path().join("file"), "mine").expect("a file");
    insta::assert_snapshot!(refused("file").stderr, @"
    error: `file` is no folder
      help: name a folder that is not there yet: goalpost demo DIR; nothing was written
    ");
    symlink("nowhere", folder.path().join("link")).expect("a link");
    refused("link");
    insta::assert_snapshot!(refused("file/below").stderr, @"
    error: `file/below` is no folder
      help: name a folder that is not there yet: goalpost demo DIR; nothing was written
    ");
    fs::create_dir(folder.path().join("empty")).expect("a folder");
    says(folder.path(), &["demo", "empty"]);
}

#[test]
fn it_says_what_was_written_and_what_to_try() {
    let folder = tempfile::tempdir().expect("a folder");
    let told = says(folder.path(), &["demo"]);
    assert!(told.lines().all(|line| line.chars().count() <= 80), "{told}");
    insta::assert_snapshot!(told, @r#"
    Lanterna, an online bookshop: 62 goals in 133 commits by 16 people, 2026-09-07
    to 2026-11-20, in goalpost-demo

    A first finding
    warning[moved-target]: the target of `search-success` was lowered from 70 %
      │ to 66 % (easier); progress is 62 %, or 41 % against the original target
        ╭─[2026-Q4/shop/search-success.yaml:14:11]
     13 │   baseline: 58
     14 │   target: 66
        ·           ─┬
        ·            ╰─┤ was 70 % until 2026-11-03 (Jun Sato, e28d4ff, "update
        ·              │ numbers")
     15 │   current: 63.0
        ╰────
      help: explain it (goalpost note search-success "…" --kind decision --about
            metric.target), or restore 70

    Try, on the day of the sample
      cd goalpost-demo
      goalpost check --today 2026-11-21                   errors, warnings, fixes
      goalpost rollup --today 2026-11-21                  progress against the plan
      goalpost history search-success --today 2026-11-21  a target that was lowered
      goalpost why feeds-connected --today 2026-11-21     how it serves the mission
      goalpost diff HEAD~27..HEAD~22 --today 2026-11-21   three days of changes

    Contents
      - moved goalposts: one without a reason, one postponed, three explained
      - a deleted objective, and one that gained from a removed key result
      - two departments with conflicting targets, two teams with the same goal
      - supporting goals that go well under a metric that does not; stale goals
      - needs asked, agreed, late and met; obstacles, decisions, recognition
      - a closed quarter with grades and lessons, and a draft of the next
      - a merge, a squash, a bot, co-authors, renames, a leaver, two addresses
    "#);
}

#[test]
fn its_figures_are_true_and_what_it_suggests_can_be_done() {
    let folder = tempfile::tempdir().expect("a folder");
    let told = answer(folder.path(), &["demo", "here/and there"]);
    let here = folder.path().join("here/and there");
    assert_eq!(
        (&told["command"], &told["root"], &told["today"]),
        (&json!("demo"), &json!("here/and there"), &json!("2026-11-21"))
    );
    assert_eq!((&told["tip"], &told["revision"]), (&json!(TIP), &json!(TIP)));
    assert_eq!(told["commits"].to_string(), git_says(&here, &["rev-list", "--count", "HEAD"]).trim());
    assert_eq!(told["goals"], answer(&here, &["check"])["summary"]["goals"]);
    let days = git_says(&here, &["log", "--format=%ad", "--date=format:%Y-%m-%d"]);
    let days: BTreeSet<&str> = days.lines().collect();
    assert_eq!((told["first"].as_str(), told["last"].as_str()), (days.first().copied(), days.last().copied()));
    let tries = told["tries"].as_array().expect("commands");
    assert_eq!(tries.len(), 5);
    for it in tries {
        let command = it["command"].as_str().expect("a command");
        let args: Vec<&str> = command.split(' ').skip(1).collect();
        let said = goalpost(&here, &args);
        if said.stderr.contains("unrecognized subcommand") {
            skip(&format!("there is no `{command}` yet"));
            continue;
        }
        assert_eq!(said.code, i32::from(args.starts_with(&["check"])), "{command}: {}", said.stderr);
        // An exported day stayed in the shell, and dated the reader's own goals.
        assert!(args.ends_with(&["--today", "2026-11-21"]), "{command}");
        assert!(said.stderr.is_empty() && said.stdout.lines().count() > 5, "{command}: {}", said.stderr);
    }
}

#[test]
fn the_suggested_difference_is_of_the_quiet_days() {
    let subjects = git_says(&demo(), &["log", "--reverse", "--format=%s", "HEAD~27..HEAD~22"]);
    let days = git_says(&demo(), &["log", "--format=%ad", "--date=format:%m-%d", "HEAD~27..HEAD~22"]);
    assert_eq!(subjects.lines().next(), Some("tidy up"));
    assert_eq!(subjects.lines().last(), Some("Warehouse: shelf moves out"));
    assert_eq!(days.lines().collect::<BTreeSet<_>>(), BTreeSet::from(["11-10", "11-11", "11-12"]));
}

#[test]
fn its_files_are_valid() {
    for path in git_says(&demo(), &["ls-files", "*.yaml"]).lines() {
        let text = fs::read_to_string(demo().join(path)).expect("a file");
        let found = mistakes(&validator(schema_of(path)), &schema::json(&text));
        assert!(found.is_empty(), "{path}: {found:?}");
    }
}

#[test]
fn a_place_that_would_mix_it_with_other_goals_is_remarked_on() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("goalpost.yaml"), "").expect("a file");
    let said = goalpost(folder.path(), &["demo"]);
    assert_eq!(said.code, 0);
    assert!(said.stderr.starts_with("note: the demo is inside the goals' root `"), "{}", said.stderr);
    let folder = tempfile::tempdir().expect("a folder");
    git_says(folder.path(), &["init", "-q", "-b", "main"]);
    let said = goalpost(folder.path(), &["demo"]);
    assert_eq!(said.code, 0);
    assert!(said.stderr.starts_with("note: the demo is inside another git repository"), "{}", said.stderr);
    assert_eq!(goalpost(folder.path(), &["demo", "quiet", "-q"]).stderr, "");
}
