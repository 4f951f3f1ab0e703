//! Advice is pasted: every command that an answer, a note or an error prints names the root that was given, and does what it
//! says as it stands.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Output};

use crate::support::files::copy_folder;
use crate::support::program::{Answer, commands, goalpost, goalpost_with, json, project};

/// Runs that print commands, in the folder above a goals repository.
const SITUATIONS: &[&[&str]] = &[
    &[],
    &["rollup"],
    &["rollup", "--by", "team"],
    &["rollup", "--explain", "search-success"],
    &["agenda"],
    &["agenda", "--format", "markdown"],
    &["check"],
    &["check", "--format", "concise"],
    &["check", "--format", "markdown"],
    &["check", "--format", "github"],
    &["check", "--format", "gitlab"],
    &["check", "--format", "junit"],
    &["check", "--diff"],
    &["align"],
    &["align", "--format", "markdown"],
    &["digest"],
    &["digest", "--since", "2026-11-20"],
    &["scorecard"],
    &["scorecard", "search-success"],
    &["plan"],
    &["report", "--format", "markdown"],
    &["suggest"],
    &["calibrate"],
    &["work"],
    &["diff", "HEAD~20"],
    &["show", "search-success"],
    &["show", "lean-stock"],
    &["show", "mission"],
    &["why", "podcast"],
    &["why", "feeds-connected"],
    &["history", "search-success"],
    &["history", "--all"],
    &["history", "--verify"],
    &["blame", "search-success"],
    &["impact", "search-success"],
    &["review", "--person", "karim"],
    &["rules"],
    &["show", "serch-success"],
    &["checkin", "search-success"],
    &["checkin", "search-success", "many"],
    &["checkin", "lean-stock", "3"],
    &["close", "search-success", "--score", "70", "--why", "x"],
    &["close", "podcast"],
    &["reopen", "podcast", "--reason", "x"],
    &["link", "podcast", "podcast"],
    &["set", "podcast", "id", "broadcast"],
    &["set", "podcast", "state", "dropped"],
    &["set", "search-success", "metric.target", "5"],
    &["set", "search-success", "metric.current", "5"],
    &["set", "podcast", "nothing", "5"],
    &["ack", "podcast", "--by", "nobody"],
    &["rename", "podcast", "search-success"],
    &["carry-over", "--from", "2026-Q4", "--to", "2027-Q1", "--dry-run"],
    &["new", "key_result", "--title", "x", "--measures", "nothing"],
    &["note", "podcast", "x", "--resolve", "y"],
    &["rollup", "--owner", "nobody"],
    &["rollup", "--period", "1999-Q1"],
];

/// Commands that change nothing; all others run in a copy.
const READING: &[&str] = &[
    "rollup",
    "agenda",
    "align",
    "digest",
    "scorecard",
    "plan",
    "report",
    "suggest",
    "calibrate",
    "work",
    "diff",
    "show",
    "why",
    "history",
    "blame",
    "impact",
    "review",
    "rules",
    "explain",
    "graph",
    "schema",
    "export",
];

/// The commands that a text prints, each up to where its sentence goes on.
fn printed(text: &str, known: &[String]) -> Vec<String> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices("goalpost ") {
        let is_word = text[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric() && !"-_./".contains(c));
        let rest = &text[at..];
        let end = ["\n", "`", ";", " · ", " (", ")", ", ", "&quot;", "<", "   ", ": ", "? "]
            .iter()
            .filter_map(|it| rest.find(it))
            .min();
        let command = rest[..end.unwrap_or(rest.len())].trim_end_matches(['.', ',', '"']);
        let words: Vec<&str> = command.split(' ').collect();
        let verb = if words.get(1) == Some(&"--root") { words.get(3) } else { words.get(1) };
        if is_word && verb.is_some_and(|verb| known.iter().any(|it| it == verb)) {
            found.push(command.to_owned());
        }
    }
    found
}

/// Whether something is left to be filled in: `VALUE`, `"…"`.
fn is_open(command: &str) -> bool {
    let is_placeholder = |word: &str| {
        word.len() > 1 && word.chars().all(|c| c.is_ascii_uppercase() || c == '_') && !word.starts_with("HEAD")
    };
    command.contains('…') || command.split([' ', '/', '=']).any(is_placeholder)
}

fn shape(command: &str) -> String {
    let words = command.split(' ').filter(|word| word.starts_with('-') || word.chars().all(|c| c.is_ascii_lowercase()));
    words.take(6).collect::<Vec<_>>().join(" ")
}

fn wide(folder: &Path, args: &[&str]) -> Answer {
    goalpost_with(folder, args, &[("COLUMNS", "400".as_ref())])
}

