//! Completion in real shells: ids of goals with their titles, people, teams, periods, rules and formats.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::support::clients::skipped;
use crate::support::program::{folder, goalpost_with, says};

/// Goals with hostile names among them: what a file contains must not become a command.
fn goals() -> tempfile::TempDir {
    let goal = |id: &str, title: &str, rest: &str| {
        format!("kind: objective\nid: {id}\ntitle: {title}\nowner: ana\nperiod: 2026-Q4\n{rest}")
    };
    folder(&[
        (
            "goalpost.yaml",
            "areas: [\"$(touch pwned)\", people]\nsources:\n  metrics: {prometheus: \"https://p.example\"}\n  \"$(touch pwned)\": {git: \".\"}\n",
        ),
        ("org.yaml", "teams: [{id: web, name: Web shop}]\npeople: [{id: ana, name: Ana Maria}, {id: amir}]\n"),
        ("a.yaml", &goal("warm-kitchen", "\"Keep: the oven\\u001b[31m warm\"", "")),
        (
            "b.yaml",
            &goal("warm-hearth", "Build a hearth", "state: achieved\nclosed: 2026-11-01\ngrade: {score: 1.0}\n"),
        ),
        ("c.yaml", &goal("fair-flour", "Buy fair flour", "")),
    ])
}

/// What the program answers to a shell, as fish asks it: a value and its help in each line.
fn asked(root: &Path, line: &str) -> Vec<(String, String)> {
    let words: Vec<&str> = line.split(' ').collect();
    let args = [&["--"][..], &words].concat();
    let answer = goalpost_with(root, &args, &[("GOALPOST_COMPLETE", "fish".as_ref())]);
    assert_eq!((answer.code, answer.stderr.as_str()), (0, ""), "{line}");
    let split = |line: &str| match line.split_once('\t') {
        Some((value, help)) => (value.to_owned(), help.to_owned()),
        None => (line.to_owned(), String::new()),
    };
    answer.stdout.lines().map(split).collect()
}

fn values(root: &Path, line: &str) -> Vec<String> {
    asked(root, line).into_iter().map(|(value, _)| value).collect()
}

#[test]
fn values_are_those_of_the_folder() {
    let root = goals();
    let here = root.path();
    let found = asked(here, "goalpost show w");
    assert_eq!(found[0].0, "warm-kitchen", "open goals come first: {found:?}");
    assert_eq!(found[0].1, "Keep: the oven\u{fffd}[31m warm");
    assert_eq!(found[1].0, "warm-hearth");
    assert_eq!(values(here, "goalpost checkin fair"), ["fair-flour"]);
    assert_eq!(values(here, "goalpost link warm-kitchen fair"), ["fair-flour"]);
    assert_eq!(values(here, "goalpost rollup --owner a"), ["amir", "ana"]);
    assert_eq!(asked(here, "goalpost agenda --team w"), [("web".to_owned(), "Web shop".to_owned())]);
    assert_eq!(values(here, "goalpost rollup --period 2"), ["2026-Q4"]);
    assert_eq!(values(here, "goalpost rollup --area "), ["people"], "nothing that a shell would run");
    assert!(values(here, "goalpost check --rule dang").contains(&"dangling-link".to_owned()));
    assert!(values(here, "goalpost explain che").contains(&"check-in".to_owned()));
    assert!(values(here, "goalpost check --format s").contains(&"sarif".to_owned()));
    assert!(values(here, "goalpost chec").contains(&"checkin".to_owned()));
    let told = "prometheus https://p.example".to_owned();
    assert_eq!(asked(here, "goalpost pull --source "), [("metrics".to_owned(), told)]);
    let elsewhere = tempfile::tempdir().expect("a folder");
    assert_eq!(values(elsewhere.path(), "goalpost show w"), Vec::<String>::new());
    let line = format!("goalpost --root {} show fair", here.display());
    assert_eq!(values(elsewhere.path(), &line), ["fair-flour"], "--root is heeded");
}

/// A folder with a script of completions and the program on the path, and the script's file.
fn with_script(shell: &str) -> (tempfile::TempDir, PathBuf) {
    let place = tempfile::tempdir().expect("a folder");
    let program = place.path().join("goalpost");
    std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_goalpost"), program).expect("a link");
    let script = place.path().join("script");
    fs::write(&script, says(place.path(), &["completions", shell])).expect("written");
    (place, script)
}

/// What a shell prints; none where it is not installed.
fn shell(name: &str, args: &[&str], here: &Path, place: &Path) -> Option<String> {
    let path = format!("{}:/usr/bin:/bin", place.display());
    let mut command = Command::new(name);
    command.args(args).current_dir(here).env_clear().env("PATH", path).env("HOME", place).env("TERM", "dumb");
    let Ok(output) = command.output() else {
        skipped(name);
        return None;
    };
    assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

#[test]
fn bash_completes() {
    let root = goals();
    let (place, script) = with_script("bash");
    let line = format!(
        "source {}; COMP_WORDS=(goalpost show wa); COMP_CWORD=2; COMP_TYPE=9; _clap_complete_goalpost goalpost wa show; \
         printf '%s\\n' \"${{COMPREPLY[@]}}\"",
        script.display()
    );
    if let Some(said) = shell("bash", &["--norc", "-c", &line], root.path(), place.path()) {
        assert_eq!(said, "warm-kitchen\nwarm-hearth\n");
    }
}

#[test]
fn fish_completes_with_titles() {
    let root = goals();
    let (place, script) = with_script("fish");
    let line = format!("source {}; complete -C 'goalpost show wa'", script.display());
    if let Some(said) = shell("fish", &["--no-config", "-c", &line], root.path(), place.path()) {
        assert!(said.contains("warm-hearth\tBuild a hearth\n"), "{said}");
    }
}

#[test]
fn zsh_completes_at_a_terminal() {
    let root = goals();
    let (place, script) = with_script("zsh");
    // zsh completes only while someone types: a second one at a terminal of its own, which zpty makes.
    let line = format!(
        "zmodload zsh/zpty; zpty shell zsh -f -i; zpty -w shell 'PROMPT=; autoload -U compinit; compinit -u -d {dump}; \
         source {script}; echo ready'; zpty -r shell seen '*ready*ready*'; zpty -w -n shell $'goalpost show fair\\t'; \
         zpty -r shell seen '*fair-flour*'; print -r -- $seen",
        dump = place.path().join("dump").display(),
        script = script.display()
    );
    if let Some(said) = shell("zsh", &["-f", "-c", &line], root.path(), place.path()) {
        assert!(said.contains("fair-flour"), "{said}");
    }
}

#[test]
fn powershell_and_elvish_get_scripts_that_ask_the_program() {
    for shell in ["powershell", "elvish"] {
        let place = tempfile::tempdir().expect("a folder");
        let script = says(place.path(), &["completions", shell]);
        assert!(script.contains("GOALPOST_COMPLETE") && script.contains("goalpost"), "{script}");
    }
}