/// `goalpost rollup --root okrs` advised `goalpost why x`, which found no goals where it was pasted.
#[test]
fn every_printed_command_names_the_root_and_can_be_pasted() {
    let known = commands();
    let home = tempfile::tempdir().expect("a folder");
    assert_eq!(goalpost(home.path(), &["demo", "okrs"]).code, 0);
    // One pack is copied sooner than two thousand objects.
    assert!(shell(home.path(), "git -C okrs gc --quiet").status.success());
    let mut advised: BTreeMap<String, (String, String)> = BTreeMap::new();
    let mut wrong = Vec::new();
    for args in SITUATIONS {
        // What changes goals changes those of a copy.
        let line = [&["--root", "okrs"][..], args].concat();
        let reads = args.first().is_none_or(|verb| READING.contains(verb) || *verb == "check" && args.len() < 4);
        let answer = if reads { wide(home.path(), &line) } else { in_copy(home.path(), |copy| wide(copy, &line)) };
        for command in printed(&format!("{}{}", answer.stdout, answer.stderr), &known) {
            let is_rootless = ["explain", "schema", "demo", "init", "completions"]
                .iter()
                .any(|it| command.starts_with(&format!("goalpost {it}")));
            if command.contains("--root okrs") || is_rootless {
                advised.entry(shape(&command)).or_insert((command, args.join(" ")));
            } else {
                wrong.push(format!("{args:?}: {command}"));
            }
        }
    }
    assert!(wrong.is_empty(), "without the root:\n{}", wrong.join("\n"));
    assert!(advised.len() > 40, "{advised:#?}");
    for (command, from) in advised.values().filter(|(command, _)| !is_open(command)) {
        let reads = READING.iter().any(|verb| command.contains(&format!(" {verb}"))) && !command.contains("&&");
        let run = if reads { shell(home.path(), command) } else { in_copy(home.path(), |copy| shell(copy, command)) };
        let said = String::from_utf8_lossy(&run.stderr).into_owned();
        // A shell without an address in git is told to say who agrees.
        if !matches!(run.status.code(), Some(0 | 1)) && !said.contains("pass --by PERSON") {
            wrong.push(format!("{from}: {command}\n{said}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {} cannot be pasted:\n{}", wrong.len(), advised.len(), wrong.join("\n"));
}

/// Runs a line as a person pastes it.
fn shell(folder: &Path, line: &str) -> Output {
    let program = Path::new(env!("CARGO_BIN_EXE_goalpost")).parent().expect("a folder");
    let mut shell = Command::new("sh");
    shell.args(["-c", line]).current_dir(folder).env_clear().env("GOALPOST_TODAY", "2026-11-21");
    shell.env("PATH", format!("{}:/usr/bin:/bin", program.display())).output().expect("a shell")
}

fn in_copy<T>(home: &Path, done: impl FnOnce(&Path) -> T) -> T {
    let copy = tempfile::tempdir().expect("a folder");
    copy_folder(home, copy.path());
    done(copy.path())
}

#[test]
fn what_programs_read_names_the_root_in_commands_and_nowhere_else() {
    let home = tempfile::tempdir().expect("a folder");
    copy_folder(&project("examples/northwind"), &home.path().join("our okrs"));
    let agenda = json(home.path(), &["agenda", "--root", "our okrs"]);
    let commands: Vec<&str> =
        agenda["items"].as_array().expect("items").iter().filter_map(|it| it["command"].as_str()).collect();
    assert!(!commands.is_empty());
    assert!(commands.iter().all(|it| it.starts_with("goalpost --root 'our okrs' ")), "{commands:?}");
    assert_eq!(agenda["command"], "agenda");
}

/// A title such as `Run goalpost rollup every Monday` was printed with `--root okrs` in it.
#[test]
fn what_goals_say_stays_as_it_is_written() {
    let home = tempfile::tempdir().expect("a folder");
    let okrs = home.path().join("okrs");
    let objective = "kind: objective\nid: o\ntitle: Run goalpost rollup every Monday\nowner: ana\nperiod: 2026-Q4\nwhy: goalpost check tells who is late\nlog:\n  - {date: 2026-11-03, by: ana, kind: obstacle, text: \"nobody reads goalpost digest so far\", scope: internal}\n";
    let result = "kind: key_result\nid: k\ntitle: goalpost agenda is read by all\nmeasures: o\nmetric: {name: readers, baseline: 0, target: 9, current: 3, as_of: 2026-11-02}\n";
    std::fs::create_dir(&okrs).expect("a folder");
    for (path, text) in [("goalpost.yaml", ""), ("o.yaml", objective), ("k.yaml", result)] {
        std::fs::write(okrs.join(path), text).expect("a file");
    }
    for args in [
        &["rollup"][..],
        &["rollup", "--explain"],
        &["show", "o"],
        &["show", "k"],
        &["agenda"],
        &["agenda", "--format", "markdown"],
        &["why", "k"],
        &["check"],
        &["report", "--format", "markdown"],
    ] {
        let answer = wide(home.path(), &[args, &["--root", "okrs", "-q"]].concat());
        let text = format!("{}{}", answer.stdout, answer.stderr);
        for changed in ["Run goalpost --root", "okrs agenda is read", "reads goalpost --root", "okrs check tells"] {
            assert!(!text.contains(changed), "{args:?}: {changed}: {text}");
        }
    }
    let seen = wide(home.path(), &["rollup", "--root", "okrs", "-q"]).stdout;
    assert!(
        seen.contains("Run goalpost rollup every Monday") && seen.contains("goalpost --root okrs rollup --explain"),
        "{seen}"
    );
}
